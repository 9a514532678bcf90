package egr

import "github.com/klaster-platform/klaster/workdays"

// founders is СвУчредит (order ЕД-7-14/17@, tables 4.35 to 4.60): founders of six kinds, each with a share.
func founders() element {
	person := func(b *builder) *Person { return made(&b.founder().Person) }
	party := func(b *builder) *Party { return made(&b.founder().Party) }
	manager := func(b *builder) *Party { return made(&b.founder().Manager) }
	foreign := func(b *builder) *Foreign { return made(&b.founder().Foreign) }
	return element{name: "СвУчредит", kids: []element{
		{
			name:  "СвЗапретРаспДолями",
			attrs: known("ТексЗапретРаспДолями"),
			open:  func(b *builder) { b.rec.Frozen = true },
			kids:  noEntry(),
		},
		founder("УчрЮЛРос", FounderOrganisation, nil, join(
			[]element{partyIn("НаимИННЮЛ", party)}, unread("СвРегСтарые"))),
		founder("УчрЮЛИн", FounderForeign, nil, []element{
			partyIn("НаимИННЮЛ", party),
			{
				name:  "СвНаимЮЛПолнИн",
				attrs: []attribute{text("НаимПолн", func(b *builder) *string { return &foreign(b).Name })},
				kids:  noEntry(),
			},
			foreignIn(foreign),
		}),
		founder("УчрФЛ", FounderPerson, join(known("ВидАдрКлассиф"), []attribute{
			text("ОГРНИП", func(b *builder) *string { return &person(b).OGRNIP }),
		}), join([]element{personIn(person)}, unread("СвФИОЗАГС"), []element{
			sexIn(person),
			citizenshipIn("СвГраждФЛ", "КодГражд", person),
		}, privateParts())),
		founder("УчрРФСубМО", FounderState, nil, stateParts()),
		founder("УчрПИФ", FounderFund, nil, []element{
			{
				name:  "СвНаимПИФ",
				attrs: []attribute{text("НаимПИФ", func(b *builder) *string { return &b.founder().Fund })},
				kids:  noEntry(),
			},
			{name: "СвУпрКомпПИФ", kids: join([]element{
				partyIn("УпрКомпПиф", manager), {name: "ГРНДатаПерв", unread: true},
			}, noEntry())},
		}),
		founder("УчрДогИнвТов", FounderPartnership, nil, []element{
			{
				name: "ИнПрДогИнвТов",
				attrs: join([]attribute{text("НаимДог", func(b *builder) *string { return &b.founder().Fund })},
					known("НомерДог", "Дата")),
				kids: join(unread("ФИОНотариус"), noEntry()),
			},
			partyIn("СвУпТовЮЛ", manager),
			{name: "СвУпТовИнЮЛ", kids: join([]element{
				partyIn("НаимИННЮЛ", manager),
				foreignIn(foreign),
			}, unread("СвПредЮЛ", "СвАкРАФП", "ГРНДатаПерв"))},
		}),
	}}
}

// founder is a founder of one kind: what all kinds have, and the parts that name this one.
func founder(name string, kind FounderKind, attrs []attribute, parts []element) element {
	share := func(b *builder) *Share { return made(&b.founder().Share) }
	trusted := func(name string) element {
		return element{name: name, unread: true, open: func(b *builder) { b.founder().Trusted = true }}
	}
	return element{
		name:  name,
		attrs: attrs,
		open:  func(b *builder) { b.rec.Founders = append(b.rec.Founders, Founder{Kind: kind}) },
		kids: join([]element{
			restricted(func(b *builder) *bool { return &b.founder().Restricted }),
			sinceOf(func(b *builder) *Entry { return &b.founder().Since }),
		}, parts, []element{
			faultsIn("СвНедДанУчр", "ПризнНедДанУчр", "ТекстНедДанУчр", "РешСудНедДанУчр",
				func(b *builder) *[]Unreliable { return &b.founder().Faults }),
			{
				name:  "ДоляУстКап",
				attrs: []attribute{nominal(share)},
				open:  func(b *builder) { share(b) },
				kids:  join(sizeIn(share), entryOf(func(b *builder) *Entry { return &share(b).Entry })),
			},
			{name: "СвОбъемПрав", unread: true},
		}, exercise(kind), []element{
			{
				name: "СвОбрем",
				attrs: join([]attribute{{"ВидОбрем", func(b *builder, raw []byte) {
					b.founder().Pledges = append(b.founder().Pledges, b.term(raw))
				}}}, known("СрокОбременения")),
				kids: unread("РешСуд", "СвЗалогДержФЛ", "СвЗалогДержЮЛ", "ГРНДата", "ГРНДатаИспр"),
			},
			{name: "СвУправЗал", unread: true},
			trusted("СвДовУпрЮЛ"), trusted("СвДовУпрФЛ"), trusted("СвДовУпрЮЛРФ"), trusted("ЛицоУпрНасл"),
		}),
	}
}

// stateParts name a public founder.
func stateParts() []element {
	state := func(b *builder) *State { return made(&b.founder().State) }
	return []element{{
		name: "ВидНаимУчр",
		attrs: []attribute{
			term("КодУчрРФСубМО", func(b *builder) *string { return &state(b).Kind }),
			term("НаимМО", func(b *builder) *string { return &state(b).Name }),
			term("КодРегион", func(b *builder) *string { return &state(b).Region }),
			{"НаимРегион", func(b *builder, raw []byte) {
				if state(b).Name == "" {
					state(b).Name = b.term(raw)
				}
			}},
		},
		kids: noEntry(),
	}}
}

// exercise are the bodies and persons that exercise the rights of a public founder.
func exercise(kind FounderKind) []element {
	if kind != FounderState {
		return nil
	}
	agent := func(b *builder) *Party { return last(b.founder().Agents) }
	return []element{
		{
			name: "СвОргОсущПр",
			open: grow(func(b *builder) *[]Party { return &b.founder().Agents }),
			kids: []element{{name: "ГРНДатаПерв", unread: true}, partyIn("НаимИННЮЛ", agent)},
		},
		{name: "СвФЛОсущПр", unread: true},
	}
}

// branches is СвПодразд: branches and representative offices.
func branches() element {
	at := func(b *builder) *Address { return made(&b.branch().Address) }
	entry := func() []element { return entryOf(func(b *builder) *Entry { return &b.branch().Entry }) }
	branch := func(name, books string, office bool) element {
		return element{
			name:  name,
			attrs: known("ВидАдрКлассиф"),
			open:  func(b *builder) { b.rec.Branches = append(b.rec.Branches, Branch{Office: office}) },
			kids: []element{
				restricted(func(b *builder) *bool { return &b.branch().Restricted }),
				sinceOf(func(b *builder) *Entry { return &b.branch().Entry }),
				{
					name:  "СвНаим",
					attrs: []attribute{text("НаимПолн", func(b *builder) *string { return &b.branch().Name })},
					kids:  noEntry(),
				},
				addressIn("АдрМНРФ", at, entry()),
				garIn("АдрМНФИАС", at, entry()),
				{
					name: "АдрМНИн",
					attrs: []attribute{
						term("ОКСМ", func(b *builder) *string { return &b.branch().Country }),
						known("НаимСтран")[0],
						text("АдрИн", func(b *builder) *string { return &b.branch().Abroad }),
					},
					kids: noEntry(),
				},
				{name: "СвАкрФилПредст", unread: true},
				{
					name:  books,
					attrs: join([]attribute{text("КПП", func(b *builder) *string { return &b.branch().KPP })}, known("ДатаПостУч")),
					kids:  join(unread("СвНО"), noEntry()),
				},
			},
		}
	}
	return element{name: "СвПодразд", kids: []element{
		branch("СвФилиал", "СвУчетНОФилиал", false),
		branch("СвПредстав", "СвУчетНОПредстав", true),
	}}
}

// reorganisation is a reorganisation under way, and those that are over: predecessors and successors.
func reorganisation() []element {
	other := func(b *builder) *ReorgParty { return last(b.reorg().Parties) }
	kin := func(name string, list func(*builder) *[]Party) element {
		at := func(b *builder) *Party { return last(*list(b)) }
		return element{
			name:  name,
			open:  grow(list),
			attrs: partyAttributes(at),
			kids: join([]element{restricted(func(b *builder) *bool { return &at(b).Restricted })},
				unread("СвЮЛсложнРеорг"), entryOf(func(b *builder) *Entry { return &at(b).Entry })),
		}
	}
	return []element{
		{
			name: "СвРеорг",
			open: grow(func(b *builder) *[]Reorg { return &b.rec.Reorg }),
			kids: join([]element{
				restricted(func(b *builder) *bool { return &b.reorg().Restricted }),
				{name: "СвСтатус", attrs: []attribute{
					term("КодСтатусЮЛ", func(b *builder) *string { return &b.reorg().Code }),
					term("НаимСтатусЮЛ", func(b *builder) *string { return &b.reorg().Name }),
				}},
			}, entryOf(func(b *builder) *Entry { return &b.reorg().Entry }), unread("ГРНДатаИзмСостРеоргЮЛ"), []element{{
				name: "СвРеоргЮЛ",
				open: grow(func(b *builder) *[]ReorgParty { return &b.reorg().Parties }),
				attrs: join(partyAttributes(func(b *builder) *Party { return &other(b).Party }), []attribute{
					term("СостЮЛпосле", func(b *builder) *string { return &other(b).After }),
				}),
				kids: entryOf(func(b *builder) *Entry { return &other(b).Entry }),
			}}),
		},
		kin("СвПредш", func(b *builder) *[]Party { return &b.rec.Before }),
		{name: "СвКФХПредш", unread: true},
		kin("СвПреем", func(b *builder) *[]Party { return &b.rec.After }),
		{name: "СвКФХПреем", unread: true},
	}
}

// journal are the records of the register about the subject.
func journal(name, number string, wanted bool) []element {
	if !wanted {
		return []element{{name: name, unread: true, long: true}}
	}
	return []element{{
		name: name,
		open: grow(func(b *builder) *[]HistoryRow { return &b.rec.History }),
		attrs: []attribute{
			text("ИдЗап", func(b *builder) *string { return &b.row().ID }),
			{number, func(b *builder, raw []byte) { b.row().GRN = b.grn(raw) }},
			date("ДатаЗап", func(b *builder) *workdays.Date { return &b.row().On }),
		},
		kids: join(unread("ОгрДосСв"), []element{
			{name: "ВидЗап", attrs: []attribute{
				term("КодСПВЗ", func(b *builder) *string { return &b.row().Code }),
				term("НаимВидЗап", func(b *builder) *string { return &b.row().Name }),
			}},
		}, unread("СвРегОрг", "СвЗаявФЛ", "СведПредДок", "СвСвид", number+"ДатаИспрПред", number+"ДатаНедПред"), []element{
			{name: "СвСтатусЗап", kids: []element{
				{name: number + "ДатаНед", unread: true, open: func(b *builder) { b.row().Invalid = true }},
				{name: number + "ДатаИспр", unread: true},
			}},
		}),
	}}
}
