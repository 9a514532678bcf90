-- +goose Up
-- A draft that somebody has begun for an organisation whose account is not open yet; it is theirs alone. inn is that of the organisation.
ALTER TABLE application_case ADD COLUMN inn TEXT NOT NULL DEFAULT '';
