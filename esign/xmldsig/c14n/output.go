package c14n

import (
	"io"

	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// The buffer begins small, for the many small documents, and is emptied when more than flushSize stands in it.
const (
	firstSize = 4 << 10
	flushSize = 16 << 10
)

// output collects what is written, so that a hash function gets whole blocks.
type output struct {
	w   io.Writer
	buf []byte
}

func (o *output) flush() error {
	if len(o.buf) == 0 {
		return nil
	}
	_, err := o.w.Write(o.buf)
	o.buf = o.buf[:0]
	return err
}

// flushIfFull is called once a token, which adds little more than its own length.
func (o *output) flushIfFull() error {
	if len(o.buf) < flushSize {
		return nil
	}
	return o.flush()
}

func (o *output) byte(c byte)     { o.buf = append(o.buf, c) }
func (o *output) string(s string) { o.buf = append(o.buf, s...) }

// raw writes what has no characters to escape but, by section 2.3, a carriage return.
func (o *output) raw(b []byte) {
	from := 0
	for i, c := range b {
		if c == '\r' {
			o.buf = append(append(o.buf, b[from:i]...), "&#xD;"...)
			from = i + 1
		}
	}
	o.buf = append(o.buf, b[from:]...)
}

func (o *output) name(n *xmltoken.Name) {
	if n.Prefix != "" {
		o.buf = append(append(o.buf, n.Prefix...), ':')
	}
	o.buf = append(o.buf, n.Local...)
}

// decl writes a namespace declaration.
func (o *output) decl(prefix, space string) {
	o.string(" xmlns")
	if prefix != "" {
		o.byte(':')
		o.string(prefix)
	}
	o.string(`="`)
	o.valueString(space)
	o.byte('"')
}

// text escapes character data.
func (o *output) text(b []byte) {
	from := 0
	for i, c := range b {
		var escape string
		switch c {
		case '&':
			escape = "&amp;"
		case '<':
			escape = "&lt;"
		case '>':
			escape = "&gt;"
		case '\r':
			escape = "&#xD;"
		default:
			continue
		}
		o.buf = append(append(o.buf, b[from:i]...), escape...)
		from = i + 1
	}
	o.buf = append(o.buf, b[from:]...)
}

// value escapes the value of an attribute.
func (o *output) value(b []byte) {
	from := 0
	for i, c := range b {
		escape := attributeEscape(c)
		if escape == "" {
			continue
		}
		o.buf = append(append(o.buf, b[from:i]...), escape...)
		from = i + 1
	}
	o.buf = append(o.buf, b[from:]...)
}

// valueString is value for the name of a namespace.
func (o *output) valueString(s string) {
	for i := range len(s) {
		if escape := attributeEscape(s[i]); escape != "" {
			o.string(escape)
		} else {
			o.byte(s[i])
		}
	}
}

func attributeEscape(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '"':
		return "&quot;"
	case '\t':
		return "&#x9;"
	case '\n':
		return "&#xA;"
	case '\r':
		return "&#xD;"
	}
	return ""
}
