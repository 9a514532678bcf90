//go:build !unix

package cli

import (
	"errors"
	"os"
)

// syncFolder has nothing to do where folders cannot be opened.
func syncFolder(string) error { return nil }

// lockFile cannot keep other processes away here, and says so before anything is written.
func lockFile(*os.File) error { return errors.ErrUnsupported }
