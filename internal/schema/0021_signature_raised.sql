-- +goose Up
-- Signatures as they were raised by time-stamps and values, one step after the other. What was received stays in signature_signed.
CREATE TABLE signature_raised (
    signed  TEXT NOT NULL REFERENCES signature_signed (id),
    step    INTEGER NOT NULL CHECK (step > 0),
    level   TEXT NOT NULL CHECK (level IN ('T', 'LTA', 'token')),
    message TEXT NOT NULL,
    at      [[.Time]] NOT NULL,
    until   [[.Time]] NOT NULL,
    PRIMARY KEY (signed, step)
);
CREATE INDEX signature_raised_message ON signature_raised (message);
CREATE INDEX signature_raised_until ON signature_raised (until) WHERE level IN ('LTA', 'token');
