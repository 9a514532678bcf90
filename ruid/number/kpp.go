package number

import "errors"

// ErrKPP says that a text is no КПП.
var ErrKPP = errors.New("number: no KPP")

// KPP is the code of the reason for which an organisation stands with a tax office (КПП): four digits of the office, two
// digits or capital Latin letters of the reason, three digits. It has no check digit, and many organisations may have the
// same. The zero value is no code.
type KPP string

// ParseKPP reads a code, with or without spaces in it.
func ParseKPP(s string) (KPP, error) {
	if len(s) > 64 {
		return "", ErrKPP
	}
	var n []byte
	for _, c := range []byte(s) {
		if c != ' ' {
			n = append(n, c)
		}
	}
	if len(n) != 9 || !digits(string(n[:4]), 4) || !reason(n[4]) || !reason(n[5]) {
		return "", ErrKPP
	}
	for _, c := range n[6:] {
		if c < '0' || c > '9' {
			return "", ErrKPP
		}
	}
	return KPP(n), nil
}

func reason(c byte) bool { return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' }
