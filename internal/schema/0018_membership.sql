-- +goose Up
-- What each organisation is to the cluster now. Members are found by name, ИНН and direction: name_key is the name in small letters
-- without ё, profile what the organisation has agreed to publish. event is the latest of its history, by which the row can be made again.
CREATE TABLE membership_member (
    organisation TEXT PRIMARY KEY,
    ogrn         TEXT NOT NULL UNIQUE,
    inn          TEXT NOT NULL,
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('participant', 'partner')),
    state        TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'ended', 'annulled')),
    region       TEXT NOT NULL,
    okrug        TEXT NOT NULL,
    since        [[.Time]] NOT NULL,
    changed_at   [[.Time]] NOT NULL,
    event        TEXT NOT NULL,
    profile      TEXT NOT NULL
);
CREATE INDEX membership_member_name ON membership_member (name_key, organisation) WHERE state IN ('active', 'suspended');
CREATE INDEX membership_member_inn ON membership_member (inn);

-- How many members there are, so that no page counts them: by status and okrug, for each direction and, with the empty one, in all.
-- It is written in the transaction of each change.
CREATE TABLE membership_count (
    direction TEXT NOT NULL,
    status    TEXT NOT NULL,
    okrug     TEXT NOT NULL,
    n         INTEGER NOT NULL,
    PRIMARY KEY (direction, status, okrug)
);

-- The words of names, for a search by their beginnings on both engines.
CREATE TABLE membership_word (
    word         TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES membership_member (organisation),
    PRIMARY KEY (word, organisation)
);
CREATE INDEX membership_word_organisation ON membership_word (organisation);

CREATE TABLE membership_direction (
    direction    TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES membership_member (organisation),
    PRIMARY KEY (direction, organisation)
);
CREATE INDEX membership_direction_organisation ON membership_direction (organisation);

-- The history of statuses. Rows are inserted and read, never changed: what was wrong is followed by a row that annuls it (corrects).
-- basis holds the verdicts of the rules as they were, receipt is the sealed one of package evidence.
CREATE TABLE membership_event (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    kind         TEXT NOT NULL,
    status       TEXT NOT NULL,
    state        TEXT NOT NULL,
    at           [[.Time]] NOT NULL,
    author       TEXT NOT NULL DEFAULT '',
    application  TEXT NOT NULL DEFAULT '',
    number       TEXT NOT NULL,
    reason       TEXT NOT NULL DEFAULT '',
    note         TEXT NOT NULL DEFAULT '',
    corrects     TEXT NOT NULL DEFAULT '',
    signature    TEXT NOT NULL DEFAULT '',
    basis        TEXT NOT NULL,
    receipt      TEXT NOT NULL
);
CREATE INDEX membership_event_organisation ON membership_event (organisation, id);
CREATE UNIQUE INDEX membership_event_number ON membership_event (number);

-- Organisations whose status an operator looks at: a register is silent, or a rule stands in the way.
CREATE TABLE membership_candidate (
    organisation TEXT PRIMARY KEY,
    ogrn         TEXT NOT NULL,
    name         TEXT NOT NULL,
    status       TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    basis        TEXT NOT NULL,
    since        [[.Time]] NOT NULL,
    judged_at    [[.Time]] NOT NULL
);
CREATE INDEX membership_candidate_since ON membership_candidate (since);

-- A member that does not meet a requirement any more, or whose application said what was not true, was told so and has time to answer
-- before an official decides.
CREATE TABLE membership_warning (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES membership_member (organisation),
    opened_at    [[.Time]] NOT NULL,
    answer_by    TEXT NOT NULL,
    reason       TEXT NOT NULL,
    note         TEXT NOT NULL DEFAULT '',
    basis        TEXT NOT NULL,
    receipt      TEXT NOT NULL,
    answer       TEXT NOT NULL DEFAULT '',
    answered_by  TEXT NOT NULL DEFAULT '',
    answered_at  [[.Time]],
    closed_at    [[.Time]],
    outcome      TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX membership_warning_open ON membership_warning (organisation) WHERE closed_at IS NULL;

-- What an official is about to decide: it is a decision from the signature on, and is never changed then.
CREATE TABLE membership_decision (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES membership_member (organisation),
    kind         TEXT NOT NULL,
    reason       TEXT NOT NULL,
    note         TEXT NOT NULL,
    event        TEXT NOT NULL,
    document     TEXT NOT NULL,
    formed_by    TEXT NOT NULL,
    formed_at    [[.Time]] NOT NULL,
    signature    TEXT NOT NULL DEFAULT '',
    signed_at    [[.Time]]
);
CREATE INDEX membership_decision_organisation ON membership_decision (organisation, id);
