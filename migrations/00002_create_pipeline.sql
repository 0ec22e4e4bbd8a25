-- What the pipeline reads and writes: positions and their interviews, candidates, their enrolments, and the requests that led there.

-- +goose Up
CREATE TABLE positions (
    merchant_id         uuid        NOT NULL,
    id                  uuid        NOT NULL,
    external_id         text,
    -- Digest of name, location, country, language and template after normalisation (position.Fingerprint).
    fingerprint         bytea       NOT NULL,
    name                text        NOT NULL,
    location            text        NOT NULL,
    country_code        text        NOT NULL,
    language            text        NOT NULL,
    template_id         uuid        NOT NULL,
    seniority_level     text,
    seniority_source    text,
    -- What the detector saw: evidence, confidence, convention. NULL while unknown or when the merchant said the level.
    seniority_detection jsonb,
    created_at          timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT positions_pkey PRIMARY KEY (merchant_id, id),
    CONSTRAINT positions_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT positions_template_id_fkey FOREIGN KEY (template_id) REFERENCES interview_templates (id),
    CONSTRAINT positions_external_id_key UNIQUE (merchant_id, external_id),
    CONSTRAINT positions_seniority_check CHECK ((seniority_level IS NULL) = (seniority_source IS NULL))
);
-- Two merchants' codes may describe the same job twice on purpose; without a code, one description is one position.
CREATE UNIQUE INDEX positions_fingerprint_key ON positions (merchant_id, fingerprint) WHERE external_id IS NULL;
CREATE INDEX positions_fingerprint_coded_idx ON positions (merchant_id, fingerprint, id) WHERE external_id IS NOT NULL;

CREATE TABLE interviews (
    merchant_id   uuid        NOT NULL,
    id            uuid        NOT NULL,
    position_id   uuid        NOT NULL,
    is_default    boolean     NOT NULL,
    settings      jsonb       NOT NULL,
    settings_hash bytea       NOT NULL,
    -- NULL until the seniority that they depend on is known.
    questions     jsonb,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT interviews_pkey PRIMARY KEY (merchant_id, id),
    CONSTRAINT interviews_position_id_fkey FOREIGN KEY (merchant_id, position_id) REFERENCES positions (merchant_id, id),
    CONSTRAINT interviews_settings_key UNIQUE (merchant_id, position_id, settings_hash)
);
CREATE UNIQUE INDEX interviews_default_key ON interviews (merchant_id, position_id) WHERE is_default;

CREATE TABLE candidates (
    merchant_id  uuid        NOT NULL,
    id           uuid        NOT NULL,
    email        text        NOT NULL,
    -- Trimmed and case-folded: the candidate's identity within the merchant.
    email_key    text        NOT NULL,
    name         text        NOT NULL,
    country_code text        NOT NULL,
    external_id  text,
    linkedin_url text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT candidates_pkey PRIMARY KEY (merchant_id, id),
    CONSTRAINT candidates_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT candidates_email_key UNIQUE (merchant_id, email_key)
);

CREATE TABLE enrolments (
    merchant_id   uuid        NOT NULL,
    id            uuid        NOT NULL,
    position_id   uuid        NOT NULL,
    interview_id  uuid        NOT NULL,
    candidate_id  uuid        NOT NULL,
    -- The request that decides about this enrolment; another one takes over when it failed or was canceled before a decision.
    request_id    uuid        NOT NULL,
    -- NULL until decided.
    status        text,
    reason        text,
    attempts_used integer     NOT NULL DEFAULT 0,
    revoked_at    timestamptz,
    decided_at    timestamptz,
    version       integer     NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT enrolments_pkey PRIMARY KEY (merchant_id, id),
    CONSTRAINT enrolments_interview_id_fkey FOREIGN KEY (merchant_id, interview_id) REFERENCES interviews (merchant_id, id),
    CONSTRAINT enrolments_candidate_id_fkey FOREIGN KEY (merchant_id, candidate_id) REFERENCES candidates (merchant_id, id),
    CONSTRAINT enrolments_candidate_key UNIQUE (merchant_id, position_id, candidate_id),
    CONSTRAINT enrolments_status_check
        CHECK (status IN ('ai_accept', 'ai_reject', 'recruiter_action', 'recruiter_accept', 'recruiter_reject'))
);
CREATE INDEX enrolments_candidate_idx ON enrolments (merchant_id, candidate_id);

CREATE TABLE enrolment_requests (
    merchant_id             uuid        NOT NULL,
    id                      uuid        NOT NULL,
    -- The validated request in normal form (enrolment.Request).
    payload                 jsonb       NOT NULL,
    warnings                jsonb       NOT NULL DEFAULT '[]',
    email_key               text        NOT NULL,
    class                   text        NOT NULL,
    import_id               uuid,
    -- Someone waits for the outcome, perhaps in another process: its commit notifies.
    awaited                 boolean     NOT NULL DEFAULT false,
    idempotency_key         text,
    idempotency_fingerprint bytea,
    state                   text        NOT NULL DEFAULT 'queued',
    -- The stage that runs next, or ran last when the state is terminal.
    stage                   text        NOT NULL DEFAULT 'resolve_position',
    -- The job kind that is responsible for going on; a redelivered job of another kind has nothing to do.
    carrier                 text        NOT NULL DEFAULT 'resolve_position',
    stages                  jsonb       NOT NULL DEFAULT '{}',
    position_id             uuid,
    interview_id            uuid,
    enrolment_id            uuid,
    token_id                uuid,
    status                  text,
    reason                  text,
    seniority_level         text,
    seniority_source        text,
    -- The problem of a failed request, as the status answer shows it.
    error                   jsonb,
    version                 integer     NOT NULL DEFAULT 1,
    created_at              timestamptz NOT NULL DEFAULT now(),
    updated_at              timestamptz NOT NULL DEFAULT now(),
    completed_at            timestamptz,
    CONSTRAINT enrolment_requests_pkey PRIMARY KEY (merchant_id, id),
    CONSTRAINT enrolment_requests_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT enrolment_requests_class_check CHECK (class IN ('interactive', 'bulk')),
    CONSTRAINT enrolment_requests_state_check CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'canceled')),
    CONSTRAINT enrolment_requests_idempotency_check CHECK ((idempotency_key IS NULL) = (idempotency_fingerprint IS NULL)),
    CONSTRAINT enrolment_requests_completed_at_check
        CHECK ((completed_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'canceled')))
);
CREATE UNIQUE INDEX enrolment_requests_idempotency_key ON enrolment_requests (merchant_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX enrolment_requests_email_idx ON enrolment_requests (merchant_id, email_key, id);
CREATE INDEX enrolment_requests_position_idx ON enrolment_requests (merchant_id, position_id, id) WHERE position_id IS NOT NULL;
CREATE INDEX enrolment_requests_import_idx ON enrolment_requests (merchant_id, import_id, id) WHERE import_id IS NOT NULL;
CREATE INDEX enrolment_requests_failed_idx ON enrolment_requests (merchant_id, id) WHERE state = 'failed';

CREATE TABLE assessments (
    merchant_id     uuid        NOT NULL,
    id              uuid        NOT NULL,
    enrolment_id    uuid        NOT NULL,
    request_id      uuid        NOT NULL,
    score           numeric(4, 1) NOT NULL,
    decision        text        NOT NULL,
    -- prescreen.Assessment as it was made; with the digests, the policy and the engine it can be explained and repeated.
    result          jsonb       NOT NULL,
    policy          jsonb       NOT NULL,
    policy_version  text        NOT NULL,
    engine          text        NOT NULL,
    engine_version  text        NOT NULL,
    resume_digest   bytea       NOT NULL,
    position_digest bytea       NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT assessments_pkey PRIMARY KEY (merchant_id, id),
    CONSTRAINT assessments_enrolment_id_fkey FOREIGN KEY (merchant_id, enrolment_id) REFERENCES enrolments (merchant_id, id)
);
CREATE INDEX assessments_enrolment_idx ON assessments (merchant_id, enrolment_id, id);

CREATE TABLE access_tokens (
    merchant_id  uuid        NOT NULL,
    -- The token's jti. The token itself isn't stored: signing is deterministic, so it is made again from this row.
    id           uuid        NOT NULL,
    enrolment_id uuid        NOT NULL,
    interview_id uuid        NOT NULL,
    key_id       text        NOT NULL,
    issued_at    timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    -- A candidate's link names no merchant, so the token is found by its id alone.
    CONSTRAINT access_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT access_tokens_enrolment_id_fkey FOREIGN KEY (merchant_id, enrolment_id) REFERENCES enrolments (merchant_id, id)
);
CREATE INDEX access_tokens_enrolment_idx ON access_tokens (merchant_id, enrolment_id);

-- +goose Down
DROP TABLE access_tokens;
DROP TABLE assessments;
DROP TABLE enrolment_requests;
DROP TABLE enrolments;
DROP TABLE candidates;
DROP TABLE interviews;
DROP TABLE positions;
