package gost3410

import (
	"bytes"
	"math/big"
	"testing"
)

// FuzzNewPublicKey: whatever is accepted is a point of the curve in the one encoding that it has, and verifies nothing
// that was not signed.
func FuzzNewPublicKey(f *testing.F) {
	for i, c := range all() {
		f.Add(uint8(i), newKey(f, c).PublicKey().Bytes())
		f.Add(uint8(i), make([]byte, 2*c.Size()))
		f.Add(uint8(i), bytes.Repeat([]byte{0xff}, 2*c.Size()))
	}
	f.Fuzz(func(t *testing.T, i uint8, encoded []byte) {
		c := all()[int(i)%len(all())]
		key, err := c.NewPublicKey(encoded)
		if err != nil {
			return
		}
		if !bytes.Equal(key.Bytes(), encoded) {
			t.Errorf("%s: %x is read as %x", c, encoded, key.Bytes())
		}
		r := newReference(t, c)
		p := point{
			new(big.Int).SetBytes(little(encoded[:c.Size()])), new(big.Int).SetBytes(little(encoded[c.Size():])),
		}
		if p.x.Cmp(r.p) >= 0 || p.y.Cmp(r.p) >= 0 || !r.holds(p) || r.multiply(p, r.q).x != nil {
			t.Errorf("%s: accepted %x", c, encoded)
		}
	})
}

// FuzzVerify: a signature is accepted with and without a table and among others alike, and only if the reference accepts it.
func FuzzVerify(f *testing.F) {
	for i, c := range all() {
		key := newKey(f, c)
		digest := bytes.Repeat([]byte{1}, c.Size())
		f.Add(uint8(i), key.Bytes(), digest, sign(f, key, digest))
		f.Add(uint8(i), key.Bytes(), digest, make([]byte, 2*c.Size()))
		f.Add(uint8(i), key.Bytes(), make([]byte, c.Size()), bytes.Repeat([]byte{0xff}, 2*c.Size()))
	}
	f.Fuzz(func(t *testing.T, i uint8, d, digest, signature []byte) {
		c := all()[int(i)%len(all())]
		key, err := c.NewPrivateKey(d)
		if err != nil {
			return
		}
		public := key.PublicKey()
		got := verified(t, NewVerifier(public), digest, signature)
		if len(digest) != c.Size() || len(signature) != 2*c.Size() {
			if got {
				t.Errorf("%s: accepted lengths %d and %d", c, len(digest), len(signature))
			}
			return
		}
		r := newReference(t, c)
		encoded := public.Bytes()
		p := point{
			new(big.Int).SetBytes(little(encoded[:c.Size()])), new(big.Int).SetBytes(little(encoded[c.Size():])),
		}
		if want := r.verify(p, digest, signature); got != want {
			t.Errorf("%s: d %x, digest %x, signature %x: %v, want %v", c, d, digest, signature, got, want)
		}
	})
}

// FuzzSignVerify: what a key signs it verifies, whatever the random bytes are; a changed bit is refused.
func FuzzSignVerify(f *testing.F) {
	for i, c := range all() {
		f.Add(uint8(i), newKey(f, c).Bytes(), bytes.Repeat([]byte{1}, c.Size()), make([]byte, 2*c.Size()), uint16(0))
		f.Add(uint8(i), newKey(f, c).Bytes(), make([]byte, c.Size()), bytes.Repeat([]byte{0xff}, 2*c.Size()), uint16(77))
	}
	f.Fuzz(func(t *testing.T, i uint8, d, digest, random []byte, bit uint16) {
		c := all()[int(i)%len(all())]
		key, err := c.NewPrivateKey(d)
		if err != nil {
			return
		}
		signature, err := key.Sign(bytes.NewReader(random), digest, nil)
		if err != nil {
			return
		}
		if !key.PublicKey().Verify(digest, signature) {
			t.Errorf("%s: d %x, digest %x: our signature %x is refused", c, d, digest, signature)
		}
		signature[int(bit)/8%len(signature)] ^= 1 << (bit % 8)
		if key.PublicKey().Verify(digest, signature) {
			t.Errorf("%s: d %x, digest %x: %x is accepted", c, d, digest, signature)
		}
	})
}
