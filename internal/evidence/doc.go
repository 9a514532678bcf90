// Package evidence is where every transaction that matters leaves one leaf and one sealed receipt.
//
//	use case ── one transaction ──▶ rows of the feature
//	                                Issue ──▶ leaf     kind, salted commitment, no number yet
//	                                          salt     kept apart
//	                                          receipt  canonical JSON under the foundation's seal
//
// Both exist exactly when the transaction committed: [Service.Issue] writes nothing outside of it.
//
// # The receipt
//
// A receipt says in JSON of one form (RFC 8785, package canonical) what the foundation has received or decided: kind, number of
// the case, whose it is by ОГРН, ОГРНИП and ИНН, when, the hash codes of the documents by SHA-256 and Streebog-256 and of the
// signatures, the commitment of its leaf, and one or two sentences in Russian and English. The foundation's seal over these
// bytes is CAdES-BES with the content in it, so the file is checked with openssl alone:
//
//	openssl cms -verify -cades -inform DER -in receipt.p7m -CAfile ca.pem
//
// Times in it are those of the platform's clock, and it says so: they prove nothing (T3 of the rules of trust); a proven time
// stands there only when somebody else has vouched for it. A receipt is sealed or it is not made: without a seal Issue answers
// [ErrNoSeal], and rooms that need receipts ask [Service.Sealing] before they let anybody begin to send.
//
// # The leaf
//
// A leaf is a kind and a commitment (T19), which is all that the public log will show:
//
//	commitment = SHA-256( "klaster-leaf/1" 0x00 | salt, 32 octets | length of kind, 2 octets | kind | payload )
//
// with payload the receipt's own JSON, "leaf" being null in it. Why so: the salt is random, so that nobody who guesses a payload
// (a number, a firm, a kind of application) can try it against the log; SHA-256 binds, as two openings of a commitment would
// be a collision; every part but the last has a fixed or a stated length, so no two inputs are the same octets; the label keeps
// the value apart from every other use of SHA-256, the hashes of the log (which begin with 0x00 or 0x01) among them. It is
// SHA-256 because the log's own tree is (x/mod tlog): the proof then rests on one function, and the checkpoint's GOST signature
// stands beside it. A plain hash and no HMAC, because whoever checks it must be able to do so with sha256sum; extending the
// message gains nothing against a commitment whose opening states the whole message.
//
// # What is never changed, and what may go
//
// Rows are inserted and read. There is one exception, the deletion of salts; a test of this package reads the statements and
// finds no other. The sequencer that comes with the log will number leaves, each once and only while it has no number; its
// place is the column seq, NULL until then.
//
// A receipt names no person: the text is about the event, whoever acted stands in the journal, and a receipt of a person bears
// the number of the case and nothing that tells who it is. ИНН and ОГРНИП of a sole proprietor are in it, which stand in the
// public register of sole proprietors. So nothing of a receipt has to be erased when an account goes, and the documents to which
// its hash codes belong go with their case. What is left is the bond between the log and the person: whoever has the
// database could show that a leaf is about them. [Service.Forget] deletes the salts of the leaves of a person. Their commitments
// then commit to something that this installation can no longer show, and no guess can be tried on them; the log stays whole.
// Whoever has kept the record of their case has the salt in it and can prove it still: that is their right and not ours.
// Organisations have no such claim, and their salts stay.
//
// # The seal
//
// In a trial installation the key is made at the first start, in DATA/keys/seal.pem, with a certificate of a legal entity by the
// installation's trial authority: it bears the trial policy, which a real installation refuses whatever it is told (T8). A
// real one is given its key (KLASTER_SEAL_KEY, KLASTER_SEAL_CERTIFICATE); until then it starts, the page of readiness says what
// is missing, and nothing is received. [Sealer] is the port for keys in devices and for outside signers. A sealer is asked within
// the transaction, so it must answer fast; what it answers is verified before it is kept.
//
// A new key takes effect at the next start. Each receipt keeps the certificate of its seal, and evidence_seal has all that were ever
// in use. Reading a receipt checks that the seal is right and by one of these, and that it is the receipt of its row and of its
// leaf; whom to trust as the foundation is for whoever checks the file from outside, with the certificate that it publishes.
//
// # Who may do what
//
//	issue            rooms, in the transaction of what they do
//	read, download   rooms, for whomever they let see the case
//	the seal         whoever may read the key file; no page changes it
package evidence
