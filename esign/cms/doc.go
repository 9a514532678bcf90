// Package cms reads, verifies, makes and extends signed messages: SignedData of RFC 5652 with the attributes of CAdES (ETSI EN
// 319 122-1, before it TS 101 733), as Russian programs write them (Р 1323565.1.025-2019, RFC 4490).
//
// # Facts first
//
// [Parse] takes BER or DER and fills a [SignedData] with everything that stands in the message, and judges nothing.
// [SignedData.Digest] hashes the content, attached or streamed. [Signer.Verify] runs all checks of one signer against one
// certificate and says how each ended; which of them matter is told by a [Profile]. Whether the certificate is trusted, was
// valid or revoked, and what a time-stamp proves, is for other packages.
//
// # Shape
//
// A message is rewritten only by being parsed, extended and written anew in DER: [SignedData.AddSigner],
// [SignedData.AddSignatureTimestamp], [SignedData.AddValues], [SignedData.AddArchiveTimestamp]. What is signed is never
// encoded again: signed attributes and everything else of a signer keep their octets.
//
// # Encrypted messages
//
// [ParseEnveloped] and [ParseEncrypted] read messages that are encrypted for the holders of certificates, or by a key that both
// sides have, so that what others have sent can be opened. This package does not write them: nothing here is kept from a reader
// by encryption alone.
//
// # Limits
//
// A message has at most [MaxSize] bytes, [MaxSigners] signers, [MaxCertificates] certificates, and the nesting of
// package der (T6 of the rules of trust). Nothing here panics on any input. Slices in what was parsed point into the input,
// which must not be changed; a parsed message may be used by several goroutines at once.
package cms
