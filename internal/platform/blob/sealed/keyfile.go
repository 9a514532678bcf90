package sealed

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// maxKeyFile is far above what maxKeys keys with a comment each need.
const maxKeyFile = 64 << 10

// ErrKeyFileMode says that others than the owner and his group may read or change the key file.
var ErrKeyFileMode = errors.New("the key file is open to others: chmod 600 it")

// LoadOrCreateKeys reads the key file, or makes one with a fresh key and mode 0600 when there is none, as at the first
// start. A file that others may read, or the group may write, is refused with [ErrKeyFileMode]: its key is to be
// considered known. The file appears whole or not at all, also when two processes start at once.
//
// Losing the file loses every blob, so it belongs in a backup, and never in the same one as the blobs.
func LoadOrCreateKeys(path string) (*Keys, error) {
	keys, err := LoadKeys(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return keys, err
	}
	if err := createKeyFile(path); err != nil {
		return nil, fmt.Errorf("create key file: %w", err)
	}
	return LoadKeys(path)
}

// LoadKeys reads a key file that must exist; an absent one is [fs.ErrNotExist].
func LoadKeys(path string) (*Keys, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open key file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("stat key file: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o027 != 0 {
		return nil, fmt.Errorf("key file %s has mode %04o: %w", path, info.Mode().Perm(), ErrKeyFileMode)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile+1))
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	keys, err := ParseKeys(text)
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return keys, nil
}

// ParseKeys reads the text of a key file: lines of 32 bytes in base64, with empty lines and comments after # between
// them. The first key seals, the others only open, so a new key is put above the old ones. Errors never quote a line.
func ParseKeys(text []byte) (*Keys, error) {
	if len(text) > maxKeyFile {
		return nil, fmt.Errorf("longer than %d bytes", maxKeyFile)
	}
	var secrets [][]byte
	number := 0
	for line := range bytes.Lines(text) {
		number++
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		secret, err := base64.StdEncoding.Strict().DecodeString(string(line))
		if err != nil {
			return nil, fmt.Errorf("line %d is not base64", number)
		}
		secrets = append(secrets, secret)
	}
	return newRing(secrets)
}

// Encode gives the text of a key file with these keys, the reverse of [ParseKeys].
func (k *Keys) Encode() []byte {
	var text strings.Builder
	for i, key := range k.ring {
		role := "seals and opens"
		if i > 0 {
			role = "only opens"
		}
		fmt.Fprintf(&text, "# Klaster blob key %x, %s. Without this file every stored file is lost: keep a copy elsewhere.\n",
			key.id, role)
		text.WriteString(base64.StdEncoding.EncodeToString(key.secret))
		text.WriteByte('\n')
	}
	return []byte(text.String())
}

// createKeyFile writes a fresh key beside path and links it there: a link, unlike a rename, does not replace a file that
// another process has made in the meantime.
func createKeyFile(path string) error {
	keys, err := NewKeys()
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(dir, ".key-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	if err := writeAndSync(temp, keys.Encode()); err != nil {
		return err
	}
	if err := os.Link(temp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(dir)
}

func writeAndSync(f *os.File, content []byte) error {
	_, err := f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncDir makes the names in a folder durable. Windows can not sync a folder and does not need it.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
