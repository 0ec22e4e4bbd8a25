-- ResolutionLoadMany resolves the positions that requests mean, each with its default interview, and the candidate's enrolment there.
-- By id; else by the merchant's code; else by fingerprint: an uncoded position first, then the oldest coded one.
-- name: ResolutionLoadMany :many
SELECT wanted.ordinal::integer AS ordinal,
       merchant.name AS merchant_name,
       merchant.settings AS merchant_settings,
       template.settings AS template_settings,
       (found.id IS NOT NULL)::boolean AS found,
       coalesce(found.id, '00000000-0000-0000-0000-000000000000')::uuid AS position_id,
       coalesce(found.external_id, '')::text AS external_id,
       coalesce(found.name, '')::text AS name,
       coalesce(found.location, '')::text AS location,
       coalesce(found.country_code, '')::text AS country_code,
       coalesce(found.language, '')::text AS language,
       coalesce(found.template_id, '00000000-0000-0000-0000-000000000000')::uuid AS template_id,
       coalesce(found.seniority_level, '')::text AS seniority_level,
       interview.id AS interview_id, interview.settings AS interview_settings, interview.settings_hash,
       coalesce(interview.questions IS NOT NULL, false)::boolean AS has_questions,
       candidate.id AS candidate_id, candidate.email, candidate.name AS candidate_name, candidate.country_code AS candidate_country_code,
       candidate.external_id AS candidate_external_id, candidate.linkedin_url,
       enrolment.id AS enrolment_id, enrolment.interview_id AS enrolment_interview_id, enrolment.status AS enrolment_status,
       enrolment.reason AS enrolment_reason, enrolment.request_id AS owner_id, owner.state AS owner_state
FROM (
    SELECT unnest(@ordinals::integer[]) AS ordinal,
           unnest(@merchant_ids::uuid[]) AS merchant_id,
           nullif(unnest(@position_ids::uuid[]), '00000000-0000-0000-0000-000000000000') AS position_id,
           nullif(unnest(@external_ids::text[]), '') AS external_id,
           unnest(@fingerprints::bytea[]) AS fingerprint,
           unnest(@template_ids::uuid[]) AS template_id,
           unnest(@email_keys::text[]) AS email_key
) AS wanted
JOIN merchants AS merchant ON merchant.id = wanted.merchant_id
LEFT JOIN interview_templates AS template
    ON template.id = wanted.template_id AND (template.merchant_id = wanted.merchant_id OR template.merchant_id IS NULL)
LEFT JOIN LATERAL (
    (
        SELECT position.* FROM positions AS position
        WHERE wanted.position_id IS NOT NULL AND position.merchant_id = wanted.merchant_id AND position.id = wanted.position_id
    )
    UNION ALL
    (
        SELECT position.* FROM positions AS position
        WHERE wanted.position_id IS NULL AND wanted.external_id IS NOT NULL
          AND position.merchant_id = wanted.merchant_id AND position.external_id = wanted.external_id
    )
    UNION ALL
    (
        SELECT position.* FROM positions AS position
        WHERE wanted.position_id IS NULL AND wanted.external_id IS NULL
          AND position.merchant_id = wanted.merchant_id AND position.fingerprint = wanted.fingerprint AND position.external_id IS NULL
    )
    UNION ALL
    (
        SELECT position.* FROM positions AS position
        WHERE wanted.position_id IS NULL AND wanted.external_id IS NULL
          AND position.merchant_id = wanted.merchant_id AND position.fingerprint = wanted.fingerprint AND position.external_id IS NOT NULL
        ORDER BY position.id
        LIMIT 1
    )
    LIMIT 1
) AS found ON true
LEFT JOIN interviews AS interview
    ON interview.merchant_id = found.merchant_id AND interview.position_id = found.id AND interview.is_default
LEFT JOIN candidates AS candidate ON candidate.merchant_id = wanted.merchant_id AND candidate.email_key = wanted.email_key
LEFT JOIN enrolments AS enrolment
    ON enrolment.merchant_id = wanted.merchant_id AND enrolment.position_id = found.id AND enrolment.candidate_id = candidate.id
LEFT JOIN enrolment_requests AS owner ON owner.merchant_id = enrolment.merchant_id AND owner.id = enrolment.request_id;

-- PositionInsertMany creates positions; one that someone else created meanwhile isn't returned.
-- name: PositionInsertMany :many
INSERT INTO positions (
    merchant_id, id, external_id, fingerprint, name, location, country_code, language, template_id, seniority_level, seniority_source
)
SELECT item.merchant_id, item.id, item.external_id, item.fingerprint, item.name, item.location, item.country_code, item.language,
       item.template_id, item.seniority_level, item.seniority_source
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id,
           unnest(@ids::uuid[]) AS id,
           nullif(unnest(@external_ids::text[]), '') AS external_id,
           unnest(@fingerprints::bytea[]) AS fingerprint,
           unnest(@names::text[]) AS name,
           unnest(@locations::text[]) AS location,
           unnest(@country_codes::text[]) AS country_code,
           unnest(@languages::text[]) AS language,
           unnest(@template_ids::uuid[]) AS template_id,
           nullif(unnest(@seniority_levels::text[]), '') AS seniority_level,
           nullif(unnest(@seniority_sources::text[]), '') AS seniority_source
) AS item
-- One order for every process: two batches with the same new positions wait for each other instead of deadlocking.
ORDER BY item.merchant_id, item.external_id, item.fingerprint
ON CONFLICT DO NOTHING
RETURNING id;

-- PositionSetSeniorityMany stores detected levels where none is known yet.
-- name: PositionSetSeniorityMany :exec
UPDATE positions AS position
SET seniority_level = item.level, seniority_source = item.source, seniority_detection = item.detection
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id,
           unnest(@ids::uuid[]) AS id,
           unnest(@levels::text[]) AS level,
           unnest(@sources::text[]) AS source,
           unnest(@detections::jsonb[]) AS detection
) AS item
WHERE position.merchant_id = item.merchant_id AND position.id = item.id AND position.seniority_level IS NULL;

-- PositionSeniorityMany reads levels as they stand.
-- name: PositionSeniorityMany :many
SELECT position.id, position.seniority_level
FROM (SELECT unnest(@merchant_ids::uuid[]) AS merchant_id, unnest(@ids::uuid[]) AS id) AS wanted
JOIN positions AS position ON position.merchant_id = wanted.merchant_id AND position.id = wanted.id;

-- PositionIdentify reads what tells whether an id and a code name the same position, and whether its interview has a policy of its own.
-- name: PositionIdentify :one
SELECT position.id, position.external_id,
       (interview.settings #> '{custom_scoring,pre_screening}' IS NOT NULL)::boolean AS has_policy
FROM positions AS position
LEFT JOIN interviews AS interview
    ON interview.merchant_id = position.merchant_id AND interview.position_id = position.id AND interview.is_default
WHERE position.merchant_id = @merchant_id
  AND ((sqlc.narg('id')::uuid IS NOT NULL AND position.id = sqlc.narg('id')::uuid)
       OR (sqlc.narg('id')::uuid IS NULL AND position.external_id = sqlc.narg('external_id')::text));
