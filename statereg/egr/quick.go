package egr

import "bytes"

// subject is what the element around all of a document looks like: the tags of СвЮЛ or СвИП.
type subject struct {
	open, close []byte
	rare        int // place in close of a byte that is rare in files
}

func subjectOf(of Register, cs charset) subject {
	name, rare := "СвЮЛ", "Ю"
	if of == Entrepreneurs {
		name, rare = "СвИП", "П"
	}
	s := subject{open: append([]byte{'<'}, cs.encode(name)...)}
	s.close = append(append([]byte("</"), cs.encode(name)...), '>')
	r := cs.encode(rare)
	s.rare = bytes.Index(s.close, r) + len(r) - 1
	return s
}

// quick finds the end of a document by one byte of the end tag of its subject instead of by all tags. It finds nothing
// where a document is not as the tax service writes it: one subject and nothing else, without anything that may hide an
// end tag. Then the tags tell.
func (r *Reader) quick() (size int, found bool, err error) {
	from := r.inside()
	for looked := from; from > 0; {
		src := r.rest()
		end, whole := r.subject.end(src[looked:])
		switch end += looked; {
		case whole:
			size = end + len(r.subject.close)
			return r.closing(size, !hides(src[from:end]))
		case end < len(src) || r.eof || len(src) > r.limits.Record:
			return 0, false, nil
		}
		looked = max(from, len(src)-len(r.subject.close))
		if err := r.fill(); err != nil {
			return 0, false, err
		}
	}
	return 0, false, nil
}

// inside is the place behind the beginning of the subject of the document that begins here, 0 when there is none.
func (r *Reader) inside() int {
	rest := r.rest()
	end := bytes.IndexByte(rest, '>')
	if end < 0 || bytes.IndexByte(rest[1:end], '<') >= 0 {
		return 0
	}
	at := end + 1 + blanks(rest[end+1:])
	if rest[end-1] == '/' || !tag(rest[at:], r.subject.open) || at+len(r.subject.open) == len(rest) {
		return 0
	}
	return at + len(r.subject.open)
}

// closing tells whether the end of the document follows the end of its subject.
func (r *Reader) closing(from int, ok bool) (size int, found bool, err error) {
	for len(r.rest()) < from+maxShown && !r.eof {
		if err := r.fill(); err != nil {
			return 0, false, err
		}
	}
	rest := r.rest()
	at := from + blanks(rest[from:])
	if !ok || !bytes.HasPrefix(rest[at:], r.close) || at+len(r.close) == len(rest) || rest[at+len(r.close)] != '>' {
		return 0, false, nil
	}
	return at + len(r.close) + 1, true, nil
}

func blanks(src []byte) int { return len(src) - len(bytes.TrimLeft(src, " \t\r\n")) }

// hides reports whether a comment, a CDATA section or an instruction may stand in src.
func hides(src []byte) bool {
	for _, mark := range []byte{'!', '?'} {
		for from := 0; ; from++ {
			i := bytes.IndexByte(src[from:], mark)
			if i < 0 {
				break
			}
			if from += i; from > 0 && src[from-1] == '<' {
				return true
			}
		}
	}
	return false
}

// end finds the end tag of the subject. It is not whole when another subject begins before it, at n, and when src has none:
// then n is the length of src.
func (s *subject) end(src []byte) (n int, whole bool) {
	for from := 0; ; from++ {
		i := bytes.IndexByte(src[from:], s.close[s.rare])
		if i < 0 {
			return len(src), false
		}
		from += i
		if at := from - s.rare; at >= 0 && bytes.HasPrefix(src[at:], s.close) {
			return at, true
		}
		if at := from - s.rare + 1; at >= 0 && tag(src[at:], s.open) {
			return at, false
		}
	}
}
