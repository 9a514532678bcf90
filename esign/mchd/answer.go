package mchd

import (
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/ruid"
)

// every is Yes if all are, No if any is.
func every(answers ...Answer) Answer {
	result := Yes
	for _, a := range answers {
		if a == No {
			return No
		}
		if a != Yes {
			result = Unknown
		}
	}
	return result
}

// some is Yes if any is, No if all are; of nobody it is No.
func some(answers ...Answer) Answer {
	result := No
	for _, a := range answers {
		if a == Yes {
			return Yes
		}
		if a != No {
			result = Unknown
		}
	}
	return result
}

// yes turns a fact into an answer.
func yes(fact bool) Answer {
	if fact {
		return Yes
	}
	return No
}

// softened turns No into Unknown, for what only a person can tell.
func softened(a Answer) Answer {
	if a == No {
		return Unknown
	}
	return a
}

// same compares two numbers; where one is not given nobody knows.
func same[T ~string](a, b T) Answer {
	if a == "" || b == "" {
		return Unknown
	}
	return yes(a == b)
}

// agree is for numbers of which each would do by itself: none may differ, and one must be equal.
func agree(answers ...Answer) Answer {
	if every(answers...) == No {
		return No
	}
	return some(answers...)
}

// sameOrganisation compares by ИНН and ОГРН.
func sameOrganisation(p Party, inn ruid.INN, ogrn ruid.OGRN) Answer {
	return agree(same(p.INN, inn), same(p.OGRN, ogrn))
}

// isOrganisation tells whether a certificate is one of the organisation.
func isOrganisation(p Party, id cert.Identity) Answer {
	if id.Kind != cert.Organisation {
		return No
	}
	return sameOrganisation(p, id.INN, id.OGRN)
}

// isHuman tells whether a certificate names the person, by СНИЛС and ИНН, both of which must be equal.
func isHuman(p Party, id cert.Identity) Answer {
	return every(same(p.SNILS, id.SNILS), same(p.INN, id.INNPerson))
}

// isNamedHuman is isHuman for persons of whom the form may give one number only.
func isNamedHuman(p Party, id cert.Identity) Answer {
	return agree(same(p.SNILS, id.SNILS), same(p.INN, id.INNPerson))
}

// isProprietor tells whether a certificate is that of the sole proprietor; they may use one that names them as a person.
func isProprietor(p Party, id cert.Identity) Answer {
	if same(p.OGRNIP, id.OGRNIP) == No {
		return No
	}
	return isHuman(p, id)
}

// isAgent tells whether somebody is the agent (T12). A person acts by a personal certificate: one of an organisation signs
// for that organisation, even in the same hand.
func isAgent(p Party, a Actor) Answer {
	id := a.Identity
	if id.Ambiguous() {
		return No
	}
	switch p.Kind {
	case Person, Proprietor:
		if id.Kind == cert.Organisation {
			return every(isHuman(p, id), Unknown)
		}
		if p.Kind == Proprietor {
			return isProprietor(p, id)
		}
		return isHuman(p, id)
	case Organisation:
		return every(isOrganisation(p, id), a.Head)
	default: // a foreign organisation or a branch is for a person to judge
		return Unknown
	}
}

// isSubject tells whether a party is the one for whom somebody wants to act.
func isSubject(p Party, s Subject) Answer {
	switch p.Kind {
	case Organisation:
		if s.OGRNIP != "" || s.SNILS != "" {
			return No
		}
		return sameOrganisation(p, s.INN, s.OGRN)
	case Proprietor:
		if s.OGRN != "" {
			return No
		}
		return agree(same(p.INN, s.INN), same(p.SNILS, s.SNILS), same(p.OGRNIP, s.OGRNIP))
	case Person:
		if s.OGRN != "" || s.OGRNIP != "" {
			return No
		}
		return agree(same(p.INN, s.INN), same(p.SNILS, s.SNILS))
	default: // a foreign organisation or a branch is for a person to judge
		return every(same(p.INN, s.INN), Unknown)
	}
}

// sameParty tells whether two documents speak of one party. A person may be a sole proprietor in the other document.
func sameParty(a, b Party) Answer {
	switch {
	case a.human() != b.human():
		return No
	case a.human():
		return every(same(a.SNILS, b.SNILS), same(a.INN, b.INN))
	case a.Kind != b.Kind:
		return No
	case a.Kind == Organisation:
		return sameOrganisation(a, b.INN, b.OGRN)
	case a.Kind == Branch:
		return every(same(a.INN, b.INN), same(a.KPP, b.KPP))
	}
	return every(same(a.INN, b.INN), Unknown)
}

func (p Party) human() bool { return p.Kind == Person || p.Kind == Proprietor }
