-- +goose Up
-- Filters of the queue under names. owner is whose it is; '' is the room of all reviewers, and person who saved it there last. The filter is kept
-- in its parts, each of which is looked at again when it is opened. place bounds how many there are.
CREATE TABLE application_view (
    id         TEXT PRIMARY KEY,
    owner      TEXT NOT NULL,
    place      INTEGER NOT NULL CHECK (place BETWEEN 1 AND 20),
    name       TEXT NOT NULL,
    folded     TEXT NOT NULL,
    side       TEXT NOT NULL,
    service    TEXT NOT NULL,
    whose      TEXT NOT NULL,
    term       TEXT NOT NULL,
    words      TEXT NOT NULL,
    person     TEXT NOT NULL,
    changed_at [[.Time]] NOT NULL
);
CREATE UNIQUE INDEX application_view_place ON application_view (owner, place);
CREATE UNIQUE INDEX application_view_name ON application_view (owner, folded);
CREATE INDEX application_view_person ON application_view (person);
