package revocation

import (
	"bytes"
	"iter"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// Entry is one revoked certificate of a list.
type Entry struct {
	// Serial is as in [cert.Certificate].
	Serial    []byte
	RevokedAt time.Time
	Reason    Reason
	// InvalidSince is when the key is thought to have been lost, zero if it is not said.
	InvalidSince time.Time
	// Issuer is GeneralNames of the issuer of the certificate, nil where it is that of the list: in indirect lists it stays in
	// force for the entries that follow.
	Issuer []byte
	// UnknownCritical says that the entry has a critical extension that we do not understand.
	UnknownCritical bool
}

// checkEntries sees that every entry has the form of one, so that nothing is left to go wrong later, and counts them.
func (c *CRL) checkEntries() error {
	for rest := c.entries; !rest.Empty(); c.Len++ {
		var e Entry
		if !readEntry(&rest, &e) {
			return malformed("entry of revokedCertificates")
		}
	}
	return nil
}

// readEntry reads one entry with its extensions.
func readEntry(s *cryptobyte.String, e *Entry) bool {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, asn1.SEQUENCE) || !der.ReadInteger(&seq, &e.Serial) || !der.ReadTime(&seq, &e.RevokedAt) {
		return false
	}
	if seq.Empty() {
		return true
	}
	var list cryptobyte.String
	if !der.Inner(seq, &list, asn1.SEQUENCE) {
		return false
	}
	for !list.Empty() {
		var extension, value cryptobyte.String
		var id der.OID
		critical := false
		if !list.ReadASN1(&extension, asn1.SEQUENCE) || !known.Read(&extension, &id) ||
			extension.PeekASN1Tag(asn1.BOOLEAN) && !extension.ReadASN1Boolean(&critical) ||
			!extension.ReadASN1(&value, asn1.OCTET_STRING) || !extension.Empty() || !e.take(id, critical, value) {
			return false
		}
	}
	return true
}

func (e *Entry) take(id der.OID, critical bool, v cryptobyte.String) bool {
	switch id {
	case oidReasonCode:
		reason := 0
		if !v.ReadASN1Enum(&reason) || !v.Empty() || reason < 0 || Reason(reason) > maxReason {
			return false
		}
		e.Reason = Reason(reason)
	case oidInvalidityDate:
		return der.ReadGeneralizedTime(&v, &e.InvalidSince) && v.Empty()
	case oidCertificateIssuer:
		var names cryptobyte.String
		if !der.Inner(v, &names, asn1.SEQUENCE) {
			return false
		}
		e.Issuer = names
	default:
		e.UnknownCritical = e.UnknownCritical || critical
	}
	return true
}

// Entries goes over the list. In an indirect list each entry has the Issuer that is in force for it.
func (c *CRL) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		var issuer []byte
		for rest := c.entries; !rest.Empty(); {
			var e Entry
			if !readEntry(&rest, &e) {
				return
			}
			if e.Issuer != nil {
				issuer = e.Issuer
			}
			e.Issuer = issuer
			if !yield(e) {
				return
			}
		}
	}
}

// Lookup returns the entry of a certificate of the given issuer and serial number, and whether there is one.
//
// Lists have up to a million entries in no order, and most questions are about certificates that are not in them. So it
// looks first whether the octets of the serial number occur at all, which takes the time of reading memory, and goes over the
// entries only if they do.
func (c *CRL) Lookup(issuer cert.Name, serial []byte) (Entry, bool) {
	at := bytes.Index(c.entries, der.Element(asn1.INTEGER, serial))
	if at < 0 {
		return Entry{}, false
	}
	if c.Scope == nil || !c.Scope.Indirect {
		return c.lookupDirect(serial)
	}
	for e := range c.Entries() {
		if bytes.Equal(e.Serial, serial) && (e.Issuer == nil && c.Issuer.Equal(issuer) || e.Issuer != nil && names(e.Issuer, issuer)) {
			return e, true
		}
	}
	return Entry{}, false
}

// lookupDirect goes over the entries of a list that is all of one issuer, and decodes only the one that it looks for.
func (c *CRL) lookupDirect(serial []byte) (Entry, bool) {
	for rest := c.entries; !rest.Empty(); {
		var element, seq cryptobyte.String
		var own []byte
		if !rest.ReadASN1Element(&element, asn1.SEQUENCE) {
			return Entry{}, false
		}
		whole := element
		if !element.ReadASN1(&seq, asn1.SEQUENCE) || !der.ReadInteger(&seq, &own) || !bytes.Equal(own, serial) {
			continue
		}
		var e Entry
		return e, readEntry(&whole, &e)
	}
	return Entry{}, false
}

// names tells whether GeneralNames has a name as directoryName.
func names(general []byte, name cert.Name) bool {
	for s := cryptobyte.String(general); !s.Empty(); {
		var content cryptobyte.String
		var tag asn1.Tag
		if !s.ReadAnyASN1(&content, &tag) {
			return false
		}
		if tag != der.Explicit(4) {
			continue
		}
		if own, err := cert.ReadName(&content); err == nil && own.Equal(name) {
			return true
		}
	}
	return false
}
