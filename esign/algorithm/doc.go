// Package algorithm is the one place that knows which object identifiers mean which hash functions, keys and signatures.
// Certificates, messages, time-stamps and revocation data are verified through it, so that each of them takes the same
// algorithms in the same forms.
//
// It knows the signatures ГОСТ Р 34.10-2012 of 256 and 512 bits on all curves (RFC 9215), ГОСТ Р 34.10-2001 and -94 for
// reading old files (RFC 4491), RSA PKCS #1 v1.5 and PSS with keys of 2048 to 8192 bits (RFC 8017), and ECDSA on P-256,
// P-384 and P-521 (RFC 5480). Whether an algorithm is still good enough is for a policy to judge: see [Digest.Weak] and
// [KeyKind.Obsolete].
//
// Parameters of hash functions and signatures may be absent or NULL, as both are written by programs in use; anything else
// that is not the algorithm's own is refused.
package algorithm
