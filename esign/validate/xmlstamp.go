package validate

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

const (
	xmlSpace    = "http://www.w3.org/XML/1998/namespace"
	timestampOf = "SignatureTimeStamp"
)

// xmlStamp is a time-stamp token in the unsigned properties of XAdES (EN 319 132-1, section 5.3) with what it is over.
type xmlStamp struct {
	canonicalization string
	text             []byte // the token in base64
	odd              bool   // says in a way that we do not follow what it is over
}

// stampedValue is an element SignatureValue as its tokens, and the time-stamps over it.
type stampedValue struct {
	offset  int64 // of the Signature
	tokens  []xmltoken.Token
	context c14n.Context
	stamps  []xmlStamp
}

// xmlStamps adds the facts of time-stamps to those of XML signatures that have any.
func (g *gatherer) xmlStamps(found *xmldsig.Facts) error {
	has := func(x *xmldsig.Signature) bool {
		return x.XAdES != nil && slices.Contains(x.XAdES.Unsigned, timestampOf)
	}
	if !slices.ContainsFunc(found.Signatures, has) {
		return nil
	}
	values, err := readStampedValues(g.in.Signature)
	if err != nil {
		return fmt.Errorf("reading time-stamps in XML: %w: %w", ErrInput, err)
	}
	for i, x := range found.Signatures {
		for _, v := range values {
			if v.offset == x.Offset && has(x) {
				g.xmlTokens(&g.facts.Signers[i], v)
			}
		}
	}
	return nil
}

func (g *gatherer) xmlTokens(s *SignerFacts, v *stampedValue) {
	if s.Level == "XAdES-BES" {
		s.Level = "XAdES-T"
	}
	others := join(s.own.certificates, g.facts.given.certificates)
	for _, x := range v.stamps[:min(len(v.stamps), maxTokensASigner)] {
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(x.text)), ""))
		if err != nil {
			continue
		}
		t := stamp{kind: OverSignature, raw: raw}
		if t.token, err = tsp.Parse(raw); err != nil {
			t.token = nil
		}
		data, err := v.canonical(x)
		s.Tokens = append(s.Tokens, g.tokenOver(t, others, func(c *cert.Certificate) (cms.Checks, bool) {
			return t.token.Verify(c, data, g.tables), err == nil
		}))
	}
}

var errOddStamp = errors.New("time-stamp over something else than SignatureValue")

// canonical writes the element that the time-stamp is over.
func (v *stampedValue) canonical(x xmlStamp) ([]byte, error) {
	m := c14n.Method{}
	if x.canonicalization != "" {
		var known bool
		if m, known = c14n.ByURI(x.canonicalization); !known {
			return nil, errOddStamp
		}
	}
	if x.odd || len(v.tokens) == 0 {
		return nil, errOddStamp
	}
	var out bytes.Buffer
	w := c14n.NewPart(&out, m, v.context)
	for i := range v.tokens {
		if err := w.Token(&v.tokens[i]); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// stampReader goes over a document for signature values and time-stamps.
type stampReader struct {
	tok       *xmltoken.Tokenizer
	open      []xmltoken.Name
	inherited [][]xmltoken.Attr // attributes xml:… in force, by depth
	signature int               // depth of the Signature around, -1 for none
	values    []*stampedValue
	text      *[]byte // where the text of the open element goes, if anywhere
	recording bool
}

// readStampedValues reads a document in which package xmldsig has found signatures already, so that it is well-formed and within
// the limits.
func readStampedValues(data []byte) ([]*stampedValue, error) {
	r := &stampReader{tok: xmltoken.New(bytes.NewReader(data), xmltoken.Limits{}), signature: -1}
	for {
		t, err := r.tok.Next()
		switch {
		case errors.Is(err, io.EOF):
			return r.values, nil
		case err != nil:
			return nil, err
		}
		if t.Kind == xmltoken.Start {
			r.start(t)
		}
		if t.Kind == xmltoken.Text && r.text != nil {
			*r.text = append(*r.text, t.Data...)
		}
		if r.recording {
			v := r.values[len(r.values)-1]
			v.tokens = append(v.tokens, kept(t))
		}
		if t.Kind == xmltoken.End {
			r.end(t)
		}
	}
}

func (r *stampReader) start(t *xmltoken.Token) {
	r.open = append(r.open[:t.Depth], t.Name)
	var outer []xmltoken.Attr
	if t.Depth > 0 {
		outer = r.inherited[t.Depth-1]
	}
	r.inherited = append(r.inherited[:t.Depth], inherit(outer, t.Attrs))
	if r.signature < 0 {
		if t.Name.Is(xmldsig.SpaceDSig, "Signature") {
			r.signature = t.Depth
			r.values = append(r.values, &stampedValue{offset: t.Offset})
		}
		return
	}
	v := r.values[len(r.values)-1]
	switch t.Depth - r.signature {
	case 1:
		if t.Name.Is(xmldsig.SpaceDSig, "SignatureValue") && len(v.tokens) == 0 {
			r.recording = true
			v.context = c14n.Context{Decls: r.tok.InScope(nil), Attrs: outer}
		}
	case 5:
		if r.inTimestamp() {
			v.stamps = append(v.stamps, xmlStamp{})
		}
	default:
		if t.Depth-r.signature > 5 && r.inTimestamp() {
			r.part(&v.stamps[len(v.stamps)-1], t, t.Depth-r.signature)
		}
	}
}

// inTimestamp reports whether the open elements lead to a time-stamp over the signature value.
func (r *stampReader) inTimestamp() bool {
	path := []string{"QualifyingProperties", "UnsignedProperties", "UnsignedSignatureProperties", timestampOf}
	inner := r.open[r.signature+1:]
	if len(inner) < 5 || !inner[0].Is(xmldsig.SpaceDSig, "Object") {
		return false
	}
	for i, name := range path {
		if !inner[i+1].Is(xmldsig.SpaceXAdES, name) {
			return false
		}
	}
	return true
}

// part reads what stands within SignatureTimeStamp: the method and the token. A second token, or anything by which the time-stamp
// could be over something else, makes it odd.
func (r *stampReader) part(x *xmlStamp, t *xmltoken.Token, depth int) {
	switch {
	case depth == 6 && t.Name.Is(xmldsig.SpaceDSig, "CanonicalizationMethod") && x.canonicalization == "":
		method, _ := t.Attr("Algorithm")
		x.canonicalization = string(method)
	case depth == 6 && t.Name.Is(xmldsig.SpaceXAdES, "EncapsulatedTimeStamp") && x.text == nil:
		x.text = []byte{}
		r.text = &x.text
	default:
		x.odd = true
	}
}

func (r *stampReader) end(t *xmltoken.Token) {
	r.text = nil
	if r.signature >= 0 && t.Depth == r.signature+1 {
		r.recording = false
	}
	if t.Depth == r.signature {
		r.signature = -1
	}
}

// inherit returns the attributes xml:… in force within an element.
func inherit(outer, own []xmltoken.Attr) []xmltoken.Attr {
	var out []xmltoken.Attr
	for _, a := range own {
		if a.Name.Space == xmlSpace {
			out = append(out, xmltoken.Attr{Name: a.Name, Value: bytes.Clone(a.Value)})
		}
	}
	if len(out) == 0 {
		return outer
	}
	for _, a := range outer {
		if !slices.ContainsFunc(out, func(o xmltoken.Attr) bool { return o.Name.Local == a.Name.Local }) {
			out = append(out, a)
		}
	}
	return out
}

// kept is a copy of a token that outlives the next one.
func kept(t *xmltoken.Token) xmltoken.Token {
	c := *t
	c.Data, c.Decls, c.Attrs = bytes.Clone(t.Data), slices.Clone(t.Decls), slices.Clone(t.Attrs)
	for i := range c.Attrs {
		c.Attrs[i].Value = bytes.Clone(t.Attrs[i].Value)
	}
	return c
}
