//go:build !purego

package streebog_test

import (
	"testing"

	"github.com/klaster-platform/klaster/gost/streebog"
)

// The tests of vectors again by the portable code, which they do not reach on a processor that has instructions for it.
func TestPortable(t *testing.T) {
	streebog.Portable(func() {
		t.Run("RFC6986", TestRFC6986)
		t.Run("SharedVectors", TestSharedVectors)
		t.Run("AgainstTheStandard", TestAgainstTheStandard)
		t.Run("HMAC", TestHMAC)
		t.Run("NoAllocations", TestNoAllocations)
	})
}
