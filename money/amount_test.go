package money_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/money"
)

// agrees checks a result against big integers, which never overflow.
func agrees(t *rapid.T, what string, got money.Amount, err error, want *big.Int) {
	t.Helper()
	switch {
	case !want.IsInt64():
		if !errors.Is(err, money.ErrOverflow) {
			t.Fatalf("%s: %s, %v; want an overflow", what, got, err)
		}
	case err != nil || got.Kopecks() != want.Int64():
		t.Fatalf("%s: %s, %v; want %d kopecks", what, got, err, want)
	}
}

func TestArithmeticIsExactOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		edge := rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, math.MaxInt64 - 1, math.MaxInt64}))
		x, y := edge.Draw(t, "x"), edge.Draw(t, "y")
		a, b, bigX, bigY := money.Kopecks(x), money.Kopecks(y), big.NewInt(x), big.NewInt(y)

		sum, err := a.Add(b)
		agrees(t, "add", sum, err, new(big.Int).Add(bigX, bigY))
		sum, err = money.Sum(a, b)
		agrees(t, "sum", sum, err, new(big.Int).Add(bigX, bigY))
		difference, err := a.Sub(b)
		agrees(t, "sub", difference, err, new(big.Int).Sub(bigX, bigY))
		product, err := a.Times(y)
		agrees(t, "times", product, err, new(big.Int).Mul(bigX, bigY))
		negated, err := a.Neg()
		agrees(t, "neg", negated, err, new(big.Int).Neg(bigX))
		if a.Compare(b) != bigX.Cmp(bigY) || a.Sign() != bigX.Sign() || (a == b) != (x == y) {
			t.Fatalf("%d and %d are compared wrongly", x, y)
		}
	})
}

// What leaves the limits on the way and comes back is no overflow.
func TestSumDoesNotMindTheOrder(t *testing.T) {
	greatest, least := money.Kopecks(math.MaxInt64), money.Kopecks(math.MinInt64)
	if got, err := money.Sum(greatest, greatest, least, least, money.Kopecks(2)); err != nil || !got.IsZero() {
		t.Errorf("%s, %v", got, err)
	}
	if got, err := money.Sum(greatest, money.Kopecks(1)); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("%s, %v", got, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(rapid.Int64()).Draw(t, "kopecks")
		want := new(big.Int)
		amounts := make([]money.Amount, len(list))
		for i, k := range list {
			amounts[i] = money.Kopecks(k)
			want.Add(want, big.NewInt(k))
		}
		got, err := money.Sum(amounts...)
		agrees(t, "sum", got, err, want)
	})
}

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		kopecks                                            int64
		machine, russian, russianExact, english, englishEx string
	}{
		{0, "0.00", "0 ₽", "0,00 ₽", "RUB 0", "RUB 0.00"},
		{5, "0.05", "0,05 ₽", "0,05 ₽", "RUB 0.05", "RUB 0.05"},
		{-5, "-0.05", "−0,05 ₽", "−0,05 ₽", "RUB −0.05", "RUB −0.05"},
		{125_000, "1250.00", "1250 ₽", "1250,00 ₽", "RUB 1,250", "RUB 1,250.00"},
		{1_250_050, "12500.50", "12 500,50 ₽", "12 500,50 ₽", "RUB 12,500.50", "RUB 12,500.50"},
		{-123_456_789_00, "-123456789.00", "−123 456 789 ₽", "−123 456 789,00 ₽", "RUB −123,456,789", "RUB −123,456,789.00"},
		{math.MinInt64, "-92233720368547758.08", "−92 233 720 368 547 758,08 ₽", "−92 233 720 368 547 758,08 ₽", "RUB −92,233,720,368,547,758.08", "RUB −92,233,720,368,547,758.08"},
	} {
		a := money.Kopecks(c.kopecks)
		for got, want := range map[string]string{a.String(): c.machine, a.Russian(): noBreak(c.russian), a.RussianExact(): noBreak(c.russianExact), a.English(): noBreak(c.english), a.EnglishExact(): noBreak(c.englishEx)} {
			if got != want {
				t.Errorf("%d: %q, want %q", c.kopecks, got, want)
			}
		}
	}
}

func noBreak(s string) string {
	var out []rune
	for _, r := range s {
		if r == ' ' {
			r = '\u00a0'
		}
		out = append(out, r)
	}
	return string(out)
}

func TestJSONIsAString(t *testing.T) {
	type row struct {
		Sum   money.Amount `json:"sum"`
		Share money.Share  `json:"share"`
	}
	raw, err := json.Marshal(row{money.Kopecks(123_450), money.Percent(70)})
	if err != nil || string(raw) != `{"sum":"1234.50","share":"7/10"}` {
		t.Fatalf("%s, %v", raw, err)
	}
	var back row
	if err := json.Unmarshal(raw, &back); err != nil || back != (row{money.Kopecks(123_450), money.Percent(70)}) {
		t.Errorf("%+v, %v", back, err)
	}
	for _, text := range []string{`"1234.5"`, `"01.00"`, `"-0.00"`, `"1,00"`, `"1.000"`, `"+1.00"`, `".50"`, `"1e2.00"`, `""`, `"92233720368547758.08"`} {
		var a money.Amount
		if err := json.Unmarshal([]byte(text), &a); err == nil {
			t.Errorf("%s was read as %s", text, a)
		}
	}
}
