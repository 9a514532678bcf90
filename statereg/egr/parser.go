package egr

import (
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/statereg/classifier"
)

// Options say what is wanted of each record.
type Options struct {
	Limits     Limits
	History    bool // the journal of the register too
	Activities bool // names of all activities, not only of the main one
}

// Parser reads documents of one file into records. It is for one goroutine; several may read documents of one file.
type Parser struct {
	header  Header
	options Options
	scan    scanner
	build   builder
	census  Census
}

// NewParser returns a parser of documents of the file with that header.
func NewParser(h Header, options Options) *Parser {
	p := &Parser{header: h, options: options}
	p.options.Limits = options.Limits.withDefaults()
	p.build = builder{cs: h.charset, names: options.Activities, census: &p.census, path: p.scan.path}
	p.scan = scanner{limits: p.options.Limits, b: &p.build}
	return p
}

// Census is what was met and not known, in all documents so far.
func (p *Parser) Census() Census { return p.census.clone() }

// Parse reads a document. The record is new and shares no memory with the document. An error is a [*RecordError], and
// means this document only.
func (p *Parser) Parse(d Document) (*Record, error) {
	if d.Err != nil {
		return nil, p.failed(d, nil, d.Err)
	}
	rec := &Record{Form: p.header.Form}
	b := &p.build
	b.rec, b.err, b.other = rec, nil, b.other[:0]
	p.scan.src, p.scan.plain = d.Raw, !d.asides
	err := p.scan.document(forms[p.header.charset][index(p.options.History)]())
	if err == nil {
		rec.Other = append([]Activity(nil), b.other...)
		err = p.check(rec)
	}
	b.rec, p.scan.src = nil, nil
	if err != nil {
		return nil, p.failed(d, rec, err)
	}
	return rec, nil
}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (p *Parser) failed(d Document, rec *Record, err error) error {
	e := &RecordError{File: p.header.File, Index: d.Index, Offset: d.Offset, At: d.Offset + int64(p.scan.pos), Err: err}
	if d.Err != nil {
		e.At = d.Offset + int64(len(d.Raw))
	}
	if rec != nil {
		e.OGRN = rec.OGRN
	}
	switch {
	case errors.Is(err, errCharacter), errors.Is(err, errEntity), errors.Is(err, errUTF8):
		e.Err = fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	return e
}

// check holds a record to what makes it one: a subject of the register that the file is of, with its numbers right, and a
// day. Numbers of other people in it, and codes that are new, are counted.
func (p *Parser) check(r *Record) error {
	switch {
	case r.Register == "":
		return fmt.Errorf("%w: it has neither СвЮЛ nor СвИП", ErrRecord)
	case r.Register != p.header.Register:
		return fmt.Errorf("%w: of %s in a file of %s", ErrRecord, r.Register, p.header.Register)
	case r.AsOf.IsZero():
		return fmt.Errorf("%w: without the day of the extract (ДатаВып)", ErrRecord)
	}
	if err := numbers(r); err != nil {
		return err
	}
	p.codes(r)
	p.others(r)
	return nil
}

func numbers(r *Record) error {
	if r.Register == Organisations {
		if n, err := number.ParseOGRN(r.OGRN); err != nil || string(n) != r.OGRN {
			return fmt.Errorf("%w: ОГРН %.20q", ErrNumber, r.OGRN)
		}
		if n, err := number.ParseINN(r.INN); r.INN != "" && (err != nil || !n.Organisation() || string(n) != r.INN) {
			return fmt.Errorf("%w: ИНН %.20q", ErrNumber, r.INN)
		}
		if n, err := number.ParseKPP(r.KPP); r.KPP != "" && (err != nil || string(n) != r.KPP) {
			return fmt.Errorf("%w: КПП %.20q", ErrNumber, r.KPP)
		}
		return nil
	}
	if n, err := number.ParseOGRNIP(r.OGRN); err != nil || string(n) != r.OGRN {
		return fmt.Errorf("%w: ОГРНИП %.20q", ErrNumber, r.OGRN)
	}
	if n, err := number.ParseINN(r.INN); r.INN != "" && (err != nil || !n.Person() || string(n) != r.INN) {
		return fmt.Errorf("%w: ИНН %.20q", ErrNumber, r.INN)
	}
	return nil
}

// codes counts codes that our tables do not have.
func (p *Parser) codes(r *Record) {
	list, subject := "СЮЛСТ", classifier.Organisation
	if r.Register == Entrepreneurs {
		list, subject = "СИПСТ", classifier.Entrepreneur
	}
	for _, code := range r.StatusCodes() {
		if _, known := classifier.FindStatus(subject, code); !known {
			p.census.note(&p.census.Codes, list+" "+code, 1)
		}
	}
	if code, _ := r.Region(); code != "" {
		if _, known := classifier.FindRegion(code); !known {
			p.census.note(&p.census.Codes, "регион "+code, 1)
		}
	}
}

// others counts wrong check digits of those whom the record names.
func (p *Parser) others(r *Record) {
	inn := func(what, n string) {
		if n == "" {
			return
		}
		if _, err := number.ParseINN(n); err != nil {
			p.census.note(&p.census.Values, "ИНН in "+what, 1)
		}
	}
	for i := range r.Heads {
		inn("СведДолжнФЛ", r.Heads[i].Person.INN)
	}
	for i := range r.Managers {
		inn("СвУпрОрг", r.Managers[i].Party.INN)
	}
	for i := range r.Founders {
		f := &r.Founders[i]
		if f.Person != nil {
			inn("СвУчредит", f.Person.INN)
		}
		if f.Party != nil {
			inn("СвУчредит", f.Party.INN)
		}
	}
}
