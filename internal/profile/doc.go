// Package profile keeps what organisations tell of themselves: one profile that feeds the search for partners, the register of members
// and the exchanges.
//
//	people of the organisation ──▶ Save, Remove ──┐
//	an operator's file ──────────▶ Import ────────┼──▶ profile_item ──▶ the page /profiles/{ogrn}, the API
//	another program ─────────────▶ POST /api ─────┘        │       └──▶ All, One: passages for those who search
//	                                                       └── in the same transaction: history, journal, the sign that the subject changed
//
// A profile is a list of items: what the organisation says of itself (about), competences, equipment, products, certificates, offers and
// needs. Each item says who may read it. An item has a last day at most; after it nobody but the organisation sees the item, and a job
// tells those who search.
//
// # Whose profile it is
//
// The subject is the ОГРН or ОГРНИП. An imported offer of somebody whom no register here knows stands under the ИНН until one does.
//
// # Who may do what
//
//	                                   guest  person  member  named  standard  full, signer, employee  console
//	read items for everybody             ✓      ✓       ✓       ✓       ✓                ✓                ✓
//	read items for members                              ✓               ✓                ✓
//	read items for named ones                                   ✓       ✓                ✓
//	see the profile with what is missing                                ✓                ✓
//	add, change, remove items                                                            ✓
//	import offers                                                                                         ✓
//
// A profile speaks for the organisation in public, so changing it takes the right to send (actor.Send).
package profile
