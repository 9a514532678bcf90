// Package rnp reads the register of unfair suppliers (РНП, Закон 44-ФЗ, art. 104) as the procurement system gives it out:
// unfairSupplier2022 and unfairSupplier2022Exclude of the schemes since 2022, and unfairSupplier of scheme 5.0 before.
// The registers of Закон 223-ФЗ and of ПП 615 have other schemes, which this package does not know.
//
// A record stands for two years (art. 104 cl. 9), or until it is excluded before. An organisation is matched by its ИНН;
// that of a founder is an affiliation, which is something for a person to look at and no listing of its own.
package rnp

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/workdays"
	"golang.org/x/text/encoding/charmap"
)

// Record is one record of the register in one version.
type Record struct {
	Form      string        `json:"form"` // 2022, 2022Exclude or 5.0
	Number    string        `json:"no"`   // registration number
	Version   string        `json:"ver,omitempty"`
	Published workdays.Date `json:"pub,omitzero"`
	First     workdays.Date `json:"first,omitzero"` // day of the first version
	Body      string        `json:"body,omitempty"` // who decided
	Reason    string        `json:"why,omitempty"`  // such as CANCEL_CONTRACT, WINNER_DEVIATION
	State     string        `json:"state,omitempty"`
	Ends      workdays.Date `json:"ends,omitzero"` // day of exclusion by itself (autoExDate)
	Excluded  bool          `json:"out,omitempty"` // a record of exclusion, or one whose state says so
	Supplier  Supplier      `json:"who"`
	Founders  []Founder     `json:"founders,omitempty"`
}

// Supplier is who stands in the register.
type Supplier struct {
	Kind  string `json:"kind,omitempty"` // legalEntityRF, individualRF, foreignOrg, IP; of scheme 5.0 its own letter
	INN   string `json:"inn,omitempty"`  // none, or a foreign number, of foreigners
	KPP   string `json:"kpp,omitempty"`
	Name  string `json:"name,omitempty"`
	Short string `json:"short,omitempty"`
	// Checked reports that INN is one, with the right check digit. What is not is matched by nothing.
	Checked bool `json:"ok,omitempty"`
}

// Founder is a founder or a member of the bodies of a listed organisation.
type Founder struct {
	INN  string `json:"inn,omitempty"`
	Name string `json:"name,omitempty"`
	Type string `json:"type,omitempty"`
}

// Standing tells whether a record holds.
type Standing string

const (
	Listed  Standing = "listed"
	Over    Standing = "over"
	Unclear Standing = "unclear" // neither an end nor a beginning is known
)

// On is whether the record holds on a day: until the day of exclusion that it names, else for two years from its first
// version. A record of exclusion ends the others of its number, which the caller puts together.
func (r *Record) On(day workdays.Date) Standing {
	end := r.Ends
	if end.IsZero() {
		begin := r.First
		if begin.IsZero() {
			begin = r.Published
		}
		end = begin.AddMonths(24)
	}
	switch {
	case r.Excluded:
		return Over
	case end.IsZero():
		return Unclear
	case day.Before(end):
		return Listed
	}
	return Over
}

// Limits bound a file. The zero value of each stands for the default.
type Limits struct {
	File    int64 // bytes; 4 GiB
	Records int   // 2,000,000
	Depth   int   // elements inside each other; 64
	Tags    int   // elements of one record; 100,000
}

func (l Limits) withDefaults() Limits {
	if l.File <= 0 {
		l.File = 4 << 30
	}
	if l.Records <= 0 {
		l.Records = 2_000_000
	}
	if l.Depth <= 0 {
		l.Depth = 64
	}
	if l.Tags <= 0 {
		l.Tags = 100_000
	}
	return l
}

// What may be wrong with a file, and with one record.
var (
	ErrFile   = errors.New("not a file of РНП")
	ErrSyntax = errors.New("not well-formed XML")
	ErrLimit  = errors.New("a limit is passed")
	ErrRecord = errors.New("not a record of РНП")
)

// Reader reads one XML file, record by record.
type Reader struct {
	dec    *xml.Decoder
	guard  *guard
	limits Limits
	begun  bool
	n      int
	final  error
}

// NewReader returns a reader of a file in UTF-8 or windows-1251, as it declares.
func NewReader(in io.Reader, limits Limits) *Reader {
	r := &Reader{limits: limits.withDefaults()}
	r.guard = &guard{limits: r.limits}
	inner := xml.NewDecoder(&io.LimitedReader{R: in, N: r.limits.File})
	inner.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(name, "windows-1251") {
			return charmap.Windows1251.NewDecoder().Reader(in), nil
		}
		return nil, fmt.Errorf("encoding %.20q", name)
	}
	r.guard.in = inner
	r.dec = xml.NewTokenDecoder(r.guard)
	return r
}

// Records is how many records were read, broken ones too.
func (r *Reader) Records() int { return r.n }

// Next returns the next record. [ErrRecord] means one record, and Next goes on behind it; other errors end the file,
// [io.EOF] when it was read whole.
func (r *Reader) Next() (*Record, error) {
	if r.final != nil {
		return nil, r.final
	}
	rec, err := r.next()
	if err != nil && !errors.Is(err, ErrRecord) {
		r.final = err
	}
	return rec, err
}

func (r *Reader) next() (*Record, error) {
	for {
		token, err := r.dec.Token()
		switch {
		case errors.Is(err, io.EOF) && !r.begun:
			return nil, fmt.Errorf("%w: it is empty", ErrFile)
		case errors.Is(err, io.EOF):
			return nil, io.EOF
		case err != nil:
			return nil, r.syntax(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		name := start.Name.Local
		if !r.begun && name != "export" && forms(name) == "" {
			return nil, fmt.Errorf("%w: its root is <%.40s>", ErrFile, name)
		}
		r.begun = true
		if form := forms(name); form != "" {
			return r.record(&start, form)
		}
	}
}

// forms tells the elements that are records.
func forms(name string) string {
	switch name {
	case "unfairSupplier2022":
		return "2022"
	case "unfairSupplier2022Exclude":
		return "2022Exclude"
	case "unfairSupplier":
		return "5.0"
	}
	return ""
}

func (r *Reader) syntax(err error) error {
	if errors.Is(err, ErrLimit) {
		return err
	}
	return fmt.Errorf("%w: after %d records: %w", ErrSyntax, r.n, err)
}

func (r *Reader) record(start *xml.StartElement, form string) (*Record, error) {
	if r.n++; r.n > r.limits.Records {
		return nil, fmt.Errorf("%w: more than %d records", ErrLimit, r.limits.Records)
	}
	r.guard.tags = 0
	if form == "5.0" {
		var old oldForm
		if err := r.dec.DecodeElement(&old, start); err != nil {
			return nil, r.syntax(err)
		}
		return old.record()
	}
	var now newForm
	if err := r.dec.DecodeElement(&now, start); err != nil {
		return nil, r.syntax(err)
	}
	return now.record(form)
}

// guard counts elements as they are decoded, and refuses declarations.
type guard struct {
	in     *xml.Decoder
	limits Limits
	depth  int
	tags   int
}

func (g *guard) Token() (xml.Token, error) {
	token, err := g.in.Token()
	switch token.(type) {
	case xml.StartElement:
		g.depth++
		g.tags++
	case xml.EndElement:
		g.depth--
	case xml.Directive:
		return nil, errors.New("a declaration, which files of the register do not have")
	}
	if g.depth > g.limits.Depth || g.tags > g.limits.Tags {
		return nil, fmt.Errorf("%w: more than %d elements, or %d inside each other", ErrLimit, g.limits.Tags, g.limits.Depth)
	}
	return token, err
}

// party is a supplier of the form of 2022.
type party struct {
	INN      string    `xml:"INN"`
	KPP      string    `xml:"KPP"`
	Name     string    `xml:"fullName"`
	Short    string    `xml:"shortName"`
	Person   person    `xml:"nameInfo"`
	Founders []founder `xml:"founders"`
}

type person struct {
	Surname    string `xml:"lastName"`
	Name       string `xml:"firstName"`
	Patronymic string `xml:"middleName"`
}

type founder struct {
	INN  string    `xml:"INN"`
	Name string    `xml:"fullName"`
	Type string    `xml:"type"`
	In   []founder `xml:"founderInfo"`
}

// newForm is unfairSupplier2022, as far as a record keeps it.
type newForm struct {
	Common struct {
		Number    string `xml:"regNumber"`
		Version   string `xml:"versionNumber"`
		Published string `xml:"publishDT"`
		First     string `xml:"firstVersionPublishDT"`
	} `xml:"commonInfo"`
	Body struct {
		Name string `xml:"fullName"`
	} `xml:"approveOrgInfo"`
	Reason struct {
		Code string `xml:"createReason"`
	} `xml:"createReasonInfo"`
	Supplier struct {
		Organisation *party    `xml:"legalEntityRFInfo"`
		Person       *party    `xml:"individualRFInfo"`
		Foreign      *party    `xml:"foreignOrgInfo"`
		Sole         *party    `xml:"IPInfo"`
		Founders     []founder `xml:"founders"`
	} `xml:"unfairSupplierInfo"`
	Ends struct {
		On string `xml:"autoExDate"`
	} `xml:"autoExDateInfo"`
}

func (f *newForm) record(form string) (*Record, error) {
	r := &Record{
		Form: form, Number: f.Common.Number, Version: f.Common.Version, Published: day(f.Common.Published),
		First: day(f.Common.First), Body: f.Body.Name, Reason: f.Reason.Code, Ends: day(f.Ends.On),
		Excluded: form == "2022Exclude",
	}
	var who *party
	for _, p := range []struct {
		kind string
		of   *party
	}{
		{"legalEntityRF", f.Supplier.Organisation},
		{"individualRF", f.Supplier.Person},
		{"foreignOrg", f.Supplier.Foreign},
		{"IP", f.Supplier.Sole},
	} {
		if p.of == nil {
			continue
		}
		if who != nil {
			return nil, fmt.Errorf("%w: %.40q has two suppliers", ErrRecord, r.Number)
		}
		who, r.Supplier.Kind = p.of, p.kind
	}
	if who != nil {
		name := who.Name
		if name == "" {
			name = strings.Join(strings.Fields(who.Person.Surname+" "+who.Person.Name+" "+who.Person.Patronymic), " ")
		}
		r.Supplier.INN, r.Supplier.KPP, r.Supplier.Name, r.Supplier.Short = who.INN, who.KPP, name, who.Short
		r.founders(who.Founders)
	}
	r.founders(f.Supplier.Founders)
	return r.checked()
}

func (r *Record) founders(list []founder) {
	for _, f := range list {
		if f.INN != "" || f.Name != "" {
			r.Founders = append(r.Founders, Founder{f.INN, f.Name, f.Type})
		}
		r.founders(f.In)
	}
}

// oldForm is unfairSupplier of scheme 5.0.
type oldForm struct {
	Number    string `xml:"registryNum"`
	Published string `xml:"publishDate"`
	Approved  string `xml:"approveDate"`
	State     string `xml:"state"`
	Body      struct {
		Name string `xml:"fullName"`
	} `xml:"publishOrg"`
	Reason   string `xml:"reason"`
	Supplier struct {
		Type  string `xml:"type"`
		INN   string `xml:"inn"`
		KPP   string `xml:"kpp"`
		Name  string `xml:"fullName"`
		Short string `xml:"firmName"`
	} `xml:"unfairSupplier"`
}

func (f *oldForm) record() (*Record, error) {
	r := &Record{
		Form: "5.0", Number: f.Number, Published: day(f.Published), First: day(f.Approved), Body: f.Body.Name,
		Reason: f.Reason, State: f.State, Excluded: f.State != "" && f.State != "PUBLISHED",
		Supplier: Supplier{Kind: f.Supplier.Type, INN: f.Supplier.INN, KPP: f.Supplier.KPP, Name: f.Supplier.Name, Short: f.Supplier.Short},
	}
	return r.checked()
}

// checked holds a record to what makes it one: a number, and someone to whom it belongs unless it only excludes.
func (r *Record) checked() (*Record, error) {
	for _, s := range []*string{&r.Number, &r.Supplier.INN, &r.Supplier.KPP, &r.Supplier.Name} {
		*s = strings.TrimSpace(*s)
	}
	switch {
	case r.Number == "":
		return nil, fmt.Errorf("%w: without a registration number", ErrRecord)
	case r.Supplier.INN == "" && r.Supplier.Name == "" && r.Form != "2022Exclude":
		return nil, fmt.Errorf("%w: %.40q names nobody", ErrRecord, r.Number)
	}
	inn, err := number.ParseINN(r.Supplier.INN)
	r.Supplier.Checked = err == nil && string(inn) == r.Supplier.INN
	return r, nil
}

// day is the civil day of a date or of a time; times are of Moscow or name their zone, and the day stands as written.
func day(s string) workdays.Date {
	s = strings.TrimSpace(s)
	if len(s) > len(time.DateOnly) {
		s = s[:len(time.DateOnly)]
	}
	d, err := workdays.ParseDate(s)
	if err != nil {
		return workdays.Date{}
	}
	return d
}
