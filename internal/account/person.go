package account

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/ruid"
)

// Person is somebody with an account (физическое лицо).
type Person struct {
	ID         actor.PersonID
	Name       Name
	Email      Email
	Phone      ruid.Phone // "" when none was confirmed
	SNILS      ruid.SNILS // "" when none was given
	Birth      Day
	Sex        Sex
	Identified bool // a source has confirmed the name, the СНИЛС, the birthday and the sex
	Level      actor.Level
	Lang       i18n.Lang
	Locked     bool
	Created    time.Time
}

// Name is a person's name as a passport writes it. A patronymic may be absent.
type Name struct{ Surname, Given, Patronymic string }

// Full returns the whole name: «Смирнова Анна Петровна».
func (n Name) Full() string {
	return strings.TrimSpace(n.Surname + " " + n.Given + " " + n.Patronymic)
}

// Short returns the name for a greeting and a menu: «Анна Смирнова».
func (n Name) Short() string { return n.Given + " " + n.Surname }

// Addressed returns how a letter addresses the person: «Анна Петровна», or the given name alone.
func (n Name) Addressed() string { return strings.TrimSpace(n.Given + " " + n.Patronymic) }

// nameMax is the longest part of a name, in characters.
const nameMax = 100

// validNamePart reports whether s can be a surname, a given name or a patronymic: letters of any script, and between
// them hyphens, apostrophes, dots and spaces.
func validNamePart(s string) bool {
	if utf8.RuneCountInString(s) > nameMax {
		return false
	}
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.Is(unicode.Mn, r), strings.ContainsRune("-‑'’ʼ. ", r):
		default:
			return false
		}
	}
	return letters > 0
}

// Email is an address for letters. Its host is in lower case and in the ASCII form of IDNA.
type Email string

const emailMax = mail.AddressMax

// ParseEmail reads one bare address; ok is false when letters could not be sent there.
func ParseEmail(s string) (e Email, ok bool) {
	address, ok := mail.ParseAddress(s)
	return Email(address), ok
}

// Key is what two spellings of one address have in common. Servers may tell upper from lower case before the @, but in
// practice none does, and two accounts on one mailbox help nobody.
func (e Email) Key() string { return strings.ToLower(string(e)) }

// Masked returns the address with most of its local part hidden: a•••@example.org.
func (e Email) Masked() string { return mail.Masked(string(e)) }
