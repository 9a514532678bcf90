package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the city's zone must be known on a machine that has no zone files

	"github.com/klaster-platform/klaster/rulang/plural"
)

var moscow = mustLoad("Europe/Moscow")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the zone is compiled in
	}
	return loc
}

// Moscow is the zone in which people read times.
func Moscow() *time.Location { return moscow }

var months = [...]Text{
	M("января", "January"), M("февраля", "February"), M("марта", "March"), M("апреля", "April"), M("мая", "May"),
	M("июня", "June"), M("июля", "July"), M("августа", "August"), M("сентября", "September"), M("октября", "October"),
	M("ноября", "November"), M("декабря", "December"),
}

// Date is a moment shown as a day in Moscow: «21 ноября 2026 г.», "21 November 2026".
type Date time.Time

// In implements [Localized].
func (d Date) In(l Lang) string {
	t := time.Time(d).In(moscow)
	month := months[t.Month()-1].In(l)
	if l == English {
		return fmt.Sprintf("%d %s %d", t.Day(), month, t.Year())
	}
	return fmt.Sprintf("%d\u00a0%s %d\u00a0г.", t.Day(), month, t.Year())
}

// Moment is a moment shown as a day and a time in Moscow: «21 ноября 2026 г., 14:05», "21 November 2026, 14:05".
type Moment time.Time

// In implements [Localized].
func (m Moment) In(l Lang) string {
	return Date(m).In(l) + ", " + time.Time(m).In(moscow).Format("15:04")
}

// Number is an integer with its digits in groups from five digits on: «1250», «12 500»; "1,250", "12,500".
type Number int64

// In implements [Localized].
func (n Number) In(l Lang) string {
	digits := strconv.FormatInt(int64(n), 10)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	if l == Russian {
		if len(digits) < 5 {
			return sign + digits
		}
		return sign + group(digits, "\u00a0")
	}
	return sign + group(digits, ",")
}

func group(digits, separator string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Count is a number with the noun that it counts, in the right form of each language.
type Count struct {
	N                int64
	One, Few, Many   string // заявка, заявки, заявок
	Single, Multiple string // application, applications
}

// In implements [Localized].
func (c Count) In(l Lang) string {
	if l == English {
		return Number(c.N).In(l) + " " + plural.English(c.N, c.Single, c.Multiple)
	}
	return Number(c.N).In(l) + "\u00a0" + plural.Russian(c.N, c.One, c.Few, c.Many)
}

// After is a time to wait in the words of a person, rounded up: «40 секунд», «3 минуты», «2 часа».
func After(d time.Duration) Count {
	switch {
	case d <= 90*time.Second:
		return Count{int64((d + time.Second - 1) / time.Second), "секунду", "секунды", "секунд", "second", "seconds"}
	case d <= 90*time.Minute:
		return Count{int64((d + time.Minute - 1) / time.Minute), "минуту", "минуты", "минут", "minute", "minutes"}
	}
	return Count{int64((d + time.Hour - 1) / time.Hour), "час", "часа", "часов", "hour", "hours"}
}
