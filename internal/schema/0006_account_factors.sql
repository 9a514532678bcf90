-- +goose Up
ALTER TABLE account_person ADD COLUMN password_at [[.Time]]; -- NULL: the one of the registration
ALTER TABLE account_session ADD COLUMN method TEXT NOT NULL DEFAULT '';

-- handle is what security keys know the person by: random, so that a lost key tells nothing. strict: a passkey is asked
-- for after the password, too.
CREATE TABLE account_factor (
    person TEXT PRIMARY KEY REFERENCES account_person (id),
    handle TEXT NOT NULL UNIQUE,
    strict BOOLEAN NOT NULL DEFAULT FALSE
);

-- Passkeys and security keys (WebAuthn). alone: it verifies the person by itself and opens a session without a password.
-- record is what the authenticator told at the registration, with the flags of its latest use.
CREATE TABLE account_passkey (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    credential TEXT NOT NULL UNIQUE,
    alone      BOOLEAN NOT NULL,
    name       TEXT NOT NULL,
    record     [[.JSON]] NOT NULL,
    sign_count BIGINT NOT NULL,
    created_at [[.Time]] NOT NULL,
    used_at    [[.Time]]
);
CREATE INDEX account_passkey_person ON account_passkey (person);

-- The secret of an application with codes, sealed with a key that is not in the database. A person has one that works and
-- one that is being set up. last_step is the latest period whose code was taken: no code works twice.
CREATE TABLE account_totp (
    person     TEXT NOT NULL REFERENCES account_person (id),
    confirmed  BOOLEAN NOT NULL,
    secret     TEXT NOT NULL,
    last_step  BIGINT NOT NULL,
    created_at [[.Time]] NOT NULL,
    used_at    [[.Time]],
    PRIMARY KEY (person, confirmed)
);

-- Reserve codes, as MACs: ten of a set, each works once.
CREATE TABLE account_reserve (
    person     TEXT NOT NULL REFERENCES account_person (id),
    mac        TEXT NOT NULL,
    batch      TEXT NOT NULL,
    created_at [[.Time]] NOT NULL,
    used_at    [[.Time]],
    PRIMARY KEY (person, mac)
);

-- Half a sign-in: the first proof was given, the second factor is awaited.
CREATE TABLE account_pending (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    person      TEXT NOT NULL REFERENCES account_person (id),
    method      TEXT NOT NULL,
    device      TEXT NOT NULL,
    tries       INTEGER NOT NULL,
    created_at  [[.Time]] NOT NULL,
    expires_at  [[.Time]] NOT NULL
);
CREATE INDEX account_pending_person ON account_pending (person);
CREATE INDEX account_pending_expiry ON account_pending (expires_at);

-- What the server remembers between asking a security key and hearing its answer. browser is the hash of a cookie.
CREATE TABLE account_ceremony (
    challenge  TEXT PRIMARY KEY,
    purpose    TEXT NOT NULL,
    browser    TEXT NOT NULL,
    person     TEXT NOT NULL,
    data       [[.JSON]] NOT NULL,
    expires_at [[.Time]] NOT NULL
);
CREATE INDEX account_ceremony_expiry ON account_ceremony (expires_at);

-- The link «Это не я» of a letter about a sign-in or a change of factors. What was added from since on goes.
CREATE TABLE account_alarm (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    person      TEXT NOT NULL REFERENCES account_person (id),
    session     TEXT NOT NULL,
    since       [[.Time]] NOT NULL,
    created_at  [[.Time]] NOT NULL,
    expires_at  [[.Time]] NOT NULL,
    used_at     [[.Time]]
);
CREATE INDEX account_alarm_person ON account_alarm (person);
CREATE INDEX account_alarm_expiry ON account_alarm (expires_at);
