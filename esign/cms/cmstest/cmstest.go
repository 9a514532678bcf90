// Package cmstest makes keys and certificates for tests of messages and time-stamps, without any other program.
package cmstest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// Now is the time at which everything here is valid.
var Now = time.Date(2026, time.September, 1, 12, 0, 0, 0, time.UTC)

// Holder is a certificate with its key.
type Holder struct {
	Key         crypto.Signer
	Certificate *cert.Certificate
}

// Extension is an extension to write.
type Extension struct {
	ID       der.OID
	Critical bool
	Value    []byte
}

// Template is what a certificate says.
type Template struct {
	Name                string
	Serial              int64
	NotBefore, NotAfter time.Time
	CA                  bool
	Extensions          []Extension
	// WithoutKeyID leaves subjectKeyIdentifier out; KeyUsage is the BIT STRING of another use of the key than to sign.
	WithoutKeyID bool
	KeyUsage     []byte
}

// Curves are all curves of ГОСТ Р 34.10-2012 by the names of the tests.
func Curves() map[string]*gost3410.Curve {
	return map[string]*gost3410.Curve{
		"CryptoPro-A": gost3410.CryptoProA(), "CryptoPro-B": gost3410.CryptoProB(), "CryptoPro-C": gost3410.CryptoProC(),
		"256-A": gost3410.TC256A(), "512-A": gost3410.TC512A(), "512-B": gost3410.TC512B(), "512-C": gost3410.TC512C(),
	}
}

// Key makes a key on a curve of ГОСТ Р 34.10.
func Key(tb testing.TB, c *gost3410.Curve) crypto.Signer {
	tb.Helper()
	key, err := c.GenerateKey(rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

// Keys makes one key of each kind.
func Keys(tb testing.TB) map[string]crypto.Signer {
	tb.Helper()
	keys := make(map[string]crypto.Signer)
	for name, c := range Curves() {
		keys[name] = Key(tb, c)
	}
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		tb.Fatal(err)
	}
	keys["RSA"] = r
	for name, c := range map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384()} {
		k, err := ecdsa.GenerateKey(c, rand.Reader)
		if err != nil {
			tb.Fatal(err)
		}
		keys[name] = k
	}
	return keys
}

// SelfSigned makes an authority.
func SelfSigned(tb testing.TB, key crypto.Signer, name string) Holder {
	tb.Helper()
	return Holder{}.Issue(tb, key, Template{Name: name, Serial: 1, CA: true})
}

// Issue makes a certificate; the zero Holder issues one that is signed by its own key.
func (h Holder) Issue(tb testing.TB, key crypto.Signer, t Template) Holder {
	tb.Helper()
	if t.NotBefore.IsZero() {
		t.NotBefore, t.NotAfter = Now.AddDate(-1, 0, 0), Now.AddDate(10, 0, 0)
	}
	subject := name(t.Name)
	issuer, issuerKey := subject, key
	if h.Key != nil {
		issuer, issuerKey = h.Certificate.Subject.Raw, h.Key
	}
	signer, err := algorithm.NewSigner(issuerKey)
	if err != nil {
		tb.Fatal(err)
	}
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		tb.Fatal(err)
	}
	tbs := body(t, subject, issuer, signer.Scheme().Identifier(), public.Raw())
	value, err := signer.Sign(nil, tbs)
	if err != nil {
		tb.Fatal(err)
	}
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(tbs)
		signer.Scheme().Identifier().Add(b)
		b.AddASN1BitString(value)
	})
	c, err := cert.Parse(b.BytesOrPanic())
	if err != nil {
		tb.Fatal(err)
	}
	return Holder{key, c}
}

func body(t Template, subject, issuer []byte, scheme algorithm.Identifier, key []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(der.Explicit(0), func(b *cryptobyte.Builder) { b.AddASN1Int64(2) })
		b.AddASN1Int64(t.Serial)
		scheme.Add(b)
		b.AddBytes(issuer)
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			der.AddTime(b, t.NotBefore)
			der.AddTime(b, t.NotAfter)
		})
		b.AddBytes(subject)
		b.AddBytes(key)
		b.AddASN1(der.Explicit(3), func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { extensions(b, t) })
		})
	})
	return b.BytesOrPanic()
}

func extensions(b *cryptobyte.Builder, t Template) {
	list := t.Extensions
	usage := []byte{3, 2, 6, 0xc0}
	if t.CA {
		usage = []byte{3, 2, 1, 6}
		list = append(list, Extension{cert.OIDBasicConstraints, true, der.Element(asn1.SEQUENCE, []byte{1, 1, 0xff})})
	}
	if t.KeyUsage != nil {
		usage = t.KeyUsage
	}
	list = append(list, Extension{cert.OIDKeyUsage, true, usage})
	if !t.WithoutKeyID {
		list = append(list, Extension{cert.OIDSubjectKeyID, false, der.Element(asn1.OCTET_STRING, []byte(t.Name))})
	}
	for _, e := range list {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			e.ID.Add(b)
			if e.Critical {
				b.AddASN1Boolean(true)
			}
			b.AddASN1OctetString(e.Value)
		})
	}
}

func name(common string) []byte {
	value := der.Element(asn1.UTF8String, []byte(common))
	attribute := der.Element(asn1.SEQUENCE, der.Element(asn1.OBJECT_IDENTIFIER, []byte(cert.OIDCommonName)), value)
	return der.Element(asn1.SEQUENCE, der.Element(asn1.SET, attribute))
}

// TimeStamping is the extension of a time-stamping authority.
func TimeStamping(critical bool, purposes ...der.OID) Extension {
	var list [][]byte
	for _, p := range append([]der.OID{cert.OIDTimeStamping}, purposes...) {
		list = append(list, der.Element(asn1.OBJECT_IDENTIFIER, []byte(p)))
	}
	return Extension{cert.OIDExtKeyUsage, critical, der.Element(asn1.SEQUENCE, list...)}
}

// PKCS8 encodes a GOST key for OpenSSL.
func PKCS8(tb testing.TB, key crypto.Signer) []byte {
	tb.Helper()
	private, ok := key.(*gost3410.PrivateKey)
	if !ok {
		tb.Fatalf("a key of type %T", key)
	}
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		tb.Fatal(err)
	}
	s := cryptobyte.String(public.Raw())
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, asn1.SEQUENCE) {
		tb.Fatal("public key")
	}
	id, err := algorithm.ReadIdentifier(&seq)
	if err != nil {
		tb.Fatal(err)
	}
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(0)
		id.Add(b)
		b.AddASN1OctetString(private.Bytes())
	})
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: b.BytesOrPanic()})
}

// File writes a file into a folder of the test and returns its path.
func File(tb testing.TB, name string, data []byte) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// Files writes key and certificate for OpenSSL and returns their paths.
func (h Holder) Files(tb testing.TB) (key, certificate string) {
	tb.Helper()
	return File(tb, "key.pem", PKCS8(tb, h.Key)), File(tb, "cert.pem", cert.PEM(h.Certificate))
}
