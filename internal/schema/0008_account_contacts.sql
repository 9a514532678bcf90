-- +goose Up
-- When everything personal was erased from the account. The row stays, so that the journal speaks of somebody.
ALTER TABLE account_person ADD COLUMN erased_at [[.Time]];

-- A wish to get back in. A login that nobody has makes a row like any other: what follows is the matter of a job. The
-- browser that asked holds the secret. person is empty until the job has found somebody, for ever when there is nobody.
CREATE TABLE account_ask (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    wish        TEXT NOT NULL CHECK (wish IN ('password', 'login')),
    kind        TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'snils')),
    via         TEXT NOT NULL CHECK (via IN ('', 'mail', 'sms')),
    login       TEXT NOT NULL,
    lang        TEXT NOT NULL,
    browser     TEXT NOT NULL,
    address     TEXT NOT NULL,
    request     TEXT NOT NULL,
    person      TEXT NOT NULL DEFAULT '',
    began_at    [[.Time]] NOT NULL,
    created_at  [[.Time]] NOT NULL,
    expires_at  [[.Time]] NOT NULL
);
CREATE INDEX account_ask_expiry ON account_ask (expires_at);
CREATE INDEX account_ask_person ON account_ask (person);

-- A new e-mail or mobile that waits for its proof; the newest of a kind counts. decoy: the e-mail is another account's; the
-- page behaves the same, and the letter goes to that account's owner.
CREATE TABLE account_change (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    person      TEXT NOT NULL REFERENCES account_person (id),
    kind        TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
    target      TEXT NOT NULL,
    decoy       BOOLEAN NOT NULL,
    created_at  [[.Time]] NOT NULL,
    expires_at  [[.Time]] NOT NULL,
    UNIQUE (person, kind)
);
CREATE INDEX account_change_expiry ON account_change (expires_at);

-- The way back from a change of a contact that was not the owner's: what it was before, for whoever holds the secret
-- that went there.
CREATE TABLE account_undo (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    person      TEXT NOT NULL REFERENCES account_person (id),
    kind        TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
    before      TEXT NOT NULL,
    created_at  [[.Time]] NOT NULL,
    expires_at  [[.Time]] NOT NULL,
    used_at     [[.Time]]
);
CREATE INDEX account_undo_person ON account_undo (person, id);
CREATE INDEX account_undo_expiry ON account_undo (expires_at);

-- A copy of one's data that was asked for. Nothing of it is stored: it is put together anew each time it is fetched.
CREATE TABLE account_copy (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    asked_at   [[.Time]] NOT NULL,
    ready_at   [[.Time]],
    fetched_at [[.Time]],
    expires_at [[.Time]] NOT NULL
);
CREATE INDEX account_copy_person ON account_copy (person, id);
CREATE INDEX account_copy_expiry ON account_copy (expires_at);

-- An account that its owner wants erased, and when that is due.
CREATE TABLE account_deletion (
    person      TEXT PRIMARY KEY REFERENCES account_person (id),
    asked_at    [[.Time]] NOT NULL,
    due_at      [[.Time]] NOT NULL,
    reminded_at [[.Time]]
);
CREATE INDEX account_deletion_due ON account_deletion (due_at);

-- A message whose recipient is to be forgotten with its content: the last letter to an account that was erased.
ALTER TABLE notification_message ADD COLUMN forget BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX notification_message_recipient ON notification_message (recipient);
