package mchd

import (
	"slices"

	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
	"github.com/klaster-platform/klaster/ruid"
)

// choice collects the one party that an element may name.
type choice struct {
	path  string
	codes []string // codes of type that go with the child that was found
	party *Party
}

// take notes a party found; a second one is refused, for nobody says which of them would count.
func (c *choice) take(p *Party, codes ...string) error {
	if c.party != nil {
		return malformed(c.path, "names more than one party")
	}
	c.party, c.codes = p, codes
	return nil
}

// chosen reads the inner element, such as Доверит, of one that has the type, and within it one party.
func (r *reader) chosen(e *element, inner, typeName string, read func(c *choice, t *xmltoken.Token) (bool, error)) (Party, error) {
	code := e.code(typeName, "1", "2", "3", "4", "5")
	c := &choice{path: e.name + "/" + inner}
	if err := r.party(c.path); err != nil {
		return Party{}, err
	}
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		if t.Name.Local != inner {
			return false, nil
		}
		return true, r.children(r.start(t), func(t *xmltoken.Token) (bool, error) { return read(c, t) })
	})
	if err != nil {
		return Party{}, err
	}
	if c.party == nil {
		return Party{}, malformed(c.path, "names nobody")
	}
	if !slices.Contains(c.codes, code) {
		r.doubt(DoubtType)
	}
	return *c.party, nil
}

// grantor reads СвДоверит or СвПередПолн.
func (r *reader) grantor(e *element, inner string) error {
	typeName, read := "ТипДоверит", r.principal
	if inner == "ПередПолн" {
		typeName, read = "ТипПерПолн", r.passer
	}
	p, err := r.chosen(e, inner, typeName, read)
	r.doc.Grantors = append(r.doc.Grantors, p)
	return err
}

func (r *reader) principal(c *choice, t *xmltoken.Token) (bool, error) {
	p := new(Party)
	switch t.Name.Local {
	case "РосОргДовер":
		return true, either(r.organisationWithHeads(p, t), func() error { return c.take(p, "1") })
	case "ИнОргДовер":
		return true, either(r.foreignWithHeads(p, t), func() error { return c.take(p, "2") })
	case "ИПДовер":
		return true, either(r.proprietor(p, t), func() error { return c.take(p, "3") })
	case "ФЛДовер":
		return true, either(r.personWithRepresentative(p, t), func() error { return c.take(p, "4") })
	}
	return false, nil
}

func (r *reader) passer(c *choice, t *xmltoken.Token) (bool, error) {
	p := new(Party)
	switch t.Name.Local {
	case "РосОргПерПолн":
		return true, either(r.organisationWithHeads(p, t), func() error { return c.take(p, "1") })
	case "ИППерПолн":
		return true, either(r.proprietor(p, t), func() error { return c.take(p, "2") })
	case "ФЛПерПолн":
		return true, either(r.personPassing(p, t), func() error { return c.take(p, "3") })
	case "ФилПерПолн":
		return true, either(r.branchWithHead(p, t), func() error { return c.take(p, "4") })
	case "ИнПерПолн":
		return true, either(r.foreignWithHeads(p, t), func() error { return c.take(p, "5") })
	}
	return false, nil
}

// agent reads СвУпПред or СвПолучПолн.
func (r *reader) agent(e *element) error {
	p, err := r.chosen(e, "Пред", "ТипПред", func(c *choice, t *xmltoken.Token) (bool, error) {
		p := new(Party)
		switch t.Name.Local {
		case "СведОрг":
			return true, either(r.organisation(p, t, Organisation), func() error { return c.take(p, "1") })
		case "СведИП":
			return true, either(r.proprietor(p, t), func() error { return c.take(p, "2") })
		case "СведФизЛ":
			return true, either(r.person(p, t), func() error { return c.take(p, "3") })
		case "СведФилиал":
			return true, either(r.organisation(p, t, Branch), func() error { return c.take(p, "4") })
		case "СведИО":
			return true, either(r.foreign(p, t), func() error { return c.take(p, "5") })
		}
		return false, nil
	})
	r.doc.Agents = append(r.doc.Agents, p)
	return err
}

// either goes on only without an error.
func either(err error, then func() error) error {
	if err != nil {
		return err
	}
	return then()
}

// organisation reads СвОргТип.
func (r *reader) organisation(p *Party, t *xmltoken.Token, kind Kind) error {
	e := r.start(t, "СтУчНД", "НаимОрг", "ИННЮЛ", "КПП", "ОГРН", "РегНомер", "НаимУчрДок", "КонтактТлф", "АдрЭлПочт")
	*p = Party{
		Kind: kind, Name: e.required("НаимОрг"), INN: e.innOrganisation("ИННЮЛ"),
		KPP: must(e, "КПП", value(e, "КПП", ruid.ParseKPP)), OGRN: value(e, "ОГРН", ruid.ParseOGRN), Heads: p.Heads,
	}
	return r.children(e, func(t *xmltoken.Token) (bool, error) {
		if t.Name.Local == "ДокПдтв" || t.Name.Local == "АдрРег" {
			return r.past()
		}
		return false, nil
	})
}

// foreign reads СвИнОргТип.
func (r *reader) foreign(p *Party, t *xmltoken.Token) error {
	e := r.start(t, "СтУчНД", "НаимИО", "ИННЮЛ", "КПП", "НЗА", "СтрРег", "НаимРегОрг", "РегНомер", "КодНПРег", "КонтактТлф",
		"АдрЭлПочт", "АдрСтрРег")
	*p = Party{
		Kind: Foreign, Name: e.required("НаимИО"), INN: e.innOrganisation("ИННЮЛ"),
		KPP: value(e, "КПП", ruid.ParseKPP), Heads: p.Heads,
	}
	return r.children(e, func(t *xmltoken.Token) (bool, error) {
		if t.Name.Local == "АдрМНФакт" {
			return r.past()
		}
		return false, nil
	})
}

// organisationWithHeads reads РосОргДоверТип.
func (r *reader) organisationWithHeads(p *Party, t *xmltoken.Token) error {
	e := r.start(t, "ЕИОУК", "ЕИОФЛ", "ЕИОИП")
	flags := [3]bool{e.code("ЕИОУК", "0", "1") == "1", e.code("ЕИОФЛ", "0", "1") == "1", e.code("ЕИОИП", "0", "1") == "1"}
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "СвРосОрг":
			return true, r.organisation(p, t, Organisation)
		case "ЛицоБезДов":
			h, err := r.head(t)
			p.Heads = append(p.Heads, h)
			return true, err
		}
		return false, nil
	}, "ЛицоБезДов")
	if err != nil {
		return err
	}
	if p.Kind == "" || len(p.Heads) == 0 {
		return malformed(e.name, "needs СвРосОрг and ЛицоБезДов")
	}
	if flags != executives(p.Heads) {
		r.doubt(DoubtExecutive)
	}
	return nil
}

// executives returns the flags ЕИОУК, ЕИОФЛ, ЕИОИП as the heads want them. A head without people counts as a person.
func executives(heads []Head) (flags [3]bool) {
	for _, h := range heads {
		switch {
		case h.Company != nil:
			flags[0] = true
		case len(h.People) > 0 && h.People[0].Kind == Proprietor:
			flags[2] = true
		default:
			flags[1] = true
		}
	}
	return flags
}

// head reads ЛицоБезДовТип: a managing company with its people, a person, or a sole proprietor.
func (r *reader) head(t *xmltoken.Token) (Head, error) {
	e := r.start(t, "ПолнЮЛ")
	h := Head{Together: e.code("ПолнЮЛ", "1", "2") == "2"}
	kinds := 0
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "СВЮЛ":
			kinds++
			h.Company = new(Party)
			return true, r.managingCompany(&h, r.start(t))
		case "СвФЛ":
			kinds++
			return true, r.addPerson(&h.People, t, r.person)
		case "СвИП":
			kinds++
			return true, r.addPerson(&h.People, t, r.proprietor)
		}
		return false, nil
	})
	if err != nil {
		return Head{}, err
	}
	if kinds != 1 || len(h.People) == 0 {
		return Head{}, malformed(e.name, "needs one of СВЮЛ, СвФЛ and СвИП, with a person")
	}
	return h, nil
}

func (r *reader) managingCompany(h *Head, e *element) error {
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "СвЮЛЕИО":
			return true, r.organisation(h.Company, t, Organisation)
		case "СвФЛ":
			return true, r.addPerson(&h.People, t, r.person)
		}
		return false, nil
	}, "СвФЛ")
	if err == nil && h.Company.Kind == "" {
		err = malformed(e.name+"/СвЮЛЕИО", "missing")
	}
	return err
}

func (r *reader) foreignWithHeads(p *Party, t *xmltoken.Token) error {
	var h Head
	e := r.start(t)
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "СвИнОрг":
			return true, r.foreign(p, t)
		case "СвРукОП":
			return true, r.addPerson(&h.People, t, r.person)
		}
		return false, nil
	}, "СвРукОП")
	return p.lead(e, h, err)
}

func (r *reader) branchWithHead(p *Party, t *xmltoken.Token) error {
	var h Head
	e := r.start(t)
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "СвФил":
			return true, r.organisation(p, t, Branch)
		case "СвРукФил":
			return true, r.addPerson(&h.People, t, r.person)
		}
		return false, nil
	})
	return p.lead(e, h, err)
}

// lead gives a branch or foreign organisation its head, which the schema demands.
func (p *Party) lead(e *element, h Head, err error) error {
	if err != nil {
		return err
	}
	if p.Kind == "" || len(h.People) == 0 {
		return malformed(e.name, "needs the organisation and its head")
	}
	p.Heads = []Head{h}
	return nil
}
