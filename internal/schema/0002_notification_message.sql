-- +goose Up
CREATE TABLE notification_message (
    id         TEXT PRIMARY KEY,
    channel    TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
    recipient  TEXT NOT NULL,
    topic      TEXT NOT NULL,
    lang       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    text       TEXT NOT NULL,
    html       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'expired')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    failure    TEXT NOT NULL DEFAULT '',
    created_at [[.Time]] NOT NULL,
    expires_at [[.Time]] NOT NULL,
    done_at    [[.Time]]
);
CREATE INDEX notification_message_state ON notification_message (state, id);
