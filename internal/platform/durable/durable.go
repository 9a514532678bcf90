// Package durable writes files that are there whole or not at all, whenever the machine stops.
package durable

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Temporary begins the names that a file has in its folder before it is whole: short enough for any file system.
func Temporary(path string) string {
	name := []rune(filepath.Base(path))
	return "." + string(name[:min(len(name), 20)]) + "-"
}

// WriteFile writes a file that appears under its name whole and synced, or not at all.
func WriteFile(path string, data []byte, mode fs.FileMode) error {
	return Write(path, mode, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// Write is [WriteFile] of what is too large to have in memory: content writes it.
func Write(path string, mode fs.FileMode, content func(w io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), Temporary(path)+"*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	err = content(f)
	err = errors.Join(err, f.Chmod(mode))
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err == nil {
		err = SyncFolder(filepath.Dir(path))
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// RemoveRemains removes what writers of a file left behind that were killed. The caller is the only one who may write it now.
func RemoveRemains(path string) {
	entries, _ := os.ReadDir(filepath.Dir(path)) // what cannot be listed is opened next, and complained of
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), Temporary(path)) {
			_ = os.Remove(filepath.Join(filepath.Dir(path), e.Name())) // it does no harm
		}
	}
}
