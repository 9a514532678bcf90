package xmldsig

import (
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
)

// certificates reads KeyInfo. A bare key there is not read: nobody vouches for it.
func (g *signature) certificates(o Options) {
	for _, data := range g.sig.child(SpaceDSig, "KeyInfo").all(SpaceDSig, "X509Data") {
		for _, e := range data.all(SpaceDSig, "X509Certificate") {
			raw, err := e.base64()
			if err != nil {
				g.checks.set(CheckCertificate, err.Error())
				continue
			}
			c, err := cert.Parse(raw)
			if err != nil {
				g.checks.set(CheckCertificate, err.Error())
				continue
			}
			g.facts.Certificates = append(g.facts.Certificates, c)
		}
	}
	if len(g.facts.Certificates) > maxCertificates {
		g.facts.Certificates = g.facts.Certificates[:maxCertificates]
		g.checks.set(CheckCertificate, "too many certificates")
	}
	if len(g.facts.Certificates) == 0 {
		g.facts.Certificates = slices.Clone(o.Certificates)
	}
}

// value checks the signature value over SignedInfo, by the key of each certificate that it could be of.
func (g *signature) value(o Options) {
	digest, problem := g.signedInfoDigest()
	if problem != "" {
		g.checks.set(CheckSignature, problem)
	}
	candidates := g.candidates()
	if len(candidates) == 0 {
		g.checks.set(CheckCertificate, "no certificate has a key for the signature method")
		return
	}
	if digest == nil {
		return
	}
	var signers []*cert.Certificate
	for _, c := range candidates {
		if g.verifies(c, digest, o.Tables) {
			signers = append(signers, c)
		}
	}
	switch len(signers) {
	case 0:
		g.checks.set(CheckSignature, "the signature value is not of SignedInfo by a key of the certificates")
		g.checks.put(CheckCertificate, Unknown, "the signature verifies by none of them")
	case 1:
		g.facts.Signer = signers[0]
		g.checks.set(CheckSignature, "")
		g.checks.set(CheckCertificate, "")
	default:
		g.checks.set(CheckSignature, "")
		g.checks.set(CheckCertificate, fmt.Sprintf("%d certificates have the key of the signature", len(signers)))
	}
}

// signedInfoDigest hashes the canonical form of SignedInfo. A problem beside the digest makes no difference to it.
func (g *signature) signedInfoDigest() ([]byte, string) {
	info := g.sig.child(SpaceDSig, "SignedInfo")
	var err error
	if g.facts.Value, err = g.sig.child(SpaceDSig, "SignatureValue").base64(); err != nil {
		return nil, err.Error()
	}
	canonicalization, _ := checkOf(g.checks, CheckCanonicalization)
	if canonicalization.Result != OK || (g.facts.Scheme == algorithm.Scheme{}) {
		return nil, ""
	}
	octets, err := info.canonical(g.method)
	if err != nil {
		return nil, err.Error()
	}
	return g.facts.Scheme.Digest.Append(nil, octets), ""
}

// candidates are the different certificates whose key is of the kind that the method asks for.
func (g *signature) candidates() []*cert.Certificate {
	var out []*cert.Certificate
	for _, c := range g.facts.Certificates {
		key, err := c.PublicKey()
		if err != nil || key.Kind() != g.facts.Scheme.Key || len(out) == maxTried {
			continue
		}
		if !slices.ContainsFunc(out, c.Equal) {
			out = append(out, c)
		}
	}
	return out
}

func (g *signature) verifies(c *cert.Certificate, digest []byte, tables *algorithm.Tables) bool {
	key, err := c.PublicKey()
	if err != nil {
		return false
	}
	value, err := toDER(g.facts.Scheme, g.facts.Value)
	if err != nil {
		return false
	}
	return tables.VerifyDigest(key, g.facts.Scheme, digest, value) == nil
}
