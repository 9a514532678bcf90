package big_test

import (
	"bytes"
	theirs "math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/trialsigner/std/big"
)

// number draws a number in both packages.
func number(t *rapid.T, label string) (*big.Int, *theirs.Int) {
	octets := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, label)
	ours, wanted := new(big.Int).SetBytes(octets), new(theirs.Int).SetBytes(octets)
	if rapid.Bool().Draw(t, label+" below zero") {
		ours.Neg(ours)
		wanted.Neg(wanted)
	}
	return ours, wanted
}

// Each operation gives what the standard library gives.
func TestAsTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, wx := number(t, "x")
		y, wy := number(t, "y")
		n := rapid.UintRange(0, 300).Draw(t, "bits")
		small := rapid.Int64().Draw(t, "small")
		if x.Cmp(y) != wx.Cmp(wy) || x.Sign() != wx.Sign() || x.BitLen() != wx.BitLen() || x.IsInt64() != wx.IsInt64() ||
			x.String() != wx.String() || !bytes.Equal(x.Bytes(), wx.Bytes()) || big.NewInt(small).String() != theirs.NewInt(small).String() {
			t.Fatalf("%s is %s", x, wx)
		}
		if x.IsInt64() && x.Int64() != wx.Int64() || x.Sign() >= 0 && x.Uint64() != wx.Uint64() {
			t.Fatalf("%s is %s", x, wx)
		}
		same(t, "sum", new(big.Int).Add(x, y), new(theirs.Int).Add(wx, wy))
		same(t, "difference", new(big.Int).Sub(x, y), new(theirs.Int).Sub(wx, wy))
		same(t, "product", new(big.Int).Mul(x, y), new(theirs.Int).Mul(wx, wy))
		same(t, "shifted", new(big.Int).Lsh(x, n), new(theirs.Int).Lsh(wx, n))
		again, ok := new(big.Int).SetString(wx.String(), 10)
		if !ok {
			t.Fatal("a number is not read")
		}
		same(t, "read", again, wx)
		if wx.Sign() < 0 || wy.Sign() < 0 {
			return
		}
		same(t, "bits of either", new(big.Int).Or(x, y), new(theirs.Int).Or(wx, wy))
		same(t, "shifted back", new(big.Int).Rsh(x, n), new(theirs.Int).Rsh(wx, n))
		if wy.Sign() > 0 {
			same(t, "quotient", new(big.Int).Div(x, y), new(theirs.Int).Div(wx, wy))
		}
	})
}

func same(t *rapid.T, what string, got *big.Int, want *theirs.Int) {
	t.Helper()
	if got.String() != want.String() {
		t.Fatalf("%s: %s, want %s", what, got, want)
	}
}

func TestWhatIsNoNumber(t *testing.T) {
	for _, s := range []string{"", "-", "1a", " 1", "0x1"} {
		if _, ok := new(big.Int).SetString(s, 10); ok {
			t.Errorf("%q is read", s)
		}
	}
}
