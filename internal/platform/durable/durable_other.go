//go:build !unix

package durable

import (
	"errors"
	"os"
)

// SyncFolder has nothing to do where folders cannot be opened.
func SyncFolder(string) error { return nil }

// Lock cannot keep other processes away here, and says so before anything is written.
func Lock(*os.File) error { return errors.ErrUnsupported }
