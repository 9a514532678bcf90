package xmldsig

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
)

// qualifying reads and checks the qualifying properties, if there are any or a Reference claims that there are.
func (g *signature) qualifying(s *scanner) {
	q := g.sig.child(SpaceDSig, "Object").child(SpaceXAdES, "QualifyingProperties")
	if q == nil && g.props == nil {
		return
	}
	g.checks = append(g.checks, newChecklist(CheckXAdES, CheckSignedProperties, CheckSigningCertificate)...)
	if q == nil {
		g.checks.set(CheckXAdES, "a Reference to signed properties that are not there")
		return
	}
	g.facts.XAdES = new(XAdES)
	props := q.child(SpaceXAdES, "SignedProperties")
	g.checks.set(CheckXAdES, g.xadesStructure(q, props))
	for _, p := range q.child(SpaceXAdES, "UnsignedProperties").child(SpaceXAdES, "UnsignedSignatureProperties").elements() {
		g.facts.XAdES.Unsigned = append(g.facts.XAdES.Unsigned, p.tok.Name.Local)
	}
	g.signedProperties(s, props)
	g.properties(props.child(SpaceXAdES, "SignedSignatureProperties"))
	g.signingCertificate()
}

func (e *element) elements() []*element {
	if e == nil {
		return nil
	}
	return e.children
}

// xadesStructure: the properties belong to this signature (XAdES, section 6.2) and are as its schema says.
func (g *signature) xadesStructure(q, props *element) string {
	if g.facts.ID == "" || q.attr("Target") != "#"+g.facts.ID {
		return "the qualifying properties are not of this signature"
	}
	problems := []string{q.match(SpaceXAdES, "SignedProperties", "UnsignedProperties?")}
	if props != nil {
		problems = append(problems, props.match(SpaceXAdES, "SignedSignatureProperties", "SignedDataObjectProperties?"),
			props.child(SpaceXAdES, "SignedSignatureProperties").leafOr(SpaceXAdES, "SigningTime?", "SigningCertificate?", "SigningCertificateV2?",
				"SignaturePolicyIdentifier?", "SignatureProductionPlace?", "SignatureProductionPlaceV2?", "SignerRole?", "SignerRoleV2?"))
	}
	return first(problems)
}

// signedProperties checks the digest of the properties.
func (g *signature) signedProperties(s *scanner, props *element) {
	id := props.attr("Id")
	switch {
	case props == nil:
		return
	case g.props == nil:
		g.checks.set(CheckSignedProperties, "no Reference to them")
		return
	case g.props.attr("URI") != "#"+id || !s.unique(id):
		g.checks.set(CheckSignedProperties, "the Reference is not to them alone")
		return
	}
	var c chain
	for _, t := range g.props.child(SpaceDSig, "Transforms").all(SpaceDSig, "Transform") {
		if problem := c.add(t); problem != "" || c.enveloped || c.xpath || c.smev {
			g.checks.set(CheckSignedProperties, "a transform other than a canonicalization")
			return
		}
	}
	digest := digestByURI(g.props.child(SpaceDSig, "DigestMethod").attr("Algorithm"))
	if digest == 0 {
		g.checks.set(CheckSignedProperties, "a hash function that is not known or not taken")
		return
	}
	octets, err := props.canonical(c.method)
	if err != nil {
		g.checks.set(CheckSignedProperties, err.Error())
		return
	}
	g.compare(g.props, digest.Append(nil, octets), CheckSignedProperties)
}

// properties reads what the signer claims.
func (g *signature) properties(e *element) {
	x := g.facts.XAdES
	if t := e.child(SpaceXAdES, "SigningTime"); t != nil {
		x.SigningTimeText = t.content()
		var err error
		if x.SigningTime, err = parseTime(x.SigningTimeText); err != nil {
			g.checks.set(CheckXAdES, fmt.Sprintf("SigningTime %.60q", x.SigningTimeText))
		}
	}
	if p := e.child(SpaceXAdES, "SignaturePolicyIdentifier"); p != nil {
		x.Policy = "implied"
		if id := p.child(SpaceXAdES, "SignaturePolicyId").child(SpaceXAdES, "SigPolicyId").child(SpaceXAdES, "Identifier"); id != nil {
			x.Policy = id.content()
		}
	}
	for _, name := range []string{"SigningCertificate", "SigningCertificateV2"} {
		for _, c := range e.child(SpaceXAdES, name).all(SpaceXAdES, "Cert") {
			digest := c.child(SpaceXAdES, "CertDigest")
			value, err := digest.child(SpaceDSig, "DigestValue").base64()
			if err != nil {
				g.checks.set(CheckXAdES, err.Error())
			}
			x.Certificates = append(x.Certificates, CertificateDigest{
				Method: digest.child(SpaceDSig, "DigestMethod").attr("Algorithm"),
				Digest: value,
				Serial: c.child(SpaceXAdES, "IssuerSerial").child(SpaceDSig, "X509SerialNumber").content(),
			})
		}
	}
}

// parseTime reads xs:dateTime, whose zone may be left out; then it is taken as UTC.
func parseTime(s string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t, nil
	}
	return time.Parse("2006-01-02T15:04:05.999999999", s)
}

// signingCertificate compares the first certificate that the properties name with the signer's (XAdES, section 7.2.2).
func (g *signature) signingCertificate() {
	x, signer := g.facts.XAdES, g.facts.Signer
	switch {
	case len(x.Certificates) == 0:
		g.checks.set(CheckSigningCertificate, "the signed properties name no certificate")
	case signer == nil:
		g.checks.put(CheckSigningCertificate, Unknown, "the certificate of the signer is not known")
	case !x.Certificates[0].names(signer):
		g.checks.set(CheckSigningCertificate, "the signed properties name another certificate")
	default:
		g.checks.set(CheckSigningCertificate, "")
	}
}

// names reports whether the digest is of the certificate. SHA-1 is taken here, as in signingCertificate of CMS: another certificate
// with the same digest as a given one cannot be made even for it.
func (d CertificateDigest) names(c *cert.Certificate) bool {
	digest := digestByURI(d.Method)
	if d.Method == dsig+"sha1" {
		digest = algorithm.SHA1
	}
	if digest == 0 || string(digest.Append(nil, c.Raw)) != string(d.Digest) {
		return false
	}
	if d.Serial == "" {
		return true
	}
	serial, ok := new(big.Int).SetString(strings.TrimSpace(d.Serial), 10)
	return ok && len(d.Serial) < 200 && serial.Cmp(new(big.Int).SetBytes(c.Serial)) == 0
}
