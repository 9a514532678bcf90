package profile

import (
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/workdays"
)

// tasks are the sections of a profile with how far each is.
func tasks(in Inside) (list []web.Task) {
	for _, k := range Kinds() {
		t := web.Task{Title: k.title(), URL: k.path(in.Subject), State: web.TaskDone}
		if n := len(in.of(k)); n > 0 {
			t.Hint = entries.With(n)
		}
		for _, s := range in.Next {
			if s.Kind == k {
				t.State = web.TaskTodo
				if s.More {
					t.State = web.TaskDoing
				}
			}
		}
		list = append(list, t)
	}
	return list
}

// nextTasks are what to add, what weighs most first.
func nextTasks(in Inside, most int) (list []web.Task) {
	for _, s := range in.Next[:min(most, len(in.Next))] {
		list = append(list, web.Task{
			Title: s.Kind.adding(), Hint: s.Kind.lead(), URL: s.Kind.path(in.Subject) + "/new", State: web.TaskTodo, Label: gain.With(s.Gain),
		})
	}
	return list
}

func roleOptions() (list []web.Option) {
	for _, r := range offering() {
		list = append(list, web.Option{Value: string(r), Label: roleTexts[r]})
	}
	return list
}

func audienceOptions() (list []web.Option) {
	for _, a := range []Audience{Everybody, Members, Named} {
		list = append(list, web.Option{Value: string(a.word()), Label: audienceTexts[a]})
	}
	return list
}

func regionOptions() (list []web.Option) {
	for _, r := range classifier.Regions() {
		list = append(list, web.Option{Value: r.Code, Label: i18n.Raw(r.Name, r.English)})
	}
	return list
}

func regionName(code string) i18n.Text {
	if r, ok := classifier.FindRegion(code); ok {
		return i18n.Raw(r.Name, r.English)
	}
	return i18n.Text{}
}

func bothWays(d workdays.Date) i18n.Text {
	day := i18n.Date(d.Start())
	return i18n.Raw(day.In(i18n.Russian), day.In(i18n.English))
}

// spanText says a span in words; it is zero where the span is.
func spanText(from, to i18n.Text) i18n.Text {
	switch {
	case from.IsZero() && to.IsZero():
		return i18n.Text{}
	case to.IsZero():
		return spanFrom.With(from)
	case from.IsZero():
		return spanTo.With(to)
	case from == to:
		return from
	}
	return spanBoth.With(from, to)
}

func numberText(n int64) i18n.Text {
	if n == 0 {
		return i18n.Text{}
	}
	return i18n.Raw(i18n.Number(n).In(i18n.Russian), i18n.Number(n).In(i18n.English))
}

func (i *Item) volume() i18n.Text {
	t := spanText(numberText(i.Volume.From), numberText(i.Volume.To))
	if t.IsZero() || i.Unit == "" {
		return t
	}
	return withUnit.With(t, i.Unit)
}

func (i *Item) price() i18n.Text {
	var from, to i18n.Text
	if a := i.Price.From; !a.IsZero() {
		from = i18n.Raw(a.Russian(), a.English())
		if !i.Price.To.IsZero() && i.Price.To != a {
			from = i18n.Raw(strings.TrimSuffix(a.Russian(), "\u00a0₽"), a.English()) // «1500–90 000 ₽»
		}
	}
	if a := i.Price.To; !a.IsZero() {
		to = i18n.Raw(a.Russian(), a.English())
	}
	return spanText(from, to)
}

func (i *Item) valid() i18n.Text {
	var words []i18n.Text
	if !i.From.IsZero() {
		words = append(words, fromDay.With(bothWays(i.From)))
	}
	if !i.Until.IsZero() {
		words = append(words, untilDay.With(bothWays(i.Until)))
	}
	return joined(words, " ")
}

func joined(list []i18n.Text, between string) i18n.Text {
	var ru, en []string
	for _, t := range list {
		ru, en = append(ru, t.In(i18n.Russian)), append(en, t.In(i18n.English))
	}
	return i18n.Raw(strings.Join(ru, between), strings.Join(en, between))
}

// codes are the classes of an item with their names: in English those of NACE.
func (i *Item) codes() i18n.Text {
	var list []i18n.Text
	for _, c := range i.Codes {
		russian, _ := classifier.ActivityName(c)
		english, ok := classifier.English(c)
		if !ok {
			english = russian
		}
		list = append(list, i18n.Raw(strings.TrimSpace(c+" "+russian), strings.TrimSpace(c+" "+english)))
	}
	return joined(list, "; ")
}

// rows are what an item says beside its title and text, without what it does not say.
func (i *Item) rows() (rows []web.SummaryRow) {
	add := func(key, value i18n.Text) {
		if !value.IsZero() {
			rows = append(rows, web.SummaryRow{Key: key, Value: value})
		}
	}
	if i.Kind == Offer {
		add(keyRole, roleTexts[i.Role])
	}
	add(keyNumber, same(i.Number))
	add(labelIssuer, same(i.Issuer))
	add(labelVolume, i.volume())
	add(labelPrice, i.price())
	if i.Days > 0 {
		add(keyTerm, upToDays.With(i.Days))
	}
	if i.TRL > 0 {
		add(keyTRL, i18n.Same(strconv.Itoa(i.TRL)))
	}
	add(keyRegion, regionName(i.Region))
	add(keyCodes, i.codes())
	add(keyValid, i.valid())
	return rows
}

func same(s string) i18n.Text {
	if s == "" {
		return i18n.Text{}
	}
	return i18n.Same(s)
}

func (i *Item) heading() i18n.Text {
	if i.Kind == About {
		return About.title()
	}
	return i18n.Same(i.Title)
}

func organisationRows(o Organisation, c Card) (rows []web.SummaryRow) {
	if o.OGRN != "" {
		rows = append(rows, web.SummaryRow{Key: keyOGRN, Value: i18n.Same(o.OGRN)})
	}
	rows = append(rows, web.SummaryRow{Key: keyINN, Value: i18n.Same(c.INN)})
	if r := regionName(o.Region); !r.IsZero() {
		rows = append(rows, web.SummaryRow{Key: keyRegion, Value: r})
	}
	return rows
}

func historyTable(list []Event) web.TableSpec {
	t := web.TableSpec{
		Caption: titleHistory, CaptionHidden: true, Empty: noHistory,
		Columns: []web.Column{{Label: columnDay}, {Label: columnDeed}, {Label: columnPart}, {Label: columnEntry}},
	}
	for _, e := range list {
		t.Rows = append(t.Rows, []web.Cell{{Body: web.Time(e.At)}, {Text: deedTexts[e.Deed]}, {Text: e.Kind.title()}, {Text: e.title()}})
	}
	return t
}

func (e Event) title() i18n.Text {
	if e.Title == "" {
		return e.Kind.title()
	}
	return i18n.Same(e.Title)
}

// formAction is where the form of an item goes.
func formAction(o Organisation, k Kind, item string) string {
	if item == "" {
		item = "new"
	}
	return k.path(o.OGRN) + "/" + item
}
