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

func sessionRows(list []Session, current string) [][]web.Cell {
	rows := make([][]web.Cell, len(list))
	for i, s := range list {
		browser := i18n.Same(s.Browser)
		if s.Browser == "" {
			browser = unknownBrowser
		}
		rows[i] = []web.Cell{
			{Text: browser},
			{Text: i18n.Same(s.Address)},
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
	{Label: titleSecurity, URL: "/profile/security"},
	{Label: titleContacts, URL: contactsPath},
	{Label: titleConnections, URL: "/profile/connections"},
}

func cabinetTabs(current string) []web.Tab {
	tabs := slices.Clone(cabinetPages)
	for i := range tabs {
		tabs[i].Current = tabs[i].URL == current
	}
	return tabs
}
