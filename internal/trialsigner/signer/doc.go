// Package signer is what the trial signer does in the browser: it opens a trial key, signs with it and checks signatures. It
// knows nothing of WebAssembly, so that its tests run like any others; package wasm puts it into a module.
//
// # What it holds to
//
// The software key takes trial keys only (T16 of the rules of trust): a certificate without the trial policy is refused, and the
// key beside it is overwritten. A [Session] has at most one open key, which never leaves it. The one exception is a key that it
// has made itself: [Session.Certify] returns it once with its certificate, as the person has it nowhere else.
//
// Signing is the constant-time code of package gost3410 with a nonce that is hedged, with random bytes from the browser. As far as
// WebAssembly goes: its 64-bit multiplications and additions take a time that does not depend on their operands on the processors
// that browsers run on, but nobody promises that of a browser's compiler. For a trial key that is enough.
//
// [Session.Verify] looks at the signature itself and at the certificate that comes with it. It does not judge who issued that
// certificate: the page has no list of authorities. That is for `klaster sig verify`.
package signer
