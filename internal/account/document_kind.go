package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// documentKind is a kind of document that a person has.
type documentKind string

// The kinds of documents.
const (
	docPassport  documentKind = "passport"
	docForeign   documentKind = "foreign"
	docResidence documentKind = "residence"
	docInterim   documentKind = "interim"
	docSNILS     documentKind = "snils"
	docINN       documentKind = "inn"
	docDiploma   documentKind = "diploma"
	docOther     documentKind = "other"
)

// documentKinds lists the kinds in the order in which they are offered; the first four prove who a person is.
var documentKinds = []documentKind{docPassport, docForeign, docResidence, docInterim, docSNILS, docINN, docDiploma, docOther}

// provingKinds is how many of [documentKinds] prove who a person is.
const provingKinds = 4

var documentName = map[documentKind]i18n.Text{
	docPassport:  i18n.M("Паспорт гражданина РФ", "Passport of a citizen of Russia"),
	docForeign:   i18n.M("Паспорт иностранного гражданина", "Passport of a citizen of another country"),
	docResidence: i18n.M("Вид на жительство", "Residence permit"),
	docInterim:   i18n.M("Временное удостоверение личности", "Interim identity card"),
	docSNILS:     i18n.M("Страховое свидетельство (СНИЛС)", "Insurance card (SNILS)"),
	docINN:       i18n.M("Свидетельство ИНН", "Certificate of the INN"),
	docDiploma:   i18n.M("Диплом", "Diploma"),
	docOther:     i18n.M("Другой документ", "Other document"),
}

func kindOptions(kinds []documentKind) []web.Option {
	list := make([]web.Option, len(kinds))
	for i, k := range kinds {
		list[i] = web.Option{Value: string(k), Label: documentName[k]}
	}
	return list
}

const numberMax = 50

// validNumber reports whether s can be the number of a document of the kind: ten digits for a passport of the country,
// some letters and digits for the others.
func validNumber(k documentKind, s string) bool {
	plain := plainNumber(s)
	if k == docPassport {
		return len(plain) == 10 && digitsOf(plain) == plain
	}
	n := utf8.RuneCountInString(plain)
	return n >= 3 && n <= numberMax && strings.ContainsFunc(plain, unicode.IsDigit)
}

// plainNumber is what all spellings of a number have in common: its letters and digits.
func plainNumber(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}

// maskNumber hides all of a number but its last three characters.
func maskNumber(s string) string {
	r := []rune(plainNumber(s))
	if len(r) <= 5 {
		return strings.Repeat("•", len(r))
	}
	return strings.Repeat("•", len(r)-3) + string(r[len(r)-3:])
}
