// Package extract reads one record of ЕГРЮЛ or ЕГРИП out of an XML document that is no file of the register: an extract that
// the tax service has signed, or the body of an answer through СМЭВ. Around СвЮЛ or СвИП such a document may have anything; inside it has
// what the files of the register have, so the one reader of these, package egr, reads it.
package extract

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/klaster-platform/klaster/statereg/egr"
)

// Limits of a document. The record of a large bank with its history has some megabytes.
const (
	MaxSize  = 8 << 20 // octets
	maxDepth = 64
	maxNodes = 200_000
)

// Errors.
var (
	// ErrNotExtract says that a document has no record, or several.
	ErrNotExtract = errors.New("no extract of one record")
	// ErrLimit says that a document is larger than any extract.
	ErrLimit = errors.New("larger than an extract")
)

// The elements that hold a record, with the kind and form under which package egr reads them.
const (
	organisation = "СвЮЛ"
	proprietor   = "СвИП"
)

// Read finds the one record in a document in UTF-8 or windows-1251. A document type declaration is refused: an extract has none, and
// what is signed must mean the same to every reader.
func Read(content []byte) (*egr.Record, error) {
	if len(content) > MaxSize {
		return nil, fmt.Errorf("%w: %d octets", ErrLimit, len(content))
	}
	c := copier{form: map[string]string{organisation: "4.07", proprietor: "4.06"}}
	if err := c.all(content); err != nil {
		return nil, err
	}
	return c.record()
}

// copier writes the record anew, without prefixes of namespaces, comments and what stands around it.
type copier struct {
	form  map[string]string
	out   bytes.Buffer
	found string // name of the element that was copied
	depth int
	nodes int
	inner int // depth inside of the record, 0 outside
}

func (c *copier) all(content []byte) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	d.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(name, "windows-1251") {
			return charmap.Windows1251.NewDecoder().Reader(in), nil
		}
		return nil, fmt.Errorf("%w: the encoding %.20q", ErrNotExtract, name)
	}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrNotExtract, err)
		}
		if c.nodes++; c.nodes > maxNodes {
			return fmt.Errorf("%w: more than %d parts", ErrLimit, maxNodes)
		}
		if err := c.token(t); err != nil {
			return err
		}
	}
}

func (c *copier) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.Directive:
		return fmt.Errorf("%w: it has a document type declaration", ErrNotExtract)
	case xml.StartElement:
		if c.depth++; c.depth > maxDepth {
			return fmt.Errorf("%w: more than %d elements inside each other", ErrLimit, maxDepth)
		}
		return c.start(t)
	case xml.EndElement:
		c.depth--
		if c.inner > 0 {
			c.inner--
			c.out.WriteString("</" + t.Name.Local + ">")
		}
	case xml.CharData:
		if c.inner > 0 {
			_ = xml.EscapeText(&c.out, t) // a buffer takes everything
		}
	}
	return nil
}

func (c *copier) start(t xml.StartElement) error {
	name := t.Name.Local
	if c.inner == 0 {
		if name != organisation && name != proprietor {
			c.noteForm(t)
			return nil
		}
		if c.found != "" {
			return fmt.Errorf("%w: it has several", ErrNotExtract)
		}
		c.found = name
	}
	c.inner++
	c.out.WriteString("<" + name)
	for _, a := range t.Attr {
		if a.Name.Space != "" || a.Name.Local == "xmlns" {
			continue
		}
		c.out.WriteString(" " + a.Name.Local + `="`)
		_ = xml.EscapeText(&c.out, []byte(a.Value)) // a buffer takes everything
		c.out.WriteByte('"')
	}
	c.out.WriteByte('>')
	return nil
}

// noteForm takes over the version of the form that the document names.
func (c *copier) noteForm(t xml.StartElement) {
	for _, a := range t.Attr {
		if a.Name.Local == "ВерсФорм" && len(a.Value) == 4 && strings.HasPrefix(a.Value, "4.") && strings.Trim(a.Value[2:], "0123456789") == "" {
			c.form[organisation], c.form[proprietor] = a.Value, a.Value
		}
	}
}

func (c *copier) record() (*egr.Record, error) {
	if c.found == "" {
		return nil, fmt.Errorf("%w: it has neither СвЮЛ nor СвИП", ErrNotExtract)
	}
	kind := "ЕГРЮЛ_ВЫПИСКА"
	if c.found == proprietor {
		kind = "ЕГРИП_ВЫПИСКА"
	}
	var file bytes.Buffer
	fmt.Fprintf(&file, `<?xml version="1.0" encoding="UTF-8"?><Файл ИдФайл="extract" ВерсФорм="%s" ТипИнф="%s" КолДок="1"><Документ ИдДок="1">`, c.form[c.found], kind)
	file.Write(c.out.Bytes())
	file.WriteString("</Документ></Файл>")
	limits := egr.Limits{Record: 4 * MaxSize, File: 4 * MaxSize, Records: 1}
	r, err := egr.NewReader(&file, "extract", limits)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotExtract, err)
	}
	d, err := r.Next()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotExtract, err)
	}
	rec, err := egr.NewParser(r.Header(), egr.Options{Limits: limits}).Parse(d)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotExtract, err)
	}
	return rec, nil
}
