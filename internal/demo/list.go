package demo

import (
	"fmt"
	"html"
	"strings"
	"time"
)

// Unfair returns the register of unfair suppliers of a trial installation as of a day: the organisations of [Town] that are said to
// be in it, and a founder of nobody here.
func Unfair(on time.Time) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<ns3:export xmlns="http://zakupki.gov.ru/oos/types/1" xmlns:ns3="http://zakupki.gov.ru/oos/export/1">` + "\n")
	write := func(number, inn, name string, published, ends time.Time) {
		fmt.Fprintf(&b, `<ns3:unfairSupplier2022 schemeVersion="16.2"><commonInfo><regNumber>%s</regNumber><versionNumber>1</versionNumber><publishDT>%sT10:00:00+03:00</publishDT><firstVersionPublishDT>%sT10:00:00+03:00</firstVersionPublishDT></commonInfo>`,
			number, published.Format(time.DateOnly), published.Format(time.DateOnly))
		fmt.Fprintf(&b, `<approveOrgInfo><fullName>Учебное управление</fullName></approveOrgInfo><createReasonInfo><createReason>CANCEL_CONTRACT</createReason></createReasonInfo><unfairSupplierInfo><legalEntityRFInfo><fullName>%s</fullName><shortName>%s</shortName><INN>%s</INN></legalEntityRFInfo></unfairSupplierInfo><autoExDateInfo><autoExDate>%s</autoExDate></autoExDateInfo></ns3:unfairSupplier2022>`+"\n",
			name, name, inn, ends.Format(time.DateOnly))
	}
	// The second record is of the day itself, as the real register has one of nearly every day: by it one sees how fresh it is.
	write("99000001", Organisations()[7].INN, "УЧЕБНЫЙ НЕДОБРЫЙ ПОДРЯД", on.AddDate(0, -3, 0), on.AddDate(1, 9, 0))
	write("99000002", organisationINN(98_000), "УЧЕБНЫЙ НИКТО", on, on.AddDate(2, 0, 0))
	for i, o := range Town() {
		if o.Case == caseUnfair && i >= len(Organisations()) {
			write(fmt.Sprintf("99%06d", i+1), o.INN, html.EscapeString(strings.ToUpper(o.Name)), on.AddDate(0, -1-i%20, 0), on.AddDate(1, -i%20, 0))
		}
	}
	b.WriteString("</ns3:export>\n")
	return []byte(b.String())
}

// Small returns the register of small and medium businesses of a trial installation as of a day.
func Small(on time.Time) []byte {
	var b strings.Builder
	list := Town()
	day := on.Format("02.01.2006")
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<Файл ИдФайл="VO_RRMSPSV_0000_9965_%s_demo" ВерсФорм="4.06" ТипИнф="РЕЕСТРМСП" ВерсПрог="1.0" КолДок="%d">`+"\n"+`<ИдОтпр><ФИООтв Фамилия="-" Имя="-"/></ИдОтпр>`+"\n",
		on.Format("20060102"), len(list)/2)
	for i := range len(list) / 2 {
		o := list[2*i]
		fmt.Fprintf(&b, `<Документ ИдДок="demo-%d" ДатаСост="%s" ДатаВклМСП="10.08.2019" ВидСубМСП="1" КатСубМСП="%d" ПризНовМСП="2" СведСоцПред="2" ССЧР="%d"><ОргВклМСП НаимОрг=%s НаимОргСокр=%s ИННЮЛ="%s" ОГРН="%s"/><СведМН КодРегион="%s"/></Документ>`+"\n",
			i+1, day, 1+i%3, 5+20*i%240, up(o.Full), up(o.Name), o.INN, o.OGRN, o.Region)
	}
	b.WriteString("</Файл>\n")
	return []byte(b.String())
}
