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
CREATE INDEX audit_entry_actor ON public.audit_entry USING btree (actor, at)
CREATE INDEX audit_entry_subject ON public.audit_entry USING btree (subject, at)
CREATE INDEX audit_entry_waiting ON public.audit_entry USING btree (id) WHERE (seq IS NULL)
CREATE UNIQUE INDEX audit_entry_pkey ON public.audit_entry USING btree (id)
CREATE UNIQUE INDEX audit_entry_seq_key ON public.audit_entry USING btree (seq)
audit_head.one integer NOT NULL
audit_head.seq bigint NOT NULL
audit_head.hash text NOT NULL
audit_head: CHECK ((one = 1))
audit_head: PRIMARY KEY (one)
CREATE UNIQUE INDEX audit_head_pkey ON public.audit_head USING btree (one)
installation.one integer NOT NULL
installation.kind text NOT NULL
installation.id text NOT NULL
installation.created_at timestamp with time zone NOT NULL
installation: CHECK ((kind = ANY (ARRAY['trial'::text, 'real'::text])))
installation: CHECK ((one = 1))
installation: PRIMARY KEY (one)
CREATE UNIQUE INDEX installation_pkey ON public.installation USING btree (one)
limit_bucket.key text NOT NULL
limit_bucket.arrival bigint NOT NULL
limit_bucket.expires_at timestamp with time zone NOT NULL
limit_bucket: PRIMARY KEY (key)
CREATE INDEX limit_bucket_expiry ON public.limit_bucket USING btree (expires_at)
CREATE UNIQUE INDEX limit_bucket_pkey ON public.limit_bucket USING btree (key)
