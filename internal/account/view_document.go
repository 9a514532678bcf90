package account

import (
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// name is what the document is called on pages.
func (d Document) name() i18n.Text {
	if d.Kind == docOther && d.Details.Title != "" {
		return i18n.Same(d.Details.Title)
	}
	return documentName[d.Kind]
}

func (d Document) hasCopy() bool { return d.Copy != nil && !d.Copy.Ref.IsZero() }

func (d Document) rows() []web.SummaryRow {
	rows := []web.SummaryRow{
		{Key: labelNumber, Value: i18n.Same(d.Details.Number)},
		{Key: labelIssued, Value: d.Details.IssuedOn.text()},
		{Key: labelIssuer, Value: i18n.Same(d.Details.IssuedBy)},
	}
	if d.Copy != nil {
		text, kind := scanText[d.Copy.Verdict.State], scanKind[d.Copy.Verdict.State]
		rows = append(rows, web.SummaryRow{Key: labelCopy, Value: i18n.Same(d.Copy.Name)}, web.SummaryRow{Key: keyScan, Body: web.Tag(kind, text)})
	}
	return rows
}

var (
	scanText = map[scan.State]i18n.Text{
		scan.Pending:   i18n.M("Проверяется", "Being checked"),
		scan.Clean:     i18n.M("Проверен", "Checked"),
		scan.Infected:  i18n.M("Удалён: в файле найдена вредоносная программа", "Removed: harmful software was found in the file"),
		scan.Unscanned: i18n.M("Не проверен: виден только вам", "Not checked: only you see it"),
	}
	scanKind = map[scan.State]web.Kind{scan.Pending: web.Info, scan.Clean: web.Success, scan.Infected: web.Danger, scan.Unscanned: web.Neutral}
)
