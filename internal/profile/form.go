package profile

import (
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/money"
	"github.com/klaster-platform/klaster/workdays"
)

// inputs are the fields of the form of a kind.
func inputs(k Kind) []web.Input {
	list := []web.Input{{Name: "seen", Max: 40}}
	if k != About {
		list = append(list, web.Input{Name: "title", Max: mostTitle})
	}
	list = append(list, web.Input{Name: "text", Max: mostText, Multiline: true})
	if k == Certificate {
		list = append(list, web.Input{Name: "number", Max: mostTitle}, web.Input{Name: "issuer", Max: mostTitle})
		list = append(list, web.DateInputs("from")...)
	}
	if k == Offer {
		list = append(list, web.Input{Name: "role", Max: 20})
	}
	if k.deals() {
		list = append(list, web.Input{Name: "region", Max: 2})
		for _, name := range []string{"volume-from", "volume-to", "unit", "price-from", "price-to", "trl", "days"} {
			list = append(list, web.Input{Name: name, Max: mostUnit})
		}
	}
	if k.deals() || k == Certificate {
		list = append(list, web.DateInputs("until")...)
	}
	if k != About && k != Certificate {
		list = append(list, web.Input{Name: "codes", Max: mostTitle})
	}
	return append(list, web.Input{Name: "audience", Max: 20}, web.Input{Name: "named", Max: mostText, Multiline: true})
}

// fill puts an item into its form.
func fill(f *web.Form, i Item) {
	f.Set("seen", i.Stamp())
	f.Set("title", i.Title)
	f.Set("text", i.Text)
	f.Set("number", i.Number)
	f.Set("issuer", i.Issuer)
	f.Set("role", string(i.Role))
	f.Set("region", i.Region)
	f.Set("volume-from", digits(i.Volume.From))
	f.Set("volume-to", digits(i.Volume.To))
	f.Set("unit", i.Unit)
	f.Set("price-from", amount(i.Price.From))
	f.Set("price-to", amount(i.Price.To))
	f.Set("trl", digits(int64(i.TRL)))
	f.Set("days", digits(int64(i.Days)))
	f.Set("codes", strings.Join(i.Codes, ", "))
	f.Set("audience", string(i.Audience.word()))
	f.Set("named", strings.Join(i.Named, "\n"))
	fillDay(f, "from", i.From)
	fillDay(f, "until", i.Until)
}

// everybody is what the form sends for [Everybody]: a choice has no empty value.
const everybody = "all"

func (a Audience) word() Audience {
	if a == Everybody {
		return everybody
	}
	return a
}

func digits(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func amount(a money.Amount) string {
	if a.IsZero() {
		return ""
	}
	return strings.TrimSuffix(a.String(), ".00")
}

func fillDay(f *web.Form, name string, d workdays.Date) {
	if d.IsZero() {
		return
	}
	year, month, day := d.Civil()
	f.Set(name+"-day", strconv.Itoa(day))
	f.Set(name+"-month", strconv.Itoa(int(month)))
	f.Set(name+"-year", strconv.Itoa(year))
}

// read reads a form as an item; what is no number or no day fails at its field.
func read(f *web.Form, k Kind) Draft {
	d := Draft{Kind: k, Seen: f.Get("seen"), Audience: Audience(f.Get("audience"))}
	if d.Audience == everybody {
		d.Audience = Everybody
	}
	d.Title, d.Text, d.Number, d.Issuer = f.Get("title"), f.Get("text"), f.Get("number"), f.Get("issuer")
	d.Role, d.Region, d.Unit = Role(f.Get("role")), f.Get("region"), f.Get("unit")
	d.Codes, d.Named = split(f.Get("codes")), split(f.Get("named"))
	d.Volume = Span[int64]{whole(f, "volume-from", wrongVolume), whole(f, "volume-to", wrongVolume)}
	d.Price = Span[money.Amount]{rubles(f, "price-from"), rubles(f, "price-to")}
	d.TRL, d.Days = int(whole(f, "trl", wrongTRL)), int(whole(f, "days", wrongDays))
	d.From, d.Until = day(f, "from"), day(f, "until")
	return d
}

func split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == ' ' || r == '\t' })
}

func whole(f *web.Form, name string, wrong i18n.Text) int64 {
	s := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u202f' {
			return -1
		}
		return r
	}, f.Get(name))
	if s == "" {
		return 0
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		f.Fail(name, wrong)
	}
	return n
}

func rubles(f *web.Form, name string) money.Amount {
	s := f.Get(name)
	if s == "" {
		return money.Amount{}
	}
	a, err := money.Parse(s)
	if err != nil {
		f.Fail(name, wrongPrice)
	}
	return a
}

// day reads the three fields of a day; all empty is none.
func day(f *web.Form, name string) workdays.Date {
	d, m, y := f.Get(name+"-day"), f.Get(name+"-month"), f.Get(name+"-year")
	if d+m+y == "" {
		return workdays.Date{}
	}
	day, errDay := strconv.Atoi(d)
	month, errMonth := strconv.Atoi(m)
	year, errYear := strconv.Atoi(y)
	date, err := workdays.NewDate(year, time.Month(month), day)
	if err != nil || errDay != nil || errMonth != nil || errYear != nil {
		f.Fail(name, wrongDay)
		return workdays.Date{}
	}
	return date
}

// fields are what the form calls the fields of [Item.check].
func field(name string) string {
	switch name {
	case "volume", "price":
		return name + "-from"
	}
	return name
}

// judge shows at their fields what is wrong with an item.
func judge(f *web.Form, d Draft, today workdays.Date) {
	i := Item{Kind: d.Kind, Audience: d.Audience, Content: d.tidy()}
	for _, w := range i.check(today) {
		f.Fail(field(w.Field), w.Text)
	}
}
