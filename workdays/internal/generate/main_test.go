package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// The commit of github.com/xmlcalendar/data that the shared files and russia.txt are of.
const commit = "ccba74a"

func TestCommittedFileIsWhatWouldBeWritten(t *testing.T) {
	var got bytes.Buffer
	if err := generate(&got, sharedtest.Dir(t, "registers/calendar"), commit); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join("..", "..", "russia.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("run the generator again (-committed +generated):\n%s", diff)
	}
}

func TestFileNamedAfterAnotherYear(t *testing.T) {
	dir := t.TempDir()
	content := sharedtest.File(t, "registers/calendar", "ru-2026.xml")
	if err := os.WriteFile(filepath.Join(dir, "ru-2025.xml"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := generate(new(bytes.Buffer), dir, commit); err == nil || !strings.Contains(err.Error(), "2026") {
		t.Errorf("the wrong year is taken: %v", err)
	}
}
