package money

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// ErrOverflow says that a result does not fit: amounts reach to 92 quadrillion rubles on both sides of zero.
var ErrOverflow = errors.New("the amount is too large")

// Amount is an amount of rubles in kopecks. The zero value is nothing. Amounts are compared by == and [Amount.Compare].
type Amount struct{ kopecks int64 }

// Kopecks returns an amount of n kopecks.
func Kopecks(n int64) Amount { return Amount{n} }

// Rubles returns an amount of n whole rubles, or [ErrOverflow].
func Rubles(n int64) (Amount, error) { return Kopecks(n).Times(perRuble) }

// perRuble is how many kopecks a ruble has.
const perRuble = 100

// Kopecks returns the amount in kopecks, as it is stored.
func (a Amount) Kopecks() int64 { return a.kopecks }

// Parts returns the size of the amount in whole rubles and the kopecks beside them, 0 to 99, whatever its sign.
func (a Amount) Parts() (rubles uint64, kopecks int) {
	size := a.size()
	return size / perRuble, int(size % perRuble)
}

// size is the absolute value; that of the smallest int64 fits as well.
func (a Amount) size() uint64 {
	if a.kopecks < 0 {
		return -uint64(a.kopecks)
	}
	return uint64(a.kopecks)
}

// signed returns size kopecks with a sign.
func signed(size uint64, negative bool) (Amount, error) {
	switch {
	case negative && size <= 1<<63:
		return Amount{int64(-size)}, nil //nolint:gosec // two's complement, which fits
	case !negative && size <= math.MaxInt64:
		return Amount{int64(size)}, nil
	}
	return Amount{}, ErrOverflow
}

// Sign returns -1, 0 or 1.
func (a Amount) Sign() int { return cmp.Compare(a.kopecks, 0) }

// IsZero reports whether there is nothing.
func (a Amount) IsZero() bool { return a.kopecks == 0 }

// Compare returns -1, 0 or 1 as a is less than, equal to or greater than b.
func (a Amount) Compare(b Amount) int { return cmp.Compare(a.kopecks, b.kopecks) }

// Add returns a + b, or [ErrOverflow].
func (a Amount) Add(b Amount) (Amount, error) {
	sum := a.kopecks + b.kopecks
	if (sum > a.kopecks) != (b.kopecks > 0) && b.kopecks != 0 {
		return Amount{}, ErrOverflow
	}
	return Amount{sum}, nil
}

// Sub returns a − b, or [ErrOverflow].
func (a Amount) Sub(b Amount) (Amount, error) {
	difference := a.kopecks - b.kopecks
	if (difference < a.kopecks) != (b.kopecks > 0) && b.kopecks != 0 {
		return Amount{}, ErrOverflow
	}
	return Amount{difference}, nil
}

// Neg returns −a, or [ErrOverflow] for the smallest amount there is.
func (a Amount) Neg() (Amount, error) { return signed(a.size(), a.kopecks > 0) }

// Times returns a · n, or [ErrOverflow].
func (a Amount) Times(n int64) (Amount, error) {
	high, low := bits.Mul64(a.size(), Amount{n}.size())
	if high != 0 {
		return Amount{}, ErrOverflow
	}
	return signed(low, (a.kopecks < 0) != (n < 0))
}

// Sum adds amounts up. It is [ErrOverflow] only if the sum itself does not fit, in whatever order they stand.
func Sum(amounts ...Amount) (Amount, error) {
	var high, low uint64 // 128 bits in two's complement
	for _, a := range amounts {
		var carry uint64
		low, carry = bits.Add64(low, uint64(a.kopecks), 0)
		high, _ = bits.Add64(high, uint64(a.kopecks>>63), carry)
	}
	sum := int64(low) //nolint:gosec // the next line sees whether it fits
	if uint64(sum>>63) != high {
		return Amount{}, ErrOverflow
	}
	return Amount{sum}, nil
}

// String returns the amount as machines write it: "-1234.50", always with two digits of kopecks.
func (a Amount) String() string {
	var b strings.Builder
	if a.kopecks < 0 {
		b.WriteByte('-')
	}
	rubles, kopecks := a.Parts()
	b.WriteString(strconv.FormatUint(rubles, 10))
	b.WriteByte('.')
	b.WriteString(twoDigits(kopecks))
	return b.String()
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

// MarshalText implements [encoding.TextMarshaler] by [Amount.String]; in JSON an amount is a string, as numbers of JSON are
// floating point to many readers.
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]: it takes what [Amount.String] writes and nothing else, so that equal
// amounts are equal bytes in documents that are signed.
func (a *Amount) UnmarshalText(text []byte) error {
	if len(text) > maxText {
		return fmt.Errorf("read an amount: %w", ErrLong)
	}
	s := string(text)
	digits, negative := strings.CutPrefix(s, "-")
	whole, fraction, ok := strings.Cut(digits, ".")
	if !ok || len(fraction) != 2 || !isDigits(whole) || !isDigits(fraction) {
		return fmt.Errorf("read the amount %q: %w", s, ErrForm)
	}
	size, err := strconv.ParseUint(whole+fraction, 10, 64)
	if err != nil {
		return fmt.Errorf("read the amount %q: %w", s, ErrOverflow)
	}
	read, err := signed(size, negative)
	if err != nil {
		return fmt.Errorf("read the amount %q: %w", s, err)
	}
	if read.String() != s { // zeros in front, or "-0.00"
		return fmt.Errorf("read the amount %q: %w", s, ErrForm)
	}
	*a = read
	return nil
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
