package revocation

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
)

// Status is what a list or an answer says of a certificate.
type Status string

// The statuses.
const (
	Good    Status = "good"
	Revoked Status = "revoked"
	// Unknown is said by a status service that does not know the certificate, and by everything that has a problem.
	Unknown Status = "unknown"
)

// Kind is a kind of source.
type Kind string

// The kinds of sources.
const (
	KindCRL  Kind = "crl"
	KindOCSP Kind = "ocsp"
)

// Reason is the reason of a revocation (RFC 5280, section 5.3.1).
type Reason int

// Reasons that change what a revocation means. 6 is a suspension: the certificate may come back.
const (
	Unspecified     Reason = 0
	KeyCompromise   Reason = 1
	CACompromise    Reason = 2
	CertificateHold Reason = 6
	removeFromCRL   Reason = 8
	maxReason       Reason = 10
)

// Doubt is why a list or an answer proves nothing about a certificate.
type Doubt string

// The doubts. Their names are stable: reports carry them.
const (
	// ForeignKey says that it is not signed by the key that issued the certificate, nor by its delegate.
	ForeignKey Doubt = "foreign_key"
	// BadSignature says that the signature does not verify, though the key identifiers fit.
	BadSignature Doubt = "bad_signature"
	// NotAllowed says that keyUsage of the issuer does not allow to sign lists, or answers.
	NotAllowed Doubt = "not_allowed"
	// CriticalExtension says that there is a critical extension that we do not understand, in the list, the answer or the entry.
	CriticalExtension Doubt = "critical_extension"
	// OtherScope says that the list is for other certificates: other distribution points, kinds, reasons or issuers.
	OtherScope Doubt = "other_scope"
	// DeltaAlone says that a delta list has no complete list to go with it.
	DeltaAlone Doubt = "delta_alone"
	// NotInAnswer says that the answer is not about this certificate.
	NotInAnswer Doubt = "not_in_answer"
	// BadDelegate says that the certificate of the status service is not one of a delegate of the issuer: without the purpose
	// OCSPSigning, out of its validity, or with something critical that we do not understand.
	BadDelegate Doubt = "bad_delegate"
	// OtherNonce says that the answer is to another request.
	OtherNonce Doubt = "other_nonce"
)

// Finding is what one list or answer says about one certificate.
type Finding struct {
	Kind   Kind
	Status Status
	// Doubts are why Status is Unknown; a service that says so itself leaves them empty.
	Doubts []Doubt

	// RevokedAt, Reason and InvalidSince are said of revoked certificates; InvalidSince, when the key is thought to have been
	// lost, is zero if it is not said.
	RevokedAt    time.Time
	Reason       Reason
	InvalidSince time.Time

	// ThisUpdate is the time as of which the status is known, NextUpdate when newer data will be there at the latest, zero if it is
	// not said. ProducedAt is when an answer was signed, zero for lists.
	ThisUpdate, NextUpdate, ProducedAt time.Time

	// SHA256 is the hash of the list or answer, DeltaSHA256 that of the delta list, zero if there is none.
	SHA256, DeltaSHA256 [sha256.Size]byte
	// Signer is the certificate whose key signed: the issuer's, or with Delegated that of its status service, whose own
	// revocation needs no check if it has OCSPNoCheck. Nil if nobody's.
	Signer    *cert.Certificate
	Delegated bool
	// OtherName says that the list bears another name than the issuer of the certificate.
	OtherName bool
	// Nonce is true if the answer repeats the nonce of our request, which proves that it is not an old one.
	Nonce bool
}

// Decisive reports whether the finding says something: good or revoked, without doubt.
func (f Finding) Decisive() bool { return f.Status != Unknown }

// CurrentAt reports whether the data were the current ones at a time: not from the future, and not to be replaced yet. Data
// that do not say when they will be replaced are current at no time.
func (f Finding) CurrentAt(t time.Time) bool {
	return !t.Before(f.ThisUpdate) && !f.NextUpdate.IsZero() && !t.After(f.NextUpdate)
}

// NewerThan reports whether the status is known as of a later time, so that a revocation before that time would be in it.
func (f Finding) NewerThan(t time.Time) bool { return f.ThisUpdate.After(t) }

// Effective returns the time from which signatures are no longer good: that of the revocation, or the earlier one since when
// the key is thought to be lost.
func (f Finding) Effective() time.Time {
	if !f.InvalidSince.IsZero() && f.InvalidSince.Before(f.RevokedAt) {
		return f.InvalidSince
	}
	return f.RevokedAt
}

// String describes the finding for logs.
func (f Finding) String() string {
	return fmt.Sprintf("%s %s of %s %v", f.Kind, f.Status, f.ThisUpdate.Format(time.RFC3339), f.Doubts)
}

// doubt adds a reason for which nothing is said.
func (f *Finding) doubt(d Doubt) {
	f.Status = Unknown
	for _, has := range f.Doubts {
		if has == d {
			return
		}
	}
	f.Doubts = append(f.Doubts, d)
}
