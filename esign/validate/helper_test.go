package validate_test

import (
	"encoding/hex"
	"encoding/pem"
	"testing"

	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// unarmor returns the bytes of a file that may be PEM.
func unarmor(t *testing.T, data []byte) []byte {
	t.Helper()
	if block, _ := pem.Decode(data); block != nil {
		return block.Bytes
	}
	return data
}

// sharedDir is where the messages of the oracle are.
func sharedDir(t *testing.T) string {
	t.Helper()
	return sharedtest.Dir(t, set)
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }
