package keyfile

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

// TestStandardKeys takes RSA and ECDSA keys to crypto/x509 and back, in PKCS #8 and in their own forms.
func TestStandardKeys(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, curve := range map[string]elliptic.Curve{"RSA": nil, "P-256": elliptic.P256(), "P-384": elliptic.P384(), "P-521": elliptic.P521()} {
		key, own := any(rsaKey), x509.MarshalPKCS1PrivateKey(rsaKey)
		if curve != nil {
			ecKey, err := ecdsa.GenerateKey(curve, rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			if own, err = x509.MarshalECPrivateKey(ecKey); err != nil {
				t.Fatal(err)
			}
			key = ecKey
		}
		theirs, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range [][]byte{own, theirs} {
			b, err := Parse(file, nil)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			ours, err := WritePKCS8(b.Keys[0].PrivateKey)
			if err != nil || !bytes.Equal(ours, theirs) {
				t.Errorf("%s: written %x, %v; want %x", name, ours, err, theirs)
			}
		}
	}
}

// TestStandardKeysRefused holds keys that are broken, or of other kinds.
func TestStandardKeysRefused(t *testing.T) {
	first, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	second, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d, err := first.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	point, err := second.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	beside := der.Element(der.Explicit(1), der.Element(asn1.BIT_STRING, []byte{0}, point))
	named := func(oid der.OID) []byte { return der.Element(der.Explicit(0), oidElement(oid)) }
	ec := func(parts ...[]byte) []byte {
		return der.Element(asn1.SEQUENCE, append([][]byte{integer(1)}, parts...)...)
	}
	octets := der.Element(asn1.OCTET_STRING, d)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	changed := x509.MarshalPKCS1PrivateKey(rsaKey)
	changed[300] ^= 1
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	small, err := x509.MarshalPKCS8PrivateKey(p224)
	if err != nil {
		t.Fatal(err)
	}
	zeros := [][]byte{integer(0)}
	for range 8 {
		zeros = append(zeros, integer(0))
	}
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"no curve":             {ec(octets), ErrMalformed},
		"a foreign curve":      {ec(octets, named(oidData)), ErrUnsupported},
		"another public key":   {ec(octets, named(oidP256), beside), ErrKey},
		"another length":       {ec(octets, named(oidP384)), ErrKey},
		"the number zero":      {ec(der.Element(asn1.OCTET_STRING, make([]byte, 32)), named(oidP256)), ErrKey},
		"a tail":               {ec(octets, named(oidP256), integer(1)), ErrMalformed},
		"P-224":                {small, ErrUnsupported},
		"RSA changed":          {changed, ErrKey},
		"RSA of zeros":         {der.Element(asn1.SEQUENCE, zeros...), ErrKey},
		"RSA with fewer parts": {der.Element(asn1.SEQUENCE, integer(0), integer(3), integer(3)), ErrMalformed},
	} {
		if _, err := Parse(c.file, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
