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
// Before the revocation of the applicant's signatures was asked for a second time nothing can be prepared (T4).
//
// A decision that was wrong is superseded: after a refusal a positive decision may be formed, which names the refusal; that stays.
//
// # Who may do what
//
//	                       operator  expert  owner  auditor
//	see the queue             ✓        ✓       ✓       ✓
//	open an application       ✓        ✓       ✓       ✓
//	take, hand on             ✓        ✓       ✓       ·
//	form, agree, sign         ✓        ✓       ✓       ·
//
// Whoever has noted a conflict of interest with the organisation or the person neither sees nor decides ([Office.InConflict]). One
// decision is signed at a time; several after one PIN are not built.
package review
