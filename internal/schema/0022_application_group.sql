-- +goose Up
-- Applications that an official decides together. What is signed is a list of the hash codes of the decisions, the file xml; it is formed
-- when the official has looked at them, and formed anew when one of them falls out.
CREATE TABLE application_batch (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    created_at [[.Time]] NOT NULL,
    xml        TEXT,
    sha256     TEXT NOT NULL DEFAULT '',
    formed_at  [[.Time]],
    signature  TEXT NOT NULL DEFAULT '',
    signed_at  [[.Time]]
);
CREATE INDEX application_batch_xml ON application_batch (xml) WHERE xml IS NOT NULL;
CREATE INDEX application_batch_person ON application_batch (person);

CREATE TABLE application_batch_case (
    batch       TEXT NOT NULL REFERENCES application_batch (id),
    application TEXT NOT NULL REFERENCES application_case (id),
    PRIMARY KEY (batch, application)
);

-- batch names the group in which a decision was signed.
ALTER TABLE application_decision ADD COLUMN batch TEXT NOT NULL DEFAULT '';
CREATE INDEX application_decision_batch ON application_decision (batch) WHERE batch <> '';
