package xmltoken

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	firstBuffer = 16 << 10
	// textChunk is the most that one token of text holds.
	textChunk = 32 << 10
	// maxReference is the length of the longest reference, &#x10ffff; with some leading zeros.
	maxReference = 32
	maxEmptyRead = 100
)

// Tokenizer reads one document. It is not for use by several goroutines at once.
type Tokenizer struct {
	src    io.Reader
	limits Limits

	buf     []byte
	r, w    int   // buf[r:w] is not used up yet
	offset  int64 // of buf[0]
	readErr error

	names  names
	open   []open
	serial uint64
	work   int64

	tok        Token
	decoded    []byte
	parsed     []parsedAttr
	pendingEnd bool
	inCDATA    bool
	begun      bool
	rooted     bool
	err        error
}

// open is an element whose end has not come.
type open struct {
	q    *qname
	name Name
	undo int
}

// New starts to read a document.
func New(src io.Reader, limits Limits) *Tokenizer {
	return &Tokenizer{src: src, limits: limits.withDefaults(), names: newNames()}
}

// Next returns the next token, valid until the call after, or io.EOF after the whole of a well-formed document. Other errors are
// *SyntaxError, or those of the reader; they come again at each call.
func (t *Tokenizer) Next() (*Token, error) {
	if t.err != nil {
		return nil, t.err
	}
	if err := t.next(); err != nil {
		t.err = err
		return nil, err
	}
	return &t.tok, nil
}

// Size returns the number of bytes used up so far; after io.EOF it is the size of the document.
func (t *Tokenizer) Size() int64 { return t.offset + int64(t.r) }

func (t *Tokenizer) next() error {
	if t.pendingEnd {
		t.pendingEnd = false
		at := t.Size()
		t.begin(End, at)
		t.tok.Empty, t.tok.End = true, at
		return t.close()
	}
	if t.inCDATA {
		return t.cdata()
	}
	if !t.begun {
		t.begun = true
		if err := t.prologue(); err != nil || t.tok.Kind == Declaration {
			return err
		}
	}
	for {
		if err := t.need(1); err != nil {
			return err
		}
		if t.w == t.r {
			if !t.rooted || len(t.open) > 0 {
				return t.fail(ErrMalformed, "the document ends too early")
			}
			return io.EOF
		}
		if t.buf[t.r] == '<' {
			return t.markup()
		}
		if len(t.open) > 0 {
			return t.text()
		}
		if !isSpace(t.buf[t.r]) {
			return t.fail(ErrMalformed, "text outside the root element")
		}
		for t.r < t.w && isSpace(t.buf[t.r]) {
			t.r++
		}
	}
}

// begin starts a token at an offset.
func (t *Tokenizer) begin(kind Kind, at int64) {
	tok := &t.tok
	tok.Kind, tok.Offset, tok.Depth = kind, at, len(t.open)
	tok.Attrs, tok.Decls = tok.Attrs[:0], tok.Decls[:0]
	tok.Data, tok.CDATA, tok.Empty = nil, false, false
	tok.Name = Name{}
}

// need reads until n bytes are there, or the document ends.
func (t *Tokenizer) need(n int) error {
	for t.w-t.r < n && t.readErr == nil {
		t.fill()
	}
	if t.failed() {
		return fmt.Errorf("read XML: %w", t.readErr)
	}
	if t.offset+int64(t.w) > t.limits.Size {
		return t.fail(ErrLimit, "the document is too large")
	}
	return nil
}

// failed reports whether the source could not be read; ended, whether there is nothing more to read.
func (t *Tokenizer) failed() bool { return t.ended() && !errors.Is(t.readErr, io.EOF) }
func (t *Tokenizer) ended() bool  { return t.readErr != nil }

// fill reads more bytes, and moves or enlarges the buffer when it is full.
func (t *Tokenizer) fill() {
	if t.w == len(t.buf) {
		if t.r > 0 && t.r >= len(t.buf)/2 {
			copy(t.buf, t.buf[t.r:t.w])
			t.offset += int64(t.r)
			t.r, t.w = 0, t.w-t.r
		} else {
			larger := make([]byte, max(firstBuffer, 2*len(t.buf)))
			copy(larger, t.buf[t.r:t.w])
			t.offset += int64(t.r)
			t.r, t.w = 0, t.w-t.r
			t.buf = larger
		}
	}
	for range maxEmptyRead {
		n, err := t.src.Read(t.buf[t.w:])
		t.w += n
		if err != nil {
			t.readErr = err
			return
		}
		if n > 0 {
			return
		}
	}
	t.readErr = io.ErrNoProgress
}

// find returns the place of a string from the position, after skip bytes, or -1 if the document ends before.
func (t *Tokenizer) find(s string, skip int) (int, error) {
	from := skip
	for {
		if i := bytes.Index(t.buf[min(t.r+from, t.w):t.w], []byte(s)); i >= 0 {
			return from + i, nil
		}
		from = max(skip, t.w-t.r-len(s)+1)
		if t.w-t.r > t.limits.Markup {
			return 0, t.fail(ErrLimit, "a piece of markup is too long")
		}
		if err := t.need(t.w - t.r + 1); err != nil {
			return 0, err
		}
		if t.ended() && t.w-t.r <= from+len(s)-1 {
			return 0, t.fail(ErrMalformed, "the document ends within markup")
		}
	}
}

// prologue skips the byte order mark of UTF-8 and reads the XML declaration if there is one.
func (t *Tokenizer) prologue() error {
	if err := t.need(6); err != nil {
		return err
	}
	b := t.buf[t.r:t.w]
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		t.r += 3
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")),
		bytes.HasPrefix(b, []byte("<\x00")), bytes.HasPrefix(b, []byte("\x00<")), bytes.HasPrefix(b, []byte("\x00\x00")):
		return t.fail(ErrEncoding, "the document is in UTF-16 or UTF-32")
	}
	if err := t.need(6); err != nil {
		return err
	}
	if b = t.buf[t.r:t.w]; len(b) < 6 || string(b[:5]) != "<?xml" || !isSpace(b[5]) {
		return nil
	}
	n, err := t.find("?>", 5)
	if err != nil {
		return err
	}
	if err := t.declaration(string(t.buf[t.r+5 : t.r+n])); err != nil {
		return err
	}
	t.begin(Declaration, t.Size())
	t.r += n + 2
	t.tok.End = t.Size()
	return nil
}

// declaration is production 23: version, then encoding, then standalone.
func (t *Tokenizer) declaration(s string) error {
	rest, version, ok := pseudo(s, "version")
	if !ok || version != "1.0" {
		return t.fail(ErrMalformed, "the XML declaration does not say version 1.0")
	}
	if tail, encoding, ok := pseudo(rest, "encoding"); ok {
		if !strings.EqualFold(encoding, "UTF-8") {
			return t.failf(ErrEncoding, "the document says encoding %.40q", encoding)
		}
		rest = tail
	}
	if tail, standalone, ok := pseudo(rest, "standalone"); ok {
		if standalone != "yes" && standalone != "no" {
			return t.fail(ErrMalformed, "standalone is neither yes nor no")
		}
		rest = tail
	}
	if strings.Trim(rest, " \t\r\n") != "" {
		return t.fail(ErrMalformed, "the XML declaration has something that does not belong there")
	}
	return nil
}

// pseudo reads one item of the XML declaration.
func pseudo(s, name string) (rest, value string, ok bool) {
	trimmed := strings.TrimLeft(s, " \t\r\n")
	after, ok := strings.CutPrefix(trimmed, name)
	if !ok || len(trimmed) == len(s) {
		return s, "", false
	}
	after, ok = strings.CutPrefix(strings.TrimLeft(after, " \t\r\n"), "=")
	after = strings.TrimLeft(after, " \t\r\n")
	if !ok || after == "" || after[0] != '"' && after[0] != '\'' {
		return s, "", false
	}
	value, rest, ok = strings.Cut(after[1:], after[:1])
	return rest, value, ok
}

func (t *Tokenizer) fail(kind error, detail string) error {
	return &SyntaxError{Offset: t.Size(), Kind: kind, Detail: detail}
}

func (t *Tokenizer) failf(kind error, format string, args ...any) error {
	return t.fail(kind, fmt.Sprintf(format, args...))
}
