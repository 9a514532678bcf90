package gost3410_test

import (
	"testing"

	"github.com/klaster-platform/klaster/gost/gost3410/internal/processor"
)

// TestPath prints which code the tests ran, for the log of the gate.
func TestPath(t *testing.T) {
	path := map[bool]string{true: "yes", false: "no"}
	t.Logf("gost3410: arithmetic with MULX and ADX: %s, tables with AVX2: %s, four at once with AVX-512 IFMA: %s",
		path[processor.HasADX], path[processor.HasAVX2], path[processor.HasIFMA])
}
