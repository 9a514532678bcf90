package c14n

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// ErrUnqualified says that an element is in no namespace, or something is in that of the prefix xml, for which the transform of
// СМЭВ has no rule.
var ErrUnqualified = errors.New("name without a namespace that the transform of SMEV can name")

// SMEVWriter writes the form of urn://smev-gov-ru/xmldsig/transform (Методические рекомендации по работе со СМЭВ 3, rules of the
// transform): instructions, comments and texts of nothing but white space are left out; prefixes become ns1, ns2 … in the order in
// which namespaces are needed, each declared where it is needed first; attributes stand by namespace and name, those without a
// namespace last.
//
// The rules do not say how characters are escaped; here it is as in Canonical XML, which all programs in use do for letters,
// digits, '&', '<' and, in texts, '>'.
type SMEVWriter struct {
	output
	// canonical puts the result into Canonical XML: declarations by prefix, attributes without a namespace first.
	canonical bool

	bound  []smevBinding
	marks  []int
	ends   []string // names of the open elements as written
	next   int
	spaces []byte // white space that may turn out to be the beginning of a text
	inText bool
	attrs  []xmltoken.Attr
}

type smevBinding struct {
	space, prefix string
}

// NewSMEV starts the form of the transform. With canonical, that form is brought into Canonical XML again, as signatures ask for
// that name a canonicalization after the transform.
func NewSMEV(w io.Writer, canonical bool) *SMEVWriter {
	return &SMEVWriter{output: output{w: w, buf: make([]byte, 0, firstSize)}, canonical: canonical}
}

// maxSpaces bounds the white space before a text that is kept until it is known whether a text follows.
const maxSpaces = 1 << 20

// maxBound bounds the namespaces in scope, which are searched one after another.
const maxBound = 256

// Token implements Canonicalizer.
func (s *SMEVWriter) Token(t *xmltoken.Token) error {
	switch t.Kind {
	case xmltoken.Text:
		return s.textRun(t.Data)
	case xmltoken.Comment, xmltoken.Declaration:
		// A comment does not divide a text: the input of the transform is a form without comments.
		return nil
	case xmltoken.Instruction:
		s.endText()
		return nil
	case xmltoken.Start:
		s.endText()
		if err := s.start(t); err != nil {
			return err
		}
	case xmltoken.End:
		s.endText()
		s.end()
	}
	return s.flushIfFull()
}

func (s *SMEVWriter) endText() {
	s.spaces, s.inText = s.spaces[:0], false
}

// textRun writes text as soon as a character above the space was seen in it.
func (s *SMEVWriter) textRun(b []byte) error {
	if !s.inText {
		if !slices.ContainsFunc(b, func(c byte) bool { return c > ' ' }) {
			if len(s.spaces)+len(b) > maxSpaces {
				return fmt.Errorf("transform of SMEV: white space: %w", xmltoken.ErrLimit)
			}
			s.spaces = append(s.spaces, b...)
			return nil
		}
		s.inText = true
		s.text(s.spaces)
	}
	s.text(b)
	return s.flushIfFull()
}

func (s *SMEVWriter) start(t *xmltoken.Token) error {
	mark := len(s.bound)
	s.marks = append(s.marks, mark)
	prefix, err := s.prefix(t.Name.Space)
	if err != nil {
		return err
	}
	s.attrs = append(s.attrs[:0], t.Attrs...)
	slices.SortFunc(s.attrs, compareSMEV)
	for i := range s.attrs {
		n := &s.attrs[i].Name
		if n.Prefix, err = s.attributePrefix(n.Space); err != nil {
			return err
		}
	}
	declared := s.bound[mark:]
	if s.canonical {
		declared = slices.Clone(declared)
		slices.SortFunc(declared, func(a, b smevBinding) int { return strings.Compare(a.prefix, b.prefix) })
		slices.SortFunc(s.attrs, compareAttrs)
	}
	full := prefix + ":" + t.Name.Local
	s.ends = append(s.ends, full)
	s.byte('<')
	s.string(full)
	for _, d := range declared {
		s.decl(d.prefix, d.space)
	}
	for i := range s.attrs {
		s.byte(' ')
		s.name(&s.attrs[i].Name)
		s.string(`="`)
		s.value(s.attrs[i].Value)
		s.byte('"')
	}
	s.byte('>')
	return nil
}

// compareSMEV puts attributes without a namespace last.
func compareSMEV(a, b xmltoken.Attr) int {
	if (a.Name.Space == "") != (b.Name.Space == "") {
		return -strings.Compare(a.Name.Space, b.Name.Space)
	}
	return compareAttrs(a, b)
}

func (s *SMEVWriter) attributePrefix(space string) (string, error) {
	if space == "" {
		return "", nil
	}
	return s.prefix(space)
}

// prefix returns the prefix of a namespace, and makes the next one if it has none here.
func (s *SMEVWriter) prefix(space string) (string, error) {
	if space == "" || space == xmltoken.SpaceXML {
		return "", fmt.Errorf("transform of SMEV: %w", ErrUnqualified)
	}
	for i := range s.bound {
		if s.bound[i].space == space {
			return s.bound[i].prefix, nil
		}
	}
	if len(s.bound) >= maxBound {
		return "", fmt.Errorf("transform of SMEV: namespaces: %w", xmltoken.ErrLimit)
	}
	s.next++
	p := "ns" + strconv.Itoa(s.next)
	s.bound = append(s.bound, smevBinding{space: space, prefix: p})
	return p, nil
}

func (s *SMEVWriter) end() {
	last := len(s.ends) - 1
	s.string("</")
	s.string(s.ends[last])
	s.byte('>')
	s.bound = s.bound[:s.marks[last]]
	s.ends, s.marks = s.ends[:last], s.marks[:last]
}

// Close implements Canonicalizer.
func (s *SMEVWriter) Close() error { return s.flush() }
