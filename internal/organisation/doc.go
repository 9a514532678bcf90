// Package organisation is about the cabinets of organisations: how a qualified signature opens one, who acts in it and with
// which rights, and how rights end.
//
// # From a signature to a cabinet
//
//	   a signed login (package signature)
//	              │
//	              ▼                the person's СНИЛС is another: refused
//	          arrival ────────────────────────────────────────────────────▶ ✗
//	              │
//	              ▼                nobody of that name acts, ceased, …: refused
//	the register of the tax service ──────────────────────────────────────▶ ✗
//	              │
//	              │ the register hides it, is stale, silent, spells the name otherwise
//	              ├──────────────────────────▶ case ──── an operator ────▶ ✗
//	              ▼                             │
//	  cabinet and signer ◀──────────────────────┘
//
// [Judge] decides by the record of the register alone (rule T11 of docs/trust.md): whoever acts for the organisation without a
// power of attorney may open its cabinet, sign and appoint; a managing organisation is followed to its own head. The numbers of
// the certificate decide who somebody is, never its names for show (T10); names only confirm what the numbers say.
//
// # Who may do what
//
//	                              signer   employee with   trusted person   trusted person   staff of the
//	                                       a power (МЧД)   full             standard         foundation
//	see the cabinet        View     ✓         ✓              ✓
//	fill drafts, statuses  Draft    ✓         ✓              ✓                ✓
//	send what is signed    Send     ✓         ✓              ✓
//	sign                   Sign     ✓         ✓
//	appoint, certificates  Appoint  ✓
//	decide cases                                                                              operator, owner
//
// [Role.Rights] is this table, and a test walks both. Rights are read anew with each request and so begin and end at once. A
// trusted person never appoints, prolongs or raises (T13). A session that a certificate alone opened in an unknown browser has
// none of these rights until the person confirms who they are (T14).
//
// # Trusted persons
//
//	       the signed grant                accept, by an account of standard level with that СНИЛС
//	draft ─────────────────▶ invited ─────────────────────────────────────────────────────────▶ active
//	  │ a day                    │ 30 days: lapsed, declined, revoked                             │ term: ended
//	  ▼                          ▼                                                                │ revoked, left
//	forgotten                    ✗                                      a new head: standard, ────┤
//	                                                                    30 days to be confirmed   ▼
//	                                                                                              ✗
//
// An invitation names a СНИЛС. Whether anybody has registered with it is told to nobody: the page, its answer and its time are
// the same.
//
// # A new head
//
// When an import brings another head, one transaction ends the former one's rights and sessions, holds the trusted persons at
// standard for thirty days, and tells them all ([Service.Changed]).
package organisation
