package xmltoken

import (
	"bytes"
	"slices"
	"strings"
)

// parsedAttr is an attribute before its namespace is known: declarations may follow it.
type parsedAttr struct {
	q     *qname
	value []byte
}

// markup reads what begins with '<'.
func (t *Tokenizer) markup() error {
	if err := t.need(9); err != nil {
		return err
	}
	b := t.buf[t.r:t.w]
	switch {
	case len(b) < 2:
		return t.fail(ErrMalformed, "the document ends within markup")
	case b[1] == '/':
		return t.endTag()
	case b[1] == '?':
		return t.instruction()
	case b[1] != '!':
		return t.startTag()
	case bytes.HasPrefix(b, []byte("<!--")):
		return t.comment()
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		if len(t.open) == 0 {
			return t.fail(ErrMalformed, "a CDATA section outside the root element")
		}
		t.r += 9
		t.inCDATA = true
		return t.cdata()
	case bytes.HasPrefix(b, []byte("<!DOCTYPE")):
		return t.fail(ErrDTD, "<!DOCTYPE")
	}
	return t.fail(ErrMalformed, "unknown markup declaration")
}

// tag returns the length of the tag at the position, with both angle brackets: to the first '>' outside quotes.
func (t *Tokenizer) tag() (int, error) {
	var quote byte
	for i := 1; ; i++ {
		if t.r+i >= t.w {
			if i > t.limits.Markup {
				return 0, t.fail(ErrLimit, "a tag is too long")
			}
			if err := t.need(i + 1); err != nil {
				return 0, err
			}
			if t.r+i >= t.w {
				return 0, t.fail(ErrMalformed, "the document ends within a tag")
			}
		}
		switch c := t.buf[t.r+i]; {
		case c == '<':
			return 0, t.fail(ErrMalformed, "'<' within a tag")
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1, nil
		}
	}
}

func (t *Tokenizer) endTag() error {
	n, err := t.tag()
	if err != nil {
		return err
	}
	if len(t.open) == 0 {
		return t.fail(ErrMalformed, "an end-tag without a start-tag")
	}
	name := bytes.TrimRight(t.buf[t.r+2:t.r+n-1], " \t\r\n")
	if top := t.open[len(t.open)-1].q.full; string(name) != top {
		return t.failf(ErrMalformed, "the end-tag of %.80q closes %.80q", name, top)
	}
	t.begin(End, t.Size())
	t.r += n
	t.tok.End = t.Size()
	return t.close()
}

// close finishes a token End.
func (t *Tokenizer) close() error {
	last := &t.open[len(t.open)-1]
	t.tok.Name = last.name
	t.release(last.undo)
	t.open = t.open[:len(t.open)-1]
	t.tok.Depth = len(t.open)
	return nil
}

func (t *Tokenizer) startTag() error {
	n, err := t.tag()
	if err != nil {
		return err
	}
	if len(t.open) == 0 && t.rooted {
		return t.fail(ErrMalformed, "a second root element")
	}
	if len(t.open) >= t.limits.Depth {
		return t.fail(ErrLimit, "elements are nested too deeply")
	}
	t.rooted = true
	t.begin(Start, t.Size())
	b := t.buf[t.r+1 : t.r+n-1]
	if len(b) > 0 && b[len(b)-1] == '/' {
		t.tok.Empty = true
		b = b[:len(b)-1]
	}
	end := nameEnd(b)
	q, err := t.qname(b[:end])
	if err != nil {
		return err
	}
	mark := len(t.names.undo)
	if err := t.attributes(b[end:]); err != nil {
		return err
	}
	name, err := t.resolve(q, false)
	if err != nil {
		return err
	}
	if q.prefix == "xmlns" {
		return t.fail(ErrMalformed, "an element with the prefix xmlns")
	}
	t.tok.Name = name
	t.open = append(t.open, open{q: q, name: name, undo: mark})
	t.pendingEnd = t.tok.Empty
	t.r += n
	t.tok.End = t.Size()
	return nil
}

// nameEnd returns the length of the name that b begins with, as far as its end can be seen.
func nameEnd(b []byte) int {
	for i, c := range b {
		if isSpace(c) || c == '=' {
			return i
		}
	}
	return len(b)
}

// attributes reads what follows the name in a start-tag.
func (t *Tokenizer) attributes(b []byte) error {
	t.serial++
	t.decoded, t.parsed = t.decoded[:0], t.parsed[:0]
	for {
		rest := trimSpace(b)
		if len(rest) == 0 {
			break
		}
		if len(rest) == len(b) {
			return t.fail(ErrMalformed, "no space before an attribute")
		}
		var err error
		if b, err = t.attribute(rest); err != nil {
			return err
		}
	}
	for _, a := range t.parsed {
		name, err := t.resolve(a.q, true)
		if err != nil {
			return err
		}
		t.tok.Attrs = append(t.tok.Attrs, Attr{Name: name, Value: a.value})
	}
	return t.uniqueExpanded()
}

// attribute reads one attribute and returns what follows it.
func (t *Tokenizer) attribute(b []byte) ([]byte, error) {
	end := nameEnd(b)
	q, err := t.qname(b[:end])
	if err != nil {
		return nil, err
	}
	if q.seen == t.serial {
		return nil, t.failf(ErrMalformed, "the attribute %.80q twice", q.full)
	}
	q.seen = t.serial
	if len(t.parsed)+len(t.tok.Decls) >= t.limits.Attributes {
		return nil, t.fail(ErrLimit, "an element has too many attributes")
	}
	b = trimSpace(b[end:])
	if len(b) == 0 || b[0] != '=' {
		return nil, t.failf(ErrMalformed, "the attribute %.80q has no value", q.full)
	}
	b = trimSpace(b[1:])
	if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
		return nil, t.failf(ErrMalformed, "the value of the attribute %.80q is not in quotes", q.full)
	}
	n := bytes.IndexByte(b[1:], b[0])
	if n < 0 {
		return nil, t.failf(ErrMalformed, "the value of the attribute %.80q does not end", q.full)
	}
	value, err := t.value(b[1 : n+1])
	if err != nil {
		return nil, err
	}
	switch {
	case q.full == "xmlns":
		err = t.declare("", value)
	case q.prefix == "xmlns":
		err = t.declare(q.local, value)
	default:
		t.parsed = append(t.parsed, parsedAttr{q: q, value: value})
	}
	return b[n+2:], err
}

// value decodes and normalises the value of an attribute (section 3.3.3): white space becomes spaces unless it is a reference.
func (t *Tokenizer) value(raw []byte) ([]byte, error) {
	if i := validChars(raw); i >= 0 {
		return nil, t.fail(ErrMalformed, "an attribute has a byte that is not of a character")
	}
	if !slices.ContainsFunc(raw, func(c byte) bool { return c == '&' || c < ' ' }) {
		return raw, nil
	}
	from := len(t.decoded)
	if err := t.decode(raw, true); err != nil {
		return nil, err
	}
	return t.decoded[from:len(t.decoded):len(t.decoded)], nil
}

// uniqueExpanded refuses two attributes that have one name under two prefixes.
func (t *Tokenizer) uniqueExpanded() error {
	attrs := t.tok.Attrs
	for i := range attrs {
		if attrs[i].Name.PrefixID == defaultID {
			continue
		}
		for j := range i {
			if attrs[j].Name.Local == attrs[i].Name.Local && attrs[j].Name.Space == attrs[i].Name.Space {
				return t.failf(ErrMalformed, "the attribute %.80q twice under two prefixes", attrs[i].Name.Local)
			}
		}
		t.work += int64(i)
	}
	// Comparing pairs is the one thing here that takes more time than the bytes are long: what that may cost is bounded.
	if t.work > 1<<22+16*t.Size() {
		return t.fail(ErrLimit, "too many attributes with prefixes")
	}
	return nil
}

func (t *Tokenizer) comment() error {
	n, err := t.find("--", 4)
	if err != nil {
		return err
	}
	if err := t.need(n + 3); err != nil {
		return err
	}
	if t.w-t.r < n+3 || t.buf[t.r+n+2] != '>' {
		return t.fail(ErrMalformed, "'--' within a comment")
	}
	t.begin(Comment, t.Size())
	if t.tok.Data, err = t.lines(t.buf[t.r+4 : t.r+n]); err != nil {
		return err
	}
	t.r += n + 3
	t.tok.End = t.Size()
	return nil
}

func (t *Tokenizer) instruction() error {
	n, err := t.find("?>", 2)
	if err != nil {
		return err
	}
	b := t.buf[t.r+2 : t.r+n]
	end := nameEnd(b)
	if !validNCName(b[:end]) || end > t.limits.Name || strings.EqualFold(string(b[:end]), "xml") || end < len(b) && !isSpace(b[end]) {
		return t.fail(ErrMalformed, "a processing instruction has no proper target")
	}
	t.begin(Instruction, t.Size())
	t.tok.Name.Local = string(b[:end])
	if t.tok.Data, err = t.lines(trimSpace(b[end:])); err != nil {
		return err
	}
	t.r += n + 2
	t.tok.End = t.Size()
	return nil
}

// lines checks characters and normalises line ends where references have no meaning.
func (t *Tokenizer) lines(raw []byte) ([]byte, error) {
	if i := validChars(raw); i >= 0 {
		return nil, t.fail(ErrMalformed, "a byte that is not of a character")
	}
	if bytes.IndexByte(raw, '\r') < 0 {
		return raw, nil
	}
	t.decoded = t.decoded[:0]
	for i, c := range raw {
		switch {
		case c != '\r':
			t.decoded = append(t.decoded, c)
		case i+1 == len(raw) || raw[i+1] != '\n':
			t.decoded = append(t.decoded, '\n')
		}
	}
	return t.decoded, nil
}
