package password

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // the lists of leaked passwords are published as SHA-1
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
)

// Breached is a list of leaked passwords in a file that the operator brings: the upper-case SHA-1 of a password in each
// line, in order, as Have I Been Pwned publishes it («ordered by hash»; a colon and a count may follow). The file is not
// read into memory, and nothing is asked from outside.
type Breached struct {
	file *os.File
	size int64
}

// longestLine is more than a hash, a colon and a count take.
const longestLine = 128

// OpenBreached opens the list. It looks at the first line, so that a wrong file is found at the start.
func OpenBreached(path string) (*Breached, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the list of leaked passwords: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	b := &Breached{f, info.Size()}
	if _, err := b.hashAfter(0); err != nil {
		return nil, errors.Join(fmt.Errorf("the list of leaked passwords %s: %w", path, err), f.Close())
	}
	return b, nil
}

// Close closes the file.
func (b *Breached) Close() error { return b.file.Close() }

// Has reports whether the password is on the list. A nil list has none. A list that cannot be read has none either: it
// must not keep people out.
func (b *Breached) Has(password string) bool {
	if b == nil {
		return false
	}
	sum := sha1.Sum([]byte(password)) //nolint:gosec // see above
	want := []byte(hex.EncodeToString(sum[:]))
	want = bytes.ToUpper(want)
	// The first place at which the next line's hash is not less than want.
	at := sort.Search(int(b.size), func(i int) bool {
		h, err := b.hashAfter(int64(i))
		return err != nil || bytes.Compare(h, want) >= 0
	})
	h, err := b.hashAfter(int64(at))
	return err == nil && bytes.Equal(h, want)
}

var errList = errors.New("want lines that begin with 40 upper-case hexadecimal digits, in order")

// hashAfter returns the hash of the first line that begins at or after offset.
func (b *Breached) hashAfter(offset int64) ([]byte, error) {
	buf := make([]byte, 2*longestLine)
	from := max(0, offset-1) // the byte before tells whether a line begins at offset
	n, err := b.file.ReadAt(buf, from)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	buf = buf[:n]
	if offset > 0 {
		i := bytes.IndexByte(buf, '\n')
		if i < 0 {
			return nil, io.EOF
		}
		buf = buf[i+1:]
	}
	if len(buf) < 40 {
		return nil, io.EOF
	}
	for _, c := range buf[:40] {
		if (c < '0' || c > '9') && (c < 'A' || c > 'F') {
			return nil, errList
		}
	}
	return buf[:40], nil
}
