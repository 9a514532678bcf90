package fact

import (
	"slices"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Kind names what a fact is about. It stands in the database, so it never changes.
type Kind string

// The kinds. The value is a text unless said otherwise.
const (
	KindName       Kind = "name"
	KindINN        Kind = "inn"
	KindOGRN       Kind = "ogrn"
	KindKPP        Kind = "kpp"
	KindStatus     Kind = "status"     // a [Status]
	KindRegistered Kind = "registered" // YYYY-MM-DD
	KindRegion     Kind = "region"     // two digits
	KindAddress    Kind = "address"
	KindHeads      Kind = "heads"    // a list: who acts without a power of attorney
	KindFounders   Kind = "founders" // a list
	KindActivity   Kind = "activity" // code of ОКВЭД-2
	KindCapital    Kind = "capital"  // roubles
	KindEmail      Kind = "email"
	KindUnreliable Kind = "unreliable"         // a list of the parts that the tax service marks as unreliable
	KindSmall      Kind = "msp.category"       // micro, small or medium
	KindUnfair     Kind = "rnp.listed"         // a list of numbers in the register of unfair suppliers
	KindUnfairBy   Kind = "rnp.founder"        // a list of numbers there that name the subject as a founder
	KindSuspension Kind = "suspension"         // whether the activity is suspended: «yes» or «no»
	KindBankruptcy Kind = "bankruptcy.message" // whether ЕФРСБ has a message: «yes» or «no»
	KindOffshore   Kind = "offshore.control"   // whether somebody offshore controls it: «yes» or «no»
)

// kinds lists the kinds in the order of pages, with their names.
var kinds = []struct {
	kind  Kind
	label i18n.Text
	// stated tells who may state it: «m» an operator by hand, «d» the organisation itself.
	stated string
}{
	{KindName, i18n.M("Название", "Name"), "m"},
	{KindINN, i18n.M("ИНН", "INN"), ""},
	{KindOGRN, i18n.M("ОГРН", "OGRN"), ""},
	{KindKPP, i18n.M("КПП", "KPP"), "md"},
	{KindStatus, i18n.M("Состояние", "Status"), "m"},
	{KindRegistered, i18n.M("Дата регистрации", "Registered on"), ""},
	{KindRegion, i18n.M("Регион", "Region"), "m"},
	{KindAddress, i18n.M("Адрес", "Address"), "md"},
	{KindHeads, i18n.M("Кто действует без доверенности", "Who acts without a power of attorney"), "m"},
	{KindFounders, i18n.M("Учредители", "Founders"), "md"},
	{KindActivity, i18n.M("Основной вид деятельности", "Main activity"), "d"},
	{KindCapital, i18n.M("Уставный капитал", "Capital"), ""},
	{KindEmail, i18n.M("Почта", "E-mail"), "d"},
	{KindUnreliable, i18n.M("Недостоверные сведения", "Unreliable data"), ""},
	{KindSmall, i18n.M("Категория МСП", "Category of small business"), "md"},
	{KindUnfair, i18n.M("Реестр недобросовестных поставщиков", "Register of unfair suppliers"), "m"},
	{KindUnfairBy, i18n.M("В этом реестре как учредитель", "In that register as a founder"), "m"},
	{KindSuspension, i18n.M("Приостановление деятельности", "Suspension of activity"), "md"},
	{KindBankruptcy, i18n.M("Сообщение о банкротстве", "Message of bankruptcy"), "m"},
	{KindOffshore, i18n.M("Офшорный контроль", "Control from offshore"), "md"},
}

func kindIndex(k Kind) int {
	for i, entry := range kinds {
		if entry.kind == k {
			return i
		}
	}
	return len(kinds)
}

// Label is what the kind is called on pages.
func (k Kind) Label() i18n.Text {
	if i := kindIndex(k); i < len(kinds) {
		return kinds[i].label
	}
	return i18n.Same(string(k))
}

// stated lists the kinds that may be stated: by hand ('m') or in a declaration ('d').
func stated(by byte) []Kind {
	var list []Kind
	for _, entry := range kinds {
		if slices.Contains([]byte(entry.stated), by) {
			list = append(list, entry.kind)
		}
	}
	return list
}

// YesNo are the values of kinds that ask whether something is so.
const (
	Yes = "yes"
	No  = "no"
)

// asksWhether reports whether the value of a kind is [Yes] or [No].
func (k Kind) asksWhether() bool {
	return k == KindSuspension || k == KindBankruptcy || k == KindOffshore
}
