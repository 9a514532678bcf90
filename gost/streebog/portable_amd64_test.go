//go:build !purego

package streebog_test

import (
	"testing"

	"github.com/klaster-platform/klaster/gost/streebog"
)

// The tests of vectors again by code that they do not reach on a processor that has better instructions: without AVX-512, and
// without any.
func TestPortable(t *testing.T) {
	for name, without := range map[string]func(func()){"AVX2": streebog.AVX2, "portable": streebog.Portable} {
		without(func() {
			t.Run(name+"/RFC6986", TestRFC6986)
			t.Run(name+"/SharedVectors", TestSharedVectors)
			t.Run(name+"/AgainstTheStandard", TestAgainstTheStandard)
			t.Run(name+"/HMAC", TestHMAC)
			t.Run(name+"/NoAllocations", TestNoAllocations)
		})
	}
}
