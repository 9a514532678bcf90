// Package fact keeps what is known of organisations: facts with their source and day, out of imported state registers or stated
// by somebody; and it sees what changes of those whom the platform knows.
//
// # Two ways in
//
// Register records (fact_record) are append-only versions, one chain for each record and source: what the register said, from
// which day of an extract on, by which import. A version is never changed but for two marks: that a second person has let it
// stand, and on which later day the register showed the same again. Single facts (fact_statement) are append-only rows: what an
// operator looked up by hand, what an organisation declares. [Service.Facts] gives both as one list.
//
// A [Provider] is asked about one subject and answers at once or after days: the state's exchange with a record, DaData with single
// facts. An extract that somebody uploads is a record when the tax service has signed it ([Service.TakeExtract]). Both come in
// as versions in the chain of their source, count as pinned, and change what was believed only when they are not older.
//
// What is believed first: a file of the register, the state's exchange and a signed extract, by the later day; then a check by
// hand; then DaData; then a declaration (T22). What is not believed stays in the list beside it, so that a contradiction is
// seen. Unknown is not absent: nobody is absent from a list before a full set of it was imported.
//
// # An import
//
//	            shrank by half
//	        ┌─────────────────────▶ refused, nothing stored
//	file ───┤
//	        └──▶ running ──▶ done            every transaction ends with a whole XML file (large ones in pieces)
//	               │  │ └──▶ refused         a full set that is not whole: what was read stays, nobody is marked as gone
//	               │  │ killed: the next call with the same file goes on behind the last transaction
//	               │  └──▶ stopped           another file came first
//
// One import runs at a time over all processes of the installation, under a lock that dies with its holder. A file that was
// imported is known by its SHA-256. Records go not back in time: an extract older than what is known counts as unchanged, and one
// of a day to come as broken, since it would keep the truth out until then.
//
// # A change (T22)
//
//	version of a known organisation ([Service.Watch])
//	   ├── nothing grave, or the source is pinned ──▶ standing ──▶ job ──▶ reactions of the other rooms
//	   └── grave, and not pinned ──▶ waiting ──Confirm──▶ standing ──▶ job ──▶ …
//	                                   │  └──Refuse───▶ refused: never believed, and keeps nothing later out
//	                                   └── a later version came ──▶ overtaken
//
// Grave are: who may act without a power of attorney, the ИНН, the status (liquidation above all), the register of unfair
// suppliers, and the first record of an organisation that was known without one. A source is pinned by the SHA-256 of the file,
// or by a detached signature beside it (FILE.sig, FILE.p7s) that belongs to a certificate, when the settings name the one or the
// other ([Pins]). Who brought the file does not confirm its changes.
//
// # A word over a rule
//
//	             FAIL ──▶ waiting ──AgreeToOverride, by another──▶ standing ──EndOverride──▶ ended
//	Overrule ──┤              └──RefuseOverride, by another──▶ refused   ▲
//	             else ────────────────────────────────────────────────────┘
//
// A word that stands counts until its last day and while the facts behind the verdict are what they were; nothing has to happen for it
// to end. It changes no fact.
//
// # Who may do what
//
//	                                                 auditor   operator, owner
//	imports, facts, verdicts, waiting changes          ✓             ✓
//	import a file, check by hand, take a note back                   ✓
//	confirm or refuse a change                                       ✓  (not of one's own file)
//	ask a provider, upload an extract                                ✓
//	overrule a rule, agree to a word, take it back                   ✓  (not one's own, not in a conflict of interest)
//
// # What other rooms use
//
// [Service.Entries] and [Service.Entry] give the record of ЕГРЮЛ or ЕГРИП, [Service.Facts] all facts, [Service.Assess] the
// verdicts of package admission, [Service.Watch] and the reactions of [Deps] tell of changes, [Service.Declare] takes a
// declaration, [Service.Calendar] is the working calendar.
package fact
