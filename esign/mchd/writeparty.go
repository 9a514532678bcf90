package mchd

// principalCode is ТипДоверит of a party.
func principalCode(k Kind) string {
	switch k {
	case Organisation:
		return "1"
	case Foreign:
		return "2"
	case Proprietor:
		return "3"
	case Person:
		return "4"
	default: // a branch is never a principal
		return ""
	}
}

// agentCode is ТипПред or ТипПерПолн of a party.
func agentCode(k Kind) string {
	switch k {
	case Organisation:
		return "1"
	case Proprietor:
		return "2"
	case Person:
		return "3"
	case Branch:
		return "4"
	case Foreign:
		return "5"
	}
	return ""
}

func (w *writer) principal(outer, inner string, p Party, write func(Party)) {
	w.open(outer, "ТипДоверит", principalCode(p.Kind))
	w.open(inner)
	write(p)
	w.close(inner)
	w.close(outer)
}

// grantor writes a principal with those who sign for it.
func (w *writer) grantor(p Party) {
	switch p.Kind {
	case Organisation:
		w.organisationWithHeads("РосОргДовер", p)
	case Foreign:
		w.withHead("ИнОргДовер", "СвИнОрг", "СвРукОП", p)
	case Proprietor:
		w.person("ИПДовер", p)
	case Person:
		w.personWith("ФЛДовер", p, "", "СвЗакПредРук")
	default: // a branch is never a principal
	}
}

// firstPrincipal writes a principal of another document: organisations stand without heads.
func (w *writer) firstPrincipal(p Party) {
	switch p.Kind {
	case Organisation:
		w.organisation("РосОргДовер", p)
	case Foreign:
		w.foreign("ИнОргДовер", p)
	default:
		w.grantor(p)
	}
}

func (w *writer) passer(p Party) {
	switch p.Kind {
	case Organisation:
		w.organisationWithHeads("РосОргПерПолн", p)
	case Proprietor:
		w.person("ИППерПолн", p)
	case Person:
		w.personWith("ФЛПерПолн", p, "СведРукоп", "")
	case Branch:
		w.withHead("ФилПерПолн", "СвФил", "СвРукФил", p)
	case Foreign:
		w.withHead("ИнПерПолн", "СвИнОрг", "СвРукОП", p)
	}
}

func (w *writer) agent(name string, p Party) {
	w.open(name, "ТипПред", agentCode(p.Kind))
	w.open("Пред")
	switch p.Kind {
	case Organisation:
		w.organisation("СведОрг", p)
	case Proprietor:
		w.person("СведИП", p)
	case Person:
		w.person("СведФизЛ", p)
	case Branch:
		w.organisation("СведФилиал", p)
	case Foreign:
		w.foreign("СведИО", p)
	}
	w.close("Пред")
	w.close(name)
}

func (w *writer) organisation(name string, p Party) {
	w.empty(name, "НаимОрг", p.Name, "ИННЮЛ", string(p.INN), "КПП", string(p.KPP), "ОГРН", string(p.OGRN))
}

func (w *writer) foreign(name string, p Party) {
	w.empty(name, "НаимИО", p.Name, "ИННЮЛ", string(p.INN), "КПП", string(p.KPP))
}

func (w *writer) organisationWithHeads(name string, p Party) {
	flags := executives(p.Heads)
	w.open(name, "ЕИОУК", flag(flags[0]), "ЕИОФЛ", flag(flags[1]), "ЕИОИП", flag(flags[2]))
	w.organisation("СвРосОрг", p)
	for _, h := range p.Heads {
		w.head("ЛицоБезДов", h)
	}
	w.close(name)
}

// withHead writes a branch or a foreign organisation with the people who lead it.
func (w *writer) withHead(name, organisation, person string, p Party) {
	w.open(name)
	if p.Kind == Foreign {
		w.foreign(organisation, p)
	} else {
		w.organisation(organisation, p)
	}
	for _, h := range p.Heads {
		for _, q := range h.People {
			w.person(person, q)
		}
	}
	w.close(name)
}

func (w *writer) head(name string, h Head) {
	w.open(name, "ПолнЮЛ", oneOrTwo(h.Together))
	if h.Company != nil {
		w.open("СВЮЛ")
		w.organisation("СвЮЛЕИО", *h.Company)
	}
	for _, p := range h.People {
		if p.Kind == Proprietor {
			w.person("СвИП", p)
		} else {
			w.person("СвФЛ", p)
		}
	}
	if h.Company != nil {
		w.close("СВЮЛ")
	}
	w.close(name)
}

func (w *writer) person(name string, p Party) { w.personWith(name, p, "", "") }

// personWith writes a person or sole proprietor; before and after name the element of whoever signs for them, which the
// schema has on one side of the name or the other.
func (w *writer) personWith(name string, p Party, before, after string) {
	snils := ""
	if p.SNILS != "" {
		snils = p.SNILS.String()
	}
	w.open(name, "НаимИП", p.Name, "ОГРНИП", string(p.OGRNIP), "ИННФЛ", string(p.INN), "СНИЛС", snils, "Должность", p.Title)
	for _, h := range p.Heads {
		if before != "" && len(h.People) > 0 {
			w.person(before, h.People[0])
		}
	}
	w.open("СведФЛ")
	w.empty("ФИО", "Фамилия", p.FullName.Surname, "Имя", p.FullName.Given, "Отчество", p.FullName.Patronymic)
	w.close("СведФЛ")
	for _, h := range p.Heads {
		if after != "" {
			w.head(after, h)
		}
	}
	w.close(name)
}
