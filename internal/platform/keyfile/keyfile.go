// Package keyfile keeps a secret of the installation in a file of its own, apart from the database: whoever steals a copy
// of the database has not stolen the key.
package keyfile

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Size is the length of a key in bytes.
const Size = 32

// ErrForm says that a file holds no key.
var ErrForm = errors.New("want one line of 32 bytes in base64")

// ErrMode says that others than its owner and group may read the file.
var ErrMode = errors.New("others may read the key; allow it to its owner only (chmod 600)")

// LoadOrCreate returns the key in the file, and makes the file when it is absent. All nodes of an installation must have
// the same file.
func LoadOrCreate(path string) ([]byte, error) {
	key, err := load(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = create(path); err == nil || errors.Is(err, fs.ErrExist) { // another process may have been quicker
			key, err = load(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return key, nil
}

// Load returns the key in the file; an absent file is [fs.ErrNotExist].
func Load(path string) ([]byte, error) {
	key, err := load(path)
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return key, nil
}

func load(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, ErrMode
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != Size {
		return nil, ErrForm
	}
	return key, nil
}

// create writes a fresh key beside the place and links it there, so that the file is whole or absent and never replaces
// another.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	key := make([]byte, Size)
	_, _ = rand.Read(key)
	temp, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // the link is what counts
	_, err = temp.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Link(temp.Name(), path)
}
