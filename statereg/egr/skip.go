package egr

import (
	"bytes"
	"fmt"
	"strings"
)

// unknown counts an element that the form does not have and passes over it.
func (s *scanner) unknown(parent *node) error {
	name := tagName(s.src[s.pos+1:])
	if len(name) == 0 {
		return fmt.Errorf("%w: a < inside %s", ErrSyntax, parent.label)
	}
	s.b.census.note(&s.b.census.Elements, s.path()+"/"+s.b.show(name), 1)
	return s.pass()
}

// tagName is the name at the start of src.
func tagName(src []byte) []byte {
	for i, c := range src {
		if ends(c) {
			return src[:i]
		}
		if c == '<' || c == '=' || c == '"' {
			return nil
		}
	}
	return nil
}

// skip passes over an element that is not needed. What is in it is neither read nor checked. The rows of the history, more
// than half of a file, stand together at the end of a subject in every form, so all are passed by looking for the last.
func (s *scanner) skip(n *node) error {
	if s.plain && len(n.kids) == 0 && s.src[s.pos] == '<' {
		if len(s.passed) > 0 && bytes.HasPrefix(s.src[s.pos:], s.passed) {
			s.pos += len(s.passed)
			return nil
		}
		size, closed, err := tagEnd(s.src[s.pos:])
		if err != nil {
			return err
		}
		if closed {
			s.passed = s.src[s.pos : s.pos+size]
			s.pos += size
			return nil
		}
		s.pos += size
		if n.long {
			i := bytes.LastIndex(s.src[s.pos:], n.end)
			if i < 0 {
				return fmt.Errorf("%w: %s is not closed", ErrSyntax, n.label)
			}
			s.pos += i + len(n.end)
			return nil
		}
		s.pos -= size
	}
	return s.pass()
}

// pass passes over the element that begins here, whatever it has inside.
func (s *scanner) pass() error {
	name := tagName(s.src[s.pos+1:])
	depth := len(s.stack)
	for {
		size, closed, err := tagEnd(s.src[s.pos:])
		if err != nil {
			return err
		}
		end := s.src[s.pos+1] == '/'
		tag := s.src[s.pos : s.pos+size]
		s.pos += size
		switch {
		case end:
			depth--
		case !closed:
			depth++
		}
		if s.count++; s.count > s.limits.Elements || depth > s.limits.Depth {
			return fmt.Errorf("%w: more than %d elements, or %d inside each other", ErrLimit, s.limits.Elements, s.limits.Depth)
		}
		if depth == len(s.stack) {
			if end && !bytes.Equal(bytes.TrimRight(tag[2:len(tag)-1], " \t\r\n"), name) {
				return fmt.Errorf("%w: %s is closed by %s", ErrSyntax, s.b.show(name), s.b.show(tag[2:len(tag)-1]))
			}
			return nil
		}
		if err := s.toTag(); err != nil {
			return err
		}
	}
}

// toTag goes to the next tag, past text, comments, CDATA sections and instructions.
func (s *scanner) toTag() error {
	for {
		i := bytes.IndexByte(s.src[s.pos:], '<')
		if i < 0 {
			return fmt.Errorf("%w: an element is not closed", ErrSyntax)
		}
		s.pos += i
		if c := s.at(1); c != '!' && c != '?' {
			return nil
		}
		size, _, err := aside(s.src[s.pos:])
		if err != nil {
			return err
		}
		s.pos += size
	}
}

// tagEnd measures the tag at the start of src, and tells whether it closes itself. A > may stand in a value.
func tagEnd(src []byte) (size int, closed bool, err error) {
	var quote byte
	from := 0
	for {
		i := bytes.IndexByte(src[from:], '>')
		if i < 0 {
			return 0, false, fmt.Errorf("%w: a tag is not closed", ErrSyntax)
		}
		quote = openQuote(src[from:from+i], quote)
		from += i + 1
		if quote == 0 {
			return from, from > 2 && src[from-2] == '/', nil
		}
	}
}

// tagIsWhole reports whether the tag at the start of src ends in it.
func tagIsWhole(src []byte) bool {
	_, _, err := tagEnd(src)
	return err == nil
}

// openQuote is the quote that is open at the end of piece, when quote was open at its start.
func openQuote(piece []byte, quote byte) byte {
	if quote == 0 && bytes.IndexByte(piece, '\'') < 0 {
		if bytes.Count(piece, []byte{'"'})%2 == 1 {
			return '"'
		}
		return 0
	}
	for _, c := range piece {
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return quote
}

// path is where the scanner is, for the census: from the record down.
func (s *scanner) path() string {
	var path strings.Builder
	for i, f := range s.stack {
		if i == 0 && len(s.stack) > 1 {
			continue // the document
		}
		if path.Len() > 0 {
			path.WriteByte('/')
		}
		path.WriteString(f.node.label)
	}
	if s.attr > 0 && len(s.stack) > 0 {
		path.WriteByte('@')
		path.WriteString(s.stack[len(s.stack)-1].node.attrs[s.attr-1].label)
	}
	return path.String()
}

// maxShown bounds names from the file in errors and counts.
const maxShown = 60

// show is a name of the file as text.
func (b *builder) show(name []byte) string {
	shown, err := b.cs.appendText(nil, name[:min(len(name), maxShown)], true)
	if err != nil {
		return "?"
	}
	return string(shown)
}
