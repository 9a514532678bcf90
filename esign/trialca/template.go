package trialca

import (
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// Template is a certificate before it is signed. [Authority.Template] fills it for a holder; tests change it.
type Template struct {
	// Serial is a positive number, big-endian, as in [cert.Certificate].
	Serial              []byte
	Subject             cert.Name
	NotBefore, NotAfter time.Time
	Key                 *algorithm.PublicKey
	Extensions          []cert.Extension
}

// Set replaces an extension, or adds it.
func (t *Template) Set(id der.OID, critical bool, value []byte) {
	e := cert.Extension{ID: id, Critical: critical, Value: value}
	for i := range t.Extensions {
		if t.Extensions[i].ID == id {
			t.Extensions[i] = e
			return
		}
	}
	t.Extensions = append(t.Extensions, e)
}

// Drop removes an extension.
func (t *Template) Drop(id der.OID) {
	var rest []cert.Extension
	for _, e := range t.Extensions {
		if e.ID != id {
			rest = append(rest, e)
		}
	}
	t.Extensions = rest
}

// tbs writes TBSCertificate.
func (t *Template) tbs(issuer cert.Name, signature algorithm.Identifier) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(der.Explicit(0), func(b *cryptobyte.Builder) { b.AddASN1Int64(2) })
		b.AddASN1(asn1.INTEGER, func(b *cryptobyte.Builder) { b.AddBytes(t.Serial) })
		signature.Add(b)
		b.AddBytes(issuer.Raw)
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			der.AddTime(b, t.NotBefore)
			der.AddTime(b, t.NotAfter)
		})
		b.AddBytes(t.Subject.Raw)
		b.AddBytes(t.Key.Raw())
		if len(t.Extensions) > 0 {
			b.AddASN1(der.Explicit(3), func(b *cryptobyte.Builder) { addExtensions(b, t.Extensions) })
		}
	})
	return built(&b, "certificate")
}

func addExtensions(b *cryptobyte.Builder, extensions []cert.Extension) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		for _, e := range extensions {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				e.ID.Add(b)
				if e.Critical {
					b.AddASN1Boolean(true)
				}
				b.AddASN1OctetString(e.Value)
			})
		}
	})
}

func built(b *cryptobyte.Builder, what string) ([]byte, error) {
	out, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write a %s: %w", what, err)
	}
	return out, nil
}

// encode writes one value of an extension; the functions below cannot fail.
func encode(f func(*cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	f(&b)
	return b.BytesOrPanic()
}

// KeyUsage returns the value of the extension keyUsage.
func KeyUsage(usage cert.KeyUsage) []byte {
	var octets [2]byte
	last := 0
	for bit := range 9 {
		if usage&(1<<bit) != 0 {
			octets[bit/8] |= 0x80 >> (bit % 8)
			last = bit
		}
	}
	used := octets[:last/8+1]
	return der.Element(asn1.BIT_STRING, []byte{byte(7 - last%8)}, used)
}

// BasicConstraints returns the value of the extension basicConstraints; a negative length is no limit.
func BasicConstraints(authority bool, pathLen int) []byte {
	return encode(func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			if authority {
				b.AddASN1Boolean(true)
			}
			if pathLen >= 0 {
				b.AddASN1Int64(int64(pathLen))
			}
		})
	})
}

// OIDs returns the value of extensions that list identifiers, such as extendedKeyUsage.
func OIDs(ids ...der.OID) []byte {
	return encode(func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			for _, id := range ids {
				id.Add(b)
			}
		})
	})
}

// Policies returns the value of the extension certificatePolicies.
func Policies(ids ...der.OID) []byte {
	return encode(func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			for _, id := range ids {
				b.AddASN1(asn1.SEQUENCE, id.Add)
			}
		})
	})
}

// authorityKeyID returns the value of the extension authorityKeyIdentifier.
func authorityKeyID(id []byte) []byte {
	return der.Element(asn1.SEQUENCE, der.Element(der.Context(0), id))
}

// uri is a GeneralName.
func uri(address string) []byte { return der.Element(der.Context(6), []byte(address)) }

func distributionPoints(address string) []byte {
	name := der.Element(der.Explicit(0), der.Element(der.Explicit(0), uri(address)))
	return der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, name))
}

// infoAccess returns the value of authorityInfoAccess: where the status service and the issuer's certificate are.
func infoAccess(ocsp, issuers string) []byte {
	return encode(func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			addAccess(b, oidOCSP, ocsp)
			addAccess(b, oidCAIssuers, issuers)
		})
	})
}

func addAccess(b *cryptobyte.Builder, method der.OID, address string) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		method.Add(b)
		b.AddBytes(uri(address))
	})
}

func text(s string) []byte { return der.Element(asn1.UTF8String, []byte(s)) }
