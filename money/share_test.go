package money_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/money"
)

// rounded divides with big integers by what the modes promise.
func rounded(n, d *big.Int, r money.Rounding) *big.Int {
	floor, rest := new(big.Int).DivMod(n, d, new(big.Int)) // Euclidean: rest ≥ 0, d > 0
	switch {
	case rest.Sign() == 0 || r == money.NoMore:
		return floor
	case r == money.NoLess:
		return floor.Add(floor, big.NewInt(1))
	}
	twice := new(big.Int).Lsh(rest, 1)
	if c := twice.Cmp(d); c > 0 || c == 0 && n.Sign() > 0 {
		floor.Add(floor, big.NewInt(1))
	}
	return floor
}

func TestSharesAreExactAndRoundedAsNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Int64().Draw(t, "kopecks")
		n := rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "numerator")
		d := rapid.Int64Range(1, math.MaxInt64).Draw(t, "denominator")
		s, err := money.NewShare(n, d)
		if err != nil {
			t.Fatal(err)
		}
		p, q := s.Ratio()
		if new(big.Int).Mul(big.NewInt(p), big.NewInt(d)).Cmp(new(big.Int).Mul(big.NewInt(n), big.NewInt(q))) != 0 || q < 1 {
			t.Fatalf("%d/%d is %d/%d", n, d, p, q)
		}
		product := new(big.Int).Mul(big.NewInt(x), big.NewInt(n))
		for _, r := range []money.Rounding{money.NoMore, money.NoLess, money.Nearest} {
			got, err := s.Of(money.Kopecks(x), r)
			agrees(t, "share", got, err, rounded(product, big.NewInt(d), r))
		}
		exact, err := s.Of(money.Kopecks(x), money.Exact)
		if whole := new(big.Int).Mod(product, big.NewInt(d)).Sign() == 0; !whole && !errors.Is(err, money.ErrInexact) && !errors.Is(err, money.ErrOverflow) {
			t.Fatalf("exact: %s, %v", exact, err)
		} else if whole {
			agrees(t, "exact", exact, err, rounded(product, big.NewInt(d), money.NoMore))
		}
		m, e := rapid.Int64().Draw(t, "other numerator"), rapid.Int64Range(1, math.MaxInt64).Draw(t, "other denominator")
		if m == math.MinInt64 {
			m++
		}
		other, err := money.NewShare(m, e)
		if err != nil || s.Compare(other) != big.NewRat(n, d).Cmp(big.NewRat(m, e)) {
			t.Fatalf("%s and %s: %d, %v", s, other, s.Compare(other), err)
		}
	})
}

// A rule says «не более 70 % затрат» or «не менее 30 % собственных средств»: the rounded amount keeps it, and one kopeck more
// or less would break it.
func TestRoundingKeepsTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		expenses := money.Kopecks(rapid.Int64Range(1, math.MaxInt64/2).Draw(t, "expenses"))
		s := money.Percent(rapid.Int64Range(1, 100).Draw(t, "per cent"))
		limit, err := s.Of(expenses, money.NoMore)
		if err != nil {
			t.Fatal(err)
		}
		above, _ := limit.Add(money.Kopecks(1))
		of, errOf := money.ShareOf(limit, expenses)
		ofAbove, errAbove := money.ShareOf(above, expenses)
		if errors.Join(errOf, errAbove) != nil || of.Compare(s) > 0 || ofAbove.Compare(s) <= 0 {
			t.Fatalf("no more than %s of %s is %s", s, expenses, limit)
		}
		least, err := s.Of(expenses, money.NoLess)
		if err != nil {
			t.Fatal(err)
		}
		below, _ := least.Sub(money.Kopecks(1))
		of, errOf = money.ShareOf(least, expenses)
		ofBelow, errBelow := money.ShareOf(below, expenses)
		if errors.Join(errOf, errBelow) != nil || of.Compare(s) < 0 || ofBelow.Compare(s) >= 0 {
			t.Fatalf("no less than %s of %s is %s", s, expenses, least)
		}
	})
}

func TestRoundToRubles(t *testing.T) {
	ruble, err := money.Rubles(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ kopecks, nearest, noMore, noLess int64 }{
		{149, 100, 100, 200}, {150, 200, 100, 200}, {200, 200, 200, 200}, {-150, -200, -200, -100}, {-149, -100, -200, -100}, {0, 0, 0, 0},
	} {
		for r, want := range map[money.Rounding]int64{money.Nearest: c.nearest, money.NoMore: c.noMore, money.NoLess: c.noLess} {
			if got, err := money.Kopecks(c.kopecks).Round(ruble, r); err != nil || got.Kopecks() != want {
				t.Errorf("%d by %d: %d, %v; want %d", c.kopecks, r, got.Kopecks(), err, want)
			}
		}
	}
	if _, err := money.Kopecks(1).Round(money.Kopecks(0), money.Nearest); !errors.Is(err, money.ErrShare) {
		t.Error(err)
	}
	if _, err := money.Kopecks(math.MaxInt64).Round(ruble, money.NoLess); !errors.Is(err, money.ErrOverflow) {
		t.Error(err)
	}
	if _, err := money.Kopecks(1).Round(ruble, 0); !errors.Is(err, money.ErrShare) {
		t.Error("a rounding that nobody named was taken")
	}
}

func TestParseShare(t *testing.T) {
	for text, want := range map[string]string{
		"70 %": "7/10", "70%": "7/10", "12,5\u00a0%": "1/8", "33.3333 %": "333333/1000000", "1/3": "1/3", "2/6": "1/3", "0 %": "0/1", "-5 %": "-1/20", "150%": "3/2", "0/9": "0/1",
	} {
		if got, err := money.ParseShare(text); err != nil || got.String() != want {
			t.Errorf("%q: %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "70", "0.7", "%", "1,2,3 %", "1/0", "1/-3", "+1/3", "a/b", "1/3/5", "1.1234567890%", ",5%", "5,%", "9999999999999999999%"} {
		if got, err := money.ParseShare(text); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

func TestPercentages(t *testing.T) {
	third, _ := money.NewShare(1, 3)
	for _, c := range []struct {
		share   money.Share
		digits  int
		round   money.Rounding
		ru, eng string
	}{
		{money.Percent(70), 0, money.Exact, "70\u00a0%", "70%"},
		{third, 2, money.Nearest, "33,33\u00a0%", "33.33%"},
		{third, 2, money.NoLess, "33,34\u00a0%", "33.34%"},
		{money.Share{}, 1, money.Exact, "0,0\u00a0%", "0.0%"},
		{money.Percent(-7), 1, money.Nearest, "−7,0\u00a0%", "−7.0%"},
		{money.Percent(123_456), 0, money.Exact, "123\u00a0456\u00a0%", "123,456%"},
	} {
		ru, err := c.share.Russian(c.digits, c.round)
		eng, errEnglish := c.share.English(c.digits, c.round)
		if errors.Join(err, errEnglish) != nil || ru != c.ru || eng != c.eng {
			t.Errorf("%s: %q, %q, %v; want %q, %q", c.share, ru, eng, errors.Join(err, errEnglish), c.ru, c.eng)
		}
	}
	if _, err := third.Russian(2, money.Exact); !errors.Is(err, money.ErrInexact) {
		t.Error(err)
	}
}
