package account

import (
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// delayText is the delay of a deletion: «30 дней».
func delayText(d time.Duration) i18n.Count {
	if d%(24*time.Hour) != 0 {
		return i18n.After(d)
	}
	return i18n.Count{N: int64(d / (24 * time.Hour)), One: "день", Few: "дня", Many: "дней", Single: "day", Multiple: "days"}
}

func copyRows(list []DataCopy) [][]web.Cell {
	rows := make([][]web.Cell, len(list))
	for i, c := range list {
		state := web.Tag(web.Info, copyWaiting)
		switch {
		case !c.Fetched.IsZero():
			state = web.Tag(web.Neutral, copyTaken)
		case !c.Ready.IsZero():
			state = web.Tag(web.Success, copyReady)
		}
		rows[i] = []web.Cell{{Body: web.Time(c.Asked)}, {Body: web.Time(c.Expires)}, {Body: state}, {Body: copyAction(c)}}
	}
	return rows
}
