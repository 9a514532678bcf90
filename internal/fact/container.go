package fact

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"
)

// File is a file that is imported: a ZIP of XML files, or one XML file.
type File struct {
	Name      string
	Content   io.ReaderAt
	Size      int64
	Signature []byte // a detached signature of it, when one came with it
}

// part is one file of a register, inside a ZIP or by itself.
type part struct {
	name string
	size int64
	open func() (io.ReadCloser, error)
}

// Limits of what is unpacked. The tax service's full set has some 10,000 ZIPs of up to 100 files with about 9 octets for
// each packed one.
const (
	maxParts   = 20_000
	maxPart    = 8 << 30
	maxRatio   = 200
	smallPart  = 1 << 20 // of which the ratio is not asked
	beginning  = 4 << 10
	bufferSize = 256 << 10
)

var errTooMuch = errors.New("the ZIP unpacks to more than is taken")

// partsOf lists the files in a file, in the order in which they stand there.
func partsOf(f File) ([]part, error) {
	magic := make([]byte, 4)
	n, err := f.Content.ReadAt(magic, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read %s: %w", f.Name, err)
	}
	if n < 4 || magic[0] != 'P' || magic[1] != 'K' {
		return []part{{name: f.Name, size: f.Size, open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.NewSectionReader(f.Content, 0, f.Size)), nil
		}}}, nil
	}
	z, err := zip.NewReader(f.Content, f.Size)
	if err != nil {
		return nil, fmt.Errorf("read the ZIP %s: %w", f.Name, err)
	}
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	if len(z.File) > maxParts {
		return nil, fmt.Errorf("read the ZIP %s: it has %d files: %w", f.Name, len(z.File), errTooMuch)
	}
	var parts []part
	for _, entry := range z.File {
		if !strings.EqualFold(path.Ext(entry.Name), ".xml") && !strings.EqualFold(path.Ext(entry.Name), ".csv") {
			continue // other kinds are skipped: signatures, lists, read-me files
		}
		parts = append(parts, part{name: path.Base(entry.Name), size: int64(entry.UncompressedSize64), open: func() (io.ReadCloser, error) { return openEntry(entry) }})
	}
	return parts, nil
}

func openEntry(entry *zip.File) (io.ReadCloser, error) {
	if entry.UncompressedSize64 > maxPart || entry.UncompressedSize64 > smallPart && entry.UncompressedSize64/maxRatio > entry.CompressedSize64 {
		return nil, errTooMuch
	}
	return entry.Open() // what is longer than its header says, archive/zip calls an error
}

// opened is a part with its beginning at hand.
type opened struct {
	*bufio.Reader
	close     func() error
	beginning []byte
}

func (p part) begin() (*opened, error) {
	r, err := p.open()
	if err != nil {
		return nil, err
	}
	b := bufio.NewReaderSize(r, bufferSize)
	first, err := b.Peek(beginning)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.Join(err, r.Close())
	}
	return &opened{Reader: b, close: r.Close, beginning: first}, nil
}
