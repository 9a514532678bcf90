package document

import (
	"bytes"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/application/form"
)

// Whatever stands in a document of the right form, of whatever service, drawing it comes to an end, twice the same.
func FuzzRender(f *testing.F) {
	f.Add("Наименование", "ООО «Ёж»", "line", uint8(3))
	f.Add(strings.Repeat("ы", 300), strings.Repeat("слово ", 60), "table", uint8(13))
	f.Add("中", "😀\n\nя", "choices", uint8(1))
	f.Add("", "-", "money", uint8(0))
	f.Add("x", "2026-11-22", "known", uint8(2))
	f.Add("x", "", "table", uint8(40))
	f.Fuzz(func(t *testing.T, label, text, kind string, n uint8) {
		label, text = form.Plain(label), form.PlainLines(text)
		if len(text) > 5000 || len(label) > 5000 || n > 40 {
			return
		}
		q := branch("q", "kind", kind, "label", label, "state", label, "source", text, "as_of", text)
		q.text = text
		for i := range n {
			row := branch("row")
			for range int(n) - int(i)/2 {
				row.with(leaf("c", text, "kind", kind, "name", label, "size", text))
			}
			q.text, _ = "", q.with(row)
		}
		root := branch("application", "Id", rootID, "application", "01935a3e-7c00-7000-8000-000000000001", "format", Format, "formed",
			"2026-11-22T06:30:00.123456Z", "service", "x", "template", "1", "version", "1").with(
			leaf("name", text), leaf("recipient", "x"), branch("applicant", "kind", string(Individual)).with(leaf("name", "x")),
			branch("author").with(leaf("name", "x")), branch("answers").with(branch("s", "title", label).with(q, q)))
		content := root.write("urn:x")
		first, err := Render(content, Print{})
		if err != nil {
			if root.seen() == nil && len(kind) < 100 && form.Plain(kind) == kind {
				t.Errorf("not drawn: %v", err)
			}
			return
		}
		if again, err := Render(content, Print{}); err != nil || !bytes.Equal(first, again) {
			t.Errorf("drawn twice, it differs: %v", err)
		}
	})
}
