// Package rsmp reads the unified register of small and medium-sized business (РСМП), which the tax service publishes on
// the 10th of each month as open data: a ZIP of XML files of documents, ТипИнф РЕЕСТРМСП.
//
// One ИНН may stand in it more than once; the later day of inclusion is the later word. Whoever is not in a whole register
// is not small business at that day; whoever is not in a part of it is unknown.
package rsmp

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
	"golang.org/x/text/encoding/charmap"
)

// Kind is ТипИнф of the register's files.
const Kind = "РЕЕСТРМСП"

// Category is the size of a business (Закон 209-ФЗ, art. 4).
type Category string

const (
	Micro  Category = "micro"  // 1
	Small  Category = "small"  // 2
	Medium Category = "medium" // 3
)

// Record is one business.
type Record struct {
	Document     string        `json:"doc,omitempty"`
	AsOf         workdays.Date `json:"on,omitzero"`    // day of the data (ДатаСост)
	Included     workdays.Date `json:"since,omitzero"` // day of inclusion (ДатаВклМСП)
	Entrepreneur bool          `json:"ip,omitempty"`
	INN          string        `json:"inn"`
	OGRN         string        `json:"ogrn,omitempty"` // or ОГРНИП
	Name         string        `json:"name,omitempty"` // of an entrepreneur the person's
	Short        string        `json:"short,omitempty"`
	Category     Category      `json:"cat"`
	New          bool          `json:"new,omitempty"`    // newly created (ПризНовМСП 1)
	Social       bool          `json:"social,omitempty"` // a social enterprise (СведСоцПред 1)
	Headcount    *int          `json:"staff,omitempty"`  // average of the last year (ССЧР); none for new ones
	Region       string        `json:"reg,omitempty"`
	Main         string        `json:"okved,omitempty"`
	Other        []string      `json:"okveds,omitempty"`
	Products     []Product     `json:"products,omitempty"`
}

// Product is a product that the business makes, by ОКПД2.
type Product struct {
	Code       string `json:"c"`
	Innovative bool   `json:"inn,omitempty"` // ПрОтнПрод 1
}

// ErrRecord is a document that is no record of the register.
var ErrRecord = errors.New("not a record of РСМП")

// Reader reads one XML file.
type Reader struct {
	split *egr.Reader
}

// NewReader reads the head of a file. Files of other kinds are [egr.ErrNotRegister].
func NewReader(in io.Reader, name string, limits egr.Limits) (*Reader, error) {
	split, err := egr.NewSetReader(in, name, Kind, limits)
	if err != nil {
		return nil, err
	}
	return &Reader{split}, nil
}

// Header is what the file says of itself.
func (r *Reader) Header() egr.Header { return r.split.Header() }

// Next returns the next record. A [*egr.RecordError] means one document, and Next goes on behind it; other errors are the
// end of the file, [io.EOF] when it was read whole.
func (r *Reader) Next() (*Record, error) {
	d, err := r.split.Next()
	if err != nil {
		return nil, err
	}
	failed := func(err error) error {
		return &egr.RecordError{File: r.Header().File, Index: d.Index, Offset: d.Offset, At: d.Offset, Err: err}
	}
	if d.Err != nil {
		return nil, failed(d.Err)
	}
	rec, err := parse(d.Raw, r.Header().Encoding)
	if err != nil {
		return nil, failed(err)
	}
	return rec, nil
}

// Each reads all files of an input. Files of other kinds are passed over; broken documents go to broken, which may be nil.
// The result tells what became of each file.
func Each(ctx context.Context, in *egr.Input, limits egr.Limits, visit func(egr.Position, *Record) error, broken func(*egr.RecordError)) ([]egr.FileReport, error) {
	var reports []egr.FileReport
	for i, info := range in.Files() {
		report, err := file(ctx, in, i, limits, visit, broken)
		switch {
		case err != nil:
			return reports, err
		case errors.Is(report.Err, egr.ErrNotRegister):
			continue
		}
		report.File = info
		reports = append(reports, report)
	}
	return reports, nil
}

func file(ctx context.Context, in *egr.Input, i int, limits egr.Limits, visit func(egr.Position, *Record) error, broken func(*egr.RecordError)) (report egr.FileReport, err error) {
	f, err := in.OpenFile(i)
	if err != nil {
		report.Err = err
		return report, nil
	}
	defer f.Close()
	r, err := NewReader(f, in.Files()[i].Name, limits)
	if err != nil {
		report.Err = err
		return report, nil
	}
	report.Header = r.Header()
	for {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		at := egr.Position{File: i, Document: r.split.Documents()}
		rec, err := r.Next()
		var bad *egr.RecordError
		switch {
		case errors.As(err, &bad):
			report.Broken++
			if broken != nil {
				broken(bad)
			}
		case errors.Is(err, io.EOF):
			return report, nil
		case err != nil:
			report.Err = err
			return report, nil
		default:
			report.Records++
			if err := visit(at, rec); err != nil {
				return report, err
			}
		}
	}
}

// document is the part of the form (4.06) that a record keeps.
type document struct {
	ID        string `xml:"ИдДок,attr"`
	AsOf      string `xml:"ДатаСост,attr"`
	Included  string `xml:"ДатаВклМСП,attr"`
	Kind      string `xml:"ВидСубМСП,attr"`
	Category  string `xml:"КатСубМСП,attr"`
	New       string `xml:"ПризНовМСП,attr"`
	Social    string `xml:"СведСоцПред,attr"`
	Headcount string `xml:"ССЧР,attr"`
	Company   *struct {
		Name  string `xml:"НаимОрг,attr"`
		Short string `xml:"НаимОргСокр,attr"`
		INN   string `xml:"ИННЮЛ,attr"`
		OGRN  string `xml:"ОГРН,attr"`
	} `xml:"ОргВклМСП"`
	Sole *struct {
		INN  string `xml:"ИННФЛ,attr"`
		OGRN string `xml:"ОГРНИП,attr"`
		Name struct {
			Surname    string `xml:"Фамилия,attr"`
			Name       string `xml:"Имя,attr"`
			Patronymic string `xml:"Отчество,attr"`
		} `xml:"ФИОИП"`
	} `xml:"ИПВклМСП"`
	Place struct {
		Region string `xml:"КодРегион,attr"`
	} `xml:"СведМН"`
	Activities struct {
		Main struct {
			Code string `xml:"КодОКВЭД,attr"`
		} `xml:"СвОКВЭДОсн"`
		Other []struct {
			Code string `xml:"КодОКВЭД,attr"`
		} `xml:"СвОКВЭДДоп"`
	} `xml:"СвОКВЭД"`
	Products []struct {
		Code       string `xml:"КодПрод,attr"`
		Innovative string `xml:"ПрОтнПрод,attr"`
	} `xml:"СвПрод"`
}

func parse(raw []byte, encoding string) (*Record, error) {
	if encoding != "UTF-8" {
		decoded, err := charmap.Windows1251.NewDecoder().Bytes(raw)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrRecord, err)
		}
		raw = decoded
	}
	var d document
	if err := xml.NewDecoder(bytes.NewReader(raw)).Decode(&d); err != nil {
		return nil, fmt.Errorf("%w: %w", egr.ErrSyntax, err)
	}
	return d.record()
}

func (d *document) record() (*Record, error) {
	categories := map[string]Category{"1": Micro, "2": Small, "3": Medium}
	r := &Record{
		Document: d.ID, AsOf: day(d.AsOf), Included: day(d.Included), Category: categories[d.Category],
		New: d.New == "1", Social: d.Social == "1", Region: d.Place.Region, Main: d.Activities.Main.Code,
	}
	switch {
	case (d.Company == nil) == (d.Sole == nil):
		return nil, fmt.Errorf("%w: neither one organisation nor one entrepreneur", ErrRecord)
	case d.Company != nil:
		r.INN, r.OGRN, r.Name, r.Short = d.Company.INN, d.Company.OGRN, d.Company.Name, d.Company.Short
	default:
		n := d.Sole.Name
		r.Entrepreneur, r.INN, r.OGRN = true, d.Sole.INN, d.Sole.OGRN
		r.Name = strings.Join(strings.Fields(n.Surname+" "+n.Name+" "+n.Patronymic), " ")
	}
	inn, err := number.ParseINN(r.INN)
	switch {
	case err != nil, string(inn) != r.INN, inn.Person() != r.Entrepreneur:
		return nil, fmt.Errorf("%w: ИНН %.20q", egr.ErrNumber, r.INN)
	case r.Category == "":
		return nil, fmt.Errorf("%w: category %.20q", ErrRecord, d.Category)
	}
	if n, err := strconv.Atoi(d.Headcount); err == nil && n >= 0 {
		r.Headcount = &n
	}
	for _, a := range d.Activities.Other {
		r.Other = append(r.Other, a.Code)
	}
	for _, p := range d.Products {
		r.Products = append(r.Products, Product{p.Code, p.Innovative == "1"})
	}
	return r, nil
}

// day reads DD.MM.YYYY, and YYYY-MM-DD, which other sets of the service use.
func day(s string) workdays.Date {
	for _, layout := range []string{"02.01.2006", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			d, err := workdays.NewDate(t.Date())
			if err == nil {
				return d
			}
		}
	}
	return workdays.Date{}
}
