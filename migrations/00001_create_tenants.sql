-- Tenants and what they configure. Every later table carries merchant_id first in its primary key, so that a statement that forgets the
-- tenant can't use an index, and a foreign key can't reach across tenants.

-- +goose Up
CREATE TABLE merchants (
    id         uuid        NOT NULL,
    parent_id  uuid,
    name       text        NOT NULL,
    -- auto_reject and pre_screening: the merchant's layer of the pre-screening policy.
    settings   jsonb       NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT merchants_pkey PRIMARY KEY (id),
    CONSTRAINT merchants_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES merchants (id),
    CONSTRAINT merchants_parent_id_check CHECK (parent_id <> id),
    CONSTRAINT merchants_name_check CHECK (char_length(name) BETWEEN 1 AND 200)
);
CREATE INDEX merchants_parent_id_idx ON merchants (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE interview_templates (
    id          uuid        NOT NULL,
    -- NULL: a template of the platform, which every merchant may use.
    merchant_id uuid,
    name        text        NOT NULL,
    -- The settings that differ from the platform's defaults (interview.Overrides).
    settings    jsonb       NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT interview_templates_pkey PRIMARY KEY (id),
    CONSTRAINT interview_templates_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants (id)
);
CREATE INDEX interview_templates_merchant_id_idx ON interview_templates (merchant_id);

-- The platform's default template; its id is known to the code as position.DefaultTemplateID.
INSERT INTO interview_templates (id, merchant_id, name) VALUES ('00000000-0000-7000-8000-000000000001', NULL, 'Platform default');

CREATE TABLE embed_keys (
    merchant_id uuid        NOT NULL,
    embed_id    text        NOT NULL,
    -- AES-GCM under a key from the environment; the plain key is never stored.
    sealed_key  bytea       NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT embed_keys_pkey PRIMARY KEY (merchant_id),
    CONSTRAINT embed_keys_embed_id_key UNIQUE (embed_id),
    CONSTRAINT embed_keys_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants (id)
);

CREATE TABLE audit_events (
    merchant_id  uuid        NOT NULL,
    id           uuid        NOT NULL,
    actor_id     uuid        NOT NULL,
    action       text        NOT NULL,
    subject_type text        NOT NULL,
    subject_id   uuid        NOT NULL,
    detail       jsonb       NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT audit_events_pkey PRIMARY KEY (merchant_id, id),
    CONSTRAINT audit_events_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants (id)
);
CREATE INDEX audit_events_subject_idx ON audit_events (merchant_id, subject_type, subject_id, id);

-- +goose Down
DROP TABLE audit_events;
DROP TABLE embed_keys;
DROP TABLE interview_templates;
DROP TABLE merchants;
