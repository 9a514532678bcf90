package egrtest

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/klaster-platform/klaster/workdays"
)

// Shape is what is unusual about a subject.
type Shape string

// The shapes of organisations, in the rotation of [ShapeOf]. Two thirds of the subjects are plain.
const (
	Plain            Shape = "plain"
	Moving           Shape = "moving"              // status 112
	Liquidating      Shape = "liquidating"         // 101
	Excluding        Shape = "excluding"           // 107
	ExcludingNew     Shape = "excluding by 108"    // a code that older lists do not have
	Bankrupt         Shape = "bankrupt"            // 117, with a receiver
	Merging          Shape = "merging"             // 124
	Ceased           Shape = "ceased"              // 418 and СвПрекрЮЛ
	UnknownStatus    Shape = "a code nobody knows" // 119
	HiddenStatus     Shape = "hidden status"       // ОгрДосСв
	HiddenHead       Shape = "hidden head"
	HiddenFounder    Shape = "hidden founder"
	TwoHeads         Shape = "two heads, not told how"
	TwoTogether      Shape = "two heads together" // ВидПолном 1
	EndedHead        Shape = "head whose powers ended"
	DisqualifiedHead Shape = "disqualified head"
	Managed          Shape = "managing organisation"
	ManagedAndHeaded Shape = "managing organisation and a head"
	SoleManager      Shape = "managed by an entrepreneur"
	Offshore         Shape = "foreign founder without percent"
	BadAddress       Shape = "unreliable address"
	BadHead          Shape = "unreliable head"
	Suspended        Shape = "suspended licence"
	Branched         Shape = "branches"
	OnlyGAR          Shape = "address by ГАР alone"
	Fund             Shape = "a fund and the state as founders"
)

// shapes is the rotation.
var shapes = [...]Shape{
	Moving, Liquidating, Excluding, ExcludingNew, Bankrupt, Merging, Ceased, UnknownStatus, HiddenStatus, HiddenHead,
	HiddenFounder, TwoHeads, TwoTogether, EndedHead, DisqualifiedHead, Managed, ManagedAndHeaded, SoleManager, Offshore,
	BadAddress, BadHead, Suspended, Branched, OnlyGAR, Fund,
}

// Shapes are all shapes of organisations but the plain one.
func Shapes() []Shape { return append([]Shape(nil), shapes[:]...) }

// ShapeOf is the shape of organisation i: of three one after another the first has a shape.
func ShapeOf(i int) Shape {
	if i%3 != 0 {
		return Plain
	}
	return shapes[i/3%len(shapes)]
}

// writer writes one subject.
type writer struct {
	dst  []byte
	n    int
	of   Register
	rand *rand.Rand
}

func (w *writer) put(format string, args ...any) { w.dst = fmt.Appendf(w.dst, format, args...) }

func (w *writer) pick(words []string) string { return words[w.rand.IntN(len(words))] }

func (w *writer) day(from, to int) string {
	return w.of.AsOf.AddDays(-from - w.rand.IntN(to-from)).String()
}

// entry is the mark of a record of the register.
func (w *writer) entry() string {
	if w.of.Kind == "egrip" {
		n := 4_24_00_000000000 + uint64(w.n)
		return fmt.Sprintf(`<ГРНИПДата ГРНИП="%d%d" ДатаЗаписи="%s"/>`, n, n%13%10, w.of.AsOf)
	}
	n := 2_24_00_0000000 + uint64(w.n)%10_000_000
	return fmt.Sprintf(`<ГРНДата ГРН="%d%d" ДатаЗаписи="%s"/>`, n, n%11%10, w.of.AsOf)
}

// hidden is the mark of restricted access.
func (w *writer) hidden() string {
	return `<ОгрДосСв ОгрДосСв="1">` + w.entry() + `</ОгрДосСв>`
}

// person is СвФЛ of an invented person.
func (w *writer) person() string {
	return fmt.Sprintf(`<СвФЛ Фамилия="%s" Имя="%s" Отчество="%s" ИННФЛ="%s">%s</СвФЛ>`, w.pick(surnames), w.pick(names),
		w.pick(patronymics), personINN(10_000_000+w.rand.IntN(80_000_000)), w.entry())
}

// Words of our own.
var (
	regions     = []string{"77", "77", "77", "50", "54", "76", "78", "16", "66", "99"}
	surnames    = []string{"АЛМАЗОВ", "БЕРЁЗИН", "ВОЛОДИН", "ГРАНИТОВ", "ДОЛГИХ", "ЁЛКИН", "ЖУРАВЛЁВ", "ЗИМИН", "ИСАЕВ-РЕЧНОЙ", "КОРОЛЬ"}
	names       = []string{"ПЁТР", "ИВАН", "АЛЕКСЕЙ", "СЕМЁН", "ФЁДОР", "ЛЕВ"}
	patronymics = []string{"ПЕТРОВИЧ", "ИВАНОВИЧ", "АЛЕКСЕЕВИЧ", "СЕМЁНОВИЧ", "ФЁДОРОВИЧ", "ЛЬВОВИЧ"}
	trades      = []string{"СВЕТОТЕХНИКА", "МИКРОСХЕМЫ", "БИОПРИБОР", "РОБОТОСТРОЙ", "ГЕОДАННЫЕ", "НОВЫЕ МАТЕРИАЛЫ", "ТЕЛЕМЕТРИЯ", "СТАНКИ"}
	activities  = [][2]string{
		{"62.01", "Разработка компьютерного программного обеспечения"},
		{"72.19", "Научные исследования и разработки в области естественных и технических наук прочие"},
		{"26.51", "Производство инструментов и приборов для измерения, тестирования и навигации"},
		{"28.99", "Производство прочих машин и оборудования специального назначения, не включённых в другие группировки"},
		{"71.12", "Деятельность в области инженерных изысканий"},
		{"46.90", "Торговля оптовая неспециализированная"},
		{"21.20", "Производство лекарственных препаратов"},
		{"68.20", "Аренда и управление собственным или арендованным недвижимым имуществом"},
	}
)

func (w *writer) okved(entry string) {
	main := w.rand.IntN(len(activities))
	w.put(`<СвОКВЭД><СвОКВЭДОсн КодОКВЭД="%s" НаимОКВЭД="%s" ПрВерсОКВЭД="2014">%s</СвОКВЭДОсн>`, activities[main][0], activities[main][1], entry)
	for k := range w.rand.IntN(len(activities)) {
		a := activities[(main+k+1)%len(activities)]
		w.put(`<СвОКВЭДДоп КодОКВЭД="%s" НаимОКВЭД="%s" ПрВерсОКВЭД="2014">%s</СвОКВЭДДоп>`, a[0], a[1], entry)
	}
	w.put("</СвОКВЭД>\n")
}

func (w *writer) history(row, entry string) {
	for k := range w.of.History {
		w.put(`<%s ИдЗап="%d" %s="%s" ДатаЗап="%s"><ВидЗап КодСПВЗ="12201" НаимВидЗап="Изменение сведений, содержащихся в реестре"/>`+
			`<СвРегОрг КодНО="0000" НаимНО="Учебный налоговый орган"/><СведПредДок><НаимДок>Заявление</НаимДок><НомДок>%d</НомДок></СведПредДок></%s>`+"\n",
			row, w.n*1000+k, entry, w.of.OGRN(w.n), w.day(10, 3000), k, row)
	}
}

func (w *writer) entrepreneur() {
	region := w.pick(regions)
	inn, ogrn, entry := w.of.INN(w.n), w.of.OGRN(w.n), w.entry()
	w.put(`<Документ ИдДок="%08x-0000-4000-8000-%012x"><СвИП ДатаВып="%s" ОГРНИП="%s" ДатаОГРНИП="%s" ИННФЛ="%s" КодВидИП="1" НаимВидИП="Индивидуальный предприниматель">`+"\n",
		uint32(w.of.Seed), w.n, w.of.AsOf, ogrn, w.day(100, 4000), inn)
	w.put(`<СвФЛ Пол="1"><ФИОРус Фамилия="%s" Имя="%s" Отчество="%s"/>%s</СвФЛ><СвГражд ВидГражд="1">%s</СвГражд>`+"\n",
		w.pick(surnames), w.pick(names), w.pick(patronymics), entry, entry)
	w.put(`<СвАдрЭлПочты E-mail="IP%d@EXAMPLE.COM">%s</СвАдрЭлПочты><СвРегИП ОГРНИП="%s" ДатаОГРНИП="2024-01-01"/>`+"\n", w.n, entry, ogrn)
	w.put(`<СвРегОрг КодНО="%s00" НаимНО="Учебный налоговый орган">%s</СвРегОрг>`+"\n", region, entry)
	switch w.n % 40 {
	case 0:
		w.put(`<СвСтатус><СвСтатус КодСтатус="110" НаимСтатус="Принято решение о предстоящем исключении"/><СвРешИсклИП ДатаРеш="%s" НомерРеш="1" ДатаПубликации="%s"/>%s</СвСтатус>`+"\n", w.of.AsOf, w.of.AsOf, entry)
	case 20:
		w.put(`<СвПрекращ><СвСтатус КодСтатус="201" НаимСтатус="Прекратил деятельность" ДатаПрекращ="%s"/>%s</СвПрекращ>`+"\n", w.of.AsOf, entry)
	}
	w.put(`<СвУчетНО ИННФЛ="%s" ДатаПостУч="2024-01-01"><СвНО КодНО="%s00" НаимНО="Учебный налоговый орган"/>%s</СвУчетНО>`+"\n", inn, region, entry)
	w.okved(entry)
	w.history("СвЗапЕГРИП", "ГРНИП")
	w.put("</СвИП></Документ>\n")
}

// before is a day some time before the day of the register.
func before(of workdays.Date, days int) string { return of.AddDays(-days).String() }

func sum(n int) string { return strconv.Itoa(n) }
