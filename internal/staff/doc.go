// Package staff is about the people who work for the foundation: which roles they have, how they come by them, whose data
// they looked at, and the pages from which they run the installation.
//
// # Roles
//
// An owner (владелец установки) appoints the others: operator (оператор), expert (эксперт), member of the supervisory
// board (член наблюдательного совета), auditor (аудитор), owner. A role is held from the transaction that gives it to the
// one that ends it; every request asks anew ([Service.Roles]), so rights begin and end without a new sign-in. Package app
// withholds it from a session that was not proved by what the settings ask for ([actor.Actor.Hold]): by a key, as a rule.
//
// # Two persons
//
// While there is one owner, what the owner wants happens at once: that is how the second one comes. As soon as two hold
// the role, nobody changes roles alone:
//
//	            one owner only, or the console
//	        ┌──────────────────────────────────────────────┐
//	owner ──┤  Grant, Revoke, Invite                       ▼
//	        └────────────────────▶ open ──Confirm──▶ confirmed: it takes effect
//	                                │  another owner, not the one it is about
//	                                ├──Refuse──────▶ refused
//	                                │  such an owner, too
//	                                └──Withdraw────▶ withdrawn
//	                                   the proposer, or because the proposer is no owner any more
//
// The last owner stays. An invitation that went out while there was one owner gives no role once there are two: its
// acceptance becomes a proposal. What a former owner began is withdrawn with the role. Every change first locks the row
// staff_turn, so changes follow one another and each is judged on what the one before left.
//
// The console of the server ([Console]) makes the first owner, and is the way out when no two owners can act. It needs no
// second person, since whoever has it has the database; the journal says «console», and every owner gets a letter.
//
// # Invitations
//
//	                     Accept, by the owner of the address
//	sent ──────────────────────────────────────────────────▶ used ──▶ the role is held, or proposed
//	  │  7 days pass, TakeBack, or a newer one for the same role
//	  └──▶ over
//
// The link is a secret, but not the right itself: only a person whose confirmed e-mail is the invited one may accept.
//
// # Looks and conflicts
//
// Whoever of the staff sees a person's data is written down with the reason ([Service.Look]), in a table and in the
// journal; the person reads it in the profile ([Service.LooksAt]). A member of staff who notes a conflict of interest
// with somebody no longer sees that one's data, and features keep them out of the matter ([Service.InConflict]).
//
// # Who may do what
//
// An auditor reads everything and changes nothing: what the auditor's own requests write is that the auditor opened a
// card, checked the journal or exported it. The table is held against the routes by a test; ✓ admits, · refuses.
//
//	                                                 guest person operator expert board auditor owner
//	GET  /admin                                        ·     ·       ✓       ✓     ✓      ✓      ✓
//	GET  /admin/readiness                              ·     ·       ✓       ·     ·      ✓      ✓
//	GET  /admin/people                                 ·     ·       ✓       ·     ·      ✓      ✓
//	GET  /admin/people/{id}                            ·     ·       ✓       ·     ·      ✓      ✓
//	POST /admin/people/{id}/look                       ·     ·       ✓       ·     ·      ✓      ✓
//	POST /admin/people/{id}/conflict                   ·     ·       ✓       ·     ·      ·      ✓
//	POST /admin/people/{id}/lift/{conflict}            ·     ·       ·       ·     ·      ·      ✓
//	POST /admin/people/{id}/role                       ·     ·       ·       ·     ·      ·      ✓
//	POST /admin/people/{id}/recover                    ·     ·       ✓       ·     ·      ·      ✓
//	POST /admin/people/{id}/lock                       ·     ·       ·       ·     ·      ·      ✓
//	POST /admin/people/{id}/unlock                     ·     ·       ·       ·     ·      ·      ✓
//	GET  /admin/roles                                  ·     ·       ·       ·     ·      ✓      ✓
//	POST /admin/roles/invite                           ·     ·       ·       ·     ·      ·      ✓
//	POST /admin/roles/invitations/{id}/withdraw        ·     ·       ·       ·     ·      ·      ✓
//	POST /admin/roles/proposals/{id}/confirm           ·     ·       ·       ·     ·      ·      ✓
//	POST /admin/roles/proposals/{id}/refuse            ·     ·       ·       ·     ·      ·      ✓
//	POST /admin/roles/proposals/{id}/withdraw          ·     ·       ·       ·     ·      ·      ✓
//	GET  /admin/roles/{id}/end                         ·     ·       ·       ·     ·      ·      ✓
//	POST /admin/roles/{id}/end                         ·     ·       ·       ·     ·      ·      ✓
//	GET  /admin/audit                                  ·     ·       ·       ·     ·      ✓      ✓
//	POST /admin/audit/verify                           ·     ·       ·       ·     ·      ✓      ✓
//	POST /admin/audit/export                           ·     ·       ·       ·     ·      ✓      ✓
//	GET  /admin/views                                  ·     ·       ·       ·     ·      ✓      ✓
//	GET  /admin/jobs                                   ·     ·       ✓       ·     ·      ✓      ✓
//	POST /admin/jobs/{id}/retry                        ·     ·       ✓       ·     ·      ·      ✓
//	POST /admin/jobs/{id}/discard                      ·     ·       ✓       ·     ·      ·      ✓
//	GET  /staff/invitation/{secret}                    ✓     ✓       ✓       ✓     ✓      ✓      ✓
//	POST /staff/invitation/{secret}                    ·     ✓       ✓       ✓     ✓      ✓      ✓
package staff
