package number

import "errors"

// Errors for numbers whose length or check digit is wrong.
var (
	ErrOGRN   = errors.New("number: no OGRN")
	ErrOGRNIP = errors.New("number: no OGRNIP")
)

// OGRN is the number of an organisation in the state register of legal entities (ОГРН), thirteen digits. The zero value is
// no number.
type OGRN string

// ParseOGRN reads a number, with or without spaces in it. The check digit is the remainder of the rest by 11, its last
// digit (приказ Минфина России от 30.10.2017 № 165н).
func ParseOGRN(s string) (OGRN, error) {
	n, ok := number(s, 13)
	if !ok || byte('0'+remainder(n[:12], 11)%10) != n[12] {
		return "", ErrOGRN
	}
	return OGRN(n), nil
}

// OGRNIP is the number of a sole proprietor in their state register (ОГРНИП), fifteen digits. The zero value is no number.
type OGRNIP string

// ParseOGRNIP reads a number, with or without spaces in it. The check digit is the remainder of the rest by 13, its last digit.
func ParseOGRNIP(s string) (OGRNIP, error) {
	n, ok := number(s, 15)
	if !ok || byte('0'+remainder(n[:14], 13)%10) != n[14] {
		return "", ErrOGRNIP
	}
	return OGRNIP(n), nil
}
