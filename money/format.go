package money

import (
	"strconv"
	"strings"
)

const (
	nbsp  = "\u00a0"
	minus = "\u2212" // the sign of arithmetic, as wide as a digit
)

// Russian returns the amount as people read it, «1234,50 ₽» or «500 000 ₽»: kopecks where there are some, groups from five
// digits on as Russian typography has it, and no-break spaces, so that no line ends inside of it.
func (a Amount) Russian() string {
	_, kopecks := a.Parts()
	return a.russian(kopecks != 0)
}

// RussianExact returns the same with kopecks even where there are none, «500 000,00 ₽»: for documents and columns.
func (a Amount) RussianExact() string { return a.russian(true) }

func (a Amount) russian(exact bool) string {
	group := nbsp
	if rubles, _ := a.Parts(); rubles < 10_000 {
		group = ""
	}
	return a.format(group, ",", "", nbsp+"₽", exact)
}

// English returns "RUB 1,234.50" or "RUB 500,000", with a no-break space.
func (a Amount) English() string {
	_, kopecks := a.Parts()
	return a.format(",", ".", "RUB"+nbsp, "", kopecks != 0)
}

// EnglishExact returns the same with kopecks even where there are none.
func (a Amount) EnglishExact() string { return a.format(",", ".", "RUB"+nbsp, "", true) }

func (a Amount) format(group, point, before, after string, exact bool) string {
	rubles, kopecks := a.Parts()
	var b strings.Builder
	b.WriteString(before)
	if a.kopecks < 0 {
		b.WriteString(minus)
	}
	b.WriteString(grouped(strconv.FormatUint(rubles, 10), group))
	if exact {
		b.WriteString(point + twoDigits(kopecks))
	}
	b.WriteString(after)
	return b.String()
}

// grouped puts a separator between the groups of three digits.
func grouped(digits, separator string) string {
	var b strings.Builder
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}
