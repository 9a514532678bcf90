package profile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/money"
	"github.com/klaster-platform/klaster/workdays"
)

// Record is an offer or a need out of a file.
type Record struct {
	ID   string
	INN  string
	Kind Kind
	Content

	place   int64 // in the file
	strange bool  // its kind is a word that we do not know
}

// Errors of files.
var (
	// ErrRecord is one record that cannot be read; those after it can.
	ErrRecord = errors.New("the record cannot be read")
	// ErrFile is a file that is no list of records.
	ErrFile = errors.New("the file is neither JSON lines nor CSV with a line of headings")
)

// What a file may have at most.
const (
	mostLine    = 64 << 10 // octets of a record
	mostRecords = 1_000_000
	mostID      = 200 // octets
)

// Reader gives the records of a file one by one.
type Reader struct {
	lines   *bufio.Reader
	heading []string // of CSV; nil in JSON lines
	comma   rune
	read    int
}

// Records reads offers and needs from a file in UTF-8 with a record on each line: an object of JSON with the fields below, or CSV whose
// first line names the columns by the same words, with commas or semicolons between.
//
//	id, inn, title           must be there; id is the record's own for good
//	kind                     supplier (or offer), customer (or need), science, investor, service; or another part of a profile: about,
//	                         competence, equipment, product, certificate; anything else counts as a supplier's
//	text, codes, region, unit, volume_from, volume_to, price_from, price_to, trl, days, number, issuer, from, until
//
// codes are divided by spaces in CSV; prices are in rubles; until is a day such as 2026-12-31. Unknown fields are passed over. A line has
// 64 KiB at most, a file a million of them.
func Records(file io.Reader) (*Reader, error) {
	r := &Reader{lines: bufio.NewReaderSize(file, mostLine)}
	start, err := r.lines.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	if bytes.HasPrefix(start, []byte("\ufeff")) {
		_, _ = r.lines.Discard(len("\ufeff"))
	}
	start, _ = r.lines.Peek(1)
	if len(start) == 0 || start[0] == '{' {
		return r, nil
	}
	line, err := r.line()
	if err != nil {
		return nil, ErrFile
	}
	if r.comma = ','; strings.Count(line, ";") > strings.Count(line, ",") {
		r.comma = ';'
	}
	if r.heading, err = r.columns(line); err != nil {
		return nil, ErrFile
	}
	for i := range r.heading {
		r.heading[i] = strings.ToLower(strings.TrimSpace(r.heading[i]))
	}
	for _, must := range []string{"id", "inn", "title"} {
		if !has(r.heading, must) {
			return nil, fmt.Errorf("%w: there is no column %s", ErrFile, must)
		}
	}
	return r, nil
}

func has(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}

// line reads a line that is not empty. One that is too long is passed over and gives [ErrRecord].
func (r *Reader) line() (string, error) {
	for {
		line, err := r.lines.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = r.lines.ReadSlice('\n')
			}
			if err != nil && !errors.Is(err, io.EOF) {
				return "", err
			}
			return "", fmt.Errorf("%w: the line is longer than %d octets", ErrRecord, mostLine)
		}
		if text := strings.TrimSpace(string(line)); text != "" {
			return text, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// Next is the next record, io.EOF after the last one. After an error that is [ErrRecord] it may be called again.
func (r *Reader) Next() (Record, error) {
	line, err := r.line()
	if err != nil && !errors.Is(err, ErrRecord) {
		return Record{}, err
	}
	if r.read++; r.read > mostRecords {
		return Record{}, fmt.Errorf("the file has more than %d records: divide it", mostRecords)
	}
	if err != nil {
		return Record{}, err
	}
	if !utf8.ValidString(line) || strings.ContainsRune(line, 0) {
		return Record{}, fmt.Errorf("%w: it is no UTF-8", ErrRecord)
	}
	values, err := r.values(line)
	if err != nil {
		return Record{}, err
	}
	return recordOf(values)
}

func (r *Reader) values(line string) (map[string]string, error) {
	values := map[string]string{}
	if r.heading == nil {
		return values, readJSON(line, values)
	}
	cells, err := r.columns(line)
	if err != nil || len(cells) > len(r.heading) {
		return nil, fmt.Errorf("%w: its columns are not those of the heading", ErrRecord)
	}
	for i, cell := range cells {
		values[r.heading[i]] = strings.TrimSpace(cell)
	}
	return values, nil
}

// columns reads a line of CSV. A record is one line: quoted values have no line breaks.
func (r *Reader) columns(line string) ([]string, error) {
	c := csv.NewReader(strings.NewReader(line))
	c.Comma = r.comma
	return c.Read()
}

// readJSON reads an object whose values are texts, numbers or lists of them.
func readJSON(line string, values map[string]string) error {
	d := json.NewDecoder(strings.NewReader(line))
	d.UseNumber()
	var raw map[string]any
	if err := d.Decode(&raw); err != nil {
		return fmt.Errorf("%w: %w", ErrRecord, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: something follows the object", ErrRecord)
	}
	for key, value := range raw {
		switch v := value.(type) {
		case string:
			values[key] = v
		case json.Number:
			values[key] = v.String()
		case []any:
			words := make([]string, len(v))
			for i, one := range v {
				words[i] = fmt.Sprint(one)
			}
			values[key] = strings.Join(words, " ")
		default: // null, yes or no, an object: nothing that a record has
		}
	}
	return nil
}

// roleOf is what a record is, by the word of its kind. A word that is none of ours is a supplier's, and known is false.
func roleOf(word string) (k Kind, r Role, known bool) {
	switch word {
	case "", "offer", "supplier":
		return Offer, Supplier, true
	case "need", "customer":
		return Need, Customer, true
	case "science", "laboratory", "lab":
		return Offer, Science, true
	case "investor", "investment":
		return Offer, Investor, true
	case "service":
		return Offer, Provider, true
	case string(About), string(Competence), string(Equipment), string(Product), string(Certificate):
		return Kind(word), "", true
	}
	return Offer, Supplier, false
}

func recordOf(v map[string]string) (r Record, err error) {
	kind, role, known := roleOf(strings.ToLower(strings.TrimSpace(v["kind"])))
	if r.ID = strings.TrimSpace(v["id"]); r.ID == "" || len(r.ID) > mostID {
		return r, fmt.Errorf("%w: it has no id, or one longer than %d octets", ErrRecord, mostID)
	}
	r.INN, r.Kind, r.Role, r.strange = strings.TrimSpace(v["inn"]), kind, role, !known
	r.Title, r.Text, r.Unit, r.Region = v["title"], v["text"], v["unit"], strings.TrimSpace(v["region"])
	r.Codes, r.Number, r.Issuer = strings.Fields(v["codes"]), v["number"], v["issuer"]
	n := numbers{values: v}
	r.Volume = Span[int64]{n.whole("volume_from"), n.whole("volume_to")}
	r.Price = Span[money.Amount]{n.rubles("price_from"), n.rubles("price_to")}
	r.TRL, r.Days, r.Until = int(n.whole("trl")), int(n.whole("days")), n.day("until")
	r.From = n.day("from")
	if n.wrong != "" {
		return r, fmt.Errorf("%w: %s is %q", ErrRecord, n.wrong, v[n.wrong])
	}
	return r, nil
}

// numbers reads values that are no texts, and keeps the name of the first that is wrong.
type numbers struct {
	values map[string]string
	wrong  string
}

func (n *numbers) read(name string, read func(string) error) {
	if s := strings.TrimSpace(n.values[name]); s != "" && read(s) != nil && n.wrong == "" {
		n.wrong = name
	}
}

func (n *numbers) whole(name string) (v int64) {
	n.read(name, func(s string) (err error) {
		v, err = strconv.ParseInt(s, 10, 64)
		return err
	})
	return v
}

func (n *numbers) rubles(name string) (v money.Amount) {
	n.read(name, func(s string) (err error) {
		v, err = money.Parse(s)
		return err
	})
	return v
}

func (n *numbers) day(name string) (v workdays.Date) {
	n.read(name, func(s string) (err error) {
		v, err = workdays.ParseDate(s)
		return err
	})
	return v
}
