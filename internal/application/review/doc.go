// Package review is the desk of the foundation: applications that were sent are found, looked at and decided here.
//
//	sent ──▶ queue: «Замечаний нет» | «Нужна проверка»
//	            │ Open (noted: who looked, rule T24)
//	            ▼
//	          case ── Prepare ──▶ decision, frozen ──(Agree, by a second official)──▶ Sign ── Receive ──▶ granted, refused
//
// # What a reviewer sees
//
// The document is shown from its frozen bytes. Beside it stand the verdicts of the service's rules of admission with the facts, their
// sources and days: as they were when the application was sent, which is kept, and as they are now; and once more when the
// decision is formed, which is kept with it. An application is clean when every verdict at sending was a pass and no check of
// the service's list was contradicted by the answers. A verdict decides nothing by itself, and neither does a term that has passed.
//
// # The decision
//
// [Service.Prepare] forms the document of the decision (package document) and freezes it. Where the service asks for four eyes, or the
// lot falls on it, a second official who did not form it agrees first. Then the official who formed it signs it in the room of
// signatures, with a certificate that bears the official's own СНИЛС; nothing is decided without that signature (rule T21). In
// the transaction that keeps the signature stand the state, the receipt with its leaf, the effect, the journal and the letters.
// What the rules say is asked once more when the signature arrives: when it has come to something else, the decision is formed anew. Before
// the revocation of the applicant's signatures was asked for a second time nothing can be prepared (T4).
//
// A refusal that was wrong is superseded by another decision, which names it and which a second official agrees with; the former one stays.
// A positive decision is not taken back here: what it brought about is ended where it stands, a status in package membership.
//
// # Who may do what
//
//	                       operator  expert  owner  auditor
//	see the queue             ✓        ✓       ✓       ✓
//	open an application       ✓        ✓       ✓       ✓
//	take, hand on             ✓        ✓       ✓       ·
//	form, agree, sign         ✓        ✓       ✓       ·
//
// Whoever has noted a conflict of interest with the organisation or the person neither sees nor decides ([Office.InConflict]).
//
// # Many after one PIN
//
// Applications without a remark may be decided in a group, where the service allows it ([Service.Gather]). Each gets a decision of its own;
// what the official signs is one list of their hash codes (document.ListDecisions). So there is one PIN with any program of signing, plug-in
// or file alike, while each case can be verified alone: the decision's bytes give the hash codes, the list has them, the signature is the
// list's. The list names nothing but hash codes, because each applicant gets it; several signatures in one call would need a plug-in
// that does so, and would not work by file. A group is decided whole or not at all: a signature over a list of which some did not take
// effect would prove what did not happen.
package review
