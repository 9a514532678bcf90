package form

import (
	"strings"

	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// Fact is one thing that is known of the applicant, in the form in which a document shows it.
type Fact struct {
	State  rule.State
	Value  string // as it is shown; of a list with ", " between, of a day 2026-11-22
	Source Text   // who says so: «ЕГРЮЛ»
	Record string // where in the source
	AsOf   workdays.Date
}

// items are those of a list.
func (f Fact) items() []string {
	if f.State != rule.Known || f.Value == "" {
		return nil
	}
	return strings.Split(f.Value, ", ")
}

// Given is what is known of the applicant, by the names of [Vocabulary]. What it does not hold is unknown.
type Given map[string]Fact

// Vocabulary defines what services may ask of an applicant beside the answers: for prefilling, for showing, and in conditions.
func Vocabulary() []rule.Definition {
	register := Text{RU: "запись ЕГРЮЛ или ЕГРИП", EN: "the record of EGRUL or EGRIP"}
	cabinet := Text{RU: "кабинет организации", EN: "the organisation account"}
	account := Text{RU: "учётная запись", EN: "the account"}
	text := func(name, ru, en string, from Text) rule.Definition {
		return rule.Definition{Name: name, Type: rule.String, Label: Text{RU: ru, EN: en}, From: from, Most: 2000}
	}
	return []rule.Definition{
		text("egr.name", "наименование", "name", register),
		text("egr.full_name", "полное наименование", "full name", register),
		text("egr.inn", "ИНН", "INN", register),
		text("egr.ogrn", "ОГРН или ОГРНИП", "OGRN or OGRNIP", register),
		text("egr.kpp", "КПП", "KPP", register),
		text("egr.kind", "юридическое лицо или предприниматель", "legal entity or sole proprietor", register),
		text("egr.status", "состояние", "status", register),
		text("egr.address", "адрес", "address", register),
		text("egr.region", "код региона", "code of the region", register),
		{Name: "egr.registered", Type: rule.DateType, Label: Text{RU: "дата регистрации", EN: "day of registration"}, From: register},
		text("egr.head", "кто действует без доверенности", "who acts without a power of attorney", register),
		text("egr.okved_main", "основной вид деятельности", "main activity", register),
		{Name: "egr.okved", Type: rule.Strings, Label: Text{RU: "виды деятельности", EN: "activities"}, From: register, Most: 2048},
		text("msp.category", "категория МСП", "category of a small business", Text{RU: "реестр МСП", EN: "register of small business"}),
		text("cabinet.email", "электронная почта организации", "email of the organisation", cabinet),
		text("cabinet.phone", "телефон организации", "telephone of the organisation", cabinet),
		text("cabinet.kpp", "КПП, по словам организации", "KPP, as the organisation says", cabinet),
		text("person.name", "кто заполняет", "who fills it in", account),
		text("person.email", "электронная почта заявителя", "email of the person", account),
		text("person.snils", "СНИЛС заявителя, если он подтверждён", "SNILS of the person, when it is confirmed", account),
		text("person.phone", "телефон заявителя", "telephone of the person", account),
		text(PeriodFact, "за какой период", "for which period", Text{RU: "срок сдачи", EN: "the term of filing"}),
		text("applicant.standing", "статус в кластере", "status in the cluster", Text{RU: "реестр кластера", EN: "register of the cluster"}),
	}
}

// value is the fact as conditions see it.
func (f Fact) value(d rule.Definition) (rule.Value, bool) {
	switch d.Type {
	case rule.String:
		return rule.StringValue(f.Value), true
	case rule.Strings:
		return rule.StringsValue(f.items()...), true
	case rule.DateType:
		day, err := workdays.ParseDate(f.Value)
		return rule.DateValue(day), err == nil
	default:
		return rule.Value{}, false
	}
}
