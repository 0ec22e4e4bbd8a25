-- InterviewInsertMany creates interview definitions; one that exists already isn't returned.
-- name: InterviewInsertMany :many
INSERT INTO interviews (merchant_id, id, position_id, is_default, settings, settings_hash, questions)
SELECT item.merchant_id, item.id, item.position_id, item.is_default, item.settings, item.settings_hash,
       CASE WHEN item.questions = 'null'::jsonb THEN NULL ELSE item.questions END
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id,
           unnest(@ids::uuid[]) AS id,
           unnest(@position_ids::uuid[]) AS position_id,
           unnest(@are_default::boolean[]) AS is_default,
           unnest(@settings::jsonb[]) AS settings,
           unnest(@settings_hashes::bytea[]) AS settings_hash,
           unnest(@questions::jsonb[]) AS questions
) AS item
ORDER BY item.merchant_id, item.position_id, item.settings_hash
ON CONFLICT DO NOTHING
RETURNING id;

-- InterviewByHash finds the variant of a position's interview that has exactly these settings.
-- name: InterviewByHash :one
SELECT id, (questions IS NOT NULL)::boolean AS has_questions
FROM interviews
WHERE merchant_id = @merchant_id AND position_id = @position_id AND settings_hash = @settings_hash;

-- InterviewPolicyList reads a page of a merchant's interviews that have a pre-screening policy of their own.
-- name: InterviewPolicyList :many
SELECT id, (settings #> '{custom_scoring,pre_screening}')::jsonb AS pre_screening
FROM interviews
WHERE merchant_id = @merchant_id AND id > @after AND jsonb_typeof(settings #> '{custom_scoring,pre_screening}') = 'object'
ORDER BY id
LIMIT @page_size;

-- InterviewSetQuestionsMany stores generated questions where there are none yet.
-- name: InterviewSetQuestionsMany :exec
UPDATE interviews AS interview
SET questions = item.questions
FROM (
    SELECT unnest(@merchant_ids::uuid[]) AS merchant_id, unnest(@ids::uuid[]) AS id, unnest(@questions::jsonb[]) AS questions
) AS item
WHERE interview.merchant_id = item.merchant_id AND interview.id = item.id AND interview.questions IS NULL;

-- DossierLoadMany reads what the stages after the first need to know about an interview, its position and its merchant.
-- name: DossierLoadMany :many
SELECT interview.merchant_id, interview.id AS interview_id, interview.settings AS interview_settings, (interview.questions IS NOT NULL)::boolean AS has_questions,
       position.id AS position_id, position.name, position.location, position.country_code, position.language, position.seniority_level,
       merchant.name AS merchant_name, merchant.settings AS merchant_settings
FROM (SELECT unnest(@merchant_ids::uuid[]) AS merchant_id, unnest(@interview_ids::uuid[]) AS interview_id) AS wanted
JOIN interviews AS interview ON interview.merchant_id = wanted.merchant_id AND interview.id = wanted.interview_id
JOIN positions AS position ON position.merchant_id = interview.merchant_id AND position.id = interview.position_id
JOIN merchants AS merchant ON merchant.id = interview.merchant_id;

-- InterviewForTexts reads what there is to write about an interview's position, and whether somebody has written already.
-- name: InterviewForTexts :one
SELECT interview.settings, interview.texts_author, position.name, position.location, position.country_code, position.language,
       position.seniority_level, merchant.name AS merchant_name
FROM interviews AS interview
JOIN positions AS position ON position.merchant_id = interview.merchant_id AND position.id = interview.position_id
JOIN merchants AS merchant ON merchant.id = interview.merchant_id
WHERE interview.merchant_id = @merchant_id AND interview.id = @id;

-- InterviewLock keeps an interview's questions as they are from candidates who are about to start, until the transaction ends.
-- name: InterviewLock :exec
SELECT FROM interviews WHERE merchant_id = @merchant_id AND id = @id FOR NO KEY UPDATE;

-- InterviewQuestions reads an interview's questions and keeps them as they are until the transaction ends.
-- name: InterviewQuestions :one
SELECT questions FROM interviews WHERE merchant_id = @merchant_id AND id = @id FOR SHARE;

-- InterviewStoreTexts stores what was written, once. The questions stay where a candidate has started: all of an interview's candidates are
-- asked the same. The caller holds the interview's lock.
-- name: InterviewStoreTexts :exec
UPDATE interviews AS interview
SET description = nullif(@description::text, ''), description_long = nullif(@description_long::text, ''), texts_author = @author::text,
    questions = CASE WHEN started.yes THEN interview.questions ELSE @questions::jsonb END,
    questions_author = CASE WHEN started.yes THEN interview.questions_author ELSE @author::text END
FROM (
    SELECT EXISTS (
        SELECT FROM interviews AS asked
        JOIN enrolments AS enrolment ON enrolment.merchant_id = asked.merchant_id AND enrolment.position_id = asked.position_id
             AND enrolment.interview_id = asked.id
        WHERE asked.merchant_id = @merchant_id AND asked.id = @id AND enrolment.attempts_used > 0
    ) AS yes
) AS started
WHERE interview.merchant_id = @merchant_id AND interview.id = @id AND interview.texts_author IS NULL;
