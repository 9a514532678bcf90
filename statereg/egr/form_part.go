package egr

import "github.com/klaster-platform/klaster/workdays"

// The parts that many elements of the form share (order ЕД-7-14/17@, tables 4.95 to 4.109).

// entryOf are the marks of the record by which a fact came in. A correction stands after what it corrects and replaces
// it.
func entryOf(at func(*builder) *Entry) []element {
	kid := func(name, number string) element {
		return element{name: name, entry: at, attrs: []attribute{
			{number, func(b *builder, raw []byte) { at(b).GRN = b.grn(raw) }},
			date("ДатаЗаписи", func(b *builder) *workdays.Date { return &at(b).On }),
		}}
	}
	return []element{kid("ГРНДата", "ГРН"), kid("ГРНДатаИспр", "ГРН")}
}

// soleEntryOf are the same marks in ЕГРИП.
func soleEntryOf(at func(*builder) *Entry) []element {
	entries := entryOf(at)
	for i, name := range []string{"ГРНИПДата", "ГРНИПДатаИспр"} {
		entries[i].name, entries[i].attrs[0].name = name, "ГРНИП"
	}
	return entries
}

// sinceOf is the mark of the first record about a person or party.
func sinceOf(at func(*builder) *Entry) element {
	e := entryOf(at)[0]
	e.name = "ГРНДатаПерв"
	return e
}

// noEntry are the same marks where they are not needed.
func noEntry() []element { return unread("ГРНДата", "ГРНДатаИспр") }

// restricted is the mark that access is restricted (table 4.101). Any such element restricts, whatever its value: what
// hides is not read as showing.
func restricted(at func(*builder) *bool) element {
	return element{
		name:  "ОгрДосСв",
		attrs: known("ОгрДосСв"),
		open:  func(b *builder) { *at(b) = true },
		kids:  noEntry(),
	}
}

// partyAttributes name a legal entity.
func partyAttributes(at func(*builder) *Party) []attribute {
	return []attribute{
		text("ОГРН", func(b *builder) *string { return &at(b).OGRN }),
		text("ИНН", func(b *builder) *string { return &at(b).INN }),
		text("НаимЮЛПолн", func(b *builder) *string { return &at(b).Name }),
	}
}

// partyIn is an element that names a legal entity.
func partyIn(name string, at func(*builder) *Party) element {
	return element{
		name:  name,
		attrs: join(partyAttributes(at), known("ДопСв")),
		kids:  entryOf(func(b *builder) *Entry { return &at(b).Entry }),
	}
}

func nameAttributes(at func(*builder) *Person) []attribute {
	return []attribute{
		text("Фамилия", func(b *builder) *string { return &at(b).Surname }),
		text("Имя", func(b *builder) *string { return &at(b).Name }),
		text("Отчество", func(b *builder) *string { return &at(b).Patronymic }),
	}
}

// personIn is СвФЛ: names and ИНН of a person.
func personIn(at func(*builder) *Person) element {
	return element{
		name:  "СвФЛ",
		attrs: join(nameAttributes(at), []attribute{text("ИННФЛ", func(b *builder) *string { return &at(b).INN })}),
		kids:  entryOf(func(b *builder) *Entry { return &at(b).Entry }),
	}
}

// sexIn and citizenshipIn stand beside СвФЛ.
func sexIn(at func(*builder) *Person) element {
	return element{
		name:  "СвПолФЛ",
		attrs: []attribute{term("Пол", func(b *builder) *string { return &at(b).Sex })},
		kids:  noEntry(),
	}
}

func citizenshipIn(name, kind string, at func(*builder) *Person) element {
	return element{
		name: name,
		attrs: []attribute{
			term(kind, func(b *builder) *string { return &at(b).Citizenship.Kind }),
			term("ОКСМ", func(b *builder) *string { return &at(b).Citizenship.Country }),
			term("НаимСтран", func(b *builder) *string { return &at(b).Citizenship.Name }),
		},
		kids: join(noEntry(), unread("ГРНИПДата", "ГРНИПДатаИспр")),
	}
}

// privateParts are what open files never have: birth, identity document, home address. They are not read even where a
// closed file has them, for nothing here needs them.
func privateParts() []element {
	return unread("СвРождФЛ", "СвЗапРожд", "УдЛичнФЛ", "АдресМЖРФ", "АдрМЖФИАС")
}

// faultsIn is a mark of unreliability with the court's decision, if a court made it.
func faultsIn(name, by, words, court string, at func(*builder) *[]Unreliable) element {
	fault := func(b *builder) *Unreliable { return last(*at(b)) }
	judgement := func(b *builder) *Judgement { return made(&fault(b).Court) }
	return element{
		name: name,
		attrs: []attribute{
			term(by, func(b *builder) *string { return &fault(b).By }),
			term(words, func(b *builder) *string { return &fault(b).Text }),
		},
		open: grow(at),
		kids: join([]element{{
			name: court,
			attrs: []attribute{
				text("НаимСуда", func(b *builder) *string { return &judgement(b).Court }),
				text("Номер", func(b *builder) *string { return &judgement(b).Number }),
				date("Дата", func(b *builder) *workdays.Date { return &judgement(b).On }),
			},
			kids: noEntry(),
		}}, entryOf(func(b *builder) *Entry { return &fault(b).Entry })),
	}
}

// foreignIn is СвРегИн: where a foreign entity is registered.
func foreignIn(at func(*builder) *Foreign) element {
	return element{
		name: "СвРегИн",
		attrs: []attribute{
			term("ОКСМ", func(b *builder) *string { return &at(b).Country }),
			term("НаимСтран", func(b *builder) *string { return &at(b).CountryName }),
			date("ДатаРег", func(b *builder) *workdays.Date { return &at(b).On }),
			text("РегНомер", func(b *builder) *string { return &at(b).Number }),
			text("НаимРегОрг", func(b *builder) *string { return &at(b).By }),
			text("КодНПСтрРег", func(b *builder) *string { return &at(b).TaxNumber }),
			text("АдрСтр", func(b *builder) *string { return &at(b).Address }),
		},
		kids: noEntry(),
	}
}

func fractionAttributes(at func(*builder) *Fraction) []attribute {
	return []attribute{
		text("Числит", func(b *builder) *string { return &at(b).Num }),
		text("Знаменат", func(b *builder) *string { return &at(b).Den }),
	}
}

// sizeIn are the children of a share: part of a rouble and the size told in one of three ways.
func sizeIn(at func(*builder) *Share) []element {
	return []element{
		{name: "ДоляРубля", attrs: fractionAttributes(func(b *builder) *Fraction { return made(&at(b).Part) })},
		{name: "РазмерДоли", kids: []element{
			content("Процент", func(b *builder) *string { return &at(b).Percent }),
			content("ДробДесят", func(b *builder) *string { return &at(b).Decimal }),
			{name: "ДробПрост", attrs: fractionAttributes(func(b *builder) *Fraction { return made(&at(b).Common) })},
		}},
	}
}

func nominal(at func(*builder) *Share) attribute {
	return text("НоминСтоим", func(b *builder) *string { return &at(b).Nominal })
}

// officeIn is a tax office.
func officeAttributes(at func(*builder) *Office) []attribute {
	return []attribute{
		term("КодНО", func(b *builder) *string { return &at(b).Code }),
		term("НаимНО", func(b *builder) *string { return &at(b).Name }),
		term("АдрРО", func(b *builder) *string { return &at(b).Address }),
	}
}

// activitiesIn is СвОКВЭД, of both registers.
func activitiesIn(entries ...string) element {
	attrs := func(at func(*builder) *Activity, always bool) []attribute {
		return []attribute{
			text("КодОКВЭД", func(b *builder) *string { return &at(b).Code }),
			{"НаимОКВЭД", func(b *builder, raw []byte) {
				if always || b.names {
					at(b).Name = b.term(raw)
				}
			}},
			{"ПрВерсОКВЭД", func(b *builder, raw []byte) {
				if string(raw) != "2014" {
					at(b).Version = b.term(raw)
				}
			}},
		}
	}
	kids := func() []element { return unread(append(entries, "СвДоляОКВЭД")...) }
	return element{name: "СвОКВЭД", kids: []element{
		{name: "СвОКВЭДОсн", attrs: attrs(func(b *builder) *Activity { return &b.rec.Main }, true), kids: kids()},
		{
			name: "СвОКВЭДДоп", attrs: attrs((*builder).activity, false), kids: kids(),
			open: func(b *builder) { b.other = append(b.other, Activity{}) },
		},
	}}
}

// licenceIn is СвЛицензия, of both registers.
func licenceIn(entry []element) element {
	return element{
		name: "СвЛицензия",
		attrs: join([]attribute{
			text("НомерЕРУЛ", func(b *builder) *string { return &b.licence().Unified }),
			text("НомЛиц", func(b *builder) *string { return &b.licence().Number }),
			date("ДатаЛиц", func(b *builder) *workdays.Date { return &b.licence().On }),
			date("ДатаНачЛиц", func(b *builder) *workdays.Date { return &b.licence().From }),
			date("ДатаОкончЛиц", func(b *builder) *workdays.Date { return &b.licence().To }),
		}, known("СерЛиц", "ВидЛиц")),
		open: grow(func(b *builder) *[]Licence { return &b.rec.Licences }),
		kids: join([]element{
			restricted(func(b *builder) *bool { return &b.licence().Restricted }),
			{name: "НаимЛицВидДеят", text: func(b *builder, raw []byte) {
				b.licence().Activities = append(b.licence().Activities, b.textOf(raw))
			}},
		}, unread("МестоДейстЛиц"), []element{
			content("ЛицОргВыдЛиц", func(b *builder) *string { return &b.licence().By }),
			{
				name: "СвПриостЛиц",
				attrs: []attribute{
					date("ДатаПриостЛиц", func(b *builder) *workdays.Date { return &b.licence().Suspended.On }),
					term("ЛицОргПриостЛиц", func(b *builder) *string { return &b.licence().Suspended.By }),
				},
				open: func(b *builder) { made(&b.licence().Suspended) },
				kids: unread("ГРНДата", "ГРНДатаИспр", "ГРНИПДата", "ГРНИПДатаИспр"),
			},
		}, entry),
	}
}

// addressIn is an address by the tax service's classifier (АдресРФ and its like).
func addressIn(name string, at func(*builder) *Address, entry []element) element {
	typed := func(element_, kind, label string, to func(*Address) *string) element {
		return element{name: element_, attrs: []attribute{
			{kind, func(b *builder, raw []byte) { *to(at(b)) = b.term(raw) }},
			{label, func(b *builder, raw []byte) { b.joinTo(to(at(b)), raw) }},
		}}
	}
	return element{
		name: name,
		attrs: []attribute{
			text("Индекс", func(b *builder) *string { return &at(b).Postcode }),
			term("КодРегион", func(b *builder) *string { return &at(b).Region }),
			text("КодАдрКладр", func(b *builder) *string { return &at(b).KLADR }),
			text("Дом", func(b *builder) *string { return &at(b).House }),
			text("Корпус", func(b *builder) *string { return &at(b).Building }),
			text("Кварт", func(b *builder) *string { return &at(b).Room }),
		},
		open: func(b *builder) { at(b).RegionName = "" }, // ГАР may have named it before
		kids: join([]element{
			typed("Регион", "ТипРегион", "НаимРегион", func(a *Address) *string { return &a.RegionName }),
			typed("Район", "ТипРайон", "НаимРайон", func(a *Address) *string { return &a.District }),
			typed("Город", "ТипГород", "НаимГород", func(a *Address) *string { return &a.City }),
			typed("НаселПункт", "ТипНаселПункт", "НаимНаселПункт", func(a *Address) *string { return &a.Settlement }),
			typed("Улица", "ТипУлица", "НаимУлица", func(a *Address) *string { return &a.Street }),
		}, entry),
	}
}

// joinTo puts a name behind the kind of place that stands already: РАЙОН and КИРОВСКИЙ.
func (b *builder) joinTo(at *string, raw []byte) {
	if *at == "" {
		*at = b.term(raw)
		return
	}
	name := b.term(raw)
	b.scratch = append(append(append(b.scratch[:0], *at...), ' '), name...)
	*at = b.keep(b.scratch)
}

// garIn is an address by ГАР (СвАдрЮЛФИАС and its like).
func garIn(name string, at func(*builder) *Address, entry []element) element {
	part := func(element_, kind, label string) element {
		slot := func(b *builder) *string { return last(at(b).GAR) }
		return element{
			name: element_,
			open: grow(func(b *builder) *[]string { return &at(b).GAR }),
			attrs: []attribute{
				{kind, func(b *builder, raw []byte) { *slot(b) = b.term(raw) }},
				{label, func(b *builder, raw []byte) { b.joinTo(slot(b), raw) }},
			},
		}
	}
	coded := func(element_ string) element { // its kind is a number, which says nothing to a reader
		e := part(element_, "ВидКод", "Наим")
		e.attrs[0].set = nil
		return e
	}
	return element{
		name: name,
		attrs: []attribute{
			text("ИдНом", func(b *builder) *string { return &at(b).FIAS }),
			text("Индекс", func(b *builder) *string { return &at(b).GARZip }),
		},
		kids: join([]element{
			content("Регион", func(b *builder) *string { return &at(b).GARRegion }),
			content("НаимРегион", func(b *builder) *string { return &at(b).RegionName }),
			coded("МуниципРайон"), coded("ГородСелПоселен"),
			part("НаселенПункт", "Вид", "Наим"),
			part("ЭлПланСтруктур", "Тип", "Наим"),
			part("ЭлУлДорСети", "Тип", "Наим"),
			part("Здание", "Тип", "Номер"),
			part("ПомещЗдания", "Тип", "Номер"),
			part("ПомещКвартиры", "Тип", "Номер"),
		}, entry),
	}
}
