package mchd

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
	"github.com/klaster-platform/klaster/ruid"
)

// space is the namespace of the schema.
const space = "urn://x-artefacts/EMCHD_1"

// spaceXSI has attributes that any document may bear and that say nothing here.
const spaceXSI = "http://www.w3.org/2001/XMLSchema-instance"

// reader walks over the elements of one document.
type reader struct {
	tokens   *xmltoken.Tokenizer
	limits   Limits
	doc      *Document
	elements int
	parties  int
	powers   int
}

// element is a start-tag whose attributes were copied.
type element struct {
	name   string
	values map[string]string
	// err is the first attribute that is missing or wrong; it waits until the element has been read.
	err error
}

// next returns the next token, without what never bears meaning here.
func (r *reader) next() (*xmltoken.Token, error) {
	for {
		t, err := r.tokens.Next()
		if err != nil {
			return nil, fmt.Errorf("read power of attorney: %w", unexpectedEnd(err))
		}
		if t.Kind == xmltoken.Comment || t.Kind == xmltoken.Instruction || t.Kind == xmltoken.Declaration {
			continue
		}
		if t.Kind == xmltoken.Start {
			r.elements++
			if r.elements > r.limits.Elements {
				return nil, overLimit(t.Name.Local, "too many elements")
			}
		}
		return t, nil
	}
}

// unexpectedEnd keeps the end of a document from looking like the end of a successful reading.
func unexpectedEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// start copies the attributes of a start-tag; those that are not among known are counted.
func (r *reader) start(t *xmltoken.Token, known ...string) *element {
	e := &element{name: t.Name.Local, values: make(map[string]string, len(t.Attrs))}
	for _, a := range t.Attrs {
		switch {
		case a.Name.Space == "" && slices.Contains(known, a.Name.Local):
			e.values[a.Name.Local] = string(a.Value)
		case a.Name.Space != spaceXSI:
			r.doc.Unknown++
		}
	}
	return e
}

// readChild reads one child and returns true, or leaves it alone and returns false if the schema has no such child there. The
// token lives only until the reader goes on.
type readChild func(t *xmltoken.Token) (bool, error)

// children calls read for each child of the element whose start-tag was just taken, and ends after the end-tag. What the schema
// has may stand once, but for the names in many.
func (r *reader) children(e *element, read readChild, many ...string) error {
	seen := make(map[string]bool, 4)
	for {
		t, err := r.next()
		if err != nil {
			return err
		}
		switch t.Kind {
		case xmltoken.End:
			return e.err
		case xmltoken.Text:
			if strings.Trim(string(t.Data), " \t\r\n") != "" {
				r.doc.Unknown++
			}
		case xmltoken.Start:
			name := t.Name.Local
			known, err := r.child(t, read)
			if err != nil {
				return err
			}
			if known && seen[name] && !slices.Contains(many, name) {
				return malformed(e.name+"/"+name, "repeated")
			}
			seen[name] = seen[name] || known
		default: // a comment or an instruction between elements says nothing
		}
	}
}

// child reads one child, or counts it and reads past it.
func (r *reader) child(t *xmltoken.Token, read readChild) (bool, error) {
	if t.Name.Space == space {
		known, err := read(t)
		if known || err != nil {
			return true, err
		}
	}
	r.doc.Unknown++
	return false, r.skip()
}

// skip reads past the element whose start-tag was just taken.
func (r *reader) skip() error {
	for depth := 1; depth > 0; {
		t, err := r.next()
		if err != nil {
			return err
		}
		switch t.Kind {
		case xmltoken.Start:
			depth++
		case xmltoken.End:
			depth--
		default: // nothing of it is kept
		}
	}
	return nil
}

// past is for children that the schema has and that are not kept.
func (r *reader) past() (bool, error) { return true, r.skip() }

// text returns the content of an element that has text alone. A comment within a value is refused: what a person sees would not
// be what a program reads.
func (r *reader) text(t *xmltoken.Token) (string, error) {
	e := r.start(t)
	var b strings.Builder
	for {
		t, err := r.tokens.Next()
		if err != nil {
			return "", fmt.Errorf("read power of attorney: %w", unexpectedEnd(err))
		}
		switch t.Kind {
		case xmltoken.Text:
			b.Write(t.Data)
		case xmltoken.End:
			return b.String(), nil
		default:
			return "", malformed(e.name, "something other than text within a value")
		}
		if b.Len() > r.limits.Text {
			return "", overLimit(e.name, "text too long")
		}
	}
}

// textInto reads a text that must not be empty.
func (r *reader) textInto(t *xmltoken.Token, into *string) (bool, error) {
	name := t.Name.Local
	s, err := r.text(t)
	if err != nil {
		return true, err
	}
	if s == "" {
		return true, malformed(name, "empty")
	}
	*into = s
	return true, nil
}

// party counts one more party.
func (r *reader) party(path string) error {
	r.parties++
	if r.parties > r.limits.Parties {
		return overLimit(path, "too many parties")
	}
	return nil
}

// power counts one more power or restriction.
func (r *reader) power(path string) error {
	r.powers++
	if r.powers > r.limits.Powers {
		return overLimit(path, "too many powers and restrictions")
	}
	return nil
}

func (r *reader) doubt(d Doubt) {
	if !slices.Contains(r.doc.Doubts, d) {
		r.doc.Doubts = append(r.doc.Doubts, d)
	}
}

// fail notes what is wrong with an attribute, if nothing was wrong before.
func (e *element) fail(attribute, reason string) {
	if e.err == nil {
		e.err = malformed(e.name+"@"+attribute, reason)
	}
}

// optional returns an attribute, empty if it is not given.
func (e *element) optional(name string) string { return e.values[name] }

// required returns an attribute that must be given and not be empty.
func (e *element) required(name string) string {
	v := e.values[name]
	if v == "" {
		e.fail(name, "missing or empty")
	}
	return v
}

// code returns a required attribute that must have one of the values.
func (e *element) code(name string, values ...string) string {
	v := e.required(name)
	if v != "" && !slices.Contains(values, v) {
		e.fail(name, fmt.Sprintf("no such code: %.16q", v))
	}
	return v
}

// optionalCode is code for an attribute that may be absent.
func (e *element) optionalCode(name string, values ...string) string {
	if e.values[name] == "" {
		return ""
	}
	return e.code(name, values...)
}

func (e *element) date(name string) Date {
	d, err := ParseDate(e.required(name))
	if err != nil {
		e.fail(name, "no date")
	}
	return d
}

func (e *element) number(name string) Number { return value(e, name, ParseNumber) }

func (e *element) innOrganisation(name string) ruid.INN {
	n := value(e, name, ruid.ParseINN)
	if n != "" && !n.Organisation() {
		e.fail(name, "not the ИНН of an organisation")
	}
	return n
}

func (e *element) innPerson() ruid.INN {
	const name = "ИННФЛ"
	n := value(e, name, ruid.ParseINN)
	if n != "" && !n.Person() {
		e.fail(name, "not the ИНН of a person")
	}
	return n
}

// value returns an attribute as a checked number, empty if it is not given.
func value[T ~string](e *element, name string, parse func(string) (T, error)) T {
	text := e.values[name]
	if text == "" {
		return ""
	}
	v, err := parse(text)
	if err != nil {
		e.fail(name, "wrong length, characters or check digits")
	}
	return v
}

// must demands an attribute that was read by a function for optional ones.
func must[T ~string](e *element, name string, v T) T {
	if v == "" {
		e.fail(name, "missing, empty or wrong")
	}
	return v
}
