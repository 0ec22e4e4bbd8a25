-- Résumés and assessments are a few kilobytes each and are compressed whenever they are stored. LZ4 takes a fraction of the default's time
-- for that. A server that was built without it keeps the default.

-- +goose Up
-- +goose StatementBegin
DO $$
BEGIN
    ALTER TABLE enrolment_requests ALTER COLUMN payload SET COMPRESSION lz4;
    ALTER TABLE assessments ALTER COLUMN result SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;
-- +goose StatementEnd

-- +goose Down
ALTER TABLE enrolment_requests ALTER COLUMN payload SET COMPRESSION DEFAULT;
ALTER TABLE assessments ALTER COLUMN result SET COMPRESSION DEFAULT;
