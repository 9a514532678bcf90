// Package signature is where people sign: it asks for signatures, shows the page on which one signs, and is the one door
// through which signed bytes come in.
//
// # A request
//
// Another room asks for a signature ([Service.Ask]) of bytes that it has frozen ([Service.Freeze]), or for a sign-in, whose
// text this room makes. The request belongs to a person, to a browser, or to both.
//
//	              Receive, the signature passed: one transaction with what the purpose does
//	asked ──────────────────────────────────────────────────────────────────▶ signed, never again
//	  │  Receive, the signature did not pass: a try is counted, the twentieth ends it
//	  ├───────────────────────────────────────────────────▶ asked
//	  │  Withdraw (what was frozen has changed, T17), or its time is over
//	  └───────────────────────────────────────────────────▶ ended
//
// Which signature counts is the matter of the bytes that come in, never of the call that made them: the page only helps to
// make a file, and sends it as anybody could who made it elsewhere.
//
// # Documents and sign-ins
//
// The text of a sign-in begins with KLASTER-LOGIN/1 and names the site, the purpose, the account, the browser, its end and
// 256 random bits (T14). It is taken only attached and equal to the text that was given, only in the browser for which it
// was made, and only once. No document may begin so, and a document that is signed must equal the frozen bytes, so neither
// is ever taken for the other.
//
// # What a signature is judged by
//
// A trial installation has a certification authority of its own in DATA/trial-ca, made at the first start in the layout of
// klaster ca init. Its root is the only anchor, whatever was imported, and what it has revoked is known at once. A real
// installation has the list of accredited authorities of Минцифры, in versions that are kept ([Service.ImportList]), and no
// other anchor: no authority is made, and trial certificates are refused (T8). Only what passed everything by that policy
// has an effect (T16).
//
// Revocation data are asked for where the certificates of the chain and the list say, when the chain ends in a trusted
// certificate and not before (T23), through the platform's client with the purposes CRL and OCSP, and are kept until their
// own end, a day at most. Of documents the facts are stored with all material, so that they can be judged again
// ([Service.Again]); of sign-ins the message and the report.
//
// Signatures are CMS (CAdES), one signer a message. A document may come back with an XML signature within (XMLDSig, XAdES) when
// its canonical form is the very bytes that were frozen.
//
// # The page
//
// /sign/{id} shows what is to be signed, from the same bytes. With scripts it finds the plug-ins (asset/provider-*.js, each
// detect → certificates → sign), lists the certificates of all of them, with the reason beside those that cannot be used,
// and puts the message into the form for uploads. Without scripts, and for any other program, one downloads the file, signs
// it and uploads the signature. Only these pages have the wider content policy (T24).
//
// # Who may do what
//
//	                                     guest                       person
//	sign, see, download a request        bound to their browser      their own
//	check the workplace, /sign/where     ✓                           ✓
//	make a trial signature               ✓, trial installation       ✓, trial installation
//	read a report of a workplace         operator, owner, auditor
package signature
