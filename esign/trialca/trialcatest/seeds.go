package trialcatest

import (
	"crypto"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/klaster-platform/klaster/esign/algorithm"
)

func newPublicKey(key crypto.Signer) (*algorithm.PublicKey, error) {
	return algorithm.NewPublicKey(key.Public())
}

// Seeds are the contents of shared files to begin fuzzing with, found by patterns below data/gost. They are as many as there are:
// unlike a test of those files, fuzzing goes on without them, from the seeds that the target makes itself.
func Seeds(f *testing.F, patterns ...string) [][]byte {
	f.Helper()
	root := os.Getenv("KLASTER_SHARED")
	if root == "" {
		_, file, _, _ := runtime.Caller(0)
		root = filepath.Join(filepath.Dir(file), "..", "..", "..", "..", "shared")
	}
	var seeds [][]byte
	for _, pattern := range patterns {
		names, err := filepath.Glob(filepath.Join(root, "data", "gost", filepath.FromSlash(pattern)))
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			seeds = append(seeds, b)
		}
	}
	return seeds
}
