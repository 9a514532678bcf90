-- +goose Up
CREATE TABLE account_person (
    id         TEXT PRIMARY KEY,
    surname    TEXT NOT NULL,
    given      TEXT NOT NULL,
    patronymic TEXT NOT NULL,
    name_key   TEXT NOT NULL,
    email      TEXT NOT NULL,
    email_key  TEXT NOT NULL UNIQUE,
    phone      TEXT UNIQUE,
    password   TEXT NOT NULL,
    level      INTEGER NOT NULL,
    lang       TEXT NOT NULL,
    locked_at  [[.Time]],
    created_at [[.Time]] NOT NULL
);

-- A registration under way. It is found by the secret of the browser that began it; the letter holds another secret.
-- decoy: the address has an account already; the page behaves the same, and the letter says so.
CREATE TABLE account_registration (
    id                 TEXT PRIMARY KEY,
    secret_hash        TEXT NOT NULL UNIQUE,
    link_hash          TEXT NOT NULL UNIQUE,
    surname            TEXT NOT NULL,
    given              TEXT NOT NULL,
    patronymic         TEXT NOT NULL,
    email              TEXT NOT NULL,
    email_key          TEXT NOT NULL,
    phone              TEXT NOT NULL,
    password           TEXT NOT NULL,
    lang               TEXT NOT NULL,
    consents           [[.JSON]] NOT NULL,
    decoy              BOOLEAN NOT NULL,
    email_confirmed_at [[.Time]],
    phone_confirmed_at [[.Time]],
    phone_refused      BOOLEAN NOT NULL DEFAULT FALSE,
    person             TEXT REFERENCES account_person (id),
    created_at         [[.Time]] NOT NULL,
    expires_at         [[.Time]] NOT NULL
);
CREATE INDEX account_registration_expiry ON account_registration (expires_at);

-- One-time codes. mac is keyed by the installation's key: six digits could be tried out from a stolen copy otherwise.
CREATE TABLE account_code (
    owner      TEXT NOT NULL,
    purpose    TEXT NOT NULL,
    mac        TEXT NOT NULL,
    tries      INTEGER NOT NULL,
    sent_at    [[.Time]] NOT NULL,
    expires_at [[.Time]] NOT NULL,
    PRIMARY KEY (owner, purpose)
);
CREATE INDEX account_code_expiry ON account_code (expires_at);

-- What the person agreed to: which document, in which edition, when and from where.
CREATE TABLE account_consent (
    person   TEXT NOT NULL REFERENCES account_person (id),
    document TEXT NOT NULL,
    version  TEXT NOT NULL,
    given_at [[.Time]] NOT NULL,
    address  TEXT NOT NULL,
    PRIMARY KEY (person, document, version)
);

CREATE TABLE account_session (
    id           TEXT PRIMARY KEY,
    secret_hash  TEXT NOT NULL UNIQUE,
    person       TEXT NOT NULL REFERENCES account_person (id),
    device       TEXT NOT NULL,
    browser      TEXT NOT NULL,
    address      TEXT NOT NULL,
    created_at   [[.Time]] NOT NULL,
    seen_at      [[.Time]] NOT NULL,
    confirmed_at [[.Time]] NOT NULL,
    expires_at   [[.Time]] NOT NULL,
    ended_at     [[.Time]],
    ended_why    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX account_session_person ON account_session (person, ended_at);
CREATE INDEX account_session_expiry ON account_session (expires_at);

-- A browser from which the person has signed in before. It has a budget of attempts of its own, so that a stranger who
-- guesses passwords cannot lock the owner out.
CREATE TABLE account_device (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    person      TEXT NOT NULL REFERENCES account_person (id),
    browser     TEXT NOT NULL,
    created_at  [[.Time]] NOT NULL,
    seen_at     [[.Time]] NOT NULL,
    UNIQUE (secret_hash, person)
);
CREATE INDEX account_device_person ON account_device (person);

CREATE TABLE account_recovery (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    person      TEXT NOT NULL REFERENCES account_person (id),
    created_at  [[.Time]] NOT NULL,
    expires_at  [[.Time]] NOT NULL,
    used_at     [[.Time]]
);
CREATE INDEX account_recovery_person ON account_recovery (person);
