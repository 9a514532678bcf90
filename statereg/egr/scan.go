package egr

import (
	"bytes"
	"encoding/binary"
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
	seen   uint64 // which attributes of the tag that is being read stood, by their places
	read   int    // how many attributes that tag has so far
	attr   int    // place of the attribute that is being read among those of its element, and one more; for the census

	// Most marks of a record of the register repeat the one before, byte for byte.
	entryTag []byte // the tag of the mark that was read last
	entry    Entry  // what it says
	passed   []byte // the tag without content that was passed over last
}

// frame is an element that is open.
type frame struct {
	node *node
	next int // where to look for the next child: forms keep an order
}

// document reads one document from its start tag to its end tag.
func (s *scanner) document(root *node) error {
	s.pos, s.count, s.stack, s.entryTag, s.passed = 0, 0, s.stack[:0], nil, nil
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
	rest := s.src[s.pos:]
	if len(rest) < 9 {
		return nil // there is no room for the end tags that are missing
	}
	kids := top.node.kids
	here := binary.LittleEndian.Uint64(rest[1:])
	for n, i := 0, top.next; n < len(kids); n++ {
		if kid := &kids[i]; here&kid.begin.mask == kid.begin.key && s.starts(kid.name) {
			top.next = i
			return kid
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
	if n.entry != nil && s.again(n) {
		return nil
	}
	from := s.pos
	s.pos += 1 + len(n.name)
	s.stack = append(s.stack, frame{node: n})
	closed, err := s.attributes(n)
	if err != nil {
		return err
	}
	s.chars = s.chars[:0]
	if closed {
		s.stack = s.stack[:len(s.stack)-1]
		if n.entry != nil {
			s.remember(n, s.src[from:s.pos])
		}
	}
	return s.b.err
}

// again takes the mark that stands here from the one that was read last, when the tags are equal.
func (s *scanner) again(n *node) bool {
	if len(s.entryTag) == 0 || !bytes.HasPrefix(s.src[s.pos:], s.entryTag) {
		return false
	}
	*n.entry(s.b) = s.entry
	s.pos += len(s.entryTag)
	return true
}

// remember keeps a mark for [scanner.again]: one that says both number and day and nothing else, since what is counted is
// to be counted again.
func (s *scanner) remember(n *node, tag []byte) {
	if s.entryTag = nil; s.b.err != nil || s.read != len(n.attrs) || s.seen != 1<<len(n.attrs)-1 {
		return
	}
	if e := *n.entry(s.b); e.GRN != "" && !e.On.IsZero() {
		s.entryTag, s.entry = tag, e
	}
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
	next := 0
	for s.seen, s.read = 0, 0; ; s.read++ {
		if s.read > s.limits.Attributes {
			return false, fmt.Errorf("%w: more than %d attributes in %s", ErrLimit, s.limits.Attributes, n.label)
		}
		if a, value := s.usual(n.attrs[next:]); a != nil {
			if err := s.take(n, a, value); err != nil {
				return false, err
			}
			next = a.place + 1
			continue
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
		if err := s.attribute(n); err != nil {
			return false, err
		}
	}
}

// usual reads an attribute as the tax service writes it: behind one blank, in quotation marks, and where the form has it,
// which is among those that are left of the description. It is nil when there is none.
func (s *scanner) usual(left []compiled) (*compiled, []byte) {
	rest := s.src[s.pos:]
	if len(rest) < 9 || rest[0] != ' ' {
		return nil, nil
	}
	here := binary.LittleEndian.Uint64(rest[1:])
	for i := range left {
		a := &left[i]
		if here&a.begin.mask != a.begin.key || a.begin.long && !bytes.HasPrefix(rest[1:], a.start) {
			continue
		}
		value := rest[1+len(a.start):]
		end := bytes.IndexByte(value, '"')
		if end < 0 {
			return nil, nil
		}
		s.pos += 1 + len(a.start) + end + 1
		return a, value[:end]
	}
	return nil, nil
}

// attribute reads an attribute that stands in another place or is written in another way.
func (s *scanner) attribute(of *node) error {
	name, value, err := s.anyAttribute(of)
	if err != nil {
		return err
	}
	for i := range of.attrs {
		if bytes.Equal(name, of.attrs[i].name) {
			return s.take(of, &of.attrs[i], value)
		}
	}
	s.b.census.note(&s.b.census.Attributes, s.path()+"@"+s.b.show(name), 1)
	return nil
}

// take hands on the value of an attribute. One that stands twice is not well-formed, and nobody can tell which is meant.
func (s *scanner) take(n *node, a *compiled, value []byte) error {
	if s.seen&a.bit != 0 {
		return fmt.Errorf("%w: %s stands twice in %s", ErrSyntax, a.label, n.label)
	}
	s.seen |= a.bit
	if a.set != nil {
		s.attr = a.place + 1
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
