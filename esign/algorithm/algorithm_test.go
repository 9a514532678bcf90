package algorithm

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

func newBig() *big.Int { return new(big.Int) }
func one() *big.Int    { return big.NewInt(1) }

func curves() []*gost3410.Curve {
	return []*gost3410.Curve{
		gost3410.CryptoProA(), gost3410.CryptoProB(), gost3410.CryptoProC(), gost3410.TC256A(), gost3410.Test256(),
		gost3410.TC512A(), gost3410.TC512B(), gost3410.TC512C(), gost3410.Test512(),
	}
}

// keys make one private key of each kind and curve.
var keys = sync.OnceValue(func() map[string]crypto.Signer {
	m := map[string]crypto.Signer{}
	for _, c := range curves() {
		key, err := c.GenerateKey(nil)
		if err != nil {
			panic(err)
		}
		m[c.String()] = key
	}
	for name, c := range map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384(), "P-521": elliptic.P521()} {
		key, err := ecdsa.GenerateKey(c, rand.Reader)
		if err != nil {
			panic(err)
		}
		m[name] = key
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	m["RSA"] = key
	return m
})

func signer(tb testing.TB, name string) *Signer {
	tb.Helper()
	s, err := NewSigner(keys()[name])
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestSignAndVerify(t *testing.T) {
	message := []byte("слово")
	tables := NewTables(3)
	for name := range keys() {
		s := signer(t, name)
		signature, err := s.Sign(nil, message)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		scheme, err := SchemeOf(s.Scheme().Identifier())
		if err != nil || scheme != s.Scheme() {
			t.Errorf("%s: its identifier means %v, %v", name, scheme, err)
		}
		key, err := ParsePublicKey(s.PublicKey().Raw())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for range tableAfter + 1 { // without a table, and with one
			if err := tables.Verify(key, scheme, message, signature); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if err := tables.Verify(key, scheme, []byte("дело"), signature); !errors.Is(err, ErrSignature) {
				t.Errorf("%s: another message: %v", name, err)
			}
		}
		if err := key.Verify(scheme, message, signature[:len(signature)-1]); !errors.Is(err, ErrSignature) {
			t.Errorf("%s: cut signature: %v", name, err)
		}
		if err := key.Verify(scheme, message, append(bytes.Clone(signature), 0)); !errors.Is(err, ErrSignature) {
			t.Errorf("%s: longer signature: %v", name, err)
		}
		if err := key.Verify(scheme, message, nil); !errors.Is(err, ErrSignature) {
			t.Errorf("%s: no signature: %v", name, err)
		}
	}
}

// TestSPKIAgreesWithStd: keys that crypto/x509 knows are written as it writes them.
func TestSPKIAgreesWithStd(t *testing.T) {
	for _, name := range []string{"RSA", "P-256", "P-384", "P-521"} {
		want, err := x509.MarshalPKIXPublicKey(keys()[name].Public())
		if err != nil {
			t.Fatal(err)
		}
		if got := signer(t, name).PublicKey().Raw(); !bytes.Equal(got, want) {
			t.Errorf("%s: %x, want %x", name, got, want)
		}
	}
}

// gostSPKI writes a key with parameters of choice.
func gostSPKI(key *gost3410.PublicKey, oid der.OID, parameters ...der.OID) []byte {
	var elements [][]byte
	for _, p := range parameters {
		elements = append(elements, der.Element(asn1.OBJECT_IDENTIFIER, []byte(p)))
	}
	return spki(oid, der.Element(asn1.SEQUENCE, elements...), der.Element(asn1.OCTET_STRING, key.Bytes()))
}

func spki(oid der.OID, parameters, bits []byte) []byte {
	id := der.Element(asn1.SEQUENCE, der.Element(asn1.OBJECT_IDENTIFIER, []byte(oid)), parameters)
	return der.Element(asn1.SEQUENCE, id, der.Element(asn1.BIT_STRING, []byte{0}, bits))
}

// TestGOSTKeyForms: each curve is found under all its identifiers, with and without the identifiers of hash and cipher.
func TestGOSTKeyForms(t *testing.T) {
	for _, c := range curves() {
		key, err := c.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		oid, kind, digest := OIDKeyGOST256, GOST256, OIDStreebog256
		if c.Size() == 64 {
			oid, kind, digest = OIDKeyGOST512, GOST512, OIDStreebog512
		}
		for _, name := range c.OIDs() {
			curve, err := der.ParseOID(name.String())
			if err != nil {
				t.Fatal(err)
			}
			for _, parameters := range [][]der.OID{{curve}, {curve, digest}} {
				got, err := ParsePublicKey(gostSPKI(key.PublicKey(), oid, parameters...))
				if err != nil || got.Kind() != kind || got.Curve() != curve || !key.PublicKey().Equal(got.Key()) {
					t.Errorf("%s as %s: %v", c, curve, err)
				}
			}
			if c.Size() == 32 {
				got, err := ParsePublicKey(gostSPKI(key.PublicKey(), OIDKeyGOST2001, curve, oidHash94CryptoPro, "\x2a\x85\x03\x02\x02\x1f\x01"))
				if err != nil || got.Kind() != GOST2001 || got.Digest() != GOSTR341194 {
					t.Errorf("%s as %s of 2001: %v", c, curve, err)
				}
			}
		}
	}
}

func TestRefuseKeys(t *testing.T) {
	key := keys()["CryptoPro-A"].(*gost3410.PrivateKey).PublicKey()
	point := key.Bytes()
	off := bytes.Clone(point)
	off[0] ^= 1
	oid := func(o der.OID) []byte { return der.Element(asn1.OBJECT_IDENTIFIER, []byte(o)) }
	octets := func(b []byte) []byte { return der.Element(asn1.OCTET_STRING, b) }
	params := der.Element(asn1.SEQUENCE, oid(oidCryptoProA))
	tests := map[string]struct {
		raw  []byte
		want error
	}{
		"empty":                    {nil, ErrMalformed},
		"trailing":                 {append(gostSPKI(key, OIDKeyGOST256, oidCryptoProA), 0), der.ErrTrailing},
		"unknown algorithm":        {spki("\x2a\x03", nil, point), ErrUnsupported},
		"unknown curve":            {gostSPKI(key, OIDKeyGOST256, "\x2a\x03"), ErrUnsupported},
		"curve of another size":    {gostSPKI(key, OIDKeyGOST512, oidCryptoProA), ErrMismatch},
		"no parameters":            {spki(OIDKeyGOST256, nil, octets(point)), ErrMalformed},
		"NULL for parameters":      {spki(OIDKeyGOST256, []byte(null), octets(point)), ErrMalformed},
		"too many parameters":      {gostSPKI(key, OIDKeyGOST256, oidCryptoProA, oidP256, oidP256, oidP256), ErrMalformed},
		"point off the curve":      {spki(OIDKeyGOST256, params, octets(off)), gost3410.ErrNotOnCurve},
		"short point":              {spki(OIDKeyGOST256, params, octets(point[:63])), gost3410.ErrLength},
		"point not in octets":      {spki(OIDKeyGOST256, params, point), ErrMalformed},
		"octets after the point":   {spki(OIDKeyGOST256, params, append(octets(point), 0)), ErrMalformed},
		"1994 with another curve":  {gostSPKI(key, OIDKeyGOST94, oidCryptoProA), ErrUnsupported},
		"1994 with a short number": {gostSPKI(key, OIDKeyGOST94, "\x2a\x85\x03\x02\x02\x20\x02"), ErrMalformed},
		"EC without curve":         {spki(OIDKeyEC, nil, point), ErrUnsupported},
		"EC on another curve":      {spki(OIDKeyEC, oid(oidCryptoProA), point), ErrUnsupported},
		"EC point of no form":      {spki(OIDKeyEC, oid(oidP256), append([]byte{4}, point...)), ErrMalformed},
		"RSA without numbers":      {spki(OIDKeyRSA, []byte(null), nil), ErrMalformed},
	}
	for name, tt := range tests {
		if _, err := ParsePublicKey(tt.raw); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// TestT6_RSASize: RSA keys are of 2048 to 8192 bits, and nothing is computed with others.
func TestT6_RSASize(t *testing.T) {
	rsaSPKI := func(bits int, e int64) []byte {
		n := newBig().SetBit(one(), bits-1, 1)
		var b cryptobyte.Builder
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1BigInt(n)
			b.AddASN1Int64(e)
		})
		return spki(OIDKeyRSA, []byte(null), b.BytesOrPanic())
	}
	for bits, want := range map[int]error{1024: ErrKeySize, 2047: ErrKeySize, 2048: nil, 4096: nil, 8192: nil, 8193: ErrKeySize, 100_000: ErrMalformed} {
		if _, err := ParsePublicKey(rsaSPKI(bits, 65537)); !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("%d bits: %v, want %v", bits, err, want)
		}
	}
	for _, e := range []int64{-3, 0, 1, 2, 65536, 1<<17 + 1, 1<<31 - 1, 1 << 31, 1<<62 + 1} {
		if _, err := ParsePublicKey(rsaSPKI(2048, e)); !errors.Is(err, ErrMalformed) {
			t.Errorf("exponent %d: %v, want %v", e, err, ErrMalformed)
		}
	}
}

func TestMismatch(t *testing.T) {
	s := signer(t, "CryptoPro-A")
	signature, err := s.Sign(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, scheme := range []Scheme{{}, {Key: GOST512, Digest: Streebog512}, {Key: GOST2001, Digest: GOSTR341194}, {Key: RSA, Digest: SHA256}} {
		if err := s.PublicKey().Verify(scheme, nil, signature); !errors.Is(err, ErrMismatch) {
			t.Errorf("%v: %v", scheme, err)
		}
		if err := NewTables(1).Verify(s.PublicKey(), scheme, nil, signature); !errors.Is(err, ErrMismatch) {
			t.Errorf("%v with tables: %v", scheme, err)
		}
	}
	if err := s.PublicKey().VerifyDigest(s.Scheme(), make([]byte, 31), signature); !errors.Is(err, ErrMismatch) {
		t.Errorf("short hash code: %v", err)
	}
	if _, err := s.SignDigest(nil, make([]byte, 31)); !errors.Is(err, ErrMismatch) {
		t.Errorf("signed a short hash code: %v", err)
	}
}

func TestTablesStayInTheirRoom(t *testing.T) {
	tables := NewTables(2)
	var signers []*Signer
	for range 4 {
		key, err := gost3410.CryptoProA().GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		s, err := NewSigner(key)
		if err != nil {
			t.Fatal(err)
		}
		signers = append(signers, s)
	}
	for range 2 * tableAfter {
		for _, s := range signers[:2] {
			signature, err := s.Sign(nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := tables.Verify(s.PublicKey(), s.Scheme(), nil, signature); err != nil {
				t.Error(err)
			}
		}
	}
	if tables.use(signers[0].PublicKey()) == nil {
		t.Error("a key that is used often has no table")
	}
	for _, s := range signers {
		tables.use(s.PublicKey())
	}
	if len(tables.keys) != 2 {
		t.Errorf("%d keys in a room for 2", len(tables.keys))
	}
	// The first stranger took the place of a key with a table, the second that of the first.
	if tables.Len() != 1 {
		t.Errorf("%d tables are left of 2 after two keys that came once", tables.Len())
	}
}

func TestTablesSideBySide(t *testing.T) {
	tables := NewTables(2)
	var wg sync.WaitGroup
	for _, name := range []string{"CryptoPro-A", "tc26-512-A", "CryptoPro-B"} {
		s := signer(t, name)
		signature, err := s.Sign(nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			wg.Go(func() {
				for range tableAfter {
					if err := tables.Verify(s.PublicKey(), s.Scheme(), nil, signature); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
}

func TestIdentifiersEqual(t *testing.T) {
	a := Identifier{OID: OIDSHA1}
	if !a.Equal(Identifier{OIDSHA1, []byte(null)}) || a.Equal(Identifier{OID: OIDSHA256}) || a.Equal(Identifier{OIDSHA1, []byte{4, 0}}) {
		t.Error("absent and NULL are one, others differ")
	}
}

// TestVerifyTakesNoMemory: a verification by a GOST key takes nothing from the heap, hashing included.
func TestVerifyTakesNoMemory(t *testing.T) {
	for _, name := range []string{"CryptoPro-A", "tc26-256-A", "tc26-512-A"} {
		s := signer(t, name)
		message := make([]byte, 1500)
		signature, err := s.Sign(nil, message)
		if err != nil {
			t.Fatal(err)
		}
		key, scheme, tables := s.PublicKey(), s.Scheme(), NewTables(1)
		for range tableAfter {
			_ = tables.Verify(key, scheme, message, signature)
		}
		n := testing.AllocsPerRun(10, func() {
			if key.Verify(scheme, message, signature) != nil || tables.Verify(key, scheme, message, signature) != nil {
				t.Fail()
			}
		})
		if n > 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	for _, name := range []string{"CryptoPro-A", "tc26-512-A", "RSA", "P-256"} {
		b.Run(name, func(b *testing.B) {
			s := signer(b, name)
			message := make([]byte, 1500)
			signature, err := s.Sign(nil, message)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := s.PublicKey().Verify(s.Scheme(), message, signature); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// addSharedKeys seeds with the keys of the certificates of the shared data, where they are at hand, as another parser finds them.
func addSharedKeys(f *testing.F) {
	f.Helper()
	root := os.Getenv("KLASTER_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	names, err := filepath.Glob(filepath.Join(root, "data/gost/*/*.der"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if c, err := x509.ParseCertificate(b); err == nil {
			f.Add(c.RawSubjectPublicKeyInfo)
		}
	}
}

// FuzzPublicKey: what is read is a key of a kind that keeps its octets, and is written again the same.
func FuzzPublicKey(f *testing.F) {
	for name := range keys() {
		f.Add(signer(f, name).PublicKey().Raw())
	}
	addSharedKeys(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		k, err := ParsePublicKey(raw)
		if err != nil {
			return
		}
		if k.Kind() == 0 || k.Digest() == 0 || !bytes.Equal(k.Raw(), raw) {
			t.Errorf("%x is a key of kind %d", raw, k.Kind())
		}
		if k.Key() == nil {
			return
		}
		if again, err := NewPublicKey(k.Key()); err != nil || !bytes.Equal(again.Bits(), k.Bits()) {
			t.Errorf("%x is written again otherwise: %v", raw, err)
		}
	})
}

func FuzzScheme(f *testing.F) {
	f.Add([]byte(pssParameters(SHA256, SHA256, 32, 1).Parameters), []byte(OIDSignaturePSS), []byte(OIDSHA256))
	f.Add([]byte(null), []byte(OIDSignatureGOST256), []byte(OIDStreebog256))
	f.Fuzz(func(t *testing.T, parameters, oid, digest []byte) {
		id := Identifier{der.OID(oid), parameters}
		s, err := SchemeOf(id)
		if err == nil && (s.Key == 0 || s.Digest == 0 || s.Salt > s.Digest.Size()) {
			t.Errorf("%x is %+v", parameters, s)
		}
		m, err := SchemeOfMessage(id, Identifier{OID: der.OID(digest)})
		if err == nil && m.Digest != DigestByOID(der.OID(digest)) {
			t.Errorf("%x over %x is %+v", oid, digest, m)
		}
	})
}
