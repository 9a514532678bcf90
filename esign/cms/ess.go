package cms

import (
	"bytes"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// maxReferences bounds the certificates that signingCertificate or V2 may list.
const maxReferences = 64

// CertificateReference is ESSCertID or ESSCertIDv2 (RFC 5035, section 4): a hash code of a certificate and perhaps its issuer
// and serial number.
type CertificateReference struct {
	// Algorithm of V2 may be absent, which means SHA-256; ESSCertID has SHA-1 always.
	Algorithm algorithm.Identifier
	V2        bool
	Hash      []byte
	// Issuer and Serial are IssuerSerial, where HasIssuer.
	HasIssuer bool
	Issuer    cert.Name
	Serial    []byte
}

// Digest returns the hash function, 0 if it is none that we know.
func (r CertificateReference) Digest() algorithm.Digest {
	if !r.V2 {
		return algorithm.SHA1
	}
	if r.Algorithm.OID == "" {
		return algorithm.SHA256
	}
	d, err := algorithm.DigestOf(r.Algorithm)
	if err != nil {
		return 0
	}
	return d
}

// Matches reports whether the reference is to this certificate: the hash code is its own, and so are issuer and serial number
// if they are given.
func (r CertificateReference) Matches(c *cert.Certificate) bool {
	d := r.Digest()
	return d != 0 && r.matches(c, d.Append(nil, c.Raw))
}

func (r CertificateReference) matches(c *cert.Certificate, sum []byte) bool {
	return bytes.Equal(sum, r.Hash) && (!r.HasIssuer || bytes.Equal(r.Serial, c.Serial) && sameName(r.Issuer, c.Issuer))
}

// refers is Matches with a memory for hash codes.
func (n *Signer) refers(r CertificateReference, c *cert.Certificate) bool {
	d := r.Digest()
	if d == 0 || d == algorithm.GOSTR341194 && len(c.Raw) > maxOldReference {
		return false
	}
	return r.matches(c, n.message.sums.sum(d, c.Raw))
}

// SigningCertificates returns the first reference, which is to the signer's own certificate, of each of the attributes
// signingCertificate and signingCertificateV2 that there are, V2 first. The error wraps ErrAbsent if there is neither,
// ErrRepeated or ErrMalformed if one of them is not as it must be.
func (n *Signer) SigningCertificates() ([]CertificateReference, error) {
	var out []CertificateReference
	for _, oid := range [2]der.OID{OIDSigningCertificateV2, OIDSigningCertificate} {
		if attributes, _ := n.SignedAttributes.Count(oid); attributes == 0 {
			continue
		}
		v, err := n.SignedAttributes.One(oid)
		if err != nil {
			return out, err
		}
		r, ok := readSigningCertificate(v, oid == OIDSigningCertificateV2)
		if !ok {
			return out, fmt.Errorf("attribute %s: %w", oid, ErrMalformed)
		}
		out = append(out, r)
	}
	if out == nil {
		return nil, fmt.Errorf("signingCertificate: %w", ErrAbsent)
	}
	return out, nil
}

// readSigningCertificate reads all references, so that a malformed attribute is never taken, and returns the first.
func readSigningCertificate(v cryptobyte.String, v2 bool) (first CertificateReference, ok bool) {
	var seq, list, policies cryptobyte.String
	var hasPolicies bool
	if !der.Inner(v, &seq, asn1.SEQUENCE) || !seq.ReadASN1(&list, asn1.SEQUENCE) ||
		!seq.ReadOptionalASN1(&policies, &hasPolicies, asn1.SEQUENCE) || !seq.Empty() {
		return first, false
	}
	for i := 0; !list.Empty(); i++ {
		r := CertificateReference{V2: v2}
		if i == maxReferences || !r.read(&list) {
			return first, false
		}
		if i == 0 {
			first, ok = r, true
		}
	}
	return first, ok
}

func (r *CertificateReference) read(s *cryptobyte.String) bool {
	var seq, hash, issuer cryptobyte.String
	if !s.ReadASN1(&seq, asn1.SEQUENCE) {
		return false
	}
	if r.V2 && seq.PeekASN1Tag(asn1.SEQUENCE) {
		var err error
		if r.Algorithm, err = algorithm.ReadIdentifier(&seq); err != nil {
			return false
		}
	}
	if !seq.ReadASN1(&hash, asn1.OCTET_STRING) || !seq.ReadOptionalASN1(&issuer, &r.HasIssuer, asn1.SEQUENCE) || !seq.Empty() {
		return false
	}
	r.Hash = hash
	return !r.HasIssuer || r.readIssuer(issuer)
}

// readIssuer reads IssuerSerial, whose GeneralNames must be the one directory name of the issuer.
func (r *CertificateReference) readIssuer(s cryptobyte.String) bool {
	var names, name cryptobyte.String
	if !s.ReadASN1(&names, asn1.SEQUENCE) || !der.Inner(names, &name, der.Explicit(4)) {
		return false
	}
	var err error
	r.Issuer, err = cert.ReadName(&name)
	return err == nil && name.Empty() && der.ReadInteger(&s, &r.Serial) && s.Empty()
}

// signingCertificateV2 makes the value of the attribute for a certificate, with its issuer and serial number.
func signingCertificateV2(c *cert.Certificate, d algorithm.Digest) []byte {
	var b cryptobyte.Builder
	if d != algorithm.SHA256 { // which is the default, and DER leaves defaults out
		d.Identifier().Add(&b)
	}
	b.AddASN1OctetString(d.Append(nil, c.Raw))
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(der.Explicit(4), func(b *cryptobyte.Builder) { b.AddBytes(c.Issuer.Raw) })
		})
		b.AddASN1(asn1.INTEGER, func(b *cryptobyte.Builder) { b.AddBytes(c.Serial) })
	})
	reference := der.Element(asn1.SEQUENCE, b.BytesOrPanic())
	return der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, reference))
}
