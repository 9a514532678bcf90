-- +goose Up
-- A machine-readable power of attorney (МЧД) as a person has brought it. The files lie in the store of files by their hashes, and what
-- was found in their signatures stands in signed; none of that ever changes. Only the state goes on, and never back from an end.
-- parents are the files of the powers on which this one rests (передоверие), its immediate parent first.
CREATE TABLE organisation_power (
    id           TEXT PRIMARY KEY,
    person       TEXT NOT NULL,
    number       TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    file         TEXT NOT NULL,
    signature    TEXT NOT NULL,
    parents      TEXT NOT NULL DEFAULT '[]',
    signed       TEXT NOT NULL,
    inn          TEXT NOT NULL,
    ogrn         TEXT NOT NULL,
    principal    TEXT NOT NULL,
    agent        TEXT NOT NULL,
    issued       TEXT NOT NULL,
    until        [[.Time]] NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('kept', 'review', 'active', 'refused', 'withdrawn', 'revoked', 'removed', 'over', 'replaced', 'ended')),
    signer       TEXT NOT NULL DEFAULT '',
    added_at     [[.Time]] NOT NULL,
    ended_at     [[.Time]],
    ended_by     TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX organisation_power_now ON organisation_power (person, number) WHERE ended_at IS NULL;
CREATE INDEX organisation_power_person ON organisation_power (person);
CREATE INDEX organisation_power_principal ON organisation_power (ogrn);
CREATE INDEX organisation_power_end ON organisation_power (until) WHERE ended_at IS NULL;

-- Each time a power was judged: rows are only added. stage: when it was brought, entered with, signed with, decided by an operator.
CREATE TABLE organisation_power_verdict (
    id       TEXT PRIMARY KEY,
    power    TEXT NOT NULL REFERENCES organisation_power (id),
    stage    TEXT NOT NULL CHECK (stage IN ('brought', 'entered', 'signed', 'decided')),
    result   TEXT NOT NULL CHECK (result IN ('yes', 'no', 'review')),
    registry TEXT NOT NULL,
    checks   TEXT NOT NULL,
    at       [[.Time]] NOT NULL
);
CREATE INDEX organisation_power_verdict_of ON organisation_power_verdict (power);
