package application

import (
	"strings"

	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// fileRows are the files that a draft has for a question, each with its button.
func fileRows(w Work, q *form.Question, files []form.File) []web.SummaryRow {
	rows := make([]web.SummaryRow, len(files))
	for i, f := range files {
		rows[i] = web.SummaryRow{Key: i18n.F("Файл %d", "File %d").With(i + 1), Body: fileView(w, q, f)}
	}
	return rows
}

func filesHint(q *form.Question) i18n.Text {
	limits := hintFiles.With(endings(q), q.MostFiles())
	if q.Hint.RU == "" {
		return limits
	}
	return i18n.F("%s %s", "%s %s").With(errText(q.Hint), limits)
}

// accepts is what the browser offers to choose.
func accepts(q *form.Question) string {
	list := []string{}
	for _, t := range q.Types() {
		list = append(list, t.Ending)
	}
	return strings.Join(list, ",")
}

func scanKind(s scan.State) web.Kind {
	if s == scan.Infected {
		return web.Danger
	}
	return web.Neutral
}

// attachmentTable lists files as the document names them.
func attachmentTable(e document.Entry) web.TableSpec {
	t := web.TableSpec{Caption: i18n.Same(e.Label), Columns: []web.Column{{Label: columnFile}, {Label: columnSize, Numeric: true}, {Label: columnHash}}}
	for _, f := range e.Files {
		t.Rows = append(t.Rows, []web.Cell{{Text: i18n.Same(f.Name)}, {Text: i18n.Same(f.Size)}, {Text: i18n.Same(f.SHA256)}})
	}
	return t
}
