package cms

import "errors"

// CheckID names a check. The list is closed, and names are stable: reports carry them.
type CheckID string

// The checks of a signer.
const (
	// CheckContent is that the content is at hand, and that a document passed with attached content is just that content.
	CheckContent CheckID = "cms.content"
	// CheckContentForm is that content which is signed without signed attributes does not parse as signed attributes.
	CheckContentForm CheckID = "cms.content_form"
	// CheckSignedAttributes is that there are signed attributes.
	CheckSignedAttributes CheckID = "cms.signed_attributes"
	// CheckContentType is that contentType stands once with one value, which is eContentType.
	CheckContentType CheckID = "cms.content_type"
	// CheckMessageDigest is that messageDigest stands once with one value, which is the hash code of the content.
	CheckMessageDigest CheckID = "cms.message_digest"
	// CheckSigningCertificate is that signingCertificate or V2, each at most once with one value, is of the certificate.
	CheckSigningCertificate CheckID = "cms.signing_certificate"
	// CheckSignerIdentifier is that SignerIdentifier names the certificate.
	CheckSignerIdentifier CheckID = "cms.signer_identifier"
	// CheckSigningTime is that signingTime, if there is one, stands once with one readable value. It says nothing of its truth.
	CheckSigningTime CheckID = "cms.signing_time"
	// CheckAlgorithms is that the algorithms are known and belong together and to the key.
	CheckAlgorithms CheckID = "cms.algorithms"
	// CheckSignature is that the signature value is one by the key of the certificate.
	CheckSignature CheckID = "cms.signature"
)

// Result is how a check ended.
type Result uint8

// The results. Unknown is of checks that could not be made: there was nothing to compare with, or nothing to compare.
const (
	Unknown Result = iota
	OK
	Fail
)

// String returns the word of the report.
func (r Result) String() string {
	switch r {
	case OK:
		return "ok"
	case Fail:
		return "fail"
	default:
		return "unknown"
	}
}

// Check is one check that was made. Err says why it is not OK.
type Check struct {
	ID     CheckID
	Result Result
	Err    error
}

// Checks are the checks of one signer, each once, in a fixed order.
type Checks []Check

// Get returns how a check ended, Unknown where it is not in the list.
func (c Checks) Get(id CheckID) Result {
	for _, check := range c {
		if check.ID == id {
			return check.Result
		}
	}
	return Unknown
}

// Profile says which checks a signature must have passed.
type Profile uint8

const (
	// Full needs every check to be OK (T1 of the rules of trust).
	Full Profile = iota
	// Crypto asks whether hash codes and signature value are right, and nothing else: signed attributes may be missing, and who
	// is named as the signer does not count. Attributes that are there must be right, for the signature is over them.
	Crypto
)

// Errors of checks.
var (
	// ErrNoContent says that the content is detached and no document was passed.
	ErrNoContent = errors.New("content is not at hand")
	// ErrDiffers says that two things that must be the same are not.
	ErrDiffers = errors.New("does not match")
	// ErrAttributesAsContent says that content without signed attributes parses as such.
	ErrAttributesAsContent = errors.New("content has the form of signed attributes")
)

// Err returns nil if the checks suffice for a profile, else the errors of all that do not.
func (c Checks) Err(p Profile) error {
	var failed []error
	for _, check := range c {
		if !p.accepts(check) {
			failed = append(failed, &CheckError{check})
		}
	}
	return errors.Join(failed...)
}

func (p Profile) accepts(c Check) bool {
	if p == Full {
		return c.Result == OK
	}
	switch c.ID {
	case CheckContent, CheckContentForm, CheckAlgorithms, CheckSignature:
		return c.Result == OK
	case CheckContentType, CheckMessageDigest:
		return c.Result != Fail
	default:
		return true
	}
}

// CheckError is a check that is not OK.
type CheckError struct{ Check Check }

// Error returns the identifier, the result and the reason.
func (e *CheckError) Error() string {
	text := string(e.Check.ID) + ": " + e.Check.Result.String()
	if e.Check.Err != nil {
		text += ": " + e.Check.Err.Error()
	}
	return text
}

// Unwrap returns the reason.
func (e *CheckError) Unwrap() error { return e.Check.Err }
