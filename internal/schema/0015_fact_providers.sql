-- +goose Up
-- Neither table was used before.
DROP TABLE fact_override;
DROP TABLE fact_lookup;

-- A person's word over a verdict of a rule, with its reason and its last day. waiting: the rule said no, and a second person has
-- not agreed. print is the mark of the facts on which it was given; when they change the word ends. was and outcome are
-- PASS, REVIEW, UNKNOWN and FAIL.
CREATE TABLE fact_override (
    id          TEXT PRIMARY KEY,
    inn         TEXT NOT NULL,
    ogrn        TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    rule        TEXT NOT NULL,
    was         TEXT NOT NULL CHECK (was IN ('PASS', 'FAIL', 'REVIEW', 'UNKNOWN')),
    outcome     TEXT NOT NULL CHECK (outcome IN ('PASS', 'FAIL', 'REVIEW')),
    print       TEXT NOT NULL,
    reason      TEXT NOT NULL CHECK (reason <> ''),
    document    TEXT NOT NULL,
    valid_until TEXT NOT NULL CHECK (valid_until <> ''),
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'standing', 'refused', 'ended')),
    given_by    TEXT NOT NULL,
    given_at    [[.Time]] NOT NULL,
    decided_by  TEXT NOT NULL DEFAULT '',
    decided_at  [[.Time]],
    ended_by    TEXT NOT NULL DEFAULT '',
    ended_at    [[.Time]],
    remark      TEXT NOT NULL DEFAULT '',
    CHECK (decided_by = '' OR decided_by <> given_by),
    CHECK (was <> 'FAIL' OR state <> 'standing' OR decided_by <> '')
);
CREATE INDEX fact_override_ogrn ON fact_override (ogrn, id);
CREATE UNIQUE INDEX fact_override_waiting ON fact_override (ogrn, purpose, rule) WHERE state = 'waiting';

-- A question to a provider and how it went. ticket is the number by which the answer is asked for, '' until the question has
-- arrived; silent: nobody could be reached the last time. asked_by is a person or 'watch'.
CREATE TABLE fact_query (
    id         TEXT PRIMARY KEY,
    source     TEXT NOT NULL,
    inn        TEXT NOT NULL,
    ogrn       TEXT NOT NULL,
    ticket     TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL CHECK (state IN ('pending', 'answered', 'none', 'failed', 'overdue')),
    reason     TEXT NOT NULL DEFAULT '',
    tries      INTEGER NOT NULL DEFAULT 0,
    silent     BOOLEAN NOT NULL DEFAULT FALSE,
    asked_by   TEXT NOT NULL,
    asked_at   [[.Time]] NOT NULL,
    next_at    [[.Time]] NOT NULL,
    ended_at   [[.Time]]
);
CREATE UNIQUE INDEX fact_query_open ON fact_query (source, inn, ogrn) WHERE state = 'pending';
CREATE INDEX fact_query_due ON fact_query (next_at) WHERE state = 'pending';
CREATE INDEX fact_query_inn ON fact_query (inn, id);

-- An extract of the tax service that somebody uploaded: the file and its signature as they came, and whose the signature is. The
-- version of fact_record that it became names it as its import.
CREATE TABLE fact_extract (
    id          TEXT PRIMARY KEY,
    register    TEXT NOT NULL,
    record      TEXT NOT NULL,
    as_of       TEXT NOT NULL,
    name        TEXT NOT NULL,
    file        TEXT NOT NULL,
    signature   TEXT NOT NULL,
    file_hash   TEXT NOT NULL,
    certificate TEXT NOT NULL,
    operator    TEXT NOT NULL,
    taken_at    [[.Time]] NOT NULL
);
CREATE INDEX fact_extract_record ON fact_extract (record, id);
CREATE UNIQUE INDEX fact_extract_hash ON fact_extract (file_hash);
CREATE INDEX fact_extract_file ON fact_extract (file);
CREATE INDEX fact_extract_signature ON fact_extract (signature);

-- evidence_seal is the SHA-256 of the tax service's certificate whose signature in the file was found good.
ALTER TABLE fact_statement ADD COLUMN evidence_seal TEXT NOT NULL DEFAULT '';
CREATE INDEX fact_statement_ogrn ON fact_statement (ogrn, id);
