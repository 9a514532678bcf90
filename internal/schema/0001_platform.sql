-- +goose Up
-- What kind of installation this is, written once by whichever command made the database (T8).
CREATE TABLE installation (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    kind       TEXT NOT NULL CHECK (kind IN ('trial', 'real')),
    id         TEXT NOT NULL,
    created_at [[.Time]] NOT NULL
);

-- When periodic jobs are next due. The queue itself has the tables of River.
CREATE TABLE job_schedule (
    name    TEXT PRIMARY KEY,
    next_at [[.Time]] NOT NULL
);

-- Rate limits: the theoretical arrival time of GCRA for each key, in nanoseconds since 1970.
CREATE TABLE limit_bucket (
    key        TEXT PRIMARY KEY,
    arrival    BIGINT NOT NULL,
    expires_at [[.Time]] NOT NULL
);
CREATE INDEX limit_bucket_expiry ON limit_bucket (expires_at);

-- The audit journal. seq and the hashes are given by the sequencer after the transaction that wrote the row.
CREATE TABLE audit_entry (
    id         TEXT PRIMARY KEY,
    at         [[.Time]] NOT NULL,
    actor      TEXT NOT NULL,
    action     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    request    TEXT NOT NULL,
    address    TEXT NOT NULL,
    detail     TEXT NOT NULL,
    seq        BIGINT UNIQUE,
    hash       TEXT
);
CREATE INDEX audit_entry_waiting ON audit_entry (id) WHERE seq IS NULL;
CREATE INDEX audit_entry_subject ON audit_entry (subject, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor, id);
CREATE INDEX audit_entry_action ON audit_entry (action, id);

CREATE TABLE audit_head (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    seq  BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (one, seq, hash) VALUES (1, 0, '');
