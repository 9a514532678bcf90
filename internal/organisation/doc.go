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
//	withdraw powers (МЧД)  Appoint  ✓
//	decide cases                                                                              operator, owner
//
// [Role.Rights] is this table, and a test walks both. Rights are read anew with each request and so begin and end at once. A
// trusted person never appoints, prolongs or raises (T13). A session that a certificate alone opened in an unknown browser has
// none of these rights until the person confirms who they are (T14).
//
// # Profiles
//
// For whom somebody acts stands in the address of the page, so that each tab has its own profile, and rights are read by it. The browser
// keeps which profile it showed last ([Module.Chosen]): a page that is drawn changes nothing on the server (T24). When a form comes
// from a page of another profile than that, nothing is done and the person is asked which is meant ([Module.Crossed]); what was typed goes
// along. Pages outside the cabinets that act for an organisation, such as the page of signing, say in their form under which profile they were
// drawn (web.Drawn). None of this gives a right. Choosing by the menu is noted with its time, so that the list begins with those chosen
// lately.
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
// # Powers of attorney
//
// An employee has a personal certificate and a machine-readable power of attorney (МЧД) of the single form, which the head has signed
// (rule T12). Package esign/mchd judges it; this room gathers what that needs.
//
//	 uploaded, no check failed            a signed login with the agent's certificate, every check passed
//	──────────────────────────▶ kept ──────────────────────────────────────────────────────────────▶ active
//	                             │                                                                  ▲   │ term: over
//	                             │ something only a person can tell: text, a code that nobody       │   │ the head: withdrawn
//	                             │ knows, a silent registry, …                    an operator's yes │   │ the registry: revoked
//	                             └───────────────────────────────────────▶ review ──────────────────┘   │ the agent: removed
//	                                                                          │ no: refused             │ another one: replaced
//	                                                                          ▼                         ▼
//	                                                                          ✗                         ✗
//
// The signature under the power is judged when it comes in, by the policy of the installation; the register of organisations is asked
// about the day of issue ([Registers.ByOGRNOn]): a register that does not know that day leaves it open. The registry of powers is asked
// when the power comes in, at each sign-in by it, at the decision of an operator, at each signature ([Service.SignsByPower]), and every
// few hours. Its silence ends nothing, and lets nothing pass. Which codes of the classifier give which rights is dated data
// ([Codes]). What the head has withdrawn here is not taken again. No cabinet is made by a power of attorney, and nobody is appointed.
// A new head does not end it: it was given by the organisation.
//
// # Who hears of it
//
// The head and trusted persons with full access hear of every signer, trusted person and power of attorney that comes or goes; an
// invitation is told of when the СНИЛС that it names is confirmed.
//
// # A new head
//
// When an import brings another head, one transaction ends the former one's rights and sessions, holds the trusted persons at
// standard for thirty days, and tells them all ([Service.Changed]).
package organisation
