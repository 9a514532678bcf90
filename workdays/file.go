package workdays

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// MaxFile is the greatest size of a calendar file in bytes. A year takes less than four thousand.
const MaxFile = 1 << 20

// header is the first line of the calendar file.
const header = "calendar ru"

// Parse reads calendar years from a file of either form: the XML of xmlcalendar (see [ParseXML], which source is for), or
// our own, a text in UTF-8 whose lines are
//
//	# a comment; empty lines are skipped too
//	calendar ru                     the first line
//	year 2026                       begins a year; years ascend
//	version 2025-09-30              the date of the data
//	status decreed                  or provisional
//	source WORDS                    where the table was taken from
//	act WORDS                       the act behind it; may be left out
//	01-01 holiday                   month and day, then the kind; days ascend
//	01-09 off 01-03                 a weekday off, and the day it was moved from where that is known
//	04-30 short                     a shortened working day; on a Saturday, a working one
//	12-28 work                      a Saturday or Sunday of full length that works
//	03-30 decree                    non-working by an act of the President
//
// Days that are what their weekday says are not listed. A file that is larger than [MaxFile] is [ErrTooLarge], one in
// neither form [ErrFormat], and one of a year that cannot be [ErrYear].
func Parse(r io.Reader, source string) ([]Year, error) {
	content, err := readAll(r)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(bytes.TrimSpace(content), []byte("<")) {
		year, err := parseXML(content, source)
		if err != nil {
			return nil, err
		}
		return []Year{year}, nil
	}
	return parseText(string(content))
}

func readAll(r io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read a calendar: %w", err)
	}
	if len(content) > MaxFile {
		return nil, ErrTooLarge
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if !utf8.Valid(content) {
		return nil, fmt.Errorf("%w: not UTF-8", ErrFormat)
	}
	return content, nil
}

// reader collects the years of a text.
type reader struct {
	years []Year
	seen  map[string]bool // the words that the year at hand has had
}

func parseText(text string) ([]Year, error) {
	var r reader
	begun := false
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !begun && line != header {
			return nil, fmt.Errorf("%w: line %d: the first line is not %q", ErrFormat, number, header)
		}
		if !begun {
			begun = true
			continue
		}
		if err := r.line(line); err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrFormat, number, err)
		}
	}
	if len(r.years) == 0 {
		return nil, fmt.Errorf("%w: no year in it", ErrFormat)
	}
	if err := r.finish(); err != nil {
		return nil, err
	}
	return r.years, nil
}

// line takes one line that is neither empty nor a comment.
func (r *reader) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	if word == "year" {
		return r.begin(rest)
	}
	if len(r.years) == 0 {
		return errors.New("no year has begun")
	}
	y := &r.years[len(r.years)-1]
	if len(word) > 0 && word[0] >= '0' && word[0] <= '9' {
		return r.day(y, word, strings.Fields(rest))
	}
	if r.seen[word] {
		return fmt.Errorf("a second %q", word)
	}
	r.seen[word] = true
	switch word {
	case "version":
		version, err := ParseDate(rest)
		y.Version = version
		return err
	case "status":
		y.Provisional = rest == "provisional"
		if !y.Provisional && rest != "decreed" {
			return fmt.Errorf("status %q", rest)
		}
		return nil
	case "source":
		y.Source = rest
		return nil
	case "act":
		y.Act = rest
		return nil
	default:
		return fmt.Errorf("unknown word %q", word)
	}
}

// begin ends the year at hand and begins the one of that number.
func (r *reader) begin(number string) error {
	if err := r.finish(); err != nil {
		return err
	}
	first, err := ParseDate(number + "-01-01")
	if err != nil {
		return fmt.Errorf("year %q", number)
	}
	if n := len(r.years); n > 0 && r.years[n-1].Number >= first.Year() {
		return fmt.Errorf("year %s is out of order", number)
	}
	r.years = append(r.years, Year{Number: first.Year()})
	r.seen = map[string]bool{}
	return nil
}

// finish checks the year at hand, if one has begun.
func (r *reader) finish() error {
	if len(r.years) == 0 {
		return nil
	}
	y := r.years[len(r.years)-1]
	if !r.seen["status"] {
		return fmt.Errorf("%w: %d has no status", ErrFormat, y.Number)
	}
	return y.check()
}

func (r *reader) day(y *Year, date string, words []string) error {
	if len(words) == 0 || len(words) > 2 {
		return errors.New("a day has a kind and may have a day it was moved from")
	}
	d, err := dayOf(y.Number, date)
	if err != nil {
		return err
	}
	if n := len(y.Special); n > 0 && !y.Special[n-1].Date.Before(d) {
		return fmt.Errorf("%s is out of order", date)
	}
	s := Special{Date: d, Kind: kindOf(words[0])}
	if s.Kind == 0 {
		return fmt.Errorf("unknown kind of day %q", words[0])
	}
	if len(words) == 2 {
		if s.From, err = dayOf(y.Number, words[1]); err != nil {
			return err
		}
	}
	y.Special = append(y.Special, s)
	return nil
}

// dayOf reads MM-DD.
func dayOf(year int, s string) (Date, error) { return ParseDate(fmt.Sprintf("%04d-%s", year, s)) }

func kindOf(word string) Kind {
	for k, name := range kindNames {
		if name == word && name != "" {
			return Kind(k)
		}
	}
	return 0
}

// MarshalText is the calendar as a file of our own form, see [Parse]. Equal calendars give equal bytes, of which
// [Calendar.Version] is the short name.
func (c Calendar) MarshalText() ([]byte, error) { return appendYears(nil, c.Years()), nil }

func appendYears(b []byte, years []Year) []byte {
	b = append(b, header+"\n"...)
	for _, y := range years {
		b = fmt.Appendf(b, "\nyear %d\nversion %s\nstatus %s\nsource %s\n", y.Number, y.Version, y.status(), y.Source)
		if y.Act != "" {
			b = fmt.Appendf(b, "act %s\n", y.Act)
		}
		for _, s := range y.Special {
			b = fmt.Appendf(b, "%s %s", monthDay(s.Date), s.Kind)
			if !s.From.IsZero() {
				b = fmt.Appendf(b, " %s", monthDay(s.From))
			}
			b = append(b, '\n')
		}
	}
	return b
}

func (y Year) status() string {
	if y.Provisional {
		return "provisional"
	}
	return "decreed"
}

func monthDay(d Date) string { return d.String()[len("2006-"):] }

// dotted reads the form YYYY.MM.DD of xmlcalendar.
func dotted(s string) (Date, error) {
	t, err := time.Parse("2006.01.02", s)
	if err != nil {
		return Date{}, fmt.Errorf("%w: %q", ErrDate, s)
	}
	return NewDate(t.Date())
}
