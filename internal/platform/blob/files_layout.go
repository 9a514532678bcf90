package blob

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	markName = "store"
	lockName = "lock"
	tempName = "temp"

	markFirstLine = "klaster blob files 1"
)

// prepare checks the folder's mark, or makes the layout. The mark is written last, so a folder that has it was complete.
// The shards are looked at nevertheless: tools that restore a backup may drop empty folders.
func (s *Files) prepare() error {
	id, err := s.readMark()
	fresh := errors.Is(err, fs.ErrNotExist)
	switch {
	case fresh:
		if err := s.claimFolder(); err != nil {
			return err
		}
	case err != nil:
		return err
	case !s.keys.Has(id):
		return fmt.Errorf("%w: its files are sealed under key %s, restore the key file that has it", ErrKey, id)
	}
	if err := s.makeShards(); err != nil {
		return err
	}
	if !fresh {
		return nil
	}
	return s.writeMark()
}

// claimFolder makes the folder, or accepts an empty one.
func (s *Files) claimFolder() error {
	if _, err := os.Stat(s.dir); err == nil {
		return s.refuseForeign()
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	return syncDir(filepath.Dir(s.dir))
}

func (s *Files) makeShards() error {
	made := false
	for i := range 257 {
		path := s.tempDir()
		if i < 256 {
			path = filepath.Join(s.dir, fmt.Sprintf("%02x", i))
		}
		err := os.Mkdir(path, 0o700)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		made = made || err == nil
	}
	if !made {
		return nil
	}
	return syncDir(s.dir)
}

// refuseForeign keeps a mistyped path from filling somebody else's folder, and a store whose mark was lost from being
// taken for a new one. What an interrupted create leaves (empty shards, an empty temp) is no obstacle.
func (s *Files) refuseForeign() error {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Name() == lockName {
			continue
		}
		inside, err := os.ReadDir(filepath.Join(s.dir, entry.Name()))
		if err != nil || len(inside) > 0 || !isLayoutDir(entry.Name()) {
			return fmt.Errorf("it is not empty and has no file %q: not a blob folder", markName)
		}
	}
	return nil
}

func isLayoutDir(name string) bool {
	return name == tempName || len(name) == 2 && strings.Trim(name, hexDigits) == ""
}

const hexDigits = "0123456789abcdef"

// readMark gives the id of the key that the folder needs.
func (s *Files) readMark() (string, error) {
	f, err := os.Open(filepath.Join(s.dir, markName))
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 1<<10))
	if err != nil {
		return "", err
	}
	var id string
	if _, err := fmt.Sscanf(string(text), markFirstLine+"\nkey %16s\n", &id); err != nil {
		return "", fmt.Errorf("its file %q is not as written: %w", markName, err)
	}
	return id, nil
}

// writeMark says, durably, that the folder is complete and that all of it can be read with the current key.
func (s *Files) writeMark() error {
	temp, err := os.CreateTemp(s.tempDir(), "mark-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = fmt.Fprintf(temp, "%s\nkey %s\n", markFirstLine, s.keys.ID())
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), filepath.Join(s.dir, markName)); err != nil {
		return err
	}
	return syncDir(s.dir)
}
