package partner

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/workdays"
)

const (
	months = `(январ[яе]|феврал[яе]|март[ае]|апрел[яе]|ма[яе]|июн[яе]|июл[яе]|август[ае]|сентябр[яе]|октябр[яе]|ноябр[яе]|декабр[яе]|` +
		`january|february|march|april|may|june|july|august|september|october|november|december)`
	edge = `(?:[^a-zа-я0-9]|$)`
)

var (
	endOf   = regexp.MustCompile(`(?:(?:^|\s)(?:до|к|by|before|until)\s+(?:the\s+)?)(?:концу?а?|the end|end)\s*(?:of\s+)?(?:the\s+|this\s+|этого\s+)?(год[ау]?|квартал[ау]?|месяц[ау]?|недел[ию]|year|quarter|month|week)` + edge)
	newYear = regexp.MustCompile(`(?:^|\s)(?:до|к)\s+нов(?:ого|ому)\s+год[ау]` + edge)
	dayOf   = regexp.MustCompile(`(?:^|\s)(?:до|к|не позднее|by|before|until)\s+(\d{1,2})\s+` + months + `(?:\s+(20\d\d))?(?:\s+г(?:ода|\.)?)?` + edge)
	dayOfEn = regexp.MustCompile(`(?:^|\s)(?:by|before|until)\s+` + months + `\s+(\d{1,2})(?:,?\s+(20\d\d))?` + edge)
	dotted  = regexp.MustCompile(`(?:^|\s)(?:до|к|не позднее|by|before|until)\s+(\d{1,2})\.(\d{1,2})\.(20\d\d)` + edge)
	within  = regexp.MustCompile(`(?:^|\s)(?:в течение|за|в срок до|сроком до|не дольше|within|in)\s+(\d{1,3}|одного|один|двух|две|два|трех|три|четырех|четыре|полгода|полугода|a|one|two|three|four|six)?\s*` +
		`(дн(?:я|ей)|день|недел(?:ю|и|ь)|месяц(?:а|ев)?|год(?:а)?|лет|days?|weeks?|months?|years?)` + edge)
	halfYear = regexp.MustCompile(`(?:^|\s)(?:в течение|за)\s+(?:полгода|полугода)` + edge)
)

var labelTerm = i18n.F("Срок: до %s", "Term: by %s")

// term reads «до конца года», «к 1 марта», «за 3 недели».
func (r *reader) term(n *Need) i18n.Text {
	for _, rule := range []struct {
		form *regexp.Regexp
		day  func(m []string) workdays.Date
	}{
		{endOf, func(m []string) workdays.Date { return r.end(m[1]) }},
		{newYear, func([]string) workdays.Date { return r.end("год") }},
		{dotted, func(m []string) workdays.Date { return civil(m[3], m[2], m[1]) }},
		{dayOf, func(m []string) workdays.Date { return r.dayIn(m[3], m[2], m[1]) }},
		{dayOfEn, func(m []string) workdays.Date { return r.dayIn(m[3], m[1], m[2]) }},
		{halfYear, func([]string) workdays.Date { return r.today.AddMonths(6) }},
		{within, func(m []string) workdays.Date { return r.after(m[1], m[2]) }},
	} {
		at := rule.form.FindStringSubmatchIndex(r.text)
		if at == nil {
			continue
		}
		if d := rule.day(rule.form.FindStringSubmatch(r.text)); !d.IsZero() {
			n.Until = d
			r.take(at[0], at[1])
			return labelTerm.With(i18n.Date(d.Start()))
		}
	}
	return i18n.Text{}
}

// end is the last day of the present week, month, quarter or year.
func (r *reader) end(of string) workdays.Date {
	year, month, _ := r.today.Civil()
	switch {
	case strings.HasPrefix(of, "год"), of == "year":
		return dateOf(year, time.December, 31)
	case strings.HasPrefix(of, "квартал"), of == "quarter":
		return dateOf(year, (month-1)/3*3+1, 1).AddMonths(3).AddDays(-1)
	case strings.HasPrefix(of, "месяц"), of == "month":
		return dateOf(year, month, 1).AddMonths(1).AddDays(-1)
	}
	return r.today.AddDays((7 - int(r.today.Weekday())) % 7)
}

// dayIn is a day of a month: of the year that is named, else the next such day.
func (r *reader) dayIn(year, month, day string) workdays.Date {
	m := monthOf(month)
	d, _ := strconv.Atoi(day)
	if y, err := strconv.Atoi(year); err == nil {
		return dateOf(y, m, d)
	}
	date := dateOf(r.today.Year(), m, d)
	if !date.IsZero() && date.Before(r.today) {
		date = dateOf(r.today.Year()+1, m, d)
	}
	return date
}

func monthOf(word string) time.Month {
	for i, begins := range []string{"янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"} {
		if strings.HasPrefix(word, begins) {
			return time.Month(i + 1)
		}
	}
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(word, m.String()) {
			return m
		}
	}
	return 0
}

func civil(year, month, day string) workdays.Date {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	return dateOf(y, time.Month(m), d)
}

// dateOf is a day, zero where there is none such.
func dateOf(year int, month time.Month, day int) workdays.Date {
	d, err := workdays.NewDate(year, month, day)
	if err != nil {
		return workdays.Date{}
	}
	return d
}

// after is so many days, weeks, months or years from now; without a number, one.
func (r *reader) after(count, unit string) workdays.Date {
	n := 1
	switch {
	case strings.HasPrefix(count, "дв"), count == "two":
		n = 2
	case strings.HasPrefix(count, "тр"), count == "three":
		n = 3
	case strings.HasPrefix(count, "чет"), count == "four":
		n = 4
	case count == "six", strings.HasPrefix(count, "пол"):
		n = 6
	default:
		if v, err := strconv.Atoi(count); err == nil {
			n = v
		}
	}
	switch {
	case strings.HasPrefix(unit, "дн"), strings.HasPrefix(unit, "день"), strings.HasPrefix(unit, "day"):
		return r.today.AddDays(n)
	case strings.HasPrefix(unit, "нед"), strings.HasPrefix(unit, "week"):
		return r.today.AddDays(7 * n)
	case strings.HasPrefix(unit, "мес"), strings.HasPrefix(unit, "month"):
		return r.today.AddMonths(n)
	}
	return r.today.AddMonths(12 * min(n, 50))
}
