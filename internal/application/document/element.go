package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// Limits of a document.
const (
	MaxSize = 16 << 20 // bytes

	maxElements = 100_000
	maxDepth    = 8
	maxMarkup   = 64 << 10  // bytes of one tag
	maxText     = 256 << 10 // bytes of one text
)

// Errors of this package; they come wrapped.
var (
	// ErrIncomplete says that answers are missing or wrong, so that no document can be formed.
	ErrIncomplete = errors.New("the answers are not complete")
	// ErrForm says that what a document is to say has no form in it: a name is missing, a hash is none.
	ErrForm = errors.New("a document cannot say that")
	// ErrDocument says that bytes are not a document as this package writes it.
	ErrDocument = errors.New("not such a document")
	// ErrSize says that a document is larger than MaxSize.
	ErrSize = errors.New("the document is too large")
)

// attribute is one attribute; none of our documents has one in a namespace.
type attribute struct{ name, value string }

// element is an element of a document, with a text or with elements in it, never with both.
type element struct {
	name       string
	attributes []attribute
	text       string
	children   []*element
}

// leaf is an element with a text.
func leaf(name, text string, pairs ...string) *element {
	e := branch(name, pairs...)
	e.text = text
	return e
}

// branch is an element with attributes, given as name and value in turn; one without a value is left out.
func branch(name string, pairs ...string) *element {
	e := &element{name: name}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			e.attributes = append(e.attributes, attribute{pairs[i], pairs[i+1]})
		}
	}
	slices.SortFunc(e.attributes, func(a, b attribute) int { return strings.Compare(a.name, b.name) })
	return e
}

// with adds elements; nil ones are left out.
func (e *element) with(children ...*element) *element {
	for _, c := range children {
		if c != nil {
			e.children = append(e.children, c)
		}
	}
	return e
}

// unless is nil when the text is empty: an element that is left out.
func unless(name, text string) *element {
	if text == "" {
		return nil
	}
	return leaf(name, text)
}

// attribute is the value of an attribute, "" for none.
func (e *element) attribute(name string) string {
	for _, a := range e.attributes {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// child finds the first element of a name.
func (e *element) child(name string) *element {
	for _, c := range e.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// textOf is the text of the first element of a name, "" for none.
func (e *element) textOf(name string) string {
	if c := e.child(name); c != nil {
		return c.text
	}
	return ""
}

// write gives the document its bytes: Canonical XML (W3C, section 2.3), which is exclusive as well, since there is one namespace
// and it is used by the root.
func (e *element) write(namespace string) []byte {
	var b bytes.Buffer
	e.put(&b, ` xmlns="`+attributeEscapes.Replace(namespace)+`"`, 0)
	return b.Bytes()
}

const indent = "  "

func (e *element) put(b *bytes.Buffer, namespace string, depth int) {
	b.WriteString("<" + e.name + namespace)
	for _, a := range e.attributes {
		b.WriteString(" " + a.name + `="`)
		_, _ = attributeEscapes.WriteString(b, a.value) // a buffer does not fail
		b.WriteByte('"')
	}
	b.WriteByte('>')
	if len(e.children) == 0 {
		_, _ = textEscapes.WriteString(b, e.text)
	} else {
		for _, c := range e.children {
			b.WriteString("\n" + strings.Repeat(indent, depth+1))
			c.put(b, "", depth+1)
		}
		b.WriteString("\n" + strings.Repeat(indent, depth))
	}
	b.WriteString("</" + e.name + ">")
}

// What Canonical XML writes in place of characters.
var (
	textEscapes      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	attributeEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
)

// parse reads a document and refuses bytes that write would not have written. It returns the namespace of the root.
func parse(content []byte) (root *element, namespace string, err error) {
	if len(content) > MaxSize {
		return nil, "", ErrSize
	}
	tok := xmltoken.New(bytes.NewReader(content), xmltoken.Limits{Size: MaxSize, Depth: maxDepth, Attributes: 16, Name: 64, Markup: maxMarkup})
	p := parser{}
	for {
		t, err := tok.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = p.token(t)
		}
		if err != nil {
			return nil, "", fmt.Errorf("%w: %w", ErrDocument, err)
		}
	}
	if !bytes.Equal(p.root.write(p.namespace), content) {
		return nil, "", fmt.Errorf("%w: the bytes are not in canonical form", ErrDocument)
	}
	return p.root, p.namespace, nil
}

type parser struct {
	root      *element
	open      []*element
	namespace string
	count     int
}

var errStructure = errors.New("what stands there has no place in such a document")

func (p *parser) token(t *xmltoken.Token) error {
	switch t.Kind {
	case xmltoken.Start:
		return p.start(t)
	case xmltoken.Text:
		e := p.open[len(p.open)-1]
		if len(e.text)+len(t.Data) > maxText {
			return ErrSize
		}
		e.text += string(t.Data)
		return nil
	case xmltoken.End:
		e := p.open[len(p.open)-1]
		p.open = p.open[:len(p.open)-1]
		if len(e.children) > 0 {
			if strings.Trim(e.text, " \n") != "" {
				return fmt.Errorf("text beside elements in %s: %w", e.name, errStructure)
			}
			e.text = ""
		}
		return seen(e.text)
	default:
		return fmt.Errorf("at byte %d: %w", t.Offset, errStructure)
	}
}

func (p *parser) start(t *xmltoken.Token) error {
	if p.count++; p.count > maxElements {
		return ErrSize
	}
	e := &element{name: t.Name.Local}
	for i := range t.Attrs {
		a := &t.Attrs[i]
		if a.Name.Space != "" {
			return fmt.Errorf("attribute %s of %s: %w", a.Name.Local, e.name, errStructure)
		}
		if err := seen(string(a.Value)); err != nil {
			return err
		}
		e.attributes = append(e.attributes, attribute{a.Name.Local, string(a.Value)})
	}
	if p.root == nil {
		p.root, p.namespace = e, t.Name.Space
	} else {
		parent := p.open[len(p.open)-1]
		parent.children = append(parent.children, e)
	}
	if t.Name.Space != p.namespace || t.Name.Prefix != "" {
		return fmt.Errorf("namespace of %s: %w", e.name, errStructure)
	}
	p.open = append(p.open, e)
	return nil
}

// seen refuses a text of which a reader and a program could see different things.
func seen(s string) error {
	if !norm.NFC.IsNormalString(s) {
		return fmt.Errorf("a text that is not in the form NFC: %w", errStructure)
	}
	for _, c := range s {
		if c != '\n' && hidden(c) {
			return fmt.Errorf("a character that cannot be seen, %U: %w", c, errStructure)
		}
	}
	return nil
}

// hidden says of a character that it is not seen, or turns the direction of reading around, or that XML cannot hold it.
func hidden(c rune) bool {
	switch c {
	case '\u200b', '\u2060', '\ufeff', '\u00ad', '\u2028', '\u2029', '\ufffd':
		return true
	}
	return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c&0xfffe == 0xfffe
}
