package number

import "errors"

// ErrINN says that a text is no ИНН: its length or its check digits are wrong.
var ErrINN = errors.New("number: no INN")

// INN is a taxpayer's number (ИНН) of an organisation, ten digits, or of a person, twelve. The zero value is no number.
type INN string

// ParseINN reads a number, with or without spaces in it.
func ParseINN(s string) (INN, error) {
	n, ok := number(s, 10, 12)
	if !ok || !INN(n).checked() {
		return "", ErrINN
	}
	return INN(n), nil
}

// Organisation reports whether the number is one of an organisation.
func (n INN) Organisation() bool { return len(n) == 10 }

// Person reports whether the number is one of a person, who may be a sole proprietor.
func (n INN) Person() bool { return len(n) == 12 }

// checked tells whether the check digits are right: one of an organisation, two of a person (приказ ФНС России от 29.06.2012
// № ММВ-7-6/435@).
func (n INN) checked() bool {
	if n.Organisation() {
		return innDigit(n[:9]) == n[9]
	}
	return innDigit(n[:10]) == n[10] && innDigit(n[:11]) == n[11]
}

// innDigit is the check digit after s: a sum weighted by the last of the factors 3 7 2 4 10 3 5 9 4 6 8, modulo 11, of which ten
// becomes zero.
func innDigit(s INN) byte {
	weights := [11]int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
	sum := 0
	for i := range len(s) {
		sum += weights[len(weights)-len(s)+i] * int(s[i]-'0')
	}
	return byte('0' + sum%11%10)
}
