package document_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
)

// largest is a service whose answers may be as long as a form's may be together, and its longest answers.
func largest(t testing.TB) (*form.Service, form.Answers) {
	t.Helper()
	var b strings.Builder
	b.WriteString(`format: klaster service 1
key: large
version: 1
title: {ru: Проба, en: Sample}
summary: {ru: Проба, en: Sample}
name: {ru: Заявление о пробе, en: Application for a sample}
word: statement
from: 2026-01-01
basis: setting
subject: organisation
see: [guest]
apply: [newcomer]
signature: required
term: 10
grounds: [{code: no, title: {ru: Нет, en: "No"}}]
sections:
  - key: main
    title: {ru: Главное, en: Main}
    questions:
      - key: table
        kind: table
        label: {ru: Таблица, en: Table}
        most: 500
        columns:
`)
	const columns, texts = 8, 10
	line := strings.Repeat("Станок & «Ёлка» ", 20)[:] // of two bytes a letter, with signs that XML escapes
	long := string([]rune(line)[:form.MaxLine-1])     // no blank at its end
	row := map[string]string{}
	for i := range columns {
		key := fmt.Sprintf("column%d", i)
		fmt.Fprintf(&b, "          - {key: %s, kind: line, label: {ru: Столбец %d, en: Column}}\n", key, i)
		row[key] = long
	}
	answers := form.Answers{}
	for i := range texts {
		key := fmt.Sprintf("text%d", i)
		fmt.Fprintf(&b, "      - {key: %s, kind: text, label: {ru: Текст %d, en: Text}, most: 20000}\n", key, i)
		answers[key] = form.Answer{Text: strings.TrimSpace(strings.Repeat("Ж", 19_000))} // one word that no line holds
	}
	rows := make([]map[string]string, 500)
	for i := range rows {
		rows[i] = row
	}
	answers["table"] = form.Answer{Rows: rows}
	s, err := form.Load([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return s, answers
}

// The largest legal form, filled to the brim, becomes a document that can be kept, read back and printed.
func TestTheLargestForm(t *testing.T) {
	s, answers := largest(t)
	xml := formed(t, s, answers, given(t))
	if len(xml) < form.MaxText || len(xml) > application.MaxPaper {
		t.Errorf("the document has %d bytes", len(xml))
	}
	parsed, err := document.Read(s, xml)
	if err != nil || len(parsed.Answers["table"].Rows) != 500 {
		t.Fatal(err)
	}
	pdf, err := document.Render(xml, document.Print{})
	if err != nil || len(pdf) > application.MaxPaper {
		t.Fatalf("the paper has %d bytes: %v", len(pdf), err)
	}
	t.Logf("%d bytes of XML, %d bytes of PDF", len(xml), len(pdf))
}
