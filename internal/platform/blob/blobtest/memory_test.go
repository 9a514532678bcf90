package blobtest

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/clock"
)

func TestMemoryConformance(t *testing.T) {
	Conformance(t, func(*testing.T) blob.Store { return NewMemory(clock.System{}) })
}
