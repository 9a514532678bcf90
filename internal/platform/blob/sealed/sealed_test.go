package sealed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// memFile is an io.WriterAt and io.ReaderAt in memory.
type memFile struct{ b []byte }

func (m *memFile) WriteAt(p []byte, off int64) (int, error) {
	if need := int(off) + len(p); need > len(m.b) {
		m.b = append(m.b, make([]byte, need-len(m.b))...)
	}
	return copy(m.b[off:], p), nil
}

func testKeys(t testing.TB, seeds ...byte) *Keys {
	t.Helper()
	var secrets [][]byte
	for _, seed := range seeds {
		secrets = append(secrets, bytes.Repeat([]byte{seed}, masterSize))
	}
	keys, err := newRing(secrets)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// seal gives the file that holds content, with a salt of the given byte, so that it is the same each time.
func seal(t testing.TB, keys *Keys, salt byte, content []byte) []byte {
	t.Helper()
	var f memFile
	w, err := newWriter(&f, keys, bytes.Repeat([]byte{salt}, saltSize))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	digest, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	if want := (Digest{SHA256: sha256.Sum256(content), Size: int64(len(content))}); digest != want {
		t.Fatalf("digest %v, want %v", digest, want)
	}
	return f.b
}

func unseal(keys *Keys, file []byte) ([]byte, error) {
	r, err := Open(bytes.NewReader(file), int64(len(file)), keys)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestSizes(t *testing.T) {
	keys := testKeys(t, 1)
	for _, n := range []int{0, 1, 65535, 65536, 65537, 131072, 131073, 300_000} {
		content := bytes.Repeat([]byte("ж"), n)[:n]
		file := seal(t, keys, 7, content)
		if want := sealedSize(int64(n)); int64(len(file)) != want {
			t.Errorf("%d bytes: file of %d, want %d", n, len(file), want)
		}
		got, err := unseal(keys, file)
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes: got %d, %v", n, len(got), err)
		}
	}
}

// The stored form must not change by accident: files written years ago are read by this program. The figures come from a
// second writer of the format, in Python, made from the package documentation alone.
func TestVersion1IsFixed(t *testing.T) {
	keys := testKeys(t, 1)
	if got, want := keys.ID(), "50c9aeda1719bb77"; got != want {
		t.Errorf("key id %s, want %s", got, want)
	}
	content := []byte("Заявление № 1")
	name := keys.Names(Digest{SHA256: sha256.Sum256(content), Size: int64(len(content))})
	if want := "374cd831ef70075ed324820ca937808681a60badb6e66bd3b243a020b122dec5"; name[0] != want {
		t.Errorf("name %s, want %s", name[0], want)
	}
	want, err := hex.DecodeString("" +
		"6b6c61737465722d7365616c65642f3150c9aeda1719bb77070707070707070707070707070707070707070707070707" +
		"0707070707070707240387db3d79d1127dbbc52a65fbf9a73ff10734f512609f7ef33b4330bc4811dfad13c425ee4285" +
		"a328ee6bfab5f2f77d7cb4f1323c362e1174c783769f86e19aac2793369a5d03ef8b3523f4c0581a44a08fe3bc368dcd" +
		"aa8d76c4d6bb7e3a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, seal(t, keys, 7, content)); diff != "" {
		t.Errorf("the file is sealed differently (-want +got):\n%s", diff)
	}
	got, err := unseal(keys, want)
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("reads as %q, %v", got, err)
	}
}

// Every single bit of a file matters.
func TestEveryBitIsAuthenticated(t *testing.T) {
	keys := testKeys(t, 1)
	whole := seal(t, keys, 7, []byte("short"))
	for i := range len(whole) * 8 {
		file := bytes.Clone(whole)
		file[i/8] ^= 1 << (i % 8)
		got, err := unseal(keys, file)
		if err == nil || len(got) != 0 {
			t.Fatalf("bit %d flipped: read %q, %v", i, got, err)
		}
		if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrKey) {
			t.Fatalf("bit %d flipped: untyped error %v", i, err)
		}
	}
}

func TestEveryTruncation(t *testing.T) {
	keys := testKeys(t, 1)
	whole := seal(t, keys, 7, bytes.Repeat([]byte("x"), 70))
	for n := range whole {
		want := ErrTruncated
		if n < len(magic) {
			want = ErrFormat
		}
		if got, err := unseal(keys, whole[:n]); !errors.Is(err, want) || len(got) != 0 {
			t.Fatalf("cut to %d bytes: read %q, %v, want %v", n, got, err, want)
		}
	}
	if _, err := unseal(keys, append(bytes.Clone(whole), 0)); !errors.Is(err, ErrTruncated) {
		t.Errorf("a byte added: %v", err)
	}
}

// Segments can not be moved inside a file, nor between two files of one key, nor can a middle one end the file.
func TestSegmentsKeepTheirPlace(t *testing.T) {
	keys := testKeys(t, 1)
	const full = SegmentSize + tagSize
	one := seal(t, keys, 7, bytes.Repeat([]byte("1"), 3*SegmentSize))
	two := seal(t, keys, 8, bytes.Repeat([]byte("2"), 3*SegmentSize))
	segment := func(file []byte, i int) []byte { return file[headerSize+i*full : headerSize+(i+1)*full] }

	swapped := bytes.Clone(one)
	copy(segment(swapped, 0), segment(one, 1))
	copy(segment(swapped, 1), segment(one, 0))
	mixed := bytes.Clone(one)
	copy(segment(mixed, 1), segment(two, 1))
	ended := bytes.Clone(one)
	copy(segment(ended, 2), segment(one, 1))
	header := append(bytes.Clone(two[:headerSize]), one[headerSize:]...)
	for name, test := range map[string]struct {
		file  []byte
		given int // bytes of the segments before the bad one
	}{
		"swapped": {swapped, 0}, "of another file": {mixed, SegmentSize}, "middle one last": {ended, 2 * SegmentSize},
		"header of another file": {header, 0},
	} {
		got, err := unseal(keys, test.file)
		if !errors.Is(err, ErrAltered) || len(got) != test.given {
			t.Errorf("%s: %d bytes given out, %v; want %d and ErrAltered", name, len(got), err, test.given)
		}
	}
}

func TestKeys(t *testing.T) {
	content := []byte("kept for years")
	file := seal(t, testKeys(t, 1), 7, content)
	if got, err := unseal(testKeys(t, 2, 1), file); err != nil || !bytes.Equal(got, content) {
		t.Errorf("with the key second in the ring: %q, %v", got, err)
	}
	if _, err := unseal(testKeys(t, 2), file); !errors.Is(err, ErrKey) {
		t.Errorf("without the key: %v, want ErrKey", err)
	}
	impostor := testKeys(t, 2)
	impostor.ring[0].id = testKeys(t, 1).ring[0].id
	if _, err := unseal(impostor, file); !errors.Is(err, ErrAltered) {
		t.Errorf("another key under the same id: %v, want ErrAltered", err)
	}
	newer := bytes.Clone(file)
	newer[len(magic)-1] = '2'
	if _, err := unseal(testKeys(t, 1), newer); !errors.Is(err, ErrFormat) {
		t.Errorf("a later version: %v, want ErrFormat", err)
	}
}

// After a failed write the rest is refused, so that no file with a hole in it is ever closed.
func TestWriterStaysBroken(t *testing.T) {
	w, err := NewWriter(fullDisk{}, testKeys(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 3*SegmentSize)); !errors.Is(err, errFull) {
		t.Errorf("Write: %v", err)
	}
	if n, err := w.Write([]byte("more")); n != 0 || !errors.Is(err, errFull) {
		t.Errorf("Write again = %d, %v", n, err)
	}
	if _, err := w.Close(); !errors.Is(err, errFull) {
		t.Errorf("Close: %v", err)
	}
}

var errFull = errors.New("no space left on device")

type fullDisk struct{}

func (fullDisk) WriteAt([]byte, int64) (int, error) { return 0, errFull }

// An error of the disk is told as it is and not as damage: the next attempt may succeed.
func TestReadErrorIsNotDamage(t *testing.T) {
	file := seal(t, testKeys(t, 1), 7, []byte("content"))
	for _, good := range []int{0, headerSize} {
		r, err := Open(flakyDisk{file, good}, int64(len(file)), testKeys(t, 1))
		if err == nil {
			_, err = io.ReadAll(r)
		}
		if !errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, ErrCorrupt) {
			t.Errorf("disk good for %d bytes: %v", good, err)
		}
	}
}

type flakyDisk struct {
	b    []byte
	good int
}

func (d flakyDisk) ReadAt(p []byte, off int64) (int, error) {
	if int(off)+len(p) > d.good {
		return 0, os.ErrDeadlineExceeded
	}
	return copy(p, d.b[off:]), nil
}

func TestSeekAnywhere(t *testing.T) {
	keys := testKeys(t, 1)
	content := make([]byte, 3*SegmentSize+100)
	for i := range content {
		content[i] = byte(i >> 8)
	}
	file := seal(t, keys, 7, content)
	rapid.Check(t, func(t *rapid.T) {
		r, err := Open(bytes.NewReader(file), int64(len(file)), keys)
		if err != nil {
			t.Fatal(err)
		}
		want := bytes.NewReader(content)
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			offset := rapid.Int64Range(-int64(len(content))-10, int64(len(content))+10).Draw(t, "offset")
			whence := rapid.IntRange(0, 2).Draw(t, "whence")
			at, err := r.Seek(offset, whence)
			wantAt, wantErr := want.Seek(offset, whence)
			if (err == nil) != (wantErr == nil) || at != wantAt {
				t.Fatalf("Seek(%d, %d) = %d, %v; want %d, %v", offset, whence, at, err, wantAt, wantErr)
			}
			n := rapid.IntRange(0, 70_000).Draw(t, "length")
			got, _ := io.ReadAll(io.LimitReader(r, int64(n)))
			exp, _ := io.ReadAll(io.LimitReader(want, int64(n)))
			if !bytes.Equal(got, exp) {
				t.Fatalf("read %d bytes, want %d", len(got), len(exp))
			}
		}
	})
}

// FuzzOpen gives arbitrary bytes to the reader. It never panics, and what it reads to the end is what was sealed under
// the key: only the seeds are.
func FuzzOpen(f *testing.F) {
	keys := testKeys(f, 1, 2)
	contents := map[Digest]bool{}
	for _, content := range [][]byte{nil, []byte("short"), bytes.Repeat([]byte("x"), SegmentSize+1)} {
		contents[Digest{SHA256: sha256.Sum256(content), Size: int64(len(content))}] = true
		file := seal(f, keys, 7, content)
		f.Add(file)
		f.Add(file[:len(file)-1])
		f.Add(file[:headerSize])
	}
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := Open(bytes.NewReader(file), int64(len(file)), keys)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrKey) {
				t.Fatalf("untyped error %v", err)
			}
			return
		}
		got, err := io.ReadAll(r)
		if err == nil && (!contents[r.Digest()] || sha256.Sum256(got) != r.Digest().SHA256) {
			t.Fatalf("read %d forged bytes", len(got))
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	keys := testKeys(b, 1)
	content := make([]byte, 1<<20)
	b.SetBytes(1 << 20)
	for b.Loop() {
		w, err := NewWriter(discard{}, keys)
		if err != nil {
			b.Fatal(err)
		}
		_, _ = w.Write(content)
		_, _ = w.Close()
	}
}

type discard struct{}

func (discard) WriteAt(p []byte, _ int64) (int, error) { return len(p), nil }

func BenchmarkOpen(b *testing.B) {
	for _, size := range []int{1 << 10, 1 << 20} {
		b.Run(fmt.Sprint(size>>10, "KiB"), func(b *testing.B) {
			keys := testKeys(b, 1)
			file := seal(b, keys, 7, make([]byte, size))
			b.SetBytes(int64(size))
			for b.Loop() {
				if _, err := unseal(keys, file); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
