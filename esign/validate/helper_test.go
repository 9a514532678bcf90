package validate_test

import (
	"encoding/pem"
	"testing"
)

// unarmor returns the bytes of a file that may be PEM.
func unarmor(t *testing.T, data []byte) []byte {
	t.Helper()
	if block, _ := pem.Decode(data); block != nil {
		return block.Bytes
	}
	return data
}
