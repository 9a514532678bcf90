package egr

import "github.com/klaster-platform/klaster/workdays"

// entrepreneur is СвИП: one sole proprietor or head of a farm (forms 4.04 to 4.06).
func entrepreneur(history bool) element {
	person := func(b *builder) *Person { return made(&b.rec.Person) }
	ceased := func(b *builder) *Ceased { return made(&b.rec.Ceased) }
	noSoleEntry := func() []element { return unread("ГРНИПДата", "ГРНИПДатаИспр") }
	return element{
		name: "СвИП",
		open: func(b *builder) { b.subject(Entrepreneurs) },
		attrs: join([]attribute{
			date("ДатаВып", func(b *builder) *workdays.Date { return &b.rec.AsOf }),
			text("ОГРНИП", func(b *builder) *string { return &b.rec.OGRN }),
			date("ДатаОГРНИП", func(b *builder) *workdays.Date { return &b.rec.Registered }),
			text("ИННФЛ", func(b *builder) *string { return &b.rec.INN }),
			{"КодВидИП", func(b *builder, raw []byte) { b.rec.Farm = string(raw) == "2" }},
		}, known("НаимВидИП")),
		kids: join([]element{
			{
				name:  "СвФЛ",
				attrs: []attribute{term("Пол", func(b *builder) *string { return &person(b).Sex })},
				kids: join([]element{
					{name: "ФИОРус", attrs: nameAttributes(person)},
				}, unread("ФИОЛат"), soleEntryOf(func(b *builder) *Entry { return &person(b).Entry })),
			},
		}, unread("СвФИОЗАГС", "СвРожд"), []element{
			citizenshipIn("СвГражд", "ВидГражд", person),
		}, unread("СвУдЛичнФЛ", "СвПравЖитРФ"), []element{
			residence(),
			email(noSoleEntry()),
		}, unread("СвРегИП", "СвГлКФХ"), []element{
			registering(noSoleEntry()),
			{name: "СвСтатус", kids: join([]element{
				{
					name: "СвСтатус",
					open: grow(func(b *builder) *[]Status { return &b.rec.Statuses }),
					attrs: []attribute{
						term("КодСтатус", func(b *builder) *string { return &b.status().Code }),
						term("НаимСтатус", func(b *builder) *string { return &b.status().Name }),
					},
				},
				{name: "СвРешИсклИП", attrs: exclusionAttributes(soleExclusion), kids: noSoleEntry()},
			}, noSoleEntry())},
			{
				name: "СвПрекращ",
				open: func(b *builder) { ceased(b) },
				kids: join([]element{
					{name: "СвСтатус", attrs: []attribute{
						term("КодСтатус", func(b *builder) *string { return &ceased(b).Code }),
						term("НаимСтатус", func(b *builder) *string { return &ceased(b).Name }),
						date("ДатаПрекращ", func(b *builder) *workdays.Date { return &ceased(b).On }),
					}},
				}, soleEntryOf(func(b *builder) *Entry { return &ceased(b).Entry }), []element{
					{
						name:  "СвНовЮЛ",
						attrs: partyAttributes(func(b *builder) *Party { return made(&ceased(b).Heir) }),
						kids:  noSoleEntry(),
					},
				}),
			},
			{
				name: "СвУчетНО",
				attrs: []attribute{
					{"ИННФЛ", func(b *builder, raw []byte) { b.same(&b.rec.INN, raw) }},
					date("ДатаПостУч", func(b *builder) *workdays.Date { return &b.rec.TaxOffice.Since }),
				},
				kids: join([]element{
					{name: "СвНО", attrs: officeAttributes(func(b *builder) *Office { return &b.rec.TaxOffice.Office })},
				}, soleEntryOf(func(b *builder) *Entry { return &b.rec.TaxOffice.Entry })),
			},
		}, unread("СвРегПФ", "СвРегФСС"), []element{
			activitiesIn("ГРНИПДата", "ГРНИПДатаИспр"),
			licenceIn(soleEntryOf(func(b *builder) *Entry { return &b.licence().Entry })),
		}, journal("СвЗапЕГРИП", "ГРНИП", history)),
	}
}

// soleExclusion is the decision that goes with the status that stands before it.
func soleExclusion(b *builder) *Exclusion {
	if len(b.rec.Statuses) == 0 {
		b.rec.Statuses = append(b.rec.Statuses, Status{})
	}
	return made(&b.status().Exclusion)
}

// residence is СвАдрМЖ, which open files had until form 4.05: region, district and town.
func residence() element {
	at := func(b *builder) *Address { return made(&b.rec.Address) }
	entry := func() []element { return soleEntryOf(func(b *builder) *Entry { return &at(b).Entry }) }
	return element{
		name:  "СвАдрМЖ",
		attrs: known("ВидАдрКлассиф"),
		kids: join([]element{
			addressIn("АдресРФ", at, nil),
			garIn("АдрМЖФИАС", at, nil),
		}, entry()),
	}
}
