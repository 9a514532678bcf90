package cert

import (
	"strings"

	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/ruid/number"
)

// IdentityKind says whom a certificate names. The empty kind is nobody: none of the attributes stands in it.
type IdentityKind string

// The kinds of holders.
const (
	// Person is somebody who signs for themselves.
	Person IdentityKind = "person"
	// Organisation is a legal entity; the person whose name may stand beside it acts for it.
	Organisation IdentityKind = "organisation"
	// Proprietor is a sole proprietor (ИП).
	Proprietor IdentityKind = "proprietor"
)

// Ambiguity is a reason why an identity opens nothing.
type Ambiguity string

// The reasons.
const (
	// Repeated says that an attribute stands more than once.
	Repeated Ambiguity = "repeated"
	// Unreadable says that a value is not a number of the right length in a string type.
	Unreadable Ambiguity = "unreadable"
	// WrongCheckDigits says that a number has wrong check digits, or is all zeros.
	WrongCheckDigits Ambiguity = "wrong_check_digits"
	// Conflicting says that ИНН of the organisation stands in both its forms and differs.
	Conflicting Ambiguity = "conflicting"
	// Mixed says that numbers of an organisation stand with those of a sole proprietor, or ОГРН with a person's ИНН alone.
	Mixed Ambiguity = "mixed"
	// Incomplete says that of an organisation only ОГРН or only ИНН is given.
	Incomplete Ambiguity = "incomplete"
	// Nobody says that there is none of the attributes.
	Nobody Ambiguity = "nobody"
)

// Identity is whom the numbers in a name stand for (T10 of the rules of trust). Fields without a good value are empty.
type Identity struct {
	Kind IdentityKind
	// INN is that of the organisation, INNPerson that of the person or sole proprietor.
	INN, INNPerson number.INN
	OGRN           number.OGRN
	OGRNIP         number.OGRNIP
	SNILS          number.SNILS
	// Doubts are all reasons why the identity is ambiguous, each with the attribute that it concerns. What is said about one
	// attribute stands before what is said about them together, whose Attribute is empty.
	Doubts []Doubt
}

// Doubt is one reason.
type Doubt struct {
	Reason    Ambiguity
	Attribute der.OID
}

// Ambiguous reports whether the identity must open nothing. Whether ИНН and ОГРН belong together only a register knows; that is
// for whoever has one.
func (id Identity) Ambiguous() bool { return len(id.Doubts) > 0 }

// Identity returns whom the certificate names.
func (c *Certificate) Identity() Identity { return IdentityOf(c.Subject) }

// IdentityOf reads the numbers of a name: ОГРН, ИНН of the organisation, ОГРНИП, СНИЛС, ИНН, and nothing else; CN and O name
// nobody. In ИНН it takes all forms that were ever issued: twelve digits of a person; before 2021 also 00 and the ten
// digits of an organisation, in the first years without 00. Any string type will do.
func IdentityOf(n Name) Identity {
	var r identityReader
	r.read(n)
	id := Identity{
		OGRN:   parsed(&r, OIDOGRN, number.ParseOGRN, 13),
		OGRNIP: parsed(&r, OIDOGRNIP, number.ParseOGRNIP, 15),
		SNILS:  parsed(&r, OIDSNILS, number.ParseSNILS, 11),
		INN:    parsed(&r, OIDINNLE, number.ParseINN, 10),
	}
	id.readINN(&r)
	id.Doubts = r.doubts
	id.Kind = r.kind(id)
	id.judge(r)
	return id
}

// identityReader holds the values of the five attributes and what is wrong with them.
type identityReader struct {
	values map[der.OID]string
	doubts []Doubt
}

func (r *identityReader) doubt(reason Ambiguity, attribute der.OID) {
	r.doubts = append(r.doubts, Doubt{reason, attribute})
}

// read collects the values. Of a repeated attribute none counts.
func (r *identityReader) read(n Name) {
	r.values = make(map[der.OID]string, 5)
	for _, a := range n.Attributes() {
		switch a.Type {
		case OIDOGRN, OIDSNILS, OIDINNLE, OIDOGRNIP, OIDINN:
		default:
			continue
		}
		if _, again := r.values[a.Type]; again {
			r.doubt(Repeated, a.Type)
			r.values[a.Type] = ""
			continue
		}
		text, err := a.Text()
		text = strings.TrimSpace(text)
		if err != nil || !allDigits(text) {
			r.doubt(Unreadable, a.Type)
			text = ""
		}
		r.values[a.Type] = text
	}
}

func allDigits(text string) bool {
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return text != ""
}

// has tells whether an attribute stands in the name, readable or not.
func (r *identityReader) has(attribute der.OID) bool {
	_, ok := r.values[attribute]
	return ok
}

// parsed returns the value of one attribute if it is a number as it should be.
func parsed[T ~string](r *identityReader, attribute der.OID, parse func(string) (T, error), length int) T {
	text := r.values[attribute]
	if text == "" {
		return ""
	}
	if len(text) != length {
		r.doubt(Unreadable, attribute)
		return ""
	}
	n, err := parse(text)
	if err != nil {
		r.doubt(WrongCheckDigits, attribute)
	}
	return n
}

// readINN reads the attribute that persons and, of old, organisations have. No region has the code 00, so a number that
// begins so is an organisation's.
func (id *Identity) readINN(r *identityReader) {
	text := r.values[OIDINN]
	if ten, ok := strings.CutPrefix(text, "00"); len(text) == 12 && ok {
		r.values[OIDINN] = ten
	}
	if len(r.values[OIDINN]) != 10 {
		id.INNPerson = parsed(r, OIDINN, number.ParseINN, 12)
		return
	}
	inn := parsed(r, OIDINN, number.ParseINN, 10)
	switch {
	case inn == "" || inn == id.INN:
	case r.has(OIDINNLE):
		r.doubt(Conflicting, OIDINN)
	default:
		id.INN = inn
	}
}

// kind tells whom the attributes speak of, whether or not their values are good: a certificate with a spoilt ОГРН is still
// no private person's.
func (r *identityReader) kind(id Identity) IdentityKind {
	organisation := r.has(OIDOGRN) || r.has(OIDINNLE) || id.INN != ""
	switch {
	case organisation:
		return Organisation
	case r.has(OIDOGRNIP):
		return Proprietor
	case r.has(OIDSNILS) || r.has(OIDINN):
		return Person
	}
	return ""
}

// judge adds what is wrong with the attributes together.
func (id *Identity) judge(r identityReader) {
	organisationINN := r.has(OIDINNLE) || id.INN != ""
	reason := Ambiguity("")
	switch {
	case id.Kind == "":
		reason = Nobody
	case id.Kind == Organisation && r.has(OIDOGRNIP):
		reason = Mixed
	case id.Kind == Organisation && !organisationINN && id.INNPerson != "":
		reason = Mixed
	case id.Kind == Organisation && (!organisationINN || !r.has(OIDOGRN)):
		reason = Incomplete
	}
	if reason != "" {
		id.Doubts = append(id.Doubts, Doubt{Reason: reason})
	}
}
