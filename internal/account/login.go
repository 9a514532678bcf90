package account

import (
	"regexp"

	"github.com/klaster-platform/klaster/ruid"
)

// LoginKind is by what somebody names their account.
type LoginKind string

// The kinds of logins.
const (
	LoginEmail LoginKind = "email"
	LoginPhone LoginKind = "phone"
	LoginSNILS LoginKind = "snils"
)

// Login is an e-mail, a mobile number or a СНИЛС as a person typed it, in its one spelling: [Email.Key] of an e-mail would
// lose the spelling to which letters go, so Value is the address itself.
type Login struct {
	Kind  LoginKind
	Value string
}

// snilsForm is how СНИЛС is written on its card; eleven bare digits may be a telephone number as well.
var snilsForm = regexp.MustCompile(`^\d{3}-\d{3}-\d{3}[ -]\d{2}$`)

// ParseLogin tells what somebody typed. Eleven digits that are both a mobile number and a СНИЛС are the number, unless they
// are grouped as on the card of СНИЛС.
func ParseLogin(s string) (Login, bool) {
	if e, ok := ParseEmail(s); ok {
		return Login{LoginEmail, string(e)}, true
	}
	snils, err := ruid.ParseSNILS(s)
	isSNILS := err == nil
	if isSNILS && snilsForm.MatchString(s) {
		return Login{LoginSNILS, string(snils)}, true
	}
	if phone, err := ruid.ParsePhone(s); err == nil {
		return Login{LoginPhone, string(phone)}, true
	}
	if isSNILS {
		return Login{LoginSNILS, string(snils)}, true
	}
	return Login{}, false
}

// key is what all spellings of the login have in common.
func (l Login) key() string {
	if l.Kind == LoginEmail {
		return Email(l.Value).Key()
	}
	return l.Value
}
