package organisation

import (
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/ruid"
)

// Cabinet is what an organisation or sole proprietor has here. Everything that the register knows is read there when it is
// shown; the name stands here for lists.
type Cabinet struct {
	ID        actor.OrganisationID
	OGRN      string // ОГРН of 13 digits, ОГРНИП of 15
	INN       string
	KPP       ruid.KPP
	Name      string
	Email     string
	Phone     ruid.Phone
	OpenedBy  actor.PersonID
	Opened    time.Time
	Signature string // id of the signed login that opened it
}

// Proprietor reports whether it is the cabinet of a sole proprietor.
func (c Cabinet) Proprietor() bool { return len(c.OGRN) == 15 }

// Path is the address of the cabinet. The acting organisation stands in the path, so that each tab acts for its own.
func (c Cabinet) Path() string { return "/org/" + c.OGRN }

// Signatory is a person who signs for an organisation.
type Signatory struct {
	ID           string
	Organisation actor.OrganisationID
	Person       actor.PersonID
	Basis        Basis
	Joint        bool
	Post         string
	INN          ruid.INN // personal, as the certificate had it: by it the register is asked again
	Certificate  string   // id in the register of signatures; "" after it was removed
	Since        time.Time
	Until        time.Time // zero: as long as the register says so
	Judged       time.Time
	AsOf         string // 2006-01-02, the day for which the register answered; "" when an operator decided
	Ended        time.Time
	EndedWhy     string
}

// Certificate is a line of the register of signatures.
type Certificate struct {
	ID           string
	Organisation actor.OrganisationID
	Person       actor.PersonID
	SHA256       string
	Serial       string
	Holder       string
	Issuer       string
	NotBefore    time.Time
	NotAfter     time.Time
	Trial        bool
	Added        time.Time
	Removed      time.Time
}

// Details are what the organisation says of itself.
type Details struct {
	KPP   ruid.KPP
	Email string
	Phone ruid.Phone
}

// Refusals.
var (
	ErrNoCabinet = actor.ErrNotYours
	ErrNoLogin   = fault.New(fault.NotFound, i18n.M(
		"Подпись для входа не найдена или устарела: она действует час, в этом браузере и один раз. Войдите по электронной подписи ещё раз.",
		"There is no signed login, or it is too old: it holds for an hour, in this browser, and once. Sign in with your signature again."))
	ErrOtherHolder = fault.New(fault.Forbidden, i18n.M(
		"Сертификат выдан другому человеку: его СНИЛС не совпадает со СНИЛС вашей учётной записи. Кабинет открывает только владелец сертификата. Выйдите и войдите по этой подписи под его именем.",
		"The certificate belongs to another person: its SNILS is not that of your account. Only the holder of a certificate opens an organisation account. Sign out and sign in with that signature as its holder."))
	ErrNoHolderSNILS = fault.New(fault.Invalid, i18n.M(
		"В сертификате нет СНИЛС, поэтому неизвестно, кому он выдан. Обратитесь в удостоверяющий центр: сертификат нужно заменить.",
		"The certificate has no SNILS, so nobody can tell to whom it belongs. Ask the authority that issued it to replace it."))
	ErrNoCertificate = fault.New(fault.NotFound, i18n.M(
		"Такой подписи в списке нет: возможно, её уже удалили.", "There is no such signature in the list; maybe it was removed already."))
	ErrIdentityReview = fault.New(fault.Conflict, i18n.M(
		"Данные сертификата и учётной записи расходятся. Обращение передано оператору; когда он решит, придёт письмо.",
		"The certificate and your account differ. An operator will look at it, and you will get a letter."))
)
