package gost3410

import (
	"testing"
)

// all returns every curve.
func all() []*Curve {
	return []*Curve{
		CryptoProA(), CryptoProB(), CryptoProC(), TC256A(), Test256(), TC512A(), TC512B(), TC512C(), Test512(),
	}
}

// newKey makes a key; the tests need no more than that it is another one each time.
func newKey(tb testing.TB, c *Curve) *PrivateKey {
	tb.Helper()
	key, err := c.GenerateKey(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

func sign(tb testing.TB, key *PrivateKey, digest []byte) []byte {
	tb.Helper()
	signature, err := key.Sign(nil, digest, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return signature
}

func BenchmarkVerify(b *testing.B) {
	for _, c := range all() {
		key, digest := newKey(b, c), make([]byte, c.Size())
		signature := sign(b, key, digest)
		b.Run(c.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !key.PublicKey().Verify(digest, signature) {
					b.Fatal("refused")
				}
			}
		})
	}
}

func BenchmarkVerifyTable(b *testing.B) {
	for _, c := range all() {
		key, digest := newKey(b, c), make([]byte, c.Size())
		signature := sign(b, key, digest)
		verifier := NewVerifier(key.PublicKey())
		b.Run(c.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !verifier.Verify(digest, signature) {
					b.Fatal("refused")
				}
			}
		})
	}
}

func BenchmarkNewVerifier(b *testing.B) {
	for _, c := range all() {
		key := newKey(b, c).PublicKey()
		b.Run(c.String(), func(b *testing.B) {
			for b.Loop() {
				NewVerifier(key)
			}
		})
	}
}

func BenchmarkNewPublicKey(b *testing.B) {
	for _, c := range all() {
		encoded := newKey(b, c).PublicKey().Bytes()
		b.Run(c.String(), func(b *testing.B) {
			for b.Loop() {
				if _, err := c.NewPublicKey(encoded); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSign(b *testing.B) {
	for _, c := range all() {
		key, digest := newKey(b, c), make([]byte, c.Size())
		b.Run(c.String(), func(b *testing.B) {
			for b.Loop() {
				if _, err := key.Sign(nil, digest, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkGenerateKey(b *testing.B) {
	for _, c := range all() {
		b.Run(c.String(), func(b *testing.B) {
			for b.Loop() {
				if _, err := c.GenerateKey(nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
