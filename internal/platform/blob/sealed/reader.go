package sealed

import (
	"errors"
	"fmt"
	"io"
)

// Reader gives the plaintext of a sealed file from any position. It is not safe for concurrent use.
type Reader struct {
	src    io.ReaderAt
	keys   fileKeys
	digest Digest
	offset int64  // of the next byte of plaintext
	index  int64  // of the segment in plain; -1 when none
	buf    []byte // sealed bytes, opened in place
	plain  []byte // authenticated plaintext of the segment index
}

// Open reads and authenticates the header of a file of so many bytes and checks that its length is the one that was
// written. It costs one read of 112 bytes, for an empty file two. Errors are [ErrFormat], [ErrTruncated], [ErrAltered],
// [ErrKey] or those of src.
func Open(src io.ReaderAt, fileSize int64, keys *Keys) (*Reader, error) {
	header := make([]byte, headerSize)
	n, err := src.ReadAt(header, 0)
	if n < len(header) {
		return nil, shortHeader(header[:n], err)
	}
	if err := checkMagic(header); err != nil {
		return nil, err
	}
	id := [idSize]byte(header[len(magic):])
	key, ok := keys.find(id)
	if !ok {
		return nil, fmt.Errorf("%w: key %x", ErrKey, id)
	}
	derived, err := deriveFileKeys(key, header[len(magic)+idSize:prefixSize])
	if err != nil {
		return nil, fmt.Errorf("open sealed file: %w", err)
	}
	opened, err := derived.digest.Open(nil, nonce(0, false), header[prefixSize:], header[:prefixSize])
	if err != nil {
		return nil, fmt.Errorf("%w: header", ErrAltered)
	}
	digest, err := unmarshalDigest(opened)
	if err != nil {
		return nil, err
	}
	if want := sealedSize(digest.Size); fileSize != want {
		return nil, fmt.Errorf("%w: %d bytes, want %d", ErrTruncated, fileSize, want)
	}
	r := &Reader{src: src, keys: derived, digest: digest, index: -1}
	if digest.Size == 0 {
		return r, r.load(0) // nothing will ever be read, so the end is checked here
	}
	return r, nil
}

func checkMagic(header []byte) error {
	if string(header[:len(magic)]) == magic {
		return nil
	}
	if string(header[:len(magicFamily)]) == magicFamily {
		return fmt.Errorf("%w: version %q, this program knows 1", ErrFormat, header[len(magicFamily)])
	}
	return ErrFormat
}

func shortHeader(got []byte, err error) error {
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read sealed header: %w", err)
	}
	if len(got) >= len(magic) && checkMagic(got) == nil {
		return fmt.Errorf("%w: the header ends after %d bytes", ErrTruncated, len(got))
	}
	return ErrFormat
}

// Digest is what the file holds. It is authentic; that the segments agree with it is checked as they are read.
func (r *Reader) Digest() Digest { return r.digest }

// Read implements [io.Reader]. No byte is given out before its segment has been authenticated.
func (r *Reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if r.offset >= r.digest.Size {
		return 0, io.EOF
	}
	index := r.offset / SegmentSize
	if index != r.index {
		if err := r.load(index); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.plain[r.offset-index*SegmentSize:])
	r.offset += int64(n)
	return n, nil
}

// Seek implements [io.Seeker] over the plaintext. A position past the end is allowed and reads as [io.EOF].
func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += r.offset
	case io.SeekEnd:
		offset += r.digest.Size
	default:
		return 0, fmt.Errorf("seek in sealed file: unknown whence %d", whence)
	}
	if offset < 0 {
		return 0, errors.New("seek in sealed file: before the beginning")
	}
	r.offset = offset
	return offset, nil
}

// load opens one segment into plain. On any failure nothing of it remains readable.
func (r *Reader) load(index int64) error {
	r.index, r.plain = -1, nil
	last := index == segments(r.digest.Size)-1
	length := int64(SegmentSize)
	if last {
		length = r.digest.Size - index*SegmentSize
	}
	if r.buf == nil {
		r.buf = make([]byte, min(r.digest.Size, SegmentSize)+tagSize)
	}
	sealed := r.buf[:length+tagSize]
	n, err := r.src.ReadAt(sealed, int64(headerSize)+index*(SegmentSize+tagSize))
	if n < len(sealed) {
		if err == nil || errors.Is(err, io.EOF) {
			return fmt.Errorf("%w: it ends inside segment %d", ErrTruncated, index)
		}
		return fmt.Errorf("read sealed segment %d: %w", index, err)
	}
	plain, err := r.keys.segment.Open(sealed[:0], nonce(index, last), sealed, nil)
	if err != nil {
		return fmt.Errorf("%w: segment %d", ErrAltered, index)
	}
	r.index, r.plain = index, plain
	return nil
}
