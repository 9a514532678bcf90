// Package asn1 stands in the place of encoding/asn1 when the program for the browser is built (make wasm). The libraries take
// from there what an object identifier is and read everything by cryptobyte; the standard package decodes any value by
// reflection, which they do not use.
package asn1

import (
	"errors"
	"slices"
	"strconv"
)

// ObjectIdentifier is an object identifier by its numbers.
type ObjectIdentifier []int

// Equal reports whether two identifiers are the same.
func (oi ObjectIdentifier) Equal(other ObjectIdentifier) bool { return slices.Equal(oi, other) }

// String returns the dotted form.
func (oi ObjectIdentifier) String() string {
	var b []byte
	for i, n := range oi {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return string(b)
}

// BitString is named by cryptobyte.
type BitString struct {
	Bytes     []byte
	BitLength int
}

// Marshal is named by cryptobyte, for values that nobody writes here.
func Marshal(any) ([]byte, error) { return nil, errors.ErrUnsupported }
