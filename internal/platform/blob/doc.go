// Package blob keeps files: uploads, frozen applications, signatures, made documents. A file is addressed by its
// content, so that a [Ref] in a database row says exactly which bytes were meant, for ever.
//
// # How a feature keeps a file
//
//	ref, err := store.Put(ctx, upload, limit)          // 1. bytes first: encrypted, written, synced
//	db.Update(ctx, func(tx *sqldb.Tx) error {          // 2. then the row that names them
//		return insertAttachment(ctx, tx, id, ref)
//	})
//
// A kill between 1 and 2 leaves a file that no row names, never a row that names no file. [Sweep], a periodic job,
// deletes such orphans after a time of grace. It is the only caller of [Store.Delete]: two features may hold the same
// content, so a feature drops its row and leaves the file to the sweep, which asks all of them.
//
// # States of a file
//
//	(absent) ──Put──▶ stored ──row committed──▶ named
//	    ▲                │                        │
//	    └──Sweep after───┴──────last row gone─────┘
//	         the grace
//
// Every Put, also of content that is there already, begins the time of grace anew. This is what makes it safe to store
// again what the sweep is just about to delete; [Store.Delete] therefore takes the moment before which the content must
// have been put.
//
// # Packages
//
//   - blob: the [Store] contract, [Files] (one folder, one node) and [Sweep].
//   - blob/sealed: the encrypted file format and the key file.
//   - blob/scan: the virus scanner and the gate through which files reach others than their owner.
//   - blob/blobtest: the conformance suite that each store passes, and a store in memory for tests.
//
// An installation of many nodes needs a store that all of them see; [Files] is for one.
package blob
