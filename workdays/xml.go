package workdays

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
)

// ParseXML reads one year in the XML of xmlcalendar (github.com/xmlcalendar/data): a root calendar with year and date,
// and below days a day for each date that is not what its weekday says, d="MM.DD" with t="1" off, "2" shortened (on a
// Saturday: working), "3" a working Saturday or Sunday; f is the day whose day off was moved here, h the holiday.
//
// The file does not say whether the decree is there, so the year is provisional; a caller who knows the act says so by
// [Year.Decree]. source is where the file came from, in one line. A document type, a day that is named twice and a kind
// of day that is not known are refused; names of holidays are not read. Errors are those of [Parse].
func ParseXML(r io.Reader, source string) (Year, error) {
	content, err := readAll(r)
	if err != nil {
		return Year{}, err
	}
	return parseXML(content, source)
}

func parseXML(content []byte, source string) (Year, error) {
	y := Year{Provisional: true, Source: source}
	d := xml.NewDecoder(bytes.NewReader(content))
	var path []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Year{}, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		switch token := token.(type) {
		case xml.Directive:
			return Year{}, fmt.Errorf("%w: a document type", ErrFormat)
		case xml.StartElement:
			path = append(path, token.Name.Local)
			if err := y.element(path, token.Attr); err != nil {
				return Year{}, fmt.Errorf("%w: %w", ErrFormat, err)
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
	if y.Number == 0 {
		return Year{}, fmt.Errorf("%w: no calendar in it", ErrFormat)
	}
	slices.SortFunc(y.Special, func(a, b Special) int { return a.Date.Compare(b.Date) })
	if err := y.check(); err != nil {
		return Year{}, err
	}
	return y, nil
}

// element takes the start of the element at path.
func (y *Year) element(path []string, attributes []xml.Attr) error {
	switch {
	case len(path) > 4:
		return errors.New("nested too deep")
	case len(path) == 1 && path[0] != "calendar":
		return fmt.Errorf("the root is %q, not calendar", path[0])
	case len(path) == 1:
		return y.root(attributes)
	case slices.Equal(path, []string{"calendar", "days", "day"}):
		return y.xmlDay(attributes)
	}
	return nil
}

func (y *Year) root(attributes []xml.Attr) error {
	if y.Number != 0 {
		return errors.New("a second root")
	}
	for _, a := range attributes {
		switch a.Name.Local {
		case "year":
			first, err := ParseDate(a.Value + "-01-01")
			if err != nil {
				return err
			}
			y.Number = first.Year()
		case "date":
			version, err := dotted(a.Value)
			if err != nil {
				return err
			}
			y.Version = version
		case "country":
			if a.Value != "ru" {
				return fmt.Errorf("a calendar of %q", a.Value)
			}
		}
	}
	if y.Number == 0 {
		return errors.New("the calendar names no year")
	}
	return nil
}

func (y *Year) xmlDay(attributes []xml.Attr) error {
	var s Special
	var kind, holiday string
	for _, a := range attributes {
		var err error
		switch a.Name.Local {
		case "d":
			s.Date, err = y.dotted(a.Value)
		case "f":
			s.From, err = y.dotted(a.Value)
		case "t":
			kind = a.Value
		case "h":
			holiday = a.Value
		}
		if err != nil {
			return err
		}
	}
	if s.Date.IsZero() {
		return errors.New("a day without date")
	}
	if slices.ContainsFunc(y.Special, func(other Special) bool { return other.Date == s.Date }) {
		return fmt.Errorf("%s twice", s.Date)
	}
	switch kind {
	case "1":
		s.Kind = y.off(s, holiday)
	case "2":
		s.Kind = Shortened
	case "3":
		s.Kind = WorkingWeekend
	default:
		return fmt.Errorf("%s is of the unknown kind %q", s.Date, kind)
	}
	if s.Kind == Weekend { // the source lists some of them, such as 2 May 2020
		return nil
	}
	y.Special = append(y.Special, s)
	return nil
}

// off tells the four kinds of days off apart. The source numbers the holidays of each file anew and lists among them the
// President's non-working days, so the date says what is a holiday of the Labour Code.
func (y *Year) off(s Special, holiday string) Kind {
	switch {
	case slices.Contains(statutory(y.Number), s.Date):
		return Holiday
	case holiday != "":
		return Decreed
	case s.Date.weekend():
		return Weekend
	default:
		return DayOff
	}
}

// dotted reads MM.DD of the year at hand.
func (y *Year) dotted(s string) (Date, error) { return dotted(fmt.Sprintf("%04d.%s", y.Number, s)) }
