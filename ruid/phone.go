// Package ruid holds the identifiers by which Russian registers name people and organisations, as checked value types:
// a value that exists has passed its check digits.
package ruid

import (
	"errors"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// ErrPhone says that a text is no telephone number that exists in a numbering plan.
var ErrPhone = errors.New("ruid: no telephone number")

// Phone is a telephone number in the form of E.164: +74951234567. The zero value is no number.
type Phone string

// ParsePhone reads a number as people write it: with 8 or +7, brackets, spaces and dashes. A number without a country is
// Russian.
func ParsePhone(s string) (Phone, error) {
	if len(s) > 40 {
		return "", ErrPhone
	}
	n, err := phonenumbers.Parse(s, "RU")
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return "", ErrPhone
	}
	return Phone(phonenumbers.Format(n, phonenumbers.E164)), nil
}

// Mobile reports whether the number can take an SMS as far as its numbering plan tells.
func (p Phone) Mobile() bool {
	n, err := phonenumbers.Parse(string(p), "")
	if err != nil {
		return false
	}
	kind := phonenumbers.GetNumberType(n)
	return kind == phonenumbers.MOBILE || kind == phonenumbers.FIXED_LINE_OR_MOBILE
}

// Russian reports whether the number is of the numbering plan +7 and of Russia in it: Kazakhstan's numbers begin with 6 and
// 7 after the 7.
func (p Phone) Russian() bool {
	return len(p) == 12 && p[:2] == "+7" && p[2] != '6' && p[2] != '7'
}

// String returns the number as it is read: +7 495 123-45-67 for Russia, the international form of its country otherwise.
func (p Phone) String() string {
	if rest, ok := strings.CutPrefix(string(p), "+7"); ok && len(rest) == 10 {
		return "+7 " + rest[:3] + " " + rest[3:6] + "-" + rest[6:8] + "-" + rest[8:]
	}
	n, err := phonenumbers.Parse(string(p), "")
	if err != nil {
		return string(p)
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}

// Masked returns the number with all but its country and last two digits hidden: +7 ••• •••-••-67. No number gives "".
func (p Phone) Masked() string {
	s := p.String()
	if len(s) < 4 { // no number
		return ""
	}
	country, _, _ := strings.Cut(s, " ")
	keep := len(s) - 2
	return country + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '•'
		}
		return r
	}, s[len(country):keep]) + s[keep:]
}
