package gost3410

import (
	"bytes"
	"crypto/hmac"
	"testing"

	"github.com/klaster-platform/klaster/gost/streebog"
)

func TestPRFIsHMAC(t *testing.T) {
	for _, size := range []int{32, 64} {
		key := bytes.Repeat([]byte{0xa7}, size)
		p := newPRF(key)
		for _, parts := range [][][]byte{{}, {[]byte("a")}, {make([]byte, 64), []byte("b")}, {make([]byte, 200)}} {
			mac := hmac.New(streebog.New512, key)
			for _, part := range parts {
				mac.Write(part)
			}
			if got, want := p.sum(nil, parts...), mac.Sum(nil); !bytes.Equal(got, want) {
				t.Errorf("key of %d bytes: %x, want %x", size, got, want)
			}
		}
	}
}

// Without randomness the nonce is made of the key and the digest alone; each attempt and each block is another one.
func TestHedge(t *testing.T) {
	p := newPRF(bytes.Repeat([]byte{1}, 32))
	digest := make([]byte, 64)
	seen := make(map[string]bool)
	for attempt := range byte(4) {
		wide := make([]byte, 128)
		p.hedge(wide, digest, attempt)
		seen[string(wide[:64])] = true
		seen[string(wide[64:])] = true
	}
	if len(seen) != 8 {
		t.Errorf("%d different blocks of 8", len(seen))
	}
	// The random bytes go in by themselves as well as through the function.
	a, b := make([]byte, 64), bytes.Repeat([]byte{2}, 64)
	mac := hmac.New(streebog.New512, bytes.Repeat([]byte{1}, 32))
	mac.Write([]byte{0, 0})
	mac.Write(b)
	mac.Write(digest)
	copy(a, b)
	p.hedge(a, digest, 0)
	for i, v := range mac.Sum(nil) {
		if a[i] != v^b[i] {
			t.Fatalf("byte %d: %x, want %x", i, a[i], v^b[i])
		}
	}
}
