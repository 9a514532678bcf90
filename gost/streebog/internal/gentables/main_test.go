package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestTablesAreGenerated fails when tables.go is not what go generate writes.
func TestTablesAreGenerated(t *testing.T) {
	want, err := render()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "..", "tables.go"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("tables.go differs from the generator: run go generate ./gost/streebog")
	}
}
