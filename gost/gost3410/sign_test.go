package gost3410

import (
	"bytes"
	"crypto"
	"errors"
	"io"
	"math/big"
	"math/rand"
	"testing"
	"testing/iotest"
)

var _ crypto.Signer = (*PrivateKey)(nil)

// zeros is a source of random bytes that fails in the worst way.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// digests are digests at which a signature is special: e is 0 and stands for 1, e is 1, and all bits set.
func digests(r *reference) map[string][]byte {
	return map[string][]byte{
		"zero":     make([]byte, r.size),
		"q":        r.number(r.q),
		"one":      r.number(big.NewInt(1)),
		"all ones": bytes.Repeat([]byte{0xff}, r.size),
		"usual":    bytes.Repeat([]byte{0x5a, 0x01}, r.size/2),
	}
}

func TestSignAgainstReference(t *testing.T) {
	for _, c := range all() {
		r := newReference(t, c)
		for _, d := range []*big.Int{big.NewInt(1), big.NewInt(2), new(big.Int).Sub(r.q, big.NewInt(1)), nil} {
			key := newKey(t, c)
			if d != nil {
				var err error
				if key, err = c.NewPrivateKey(r.number(d)); err != nil {
					t.Fatal(err)
				}
			}
			encoded := key.PublicKey().Bytes()
			public := point{
				new(big.Int).SetBytes(little(encoded[:c.Size()])), new(big.Int).SetBytes(little(encoded[c.Size():])),
			}
			verifier := NewVerifier(key.PublicKey())
			for name, digest := range digests(r) {
				signature := sign(t, key, digest)
				if !r.verify(public, digest, signature) {
					t.Errorf("%s, digest %s: the reference refuses our signature", c, name)
				}
				if !verified(t, verifier, digest, signature) {
					t.Errorf("%s, digest %s: we refuse our signature", c, name)
				}
			}
		}
	}
}

// The digest 0 stands for e = 1 (RFC 7091, section 6.1, step 2).
func TestDigestZeroIsOne(t *testing.T) {
	for _, c := range all() {
		r := newReference(t, c)
		key := newKey(t, c)
		d := digests(r)
		signature := sign(t, key, d["zero"])
		for _, name := range []string{"one", "q"} {
			if !key.PublicKey().Verify(d[name], signature) {
				t.Errorf("%s: a signature of the digest 0 is not one of the digest %s", c, name)
			}
		}
	}
}

func TestVerifyRefusals(t *testing.T) {
	for _, c := range all() {
		r := newReference(t, c)
		key := newKey(t, c)
		verifier := NewVerifier(key.PublicKey())
		digest := digests(r)["usual"]
		signature := sign(t, key, digest)
		refused := func(name string, digest, signature []byte) {
			t.Helper()
			if verified(t, verifier, digest, signature) {
				t.Errorf("%s: accepted: %s", c, name)
			}
		}
		n := c.Size()
		s, rr := signature[:n], signature[n:]
		zero, q := make([]byte, n), little(r.number(r.q))
		refused("no signature", digest, nil)
		refused("no digest", nil, signature)
		refused("short digest", digest[1:], signature)
		refused("long digest", append(bytes.Clone(digest), 0), signature)
		refused("short signature", digest, signature[1:])
		refused("long signature", digest, append(bytes.Clone(signature), 0))
		refused("r‖s", digest, append(bytes.Clone(rr), s...))
		refused("s = 0", digest, append(bytes.Clone(zero), rr...))
		refused("r = 0", digest, append(bytes.Clone(s), zero...))
		refused("s = r = 0", digest, append(bytes.Clone(zero), zero...))
		refused("s = q", digest, append(bytes.Clone(q), rr...))
		refused("r = q", digest, append(bytes.Clone(s), q...))
		refused("all ones", digest, bytes.Repeat([]byte{0xff}, 2*n))
		for _, v := range []struct {
			name string
			at   int
		}{{"s + q", 0}, {"r + q", n}} {
			sum := new(big.Int).SetBytes(signature[v.at : v.at+n])
			if sum.Add(sum, r.q).BitLen() <= 8*n {
				other := bytes.Clone(signature)
				sum.FillBytes(other[v.at : v.at+n])
				refused(v.name, digest, other)
			}
		}
		for i := 0; i < 16*n; i += rounds(16*n/64, 1) {
			other := bytes.Clone(signature)
			other[i/8] ^= 1 << (i % 8)
			refused("a bit of the signature", digest, other)
			if i < 8*n {
				changed := bytes.Clone(digest)
				changed[i/8] ^= 1 << (i % 8)
				refused("a bit of the digest", changed, signature)
			}
		}
		refused("another key's", digest, sign(t, newKey(t, c), digest))
	}
}

// A forged pair (r, s) that makes z1·P + z2·Q the point at infinity has no x to compare.
func TestVerifyInfinity(t *testing.T) {
	for _, c := range all() {
		r := newReference(t, c)
		key := newKey(t, c)
		d := new(big.Int).SetBytes(little(key.Bytes()))
		rr := big.NewInt(12345)
		s := new(big.Int).Mul(rr, d) // s·P - r·Q = 0
		s.Mod(s, r.q)
		forged := append(little(r.number(s)), little(r.number(rr))...)
		digest := digests(r)["usual"]
		if verified(t, NewVerifier(key.PublicKey()), digest, forged) {
			t.Errorf("%s: accepted", c)
		}
	}
}

// r is x modulo q; where x is not below q the candidates r + q, r + 2q … are the ones that match. On curves with cofactor 4
// that is so for three signatures of four.
func TestVerifyLargeX(t *testing.T) {
	for _, c := range []*Curve{TC256A(), TC512C()} {
		r := newReference(t, c)
		key := newKey(t, c)
		digest := digests(r)["usual"]
		seen := make(map[int64]bool)
		for k := int64(1); k < 200 && len(seen) < 4; k++ {
			x := r.multiplyBase(big.NewInt(k)).x
			seen[new(big.Int).Div(x, r.q).Int64()] = true
			wide := append(r.number(big.NewInt(k)), make([]byte, c.Size())...)
			signature, ok := key.key.Sign(digest, wide)
			if !ok || !verified(t, NewVerifier(key.PublicKey()), digest, signature) {
				t.Fatalf("%s: k = %d: refused", c, k)
			}
		}
		if len(seen) < 4 {
			t.Errorf("%s: x/q took only the values %v", c, seen)
		}
	}
}

func TestSignHedge(t *testing.T) {
	for _, c := range all() {
		r := newReference(t, c)
		key, other := newKey(t, c), newKey(t, c)
		d := digests(r)
		n := c.Size()
		rOf := func(k *PrivateKey, random io.Reader, digest []byte) string {
			signature, err := k.Sign(random, digest, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !k.PublicKey().Verify(digest, signature) {
				t.Errorf("%s: refused", c)
			}
			return string(signature[n:])
		}
		first := rOf(key, zeros{}, d["usual"])
		if first != rOf(key, zeros{}, d["usual"]) {
			t.Errorf("%s: the nonce is not made from random bytes, key and digest alone", c)
		}
		if first == rOf(key, zeros{}, d["one"]) {
			t.Errorf("%s: without random bytes two digests have one nonce", c)
		}
		if first == rOf(other, zeros{}, d["usual"]) {
			t.Errorf("%s: without random bytes two keys have one nonce", c)
		}
		once, again := rOf(key, nil, d["usual"]), rOf(key, nil, d["usual"])
		if first == once || once == again {
			t.Errorf("%s: the random bytes do not change the nonce", c)
		}
	}
}

func TestSignErrors(t *testing.T) {
	for _, c := range all() {
		key := newKey(t, c)
		digest := make([]byte, c.Size())
		if _, err := key.Sign(nil, digest, crypto.SHA256); !errors.Is(err, ErrHash) {
			t.Errorf("%s: with SHA-256: %v", c, err)
		}
		if _, err := key.Sign(nil, digest, crypto.Hash(0)); err != nil {
			t.Errorf("%s: with options without hash: %v", c, err)
		}
		for _, wrong := range [][]byte{nil, digest[1:], make([]byte, c.Size()+1)} {
			if _, err := key.Sign(nil, wrong, nil); !errors.Is(err, ErrLength) {
				t.Errorf("%s: a digest of %d bytes: %v", c, len(wrong), err)
			}
		}
		broken := errors.New("no entropy")
		if _, err := key.Sign(iotest.ErrReader(broken), digest, nil); !errors.Is(err, broken) {
			t.Errorf("%s: %v", c, err)
		}
		if _, err := c.GenerateKey(iotest.ErrReader(broken)); !errors.Is(err, broken) {
			t.Errorf("%s: %v", c, err)
		}
		if _, err := c.GenerateKey(zeros{}); !errors.Is(err, ErrScalar) {
			t.Errorf("%s: a key of zeros: %v", c, err)
		}
	}
}

// The nonces that the standard throws away: k = 0, and others are not to be found.
func TestSignNonceZero(t *testing.T) {
	for _, c := range all() {
		r := newReference(t, c)
		key := newKey(t, c)
		for _, k := range []*big.Int{new(big.Int), r.q} {
			wide := append(r.number(k), make([]byte, c.Size())...)
			if _, ok := key.key.Sign(make([]byte, c.Size()), wide); ok {
				t.Errorf("%s: signed with the nonce %x", c, k)
			}
		}
	}
}

func TestEqual(t *testing.T) {
	keys := make([]*PrivateKey, 0)
	for _, c := range all() {
		keys = append(keys, newKey(t, c), newKey(t, c))
	}
	for i, k := range keys {
		for j, l := range keys {
			if k.Equal(l) != (i == j) || k.PublicKey().Equal(l.Public()) != (i == j) {
				t.Errorf("Equal of keys %d and %d", i, j)
			}
		}
		again, err := k.Curve().NewPrivateKey(k.Bytes())
		if err != nil || !again.Equal(k) || !again.PublicKey().Equal(k.PublicKey()) {
			t.Errorf("a key read again is another one: %v", err)
		}
		if k.Equal(k.Bytes()) || k.PublicKey().Equal(k.PublicKey().Bytes()) {
			t.Error("bytes equal a key")
		}
	}
}

func TestVerifyTakesNoMemory(t *testing.T) {
	for _, c := range all() {
		key := newKey(t, c)
		verifier := NewVerifier(key.PublicKey())
		var digest [64]byte
		rand.New(rand.NewSource(3)).Read(digest[:])
		var signature [128]byte
		copy(signature[:], sign(t, key, digest[:c.Size()]))
		public := key.PublicKey()
		ours := func() {
			// Copies on the stack: they must not escape either.
			d, s := digest, signature
			if !public.Verify(d[:c.Size()], s[:2*c.Size()]) {
				t.Error("refused")
			}
		}
		table := func() {
			d, s := digest, signature
			if !verifier.Verify(d[:c.Size()], s[:2*c.Size()]) {
				t.Error("refused")
			}
		}
		ours() // tables of the base point are made once
		if n := testing.AllocsPerRun(20, ours); n != 0 {
			t.Errorf("%s: %v allocations in PublicKey.Verify", c, n)
		}
		if n := testing.AllocsPerRun(20, table); n != 0 {
			t.Errorf("%s: %v allocations in Verifier.Verify", c, n)
		}
	}
}
