package sealed

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestLoadOrCreateKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secrets", "blob.key")
	if _, err := LoadKeys(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("LoadKeys of an absent file: %v", err)
	}
	made, err := LoadOrCreateKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := LoadOrCreateKeys(path)
	if err != nil || made.ID() != again.ID() {
		t.Errorf("the second start has key %v, %v; the first had %v", again, err, made)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v, %v", info.Mode(), err)
	}
	text, err := os.ReadFile(path)
	if err != nil || !bytes.HasPrefix(text, []byte("# ")) || bytes.Count(text, []byte("\n")) != 2 {
		t.Errorf("the file is not a comment and a key: %d bytes, %v", len(text), err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("%d entries beside the key file", len(entries)-1)
	}
}

// Two first starts at once agree on one key.
func TestCreateKeysAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "blob.key")
	const starts = 16
	ids := make(chan string, starts)
	var group sync.WaitGroup
	for range starts {
		group.Go(func() {
			keys, err := LoadOrCreateKeys(path)
			if err != nil {
				t.Error(err)
				return
			}
			ids <- keys.ID()
		})
	}
	group.Wait()
	first := <-ids
	for range starts - 1 {
		if id := <-ids; id != first {
			t.Fatalf("two keys: %s and %s", first, id)
		}
	}
}

func TestKeyFileMode(t *testing.T) {
	for mode, ok := range map[fs.FileMode]bool{
		0o600: true, 0o400: true, 0o640: true, 0o440: true,
		0o644: false, 0o604: false, 0o602: false, 0o660: false, 0o666: false, 0o601: false,
	} {
		path := filepath.Join(t.TempDir(), "blob.key")
		if err := os.WriteFile(path, testKeys(t, 1).Encode(), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := LoadKeys(path)
		if ok && err != nil {
			t.Errorf("%04o: %v", mode, err)
		}
		if !ok && !errors.Is(err, ErrKeyFileMode) {
			t.Errorf("%04o: %v, want ErrKeyFileMode", mode, err)
		}
	}
}

func TestParseKeys(t *testing.T) {
	keys := testKeys(t, 1, 2, 3)
	back, err := ParseKeys(keys.Encode())
	if err != nil || back.String() != keys.String() {
		t.Errorf("ParseKeys = %v, %v; want %v", back, err, keys)
	}
	if _, err := ParseKeys([]byte("\r\n# made by hand\r\n\r\n" + strings.Repeat("A", 43) + "=\r\n")); err != nil {
		t.Errorf("a file from Windows: %v", err)
	}
	secret := strings.Repeat("A", 43) + "="
	for name, text := range map[string]string{
		"empty": "", "only a comment": "# key\n", "not base64": "s3cret-" + secret, "31 bytes": "AAAA",
		"twice": secret + "\n" + secret + "\n", "loose end bits": strings.Repeat("A", 42) + "B=",
		"too long": strings.Repeat("#\n", maxKeyFile), "too many": manyKeys(maxKeys + 1),
	} {
		_, err := ParseKeys([]byte(text))
		if err == nil {
			t.Errorf("%s: accepted", name)
		} else if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: the error shows the line: %v", name, err)
		}
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Replace(strings.Repeat("A", 43)+"=", "AA", string(rune('A'+i%26))+string(rune('A'+i/26)), 1) + "\n")
	}
	return b.String()
}

// A ring that gets into a log by any verb shows ids only.
func TestKeysDoNotPrint(t *testing.T) {
	keys := testKeys(t, 'S')
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		text := fmt.Sprintf(verb, keys)
		if strings.Contains(text, "SSSS") || strings.Contains(text, "5353") || strings.Contains(text, "83 83") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}

func FuzzParseKeys(f *testing.F) {
	f.Add(testKeys(f, 1, 2).Encode())
	f.Add([]byte("# only\n\nAAAA\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		keys, err := ParseKeys(text)
		if err != nil {
			return
		}
		back, err := ParseKeys(keys.Encode())
		if err != nil || back.String() != keys.String() {
			t.Fatalf("%v became %v, %v", keys, back, err)
		}
	})
}
