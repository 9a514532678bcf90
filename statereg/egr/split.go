package egr

import (
	"bytes"
	"errors"
	"fmt"
)

// document finds the end of the document that begins here. A document inside another one shows that the first was cut
// off; it is reported, and the second is next.
func (r *Reader) document() (Document, bool, error) {
	if r.index >= r.limits.Records {
		return Document{}, false, fmt.Errorf("%w: more than %d documents", ErrLimit, r.limits.Records)
	}
	d := Document{Index: r.index, Offset: r.offset()}
	if size, found, err := r.quick(); err != nil {
		return Document{}, false, err
	} else if found {
		return r.hand(d, size)
	}
	for from := len(r.open); ; {
		found, at, asides, err := r.seek(r.rest(), from)
		d.asides = d.asides || asides
		from = at
		switch {
		case err != nil:
			d.Err = err
			return r.resume(d)
		case found == foundEnd:
			return r.hand(d, at)
		case found == foundStart:
			return r.broken(d, at, fmt.Errorf("%w: the next document begins before this one ends", ErrSyntax))
		case found == foundFileEnd:
			return r.broken(d, at, fmt.Errorf("%w: the file is closed before this document ends", ErrSyntax))
		case r.eof:
			r.index++
			return Document{}, false, r.finish(fmt.Sprintf(" inside document %d", d.Index+1))
		case len(r.rest()) > r.limits.Record:
			d.Err = fmt.Errorf("%w: a record of more than %d bytes", ErrLimit, r.limits.Record)
			return r.resume(d)
		}
		if err := r.fill(); err != nil {
			return Document{}, false, err
		}
	}
}

func (r *Reader) hand(d Document, size int) (Document, bool, error) {
	d.Raw = r.rest()[:size]
	if size > r.limits.Record {
		d.Err = fmt.Errorf("%w: a record of %d bytes", ErrLimit, size)
	}
	r.held = size
	r.index++
	return d, true, nil
}

// broken hands out a document that has no end of its own.
func (r *Reader) broken(d Document, size int, err error) (Document, bool, error) {
	d, _, _ = r.hand(d, size)
	d.Err = err
	return d, true, nil
}

// resume passes over the rest of a document that cannot be held or understood, without keeping it.
func (r *Reader) resume(d Document) (Document, bool, error) {
	r.index++
	for {
		found, at, _, _ := r.seek(r.rest(), 1)
		if found != foundNothing {
			r.start += at
			return d, true, nil
		}
		r.start += max(at, 1)
		if r.eof {
			return Document{}, false, r.finish(fmt.Sprintf(" inside document %d", d.Index+1))
		}
		if err := r.fill(); err != nil {
			return Document{}, false, err
		}
	}
}

// found is what seek met first.
type found uint8

const (
	foundNothing found = iota // at is where to go on when more is read
	foundEnd                  // the end of the document; at is behind it
	foundStart                // the start of another document, at
	foundFileEnd              // the end of the file's root, at
)

// seek looks for the end of a document from a place on. A < begins a tag, a comment or the like wherever it stands, for
// no value may have one; so only the byte after each < is looked at.
func (r *Reader) seek(src []byte, from int) (what found, at int, asides bool, err error) {
	for {
		i := bytes.IndexByte(src[from:], '<')
		if i < 0 {
			return foundNothing, len(src), asides, nil
		}
		at := from + i
		if len(src)-at < maxShown && !r.eof {
			return foundNothing, at, asides, nil
		}
		from = at + 1
		if from == len(src) {
			return foundNothing, at, asides, nil
		}
		switch src[from] {
		case '/':
			if next := at + 2; next < len(src) && src[next] != r.close[2] && src[next] != r.fileEnd[2] {
				continue
			}
			if tag(src[at:], r.close) {
				end := bytes.IndexByte(src[at:], '>')
				if end < 0 {
					return foundNothing, at, asides, nil
				}
				return foundEnd, at + end + 1, asides, nil
			}
			if tag(src[at:], r.fileEnd) {
				return foundFileEnd, at, asides, nil
			}
		case r.open[1]:
			if tag(src[at:], r.open) {
				return foundStart, at, asides, nil
			}
		case '!', '?':
			asides = true
			size, _, err := aside(src[at:])
			switch {
			case err == nil:
				from = at + size
			case isUnclosed(src[at:]) && !r.eof:
				return foundNothing, at, asides, nil
			default:
				return foundNothing, from, asides, err
			}
		}
	}
}

// element passes over an element between documents, such as who sent the file.
func (r *Reader) element() error {
	if r.beside++; r.beside > r.limits.Elements {
		return fmt.Errorf("%w: more than %d elements between documents", ErrLimit, r.limits.Elements)
	}
	for {
		rest := r.rest()
		s := &r.between
		s.src, s.pos, s.count = rest, 0, 0
		var err error
		if rest[1] == '/' { // the end of the root, or what is left of a broken document
			s.pos, _, err = tagEnd(rest)
		} else {
			err = s.pass()
		}
		switch name := tagName(rest[1:]); {
		case err == nil && name != nil && rest[1] != '/' && !bytes.Equal(name, r.sender):
			r.census.note(&r.census.Elements, s.b.show(name), 1)
			fallthrough
		case err == nil:
			r.start += s.pos
			return nil
		case r.eof:
			return r.finish(" inside an element")
		case errors.Is(err, ErrLimit):
			return err
		case len(rest) > r.limits.Record:
			return fmt.Errorf("%w: an element of more than %d bytes between documents", ErrLimit, r.limits.Record)
		}
		if err := r.fill(); err != nil {
			return err
		}
	}
}
