account_alarm.id text NOT NULL
account_alarm.secret_hash text NOT NULL
account_alarm.person text NOT NULL
account_alarm.session text NOT NULL
account_alarm.since timestamp with time zone NOT NULL
account_alarm.created_at timestamp with time zone NOT NULL
account_alarm.expires_at timestamp with time zone NOT NULL
account_alarm.used_at timestamp with time zone
account_alarm: FOREIGN KEY (person) REFERENCES account_person(id)
account_alarm: PRIMARY KEY (id)
account_alarm: UNIQUE (secret_hash)
CREATE INDEX account_alarm_expiry ON public.account_alarm USING btree (expires_at)
CREATE INDEX account_alarm_person ON public.account_alarm USING btree (person)
CREATE UNIQUE INDEX account_alarm_pkey ON public.account_alarm USING btree (id)
CREATE UNIQUE INDEX account_alarm_secret_hash_key ON public.account_alarm USING btree (secret_hash)
account_ask.id text NOT NULL
account_ask.secret_hash text NOT NULL
account_ask.wish text NOT NULL
account_ask.kind text NOT NULL
account_ask.via text NOT NULL
account_ask.login text NOT NULL
account_ask.lang text NOT NULL
account_ask.browser text NOT NULL
account_ask.address text NOT NULL
account_ask.request text NOT NULL
account_ask.person text NOT NULL DEFAULT ''::text
account_ask.began_at timestamp with time zone NOT NULL
account_ask.created_at timestamp with time zone NOT NULL
account_ask.expires_at timestamp with time zone NOT NULL
account_ask: CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text, 'snils'::text])))
account_ask: CHECK ((via = ANY (ARRAY[''::text, 'mail'::text, 'sms'::text])))
account_ask: CHECK ((wish = ANY (ARRAY['password'::text, 'login'::text])))
account_ask: PRIMARY KEY (id)
account_ask: UNIQUE (secret_hash)
CREATE INDEX account_ask_expiry ON public.account_ask USING btree (expires_at)
CREATE INDEX account_ask_person ON public.account_ask USING btree (person)
CREATE UNIQUE INDEX account_ask_pkey ON public.account_ask USING btree (id)
CREATE UNIQUE INDEX account_ask_secret_hash_key ON public.account_ask USING btree (secret_hash)
account_ceremony.challenge text NOT NULL
account_ceremony.purpose text NOT NULL
account_ceremony.browser text NOT NULL
account_ceremony.person text NOT NULL
account_ceremony.data jsonb NOT NULL
account_ceremony.expires_at timestamp with time zone NOT NULL
account_ceremony: PRIMARY KEY (challenge)
CREATE INDEX account_ceremony_expiry ON public.account_ceremony USING btree (expires_at)
CREATE UNIQUE INDEX account_ceremony_pkey ON public.account_ceremony USING btree (challenge)
account_change.id text NOT NULL
account_change.secret_hash text NOT NULL
account_change.person text NOT NULL
account_change.kind text NOT NULL
account_change.target text NOT NULL
account_change.decoy boolean NOT NULL
account_change.created_at timestamp with time zone NOT NULL
account_change.expires_at timestamp with time zone NOT NULL
account_change: CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text])))
account_change: FOREIGN KEY (person) REFERENCES account_person(id)
account_change: PRIMARY KEY (id)
account_change: UNIQUE (person, kind)
account_change: UNIQUE (secret_hash)
CREATE INDEX account_change_expiry ON public.account_change USING btree (expires_at)
CREATE UNIQUE INDEX account_change_person_kind_key ON public.account_change USING btree (person, kind)
CREATE UNIQUE INDEX account_change_pkey ON public.account_change USING btree (id)
CREATE UNIQUE INDEX account_change_secret_hash_key ON public.account_change USING btree (secret_hash)
account_code.owner text NOT NULL
account_code.purpose text NOT NULL
account_code.mac text NOT NULL
account_code.tries integer NOT NULL
account_code.sent_at timestamp with time zone NOT NULL
account_code.expires_at timestamp with time zone NOT NULL
account_code: PRIMARY KEY (owner, purpose)
CREATE INDEX account_code_expiry ON public.account_code USING btree (expires_at)
CREATE UNIQUE INDEX account_code_pkey ON public.account_code USING btree (owner, purpose)
account_consent.person text NOT NULL
account_consent.document text NOT NULL
account_consent.version text NOT NULL
account_consent.given_at timestamp with time zone NOT NULL
account_consent.address text NOT NULL
account_consent: FOREIGN KEY (person) REFERENCES account_person(id)
account_consent: PRIMARY KEY (person, document, version)
CREATE UNIQUE INDEX account_consent_pkey ON public.account_consent USING btree (person, document, version)
account_copy.id text NOT NULL
account_copy.person text NOT NULL
account_copy.asked_at timestamp with time zone NOT NULL
account_copy.ready_at timestamp with time zone
account_copy.fetched_at timestamp with time zone
account_copy.expires_at timestamp with time zone NOT NULL
account_copy: FOREIGN KEY (person) REFERENCES account_person(id)
account_copy: PRIMARY KEY (id)
CREATE INDEX account_copy_expiry ON public.account_copy USING btree (expires_at)
CREATE INDEX account_copy_person ON public.account_copy USING btree (person, id)
CREATE UNIQUE INDEX account_copy_pkey ON public.account_copy USING btree (id)
account_deletion.person text NOT NULL
account_deletion.asked_at timestamp with time zone NOT NULL
account_deletion.due_at timestamp with time zone NOT NULL
account_deletion.reminded_at timestamp with time zone
account_deletion: FOREIGN KEY (person) REFERENCES account_person(id)
account_deletion: PRIMARY KEY (person)
CREATE INDEX account_deletion_due ON public.account_deletion USING btree (due_at)
CREATE UNIQUE INDEX account_deletion_pkey ON public.account_deletion USING btree (person)
account_desk_code.person text NOT NULL
account_desk_code.mac text NOT NULL
account_desk_code.expires_at timestamp with time zone NOT NULL
account_desk_code: FOREIGN KEY (person) REFERENCES account_person(id)
account_desk_code: PRIMARY KEY (person)
account_desk_code: UNIQUE (mac)
CREATE UNIQUE INDEX account_desk_code_mac_key ON public.account_desk_code USING btree (mac)
CREATE UNIQUE INDEX account_desk_code_pkey ON public.account_desk_code USING btree (person)
account_desk_visit.id text NOT NULL
account_desk_visit.operator text NOT NULL
account_desk_visit.person text NOT NULL
account_desk_visit.matter text NOT NULL DEFAULT ''::text
account_desk_visit.opened_at timestamp with time zone NOT NULL
account_desk_visit: FOREIGN KEY (person) REFERENCES account_person(id)
account_desk_visit: PRIMARY KEY (id)
CREATE INDEX account_desk_visit_operator ON public.account_desk_visit USING btree (operator, matter, opened_at)
CREATE UNIQUE INDEX account_desk_visit_pkey ON public.account_desk_visit USING btree (id)
account_device.id text NOT NULL
account_device.secret_hash text NOT NULL
account_device.person text NOT NULL
account_device.browser text NOT NULL
account_device.created_at timestamp with time zone NOT NULL
account_device.seen_at timestamp with time zone NOT NULL
account_device: FOREIGN KEY (person) REFERENCES account_person(id)
account_device: PRIMARY KEY (id)
account_device: UNIQUE (secret_hash, person)
CREATE INDEX account_device_person ON public.account_device USING btree (person)
CREATE UNIQUE INDEX account_device_pkey ON public.account_device USING btree (id)
CREATE UNIQUE INDEX account_device_secret_hash_person_key ON public.account_device USING btree (secret_hash, person)
account_document.id text NOT NULL
account_document.person text NOT NULL
account_document.kind text NOT NULL
account_document.masked text NOT NULL
account_document.sealed text NOT NULL
account_document.file text
account_document.file_name text NOT NULL DEFAULT ''::text
account_document.file_type text NOT NULL DEFAULT ''::text
account_document.scan text NOT NULL DEFAULT ''::text
account_document.threat text NOT NULL DEFAULT ''::text
account_document.reason text NOT NULL DEFAULT ''::text
account_document.created_at timestamp with time zone NOT NULL
account_document: FOREIGN KEY (person) REFERENCES account_person(id)
account_document: PRIMARY KEY (id)
CREATE INDEX account_document_file ON public.account_document USING btree (file)
CREATE INDEX account_document_person ON public.account_document USING btree (person, id)
CREATE UNIQUE INDEX account_document_pkey ON public.account_document USING btree (id)
account_errand.id text NOT NULL
account_errand.browser_hash text NOT NULL
account_errand.provider text NOT NULL
account_errand.person text
account_errand.session text NOT NULL DEFAULT ''::text
account_errand.next text NOT NULL
account_errand.identity jsonb
account_errand.created_at timestamp with time zone NOT NULL
account_errand.expires_at timestamp with time zone NOT NULL
account_errand.answered_at timestamp with time zone
account_errand.ended_at timestamp with time zone
account_errand: FOREIGN KEY (person) REFERENCES account_person(id)
account_errand: PRIMARY KEY (id)
account_errand: UNIQUE (browser_hash)
CREATE INDEX account_errand_expiry ON public.account_errand USING btree (expires_at)
CREATE UNIQUE INDEX account_errand_browser_hash_key ON public.account_errand USING btree (browser_hash)
CREATE UNIQUE INDEX account_errand_pkey ON public.account_errand USING btree (id)
account_factor.person text NOT NULL
account_factor.handle text NOT NULL
account_factor.strict boolean NOT NULL DEFAULT false
account_factor: FOREIGN KEY (person) REFERENCES account_person(id)
account_factor: PRIMARY KEY (person)
account_factor: UNIQUE (handle)
CREATE UNIQUE INDEX account_factor_handle_key ON public.account_factor USING btree (handle)
CREATE UNIQUE INDEX account_factor_pkey ON public.account_factor USING btree (person)
account_identity_case.id text NOT NULL
account_identity_case.kind text NOT NULL
account_identity_case.person text NOT NULL
account_identity_case.holder text
account_identity_case.source text NOT NULL
account_identity_case.reference text NOT NULL
account_identity_case.level integer NOT NULL
account_identity_case.surname text NOT NULL
account_identity_case.given text NOT NULL
account_identity_case.patronymic text NOT NULL
account_identity_case.snils text NOT NULL
account_identity_case.birth text NOT NULL
account_identity_case.sex text NOT NULL
account_identity_case.state text NOT NULL
account_identity_case.note text NOT NULL DEFAULT ''::text
account_identity_case.created_at timestamp with time zone NOT NULL
account_identity_case.proposed_by text NOT NULL DEFAULT ''::text
account_identity_case.proposed_at timestamp with time zone
account_identity_case.decided_by text NOT NULL DEFAULT ''::text
account_identity_case.decided_at timestamp with time zone
account_identity_case: CHECK (((state <> 'applied'::text) OR ((decided_by <> ''::text) AND (decided_by <> proposed_by))))
account_identity_case: CHECK ((holder <> person))
account_identity_case: CHECK ((kind = ANY (ARRAY['clash'::text, 'difference'::text, 'correction'::text])))
account_identity_case: CHECK ((state = ANY (ARRAY['open'::text, 'proposed'::text, 'applied'::text, 'refused'::text])))
account_identity_case: FOREIGN KEY (holder) REFERENCES account_person(id)
account_identity_case: FOREIGN KEY (person) REFERENCES account_person(id)
account_identity_case: PRIMARY KEY (id)
CREATE INDEX account_identity_case_person ON public.account_identity_case USING btree (person, state)
CREATE INDEX account_identity_case_waiting ON public.account_identity_case USING btree (id) WHERE (state = ANY (ARRAY['open'::text, 'proposed'::text]))
CREATE UNIQUE INDEX account_identity_case_pkey ON public.account_identity_case USING btree (id)
account_level.id text NOT NULL
account_level.person text NOT NULL
account_level.from_level integer NOT NULL
account_level.to_level integer NOT NULL
account_level.source text NOT NULL
account_level.reference text NOT NULL
account_level.at timestamp with time zone NOT NULL
account_level: CHECK ((((to_level >= 1) AND (to_level <= 3)) AND (to_level <> from_level)))
account_level: FOREIGN KEY (person) REFERENCES account_person(id)
account_level: PRIMARY KEY (id)
CREATE INDEX account_level_person ON public.account_level USING btree (person, id)
CREATE UNIQUE INDEX account_level_pkey ON public.account_level USING btree (id)
account_link.provider text NOT NULL
account_link.subject text NOT NULL
account_link.person text NOT NULL
account_link.linked_at timestamp with time zone NOT NULL
account_link.used_at timestamp with time zone
account_link: FOREIGN KEY (person) REFERENCES account_person(id)
account_link: PRIMARY KEY (provider, subject)
account_link: UNIQUE (person, provider)
CREATE UNIQUE INDEX account_link_person_provider_key ON public.account_link USING btree (person, provider)
CREATE UNIQUE INDEX account_link_pkey ON public.account_link USING btree (provider, subject)
account_passkey.id text NOT NULL
account_passkey.person text NOT NULL
account_passkey.credential text NOT NULL
account_passkey.alone boolean NOT NULL
account_passkey.name text NOT NULL
account_passkey.record jsonb NOT NULL
account_passkey.sign_count bigint NOT NULL
account_passkey.created_at timestamp with time zone NOT NULL
account_passkey.used_at timestamp with time zone
account_passkey: FOREIGN KEY (person) REFERENCES account_person(id)
account_passkey: PRIMARY KEY (id)
account_passkey: UNIQUE (credential)
CREATE INDEX account_passkey_person ON public.account_passkey USING btree (person)
CREATE UNIQUE INDEX account_passkey_credential_key ON public.account_passkey USING btree (credential)
CREATE UNIQUE INDEX account_passkey_pkey ON public.account_passkey USING btree (id)
account_pending.id text NOT NULL
account_pending.secret_hash text NOT NULL
account_pending.person text NOT NULL
account_pending.method text NOT NULL
account_pending.device text NOT NULL
account_pending.tries integer NOT NULL
account_pending.created_at timestamp with time zone NOT NULL
account_pending.expires_at timestamp with time zone NOT NULL
account_pending: FOREIGN KEY (person) REFERENCES account_person(id)
account_pending: PRIMARY KEY (id)
account_pending: UNIQUE (secret_hash)
CREATE INDEX account_pending_expiry ON public.account_pending USING btree (expires_at)
CREATE INDEX account_pending_person ON public.account_pending USING btree (person)
CREATE UNIQUE INDEX account_pending_pkey ON public.account_pending USING btree (id)
CREATE UNIQUE INDEX account_pending_secret_hash_key ON public.account_pending USING btree (secret_hash)
account_person.id text NOT NULL
account_person.surname text NOT NULL
account_person.given text NOT NULL
account_person.patronymic text NOT NULL
account_person.name_key text NOT NULL
account_person.email text NOT NULL
account_person.email_key text NOT NULL
account_person.phone text
account_person.password text NOT NULL
account_person.level integer NOT NULL
account_person.lang text NOT NULL
account_person.locked_at timestamp with time zone
account_person.created_at timestamp with time zone NOT NULL
account_person.password_at timestamp with time zone
account_person.snils text
account_person.birth text NOT NULL DEFAULT ''::text
account_person.sex text NOT NULL DEFAULT ''::text
account_person.identified_at timestamp with time zone
account_person.erased_at timestamp with time zone
account_person: CHECK (((identified_at IS NULL) OR (snils IS NOT NULL)))
account_person: CHECK ((sex = ANY (ARRAY[''::text, 'female'::text, 'male'::text])))
account_person: PRIMARY KEY (id)
account_person: UNIQUE (email_key)
account_person: UNIQUE (phone)
CREATE UNIQUE INDEX account_person_email_key_key ON public.account_person USING btree (email_key)
CREATE UNIQUE INDEX account_person_phone_key ON public.account_person USING btree (phone)
CREATE UNIQUE INDEX account_person_pkey ON public.account_person USING btree (id)
CREATE UNIQUE INDEX account_person_snils ON public.account_person USING btree (snils) WHERE (identified_at IS NOT NULL)
account_proof.id text NOT NULL
account_proof.person text NOT NULL
account_proof.kind text NOT NULL
account_proof.masked text NOT NULL
account_proof.number_mac text NOT NULL
account_proof.seen_by text NOT NULL
account_proof.seen_at timestamp with time zone NOT NULL
account_proof: FOREIGN KEY (person) REFERENCES account_person(id)
account_proof: PRIMARY KEY (id)
CREATE INDEX account_proof_number ON public.account_proof USING btree (number_mac)
CREATE INDEX account_proof_person ON public.account_proof USING btree (person, id)
CREATE UNIQUE INDEX account_proof_pkey ON public.account_proof USING btree (id)
account_qr.id text NOT NULL
account_qr.browser_hash text NOT NULL
account_qr.code_mac text NOT NULL
account_qr.number_mac text NOT NULL
account_qr.browser text NOT NULL
account_qr.network text NOT NULL
account_qr.next text NOT NULL
account_qr.tries integer NOT NULL DEFAULT 0
account_qr.person text
account_qr.session text NOT NULL DEFAULT ''::text
account_qr.proof text NOT NULL DEFAULT ''::text
account_qr.far boolean NOT NULL DEFAULT false
account_qr.created_at timestamp with time zone NOT NULL
account_qr.expires_at timestamp with time zone NOT NULL
account_qr.approved_at timestamp with time zone
account_qr.ended_at timestamp with time zone
account_qr.ended_why text NOT NULL DEFAULT ''::text
account_qr: FOREIGN KEY (person) REFERENCES account_person(id)
account_qr: PRIMARY KEY (id)
account_qr: UNIQUE (browser_hash)
account_qr: UNIQUE (code_mac)
CREATE INDEX account_qr_expiry ON public.account_qr USING btree (expires_at)
CREATE UNIQUE INDEX account_qr_browser_hash_key ON public.account_qr USING btree (browser_hash)
CREATE UNIQUE INDEX account_qr_code_mac_key ON public.account_qr USING btree (code_mac)
CREATE UNIQUE INDEX account_qr_pkey ON public.account_qr USING btree (id)
account_recovery.id text NOT NULL
account_recovery.secret_hash text NOT NULL
account_recovery.person text NOT NULL
account_recovery.created_at timestamp with time zone NOT NULL
account_recovery.expires_at timestamp with time zone NOT NULL
account_recovery.used_at timestamp with time zone
account_recovery: FOREIGN KEY (person) REFERENCES account_person(id)
account_recovery: PRIMARY KEY (id)
account_recovery: UNIQUE (secret_hash)
CREATE INDEX account_recovery_person ON public.account_recovery USING btree (person)
CREATE UNIQUE INDEX account_recovery_pkey ON public.account_recovery USING btree (id)
CREATE UNIQUE INDEX account_recovery_secret_hash_key ON public.account_recovery USING btree (secret_hash)
account_registration.id text NOT NULL
account_registration.secret_hash text NOT NULL
account_registration.link_hash text NOT NULL
account_registration.surname text NOT NULL
account_registration.given text NOT NULL
account_registration.patronymic text NOT NULL
account_registration.email text NOT NULL
account_registration.email_key text NOT NULL
account_registration.phone text NOT NULL
account_registration.password text NOT NULL
account_registration.lang text NOT NULL
account_registration.consents jsonb NOT NULL
account_registration.decoy boolean NOT NULL
account_registration.email_confirmed_at timestamp with time zone
account_registration.phone_confirmed_at timestamp with time zone
account_registration.phone_refused boolean NOT NULL DEFAULT false
account_registration.person text
account_registration.created_at timestamp with time zone NOT NULL
account_registration.expires_at timestamp with time zone NOT NULL
account_registration: FOREIGN KEY (person) REFERENCES account_person(id)
account_registration: PRIMARY KEY (id)
account_registration: UNIQUE (link_hash)
account_registration: UNIQUE (secret_hash)
CREATE INDEX account_registration_expiry ON public.account_registration USING btree (expires_at)
CREATE UNIQUE INDEX account_registration_link_hash_key ON public.account_registration USING btree (link_hash)
CREATE UNIQUE INDEX account_registration_pkey ON public.account_registration USING btree (id)
CREATE UNIQUE INDEX account_registration_secret_hash_key ON public.account_registration USING btree (secret_hash)
account_reserve.person text NOT NULL
account_reserve.mac text NOT NULL
account_reserve.batch text NOT NULL
account_reserve.created_at timestamp with time zone NOT NULL
account_reserve.used_at timestamp with time zone
account_reserve: FOREIGN KEY (person) REFERENCES account_person(id)
account_reserve: PRIMARY KEY (person, mac)
CREATE UNIQUE INDEX account_reserve_pkey ON public.account_reserve USING btree (person, mac)
account_session.id text NOT NULL
account_session.secret_hash text NOT NULL
account_session.person text NOT NULL
account_session.device text NOT NULL
account_session.browser text NOT NULL
account_session.address text NOT NULL
account_session.created_at timestamp with time zone NOT NULL
account_session.seen_at timestamp with time zone NOT NULL
account_session.confirmed_at timestamp with time zone NOT NULL
account_session.expires_at timestamp with time zone NOT NULL
account_session.ended_at timestamp with time zone
account_session.ended_why text NOT NULL DEFAULT ''::text
account_session.method text NOT NULL DEFAULT ''::text
account_session: FOREIGN KEY (person) REFERENCES account_person(id)
account_session: PRIMARY KEY (id)
account_session: UNIQUE (secret_hash)
CREATE INDEX account_session_expiry ON public.account_session USING btree (expires_at)
CREATE INDEX account_session_person ON public.account_session USING btree (person, ended_at)
CREATE UNIQUE INDEX account_session_pkey ON public.account_session USING btree (id)
CREATE UNIQUE INDEX account_session_secret_hash_key ON public.account_session USING btree (secret_hash)
account_snils_check.id text NOT NULL
account_snils_check.person text NOT NULL
account_snils_check.surname text NOT NULL
account_snils_check.given text NOT NULL
account_snils_check.patronymic text NOT NULL
account_snils_check.snils text NOT NULL
account_snils_check.birth text NOT NULL
account_snils_check.sex text NOT NULL
account_snils_check.state text NOT NULL
account_snils_check.ticket text NOT NULL DEFAULT ''::text
account_snils_check.asked integer NOT NULL DEFAULT 0
account_snils_check.silent boolean NOT NULL DEFAULT false
account_snils_check.created_at timestamp with time zone NOT NULL
account_snils_check.next_at timestamp with time zone NOT NULL
account_snils_check.decided_at timestamp with time zone
account_snils_check: CHECK ((state = ANY (ARRAY['pending'::text, 'review'::text, 'confirmed'::text, 'mismatch'::text, 'failed'::text, 'overdue'::text, 'refused'::text, 'withdrawn'::text])))
account_snils_check: FOREIGN KEY (person) REFERENCES account_person(id)
account_snils_check: PRIMARY KEY (id)
CREATE INDEX account_snils_check_due ON public.account_snils_check USING btree (next_at) WHERE (state = 'pending'::text)
CREATE INDEX account_snils_check_person ON public.account_snils_check USING btree (person, id)
CREATE UNIQUE INDEX account_snils_check_open ON public.account_snils_check USING btree (person) WHERE (state = ANY (ARRAY['pending'::text, 'review'::text]))
CREATE UNIQUE INDEX account_snils_check_pkey ON public.account_snils_check USING btree (id)
account_totp.person text NOT NULL
account_totp.confirmed boolean NOT NULL
account_totp.secret text NOT NULL
account_totp.last_step bigint NOT NULL
account_totp.created_at timestamp with time zone NOT NULL
account_totp.used_at timestamp with time zone
account_totp: FOREIGN KEY (person) REFERENCES account_person(id)
account_totp: PRIMARY KEY (person, confirmed)
CREATE UNIQUE INDEX account_totp_pkey ON public.account_totp USING btree (person, confirmed)
account_undo.id text NOT NULL
account_undo.secret_hash text NOT NULL
account_undo.person text NOT NULL
account_undo.kind text NOT NULL
account_undo.before text NOT NULL
account_undo.created_at timestamp with time zone NOT NULL
account_undo.expires_at timestamp with time zone NOT NULL
account_undo.used_at timestamp with time zone
account_undo: CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text])))
account_undo: FOREIGN KEY (person) REFERENCES account_person(id)
account_undo: PRIMARY KEY (id)
account_undo: UNIQUE (secret_hash)
CREATE INDEX account_undo_expiry ON public.account_undo USING btree (expires_at)
CREATE INDEX account_undo_person ON public.account_undo USING btree (person, id)
CREATE UNIQUE INDEX account_undo_pkey ON public.account_undo USING btree (id)
CREATE UNIQUE INDEX account_undo_secret_hash_key ON public.account_undo USING btree (secret_hash)
application_answer.application text NOT NULL
application_answer.question text NOT NULL
application_answer.revision integer NOT NULL
application_answer.body text NOT NULL
application_answer.author text NOT NULL
application_answer.at timestamp with time zone NOT NULL
application_answer: FOREIGN KEY (application) REFERENCES application_case(id)
application_answer: PRIMARY KEY (application, question, revision)
CREATE UNIQUE INDEX application_answer_pkey ON public.application_answer USING btree (application, question, revision)
application_batch.id text NOT NULL
application_batch.person text NOT NULL
application_batch.created_at timestamp with time zone NOT NULL
application_batch.xml text
application_batch.sha256 text NOT NULL DEFAULT ''::text
application_batch.formed_at timestamp with time zone
application_batch.signature text NOT NULL DEFAULT ''::text
application_batch.signed_at timestamp with time zone
application_batch: PRIMARY KEY (id)
CREATE INDEX application_batch_person ON public.application_batch USING btree (person)
CREATE INDEX application_batch_xml ON public.application_batch USING btree (xml) WHERE (xml IS NOT NULL)
CREATE UNIQUE INDEX application_batch_pkey ON public.application_batch USING btree (id)
application_batch_case.batch text NOT NULL
application_batch_case.application text NOT NULL
application_batch_case: FOREIGN KEY (application) REFERENCES application_case(id)
application_batch_case: FOREIGN KEY (batch) REFERENCES application_batch(id)
application_batch_case: PRIMARY KEY (batch, application)
CREATE UNIQUE INDEX application_batch_case_pkey ON public.application_batch_case USING btree (batch, application)
application_case.id text NOT NULL
application_case.service text NOT NULL
application_case.version integer NOT NULL
application_case.organisation text NOT NULL DEFAULT ''::text
application_case.person text NOT NULL
application_case.applicant text NOT NULL
application_case.state text NOT NULL
application_case.pending boolean NOT NULL
application_case.revision integer NOT NULL DEFAULT 0
application_case.number text NOT NULL DEFAULT ''::text
application_case.created_at timestamp with time zone NOT NULL
application_case.changed_at timestamp with time zone NOT NULL
application_case.sent_at timestamp with time zone
application_case.sent_by text NOT NULL DEFAULT ''::text
application_case.due_on text NOT NULL DEFAULT ''::text
application_case.decided_at timestamp with time zone
application_case.follows text NOT NULL DEFAULT ''::text
application_case.inn text NOT NULL DEFAULT ''::text
application_case.period text NOT NULL DEFAULT ''::text
application_case: CHECK ((state = ANY (ARRAY['draft'::text, 'signing'::text, 'review'::text, 'asked'::text, 'granted'::text, 'refused'::text, 'withdrawn'::text, 'dropped'::text])))
application_case: FOREIGN KEY (service, version) REFERENCES application_service(service, version)
application_case: PRIMARY KEY (id)
CREATE INDEX application_case_applicant ON public.application_case USING btree (applicant, id)
CREATE INDEX application_case_decided ON public.application_case USING btree (decided_at DESC, id) WHERE (state = ANY (ARRAY['granted'::text, 'refused'::text]))
CREATE INDEX application_case_queue ON public.application_case USING btree (state, due_on, id) WHERE (state = ANY (ARRAY['review'::text, 'asked'::text]))
CREATE INDEX application_case_sent ON public.application_case USING btree (service, sent_at) WHERE (sent_at IS NOT NULL)
CREATE UNIQUE INDEX application_case_number ON public.application_case USING btree (number) WHERE (number <> ''::text)
CREATE UNIQUE INDEX application_case_pending ON public.application_case USING btree (service, applicant, period) WHERE pending
CREATE UNIQUE INDEX application_case_pkey ON public.application_case USING btree (id)
application_complaint.id text NOT NULL
application_complaint.application text NOT NULL
application_complaint.decision text NOT NULL
application_complaint.text text NOT NULL
application_complaint.person text NOT NULL
application_complaint.at timestamp with time zone NOT NULL
application_complaint: FOREIGN KEY (application) REFERENCES application_case(id)
application_complaint: PRIMARY KEY (id)
CREATE INDEX application_complaint_application ON public.application_complaint USING btree (application, id)
CREATE UNIQUE INDEX application_complaint_pkey ON public.application_complaint USING btree (id)
application_decision.id text NOT NULL
application_decision.application text NOT NULL
application_decision.number text NOT NULL
application_decision.positive boolean NOT NULL
application_decision.grounds text NOT NULL
application_decision.reason text NOT NULL DEFAULT ''::text
application_decision.xml text NOT NULL
application_decision.pdf text NOT NULL
application_decision.sha256 text NOT NULL
application_decision.snapshot text NOT NULL
application_decision.formed_by text NOT NULL
application_decision.formed_at timestamp with time zone NOT NULL
application_decision.second_needed boolean NOT NULL
application_decision.second text NOT NULL DEFAULT ''::text
application_decision.second_at timestamp with time zone
application_decision.signature text NOT NULL DEFAULT ''::text
application_decision.signer text NOT NULL DEFAULT ''::text
application_decision.signed_at timestamp with time zone
application_decision.receipt text NOT NULL DEFAULT ''::text
application_decision.voided_at timestamp with time zone
application_decision.supersedes text NOT NULL DEFAULT ''::text
application_decision.batch text NOT NULL DEFAULT ''::text
application_decision: FOREIGN KEY (application) REFERENCES application_case(id)
application_decision: PRIMARY KEY (id)
application_decision: UNIQUE (number)
CREATE INDEX application_decision_application ON public.application_decision USING btree (application, id)
CREATE INDEX application_decision_batch ON public.application_decision USING btree (batch) WHERE (batch <> ''::text)
CREATE INDEX application_decision_pdf ON public.application_decision USING btree (pdf)
CREATE INDEX application_decision_xml ON public.application_decision USING btree (xml)
CREATE UNIQUE INDEX application_decision_now ON public.application_decision USING btree (application) WHERE ((signed_at IS NULL) AND (voided_at IS NULL))
CREATE UNIQUE INDEX application_decision_number_key ON public.application_decision USING btree (number)
CREATE UNIQUE INDEX application_decision_pkey ON public.application_decision USING btree (id)
application_event.id text NOT NULL
application_event.application text NOT NULL
application_event.kind text NOT NULL
application_event.person text NOT NULL DEFAULT ''::text
application_event.at timestamp with time zone NOT NULL
application_event.about text NOT NULL DEFAULT ''::text
application_event.open boolean NOT NULL DEFAULT true
application_event: FOREIGN KEY (application) REFERENCES application_case(id)
application_event: PRIMARY KEY (id)
CREATE INDEX application_event_application ON public.application_event USING btree (application, id)
CREATE UNIQUE INDEX application_event_pkey ON public.application_event USING btree (id)
application_file.id text NOT NULL
application_file.application text NOT NULL
application_file.file text NOT NULL
application_file.author text NOT NULL
application_file.at timestamp with time zone NOT NULL
application_file.sha256 text NOT NULL DEFAULT ''::text
application_file.scan text NOT NULL DEFAULT 'unscanned'::text
application_file.threat text NOT NULL DEFAULT ''::text
application_file.reason text NOT NULL DEFAULT ''::text
application_file: CHECK ((scan = ANY (ARRAY['pending'::text, 'clean'::text, 'infected'::text, 'unscanned'::text])))
application_file: FOREIGN KEY (application) REFERENCES application_case(id)
application_file: PRIMARY KEY (id)
CREATE INDEX application_file_application ON public.application_file USING btree (application)
CREATE INDEX application_file_file ON public.application_file USING btree (file)
CREATE UNIQUE INDEX application_file_pkey ON public.application_file USING btree (id)
application_paper.id text NOT NULL
application_paper.application text NOT NULL
application_paper.revision integer NOT NULL
application_paper.xml text NOT NULL
application_paper.pdf text NOT NULL
application_paper.sha256 text NOT NULL
application_paper.streebog256 text NOT NULL
application_paper.given text NOT NULL
application_paper.formed_by text NOT NULL
application_paper.formed_at timestamp with time zone NOT NULL
application_paper.voided_at timestamp with time zone
application_paper: FOREIGN KEY (application) REFERENCES application_case(id)
application_paper: PRIMARY KEY (id)
CREATE INDEX application_paper_pdf ON public.application_paper USING btree (pdf)
CREATE INDEX application_paper_xml ON public.application_paper USING btree (xml)
CREATE UNIQUE INDEX application_paper_now ON public.application_paper USING btree (application) WHERE (voided_at IS NULL)
CREATE UNIQUE INDEX application_paper_pkey ON public.application_paper USING btree (id)
application_question.id text NOT NULL
application_question.application text NOT NULL
application_question.field text NOT NULL DEFAULT ''::text
application_question.text text NOT NULL
application_question.asked_by text NOT NULL
application_question.asked_at timestamp with time zone NOT NULL
application_question.due_on text NOT NULL
application_question.remind_on text NOT NULL
application_question.reminded_at timestamp with time zone
application_question.answer text NOT NULL DEFAULT ''::text
application_question.answered_by text NOT NULL DEFAULT ''::text
application_question.answered_at timestamp with time zone
application_question.ended_at timestamp with time zone
application_question: FOREIGN KEY (application) REFERENCES application_case(id)
application_question: PRIMARY KEY (id)
CREATE INDEX application_question_application ON public.application_question USING btree (application, id)
CREATE INDEX application_question_waiting ON public.application_question USING btree (remind_on) WHERE ((answered_at IS NULL) AND (ended_at IS NULL) AND (reminded_at IS NULL))
CREATE UNIQUE INDEX application_question_pkey ON public.application_question USING btree (id)
application_reminder.service text NOT NULL
application_reminder.organisation text NOT NULL
application_reminder.period text NOT NULL
application_reminder.stage text NOT NULL
application_reminder.at timestamp with time zone NOT NULL
application_reminder: CHECK ((stage = ANY (ARRAY['open'::text, 'soon'::text, 'late'::text])))
application_reminder: PRIMARY KEY (service, organisation, period, stage)
CREATE UNIQUE INDEX application_reminder_pkey ON public.application_reminder USING btree (service, organisation, period, stage)
application_review.application text NOT NULL
application_review.clean boolean NOT NULL
application_review.snapshot text NOT NULL
application_review.reviewer text NOT NULL DEFAULT ''::text
application_review.step text NOT NULL
application_review.step_due text NOT NULL DEFAULT ''::text
application_review.name text NOT NULL
application_review.inn text NOT NULL
application_review.folded text NOT NULL
application_review.escalated integer NOT NULL DEFAULT 0
application_review.service text NOT NULL DEFAULT ''::text
application_review.state text NOT NULL DEFAULT ''::text
application_review.due_on text NOT NULL DEFAULT ''::text
application_review: FOREIGN KEY (application) REFERENCES application_case(id)
application_review: PRIMARY KEY (application)
CREATE INDEX application_review_queue ON public.application_review USING btree (clean, due_on, application, state, step, service, reviewer, folded) WHERE (state = ANY (ARRAY['review'::text, 'asked'::text]))
CREATE INDEX application_review_reviewer ON public.application_review USING btree (reviewer) WHERE (reviewer <> ''::text)
CREATE UNIQUE INDEX application_review_pkey ON public.application_review USING btree (application)
application_service.service text NOT NULL
application_service.version integer NOT NULL
application_service.state text NOT NULL
application_service.digest text NOT NULL
application_service.source text NOT NULL
application_service.first_day text NOT NULL
application_service.last_day text NOT NULL DEFAULT ''::text
application_service.author text NOT NULL
application_service.changed_at timestamp with time zone NOT NULL
application_service: CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text])))
application_service: CHECK ((version > 0))
application_service: PRIMARY KEY (service, version)
CREATE UNIQUE INDEX application_service_pkey ON public.application_service USING btree (service, version)
application_service_author.service text NOT NULL
application_service_author.version integer NOT NULL
application_service_author.person text NOT NULL
application_service_author: FOREIGN KEY (service, version) REFERENCES application_service(service, version)
application_service_author: PRIMARY KEY (service, version, person)
CREATE INDEX application_service_author_person ON public.application_service_author USING btree (person)
CREATE UNIQUE INDEX application_service_author_pkey ON public.application_service_author USING btree (service, version, person)
application_signing.id text NOT NULL
application_signing.paper text NOT NULL
application_signing.person text NOT NULL
application_signing.send boolean NOT NULL DEFAULT false
application_signing.asked_at timestamp with time zone NOT NULL
application_signing.asked_by text NOT NULL
application_signing.signature text NOT NULL DEFAULT ''::text
application_signing.signer text NOT NULL DEFAULT ''::text
application_signing.signed_at timestamp with time zone
application_signing.returned_at timestamp with time zone
application_signing.comment text NOT NULL DEFAULT ''::text
application_signing: FOREIGN KEY (paper) REFERENCES application_paper(id)
application_signing: PRIMARY KEY (id)
CREATE INDEX application_signing_waiting ON public.application_signing USING btree (person) WHERE ((signed_at IS NULL) AND (returned_at IS NULL))
CREATE UNIQUE INDEX application_signing_person ON public.application_signing USING btree (paper, person)
CREATE UNIQUE INDEX application_signing_pkey ON public.application_signing USING btree (id)
application_subscription.organisation text NOT NULL
application_subscription.person text NOT NULL
application_subscription.at timestamp with time zone NOT NULL
application_subscription: PRIMARY KEY (organisation, person)
CREATE INDEX application_subscription_person ON public.application_subscription USING btree (person)
CREATE UNIQUE INDEX application_subscription_pkey ON public.application_subscription USING btree (organisation, person)
application_view.id text NOT NULL
application_view.owner text NOT NULL
application_view.place integer NOT NULL
application_view.name text NOT NULL
application_view.folded text NOT NULL
application_view.side text NOT NULL
application_view.service text NOT NULL
application_view.whose text NOT NULL
application_view.term text NOT NULL
application_view.words text NOT NULL
application_view.person text NOT NULL
application_view.changed_at timestamp with time zone NOT NULL
application_view: CHECK (((place >= 1) AND (place <= 20)))
application_view: PRIMARY KEY (id)
CREATE INDEX application_view_person ON public.application_view USING btree (person)
CREATE UNIQUE INDEX application_view_name ON public.application_view USING btree (owner, folded)
CREATE UNIQUE INDEX application_view_pkey ON public.application_view USING btree (id)
CREATE UNIQUE INDEX application_view_place ON public.application_view USING btree (owner, place)
application_visit.application text NOT NULL
application_visit.person text NOT NULL
application_visit.at timestamp with time zone NOT NULL
application_visit: FOREIGN KEY (application) REFERENCES application_case(id)
application_visit: PRIMARY KEY (application, person)
CREATE UNIQUE INDEX application_visit_pkey ON public.application_visit USING btree (application, person)
audit_entry.id text NOT NULL
audit_entry.at timestamp with time zone NOT NULL
audit_entry.actor text NOT NULL
audit_entry.action text NOT NULL
audit_entry.subject text NOT NULL
audit_entry.request text NOT NULL
audit_entry.address text NOT NULL
audit_entry.detail text NOT NULL
audit_entry.seq bigint
audit_entry.hash text
audit_entry: PRIMARY KEY (id)
audit_entry: UNIQUE (seq)
CREATE INDEX audit_entry_action ON public.audit_entry USING btree (action, id)
CREATE INDEX audit_entry_actor ON public.audit_entry USING btree (actor, id)
CREATE INDEX audit_entry_subject ON public.audit_entry USING btree (subject, id)
CREATE INDEX audit_entry_waiting ON public.audit_entry USING btree (id) WHERE (seq IS NULL)
CREATE UNIQUE INDEX audit_entry_pkey ON public.audit_entry USING btree (id)
CREATE UNIQUE INDEX audit_entry_seq_key ON public.audit_entry USING btree (seq)
audit_head.one integer NOT NULL
audit_head.seq bigint NOT NULL
audit_head.hash text NOT NULL
audit_head: CHECK ((one = 1))
audit_head: PRIMARY KEY (one)
CREATE UNIQUE INDEX audit_head_pkey ON public.audit_head USING btree (one)
evidence_leaf.id text NOT NULL
evidence_leaf.kind text NOT NULL
evidence_leaf.subject text NOT NULL
evidence_leaf.commitment bytea NOT NULL
evidence_leaf.seq bigint
evidence_leaf.created_at timestamp with time zone NOT NULL
evidence_leaf: PRIMARY KEY (id)
evidence_leaf: UNIQUE (seq)
CREATE INDEX evidence_leaf_subject ON public.evidence_leaf USING btree (subject)
CREATE INDEX evidence_leaf_waiting ON public.evidence_leaf USING btree (id) WHERE (seq IS NULL)
CREATE UNIQUE INDEX evidence_leaf_pkey ON public.evidence_leaf USING btree (id)
CREATE UNIQUE INDEX evidence_leaf_seq_key ON public.evidence_leaf USING btree (seq)
evidence_receipt.id text NOT NULL
evidence_receipt.kind text NOT NULL
evidence_receipt.matter text NOT NULL
evidence_receipt.number text NOT NULL
evidence_receipt.subject text NOT NULL
evidence_receipt.leaf text NOT NULL
evidence_receipt.seal text NOT NULL
evidence_receipt.sealed bytea NOT NULL
evidence_receipt.created_at timestamp with time zone NOT NULL
evidence_receipt: FOREIGN KEY (leaf) REFERENCES evidence_leaf(id)
evidence_receipt: FOREIGN KEY (seal) REFERENCES evidence_seal(sha256)
evidence_receipt: PRIMARY KEY (id)
evidence_receipt: UNIQUE (leaf)
CREATE INDEX evidence_receipt_matter ON public.evidence_receipt USING btree (matter, id)
CREATE INDEX evidence_receipt_subject ON public.evidence_receipt USING btree (subject, id)
CREATE UNIQUE INDEX evidence_receipt_leaf_key ON public.evidence_receipt USING btree (leaf)
CREATE UNIQUE INDEX evidence_receipt_pkey ON public.evidence_receipt USING btree (id)
evidence_salt.leaf text NOT NULL
evidence_salt.salt bytea NOT NULL
evidence_salt: FOREIGN KEY (leaf) REFERENCES evidence_leaf(id)
evidence_salt: PRIMARY KEY (leaf)
CREATE UNIQUE INDEX evidence_salt_pkey ON public.evidence_salt USING btree (leaf)
evidence_seal.sha256 text NOT NULL
evidence_seal.certificate bytea NOT NULL
evidence_seal.since timestamp with time zone NOT NULL
evidence_seal: PRIMARY KEY (sha256)
CREATE UNIQUE INDEX evidence_seal_pkey ON public.evidence_seal USING btree (sha256)
fact_calendar.version integer NOT NULL
fact_calendar.name text NOT NULL
fact_calendar.text text NOT NULL
fact_calendar.import text NOT NULL
fact_calendar.created_at timestamp with time zone NOT NULL
fact_calendar: PRIMARY KEY (version)
CREATE UNIQUE INDEX fact_calendar_pkey ON public.fact_calendar USING btree (version)
fact_change.id text NOT NULL
fact_change.register text NOT NULL
fact_change.source text NOT NULL
fact_change.record text NOT NULL
fact_change.version integer NOT NULL
fact_change.inn text NOT NULL
fact_change.ogrn text NOT NULL
fact_change.import text NOT NULL
fact_change.operator text NOT NULL
fact_change.lines jsonb NOT NULL
fact_change.state text NOT NULL
fact_change.found_at timestamp with time zone NOT NULL
fact_change.decided_by text NOT NULL DEFAULT ''::text
fact_change.decided_at timestamp with time zone
fact_change.reason text NOT NULL DEFAULT ''::text
fact_change: CHECK (((decided_by = ''::text) OR (decided_by <> operator)))
fact_change: CHECK ((state = ANY (ARRAY['waiting'::text, 'standing'::text, 'refused'::text, 'overtaken'::text])))
fact_change: PRIMARY KEY (id)
CREATE INDEX fact_change_record ON public.fact_change USING btree (record, register, source)
CREATE INDEX fact_change_subject ON public.fact_change USING btree (ogrn, id)
CREATE INDEX fact_change_waiting ON public.fact_change USING btree (id) WHERE (state = 'waiting'::text)
CREATE UNIQUE INDEX fact_change_pkey ON public.fact_change USING btree (id)
fact_extract.id text NOT NULL
fact_extract.register text NOT NULL
fact_extract.record text NOT NULL
fact_extract.as_of text NOT NULL
fact_extract.name text NOT NULL
fact_extract.file text NOT NULL
fact_extract.signature text NOT NULL
fact_extract.file_hash text NOT NULL
fact_extract.certificate text NOT NULL
fact_extract.operator text NOT NULL
fact_extract.taken_at timestamp with time zone NOT NULL
fact_extract: PRIMARY KEY (id)
CREATE INDEX fact_extract_file ON public.fact_extract USING btree (file)
CREATE INDEX fact_extract_record ON public.fact_extract USING btree (record, id)
CREATE INDEX fact_extract_signature ON public.fact_extract USING btree (signature)
CREATE UNIQUE INDEX fact_extract_hash ON public.fact_extract USING btree (file_hash)
CREATE UNIQUE INDEX fact_extract_pkey ON public.fact_extract USING btree (id)
fact_import.id text NOT NULL
fact_import.register text NOT NULL
fact_import.scope text NOT NULL
fact_import.file_name text NOT NULL
fact_import.file_hash text NOT NULL
fact_import.file_size bigint NOT NULL
fact_import.origin text NOT NULL
fact_import.pinned text NOT NULL
fact_import.operator text NOT NULL
fact_import.state text NOT NULL
fact_import.reason text NOT NULL DEFAULT ''::text
fact_import.expected bigint NOT NULL DEFAULT 0
fact_import.at_part integer NOT NULL DEFAULT 0
fact_import.at_record bigint NOT NULL DEFAULT 0
fact_import.parts integer NOT NULL DEFAULT 0
fact_import.was_read bigint NOT NULL DEFAULT 0
fact_import.stored bigint NOT NULL DEFAULT 0
fact_import.unchanged bigint NOT NULL DEFAULT 0
fact_import.broken bigint NOT NULL DEFAULT 0
fact_import.held bigint NOT NULL DEFAULT 0
fact_import.unknown_codes jsonb NOT NULL
fact_import.faults jsonb NOT NULL
fact_import.as_of text NOT NULL DEFAULT ''::text
fact_import.started_at timestamp with time zone NOT NULL
fact_import.beat_at timestamp with time zone NOT NULL
fact_import.ended_at timestamp with time zone
fact_import: CHECK ((scope = ANY (ARRAY['full'::text, 'delta'::text])))
fact_import: CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'refused'::text, 'stopped'::text])))
fact_import: PRIMARY KEY (id)
CREATE INDEX fact_import_file ON public.fact_import USING btree (register, file_hash)
CREATE INDEX fact_import_standing ON public.fact_import USING btree (register, scope, as_of) WHERE (state = 'done'::text)
CREATE UNIQUE INDEX fact_import_pkey ON public.fact_import USING btree (id)
CREATE UNIQUE INDEX fact_import_running ON public.fact_import USING btree (state) WHERE (state = 'running'::text)
fact_mention.inn text NOT NULL
fact_mention.register text NOT NULL
fact_mention.source text NOT NULL
fact_mention.record text NOT NULL
fact_mention.version integer NOT NULL
fact_mention: PRIMARY KEY (inn, record, register, source, version)
CREATE UNIQUE INDEX fact_mention_pkey ON public.fact_mention USING btree (inn, record, register, source, version)
fact_override.id text NOT NULL
fact_override.inn text NOT NULL
fact_override.ogrn text NOT NULL
fact_override.purpose text NOT NULL
fact_override.rule text NOT NULL
fact_override.was text NOT NULL
fact_override.outcome text NOT NULL
fact_override.print text NOT NULL
fact_override.reason text NOT NULL
fact_override.document text NOT NULL
fact_override.valid_until text NOT NULL
fact_override.state text NOT NULL
fact_override.given_by text NOT NULL
fact_override.given_at timestamp with time zone NOT NULL
fact_override.decided_by text NOT NULL DEFAULT ''::text
fact_override.decided_at timestamp with time zone
fact_override.ended_by text NOT NULL DEFAULT ''::text
fact_override.ended_at timestamp with time zone
fact_override.remark text NOT NULL DEFAULT ''::text
fact_override: CHECK (((decided_by = ''::text) OR (decided_by <> given_by)))
fact_override: CHECK (((was <> 'FAIL'::text) OR (state <> 'standing'::text) OR (decided_by <> ''::text)))
fact_override: CHECK ((outcome = ANY (ARRAY['PASS'::text, 'FAIL'::text, 'REVIEW'::text])))
fact_override: CHECK ((reason <> ''::text))
fact_override: CHECK ((state = ANY (ARRAY['waiting'::text, 'standing'::text, 'refused'::text, 'ended'::text])))
fact_override: CHECK ((valid_until <> ''::text))
fact_override: CHECK ((was = ANY (ARRAY['PASS'::text, 'FAIL'::text, 'REVIEW'::text, 'UNKNOWN'::text])))
fact_override: PRIMARY KEY (id)
CREATE INDEX fact_override_ogrn ON public.fact_override USING btree (ogrn, id)
CREATE UNIQUE INDEX fact_override_pkey ON public.fact_override USING btree (id)
CREATE UNIQUE INDEX fact_override_waiting ON public.fact_override USING btree (ogrn, purpose, rule) WHERE (state = 'waiting'::text)
fact_query.id text NOT NULL
fact_query.source text NOT NULL
fact_query.inn text NOT NULL
fact_query.ogrn text NOT NULL
fact_query.ticket text NOT NULL DEFAULT ''::text
fact_query.state text NOT NULL
fact_query.reason text NOT NULL DEFAULT ''::text
fact_query.tries integer NOT NULL DEFAULT 0
fact_query.silent boolean NOT NULL DEFAULT false
fact_query.asked_by text NOT NULL
fact_query.asked_at timestamp with time zone NOT NULL
fact_query.next_at timestamp with time zone NOT NULL
fact_query.ended_at timestamp with time zone
fact_query: CHECK ((state = ANY (ARRAY['pending'::text, 'answered'::text, 'none'::text, 'failed'::text, 'overdue'::text])))
fact_query: PRIMARY KEY (id)
CREATE INDEX fact_query_due ON public.fact_query USING btree (next_at) WHERE (state = 'pending'::text)
CREATE INDEX fact_query_inn ON public.fact_query USING btree (inn, id)
CREATE UNIQUE INDEX fact_query_open ON public.fact_query USING btree (source, inn, ogrn) WHERE (state = 'pending'::text)
CREATE UNIQUE INDEX fact_query_pkey ON public.fact_query USING btree (id)
fact_record.register text NOT NULL
fact_record.source text NOT NULL
fact_record.record text NOT NULL
fact_record.version integer NOT NULL
fact_record.inn text NOT NULL
fact_record.kpp text NOT NULL
fact_record.region text NOT NULL
fact_record.kind text NOT NULL
fact_record.status text NOT NULL
fact_record.name text NOT NULL
fact_record.name_key text NOT NULL
fact_record.as_of text NOT NULL
fact_record.shown_on text NOT NULL
fact_record.fetched_at timestamp with time zone NOT NULL
fact_record.import text NOT NULL
fact_record.standing boolean NOT NULL
fact_record.gone boolean NOT NULL
fact_record.hash bytea NOT NULL
fact_record.body bytea NOT NULL
fact_record: PRIMARY KEY (record, register, source, version)
CREATE INDEX fact_record_class ON public.fact_record USING btree (register, source, record, version) WHERE (register = ANY (ARRAY['okved'::text, 'okpd2'::text]))
CREATE INDEX fact_record_inn ON public.fact_record USING btree (inn) WHERE (inn <> ''::text)
CREATE UNIQUE INDEX fact_record_pkey ON public.fact_record USING btree (record, register, source, version)
fact_seen.import text NOT NULL
fact_seen.record text NOT NULL
CREATE INDEX fact_seen_record ON public.fact_seen USING btree (import, record)
fact_statement.id text NOT NULL
fact_statement.inn text NOT NULL
fact_statement.ogrn text NOT NULL
fact_statement.kind text NOT NULL
fact_statement.state text NOT NULL
fact_statement.value jsonb NOT NULL
fact_statement.source text NOT NULL
fact_statement.reference text NOT NULL
fact_statement.as_of text NOT NULL
fact_statement.fetched_at timestamp with time zone NOT NULL
fact_statement.valid_until text NOT NULL
fact_statement.author text NOT NULL
fact_statement.reason text NOT NULL
fact_statement.evidence text
fact_statement.evidence_name text NOT NULL DEFAULT ''::text
fact_statement.evidence_type text NOT NULL DEFAULT ''::text
fact_statement.revokes text NOT NULL DEFAULT ''::text
fact_statement.evidence_seal text NOT NULL DEFAULT ''::text
fact_statement: CHECK ((state = ANY (ARRAY['known'::text, 'absent'::text, 'unknown'::text, 'restricted'::text])))
fact_statement: PRIMARY KEY (id)
CREATE INDEX fact_statement_evidence ON public.fact_statement USING btree (evidence)
CREATE INDEX fact_statement_inn ON public.fact_statement USING btree (inn, id)
CREATE INDEX fact_statement_ogrn ON public.fact_statement USING btree (ogrn, id)
CREATE UNIQUE INDEX fact_statement_pkey ON public.fact_statement USING btree (id)
fact_watch.inn text NOT NULL
fact_watch.ogrn text NOT NULL
fact_watch.since timestamp with time zone NOT NULL
fact_watch: PRIMARY KEY (ogrn, inn)
CREATE INDEX fact_watch_inn ON public.fact_watch USING btree (inn)
CREATE UNIQUE INDEX fact_watch_pkey ON public.fact_watch USING btree (ogrn, inn)
installation.one integer NOT NULL
installation.kind text NOT NULL
installation.id text NOT NULL
installation.created_at timestamp with time zone NOT NULL
installation: CHECK ((kind = ANY (ARRAY['trial'::text, 'real'::text])))
installation: CHECK ((one = 1))
installation: PRIMARY KEY (one)
CREATE UNIQUE INDEX installation_pkey ON public.installation USING btree (one)
job_schedule.name text NOT NULL
job_schedule.next_at timestamp with time zone NOT NULL
job_schedule: PRIMARY KEY (name)
CREATE UNIQUE INDEX job_schedule_pkey ON public.job_schedule USING btree (name)
legal_document.kind text NOT NULL
legal_document.version integer NOT NULL
legal_document.title_ru text NOT NULL
legal_document.title_en text NOT NULL
legal_document.text_ru text NOT NULL
legal_document.text_en text NOT NULL
legal_document.since timestamp with time zone NOT NULL
legal_document.author text NOT NULL
legal_document.reviewed boolean NOT NULL
legal_document.created_at timestamp with time zone NOT NULL
legal_document: CHECK ((version > 0))
legal_document: PRIMARY KEY (kind, version)
CREATE UNIQUE INDEX legal_document_pkey ON public.legal_document USING btree (kind, version)
limit_bucket.key text NOT NULL
limit_bucket.arrival bigint NOT NULL
limit_bucket.expires_at timestamp with time zone NOT NULL
limit_bucket: PRIMARY KEY (key)
CREATE INDEX limit_bucket_expiry ON public.limit_bucket USING btree (expires_at)
CREATE UNIQUE INDEX limit_bucket_pkey ON public.limit_bucket USING btree (key)
membership_candidate.organisation text NOT NULL
membership_candidate.ogrn text NOT NULL
membership_candidate.name text NOT NULL
membership_candidate.status text NOT NULL
membership_candidate.outcome text NOT NULL
membership_candidate.basis text NOT NULL
membership_candidate.since timestamp with time zone NOT NULL
membership_candidate.judged_at timestamp with time zone NOT NULL
membership_candidate: PRIMARY KEY (organisation)
CREATE INDEX membership_candidate_since ON public.membership_candidate USING btree (since)
CREATE UNIQUE INDEX membership_candidate_pkey ON public.membership_candidate USING btree (organisation)
membership_count.direction text NOT NULL
membership_count.status text NOT NULL
membership_count.okrug text NOT NULL
membership_count.n integer NOT NULL
membership_count: PRIMARY KEY (direction, status, okrug)
CREATE UNIQUE INDEX membership_count_pkey ON public.membership_count USING btree (direction, status, okrug)
membership_decision.id text NOT NULL
membership_decision.organisation text NOT NULL
membership_decision.kind text NOT NULL
membership_decision.reason text NOT NULL
membership_decision.note text NOT NULL
membership_decision.event text NOT NULL
membership_decision.document text NOT NULL
membership_decision.formed_by text NOT NULL
membership_decision.formed_at timestamp with time zone NOT NULL
membership_decision.signature text NOT NULL DEFAULT ''::text
membership_decision.signed_at timestamp with time zone
membership_decision: FOREIGN KEY (organisation) REFERENCES membership_member(organisation)
membership_decision: PRIMARY KEY (id)
CREATE INDEX membership_decision_organisation ON public.membership_decision USING btree (organisation, id)
CREATE UNIQUE INDEX membership_decision_pkey ON public.membership_decision USING btree (id)
membership_direction.direction text NOT NULL
membership_direction.organisation text NOT NULL
membership_direction: FOREIGN KEY (organisation) REFERENCES membership_member(organisation)
membership_direction: PRIMARY KEY (direction, organisation)
CREATE INDEX membership_direction_organisation ON public.membership_direction USING btree (organisation)
CREATE UNIQUE INDEX membership_direction_pkey ON public.membership_direction USING btree (direction, organisation)
membership_event.id text NOT NULL
membership_event.organisation text NOT NULL
membership_event.kind text NOT NULL
membership_event.status text NOT NULL
membership_event.state text NOT NULL
membership_event.at timestamp with time zone NOT NULL
membership_event.author text NOT NULL DEFAULT ''::text
membership_event.application text NOT NULL DEFAULT ''::text
membership_event.number text NOT NULL
membership_event.reason text NOT NULL DEFAULT ''::text
membership_event.note text NOT NULL DEFAULT ''::text
membership_event.corrects text NOT NULL DEFAULT ''::text
membership_event.signature text NOT NULL DEFAULT ''::text
membership_event.basis text NOT NULL
membership_event.receipt text NOT NULL
membership_event: PRIMARY KEY (id)
CREATE INDEX membership_event_organisation ON public.membership_event USING btree (organisation, id)
CREATE UNIQUE INDEX membership_event_number ON public.membership_event USING btree (number)
CREATE UNIQUE INDEX membership_event_pkey ON public.membership_event USING btree (id)
membership_member.organisation text NOT NULL
membership_member.ogrn text NOT NULL
membership_member.inn text NOT NULL
membership_member.name text NOT NULL
membership_member.name_key text NOT NULL
membership_member.status text NOT NULL
membership_member.state text NOT NULL
membership_member.region text NOT NULL
membership_member.okrug text NOT NULL
membership_member.since timestamp with time zone NOT NULL
membership_member.changed_at timestamp with time zone NOT NULL
membership_member.event text NOT NULL
membership_member.profile text NOT NULL
membership_member: CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text, 'ended'::text, 'annulled'::text])))
membership_member: CHECK ((status = ANY (ARRAY['participant'::text, 'partner'::text])))
membership_member: PRIMARY KEY (organisation)
membership_member: UNIQUE (ogrn)
CREATE INDEX membership_member_inn ON public.membership_member USING btree (inn)
CREATE INDEX membership_member_name ON public.membership_member USING btree (name_key, organisation) WHERE (state = ANY (ARRAY['active'::text, 'suspended'::text]))
CREATE UNIQUE INDEX membership_member_ogrn_key ON public.membership_member USING btree (ogrn)
CREATE UNIQUE INDEX membership_member_pkey ON public.membership_member USING btree (organisation)
membership_warning.id text NOT NULL
membership_warning.organisation text NOT NULL
membership_warning.opened_at timestamp with time zone NOT NULL
membership_warning.answer_by text NOT NULL
membership_warning.reason text NOT NULL
membership_warning.note text NOT NULL DEFAULT ''::text
membership_warning.basis text NOT NULL
membership_warning.receipt text NOT NULL
membership_warning.answer text NOT NULL DEFAULT ''::text
membership_warning.answered_by text NOT NULL DEFAULT ''::text
membership_warning.answered_at timestamp with time zone
membership_warning.closed_at timestamp with time zone
membership_warning.outcome text NOT NULL DEFAULT ''::text
membership_warning: FOREIGN KEY (organisation) REFERENCES membership_member(organisation)
membership_warning: PRIMARY KEY (id)
CREATE UNIQUE INDEX membership_warning_open ON public.membership_warning USING btree (organisation) WHERE (closed_at IS NULL)
CREATE UNIQUE INDEX membership_warning_pkey ON public.membership_warning USING btree (id)
membership_word.word text NOT NULL
membership_word.organisation text NOT NULL
membership_word.name_key text NOT NULL DEFAULT ''::text
membership_word: FOREIGN KEY (organisation) REFERENCES membership_member(organisation)
membership_word: PRIMARY KEY (word, organisation)
CREATE INDEX membership_word_order ON public.membership_word USING btree (word, name_key, organisation)
CREATE INDEX membership_word_organisation ON public.membership_word USING btree (organisation, word)
CREATE UNIQUE INDEX membership_word_pkey ON public.membership_word USING btree (word, organisation)
notification_message.id text NOT NULL
notification_message.channel text NOT NULL
notification_message.recipient text NOT NULL
notification_message.topic text NOT NULL
notification_message.lang text NOT NULL
notification_message.subject text NOT NULL
notification_message.text text NOT NULL
notification_message.html text NOT NULL
notification_message.state text NOT NULL
notification_message.attempts integer NOT NULL DEFAULT 0
notification_message.failure text NOT NULL DEFAULT ''::text
notification_message.created_at timestamp with time zone NOT NULL
notification_message.expires_at timestamp with time zone NOT NULL
notification_message.done_at timestamp with time zone
notification_message.forget boolean NOT NULL DEFAULT false
notification_message: CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text])))
notification_message: CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text, 'expired'::text])))
notification_message: PRIMARY KEY (id)
CREATE INDEX notification_message_recipient ON public.notification_message USING btree (recipient)
CREATE INDEX notification_message_state ON public.notification_message USING btree (state, id)
CREATE UNIQUE INDEX notification_message_pkey ON public.notification_message USING btree (id)
notification_notice.id text NOT NULL
notification_notice.person text NOT NULL
notification_notice.topic text NOT NULL
notification_notice.title_ru text NOT NULL
notification_notice.title_en text NOT NULL
notification_notice.text_ru text NOT NULL
notification_notice.text_en text NOT NULL
notification_notice.path text NOT NULL
notification_notice.created_at timestamp with time zone NOT NULL
notification_notice.read_at timestamp with time zone
notification_notice: PRIMARY KEY (id)
CREATE INDEX notification_notice_created ON public.notification_notice USING btree (created_at)
CREATE INDEX notification_notice_person ON public.notification_notice USING btree (person, id)
CREATE INDEX notification_notice_unread ON public.notification_notice USING btree (person) WHERE (read_at IS NULL)
CREATE UNIQUE INDEX notification_notice_pkey ON public.notification_notice USING btree (id)
organisation_cabinet.id text NOT NULL
organisation_cabinet.ogrn text NOT NULL
organisation_cabinet.inn text NOT NULL
organisation_cabinet.kpp text NOT NULL DEFAULT ''::text
organisation_cabinet.name text NOT NULL
organisation_cabinet.email text NOT NULL DEFAULT ''::text
organisation_cabinet.phone text NOT NULL DEFAULT ''::text
organisation_cabinet.opened_by text NOT NULL
organisation_cabinet.opened_at timestamp with time zone NOT NULL
organisation_cabinet.signature text NOT NULL
organisation_cabinet: PRIMARY KEY (id)
organisation_cabinet: UNIQUE (ogrn)
CREATE INDEX organisation_cabinet_inn ON public.organisation_cabinet USING btree (inn)
CREATE UNIQUE INDEX organisation_cabinet_ogrn_key ON public.organisation_cabinet USING btree (ogrn)
CREATE UNIQUE INDEX organisation_cabinet_pkey ON public.organisation_cabinet USING btree (id)
organisation_case.id text NOT NULL
organisation_case.person text NOT NULL
organisation_case.ogrn text NOT NULL
organisation_case.inn text NOT NULL
organisation_case.login text NOT NULL
organisation_case.ground text NOT NULL
organisation_case.details text NOT NULL
organisation_case.state text NOT NULL
organisation_case.created_at timestamp with time zone NOT NULL
organisation_case.decided_by text NOT NULL DEFAULT ''::text
organisation_case.decided_at timestamp with time zone
organisation_case.reason text NOT NULL DEFAULT ''::text
organisation_case: CHECK ((state = ANY (ARRAY['open'::text, 'granted'::text, 'refused'::text, 'withdrawn'::text])))
organisation_case: PRIMARY KEY (id)
CREATE INDEX organisation_case_waiting ON public.organisation_case USING btree (id) WHERE (state = 'open'::text)
CREATE UNIQUE INDEX organisation_case_open ON public.organisation_case USING btree (person, ogrn, inn) WHERE (state = 'open'::text)
CREATE UNIQUE INDEX organisation_case_pkey ON public.organisation_case USING btree (id)
organisation_certificate.id text NOT NULL
organisation_certificate.organisation text NOT NULL
organisation_certificate.person text NOT NULL
organisation_certificate.sha256 text NOT NULL
organisation_certificate.serial text NOT NULL
organisation_certificate.holder text NOT NULL
organisation_certificate.issuer text NOT NULL
organisation_certificate.not_before timestamp with time zone NOT NULL
organisation_certificate.not_after timestamp with time zone NOT NULL
organisation_certificate.trial boolean NOT NULL DEFAULT false
organisation_certificate.added_at timestamp with time zone NOT NULL
organisation_certificate.removed_by text NOT NULL DEFAULT ''::text
organisation_certificate.removed_at timestamp with time zone
organisation_certificate: FOREIGN KEY (organisation) REFERENCES organisation_cabinet(id)
organisation_certificate: PRIMARY KEY (id)
CREATE INDEX organisation_certificate_end ON public.organisation_certificate USING btree (not_after) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX organisation_certificate_now ON public.organisation_certificate USING btree (organisation, sha256) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX organisation_certificate_pkey ON public.organisation_certificate USING btree (id)
organisation_grant.id text NOT NULL
organisation_grant.organisation text NOT NULL
organisation_grant.snils_mac text NOT NULL
organisation_grant.snils_end text NOT NULL
organisation_grant.person text NOT NULL DEFAULT ''::text
organisation_grant.name text NOT NULL
organisation_grant.role text NOT NULL
organisation_grant.state text NOT NULL
organisation_grant.granted_by text NOT NULL
organisation_grant.granted_at timestamp with time zone NOT NULL
organisation_grant.signature text NOT NULL
organisation_grant.lapses_at timestamp with time zone NOT NULL
organisation_grant.until timestamp with time zone NOT NULL
organisation_grant.confirm_by timestamp with time zone
organisation_grant.accepted_at timestamp with time zone
organisation_grant.ended_at timestamp with time zone
organisation_grant.ended_by text NOT NULL DEFAULT ''::text
organisation_grant: CHECK (((state <> 'active'::text) OR (person <> ''::text)))
organisation_grant: CHECK ((role = ANY (ARRAY['full'::text, 'standard'::text])))
organisation_grant: CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'declined'::text, 'lapsed'::text, 'revoked'::text, 'left'::text, 'over'::text])))
organisation_grant: FOREIGN KEY (organisation) REFERENCES organisation_cabinet(id)
organisation_grant: PRIMARY KEY (id)
CREATE INDEX organisation_grant_end ON public.organisation_grant USING btree (until) WHERE (state = ANY (ARRAY['invited'::text, 'active'::text]))
CREATE INDEX organisation_grant_person ON public.organisation_grant USING btree (person) WHERE (state = 'active'::text)
CREATE INDEX organisation_grant_snils ON public.organisation_grant USING btree (snils_mac) WHERE (state = 'invited'::text)
CREATE UNIQUE INDEX organisation_grant_now ON public.organisation_grant USING btree (organisation, snils_mac) WHERE (state = ANY (ARRAY['invited'::text, 'active'::text]))
CREATE UNIQUE INDEX organisation_grant_pkey ON public.organisation_grant USING btree (id)
organisation_link.id text NOT NULL
organisation_link.secret text NOT NULL
organisation_link.person text NOT NULL
organisation_link.name text NOT NULL
organisation_link.snils_mac text NOT NULL
organisation_link.snils_end text NOT NULL
organisation_link.inn text NOT NULL
organisation_link.title text NOT NULL
organisation_link.role text NOT NULL
organisation_link.months integer NOT NULL
organisation_link.created_at timestamp with time zone NOT NULL
organisation_link.expires_at timestamp with time zone NOT NULL
organisation_link.used_at timestamp with time zone
organisation_link.used_for text NOT NULL DEFAULT ''::text
organisation_link: CHECK ((role = ANY (ARRAY['full'::text, 'standard'::text])))
organisation_link: PRIMARY KEY (id)
organisation_link: UNIQUE (secret)
CREATE INDEX organisation_link_person ON public.organisation_link USING btree (person)
CREATE UNIQUE INDEX organisation_link_pkey ON public.organisation_link USING btree (id)
CREATE UNIQUE INDEX organisation_link_secret_key ON public.organisation_link USING btree (secret)
organisation_login.login text NOT NULL
organisation_login.at timestamp with time zone NOT NULL
organisation_login: PRIMARY KEY (login)
CREATE UNIQUE INDEX organisation_login_pkey ON public.organisation_login USING btree (login)
organisation_power.id text NOT NULL
organisation_power.person text NOT NULL
organisation_power.number text NOT NULL
organisation_power.sha256 text NOT NULL
organisation_power.file text NOT NULL
organisation_power.signature text NOT NULL
organisation_power.parents text NOT NULL DEFAULT '[]'::text
organisation_power.signed text NOT NULL
organisation_power.inn text NOT NULL
organisation_power.ogrn text NOT NULL
organisation_power.principal text NOT NULL
organisation_power.agent text NOT NULL
organisation_power.issued text NOT NULL
organisation_power.until timestamp with time zone NOT NULL
organisation_power.state text NOT NULL
organisation_power.signer text NOT NULL DEFAULT ''::text
organisation_power.added_at timestamp with time zone NOT NULL
organisation_power.ended_at timestamp with time zone
organisation_power.ended_by text NOT NULL DEFAULT ''::text
organisation_power: CHECK ((state = ANY (ARRAY['kept'::text, 'review'::text, 'active'::text, 'refused'::text, 'withdrawn'::text, 'revoked'::text, 'removed'::text, 'over'::text, 'replaced'::text, 'ended'::text])))
organisation_power: PRIMARY KEY (id)
CREATE INDEX organisation_power_end ON public.organisation_power USING btree (until) WHERE (ended_at IS NULL)
CREATE INDEX organisation_power_person ON public.organisation_power USING btree (person)
CREATE INDEX organisation_power_principal ON public.organisation_power USING btree (ogrn)
CREATE UNIQUE INDEX organisation_power_now ON public.organisation_power USING btree (person, number) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX organisation_power_pkey ON public.organisation_power USING btree (id)
organisation_power_verdict.id text NOT NULL
organisation_power_verdict.power text NOT NULL
organisation_power_verdict.stage text NOT NULL
organisation_power_verdict.result text NOT NULL
organisation_power_verdict.registry text NOT NULL
organisation_power_verdict.checks text NOT NULL
organisation_power_verdict.at timestamp with time zone NOT NULL
organisation_power_verdict: CHECK ((result = ANY (ARRAY['yes'::text, 'no'::text, 'review'::text])))
organisation_power_verdict: CHECK ((stage = ANY (ARRAY['brought'::text, 'entered'::text, 'signed'::text, 'decided'::text])))
organisation_power_verdict: FOREIGN KEY (power) REFERENCES organisation_power(id)
organisation_power_verdict: PRIMARY KEY (id)
CREATE INDEX organisation_power_verdict_of ON public.organisation_power_verdict USING btree (power)
CREATE UNIQUE INDEX organisation_power_verdict_pkey ON public.organisation_power_verdict USING btree (id)
organisation_preparation.person text NOT NULL
organisation_preparation.inn text NOT NULL
organisation_preparation.kpp text NOT NULL DEFAULT ''::text
organisation_preparation.email text NOT NULL DEFAULT ''::text
organisation_preparation.phone text NOT NULL DEFAULT ''::text
organisation_preparation.created_at timestamp with time zone NOT NULL
organisation_preparation.changed_at timestamp with time zone NOT NULL
organisation_preparation: PRIMARY KEY (person, inn)
CREATE UNIQUE INDEX organisation_preparation_pkey ON public.organisation_preparation USING btree (person, inn)
organisation_recent.person text NOT NULL
organisation_recent.organisation text NOT NULL
organisation_recent.at timestamp with time zone NOT NULL
organisation_recent: FOREIGN KEY (organisation) REFERENCES organisation_cabinet(id)
organisation_recent: PRIMARY KEY (person, organisation)
CREATE UNIQUE INDEX organisation_recent_pkey ON public.organisation_recent USING btree (person, organisation)
organisation_signer.id text NOT NULL
organisation_signer.organisation text NOT NULL
organisation_signer.person text NOT NULL
organisation_signer.basis text NOT NULL
organisation_signer.joint boolean NOT NULL DEFAULT false
organisation_signer.post text NOT NULL DEFAULT ''::text
organisation_signer.inn text NOT NULL DEFAULT ''::text
organisation_signer.certificate text NOT NULL DEFAULT ''::text
organisation_signer.since timestamp with time zone NOT NULL
organisation_signer.until timestamp with time zone
organisation_signer.judged_at timestamp with time zone NOT NULL
organisation_signer.as_of text NOT NULL DEFAULT ''::text
organisation_signer.ended_at timestamp with time zone
organisation_signer.ended_why text NOT NULL DEFAULT ''::text
organisation_signer: CHECK ((basis = ANY (ARRAY['head'::text, 'proprietor'::text, 'managing'::text, 'power'::text])))
organisation_signer: FOREIGN KEY (organisation) REFERENCES organisation_cabinet(id)
organisation_signer: PRIMARY KEY (id)
CREATE INDEX organisation_signer_person ON public.organisation_signer USING btree (person) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX organisation_signer_now ON public.organisation_signer USING btree (organisation, person) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX organisation_signer_pkey ON public.organisation_signer USING btree (id)
organisation_warning.subject text NOT NULL
organisation_warning.days integer NOT NULL
organisation_warning.at timestamp with time zone NOT NULL
organisation_warning: PRIMARY KEY (subject, days)
CREATE UNIQUE INDEX organisation_warning_pkey ON public.organisation_warning USING btree (subject, days)
organisation_wish.id text NOT NULL
organisation_wish.organisation text NOT NULL DEFAULT ''::text
organisation_wish.person text NOT NULL
organisation_wish.snils_mac text NOT NULL
organisation_wish.snils_end text NOT NULL
organisation_wish.name text NOT NULL
organisation_wish.role text NOT NULL
organisation_wish.until timestamp with time zone NOT NULL
organisation_wish.replaces text NOT NULL DEFAULT ''::text
organisation_wish.link text NOT NULL DEFAULT ''::text
organisation_wish.expires_at timestamp with time zone NOT NULL
organisation_wish: CHECK ((role = ANY (ARRAY['full'::text, 'standard'::text])))
organisation_wish: PRIMARY KEY (id)
CREATE UNIQUE INDEX organisation_wish_pkey ON public.organisation_wish USING btree (id)
partner_change.id text NOT NULL
partner_change.subject text NOT NULL
partner_change.at timestamp with time zone NOT NULL
partner_change: PRIMARY KEY (id)
CREATE INDEX partner_change_at ON public.partner_change USING btree (at)
CREATE UNIQUE INDEX partner_change_pkey ON public.partner_change USING btree (id)
partner_click.day text NOT NULL
partner_click.asked text NOT NULL
partner_click.role text NOT NULL
partner_click.region text NOT NULL
partner_click.position integer NOT NULL
partner_click.subject text NOT NULL
partner_click.passage text NOT NULL
partner_click.matched text NOT NULL
partner_click.through text NOT NULL
partner_click.clicks bigint NOT NULL
partner_click: CHECK (("position" > 0))
partner_click: CHECK ((clicks > 0))
partner_click: PRIMARY KEY (day, asked, role, region, "position", passage)
CREATE UNIQUE INDEX partner_click_pkey ON public.partner_click USING btree (day, asked, role, region, "position", passage)
partner_saved.id text NOT NULL
partner_saved.person text NOT NULL
partner_saved.place smallint NOT NULL
partner_saved.name text NOT NULL
partner_saved.question text NOT NULL
partner_saved.letters text NOT NULL
partner_saved.due_at timestamp with time zone
partner_saved.created_at timestamp with time zone NOT NULL
partner_saved.seen_at timestamp with time zone NOT NULL
partner_saved.seen_for text NOT NULL
partner_saved.seen_known text NOT NULL
partner_saved.told_at timestamp with time zone NOT NULL
partner_saved.told_for text NOT NULL
partner_saved.told_known text NOT NULL
partner_saved: CHECK (((letters = 'off'::text) = (due_at IS NULL)))
partner_saved: CHECK (((place >= 1) AND (place <= 30)))
partner_saved: CHECK ((letters = ANY (ARRAY['off'::text, 'daily'::text, 'weekly'::text])))
partner_saved: PRIMARY KEY (id)
partner_saved: UNIQUE (person, place)
CREATE INDEX partner_saved_due ON public.partner_saved USING btree (due_at) WHERE (due_at IS NOT NULL)
CREATE UNIQUE INDEX partner_saved_person_place_key ON public.partner_saved USING btree (person, place)
CREATE UNIQUE INDEX partner_saved_pkey ON public.partner_saved USING btree (id)
partner_vector.model text NOT NULL
partner_vector.sum text NOT NULL
partner_vector.vector bytea NOT NULL
partner_vector: PRIMARY KEY (model, sum)
CREATE UNIQUE INDEX partner_vector_pkey ON public.partner_vector USING btree (model, sum)
partner_vector_wait.model text NOT NULL
partner_vector_wait.sum text NOT NULL
partner_vector_wait.subject text NOT NULL
partner_vector_wait.tries integer NOT NULL
partner_vector_wait.due_at timestamp with time zone NOT NULL
partner_vector_wait: PRIMARY KEY (model, sum, subject)
CREATE INDEX partner_vector_wait_due ON public.partner_vector_wait USING btree (model, due_at)
CREATE UNIQUE INDEX partner_vector_wait_pkey ON public.partner_vector_wait USING btree (model, sum, subject)
profile_event.id text NOT NULL
profile_event.subject text NOT NULL
profile_event.item text NOT NULL
profile_event.kind text NOT NULL
profile_event.deed text NOT NULL
profile_event.title text NOT NULL
profile_event.before_content text
profile_event.at timestamp with time zone NOT NULL
profile_event.person text
profile_event: CHECK ((deed = ANY (ARRAY['added'::text, 'edited'::text, 'removed'::text])))
profile_event: PRIMARY KEY (id)
CREATE INDEX profile_event_person ON public.profile_event USING btree (person)
CREATE INDEX profile_event_subject ON public.profile_event USING btree (subject, id)
CREATE UNIQUE INDEX profile_event_pkey ON public.profile_event USING btree (id)
profile_item.id text NOT NULL
profile_item.subject text NOT NULL
profile_item.inn text NOT NULL
profile_item.kind text NOT NULL
profile_item.audience text NOT NULL
profile_item.content text NOT NULL
profile_item.last_day text
profile_item.ended integer NOT NULL
profile_item.outside text
profile_item.created_at timestamp with time zone NOT NULL
profile_item.changed_at timestamp with time zone NOT NULL
profile_item.changed_by text
profile_item: CHECK ((audience = ANY (ARRAY[''::text, 'member'::text, 'named'::text])))
profile_item: CHECK ((kind = ANY (ARRAY['about'::text, 'competence'::text, 'equipment'::text, 'product'::text, 'certificate'::text, 'offer'::text, 'need'::text])))
profile_item: PRIMARY KEY (id)
profile_item: UNIQUE (outside)
CREATE INDEX profile_item_by ON public.profile_item USING btree (changed_by)
CREATE INDEX profile_item_last_day ON public.profile_item USING btree (last_day) WHERE (ended = 0)
CREATE INDEX profile_item_subject ON public.profile_item USING btree (subject, id)
CREATE UNIQUE INDEX profile_item_outside_key ON public.profile_item USING btree (outside)
CREATE UNIQUE INDEX profile_item_pkey ON public.profile_item USING btree (id)
signature_again.signed text NOT NULL
signature_again.outcome text NOT NULL
signature_again.at timestamp with time zone NOT NULL
signature_again: CHECK ((outcome = ANY (ARRAY['good'::text, 'revoked'::text])))
signature_again: FOREIGN KEY (signed) REFERENCES signature_signed(id)
signature_again: PRIMARY KEY (signed)
CREATE UNIQUE INDEX signature_again_pkey ON public.signature_again USING btree (signed)
signature_evidence.key text NOT NULL
signature_evidence.file text NOT NULL
signature_evidence.fetched_at timestamp with time zone NOT NULL
signature_evidence.until timestamp with time zone NOT NULL
signature_evidence: PRIMARY KEY (key)
CREATE INDEX signature_evidence_file ON public.signature_evidence USING btree (file)
CREATE INDEX signature_evidence_until ON public.signature_evidence USING btree (until)
CREATE UNIQUE INDEX signature_evidence_pkey ON public.signature_evidence USING btree (key)
signature_list.sha256 text NOT NULL
signature_list.number integer NOT NULL
signature_list.dated timestamp with time zone NOT NULL
signature_list.file text NOT NULL
signature_list.authorities integer NOT NULL
signature_list.signer text NOT NULL DEFAULT ''::text
signature_list.imported_by text NOT NULL
signature_list.imported_at timestamp with time zone NOT NULL
signature_list: PRIMARY KEY (sha256)
CREATE INDEX signature_list_dated ON public.signature_list USING btree (dated)
CREATE INDEX signature_list_file ON public.signature_list USING btree (file)
CREATE UNIQUE INDEX signature_list_pkey ON public.signature_list USING btree (sha256)
signature_material.sha256 text NOT NULL
signature_material.kind text NOT NULL
signature_material.file text NOT NULL
signature_material: PRIMARY KEY (sha256)
CREATE INDEX signature_material_file ON public.signature_material USING btree (file)
CREATE UNIQUE INDEX signature_material_pkey ON public.signature_material USING btree (sha256)
signature_raised.signed text NOT NULL
signature_raised.step integer NOT NULL
signature_raised.level text NOT NULL
signature_raised.message text NOT NULL
signature_raised.at timestamp with time zone NOT NULL
signature_raised.until timestamp with time zone NOT NULL
signature_raised: CHECK ((level = ANY (ARRAY['T'::text, 'LTA'::text, 'token'::text])))
signature_raised: CHECK ((step > 0))
signature_raised: FOREIGN KEY (signed) REFERENCES signature_signed(id)
signature_raised: PRIMARY KEY (signed, step)
CREATE INDEX signature_raised_message ON public.signature_raised USING btree (message)
CREATE INDEX signature_raised_until ON public.signature_raised USING btree (until) WHERE (level = ANY (ARRAY['LTA'::text, 'token'::text]))
CREATE UNIQUE INDEX signature_raised_pkey ON public.signature_raised USING btree (signed, step)
signature_request.id text NOT NULL
signature_request.purpose text NOT NULL
signature_request.person text NOT NULL DEFAULT ''::text
signature_request.browser_hash text NOT NULL DEFAULT ''::text
signature_request.subject text NOT NULL
signature_request.title_ru text NOT NULL
signature_request.title_en text NOT NULL
signature_request.file_name text NOT NULL
signature_request.media_type text NOT NULL
signature_request.document text
signature_request.challenge text NOT NULL DEFAULT ''::text
signature_request.snils text NOT NULL DEFAULT ''::text
signature_request.inn text NOT NULL DEFAULT ''::text
signature_request.back text NOT NULL
signature_request.next text NOT NULL
signature_request.tries integer NOT NULL DEFAULT 0
signature_request.created_at timestamp with time zone NOT NULL
signature_request.expires_at timestamp with time zone NOT NULL
signature_request.signed_at timestamp with time zone
signature_request.ended_at timestamp with time zone
signature_request: CHECK (((document IS NULL) <> (challenge = ''::text)))
signature_request: CHECK (((person <> ''::text) OR (browser_hash <> ''::text)))
signature_request: PRIMARY KEY (id)
CREATE INDEX signature_request_document ON public.signature_request USING btree (document)
CREATE INDEX signature_request_expiry ON public.signature_request USING btree (expires_at)
CREATE INDEX signature_request_person ON public.signature_request USING btree (person)
CREATE UNIQUE INDEX signature_request_pkey ON public.signature_request USING btree (id)
signature_signed.id text NOT NULL
signature_signed.request text NOT NULL
signature_signed.purpose text NOT NULL
signature_signed.person text NOT NULL DEFAULT ''::text
signature_signed.message text NOT NULL
signature_signed.facts text
signature_signed.report jsonb NOT NULL
signature_signed.certificate text NOT NULL
signature_signed.policy text NOT NULL
signature_signed.trust_list text NOT NULL DEFAULT ''::text
signature_signed.at timestamp with time zone NOT NULL
signature_signed: FOREIGN KEY (request) REFERENCES signature_request(id)
signature_signed: PRIMARY KEY (id)
signature_signed: UNIQUE (request)
CREATE INDEX signature_signed_certificate ON public.signature_signed USING btree (certificate)
CREATE INDEX signature_signed_facts ON public.signature_signed USING btree (facts)
CREATE INDEX signature_signed_message ON public.signature_signed USING btree (message)
CREATE INDEX signature_signed_person ON public.signature_signed USING btree (person)
CREATE UNIQUE INDEX signature_signed_pkey ON public.signature_signed USING btree (id)
CREATE UNIQUE INDEX signature_signed_request_key ON public.signature_signed USING btree (request)
signature_workplace.number text NOT NULL
signature_workplace.report jsonb NOT NULL
signature_workplace.created_at timestamp with time zone NOT NULL
signature_workplace: PRIMARY KEY (number)
CREATE INDEX signature_workplace_age ON public.signature_workplace USING btree (created_at)
CREATE UNIQUE INDEX signature_workplace_pkey ON public.signature_workplace USING btree (number)
staff_conflict.id text NOT NULL
staff_conflict.person text NOT NULL
staff_conflict.subject text NOT NULL
staff_conflict.reason text NOT NULL
staff_conflict.marked_at timestamp with time zone NOT NULL
staff_conflict.lifted_by text NOT NULL DEFAULT ''::text
staff_conflict.lifted_at timestamp with time zone
staff_conflict: CHECK ((lifted_by <> person))
staff_conflict: PRIMARY KEY (id)
CREATE UNIQUE INDEX staff_conflict_pkey ON public.staff_conflict USING btree (id)
CREATE UNIQUE INDEX staff_conflict_standing ON public.staff_conflict USING btree (subject, person) WHERE (lifted_at IS NULL)
staff_invitation.id text NOT NULL
staff_invitation.secret_hash text NOT NULL
staff_invitation.email text NOT NULL
staff_invitation.email_key text NOT NULL
staff_invitation.role text NOT NULL
staff_invitation.invited_by text NOT NULL
staff_invitation.confirmed_by text NOT NULL
staff_invitation.created_at timestamp with time zone NOT NULL
staff_invitation.expires_at timestamp with time zone NOT NULL
staff_invitation.used_by text NOT NULL DEFAULT ''::text
staff_invitation.used_at timestamp with time zone
staff_invitation.withdrawn_at timestamp with time zone
staff_invitation: CHECK (((confirmed_by = ''::text) OR (confirmed_by <> invited_by)))
staff_invitation: CHECK ((role = ANY (ARRAY['operator'::text, 'expert'::text, 'board'::text, 'auditor'::text, 'owner'::text])))
staff_invitation: PRIMARY KEY (id)
staff_invitation: UNIQUE (secret_hash)
CREATE INDEX staff_invitation_expiry ON public.staff_invitation USING btree (expires_at)
CREATE UNIQUE INDEX staff_invitation_pkey ON public.staff_invitation USING btree (id)
CREATE UNIQUE INDEX staff_invitation_secret_hash_key ON public.staff_invitation USING btree (secret_hash)
staff_proposal.id text NOT NULL
staff_proposal.act text NOT NULL
staff_proposal.role text NOT NULL
staff_proposal.person text NOT NULL
staff_proposal.email text NOT NULL
staff_proposal.email_key text NOT NULL
staff_proposal.lang text NOT NULL
staff_proposal.proposed_by text NOT NULL
staff_proposal.proposed_at timestamp with time zone NOT NULL
staff_proposal.state text NOT NULL
staff_proposal.decided_by text NOT NULL DEFAULT ''::text
staff_proposal.decided_at timestamp with time zone
staff_proposal: CHECK (((state <> ALL (ARRAY['confirmed'::text, 'refused'::text])) OR (((decided_by <> ''::text) AND (decided_by <> proposed_by)) AND (decided_by <> person))))
staff_proposal: CHECK ((act = ANY (ARRAY['give'::text, 'end'::text, 'invite'::text])))
staff_proposal: CHECK ((role = ANY (ARRAY['operator'::text, 'expert'::text, 'board'::text, 'auditor'::text, 'owner'::text])))
staff_proposal: CHECK ((state = ANY (ARRAY['open'::text, 'confirmed'::text, 'refused'::text, 'withdrawn'::text])))
staff_proposal: PRIMARY KEY (id)
CREATE INDEX staff_proposal_decided ON public.staff_proposal USING btree (decided_at) WHERE (state <> 'open'::text)
CREATE UNIQUE INDEX staff_proposal_open ON public.staff_proposal USING btree (act, role, person, email_key) WHERE (state = 'open'::text)
CREATE UNIQUE INDEX staff_proposal_pkey ON public.staff_proposal USING btree (id)
staff_role.id text NOT NULL
staff_role.person text NOT NULL
staff_role.role text NOT NULL
staff_role.given_by text NOT NULL
staff_role.confirmed_by text NOT NULL
staff_role.given_at timestamp with time zone NOT NULL
staff_role.ended_by text NOT NULL DEFAULT ''::text
staff_role.end_confirmed_by text NOT NULL DEFAULT ''::text
staff_role.ended_at timestamp with time zone
staff_role: CHECK (((confirmed_by = ''::text) OR ((confirmed_by <> given_by) AND (confirmed_by <> person))))
staff_role: CHECK (((end_confirmed_by = ''::text) OR ((end_confirmed_by <> ended_by) AND (end_confirmed_by <> person))))
staff_role: CHECK ((role = ANY (ARRAY['operator'::text, 'expert'::text, 'board'::text, 'auditor'::text, 'owner'::text])))
staff_role: PRIMARY KEY (id)
CREATE UNIQUE INDEX staff_role_held ON public.staff_role USING btree (person, role) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX staff_role_pkey ON public.staff_role USING btree (id)
staff_turn.one integer NOT NULL
staff_turn.taken bigint NOT NULL
staff_turn: CHECK ((one = 1))
staff_turn: PRIMARY KEY (one)
CREATE UNIQUE INDEX staff_turn_pkey ON public.staff_turn USING btree (one)
staff_view.id text NOT NULL
staff_view.viewer text NOT NULL
staff_view.subject text NOT NULL
staff_view.page text NOT NULL
staff_view.what_ru text NOT NULL
staff_view.what_en text NOT NULL
staff_view.at timestamp with time zone NOT NULL
staff_view: PRIMARY KEY (id)
CREATE INDEX staff_view_subject ON public.staff_view USING btree (subject, id)
CREATE INDEX staff_view_viewer ON public.staff_view USING btree (viewer, id)
CREATE UNIQUE INDEX staff_view_pkey ON public.staff_view USING btree (id)
