package cert

import (
	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

// Choices of GeneralName (RFC 5280, section 4.2.1.6).
const (
	tagDirectoryName = asn1.Tag(4 | 0xa0)
	tagURI           = asn1.Tag(6 | 0x80)
)

// DistributionPoint says where a revocation list is, and what it covers (RFC 5280, section 4.2.1.13).
type DistributionPoint struct {
	// FullName is GeneralNames, without its own tag, and RelativeName a RelativeDistinguishedName in the same way; one of them is
	// nil, or both.
	FullName, RelativeName []byte
	// URIs are the addresses in FullName.
	URIs []string
	// Reasons are the reasons that are covered, bit i as in ReasonFlags; HasReasons is false where all are.
	Reasons    uint32
	HasReasons bool
	// CRLIssuer is GeneralNames of who signs the list where it is not the issuer of the certificate, nil otherwise.
	CRLIssuer []byte
}

func readDistributionPoints(v cryptobyte.String) ([]DistributionPoint, bool) {
	var list cryptobyte.String
	if !der.Inner(v, &list, asn1.SEQUENCE) {
		return nil, false
	}
	var points []DistributionPoint
	for !list.Empty() {
		var seq, name, reasons, issuer cryptobyte.String
		var hasName, hasIssuer bool
		var p DistributionPoint
		if len(points) == maxList || !list.ReadASN1(&seq, asn1.SEQUENCE) ||
			!seq.ReadOptionalASN1(&name, &hasName, der.Explicit(0)) ||
			!seq.ReadOptionalASN1(&reasons, &p.HasReasons, der.Context(1)) ||
			!seq.ReadOptionalASN1(&issuer, &hasIssuer, der.Explicit(2)) || !seq.Empty() {
			return points, false
		}
		if hasName && !p.ReadName(name) || p.HasReasons && !der.Flags(reasons, &p.Reasons) {
			return points, false
		}
		if hasIssuer {
			p.CRLIssuer = issuer
		}
		points = append(points, p)
	}
	return points, true
}

// ReadName reads DistributionPointName, which must be all of s.
func (p *DistributionPoint) ReadName(s cryptobyte.String) bool {
	var full, relative cryptobyte.String
	var hasFull, hasRelative bool
	if !s.ReadOptionalASN1(&full, &hasFull, der.Explicit(0)) ||
		!s.ReadOptionalASN1(&relative, &hasRelative, der.Explicit(1)) || !s.Empty() || hasFull == hasRelative {
		return false
	}
	if hasRelative {
		p.RelativeName = relative
		return true
	}
	p.FullName = full
	for n := 0; !full.Empty(); n++ {
		var content cryptobyte.String
		var tag asn1.Tag
		if !full.ReadAnyASN1(&content, &tag) || n == maxList {
			return false
		}
		if tag == tagURI {
			p.URIs = append(p.URIs, string(content))
		}
	}
	return true
}
