package egr

import "github.com/klaster-platform/klaster/workdays"

// organisation is СвЮЛ: one legal entity (order ЕД-7-14/17@, table 4.4, and the form 4.07 that followed it). Names that
// only older forms have stand among the others.
func organisation(history bool) element {
	return element{
		name: "СвЮЛ",
		open: func(b *builder) { b.subject(Organisations) },
		attrs: join([]attribute{
			date("ДатаВып", func(b *builder) *workdays.Date { return &b.rec.AsOf }),
			text("ОГРН", func(b *builder) *string { return &b.rec.OGRN }),
			date("ДатаОГРН", func(b *builder) *workdays.Date { return &b.rec.Registered }),
			text("ИНН", func(b *builder) *string { return &b.rec.INN }),
			text("КПП", func(b *builder) *string { return &b.rec.KPP }),
			term("СпрОПФ", func(b *builder) *string { return &b.rec.LegalForm.List }),
			term("КодОПФ", func(b *builder) *string { return &b.rec.LegalForm.Code }),
			term("ПолнНаимОПФ", func(b *builder) *string { return &b.rec.LegalForm.Name }),
		}),
		kids: join(
			[]element{names(), seat(), email(entryAny())},
			formation(),
			[]element{registering(noEntry())},
			condition(),
			standing(),
			representatives(),
			[]element{
				{
					name: "СвКорпДог",
					attrs: []attribute{{"ВидСведКорпДог", func(b *builder, raw []byte) {
						b.rec.Pacts = append(b.rec.Pacts, b.term(raw))
					}}},
					kids: noEntry(),
				},
				founders(),
			},
			shares(),
			[]element{activitiesIn("ГРНДата", "ГРНДатаИспр"), licenceIn(entryOf(func(b *builder) *Entry { return &b.licence().Entry }))},
			[]element{branches()},
			reorganisation(),
			journal("СвЗапЕГРЮЛ", "ГРН", history),
		),
	}
}

// entryAny are marks in either register, unread.
func entryAny() []element {
	return unread("ГРНДата", "ГРНДатаИспр", "ГРНИПДата", "ГРНИПДатаИспр")
}

func names() element {
	named := func(name string, at func(*builder) *string) element {
		attr := "НаимСокр"
		if name == "СвНаимЮЛПолнИн" {
			attr = "НаимПолн"
		}
		return element{name: name, attrs: []attribute{text(attr, at)}, kids: noEntry()}
	}
	return element{
		name: "СвНаимЮЛ",
		attrs: []attribute{
			text("НаимЮЛПолн", func(b *builder) *string { return &b.rec.Name.Full }),
			text("НаимЮЛСокр", func(b *builder) *string { return &b.rec.Name.Short }), // before 4.06
		},
		kids: join(entryOf(func(b *builder) *Entry { return &b.rec.Name.Entry }), []element{
			named("СвНаимЮЛСокр", func(b *builder) *string { return &b.rec.Name.Short }),
			{name: "СвНаимЮЛКодОКИН", unread: true},
			named("СвНаимЮЛПолнИн", func(b *builder) *string { return &b.rec.Name.FullForeign }),
			named("СвНаимЮЛСокрИн", func(b *builder) *string { return &b.rec.Name.ShortForeign }),
		}),
	}
}

// seat is СвАдресЮЛ: the place and the address in up to three spellings, what is wrong with them, and a move.
func seat() element {
	at := func(b *builder) *Address { return made(&b.rec.Address) }
	entry := func() []element { return entryOf(func(b *builder) *Entry { return &at(b).Entry }) }
	return element{
		name:  "СвАдресЮЛ",
		attrs: known("ВидАдрКлассиф"),
		kids: []element{
			{name: "СвМНЮЛ", attrs: known("ИдНом"), kids: join([]element{
				content("Регион", func(b *builder) *string { return &at(b).SeatRegion }),
				content("НаимРегион", func(b *builder) *string { return &at(b).RegionName }),
			}, unread("МуниципРайон", "ГородСелПоселен", "НаселенПункт"), noEntry())},
			garIn("СвАдрЮЛФИАС", at, entry()),
			addressIn("АдресРФ", at, entry()),
			faultsIn("СвНедАдресЮЛ", "ПризнНедАдресЮЛ", "ТекстНедАдресЮЛ", "РешСудНедАдр",
				func(b *builder) *[]Unreliable { return &b.rec.Faults }),
			move(),
		},
	}
}

func move() element {
	at := func(b *builder) *Move { return made(&b.rec.Move) }
	place := func(name, kind, label string) element {
		add := func(b *builder, raw []byte) { b.joinTo(&at(b).Place, raw) }
		return element{name: name, attrs: []attribute{{kind, add}, {label, add}}}
	}
	return element{
		name:  "СвРешИзмМН",
		attrs: []attribute{term("ТекстРешИзмМН", func(b *builder) *string { return &at(b).Text })},
		kids: join([]element{
			{name: "Регион", attrs: []attribute{
				{"ТипРегион", func(b *builder, raw []byte) { b.joinTo(&at(b).RegionName, raw) }},
				{"НаимРегион", func(b *builder, raw []byte) { b.joinTo(&at(b).RegionName, raw) }},
			}},
			place("Район", "ТипРайон", "НаимРайон"),
			place("Город", "ТипГород", "НаимГород"),
			place("НаселПункт", "ТипНаселПункт", "НаимНаселПункт"),
		}, entryOf(func(b *builder) *Entry { return &at(b).Entry })),
	}
}

func email(entry []element) element {
	return element{
		name:  "СвАдрЭлПочты",
		attrs: []attribute{text("E-mail", func(b *builder) *string { return &b.rec.Email })},
		kids:  entry,
	}
}

// formation is how the entity came to be; its ОГРН and day stand in СвЮЛ already.
func formation() []element { return unread("СвОбрЮЛ") }

func registering(entry []element) element {
	return element{
		name:  "СвРегОрг",
		attrs: officeAttributes(func(b *builder) *Office { return &b.rec.Office }),
		kids:  entry,
	}
}

// condition are the statuses and the end.
func condition() []element {
	exclusion := func(b *builder) *Exclusion { return made(&b.status().Exclusion) }
	ceased := func(b *builder) *Ceased { return made(&b.rec.Ceased) }
	return []element{
		{
			name: "СвСтатус",
			open: grow(func(b *builder) *[]Status { return &b.rec.Statuses }),
			kids: join([]element{
				restricted(func(b *builder) *bool { return &b.status().Restricted }),
				{name: "СвСтатус", attrs: []attribute{
					term("КодСтатусЮЛ", func(b *builder) *string { return &b.status().Code }),
					term("НаимСтатусЮЛ", func(b *builder) *string { return &b.status().Name }),
					date("СрокЛиквООО", func(b *builder) *workdays.Date { return &b.status().WindUpBy }),
				}},
				{name: "СвРешИсклЮЛ", attrs: exclusionAttributes(exclusion), kids: noEntry()},
			}, entryOf(func(b *builder) *Entry { return &b.status().Entry })),
		},
		{
			name:  "СвПрекрЮЛ",
			open:  func(b *builder) { ceased(b) },
			attrs: []attribute{date("ДатаПрекрЮЛ", func(b *builder) *workdays.Date { return &ceased(b).On })},
			kids: join([]element{
				{name: "СпПрекрЮЛ", attrs: []attribute{
					term("КодСпПрекрЮЛ", func(b *builder) *string { return &ceased(b).Code }),
					term("НаимСпПрекрЮЛ", func(b *builder) *string { return &ceased(b).Name }),
				}},
				{name: "СвРегОрг", attrs: officeAttributes(func(b *builder) *Office { return &ceased(b).Office })},
			}, entryOf(func(b *builder) *Entry { return &ceased(b).Entry })),
		},
	}
}

func exclusionAttributes(at func(*builder) *Exclusion) []attribute {
	return []attribute{
		date("ДатаРеш", func(b *builder) *workdays.Date { return &at(b).On }),
		text("НомерРеш", func(b *builder) *string { return &at(b).Number }),
		date("ДатаПубликации", func(b *builder) *workdays.Date { return &at(b).Published }),
		text("НомерЖурнала", func(b *builder) *string { return &at(b).Issue }),
	}
}

// standing is the charter, the books of the tax service and of the funds, and the capital.
func standing() []element {
	capital := func(b *builder) *Capital { return made(&b.rec.Capital) }
	return join([]element{
		{
			name:  "СвТипУстав",
			attrs: []attribute{term("НомТипУстав", func(b *builder) *string { return &b.rec.Charter })},
			kids:  noEntry(),
		},
		{
			name: "СвУчетНО",
			attrs: []attribute{
				{name: "ИНН", set: func(b *builder, raw []byte) { b.same(&b.rec.INN, raw) }},
				{name: "КПП", set: func(b *builder, raw []byte) { b.same(&b.rec.KPP, raw) }},
				date("ДатаПостУч", func(b *builder) *workdays.Date { return &b.rec.TaxOffice.Since }),
			},
			kids: join([]element{
				{name: "СвНО", attrs: officeAttributes(func(b *builder) *Office { return &b.rec.TaxOffice.Office })},
			}, entryOf(func(b *builder) *Entry { return &b.rec.TaxOffice.Entry })),
		},
	}, unread("СвРегПФ", "СвРегФСС"), []element{
		{
			name: "СвУстКап",
			attrs: []attribute{
				term("НаимВидКап", func(b *builder) *string { return &capital(b).Kind }),
				text("СумКап", func(b *builder) *string { return &capital(b).Sum }),
			},
			kids: join([]element{
				{name: "ДоляРубля", attrs: fractionAttributes(func(b *builder) *Fraction { return made(&capital(b).Part) })},
				{
					name: "СведУмУК",
					attrs: []attribute{
						text("ВелУмУК", func(b *builder) *string { return &made(&capital(b).Cut).To }),
						date("ДатаРеш", func(b *builder) *workdays.Date { return &made(&capital(b).Cut).On }),
					},
					kids: noEntry(),
				},
			}, entryOf(func(b *builder) *Entry { return &capital(b).Entry })),
		},
		{
			name:  "СвПолном",
			attrs: []attribute{{"ВидПолном", func(b *builder, raw []byte) { b.rec.Powers = Powers(b.term(raw)) }}},
			kids:  noEntry(),
		},
	})
}

// representatives are those who act without a power of attorney.
func representatives() []element {
	party := func(b *builder) *Party { return &b.manager().Party }
	person := func(b *builder) *Person { return &b.head().Person }
	disqualification := func(b *builder) *Disqualification { return last(b.head().Disqualified) }
	note := func(b *builder) *Note { return last(b.head().Ended) }
	return []element{
		{
			name: "СвУпрОрг",
			open: grow(func(b *builder) *[]Manager { return &b.rec.Managers }),
			kids: []element{
				restricted(func(b *builder) *bool { return &b.manager().Restricted }),
				sinceOf(func(b *builder) *Entry { return &b.manager().Since }),
				partyIn("НаимИННЮЛ", party),
				foreignIn(func(b *builder) *Foreign { return made(&b.manager().Foreign) }),
				faultsIn("СвНедДанУпрОрг", "ПризнНедДанУпрОрг", "ТекстНедДанУпрОрг", "РешСудНедДанУпрОрг",
					func(b *builder) *[]Unreliable { return &b.manager().Faults }),
				{
					name:  "СвПредЮЛ",
					attrs: []attribute{text("НаимПредЮЛ", func(b *builder) *string { return &b.manager().Office })},
					kids:  noEntry(),
				},
				{
					name:  "СвАкРАФП",
					attrs: []attribute{text("НомерРАФП", func(b *builder) *string { return &b.manager().Accredited })},
					kids:  noEntry(),
				},
			},
		},
		{
			name:  "СведДолжнФЛ",
			attrs: known("ВидАдрКлассиф"),
			open:  grow(func(b *builder) *[]Head { return &b.rec.Heads }),
			kids: join([]element{
				restricted(func(b *builder) *bool { return &b.head().Restricted }),
				sinceOf(func(b *builder) *Entry { return &b.head().Since }),
				personIn(person),
				{name: "СвФИОЗАГС", unread: true},
				{
					name: "СвДолжн",
					attrs: []attribute{
						text("ОГРНИП", func(b *builder) *string { return &b.head().Person.OGRNIP }),
						term("ВидДолжн", func(b *builder) *string { return &b.head().Kind }),
						term("НаимВидДолжн", func(b *builder) *string { return &b.head().KindName }),
						term("НаимДолжн", func(b *builder) *string { return &b.head().Post }),
					},
					kids: entryOf(func(b *builder) *Entry { return &b.head().Entry }),
				},
				faultsIn("СвНедДанДолжнФЛ", "ПризнНедДанДолжнФЛ", "ТекстНедДанДолжнФЛ", "РешСудНедДанДолжнФЛ",
					func(b *builder) *[]Unreliable { return &b.head().Faults }),
				{
					name: "ДопСвПолДолжФЛ",
					open: grow(func(b *builder) *[]Note { return &b.head().Ended }),
					attrs: []attribute{
						term("ПризДопСвПолДолжнФЛ", func(b *builder) *string { return &note(b).Code }),
						term("ТекстДопСвПолДолжнФЛ", func(b *builder) *string { return &note(b).Text }),
					},
					kids: entryOf(func(b *builder) *Entry { return &note(b).Entry }),
				},
				sexIn(person),
			}, privateParts(), []element{
				citizenshipIn("СвГраждФЛ", "КодГражд", person),
				{
					name: "СвДискв",
					open: grow(func(b *builder) *[]Disqualification { return &b.head().Disqualified }),
					attrs: []attribute{
						date("ДатаНачДискв", func(b *builder) *workdays.Date { return &disqualification(b).From }),
						date("ДатаОкончДискв", func(b *builder) *workdays.Date { return &disqualification(b).To }),
						date("ДатаРеш", func(b *builder) *workdays.Date { return &disqualification(b).Ruling }),
					},
					kids: noEntry(),
				},
			}),
		},
	}
}

// shares are what the company holds of itself, who keeps its list of shareholders, and loans that may become shares.
func shares() []element {
	own := func(b *builder) *OwnShare { return made(&b.rec.Own) }
	share := func(b *builder) *Share { return &own(b).Share }
	registrar := func(b *builder) *Party { return made(&b.rec.Registrar) }
	return []element{
		{name: "СвКонвЗайм", unread: true, open: func(b *builder) { b.rec.Converts++ }},
		{
			name:  "СвДоляООО",
			open:  func(b *builder) { own(b) },
			attrs: []attribute{nominal(share)},
			kids: join([]element{restricted(func(b *builder) *bool { return &own(b).Restricted })}, sizeIn(share),
				unread("СвОбрем", "СвУправЗал"), entryOf(func(b *builder) *Entry { return &share(b).Entry })),
		},
		{
			name: "СвДержРеестрАО",
			open: func(b *builder) { registrar(b) },
			kids: []element{
				restricted(func(b *builder) *bool { return &registrar(b).Restricted }),
				{name: "ГРНДатаПерв", unread: true},
				partyIn("ДержРеестрАО", registrar),
			},
		},
	}
}
