package demo

import (
	"fmt"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Key is whom the software key of a role names: the fields of the form that makes trial signatures.
type Key struct {
	Kind                             string // head, ip, person
	Surname, Given, SNILS, PersonINN string
	Organisation, INN, OGRN, OGRNIP  string
}

// Role is somebody as whom a visitor may try the platform.
type Role struct {
	Name  string // in addresses
	Title i18n.Text
	About i18n.Text // what there is to try, in a sentence or two
	Email string    // of the person, who is one of [People]
	Start string    // the path on which the work begins
	Key   *Key      // nil: the role signs nothing
	// Cabinet is the ОГРН of the organisation account that the role needs, "" if it begins without one.
	Cabinet string
	Group   Group
}

// Group is what roles of one kind stand under.
type Group uint8

// The groups.
const (
	Applicants Group = iota
	Staff
)

// The organisations of roles, by their places in [Organisations].
const (
	placeVector = 0
	placeVolga  = 2
	placeLaser  = 21
)

// numberSNILS is a number that is never issued, with a right control number: the n-th of those that the trial register of СНИЛС
// confirms at once.
func numberSNILS(n int) string {
	base := fmt.Sprintf("999%05d0", n)
	return base + fmt.Sprintf("%02d", weighted(base, 9, 8, 7, 6, 5, 4, 3, 2, 1)%101%100)
}

// annaSNILS is the СНИЛС of the first person, which examples name.
const annaSNILS = "11223344595"

// Roles returns the roles of a trial installation.
func Roles() []Role {
	list, vera := Organisations(), Proprietors()[0]
	vector, volga, laser := list[placeVector], list[placeVolga], list[placeLaser]
	return []Role{
		{
			Name: "head", Email: "anna@klaster.example", Start: "/organisations", Key: headKey(vector, "anna@klaster.example"),
			Title: i18n.M("Руководитель организации", "Head of an organisation"),
			About: i18n.M("Открыть кабинет московской организации подписью, заполнить заявление на статус участника, подписать и отправить.",
				"Open the account of a Moscow organisation by a signature, fill in the application for the status of a participant, sign and send it."),
		},
		{
			Name: "accountant", Email: "accountant@klaster.example", Start: "/org/" + laser.OGRN + "/applications", Cabinet: laser.OGRN,
			Title: i18n.M("Бухгалтер", "Accountant"),
			About: i18n.M("Доверенное лицо со стандартным доступом: заполнить черновик и передать его руководителю на подпись.",
				"A trusted person with standard access: fill in a draft and hand it to the head to be signed."),
		},
		{
			Name: "signer", Email: "belova@klaster.example", Start: "/org/" + laser.OGRN + "/applications", Cabinet: laser.OGRN, Key: headKey(laser, "belova@klaster.example"),
			Title: i18n.M("Руководитель, которому передали документ", "Head to whom a document was handed"),
			About: i18n.M("Подписать то, что подготовил бухгалтер, или вернуть с замечанием.", "Sign what the accountant has prepared, or return it with a comment."),
		},
		{
			Name: "ip", Email: "vera@klaster.example", Start: "/organisations",
			Key: &Key{
				Kind: "ip", Surname: vera.Surname, Given: vera.Given + " " + vera.Patronymic, SNILS: PersonWith("vera@klaster.example").SNILS(), PersonINN: vera.INN, OGRNIP: vera.OGRNIP,
			},
			Title: i18n.M("Индивидуальный предприниматель", "Sole proprietor"),
			About: i18n.M("Открыть кабинет предпринимателя и подать заявление от своего имени.", "Open the account of a proprietor and apply in one’s own name."),
		},
		{
			Name: "region", Email: "ilya@klaster.example", Start: "/organisations", Key: headKey(volga, "ilya@klaster.example"),
			Title: i18n.M("Руководитель организации из региона", "Head of a regional organisation"),
			About: i18n.M("Войти с подписью: организация из другого региона становится партнёром без заявления.",
				"Sign in with a signature: an organisation of another region becomes a partner without an application."),
		},
		{
			Name: "reviewer", Email: "expert@klaster.example", Start: "/admin/applications", Group: Staff, Key: personKey("expert@klaster.example"),
			Title: i18n.M("Рассматривающий", "Reviewer"),
			About: i18n.M("Эксперт фонда: очередь заявлений, проверки рядом с ответами, решение с подписью.",
				"An expert of the foundation: the queue of applications, checks beside the answers, a signed decision."),
		},
		{
			Name: "operator", Email: "operator@klaster.example", Start: "/admin/applications", Group: Staff, Key: personKey("operator@klaster.example"),
			Title: i18n.M("Оператор фонда", "Operator of the foundation"),
			About: i18n.M("Реестры, право подписи, приём людей, письма, тексты сайта; решения по заявлениям.",
				"Registers, rights to sign, visits of people, letters, texts of the site; decisions on applications."),
		},
		{
			Name: "security", Email: "auditor@klaster.example", Start: "/admin/audit", Group: Staff,
			Title: i18n.M("Безопасность", "Security"),
			About: i18n.M("Аудитор: журнал, кто чьи данные смотрел, готовность к работе. Менять ничего не может.",
				"An auditor: the journal, who looked at whose data, readiness. Can change nothing."),
		},
		{
			Name: "owner", Email: "owner@klaster.example", Start: "/admin/readiness", Group: Staff,
			Title: i18n.M("Владелец установки", "Owner of the installation"),
			About: i18n.M("Роли сотрудников — по решению двух человек, чего не хватает настоящей установке.",
				"Roles of the staff by the decision of two people, and what a real installation lacks."),
		},
	}
}

// RoleNamed finds a role.
func RoleNamed(name string) (Role, bool) {
	for _, r := range Roles() {
		if r.Name == name {
			return r, true
		}
	}
	return Role{}, false
}

// PersonWith returns the person of [People] with an address.
func PersonWith(email string) Person {
	for _, p := range People() {
		if p.Email == email {
			return p
		}
	}
	return Person{}
}

func headKey(o Organisation, email string) *Key {
	h := o.Heads[0]
	return &Key{
		Kind: "head", Surname: h.Surname, Given: strings.TrimSpace(h.Given + " " + h.Patronymic), SNILS: PersonWith(email).SNILS(), PersonINN: h.INN,
		Organisation: o.Name, INN: o.INN, OGRN: o.OGRN,
	}
}

// personKey is a personal certificate of one of [People].
func personKey(email string) *Key {
	p := PersonWith(email)
	return &Key{Kind: "person", Surname: p.Surname, Given: strings.TrimSpace(p.Given + " " + p.Patronymic), SNILS: p.SNILS()}
}

// SNILS is the СНИЛС of one of [People]: Anna's is that of the examples, and the others' go by their places.
func (p Person) SNILS() string {
	for i, other := range People() {
		if other.Email == p.Email && i > 0 {
			return numberSNILS(i)
		}
	}
	return annaSNILS
}
