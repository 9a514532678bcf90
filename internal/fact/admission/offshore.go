package admission

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// ErrOffshore says that a file is no file of lists of offshore zones.
var ErrOffshore = errors.New("admission: not a list of offshore zones")

// Limits of a file of lists.
const (
	maxOffshoreFile = 1 << 20
	maxZones        = 1000 // of one list
	maxLists        = 100
)

// OffshoreList is the list of offshore zones (офшорные зоны) of one act, for the days on which it holds.
type OffshoreList struct {
	ID       string
	Act      string
	From     rule.Date
	Until    rule.Date // the last day; no date while it is in force
	Complete bool      // whether it has every zone of the act
	Source   string
	Zones    []Zone
}

// Zone is a country or territory by its code in ОКСМ.
type Zone struct {
	Country string // three digits
	Name    string
	Part    bool // the act names only a part of it, which has no code of its own
}

// standing is what a list says of a country.
type standing uint8

const (
	unsettled standing = iota // the list cannot tell
	outside
	offshore
)

// judge tells whether a country is an offshore zone. A list that is not complete clears nobody.
func (l *OffshoreList) judge(country string) standing {
	if l == nil || country == "" {
		return unsettled
	}
	for _, z := range l.Zones {
		if z.Country != country {
			continue
		}
		if z.Part {
			return unsettled
		}
		return offshore
	}
	if l.Complete {
		return outside
	}
	return unsettled
}

//go:embed offshore.txt
var offshoreFile string

// EmbeddedLists are the lists that the program brings, as far as they could be had.
func EmbeddedLists() ([]OffshoreList, error) { return ParseOffshore([]byte(offshoreFile)) }

// listOn is the list in force on a day, nil when there is none. Of several the one that began last counts.
func listOn(lists []OffshoreList, on rule.Date) *OffshoreList {
	var found *OffshoreList
	for i := range lists {
		l := &lists[i]
		if on.Before(l.From) || !l.Until.IsZero() && on.After(l.Until) {
			continue
		}
		if found == nil || l.From.After(found.From) {
			found = l
		}
	}
	return found
}

// ParseOffshore reads a file of lists in the form of offshore.txt, which says itself what it is. An error is [ErrOffshore]
// and names the line.
func ParseOffshore(content []byte) ([]OffshoreList, error) {
	if len(content) > maxOffshoreFile || !utf8.Valid(content) {
		return nil, fmt.Errorf("%w: too large, or not UTF-8", ErrOffshore)
	}
	var lists []OffshoreList
	begun, number := false, 0
	for line := range strings.Lines(strings.TrimPrefix(string(content), "\ufeff")) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !begun {
			if line != "offshore zones 1" {
				return nil, fmt.Errorf("%w: line %d: the first line is not %q", ErrOffshore, number, "offshore zones 1")
			}
			begun = true
			continue
		}
		var err error
		if lists, err = offshoreLine(lists, line); err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrOffshore, number, err)
		}
	}
	if len(lists) == 0 {
		return nil, fmt.Errorf("%w: no list in it", ErrOffshore)
	}
	for _, l := range lists {
		if l.From.IsZero() || len(l.Zones) == 0 || l.Act == "" || !l.Until.IsZero() && l.Until.Before(l.From) {
			return nil, fmt.Errorf("%w: list %s lacks its act, days or zones", ErrOffshore, l.ID)
		}
	}
	return lists, nil
}

func offshoreLine(lists []OffshoreList, line string) ([]OffshoreList, error) {
	word, value, _ := strings.Cut(line, " ")
	value = strings.TrimSpace(value)
	if value == "" {
		return nil, fmt.Errorf("%q has no value", word)
	}
	if word == "list" {
		if len(lists) >= maxLists || slices.ContainsFunc(lists, func(l OffshoreList) bool { return l.ID == value }) {
			return nil, fmt.Errorf("one list too many: %q", value)
		}
		return append(lists, OffshoreList{ID: value}), nil
	}
	if len(lists) == 0 {
		return nil, errors.New("no list has begun")
	}
	l := &lists[len(lists)-1]
	var err error
	switch word {
	case "act":
		l.Act = value
	case "source":
		l.Source = value
	case "from":
		l.From, err = workdays.ParseDate(value)
	case "until":
		l.Until, err = workdays.ParseDate(value)
	case "complete":
		l.Complete = value == "yes"
		if !l.Complete && value != "no" {
			err = fmt.Errorf("complete %q", value)
		}
	default:
		err = l.zone(word, value)
	}
	return lists, err
}

func (l *OffshoreList) zone(code, name string) error {
	if len(code) != 3 || strings.Trim(code, "0123456789") != "" {
		return fmt.Errorf("unknown word %q", code)
	}
	if len(l.Zones) >= maxZones {
		return fmt.Errorf("more than %d zones", maxZones)
	}
	if slices.ContainsFunc(l.Zones, func(z Zone) bool { return z.Country == code }) {
		return fmt.Errorf("code %s stands twice", code)
	}
	rest, part := strings.CutPrefix(name, "part ")
	l.Zones = append(l.Zones, Zone{Country: code, Name: rest, Part: part})
	return nil
}
