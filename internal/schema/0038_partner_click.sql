-- +goose Up
-- How often results of the search were followed, by day: words that many partners have, never who asked or from where.
CREATE TABLE partner_click (
    day      TEXT NOT NULL,
    asked    TEXT NOT NULL,
    role     TEXT NOT NULL,
    region   TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    subject  TEXT NOT NULL,
    passage  TEXT NOT NULL,
    matched  TEXT NOT NULL,
    through  TEXT NOT NULL,
    clicks   BIGINT NOT NULL CHECK (clicks > 0),
    PRIMARY KEY (day, asked, role, region, position, passage)
);
