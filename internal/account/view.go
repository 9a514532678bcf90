package account

import (
	"slices"

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

// cabinetPages are the pages of the profile in the order in which they are offered.
var cabinetPages = []web.Tab{
	{Label: titleProfile, URL: "/profile"},
	{Label: tabLevel, URL: "/profile/level"},
	{Label: titleDocuments, URL: documentsPath},
	{Label: titleSecurity, URL: "/profile/security"},
	{Label: titleContacts, URL: contactsPath},
	{Label: titleConnections, URL: "/profile/connections"},
	{Label: titleTrail, URL: trailPath},
	{Label: titleLeaving, URL: leavingPath},
}

func cabinetTabs(current string) []web.Tab {
	tabs := slices.Clone(cabinetPages)
	for i := range tabs {
		tabs[i].Current = tabs[i].URL == current
	}
	return tabs
}
