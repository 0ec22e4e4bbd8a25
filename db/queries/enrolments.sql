-- CandidateUpsertMany stores candidates' newest data and returns the id that each e-mail address has.
-- name: CandidateUpsertMany :many
INSERT INTO candidates (merchant_id, id, email, email_key, name, country_code, external_id, linkedin_url)
SELECT item.merchant_id, item.id, item.email, item.email_key, item.name, item.country_code, item.external_id, item.linkedin_url
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id,
           unnest(@ids::uuid[]) AS id,
           unnest(@emails::text[]) AS email,
           unnest(@email_keys::text[]) AS email_key,
           unnest(@names::text[]) AS name,
           unnest(@country_codes::text[]) AS country_code,
           nullif(unnest(@external_ids::text[]), '') AS external_id,
           nullif(unnest(@linkedin_urls::text[]), '') AS linkedin_url
) AS item
ORDER BY item.merchant_id, item.email_key
ON CONFLICT (merchant_id, email_key) DO UPDATE
SET email = excluded.email, name = excluded.name, country_code = excluded.country_code,
    external_id = coalesce(excluded.external_id, candidates.external_id),
    linkedin_url = coalesce(excluded.linkedin_url, candidates.linkedin_url),
    updated_at = now()
RETURNING merchant_id, email_key, id;

-- EnrolmentInsertMany enrols candidates, with the machine's decision where there is one already; one who is enrolled for the position
-- isn't returned.
-- name: EnrolmentInsertMany :many
INSERT INTO enrolments (merchant_id, id, position_id, interview_id, candidate_id, request_id, status, reason, decided_at)
SELECT item.merchant_id, item.id, item.position_id, item.interview_id, item.candidate_id, item.request_id,
       item.status, item.reason, CASE WHEN item.status IS NOT NULL THEN @now::timestamptz END
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id,
           unnest(@ids::uuid[]) AS id,
           unnest(@position_ids::uuid[]) AS position_id,
           unnest(@interview_ids::uuid[]) AS interview_id,
           unnest(@candidate_ids::uuid[]) AS candidate_id,
           unnest(@request_ids::uuid[]) AS request_id,
           nullif(unnest(@statuses::text[]), '') AS status,
           nullif(unnest(@reasons::text[]), '') AS reason
) AS item
ORDER BY item.merchant_id, item.position_id, item.candidate_id
ON CONFLICT (merchant_id, position_id, candidate_id) DO NOTHING
RETURNING id;

-- EnrolmentTakeOverMany gives undecided enrolments whose request failed or was canceled to a new request, and returns those requests. Of two
-- that want the same enrolment, one gets it.
-- name: EnrolmentTakeOverMany :many
UPDATE enrolments AS enrolment
SET request_id = item.request_id, interview_id = item.interview_id, version = enrolment.version + 1
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id,
           unnest(@ids::uuid[]) AS id,
           unnest(@interview_ids::uuid[]) AS interview_id,
           unnest(@owner_ids::uuid[]) AS owner_id,
           unnest(@request_ids::uuid[]) AS request_id
) AS item
WHERE enrolment.merchant_id = item.merchant_id AND enrolment.id = item.id
  AND enrolment.request_id = item.owner_id AND enrolment.status IS NULL
RETURNING enrolment.request_id;

-- EnrolmentDecideMany stores the machine's decisions where nobody has decided and the deciding request is still the owner.
-- name: EnrolmentDecideMany :many
UPDATE enrolments AS enrolment
SET status = item.status, reason = nullif(item.reason, ''), decided_at = @now::timestamptz, version = enrolment.version + 1
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id,
           unnest(@ids::uuid[]) AS id,
           unnest(@request_ids::uuid[]) AS request_id,
           unnest(@statuses::text[]) AS status,
           unnest(@reasons::text[]) AS reason
) AS item
WHERE enrolment.merchant_id = item.merchant_id AND enrolment.id = item.id
  AND enrolment.request_id = item.request_id AND enrolment.status IS NULL
RETURNING enrolment.id;

-- AssessmentInsertMany stores what the decisions were made from.
-- name: AssessmentInsertMany :exec
INSERT INTO assessments (
    merchant_id, id, enrolment_id, request_id, score, decision, result, policy, policy_version, engine, engine_version, resume_digest,
    position_digest, created_at
)
SELECT item.merchant_id, item.id, item.enrolment_id, item.request_id, item.score::numeric(4, 1), item.decision, item.result, item.policy,
       item.policy_version, item.engine, item.engine_version, item.resume_digest, item.position_digest, @now::timestamptz
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id,
           unnest(@ids::uuid[]) AS id,
           unnest(@enrolment_ids::uuid[]) AS enrolment_id,
           unnest(@request_ids::uuid[]) AS request_id,
           unnest(@scores::double precision[]) AS score,
           unnest(@decisions::text[]) AS decision,
           unnest(@results::jsonb[]) AS result,
           unnest(@policies::jsonb[]) AS policy,
           unnest(@policy_versions::text[]) AS policy_version,
           unnest(@engines::text[]) AS engine,
           unnest(@engine_versions::text[]) AS engine_version,
           unnest(@resume_digests::bytea[]) AS resume_digest,
           unnest(@position_digests::bytea[]) AS position_digest
) AS item;

-- TokenInsertMany records issued access tokens.
-- name: TokenInsertMany :exec
INSERT INTO access_tokens (merchant_id, id, enrolment_id, interview_id, key_id, issued_at, expires_at)
SELECT item.merchant_id, item.id, item.enrolment_id, item.interview_id, item.key_id, item.issued_at, item.expires_at
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id,
           unnest(@ids::uuid[]) AS id,
           unnest(@enrolment_ids::uuid[]) AS enrolment_id,
           unnest(@interview_ids::uuid[]) AS interview_id,
           unnest(@key_ids::text[]) AS key_id,
           unnest(@issued_ats::timestamptz[]) AS issued_at,
           unnest(@expires_ats::timestamptz[]) AS expires_at
) AS item;

-- EnrolmentLock locks the enrolment that a request led to, for a recruiter's decision.
-- name: EnrolmentLock :one
SELECT enrolment.id, enrolment.version, enrolment.status, request.version AS request_version
FROM enrolment_requests AS request
JOIN enrolments AS enrolment ON enrolment.merchant_id = request.merchant_id AND enrolment.id = request.enrolment_id
WHERE request.merchant_id = @merchant_id AND request.id = @request_id
FOR UPDATE OF enrolment;

-- EnrolmentDecideByRecruiter stores a person's decision.
-- name: EnrolmentDecideByRecruiter :exec
UPDATE enrolments
SET status = @status::text, reason = @reason::text, decided_at = @now::timestamptz, version = version + 1
WHERE merchant_id = @merchant_id AND id = @id;

-- AccessGet reads everything behind one access token: what the candidate's page shows and what the exchange checks.
-- name: AccessGet :one
SELECT token.merchant_id, token.id, token.enrolment_id, token.interview_id, token.expires_at, token.revoked_at,
       enrolment.status, enrolment.attempts_used, enrolment.revoked_at AS enrolment_revoked_at,
       interview.settings AS interview_settings, interview.description, interview.description_long,
       position.id AS position_id, position.name AS position_name, position.location, position.country_code, position.language,
       position.seniority_level,
       merchant.name AS merchant_name, candidate.name AS candidate_name
FROM access_tokens AS token
JOIN enrolments AS enrolment ON enrolment.merchant_id = token.merchant_id AND enrolment.id = token.enrolment_id
JOIN interviews AS interview ON interview.merchant_id = token.merchant_id AND interview.id = token.interview_id
JOIN positions AS position ON position.merchant_id = interview.merchant_id AND position.id = interview.position_id
JOIN candidates AS candidate ON candidate.merchant_id = enrolment.merchant_id AND candidate.id = enrolment.candidate_id
JOIN merchants AS merchant ON merchant.id = token.merchant_id
WHERE token.id = @id AND token.enrolment_id = @enrolment_id AND token.interview_id = @interview_id;

-- AccessUseAttempt counts one interview attempt, unless all are used.
-- name: AccessUseAttempt :one
UPDATE enrolments SET attempts_used = attempts_used + 1, version = version + 1
WHERE merchant_id = @merchant_id AND id = @id AND attempts_used < @max_attempts
RETURNING attempts_used;

-- EnrolmentReplayList reads a page of enrolments that only the machine has decided about, merchant by merchant, with what was decided and
-- what from.
-- name: EnrolmentReplayList :many
SELECT enrolment.merchant_id, enrolment.id, enrolment.request_id, enrolment.interview_id, enrolment.version, enrolment.status,
       enrolment.reason, assessment.score::double precision AS score, assessment.policy_version, assessment.engine,
       assessment.engine_version, assessment.position_digest
FROM enrolments AS enrolment
JOIN LATERAL (
    SELECT newest.score, newest.policy_version, newest.engine, newest.engine_version, newest.position_digest FROM assessments AS newest
    WHERE newest.merchant_id = enrolment.merchant_id AND newest.enrolment_id = enrolment.id
    ORDER BY newest.id DESC
    LIMIT 1
) AS assessment ON true
WHERE (enrolment.merchant_id, enrolment.id) > (@after_merchant_id::uuid, @after_id::uuid)
  AND (sqlc.narg('merchant_id')::uuid IS NULL OR enrolment.merchant_id = sqlc.narg('merchant_id'))
  AND enrolment.status IN ('ai_accept', 'ai_reject', 'recruiter_action')
  AND enrolment.decided_at >= @since::timestamptz
ORDER BY enrolment.merchant_id, enrolment.id
LIMIT @page_size;

-- EnrolmentRedecide stores what a replay decided, unless anybody has decided since it read the enrolment.
-- name: EnrolmentRedecide :execrows
UPDATE enrolments
SET status = @status::text, reason = nullif(@reason::text, ''), decided_at = @now::timestamptz, version = version + 1
WHERE merchant_id = @merchant_id AND id = @id AND version = @version AND status IN ('ai_accept', 'ai_reject', 'recruiter_action');

-- EnrolmentRevoke ends an enrolment's access for good: tokens that are issued later, for a candidate who is sent again, don't work either.
-- name: EnrolmentRevoke :exec
UPDATE enrolments SET revoked_at = @now::timestamptz
WHERE merchant_id = @merchant_id AND id = @id AND revoked_at IS NULL;

-- TokenRevoke ends every token of an enrolment.
-- name: TokenRevoke :execrows
UPDATE access_tokens SET revoked_at = @now::timestamptz
WHERE merchant_id = @merchant_id AND enrolment_id = @enrolment_id AND revoked_at IS NULL;
