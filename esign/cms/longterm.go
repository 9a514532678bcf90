package cms

import (
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// SignatureTimestamps returns the tokens (ContentInfo) over the signature value.
func (n *Signer) SignatureTimestamps() [][]byte {
	return n.UnsignedAttributes.Values(OIDSignatureTimestamp)
}

// ReferenceTimestamps returns the tokens of CAdES-X Long type 1, over what CAdESCData returns.
func (n *Signer) ReferenceTimestamps() [][]byte {
	return n.UnsignedAttributes.Values(OIDCAdESCTimestamp)
}

// ArchiveTimestamps returns the archive time-stamps of version 3.
func (n *Signer) ArchiveTimestamps() [][]byte {
	return n.UnsignedAttributes.Values(OIDArchiveTimestampV3)
}

// Form is what attributes make of a signature, whether or not they are good.
type Form string

// The forms, the least first.
const (
	FormCMS  Form = "CMS"
	FormBES  Form = "CAdES-BES"
	FormEPES Form = "CAdES-EPES"
	FormT    Form = "CAdES-T"
	FormC    Form = "CAdES-C"
	FormXL   Form = "CAdES-X Long"
	FormXL1  Form = "CAdES-X Long Type 1"
	FormLT   Form = "CAdES-LT"
	FormA    Form = "CAdES-A"
	FormLTA  Form = "CAdES-LTA"
)

// Form returns the form that the signer's attributes, and the values in the message, claim.
func (n *Signer) Form() Form {
	has := func(oid der.OID) bool { count, _ := n.UnsignedAttributes.Count(oid); return count > 0 }
	v2, _ := n.SignedAttributes.Count(OIDSigningCertificateV2)
	v1, _ := n.SignedAttributes.Count(OIDSigningCertificate)
	policy, _ := n.SignedAttributes.Count(OIDSignaturePolicy)
	values := has(OIDCertificateValues) && has(OIDRevocationValues)
	refs := has(OIDCertificateRefs) && has(OIDRevocationRefs)
	switch {
	case v1+v2 == 0:
		return FormCMS
	case has(OIDArchiveTimestampV3):
		return FormLTA
	case has(OIDArchiveTimestampV2):
		return FormA
	case has(OIDSignatureTimestamp) && refs && values && has(OIDCAdESCTimestamp):
		return FormXL1
	case has(OIDSignatureTimestamp) && refs && values:
		return FormXL
	case has(OIDSignatureTimestamp) && len(n.message.revocations) > 0:
		return FormLT
	case has(OIDSignatureTimestamp) && refs:
		return FormC
	case has(OIDSignatureTimestamp):
		return FormT
	case policy > 0:
		return FormEPES
	}
	return FormBES
}

// CAdESCData returns what a CAdES-C time-stamp covers (TS 101 733, section 6.3.5): the signature value, then types and values of
// the signature time-stamp and of the two attributes of references. The error wraps ErrAbsent or ErrRepeated if one of them is
// not there once, ErrLimit if they are longer than any program writes them.
func (n *Signer) CAdESCData() ([]byte, error) {
	out := append([]byte(nil), n.Signature...)
	for _, oid := range [...]der.OID{OIDSignatureTimestamp, OIDCertificateRefs, OIDRevocationRefs} {
		if _, err := n.UnsignedAttributes.One(oid); err != nil {
			return nil, err
		}
		for _, a := range n.UnsignedAttributes {
			if a.Type != oid {
				continue
			}
			if len(out)+len(a.Raw) > maxReferenced {
				return nil, fmt.Errorf("references of a CAdES-C time-stamp: %w", ErrLimit)
			}
			out = append(out, bodyOf(a.Raw)...)
		}
	}
	return out, nil
}

// OtherHash is a hash code with its function (TS 101 733, section 6.2.1).
type OtherHash struct {
	Algorithm algorithm.Identifier
	Value     []byte
}

// Of reports whether the hash code is that of some bytes.
func (h OtherHash) Of(data []byte) bool {
	d, err := algorithm.DigestOf(h.Algorithm)
	return err == nil && string(d.Append(nil, data)) == string(h.Value)
}

// CertificateRef is OtherCertID: a certificate by its hash code and perhaps issuer and serial number.
type CertificateRef struct {
	OtherHash
	HasIssuer bool
	Issuer    cert.Name
	Serial    []byte
}

// RevocationRef is one of CrlOcspRef: the hash codes of lists and of BasicOCSPResponse that were used for one certificate. An
// OCSP response may be named without a hash code.
type RevocationRef struct {
	CRLs, OCSP []OtherHash
}

// RevocationValues are lists and BasicOCSPResponse as they stand.
type RevocationValues struct {
	CRLs, OCSP [][]byte
}

// CertificateRefs returns complete-certificate-references. The error wraps ErrAbsent where there are none.
func (n *Signer) CertificateRefs() ([]CertificateRef, error) {
	seq, err := n.sequence(OIDCertificateRefs)
	if err != nil {
		return nil, err
	}
	var out []CertificateRef
	for !seq.Empty() {
		var r CertificateRef
		var element, issuer cryptobyte.String
		if len(out) == MaxCertificates || !seq.ReadASN1(&element, asn1.SEQUENCE) || !r.read(&element) ||
			!element.ReadOptionalASN1(&issuer, &r.HasIssuer, asn1.SEQUENCE) || !element.Empty() {
			return nil, fmt.Errorf("certificate references: %w", ErrMalformed)
		}
		if r.HasIssuer {
			var id CertificateReference
			if !id.readIssuer(issuer) {
				return nil, fmt.Errorf("certificate references: %w", ErrMalformed)
			}
			r.Issuer, r.Serial = id.Issuer, id.Serial
		}
		out = append(out, r)
	}
	return out, nil
}

// sequence returns the content of the one value, a SEQUENCE, of an unsigned attribute.
func (n *Signer) sequence(oid der.OID) (cryptobyte.String, error) {
	v, err := n.UnsignedAttributes.One(oid)
	if err != nil {
		return nil, err
	}
	seq, err := der.Whole(v, asn1.SEQUENCE)
	if err != nil {
		return nil, fmt.Errorf("attribute %s: %w: %w", oid, ErrMalformed, err)
	}
	return seq, nil
}

// read reads OtherHash: an OCTET STRING, which is SHA-1, or an algorithm and a value.
func (h *OtherHash) read(s *cryptobyte.String) bool {
	var value, seq cryptobyte.String
	if s.PeekASN1Tag(asn1.OCTET_STRING) {
		h.Algorithm = algorithm.SHA1.Identifier()
		ok := s.ReadASN1(&value, asn1.OCTET_STRING)
		h.Value = value
		return ok
	}
	if !s.ReadASN1(&seq, asn1.SEQUENCE) {
		return false
	}
	var err error
	if h.Algorithm, err = algorithm.ReadIdentifier(&seq); err != nil || !der.Inner(seq, &value, asn1.OCTET_STRING) {
		return false
	}
	h.Value = value
	return true
}

// RevocationRefs returns complete-revocation-references. The error wraps ErrAbsent where there are none.
func (n *Signer) RevocationRefs() ([]RevocationRef, error) {
	seq, err := n.sequence(OIDRevocationRefs)
	if err != nil {
		return nil, err
	}
	var out []RevocationRef
	for !seq.Empty() {
		var element, crls, ocsp, other cryptobyte.String
		var hasCRLs, hasOCSP, hasOther bool
		var r RevocationRef
		if len(out) == MaxCertificates || !seq.ReadASN1(&element, asn1.SEQUENCE) ||
			!element.ReadOptionalASN1(&crls, &hasCRLs, der.Explicit(0)) ||
			!element.ReadOptionalASN1(&ocsp, &hasOCSP, der.Explicit(1)) ||
			!element.ReadOptionalASN1(&other, &hasOther, der.Explicit(2)) || !element.Empty() ||
			hasCRLs && !readRefs(crls, &r.CRLs) || hasOCSP && !readRefs(ocsp, &r.OCSP) {
			return nil, fmt.Errorf("revocation references: %w", ErrMalformed)
		}
		out = append(out, r)
	}
	return out, nil
}

// readRefs reads CRLListID and OcspListID, which differ in what identifies an entry beside its hash code: a list stands as
// CrlValidatedID {hash, identifier OPTIONAL}, a response as OcspResponsesID {identifier, hash OPTIONAL}.
func readRefs(s cryptobyte.String, out *[]OtherHash) bool {
	var wrapper, list cryptobyte.String
	if !der.Inner(s, &wrapper, asn1.SEQUENCE) || !der.Inner(wrapper, &list, asn1.SEQUENCE) {
		return false
	}
	for !list.Empty() {
		var entry cryptobyte.String
		if len(*out) == MaxCertificates || !list.ReadASN1(&entry, asn1.SEQUENCE) {
			return false
		}
		first, rest := entry, entry
		var h OtherHash
		var skipped cryptobyte.String
		var tag asn1.Tag
		switch {
		case h.read(&first):
			*out = append(*out, h)
		case rest.ReadAnyASN1(&skipped, &tag) && !rest.Empty() && h.read(&rest):
			*out = append(*out, h)
		}
	}
	return true
}

// CertificateValues returns the certificates of certificate-values. The error wraps ErrAbsent where there are none.
func (n *Signer) CertificateValues() ([]*cert.Certificate, error) {
	seq, err := n.sequence(OIDCertificateValues)
	if err != nil {
		return nil, err
	}
	var out []*cert.Certificate
	for !seq.Empty() {
		if len(out) == MaxCertificates {
			return nil, fmt.Errorf("certificate values: %w", ErrLimit)
		}
		c, err := cert.Read(&seq)
		if err != nil {
			return nil, fmt.Errorf("certificate values: %w: %w", ErrMalformed, err)
		}
		out = append(out, c)
	}
	return out, nil
}

// RevocationValues returns the values of revocation-values. The error wraps ErrAbsent where there are none.
func (n *Signer) RevocationValues() (RevocationValues, error) {
	var out RevocationValues
	seq, err := n.sequence(OIDRevocationValues)
	if err != nil {
		return out, err
	}
	var crls, ocsp, other cryptobyte.String
	var hasCRLs, hasOCSP, hasOther bool
	if !seq.ReadOptionalASN1(&crls, &hasCRLs, der.Explicit(0)) || !seq.ReadOptionalASN1(&ocsp, &hasOCSP, der.Explicit(1)) ||
		!seq.ReadOptionalASN1(&other, &hasOther, der.Explicit(2)) || !seq.Empty() ||
		hasCRLs && !readElements(crls, &out.CRLs) || hasOCSP && !readElements(ocsp, &out.OCSP) {
		return RevocationValues{}, fmt.Errorf("revocation values: %w", ErrMalformed)
	}
	return out, nil
}

// readElements reads SEQUENCE OF SEQUENCE, which must be all of s.
func readElements(s cryptobyte.String, out *[][]byte) bool {
	var list cryptobyte.String
	if !der.Inner(s, &list, asn1.SEQUENCE) {
		return false
	}
	for !list.Empty() {
		var element cryptobyte.String
		if len(*out) == MaxCertificates || !list.ReadASN1Element(&element, asn1.SEQUENCE) {
			return false
		}
		*out = append(*out, element)
	}
	return true
}
