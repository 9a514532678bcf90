-- +goose Up
-- What organisations tell of themselves. subject is the ОГРН or ОГРНИП, or the ИНН of somebody whom no register here knows; content is JSON;
-- outside is the id in the file that the item was imported from. last_day is the last day on which others see it, ended says that those who
-- search were told of its end.
CREATE TABLE profile_item (
    id         TEXT PRIMARY KEY,
    subject    TEXT NOT NULL,
    inn        TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('about', 'competence', 'equipment', 'product', 'certificate', 'offer', 'need')),
    audience   TEXT NOT NULL CHECK (audience IN ('', 'member', 'named')),
    content    TEXT NOT NULL,
    last_day   TEXT,
    ended      INTEGER NOT NULL,
    outside    TEXT UNIQUE,
    created_at [[.Time]] NOT NULL,
    changed_at [[.Time]] NOT NULL,
    changed_by TEXT
);
CREATE INDEX profile_item_subject ON profile_item (subject, id);
CREATE INDEX profile_item_last_day ON profile_item (last_day) WHERE ended = 0;
CREATE INDEX profile_item_by ON profile_item (changed_by);

-- The history of profiles: what was done, and what the item said before. Rows are inserted and read; only the person is forgotten.
CREATE TABLE profile_event (
    id             TEXT PRIMARY KEY,
    subject        TEXT NOT NULL,
    item           TEXT NOT NULL,
    kind           TEXT NOT NULL,
    deed           TEXT NOT NULL CHECK (deed IN ('added', 'edited', 'removed')),
    title          TEXT NOT NULL,
    before_content TEXT,
    at             [[.Time]] NOT NULL,
    person         TEXT
);
CREATE INDEX profile_event_subject ON profile_event (subject, id);
CREATE INDEX profile_event_person ON profile_event (person);
