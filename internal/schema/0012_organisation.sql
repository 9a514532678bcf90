-- +goose Up
-- The cabinet of an organisation or sole proprietor: opened by a signature, once for each ОГРН (ОГРНИП). What the register
-- says is not copied here but the name, for lists. email, phone and kpp are the organisation's own word.
CREATE TABLE organisation_cabinet (
    id        TEXT PRIMARY KEY,
    ogrn      TEXT NOT NULL UNIQUE,
    inn       TEXT NOT NULL,
    kpp       TEXT NOT NULL DEFAULT '',
    name      TEXT NOT NULL,
    email     TEXT NOT NULL DEFAULT '',
    phone     TEXT NOT NULL DEFAULT '',
    opened_by TEXT NOT NULL,
    opened_at [[.Time]] NOT NULL,
    signature TEXT NOT NULL
);
CREATE INDEX organisation_cabinet_inn ON organisation_cabinet (inn);

-- Who signs for an organisation: without a power of attorney by the register, or by one (basis 'power'). judged_at is when the
-- register was last asked whether it is still so, as_of the day for which it answered. A person signs once at a time.
CREATE TABLE organisation_signer (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation_cabinet (id),
    person       TEXT NOT NULL,
    basis        TEXT NOT NULL CHECK (basis IN ('head', 'proprietor', 'managing', 'power')),
    joint        BOOLEAN NOT NULL DEFAULT FALSE,
    post         TEXT NOT NULL DEFAULT '',
    inn          TEXT NOT NULL DEFAULT '',
    certificate  TEXT NOT NULL DEFAULT '',
    since        [[.Time]] NOT NULL,
    until        [[.Time]],
    judged_at    [[.Time]] NOT NULL,
    as_of        TEXT NOT NULL DEFAULT '',
    ended_at     [[.Time]],
    ended_why    TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX organisation_signer_now ON organisation_signer (organisation, person) WHERE ended_at IS NULL;
CREATE INDEX organisation_signer_person ON organisation_signer (person) WHERE ended_at IS NULL;

-- The register of signatures of a cabinet. The certificate itself is public; whose it is stands in it.
CREATE TABLE organisation_certificate (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation_cabinet (id),
    person       TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    serial       TEXT NOT NULL,
    holder       TEXT NOT NULL,
    issuer       TEXT NOT NULL,
    not_before   [[.Time]] NOT NULL,
    not_after    [[.Time]] NOT NULL,
    trial        BOOLEAN NOT NULL DEFAULT FALSE,
    added_at     [[.Time]] NOT NULL,
    removed_by   TEXT NOT NULL DEFAULT '',
    removed_at   [[.Time]]
);
CREATE UNIQUE INDEX organisation_certificate_now ON organisation_certificate (organisation, sha256) WHERE removed_at IS NULL;
CREATE INDEX organisation_certificate_end ON organisation_certificate (not_after) WHERE removed_at IS NULL;

-- What a trusted person was granted, by a signed document. The СНИЛС is kept as a keyed hash, and the end of it to tell grants
-- apart; person is known once the invitation was accepted. confirm_by: a new head came, and the grant ends then unless confirmed.
CREATE TABLE organisation_grant (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation_cabinet (id),
    snils_mac    TEXT NOT NULL,
    snils_end    TEXT NOT NULL,
    person       TEXT NOT NULL DEFAULT '',
    name         TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('full', 'standard')),
    state        TEXT NOT NULL CHECK (state IN ('invited', 'active', 'declined', 'lapsed', 'revoked', 'left', 'over')),
    granted_by   TEXT NOT NULL,
    granted_at   [[.Time]] NOT NULL,
    signature    TEXT NOT NULL,
    lapses_at    [[.Time]] NOT NULL,
    until        [[.Time]] NOT NULL,
    confirm_by   [[.Time]],
    accepted_at  [[.Time]],
    ended_at     [[.Time]],
    ended_by     TEXT NOT NULL DEFAULT '',
    CHECK (state <> 'active' OR person <> '')
);
CREATE UNIQUE INDEX organisation_grant_now ON organisation_grant (organisation, snils_mac) WHERE state IN ('invited', 'active');
CREATE INDEX organisation_grant_snils ON organisation_grant (snils_mac) WHERE state = 'invited';
CREATE INDEX organisation_grant_person ON organisation_grant (person) WHERE state = 'active';
CREATE INDEX organisation_grant_end ON organisation_grant (until) WHERE state IN ('invited', 'active');

-- A document that waits for a signature before it becomes a grant. What it says is in what is signed; a day without a signature
-- and it is forgotten.
CREATE TABLE organisation_wish (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL DEFAULT '',
    person       TEXT NOT NULL,
    snils_mac    TEXT NOT NULL,
    snils_end    TEXT NOT NULL,
    name         TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('full', 'standard')),
    until        [[.Time]] NOT NULL,
    replaces     TEXT NOT NULL DEFAULT '',
    link         TEXT NOT NULL DEFAULT '',
    expires_at   [[.Time]] NOT NULL
);

-- «Ссылка руководителю»: an employee asks the head to open the cabinet and to appoint them.
CREATE TABLE organisation_link (
    id         TEXT PRIMARY KEY,
    secret     TEXT NOT NULL UNIQUE,
    person     TEXT NOT NULL,
    name       TEXT NOT NULL,
    snils_mac  TEXT NOT NULL,
    snils_end  TEXT NOT NULL,
    inn        TEXT NOT NULL,
    title      TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('full', 'standard')),
    months     INTEGER NOT NULL,
    created_at [[.Time]] NOT NULL,
    expires_at [[.Time]] NOT NULL,
    used_at    [[.Time]],
    used_for   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX organisation_link_person ON organisation_link (person);

-- «Подготовить кабинет»: what somebody has filled in before the signature arrives. Nobody else sees it.
CREATE TABLE organisation_preparation (
    person     TEXT NOT NULL,
    inn        TEXT NOT NULL,
    kpp        TEXT NOT NULL DEFAULT '',
    email      TEXT NOT NULL DEFAULT '',
    phone      TEXT NOT NULL DEFAULT '',
    created_at [[.Time]] NOT NULL,
    changed_at [[.Time]] NOT NULL,
    PRIMARY KEY (person, inn)
);

-- What a person of the foundation must decide: the register leaves a doubt about the holder of a certificate.
CREATE TABLE organisation_case (
    id          TEXT PRIMARY KEY,
    person      TEXT NOT NULL,
    ogrn        TEXT NOT NULL,
    inn         TEXT NOT NULL,
    login       TEXT NOT NULL,
    ground      TEXT NOT NULL,
    details     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'granted', 'refused', 'withdrawn')),
    created_at  [[.Time]] NOT NULL,
    decided_by  TEXT NOT NULL DEFAULT '',
    decided_at  [[.Time]],
    reason      TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX organisation_case_open ON organisation_case (person, ogrn, inn) WHERE state = 'open';
CREATE INDEX organisation_case_waiting ON organisation_case (id) WHERE state = 'open';

-- Which warnings about an end were sent: 30, 7 and 1 days before a certificate, power or grant ends.
CREATE TABLE organisation_warning (
    subject TEXT NOT NULL,
    days    INTEGER NOT NULL,
    at      [[.Time]] NOT NULL,
    PRIMARY KEY (subject, days)
);

-- Signed logins that were used to open a cabinet: each is good for one.
CREATE TABLE organisation_login (
    login TEXT PRIMARY KEY,
    at    [[.Time]] NOT NULL
);
