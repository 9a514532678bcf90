CREATE TABLE account_alarm (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    person      TEXT NOT NULL REFERENCES account_person (id),
    session     TEXT NOT NULL,
    since       TIMESTAMP NOT NULL,
    created_at  TIMESTAMP NOT NULL,
    expires_at  TIMESTAMP NOT NULL,
    used_at     TIMESTAMP
);
CREATE INDEX account_alarm_expiry ON account_alarm (expires_at);
CREATE INDEX account_alarm_person ON account_alarm (person);
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
    began_at    TIMESTAMP NOT NULL,
    created_at  TIMESTAMP NOT NULL,
    expires_at  TIMESTAMP NOT NULL
);
CREATE INDEX account_ask_expiry ON account_ask (expires_at);
CREATE INDEX account_ask_person ON account_ask (person);
CREATE TABLE account_ceremony (
    challenge  TEXT PRIMARY KEY,
    purpose    TEXT NOT NULL,
    browser    TEXT NOT NULL,
    person     TEXT NOT NULL,
    data       TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX account_ceremony_expiry ON account_ceremony (expires_at);
CREATE TABLE account_change (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    person      TEXT NOT NULL REFERENCES account_person (id),
    kind        TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
    target      TEXT NOT NULL,
    decoy       BOOLEAN NOT NULL,
    created_at  TIMESTAMP NOT NULL,
    expires_at  TIMESTAMP NOT NULL,
    UNIQUE (person, kind)
);
CREATE INDEX account_change_expiry ON account_change (expires_at);
CREATE TABLE account_code (
    owner      TEXT NOT NULL,
    purpose    TEXT NOT NULL,
    mac        TEXT NOT NULL,
    tries      INTEGER NOT NULL,
    sent_at    TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    PRIMARY KEY (owner, purpose)
);
CREATE INDEX account_code_expiry ON account_code (expires_at);
CREATE TABLE account_consent (
    person   TEXT NOT NULL REFERENCES account_person (id),
    document TEXT NOT NULL,
    version  TEXT NOT NULL,
    given_at TIMESTAMP NOT NULL,
    address  TEXT NOT NULL,
    PRIMARY KEY (person, document, version)
);
CREATE TABLE account_copy (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    asked_at   TIMESTAMP NOT NULL,
    ready_at   TIMESTAMP,
    fetched_at TIMESTAMP,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX account_copy_expiry ON account_copy (expires_at);
CREATE INDEX account_copy_person ON account_copy (person, id);
CREATE TABLE account_deletion (
    person      TEXT PRIMARY KEY REFERENCES account_person (id),
    asked_at    TIMESTAMP NOT NULL,
    due_at      TIMESTAMP NOT NULL,
    reminded_at TIMESTAMP
);
CREATE INDEX account_deletion_due ON account_deletion (due_at);
CREATE TABLE account_desk_code (
    person     TEXT PRIMARY KEY REFERENCES account_person (id),
    mac        TEXT NOT NULL UNIQUE,
    expires_at TIMESTAMP NOT NULL
);
CREATE TABLE account_desk_visit (
    id        TEXT PRIMARY KEY,
    operator  TEXT NOT NULL,
    person    TEXT NOT NULL REFERENCES account_person (id),
    matter    TEXT NOT NULL DEFAULT '',
    opened_at TIMESTAMP NOT NULL
);
CREATE INDEX account_desk_visit_operator ON account_desk_visit (operator, matter, opened_at);
CREATE TABLE account_device (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    person      TEXT NOT NULL REFERENCES account_person (id),
    browser     TEXT NOT NULL,
    created_at  TIMESTAMP NOT NULL,
    seen_at     TIMESTAMP NOT NULL,
    UNIQUE (secret_hash, person)
);
CREATE INDEX account_device_person ON account_device (person);
CREATE TABLE account_document (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    kind       TEXT NOT NULL,
    masked     TEXT NOT NULL,
    sealed     TEXT NOT NULL,
    file       TEXT,
    file_name  TEXT NOT NULL DEFAULT '',
    file_type  TEXT NOT NULL DEFAULT '',
    scan       TEXT NOT NULL DEFAULT '',
    threat     TEXT NOT NULL DEFAULT '',
    reason     TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX account_document_file ON account_document (file);
CREATE INDEX account_document_person ON account_document (person, id);
CREATE TABLE account_errand (
    id           TEXT PRIMARY KEY,
    browser_hash TEXT NOT NULL UNIQUE,
    provider     TEXT NOT NULL,
    person       TEXT REFERENCES account_person (id),
    session      TEXT NOT NULL DEFAULT '',
    next         TEXT NOT NULL,
    identity     TEXT,
    created_at   TIMESTAMP NOT NULL,
    expires_at   TIMESTAMP NOT NULL,
    answered_at  TIMESTAMP,
    ended_at     TIMESTAMP
);
CREATE INDEX account_errand_expiry ON account_errand (expires_at);
CREATE TABLE account_factor (
    person TEXT PRIMARY KEY REFERENCES account_person (id),
    handle TEXT NOT NULL UNIQUE,
    strict BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE TABLE account_identity_case (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('clash', 'difference', 'correction')),
    person      TEXT NOT NULL REFERENCES account_person (id),
    holder      TEXT REFERENCES account_person (id) CHECK (holder <> person),
    source      TEXT NOT NULL,
    reference   TEXT NOT NULL,
    level       INTEGER NOT NULL,
    surname     TEXT NOT NULL,
    given       TEXT NOT NULL,
    patronymic  TEXT NOT NULL,
    snils       TEXT NOT NULL,
    birth       TEXT NOT NULL,
    sex         TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'proposed', 'applied', 'refused')),
    note        TEXT NOT NULL DEFAULT '',
    created_at  TIMESTAMP NOT NULL,
    proposed_by TEXT NOT NULL DEFAULT '',
    proposed_at TIMESTAMP,
    decided_by  TEXT NOT NULL DEFAULT '',
    decided_at  TIMESTAMP,
    CHECK (state <> 'applied' OR decided_by NOT IN ('', proposed_by))
);
CREATE INDEX account_identity_case_person ON account_identity_case (person, state);
CREATE INDEX account_identity_case_waiting ON account_identity_case (id) WHERE state IN ('open', 'proposed');
CREATE TABLE account_level (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    from_level INTEGER NOT NULL,
    to_level   INTEGER NOT NULL CHECK (to_level BETWEEN 1 AND 3 AND to_level <> from_level),
    source     TEXT NOT NULL,
    reference  TEXT NOT NULL,
    at         TIMESTAMP NOT NULL
);
CREATE INDEX account_level_person ON account_level (person, id);
CREATE TABLE account_link (
    provider   TEXT NOT NULL,
    subject    TEXT NOT NULL,
    person     TEXT NOT NULL REFERENCES account_person (id),
    linked_at  TIMESTAMP NOT NULL,
    used_at    TIMESTAMP,
    PRIMARY KEY (provider, subject),
    UNIQUE (person, provider)
);
CREATE TABLE account_passkey (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    credential TEXT NOT NULL UNIQUE,
    alone      BOOLEAN NOT NULL,
    name       TEXT NOT NULL,
    record     TEXT NOT NULL,
    sign_count BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP
);
CREATE INDEX account_passkey_person ON account_passkey (person);
CREATE TABLE account_pending (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    person      TEXT NOT NULL REFERENCES account_person (id),
    method      TEXT NOT NULL,
    device      TEXT NOT NULL,
    tries       INTEGER NOT NULL,
    created_at  TIMESTAMP NOT NULL,
    expires_at  TIMESTAMP NOT NULL
);
CREATE INDEX account_pending_expiry ON account_pending (expires_at);
CREATE INDEX account_pending_person ON account_pending (person);
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
    locked_at  TIMESTAMP,
    created_at TIMESTAMP NOT NULL
, password_at TIMESTAMP, snils TEXT, birth TEXT NOT NULL DEFAULT '', sex TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'female', 'male')), identified_at TIMESTAMP CHECK (identified_at IS NULL OR snils IS NOT NULL), erased_at TIMESTAMP);
CREATE UNIQUE INDEX account_person_snils ON account_person (snils) WHERE identified_at IS NOT NULL;
CREATE TABLE account_proof (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    kind       TEXT NOT NULL,
    masked     TEXT NOT NULL,
    number_mac TEXT NOT NULL,
    seen_by    TEXT NOT NULL,
    seen_at    TIMESTAMP NOT NULL
);
CREATE INDEX account_proof_number ON account_proof (number_mac);
CREATE INDEX account_proof_person ON account_proof (person, id);
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
    created_at   TIMESTAMP NOT NULL,
    expires_at   TIMESTAMP NOT NULL,
    approved_at  TIMESTAMP,
    ended_at     TIMESTAMP,
    ended_why    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX account_qr_expiry ON account_qr (expires_at);
CREATE TABLE account_recovery (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    person      TEXT NOT NULL REFERENCES account_person (id),
    created_at  TIMESTAMP NOT NULL,
    expires_at  TIMESTAMP NOT NULL,
    used_at     TIMESTAMP
);
CREATE INDEX account_recovery_person ON account_recovery (person);
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
    consents           TEXT NOT NULL,
    decoy              BOOLEAN NOT NULL,
    email_confirmed_at TIMESTAMP,
    phone_confirmed_at TIMESTAMP,
    phone_refused      BOOLEAN NOT NULL DEFAULT FALSE,
    person             TEXT REFERENCES account_person (id),
    created_at         TIMESTAMP NOT NULL,
    expires_at         TIMESTAMP NOT NULL
);
CREATE INDEX account_registration_expiry ON account_registration (expires_at);
CREATE TABLE account_reserve (
    person     TEXT NOT NULL REFERENCES account_person (id),
    mac        TEXT NOT NULL,
    batch      TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP,
    PRIMARY KEY (person, mac)
);
CREATE TABLE account_session (
    id           TEXT PRIMARY KEY,
    secret_hash  TEXT NOT NULL UNIQUE,
    person       TEXT NOT NULL REFERENCES account_person (id),
    device       TEXT NOT NULL,
    browser      TEXT NOT NULL,
    address      TEXT NOT NULL,
    created_at   TIMESTAMP NOT NULL,
    seen_at      TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP NOT NULL,
    expires_at   TIMESTAMP NOT NULL,
    ended_at     TIMESTAMP,
    ended_why    TEXT NOT NULL DEFAULT ''
, method TEXT NOT NULL DEFAULT '');
CREATE INDEX account_session_expiry ON account_session (expires_at);
CREATE INDEX account_session_person ON account_session (person, ended_at);
CREATE TABLE account_snils_check (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES account_person (id),
    surname    TEXT NOT NULL,
    given      TEXT NOT NULL,
    patronymic TEXT NOT NULL,
    snils      TEXT NOT NULL,
    birth      TEXT NOT NULL,
    sex        TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('pending', 'review', 'confirmed', 'mismatch', 'failed', 'overdue', 'refused', 'withdrawn')),
    ticket     TEXT NOT NULL DEFAULT '',
    asked      INTEGER NOT NULL DEFAULT 0,
    silent     BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TIMESTAMP NOT NULL,
    next_at    TIMESTAMP NOT NULL,
    decided_at TIMESTAMP
);
CREATE INDEX account_snils_check_due ON account_snils_check (next_at) WHERE state = 'pending';
CREATE UNIQUE INDEX account_snils_check_open ON account_snils_check (person) WHERE state IN ('pending', 'review');
CREATE INDEX account_snils_check_person ON account_snils_check (person, id);
CREATE TABLE account_totp (
    person     TEXT NOT NULL REFERENCES account_person (id),
    confirmed  BOOLEAN NOT NULL,
    secret     TEXT NOT NULL,
    last_step  BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP,
    PRIMARY KEY (person, confirmed)
);
CREATE TABLE account_undo (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    person      TEXT NOT NULL REFERENCES account_person (id),
    kind        TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
    before      TEXT NOT NULL,
    created_at  TIMESTAMP NOT NULL,
    expires_at  TIMESTAMP NOT NULL,
    used_at     TIMESTAMP
);
CREATE INDEX account_undo_expiry ON account_undo (expires_at);
CREATE INDEX account_undo_person ON account_undo (person, id);
CREATE TABLE application_answer (
    application TEXT NOT NULL REFERENCES application_case (id),
    question    TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    body        TEXT NOT NULL,
    author      TEXT NOT NULL,
    at          TIMESTAMP NOT NULL,
    PRIMARY KEY (application, question, revision)
);
CREATE TABLE application_batch (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    xml        TEXT,
    sha256     TEXT NOT NULL DEFAULT '',
    formed_at  TIMESTAMP,
    signature  TEXT NOT NULL DEFAULT '',
    signed_at  TIMESTAMP
);
CREATE INDEX application_batch_person ON application_batch (person);
CREATE INDEX application_batch_xml ON application_batch (xml) WHERE xml IS NOT NULL;
CREATE TABLE application_batch_case (
    batch       TEXT NOT NULL REFERENCES application_batch (id),
    application TEXT NOT NULL REFERENCES application_case (id),
    PRIMARY KEY (batch, application)
);
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
    created_at   TIMESTAMP NOT NULL,
    changed_at   TIMESTAMP NOT NULL,
    sent_at      TIMESTAMP,
    sent_by      TEXT NOT NULL DEFAULT '',
    due_on       TEXT NOT NULL DEFAULT '',
    decided_at   TIMESTAMP,
    follows      TEXT NOT NULL DEFAULT '', inn TEXT NOT NULL DEFAULT '', period TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (service, version) REFERENCES application_service (service, version)
);
CREATE INDEX application_case_applicant ON application_case (applicant, id);
CREATE INDEX application_case_decided ON application_case (decided_at DESC, id) WHERE state IN ('granted', 'refused');
CREATE UNIQUE INDEX application_case_number ON application_case (number) WHERE number <> '';
CREATE UNIQUE INDEX application_case_pending ON application_case (service, applicant, period) WHERE pending;
CREATE INDEX application_case_queue ON application_case (state, due_on, id) WHERE state IN ('review', 'asked');
CREATE INDEX application_case_sent ON application_case (service, sent_at) WHERE sent_at IS NOT NULL;
CREATE TABLE application_complaint (
    id          TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application_case (id),
    decision    TEXT NOT NULL,
    text        TEXT NOT NULL,
    person      TEXT NOT NULL,
    at          TIMESTAMP NOT NULL
);
CREATE INDEX application_complaint_application ON application_complaint (application, id);
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
    formed_at     TIMESTAMP NOT NULL,
    second_needed BOOLEAN NOT NULL,
    second        TEXT NOT NULL DEFAULT '',
    second_at     TIMESTAMP,
    signature     TEXT NOT NULL DEFAULT '',
    signer        TEXT NOT NULL DEFAULT '',
    signed_at     TIMESTAMP,
    receipt       TEXT NOT NULL DEFAULT '',
    voided_at     TIMESTAMP,
    supersedes    TEXT NOT NULL DEFAULT ''
, batch TEXT NOT NULL DEFAULT '');
CREATE INDEX application_decision_application ON application_decision (application, id);
CREATE INDEX application_decision_batch ON application_decision (batch) WHERE batch <> '';
CREATE UNIQUE INDEX application_decision_now ON application_decision (application) WHERE signed_at IS NULL AND voided_at IS NULL;
CREATE INDEX application_decision_pdf ON application_decision (pdf);
CREATE INDEX application_decision_xml ON application_decision (xml);
CREATE TABLE application_event (
    id          TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application_case (id),
    kind        TEXT NOT NULL,
    person      TEXT NOT NULL DEFAULT '',
    at          TIMESTAMP NOT NULL,
    about       TEXT NOT NULL DEFAULT '',
    open        BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE INDEX application_event_application ON application_event (application, id);
CREATE TABLE application_file (
    id          TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application_case (id),
    file        TEXT NOT NULL,
    author      TEXT NOT NULL,
    at          TIMESTAMP NOT NULL
, sha256 TEXT NOT NULL DEFAULT '', scan TEXT NOT NULL DEFAULT 'unscanned' CHECK (scan IN ('pending', 'clean', 'infected', 'unscanned')), threat TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '');
CREATE INDEX application_file_application ON application_file (application);
CREATE INDEX application_file_file ON application_file (file);
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
    formed_at   TIMESTAMP NOT NULL,
    voided_at   TIMESTAMP
);
CREATE UNIQUE INDEX application_paper_now ON application_paper (application) WHERE voided_at IS NULL;
CREATE INDEX application_paper_pdf ON application_paper (pdf);
CREATE INDEX application_paper_xml ON application_paper (xml);
CREATE TABLE application_question (
    id          TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application_case (id),
    field       TEXT NOT NULL DEFAULT '',
    text        TEXT NOT NULL,
    asked_by    TEXT NOT NULL,
    asked_at    TIMESTAMP NOT NULL,
    due_on      TEXT NOT NULL,
    remind_on   TEXT NOT NULL,
    reminded_at TIMESTAMP,
    answer      TEXT NOT NULL DEFAULT '',
    answered_by TEXT NOT NULL DEFAULT '',
    answered_at TIMESTAMP,
    ended_at    TIMESTAMP
);
CREATE INDEX application_question_application ON application_question (application, id);
CREATE INDEX application_question_waiting ON application_question (remind_on) WHERE answered_at IS NULL AND ended_at IS NULL AND reminded_at IS NULL;
CREATE TABLE application_reminder (
    service      TEXT NOT NULL,
    organisation TEXT NOT NULL,
    period       TEXT NOT NULL,
    stage        TEXT NOT NULL CHECK (stage IN ('open', 'soon', 'late')),
    at           TIMESTAMP NOT NULL,
    PRIMARY KEY (service, organisation, period, stage)
);
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
, escalated INTEGER NOT NULL DEFAULT 0, service TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT '', due_on TEXT NOT NULL DEFAULT '');
CREATE INDEX application_review_queue ON application_review (clean, due_on, application, state, step, service, reviewer, folded)
    WHERE state IN ('review', 'asked');
CREATE INDEX application_review_reviewer ON application_review (reviewer) WHERE reviewer <> '';
CREATE TABLE application_service (
    service    TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    state      TEXT NOT NULL CHECK (state IN ('draft', 'published')),
    digest     TEXT NOT NULL,
    source     TEXT NOT NULL,
    first_day  TEXT NOT NULL,
    last_day   TEXT NOT NULL DEFAULT '',
    author     TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (service, version)
);
CREATE TABLE application_service_author (
    service TEXT NOT NULL,
    version INTEGER NOT NULL,
    person  TEXT NOT NULL,
    PRIMARY KEY (service, version, person),
    FOREIGN KEY (service, version) REFERENCES application_service (service, version)
);
CREATE INDEX application_service_author_person ON application_service_author (person);
CREATE TABLE application_signing (
    id           TEXT PRIMARY KEY,
    paper        TEXT NOT NULL REFERENCES application_paper (id),
    person       TEXT NOT NULL,
    send         BOOLEAN NOT NULL DEFAULT FALSE,
    asked_at     TIMESTAMP NOT NULL,
    asked_by     TEXT NOT NULL,
    signature    TEXT NOT NULL DEFAULT '',
    signer       TEXT NOT NULL DEFAULT '',
    signed_at    TIMESTAMP,
    returned_at  TIMESTAMP,
    comment      TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX application_signing_person ON application_signing (paper, person);
CREATE INDEX application_signing_waiting ON application_signing (person) WHERE signed_at IS NULL AND returned_at IS NULL;
CREATE TABLE application_subscription (
    organisation TEXT NOT NULL,
    person       TEXT NOT NULL,
    at           TIMESTAMP NOT NULL,
    PRIMARY KEY (organisation, person)
);
CREATE INDEX application_subscription_person ON application_subscription (person);
CREATE TABLE application_view (
    id         TEXT PRIMARY KEY,
    owner      TEXT NOT NULL,
    place      INTEGER NOT NULL CHECK (place BETWEEN 1 AND 20),
    name       TEXT NOT NULL,
    folded     TEXT NOT NULL,
    side       TEXT NOT NULL,
    service    TEXT NOT NULL,
    whose      TEXT NOT NULL,
    term       TEXT NOT NULL,
    words      TEXT NOT NULL,
    person     TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX application_view_name ON application_view (owner, folded);
CREATE INDEX application_view_person ON application_view (person);
CREATE UNIQUE INDEX application_view_place ON application_view (owner, place);
CREATE TABLE application_visit (
    application TEXT NOT NULL REFERENCES application_case (id),
    person      TEXT NOT NULL,
    at          TIMESTAMP NOT NULL,
    PRIMARY KEY (application, person)
);
CREATE TABLE audit_entry (
    id         TEXT PRIMARY KEY,
    at         TIMESTAMP NOT NULL,
    actor      TEXT NOT NULL,
    action     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    request    TEXT NOT NULL,
    address    TEXT NOT NULL,
    detail     TEXT NOT NULL,
    seq        BIGINT UNIQUE,
    hash       TEXT
);
CREATE INDEX audit_entry_action ON audit_entry (action, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor, id);
CREATE INDEX audit_entry_subject ON audit_entry (subject, id);
CREATE INDEX audit_entry_waiting ON audit_entry (id) WHERE seq IS NULL;
CREATE TABLE audit_head (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    seq  BIGINT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE evidence_leaf (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    commitment BYTEA NOT NULL,
    seq        BIGINT UNIQUE,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX evidence_leaf_subject ON evidence_leaf (subject);
CREATE INDEX evidence_leaf_waiting ON evidence_leaf (id) WHERE seq IS NULL;
CREATE TABLE evidence_receipt (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    matter     TEXT NOT NULL,
    number     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    leaf       TEXT NOT NULL UNIQUE REFERENCES evidence_leaf (id),
    seal       TEXT NOT NULL REFERENCES evidence_seal (sha256),
    sealed     BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX evidence_receipt_matter ON evidence_receipt (matter, id);
CREATE INDEX evidence_receipt_subject ON evidence_receipt (subject, id);
CREATE TABLE evidence_salt (
    leaf TEXT PRIMARY KEY REFERENCES evidence_leaf (id),
    salt BYTEA NOT NULL
);
CREATE TABLE evidence_seal (
    sha256      TEXT PRIMARY KEY,
    certificate BYTEA NOT NULL,
    since       TIMESTAMP NOT NULL
);
CREATE TABLE fact_calendar (
    version    INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    text       TEXT NOT NULL,
    import     TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE TABLE fact_change (
    id         TEXT PRIMARY KEY,
    register   TEXT NOT NULL,
    source     TEXT NOT NULL,
    record     TEXT NOT NULL,
    version    INTEGER NOT NULL,
    inn        TEXT NOT NULL,
    ogrn       TEXT NOT NULL,
    import     TEXT NOT NULL,
    operator   TEXT NOT NULL,
    lines      TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'standing', 'refused', 'overtaken')),
    found_at   TIMESTAMP NOT NULL,
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at TIMESTAMP,
    reason     TEXT NOT NULL DEFAULT '',
    CHECK (decided_by = '' OR decided_by <> operator)
);
CREATE INDEX fact_change_record ON fact_change (record, register, source);
CREATE INDEX fact_change_subject ON fact_change (ogrn, id);
CREATE INDEX fact_change_waiting ON fact_change (id) WHERE state = 'waiting';
CREATE TABLE fact_extract (
    id          TEXT PRIMARY KEY,
    register    TEXT NOT NULL,
    record      TEXT NOT NULL,
    as_of       TEXT NOT NULL,
    name        TEXT NOT NULL,
    file        TEXT NOT NULL,
    signature   TEXT NOT NULL,
    file_hash   TEXT NOT NULL,
    certificate TEXT NOT NULL,
    operator    TEXT NOT NULL,
    taken_at    TIMESTAMP NOT NULL
);
CREATE INDEX fact_extract_file ON fact_extract (file);
CREATE UNIQUE INDEX fact_extract_hash ON fact_extract (file_hash);
CREATE INDEX fact_extract_record ON fact_extract (record, id);
CREATE INDEX fact_extract_signature ON fact_extract (signature);
CREATE TABLE fact_import (
    id            TEXT PRIMARY KEY,
    register      TEXT NOT NULL,
    scope         TEXT NOT NULL CHECK (scope IN ('full', 'delta')),
    file_name     TEXT NOT NULL,
    file_hash     TEXT NOT NULL,
    file_size     BIGINT NOT NULL,
    origin        TEXT NOT NULL,
    pinned        TEXT NOT NULL,
    operator      TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('running', 'done', 'refused', 'stopped')),
    reason        TEXT NOT NULL DEFAULT '',
    expected      BIGINT NOT NULL DEFAULT 0,
    at_part       INTEGER NOT NULL DEFAULT 0,
    at_record     BIGINT NOT NULL DEFAULT 0,
    parts         INTEGER NOT NULL DEFAULT 0,
    was_read      BIGINT NOT NULL DEFAULT 0,
    stored        BIGINT NOT NULL DEFAULT 0,
    unchanged     BIGINT NOT NULL DEFAULT 0,
    broken        BIGINT NOT NULL DEFAULT 0,
    held          BIGINT NOT NULL DEFAULT 0,
    unknown_codes TEXT NOT NULL,
    faults        TEXT NOT NULL,
    as_of         TEXT NOT NULL DEFAULT '',
    started_at    TIMESTAMP NOT NULL,
    beat_at       TIMESTAMP NOT NULL,
    ended_at      TIMESTAMP
);
CREATE INDEX fact_import_file ON fact_import (register, file_hash);
CREATE UNIQUE INDEX fact_import_running ON fact_import (state) WHERE state = 'running';
CREATE INDEX fact_import_standing ON fact_import (register, scope, as_of) WHERE state = 'done';
CREATE TABLE fact_mention (
    inn      TEXT NOT NULL,
    register TEXT NOT NULL,
    source   TEXT NOT NULL,
    record   TEXT NOT NULL,
    version  INTEGER NOT NULL,
    PRIMARY KEY (inn, record, register, source, version)
);
CREATE TABLE fact_override (
    id          TEXT PRIMARY KEY,
    inn         TEXT NOT NULL,
    ogrn        TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    rule        TEXT NOT NULL,
    was         TEXT NOT NULL CHECK (was IN ('PASS', 'FAIL', 'REVIEW', 'UNKNOWN')),
    outcome     TEXT NOT NULL CHECK (outcome IN ('PASS', 'FAIL', 'REVIEW')),
    print       TEXT NOT NULL,
    reason      TEXT NOT NULL CHECK (reason <> ''),
    document    TEXT NOT NULL,
    valid_until TEXT NOT NULL CHECK (valid_until <> ''),
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'standing', 'refused', 'ended')),
    given_by    TEXT NOT NULL,
    given_at    TIMESTAMP NOT NULL,
    decided_by  TEXT NOT NULL DEFAULT '',
    decided_at  TIMESTAMP,
    ended_by    TEXT NOT NULL DEFAULT '',
    ended_at    TIMESTAMP,
    remark      TEXT NOT NULL DEFAULT '',
    CHECK (decided_by = '' OR decided_by <> given_by),
    CHECK (was <> 'FAIL' OR state <> 'standing' OR decided_by <> '')
);
CREATE INDEX fact_override_ogrn ON fact_override (ogrn, id);
CREATE UNIQUE INDEX fact_override_waiting ON fact_override (ogrn, purpose, rule) WHERE state = 'waiting';
CREATE TABLE fact_query (
    id         TEXT PRIMARY KEY,
    source     TEXT NOT NULL,
    inn        TEXT NOT NULL,
    ogrn       TEXT NOT NULL,
    ticket     TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL CHECK (state IN ('pending', 'answered', 'none', 'failed', 'overdue')),
    reason     TEXT NOT NULL DEFAULT '',
    tries      INTEGER NOT NULL DEFAULT 0,
    silent     BOOLEAN NOT NULL DEFAULT FALSE,
    asked_by   TEXT NOT NULL,
    asked_at   TIMESTAMP NOT NULL,
    next_at    TIMESTAMP NOT NULL,
    ended_at   TIMESTAMP
);
CREATE INDEX fact_query_due ON fact_query (next_at) WHERE state = 'pending';
CREATE INDEX fact_query_inn ON fact_query (inn, id);
CREATE UNIQUE INDEX fact_query_open ON fact_query (source, inn, ogrn) WHERE state = 'pending';
CREATE TABLE fact_record (
    register   TEXT NOT NULL,
    source     TEXT NOT NULL,
    record     TEXT NOT NULL,
    version    INTEGER NOT NULL,
    inn        TEXT NOT NULL,
    kpp        TEXT NOT NULL,
    region     TEXT NOT NULL,
    kind       TEXT NOT NULL,
    status     TEXT NOT NULL,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL,
    as_of      TEXT NOT NULL,
    shown_on   TEXT NOT NULL,
    fetched_at TIMESTAMP NOT NULL,
    import     TEXT NOT NULL,
    standing   BOOLEAN NOT NULL,
    gone       BOOLEAN NOT NULL,
    hash       BYTEA NOT NULL,
    body       BYTEA NOT NULL,
    PRIMARY KEY (record, register, source, version)
);
CREATE INDEX fact_record_class ON fact_record (register, source, record, version) WHERE register IN ('okved', 'okpd2');
CREATE INDEX fact_record_inn ON fact_record (inn) WHERE inn <> '';
CREATE TABLE fact_seen (
    import TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX fact_seen_record ON fact_seen (import, record);
CREATE TABLE fact_statement (
    id            TEXT PRIMARY KEY,
    inn           TEXT NOT NULL,
    ogrn          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('known', 'absent', 'unknown', 'restricted')),
    value         TEXT NOT NULL,
    source        TEXT NOT NULL,
    reference     TEXT NOT NULL,
    as_of         TEXT NOT NULL,
    fetched_at    TIMESTAMP NOT NULL,
    valid_until   TEXT NOT NULL,
    author        TEXT NOT NULL,
    reason        TEXT NOT NULL,
    evidence      TEXT,
    evidence_name TEXT NOT NULL DEFAULT '',
    evidence_type TEXT NOT NULL DEFAULT '',
    revokes       TEXT NOT NULL DEFAULT ''
, evidence_seal TEXT NOT NULL DEFAULT '');
CREATE INDEX fact_statement_evidence ON fact_statement (evidence);
CREATE INDEX fact_statement_inn ON fact_statement (inn, id);
CREATE INDEX fact_statement_ogrn ON fact_statement (ogrn, id);
CREATE TABLE fact_watch (
    inn   TEXT NOT NULL,
    ogrn  TEXT NOT NULL,
    since TIMESTAMP NOT NULL,
    PRIMARY KEY (ogrn, inn)
);
CREATE INDEX fact_watch_inn ON fact_watch (inn);
CREATE TABLE installation (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    kind       TEXT NOT NULL CHECK (kind IN ('trial', 'real')),
    id         TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE TABLE job_schedule (
    name    TEXT PRIMARY KEY,
    next_at TIMESTAMP NOT NULL
);
CREATE TABLE legal_document (
    kind       TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    title_ru   TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    text_ru    TEXT NOT NULL,
    text_en    TEXT NOT NULL,
    since      TIMESTAMP NOT NULL,
    author     TEXT NOT NULL,
    reviewed   BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (kind, version)
);
CREATE TABLE limit_bucket (
    key        TEXT PRIMARY KEY,
    arrival    BIGINT NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX limit_bucket_expiry ON limit_bucket (expires_at);
CREATE TABLE membership_candidate (
    organisation TEXT PRIMARY KEY,
    ogrn         TEXT NOT NULL,
    name         TEXT NOT NULL,
    status       TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    basis        TEXT NOT NULL,
    since        TIMESTAMP NOT NULL,
    judged_at    TIMESTAMP NOT NULL
);
CREATE INDEX membership_candidate_since ON membership_candidate (since);
CREATE TABLE membership_count (
    direction TEXT NOT NULL,
    status    TEXT NOT NULL,
    okrug     TEXT NOT NULL,
    n         INTEGER NOT NULL,
    PRIMARY KEY (direction, status, okrug)
);
CREATE TABLE membership_decision (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES membership_member (organisation),
    kind         TEXT NOT NULL,
    reason       TEXT NOT NULL,
    note         TEXT NOT NULL,
    event        TEXT NOT NULL,
    document     TEXT NOT NULL,
    formed_by    TEXT NOT NULL,
    formed_at    TIMESTAMP NOT NULL,
    signature    TEXT NOT NULL DEFAULT '',
    signed_at    TIMESTAMP
);
CREATE INDEX membership_decision_organisation ON membership_decision (organisation, id);
CREATE TABLE membership_direction (
    direction    TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES membership_member (organisation),
    PRIMARY KEY (direction, organisation)
);
CREATE INDEX membership_direction_organisation ON membership_direction (organisation);
CREATE TABLE membership_event (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    kind         TEXT NOT NULL,
    status       TEXT NOT NULL,
    state        TEXT NOT NULL,
    at           TIMESTAMP NOT NULL,
    author       TEXT NOT NULL DEFAULT '',
    application  TEXT NOT NULL DEFAULT '',
    number       TEXT NOT NULL,
    reason       TEXT NOT NULL DEFAULT '',
    note         TEXT NOT NULL DEFAULT '',
    corrects     TEXT NOT NULL DEFAULT '',
    signature    TEXT NOT NULL DEFAULT '',
    basis        TEXT NOT NULL,
    receipt      TEXT NOT NULL
);
CREATE UNIQUE INDEX membership_event_number ON membership_event (number);
CREATE INDEX membership_event_organisation ON membership_event (organisation, id);
CREATE TABLE membership_member (
    organisation TEXT PRIMARY KEY,
    ogrn         TEXT NOT NULL UNIQUE,
    inn          TEXT NOT NULL,
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('participant', 'partner')),
    state        TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'ended', 'annulled')),
    region       TEXT NOT NULL,
    okrug        TEXT NOT NULL,
    since        TIMESTAMP NOT NULL,
    changed_at   TIMESTAMP NOT NULL,
    event        TEXT NOT NULL,
    profile      TEXT NOT NULL
);
CREATE INDEX membership_member_inn ON membership_member (inn);
CREATE INDEX membership_member_name ON membership_member (name_key, organisation) WHERE state IN ('active', 'suspended');
CREATE TABLE membership_warning (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES membership_member (organisation),
    opened_at    TIMESTAMP NOT NULL,
    answer_by    TEXT NOT NULL,
    reason       TEXT NOT NULL,
    note         TEXT NOT NULL DEFAULT '',
    basis        TEXT NOT NULL,
    receipt      TEXT NOT NULL,
    answer       TEXT NOT NULL DEFAULT '',
    answered_by  TEXT NOT NULL DEFAULT '',
    answered_at  TIMESTAMP,
    closed_at    TIMESTAMP,
    outcome      TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX membership_warning_open ON membership_warning (organisation) WHERE closed_at IS NULL;
CREATE TABLE membership_word (
    word         TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES membership_member (organisation), name_key TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (word, organisation)
);
CREATE INDEX membership_word_order ON membership_word (word, name_key, organisation);
CREATE INDEX membership_word_organisation ON membership_word (organisation, word);
CREATE TABLE notification_message (
    id         TEXT PRIMARY KEY,
    channel    TEXT NOT NULL CHECK (channel IN ('mail', 'sms')),
    recipient  TEXT NOT NULL,
    topic      TEXT NOT NULL,
    lang       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    text       TEXT NOT NULL,
    html       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'expired')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    failure    TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    done_at    TIMESTAMP
, forget BOOLEAN NOT NULL DEFAULT FALSE);
CREATE INDEX notification_message_recipient ON notification_message (recipient);
CREATE INDEX notification_message_state ON notification_message (state, id);
CREATE TABLE notification_notice (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    topic      TEXT NOT NULL,
    title_ru   TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    text_ru    TEXT NOT NULL,
    text_en    TEXT NOT NULL,
    path       TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    read_at    TIMESTAMP
);
CREATE INDEX notification_notice_created ON notification_notice (created_at);
CREATE INDEX notification_notice_person ON notification_notice (person, id);
CREATE INDEX notification_notice_unread ON notification_notice (person) WHERE read_at IS NULL;
CREATE TABLE organisation_cabinet (
    id        TEXT PRIMARY KEY,
    ogrn      TEXT NOT NULL UNIQUE,
    inn       TEXT NOT NULL,
    kpp       TEXT NOT NULL DEFAULT '',
    name      TEXT NOT NULL,
    email     TEXT NOT NULL DEFAULT '',
    phone     TEXT NOT NULL DEFAULT '',
    opened_by TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    signature TEXT NOT NULL
);
CREATE INDEX organisation_cabinet_inn ON organisation_cabinet (inn);
CREATE TABLE organisation_case (
    id          TEXT PRIMARY KEY,
    person      TEXT NOT NULL,
    ogrn        TEXT NOT NULL,
    inn         TEXT NOT NULL,
    login       TEXT NOT NULL,
    ground      TEXT NOT NULL,
    details     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'granted', 'refused', 'withdrawn')),
    created_at  TIMESTAMP NOT NULL,
    decided_by  TEXT NOT NULL DEFAULT '',
    decided_at  TIMESTAMP,
    reason      TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX organisation_case_open ON organisation_case (person, ogrn, inn) WHERE state = 'open';
CREATE INDEX organisation_case_waiting ON organisation_case (id) WHERE state = 'open';
CREATE TABLE organisation_certificate (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation_cabinet (id),
    person       TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    serial       TEXT NOT NULL,
    holder       TEXT NOT NULL,
    issuer       TEXT NOT NULL,
    not_before   TIMESTAMP NOT NULL,
    not_after    TIMESTAMP NOT NULL,
    trial        BOOLEAN NOT NULL DEFAULT FALSE,
    added_at     TIMESTAMP NOT NULL,
    removed_by   TEXT NOT NULL DEFAULT '',
    removed_at   TIMESTAMP
);
CREATE INDEX organisation_certificate_end ON organisation_certificate (not_after) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX organisation_certificate_now ON organisation_certificate (organisation, sha256) WHERE removed_at IS NULL;
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
    granted_at   TIMESTAMP NOT NULL,
    signature    TEXT NOT NULL,
    lapses_at    TIMESTAMP NOT NULL,
    until        TIMESTAMP NOT NULL,
    confirm_by   TIMESTAMP,
    accepted_at  TIMESTAMP,
    ended_at     TIMESTAMP,
    ended_by     TEXT NOT NULL DEFAULT '',
    CHECK (state <> 'active' OR person <> '')
);
CREATE INDEX organisation_grant_end ON organisation_grant (until) WHERE state IN ('invited', 'active');
CREATE UNIQUE INDEX organisation_grant_now ON organisation_grant (organisation, snils_mac) WHERE state IN ('invited', 'active');
CREATE INDEX organisation_grant_person ON organisation_grant (person) WHERE state = 'active';
CREATE INDEX organisation_grant_snils ON organisation_grant (snils_mac) WHERE state = 'invited';
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
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP,
    used_for   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX organisation_link_person ON organisation_link (person);
CREATE TABLE organisation_login (
    login TEXT PRIMARY KEY,
    at    TIMESTAMP NOT NULL
);
CREATE TABLE organisation_power (
    id           TEXT PRIMARY KEY,
    person       TEXT NOT NULL,
    number       TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    file         TEXT NOT NULL,
    signature    TEXT NOT NULL,
    parents      TEXT NOT NULL DEFAULT '[]',
    signed       TEXT NOT NULL,
    inn          TEXT NOT NULL,
    ogrn         TEXT NOT NULL,
    principal    TEXT NOT NULL,
    agent        TEXT NOT NULL,
    issued       TEXT NOT NULL,
    until        TIMESTAMP NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('kept', 'review', 'active', 'refused', 'withdrawn', 'revoked', 'removed', 'over', 'replaced', 'ended')),
    signer       TEXT NOT NULL DEFAULT '',
    added_at     TIMESTAMP NOT NULL,
    ended_at     TIMESTAMP,
    ended_by     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX organisation_power_end ON organisation_power (until) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX organisation_power_now ON organisation_power (person, number) WHERE ended_at IS NULL;
CREATE INDEX organisation_power_person ON organisation_power (person);
CREATE INDEX organisation_power_principal ON organisation_power (ogrn);
CREATE TABLE organisation_power_verdict (
    id       TEXT PRIMARY KEY,
    power    TEXT NOT NULL REFERENCES organisation_power (id),
    stage    TEXT NOT NULL CHECK (stage IN ('brought', 'entered', 'signed', 'decided')),
    result   TEXT NOT NULL CHECK (result IN ('yes', 'no', 'review')),
    registry TEXT NOT NULL,
    checks   TEXT NOT NULL,
    at       TIMESTAMP NOT NULL
);
CREATE INDEX organisation_power_verdict_of ON organisation_power_verdict (power);
CREATE TABLE organisation_preparation (
    person     TEXT NOT NULL,
    inn        TEXT NOT NULL,
    kpp        TEXT NOT NULL DEFAULT '',
    email      TEXT NOT NULL DEFAULT '',
    phone      TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (person, inn)
);
CREATE TABLE organisation_recent (
    person       TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES organisation_cabinet (id),
    at           TIMESTAMP NOT NULL,
    PRIMARY KEY (person, organisation)
);
CREATE TABLE organisation_signer (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation_cabinet (id),
    person       TEXT NOT NULL,
    basis        TEXT NOT NULL CHECK (basis IN ('head', 'proprietor', 'managing', 'power')),
    joint        BOOLEAN NOT NULL DEFAULT FALSE,
    post         TEXT NOT NULL DEFAULT '',
    inn          TEXT NOT NULL DEFAULT '',
    certificate  TEXT NOT NULL DEFAULT '',
    since        TIMESTAMP NOT NULL,
    until        TIMESTAMP,
    judged_at    TIMESTAMP NOT NULL,
    as_of        TEXT NOT NULL DEFAULT '',
    ended_at     TIMESTAMP,
    ended_why    TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX organisation_signer_now ON organisation_signer (organisation, person) WHERE ended_at IS NULL;
CREATE INDEX organisation_signer_person ON organisation_signer (person) WHERE ended_at IS NULL;
CREATE TABLE organisation_warning (
    subject TEXT NOT NULL,
    days    INTEGER NOT NULL,
    at      TIMESTAMP NOT NULL,
    PRIMARY KEY (subject, days)
);
CREATE TABLE organisation_wish (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL DEFAULT '',
    person       TEXT NOT NULL,
    snils_mac    TEXT NOT NULL,
    snils_end    TEXT NOT NULL,
    name         TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('full', 'standard')),
    until        TIMESTAMP NOT NULL,
    replaces     TEXT NOT NULL DEFAULT '',
    link         TEXT NOT NULL DEFAULT '',
    expires_at   TIMESTAMP NOT NULL
);
CREATE TABLE partner_change (
    id      TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    at      TIMESTAMP NOT NULL
);
CREATE INDEX partner_change_at ON partner_change (at);
CREATE TABLE partner_click (
    day      TEXT NOT NULL,
    asked    TEXT NOT NULL,
    role     TEXT NOT NULL,
    region   TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    subject  TEXT NOT NULL,
    passage  TEXT NOT NULL,
    matched  TEXT NOT NULL,
    through  TEXT NOT NULL,
    clicks   BIGINT NOT NULL CHECK (clicks > 0),
    PRIMARY KEY (day, asked, role, region, position, passage)
);
CREATE TABLE partner_saved (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    place      SMALLINT NOT NULL CHECK (place BETWEEN 1 AND 30),
    name       TEXT NOT NULL,
    question   TEXT NOT NULL,
    letters    TEXT NOT NULL CHECK (letters IN ('off', 'daily', 'weekly')),
    due_at     TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    seen_at    TIMESTAMP NOT NULL,
    seen_for   TEXT NOT NULL,
    seen_known TEXT NOT NULL,
    told_at    TIMESTAMP NOT NULL,
    told_for   TEXT NOT NULL,
    told_known TEXT NOT NULL,
    CHECK ((letters = 'off') = (due_at IS NULL)),
    UNIQUE (person, place)
);
CREATE INDEX partner_saved_due ON partner_saved (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE partner_vector (
    model  TEXT NOT NULL,
    sum    TEXT NOT NULL,
    vector BYTEA NOT NULL,
    PRIMARY KEY (model, sum)
);
CREATE TABLE partner_vector_wait (
    model   TEXT NOT NULL,
    sum     TEXT NOT NULL,
    subject TEXT NOT NULL,
    tries   INTEGER NOT NULL,
    due_at  TIMESTAMP NOT NULL,
    PRIMARY KEY (model, sum, subject)
);
CREATE INDEX partner_vector_wait_due ON partner_vector_wait (model, due_at);
CREATE TABLE profile_event (
    id             TEXT PRIMARY KEY,
    subject        TEXT NOT NULL,
    item           TEXT NOT NULL,
    kind           TEXT NOT NULL,
    deed           TEXT NOT NULL CHECK (deed IN ('added', 'edited', 'removed')),
    title          TEXT NOT NULL,
    before_content TEXT,
    at             TIMESTAMP NOT NULL,
    person         TEXT
);
CREATE INDEX profile_event_person ON profile_event (person);
CREATE INDEX profile_event_subject ON profile_event (subject, id);
CREATE TABLE profile_item (
    id         TEXT PRIMARY KEY,
    subject    TEXT NOT NULL,
    inn        TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('about', 'competence', 'equipment', 'product', 'certificate', 'offer', 'need')),
    audience   TEXT NOT NULL CHECK (audience IN ('', 'member', 'named')),
    content    TEXT NOT NULL,
    last_day   TEXT,
    ended      INTEGER NOT NULL,
    outside    TEXT UNIQUE,
    created_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by TEXT
);
CREATE INDEX profile_item_by ON profile_item (changed_by);
CREATE INDEX profile_item_last_day ON profile_item (last_day) WHERE ended = 0;
CREATE INDEX profile_item_subject ON profile_item (subject, id);
CREATE TABLE signature_again (
    signed  TEXT PRIMARY KEY REFERENCES signature_signed (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('good', 'revoked')),
    at      TIMESTAMP NOT NULL
);
CREATE TABLE signature_evidence (
    key        TEXT PRIMARY KEY,
    file       TEXT NOT NULL,
    fetched_at TIMESTAMP NOT NULL,
    until      TIMESTAMP NOT NULL
);
CREATE INDEX signature_evidence_file ON signature_evidence (file);
CREATE INDEX signature_evidence_until ON signature_evidence (until);
CREATE TABLE signature_list (
    sha256      TEXT PRIMARY KEY,
    number      INTEGER NOT NULL,
    dated       TIMESTAMP NOT NULL,
    file        TEXT NOT NULL,
    authorities INTEGER NOT NULL,
    signer      TEXT NOT NULL DEFAULT '',
    imported_by TEXT NOT NULL,
    imported_at TIMESTAMP NOT NULL
);
CREATE INDEX signature_list_dated ON signature_list (dated);
CREATE INDEX signature_list_file ON signature_list (file);
CREATE TABLE signature_material (
    sha256 TEXT PRIMARY KEY,
    kind   TEXT NOT NULL,
    file   TEXT NOT NULL
);
CREATE INDEX signature_material_file ON signature_material (file);
CREATE TABLE signature_raised (
    signed  TEXT NOT NULL REFERENCES signature_signed (id),
    step    INTEGER NOT NULL CHECK (step > 0),
    level   TEXT NOT NULL CHECK (level IN ('T', 'LTA', 'token')),
    message TEXT NOT NULL,
    at      TIMESTAMP NOT NULL,
    until   TIMESTAMP NOT NULL,
    PRIMARY KEY (signed, step)
);
CREATE INDEX signature_raised_message ON signature_raised (message);
CREATE INDEX signature_raised_until ON signature_raised (until) WHERE level IN ('LTA', 'token');
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
    created_at   TIMESTAMP NOT NULL,
    expires_at   TIMESTAMP NOT NULL,
    signed_at    TIMESTAMP,
    ended_at     TIMESTAMP,
    CHECK (person <> '' OR browser_hash <> ''),
    CHECK ((document IS NULL) <> (challenge = ''))
);
CREATE INDEX signature_request_document ON signature_request (document);
CREATE INDEX signature_request_expiry ON signature_request (expires_at);
CREATE INDEX signature_request_person ON signature_request (person);
CREATE TABLE signature_signed (
    id           TEXT PRIMARY KEY,
    request      TEXT NOT NULL UNIQUE REFERENCES signature_request (id),
    purpose      TEXT NOT NULL,
    person       TEXT NOT NULL DEFAULT '',
    message      TEXT NOT NULL,
    facts        TEXT,
    report       TEXT NOT NULL,
    certificate  TEXT NOT NULL,
    policy       TEXT NOT NULL,
    trust_list   TEXT NOT NULL DEFAULT '',
    at           TIMESTAMP NOT NULL
);
CREATE INDEX signature_signed_certificate ON signature_signed (certificate);
CREATE INDEX signature_signed_facts ON signature_signed (facts);
CREATE INDEX signature_signed_message ON signature_signed (message);
CREATE INDEX signature_signed_person ON signature_signed (person);
CREATE TABLE signature_workplace (
    number     TEXT PRIMARY KEY,
    report     TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX signature_workplace_age ON signature_workplace (created_at);
CREATE TABLE staff_conflict (
    id        TEXT PRIMARY KEY,
    person    TEXT NOT NULL,
    subject   TEXT NOT NULL,
    reason    TEXT NOT NULL,
    marked_at TIMESTAMP NOT NULL,
    lifted_by TEXT NOT NULL DEFAULT '' CHECK (lifted_by <> person),
    lifted_at TIMESTAMP
);
CREATE UNIQUE INDEX staff_conflict_standing ON staff_conflict (subject, person) WHERE lifted_at IS NULL;
CREATE TABLE staff_invitation (
    id           TEXT PRIMARY KEY,
    secret_hash  TEXT NOT NULL UNIQUE,
    email        TEXT NOT NULL,
    email_key    TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('operator', 'expert', 'board', 'auditor', 'owner')),
    invited_by   TEXT NOT NULL,
    confirmed_by TEXT NOT NULL CHECK (confirmed_by = '' OR confirmed_by <> invited_by),
    created_at   TIMESTAMP NOT NULL,
    expires_at   TIMESTAMP NOT NULL,
    used_by      TEXT NOT NULL DEFAULT '',
    used_at      TIMESTAMP,
    withdrawn_at TIMESTAMP
);
CREATE INDEX staff_invitation_expiry ON staff_invitation (expires_at);
CREATE TABLE staff_proposal (
    id          TEXT PRIMARY KEY,
    act         TEXT NOT NULL CHECK (act IN ('give', 'end', 'invite')),
    role        TEXT NOT NULL CHECK (role IN ('operator', 'expert', 'board', 'auditor', 'owner')),
    person      TEXT NOT NULL,
    email       TEXT NOT NULL,
    email_key   TEXT NOT NULL,
    lang        TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'refused', 'withdrawn')),
    decided_by  TEXT NOT NULL DEFAULT '',
    decided_at  TIMESTAMP,
    CHECK (state NOT IN ('confirmed', 'refused') OR decided_by NOT IN ('', proposed_by, person))
);
CREATE INDEX staff_proposal_decided ON staff_proposal (decided_at) WHERE state <> 'open';
CREATE UNIQUE INDEX staff_proposal_open ON staff_proposal (act, role, person, email_key) WHERE state = 'open';
CREATE TABLE staff_role (
    id               TEXT PRIMARY KEY,
    person           TEXT NOT NULL,
    role             TEXT NOT NULL CHECK (role IN ('operator', 'expert', 'board', 'auditor', 'owner')),
    given_by         TEXT NOT NULL,
    confirmed_by     TEXT NOT NULL CHECK (confirmed_by = '' OR confirmed_by NOT IN (given_by, person)),
    given_at         TIMESTAMP NOT NULL,
    ended_by         TEXT NOT NULL DEFAULT '',
    end_confirmed_by TEXT NOT NULL DEFAULT '' CHECK (end_confirmed_by = '' OR end_confirmed_by NOT IN (ended_by, person)),
    ended_at         TIMESTAMP
);
CREATE UNIQUE INDEX staff_role_held ON staff_role (person, role) WHERE ended_at IS NULL;
CREATE TABLE staff_turn (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    taken BIGINT NOT NULL
);
CREATE TABLE staff_view (
    id      TEXT PRIMARY KEY,
    viewer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    page    TEXT NOT NULL,
    what_ru TEXT NOT NULL,
    what_en TEXT NOT NULL,
    at      TIMESTAMP NOT NULL
);
CREATE INDEX staff_view_subject ON staff_view (subject, id);
CREATE INDEX staff_view_viewer ON staff_view (viewer, id);
