-- +goose Up
-- For which period an application of a service that recurs is made: "2026", "2026-Q1", "2026-03"; empty for all others.
ALTER TABLE application_case ADD COLUMN period TEXT NOT NULL DEFAULT '';

-- There is one pending application for a service, an applicant and a period.
DROP INDEX application_case_pending;
CREATE UNIQUE INDEX application_case_pending ON application_case (service, applicant, period) WHERE pending;

-- Which organisations were told that something is due, and how far that was: each is told once.
CREATE TABLE application_reminder (
    service      TEXT NOT NULL,
    organisation TEXT NOT NULL,
    period       TEXT NOT NULL,
    stage        TEXT NOT NULL CHECK (stage IN ('open', 'soon', 'late')),
    at           [[.Time]] NOT NULL,
    PRIMARY KEY (service, organisation, period, stage)
);
