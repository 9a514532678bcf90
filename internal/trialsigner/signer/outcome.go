package signer

// Outcome is how a request ended. The page has words for each.
type Outcome string

// How a request ends.
const (
	// OK is the outcome of what was done.
	OK Outcome = "ok"

	// NoKey: there is no private key in the file.
	NoKey Outcome = "no-key"
	// BadKey: the file is broken, or its number is none of a key.
	BadKey Outcome = "bad-key"
	// LockedKey: the key is under a password, or in a PFX, which the program has no room to read.
	LockedKey Outcome = "locked-key"
	// OtherKey: the key is not of ГОСТ Р 34.10-2012, or on a curve that the program does not have.
	OtherKey Outcome = "other-key"
	// NoCertificate: there is no certificate of the key in the files.
	NoCertificate Outcome = "no-certificate"
	// BadCertificate: a certificate cannot be read.
	BadCertificate Outcome = "bad-certificate"
	// NotTrial: the certificate lacks the trial policy, so that the key is refused.
	NotTrial Outcome = "not-trial"
	// OutOfDate: the certificate is not valid yet, or no longer.
	OutOfDate Outcome = "out-of-date"

	// Unopened: a signature was asked for before a key.
	Unopened Outcome = "unopened"
	// Unread: the document could not be read to its end.
	Unread Outcome = "unread"
	// Failed: what should not fail has failed; the browser gave no random bytes, for instance.
	Failed Outcome = "failed"

	// NoSignature: the file is not a signed message, or nobody has signed it.
	NoSignature Outcome = "no-signature"

	// Altered: the document is not the one that was signed.
	Altered Outcome = "altered"
	// Forged: the signature is not one by the key of the certificate.
	Forged Outcome = "forged"
	// Incomplete: the signature is right, but the message does not bind it to its certificate as it must (T1).
	Incomplete Outcome = "incomplete"
	// Unknown: the algorithm, the curve or the certificate is none that the program can judge.
	Unknown Outcome = "unknown"
	// Intact: the signature is right, and the certificate is not a trial one. The page does not judge it.
	Intact Outcome = "intact"
)

// Outcomes lists all of them, so that a test sees that the page has words for each.
func Outcomes() []Outcome {
	return []Outcome{
		OK, NoKey, BadKey, LockedKey, OtherKey, NoCertificate, BadCertificate, NotTrial, OutOfDate, Unopened, Unread, Failed,
		NoSignature, Altered, Forged, Incomplete, Unknown, Intact,
	}
}
