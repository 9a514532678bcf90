package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	magic       = "klaster-sealed/1"
	magicFamily = "klaster-sealed/"

	saltSize   = 32
	prefixSize = len(magic) + idSize + saltSize
	tagSize    = 16
	digestSize = sha256.Size + 8
	headerSize = prefixSize + digestSize + tagSize

	// SegmentSize is how much plaintext one segment holds, in bytes.
	SegmentSize = 64 << 10

	// MaxSize is the longest plaintext a file can hold, 256 TiB. It keeps every offset far from overflow.
	MaxSize = 1 << 48
)

// Errors of [Open] and of reading. Each says what is wrong with the stored file and unwraps to [ErrCorrupt], except
// [ErrKey]: there the file may be whole and the key file is what is missing.
var (
	// ErrCorrupt is the common root of what can be wrong with a stored file.
	ErrCorrupt = errors.New("sealed file is damaged")
	// ErrFormat says that the file does not begin as a sealed file of a known version does.
	ErrFormat = fmt.Errorf("%w: unknown format", ErrCorrupt)
	// ErrTruncated says that the file is shorter or longer than what was written.
	ErrTruncated = fmt.Errorf("%w: wrong length", ErrCorrupt)
	// ErrAltered says that authentication failed: bytes were changed or moved, or the key with this id is another one.
	ErrAltered = fmt.Errorf("%w: authentication failed", ErrCorrupt)
	// ErrKey says that the file was sealed under a key that is not in the ring.
	ErrKey = errors.New("sealed file needs a key that is not in the key file")
)

// Digest says which content a file holds.
type Digest struct {
	SHA256 [sha256.Size]byte // of the plaintext
	Size   int64             // length of the plaintext in bytes
}

func (d Digest) marshal() []byte {
	return binary.BigEndian.AppendUint64(append(make([]byte, 0, digestSize), d.SHA256[:]...), uint64(d.Size))
}

func unmarshalDigest(b []byte) (Digest, error) {
	size := binary.BigEndian.Uint64(b[sha256.Size:])
	if size > MaxSize {
		return Digest{}, ErrFormat
	}
	return Digest{SHA256: [sha256.Size]byte(b), Size: int64(size)}, nil
}

// segments is the number of segments of a plaintext of this size; an empty one has one empty segment, so that its end is
// authenticated as any other end.
func segments(size int64) int64 {
	return max(1, (size+SegmentSize-1)/SegmentSize)
}

// sealedSize is the length of the whole file that holds a plaintext of this size.
func sealedSize(size int64) int64 {
	return int64(headerSize) + size + segments(size)*tagSize
}

// fileKeys are the two ciphers of one file.
type fileKeys struct {
	digest, segment cipher.AEAD
}

func deriveFileKeys(key masterKey, salt []byte) (fileKeys, error) {
	digest, err := deriveAEAD(key, salt, magic+" digest")
	if err != nil {
		return fileKeys{}, err
	}
	segment, err := deriveAEAD(key, salt, magic+" segments")
	if err != nil {
		return fileKeys{}, err
	}
	return fileKeys{digest: digest, segment: segment}, nil
}

func deriveAEAD(key masterKey, salt []byte, info string) (cipher.AEAD, error) {
	raw, err := hkdf.Key(sha256.New, key.secret, salt, info, 32)
	if err != nil {
		return nil, fmt.Errorf("derive %q: %w", info, err)
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, fmt.Errorf("cipher for %q: %w", info, err)
	}
	return cipher.NewGCM(block)
}

// nonce of a segment: 11 bytes of its number, of which 8 can be other than zero, and the mark of the last one.
func nonce(index int64, last bool) []byte {
	n := make([]byte, 12)
	binary.BigEndian.PutUint64(n[3:11], uint64(index))
	if last {
		n[11] = 1
	}
	return n
}
