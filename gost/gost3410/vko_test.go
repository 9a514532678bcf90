package gost3410

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math/big"
	"testing"

	"github.com/klaster-platform/klaster/gost/streebog"
)

// RFC 7836, appendix B, examples 7 and 8: VKO_GOSTR3410_2012_256 and _512 on tc26-512-A.
func TestVKOExamplesOfRFC7836(t *testing.T) {
	c := TC512A()
	ukm := unhex(t, "1d80603c8544c727")
	a, err := c.NewPrivateKey(unhex(t, "c990ecd972fce84ec4db022778f50fcac726f46708384b8d458304962d7147f8"+
		"c2db41cef22c90b102f2968404f9b9be6d47c79692d81826b32b8daca43cb667"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.NewPrivateKey(unhex(t, "48c859f7b6f11585887cc05ec6ef1390cfea739b1a18c0d4662293ef63b79e3b"+
		"8014070b44918590b4b996acfea4edfbbbcccc8c06edd8bf5bda92a51392d0db"))
	if err != nil {
		t.Fatal(err)
	}
	publicA := "aab0eda4abff21208d18799fb9a8556654ba783070eba10cb9abb253ec56dcf5d3ccba6192e464e6e5bcb6dea137792f2431f6c8" +
		"97eb1b3c0cc14327b1adc0a7914613a3074e363aedb204d38d3563971bd8758e878c9db11403721b48002d38461f92472d40ea92f995" +
		"8c0ffa4c93756401b97f89fdbe0b5e46e4a4631cdb5a"
	publicB := "192fe183b9713a077253c72c8735de2ea42a3dbc66ea317838b65fa32523cd5efca974eda7c863f4954d1147f1f2b25c395fce1c" +
		"129175e876d132e94ed5a65104883b414c9b592ec4dc84826f07d0b6d9006dda176ce48c391e3f97d102e03bb598bf132a228a45f720" +
		"1aba08fc524a2d77e43a362ab022ad4028f75bde3b79"
	for key, want := range map[*PrivateKey]string{a: publicA, b: publicB} {
		if got := hex.EncodeToString(key.PublicKey().Bytes()); got != want {
			t.Errorf("public key %s, want %s", got, want)
		}
	}
	kek256 := "c9a9a77320e2cc559ed72dce6f47e2192ccea95fa648670582c054c0ef36c221"
	kek512 := "79f002a96940ce7bde3259a52e015297adaad84597a0d205b50e3e1719f97bfa" +
		"7ee1d2661fa9979a5aa235b558a7e6d9f88f982dd63fc35a8ec0dd5e242d3bdf"
	for _, pair := range [][2]*PrivateKey{{a, b}, {b, a}} {
		got, err := pair[0].VKO(streebog.New256(), pair[1].PublicKey(), ukm)
		if err != nil || hex.EncodeToString(got) != kek256 {
			t.Errorf("kek of 256 bits %x, %v, want %s", got, err, kek256)
		}
		got, err = pair[0].VKO(streebog.New512(), pair[1].PublicKey(), ukm)
		if err != nil || hex.EncodeToString(got) != kek512 {
			t.Errorf("kek of 512 bits %x, %v, want %s", got, err, kek512)
		}
	}
}

func TestVKOAgainstReference(t *testing.T) {
	for _, c := range all() {
		r := newReference(t, c)
		multipliers := []*big.Int{
			big.NewInt(1), big.NewInt(2), new(big.Int).Sub(r.q, big.NewInt(1)), new(big.Int).Sub(r.q, big.NewInt(2)),
		}
		for i, d := range multipliers {
			key, err := c.NewPrivateKey(r.number(d))
			if err != nil {
				t.Fatal(err)
			}
			peer := newKey(t, c)
			ukm := big.NewInt(int64(1 + 255*i))
			k := new(big.Int).Mul(d, ukm)
			k.Mul(k, big.NewInt(r.cofactor)).Mul(k, new(big.Int).SetBytes(little(peer.Bytes()))).Mod(k, r.q)
			h := streebog.New256()
			h.Write(r.encode(r.multiplyBase(k)))
			got, err := key.VKO(streebog.New256(), peer.PublicKey(), r.number(ukm))
			if err != nil || !bytes.Equal(got, h.Sum(nil)) {
				t.Errorf("%s: d = %x, ukm = %x: %x, %v, want %x", c, d, ukm, got, err, h.Sum(nil))
			}
		}
	}
}

func TestVKORefusals(t *testing.T) {
	for _, c := range all() {
		r := newReference(t, c)
		key := newKey(t, c)
		for name, tc := range map[string]struct {
			peer *PublicKey
			ukm  []byte
			want error
		}{
			"no ukm":        {key.PublicKey(), nil, ErrLength},
			"long ukm":      {key.PublicKey(), make([]byte, c.Size()+1), ErrLength},
			"ukm 0":         {key.PublicKey(), make([]byte, 8), ErrScalar},
			"ukm q":         {key.PublicKey(), r.number(r.q), ErrScalar},
			"another curve": {newKey(t, otherThan(c)).PublicKey(), []byte{1}, ErrNotOnCurve},
		} {
			if _, err := key.VKO(streebog.New256(), tc.peer, tc.ukm); !errors.Is(err, tc.want) {
				t.Errorf("%s, %s: %v, want %v", c, name, err, tc.want)
			}
		}
	}
}

func otherThan(c *Curve) *Curve {
	if c == TC512A() {
		return TC512B()
	}
	return TC512A()
}
