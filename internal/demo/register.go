package demo

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Organisation is an organisation of a trial installation's register. Its numbers have right check digits and are never
// issued: 9900 is no tax office, and the year 99 of an ОГРН was before there were any.
type Organisation struct {
	OGRN, INN, KPP string
	Name           string // short
	Full           string
	Region         string // two digits
	Case           string // what it is there to show, in English
	Heads          []Head
	Manager        int // index of the managing organisation among the organisations, 0 for none
	Founders       []Founder
	Status         string // code and name, "" in good standing
	Ceased         string // code and name
	Activity       string // code and name
	City, Street   string
	Unreliable     bool // the address
	Hidden         bool // the register hides the head
	JointStock     bool
	Powers         string // how several heads act: "1" together, "2" each alone
}

// Head is who acts for an organisation without a power of attorney.
type Head struct {
	Surname, Given, Patronymic string
	INN                        string
	Post                       string
}

// Founder is a founder with a share in percent. Country is set for a foreign one, of which Percent 0 leaves the share out.
type Founder struct {
	Surname, Given, Patronymic string // a person
	INN, OGRN, Name            string // an organisation
	Country, CountryName       string
	Percent                    string
}

// Proprietor is a sole proprietor of the register.
type Proprietor struct {
	OGRNIP, INN                string
	Surname, Given, Patronymic string
	Office                     string // tax office: its first two digits are the region
	Activity                   string
	Ceased                     string
	Case                       string
}

// organisationINN returns the never issued ИНН of the n-th organisation.
func organisationINN(n int) string {
	base := fmt.Sprintf("9900%05d", n)
	return base + digit(weighted(base, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10)
}

// PersonINN returns the never issued ИНН of the n-th person.
func PersonINN(n int) string {
	base := fmt.Sprintf("9900%06d", n)
	base += digit(weighted(base, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10)
	return base + digit(weighted(base, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10)
}

func organisationOGRN(region string, n int) string {
	base := fmt.Sprintf("199%s%07d", region, n)
	v, _ := strconv.ParseInt(base, 10, 64)
	return base + digit(int(v%11%10))
}

func proprietorOGRNIP(region string, n int) string {
	base := fmt.Sprintf("399%s%09d", region, n)
	v, _ := strconv.ParseInt(base, 10, 64)
	return base + digit(int(v%13%10))
}

func weighted(digits string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(digits[i]-'0') * w
	}
	return sum
}

func digit(n int) string { return strconv.Itoa(n) }

// Register returns the files of ЕГРЮЛ and ЕГРИП with [Organisations] and [Proprietors], in the form of the tax service, as of a day.
func Register(on time.Time) (organisations, proprietors []byte) {
	return organisationsFile(Organisations(), on), proprietorsFile(Proprietors(), on)
}

// TownRegister returns the same files with everybody in them.
func TownRegister(on time.Time) (organisations, proprietors []byte) {
	return organisationsFile(Town(), on), proprietorsFile(townProprietors(), on)
}

const fileHead = `<?xml version="1.0" encoding="UTF-8"?>
<Файл ИдФайл="%s_0000_9965_%s_00000000-0000-4000-8000-000000000000" ВерсФорм="%s" ТипИнф="%s" ВерсПрог="1.0" КолДок="%d">
<ИдОтпр ДолжОтв="Учебный отправитель"><ФИООтв Фамилия="УЧЕБНЫЙ" Имя="ОТПРАВИТЕЛЬ"/></ИдОтпр>
`

func organisationsFile(list []Organisation, on time.Time) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, fileHead, "VO_RUGFO", on.Format("20060102"), "4.07", "ЕГРЮЛ_ОТКР_СВЕД", len(list))
	for i, o := range list {
		o.write(&b, list, i, on.Format(time.DateOnly))
	}
	b.WriteString("</Файл>\n")
	return []byte(b.String())
}

// q is a text as the value of an attribute.
func q(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return `"` + b.String() + `"`
}

func up(s string) string { return q(strings.ToUpper(s)) }

// entry is the record of the register by which the facts of an organisation came in.
func (o Organisation) entry() string {
	return `<ГРНДата ГРН="` + o.OGRN + `" ДатаЗаписи="2019-03-01"/>`
}

func (o Organisation) write(b *strings.Builder, all []Organisation, i int, on string) {
	form, formName := "12300", "Общества с ограниченной ответственностью"
	if o.JointStock {
		form, formName = "12267", "Непубличные акционерные общества"
	}
	p := func(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }
	p(`<Документ ИдДок="demo-%d"><СвЮЛ ДатаВып="%s" ОГРН="%s" ДатаОГРН="2019-03-01" ИНН="%s" КПП="%s" СпрОПФ="ОКОПФ" КодОПФ="%s" ПолнНаимОПФ=%s>`, i+1, on, o.OGRN, o.INN, o.KPP, form, q(formName))
	p(`<СвНаимЮЛ НаимЮЛПолн=%s>%s<СвНаимЮЛСокр НаимСокр=%s>%s</СвНаимЮЛСокр></СвНаимЮЛ>`, up(o.Full), o.entry(), up(o.Name), o.entry())
	p(`<СвАдресЮЛ ВидАдрКлассиф="1"><АдресРФ Индекс="101000" КодРегион="%s" Дом="Д. %d">`, o.Region, i+1)
	p(`<Регион НаимРегион=%s/><Улица ТипУлица="УЛ." НаимУлица=%s/>%s</АдресРФ>`, up(o.City), up(o.Street), o.entry())
	if o.Unreliable {
		p(`<СвНедАдресЮЛ ПризнНедАдресЮЛ="2" ТекстНедАдресЮЛ="сведения недостоверны (результаты проверки достоверности содержащихся в ЕГРЮЛ сведений о юридическом лице)">%s</СвНедАдресЮЛ>`, o.entry())
	}
	p(`</СвАдресЮЛ><СвОбрЮЛ ОГРН="%s" ДатаОГРН="2019-03-01"><СпОбрЮЛ КодСпОбрЮЛ="01" НаимСпОбрЮЛ="Создание юридического лица"/>%s</СвОбрЮЛ>`, o.OGRN, o.entry())
	p(`<СвРегОрг КодНО="%s46" НаимНО="Учебная инспекция" АдрРО="Учебная улица, 1">%s</СвРегОрг>`, o.Region, o.entry())
	if o.Status != "" {
		code, name, _ := strings.Cut(o.Status, " ")
		p(`<СвСтатус><СвСтатус КодСтатусЮЛ="%s" НаимСтатусЮЛ=%s/>%s</СвСтатус>`, code, q(name), o.entry())
	}
	if o.Ceased != "" {
		code, name, _ := strings.Cut(o.Ceased, " ")
		p(`<СвПрекрЮЛ ДатаПрекрЮЛ="2025-06-02"><СпПрекрЮЛ КодСпПрекрЮЛ="%s" НаимСпПрекрЮЛ=%s/><СвРегОрг КодНО="%s46" НаимНО="Учебная инспекция"/>%s</СвПрекрЮЛ>`, code, q(name), o.Region, o.entry())
	}
	p(`<СвУчетНО ИНН="%s" КПП="%s" ДатаПостУч="2019-03-01"><СвНО КодНО="%s46" НаимНО="Учебная инспекция"/>%s</СвУчетНО>`, o.INN, o.KPP, o.Region, o.entry())
	p(`<СвУстКап НаимВидКап="УСТАВНЫЙ КАПИТАЛ" СумКап="1000000">%s</СвУстКап>`, o.entry())
	o.writePeople(b, all)
	code, name, _ := strings.Cut(o.Activity, " ")
	p(`<СвОКВЭД><СвОКВЭДОсн КодОКВЭД="%s" НаимОКВЭД=%s ПрВерсОКВЭД="2014">%s</СвОКВЭДОсн></СвОКВЭД></СвЮЛ></Документ>`, code, q(name), o.entry())
}

func (o Organisation) writePeople(b *strings.Builder, all []Organisation) {
	p := func(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }
	if o.Powers != "" {
		p(`<СвПолном ВидПолном="%s">%s</СвПолном>`, o.Powers, o.entry())
	}
	if o.Manager > 0 {
		m := all[o.Manager]
		p(`<СвУпрОрг><ГРНДатаПерв ГРН="%s" ДатаЗаписи="2019-03-01"/><НаимИННЮЛ ОГРН="%s" ИНН="%s" НаимЮЛПолн=%s>%s</НаимИННЮЛ></СвУпрОрг>`, o.OGRN, m.OGRN, m.INN, up(m.Full), o.entry())
	}
	if o.Hidden {
		p(`<СведДолжнФЛ><ОгрДосСв ОгрДосСв="1"/></СведДолжнФЛ>`)
	}
	for _, h := range o.Heads {
		p(`<СведДолжнФЛ><ГРНДатаПерв ГРН="%s" ДатаЗаписи="2019-03-01"/><СвФЛ %s ИННФЛ="%s">%s</СвФЛ>`, o.OGRN, names(h.Surname, h.Given, h.Patronymic), h.INN, o.entry())
		p(`<СвДолжн ВидДолжн="02" НаимВидДолжн="РУКОВОДИТЕЛЬ ЮРИДИЧЕСКОГО ЛИЦА" НаимДолжн=%s>%s</СвДолжн></СведДолжнФЛ>`, up(h.Post), o.entry())
	}
	if len(o.Founders) == 0 {
		return
	}
	p(`<СвУчредит>`)
	for _, f := range o.Founders {
		f.write(b, o)
	}
	p(`</СвУчредит>`)
}

func names(surname, given, patronymic string) string {
	s := "Фамилия=" + up(surname) + " Имя=" + up(given)
	if patronymic != "" {
		s += " Отчество=" + up(patronymic)
	}
	return s
}

func (f Founder) write(b *strings.Builder, o Organisation) {
	first := `<ГРНДатаПерв ГРН="` + o.OGRN + `" ДатаЗаписи="2019-03-01"/>`
	share := fmt.Sprintf(`<ДоляУстКап НоминСтоим="10000"><РазмерДоли><Процент>%s</Процент></РазмерДоли>%s</ДоляУстКап>`, f.Percent, o.entry())
	if f.Percent == "" {
		share = ""
	}
	switch {
	case f.Country != "":
		fmt.Fprintf(b, `<УчрЮЛИн>%s<НаимИННЮЛ НаимЮЛПолн=%s>%s</НаимИННЮЛ><СвРегИн ОКСМ="%s" НаимСтран=%s РегНомер="HE 000001">%s</СвРегИн>%s</УчрЮЛИн>`+"\n",
			first, up(f.Name), o.entry(), f.Country, up(f.CountryName), o.entry(), share)
	case f.OGRN != "":
		fmt.Fprintf(b, `<УчрЮЛРос>%s<НаимИННЮЛ ОГРН="%s" ИНН="%s" НаимЮЛПолн=%s>%s</НаимИННЮЛ>%s</УчрЮЛРос>`+"\n", first, f.OGRN, f.INN, up(f.Name), o.entry(), share)
	default:
		fmt.Fprintf(b, `<УчрФЛ>%s<СвФЛ %s ИННФЛ="%s">%s</СвФЛ>%s</УчрФЛ>`+"\n", first, names(f.Surname, f.Given, f.Patronymic), f.INN, o.entry(), share)
	}
}

func proprietorsFile(list []Proprietor, on time.Time) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, fileHead, "VO_RIGFO", on.Format("20060102"), "4.06", "ЕГРИП_ОТКР_СВЕД", len(list))
	for i, p := range list {
		entry := `<ГРНИПДата ГРНИП="` + p.OGRNIP + `" ДатаЗаписи="2020-02-03"/>`
		code, name, _ := strings.Cut(p.Activity, " ")
		fmt.Fprintf(&b, `<Документ ИдДок="demo-%d"><СвИП ДатаВып="%s" ОГРНИП="%s" ДатаОГРНИП="2020-02-03" ИННФЛ="%s" КодВидИП="1" НаимВидИП="Индивидуальный предприниматель">`, i+1, on.Format(time.DateOnly), p.OGRNIP, p.INN)
		fmt.Fprintf(&b, `<СвФЛ Пол="1"><ФИОРус %s/>%s</СвФЛ><СвГражд ВидГражд="1">%s</СвГражд><СвРегИП ОГРНИП="%s" ДатаОГРНИП="2020-02-03"/>`, names(p.Surname, p.Given, p.Patronymic), entry, entry, p.OGRNIP)
		fmt.Fprintf(&b, `<СвРегОрг КодНО="%s" НаимНО="Учебная инспекция">%s</СвРегОрг>`, p.Office, entry)
		if p.Ceased != "" {
			ceased, why, _ := strings.Cut(p.Ceased, " ")
			fmt.Fprintf(&b, `<СвПрекращ><СвСтатус КодСтатус="%s" НаимСтатус=%s ДатаПрекращ="2024-05-06"/>%s</СвПрекращ>`, ceased, q(why), entry)
		}
		fmt.Fprintf(&b, `<СвУчетНО ИННФЛ="%s" ДатаПостУч="2020-02-03"><СвНО КодНО="%s" НаимНО="Учебная инспекция"/>%s</СвУчетНО>`, p.INN, p.Office, entry)
		fmt.Fprintf(&b, `<СвОКВЭД><СвОКВЭДОсн КодОКВЭД="%s" НаимОКВЭД=%s ПрВерсОКВЭД="2014">%s</СвОКВЭДОсн></СвОКВЭД></СвИП></Документ>`+"\n", code, q(name), entry)
	}
	b.WriteString("</Файл>\n")
	return []byte(b.String())
}
