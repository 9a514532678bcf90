package xmldsig

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// target is one canonical form of the document to hash.
type target struct {
	chain chain
	// whole is a Reference with URI="", which also covers instructions outside the root; with the Id of the root it does not.
	whole bool
	own   int // number of the Signature that it belongs to; -1 while there is none yet
	hash  hash.Hash
	form  c14n.Canonicalizer
	err   error // why there is no canonical form
}

func newTarget(c chain, whole bool, own int, digest algorithm.Digest, copyTo io.Writer) *target {
	t := &target{chain: c, whole: whole, own: own, hash: digest.New()}
	var out io.Writer = t.hash
	if copyTo != nil {
		out = io.MultiWriter(t.hash, copyTo)
	}
	if c.smev {
		t.form = c14n.NewSMEV(out, c.smevCanonical)
	} else {
		t.form = c14n.New(out, c.method)
	}
	return t
}

// takes reports whether the target covers a token; inside is the number of the Signature around the token, -1 for none.
func (t *target) takes(tok *xmltoken.Token, inside int) bool {
	switch {
	case t.err != nil || inside >= 0 && (t.chain.xpath || inside == t.own):
		return false
	case tok.Kind == xmltoken.Instruction && tok.Depth == 0:
		return t.whole
	}
	return true
}

// cover is the second reading: it hashes the document for all targets at once and hands on the tokens that each of them covers.
func cover(src io.Reader, limits xmltoken.Limits, sum [32]byte, recordings []*recording, targets []*target, sink func(*xmltoken.Token) error) error {
	raw := sha256.New()
	tee := io.TeeReader(src, raw)
	tok := xmltoken.New(tee, limits)
	out := delivery{sink: sink}
	for _, t := range targets {
		out.smev = out.smev || t.chain.smev
	}
	next, inside := 0, -1
	for {
		t, err := tok.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return changed(err)
		}
		if t.Kind == xmltoken.Start && inside < 0 && next < len(recordings) && t.Offset == recordings[next].offset {
			inside, next = next, next+1
		}
		if err := feed(t, inside, targets, &out); err != nil {
			return err
		}
		if t.Kind == xmltoken.End && inside >= 0 && t.Depth == recordings[inside].depth {
			inside = -1
		}
	}
	if [32]byte(raw.Sum(nil)) != sum || next != len(recordings) {
		return ErrChanged
	}
	for _, t := range targets {
		if err := t.form.Close(); err != nil && t.err == nil {
			return fmt.Errorf("write what is signed: %w", err)
		}
	}
	return nil
}

// changed tells a source that changed from one that cannot be read: at the first reading the document was well-formed.
func changed(err error) error {
	var syntax *xmltoken.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("%w: %w", ErrChanged, err)
	}
	return err
}

func feed(t *xmltoken.Token, inside int, targets []*target, out *delivery) error {
	// Comments are not part of what a Reference without XPointer points to (XML Signature, section 4.3.3.3).
	if t.Kind == xmltoken.Comment || t.Kind == xmltoken.Declaration {
		return nil
	}
	for _, g := range targets {
		if !g.takes(t, inside) {
			continue
		}
		err := g.form.Token(t)
		if errors.Is(err, c14n.ErrRelativeNamespace) || errors.Is(err, c14n.ErrUnqualified) || errors.Is(err, xmltoken.ErrLimit) {
			g.err = err
		} else if err != nil {
			return fmt.Errorf("write what is signed: %w", err)
		}
	}
	if inside >= 0 || out.sink == nil {
		return nil
	}
	return out.token(t)
}

// delivery hands tokens on to the caller: elements and texts, without namespace declarations, which not every canonical form has,
// and without the white space that the transform of СМЭВ leaves out.
type delivery struct {
	sink   func(*xmltoken.Token) error
	smev   bool
	inText bool
	spaces []byte
	copied xmltoken.Token // what the caller sees, here so that no token takes memory
}

func (d *delivery) token(t *xmltoken.Token) error {
	if t.Kind != xmltoken.Text {
		d.inText, d.spaces = false, d.spaces[:0]
		if t.Kind == xmltoken.Instruction {
			return nil
		}
		return d.send(t)
	}
	if !d.smev || d.inText {
		return d.send(t)
	}
	if len(bytes.Trim(t.Data, " \t\r\n")) == 0 {
		d.spaces = append(d.spaces, t.Data...)
		return nil
	}
	d.inText = true
	if len(d.spaces) > 0 {
		if err := d.send(&xmltoken.Token{Kind: xmltoken.Text, Data: d.spaces, Offset: t.Offset, End: t.Offset, Depth: t.Depth}); err != nil {
			return err
		}
	}
	return d.send(t)
}

func (d *delivery) send(t *xmltoken.Token) error {
	d.copied = *t
	d.copied.Decls, d.copied.CDATA = nil, false
	return d.sink(&d.copied)
}
