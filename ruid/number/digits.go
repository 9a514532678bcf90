package number

import "strings"

// number takes a number as people write and paste it: with spaces of any width and dashes between its digits. It is false
// if anything else is left, or the length is none of those given.
func number(s string, lengths ...int) (string, bool) {
	if len(s) > 64 {
		return "", false
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\u00a0', '\u2009', '\u202f', '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2212':
			return -1
		}
		return r
	}, s)
	return s, digits(s, lengths...)
}

// digits tells whether s consists of digits alone, not all of them zero, and has one of the lengths. A number of zeros has
// right check digits everywhere, is never issued, and is what people write where they have none.
func digits(s string, lengths ...int) bool {
	zeros := true
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		zeros = zeros && s[i] == '0'
	}
	for _, n := range lengths {
		if len(s) == n {
			return !zeros
		}
	}
	return false
}

// remainder is the number that the digits of s write, modulo m.
func remainder(s string, m int) int {
	r := 0
	for i := range len(s) {
		r = (10*r + int(s[i]-'0')) % m
	}
	return r
}
