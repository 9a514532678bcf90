package admission

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/klaster-platform/klaster/rule"
)

// Sources of facts as rules.yaml lists them.
const (
	FromRegister    = "egr"          // ЕГРЮЛ and ЕГРИП themselves: a file, the state's exchange, a signed extract
	FromDaData      = "dadata"       // a commercial copy
	FromSmall       = "rsmp"         // единый реестр субъектов МСП
	FromUnfair      = "rnp"          // реестр недобросовестных поставщиков
	FromPersons     = "disqualified" // реестр дисквалифицированных лиц
	FromMessages    = "efrsb"        // messages on bankruptcy
	FromCertificate = "certificate"  // of the electronic signature
	FromApplicant   = "applicant"    // a declaration
	FromExpert      = "expert"       // looked up or judged by hand
	FromSystem      = "system"       // the question itself, and what is not connected
)

func text(ru, en string) rule.Text { return rule.Text{RU: ru, EN: en} }

// catalogue defines the facts about an organisation that rules of admission may name.
var catalogue = sync.OnceValues(func() (*rule.Catalogue, error) { return rule.NewCatalogue(definitions()...) })

func definitions() []rule.Definition {
	empty, negative, nothing := rule.StringsValue(), rule.BoolValue(false), rule.StringValue("")
	register := text("запись ЕГРЮЛ или ЕГРИП", "the record of EGRUL or EGRIP")
	computed := text("вычислено по записям ЕГРЮЛ организации и её участников", "computed from the records of the organisation and those who own it")
	codes := func(name, ru, en string) rule.Definition {
		return rule.Definition{Name: name, Type: rule.Strings, Label: text(ru, en), From: register, Most: 64, None: &empty}
	}
	return []rule.Definition{
		{Name: "ask.purpose", Type: rule.String, Label: text("запрашиваемый статус", "status that is asked for"), From: text("заявление", "the application")},

		{Name: "id.digits", Type: rule.Bool, Label: text("контрольные цифры сходятся", "check digits are right"), From: text("вычислено", "computed")},
		{Name: "id.differs", Type: rule.Strings, Label: text("что не совпадает", "what differs"), From: text("заявление, сертификат, реестр", "application, certificate, register"), Most: 8, None: &empty},

		{Name: "egr.kind", Type: rule.String, Label: text("юридическое лицо или предприниматель", "legal entity or sole proprietor"), From: register},
		{Name: "egr.registered", Type: rule.DateType, Label: text("дата регистрации", "day of registration"), From: register},
		{Name: "egr.region", Type: rule.String, Label: text("код региона", "code of the region"), From: text("адрес в ЕГРЮЛ; у предпринимателя — налоговый орган", "the address in EGRUL; of a sole proprietor the tax office"), Most: 2, None: &nothing},
		{Name: "egr.region_known", Type: rule.Bool, Label: text("регион определён", "the region is known"), From: register},
		{Name: "egr.moving", Type: rule.Bool, Label: text("принято решение о переезде", "decision to move"), From: register},
		codes("egr.codes", "коды состояния", "status codes"),
		codes("egr.codes_unread", "коды состояния, которых нет в справочнике", "status codes in no list"),
		{Name: "egr.ceased", Type: rule.Bool, Label: text("деятельность прекращена", "ceased"), From: register},
		{Name: "egr.ceased_on", Type: rule.DateType, Label: text("дата прекращения", "day on which it ceased"), From: register},
		codes("egr.liquidation", "коды ликвидации", "codes of liquidation"),
		codes("egr.exclusion", "коды предстоящего исключения", "codes of a forthcoming exclusion"),
		codes("egr.bankruptcy", "коды банкротства", "codes of bankruptcy"),
		codes("egr.reorganisation", "коды реорганизации", "codes of reorganisation"),
		{Name: "egr.unreliable", Type: rule.Strings, Label: text("отметки о недостоверности", "marks of unreliability"), From: register, Most: 16, None: &empty},
		{Name: "egr.suspended_licences", Type: rule.Strings, Label: text("приостановленные лицензии", "suspended licences"), From: register, Most: 1024, None: &empty},
		{Name: "egr.disqualified", Type: rule.Bool, Label: text("руководитель дисквалифицирован", "a head is disqualified"), From: register},
		{Name: "egr.okved_main", Type: rule.String, Label: text("основной вид деятельности", "main activity"), From: register},
		{Name: "egr.okved", Type: rule.Strings, Label: text("виды деятельности", "activities"), From: register, Most: 2048, None: &empty},

		{Name: "msp.category", Type: rule.String, Label: text("категория МСП", "category of a small enterprise"), From: text("реестр МСП", "register of small enterprises"), Most: 16, None: &nothing},
		{Name: "rnp.listed", Type: rule.Bool, Label: text("есть в реестре недобросовестных поставщиков", "listed as an unfair supplier"), From: text("реестр недобросовестных поставщиков", "register of unfair suppliers")},
		{Name: "rnp.until", Type: rule.DateType, Label: text("запись действует до", "listed until"), From: text("реестр недобросовестных поставщиков", "register of unfair suppliers")},
		{Name: "rnp.related", Type: rule.Strings, Label: text("записи об учредителях и руководителях", "records on founders and heads"), From: text("реестр недобросовестных поставщиков", "register of unfair suppliers"), Most: 64, None: &empty},
		{Name: "disqualified.named", Type: rule.Strings, Label: text("записи о дисквалификации с именем руководителя", "records of disqualification with the name of a head"), From: text("реестр дисквалифицированных лиц, если загружен", "the register of disqualified persons, if imported"), Most: 64, None: &empty},
		{Name: "efrsb.case", Type: rule.Bool, Label: text("сообщение о процедуре банкротства", "message on a bankruptcy procedure"), From: text("ЕФРСБ, если подключён", "the register of messages, if connected"), None: &negative},
		{Name: "efrsb.intention", Type: rule.Bool, Label: text("намерение обратиться в суд", "intention to go to court"), From: text("ЕФРСБ, если подключён", "the register of messages, if connected"), None: &negative},

		{Name: "declared.suspended", Type: rule.Bool, Label: text("деятельность приостановлена, по словам заявителя", "activity suspended, as the applicant says"), From: text("декларация в кабинете", "the declaration in the cabinet")},
		{Name: "expert.suspended", Type: rule.Bool, Label: text("деятельность приостановлена, по заключению эксперта", "activity suspended, as an expert found"), From: text("эксперт фонда", "expert of the foundation"), None: &negative},

		{Name: "control.offshore", Type: rule.Number, Label: text("доля лиц из офшорных зон, %", "share of offshore persons, %"), From: computed},
		{Name: "control.offshore_least", Type: rule.Number, Label: text("доля лиц из офшорных зон, не меньше, %", "share of offshore persons, at least, %"), From: computed},
		{Name: "control.offshore_most", Type: rule.Number, Label: text("доля лиц из офшорных зон, не больше, %", "share of offshore persons, at most, %"), From: computed},
		{Name: "control.offshore_manager", Type: rule.Bool, Label: text("управляющая организация из офшорной зоны", "managing organisation from an offshore zone"), From: register},
		{Name: "control.list", Type: rule.String, Label: text("перечень офшорных зон", "list of offshore zones"), From: text("перечень Минфина", "list of the Ministry of Finance"), None: &nothing},
		{Name: "control.path", Type: rule.Strings, Label: text("через кого", "through whom"), From: computed, Most: 64, None: &empty},
		{Name: "control.gaps_ru", Type: rule.Strings, Label: text("чего не видно", "what cannot be seen, in Russian"), From: computed, Most: 64, None: &empty},
		{Name: "control.gaps_en", Type: rule.Strings, Label: text("чего не видно, по-английски", "what cannot be seen"), From: computed, Most: 64, None: &empty},
	}
}

//go:embed rules.yaml
var embedded []byte

// Embedded is the book of rules that the program brings. It is read once; a test reads it, so it cannot fail at work.
func Embedded() (*rule.Book, error) { return embeddedBook() }

var embeddedBook = sync.OnceValues(func() (*rule.Book, error) { return Load(embedded) })

// Load reads a book of rules of admission, such as one that an operator has edited. It fails as [rule.Load] does.
func Load(content []byte) (*rule.Book, error) {
	c, err := catalogue()
	if err != nil {
		return nil, fmt.Errorf("define the facts of admission: %w", err)
	}
	return rule.Load(c, content)
}
