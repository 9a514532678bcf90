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

func TestCommittedFileIsWhatWouldBeWritten(t *testing.T) {
	var got bytes.Buffer
	if err := generate(&got, sharedtest.Dir(t, "registers/ref")); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join("..", "..", "status.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("run the generator again (-committed +generated):\n%s", diff)
	}
}

// A code of the list that our rule does not know stops the generator: it would be read as something by chance.
func TestNewCodeNeedsAReading(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"egrul_status_hflabs.csv":        "code,type,status,description\n119,LEGAL,ACTIVE,x\n",
		"egrul_status_observed_4.07.csv": "attr,code,name,count\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := generate(new(bytes.Buffer), dir); err == nil || !strings.Contains(err.Error(), "119") {
		t.Errorf("the new code is taken: %v", err)
	}
}
