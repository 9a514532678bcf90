package outbound

import (
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// body is the answer within its limit, unpacked. It ends the exchange, once, when it has been read, has failed or is
// closed.
type body struct {
	wire   io.ReadCloser
	packed bool
	r      io.Reader // what Read gives: the wire, or the unpacker over it from the first Read on
	limit  int64
	count  int64
	err    error
	once   sync.Once
	finish func(bytes int64, err error)
}

// newBody wraps the body of an answer and takes the marks of packing from its head.
func newBody(resp *http.Response, limit int64, finish func(int64, error)) *body {
	b := &body{wire: resp.Body, limit: limit, finish: finish}
	b.r = &limitReader{r: resp.Body, left: limit}
	if strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") && resp.Body != http.NoBody {
		b.packed = true
		resp.Header.Del("Content-Encoding")
		resp.Header.Del("Content-Length")
		resp.ContentLength = -1
		resp.Uncompressed = true
	}
	return b
}

// Read implements [io.Reader]. Beyond the limit it gives [ErrTooLarge].
func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	if b.packed {
		unpacked, err := gzip.NewReader(b.r)
		if err != nil {
			return 0, b.end(unpackError(err))
		}
		// The wire is limited too, or a chain of empty gzip members would keep us busy without giving a byte.
		b.r, b.packed = &unpacker{limitReader{r: unpacked, left: b.limit}}, false
	}
	n, err := b.r.Read(p)
	b.count += int64(n)
	if err != nil {
		return n, b.end(err)
	}
	return n, nil
}

func (b *body) end(err error) error {
	b.err = err
	told := err
	if errors.Is(err, io.EOF) {
		told = nil
	}
	b.once.Do(func() { b.finish(b.count, told) })
	return err
}

// Close implements [io.Closer].
func (b *body) Close() error {
	err := b.wire.Close()
	b.once.Do(func() { b.finish(b.count, nil) })
	if b.err == nil {
		b.err = http.ErrBodyReadAfterClose
	}
	return err
}

// limitReader fails where [io.LimitedReader] would end: a cut answer must not pass for a whole one.
type limitReader struct {
	r    io.Reader
	left int64
}

func (l *limitReader) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left {
		p = p[:l.left+1] // one byte more tells a full answer from one that goes on
	}
	n, err := l.r.Read(p)
	if int64(n) > l.left {
		return int(l.left), ErrTooLarge
	}
	l.left -= int64(n)
	return n, err
}

// unpacker names its errors.
type unpacker struct{ limitReader }

func (u *unpacker) Read(p []byte) (int, error) {
	n, err := u.limitReader.Read(p)
	return n, unpackError(err)
}

func unpackError(err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &corrupt) {
		return fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	return err
}
