-- +goose Up
-- What the public log will have: one row for each transaction that matters, never changed. seq is its place in the log, NULL
-- until a sequencer gives it one. commitment is the SHA-256 over salt and payload.
CREATE TABLE evidence_leaf (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    commitment BYTEA NOT NULL,
    seq        BIGINT UNIQUE,
    created_at [[.Time]] NOT NULL
);
CREATE INDEX evidence_leaf_waiting ON evidence_leaf (id) WHERE seq IS NULL;
CREATE INDEX evidence_leaf_subject ON evidence_leaf (subject);

-- The salts of leaves, apart from them: the one thing that may be deleted, when a person's data must go.
CREATE TABLE evidence_salt (
    leaf TEXT PRIMARY KEY REFERENCES evidence_leaf (id),
    salt BYTEA NOT NULL
);

-- Certificates of the foundation's seal, from their first use on.
CREATE TABLE evidence_seal (
    sha256      TEXT PRIMARY KEY,
    certificate BYTEA NOT NULL,
    since       [[.Time]] NOT NULL
);

-- Receipts, never changed. sealed is the file: CAdES-BES with the JSON in it. matter is the case, subject the organisation or
-- person, by their ids.
CREATE TABLE evidence_receipt (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    matter     TEXT NOT NULL,
    number     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    leaf       TEXT NOT NULL UNIQUE REFERENCES evidence_leaf (id),
    seal       TEXT NOT NULL REFERENCES evidence_seal (sha256),
    sealed     BYTEA NOT NULL,
    created_at [[.Time]] NOT NULL
);
CREATE INDEX evidence_receipt_subject ON evidence_receipt (subject, id);
CREATE INDEX evidence_receipt_matter ON evidence_receipt (matter, id);
