-- MerchantFacts says what deciding needs to know about who may act for whom: the token's merchant and the requested one.
-- name: MerchantFacts :one
SELECT EXISTS (SELECT 1 FROM merchants AS own WHERE own.id = sqlc.narg('own_id')::uuid) AS own_exists,
       EXISTS (SELECT 1 FROM merchants AS child WHERE child.parent_id = sqlc.narg('own_id')::uuid) AS own_has_children,
       EXISTS (SELECT 1 FROM merchants AS requested WHERE requested.id = sqlc.narg('requested_id')::uuid) AS requested_exists,
       EXISTS (
           SELECT 1 FROM merchants AS requested
           WHERE requested.id = sqlc.narg('requested_id')::uuid AND requested.parent_id = sqlc.narg('own_id')::uuid
       ) AS requested_is_child;

-- MerchantUpsert creates a merchant or renames it, with the settings that it has; for seeding.
-- name: MerchantUpsert :exec
INSERT INTO merchants (id, parent_id, name, settings)
VALUES (@id, sqlc.narg('parent_id'), @name, @settings)
ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name;

-- MerchantChangeSettings stores some of a merchant's settings and leaves the others, except those that can't be read: an auto_reject that
-- is no boolean was meant to protect somebody, most likely, and becomes false.
-- name: MerchantChangeSettings :one
UPDATE merchants
SET settings = CASE
        WHEN jsonb_typeof(settings) <> 'object' THEN '{}'
        WHEN jsonb_typeof(settings -> 'auto_reject') NOT IN ('boolean', 'null') THEN settings || '{"auto_reject": false}'
        ELSE settings
    END || @changes::jsonb
WHERE id = @id
RETURNING name, settings;

-- TemplateUpsert creates a template or changes it; for seeding.
-- name: TemplateUpsert :exec
INSERT INTO interview_templates (id, merchant_id, name, settings)
VALUES (@id, sqlc.narg('merchant_id'), @name, @settings)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, settings = excluded.settings;

-- TemplateExists reports whether a merchant may use a template: its own, or the platform's.
-- name: TemplateExists :one
SELECT EXISTS (SELECT 1 FROM interview_templates WHERE id = @id AND (merchant_id = @merchant_id OR merchant_id IS NULL));

-- EmbedKeyInsert stores a merchant's embed key unless it has one.
-- name: EmbedKeyInsert :exec
INSERT INTO embed_keys (merchant_id, embed_id, sealed_key)
VALUES (@merchant_id, @embed_id, @sealed_key)
ON CONFLICT (merchant_id) DO NOTHING;

-- EmbedKeyGet reads a merchant's embed key, sealed.
-- name: EmbedKeyGet :one
SELECT embed_id, sealed_key FROM embed_keys WHERE merchant_id = @merchant_id;

-- AuditInsert writes one event of the audit trail.
-- name: AuditInsert :exec
INSERT INTO audit_events (merchant_id, id, actor_id, action, subject_type, subject_id, detail, created_at)
VALUES (@merchant_id, @id, @actor_id, @action, @subject_type, @subject_id, @detail, @created_at);

-- AuditList reads a subject's events, oldest first.
-- name: AuditList :many
SELECT id, actor_id, action, detail, created_at
FROM audit_events
WHERE merchant_id = @merchant_id AND subject_type = @subject_type AND subject_id = @subject_id
ORDER BY id;
