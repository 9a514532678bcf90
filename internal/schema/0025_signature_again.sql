-- +goose Up
-- What the second asking about the certificates of a signature has found, after the grace period.
CREATE TABLE signature_again (
    signed  TEXT PRIMARY KEY REFERENCES signature_signed (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('good', 'revoked')),
    at      [[.Time]] NOT NULL
);
