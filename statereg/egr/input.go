package egr

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/zip"
	"golang.org/x/text/encoding/charmap"
)

// Input is what an operator imports: a ZIP as the tax service gives it, with up to a hundred XML files, or one XML file.
// Which it is, its bytes tell, not its name. Files of other kinds in a ZIP are passed over, with the reason.
type Input struct {
	in      io.ReaderAt
	size    int64
	limits  Limits
	zip     *zip.Reader
	files   []FileInfo
	entries []*zip.File
	skipped []Skipped
}

// FileInfo is an XML file of an input.
type FileInfo struct {
	Index  int // among the XML files of the input
	Name   string
	Size   int64 // bytes unpacked, as the ZIP declares
	Packed int64
	CRC    uint32 // of the unpacked bytes, as the ZIP declares; 0 of a bare XML file
}

// Skipped is a file that was not read, and why.
type Skipped struct {
	Name   string
	Reason string
}

// Open looks at an input. Errors are [ErrZIP] for a ZIP that cannot be read, [ErrLimit] for one that asks too much, and
// [ErrNotRegister] for what is neither ZIP nor XML. name is used for a bare XML file.
func Open(in io.ReaderAt, size int64, name string, limits Limits) (*Input, error) {
	input := &Input{in: in, size: size, limits: limits.withDefaults()}
	head := make([]byte, min(size, 512))
	if _, err := in.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the first bytes: %w", err)
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return input, input.list()
	case bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return nil, fmt.Errorf("%w: it is empty", ErrZIP)
	case !looksXML(head):
		return nil, fmt.Errorf("%w: neither ZIP nor XML", ErrNotRegister)
	}
	input.files = []FileInfo{{Name: name, Size: size, Packed: size}}
	return input, nil
}

func looksXML(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(head) > 0 && head[0] == '<'
}

// list reads the directory of the ZIP and holds it to the limits. What it declares is held to again while reading.
func (in *Input) list() error {
	z, err := zip.NewReader(in.in, in.size)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrZIP, err)
	}
	if len(z.File) > in.limits.Files {
		return fmt.Errorf("%w: %d files in the ZIP, %d are allowed", ErrLimit, len(z.File), in.limits.Files)
	}
	var packed, total uint64
	for _, f := range z.File {
		name := fileName(f)
		if reason := in.notXML(f, name); reason != "" {
			in.skip(name, reason)
			continue
		}
		packed, total = packed+f.CompressedSize64, total+f.UncompressedSize64
		if f.CompressedSize64 > uint64(in.size) || packed > uint64(in.size) {
			return fmt.Errorf("%w: its files overlap", ErrZIP)
		}
		if f.UncompressedSize64 > uint64(in.limits.File) || total > uint64(in.limits.Total) {
			return fmt.Errorf("%w: %s would unpack to %d bytes, all files so far to %d", ErrLimit, name, f.UncompressedSize64, total)
		}
		if f.UncompressedSize64 > ratioFloor && f.UncompressedSize64/(f.CompressedSize64+1) > uint64(in.limits.Ratio) {
			return fmt.Errorf("%w: %s would grow more than %d times", ErrLimit, name, in.limits.Ratio)
		}
		in.files = append(in.files, FileInfo{
			Index: len(in.files), Name: name, CRC: f.CRC32,
			Size: int64(f.UncompressedSize64), Packed: int64(f.CompressedSize64),
		})
		in.entries = append(in.entries, f)
	}
	in.zip = z
	return nil
}

// ratioFloor is the size from which the ratio is looked at: small files pack by anything.
const ratioFloor = 1 << 20

// notXML tells why a file of the ZIP is not looked into.
func (in *Input) notXML(f *zip.File, name string) string {
	switch {
	case f.FileInfo().IsDir():
		return "a folder"
	case !strings.EqualFold(path.Ext(name), ".xml"):
		return "not an XML file"
	case f.Flags&1 != 0:
		return "encrypted"
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return fmt.Sprintf("packed by method %d", f.Method)
	}
	return ""
}

func (in *Input) skip(name, reason string) {
	in.skipped = append(in.skipped, Skipped{Name: name, Reason: reason})
}

// fileName is the name of a file of the ZIP without its folders. Names that are not UTF-8 are of code page 866, in which
// Russian programs write them.
func fileName(f *zip.File) string {
	name := f.Name
	if f.NonUTF8 || !utf8.ValidString(name) {
		if decoded, err := charmap.CodePage866.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return path.Base(strings.ReplaceAll(name, `\`, "/"))
}

// Files are the XML files, in the order of the ZIP.
func (in *Input) Files() []FileInfo { return in.files }

// Skipped are the files that are not read.
func (in *Input) Skipped() []Skipped { return in.skipped }

// OpenFile opens an XML file of the input. What it returns reads not more than the ZIP declared, and not more than the
// ratio allows; a file that is broken in its packing ends with [ErrZIP].
func (in *Input) OpenFile(index int) (io.ReadCloser, error) {
	if index < 0 || index >= len(in.files) {
		return nil, fmt.Errorf("%w: there is no file %d", ErrZIP, index)
	}
	if in.zip == nil {
		return io.NopCloser(io.NewSectionReader(in.in, 0, in.size)), nil
	}
	r, err := in.entries[index].Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrZIP, in.files[index].Name, err)
	}
	info := in.files[index]
	most := min(info.Size, max(ratioFloor, (info.Packed+1)*in.limits.Ratio), in.limits.File)
	return &unpacking{ReadCloser: r, name: info.Name, left: most}, nil
}

// unpacking guards what comes out of a ZIP.
type unpacking struct {
	io.ReadCloser
	name string
	left int64
}

func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	if u.left -= int64(n); u.left < 0 {
		return 0, fmt.Errorf("%w: %s unpacks to more than the ZIP declares", ErrLimit, u.name)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %s: %w", ErrZIP, u.name, err)
	}
	return n, err
}
