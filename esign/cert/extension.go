package cert

import (
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

// maxList bounds what one extension lists: purposes, policies, distribution points, addresses.
const maxList = 256

// take decodes one extension into its fields. Those by which chains are judged must be right; those that inform are noted
// where they cannot be read.
func (c *Certificate) take(e Extension) error {
	v := cryptobyte.String(e.Value)
	good, informs := true, false
	switch e.ID {
	case OIDKeyUsage:
		good = c.takeKeyUsage(v)
	case OIDBasicConstraints:
		good = c.takeBasicConstraints(v)
	case OIDExtKeyUsage:
		good = readOIDs(v, &c.ExtKeyUsage)
	case OIDCertificatePolicies:
		good = c.takePolicies(v)
	case OIDSubjectKeyID:
		good = readOctets(v, &c.SubjectKeyID)
	case OIDAuthorityKeyID:
		good = c.takeAuthorityKeyID(v)
	default:
		good, informs = c.takeInforming(e.ID, v)
		if !informs && e.Critical {
			c.UnknownCritical = append(c.UnknownCritical, e.ID)
		}
	}
	switch {
	case good:
		return nil
	case informs:
		c.UnreadExtensions = append(c.UnreadExtensions, e.ID)
		if e.Critical {
			c.UnknownCritical = append(c.UnknownCritical, e.ID)
		}
		return nil
	}
	return malformed("extension " + e.ID.String())
}

// takeInforming decodes the extensions that inform. Whatever else is known here but not understood, such as
// nameConstraints, counts as unknown: a chain with it, critical, is refused.
func (c *Certificate) takeInforming(id der.OID, v cryptobyte.String) (good, informs bool) {
	switch id {
	case OIDSubjectSignTool:
		return c.takeSubjectSignTool(v), true
	case OIDIssuerSignTool:
		return c.takeIssuerSignTool(v), true
	case OIDIdentificationKind:
		return v.ReadASN1Integer(&c.IdentificationKind) && v.Empty(), true
	case OIDPrivateKeyUsagePeriod:
		return c.takeKeyPeriod(v), true
	case OIDCRLDistributionPoints:
		points, ok := readDistributionPoints(v)
		c.CRLDistributionPoints = points
		return ok, true
	case OIDAuthorityInfoAccess:
		return c.takeInfoAccess(v), true
	case OIDOCSPNoCheck:
		c.OCSPNoCheck = true
		return true, true
	case OIDSubjectAltName, OIDIssuerAltName, OIDFreshestCRL:
		return true, true
	}
	return true, false
}

func (c *Certificate) takeKeyUsage(v cryptobyte.String) bool {
	var flags uint32
	c.HasKeyUsage = true
	if !der.ReadFlags(&v, &flags) || !v.Empty() {
		return false
	}
	c.KeyUsage = KeyUsage(flags)
	return true
}

func (c *Certificate) takeBasicConstraints(v cryptobyte.String) bool {
	var seq cryptobyte.String
	c.HasBasicConstraints = true
	if !der.Inner(v, &seq, asn1.SEQUENCE) {
		return false
	}
	if seq.PeekASN1Tag(asn1.BOOLEAN) && !seq.ReadASN1Boolean(&c.IsCA) {
		return false
	}
	if seq.PeekASN1Tag(asn1.INTEGER) && (!seq.ReadASN1Integer(&c.PathLen) || c.PathLen < 0) {
		return false
	}
	return seq.Empty()
}

func (c *Certificate) takePolicies(v cryptobyte.String) bool {
	var list cryptobyte.String
	if !der.Inner(v, &list, asn1.SEQUENCE) || list.Empty() {
		return false
	}
	for !list.Empty() {
		var info, qualifiers cryptobyte.String
		var id der.OID
		if !list.ReadASN1(&info, asn1.SEQUENCE) || !known.Read(&info, &id) || len(c.Policies) == maxList {
			return false
		}
		if !info.ReadOptionalASN1(&qualifiers, nil, asn1.SEQUENCE) || !info.Empty() {
			return false
		}
		c.Policies = append(c.Policies, id)
	}
	return true
}

func (c *Certificate) takeAuthorityKeyID(v cryptobyte.String) bool {
	var seq, id, issuer, serial cryptobyte.String
	var hasIssuer, hasSerial, hasID bool
	if !der.Inner(v, &seq, asn1.SEQUENCE) || !seq.ReadOptionalASN1(&id, &hasID, der.Context(0)) ||
		!seq.ReadOptionalASN1(&issuer, &hasIssuer, der.Explicit(1)) ||
		!seq.ReadOptionalASN1(&serial, &hasSerial, der.Context(2)) || !seq.Empty() {
		return false
	}
	if hasID {
		c.AuthorityKeyID = id
	}
	if hasIssuer && hasSerial {
		c.AuthorityIssuer, c.AuthoritySerial = issuer, serial
	}
	return true
}

func (c *Certificate) takeSubjectSignTool(v cryptobyte.String) bool {
	text, err := der.ReadText(&v)
	c.SubjectSignTool = text
	return err == nil && v.Empty()
}

func (c *Certificate) takeIssuerSignTool(v cryptobyte.String) bool {
	var seq cryptobyte.String
	if !der.Inner(v, &seq, asn1.SEQUENCE) {
		return false
	}
	var texts [4]string
	for i := range texts {
		text, err := der.ReadText(&seq)
		if err != nil {
			return false
		}
		texts[i] = text
	}
	c.IssuerSignTool = &SignTool{texts[0], texts[1], texts[2], texts[3]}
	return seq.Empty()
}

// takeKeyPeriod reads privateKeyUsagePeriod, whose two times are GeneralizedTime under implicit tags.
func (c *Certificate) takeKeyPeriod(v cryptobyte.String) bool {
	var seq cryptobyte.String
	if !der.Inner(v, &seq, asn1.SEQUENCE) {
		return false
	}
	for i, out := range []*time.Time{&c.KeyNotBefore, &c.KeyNotAfter} {
		var content cryptobyte.String
		var present bool
		if !seq.ReadOptionalASN1(&content, &present, der.Context(uint8(i))) {
			return false
		}
		if !present {
			continue
		}
		element := cryptobyte.String(der.Element(asn1.GeneralizedTime, content))
		if !der.ReadTime(&element, out) {
			return false
		}
	}
	return seq.Empty()
}

func (c *Certificate) takeInfoAccess(v cryptobyte.String) bool {
	var list cryptobyte.String
	if !der.Inner(v, &list, asn1.SEQUENCE) {
		return false
	}
	for n := 0; !list.Empty(); n++ {
		var access, location cryptobyte.String
		var method der.OID
		var tag asn1.Tag
		if !list.ReadASN1(&access, asn1.SEQUENCE) || !known.Read(&access, &method) ||
			!access.ReadAnyASN1(&location, &tag) || !access.Empty() || n == maxList {
			return false
		}
		switch {
		case tag != tagURI:
		case method == oidAccessOCSP:
			c.OCSP = append(c.OCSP, string(location))
		case method == oidAccessCAIssuers:
			c.CAIssuers = append(c.CAIssuers, string(location))
		}
	}
	return true
}

func readOIDs(v cryptobyte.String, out *[]der.OID) bool {
	var list cryptobyte.String
	if !der.Inner(v, &list, asn1.SEQUENCE) || list.Empty() {
		return false
	}
	for !list.Empty() {
		var id der.OID
		if !known.Read(&list, &id) || len(*out) == maxList {
			return false
		}
		*out = append(*out, id)
	}
	return true
}

func readOctets(v cryptobyte.String, out *[]byte) bool {
	var content cryptobyte.String
	if !der.Inner(v, &content, asn1.OCTET_STRING) {
		return false
	}
	*out = content
	return true
}
