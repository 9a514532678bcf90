package notification

import (
	"net/url"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func taskRows(tasks []Task) []web.Task {
	rows := make([]web.Task, len(tasks))
	for i, t := range tasks {
		rows[i] = web.Task{Title: t.Title, Hint: t.About, URL: t.Path}
		if !t.Until.IsZero() {
			rows[i].Hint = hintUntil.With(t.About, i18n.Moment(t.Until))
		}
	}
	return rows
}

func noticeTabs(c centre) []web.Tab {
	return []web.Tab{
		{Label: tabAll, URL: Path, Current: !c.unread},
		{Label: tabUnread, URL: Path + "?unread=1", Current: c.unread, Count: c.waits},
	}
}

func emptyNotices(c centre) web.EmptySpec {
	if c.unread {
		return web.EmptySpec{Icon: "bell", Title: noneUnread, Text: textNoneUnread}
	}
	return web.EmptySpec{Icon: "bell", Title: noneAtAll, Text: textNoneAtAll}
}

func olderURL(c centre) string {
	v := url.Values{"before": {c.next}}
	if c.unread {
		v.Set("unread", "1")
	}
	return Path + "?" + v.Encode()
}
