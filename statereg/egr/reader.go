package egr

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Document is one document of a file, unread. Raw is what stands in the file, and is valid until the next call of
// [Reader.Next]; Clone keeps it. Err tells of one whose end was not found; [Parser.Parse] reports it.
type Document struct {
	Index  int   // from 0
	Offset int64 // in the file, in bytes
	Raw    []byte
	Err    error

	asides bool // it has comments, CDATA sections or instructions
}

// Clone copies the document out of the reader's buffer.
func (d Document) Clone() Document {
	d.Raw = bytes.Clone(d.Raw)
	return d
}

// Reader splits an XML file into documents. It holds one document at a time, so that a file of any size is read in the
// memory of its largest record.
type Reader struct {
	in     io.Reader
	limits Limits
	header Header
	census Census

	buf   []byte
	start int   // of what was not handed out
	end   int   // of what was read
	base  int64 // offset of buf[0] in the file
	eof   bool

	open, close, fileEnd []byte // the tags that matter, as the file spells them
	sender               []byte // the one element that stands beside documents
	subject              subject
	between              scanner
	beside               int // elements between documents so far

	index  int
	held   int  // length of the document that was handed out last
	closed bool // the root was closed
	final  error
}

const firstBuffer = 256 << 10

// NewReader reads the head of a file: its kind, form and encoding. Name is used in errors. Files of another kind are
// [ErrNotRegister], and other forms than 4.x are [ErrForm].
func NewReader(in io.Reader, name string, limits Limits) (*Reader, error) {
	return NewSetReader(in, name, "", limits)
}

// NewSetReader splits a file of another set of data that the tax service builds of documents likewise, such as
// РЕЕСТРМСП: kind is its ТипИнф. Its documents are not for [Parser].
func NewSetReader(in io.Reader, name, kind string, limits Limits) (*Reader, error) {
	r := &Reader{in: in, limits: limits.withDefaults(), buf: make([]byte, firstBuffer)}
	for {
		h, size, more, err := parseHead(r.buf[r.start:r.end], kind, r.limits, &r.census)
		if err != nil {
			return nil, err
		}
		if !more {
			h.File = name
			r.header, r.start = h, r.start+size
			break
		}
		if r.eof || r.end-r.start > maxHead {
			return nil, fmt.Errorf("%w: no start tag of a root", ErrNotRegister)
		}
		if err := r.fill(); err != nil {
			return nil, err
		}
	}
	cs := r.header.charset
	r.open = append([]byte{'<'}, cs.encode("Документ")...)
	r.close = append([]byte("</"), cs.encode("Документ")...)
	r.fileEnd = append([]byte("</"), cs.encode("Файл")...)
	r.sender = cs.encode("ИдОтпр")
	r.subject = subjectOf(r.header.Register, cs)
	r.between = scanner{limits: r.limits, b: &builder{cs: cs, census: &r.census}}
	return r, nil
}

// Header is what the file says of itself.
func (r *Reader) Header() Header { return r.header }

// Documents is how many documents were handed out.
func (r *Reader) Documents() int { return r.index }

// Census is what stood between the documents and is not known.
func (r *Reader) Census() Census { return r.census.clone() }

// Next returns the next document. At the end it is [io.EOF], or what is wrong with the file as a whole: [ErrTruncated],
// [ErrCount], [ErrLimit], [ErrDTD], or the error of the underlying reader. Documents that were handed out before are good
// all the same.
func (r *Reader) Next() (Document, error) {
	if r.final != nil {
		return Document{}, r.final
	}
	r.start += r.held
	r.held = 0
	for {
		d, found, err := r.next()
		if err != nil {
			r.final = err
			return Document{}, err
		}
		if found {
			return d, nil
		}
	}
}

// next goes one step: past what stands between documents, or over a document.
func (r *Reader) next() (Document, bool, error) {
	if err := r.ahead(maxShown); err != nil {
		return Document{}, false, err
	}
	rest := r.rest()
	switch {
	case len(rest) == 0:
		return Document{}, false, r.finish("")
	case space(rest[0]):
		r.start += len(rest) - len(bytes.TrimLeft(rest, " \t\r\n"))
		return Document{}, false, nil
	case rest[0] != '<':
		return Document{}, false, r.stray()
	case len(rest) == 1:
		return Document{}, false, r.finish(" inside a tag")
	case rest[1] == '!' || rest[1] == '?':
		return Document{}, false, r.aside()
	case r.closed:
		return Document{}, false, fmt.Errorf("%w: something follows the last element, at byte %d", ErrSyntax, r.offset())
	case tag(rest, r.open):
		return r.document()
	case tag(rest, r.fileEnd):
		r.closed = true
		return Document{}, false, r.element()
	}
	return Document{}, false, r.element()
}

func (r *Reader) rest() []byte  { return r.buf[r.start:r.end] }
func (r *Reader) offset() int64 { return r.base + int64(r.start) }

// tag reports whether the tag stands at the start of src.
func tag(src, name []byte) bool {
	return bytes.HasPrefix(src, name) && (len(src) == len(name) || ends(src[len(name)]))
}

// ahead sees to it that n bytes can be seen, or all that are left.
func (r *Reader) ahead(n int) error {
	for r.end-r.start < n && !r.eof {
		if err := r.fill(); err != nil {
			return err
		}
	}
	return nil
}

// fill reads more, after moving what is not handed out to the front or making room.
func (r *Reader) fill() error {
	if r.start > 0 && r.start >= len(r.buf)/2 {
		copy(r.buf, r.buf[r.start:r.end])
		r.base, r.end, r.start = r.base+int64(r.start), r.end-r.start, 0
	}
	if r.end == len(r.buf) {
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
	}
	n, err := r.in.Read(r.buf[r.end:])
	r.end += n
	if total := r.base + int64(r.end); total > r.limits.File {
		return fmt.Errorf("%w: the file is longer than %d bytes", ErrLimit, r.limits.File)
	}
	switch {
	case errors.Is(err, io.EOF):
		r.eof = true
	case err != nil:
		return fmt.Errorf("read the file after byte %d: %w", r.base+int64(r.end), err)
	}
	return nil
}

// finish is what the end of the file means.
func (r *Reader) finish(inside string) error {
	switch {
	case !r.closed:
		return fmt.Errorf("%w%s, after %d documents, at byte %d", ErrTruncated, inside, r.index, r.base+int64(r.end))
	case r.header.Documents >= 0 && r.header.Documents != r.index:
		return fmt.Errorf("%w: %d were read of %d", ErrCount, r.index, r.header.Documents)
	}
	return io.EOF
}

// stray passes over text between documents, which is what is left of a broken one.
func (r *Reader) stray() error {
	r.census.note(&r.census.Values, "text between documents", 1)
	for {
		if i := bytes.IndexByte(r.rest(), '<'); i >= 0 {
			r.start += i
			return nil
		}
		r.start = r.end
		if r.eof {
			return nil
		}
		if err := r.fill(); err != nil {
			return err
		}
	}
}

// aside passes over a comment or an instruction between documents.
func (r *Reader) aside() error {
	for {
		size, _, err := aside(r.rest())
		switch {
		case err == nil:
			r.start += size
			return nil
		case r.eof && isUnclosed(r.rest()):
			return r.finish(" inside a comment")
		case !isUnclosed(r.rest()):
			return err
		case len(r.rest()) > r.limits.Record:
			return fmt.Errorf("%w: a comment of more than %d bytes", ErrLimit, r.limits.Record)
		}
		if err := r.fill(); err != nil {
			return err
		}
	}
}
