package egr

import (
	"bytes"
	"fmt"
)

// scanner walks the tags of one document along the description of the form. It never copies: what it hands on are pieces
// of the document.
type scanner struct {
	src    []byte
	pos    int
	stack  []frame
	limits Limits
	count  int  // elements
	plain  bool // no comment, CDATA section or instruction is in the document
	chars  []byte
	b      *builder
	attr   int // place of the attribute that is being read among those of its element, and one more; for the census
}

// frame is an element that is open.
type frame struct {
	node *node
	next int // where to look for the next child: forms keep an order
}

// document reads one document from its start tag to its end tag.
func (s *scanner) document(root *node) error {
	s.pos, s.count, s.stack = 0, 0, s.stack[:0]
	if !s.starts(root.name) {
		return fmt.Errorf("%w: the document does not begin with %s", ErrRecord, root.label)
	}
	if err := s.start(root); err != nil {
		return err
	}
	for len(s.stack) > 0 {
		if err := s.step(); err != nil {
			return err
		}
	}
	return s.b.err
}

// starts reports whether a start tag of the name stands here.
func (s *scanner) starts(name []byte) bool {
	rest := s.src[s.pos:]
	end := len(name) + 1 // looked at first: names of one length are few
	return len(rest) > end && ends(rest[end]) && rest[0] == '<' && string(rest[1:end]) == string(name)
}

// ends tells what may stand behind a name.
func ends(c byte) bool { return c <= ' ' || c == '>' || c == '/' }

// step reads the next tag inside the innermost element.
func (s *scanner) step() error {
	top := &s.stack[len(s.stack)-1]
	i := bytes.IndexByte(s.src[s.pos:], '<')
	if i < 0 {
		return fmt.Errorf("%w: %s is not closed", ErrSyntax, top.node.label)
	}
	if top.node.text != nil && i > 0 {
		if err := s.characters(s.src[s.pos : s.pos+i]); err != nil {
			return err
		}
	}
	s.pos += i
	switch s.at(1) {
	case '/':
		return s.close(top)
	case '!', '?':
		return s.aside(top.node)
	}
	if kid := s.kid(top); kid != nil {
		return s.start(kid)
	}
	return s.unknown(top.node)
}

func (s *scanner) at(offset int) byte {
	if s.pos+offset < len(s.src) {
		return s.src[s.pos+offset]
	}
	return 0
}

// kid finds the child whose start tag stands here.
func (s *scanner) kid(top *frame) *node {
	kids := top.node.kids
	for n, i := 0, top.next; n < len(kids); n++ {
		if s.starts(kids[i].name) {
			top.next = i
			return &kids[i]
		}
		if i++; i == len(kids) {
			i = 0
		}
	}
	return nil
}

// start reads a start tag that stands here, and all of an element that is not needed.
func (s *scanner) start(n *node) error {
	if s.count++; s.count > s.limits.Elements {
		return fmt.Errorf("%w: more than %d elements", ErrLimit, s.limits.Elements)
	}
	if len(s.stack) >= s.limits.Depth {
		return fmt.Errorf("%w: more than %d elements inside each other", ErrLimit, s.limits.Depth)
	}
	if n.open != nil {
		n.open(s.b)
	}
	if n.unread {
		return s.skip(n)
	}
	s.pos += 1 + len(n.name)
	s.stack = append(s.stack, frame{node: n})
	closed, err := s.attributes(n)
	if err != nil {
		return err
	}
	s.chars = s.chars[:0]
	if closed {
		s.stack = s.stack[:len(s.stack)-1]
	}
	return s.b.err
}

// close reads an end tag.
func (s *scanner) close(top *frame) error {
	n := top.node
	rest := s.src[s.pos:]
	switch {
	case bytes.HasPrefix(rest, n.end):
		s.pos += len(n.end)
	default:
		after, ok := bytes.CutPrefix(rest, n.end[:len(n.end)-1])
		blank := 0
		for ok && blank < len(after) && space(after[blank]) {
			blank++
		}
		if !ok || blank == len(after) || after[blank] != '>' {
			return fmt.Errorf("%w: %s is closed by %.40q", ErrSyntax, n.label, rest[:min(len(rest), 20)])
		}
		s.pos += len(n.end) + blank
	}
	if n.text != nil {
		n.text(s.b, s.chars)
		s.chars = s.chars[:0]
	}
	s.stack = s.stack[:len(s.stack)-1]
	return s.b.err
}

func (s *scanner) characters(raw []byte) (err error) {
	s.chars, err = s.b.cs.appendText(s.chars, raw, false)
	return err
}

// aside reads a comment, a CDATA section or an instruction. Only the second is text.
func (s *scanner) aside(n *node) error {
	size, cdata, err := aside(s.src[s.pos:])
	if err != nil {
		return err
	}
	if cdata && n.text != nil {
		raw := s.src[s.pos+len("<![CDATA[") : s.pos+size-len("]]>")]
		if s.chars, err = s.b.cs.appendCDATA(s.chars, raw); err != nil {
			return err
		}
	}
	s.pos += size
	return nil
}

// aside measures what begins with <! or <? at the start of src.
func aside(src []byte) (size int, cdata bool, err error) {
	for _, kind := range [...]struct {
		open, end string
		cdata     bool
	}{{"<!--", "-->", false}, {"<![CDATA[", "]]>", true}, {"<?", "?>", false}} {
		if !bytes.HasPrefix(src, []byte(kind.open)) {
			continue
		}
		i := bytes.Index(src[len(kind.open):], []byte(kind.end))
		if i < 0 {
			return 0, false, fmt.Errorf("%w: %s without %s", ErrSyntax, kind.open, kind.end)
		}
		return len(kind.open) + i + len(kind.end), kind.cdata, nil
	}
	if bytes.HasPrefix(src, []byte("<!DOCTYPE")) {
		return 0, false, ErrDTD
	}
	return 0, false, fmt.Errorf("%w: %.20q", ErrSyntax, src[:min(len(src), 10)])
}

// attributes reads the rest of a start tag and tells whether the element ends with it.
func (s *scanner) attributes(n *node) (closed bool, err error) {
	var seen uint64
	next := 0
	for read := 0; ; read++ {
		if read > s.limits.Attributes {
			return false, fmt.Errorf("%w: more than %d attributes in %s", ErrLimit, s.limits.Attributes, n.label)
		}
		blank := s.blanks()
		switch s.at(0) {
		case '>':
			s.pos++
			return false, nil
		case '/':
			if s.at(1) != '>' {
				return false, fmt.Errorf("%w: a / inside the tag %s", ErrSyntax, n.label)
			}
			s.pos += 2
			return true, nil
		case 0:
			return false, fmt.Errorf("%w: the tag %s is not closed", ErrSyntax, n.label)
		}
		if !blank {
			return false, fmt.Errorf("%w: no blank before an attribute of %s", ErrSyntax, n.label)
		}
		if next, err = s.attribute(n, next, &seen); err != nil {
			return false, err
		}
	}
}

// attribute reads one attribute, which is looked for from place next of the description on.
func (s *scanner) attribute(of *node, next int, seen *uint64) (int, error) {
	rest := s.src[s.pos:]
	for i := next; i < len(of.attrs); i++ {
		a := &of.attrs[i]
		n := len(a.start)
		if n >= len(rest) || rest[n-1] != '"' || string(rest[:n]) != string(a.start) {
			continue
		}
		value := rest[n:]
		end := bytes.IndexByte(value, '"')
		if end < 0 {
			return 0, fmt.Errorf("%w: the value of %s is not closed", ErrSyntax, a.label)
		}
		s.pos += n + end + 1
		return i + 1, s.take(of, i, value[:end], seen)
	}
	name, value, err := s.anyAttribute(of)
	if err != nil {
		return 0, err
	}
	for i := range of.attrs {
		if bytes.Equal(name, of.attrs[i].name) {
			return next, s.take(of, i, value, seen)
		}
	}
	s.b.census.note(&s.b.census.Attributes, s.path()+"@"+s.b.show(name), 1)
	return next, nil
}

// take hands on the value of attribute i. One that stands twice is not well-formed, and nobody can tell which is meant.
func (s *scanner) take(n *node, i int, value []byte, seen *uint64) error {
	a := &n.attrs[i]
	if *seen&(1<<i) != 0 {
		return fmt.Errorf("%w: %s stands twice in %s", ErrSyntax, a.label, n.label)
	}
	*seen |= 1 << i
	if a.set != nil {
		s.attr = i + 1
		a.set(s.b, value)
		s.attr = 0
	}
	return nil
}

// anyAttribute reads an attribute of any name, with blanks and quotes as XML allows them.
func (s *scanner) anyAttribute(n *node) (name, value []byte, err error) {
	start := s.pos
	for s.pos < len(s.src) && s.src[s.pos] != '=' && !ends(s.src[s.pos]) && s.src[s.pos] != '<' {
		s.pos++
	}
	name = s.src[start:s.pos]
	s.blanks()
	if len(name) == 0 || s.at(0) != '=' {
		return nil, nil, fmt.Errorf("%w: an attribute of %s without a value", ErrSyntax, n.label)
	}
	s.pos++
	s.blanks()
	quote := s.at(0)
	if quote != '"' && quote != '\'' {
		return nil, nil, fmt.Errorf("%w: an attribute of %s without quotes", ErrSyntax, n.label)
	}
	s.pos++
	end := bytes.IndexByte(s.src[s.pos:], quote)
	if end < 0 {
		return nil, nil, fmt.Errorf("%w: an attribute of %s is not closed", ErrSyntax, n.label)
	}
	value = s.src[s.pos : s.pos+end]
	s.pos += end + 1
	return name, value, nil
}

func (s *scanner) blanks() bool {
	start := s.pos
	for s.pos < len(s.src) && space(s.src[s.pos]) {
		s.pos++
	}
	return s.pos > start
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }
