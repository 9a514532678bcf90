package money

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Errors of what people type, wrapped by [Parse]. Pages turn them into advice.
var (
	// ErrEmpty says that nothing was typed.
	ErrEmpty = errors.New("no amount")
	// ErrForm says that the text is not an amount of rubles.
	ErrForm = errors.New("not an amount")
	// ErrAmbiguous says that the text can be read in two ways: «1.234» is 1234 rubles to one and 1 ruble 23.4 kopecks to another.
	ErrAmbiguous = errors.New("the amount can be read in two ways")
	// ErrFraction says that the amount has parts of a kopeck.
	ErrFraction = errors.New("the amount has parts of a kopeck")
	// ErrLong says that the text is longer than an amount can be.
	ErrLong = errors.New("the text is too long for an amount")
)

// maxText is the length in bytes of the longest text that is read.
const maxText = 128

// Parse reads an amount of rubles as people type it. It takes digits, in groups of three or not, a comma or a point before
// one or two digits of kopecks, a minus, one of «тыс.», «млн», «млрд», and «₽», «руб.», «р.» or RUB; or rubles and kopecks
// by their names: «10 руб. 5 коп.». Groups are set apart by spaces, or by commas or points where these cannot be meant as
// the separator of kopecks: «1 234,50», «1,234.50», «1.250.000».
//
// It refuses what can be read in two ways ([ErrAmbiguous]), such as «1.234» and «1,234 млн»; parts of a kopeck
// ([ErrFraction]), never rounding; other currencies, letters between digits, zeros in front ([ErrForm]).
func Parse(text string) (Amount, error) {
	a, err := parse(text)
	if err != nil {
		return Amount{}, fmt.Errorf("read an amount: %w", err)
	}
	return a, nil
}

func parse(text string) (Amount, error) {
	if len(text) > maxText {
		return Amount{}, ErrLong
	}
	if !utf8.ValidString(text) {
		return Amount{}, ErrForm
	}
	s := strings.TrimFunc(text, isSpace)
	if s == "" {
		return Amount{}, ErrEmpty
	}
	s, before := cutPrefix(s, "₽", "RUB", "rub")
	s, negative := cutMinus(s)
	number, rest := cutNumber(s)
	if number == "" {
		return Amount{}, ErrForm
	}
	scale, rest := cutScale(rest)
	rest, after := cutCurrency(rest)
	if before && after {
		return Amount{}, ErrForm
	}
	size, err := decimal(number, scale)
	if err != nil {
		return Amount{}, err
	}
	if rest != "" {
		if !after || scale != 0 || strings.ContainsAny(lastGroup(number), ",.") {
			return Amount{}, ErrForm
		}
		kopecks, err := kopeckTail(rest)
		if err != nil {
			return Amount{}, err
		}
		if size > 1<<63-perRuble {
			return Amount{}, ErrOverflow
		}
		size += kopecks
	}
	return signed(size, negative)
}

// isSpace tells the spaces that stand between digits in texts: also no-break, thin and narrow ones, as spreadsheets and web
// pages have them.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\u00a0', '\u2007', '\u2009', '\u202f':
		return true
	}
	return false
}

func cutMinus(s string) (rest string, negative bool) {
	rest, negative = cutPrefix(s, "-", minus)
	return rest, negative
}

// cutPrefix takes the first of the prefixes away that s begins with, and the spaces after it.
func cutPrefix(s string, prefixes ...string) (rest string, found bool) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return strings.TrimLeftFunc(rest, isSpace), true
		}
	}
	return s, false
}

// cutNumber takes away digits with what stands between them, and the spaces after that. The number keeps one kind of space.
func cutNumber(s string) (number, rest string) {
	end := 0
	for i, r := range s {
		if r >= '0' && r <= '9' {
			end = i + 1
		} else if !isSpace(r) && r != ',' && r != '.' {
			break
		}
	}
	number = strings.Map(func(r rune) rune {
		if isSpace(r) {
			return ' '
		}
		return r
	}, s[:end])
	return number, strings.TrimLeftFunc(s[end:], isSpace)
}

// cutWord takes the letters away with which s begins, with a point after them, and returns them in small letters.
func cutWord(s string) (word, rest string) {
	end := strings.IndexFunc(s, func(r rune) bool { return isSpace(r) || r >= '0' && r <= '9' || r == '.' })
	if end < 0 {
		end = len(s)
	}
	return strings.ToLower(s[:end]), strings.TrimLeftFunc(strings.TrimPrefix(s[end:], "."), isSpace)
}

// cutScale takes the name of a power of ten away: 3, 6, 9 or 0.
func cutScale(s string) (power int, rest string) {
	word, rest := cutWord(s)
	switch word {
	case "тыс", "тысяча", "тысячи", "тысяч", "thousand":
		return 3, rest
	case "млн", "миллион", "миллиона", "миллионов", "million", "mln":
		return 6, rest
	case "млрд", "миллиард", "миллиарда", "миллиардов", "billion", "bln":
		return 9, rest
	}
	return 0, s
}

func cutCurrency(s string) (rest string, found bool) {
	if rest, ok := strings.CutPrefix(s, "₽"); ok {
		return strings.TrimLeftFunc(rest, isSpace), true
	}
	word, rest := cutWord(s)
	switch word {
	case "р", "руб", "рубль", "рубля", "рублей", "rub", "ruble", "rubles", "rouble", "roubles":
		return rest, true
	}
	return s, false
}

// lastGroup is the number without what stands before its last space: where kopecks are.
func lastGroup(number string) string { return number[strings.LastIndexByte(number, ' ')+1:] }

// kopeckTail reads «5 коп.», which stands after rubles.
func kopeckTail(s string) (uint64, error) {
	digits := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
	word, rest := cutWord(strings.TrimLeftFunc(s[len(digits):], isSpace))
	switch word {
	case "к", "коп", "копейка", "копейки", "копеек", "kop", "kopeck", "kopecks":
	default:
		return 0, ErrForm
	}
	if digits == "" || len(digits) > 2 || rest != "" {
		return 0, ErrForm
	}
	return strconv.ParseUint(digits, 10, 8)
}

// decimal reads a number with its groups, times a power of ten, in kopecks.
func decimal(number string, power int) (uint64, error) {
	whole, fraction, err := separate(number)
	if err != nil {
		return 0, err
	}
	if len(whole) > 1 && whole[0] == '0' {
		return 0, ErrForm
	}
	places := power + 2
	// Thousandths may be meant for thousands, unless nothing or a group can stand before them. That is asked before whether
	// there are too many: «1.234» is not a mistake about kopecks, it is unclear.
	if len(fraction) == 3 && len(whole) <= 3 && whole != "0" && !strings.Contains(number, " ") && kinds(number) == 1 {
		return 0, ErrAmbiguous
	}
	if len(fraction) > places {
		return 0, ErrFraction
	}
	size, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", places-len(fraction)), 10, 64)
	if err != nil {
		return 0, ErrOverflow // of digits there is nothing else to say
	}
	return size, nil
}

// kinds counts which of comma and point occur.
func kinds(number string) int {
	n := 0
	for _, separator := range []string{",", "."} {
		if strings.Contains(number, separator) {
			n++
		}
	}
	return n
}

// separate takes a number apart: the digits before the separator of kopecks, without their groups, and those after it.
func separate(number string) (whole, fraction string, err error) {
	last := strings.LastIndexAny(number, ",.")
	if last < 0 {
		whole, err = ungroup(number, " ")
		return whole, "", err
	}
	mark := number[last : last+1]
	whole, fraction = number[:last], number[last+1:]
	group := " "
	switch {
	case strings.Contains(whole, mark): // «1.250.000»: of two alike none separates kopecks
		whole, err = ungroup(number, mark)
		return whole, "", err
	case strings.ContainsAny(whole, ",."):
		group = map[string]string{",": ".", ".": ","}[mark]
	}
	if !isDigits(fraction) {
		return "", "", ErrForm
	}
	whole, err = ungroup(whole, group)
	return whole, fraction, err
}

// ungroup joins groups of three digits, the first of which may be shorter.
func ungroup(s, separator string) (string, error) {
	groups := strings.Split(s, separator)
	for i, g := range groups {
		if !isDigits(g) || len(groups) > 1 && (len(g) > 3 || i > 0 && len(g) != 3) {
			return "", ErrForm
		}
	}
	return strings.Join(groups, ""), nil
}
