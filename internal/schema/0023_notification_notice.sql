-- +goose Up
-- What a person is told on the site itself. Notices end with the account of the person, or after a year.
CREATE TABLE notification_notice (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    topic      TEXT NOT NULL,
    title_ru   TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    text_ru    TEXT NOT NULL,
    text_en    TEXT NOT NULL,
    path       TEXT NOT NULL,
    created_at [[.Time]] NOT NULL,
    read_at    [[.Time]]
);
CREATE INDEX notification_notice_person ON notification_notice (person, id);
CREATE INDEX notification_notice_unread ON notification_notice (person) WHERE read_at IS NULL;
CREATE INDEX notification_notice_created ON notification_notice (created_at);
