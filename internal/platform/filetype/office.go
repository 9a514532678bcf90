package filetype

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Limits of an Office file: what a text or a table has, and nothing that could be made to eat memory.
const (
	maxDirectory = 1 << 20   // bytes of the central directory, with what stands after it
	maxTypes     = 256 << 10 // bytes of [Content_Types].xml
	endLength    = 22        // bytes of the end of the central directory, without its comment
)

// Look tells what a whole file is; ok is false when it is nothing that we know. Beyond what [Sniff] sees it knows texts and
// tables of Office Open XML (ECMA-376-2, Open Packaging Conventions), and those without macros only. It fails when the content
// cannot be read.
func Look(content io.ReaderAt, size int64) (t Type, ok bool, err error) {
	r := &reader{from: io.NewSectionReader(content, 0, size)} // which takes an archive at its word: what lies outside is no failure
	head := make([]byte, min(HeadLength, size))
	_, _ = r.ReadAt(head, 0) // r keeps the error
	if t, ok = Sniff(head); !ok && bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		t, ok = office(r, size)
	}
	if r.err != nil {
		return Type{}, false, fmt.Errorf("look at a file: %w", r.err)
	}
	return t, ok, nil
}

// reader keeps the first failure of what it reads from, so that a broken disk is told from a broken archive.
type reader struct {
	from io.ReaderAt
	err  error
}

// ReadAt implements [io.ReaderAt].
func (r *reader) ReadAt(p []byte, at int64) (int, error) {
	n, err := r.from.ReadAt(p, at)
	if err != nil && !errors.Is(err, io.EOF) && r.err == nil {
		r.err = err
	}
	return n, err
}

func office(content io.ReaderAt, size int64) (t Type, ok bool) {
	if !small(content, size) {
		return Type{}, false
	}
	archive, err := zip.NewReader(content, size)
	if err != nil {
		return Type{}, false
	}
	for _, part := range archive.File {
		if strings.EqualFold(path.Base(part.Name), "vbaProject.bin") {
			return Type{}, false
		}
	}
	types, err := archive.Open("[Content_Types].xml")
	if err != nil {
		return Type{}, false
	}
	defer func() { _ = types.Close() }() // it was read
	text, err := io.ReadAll(io.LimitReader(types, maxTypes+1))
	if err != nil || len(text) > maxTypes || bytes.Contains(text, []byte("macroEnabled")) {
		return Type{}, false
	}
	for _, k := range []struct{ main, ending string }{
		{"wordprocessingml.document.main+xml", ".docx"},
		{"spreadsheetml.sheet.main+xml", ".xlsx"},
	} {
		if bytes.Contains(text, []byte(k.main)) {
			return Of(k.ending)
		}
	}
	return Type{}, false
}

// small looks at the end of the central directory (APPNOTE 4.3.16) before the directory is read into memory.
func small(content io.ReaderAt, size int64) bool {
	tail := make([]byte, min(endLength+1<<16, size))
	if _, err := content.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < endLength {
		return false
	}
	length, offset := binary.LittleEndian.Uint32(tail[at+12:]), binary.LittleEndian.Uint32(tail[at+16:])
	return length <= maxDirectory && size-int64(offset) <= maxDirectory+int64(len(tail))
}
