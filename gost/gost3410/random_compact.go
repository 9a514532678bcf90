//go:build klaster_compact

package gost3410

import (
	"errors"
	"io"
)

// ErrNoRandom says that the caller named no source of random bytes.
var ErrNoRandom = errors.New("no source of random bytes")

// systemRandom fails: crypto/rand brings a generator with its ciphers and their self-tests along, where a browser has one. A
// compact program passes its source to each call.
func systemRandom() io.Reader { return noRandom{} }

type noRandom struct{}

func (noRandom) Read([]byte) (int, error) { return 0, ErrNoRandom }
