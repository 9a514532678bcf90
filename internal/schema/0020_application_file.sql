-- +goose Up
-- What the virus scanner says of an attached file. Rows from before were of no file that anybody could attach.
ALTER TABLE application_file ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE application_file ADD COLUMN scan TEXT NOT NULL DEFAULT 'unscanned' CHECK (scan IN ('pending', 'clean', 'infected', 'unscanned'));
ALTER TABLE application_file ADD COLUMN threat TEXT NOT NULL DEFAULT '';
ALTER TABLE application_file ADD COLUMN reason TEXT NOT NULL DEFAULT '';
