package organisation

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Limits of what is uploaded.
const (
	maxPowerFile      = 1 << 20 // a power of attorney, as package mchd bounds it
	maxPowerSignature = 1 << 20
	maxParents        = 7 // powers on which one rests; package mchd follows eight in all
)

// PowerState is how far a power of attorney has come here.
type PowerState string

// The states. Those after PowerActive are ends.
const (
	PowerKept      PowerState = "kept"      // checked, waits for the certificate of its agent
	PowerReview    PowerState = "review"    // an operator decides
	PowerActive    PowerState = "active"    // its agent acts by it
	PowerRefused   PowerState = "refused"   // an operator said no
	PowerWithdrawn PowerState = "withdrawn" // a representative of the organisation ended it here
	PowerRevoked   PowerState = "revoked"   // the registry of powers of attorney says so
	PowerRemoved   PowerState = "removed"   // the agent gave it up
	PowerOver      PowerState = "over"      // its term
	PowerReplaced  PowerState = "replaced"  // the agent acts by another one
	PowerEnded     PowerState = "ended"     // the organisation is no more, or the account
)

// Standing reports whether the power has not ended.
func (s PowerState) Standing() bool { return s == PowerKept || s == PowerReview || s == PowerActive }

// Power is a power of attorney that a person has brought. Its files never change.
type Power struct {
	ID        string
	Person    actor.PersonID
	Number    mchd.Number
	SHA256    string // of the file, in hexadecimal
	files     powerFiles
	parents   []powerFiles // its immediate parent first
	signed    []powerProof // one for each document: its own first
	INN       string       // of the principal
	OGRN      string
	Principal string
	Agent     string
	Issued    string // 2026-09-01
	Until     time.Time
	State     PowerState
	Signer    string // id of the line in the list of those who sign, while it is active
	Added     time.Time
	Ended     time.Time
	EndedBy   actor.PersonID
}

// powerFiles are the document and its signature in the store of files.
type powerFiles struct {
	Document  blob.Ref `json:"document"`
	Signature blob.Ref `json:"signature"`
}

// powerProof is what the check of the signatures under one document found when it came in. A power stays in force when the
// certificate of who gave it ends, so that the signature is judged then and not again.
type powerProof struct {
	Signatures []PowerSignature `json:"signatures"`
	Report     json.RawMessage  `json:"report,omitempty"`
	At         time.Time        `json:"at"`
}

// PowerSignature is one signature under a power of attorney, judged by the policy of the installation (T16).
type PowerSignature struct {
	Holder Holder      `json:"holder"`
	Valid  mchd.Answer `json:"valid"`
}

// PowerSignatures judges signatures under powers of attorney: package signature.
type PowerSignatures interface {
	// CheckPower judges a detached signature. Yes is what passed the policy of the installation; unknown is only what would have
	// passed while the certificate was valid. A fault says that it cannot be read, or be judged now.
	CheckPower(ctx context.Context, document, signature []byte) (list []PowerSignature, report json.RawMessage, err error)
}

// PowerRegistry is the registry of powers of attorney, or whoever answers for it. What it does not know it answers with
// [mchd.StatusUnknown]; an error counts as silence.
type PowerRegistry interface {
	Status(ctx context.Context, n mchd.Number, principal mchd.Subject) (mchd.Registry, error)
}

// identity is whom the numbers of a certificate name, as package mchd compares them.
func (h Holder) identity() cert.Identity {
	id := cert.Identity{Kind: cert.Person, INN: h.INN, INNPerson: h.PersonINN, OGRN: h.OGRN, OGRNIP: h.OGRNIP, SNILS: h.SNILS}
	switch {
	case h.ForOrganisation():
		id.Kind = cert.Organisation
	case h.OGRNIP != "":
		id.Kind = cert.Proprietor
	}
	return id
}

// powerEnd is the moment at which a term is over: the end of its last day in Moscow.
func powerEnd(last mchd.Date) time.Time {
	return time.Date(last.Year, last.Month, last.Day+1, 0, 0, 0, 0, i18n.Moscow())
}

// partyName is what a party is called.
func partyName(p mchd.Party) string {
	if p.Name != "" {
		return p.Name
	}
	return strings.Join(strings.Fields(p.FullName.Surname+" "+p.FullName.Given+" "+p.FullName.Patronymic), " ")
}

// Refusals of powers of attorney.
var (
	ErrNoPower = fault.New(fault.NotFound, i18n.M(
		"Такой доверенности в списке нет: возможно, её отозвали или срок истёк.",
		"There is no such power of attorney in the list; maybe it was withdrawn or its term is over."))
	ErrPowerIdentity = fault.New(fault.Forbidden, i18n.M(
		"Доверенность сравнивают с вашим СНИЛС, а он пока не подтверждён. Подтвердите СНИЛС в профиле и загрузите её ещё раз.",
		"A power of attorney is compared with your SNILS, which is not confirmed yet. Confirm it in your profile and upload the file again."))
	ErrPowerSize = fault.New(fault.Invalid, i18n.M(
		"Файл слишком большой: доверенность и подпись занимают не больше 1 МБ каждая.",
		"The file is too large: a power of attorney and a signature have at most 1 MB each."))
	ErrPowerEncoding = fault.New(fault.Invalid, i18n.M(
		"Файл доверенности в чужой кодировке: единая форма допускает только Юникод. Выгрузите файл из системы, где она создана, ещё раз и ничего в нём не меняйте.",
		"A power of attorney must be in UTF-8. Export the file again from the system in which it was made, and change nothing in it."))
	ErrPowerFile = fault.New(fault.Invalid, i18n.M(
		"Это не машиночитаемая доверенность единой формы 003. Нужен файл XML, который дала система, где доверенность создана.",
		"This is not a machine-readable power of attorney of the single form (EMCHD_1). The XML file of the system that made it is wanted."))
	ErrPowerPrincipal = fault.New(fault.Invalid, i18n.M(
		"Доверенность выдана не организацией и не предпринимателем, а действовать здесь можно только от их имени.",
		"The power was not given by an organisation or a sole proprietor, and one acts here only for those."))
	ErrPowerParents = fault.New(fault.Invalid, i18n.M(
		"Это передоверие. Приложите доверенности, на которых оно основано: файл XML и файл подписи для каждой.",
		"This power passes on another one. Add the powers on which it rests: an XML file and a signature file for each."))
	ErrPowerTwice = fault.New(fault.Conflict, i18n.M(
		"Эта доверенность у вас уже загружена.", "You have uploaded this power of attorney already."))
	ErrPowerWithdrawn = fault.New(fault.Forbidden, i18n.M(
		"Организация отозвала здесь эту доверенность. Попросите руководителя выдать новую.",
		"The organisation has withdrawn this power of attorney here. Ask the head for a new one."))
	ErrPowerNoCabinet = fault.New(fault.Conflict, i18n.M(
		"У этой организации ещё нет кабинета. По доверенности его не открывают: кабинет открывает руководитель своей подписью. Отправьте ему ссылку.",
		"This organisation has no account here yet. A power of attorney does not open one: the head does, with a signature. Send the head a link."))
	ErrSignsAlready = fault.New(fault.Conflict, i18n.M(
		"Вы уже подписываете за эту организацию без доверенности.",
		"You sign for this organisation already, without a power of attorney."))
	ErrPowerOther = fault.New(fault.Forbidden, i18n.M(
		"Доверенность действует с личной подписью. Войдите по личному сертификату, а не по сертификату организации.",
		"A power of attorney goes with a personal signature. Sign in with your personal certificate, not with one of an organisation."))
)

// PowerRefusal is a power of attorney that does not give what is asked for, with every check.
type PowerRefusal struct {
	*fault.Fault
	Verdict mchd.Verdict
}

// Unwrap returns the fault, so that the edge knows its kind.
func (r *PowerRefusal) Unwrap() error { return r.Fault }

// refusePower says which checks failed.
func refusePower(v mchd.Verdict) error {
	var ru, en []string
	for _, c := range v.Checks {
		if c.Result == mchd.No {
			ru, en = append(ru, c.RU), append(en, c.EN)
		}
	}
	return &PowerRefusal{fault.New(fault.Forbidden, i18n.F("Доверенность не подходит. %s.", "The power of attorney does not do. %s.").With(
		i18n.M(strings.Join(ru, ". "), strings.Join(en, ". ")))), v}
}
