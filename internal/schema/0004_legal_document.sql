-- +goose Up
-- Editions of the legal texts. An edition is never changed: a new one follows it. The texts stand as they were typed,
-- with placeholders. author is empty for edition 1, which comes with the program; reviewed: a lawyer has checked it.
CREATE TABLE legal_document (
    kind       TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    title_ru   TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    text_ru    TEXT NOT NULL,
    text_en    TEXT NOT NULL,
    since      [[.Time]] NOT NULL,
    author     TEXT NOT NULL,
    reviewed   BOOLEAN NOT NULL,
    created_at [[.Time]] NOT NULL,
    PRIMARY KEY (kind, version)
);
