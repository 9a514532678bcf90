package xmltoken

import (
	"bytes"
	"strconv"
)

// text reads character data up to markup, or as much of it as one token holds.
func (t *Tokenizer) text() error {
	n, err := t.run()
	if err != nil {
		return err
	}
	raw := t.buf[t.r : t.r+n]
	if i := validChars(raw); i >= 0 {
		t.r += i
		return t.fail(ErrMalformed, "a byte that is not of a character")
	}
	if bytes.Contains(raw, []byte("]]>")) {
		return t.fail(ErrMalformed, "']]>' in text")
	}
	t.begin(Text, t.Size())
	t.tok.Data = raw
	if bytes.IndexByte(raw, '&') >= 0 || bytes.IndexByte(raw, '\r') >= 0 {
		t.decoded = t.decoded[:0]
		if err := t.decode(raw, false); err != nil {
			return err
		}
		t.tok.Data = t.decoded
	}
	t.r += n
	t.tok.End = t.Size()
	return nil
}

// run returns how many bytes up to the next markup one token takes.
func (t *Tokenizer) run() (int, error) {
	for looked := 0; ; {
		b := t.buf[t.r:t.w]
		if i := bytes.IndexByte(b[looked:], '<'); i >= 0 && looked+i <= textChunk+maxReference {
			return looked + i, nil
		}
		looked = len(b)
		if len(b) >= textChunk+maxReference {
			return cut(b, textChunk), nil
		}
		if t.ended() {
			return len(b), nil
		}
		if err := t.need(len(b) + 1); err != nil {
			return 0, err
		}
	}
}

// cut moves the end of a piece of text back so that no character, reference, line end or "]]>" is divided.
func cut(b []byte, n int) int {
	window := b[n-maxReference : n]
	if i := bytes.LastIndexByte(window, '&'); i >= 0 && bytes.IndexByte(window[i:], ';') < 0 && i > 0 {
		n = n - maxReference + i
	}
	for range 3 {
		if b[n]&0xc0 != 0x80 {
			break
		}
		n--
	}
	for range 2 {
		if b[n-1] != ']' && b[n-1] != '\r' {
			break
		}
		n--
	}
	return n
}

// cdata reads a CDATA section, or as much of it as one token holds. An empty one is a token of empty text.
func (t *Tokenizer) cdata() error {
	t.begin(Text, t.Size())
	t.tok.CDATA = true
	for {
		b := t.buf[t.r:t.w]
		if i := bytes.Index(b[:min(len(b), textChunk)], []byte("]]>")); i >= 0 {
			return t.cdataText(i, 3)
		}
		if len(b) >= textChunk+maxReference {
			n := textChunk
			for n > textChunk-4 && (b[n]&0xc0 == 0x80 || b[n-1] == '\r' || b[n-1] == ']') {
				n--
			}
			return t.cdataText(n, 0)
		}
		if t.ended() {
			if i := bytes.Index(b, []byte("]]>")); i >= 0 {
				return t.cdataText(i, 3)
			}
			return t.fail(ErrMalformed, "the document ends within a CDATA section")
		}
		if err := t.need(len(b) + 1); err != nil {
			return err
		}
	}
}

func (t *Tokenizer) cdataText(n, delimiter int) error {
	var err error
	if t.tok.Data, err = t.lines(t.buf[t.r : t.r+n]); err != nil {
		return err
	}
	t.r += n + delimiter
	t.inCDATA = delimiter == 0
	t.tok.End = t.Size()
	return nil
}

// decode appends text to t.decoded, with references resolved and line ends normalised; in attributes white space becomes spaces.
func (t *Tokenizer) decode(raw []byte, attribute bool) error {
	for i := 0; i < len(raw); {
		c := raw[i]
		switch c {
		case '&':
			n, err := t.reference(raw[i:])
			if err != nil {
				return err
			}
			i += n
			continue
		case '\r':
			if i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
			c = '\n'
		}
		if attribute && (c == '\n' || c == '\t') {
			c = ' '
		}
		t.decoded = append(t.decoded, c)
		i++
	}
	return nil
}

// reference resolves the reference that b begins with and returns its length.
func (t *Tokenizer) reference(b []byte) (int, error) {
	end := bytes.IndexByte(b[:min(len(b), maxReference)], ';')
	if end < 0 {
		return 0, t.fail(ErrMalformed, "a reference does not end")
	}
	name := string(b[1:end])
	if len(name) > 1 && name[0] == '#' {
		r, ok := characterNumber(name[1:])
		if !ok {
			return 0, t.failf(ErrMalformed, "%q refers to no character", b[:end+1])
		}
		t.decoded = append(t.decoded, string(r)...)
		return end + 1, nil
	}
	c, ok := predefined(name)
	if !ok {
		return 0, t.failf(ErrEntity, "%q", b[:end+1])
	}
	t.decoded = append(t.decoded, c)
	return end + 1, nil
}

// predefined are the entities of section 4.6.
func predefined(name string) (byte, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	return 0, false
}

// characterNumber is what follows "&#" in production 66. A sign, which strconv would take, is none of its digits.
func characterNumber(s string) (rune, bool) {
	base := 10
	if s[0] == 'x' {
		s, base = s[1:], 16
	}
	if s == "" || s[0] == '+' || s[0] == '-' {
		return 0, false
	}
	n, err := strconv.ParseInt(s, base, 32)
	if err != nil || !isChar(rune(n)) {
		return 0, false
	}
	return rune(n), true
}
