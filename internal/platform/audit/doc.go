// Package audit keeps the journal: who did what to whom, when and from where, so that it can be shown later that nobody
// changed the story.
//
// An entry is written in the transaction of what it tells:
//
//	err := audit.Record(ctx, tx, audit.Entry{
//		Actor: string(by), Action: "staff.looked", Subject: string(person), Request: info.RequestID,
//	})
//
// It exists when that transaction commits and never otherwise. It holds identifiers and codes, never content and never
// personal data: entries outlive what they are about.
//
// # The chain
//
// Writers do not wait for one another, so an entry is written without a number. Within about a second the sequencer gives
// the new ones their numbers, 1, 2, 3 … without a gap, and each a hash over everything in it, its number and the hash
// before. All nodes run it; the row of audit_head is its lock, so one of them at a time numbers. A process that is killed
// between the two leaves an entry waiting for the next look.
//
//	written ──(sequencer)──▶ numbered and hashed
//
// [Verify] follows the chain and finds an entry that was changed, taken away, put between or moved, and a tail that was
// cut off. Whoever may write to the database can also compute a new chain, so a [Mark], which is a number with its hash,
// is to be kept outside from time to time: from that mark on nothing can be changed unseen. What was written within the
// last second is not yet protected.
//
// # The hash
//
// The hash of an entry is SHA-256 over these parts, each preceded by its length in bytes as a big-endian integer of four
// bytes:
//
//	"klaster-audit/1"
//	the hash of the entry before, 32 bytes; none for the first entry
//	seq        the number, big-endian integer of eight bytes
//	at         microseconds since 1970 in UTC, big-endian integer of eight bytes
//	id, actor, action, subject, request, address, detail        in UTF-8, as stored
//
// The form never changes; another one gets another name in the first part and holds for the entries from some number on.
package audit
