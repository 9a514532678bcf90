CREATE TABLE audit_entry (
    id         TEXT PRIMARY KEY,
    at         TIMESTAMP NOT NULL,
    actor      TEXT NOT NULL,
    action     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    request    TEXT NOT NULL,
    address    TEXT NOT NULL,
    detail     TEXT NOT NULL,
    seq        BIGINT UNIQUE,
    hash       TEXT
);
CREATE INDEX audit_entry_actor ON audit_entry (actor, at);
CREATE INDEX audit_entry_subject ON audit_entry (subject, at);
CREATE INDEX audit_entry_waiting ON audit_entry (id) WHERE seq IS NULL;
CREATE TABLE audit_head (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    seq  BIGINT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE installation (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    kind       TEXT NOT NULL CHECK (kind IN ('trial', 'real')),
    id         TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE TABLE limit_bucket (
    key        TEXT PRIMARY KEY,
    arrival    BIGINT NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX limit_bucket_expiry ON limit_bucket (expires_at);
