package partner

import (
	"regexp"
	"strings"

	"github.com/klaster-platform/klaster/ruid/number"
)

var numberForm = regexp.MustCompile(`(?i)^(?:инн|огрн|огрнип|inn|ogrn|ogrnip)?[\s:№]*([\d\s]{10,20})$`)

// numberIn is the ИНН, ОГРН or ОГРНИП that a text consists of, "" when it is something else or a check digit is wrong.
func numberIn(text string) string {
	m := numberForm.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	digits := strings.Join(strings.Fields(m[1]), "")
	if n, err := number.ParseINN(digits); err == nil {
		return string(n)
	}
	if n, err := number.ParseOGRN(digits); err == nil {
		return string(n)
	}
	if n, err := number.ParseOGRNIP(digits); err == nil {
		return string(n)
	}
	return ""
}
