// Package offshore holds the lists of offshore territories as dated data: codes of ОКСМ, the act, and the days between
// which it holds. Which list a rule uses is for an expert to choose; this package says what a list says on a day.
//
// The list that comes with the package is a part of the special one of приказ Минфина России от 28.03.2024 № 35н (40
// territories, 2024 to 2026): those codes that could be confirmed. It is marked incomplete, and of a code that an
// incomplete list does not name nothing is known. An operator imports the whole one as a file ([Read]).
package offshore

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/klaster-platform/klaster/workdays"
)

// List is one list.
type List struct {
	Key      string // short name, such as 35н
	Act      string
	From, To workdays.Date // both days are in it; no end is no date
	Complete bool          // every territory of the act is here
	Source   string
	Places   []Place
}

// Place is a territory of a list.
type Place struct {
	Country string // three digits of ОКСМ
	Name    string
	Part    bool // only a part of that country, which has no code of its own: the code alone does not tell
}

// Answer is what a list says of a country on a day.
type Answer string

const (
	Listed    Answer = "listed"
	Partly    Answer = "partly"     // a part of the country is listed: look at the address
	NotListed Answer = "not listed" // the list is whole and does not name it
	Unknown   Answer = "unknown"    // the list does not hold on that day, or is not whole, or there is no such code
)

// Of is what the list says of a country on a day.
func (l *List) Of(country string, on workdays.Date) (Answer, Place) {
	if !code(country) || !l.Holds(on) {
		return Unknown, Place{}
	}
	i := slices.IndexFunc(l.Places, func(p Place) bool { return p.Country == country })
	switch {
	case i >= 0 && l.Places[i].Part:
		return Partly, l.Places[i]
	case i >= 0:
		return Listed, l.Places[i]
	case l.Complete:
		return NotListed, Place{}
	}
	return Unknown, Place{}
}

// Holds reports whether the list holds on a day.
func (l *List) Holds(on workdays.Date) bool {
	return !on.IsZero() && !on.Before(l.From) && (l.To.IsZero() || !on.After(l.To))
}

func code(s string) bool {
	return len(s) == 3 && strings.Trim(s, "0123456789") == "" && s != "000"
}

// What may be wrong with a file.
var (
	ErrFile  = errors.New("not a list of territories")
	ErrLimit = errors.New("a limit is passed")
)

const (
	maxFile   = 1 << 20
	maxPlaces = 300
)

// Read reads a list as CSV in UTF-8: rows of a name and a value (key, act, from, to, complete, source), then rows of a code, a
// name and, for a part of a country, the word part.
//
//	key,35н
//	act,приказ Минфина России от 28.03.2024 № 35н
//	from,2024-01-01
//	to,2026-12-31
//	complete,yes
//	660,Ангилья
//	458,Остров Лабуан,part
func Read(in io.Reader) (*List, error) {
	r := csv.NewReader(&io.LimitedReader{R: in, N: maxFile})
	r.FieldsPerRecord, r.Comment = -1, '#'
	l := &List{}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return l, l.judge()
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFile, err)
		}
		if len(l.Places) >= maxPlaces {
			return nil, fmt.Errorf("%w: more than %d territories", ErrLimit, maxPlaces)
		}
		if err := l.row(row); err != nil {
			line, _ := r.FieldPos(0)
			return nil, fmt.Errorf("%w: line %d: %w", ErrFile, line, err)
		}
	}
}

func (l *List) row(row []string) (err error) {
	for i := range row {
		row[i] = strings.TrimSpace(strings.TrimPrefix(row[i], "\ufeff"))
	}
	if len(row) < 2 {
		return errors.New("a row of one field")
	}
	if code(row[0]) {
		part := len(row) > 2 && row[2] == "part"
		if len(row) > 2 && row[2] != "" && !part {
			return fmt.Errorf("%q where part may stand", row[2])
		}
		if slices.ContainsFunc(l.Places, func(p Place) bool { return p.Country == row[0] }) {
			return fmt.Errorf("code %s stands twice", row[0])
		}
		l.Places = append(l.Places, Place{row[0], row[1], part})
		return nil
	}
	switch row[0] {
	case "key":
		l.Key = row[1]
	case "act":
		l.Act = row[1]
	case "source":
		l.Source = row[1]
	case "from":
		l.From, err = workdays.ParseDate(row[1])
	case "to":
		l.To, err = workdays.ParseDate(row[1])
	case "complete":
		l.Complete = row[1] == "yes"
	default:
		return fmt.Errorf("%.40q is neither a code of three digits nor a name of a field", row[0])
	}
	return err
}

func (l *List) judge() error {
	switch {
	case l.Key == "" || l.Act == "" || l.From.IsZero():
		return fmt.Errorf("%w: key, act and from must be there", ErrFile)
	case !l.To.IsZero() && l.To.Before(l.From):
		return fmt.Errorf("%w: it ends before it begins", ErrFile)
	case len(l.Places) == 0:
		return fmt.Errorf("%w: no territory", ErrFile)
	}
	return nil
}

// The codes were regenerated from what articles on the order name; see the file's source line.
//
//go:embed special.csv
var specialFile string

var special = sync.OnceValue(func() *List {
	l, err := Read(strings.NewReader(specialFile))
	if err != nil {
		panic(fmt.Sprintf("offshore: the embedded list: %v", err)) // a test reads it
	}
	return l
})

// Special is the list that comes with the package. It is not complete.
func Special() List {
	l := *special()
	l.Places = slices.Clone(l.Places)
	return l
}
