// Package validate is the one door to checking signatures: bytes go in, a report comes out. It finds out by content whether
// the bytes are a CMS message or an XML document with signatures, has the packages below gather facts, judges these by a policy,
// and reports in the terms of ETSI EN 319 102-1, with reasons in Russian and English.
//
// # Facts first
//
// [Gather] finds everything once and judges nothing: checks of the packages below, certificates, time-stamps with what they are over,
// revocation data, hash codes. [Judge] applies a policy to the [Facts] and reads neither signature nor document again. [Validate] is
// the one after the other. [Facts.Store] writes facts as JSON that names its material by SHA-256, [ReadFacts] reads them back, so that
// years later they can be judged again, by another policy, or with data that came since ([Trust]): the second asking of T4 of the rules
// of trust.
//
// # Policies
//
// [Crypto] asks whether hash codes and signature values are right, and for XML whether the whole document is covered (T5); it knows
// neither trust nor dates. [Trusted] asks besides for a chain to an anchor that the caller names, for validity and revocation at the
// proven time, else at the control time, and for fresh data on revocation. [Trial] is Trusted without the demand for fresh data, and
// lets trial certificates through.
//
// [Qualified] is Trusted with the authorities of the list of Минцифры as anchors, in the newest version of the control time or else the
// earliest that there is. The certificate's issuer must stand in it, accredited on the day on which it issued the certificate, and the
// certificate must have the form of qualified ones of its date. Anchors of the caller only help building. A list that is signed must be
// signed well ([ReadList]); that its signer may sign it is for whoever passed it. A trial certificate never passes. What passes has «признаки
// квалифицированной подписи»: the word stands without reservation only where a certified [Verifier] agrees (T7).
//
// # Time
//
// A time is proven by the earliest good token over the signature value of CAdES, over the element SignatureValue of XAdES, over the
// references of CAdES-X Long type 1, or by an archive time-stamp of version 3 or 2. Its authority must be chained to one of the list
// for time-stamps at the time of the token, and no certificate of that chain may have been revoked, before or after, unless a later
// archive time-stamp proves that the token existed before the revocation. Archive time-stamps of version 2 over detached content need a
// document that can be read twice.
//
// The rest follows EN 319 102-1, sections 5.1.3, 5.5 and 5.6. A revocation later than the proven time does not count. One that is
// earlier leaves the signature INDETERMINATE with REVOKED_NO_POE: a time-stamp says that a signature is not newer than it, never that
// it is not older. TOTAL_FAILED with REVOKED, or with EXPIRED, takes proof that the signature was made afterwards, which is a
// content-time-stamp, a token among the signed attributes; the time that the signer claims is no proof against anybody. A
// content-time-stamp later than the proof of time is TIMESTAMP_ORDER_FAILURE.
//
// # Revocation
//
// Answers of a status service count unless data at hand say that the service's certificate was revoked; with id-pkix-ocsp-nocheck that
// is not asked. An authority whose certificate names neither a list nor a status service need not have fresh data; the report then has
// none for it. The certificate of a listed authority is vouched for by the list, but a known revocation of it counts.
//
// # What is not judged
//
// XAdES time-stamps other than those over SignatureValue, and archive time-stamps of XAdES; time-stamps over references alone
// (attribute 1.2.840.113549.1.9.16.2.26); the dates from which hash functions count as weak, other than that those that are broken now
// never pass; attribute certificates and countersignatures; signature policies, whose identifier is not followed. An archive time-stamp
// proves that tokens and the signature existed, and is not used for certificates and lists that it covers. The name of the signer of a
// list is reported, not judged. The sum in stored facts tells damage, not forgery: that takes the signed manifest of an archive.
//
// Nothing here reaches the network or asks a clock for the date: the control time is passed. No input makes it panic.
package validate
