-- +goose Up
-- Versions of services. A file that somebody has published never changes: who applies under it must find it again.
CREATE TABLE application_service (
    service    TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    state      TEXT NOT NULL CHECK (state IN ('draft', 'published')),
    digest     TEXT NOT NULL,
    source     TEXT NOT NULL,
    first_day  TEXT NOT NULL,
    last_day   TEXT NOT NULL DEFAULT '',
    author     TEXT NOT NULL,
    changed_at [[.Time]] NOT NULL,
    PRIMARY KEY (service, version)
);

-- An application, from the first answer to the decision. pending holds from the draft on: there is one at a time for a service
-- and an applicant, who is the organisation, or the person when there is none. revision grows with every change of an answer.
CREATE TABLE application_case (
    id           TEXT PRIMARY KEY,
    service      TEXT NOT NULL,
    version      INTEGER NOT NULL,
    organisation TEXT NOT NULL DEFAULT '',
    person       TEXT NOT NULL,
    applicant    TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('draft', 'signing', 'review', 'asked', 'granted', 'refused', 'withdrawn', 'dropped')),
    pending      BOOLEAN NOT NULL,
    revision     INTEGER NOT NULL DEFAULT 0,
    number       TEXT NOT NULL DEFAULT '',
    created_at   [[.Time]] NOT NULL,
    changed_at   [[.Time]] NOT NULL,
    sent_at      [[.Time]],
    sent_by      TEXT NOT NULL DEFAULT '',
    due_on       TEXT NOT NULL DEFAULT '',
    decided_at   [[.Time]],
    follows      TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (service, version) REFERENCES application_service (service, version)
);
CREATE UNIQUE INDEX application_case_pending ON application_case (service, applicant) WHERE pending;
CREATE UNIQUE INDEX application_case_number ON application_case (number) WHERE number <> '';
CREATE INDEX application_case_applicant ON application_case (applicant, id);
CREATE INDEX application_case_queue ON application_case (state, due_on, id) WHERE state IN ('review', 'asked');

-- Every answer that was ever saved in a draft: the latest revision of a question counts. Who has changed what can be read here.
CREATE TABLE application_answer (
    application TEXT NOT NULL REFERENCES application_case (id),
    question    TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    body        TEXT NOT NULL,
    author      TEXT NOT NULL,
    at          [[.Time]] NOT NULL,
    PRIMARY KEY (application, question, revision)
);

-- Files that drafts name. The content lies in the store of files.
CREATE TABLE application_file (
    id          TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application_case (id),
    file        TEXT NOT NULL,
    author      TEXT NOT NULL,
    at          [[.Time]] NOT NULL
);
CREATE INDEX application_file_file ON application_file (file);
CREATE INDEX application_file_application ON application_file (application);

-- A document as it was formed: the canonical XML that is signed, the PDF made of it, and what was known of the applicant then.
-- Any change of an answer voids it, and with it every signature on it (rule T17).
CREATE TABLE application_paper (
    id          TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application_case (id),
    revision    INTEGER NOT NULL,
    xml         TEXT NOT NULL,
    pdf         TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    streebog256 TEXT NOT NULL,
    given       TEXT NOT NULL,
    formed_by   TEXT NOT NULL,
    formed_at   [[.Time]] NOT NULL,
    voided_at   [[.Time]]
);
CREATE UNIQUE INDEX application_paper_now ON application_paper (application) WHERE voided_at IS NULL;
CREATE INDEX application_paper_xml ON application_paper (xml);
CREATE INDEX application_paper_pdf ON application_paper (pdf);

-- Who was asked to sign a document, and who has signed or returned it. signature names the row of the room of signatures.
CREATE TABLE application_signing (
    id           TEXT PRIMARY KEY,
    paper        TEXT NOT NULL REFERENCES application_paper (id),
    person       TEXT NOT NULL,
    send         BOOLEAN NOT NULL DEFAULT FALSE,
    asked_at     [[.Time]] NOT NULL,
    asked_by     TEXT NOT NULL,
    signature    TEXT NOT NULL DEFAULT '',
    signer       TEXT NOT NULL DEFAULT '',
    signed_at    [[.Time]],
    returned_at  [[.Time]],
    comment      TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX application_signing_person ON application_signing (paper, person);
CREATE INDEX application_signing_waiting ON application_signing (person) WHERE signed_at IS NULL AND returned_at IS NULL;

-- What has happened to an application, for its applicant and for the foundation.
CREATE TABLE application_event (
    id          TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application_case (id),
    kind        TEXT NOT NULL,
    person      TEXT NOT NULL DEFAULT '',
    at          [[.Time]] NOT NULL,
    about       TEXT NOT NULL DEFAULT '',
    open        BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE INDEX application_event_application ON application_event (application, id);
