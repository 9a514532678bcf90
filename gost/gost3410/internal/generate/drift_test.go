package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The committed packages are what the generator writes, no more and no less.
func TestDrift(t *testing.T) {
	files, err := render()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("%v: run go generate", err)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from what the generator writes: run go generate", name)
		}
	}
	for _, u := range units() {
		entries, err := os.ReadDir(filepath.Join("..", u.Package))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, e := range entries {
			if _, ok := files[u.Package+"/"+e.Name()]; !ok && strings.HasSuffix(e.Name(), ".go") {
				t.Errorf("%s/%s is not written by the generator", u.Package, e.Name())
			}
		}
	}
}
