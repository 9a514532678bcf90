// Package c14n writes tokens in canonical form: Canonical XML 1.0 (W3C, 15 March 2001), Exclusive XML Canonicalization 1.0
// (18 July 2002), each with and without comments, and the form of the transform urn://smev-gov-ru/xmldsig/transform of the
// Russian system of interagency exchange (СМЭВ).
//
// All of them stream: what is kept is the namespaces of the open elements. A document is fed from its first token to its last.
// Of a part of it, first what the part inherits is given by Context.
package c14n

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// Algorithm identifiers.
const (
	Inclusive             = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	InclusiveWithComments = Inclusive + "#WithComments"
	Exclusive             = "http://www.w3.org/2001/10/xml-exc-c14n#"
	ExclusiveWithComments = Exclusive + "WithComments"
	SMEV                  = "urn://smev-gov-ru/xmldsig/transform"
)

// ErrRelativeNamespace says that the name of a namespace is a relative reference; Canonical XML has no form for such documents
// (section 1.3).
var ErrRelativeNamespace = errors.New("relative namespace name")

// Canonicalizer takes the tokens of one document or one part of it. Tokens are used during the call only.
type Canonicalizer interface {
	// Token takes the next token. Errors are those of the Writer and of this package.
	Token(t *xmltoken.Token) error
	// Close writes what is left. It does not close the writer below.
	Close() error
}

// Method is Canonical XML or Exclusive XML Canonicalization.
type Method struct {
	Exclusive bool
	Comments  bool
	// Prefixes is the PrefixList of InclusiveNamespaces, for the exclusive form: these prefixes are treated as the inclusive
	// form treats all. "#default" is the default namespace.
	Prefixes []string
}

// ByURI returns the method of an algorithm identifier, and whether there is one.
func ByURI(uri string) (Method, bool) {
	switch uri {
	case Inclusive:
		return Method{}, true
	case InclusiveWithComments:
		return Method{Comments: true}, true
	case Exclusive:
		return Method{Exclusive: true}, true
	case ExclusiveWithComments:
		return Method{Exclusive: true, Comments: true}, true
	}
	return Method{}, false
}

// URI returns the algorithm identifier.
func (m Method) URI() string {
	uri := Inclusive
	if m.Exclusive {
		uri = Exclusive
	}
	switch {
	case m.Comments && m.Exclusive:
		return ExclusiveWithComments
	case m.Comments:
		return InclusiveWithComments
	}
	return uri
}

// Writer writes the canonical form of Canonical XML or Exclusive XML Canonicalization.
type Writer struct {
	output
	method Method

	rendered []rendering // by number of the prefix: what the output says at the moment
	undo     []change
	marks    []int // for each open element the length of undo before it

	context Context
	rooted  bool
	decls   []xmltoken.Decl
	attrs   []xmltoken.Attr
}

type rendering struct {
	space string
	bound bool
}

type change struct {
	id  int
	old rendering
}

// Context is what the first element of a part of a document inherits from outside the part.
type Context struct {
	// Decls are the namespaces in scope at the first element, its own among them or not.
	Decls []xmltoken.Decl
	// Attrs are the attributes xml:… of the elements around it, each once with the value of the nearest; only the inclusive form
	// takes them over.
	Attrs []xmltoken.Attr
}

// New starts a canonical form.
func New(w io.Writer, m Method) *Writer {
	return &Writer{output: output{w: w, buf: make([]byte, 0, firstSize)}, method: m}
}

// NewPart starts the canonical form of a part of a document: an element with all that it holds.
func NewPart(w io.Writer, m Method, c Context) *Writer {
	writer := New(w, m)
	writer.context = c
	return writer
}

// Token implements Canonicalizer.
func (c *Writer) Token(t *xmltoken.Token) error {
	switch t.Kind {
	case xmltoken.Start:
		if err := c.start(t); err != nil {
			return err
		}
	case xmltoken.End:
		c.end(t)
	case xmltoken.Text:
		c.text(t.Data)
	case xmltoken.Comment:
		if c.method.Comments {
			c.outside(len(c.marks) == 0, func() {
				c.string("<!--")
				c.raw(t.Data)
				c.string("-->")
			})
		}
	case xmltoken.Instruction:
		c.outside(len(c.marks) == 0, func() {
			c.string("<?")
			c.string(t.Name.Local)
			if len(t.Data) > 0 {
				c.byte(' ')
				c.raw(t.Data)
			}
			c.string("?>")
		})
	case xmltoken.Declaration:
	}
	return c.flushIfFull()
}

// outside writes a comment or an instruction, which outside the root has a line of its own (section 2.3).
func (c *Writer) outside(yes bool, write func()) {
	if yes && c.rooted {
		c.byte('\n')
	}
	write()
	if yes && !c.rooted {
		c.byte('\n')
	}
}

func (c *Writer) start(t *xmltoken.Token) error {
	first := !c.rooted
	c.rooted = true
	c.marks = append(c.marks, len(c.undo))
	c.decls = c.decls[:0]
	if first {
		c.inherit(t)
	}
	for i := range t.Decls {
		if d := &t.Decls[i]; !c.method.Exclusive || c.listed(d.Prefix) {
			c.render(*d)
		}
	}
	if c.method.Exclusive {
		c.renderName(&t.Name)
		for i := range t.Attrs {
			if t.Attrs[i].Name.Prefix != "" {
				c.renderName(&t.Attrs[i].Name)
			}
		}
	}
	if err := c.checkSpaces(t.Decls); err != nil {
		return err
	}
	c.attrs = append(c.attrs[:0], t.Attrs...)
	if first && !c.method.Exclusive {
		c.inheritAttrs()
	}
	c.tag(t)
	return nil
}

// inherit renders the namespaces of the context, unless the element declares the prefix anew.
func (c *Writer) inherit(t *xmltoken.Token) {
	for _, d := range c.context.Decls {
		own := slices.ContainsFunc(t.Decls, func(o xmltoken.Decl) bool { return o.PrefixID == d.PrefixID })
		if !own && (!c.method.Exclusive || c.listed(d.Prefix)) {
			c.render(d)
		}
	}
}

// inheritAttrs takes over attributes xml:… that the element has not itself (section 2.4).
func (c *Writer) inheritAttrs() {
	own := len(c.attrs)
	for _, a := range c.context.Attrs {
		if !slices.ContainsFunc(c.attrs[:own], func(o xmltoken.Attr) bool { return o.Name.Is(a.Name.Space, a.Name.Local) }) {
			c.attrs = append(c.attrs, a)
		}
	}
}

func (c *Writer) listed(prefix string) bool {
	if prefix == "" {
		prefix = "#default"
	}
	return slices.Contains(c.method.Prefixes, prefix)
}

// renderName renders the declaration that a name needs.
func (c *Writer) renderName(n *xmltoken.Name) {
	c.render(xmltoken.Decl{Prefix: n.Prefix, PrefixID: n.PrefixID, Space: n.Space})
}

// render takes a declaration up for the output unless it says what is said already. The prefix xml is never declared.
func (c *Writer) render(d xmltoken.Decl) {
	if d.Prefix == "xml" {
		return
	}
	for len(c.rendered) <= d.PrefixID {
		c.rendered = append(c.rendered, rendering{})
	}
	now := &c.rendered[d.PrefixID]
	if now.space == d.Space && (now.bound || d.Space == "") {
		return
	}
	c.undo = append(c.undo, change{id: d.PrefixID, old: *now})
	*now = rendering{space: d.Space, bound: true}
	c.decls = append(c.decls, d)
}

// checkSpaces refuses namespaces whose name does not begin with a scheme (RFC 3986, section 3.1).
func (c *Writer) checkSpaces(decls []xmltoken.Decl) error {
	for i := range decls {
		if s := decls[i].Space; s != "" && !absolute(s) {
			return fmt.Errorf("canonicalize: %.80q: %w", s, ErrRelativeNamespace)
		}
	}
	return nil
}

func absolute(uri string) bool {
	for i := range len(uri) {
		switch c := uri[i]; {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return c == ':' && i > 0
		}
	}
	return false
}

// tag writes a start-tag: declarations by prefix, attributes by namespace and name (section 2.3).
func (c *Writer) tag(t *xmltoken.Token) {
	if len(c.decls) > 1 {
		slices.SortFunc(c.decls, func(a, b xmltoken.Decl) int { return strings.Compare(a.Prefix, b.Prefix) })
	}
	if len(c.attrs) > 1 {
		slices.SortFunc(c.attrs, compareAttrs)
	}
	c.byte('<')
	c.name(&t.Name)
	for i := range c.decls {
		c.decl(c.decls[i].Prefix, c.decls[i].Space)
	}
	for i := range c.attrs {
		a := &c.attrs[i]
		c.byte(' ')
		c.name(&a.Name)
		c.string(`="`)
		c.value(a.Value)
		c.byte('"')
	}
	c.byte('>')
}

func compareAttrs(a, b xmltoken.Attr) int {
	if n := strings.Compare(a.Name.Space, b.Name.Space); n != 0 {
		return n
	}
	return strings.Compare(a.Name.Local, b.Name.Local)
}

func (c *Writer) end(t *xmltoken.Token) {
	c.string("</")
	c.name(&t.Name)
	c.byte('>')
	mark := c.marks[len(c.marks)-1]
	c.marks = c.marks[:len(c.marks)-1]
	for i := len(c.undo) - 1; i >= mark; i-- {
		c.rendered[c.undo[i].id] = c.undo[i].old
	}
	c.undo = c.undo[:mark]
}

// Close implements Canonicalizer.
func (c *Writer) Close() error { return c.flush() }

// Copy reads a whole document from src and writes its canonical form to dst.
func Copy(dst io.Writer, src io.Reader, m Method, limits xmltoken.Limits) error {
	return Run(New(dst, m), xmltoken.New(src, limits))
}

// Run feeds a canonicalizer from a tokenizer to the end of the document.
func Run(c Canonicalizer, t *xmltoken.Tokenizer) error {
	for {
		tok, err := t.Next()
		if err == io.EOF { //nolint:errorlint // a tokenizer returns io.EOF itself, and only itself
			return c.Close()
		}
		if err != nil {
			return err
		}
		if err := c.Token(tok); err != nil {
			return err
		}
	}
}
