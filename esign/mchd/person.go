package mchd

import (
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
	"github.com/klaster-platform/klaster/ruid"
)

// addPerson reads one more person into a list.
func (r *reader) addPerson(people *[]Party, t *xmltoken.Token, read func(*Party, *xmltoken.Token) error) error {
	if err := r.party(t.Name.Local); err != nil {
		return err
	}
	var p Party
	err := read(&p, t)
	*people = append(*people, p)
	return err
}

// person reads СвФЛТип.
func (r *reader) person(p *Party, t *xmltoken.Token) error {
	e := r.start(t, "СтУчНД", "ИННФЛ", "СНИЛС", "Должность")
	*p = Party{
		Kind: Person, Title: e.optional("Должность"), INN: e.innPerson(), SNILS: value(e, "СНИЛС", ruid.ParseSNILS),
	}
	return r.named(p, e, "")
}

// proprietor reads СведИПТип.
func (r *reader) proprietor(p *Party, t *xmltoken.Token) error {
	e := r.start(t, "СтУчНД", "НаимИП", "ОГРНИП", "ИННФЛ", "СНИЛС")
	*p = Party{
		Kind: Proprietor, Name: e.optional("НаимИП"), INN: must(e, "ИННФЛ", e.innPerson()),
		OGRNIP: must(e, "ОГРНИП", value(e, "ОГРНИП", ruid.ParseOGRNIP)),
		SNILS:  must(e, "СНИЛС", value(e, "СНИЛС", ruid.ParseSNILS)),
	}
	return r.named(p, e, "")
}

// personWithRepresentative reads ФЛДоверТип.
func (r *reader) personWithRepresentative(p *Party, t *xmltoken.Token) error {
	e := r.start(t, "СтУчНД", "ПрДеесп", "ПрНалРук", "ДокНедеесп", "ИННФЛ", "СНИЛС")
	*p = Party{
		Kind: Person, INN: e.innPerson(), SNILS: must(e, "СНИЛС", value(e, "СНИЛС", ruid.ParseSNILS)),
	}
	return r.named(p, e, "СвЗакПредРук")
}

// personPassing reads ФЛПерПолн.
func (r *reader) personPassing(p *Party, t *xmltoken.Token) error {
	e := r.start(t, "СтУчНД", "ПрНалРук", "ИННФЛ", "СНИЛС")
	*p = Party{
		Kind: Person, INN: must(e, "ИННФЛ", e.innPerson()), SNILS: must(e, "СНИЛС", value(e, "СНИЛС", ruid.ParseSNILS)),
	}
	return r.named(p, e, "СведРукоп")
}

// named reads the rest of any person: the name, and whoever signs in their place, under the name that the type has for it.
func (r *reader) named(p *Party, e *element, representative string) error {
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "ДокПдтв":
			return r.past()
		case "СведФЛ":
			return true, r.particularsOfPerson(p, t)
		case representative:
			return true, r.representative(p, t)
		}
		return false, nil
	})
	if err == nil && p.FullName.Surname == "" {
		err = malformed(e.name+"/СведФЛ", "missing")
	}
	return err
}

// representative reads who signs for a person: a legal representative, or somebody who writes in their place.
func (r *reader) representative(p *Party, t *xmltoken.Token) error {
	var h Head
	var err error
	if t.Name.Local == "СвЗакПредРук" {
		h, err = r.head(t)
	} else {
		err = r.addPerson(&h.People, t, r.person)
	}
	p.Heads = append(p.Heads, h)
	return err
}

// particularsOfPerson reads СведФЛТип, of which the name alone is kept.
func (r *reader) particularsOfPerson(p *Party, t *xmltoken.Token) error {
	e := r.start(t, "Пол", "ПрГражд", "НомЕРН", "ДатаРожд", "МестоРожд", "Гражданство", "КонтактТлф", "АдрЭлПочт")
	return r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "АдрМЖ", "УдЛичнФЛ":
			return r.past()
		case "ФИО":
			e := r.start(t, "Фамилия", "Имя", "Отчество")
			p.FullName = FullName{e.required("Фамилия"), e.required("Имя"), e.optional("Отчество")}
			return true, r.children(e, nothing)
		}
		return false, nil
	})
}

// nothing is for elements that have no children.
func nothing(*xmltoken.Token) (bool, error) { return false, nil }
