package document_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/application/document"
)

func listOfTwo() document.DecisionList {
	return document.DecisionList{
		ID: "0190a0b0-0000-7000-8000-000000000001", Formed: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Foundation: "Фонд", Trial: true,
		Official: document.Signer{Name: "Лебедева Ольга Игоревна"},
		Decisions: []document.Hashes{
			{SHA256: strings.Repeat("a1", 32), Streebog: strings.Repeat("b2", 32)}, {SHA256: strings.Repeat("c3", 32), Streebog: strings.Repeat("d4", 32)},
		},
	}
}

// A list is read back as it was written, and anything else is refused.
func TestListOfDecisions(t *testing.T) {
	content, err := document.ListDecisions(listOfTwo())
	if err != nil {
		t.Fatal(err)
	}
	read, err := document.ReadDecisions(content)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(listOfTwo(), read); diff != "" {
		t.Error(diff)
	}
	for name, changed := range map[string][]byte{
		"another hash in capitals": bytes.Replace(content, []byte("a1a1"), []byte("A1A1"), 1),
		"a decision twice":         bytes.ReplaceAll(content, []byte("c3"), []byte("a1")),
		"a wrong count":            bytes.Replace(content, []byte(`count="2"`), []byte(`count="3"`), 1),
		"a blank":                  bytes.Replace(content, []byte("<official>"), []byte("<official> "), 1),
		"something more":           bytes.Replace(content, []byte("<official>"), []byte("<more></more><official>"), 1),
		"nothing":                  nil,
	} {
		if _, err := document.ReadDecisions(changed); !errors.Is(err, document.ErrDocument) {
			t.Errorf("%s: %v", name, err)
		}
	}
	empty := listOfTwo()
	empty.Decisions = nil
	if _, err := document.ListDecisions(empty); err == nil {
		t.Error("an empty list was written")
	}
}

func FuzzReadDecisions(f *testing.F) {
	content, err := document.ListDecisions(listOfTwo())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add([]byte(`<decisions xmlns="urn:klaster:decisions:1"></decisions>`))
	f.Fuzz(func(t *testing.T, content []byte) {
		l, err := document.ReadDecisions(content)
		if err != nil {
			return
		}
		again, err := document.ListDecisions(l)
		if err != nil || !bytes.Equal(again, content) {
			t.Errorf("read and written again: %v", err)
		}
	})
}
