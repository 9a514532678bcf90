package sealed

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
)

// Writer seals one file. It is not safe for concurrent use.
type Writer struct {
	dst    io.WriterAt
	keys   fileKeys
	prefix []byte // magic, key id, salt: the authenticated beginning of the header
	hash   hash.Hash
	buf    []byte // plaintext of the current segment, sealed in place when more comes or at Close
	index  int64
	size   int64
	err    error // sticky: a file with a hole must never be closed as whole
}

// NewWriter begins a file sealed under the first key of the ring. Segments are written from offset 112 on; the header is
// written last, by [Writer.Close], because it holds the digest. Until then the file has no magic and opens as
// [ErrFormat].
func NewWriter(dst io.WriterAt, keys *Keys) (*Writer, error) {
	salt := make([]byte, saltSize)
	rand.Read(salt)
	return newWriter(dst, keys, salt)
}

func newWriter(dst io.WriterAt, keys *Keys, salt []byte) (*Writer, error) {
	key := keys.ring[0]
	derived, err := deriveFileKeys(key, salt)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	prefix := make([]byte, 0, prefixSize)
	prefix = append(prefix, magic...)
	prefix = append(prefix, key.id[:]...)
	prefix = append(prefix, salt...)
	return &Writer{
		dst: dst, keys: derived, prefix: prefix, hash: sha256.New(),
		buf: make([]byte, 0, SegmentSize+tagSize),
	}, nil
}

// Write takes plaintext. After an error every further call gives the same error.
func (w *Writer) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	written := 0
	for len(p) > 0 {
		// A full segment waits for the next byte, as only then it is known not to be the last one.
		if len(w.buf) == SegmentSize {
			if err := w.flush(false); err != nil {
				return written, err
			}
		}
		n := min(len(p), SegmentSize-len(w.buf))
		w.buf = append(w.buf, p[:n]...)
		w.hash.Write(p[:n])
		p = p[n:]
		written += n
	}
	return written, nil
}

// Close seals the last segment and the header and says what was written. It does not close or sync dst. A Writer that
// is not closed leaves a file that nobody can open.
func (w *Writer) Close() (Digest, error) {
	if w.err != nil {
		return Digest{}, w.err
	}
	if err := w.flush(true); err != nil {
		return Digest{}, err
	}
	w.err = errors.New("seal: write after close")
	digest := Digest{SHA256: [sha256.Size]byte(w.hash.Sum(nil)), Size: w.size}
	header := w.keys.digest.Seal(w.prefix, nonce(0, false), digest.marshal(), w.prefix)
	if _, err := w.dst.WriteAt(header, 0); err != nil {
		return Digest{}, fmt.Errorf("write sealed header: %w", err)
	}
	return digest, nil
}

func (w *Writer) flush(last bool) error {
	if w.size+int64(len(w.buf)) > MaxSize {
		w.err = fmt.Errorf("seal: more than %d bytes", int64(MaxSize))
		return w.err
	}
	plain := len(w.buf)
	sealed := w.keys.segment.Seal(w.buf[:0], nonce(w.index, last), w.buf, nil)
	if _, err := w.dst.WriteAt(sealed, int64(headerSize)+w.index*(SegmentSize+tagSize)); err != nil {
		w.err = fmt.Errorf("write sealed segment %d: %w", w.index, err)
		return w.err
	}
	w.index++
	w.size += int64(plain)
	w.buf = w.buf[:0]
	return nil
}
