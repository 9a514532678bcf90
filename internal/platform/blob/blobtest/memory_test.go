package blobtest

import (
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob"
)

func TestMemoryConformance(t *testing.T) {
	Conformance(t, func(*testing.T) blob.Store { return NewMemory(time.Now) })
}
