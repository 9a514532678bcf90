// Package validate is the one door to checking signatures: bytes go in, a report comes out. It finds out by content whether
// the bytes are a CMS message or an XML document with signatures, has the packages below gather facts, judges these by a policy,
// and reports in the terms of ETSI EN 319 102-1, with reasons in Russian and English.
//
// # Policies
//
// [Crypto] asks whether hash codes and signature values are right, and for XML whether the whole document is covered (T5 of the
// rules of trust); it knows neither trust nor dates. [Trusted] asks besides for a chain to an anchor that the caller names, for
// validity and revocation at the proven time, else at the control time, and for fresh data on revocation. [Trial] is Trusted
// without the demand for fresh data, and lets trial certificates through. [Qualified] is named but not judged yet: Validate
// refuses it with [ErrPolicy].
//
// # What is not judged
//
// An authority whose certificate names neither a list nor a status service need not have fresh data; the report then has none for
// it. Whether the delegate of a status service was revoked itself is not asked. A revocation is [RevokedNoPOE] even if a time-stamp
// is later than it, for that does not prove that the signature is.
//
// Archive time-stamps, XAdES time-stamps and time-stamps over references are not looked at; a proof of time is a signature
// time-stamp of CAdES alone. The chain of a time-stamping authority is judged at the time of its token. Trust in accredited
// authorities, stored facts judged anew, and a certified verifier from outside are not here yet, so no report calls a signature
// qualified.
//
// Nothing here reaches the network or asks a clock for the date: the control time is passed. No input makes it panic.
package validate
