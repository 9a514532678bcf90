package egr

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// Header is what an XML file says of itself.
type Header struct {
	File      string   // name under which it was opened
	ID        string   // ИдФайл
	Form      string   // ВерсФорм, such as 4.07
	Kind      string   // ТипИнф, such as ЕГРЮЛ_ОТКР_СВЕД
	Register  Register // by Kind
	Open      bool     // open data, where what is restricted is left out
	Documents int      // КолДок, or -1 when it does not say
	Encoding  string   // what the bytes are: windows-1251 or UTF-8
	charset   charset
}

// maxHead bounds what stands before the first document's tag: declaration, comments and the root's start tag.
const maxHead = 64 << 10

// headNode is the root's start tag.
func headNode(cs charset) node {
	return compile(&element{name: "Файл", attrs: []attribute{
		text("ИдФайл", func(b *builder) *string { return &b.header.ID }),
		text("ВерсФорм", func(b *builder) *string { return &b.header.Form }),
		text("ТипИнф", func(b *builder) *string { return &b.header.Kind }),
		{name: "ВерсПрог"},
		{"КолДок", func(b *builder, raw []byte) { b.header.Documents = count(raw) }},
	}}, cs)
}

// count reads КолДок, which is padded with blanks.
func count(raw []byte) int {
	n, err := strconv.Atoi(strings.TrimSpace(string(raw)))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// parseHead reads the head of a file from its first bytes and tells how long it is. more reports that the bytes do not
// reach.
func parseHead(src []byte, kind string, limits Limits, census *Census) (h Header, size int, more bool, err error) {
	at, more, err := toRoot(src)
	if err != nil || more {
		return h, 0, more, err
	}
	root := tagName(src[at+1:])
	if root == nil && len(src)-at <= maxShown {
		return h, 0, true, nil
	}
	cs, ok := charsetOf(root)
	if !ok {
		return h, 0, false, fmt.Errorf("%w: its root is <%.*s>", ErrNotRegister, maxShown, printable(root))
	}
	if !tagIsWhole(src[at:]) {
		return h, 0, true, nil
	}
	n := headNode(cs)
	h = Header{Documents: -1, charset: cs, Encoding: cs.String()}
	s := scanner{src: src, pos: at + 1 + len(n.name), limits: limits}
	s.b = &builder{cs: cs, header: &h, rec: &Record{}, census: census, path: s.path}
	s.stack = append(s.stack, frame{node: &n})
	if _, err := s.attributes(&n); err != nil {
		return h, 0, false, err
	}
	if s.b.err != nil {
		return h, 0, false, s.b.err
	}
	return h, s.pos, false, h.judge(kind)
}

// judge refuses files of other registers and forms. A kind names the one other set of data that is wanted.
func (h *Header) judge(kind string) error {
	switch {
	case kind != "" && h.Kind == kind:
	case kind != "":
		return fmt.Errorf("%w: it holds %.*q (ТипИнф), not %s", ErrNotRegister, maxShown, h.Kind, kind)
	case strings.HasPrefix(h.Kind, "ЕГРЮЛ"):
		h.Register = Organisations
	case strings.HasPrefix(h.Kind, "ЕГРИП"):
		h.Register = Entrepreneurs
	default:
		return fmt.Errorf("%w: it holds %.*q (ТипИнф)", ErrNotRegister, maxShown, h.Kind)
	}
	h.Open = strings.Contains(h.Kind, "ОТКР")
	if major, minor, ok := strings.Cut(h.Form, "."); !ok || major != "4" || count([]byte(minor)) < 0 {
		return fmt.Errorf("%w: %.20q (ВерсФорм)", ErrForm, h.Form)
	}
	return nil
}

// toRoot finds the < of the root.
func toRoot(src []byte) (at int, more bool, err error) {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "<\x00", "\x00<"} {
		if bytes.HasPrefix(src, []byte(mark)) {
			return 0, false, fmt.Errorf("%w: UTF-16", ErrNotRegister)
		}
	}
	at = len(src) - len(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")))
	for {
		for at < len(src) && space(src[at]) {
			at++
		}
		switch {
		case at+maxShown > len(src) && bytes.IndexByte(src[at:], '>') < 0:
			return 0, true, nil
		case src[at] != '<':
			return 0, false, fmt.Errorf("%w: it does not begin as XML", ErrNotRegister)
		case src[at+1] != '!' && src[at+1] != '?':
			return at, false, nil
		}
		size, _, err := aside(src[at:])
		switch {
		case err != nil && isUnclosed(src[at:]):
			return 0, true, nil
		case err != nil:
			return 0, false, err
		}
		at += size
	}
}

// isUnclosed tells an aside that may go on after the bytes at hand.
func isUnclosed(src []byte) bool {
	return bytes.HasPrefix(src, []byte("<!--")) || bytes.HasPrefix(src, []byte("<?")) || bytes.HasPrefix(src, []byte("<![CDATA["))
}

// charsetOf tells by the bytes of the root's name how the file is written.
func charsetOf(root []byte) (charset, bool) {
	for _, cs := range []charset{windows1251, utf8Bytes} {
		if bytes.Equal(root, cs.encode("Файл")) {
			return cs, true
		}
	}
	return 0, false
}

func printable(name []byte) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == '\ufffd' {
			return '?'
		}
		return r
	}, string(name[:min(len(name), maxShown)]))
}
