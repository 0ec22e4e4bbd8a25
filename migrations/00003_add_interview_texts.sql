-- What a model wrote about a position, where the operator has one. Without, descriptions are made from templates whenever they are shown.

-- +goose Up
ALTER TABLE interviews
    ADD COLUMN description      text,
    ADD COLUMN description_long text,
    -- The engine and model that wrote the descriptions, and the questions; NULL: the templates.
    ADD COLUMN texts_author     text,
    ADD COLUMN questions_author text;

-- +goose Down
ALTER TABLE interviews
    DROP COLUMN description,
    DROP COLUMN description_long,
    DROP COLUMN texts_author,
    DROP COLUMN questions_author;
