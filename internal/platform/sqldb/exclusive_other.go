//go:build !unix

package sqldb

import (
	"errors"
	"io/fs"
	"os"
)

// lockFile makes a file that must not be there. Where flock is absent a process that died leaves it, and the operator removes
// it.
func lockFile(path string) (release func() error, ok bool, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return func() error { return errors.Join(f.Close(), os.Remove(path)) }, true, nil
}
