package xmldsig

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// recording is a Signature element as its tokens, with what it inherits from the elements around it.
type recording struct {
	tokens      []xmltoken.Token
	context     c14n.Context // at the Signature element
	offset, end int64
	depth       int
	// strange says what stands in the element that none has a reason to write.
	strange string
}

// add keeps a copy of a token and returns about how many bytes it takes.
func (r *recording) add(t *xmltoken.Token) int {
	if len(r.tokens) == 0 {
		r.offset, r.depth = t.Offset, t.Depth
	}
	r.end = t.End
	switch {
	case t.Kind == xmltoken.Comment:
		r.strange = "a comment within Signature"
		return 0
	case t.Kind == xmltoken.Instruction:
		r.strange = "a processing instruction within Signature"
		return 0
	case t.CDATA:
		r.strange = "a CDATA section within Signature"
	}
	kept := *t
	kept.Data = bytes.Clone(t.Data)
	kept.Decls = slices.Clone(t.Decls)
	kept.Attrs = slices.Clone(t.Attrs)
	size := len(t.Data)
	for i := range kept.Attrs {
		kept.Attrs[i].Value = bytes.Clone(t.Attrs[i].Value)
		size += len(t.Attrs[i].Value)
	}
	r.tokens = append(r.tokens, kept)
	return size
}

// element is a node of the tree of a recording.
type element struct {
	rec      *recording
	tok      *xmltoken.Token
	from, to int // its tokens
	parent   *element
	children []*element
	text     []byte // all text directly in it
}

// tree makes the tree. A recording is complete, so that tags match.
func (r *recording) tree() *element {
	var root, now *element
	for i := range r.tokens {
		switch t := &r.tokens[i]; t.Kind {
		case xmltoken.Start:
			e := &element{rec: r, tok: t, from: i, parent: now}
			if now == nil {
				root = e
			} else {
				now.children = append(now.children, e)
			}
			now = e
		case xmltoken.Text:
			now.text = append(now.text, t.Data...)
		case xmltoken.End:
			now.to = i + 1
			now = now.parent
		case xmltoken.Declaration, xmltoken.Comment, xmltoken.Instruction: // not recorded
		}
	}
	return root
}

func (e *element) is(space, local string) bool { return e != nil && e.tok.Name.Is(space, local) }

// child returns the first child of a name; nil elements have no children, so that calls can be chained.
func (e *element) child(space, local string) *element {
	if e == nil {
		return nil
	}
	for _, c := range e.children {
		if c.is(space, local) {
			return c
		}
	}
	return nil
}

func (e *element) all(space, local string) []*element {
	var out []*element
	if e != nil {
		for _, c := range e.children {
			if c.is(space, local) {
				out = append(out, c)
			}
		}
	}
	return out
}

func (e *element) attr(local string) string {
	if e == nil {
		return ""
	}
	v, _ := e.tok.Attr(local)
	return string(v)
}

// content returns the text without white space around it.
func (e *element) content() string {
	if e == nil {
		return ""
	}
	return strings.Trim(string(e.text), " \t\r\n")
}

// base64 decodes the text (XML Schema, base64Binary): white space anywhere, padding as it must be.
func (e *element) base64() ([]byte, error) {
	if e == nil {
		return nil, fmt.Errorf("base64: no element")
	}
	compact := slices.DeleteFunc(slices.Clone(e.text), func(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' })
	out, err := base64.StdEncoding.Strict().DecodeString(string(compact))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.tok.Name.Local, err)
	}
	return out, nil
}

// match compares the children with a pattern, names of the namespace in their order, each with ?, * or + after it, or with | between
// alternatives. It returns what is wrong, or nothing.
func (e *element) match(space string, pattern ...string) string {
	if len(bytes.Trim(e.text, " \t\r\n")) > 0 && len(pattern) > 0 {
		return "text within " + e.tok.Name.Local
	}
	i := 0
	for _, p := range pattern {
		names := strings.Split(strings.TrimRight(p, "?*+"), "|")
		n := 0
		for i < len(e.children) && e.children[i].tok.Name.Space == space && slices.Contains(names, e.children[i].tok.Name.Local) {
			i, n = i+1, n+1
			if !strings.ContainsAny(p[len(p)-1:], "*+") {
				break
			}
		}
		if n == 0 && !strings.ContainsAny(p[len(p)-1:], "?*") {
			return e.tok.Name.Local + " has no " + p
		}
	}
	if i < len(e.children) {
		return fmt.Sprintf("%.80q does not belong into %s", e.children[i].tok.Name.Local, e.tok.Name.Local)
	}
	return ""
}

// scope returns what the element inherits: namespaces in scope at it, and attributes xml:… of the elements around it.
func (e *element) scope() c14n.Context {
	if e.parent == nil {
		return e.rec.context
	}
	ctx := e.parent.scope()
	decls := slices.Clone(ctx.Decls)
	for _, d := range e.tok.Decls {
		decls = slices.DeleteFunc(decls, func(o xmltoken.Decl) bool { return o.PrefixID == d.PrefixID })
		if d.Space != "" {
			decls = append(decls, d)
		}
	}
	return c14n.Context{Decls: decls, Attrs: inherit(ctx.Attrs, e.parent.tok.Attrs)}
}

// inherit puts the attributes xml:… of an element over those that it inherits itself.
func inherit(outer, own []xmltoken.Attr) []xmltoken.Attr {
	out := outer
	for _, a := range own {
		if a.Name.Space != xmltoken.SpaceXML {
			continue
		}
		out = slices.DeleteFunc(slices.Clone(out), func(o xmltoken.Attr) bool { return o.Name.Local == a.Name.Local })
		out = append(out, xmltoken.Attr{Name: a.Name, Value: bytes.Clone(a.Value)})
	}
	return out
}

// canonical returns the canonical form of the element.
func (e *element) canonical(m c14n.Method) ([]byte, error) {
	var out bytes.Buffer
	w := c14n.NewPart(&out, m, e.scope())
	for i := e.from; i < e.to; i++ {
		if err := w.Token(&e.rec.tokens[i]); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}
