// Package application is the way on which organisations and people ask for something and get a reasoned decision. What is
// asked and decided is data (package form); this room carries it.
//
//	                 any change voids the document and its signatures
//	            ┌───────────────────────────────────────────────┐
//	            ▼                                               │
//	Start ──▶ draft ── Form ──▶ signing ── Sign, Send ──▶ review ⇄ asked ──▶ granted
//	            │                  │                        │                refused
//	            └── Drop ──▶ dropped                        └── Withdraw ──▶ withdrawn
//
// # The way of the data
//
// Answers are kept as they were typed, each with its revision, so that several people can work on one draft and see who has
// changed what. [Service.Form] checks them, writes the canonical XML and the PDF of it into the store of files, and names both
// in one row: that is the document. It is signed in the room of signatures, over those bytes and no others. Sending reads
// the answers back from the bytes and compares them with what was frozen (rule T17), asks again whether the signer may sign
// (T11), and in one transaction changes the state, seals the receipt with its leaf, writes the journal and the letters.
//
// A draft may begin before the organisation has an account: it is the person's own, and goes over into the account when that is
// opened ([Service.Adopt]).
//
// # Who may do what
//
//	                            standard   full   signer   the person (services for people)
//	fill in, see the draft         yes      yes     yes        yes
//	form the document              yes      yes     yes        yes
//	hand over to be signed         yes      yes     yes        –
//	sign                            –        –      yes        yes, if a signature is needed
//	send what is signed             –       yes     yes        yes
//	withdraw                        –       yes     yes        yes
//
// The rights are those of package actor (Draft, Send, Sign); a test walks the table.
package application
