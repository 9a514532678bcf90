package keyfile_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/keyfile"
)

func TestAKeyIsMadeOnceAndStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "codes.key")
	keys := make([][]byte, 16)
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			key, err := keyfile.LoadOrCreate(path)
			if err != nil {
				t.Error(err)
			}
			keys[i] = key
		})
	}
	wg.Wait()
	for _, key := range keys {
		if len(key) != keyfile.Size || !bytes.Equal(key, keys[0]) {
			t.Fatalf("keys differ: %x and %x", key, keys[0])
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("%d files are left in the folder, %v", len(left), err)
	}
}

func TestABadFileIsNeverReplaced(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
		want error
	}{
		"short": {"QUJD\n", 0o600, keyfile.ErrForm},
		"text":  {"not a key\n", 0o600, keyfile.ErrForm},
		"empty": {"", 0o600, keyfile.ErrForm},
		"open":  {"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n", 0o644, keyfile.ErrMode},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(c.text), c.mode); err != nil {
			t.Fatal(err)
		}
		if _, err := keyfile.LoadOrCreate(path); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if text, err := os.ReadFile(path); err != nil || string(text) != c.text {
			t.Errorf("%s was replaced: %q, %v", name, text, err)
		}
	}
}
