package egr

import (
	"github.com/klaster-platform/klaster/workdays"
)

// Register tells the two registers of the tax service apart.
type Register string

const (
	Organisations Register = "egrul" // ЕГРЮЛ, legal entities
	Entrepreneurs Register = "egrip" // ЕГРИП, sole proprietors and heads of farms
)

// Record is one subject of ЕГРЮЛ or ЕГРИП as the tax service gave it on one day. Empty fields were absent from the
// extract; what the register holds and does not show is marked Restricted in the part that it belongs to. Two absences
// prove nothing: open files leave out a restricted reorganisation altogether, and no file names the shareholders of a
// company with shares unless there is but one (order ЕД-7-14/17@ of 18.01.2021).
//
// Texts are as the register wrote them, mostly in capitals. Sums are decimal texts, because they have up to four digits
// after the point and no unit but the rouble.
type Record struct {
	Register Register      `json:"reg"`
	Form     string        `json:"form,omitempty"` // version of the file's format, such as 4.07 (ВерсФорм)
	Document string        `json:"doc,omitempty"`  // identifier of the document in its file (ИдДок)
	AsOf     workdays.Date `json:"on,omitzero"`    // day of the extract (ДатаВып)

	OGRN       string        `json:"ogrn"` // ОГРН of 13 digits, ОГРНИП of 15
	Registered workdays.Date `json:"since,omitzero"`
	INN        string        `json:"inn,omitempty"` // 10 digits, of a person 12
	KPP        string        `json:"kpp,omitempty"`

	Name      Name         `json:"name,omitzero"`    // organisations
	LegalForm LegalForm    `json:"opf,omitzero"`     // organisations
	Person    *Person      `json:"person,omitempty"` // entrepreneurs: who it is
	Farm      bool         `json:"farm,omitempty"`   // entrepreneurs: head of a farm (КодВидИП 2)
	Address   *Address     `json:"addr,omitempty"`   // of an entrepreneur only in forms before 4.06, and only in part
	Move      *Move        `json:"move,omitempty"`   // decision to move to another place (СвРешИзмМН)
	Faults    []Unreliable `json:"addrBad,omitempty"`
	Email     string       `json:"mail,omitempty"`

	Statuses []Status `json:"status,omitempty"` // none for one in good standing
	Ceased   *Ceased  `json:"ceased,omitempty"`

	Office    Office       `json:"office,omitzero"` // registering office (СвРегОрг)
	TaxOffice TaxOffice    `json:"tax,omitzero"`    // office where it is on the books (СвУчетНО)
	Capital   *Capital     `json:"capital,omitempty"`
	Own       *OwnShare    `json:"own,omitempty"`    // share that belongs to the company itself
	Powers    Powers       `json:"powers,omitempty"` // how several representatives act
	Managers  []Manager    `json:"managers,omitempty"`
	Heads     []Head       `json:"heads,omitempty"`
	Founders  []Founder    `json:"founders,omitempty"`
	Registrar *Party       `json:"registrar,omitempty"` // keeper of the list of shareholders (СвДержРеестрАО)
	Main      Activity     `json:"okved,omitzero"`
	Other     []Activity   `json:"okveds,omitempty"`
	Licences  []Licence    `json:"lic,omitempty"`
	Branches  []Branch     `json:"branches,omitempty"`
	Reorg     []Reorg      `json:"reorg,omitempty"`
	Before    []Party      `json:"before,omitempty"` // predecessors (СвПредш)
	After     []Party      `json:"after,omitempty"`  // successors (СвПреем)
	Pacts     []string     `json:"pacts,omitempty"`  // kinds of shareholders' agreements (СвКорпДог)
	Frozen    bool         `json:"frozen,omitempty"` // a court forbade disposing of shares (СвЗапретРаспДолями)
	Charter   string       `json:"charter,omitempty"`
	Converts  int          `json:"loans,omitempty"` // how many convertible loans stand in the register (СвКонвЗайм)
	History   []HistoryRow `json:"history,omitempty"`
}

// Entry is the record of the register by which a fact came in: its state registration number (ГРН, ГРНИП) and day. Of
// one that was corrected afterwards the correction stands.
type Entry struct {
	GRN string        `json:"grn,omitempty"`
	On  workdays.Date `json:"on,omitzero"`
}

// Name is what an organisation is called.
type Name struct {
	Full         string `json:"full,omitempty"`
	Short        string `json:"short,omitempty"`
	FullForeign  string `json:"fullEn,omitempty"` // in a foreign language
	ShortForeign string `json:"shortEn,omitempty"`
	Entry        Entry  `json:"e,omitzero"`
}

// LegalForm is the form of an organisation by a classifier.
type LegalForm struct {
	List string `json:"list,omitempty"` // ОКОПФ or КОПФ
	Code string `json:"code,omitempty"`
	Name string `json:"name,omitempty"`
}

// Person is a natural person. Sex is 1 for men and 2 for women, as the register has it.
type Person struct {
	Surname     string      `json:"f,omitempty"`
	Name        string      `json:"i,omitempty"`
	Patronymic  string      `json:"o,omitempty"`
	INN         string      `json:"inn,omitempty"`
	OGRNIP      string      `json:"ogrnip,omitempty"`
	Sex         string      `json:"sex,omitempty"`
	Citizenship Citizenship `json:"cit,omitzero"`
	Entry       Entry       `json:"e,omitzero"`
}

// Citizenship is 1 for Russia, 2 for another country, 3 for none.
type Citizenship struct {
	Kind    string `json:"k,omitempty"`
	Country string `json:"oksm,omitempty"` // three digits of ОКСМ
	Name    string `json:"name,omitempty"`
}

// Unreliable is a mark that a fact is not to be relied upon («сведения недостоверны»): on the word of the person
// concerned (1), by a check of the tax service (2), or by a court (3).
type Unreliable struct {
	By    string     `json:"by,omitempty"`
	Text  string     `json:"text,omitempty"`
	Court *Judgement `json:"court,omitempty"`
	Entry Entry      `json:"e,omitzero"`
}

// Judgement is the decision of a court.
type Judgement struct {
	Court  string        `json:"court,omitempty"`
	Number string        `json:"no,omitempty"`
	On     workdays.Date `json:"on,omitzero"`
}

// Status is a legal status by the list СЮЛСТ, or СИПСТ of an entrepreneur. What a code means for us, package classifier
// tells.
type Status struct {
	Restricted bool          `json:"x,omitempty"`
	Code       string        `json:"code,omitempty"`
	Name       string        `json:"name,omitempty"`
	WindUpBy   workdays.Date `json:"by,omitzero"`    // by when a company must have been wound up (СрокЛиквООО)
	Exclusion  *Exclusion    `json:"excl,omitempty"` // decision on exclusion to come
	Entry      Entry         `json:"e,omitzero"`
}

// Exclusion is the decision of the registering body to strike a subject off the register.
type Exclusion struct {
	On        workdays.Date `json:"on,omitzero"`
	Number    string        `json:"no,omitempty"`
	Published workdays.Date `json:"pub,omitzero"`
	Issue     string        `json:"issue,omitempty"` // number of the journal
}

// Ceased tells when and how a subject ceased to be.
type Ceased struct {
	On     workdays.Date `json:"on,omitzero"`
	Code   string        `json:"code,omitempty"`
	Name   string        `json:"name,omitempty"`
	Office Office        `json:"office,omitzero"`
	Heir   *Party        `json:"heir,omitempty"` // legal entity that came of a farm
	Entry  Entry         `json:"e,omitzero"`
}

// Office is an office of the tax service. The first two digits of its code name the region.
type Office struct {
	Code    string `json:"code,omitempty"`
	Name    string `json:"name,omitempty"`
	Address string `json:"addr,omitempty"`
}

// TaxOffice is the office where a subject is on the books.
type TaxOffice struct {
	Office Office        `json:"o,omitzero"`
	Since  workdays.Date `json:"since,omitzero"`
	Entry  Entry         `json:"e,omitzero"`
}

// Capital is the capital of an organisation in roubles.
type Capital struct {
	Kind  string      `json:"kind,omitempty"`
	Sum   string      `json:"sum,omitempty"`
	Cut   *CapitalCut `json:"cut,omitempty"` // it is being reduced
	Part  *Fraction   `json:"part,omitempty"`
	Entry Entry       `json:"e,omitzero"`
}

// CapitalCut is a reduction of the capital that is under way.
type CapitalCut struct {
	To string        `json:"to,omitempty"`
	On workdays.Date `json:"on,omitzero"`
}

// Fraction is a common fraction whose parts are decimal integers.
type Fraction struct {
	Num string `json:"n"`
	Den string `json:"d"`
}

// Share is a part of the capital, told in up to four ways. [Share.Of] reckons it.
type Share struct {
	Nominal string    `json:"sum,omitempty"`  // roubles
	Part    *Fraction `json:"part,omitempty"` // of a rouble, beside Nominal (ДоляРубля)
	Percent string    `json:"pct,omitempty"`
	Decimal string    `json:"dec,omitempty"`
	Common  *Fraction `json:"frac,omitempty"`
	Entry   Entry     `json:"e,omitzero"`
}

// OwnShare is the share of a company in itself.
type OwnShare struct {
	Restricted bool  `json:"x,omitempty"`
	Share      Share `json:"share,omitzero"`
}

// Powers tells how those act who act without a power of attorney: 1 jointly, 2 each alone.
type Powers string

const (
	Jointly   Powers = "1"
	EachAlone Powers = "2"
	NotTold   Powers = ""
)

// Manager is a managing organisation: a legal entity that acts for another as its executive body (СвУпрОрг).
type Manager struct {
	Restricted bool         `json:"x,omitempty"`
	Party      Party        `json:"p,omitzero"`
	Foreign    *Foreign     `json:"foreign,omitempty"`
	Office     string       `json:"rep,omitempty"`  // name of the Russian office of a foreign one
	Accredited string       `json:"rafp,omitempty"` // its number in the register of accredited offices
	Faults     []Unreliable `json:"bad,omitempty"`
	Since      Entry        `json:"since,omitzero"`
}

// Head is a person who acts for an organisation without a power of attorney (СведДолжнФЛ).
type Head struct {
	Restricted   bool               `json:"x,omitempty"`
	Person       Person             `json:"p,omitzero"`
	Kind         string             `json:"kind,omitempty"` // by the list СКФЛЮЛ, such as 02
	KindName     string             `json:"kindName,omitempty"`
	Post         string             `json:"post,omitempty"`
	Ended        []Note             `json:"ended,omitempty"` // remarks on the powers, such as that they have ended (ДопСвПолДолжФЛ)
	Disqualified []Disqualification `json:"disq,omitempty"`
	Faults       []Unreliable       `json:"bad,omitempty"`
	Since        Entry              `json:"since,omitzero"` // the first record about this person in this organisation
	Entry        Entry              `json:"e,omitzero"`     // the record about the post
}

// Note is a coded remark of the register.
type Note struct {
	Code  string `json:"code,omitempty"`
	Text  string `json:"text,omitempty"`
	Entry Entry  `json:"e,omitzero"`
}

// Disqualification is the time for which a court forbade a person to lead organisations; both days are in it.
type Disqualification struct {
	From   workdays.Date `json:"from,omitzero"`
	To     workdays.Date `json:"to,omitzero"`
	Ruling workdays.Date `json:"ruling,omitzero"`
}

// FounderKind is the kind of a founder or participant.
type FounderKind string

const (
	FounderPerson       FounderKind = "fl"  // a natural person (УчрФЛ)
	FounderOrganisation FounderKind = "ul"  // a Russian legal entity (УчрЮЛРос)
	FounderForeign      FounderKind = "in"  // a foreign legal entity (УчрЮЛИн)
	FounderState        FounderKind = "rf"  // Russia, a region or a municipality (УчрРФСубМО)
	FounderFund         FounderKind = "pif" // an investment fund (УчрПИФ)
	FounderPartnership  FounderKind = "dit" // an agreement of investment partnership (УчрДогИнвТов)
)

// Founder is a founder or participant with its share.
type Founder struct {
	Kind       FounderKind  `json:"kind"`
	Restricted bool         `json:"x,omitempty"`
	Person     *Person      `json:"p,omitempty"`
	Party      *Party       `json:"o,omitempty"`
	Foreign    *Foreign     `json:"foreign,omitempty"`
	State      *State       `json:"state,omitempty"`
	Fund       string       `json:"fund,omitempty"`   // name of the fund or of the agreement
	Manager    *Party       `json:"mgr,omitempty"`    // who manages the fund or the partnership
	Agents     []Party      `json:"agents,omitempty"` // bodies that exercise the rights of the state (СвОргОсущПр)
	Share      *Share       `json:"share,omitempty"`
	Pledges    []string     `json:"pledges,omitempty"` // kinds of encumbrance (ВидОбрем)
	Trusted    bool         `json:"trusted,omitempty"` // managed by another: by trust, or for an estate (СвДовУпр…, ЛицоУпрНасл)
	Faults     []Unreliable `json:"bad,omitempty"`
	Since      Entry        `json:"since,omitzero"`
}

// State is a public founder: 1 the Russian Federation, 2 a region, 3 a municipality.
type State struct {
	Kind   string `json:"k,omitempty"`
	Region string `json:"reg,omitempty"`
	Name   string `json:"name,omitempty"` // of the municipality, or of the region
}

// Party is a legal entity that a record names.
type Party struct {
	Restricted bool   `json:"x,omitempty"`
	OGRN       string `json:"ogrn,omitempty"`
	INN        string `json:"inn,omitempty"`
	Name       string `json:"name,omitempty"`
	Entry      Entry  `json:"e,omitzero"`
}

// Foreign is where a foreign legal entity is registered.
type Foreign struct {
	Country     string        `json:"oksm,omitempty"` // three digits of ОКСМ
	CountryName string        `json:"country,omitempty"`
	Number      string        `json:"no,omitempty"`
	On          workdays.Date `json:"on,omitzero"`
	By          string        `json:"by,omitempty"`
	TaxNumber   string        `json:"tin,omitempty"`
	Address     string        `json:"addr,omitempty"`
	Name        string        `json:"name,omitempty"` // in Latin letters
}

// Activity is a kind of economic activity. Version 2014 is ОКВЭД-2, 2001 the one before.
type Activity struct {
	Code    string `json:"c,omitempty"`
	Name    string `json:"n,omitempty"` // of the main one; of others only when asked for, as the classifier has them
	Version string `json:"v,omitempty"` // empty for 2014
}

// Licence is a licence as the licensing body told the register.
type Licence struct {
	Restricted bool          `json:"x,omitempty"`
	Number     string        `json:"no,omitempty"`
	Unified    string        `json:"erul,omitempty"` // number in the unified register of licences
	On         workdays.Date `json:"on,omitzero"`
	From       workdays.Date `json:"from,omitzero"`
	To         workdays.Date `json:"to,omitzero"` // none for a licence without term
	Activities []string      `json:"acts,omitempty"`
	By         string        `json:"by,omitempty"`
	Suspended  *Suspension   `json:"susp,omitempty"`
	Entry      Entry         `json:"e,omitzero"`
}

// Suspension tells since when a licence is suspended and by whom. It says nothing of the end, which the register drops
// together with the mark.
type Suspension struct {
	On workdays.Date `json:"on,omitzero"`
	By string        `json:"by,omitempty"`
}

// Branch is a branch (филиал) or a representative office (представительство).
type Branch struct {
	Restricted bool     `json:"x,omitempty"`
	Office     bool     `json:"rep,omitempty"` // a representative office
	Name       string   `json:"name,omitempty"`
	KPP        string   `json:"kpp,omitempty"`
	Address    *Address `json:"addr,omitempty"`
	Country    string   `json:"oksm,omitempty"` // of one abroad
	Abroad     string   `json:"abroad,omitempty"`
	Entry      Entry    `json:"e,omitzero"`
}

// Reorg is a reorganisation in which an organisation takes part.
type Reorg struct {
	Restricted bool         `json:"x,omitempty"`
	Code       string       `json:"code,omitempty"` // by СЮЛСТ
	Name       string       `json:"name,omitempty"`
	Parties    []ReorgParty `json:"with,omitempty"`
	Entry      Entry        `json:"e,omitzero"`
}

// ReorgParty is another participant; After tells what becomes of it.
type ReorgParty struct {
	Party
	After string `json:"after,omitempty"`
}

// HistoryRow is one record of the register's journal about the subject (СвЗапЕГРЮЛ, СвЗапЕГРИП). They make up more than
// half of a file and are read only when asked for.
type HistoryRow struct {
	ID      string        `json:"id,omitempty"`
	GRN     string        `json:"grn,omitempty"`
	On      workdays.Date `json:"on,omitzero"`
	Code    string        `json:"code,omitempty"` // by СПВЗ
	Name    string        `json:"name,omitempty"`
	Invalid bool          `json:"void,omitempty"` // another record declared it invalid
}
