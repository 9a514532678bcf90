package blob_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/sealed"
)

// What a disk or an intruder does to a file is found out before a byte of it is given out.
func TestFilesDamage(t *testing.T) {
	t.Parallel()
	content := strings.Repeat("a contract of three segments ", 6000)
	tests := map[string]struct {
		damage func(t *testing.T, path, otherPath string)
		want   error
	}{
		"cut by a byte":             {func(t *testing.T, p, _ string) { truncate(t, p, -1) }, sealed.ErrTruncated},
		"cut at a segment's end":    {func(t *testing.T, p, _ string) { truncate(t, p, -(len(content)%65536 + 16)) }, sealed.ErrTruncated},
		"emptied":                   {func(t *testing.T, p, _ string) { write(t, p, nil) }, sealed.ErrFormat},
		"grown":                     {func(t *testing.T, p, _ string) { write(t, p, append(readFile(t, p), 0)) }, sealed.ErrTruncated},
		"a bit flipped":             {func(t *testing.T, p, _ string) { flip(t, p, 112) }, sealed.ErrAltered},
		"exchanged for a whole one": {func(t *testing.T, p, o string) { write(t, p, readFile(t, o)) }, sealed.ErrAltered},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			store := openFiles(t, dir, newKeys(t))
			put(t, store, content+"?")
			other := sealedFiles(t, dir)[0]
			ref := put(t, store, content)
			path := sealedFiles(t, dir)[0]
			if path == other {
				path = sealedFiles(t, dir)[1]
			}
			test.damage(t, path, other)
			got, err := readSome(t.Context(), store, ref)
			if !errors.Is(err, test.want) || !errors.Is(err, blob.ErrCorrupt) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			if got != 0 {
				t.Errorf("%d bytes were given out", got)
			}
			put(t, store, content)
			if read(t, store, ref) != content {
				t.Error("putting the content again did not heal it")
			}
		})
	}
}

func readSome(ctx context.Context, store blob.Store, ref blob.Ref) (int, error) {
	r, err := store.Open(ctx, ref)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return r.Read(make([]byte, 100))
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func truncate(t *testing.T, path string, by int) {
	t.Helper()
	b := readFile(t, path)
	write(t, path, b[:len(b)+by])
}

func flip(t *testing.T, path string, at int) {
	t.Helper()
	b := readFile(t, path)
	b[at] ^= 1
	write(t, path, b)
}
