// Package filetype tells what a file is that somebody sends. Its bytes decide: the name and the type that a browser sends are
// chosen by whoever sends them.
package filetype

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"
)

// Type is a kind of files that forms take.
type Type struct {
	Ending string // with its dot, as ".pdf"
	Media  string // media type (RFC 6838)
}

// HeadLength is how many of the first bytes of a file [Sniff] wants to see.
const HeadLength = 1024

// MaxName is how long the name of a file may be, in characters, without its ending.
const MaxName = 100

// All lists the types that are known.
func All() []Type {
	return []Type{
		{".pdf", "application/pdf"},
		{".jpg", "image/jpeg"},
		{".png", "image/png"},
		{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	}
}

// Of returns the type with an ending, which is written with or without its dot.
func Of(ending string) (Type, bool) {
	list := All()
	i := slices.IndexFunc(list, func(t Type) bool { return strings.TrimPrefix(t.Ending, ".") == strings.TrimPrefix(ending, ".") })
	if i < 0 {
		return Type{}, false
	}
	return list[i], true
}

// Sniff tells by the first bytes of a file what it is; ok is false when it is nothing that a first look tells. A file begins as
// its format says, without anything before, so that no browser takes it for something else: PDF (ISO 32000-1, 7.5.2), JPEG
// (ITU-T T.81, B.1.1), PNG (ISO 15948, 5.2).
func Sniff(head []byte) (t Type, ok bool) {
	for _, k := range []struct{ magic, ending string }{
		{"%PDF-1.", ".pdf"},
		{"%PDF-2.", ".pdf"},
		{"\xff\xd8\xff", ".jpg"},
		{"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", ".png"},
	} {
		if bytes.HasPrefix(head, []byte(k.magic)) {
			return Of(k.ending)
		}
	}
	return Type{}, false
}

// Name makes the name of a file fit to be stored and given back: its last element, without signs that no screen shows, with
// the ending of what the file is. Where nothing is left, the name is blank.
func Name(name string, t Type, blank string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" -_.,()№", r) {
			return r
		}
		return -1
	}, name)
	r := []rune(strings.Trim(name, " ."))
	if len(r) > MaxName {
		r = r[:MaxName]
	}
	if len(r) == 0 {
		r = []rune(blank)
	}
	return strings.TrimSpace(string(r)) + t.Ending
}
