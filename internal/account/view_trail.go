package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func trailTabs(current string) []web.Tab {
	tabs := []web.Tab{{Label: tabAll, URL: trailPath, Current: current == ""}}
	for _, t := range trailTopics() {
		tabs = append(tabs, web.Tab{Label: tabOfTopic[t], URL: trailURL(trailPath, string(t), ""), Current: current == string(t)})
	}
	return append(tabs, web.Tab{Label: tabLooks, URL: trailURL(trailPath, lookTopic, ""), Current: current == lookTopic})
}

func trailRows(list []Deed) [][]web.Cell {
	rows := make([][]web.Cell, len(list))
	for i, d := range list {
		rows[i] = []web.Cell{{Body: web.Time(d.At)}, {Text: d.What}, {Text: d.Who}, {Text: i18n.Same(d.Network)}}
	}
	return rows
}

func lookRows(list []View) [][]web.Cell {
	rows := make([][]web.Cell, len(list))
	for i, v := range list {
		rows[i] = []web.Cell{{Body: web.Time(v.At)}, {Body: web.Words(v.Who)}, {Text: v.What}}
	}
	return rows
}
