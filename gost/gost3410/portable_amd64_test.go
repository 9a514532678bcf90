//go:build !purego

package gost3410

import (
	"testing"

	"github.com/klaster-platform/klaster/gost/gost3410/internal/processor"
)

// without runs f as on a processor that lacks some instructions.
func without(f func(), has ...*bool) {
	had := make([]bool, len(has))
	for i, h := range has {
		had[i], *h = *h, false
	}
	defer func() {
		for i, h := range has {
			*h = had[i]
		}
	}()
	f()
}

// TestPaths has vectors, oracles and comparisons again by the code that this processor does not run by itself: without any
// instructions of its own all of them, and those that verify without the ones for four numbers at once.
func TestPaths(t *testing.T) {
	type test struct {
		name string
		run  func(*testing.T)
	}
	several := []test{
		{"CertificatesOfRFC9215", TestCertificatesOfRFC9215},
		{"SignAgainstReference", TestSignAgainstReference},
		{"VerifyInfinity", TestVerifyInfinity},
		{"VerifyAll", TestVerifyAll},
		{"VerifyTakesNoMemory", TestVerifyTakesNoMemory},
		{"OracleVerifiesOurs", TestOracleVerifiesOurs},
		{"OracleSigns", TestOracleSigns},
	}
	all := append(several, []test{
		{"ExamplesOfRFC7091", TestExamplesOfRFC7091},
		{"VKOExamplesOfRFC7836", TestVKOExamplesOfRFC7836},
		{"VKOAgainstReference", TestVKOAgainstReference},
		{"PublicKeyAgainstReference", TestPublicKeyAgainstReference},
		{"PublicKeyOutsideSubgroup", TestPublicKeyOutsideSubgroup},
		{"MaskedPrivateKey", TestMaskedPrivateKey},
		{"VerifyRefusals", TestVerifyRefusals},
		{"VerifyLargeX", TestVerifyLargeX},
		{"OracleVKO", TestOracleVKO},
	}...)
	for _, path := range []struct {
		name  string
		tests []test
		off   []*bool
	}{
		{"without IFMA", several, []*bool{&processor.HasIFMA}},
		{"without any", all, []*bool{&processor.HasIFMA, &processor.HasADX, &processor.HasAVX2}},
	} {
		without(func() {
			for _, x := range path.tests {
				t.Run(path.name+"/"+x.name, x.run)
			}
		}, path.off...)
	}
}

// FuzzPaths: signatures of random bytes are the same, and are judged alike, with and without the instructions.
func FuzzPaths(f *testing.F) {
	for i, c := range all() {
		key := newKey(f, c)
		digest := make([]byte, c.Size())
		f.Add(uint8(i), key.Bytes(), digest, make([]byte, 2*c.Size()), uint16(0))
	}
	f.Fuzz(func(t *testing.T, i uint8, d, digest, wide []byte, bit uint16) {
		c := all()[int(i)%len(all())]
		if len(digest) != c.Size() || len(wide) != 2*c.Size() {
			return
		}
		key, err := c.NewPrivateKey(d)
		if err != nil {
			return
		}
		here, ok := key.key.Sign(digest, wide)
		without(func() {
			there, same := key.key.Sign(digest, wide)
			if same != ok || string(here) != string(there) {
				t.Errorf("%s: d %x, digest %x, nonce %x: %x, by the portable code %x", c, d, digest, wide, here, there)
			}
		}, &processor.HasIFMA, &processor.HasADX, &processor.HasAVX2)
		if !ok {
			return
		}
		v := NewVerifier(key.PublicKey())
		for _, flip := range []byte{0, 1 << (bit % 8)} {
			here[int(bit)/8%len(here)] ^= flip
			got := verified(t, v, digest, here)
			without(func() {
				if verified(t, v, digest, here) != got {
					t.Errorf("%s: d %x, digest %x, signature %x: %t, by the portable code not", c, d, digest, here, got)
				}
			}, &processor.HasIFMA, &processor.HasADX, &processor.HasAVX2)
		}
	})
}
