// Package disqualified reads the register of disqualified persons (реестр дисквалифицированных лиц, КоАП РФ, ст. 3.11 и 32.11) as the tax
// service gives it out: a table of fourteen columns G1 to G14 as CSV.
//
// The register has no number of the person: only the name and, of some, the ИНН of the organisation in which they worked. So whoever
// has the same name as a head of that organisation may be another person, which is something for a person to look at. What is not needed for
// that, the day and place of birth and the judge, is not read.
package disqualified

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/workdays"
	"golang.org/x/text/encoding/charmap"
)

// Record is one line of the register.
type Record struct {
	Number       string        `json:"no"`
	Name         string        `json:"name"`          // of the person, as the register writes it
	Organisation string        `json:"org,omitempty"` // in which they worked
	INN          string        `json:"inn,omitempty"` // of that organisation; "" when there is none, or its check digit is wrong
	Post         string        `json:"post,omitempty"`
	Article      string        `json:"why,omitempty"`
	From         workdays.Date `json:"from,omitzero"`
	To           workdays.Date `json:"to,omitzero"` // the last day
}

// On reports whether the disqualification runs on a day. One without an end runs on.
func (r *Record) On(day workdays.Date) bool {
	return !day.Before(r.From) && (r.To.IsZero() || !day.After(r.To))
}

// What may be wrong with a file, and with one line.
var (
	ErrFile   = errors.New("not a file of the register of disqualified persons")
	ErrLimit  = errors.New("a limit is passed")
	ErrRecord = errors.New("not a line of the register of disqualified persons")
)

// Limits of a file.
const (
	maxFile    = 256 << 20
	maxRecords = 1_000_000
	maxField   = 4 << 10 // bytes
)

// columns is how many a line has.
const columns = 14

// Reader reads a file line by line.
type Reader struct {
	csv  *csv.Reader
	left *io.LimitedReader
	read int
}

// NewReader reads the heading. The file is UTF-8 or windows-1251, its columns are parted by commas or semicolons.
func NewReader(in io.Reader) (*Reader, error) {
	left := &io.LimitedReader{R: in, N: maxFile + 1}
	b := bufio.NewReaderSize(left, 64<<10)
	start, err := b.Peek(16 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	mark := []byte("\ufeff")
	if bytes.HasPrefix(start, mark) {
		start = start[len(mark):]
		_, _ = b.Discard(len(mark)) // it was peeked
	}
	heading, _, _ := bytes.Cut(start, []byte("\n"))
	comma := ','
	if bytes.Count(heading, []byte(";")) > bytes.Count(heading, []byte(",")) {
		comma = ';'
	}
	var text io.Reader = b
	if !utf8.Valid(whole(start)) {
		text = charmap.Windows1251.NewDecoder().Reader(b)
	}
	r := &Reader{csv: csv.NewReader(text), left: left}
	r.csv.Comma, r.csv.FieldsPerRecord, r.csv.ReuseRecord = comma, -1, true
	first, err := r.csv.Read()
	if err != nil || len(first) != columns || strings.TrimSpace(first[0]) != "G1" || strings.TrimSpace(first[columns-1]) != "G14" {
		return nil, fmt.Errorf("%w: the heading is not G1 to G14", ErrFile)
	}
	return r, nil
}

// whole cuts off a character that the end of a buffer parts.
func whole(b []byte) []byte {
	for i := 1; i <= min(utf8.UTFMax-1, len(b)); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			return b
		}
	}
	return b
}

// Next returns the next line, or [io.EOF]. After [ErrRecord] the reader goes on with the line behind it.
func (r *Reader) Next() (*Record, error) {
	fields, err := r.csv.Read()
	switch {
	case r.left.N <= 0, r.read >= maxRecords:
		return nil, ErrLimit
	case errors.Is(err, io.EOF):
		return nil, io.EOF
	case errors.As(err, new(*csv.ParseError)):
		r.read++
		return nil, fmt.Errorf("%w: %w", ErrRecord, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	r.read++
	return parse(fields)
}

func parse(fields []string) (*Record, error) {
	if len(fields) != columns {
		return nil, fmt.Errorf("%w: %d columns", ErrRecord, len(fields))
	}
	for i, f := range fields {
		if fields[i] = strings.Join(strings.Fields(f), " "); len(f) > maxField {
			return nil, fmt.Errorf("%w: column %d is too long", ErrRecord, i+1)
		}
	}
	rec := &Record{Number: fields[0], Name: fields[1], Organisation: fields[4], Post: fields[6], Article: fields[7]}
	if inn, err := ruid.ParseINN(fields[5]); err == nil {
		rec.INN = string(inn)
	}
	var err error
	if rec.From, err = day(fields[12]); err == nil {
		rec.To, err = day(fields[13])
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrRecord, err)
	case rec.Number == "" || rec.Name == "" || rec.From.IsZero():
		return nil, fmt.Errorf("%w: number, name or first day is missing", ErrRecord)
	case !rec.To.IsZero() && rec.To.Before(rec.From):
		return nil, fmt.Errorf("%w: it ends before it begins", ErrRecord)
	}
	return rec, nil
}

// day reads 01.06.2026; nothing is no date.
func day(s string) (workdays.Date, error) {
	if s == "" {
		return workdays.Date{}, nil
	}
	if len(s) != len("01.06.2026") || s[2] != '.' || s[5] != '.' {
		return workdays.Date{}, fmt.Errorf("%q is no day", s)
	}
	return workdays.ParseDate(s[6:] + "-" + s[3:5] + "-" + s[:2])
}
