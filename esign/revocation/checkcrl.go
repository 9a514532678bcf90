package revocation

import (
	"bytes"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
)

// CheckCRL says what a list says about a certificate. issuer is the certificate whose key signed the certificate, as in a
// [cert.Path]; delta is nil, or a delta list that goes with the list; tables may be nil.
//
// A doubtful delta leaves everything unknown: it was asked for because without it the list is old.
func CheckCRL(list, delta *CRL, c, issuer *cert.Certificate, tables *algorithm.Tables) Finding {
	f := Finding{
		Kind: KindCRL, Status: Good, SHA256: list.SHA256(),
		ThisUpdate: list.ThisUpdate, NextUpdate: list.NextUpdate, OtherName: !list.Issuer.Equal(c.Issuer),
	}
	list.authority(&f, issuer, tables)
	list.covers(&f, c)
	if list.Delta() {
		f.doubt(DeltaAlone)
	}
	entry, listed := list.Lookup(c.Issuer, c.Serial)
	if delta != nil {
		f.DeltaSHA256 = delta.SHA256()
		f.ThisUpdate, f.NextUpdate = delta.ThisUpdate, delta.NextUpdate
		delta.authority(&f, issuer, tables)
		delta.covers(&f, c)
		if !delta.completes(list) {
			f.doubt(DeltaAlone)
		}
		if changed, ok := delta.Lookup(c.Issuer, c.Serial); ok {
			entry, listed = changed, changed.Reason != removeFromCRL
		}
	}
	if listed && entry.UnknownCritical {
		f.doubt(CriticalExtension)
	}
	if listed && len(f.Doubts) == 0 {
		f.Status, f.RevokedAt, f.Reason, f.InvalidSince = Revoked, entry.RevokedAt, entry.Reason, entry.InvalidSince
	}
	return f
}

// authority sees that the list is signed by the key of the issuer, who may sign lists. Where key identifiers differ the key is not
// even tried: hashing a foreign list of 40 MB is work that anybody could cause.
func (c *CRL) authority(f *Finding, issuer *cert.Certificate, tables *algorithm.Tables) {
	if len(c.AuthorityKeyID) > 0 && len(issuer.SubjectKeyID) > 0 && !bytes.Equal(c.AuthorityKeyID, issuer.SubjectKeyID) {
		f.doubt(ForeignKey)
		return
	}
	key, err := issuer.PublicKey()
	if err == nil {
		err = c.CheckSignature(key, tables)
	}
	switch {
	case err == nil:
		f.Signer = issuer
	case len(c.AuthorityKeyID) > 0 && len(issuer.SubjectKeyID) > 0:
		f.doubt(BadSignature)
	default:
		f.doubt(ForeignKey)
	}
	if issuer.HasKeyUsage && issuer.KeyUsage&cert.CRLSign == 0 {
		f.doubt(NotAllowed)
	}
}

// covers sees that the certificate is in the scope of the list (RFC 5280, section 6.3.3 (b)), and that we understand all that
// is critical in it.
func (c *CRL) covers(f *Finding, target *cert.Certificate) {
	if len(c.UnknownCritical) > 0 {
		f.doubt(CriticalExtension)
	}
	s := c.Scope
	if s == nil {
		return
	}
	switch {
	case s.OnlyAttributes, s.OnlySomeReasons,
		s.OnlyUsers && target.IsCA,
		s.OnlyAuthorities && !target.IsCA,
		s.HasPoint && !slices.ContainsFunc(target.CRLDistributionPoints, func(p cert.DistributionPoint) bool { return samePoint(p, s.Point) }):
		f.doubt(OtherScope)
	}
}

// samePoint tells whether a distribution point of a certificate is that of a list: one of their names is the same.
func samePoint(a, b cert.DistributionPoint) bool {
	if a.RelativeName != nil || b.RelativeName != nil {
		return bytes.Equal(a.RelativeName, b.RelativeName)
	}
	inB := generalNames(b.FullName)
	return slices.ContainsFunc(generalNames(a.FullName), func(name []byte) bool {
		return slices.ContainsFunc(inB, func(other []byte) bool { return bytes.Equal(name, other) })
	})
}

// generalNames cuts GeneralNames into its elements.
func generalNames(content []byte) [][]byte {
	var elements [][]byte
	for s := cryptobyte.String(content); !s.Empty(); {
		var element cryptobyte.String
		var tag asn1.Tag
		if !s.ReadAnyASN1Element(&element, &tag) {
			break
		}
		elements = append(elements, element)
	}
	return elements
}

// completes tells whether a delta list goes with a complete one (RFC 5280, section 5.2.4): same issuer and scope, based on the
// complete list or an earlier one, and newer than it.
func (c *CRL) completes(list *CRL) bool {
	sameScope := c.Scope == nil && list.Scope == nil ||
		c.Scope != nil && list.Scope != nil && bytes.Equal(c.Scope.Raw, list.Scope.Raw)
	return c.Delta() && !list.Delta() && list.Number != nil && c.Number != nil && sameScope &&
		c.Issuer.Equal(list.Issuer) && bytes.Equal(c.AuthorityKeyID, list.AuthorityKeyID) &&
		compareNumbers(c.BaseNumber, list.Number) <= 0 && compareNumbers(c.Number, list.Number) > 0
}
