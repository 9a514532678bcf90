package form_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/application/form"
)

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"  ООО  «Ёж»\n": "ООО «Ёж»", "Отче\u0308т": "Отчёт", "а\u202eб\u200bв\x00г": "а бв г", "a\u00a0b": "a\u00a0b", "": "", "\ufffd": "",
	} {
		got := form.Plain(in)
		if got != want {
			t.Errorf("Plain(%q) is %q, want %q", in, got, want)
		}
		if form.Plain(got) != got {
			t.Errorf("Plain(%q) is not plain", in)
		}
	}
	if got := form.PlainLines("\n а  б \r\n\nв\u202e\n"); got != "а б\n\nв" {
		t.Errorf("PlainLines gives %q", got)
	}
}

func TestCanonical(t *testing.T) {
	s := join(t)
	for _, c := range []struct {
		key, text string
		canonical bool
	}{
		{"phone", "+74951234567", true},
		{"phone", "8 495 123-45-67", false},
		{"projects.cost", "1250.00", true},
		{"projects.cost", "1250", false},
		{"projects.cost", "", true},
		{"patents.granted", "2026-02-01", true},
		{"patents.granted", "01.02.2026", false},
		{"contact", " Анна", false},
	} {
		if q, ok := s.Question(c.key); !ok || q.Canonical(c.text) != c.canonical {
			t.Errorf("%s: Canonical(%q) is not %v", c.key, c.text, c.canonical)
		}
	}
}

// Names of files come from browsers, and rows of blanks from people; neither keeps a document from being formed.
func TestWhatBrowsersBring(t *testing.T) {
	s, err := form.Load([]byte(`
format: klaster service 1
key: files
version: 1
title: {ru: Файлы, en: Files}
summary: {ru: Файлы, en: Files}
name: {ru: Заявление, en: Application}
word: statement
from: 2026-01-01
basis: setting
subject: organisation
see: [guest]
apply: [partner]
signature: none
term: 10
grounds: [{code: other, title: {ru: Иное, en: Other}}]
sections:
  - key: all
    title: {ru: Всё, en: All}
    questions:
      - {key: files, kind: file, label: {ru: Файлы, en: Files}}
      - key: rows
        kind: table
        label: {ru: Строки, en: Rows}
        optional: yes
        columns: [{key: one, kind: line, label: {ru: Один, en: One}, optional: yes}]
`))
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := s.Check(t.Context(), form.Answers{
		"files": {Files: []form.File{{Name: "\u202eсмета\u200b.pdf\n"}}}, "rows": {Rows: []map[string]string{{"one": " \u200b"}, {"one": "а"}, {}}},
	}, nil, day(t, "2026-11-22"))
	if err != nil || !sheet.Complete() {
		t.Fatalf("%v, %v", err, sheet.Problems)
	}
	want := form.Answers{"files": {Files: []form.File{{Name: "смета.pdf"}}}, "rows": {Rows: []map[string]string{{"one": "а"}}}}
	if diff := cmp.Diff(want, sheet.Answers()); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}
