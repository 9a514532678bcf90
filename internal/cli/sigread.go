package cli

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/esign/cms"
)

// longArmored is the length in bytes from which a message in PEM or base64 is decoded while it is read: in one piece, text and
// message together are more memory than a check may take.
const longArmored = 16 << 20

// signatureFile is a signature as it is to be verified, and the hash code of the file that it came in.
type signatureFile struct {
	data   []byte
	sha256 [sha256.Size]byte
}

func readSignature(path string) (signatureFile, error) {
	f, err := openDocument(path)
	if err != nil {
		return signatureFile{}, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > longArmored && info.Size() <= maxSignature {
		if s, err := readArmored(f, info.Size()); err != nil || s.data != nil {
			return s, err
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return signatureFile{}, err
		}
	}
	data, err := readOpen(f, path, maxSignature)
	return signatureFile{data, sha256.Sum256(data)}, err
}

// readArmored decodes a message that begins at the first octet of a file, as PEM or as bare base64; the data are nil if none does.
func readArmored(f io.Reader, size int64) (signatureFile, error) {
	sum := sha256.New()
	r := bufio.NewReaderSize(io.TeeReader(f, sum), 64<<10)
	head, err := r.Peek(1)
	if err != nil {
		return signatureFile{}, err
	}
	var body io.Reader = spaceless{r}
	if head[0] == '-' {
		label, err := r.ReadString('\n')
		if err != nil || !slices.Contains(messageLabels(), strings.TrimSpace(label)) {
			return signatureFile{}, nil //nolint:nilerr // another form, which is read otherwise
		}
		body = spaceless{&untilDash{r: r}}
	} else if head[0] != 'M' {
		return signatureFile{}, nil
	}
	var b bytes.Buffer
	b.Grow(base64.StdEncoding.DecodedLen(int(size)) + bytes.MinRead)
	if _, err := b.ReadFrom(base64.NewDecoder(base64.StdEncoding, body)); err != nil {
		return signatureFile{}, fmt.Errorf("base64: %w: %w", cms.ErrMalformed, err)
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		return signatureFile{}, err
	}
	return signatureFile{b.Bytes(), [sha256.Size]byte(sum.Sum(nil))}, nil
}

// messageLabels are those of messages in PEM, as package cms knows them.
func messageLabels() []string {
	return []string{"-----BEGIN CMS-----", "-----BEGIN PKCS7-----", "-----BEGIN PKCS #7 SIGNED DATA-----", "-----BEGIN SIGNATURE-----"}
}

// spaceless leaves spaces out of what it reads; a decoder of base64 passes over the ends of lines itself.
type spaceless struct{ r io.Reader }

func (s spaceless) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	kept := slices.DeleteFunc(p[:n], func(b byte) bool { return b == ' ' || b == '\t' })
	return len(kept), err
}

// untilDash ends before the line that ends a block of PEM, which must be there.
type untilDash struct {
	r     io.Reader
	ended bool
}

var errNoEnd = errors.New("PEM without an end")

func (u *untilDash) Read(p []byte) (int, error) {
	if u.ended {
		return 0, io.EOF
	}
	n, err := u.r.Read(p)
	if i := bytes.IndexByte(p[:n], '-'); i >= 0 {
		u.ended = true
		return i, nil
	}
	if errors.Is(err, io.EOF) {
		err = errNoEnd
	}
	return n, err
}
