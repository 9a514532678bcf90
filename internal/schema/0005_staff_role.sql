-- +goose Up
-- Every change of roles touches this row first, so that no two of them are judged on the same state.
CREATE TABLE staff_turn (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    taken BIGINT NOT NULL
);
INSERT INTO staff_turn (one, taken) VALUES (1, 0);

-- Who holds which role of the foundation, and who held it. The second person is empty where there was one owner only.
CREATE TABLE staff_role (
    id               TEXT PRIMARY KEY,
    person           TEXT NOT NULL,
    role             TEXT NOT NULL CHECK (role IN ('operator', 'expert', 'board', 'auditor', 'owner')),
    given_by         TEXT NOT NULL,
    confirmed_by     TEXT NOT NULL CHECK (confirmed_by = '' OR confirmed_by NOT IN (given_by, person)),
    given_at         [[.Time]] NOT NULL,
    ended_by         TEXT NOT NULL DEFAULT '',
    end_confirmed_by TEXT NOT NULL DEFAULT '' CHECK (end_confirmed_by = '' OR end_confirmed_by NOT IN (ended_by, person)),
    ended_at         [[.Time]]
);
CREATE UNIQUE INDEX staff_role_held ON staff_role (person, role) WHERE ended_at IS NULL;

-- A change of roles that waits for a second owner. An invitation has an address, the other changes have a person.
CREATE TABLE staff_proposal (
    id          TEXT PRIMARY KEY,
    act         TEXT NOT NULL CHECK (act IN ('give', 'end', 'invite')),
    role        TEXT NOT NULL CHECK (role IN ('operator', 'expert', 'board', 'auditor', 'owner')),
    person      TEXT NOT NULL,
    email       TEXT NOT NULL,
    email_key   TEXT NOT NULL,
    lang        TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at [[.Time]] NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'refused', 'withdrawn')),
    decided_by  TEXT NOT NULL DEFAULT '',
    decided_at  [[.Time]],
    CHECK (state NOT IN ('confirmed', 'refused') OR decided_by NOT IN ('', proposed_by, person))
);
CREATE UNIQUE INDEX staff_proposal_open ON staff_proposal (act, role, person, email_key) WHERE state = 'open';
CREATE INDEX staff_proposal_decided ON staff_proposal (decided_at) WHERE state <> 'open';

CREATE TABLE staff_invitation (
    id           TEXT PRIMARY KEY,
    secret_hash  TEXT NOT NULL UNIQUE,
    email        TEXT NOT NULL,
    email_key    TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('operator', 'expert', 'board', 'auditor', 'owner')),
    invited_by   TEXT NOT NULL,
    confirmed_by TEXT NOT NULL CHECK (confirmed_by = '' OR confirmed_by <> invited_by),
    created_at   [[.Time]] NOT NULL,
    expires_at   [[.Time]] NOT NULL,
    used_by      TEXT NOT NULL DEFAULT '',
    used_at      [[.Time]],
    withdrawn_at [[.Time]]
);
CREATE INDEX staff_invitation_expiry ON staff_invitation (expires_at);

-- Who of the foundation looked at whose data. page is empty for what other features show.
CREATE TABLE staff_view (
    id      TEXT PRIMARY KEY,
    viewer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    page    TEXT NOT NULL,
    what_ru TEXT NOT NULL,
    what_en TEXT NOT NULL,
    at      [[.Time]] NOT NULL
);
CREATE INDEX staff_view_subject ON staff_view (subject, id);
CREATE INDEX staff_view_viewer ON staff_view (viewer, id);

-- Whose matters a member of staff must not handle, because of a conflict of interest.
CREATE TABLE staff_conflict (
    id        TEXT PRIMARY KEY,
    person    TEXT NOT NULL,
    subject   TEXT NOT NULL,
    reason    TEXT NOT NULL,
    marked_at [[.Time]] NOT NULL,
    lifted_by TEXT NOT NULL DEFAULT '' CHECK (lifted_by <> person),
    lifted_at [[.Time]]
);
CREATE UNIQUE INDEX staff_conflict_standing ON staff_conflict (subject, person) WHERE lifted_at IS NULL;
