package trialca

import (
	"crypto/sha256"
	"io"
	"math/rand/v2"
)

// Seeded returns a source of bytes that are the same for the same seed. Keys made from it are known to whoever knows the seed.
// It is not for use by several goroutines at once.
func Seeded(seed string) io.Reader {
	return rand.NewChaCha8(sha256.Sum256([]byte(seed))) //nolint:gosec // reproducible on purpose: trial keys are no secret
}
