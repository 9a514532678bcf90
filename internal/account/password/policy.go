package password

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// MaxLength is the longest password in characters. The bound only keeps a request small.
const MaxLength = 128

// Policy says which passwords are taken.
type Policy struct {
	Min         int  // characters
	Composition bool // upper case, lower case and a digit
	Breached    *Breached
}

// The two rules between which an operator chooses.
var (
	// City is the rule of the city's accounts: at least 8 characters with upper case, lower case and a digit.
	City = Policy{Min: 8, Composition: true}
	// Modern is the rule of NIST SP 800-63B-4 §3.1.1.2: length counts, composition does not.
	Modern = Policy{Min: 15}
)

// Rule tells the rule to a person before they choose.
func (p Policy) Rule() i18n.Text {
	n := i18n.Count{N: int64(p.Min), One: "знака", Few: "знаков", Many: "знаков", Single: "character", Multiple: "characters"}
	if p.Composition {
		return i18n.F("Не меньше %s: заглавные и строчные буквы и цифры. Пробелы и любые другие знаки тоже подходят.",
			"At least %s: upper-case and lower-case letters and digits. Spaces and any other signs are fine, too.").With(n)
	}
	return i18n.F("Не меньше %s. Подойдёт фраза из нескольких слов, которую легко запомнить вам и трудно угадать другим.",
		"At least %s. A phrase of several words that you remember easily and others cannot guess will do.").With(n)
}

var (
	tooShort = i18n.F("Пароль слишком короткий: в нём должно быть не меньше %s.", "The password is too short: it needs at least %s.")
	tooLong  = i18n.F("Пароль слишком длинный: помещается %s.", "The password is too long: there is room for %s.")
	lacks    = i18n.F("Добавьте в пароль %s.", "Add %s to the password.")
	tooEasy  = i18n.M("Такой пароль легко угадать: он есть в списках частых паролей. Придумайте другой.",
		"This password is easy to guess: it is on the lists of common ones. Choose another.")
	personal = i18n.M("Пароль повторяет ваше имя, адрес почты или название сайта, его легко угадать. Придумайте другой.",
		"The password repeats your name, your e-mail or the name of the site, so it is easy to guess. Choose another.")
	leaked = i18n.M("Этот пароль встречался в утечках данных, им уже нельзя защититься. Придумайте другой.",
		"This password has appeared in data leaks and protects no more. Choose another.")

	upperCase = i18n.M("заглавную букву", "an upper-case letter")
	lowerCase = i18n.M("строчную букву", "a lower-case letter")
	digit     = i18n.M("цифру", "a digit")
)

// Check returns why the password is not taken, or the zero text. about are texts that others know of the person: names,
// the e-mail.
func (p Policy) Check(password string, about ...string) i18n.Text {
	password = norm.NFC.String(password)
	switch n := utf8.RuneCountInString(password); {
	case n < p.Min:
		return tooShort.With(i18n.Count{N: int64(p.Min), One: "знака", Few: "знаков", Many: "знаков", Single: "character", Multiple: "characters"})
	case n > MaxLength:
		return tooLong.With(i18n.Count{N: MaxLength, One: "знак", Few: "знака", Many: "знаков", Single: "character", Multiple: "characters"})
	}
	if p.Composition {
		if missing := composition(password); !missing.IsZero() {
			return lacks.With(missing)
		}
	}
	switch {
	case common(password):
		return tooEasy
	case repeats(password, about):
		return personal
	case p.Breached.Has(password):
		return leaked
	}
	return i18n.Text{}
}

func composition(password string) i18n.Text {
	switch {
	case !strings.ContainsFunc(password, unicode.IsUpper):
		return upperCase
	case !strings.ContainsFunc(password, unicode.IsLower):
		return lowerCase
	case !strings.ContainsFunc(password, unicode.IsDigit):
		return digit
	}
	return i18n.Text{}
}

// repeats reports whether the password is little more than something known of the person: the known text with at most
// four other characters.
func repeats(password string, about []string) bool {
	folded := strings.ToLower(password)
	for _, known := range about {
		known, _, _ = strings.Cut(strings.ToLower(known), "@")
		if utf8.RuneCountInString(known) < 4 || !strings.Contains(folded, known) {
			continue
		}
		if utf8.RuneCountInString(folded)-utf8.RuneCountInString(known) <= 4 {
			return true
		}
	}
	return false
}
