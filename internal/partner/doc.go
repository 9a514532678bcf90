// Package partner finds partners by free words: «нужен подрядчик на фрезеровку», «ищу инвестора в телемедицину», "CNC machining".
//
//	profiles, members, measures, services ── Source ──▶ passages ──▶ index in memory, one on every node
//	            │                                                        ▲
//	            └── Changed, in their transaction ──▶ partner_change ────┘  looked at three times a second
//
// # Who sees what
//
//	find, by page and by API           anyone, within a budget
//	passages for persons               who is signed in
//	passages for members               who acts for an organisation with a status in the cluster
//
// What somebody may not see takes no part in scores, counts, reasons or letters.
package partner
