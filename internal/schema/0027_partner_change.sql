-- +goose Up
-- Subjects whose passages have changed; the empty one stands for all. Every node reads the rows that it has not applied yet. They go after
-- a day.
CREATE TABLE partner_change (
    id      TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    at      [[.Time]] NOT NULL
);
CREATE INDEX partner_change_at ON partner_change (at);
