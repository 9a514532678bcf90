-- +goose Up
-- Who the person is. Until a source has confirmed these data (identified_at) the person changes them freely; after it they
-- change only by the word of a source. Two confirmed accounts never share a СНИЛС.
ALTER TABLE account_person ADD COLUMN snils TEXT;
ALTER TABLE account_person ADD COLUMN birth TEXT NOT NULL DEFAULT '';
ALTER TABLE account_person ADD COLUMN sex TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'female', 'male'));
ALTER TABLE account_person ADD COLUMN identified_at [[.Time]] CHECK (identified_at IS NULL OR snils IS NOT NULL);
CREATE UNIQUE INDEX account_person_snils ON account_person (snils) WHERE identified_at IS NOT NULL;

-- How the level of an account came to be what it is: each change with the source that vouched. reference names the check,
-- the case or the proof behind it.
CREATE TABLE account_level (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    from_level INTEGER NOT NULL,
    to_level   INTEGER NOT NULL CHECK (to_level BETWEEN 1 AND 3 AND to_level <> from_level),
    source     TEXT NOT NULL,
    reference  TEXT NOT NULL,
    at         [[.Time]] NOT NULL
);
CREATE INDEX account_level_person ON account_level (person, id);

-- A question to the register of СНИЛС and how it went. It bears the data that were asked about, which become the
-- person's only when the register confirms them. A person has one open check.
CREATE TABLE account_snils_check (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    surname    TEXT NOT NULL,
    given      TEXT NOT NULL,
    patronymic TEXT NOT NULL,
    snils      TEXT NOT NULL,
    birth      TEXT NOT NULL,
    sex        TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('pending', 'review', 'confirmed', 'mismatch', 'failed', 'overdue', 'refused', 'withdrawn')),
    ticket     TEXT NOT NULL DEFAULT '',
    asked      INTEGER NOT NULL DEFAULT 0,
    silent     BOOLEAN NOT NULL DEFAULT FALSE,
    created_at [[.Time]] NOT NULL,
    next_at    [[.Time]] NOT NULL,
    decided_at [[.Time]]
);
CREATE INDEX account_snils_check_person ON account_snils_check (person, id);
CREATE UNIQUE INDEX account_snils_check_open ON account_snils_check (person) WHERE state IN ('pending', 'review');
CREATE INDEX account_snils_check_due ON account_snils_check (next_at) WHERE state = 'pending';

-- What a person of the foundation must decide about who somebody is: two accounts with one СНИЛС (clash), a source that
-- names the person otherwise (difference), confirmed data that are wrong (correction). Only the second operator makes it
-- take effect.
CREATE TABLE account_identity_case (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('clash', 'difference', 'correction')),
    person      TEXT NOT NULL REFERENCES account_person (id),
    holder      TEXT REFERENCES account_person (id) CHECK (holder <> person),
    source      TEXT NOT NULL,
    reference   TEXT NOT NULL,
    level       INTEGER NOT NULL,
    surname     TEXT NOT NULL,
    given       TEXT NOT NULL,
    patronymic  TEXT NOT NULL,
    snils       TEXT NOT NULL,
    birth       TEXT NOT NULL,
    sex         TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'proposed', 'applied', 'refused')),
    note        TEXT NOT NULL DEFAULT '',
    created_at  [[.Time]] NOT NULL,
    proposed_by TEXT NOT NULL DEFAULT '',
    proposed_at [[.Time]],
    decided_by  TEXT NOT NULL DEFAULT '',
    decided_at  [[.Time]],
    CHECK (state <> 'applied' OR decided_by NOT IN ('', proposed_by))
);
CREATE INDEX account_identity_case_waiting ON account_identity_case (id) WHERE state IN ('open', 'proposed');
CREATE INDEX account_identity_case_person ON account_identity_case (person, state);

-- An operator looks at a person or a case: for half an hour after saying so. Each row has its look in package staff.
CREATE TABLE account_desk_visit (
    id        TEXT PRIMARY KEY,
    operator  TEXT NOT NULL,
    person    TEXT NOT NULL REFERENCES account_person (id),
    matter    TEXT NOT NULL DEFAULT '',
    opened_at [[.Time]] NOT NULL
);
CREATE INDEX account_desk_visit_operator ON account_desk_visit (operator, matter, opened_at);

-- The code that a person shows at the desk. mac is keyed, as that of all codes.
CREATE TABLE account_desk_code (
    person     TEXT PRIMARY KEY REFERENCES account_person (id),
    mac        TEXT NOT NULL UNIQUE,
    expires_at [[.Time]] NOT NULL
);

-- A document that an operator saw. Of its number only the end and a keyed hash stay: enough to see that one document
-- vouched for two accounts.
CREATE TABLE account_proof (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    kind       TEXT NOT NULL,
    masked     TEXT NOT NULL,
    number_mac TEXT NOT NULL,
    seen_by    TEXT NOT NULL,
    seen_at    [[.Time]] NOT NULL
);
CREATE INDEX account_proof_person ON account_proof (person, id);
CREATE INDEX account_proof_number ON account_proof (number_mac);

-- A document that the person keeps here to fill in forms. What it says is sealed; the copy lies among the files.
CREATE TABLE account_document (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    kind       TEXT NOT NULL,
    masked     TEXT NOT NULL,
    sealed     TEXT NOT NULL,
    file       TEXT,
    file_name  TEXT NOT NULL DEFAULT '',
    file_type  TEXT NOT NULL DEFAULT '',
    scan       TEXT NOT NULL DEFAULT '',
    threat     TEXT NOT NULL DEFAULT '',
    reason     TEXT NOT NULL DEFAULT '',
    created_at [[.Time]] NOT NULL
);
CREATE INDEX account_document_person ON account_document (person, id);
CREATE INDEX account_document_file ON account_document (file);
