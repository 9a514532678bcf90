package number

import "errors"

// ErrSNILS says that a text is no СНИЛС: its length or its control number is wrong.
var ErrSNILS = errors.New("number: no SNILS")

// SNILS is a person's number in pension insurance (СНИЛС), eleven digits without separators. The zero value is no number.
type SNILS string

// ParseSNILS reads a number, with or without dashes and spaces. The last two digits control the rest, except in the
// earliest numbers, up to 001-001-998.
func ParseSNILS(s string) (SNILS, error) {
	n, ok := number(s, 11)
	if !ok || n[:9] > "001001998" && snilsControl(n[:9]) != n[9:] {
		return "", ErrSNILS
	}
	return SNILS(n), nil
}

// snilsControl is the control number: the sum of the digits with factors 9 to 1, modulo 101, of which 100 becomes 00.
func snilsControl(n string) string {
	sum := 0
	for i := range len(n) {
		sum += (9 - i) * int(n[i]-'0')
	}
	sum = sum % 101 % 100
	return string([]byte{byte('0' + sum/10), byte('0' + sum%10)})
}

// String returns the number as it is printed: 112-233-445 95.
func (n SNILS) String() string {
	if len(n) != 11 {
		return string(n)
	}
	return string(n[:3] + "-" + n[3:6] + "-" + n[6:9] + " " + n[9:])
}
