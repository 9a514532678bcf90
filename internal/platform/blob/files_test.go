package blob_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/blobtest"
	"github.com/klaster-platform/klaster/internal/platform/blob/sealed"
)

const limit = 1 << 24

// The ring has an older key as well, so that every look-up goes by two names.
func TestFilesConformance(t *testing.T) {
	t.Parallel()
	blobtest.Conformance(t, func(t *testing.T) blob.Store {
		return openFiles(t, t.TempDir(), ring(t, newKeys(t), newKeys(t)))
	})
}

func newKeys(t testing.TB) *sealed.Keys {
	t.Helper()
	keys, err := sealed.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// ring joins the keys of several rings, the first to seal.
func ring(t testing.TB, rings ...*sealed.Keys) *sealed.Keys {
	t.Helper()
	var text []byte
	for _, r := range rings {
		text = append(text, r.Encode()...)
	}
	keys, err := sealed.ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func openFiles(t testing.TB, dir string, keys *sealed.Keys) *blob.Files {
	t.Helper()
	store, err := blob.OpenFiles(dir, keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func put(t testing.TB, store blob.Store, content string) blob.Ref {
	t.Helper()
	ref, err := store.Put(t.Context(), strings.NewReader(content), limit)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func read(t testing.TB, store blob.Store, ref blob.Ref) string {
	t.Helper()
	r, err := store.Open(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// sealedFiles gives the paths of all files in the shards.
func sealedFiles(t testing.TB, dir string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "[0-9a-f][0-9a-f]", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func future() time.Time { return time.Now().Add(24 * time.Hour) }

// Neither the names nor the bytes on disk tell what is stored, and nobody else may read them.
func TestFilesRevealNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "made", "by", "open")
	store := openFiles(t, dir, newKeys(t))
	secret := strings.Repeat("Иванов Иван Иванович, СНИЛС 112-233-445 95. ", 5000)
	ref := put(t, store, secret)
	hexSum := fmt.Sprintf("%x", ref.SHA256)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.Contains(path, hexSum[:16]) {
			t.Errorf("%s shows the hash of the plaintext", path)
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		if entry.IsDir() {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if bytes.Contains(content, []byte("Иванов")) || bytes.Contains(content, ref.SHA256[:]) {
			t.Errorf("%s holds plaintext or its hash", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A damaged or foreign file does not end a walk or a sweep, and is not deleted by one.
func TestFilesWalkGoesOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store := openFiles(t, dir, newKeys(t))
	put(t, store, "one")
	damaged := sealedFiles(t, dir)[0]
	flip(t, damaged, 60)
	for i := range 5 {
		put(t, store, fmt.Sprint("whole ", i))
	}
	write(t, filepath.Join(dir, "00", ".DS_Store"), []byte("a desktop was here"))
	swept, err := blob.Sweep(t.Context(), store, future(), func(context.Context, blob.Ref) (bool, error) { return false, nil })
	if !errors.Is(err, sealed.ErrAltered) || swept != (blob.Swept{Deleted: 5, Failed: 1}) {
		t.Errorf("Sweep = %+v, %v", swept, err)
	}
	if _, err := os.Stat(damaged); err != nil {
		t.Errorf("the damaged file: %v", err)
	}
}

// A file that stands under another's name is not listed as what it holds: the row would be found and the file not.
func TestFilesWalkRefusesMisplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store := openFiles(t, dir, newKeys(t))
	put(t, store, "one")
	path := sealedFiles(t, dir)[0]
	misplaced := filepath.Join(dir, "ab", "ab"+strings.Repeat("0", 62))
	if err := os.Rename(path, misplaced); err != nil {
		t.Fatal(err)
	}
	for info, err := range store.Walk(t.Context()) {
		if !errors.Is(err, blob.ErrCorrupt) {
			t.Errorf("Walk gave %+v, %v", info, err)
		}
	}
}

// A lost key file that was replaced by a fresh one is noticed at start.
func TestFilesRefuseAnotherKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	keys := newKeys(t)
	ref := put(t, openFiles(t, dir, keys), "kept")
	if _, err := blob.OpenFiles(dir, newKeys(t)); !errors.Is(err, blob.ErrKey) {
		t.Errorf("opened with a fresh key: %v, want ErrKey", err)
	}
	if got := read(t, openFiles(t, dir, keys), ref); got != "kept" {
		t.Errorf("read %q", got)
	}
}

func TestFilesRefuseForeignFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "thesis.odt"), []byte("…"))
	if _, err := blob.OpenFiles(dir, newKeys(t)); err == nil {
		t.Error("took a folder that holds other files")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left %d entries in the foreign folder", len(entries))
	}
}

// Tools that restore backups drop empty folders; the store makes them again.
func TestFilesRestoredWithoutEmptyFolders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	keys := newKeys(t)
	ref := put(t, openFiles(t, dir, keys), "kept")
	for i := range 256 {
		_ = os.Remove(filepath.Join(dir, fmt.Sprintf("%02x", i))) // fails for the one that is in use
	}
	if err := os.Remove(filepath.Join(dir, "temp")); err != nil {
		t.Fatal(err)
	}
	store := openFiles(t, dir, keys)
	if read(t, store, ref) != "kept" {
		t.Error("the file is lost")
	}
	for i := range 50 {
		put(t, store, fmt.Sprint(i))
	}
}

// A key is changed in three steps: a new one above the old, Rekey, the old one removed. Files stay readable in each.
func TestFilesRekey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	older, newer := newKeys(t), newKeys(t)
	contents := []string{"", "one", strings.Repeat("two segments ", 10_000)}
	store := openFiles(t, dir, older)
	for _, content := range contents {
		put(t, store, content)
	}
	both := openFiles(t, dir, ring(t, newer, older))
	put(t, both, contents[1]) // put anew during the change: one copy remains
	if got := len(sealedFiles(t, dir)); got != len(contents) {
		t.Errorf("%d files, want %d", got, len(contents))
	}
	for _, content := range contents {
		if read(t, both, blob.RefOf([]byte(content))) != content {
			t.Error("unreadable before Rekey")
		}
	}
	moved, err := both.Rekey(t.Context())
	if err != nil || moved != 2 {
		t.Fatalf("Rekey = %d, %v; want 2, nil", moved, err)
	}
	if again, err := both.Rekey(t.Context()); err != nil || again != 0 {
		t.Errorf("Rekey again = %d, %v; want 0, nil", again, err)
	}
	after := openFiles(t, dir, newer)
	for _, content := range contents {
		if read(t, after, blob.RefOf([]byte(content))) != content {
			t.Error("unreadable after Rekey")
		}
	}
	if _, err := blob.OpenFiles(dir, older); !errors.Is(err, blob.ErrKey) {
		t.Errorf("opened with the old key alone: %v, want ErrKey", err)
	}
}

// Between a Put under the new key and the removal of the old copy a kill leaves two files: they are listed once, read,
// and deleted together.
func TestFilesTwoCopies(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	older, newer := newKeys(t), newKeys(t)
	ref := put(t, openFiles(t, dir, older), "twice")
	oldPath := sealedFiles(t, dir)[0]
	oldBytes := readFile(t, oldPath)
	store := openFiles(t, dir, ring(t, newer, older))
	put(t, store, "twice")
	write(t, oldPath, oldBytes)
	listed := 0
	for info, err := range store.Walk(t.Context()) {
		if err != nil || info.Ref != ref {
			t.Errorf("Walk gave %+v, %v", info, err)
		}
		listed++
	}
	if listed != 1 {
		t.Errorf("listed %d times", listed)
	}
	if deleted, err := store.Delete(t.Context(), ref, future()); err != nil || !deleted {
		t.Errorf("Delete = %v, %v", deleted, err)
	}
	if left := sealedFiles(t, dir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

// The sweep of one process must not delete what another one puts again at the same moment: looking at the age and
// removing are one step for Put. Who holds the lock keeps out the renames and deletes of every other store.
func TestFilesPutAndDeleteTakeTurns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	keys := newKeys(t)
	holder, other := openFiles(t, dir, keys), openFiles(t, dir, keys)
	ref := put(t, holder, "contested")
	actions := map[string]func() error{
		"put": func() error {
			_, err := other.Put(t.Context(), strings.NewReader("contested"), limit)
			return err
		},
		"delete": func() error {
			_, err := other.Delete(t.Context(), ref, future())
			return err
		},
	}
	for name, action := range actions {
		done := make(chan error, 1)
		err := holder.Locked(func() error {
			go func() { done <- action() }()
			select {
			case err := <-done:
				return errors.Join(errors.New("did not wait for the lock"), err)
			case <-time.After(100 * time.Millisecond): // long enough for it to be done, were there no lock
				return nil
			}
		})
		if err == nil {
			err = <-done
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkFilesPut(b *testing.B) {
	for _, size := range []int{1 << 10, 1 << 20, 16 << 20} {
		b.Run(fmt.Sprint(size>>10, "KiB"), func(b *testing.B) {
			store := openFiles(b, b.TempDir(), newKeys(b))
			content := make([]byte, size)
			b.SetBytes(int64(size))
			for b.Loop() {
				if _, err := store.Put(b.Context(), bytes.NewReader(content), limit); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFilesRead(b *testing.B) {
	store := openFiles(b, b.TempDir(), newKeys(b))
	ref := put(b, store, strings.Repeat("x", 1<<20))
	b.SetBytes(1 << 20)
	for b.Loop() {
		r, err := store.Open(b.Context(), ref)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			b.Fatal(err)
		}
		_ = r.Close()
	}
}

func BenchmarkFilesOpenStore(b *testing.B) {
	dir, keys := b.TempDir(), newKeys(b)
	openFiles(b, dir, keys)
	for b.Loop() {
		store, err := blob.OpenFiles(dir, keys)
		if err != nil {
			b.Fatal(err)
		}
		_ = store.Close()
	}
}
