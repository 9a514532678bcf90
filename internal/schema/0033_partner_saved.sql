-- +goose Up
-- Needs that people have saved. What was known is hashes of passages: by them it is told what is new since the person looked (seen) and
-- since a letter went out (told).
CREATE TABLE partner_saved (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    place      SMALLINT NOT NULL CHECK (place BETWEEN 1 AND 30),
    name       TEXT NOT NULL,
    question   TEXT NOT NULL,
    letters    TEXT NOT NULL CHECK (letters IN ('off', 'daily', 'weekly')),
    due_at     [[.Time]],
    created_at [[.Time]] NOT NULL,
    seen_at    [[.Time]] NOT NULL,
    seen_for   TEXT NOT NULL,
    seen_known TEXT NOT NULL,
    told_at    [[.Time]] NOT NULL,
    told_for   TEXT NOT NULL,
    told_known TEXT NOT NULL,
    CHECK ((letters = 'off') = (due_at IS NULL)),
    UNIQUE (person, place)
);
CREATE INDEX partner_saved_due ON partner_saved (due_at) WHERE due_at IS NOT NULL;
