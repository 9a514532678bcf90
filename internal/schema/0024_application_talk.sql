-- +goose Up
-- Questions of the foundation to an applicant. field is the question of the form that it is about, or nothing.
CREATE TABLE application_question (
    id          TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application_case (id),
    field       TEXT NOT NULL DEFAULT '',
    text        TEXT NOT NULL,
    asked_by    TEXT NOT NULL,
    asked_at    [[.Time]] NOT NULL,
    due_on      TEXT NOT NULL,
    remind_on   TEXT NOT NULL,
    reminded_at [[.Time]],
    answer      TEXT NOT NULL DEFAULT '',
    answered_by TEXT NOT NULL DEFAULT '',
    answered_at [[.Time]],
    ended_at    [[.Time]]
);
CREATE INDEX application_question_application ON application_question (application, id);
CREATE INDEX application_question_waiting ON application_question (remind_on) WHERE answered_at IS NULL AND ended_at IS NULL AND reminded_at IS NULL;

-- A complaint about a decision, which somebody looks at who had no part in it.
CREATE TABLE application_complaint (
    id          TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application_case (id),
    decision    TEXT NOT NULL,
    text        TEXT NOT NULL,
    person      TEXT NOT NULL,
    at          [[.Time]] NOT NULL
);
CREATE INDEX application_complaint_application ON application_complaint (application, id);

-- escalated says how often the end of the term was told: 1 when three tenths of it are left, 2 at the last tenth.
ALTER TABLE application_review ADD COLUMN escalated INTEGER NOT NULL DEFAULT 0;
