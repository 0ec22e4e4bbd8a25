// Does the main job of the API with the generated TypeScript client: says what it has done, or throws what was not as the document
// promises.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.gen.js";

const greenroom = createClient<paths>({
  baseUrl: process.env.GREENROOM_URL ?? "",
  headers: { Authorization: `Bearer ${process.env.GREENROOM_TOKEN ?? ""}` },
});

// A valid request; every candidate is another one.
function application(candidate: string): components["schemas"]["EnrolmentRequest"] {
  return {
    candidate_country_code: "NL",
    candidate_email: `${candidate}@example.com`,
    candidate_name: `Candidate of ${candidate}`,
    candidate_resume: "Backend engineer. 2019-2025 Acme B.V.: TypeScript services on PostgreSQL.",
    custom_scoring: { pre_screening: { resume_score_reject: 0 } },
    mojito_language_code: "en",
    position_country_code: "NL",
    position_location: "remote",
    position_name: "Senior Backend Engineer",
  };
}

async function waitForDecision(): Promise<void> {
  const { data, response } = await greenroom.POST("/v1/enrolments", { body: application("ts-waits") });
  assert.equal(response.status, 200);
  assert.ok(data?.status);
  assert.ok(data.interview_url);
}

async function pollForDecision(): Promise<void> {
  const accepted = await greenroom.POST("/v1/enrolments", {
    body: application("ts-polls"),
    params: { header: { Prefer: "respond-async", "Idempotency-Key": "ts-client-1" } },
  });
  assert.equal(accepted.response.status, 202);
  assert.ok(accepted.data);
  assert.ok(accepted.response.headers.get("Location"));
  const id = accepted.data.id;
  for (const deadline = Date.now() + 30_000; ; ) {
    const { data } = await greenroom.GET("/v1/enrolments/{id}", { params: { path: { id }, header: { Prefer: "wait=5" } } });
    if (data?.state === "succeeded") {
      return;
    }
    assert.ok(data?.state === "queued" || data?.state === "running", `ended ${data?.state}`);
    assert.ok(Date.now() < deadline, "it takes too long");
  }
}

async function readInvalidFields(): Promise<void> {
  const { error, response } = await greenroom.POST("/v1/enrolments", {
    body: { ...application("ts-errs"), candidate_country_code: "NLD", candidate_name: "" },
  });
  assert.equal(response.status, 422);
  const fields = error?.errors?.map((problem) => problem.field).sort();
  assert.deepEqual(fields, ["candidate_country_code", "candidate_name"]);
}

async function decide(): Promise<void> {
  const enrolled = await greenroom.POST("/v1/enrolments", { body: application("ts-decides") });
  assert.ok(enrolled.data);
  const request = {
    body: { decision: "accept" as const, reason: "Convincing." },
    params: { path: { id: enrolled.data.id }, header: { "If-Match": enrolled.response.headers.get("ETag") ?? "" } },
  };
  const decided = await greenroom.POST("/v1/enrolments/{id}/decision", request);
  assert.equal(decided.data?.status, "recruiter_accept");
  const again = await greenroom.POST("/v1/enrolments/{id}/decision", request);
  assert.equal(again.error?.code, "precondition_failed");
}

async function pageThroughList(): Promise<void> {
  const first = await greenroom.GET("/v1/enrolments", { params: { query: { limit: 1, state: "succeeded" } } });
  assert.ok(first.data?.next_cursor);
  const next = await greenroom.GET("/v1/enrolments", {
    params: { query: { limit: 1, state: "succeeded", cursor: first.data.next_cursor } },
  });
  assert.equal(next.data?.data.length, 1);
  assert.notEqual(next.data?.data[0]?.id, first.data.data[0]?.id);
}

for (const step of [waitForDecision, pollForDecision, readInvalidFields, decide, pageThroughList]) {
  await step();
  console.log("done:", step.name);
}
