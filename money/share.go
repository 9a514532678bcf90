package money

import (
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Rounding says on which side of the exact value a result may lie.
type Rounding uint8

// The ways of rounding.
const (
	// NoMore gives the greatest amount that is no more than the exact value: for caps.
	NoMore Rounding = iota + 1
	// NoLess gives the least amount that is no less than the exact value: for what must be reached.
	NoLess
	// Nearest gives the nearest amount; half of a unit goes away from zero, as in accounts and taxes.
	Nearest
	// Exact refuses to round: a result that is not whole is [ErrInexact].
	Exact
)

// Errors of shares.
var (
	// ErrInexact says that a result that must be exact is not whole.
	ErrInexact = errors.New("the amount does not divide exactly")
	// ErrShare says that a share has no sense: nothing to divide by, a rounding that does not exist, weights without a sum.
	ErrShare = errors.New("not a share")
)

// Share is an exact ratio. The zero value is zero.
type Share struct {
	numerator int64
	// less is the denominator minus one, so that the zero value is 0/1. Numerator and denominator have no common factor.
	less int64
}

// NewShare returns numerator/denominator, which must be positive.
func NewShare(numerator, denominator int64) (Share, error) {
	if denominator <= 0 {
		return Share{}, fmt.Errorf("%d/%d: %w", numerator, denominator, ErrShare)
	}
	common := gcd(Amount{numerator}.size(), uint64(denominator))
	negative := numerator < 0
	n, err := signed(Amount{numerator}.size()/common, negative)
	if err != nil {
		return Share{}, err
	}
	return Share{n.kopecks, int64(uint64(denominator)/common) - 1}, nil //nolint:gosec // no greater than the denominator
}

// Percent returns n per cent.
func Percent(n int64) Share {
	s, err := NewShare(n, 100)
	if err != nil {
		return Share{} // cannot be: a positive denominator always divides
	}
	return s
}

// ShareOf returns which share of a positive whole a part is.
func ShareOf(part, whole Amount) (Share, error) { return NewShare(part.kopecks, whole.kopecks) }

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// Ratio returns the share in lowest terms; the denominator is positive.
func (s Share) Ratio() (numerator, denominator int64) { return s.numerator, s.less + 1 }

// Compare returns -1, 0 or 1 as s is less than, equal to or greater than t, exactly.
func (s Share) Compare(t Share) int {
	if signS, signT := (Amount{s.numerator}).Sign(), (Amount{t.numerator}).Sign(); signS != signT {
		return Amount{int64(signS)}.Compare(Amount{int64(signT)})
	}
	highS, lowS := bits.Mul64(Amount{s.numerator}.size(), uint64(t.less)+1)
	highT, lowT := bits.Mul64(Amount{t.numerator}.size(), uint64(s.less)+1)
	order := 0
	switch {
	case highS > highT, highS == highT && lowS > lowT:
		order = 1
	case highS < highT, lowS < lowT:
		order = -1
	}
	if s.numerator < 0 {
		return -order
	}
	return order
}

// Of returns the share of an amount in whole kopecks.
func (s Share) Of(a Amount, r Rounding) (Amount, error) {
	return divide(a.size(), Amount{s.numerator}.size(), uint64(s.less)+1, (a.kopecks < 0) != (s.numerator < 0), r)
}

// Round returns the amount as a multiple of a positive unit, such as a ruble.
func (a Amount) Round(unit Amount, r Rounding) (Amount, error) {
	if unit.kopecks <= 0 {
		return Amount{}, fmt.Errorf("round to %s: %w", unit, ErrShare)
	}
	n, err := divide(a.size(), 1, uint64(unit.kopecks), a.kopecks < 0, r)
	if err != nil {
		return Amount{}, err
	}
	return n.Times(unit.kopecks)
}

// divide returns ±a·b/c by the rounding.
func divide(a, b, c uint64, negative bool, r Rounding) (Amount, error) {
	high, low := bits.Mul64(a, b)
	if high >= c {
		return Amount{}, ErrOverflow
	}
	quotient, rest := bits.Div64(high, low, c)
	up := false // away from zero
	switch r {
	case NoMore:
		up = negative && rest > 0
	case NoLess:
		up = !negative && rest > 0
	case Nearest:
		up = rest >= c-rest
	case Exact:
		if rest > 0 {
			return Amount{}, ErrInexact
		}
	default:
		return Amount{}, fmt.Errorf("rounding %d: %w", r, ErrShare)
	}
	if up {
		if quotient++; quotient == 0 {
			return Amount{}, ErrOverflow
		}
	}
	return signed(quotient, negative)
}

// String returns the ratio: "7/10".
func (s Share) String() string {
	n, d := s.Ratio()
	return strconv.FormatInt(n, 10) + "/" + strconv.FormatInt(d, 10)
}

// MarshalText implements [encoding.TextMarshaler] by [Share.String].
func (s Share) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler] by [ParseShare].
func (s *Share) UnmarshalText(text []byte) (err error) {
	*s, err = ParseShare(string(text))
	return err
}

// maxDecimals is how many digits a percentage may have after its separator: the denominator stays far from the limit.
const maxDecimals = 9

// ParseShare reads «70 %», «12,5%», «33.3333 %» and ratios such as «1/3». A bare number is refused: 0.7 and 70 are both
// written for seventy per cent.
func ParseShare(text string) (Share, error) {
	fail := func(err error) (Share, error) { return Share{}, fmt.Errorf("read a share: %w", err) }
	if len(text) > maxText {
		return fail(ErrLong)
	}
	s := strings.TrimFunc(text, isSpace)
	if numerator, denominator, ok := strings.Cut(s, "/"); ok {
		n, errN := strconv.ParseInt(numerator, 10, 64)
		d, errD := strconv.ParseInt(denominator, 10, 64)
		if errN != nil || errD != nil || strings.ContainsAny(s, "+") {
			return fail(ErrForm)
		}
		return NewShare(n, d)
	}
	digits, ok := strings.CutSuffix(s, "%")
	if !ok {
		return fail(ErrForm)
	}
	digits = strings.TrimRightFunc(digits, isSpace)
	digits, negative := cutMinus(digits)
	whole, fraction, ok := strings.Cut(strings.Replace(digits, ",", ".", 1), ".")
	if !isDigits(whole) || ok && !isDigits(fraction) || len(fraction) > maxDecimals {
		return fail(ErrForm)
	}
	n, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil {
		return fail(ErrOverflow)
	}
	if negative {
		n = -n
	}
	d := int64(100)
	for range fraction {
		d *= 10
	}
	return NewShare(n, d)
}

// Russian returns the share in per cent with so many digits after the comma, rounded: «33,33 %» with a no-break space.
func (s Share) Russian(digits int, r Rounding) (string, error) {
	return s.percent(digits, r, ",", nbsp+"%", nbsp)
}

// English returns the share in per cent with so many digits after the point, rounded: "33.33%".
func (s Share) English(digits int, r Rounding) (string, error) {
	return s.percent(digits, r, ".", "%", ",")
}

func (s Share) percent(digits int, r Rounding, point, sign, group string) (string, error) {
	if digits < 0 || digits > maxDecimals {
		return "", fmt.Errorf("a percentage with %d digits: %w", digits, ErrShare)
	}
	unit := int64(100)
	for range digits {
		unit *= 10
	}
	n, err := s.Of(Kopecks(unit), r)
	if err != nil {
		return "", err
	}
	raw := fmt.Sprintf("%0*d", digits+1, n.size())
	out := grouped(raw[:len(raw)-digits], group)
	if digits > 0 {
		out += point + raw[len(raw)-digits:]
	}
	if n.Sign() < 0 {
		out = minus + out
	}
	return out + sign, nil
}
