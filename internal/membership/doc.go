// Package membership holds what an organisation is to the cluster: участник (participant) or партнёр (partner).
//
//	application granted ── Grant ──┐
//	                               ├──▶ active ⇄ suspended
//	cabinet opened ── Consider ────┘      │         │
//	(other regions, every rule PASS)      └────┬────┘
//	                                           ▼
//	                              ended (own request, criterion, liquidation, false data)
//	                              annulled (the status was given by mistake)
//
// # The history
//
// Every change is one transaction: a row of the history, which is never changed, the current row made of it, one leaf and one sealed
// receipt (T19, T21), and the journal. A row says on what it rests: the number of the application, the verdicts of the rules with the
// versions of them. A status given by mistake is annulled by a later row that names the wrong one; nothing is erased.
//
// # What happens by itself, and what does not
//
// A partner's status is given by itself, and only when every rule of admission for partners answers PASS. UNKNOWN is no PASS: the
// organisation is noted for an operator and judged again every quarter of an hour, until the registers answer. No status is ever taken
// by itself: a member that fails a rule is told so and has time to answer; after that, and at once in a liquidation, an operator decides.
//
// # The register
//
// Everybody may see the members: name, ОГРН, ИНН, region, status and since when, and the answers that the form of the granted
// application marks as public. Suspended members are shown as such; those whose status has ended are not listed, and their page says
// since when.
//
//	see, search, download the register    anyone
//	look at candidates and warnings       operators, auditors, owners
//	suspend, resume, end, annul           operators, owners
package membership
