-- +goose Up
-- What the desk of the foundation holds of an application from its sending on. clean says that every verdict passed and no check of the
-- list failed when it was sent; snapshot is what the verdicts were then, with their facts, sources and days. name and inn are the
-- applicant's as of then, so that the queue is one question; folded is both in small letters, to search in.
CREATE TABLE application_review (
    application TEXT PRIMARY KEY REFERENCES application_case (id),
    clean       BOOLEAN NOT NULL,
    snapshot    TEXT NOT NULL,
    reviewer    TEXT NOT NULL DEFAULT '',
    step        TEXT NOT NULL,
    step_due    TEXT NOT NULL DEFAULT '',
    name        TEXT NOT NULL,
    inn         TEXT NOT NULL,
    folded      TEXT NOT NULL
);
CREATE INDEX application_review_reviewer ON application_review (reviewer) WHERE reviewer <> '';

-- Who of the foundation has opened an application, and when last. The page of it is shown only after that.
CREATE TABLE application_visit (
    application TEXT NOT NULL REFERENCES application_case (id),
    person      TEXT NOT NULL,
    at          [[.Time]] NOT NULL,
    PRIMARY KEY (application, person)
);

-- A decision: its document is frozen before it is signed, and it is a decision when the official has signed. A wrong one is superseded
-- by a later one that names it, and stays. snapshot is what the verdicts were when it was formed.
CREATE TABLE application_decision (
    id            TEXT PRIMARY KEY,
    application   TEXT NOT NULL REFERENCES application_case (id),
    number        TEXT NOT NULL UNIQUE,
    positive      BOOLEAN NOT NULL,
    grounds       TEXT NOT NULL,
    reason        TEXT NOT NULL DEFAULT '',
    xml           TEXT NOT NULL,
    pdf           TEXT NOT NULL,
    sha256        TEXT NOT NULL,
    snapshot      TEXT NOT NULL,
    formed_by     TEXT NOT NULL,
    formed_at     [[.Time]] NOT NULL,
    second_needed BOOLEAN NOT NULL,
    second        TEXT NOT NULL DEFAULT '',
    second_at     [[.Time]],
    signature     TEXT NOT NULL DEFAULT '',
    signer        TEXT NOT NULL DEFAULT '',
    signed_at     [[.Time]],
    receipt       TEXT NOT NULL DEFAULT '',
    voided_at     [[.Time]],
    supersedes    TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX application_decision_now ON application_decision (application) WHERE signed_at IS NULL AND voided_at IS NULL;
CREATE INDEX application_decision_application ON application_decision (application, id);
CREATE INDEX application_decision_xml ON application_decision (xml);
CREATE INDEX application_decision_pdf ON application_decision (pdf);
