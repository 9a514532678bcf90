-- +goose Up
-- Roles of the foundation. A role that needs a second person waits as proposed until another owner confirms it.
CREATE TABLE staff_role (
    id          TEXT PRIMARY KEY,
    person      TEXT NOT NULL,
    role        TEXT NOT NULL CHECK (role IN ('operator', 'expert', 'board', 'auditor', 'owner')),
    state       TEXT NOT NULL CHECK (state IN ('proposed', 'held', 'refused', 'ended')),
    proposed_by TEXT NOT NULL,
    decided_by  TEXT NOT NULL DEFAULT '',
    proposed_at [[.Time]] NOT NULL,
    decided_at  [[.Time]],
    ended_by    TEXT NOT NULL DEFAULT '',
    ended_at    [[.Time]]
);
CREATE UNIQUE INDEX staff_role_once ON staff_role (person, role) WHERE state IN ('proposed', 'held');

CREATE TABLE staff_invitation (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    email_key   TEXT NOT NULL,
    email       TEXT NOT NULL,
    role        TEXT NOT NULL CHECK (role IN ('operator', 'expert', 'board', 'auditor', 'owner')),
    invited_by  TEXT NOT NULL,
    created_at  [[.Time]] NOT NULL,
    expires_at  [[.Time]] NOT NULL,
    used_by     TEXT NOT NULL DEFAULT '',
    used_at     [[.Time]],
    withdrawn_at [[.Time]]
);

-- Who of the foundation looked at whose data.
CREATE TABLE staff_view (
    id         TEXT PRIMARY KEY,
    viewer     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    what       TEXT NOT NULL,
    at         [[.Time]] NOT NULL
);
CREATE INDEX staff_view_subject ON staff_view (subject, at);
CREATE INDEX staff_view_viewer ON staff_view (viewer, at);
