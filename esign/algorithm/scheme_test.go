package algorithm

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

func TestDigestOf(t *testing.T) {
	for d := Streebog256; d <= SHA512; d++ {
		for _, parameters := range [][]byte{nil, []byte(null)} {
			if got, err := DigestOf(Identifier{d.OID(), parameters}); err != nil || got != d {
				t.Errorf("%s with parameters %x: %v, %v", d, parameters, got, err)
			}
		}
		if _, err := DigestOf(Identifier{d.OID(), []byte{0x30, 0}}); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s with a sequence: %v", d, err)
		}
		h := d.New()
		h.Write([]byte("abc"))
		if got := d.Append(nil, []byte("abc")); !bytes.Equal(got, h.Sum(nil)) || len(got) != d.Size() {
			t.Errorf("%s: Append and New differ", d)
		}
	}
	cryptoPro := der.Element(asn1.OBJECT_IDENTIFIER, []byte(oidHash94CryptoPro))
	if got, err := DigestOf(Identifier{OIDGOSTR341194, cryptoPro}); err != nil || got != GOSTR341194 {
		t.Errorf("34.11-94 with its parameters: %v, %v", got, err)
	}
	if _, err := DigestOf(Identifier{OIDGOSTR341194, der.Element(asn1.OBJECT_IDENTIFIER, []byte(oidHash94Test))}); !errors.Is(err, ErrUnsupported) {
		t.Errorf("34.11-94 with test parameters: %v", err)
	}
	if _, err := DigestOf(Identifier{OID: OIDKeyRSA}); !errors.Is(err, ErrUnsupported) {
		t.Errorf("no hash function: %v", err)
	}
	if Digest(0).New() != nil || Digest(99).Size() != 0 || Digest(99).String() != "" {
		t.Error("no hash function is one")
	}
}

func TestSchemeOfMessage(t *testing.T) {
	s256, s512, old := Streebog256.Identifier(), Streebog512.Identifier(), GOSTR341194.Identifier()
	keyParams := der.Element(asn1.SEQUENCE, der.Element(asn1.OBJECT_IDENTIFIER, []byte(oidCryptoProA)))
	tests := map[string]struct {
		signature, digest Identifier
		want              Scheme
		err               error
	}{
		"key of 256":                 {Identifier{OID: OIDKeyGOST256}, s256, Scheme{Key: GOST256, Digest: Streebog256}, nil},
		"key of 256 with NULL":       {Identifier{OIDKeyGOST256, []byte(null)}, s256, Scheme{Key: GOST256, Digest: Streebog256}, nil},
		"key of 256 with parameters": {Identifier{OIDKeyGOST256, keyParams}, s256, Scheme{Key: GOST256, Digest: Streebog256}, nil},
		"key of 256 with nonsense":   {Identifier{OIDKeyGOST256, []byte{4, 0}}, s256, Scheme{}, ErrMalformed},
		"combined 512":               {Identifier{OID: OIDSignatureGOST512}, s512, Scheme{Key: GOST512, Digest: Streebog512}, nil},
		"key of 2001":                {Identifier{OID: OIDKeyGOST2001}, old, Scheme{Key: GOST2001, Digest: GOSTR341194}, nil},
		"key of 1994":                {Identifier{OID: OIDKeyGOST94}, old, Scheme{Key: GOST94, Digest: GOSTR341194}, nil},
		"RSA":                        {Identifier{OIDKeyRSA, []byte(null)}, SHA384.Identifier(), Scheme{Key: RSA, Digest: SHA384}, nil},
		"RSA with parameters":        {Identifier{OIDKeyRSA, keyParams}, SHA384.Identifier(), Scheme{}, ErrUnsupported},
		"EC":                         {Identifier{OID: OIDKeyEC}, SHA256.Identifier(), Scheme{Key: ECDSA, Digest: SHA256}, nil},
		"256 over 512":               {Identifier{OID: OIDKeyGOST256}, s512, Scheme{}, ErrMismatch},
		"combined over another":      {Identifier{OID: OIDSignatureSHA256RSA}, SHA512.Identifier(), Scheme{}, ErrMismatch},
		"2012 over 1994":             {Identifier{OID: OIDSignatureGOST256}, old, Scheme{}, ErrMismatch},
		"unknown hash":               {Identifier{OID: OIDKeyGOST256}, Identifier{OID: "\x2a\x03"}, Scheme{}, ErrUnsupported},
		"unknown signature":          {Identifier{OID: "\x2a\x03"}, s256, Scheme{}, ErrUnsupported},
		"parameters where none":      {Identifier{OIDSignatureGOST256, keyParams}, s256, Scheme{}, ErrUnsupported},
	}
	for name, tt := range tests {
		got, err := SchemeOfMessage(tt.signature, tt.digest)
		if got != tt.want || !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
			t.Errorf("%s: %v, %v; want %v, %v", name, got, err, tt.want, tt.err)
		}
	}
	if _, err := SchemeOf(Identifier{OID: OIDKeyGOST256}); !errors.Is(err, ErrUnsupported) {
		t.Errorf("a key is the signature algorithm of a certificate: %v", err)
	}
}

// pssParameters are those of OpenSSL and others; nil parts are left out.
func pssParameters(hash, mask Digest, salt, trailer int) Identifier {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		if hash != 0 {
			b.AddASN1(der.Explicit(0), hash.Identifier().Add)
		}
		if mask != 0 {
			var inner cryptobyte.Builder
			mask.Identifier().Add(&inner)
			b.AddASN1(der.Explicit(1), Identifier{oidMGF1, inner.BytesOrPanic()}.Add)
		}
		if salt >= 0 {
			b.AddASN1(der.Explicit(2), func(b *cryptobyte.Builder) { b.AddASN1Int64(int64(salt)) })
		}
		if trailer != 1 {
			b.AddASN1(der.Explicit(3), func(b *cryptobyte.Builder) { b.AddASN1Int64(int64(trailer)) })
		}
	})
	return Identifier{OIDSignaturePSS, b.BytesOrPanic()}
}

func TestPSS(t *testing.T) {
	key := keys()["RSA"].(*rsa.PrivateKey)
	public := signer(t, "RSA").PublicKey()
	sum := sha256.Sum256([]byte("слово"))
	signature, err := rsa.SignPSS(rand.Reader, key, crypto.SHA256, sum[:], &rsa.PSSOptions{SaltLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := SchemeOf(pssParameters(SHA256, SHA256, 32, 1))
	if err != nil || scheme != (Scheme{RSA, SHA256, true, 32}) {
		t.Fatalf("%+v, %v", scheme, err)
	}
	if err := public.Verify(scheme, []byte("слово"), signature); err != nil {
		t.Error(err)
	}
	other := scheme
	other.Salt = 20
	if err := public.Verify(other, []byte("слово"), signature); !errors.Is(err, ErrSignature) {
		t.Errorf("another salt length: %v", err)
	}
	if err := public.Verify(Scheme{Key: RSA, Digest: SHA256}, []byte("слово"), signature); !errors.Is(err, ErrSignature) {
		t.Errorf("another padding: %v", err)
	}
	for name, id := range map[string]Identifier{
		"defaults, which are SHA-1": pssParameters(0, 0, -1, 1), "SHA-1": pssParameters(SHA1, SHA1, 20, 1),
		"two hash functions": pssParameters(SHA256, SHA512, 32, 1), "long salt": pssParameters(SHA256, SHA256, 33, 1),
		"trailer": pssParameters(SHA256, SHA256, 32, 2), "none": {OID: OIDSignaturePSS}, "NULL": {OIDSignaturePSS, []byte(null)},
		"Streebog": pssParameters(Streebog256, Streebog256, 32, 1),
	} {
		if s, err := SchemeOf(id); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}
