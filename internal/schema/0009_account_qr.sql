-- +goose Up
-- A sign-in by QR code. The browser that shows the code is found by the secret in its cookie; the code and the number of
-- two digits are computed from that secret, so the page shows them again, and only keyed hashes of them stand here.
-- session is the signed-in one that took the code, proof how it confirmed, far that it did so from another network.
CREATE TABLE account_qr (
    id           TEXT PRIMARY KEY,
    browser_hash TEXT NOT NULL UNIQUE,
    code_mac     TEXT NOT NULL UNIQUE,
    number_mac   TEXT NOT NULL,
    browser      TEXT NOT NULL,
    network      TEXT NOT NULL,
    next         TEXT NOT NULL,
    tries        INTEGER NOT NULL DEFAULT 0,
    person       TEXT REFERENCES account_person (id),
    session      TEXT NOT NULL DEFAULT '',
    proof        TEXT NOT NULL DEFAULT '',
    far          BOOLEAN NOT NULL DEFAULT FALSE,
    created_at   [[.Time]] NOT NULL,
    expires_at   [[.Time]] NOT NULL,
    approved_at  [[.Time]],
    ended_at     [[.Time]],
    ended_why    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX account_qr_expiry ON account_qr (expires_at);

-- An identity at another site by which the person signs in. It is known by provider and subject, never by an e-mail.
CREATE TABLE account_link (
    provider   TEXT NOT NULL,
    subject    TEXT NOT NULL,
    person     TEXT NOT NULL REFERENCES account_person (id),
    linked_at  [[.Time]] NOT NULL,
    used_at    [[.Time]],
    PRIMARY KEY (provider, subject),
    UNIQUE (person, provider)
);

-- A way to another site and back. It is found by the secret in the browser's cookie, from which state, nonce and the
-- verifier of PKCE are computed. person and session are whose account is being linked; nobody's when somebody signs in.
-- identity is what the other site said of a person whom nobody here is linked to yet.
CREATE TABLE account_errand (
    id           TEXT PRIMARY KEY,
    browser_hash TEXT NOT NULL UNIQUE,
    provider     TEXT NOT NULL,
    person       TEXT REFERENCES account_person (id),
    session      TEXT NOT NULL DEFAULT '',
    next         TEXT NOT NULL,
    identity     [[.JSON]],
    created_at   [[.Time]] NOT NULL,
    expires_at   [[.Time]] NOT NULL,
    answered_at  [[.Time]],
    ended_at     [[.Time]]
);
CREATE INDEX account_errand_expiry ON account_errand (expires_at);
