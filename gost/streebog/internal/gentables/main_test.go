package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestTablesAreGenerated fails when a file of tables is not what go generate writes.
func TestTablesAreGenerated(t *testing.T) {
	for name, render := range files() {
		want, err := render()
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from the generator: run go generate ./gost/streebog", name)
		}
	}
}
