package gost3410

import (
	"bytes"
	"testing"

	"github.com/klaster-platform/klaster/gost/streebog"
)

// FuzzVKO: both sides make one key, or both refuse.
func FuzzVKO(f *testing.F) {
	for i, c := range all() {
		f.Add(uint8(i), newKey(f, c).Bytes(), newKey(f, c).Bytes(), []byte{0x1d, 0x80, 0x60, 0x3c, 0x85, 0x44, 0xc7, 0x27})
		f.Add(uint8(i), newKey(f, c).Bytes(), newKey(f, c).Bytes(), bytes.Repeat([]byte{0xff}, c.Size()))
	}
	f.Fuzz(func(t *testing.T, i uint8, first, second, ukm []byte) {
		c := all()[int(i)%len(all())]
		a, err := c.NewPrivateKey(first)
		if err != nil {
			return
		}
		b, err := c.NewPrivateKey(second)
		if err != nil {
			return
		}
		common, err := a.VKO(streebog.New256(), b.PublicKey(), ukm)
		other, otherErr := b.VKO(streebog.New256(), a.PublicKey(), ukm)
		if (err == nil) != (otherErr == nil) || !bytes.Equal(common, other) {
			t.Errorf("%s: %x, %v and %x, %v", c, common, err, other, otherErr)
		}
	})
}

// FuzzMaskedPrivateKey: factors are a key or refused, and a key times one is itself.
func FuzzMaskedPrivateKey(f *testing.F) {
	for i, c := range all() {
		f.Add(uint8(i), newKey(f, c).Bytes())
		f.Add(uint8(i), append(newKey(f, c).Bytes(), newKey(f, c).Bytes()...))
		f.Add(uint8(i), bytes.Repeat([]byte{0xff}, 3*c.Size()))
	}
	f.Fuzz(func(t *testing.T, i uint8, factors []byte) {
		c := all()[int(i)%len(all())]
		key, err := c.NewMaskedPrivateKey(factors)
		if err != nil {
			return
		}
		one := make([]byte, c.Size())
		one[0] = 1
		again, err := c.NewMaskedPrivateKey(append(key.Bytes(), one...))
		if err != nil || !again.Equal(key) {
			t.Errorf("%s: factors %x times one: %v", c, factors, err)
		}
	})
}
