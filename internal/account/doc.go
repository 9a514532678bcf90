// Package account is about people: how they register, prove an address, sign in, stay signed in, and get back in when
// they forgot the password.
//
// # Registration
//
//	        form                 code or link             code               (no mobile: skipped)
//	guest ─────────▶ e-mail ────────────────▶ mobile ─────────────▶ person
//	                   │  a day without an answer        │
//	                   └──────────────▶ forgotten ◀──────┘
//
// A registration is a row of its own until the last proof; then one transaction makes the person, the consents, the
// letter and the journal entry. An address that has an account already goes the same way as any other as far as the page
// can tell; only the letter differs, and it goes to the owner.
//
// # Levels
//
//	                                                a source that has seen the person:
//	            the register of СНИЛС               ЕСИА, Сбер ID, T-ID, certificate, operator
//	simplified ─────────────────────────▶ standard ─────────────────────────────────────▶ full
//	    ▲ │                                 │  ▲                                           │
//	    │ └── ЕСИА, certificate, operator ──┼──┼──────────────────────────────────────────▶│
//	    │                                   │  └── a check confirmed another СНИЛС ────────┤
//	    └── two operators gave the СНИЛС to another account (case «clash») ────────────────┘
//
// [Service.Raise] and the check of the СНИЛС are the only ways up, and identify is the only writer of confirmed data and
// level: each change is a row of the history with the source that vouched, an entry of the journal and a letter. Whoever
// is above simplified has confirmed data with a СНИЛС that no other confirmed account has; the store holds that by an
// index. What no source may decide alone becomes a case. Confirmed data change by a new check or by two operators.
//
// # Checks of the СНИЛС
//
//	                     the register: yes              another account has the number
//	StartCheck ──▶ pending ───────────────▶ confirmed       pending ──▶ review ──▶ confirmed, refused
//	                  │ no ───────────────▶ mismatch                      two operators, or one
//	                  │ refuses to answer ▶ failed
//	                  │ 48 hours ─────────▶ overdue
//	                  └ CancelCheck ──────▶ withdrawn
//
// A question that nobody answers is repeated after one minute, two, four … up to two hours. Where no register is
// configured nothing is ever pending.
//
// # Cases
//
//	        ProposeCase          ConfirmCase, by another operator
//	open ───────────────▶ proposed ───────────────────────────────▶ applied: the data are taken
//	  │                      │         (a correction begins here: the operator at the desk has spoken)
//	  └──────RefuseCase──────┴──▶ refused: everything stays as it is
//
// # Documents
//
// What a document says is sealed with a key outside the database; its copy lies encrypted among the files and goes back
// to its owner alone, as a file to keep. Of a document that an operator saw, the end of its number and a keyed hash stay.
//
// # Who may do what
//
//	                           guest   the person   staff
//	register, sign in, recover   ✓
//	see and end sessions                  own
//	give data, have them checked          own
//	keep documents, download copies       own
//	confirm at the desk, open a case                   operator, owner: not themselves, not in a conflict of interest
//	make a case take effect                            two of them
//	change contacts, the password         own, after a new proof
//	take a change of contacts back        whoever holds the link in the old mailbox, for a week
//	read the journal of the account       own
//	get a copy, delete the account        own, after a new proof
//	start a recovery for somebody                      operator, owner: the link goes to the person
//	see a person                          own        by role, and the look is written down (package staff)
//
// # Recovery, contacts, leaving
//
// A wish to get back in is a row and a job whatever login it names (recovery_ask.go), so neither the answer nor its time
// tells whether somebody has the login; the masked channels of a СНИЛС are shown only in a browser of its owner. A new
// contact waits for its proof, and the old one is told with the way back (contact.go, contact_undo.go). A copy of one's
// data is put together from all rooms when it is fetched (copy.go); a deletion waits thirty days and then leaves what the
// law keeps, by the number of the account alone (deletion.go). Other rooms take part in both as a [Room].
//
// # Sessions
//
// The browser holds a random secret in a cookie; the store holds its hash. A session ends after half an hour without a
// request, after twelve hours in any case, when the person ends it, and at once when the account is locked or its
// password is recovered. Every way to a session passes mayIssue, inside admit, which nothing goes around:
//
//	password, recovery, QR, another site ──▶ admit ──── no second factor ──────────────▶ session
//	                                           │                                          ▲
//	                                           └─▶ half a sign-in ── second factor ── admit
//	passkey, QR with a passkey ────────────▶ admit ───────────────────────────────────────┘
//
// Half a sign-in has a cookie of its own and is no session: it waits ten minutes for a code of an application, a security
// key or a reserve code, takes five tries, and stays with its browser. A passkey that has verified the person is both
// factors. A passkey alone does not make the password weak; the person may have it asked for after the password, too.
//
// A session knows when the person last proved who they are. What is sensitive (factors, contacts, roles) asks for a proof no
// older than ten minutes: actor.Fresh refuses, the edge leads to /login/confirm and back, and the session gets a new
// secret there. Whoever has a second factor confirms by it; the password alone does not. What proved a session is kept with
// it ([actor.Proof]): a role of the foundation may take a key, which its holder then shows after the password always.
//
// # Keys
//
// Passkeys and security keys are WebAuthn. What a key was asked stays here for five minutes and is good for one answer,
// from one browser, for one thing. Keys know the person by 64 random octets. A counter that falls behind means a copy: the
// key is refused. Secrets of applications with codes are sealed with the key file, reserve codes are kept as MACs by it.
//
// # Letters
//
// The person is told of a sign-in from a browser that they have not used before, of each change of factors, of a reserve
// code that was used, and of a right password with five wrong second factors. The first two have «Это не я»: one POST, no
// session needed, for a week. It ends all sessions, voids the password, takes back factors and contacts that came since,
// and sends a link to a new password.
//
// # Sign-in by QR code (rule T15)
//
//	the waiting browser       the telephone, signed in
//	shown ───────────────────▶ taken ──── number, passkey ───▶ approved ───▶ used
//	  │                          │ three wrong numbers: spent      │
//	  └────── two minutes: expired ◀─ «Это не я»: refused ─────────┘
//
// The secret of the waiting browser's cookie makes the code and the number, so the store holds keyed hashes only. From
// another network it takes a passkey, and the session has proved nothing ([actor.Actor.Proved]) until step-up.
//
// # Other sites
//
// Package connector is the port. A person is known by provider and subject, never by e-mail; linking takes a fresh proof
// of the account here; whom nobody knows registers, or signs in and links. A site that is a [Source] may raise the level.
//
// # Attempts
//
// Attempts are counted by address, by login and by browser. A browser from which the owner has signed in before has a
// budget of its own, so a stranger who guesses passwords cannot lock the owner out. An unknown e-mail costs the same
// work and gets the same answer as a wrong password.
package account
