//go:build unix

package blob

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// locked runs f while no other rename or delete happens in the folder, in this process or in another one of this node.
// The kernel lets go of the lock when the process dies.
func (s *Files) locked(f func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	fd := int(s.lock.Fd())
	if err := flock(fd, syscall.LOCK_EX); err != nil {
		return fmt.Errorf("lock the blob folder: %w", err)
	}
	return errors.Join(f(), flock(fd, syscall.LOCK_UN))
}

func flock(fd, how int) error {
	for {
		if err := syscall.Flock(fd, how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// syncDir makes the names in a folder durable.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
