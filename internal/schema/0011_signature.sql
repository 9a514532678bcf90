-- +goose Up
-- What somebody is asked to sign. The bytes are frozen: a document in the store of files, or the text of a sign-in. It is
-- bound to a person, to a browser by the hash of its secret, or to both, and is used once.
CREATE TABLE signature_request (
    id           TEXT PRIMARY KEY,
    purpose      TEXT NOT NULL,
    person       TEXT NOT NULL DEFAULT '',
    browser_hash TEXT NOT NULL DEFAULT '',
    subject      TEXT NOT NULL,
    title_ru     TEXT NOT NULL,
    title_en     TEXT NOT NULL,
    file_name    TEXT NOT NULL,
    media_type   TEXT NOT NULL,
    document     TEXT,
    challenge    TEXT NOT NULL DEFAULT '',
    snils        TEXT NOT NULL DEFAULT '',
    inn          TEXT NOT NULL DEFAULT '',
    back         TEXT NOT NULL,
    next         TEXT NOT NULL,
    tries        INTEGER NOT NULL DEFAULT 0,
    created_at   [[.Time]] NOT NULL,
    expires_at   [[.Time]] NOT NULL,
    signed_at    [[.Time]],
    ended_at     [[.Time]],
    CHECK (person <> '' OR browser_hash <> ''),
    CHECK ((document IS NULL) <> (challenge = ''))
);
CREATE INDEX signature_request_person ON signature_request (person);
CREATE INDEX signature_request_expiry ON signature_request (expires_at);
CREATE INDEX signature_request_document ON signature_request (document);

-- What was signed: the message as it was received, what was found in it (facts) and how it was judged. facts is NULL for
-- sign-ins, which nobody judges again.
CREATE TABLE signature_signed (
    id           TEXT PRIMARY KEY,
    request      TEXT NOT NULL UNIQUE REFERENCES signature_request (id),
    purpose      TEXT NOT NULL,
    person       TEXT NOT NULL DEFAULT '',
    message      TEXT NOT NULL,
    facts        TEXT,
    report       [[.JSON]] NOT NULL,
    certificate  TEXT NOT NULL,
    policy       TEXT NOT NULL,
    trust_list   TEXT NOT NULL DEFAULT '',
    at           [[.Time]] NOT NULL
);
CREATE INDEX signature_signed_person ON signature_signed (person);
CREATE INDEX signature_signed_certificate ON signature_signed (certificate);
CREATE INDEX signature_signed_message ON signature_signed (message);
CREATE INDEX signature_signed_facts ON signature_signed (facts);

-- Certificates, lists, answers and time-stamps to which stored facts refer by their SHA-256.
CREATE TABLE signature_material (
    sha256 TEXT PRIMARY KEY,
    kind   TEXT NOT NULL,
    file   TEXT NOT NULL
);
CREATE INDEX signature_material_file ON signature_material (file);

-- Versions of the list of accredited authorities of Минцифры. None is ever changed.
CREATE TABLE signature_list (
    sha256      TEXT PRIMARY KEY,
    number      INTEGER NOT NULL,
    dated       [[.Time]] NOT NULL,
    file        TEXT NOT NULL,
    authorities INTEGER NOT NULL,
    signer      TEXT NOT NULL DEFAULT '',
    imported_by TEXT NOT NULL,
    imported_at [[.Time]] NOT NULL
);
CREATE INDEX signature_list_dated ON signature_list (dated);
CREATE INDEX signature_list_file ON signature_list (file);

-- Revocation data that were fetched, until they are to be replaced. The key is a hash of the address and the question.
CREATE TABLE signature_evidence (
    key        TEXT PRIMARY KEY,
    file       TEXT NOT NULL,
    fetched_at [[.Time]] NOT NULL,
    until      [[.Time]] NOT NULL
);
CREATE INDEX signature_evidence_until ON signature_evidence (until);
CREATE INDEX signature_evidence_file ON signature_evidence (file);

-- Reports of «Проверка рабочего места», which the support looks up by their number. They name nobody.
CREATE TABLE signature_workplace (
    number     TEXT PRIMARY KEY,
    report     [[.JSON]] NOT NULL,
    created_at [[.Time]] NOT NULL
);
CREATE INDEX signature_workplace_age ON signature_workplace (created_at);
