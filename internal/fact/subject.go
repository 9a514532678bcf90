package fact

import "github.com/klaster-platform/klaster/ruid"

// Register names a register that is imported. It stands in the database and on the command line, so it never changes.
type Register string

// The registers. A calendar is imported too, but it is kept as a whole, see calendar.go.
const (
	Organisations Register = "egrul"        // ЕГРЮЛ, legal entities
	Entrepreneurs Register = "egrip"        // ЕГРИП, sole proprietors
	SmallBusiness Register = "rsmp"         // единый реестр субъектов МСП
	Unfair        Register = "rnp"          // реестр недобросовестных поставщиков
	Disqualified  Register = "disqualified" // реестр дисквалифицированных лиц
	Activities    Register = "okved"        // ОКВЭД-2
	Products      Register = "okpd2"        // ОКПД-2
)

// Registers lists the registers in the order of pages.
func Registers() []Register {
	return []Register{Organisations, Entrepreneurs, SmallBusiness, Unfair, Disqualified, Activities, Products}
}

// lists reports whether absence from a full set means something: who is not in it is not listed any more. Of ЕГРЮЛ and
// ЕГРИП it means nothing, since they never lose a record.
func (r Register) lists() bool { return r != Organisations && r != Entrepreneurs }

// Source is where a fact comes from.
type Source string

// The sources. A dump and what the demonstration brings are files of the register itself.
const (
	Dump     Source = "dump"     // an imported file of the register
	SMEV     Source = "smev"     // an answer by the state's exchange
	Extract  Source = "extract"  // an extract that bears the tax service's signature
	Manual   Source = "manual"   // «Проверено вручную»: an operator looked it up
	DaData   Source = "dadata"   // a commercial copy of the registers
	Declared Source = "declared" // the organisation says so itself
)

// rank orders sources: the smaller one is believed first. A declaration and DaData never outrank an official record (T22), and
// an imported file clears what an operator noted by hand.
func (s Source) rank() int {
	switch s {
	case Dump, SMEV, Extract:
		return 1
	case Manual:
		return 2
	case DaData:
		return 3
	case Declared:
		return 4
	}
	return 5
}

// Official reports whether the source is the register itself.
func (s Source) Official() bool { return s.rank() == 1 }

// Subject names an organisation or a sole proprietor. Of the two numbers one is enough; ОГРН tells apart what an ИНН
// does not: the earlier and the present entry of one person as a sole proprietor.
type Subject struct {
	INN  string // 10 digits, of a person 12
	OGRN string // ОГРН of 13 digits or ОГРНИП of 15
}

// ParseSubject reads an ИНН, ОГРН or ОГРНИП as somebody typed it.
func ParseSubject(text string) (Subject, bool) {
	if n, err := ruid.ParseINN(text); err == nil {
		return Subject{INN: string(n)}, true
	}
	if n, err := ruid.ParseOGRN(text); err == nil {
		return Subject{OGRN: string(n)}, true
	}
	if n, err := ruid.ParseOGRNIP(text); err == nil {
		return Subject{OGRN: string(n)}, true
	}
	return Subject{}, false
}

// IsZero reports whether the subject names nobody.
func (s Subject) IsZero() bool { return s == Subject{} }
