package xmldsig

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// Identifiers of the checks of CheckApplication, beside CheckSyntax.
const (
	// CheckEncoding: UTF-8 without a byte order mark.
	CheckEncoding = "application.encoding"
	// CheckComments: no comments.
	CheckComments = "application.comments"
	// CheckCDATA: no CDATA sections.
	CheckCDATA = "application.cdata"
	// CheckInstructions: no processing instructions.
	CheckInstructions = "application.instructions"
	// CheckBidi: no characters that change the direction of text, in texts, values or names.
	CheckBidi = "application.bidi"
)

// CheckApplication reads a document and judges whether it may be an application (T5): what a person sees of it and what a program
// reads must be the same, so nothing may stand in it that either of them passes over. The error is of src only; what is wrong with the
// document is in the checks, all of which are made as far as the document can be read.
func CheckApplication(src io.Reader, limits xmltoken.Limits) ([]Check, error) {
	list := newChecklist(CheckSyntax, CheckEncoding, CheckComments, CheckCDATA, CheckInstructions, CheckBidi)
	mark := &firstBytes{src: src}
	tok := xmltoken.New(mark, limits)
	for {
		t, err := tok.Next()
		if err == nil {
			judge(list, t)
			continue
		}
		var syntax *xmltoken.SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			list.set(CheckSyntax, "")
			for _, c := range list {
				list.set(c.ID, "")
			}
		case errors.Is(err, xmltoken.ErrEncoding):
			list.set(CheckEncoding, err.Error())
			list.set(CheckSyntax, err.Error())
		case errors.As(err, &syntax):
			list.set(CheckSyntax, err.Error())
		default:
			return nil, fmt.Errorf("check application: %w", err)
		}
		if bytes.HasPrefix(mark.head, []byte("\xef\xbb\xbf")) {
			list.put(CheckEncoding, Fail, "a byte order mark")
		}
		return list, nil
	}
}

func judge(list checklist, t *xmltoken.Token) {
	at := func(what string) string { return fmt.Sprintf("%s at byte %d", what, t.Offset) }
	switch {
	case t.Kind == xmltoken.Comment:
		list.set(CheckComments, at("a comment"))
	case t.Kind == xmltoken.Instruction:
		list.set(CheckInstructions, at("a processing instruction"))
	case t.CDATA:
		list.set(CheckCDATA, at("a CDATA section"))
	}
	if hasBidi(t.Data) || hasBidi(t.Name.Local) || hasBidi(t.Name.Prefix) {
		list.set(CheckBidi, at("a character that changes the direction of text"))
	}
	for i := range t.Attrs {
		if a := &t.Attrs[i]; hasBidi(a.Value) || hasBidi(a.Name.Local) || hasBidi(a.Name.Prefix) {
			list.set(CheckBidi, at("a character that changes the direction of text, in an attribute"))
		}
	}
	for i := range t.Decls {
		if d := &t.Decls[i]; hasBidi(d.Prefix) || hasBidi(d.Space) {
			list.set(CheckBidi, at("a character that changes the direction of text, in a namespace"))
		}
	}
}

// hasBidi looks for the characters with the property Bidi_Control of Unicode: U+061C, U+200E, U+200F, U+202A to U+202E and U+2066 to
// U+2069, in valid UTF-8.
func hasBidi[S string | []byte](s S) bool {
	for i := 0; i+1 < len(s); i++ {
		switch s[i] {
		case 0xd8:
			if s[i+1] == 0x9c {
				return true
			}
		case 0xe2:
			if i+2 < len(s) && bidiTail(s[i+1], s[i+2]) {
				return true
			}
		}
	}
	return false
}

func bidiTail(b, c byte) bool {
	switch b {
	case 0x80:
		return c == 0x8e || c == 0x8f || c >= 0xaa && c <= 0xae
	case 0x81:
		return c >= 0xa6 && c <= 0xa9
	}
	return false
}

// firstBytes keeps the beginning of what is read.
type firstBytes struct {
	src  io.Reader
	head []byte
}

// Read implements io.Reader.
func (f *firstBytes) Read(p []byte) (int, error) {
	n, err := f.src.Read(p)
	if missing := 3 - len(f.head); missing > 0 {
		f.head = append(f.head, p[:min(n, missing)]...)
	}
	return n, err
}
