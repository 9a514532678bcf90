//go:build !klaster_compact

package gost3410

import (
	"crypto/rand"
	"io"
)

// systemRandom is where random bytes come from if the caller names no other source.
func systemRandom() io.Reader { return rand.Reader }
