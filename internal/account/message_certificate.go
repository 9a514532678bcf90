package account

import (
	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// foundWords are what is said when an identity has come that nobody here is linked to: of another site, or of a certificate.
type foundWords struct {
	title, text, have, newcomer, prefilled, goOn i18n.Text // somebody whom nobody knows
	link                                         i18n.Text // the question whether to link it
	linked                                       i18n.Format
}

func wordsOf(port connector.Port) foundWords {
	if sourceOf(port) == ByCertificate {
		return certificateWords
	}
	label := port.Label()
	return foundWords{
		title: titleUnknown, text: unknownText.With(label), have: unknownHaveText, newcomer: unknownNewText, prefilled: prefilled.With(label),
		goOn: linkGoLink, link: titleFound.With(label), linked: foundText,
	}
}

// whom says whose account is to be linked, and to what.
func (w foundWords) whom(p Person, port connector.Port) i18n.Text {
	if sourceOf(port) == ByCertificate {
		return w.linked.With(p.Name.Full())
	}
	return w.linked.With(p.Name.Full(), port.Label())
}

var certificateWords = foundWords{
	title: i18n.M("С этой подписью здесь ещё не входили", "Nobody has signed in here with this signature yet"),
	text: i18n.M("Подпись подошла, но учётной записи со СНИЛС из сертификата здесь нет. Войдите в свою учётную запись или зарегистрируйтесь: подписывать ещё раз не придётся.",
		"The signature is good, but no account here has the SNILS of the certificate. Sign in to your account or register: you will not have to sign again."),
	have: i18n.M("Войдите обычным способом, и мы предложим связать с учётной записью эту подпись.", "Sign in the usual way, and we will offer to link this signature to the account."),
	newcomer: i18n.M("Зарегистрируйтесь: имя подставим из сертификата. Адрес почты нужно будет подтвердить.",
		"Register: we will fill in the name of the certificate. You will have to confirm your email."),
	prefilled: i18n.M("Имя — из сертификата электронной подписи. Проверьте, нет ли ошибки.", "The name comes from the certificate of your signature. Check that it is right."),
	goOn:      i18n.M("Продолжить с электронной подписью", "Go on with the signature"),
	link:      i18n.M("Связать подпись с учётной записью?", "Link the signature to the account?"),
	linked: i18n.F("В учётную запись %s можно будет входить и по этой электронной подписи. Её уровень станет полным.",
		"You will also be able to sign in to the account of %s with this signature. The account becomes one of the full level."),
}
