package money_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/money"
)

func TestParseReadsWhatPeopleType(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "7": 700, "1250000": 125_000_000, "1234,5": 123_450, "1234.5 ₽": 123_450, "1 234,50": 123_450,
		"1\u00a0234,50\u00a0₽": 123_450, "1\u202f234\u2009567": 123_456_700, "1.250.000": 125_000_000, "1,250,000": 125_000_000,
		"1,234.50": 123_450, "1.234,50": 123_450, "₽ 1,234.50": 123_450, "RUB\u00a01,234.50": 123_450, "12345,67руб.": 1_234_567,
		" 100 р ": 10_000, "15 млн": 1_500_000_000, "15 млн. руб.": 1_500_000_000, "1,5 млн ₽": 150_000_000, "2 тыс.": 200_000,
		"0,125 млн": 12_500_000, "1,2345 млн": 123_450_000, "3 млрд рублей": 300_000_000_000, "10 руб. 5 коп.": 1005,
		"10 рублей 50 копеек": 1050, "1 рубль 01 копейка": 101, "-5": -500, "\u22125,25 ₽": -525, "0,50": 50, "-0": 0,
		"92233720368547758.07": math.MaxInt64, "-92233720368547758.08": math.MinInt64, "1 МЛН Руб": 100_000_000,
	} {
		got, err := money.Parse(text)
		if err != nil || got != money.Kopecks(want) {
			t.Errorf("%q: %s, %v; want %s", text, got, err, money.Kopecks(want))
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]error{
		"": money.ErrEmpty, "\u00a0 ": money.ErrEmpty,
		"1.234": money.ErrAmbiguous, "1,234": money.ErrAmbiguous, "1,234 млн": money.ErrAmbiguous, "123.456 ₽": money.ErrAmbiguous,
		"1 234,567": money.ErrFraction, "0,125": money.ErrFraction, "12345.678": money.ErrFraction, "1,2345": money.ErrFraction,
		"1,234.567": money.ErrFraction, "0,1234567890123 млн": money.ErrFraction,
		"92233720368547758.08": money.ErrOverflow, "-92233720368547758.09": money.ErrOverflow, "92233720368547758 руб 8 коп": money.ErrOverflow,
		"100000000000000000000": money.ErrOverflow, "93 000 000 000 млрд": money.ErrOverflow,
		"сто": money.ErrForm, "1e6": money.ErrForm, "0x10": money.ErrForm, "12 34": money.ErrForm, "1 2": money.ErrForm, "1  234": money.ErrForm,
		"1234 567": money.ErrForm, "1,23,456": money.ErrForm, "1.234.50": money.ErrForm, "1 234.567,50": money.ErrForm, "007": money.ErrForm,
		"00,50": money.ErrForm, ",50": money.ErrForm, "1234,": money.ErrForm, "1..2": money.ErrForm, "--5": money.ErrForm, "+5": money.ErrForm, "5-": money.ErrForm,
		"10 $": money.ErrForm, "10 EUR": money.ErrForm, "10 руб. 5": money.ErrForm, "10 руб. 500 коп.": money.ErrForm, "10,50 руб. 5 коп.": money.ErrForm,
		"1 млн руб. 5 коп.": money.ErrForm, "10 5 коп.": money.ErrForm, "50 %": money.ErrForm, "10 ₽ ₽": money.ErrForm, "₽ 10 ₽": money.ErrForm,
		"１２": money.ErrForm, "١٢": money.ErrForm, "1\x80": money.ErrForm, "1'234": money.ErrForm, "15 mm": money.ErrForm,
		strings.Repeat("1", 200): money.ErrLong,
	} {
		if got, err := money.Parse(text); !errors.Is(err, want) || !got.IsZero() {
			t.Errorf("%q: %s, %v; want %v", text, got, err, want)
		}
	}
}

func anyAmount() *rapid.Generator[money.Amount] {
	return rapid.Map(rapid.Int64(), money.Kopecks)
}

// What we write with kopecks is read back, in both languages and as machines write it.
func TestParseReadsWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyAmount().Draw(t, "amount")
		for _, s := range []string{a.RussianExact(), a.Russian(), a.EnglishExact(), a.String()} {
			if got, err := money.Parse(s); err != nil || got != a {
				t.Fatalf("%q: %s, %v", s, got, err)
			}
		}
		text, _ := a.MarshalText()
		var back money.Amount
		if err := back.UnmarshalText(text); err != nil || back != a {
			t.Fatalf("%s: %s, %v", text, back, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"1 234,50", "1234.5 ₽", "15 млн", "1,5 млрд руб.", "10 руб. 5 коп.", "1.250.000", "1,234.50", "-0", "₽ 7", "92233720368547758.07", "1.234", "\u22125",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := money.Parse(text)
		if err != nil {
			if !a.IsZero() {
				t.Errorf("%q: %s with %v", text, a, err)
			}
			return
		}
		if back, err := money.Parse(a.RussianExact()); err != nil || back != a {
			t.Errorf("%q is %s, which is read as %s, %v", text, a, back, err)
		}
		if !strings.ContainsAny(text, "0123456789") {
			t.Errorf("%q has no digits and is %s", text, a)
		}
	})
}

// The form of machines has one text for each amount.
func FuzzUnmarshalText(f *testing.F) {
	for _, s := range []string{"0.00", "-1.05", "1234.50", "92233720368547758.07", "-0.00", "01.00", "1.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var a money.Amount
		if err := a.UnmarshalText([]byte(text)); err == nil && a.String() != text {
			t.Errorf("%q is %s", text, a)
		}
	})
}

func FuzzParseShare(f *testing.F) {
	for _, s := range []string{"70 %", "12,5%", "1/3", "-5/10", "33.333333333 %", "7", "1/0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := money.ParseShare(text)
		if err != nil {
			return
		}
		if back, err := money.ParseShare(s.String()); err != nil || back != s {
			t.Errorf("%q is %s, which is read as %s, %v", text, s, back, err)
		}
	})
}
