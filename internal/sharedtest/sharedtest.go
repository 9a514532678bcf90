// Package sharedtest finds the material that tests read in place and that the repository does not carry: real
// certificates, registers and vectors made by other implementations.
//
// The folder is named by KLASTER_SHARED, else it is ../shared beside the repository. A set that is absent ends the test
// with one line, "shared data not found: <set>", which `make test` collects and lists at its end, so that nothing is
// left out in silence.
package sharedtest

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Dir returns the folder of one set below data/, such as "gost/xmldsig". It ends the test when the set is absent.
func Dir(tb testing.TB, set string) string {
	tb.Helper()
	dir := filepath.Join(root(tb), "data", filepath.FromSlash(set))
	if _, err := os.Stat(dir); err != nil {
		tb.Skipf("shared data not found: %s", set)
	}
	return dir
}

// File returns the content of one file of a set. A file that is missing from a present set is a failure.
func File(tb testing.TB, set, name string) []byte {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join(Dir(tb, set), filepath.FromSlash(name)))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func root(tb testing.TB) string {
	tb.Helper()
	if dir := os.Getenv("KLASTER_SHARED"); dir != "" {
		return dir
	}
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		tb.Fatal("sharedtest: the caller's file is unknown")
	}
	return filepath.Join(filepath.Dir(file), "..", "..", "..", "shared")
}
