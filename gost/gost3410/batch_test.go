package gost3410

import (
	"math/rand"
	"slices"
	"testing"
)

// verified asks all that verify: the key, its table, and twice with a third check in between. They must be of one mind.
func verified(tb testing.TB, v *Verifier, digest, signature []byte) bool {
	tb.Helper()
	key := v.PublicKey()
	got := key.Verify(digest, signature)
	if v.Verify(digest, signature) != got {
		tb.Errorf("%s: digest %x, signature %x: with and without a table differ", key.Curve(), digest, signature)
	}
	check := Check{key, digest, signature}
	all := VerifyAll([]Check{check, {key, digest, nil}, check})
	if all[0] != got || all[1] || all[2] != got {
		tb.Errorf("%s: digest %x, signature %x: by itself %t, among others %v", key.Curve(), digest, signature, got, all)
	}
	return got
}

// TestVerifyAll: any number of checks on any curves come out as each by itself, in their order.
func TestVerifyAll(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	var pool []Check
	for range 3 {
		for _, c := range []*Curve{CryptoProA(), CryptoProA(), CryptoProA(), TC256A(), CryptoProB(), TC512A()} {
			key, digest := newKey(t, c), make([]byte, c.Size())
			r.Read(digest)
			pool = append(pool, Check{key.PublicKey(), digest, sign(t, key, digest)})
		}
	}
	pool = append(pool, Check{}, Check{pool[0].Key, pool[0].Digest, pool[1].Signature}, Check{pool[0].Key, nil, pool[0].Signature},
		Check{pool[3].Key, pool[0].Digest, pool[0].Signature})
	for n := range 40 {
		checks, want := make([]Check, n), make([]bool, n)
		for i := range checks {
			checks[i] = pool[r.Intn(len(pool))]
			want[i] = checks[i].Key != nil && checks[i].Key.Verify(checks[i].Digest, checks[i].Signature)
		}
		if got := VerifyAll(checks); !slices.Equal(got, want) {
			t.Fatalf("%d checks: %v, want %v", n, got, want)
		}
	}
}
