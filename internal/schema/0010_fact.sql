-- +goose Up
-- An import of a file of a register. at_part and at_record say how far it has come: everything before is stored, nothing
-- after it. expected is how many records the file says it has, 0 when it does not. One import runs at a time.
CREATE TABLE fact_import (
    id            TEXT PRIMARY KEY,
    register      TEXT NOT NULL,
    scope         TEXT NOT NULL CHECK (scope IN ('full', 'delta')),
    file_name     TEXT NOT NULL,
    file_hash     TEXT NOT NULL,
    file_size     BIGINT NOT NULL,
    origin        TEXT NOT NULL,
    pinned        TEXT NOT NULL,
    operator      TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('running', 'done', 'refused', 'stopped')),
    reason        TEXT NOT NULL DEFAULT '',
    expected      BIGINT NOT NULL DEFAULT 0,
    at_part       INTEGER NOT NULL DEFAULT 0,
    at_record     BIGINT NOT NULL DEFAULT 0,
    parts         INTEGER NOT NULL DEFAULT 0,
    was_read      BIGINT NOT NULL DEFAULT 0,
    stored        BIGINT NOT NULL DEFAULT 0,
    unchanged     BIGINT NOT NULL DEFAULT 0,
    broken        BIGINT NOT NULL DEFAULT 0,
    held          BIGINT NOT NULL DEFAULT 0,
    unknown_codes [[.JSON]] NOT NULL,
    faults        [[.JSON]] NOT NULL,
    as_of         TEXT NOT NULL DEFAULT '',
    started_at    [[.Time]] NOT NULL,
    beat_at       [[.Time]] NOT NULL,
    ended_at      [[.Time]]
);
CREATE UNIQUE INDEX fact_import_running ON fact_import (state) WHERE state = 'running';
CREATE INDEX fact_import_file ON fact_import (register, file_hash);
CREATE INDEX fact_import_standing ON fact_import (register, scope, as_of) WHERE state = 'done';

-- What a register says of a subject: one row a version, never changed but for two marks. standing is false while a second
-- person has not confirmed what the version changes (T22). shown_on is the latest day on which the register showed this
-- very content. A version with gone says that the register has no such record any more. hash is the SHA-256 of the
-- content without the day of the extract.
CREATE TABLE fact_record (
    register   TEXT NOT NULL,
    source     TEXT NOT NULL,
    record     TEXT NOT NULL,
    version    INTEGER NOT NULL,
    inn        TEXT NOT NULL,
    kpp        TEXT NOT NULL,
    region     TEXT NOT NULL,
    kind       TEXT NOT NULL,
    status     TEXT NOT NULL,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL,
    as_of      TEXT NOT NULL,
    shown_on   TEXT NOT NULL,
    fetched_at [[.Time]] NOT NULL,
    import     TEXT NOT NULL,
    standing   BOOLEAN NOT NULL,
    gone       BOOLEAN NOT NULL,
    hash       BYTEA NOT NULL,
    body       BYTEA NOT NULL,
    PRIMARY KEY (record, register, source, version)
);
CREATE INDEX fact_record_inn ON fact_record (inn) WHERE inn <> '';

-- ИНН that a record names beside its own: the founders of one whom the register of unfair suppliers lists.
CREATE TABLE fact_mention (
    inn      TEXT NOT NULL,
    register TEXT NOT NULL,
    source   TEXT NOT NULL,
    record   TEXT NOT NULL,
    version  INTEGER NOT NULL,
    PRIMARY KEY (inn, record, register, source, version)
);

-- The records that a full set has shown so far; emptied when the import ends.
CREATE TABLE fact_seen (
    import TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX fact_seen_record ON fact_seen (import, record);

-- Organisations that the platform knows and whose changes matter: those with a cabinet.
CREATE TABLE fact_watch (
    inn   TEXT NOT NULL,
    ogrn  TEXT NOT NULL,
    since [[.Time]] NOT NULL,
    PRIMARY KEY (ogrn, inn)
);
CREATE INDEX fact_watch_inn ON fact_watch (inn);

-- What a version changed for a known organisation. waiting: a second person has not confirmed it.
CREATE TABLE fact_change (
    id         TEXT PRIMARY KEY,
    register   TEXT NOT NULL,
    source     TEXT NOT NULL,
    record     TEXT NOT NULL,
    version    INTEGER NOT NULL,
    inn        TEXT NOT NULL,
    ogrn       TEXT NOT NULL,
    import     TEXT NOT NULL,
    operator   TEXT NOT NULL,
    lines      [[.JSON]] NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'standing', 'refused', 'overtaken')),
    found_at   [[.Time]] NOT NULL,
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at [[.Time]],
    reason     TEXT NOT NULL DEFAULT '',
    CHECK (decided_by = '' OR decided_by <> operator)
);
CREATE INDEX fact_change_waiting ON fact_change (id) WHERE state = 'waiting';
CREATE INDEX fact_change_subject ON fact_change (ogrn, id);
CREATE INDEX fact_change_record ON fact_change (record, register, source);

-- A single fact that somebody stated: an operator who looked it up, the applicant, a service that was asked. Never changed;
-- revokes names the earlier row that this one takes back.
CREATE TABLE fact_statement (
    id            TEXT PRIMARY KEY,
    inn           TEXT NOT NULL,
    ogrn          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('known', 'absent', 'unknown', 'restricted')),
    value         [[.JSON]] NOT NULL,
    source        TEXT NOT NULL,
    reference     TEXT NOT NULL,
    as_of         TEXT NOT NULL,
    fetched_at    [[.Time]] NOT NULL,
    valid_until   TEXT NOT NULL,
    author        TEXT NOT NULL,
    reason        TEXT NOT NULL,
    evidence      TEXT,
    evidence_name TEXT NOT NULL DEFAULT '',
    evidence_type TEXT NOT NULL DEFAULT '',
    revokes       TEXT NOT NULL DEFAULT ''
);
CREATE INDEX fact_statement_inn ON fact_statement (inn, id);
CREATE INDEX fact_statement_evidence ON fact_statement (evidence);

-- An expert's word over a verdict of a rule, with its reason and its end. waiting: the rule said no, and a second person has
-- not agreed. facts is the mark of the facts on which it was given; when they change the word ends.
CREATE TABLE fact_override (
    id          TEXT PRIMARY KEY,
    inn         TEXT NOT NULL,
    ogrn        TEXT NOT NULL,
    rule        TEXT NOT NULL,
    rule_from   TEXT NOT NULL,
    was         TEXT NOT NULL CHECK (was IN ('pass', 'fail', 'review', 'unknown')),
    outcome     TEXT NOT NULL CHECK (outcome IN ('pass', 'fail')),
    facts       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'standing', 'refused', 'ended')),
    given_by    TEXT NOT NULL,
    given_at    [[.Time]] NOT NULL,
    decided_by  TEXT NOT NULL DEFAULT '',
    decided_at  [[.Time]],
    CHECK (decided_by = '' OR state = 'ended' OR decided_by <> given_by),
    CHECK (was <> 'fail' OR state <> 'standing' OR decided_by <> '')
);
CREATE INDEX fact_override_inn ON fact_override (inn, id);

-- A question to a service outside and how it went. ticket is the number by which the answer is asked for.
CREATE TABLE fact_lookup (
    id       TEXT PRIMARY KEY,
    source   TEXT NOT NULL,
    inn      TEXT NOT NULL,
    ticket   TEXT NOT NULL DEFAULT '',
    state    TEXT NOT NULL CHECK (state IN ('pending', 'answered', 'none', 'failed')),
    reason   TEXT NOT NULL DEFAULT '',
    asked    INTEGER NOT NULL DEFAULT 0,
    asked_at [[.Time]] NOT NULL,
    next_at  [[.Time]] NOT NULL,
    ended_at [[.Time]]
);
CREATE UNIQUE INDEX fact_lookup_open ON fact_lookup (source, inn) WHERE state = 'pending';
CREATE INDEX fact_lookup_day ON fact_lookup (source, asked_at);
CREATE INDEX fact_lookup_inn ON fact_lookup (inn, id);

-- Working calendars that came by file, each as package workdays writes it. The latest holds.
CREATE TABLE fact_calendar (
    version    INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    text       TEXT NOT NULL,
    import     TEXT NOT NULL,
    created_at [[.Time]] NOT NULL
);
