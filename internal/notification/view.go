package notification

import (
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid"
)

func stateTabs(counts map[State]int64, now State) []web.Tab {
	tabs := []web.Tab{{Label: tabAll, URL: "/admin/messages", Current: now == ""}}
	for _, s := range []State{Waiting, Failed, Sent, Expired} {
		tabs = append(tabs, web.Tab{Label: stateName[s], URL: "/admin/messages?state=" + string(s), Current: now == s, Count: int(counts[s])})
	}
	return tabs
}

var stateKind = map[State]web.Kind{Waiting: web.Info, Sent: web.Success, Failed: web.Danger, Expired: web.Neutral}

func queueRows(list []Message) [][]web.Cell {
	rows := make([][]web.Cell, len(list))
	for i, m := range list {
		rows[i] = []web.Cell{
			{Body: web.Time(m.Created)},
			{Text: i18n.Same(m.Recipient)},
			{Text: i18n.Same(m.Topic)},
			{Body: web.Tag(stateKind[m.State], stateName[m.State])},
			{Text: i18n.Same(i18n.Number(m.Attempts).In(i18n.Russian))},
			{Text: i18n.Same(m.Failure)},
		}
	}
	return rows
}

func caughtRows(list []Message) [][]web.Cell {
	rows := make([][]web.Cell, len(list))
	for i, m := range list {
		to, subject := m.Recipient, m.Subject
		if m.Channel == SMS {
			to, subject = ruid.Phone(m.Recipient).String(), m.Text
		}
		rows[i] = []web.Cell{{Body: web.Time(m.Created)}, {Text: i18n.Same(to)}, {Text: i18n.Same(subject), URL: "/dev/mail/" + m.ID}}
	}
	return rows
}

// linksIn returns the addresses in a text, so that a tester without a mail program can follow them.
func linksIn(text string) []string {
	var list []string
	for _, word := range strings.Fields(text) {
		if strings.HasPrefix(word, "http://") || strings.HasPrefix(word, "https://") {
			list = append(list, strings.TrimRight(word, ".,;)»"))
		}
	}
	return list
}
