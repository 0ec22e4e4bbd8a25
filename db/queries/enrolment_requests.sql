-- RequestInsertMany stores accepted requests. A request whose idempotency key is taken isn't inserted and its id isn't returned; nor is one
-- that is stored already, because the acknowledgement of an earlier commit got lost.
-- name: RequestInsertMany :many
INSERT INTO enrolment_requests (
    merchant_id, id, payload, warnings, email_key, class, awaited, idempotency_key, idempotency_fingerprint, created_at, updated_at
)
SELECT item.merchant_id, item.id, item.payload, item.warnings, item.email_key, item.class, item.awaited,
       nullif(item.idempotency_key, ''), nullif(item.idempotency_fingerprint, ''::bytea), item.created_at, item.created_at
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id,
           unnest(@ids::uuid[]) AS id,
           unnest(@payloads::jsonb[]) AS payload,
           unnest(@warnings::jsonb[]) AS warnings,
           unnest(@email_keys::text[]) AS email_key,
           unnest(@classes::text[]) AS class,
           unnest(@awaited::boolean[]) AS awaited,
           unnest(@idempotency_keys::text[]) AS idempotency_key,
           unnest(@idempotency_fingerprints::bytea[]) AS idempotency_fingerprint,
           unnest(@created_ats::timestamptz[]) AS created_at
) AS item
ORDER BY item.merchant_id, item.idempotency_key, item.id
ON CONFLICT DO NOTHING
RETURNING id;

-- RequestByIdempotencyKey finds the request that holds a key.
-- name: RequestByIdempotencyKey :one
SELECT id, idempotency_fingerprint
FROM enrolment_requests
WHERE merchant_id = @merchant_id AND idempotency_key = @idempotency_key;

-- RequestLoadMany gives workers the cases that they go on with.
-- name: RequestLoadMany :many
SELECT request.merchant_id, request.id, request.payload, request.class, request.awaited, request.state, request.stage, request.carrier,
       request.stages, request.position_id, request.interview_id, request.enrolment_id, request.token_id, request.status, request.reason,
       request.seniority_level, request.seniority_source, request.version, request.created_at
FROM (SELECT unnest(@merchant_ids::uuid[]) AS merchant_id, unnest(@ids::uuid[]) AS id) AS wanted
JOIN enrolment_requests AS request ON request.merchant_id = wanted.merchant_id AND request.id = wanted.id;

-- RequestLockMany locks, in one order for every process, the requests that are still as their worker saw them.
-- name: RequestLockMany :many
SELECT request.id, request.version
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id, unnest(@ids::uuid[]) AS id, unnest(@versions::integer[]) AS version
) AS wanted
JOIN enrolment_requests AS request
    ON request.merchant_id = wanted.merchant_id AND request.id = wanted.id AND request.version = wanted.version
WHERE request.state IN ('queued', 'running')
ORDER BY request.merchant_id, request.id
FOR UPDATE OF request;

-- RequestProgressMany stores how far requests have come. The caller holds their locks.
-- name: RequestProgressMany :many
UPDATE enrolment_requests AS request
SET state = item.state,
    stage = item.stage,
    carrier = item.carrier,
    stages = item.stages,
    position_id = item.position_id,
    interview_id = item.interview_id,
    enrolment_id = item.enrolment_id,
    token_id = item.token_id,
    status = nullif(item.status, ''),
    reason = nullif(item.reason, ''),
    seniority_level = nullif(item.seniority_level, ''),
    seniority_source = nullif(item.seniority_source, ''),
    error = CASE WHEN item.error = 'null'::jsonb THEN NULL ELSE item.error END,
    version = request.version + 1,
    updated_at = @now::timestamptz,
    completed_at = CASE WHEN item.state IN ('succeeded', 'failed', 'canceled') THEN @now::timestamptz END
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id,
           unnest(@ids::uuid[]) AS id,
           unnest(@states::text[]) AS state,
           unnest(@stage_names::text[]) AS stage,
           unnest(@carriers::text[]) AS carrier,
           unnest(@stages::jsonb[]) AS stages,
           nullif(unnest(@position_ids::uuid[]), '00000000-0000-0000-0000-000000000000') AS position_id,
           nullif(unnest(@interview_ids::uuid[]), '00000000-0000-0000-0000-000000000000') AS interview_id,
           nullif(unnest(@enrolment_ids::uuid[]), '00000000-0000-0000-0000-000000000000') AS enrolment_id,
           nullif(unnest(@token_ids::uuid[]), '00000000-0000-0000-0000-000000000000') AS token_id,
           unnest(@statuses::text[]) AS status,
           unnest(@reasons::text[]) AS reason,
           unnest(@seniority_levels::text[]) AS seniority_level,
           unnest(@seniority_sources::text[]) AS seniority_source,
           unnest(@errors::jsonb[]) AS error
) AS item
WHERE request.merchant_id = item.merchant_id AND request.id = item.id
RETURNING request.id, request.awaited;

-- RequestGetMany reads requests with what their answers show: the decision as it stands now, the assessment, the token, and what the
-- position's level was detected from.
-- name: RequestGetMany :many
SELECT request.merchant_id, request.id, request.state, request.stage, request.stages, request.position_id, request.interview_id,
       request.enrolment_id, request.status, request.reason, request.seniority_level, request.seniority_source, request.error,
       request.warnings, request.version, request.created_at, request.updated_at, request.completed_at, request.import_id, request.class,
       (request.payload ->> 'embedded') IS NOT DISTINCT FROM 'true' AS embedded,
       enrolment.version AS enrolment_version,
       enrolment.status AS enrolment_status,
       enrolment.reason AS enrolment_reason,
       coalesce(enrolment.request_id = request.id, false)::boolean AS owns_enrolment,
       assessment.result AS assessment,
       position.seniority_detection,
       token.id AS token_id, token.key_id AS token_key_id, token.issued_at AS token_issued_at, token.expires_at AS token_expires_at
FROM (SELECT unnest(@merchant_ids::uuid[]) AS merchant_id, unnest(@ids::uuid[]) AS id) AS wanted
JOIN enrolment_requests AS request ON request.merchant_id = wanted.merchant_id AND request.id = wanted.id
LEFT JOIN enrolments AS enrolment ON enrolment.merchant_id = request.merchant_id AND enrolment.id = request.enrolment_id
LEFT JOIN access_tokens AS token ON token.merchant_id = request.merchant_id AND token.id = request.token_id
LEFT JOIN positions AS position ON position.merchant_id = request.merchant_id AND position.id = request.position_id
LEFT JOIN LATERAL (
    SELECT newest.result
    FROM assessments AS newest
    WHERE newest.merchant_id = request.merchant_id AND newest.enrolment_id = request.enrolment_id
    ORDER BY newest.id DESC
    LIMIT 1
) AS assessment ON true;

-- RequestList reads a page of requests, newest first; every filter that is NULL is off.
-- name: RequestList :many
SELECT request.merchant_id, request.id, request.state, request.stage, request.stages, request.position_id, request.interview_id,
       request.enrolment_id, request.status, request.reason, request.seniority_level, request.seniority_source, request.error,
       request.warnings, request.version, request.created_at, request.updated_at, request.completed_at, request.import_id, request.class,
       enrolment.version AS enrolment_version,
       enrolment.status AS enrolment_status,
       enrolment.reason AS enrolment_reason,
       coalesce(enrolment.request_id = request.id, false)::boolean AS owns_enrolment
FROM enrolment_requests AS request
LEFT JOIN enrolments AS enrolment ON enrolment.merchant_id = request.merchant_id AND enrolment.id = request.enrolment_id
WHERE request.merchant_id = @merchant_id
  AND (sqlc.narg('before')::uuid IS NULL OR request.id < sqlc.narg('before'))
  AND (sqlc.narg('state')::text IS NULL OR request.state = sqlc.narg('state'))
  AND (sqlc.narg('status')::text IS NULL
       OR CASE WHEN enrolment.request_id = request.id THEN enrolment.status ELSE request.status END = sqlc.narg('status'))
  AND (sqlc.narg('position_id')::uuid IS NULL OR request.position_id = sqlc.narg('position_id'))
  AND (sqlc.narg('email_key')::text IS NULL OR request.email_key = sqlc.narg('email_key'))
  AND (sqlc.narg('import_id')::uuid IS NULL OR request.import_id = sqlc.narg('import_id'))
ORDER BY request.id DESC
LIMIT @page_size;

-- RequestChanges tells the hub which awaited requests have moved on: one statement for all waiters of a process.
-- name: RequestChanges :many
SELECT request.id, request.state, request.version
FROM (SELECT unnest(@merchant_ids::uuid[]) AS merchant_id, unnest(@ids::uuid[]) AS id) AS wanted
JOIN enrolment_requests AS request ON request.merchant_id = wanted.merchant_id AND request.id = wanted.id;

-- RequestAwait notes that someone waits for a request that was accepted without a wait.
-- name: RequestAwait :exec
UPDATE enrolment_requests SET awaited = true
WHERE merchant_id = @merchant_id AND id = @id AND NOT awaited AND state IN ('queued', 'running');

-- RequestCancel ends a request that isn't over yet.
-- name: RequestCancel :one
UPDATE enrolment_requests
SET state = 'canceled', version = version + 1, updated_at = @now::timestamptz, completed_at = @now::timestamptz
WHERE merchant_id = @merchant_id AND id = @id AND state IN ('queued', 'running')
RETURNING version;

-- RequestFail ends a request that isn't over and that a job of this kind is responsible for, without looking at how far it has come.
-- name: RequestFail :one
UPDATE enrolment_requests
SET state = 'failed', error = @error::jsonb, version = version + 1, updated_at = @now::timestamptz, completed_at = @now::timestamptz
WHERE merchant_id = @merchant_id AND id = @id AND carrier = @carrier AND state IN ('queued', 'running')
RETURNING version, awaited;

-- RequestRetry sends a failed request through the pipeline again, from its first stage; every stage is idempotent.
-- name: RequestRetry :one
UPDATE enrolment_requests
SET state = 'queued', stage = 'resolve_position', carrier = 'resolve_position', error = NULL, status = NULL, reason = NULL,
    completed_at = NULL, version = version + 1, updated_at = @now::timestamptz
WHERE merchant_id = @merchant_id AND id = @id AND state = 'failed'
RETURNING class;

-- RequestState reads a request's state alone.
-- name: RequestState :one
SELECT state FROM enrolment_requests WHERE merchant_id = @merchant_id AND id = @id;
