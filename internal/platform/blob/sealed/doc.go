// Package sealed is the form in which blobs lie at rest: encrypted, authenticated and seekable.
//
// It is a small relative of the payload of age (https://age-encryption.org/v1) built from the standard library alone:
// AES-256-GCM over segments of 64 KiB, with the number of the segment and a mark on the last one in the nonce. The
// reader gives out no byte before the segment that holds it has been authenticated.
//
// # The file, version 1
//
//	offset  length  field
//	     0      16  "klaster-sealed/1"
//	    16       8  key id: which master key of the key file was used (HKDF of it, no salt, "klaster-sealed/1 key id")
//	    24      32  salt, random for every file
//	    56      56  digest: AES-256-GCM of SHA-256 of the plaintext (32) and its length (8, big endian), with the
//	                tag (16); the 56 bytes before it are the associated data; the nonce is zero, the key is used once
//	   112       …  segments: 65 536 bytes of plaintext and a tag of 16 bytes each; the last is 1 to 65 536 bytes long,
//	                or empty when the whole plaintext is empty
//
// The keys of a file are HKDF-SHA-256 (RFC 5869) of the master key with the salt, one for the digest
// ("klaster-sealed/1 digest") and one for the segments ("klaster-sealed/1 segments"). The nonce of a segment is its
// number, 11 bytes big endian from 0, and one byte that is 1 for the last segment and 0 before it. As a salt of 256 bits
// never comes twice, no pair of key and nonce does either.
//
// # What it gives
//
//   - A flipped bit, segments swapped inside a file or between files, and a wrong key are [ErrAltered]; a file cut short
//     or grown is [ErrTruncated], known at [Open], since the length of the plaintext is in the authenticated digest.
//   - [Reader.Digest] says which content lies in a file. A store compares it with what it was asked for, so that two
//     whole files that somebody exchanged are found out too.
//   - Keys rotate: every file names its key, the key file may hold several, the first one writes.
//
// What it does not hide: how long the plaintext is, when the file was written, and how many files there are.
//
// # Names
//
// A blob is addressed by the SHA-256 of its plaintext. That hash may not be the name of the file. Much of what the
// platform keeps is a form with few unknown fields; whoever steals a backup could fill in the form for every suspected
// person and look whether the hash is there, and would learn without any key that these two installations hold the
// same file. [Keys.Names] therefore is HMAC-SHA-256 of the digest under a subkey of the master key ("klaster-sealed/1
// name"). It is as deterministic as the hash, so equal content is stored once, and says nothing without the key.
package sealed
