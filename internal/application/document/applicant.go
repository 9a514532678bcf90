package document

import "github.com/klaster-platform/klaster/internal/application/form"

// Kind is what kind of applicant somebody is.
type Kind string

// The kinds.
const (
	LegalEntity Kind = "organisation"
	Proprietor  Kind = "proprietor"
	Individual  Kind = "person"
)

// Applicant is for whom the application is made. What does not apply or is not known is empty; a name is always there.
type Applicant struct {
	Kind     Kind
	Name     string // «ООО „Ромашка“»
	FullName string
	INN      string
	OGRN     string // or ОГРНИП
	KPP      string
	SNILS    string // of an individual, 11 digits
	Address  string
}

func (p Applicant) plain() Applicant {
	p.Name, p.FullName, p.Address = form.Plain(p.Name), form.Plain(p.FullName), form.Plain(p.Address)
	return p
}

func (p Applicant) demands() []demand {
	return []demand{
		{"the kind of the applicant", p.Kind == LegalEntity || p.Kind == Proprietor || p.Kind == Individual},
		{"the name of the applicant", p.Name != ""},
		{"the INN of the applicant", anINN.MatchString(p.INN)},
		{"the OGRN of the applicant", anOGRN.MatchString(p.OGRN)},
		{"the KPP of the applicant", aKPP.MatchString(p.KPP)},
		{"the SNILS of the applicant", aSNILS.MatchString(p.SNILS)},
	}
}

func (p Applicant) element() *element {
	return branch("applicant", "kind", string(p.Kind)).with(leaf("name", p.Name), unless("full_name", p.FullName), unless("inn", p.INN),
		unless("ogrn", p.OGRN), unless("kpp", p.KPP), unless("snils", p.SNILS), unless("address", p.Address))
}

// applicantOf reads what element wrote.
func applicantOf(root *element) Applicant {
	e := root.child("applicant")
	if e == nil {
		return Applicant{}
	}
	return Applicant{
		Kind: Kind(e.attribute("kind")), Name: e.textOf("name"), FullName: e.textOf("full_name"), INN: e.textOf("inn"),
		OGRN: e.textOf("ogrn"), KPP: e.textOf("kpp"), SNILS: e.textOf("snils"), Address: e.textOf("address"),
	}
}
