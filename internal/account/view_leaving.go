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

// filesText tells how much the files add to a copy; zero when there are none.
func filesText(n int, size int64) i18n.Text {
	if n == 0 {
		return i18n.Text{}
	}
	count := i18n.Count{N: int64(n), One: "файл", Few: "файла", Many: "файлов", Single: "file", Multiple: "files"}
	return copyFiles.With(count, sizeText(size))
}

// sizeText is a number of bytes in the unit that reads best, rounded up: «340 КБ», «12 МБ».
func sizeText(size int64) i18n.Text {
	if size < 1_000_000 {
		return kilobytes.With(i18n.Number((size + 999) / 1000))
	}
	return megabytes.With(i18n.Number((size + 999_999) / 1_000_000))
}

var (
	kilobytes = i18n.F("%s КБ", "%s KB")
	megabytes = i18n.F("%s МБ", "%s MB")
)

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
