package mchd

import (
	"strings"

	"github.com/klaster-platform/klaster/ruid"
)

// Number is the single registration number of a power of attorney (Единый регистрационный номер): a GUID in lower case.
type Number string

// ParseNumber reads a GUID of 36 characters in either case.
func ParseNumber(s string) (Number, error) {
	if len(s) != 36 {
		return "", ErrMalformed
	}
	for i := range len(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		hex := '0' <= s[i] && s[i] <= '9' || 'a' <= s[i]|0x20 && s[i]|0x20 <= 'f'
		if dash && s[i] != '-' || !dash && !hex {
			return "", ErrMalformed
		}
	}
	return Number(strings.ToLower(s)), nil
}

// Document is a power of attorney as its file has it. What it says is true only as far as its signature goes.
type Document struct {
	Number Number
	// SHA256 is the hash of the whole file, so that a signature or an application can name the bytes that were read.
	// Parse sets it.
	SHA256 [32]byte

	// FileID is ИдФайл; Flags is ПрЭлФорм, eight digits 0 and 1.
	FileID, Flags string
	// InternalNumber is the principal's own number (ВнНомДовер). NotarialNumber (НомРНДДовер) and ExtraID (ДопИдДовер)
	// may be empty.
	InternalNumber, NotarialNumber, ExtraID string
	// Issued is the day of issue; Until is the last day of the term. Registered (ДатаВнРегДовер) may be zero.
	Issued, Until, Registered Date
	// Irrevocable is nil for a power of attorney that can be withdrawn at any time.
	Irrevocable  *Irrevocable
	Substitution Substitution
	// TaxOffice (КодНО) and TaxOffices (КодНОДейст) are set where the power is for tax offices.
	TaxOffice  string
	TaxOffices []string
	// System says where the document is kept and its withdrawal can be asked (СведСист), usually an address.
	System string

	// Grantors gave the power: the principals (СвДоверит), or after передоверие those who passed theirs on (СвПередПолн).
	Grantors []Party
	// Agents received it (СвУпПред, СвПолучПолн).
	Agents []Party
	Powers Powers
	// Notarised says that the document has a notary's block (СвНотУд). A notary signs it then, not the principal.
	Notarised bool
	// Basis is nil for an original power of attorney and set for one given by передоверие.
	Basis *Basis

	// Unknown counts elements, attributes and texts that the schema does not have, up to the limits.
	Unknown int
	// Doubts are contradictions within the document.
	Doubts []Doubt
}

// Substitution says whether the agents may pass their powers on, передоверие (ПрПередов).
type Substitution string

// The codes of ПрПередов.
const (
	NoSubstitution      Substitution = "1"
	OneSubstitution     Substitution = "2"
	FurtherSubstitution Substitution = "3"
)

// Irrevocable is what a безотзывная доверенность says of itself. The codes are kept as they stand.
type Irrevocable struct {
	// Substitution is ПрПерБезДов, Condition is УслОтзыва: "1" or "2" each.
	Substitution, Condition string
	// Description is ОписУслОт, which may be empty.
	Description string
}

// Kind is a kind of parties.
type Kind string

// The kinds.
const (
	Organisation Kind = "organisation"
	Foreign      Kind = "foreign" // a foreign organisation, or its branch
	Proprietor   Kind = "proprietor"
	Person       Kind = "person"
	Branch       Kind = "branch" // of a Russian organisation
)

// Party is somebody whom the document names. Numbers that are not given are empty.
type Party struct {
	Kind Kind
	// Name is that of an organisation, or what a sole proprietor trades as.
	Name string
	// FullName is that of a person or sole proprietor.
	FullName FullName
	// Title is a person's post (Должность).
	Title string
	// INN has ten digits for organisations and twelve for persons.
	INN    ruid.INN
	KPP    ruid.KPP
	OGRN   ruid.OGRN
	OGRNIP ruid.OGRNIP
	SNILS  ruid.SNILS
	// Heads are those who sign for the party: persons acting without a power of attorney, the head of a branch, a
	// person's legal representative. Of agents, and of persons who act for themselves, there are none.
	Heads []Head
}

// FullName is a person's name; Patronymic may be empty.
type FullName struct {
	Surname, Given, Patronymic string
}

// Head is one body that acts for a party without a power of attorney (ЛицоБезДов).
type Head struct {
	// Together says that it acts only with the others that act together (ПолнЮЛ is 2).
	Together bool
	// Company is the managing company, nil if there is none; People are then those who act for it.
	Company *Party
	People  []Party
}

// Exercise says whether several agents act each alone or jointly (ПрСовмПолн).
type Exercise string

// The codes of ПрСовмПолн; see the package's documentation for how sure their meaning is.
const (
	Alone   Exercise = "1"
	Jointly Exercise = "2"
)

// Powers is what the agents may do.
type Powers struct {
	// Text is in words for a person to read (ТекстПолн).
	Text  string
	Coded []Power
	// Exercise is set in every parsed document. Loss is ПрУтрПолн, "1", "2" or empty.
	Exercise Exercise
	Loss     string
}

// Power is one power of the classifier.
type Power struct {
	Code, Name string
	// Mnemonic may be empty.
	Mnemonic     string
	Restrictions []Restriction
}

// Restriction narrows a power (ОгрСвПолн). One of ValueCode and ValueText is set.
type Restriction struct {
	// Index is ИдОгр, from 1 to 999.
	Index                 int
	Code, Name, ValueName string
	ValueCode, ValueText  string
}

// Basis is on what a power of attorney given by передоверие rests.
type Basis struct {
	Original Reference
	// Parent is the power of attorney out of which this one was given, nil where that is the original.
	Parent *Reference
}

// Immediate returns the reference to the power of attorney out of which this one was given.
func (b *Basis) Immediate() Reference {
	if b.Parent != nil {
		return *b.Parent
	}
	return b.Original
}

// Reference names another power of attorney (СвПервДовер, СвПередов).
type Reference struct {
	// Number is empty where the other document has none, being on paper or the notary's.
	Number                         Number
	InternalNumber, NotarialNumber string
	Issued, Until                  Date
	// Sign (ПрДовер) and Form (ФормДовер) are codes, "1" or "2" each.
	Sign, Form string
	Principals []Party
}

// Doubt is a contradiction within a document.
type Doubt string

// The doubts.
const (
	// DoubtType says that a code of type differs from what stands beside it (ТипДоверит, ТипПред, ТипПерПолн).
	DoubtType Doubt = "party_type"
	// DoubtExecutive says that the flags ЕИОУК, ЕИОФЛ, ЕИОИП differ from the heads that are named.
	DoubtExecutive Doubt = "executive_flags"
	// DoubtPowers says that ТипПолн differs from the powers that are given, or that both text and codes are.
	DoubtPowers Doubt = "powers_type"
	// DoubtRevocation says that ВидДовер and the presence of Безотзыв disagree.
	DoubtRevocation Doubt = "revocation"
	// DoubtBasis says that ПрНалПередов and the presence of СвПередов disagree.
	DoubtBasis Doubt = "basis"
)
