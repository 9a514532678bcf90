package signature

import (
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/trust"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// reportRows are a report with what to do at each point that failed.
func reportRows(at time.Time, answers []answer) []web.SummaryRow {
	rows := []web.SummaryRow{{Key: labelAt, Value: i18n.F("%s", "%s").With(i18n.Moment(at))}}
	for _, p := range points() {
		for _, a := range answers {
			if a.Point != p.name {
				continue
			}
			value := i18n.F("%s. %s", "%s. %s").With(resultWord(a.Result), a.Detail)
			if a.Result == "fail" {
				value = i18n.F("%s. %s %s", "%s. %s %s").With(resultWord(a.Result), a.Detail, p.mend)
			}
			rows = append(rows, web.SummaryRow{Key: p.label, Value: value})
		}
	}
	return rows
}

// reportText is a report to be copied into a letter.
func reportText(l i18n.Lang, number string, at time.Time, answers []answer) string {
	var b strings.Builder
	b.WriteString(titleReport.With(number).In(l) + "\n" + i18n.Moment(at).In(l) + "\n")
	for _, p := range points() {
		for _, a := range answers {
			if a.Point == p.name {
				b.WriteString(p.label.In(l) + ": " + resultWord(a.Result).In(l))
				if a.Detail != "" {
					b.WriteString(", " + a.Detail)
				}
				b.WriteString("\n")
			}
		}
	}
	return b.String()
}

func authorityTable(found []*trust.Authority) web.TableSpec {
	t := web.TableSpec{Caption: titleListed, CaptionHidden: true, Columns: []web.Column{{Label: labelAuthority}, {Label: labelINN}}, Empty: textNoneHere}
	for _, a := range found {
		t.Rows = append(t.Rows, []web.Cell{{Text: i18n.Same(a.Name)}, {Text: i18n.Same(string(a.INN))}})
	}
	return t
}
