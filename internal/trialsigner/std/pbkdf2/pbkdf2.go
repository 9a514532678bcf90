// Package pbkdf2 stands in the place of crypto/pbkdf2 when the program for the browser is built (make wasm): keys come to it
// without a password, and nothing calls it.
package pbkdf2

import (
	"errors"
	"hash"
)

// Key derives nothing.
func Key[Hash hash.Hash](func() Hash, string, []byte, int, int) ([]byte, error) {
	return nil, errors.ErrUnsupported
}
