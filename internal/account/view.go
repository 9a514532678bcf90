package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func agreeLabel(d Agreement) i18n.Text {
	if d.Document == "consent" {
		return agreeConsent
	}
	return agreeTerms
}

// sessionRows lists sessions; place tells where a network is, "" when that is not known.
func sessionRows(list []Session, current string, place func(network string) string) [][]web.Cell {
	rows := make([][]web.Cell, len(list))
	for i, s := range list {
		network := s.Address
		if where := place(network); where != "" {
			network += ", " + where
		}
		rows[i] = []web.Cell{
			{Text: browserText(s.Browser)},
			{Text: i18n.Same(network)},
			{Body: web.Time(s.Created)},
			{Body: web.Time(s.Seen)},
			{Body: sessionAction(s, s.ID == current)},
		}
	}
	return rows
}

// sampleRows list who may sign in to a trial installation.
func sampleRows(samples []Sample) []web.SummaryRow {
	rows := make([]web.SummaryRow, len(samples))
	for i, s := range samples {
		rows[i] = web.SummaryRow{Key: s.Who, Value: i18n.Same(string(s.Email))}
	}
	return rows
}
