package classifier

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/workdays"
	"golang.org/x/text/encoding/charmap"
)

// Key names a classifier that is imported.
type Key string

const (
	OKVED2 Key = "okved2" // ОКВЭД-2, ОК 029-2014: kinds of activity
	OKPD2  Key = "okpd2"  // ОКПД2, ОК 034-2014: products
	OKOPF  Key = "okopf"  // ОКОПФ, ОК 028-2012: legal forms
	OKFS   Key = "okfs"   // ОКФС, ОК 027-99: forms of ownership
	OKSM   Key = "oksm"   // ОКСМ, ОК 025-2001: countries
	SPVZ   Key = "spvz"   // СПВЗ of the tax service: kinds of records of the registers
)

// Keys are all of them.
func Keys() []Key { return []Key{OKVED2, OKPD2, OKOPF, OKFS, OKSM, SPVZ} }

// List is a classifier in one edition.
type List struct {
	Key    Key
	AsOf   workdays.Date
	Source string
	Codes  []Code // by code
}

// Code is an entry.
type Code struct {
	Code string `json:"c"`
	Name string `json:"n"`
}

// Find is the entry of a code.
func (l *List) Find(code string) (Code, bool) {
	i, ok := slices.BinarySearchFunc(l.Codes, code, func(c Code, code string) int { return strings.Compare(c.Code, code) })
	if !ok {
		return Code{}, false
	}
	return l.Codes[i], true
}

// Parent is the entry that a code belongs to, one step up: 62.01 belongs to 62.0, and that to 62. It is none at the top,
// and in a classifier without steps.
func (l *List) Parent(code string) (Code, bool) {
	if l.Key != OKVED2 && l.Key != OKPD2 {
		return Code{}, false
	}
	for len(code) > 2 {
		code = strings.TrimSuffix(code[:len(code)-1], ".")
		if c, ok := l.Find(code); ok {
			return c, true
		}
	}
	return Code{}, false
}

// What may be wrong with a file.
var (
	ErrFile  = errors.New("not a file of the classifier")
	ErrLimit = errors.New("a limit is passed")
)

const (
	maxFile  = 64 << 20
	maxCodes = 200_000
	maxName  = 4000 // bytes
)

// Read reads a classifier as CSV: a line of titles, then rows of a code and a name, in UTF-8 or windows-1251, with commas
// or semicolons. The columns are found by their titles (code, код, cod_fns; name, наименование, деятельность, naim), else
// they are the first two. A code that is not of the classifier's shape, or that stands twice with two names, refuses the
// file: half a classifier is worse than the old one.
func Read(in io.Reader, key Key, asOf workdays.Date, source string) (*List, error) {
	text, err := readText(in)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	if line, _, _ := bytes.Cut(text, []byte{'\n'}); bytes.Count(line, []byte{';'}) > bytes.Count(line, []byte{','}) {
		r.Comma = ';'
	}
	title, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%w: the line of titles: %w", ErrFile, err)
	}
	at, name, ok := columns(title)
	if !ok {
		return nil, fmt.Errorf("%w: no line of titles", ErrFile)
	}
	l := &List{Key: key, AsOf: asOf, Source: source}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return l, l.sort()
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFile, err)
		}
		line, _ := r.FieldPos(0)
		if err := l.add(row, at, name); err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
	}
}

func readText(in io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(bufio.NewReader(in), maxFile+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the classifier: %w", err)
	case len(text) > maxFile:
		return nil, fmt.Errorf("%w: more than %d bytes", ErrLimit, maxFile)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if utf8.Valid(text) {
		return text, nil
	}
	return charmap.Windows1251.NewDecoder().Bytes(text)
}

func columns(title []string) (code, name int, ok bool) {
	find := func(titles ...string) int {
		return slices.IndexFunc(title, func(t string) bool {
			return slices.Contains(titles, strings.ToLower(strings.TrimSpace(t)))
		})
	}
	code, name = find("code", "код", "cod_fns", "oksm"), find("name", "наименование", "деятельность", "naim")
	return code, name, code >= 0 && name >= 0 && code != name
}

func (l *List) add(row []string, code, name int) error {
	if len(row) <= max(code, name) {
		return fmt.Errorf("%w: %d fields", ErrFile, len(row))
	}
	c := Code{Code: strings.TrimSpace(row[code]), Name: strings.TrimSpace(row[name])}
	switch {
	case c.Code == "" && c.Name == "":
		return nil
	case !l.Key.shape(c.Code):
		return fmt.Errorf("%w: %.40q is no code of %s", ErrFile, c.Code, l.Key)
	case c.Name == "" || len(c.Name) > maxName:
		return fmt.Errorf("%w: the name of %s", ErrFile, c.Code)
	case len(l.Codes) >= maxCodes:
		return fmt.Errorf("%w: more than %d codes", ErrLimit, maxCodes)
	}
	l.Codes = append(l.Codes, c)
	return nil
}

func (l *List) sort() error {
	slices.SortStableFunc(l.Codes, func(a, b Code) int { return strings.Compare(a.Code, b.Code) })
	l.Codes = slices.Compact(l.Codes)
	for i := 1; i < len(l.Codes); i++ {
		if l.Codes[i].Code == l.Codes[i-1].Code {
			return fmt.Errorf("%w: %s stands twice with two names", ErrFile, l.Codes[i].Code)
		}
	}
	if len(l.Codes) == 0 {
		return fmt.Errorf("%w: it has no codes", ErrFile)
	}
	return nil
}

// shape reports whether a code looks like one of the classifier.
func (k Key) shape(code string) bool {
	switch k {
	case OKVED2:
		return dotted(code, 6)
	case OKPD2:
		return dotted(code, 9)
	case OKOPF, SPVZ:
		return digits(code, 5)
	case OKFS:
		return digits(code, 2)
	case OKSM:
		return digits(code, 3)
	}
	return false
}

func digits(code string, n int) bool {
	return len(code) == n && strings.Trim(code, "0123456789") == ""
}

// dotted tells groups of digits with points between: two digits, then up to three, never empty. A letter names a section.
func dotted(code string, most int) bool {
	if len(code) == 1 {
		return 'A' <= code[0] && code[0] <= 'U'
	}
	n := 0
	for i, group := range strings.Split(code, ".") {
		if group == "" || len(group) > 3 || i == 0 && len(group) != 2 || strings.Trim(group, "0123456789") != "" {
			return false
		}
		n += len(group)
	}
	return n <= most
}
