package durable_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/durable"
)

// A file is replaced whole, with its mode, and what a killed writer left is removed.
func TestWriteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.json")
	for _, content := range []string{"one", "two"} {
		if err := durable.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != content {
			t.Errorf("%q, %v", got, err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	remains := filepath.Join(filepath.Dir(path), durable.Temporary(path)+"123")
	if err := os.WriteFile(remains, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	durable.RemoveRemains(path)
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
	if err := durable.WriteFile(filepath.Join(path, "x"), nil, 0o600); err == nil {
		t.Error("a file was written below a file")
	}
	broken := errors.New("broken off")
	err := durable.Write(path, 0o600, func(w io.Writer) error {
		_, err := io.WriteString(w, "half")
		return errors.Join(err, broken)
	})
	if got, _ := os.ReadFile(path); !errors.Is(err, broken) || string(got) != "two" {
		t.Errorf("after a writer that failed (%v) the file has %q", err, got)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("it left %v, %v", entries, err)
	}
}
