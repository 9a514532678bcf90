package xmldsig

import (
	"slices"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// Result is how a check went.
type Result string

// The results. Unknown is a check that could not be made, because of another one that failed.
const (
	OK      Result = "ok"
	Fail    Result = "fail"
	Unknown Result = "unknown"
)

// Identifiers of checks of a document and of each signature in it: a closed list.
const (
	// CheckSyntax: well-formed XML in UTF-8 without a DTD, within the limits.
	CheckSyntax = "xml.syntax"
	// CheckIDs: no Id twice, be it written Id, ID, xml:id or wsu:Id. Where a Reference names an Id, no attribute of any such name in any
	// case may have its value besides; else an attribute id is one like others, and rows of a table may be numbered by it.
	CheckIDs = "xml.ids"

	// CheckStructure: the Signature element is as its schema says, and nothing else is hidden in it.
	CheckStructure = "xmldsig.structure"
	// CheckCanonicalization: SignedInfo is canonicalized by a method that we know.
	CheckCanonicalization = "xmldsig.canonicalization"
	// CheckMethod: the signature method is one that we know; none with a shared secret (HMAC) is.
	CheckMethod = "xmldsig.method"
	// CheckReferences: one Reference to the document, and besides it none but that to SignedProperties.
	CheckReferences = "xmldsig.references"
	// CheckCoverage: the Reference covers the root, in which the Signature stands.
	CheckCoverage = "xmldsig.coverage"
	// CheckTransforms: no transform but those that T5 allows.
	CheckTransforms = "xmldsig.transforms"
	// CheckDigest: the digest of the document is the one that was signed.
	CheckDigest = "xmldsig.digest"
	// CheckCertificate: there is a certificate whose key belongs to the method, and only one by whose key the signature verifies.
	CheckCertificate = "xmldsig.certificate"
	// CheckSignature: the signature value is one of SignedInfo by the key of a certificate.
	CheckSignature = "xmldsig.signature"

	// CheckXAdES: the qualifying properties are as XAdES says and belong to this signature. It and the next two are there only where
	// a signature has qualifying properties or a Reference to them.
	CheckXAdES = "xades.structure"
	// CheckSignedProperties: the signed properties are covered by the signature.
	CheckSignedProperties = "xades.signed_properties"
	// CheckSigningCertificate: the signed properties name the certificate by whose key the signature verifies.
	CheckSigningCertificate = "xades.signing_certificate"
)

// Check is one check. Detail says, in English, what was found where the result is not OK.
type Check struct {
	ID     string
	Result Result
	Detail string
}

// Facts are all that was found in a document.
type Facts struct {
	// SHA256 and Size are of the bytes of the document.
	SHA256 [32]byte
	Size   int64
	// Root is the name of the root element, RootID its Id, empty if it has none.
	Root   xmltoken.Name
	RootID string
	// Checks are those of the document.
	Checks     []Check
	Signatures []*Signature
}

// OK reports whether there is a signature and every check of the document and of all signatures is OK.
func (f *Facts) OK() bool {
	if len(f.Signatures) == 0 || !allOK(f.Checks) {
		return false
	}
	return !slices.ContainsFunc(f.Signatures, func(s *Signature) bool { return !s.OK() })
}

// Signature is one Signature element.
type Signature struct {
	// ID is its attribute Id, empty if it has none. Offset and End are its place in the document in bytes.
	ID          string
	Offset, End int64
	Checks      []Check

	// Canonicalization and Method are the identifiers in SignedInfo, as they stand.
	Canonicalization, Method string
	Scheme                   algorithm.Scheme
	References               []Reference
	// Value is the signature value, over whose octets a time-stamp is.
	Value []byte

	// Certificates are those of KeyInfo or, where it has none, of the options, in their order. Signer is the one by whose key the
	// signature verifies, nil if there is none or more than one.
	Certificates []*cert.Certificate
	Signer       *cert.Certificate

	// XAdES is nil where the signature has no qualifying properties.
	XAdES *XAdES
}

// OK reports whether every check of the signature is OK.
func (s *Signature) OK() bool { return allOK(s.Checks) }

// Check returns a check by its identifier, and whether it was to be made.
func (s *Signature) Check(id string) (Check, bool) {
	i := slices.IndexFunc(s.Checks, func(c Check) bool { return c.ID == id })
	if i < 0 {
		return Check{}, false
	}
	return s.Checks[i], true
}

// Level is the name of the kind of signature: XMLDSig, XAdES-BES or XAdES-EPES.
func (s *Signature) Level() string {
	switch {
	case s.XAdES == nil:
		return "XMLDSig"
	case s.XAdES.Policy != "":
		return "XAdES-EPES"
	}
	return "XAdES-BES"
}

// Reference is one Reference of SignedInfo.
type Reference struct {
	ID, URI, Type string
	// Transforms and DigestMethod are the identifiers as they stand.
	Transforms   []string
	DigestMethod string
	// Digest is the value as signed, Computed the one of what the Reference points to, nil if that was not hashed.
	Digest, Computed []byte
}

// XAdES are the qualifying properties. All but Unsigned are claims of the signer, and his only if CheckSignedProperties is OK.
type XAdES struct {
	// SigningTime is what the signer claims (T3), zero if nothing; SigningTimeText is as it stands.
	SigningTime     time.Time
	SigningTimeText string
	// Certificates are SigningCertificate or SigningCertificateV2.
	Certificates []CertificateDigest
	// Policy is the identifier of a signature policy, "implied" for an implied one, empty for none.
	Policy string
	// Unsigned are the names of unsigned properties. They are not judged.
	Unsigned []string
}

// CertificateDigest names a certificate by its digest.
type CertificateDigest struct {
	Method string
	Digest []byte
	// Serial is X509SerialNumber in decimal, empty in SigningCertificateV2. The name of the issuer beside it is not compared:
	// the digest is of the whole certificate.
	Serial string
}

func allOK(checks []Check) bool {
	return !slices.ContainsFunc(checks, func(c Check) bool { return c.Result != OK })
}

// checklist holds checks in a fixed order; all are unknown at first.
type checklist []Check

func newChecklist(ids ...string) checklist {
	list := make(checklist, len(ids))
	for i, id := range ids {
		list[i] = Check{ID: id, Result: Unknown, Detail: "not reached"}
	}
	return list
}

// set records a result: OK if detail is empty, else a failure. A failure stays.
func (l checklist) set(id, detail string) {
	result := OK
	if detail != "" {
		result = Fail
	}
	l.put(id, result, detail)
}

func (l checklist) put(id string, result Result, detail string) {
	for i := range l {
		if l[i].ID == id && l[i].Result != Fail {
			l[i].Result, l[i].Detail = result, detail
		}
	}
}
