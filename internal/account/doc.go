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
// # Who may do what
//
//	                           guest   the person   staff
//	register, sign in, recover   ✓
//	see and end sessions                  own
//	see a person                          own        by role, and the look is written down (package staff)
//
// # Sessions
//
// The browser holds a random secret in a cookie; the store holds its hash. A session ends after half an hour without a
// request, after twelve hours in any case, when the person ends it, and at once when the account is locked or its
// password is recovered. Every way to a session passes mayIssue.
//
// # Attempts
//
// Attempts are counted by address, by login and by browser. A browser from which the owner has signed in before has a
// budget of its own, so a stranger who guesses passwords cannot lock the owner out. An unknown e-mail costs the same
// work and gets the same answer as a wrong password.
package account
