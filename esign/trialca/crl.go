package trialca

import (
	"bytes"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/revocation"
)

// Revoke notes that a certificate is revoked from now on. Doing so again changes nothing.
func (a *Authority) Revoke(c *cert.Certificate, reason revocation.Reason) error {
	if !bytes.Equal(c.Issuer.Raw, a.certificate.Subject.Raw) || c.CheckSignature(a.signer.PublicKey(), nil) != nil {
		return fmt.Errorf("revoke %s: %w", c.SerialHex(), ErrNotIssued)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, revoked := a.revoked(c.Serial); !revoked {
		a.ledger.Revoked = append(a.ledger.Revoked, Revocation{c.Serial, a.options.Now().UTC().Truncate(time.Second), reason})
	}
	return nil
}

// revoked looks a certificate up; the caller holds the lock.
func (a *Authority) revoked(serial []byte) (Revocation, bool) {
	for _, r := range a.ledger.Revoked {
		if bytes.Equal(r.Serial, serial) {
			return r, true
		}
	}
	return Revocation{}, false
}

// List is a revocation list before it is signed. [Authority.List] fills it; tests change it.
type List struct {
	ThisUpdate, NextUpdate time.Time
	Entries                []ListEntry
	Extensions             []cert.Extension
}

// ListEntry is an entry.
type ListEntry struct {
	Serial     []byte
	At         time.Time
	Extensions []cert.Extension
}

// List returns the list of what is revoked, to be replaced after the given time.
func (a *Authority) List(next time.Duration) List {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ledger.CRLNumber++
	now := a.options.Now().UTC().Truncate(time.Second)
	l := List{ThisUpdate: now, NextUpdate: now.Add(next), Extensions: []cert.Extension{
		{ID: cert.OIDAuthorityKeyID, Value: authorityKeyID(keyID(a.signer.PublicKey()))},
		{ID: oidCRLNumber, Value: encode(func(b *cryptobyte.Builder) { b.AddASN1Int64(a.ledger.CRLNumber) })},
	}}
	for _, r := range a.ledger.Revoked {
		e := ListEntry{Serial: r.Serial, At: r.At}
		if r.Reason != revocation.Unspecified {
			e.Extensions = []cert.Extension{{ID: oidReasonCode, Value: der.Element(asn1.ENUM, []byte{byte(r.Reason)})}}
		}
		l.Entries = append(l.Entries, e)
	}
	return l
}

// CRL signs the list of what is revoked.
func (a *Authority) CRL(next time.Duration) (*revocation.CRL, error) { return a.SignList(a.List(next)) }

// SignList signs a list as it is.
func (a *Authority) SignList(l List) (*revocation.CRL, error) {
	tbs, err := l.tbs(a.certificate.Subject, a.signer.Scheme().Identifier())
	if err != nil {
		return nil, err
	}
	raw, err := a.seal(tbs)
	if err != nil {
		return nil, err
	}
	return revocation.ParseCRL(raw)
}

func (l List) tbs(issuer cert.Name, signature algorithm.Identifier) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		signature.Add(b)
		b.AddBytes(issuer.Raw)
		der.AddTime(b, l.ThisUpdate)
		if !l.NextUpdate.IsZero() {
			der.AddTime(b, l.NextUpdate)
		}
		if len(l.Entries) > 0 {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				for _, e := range l.Entries {
					e.add(b)
				}
			})
		}
		if len(l.Extensions) > 0 {
			b.AddASN1(der.Explicit(0), func(b *cryptobyte.Builder) { addExtensions(b, l.Extensions) })
		}
	})
	return built(&b, "revocation list")
}

func (e ListEntry) add(b *cryptobyte.Builder) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.INTEGER, func(b *cryptobyte.Builder) { b.AddBytes(e.Serial) })
		der.AddTime(b, e.At)
		if len(e.Extensions) > 0 {
			addExtensions(b, e.Extensions)
		}
	})
}
