package form

import (
	"fmt"
	"strconv"
	"time"

	"github.com/klaster-platform/klaster/workdays"
)

// PeriodFact is the fact that names the period of an application of a service that recurs. A form shows it, so that the document that is
// signed says for which period it is.
const PeriodFact = "filing.period"

// Period is a month, a quarter or a year.
type Period struct {
	Key         string // "2026-03", "2026-Q1", "2026": it is stored
	First, Last workdays.Date
	Text        Text // «I квартал 2026 года»
}

// months of a period.
func (e Every) months() int {
	switch e {
	case Month:
		return 1
	case Quarter:
		return 3
	case Year:
	}
	return 12
}

// On is the period in which a day lies.
func (r Repeat) On(day workdays.Date) Period {
	year, month, _ := day.Civil()
	n := r.Every.months()
	part := (int(month) - 1) / n // counted from 0 within the year
	p := Period{First: dayOf(year, time.Month(part*n+1))}
	p.Last = p.First.AddMonths(n).AddDays(-1)
	switch r.Every {
	case Month:
		p.Key = fmt.Sprintf("%04d-%02d", year, int(month))
		p.Text = Text{RU: monthsRU()[part] + " " + strconv.Itoa(year) + " года", EN: month.String() + " " + strconv.Itoa(year)}
	case Quarter:
		p.Key = fmt.Sprintf("%04d-Q%d", year, part+1)
		p.Text = Text{RU: [...]string{"I", "II", "III", "IV"}[part] + " квартал " + strconv.Itoa(year) + " года", EN: fmt.Sprintf("quarter %d of %d", part+1, year)}
	case Year:
		p.Key = fmt.Sprintf("%04d", year)
		p.Text = Text{RU: strconv.Itoa(year) + " год", EN: strconv.Itoa(year)}
	}
	return p
}

// Ended is the latest period that is over on a day.
func (r Repeat) Ended(day workdays.Date) Period { return r.On(r.On(day).First.AddDays(-1)) }

// ByKey is the period of a key that was stored; false when it is none of this service.
func (r Repeat) ByKey(key string) (Period, bool) {
	if len(key) < len("2026") {
		return Period{}, false
	}
	year, err := strconv.Atoi(key[:4])
	if err != nil {
		return Period{}, false
	}
	for month := time.January; month <= time.December; month++ {
		if p := r.On(dayOf(year, month)); p.Key == key {
			return p, true
		}
	}
	return Period{}, false
}

func dayOf(year int, month time.Month) workdays.Date {
	return workdays.DateOf(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC))
}

func monthsRU() []string {
	return []string{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"}
}
