package legal

import (
	"strconv"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const (
	fieldReviewed = "reviewed"
	fieldBase     = "base"
	fieldStep     = "step"
)

// maxBody is the largest form of the editor, in bytes: both texts full of letters that take six bytes on the wire.
const maxBody = 1 << 20

// Steps of the editor: which button was pressed.
const (
	stepCheck   = "check"
	stepEdit    = "edit"
	stepPublish = "publish"
)

func inputs() []web.Input {
	list := []web.Input{
		{Name: PartTitleRu, Max: MaxTitle},
		{Name: PartTitleEn, Max: MaxTitle},
		{Name: PartTextRu, Max: MaxText, Multiline: true},
		{Name: PartTextEn, Max: MaxText, Multiline: true},
	}
	list = append(list, web.DateInputs(PartSince)...)
	return append(list, web.Input{Name: fieldReviewed}, web.Input{Name: fieldBase, Max: 9}, web.Input{Name: fieldStep, Max: 9})
}

// newForm returns the form of the next edition, which begins as last is; today is the day that it offers.
func newForm(last record, today time.Time) *web.Form {
	f := web.NewForm(inputs()...)
	f.Set(PartTitleRu, last.draft.TitleRu)
	f.Set(PartTitleEn, last.draft.TitleEn)
	f.Set(PartTextRu, last.draft.TextRu)
	f.Set(PartTextEn, last.draft.TextEn)
	f.Set(fieldBase, strconv.Itoa(last.version))
	y, m, d := today.In(i18n.Moscow()).Date()
	for part, n := range map[string]int{"-day": d, "-month": int(m), "-year": y} {
		f.Set(PartSince+part, strconv.Itoa(n))
	}
	return f
}

// draftOf reads the draft that a form holds. What it cannot mean is left zero, and [Draft.Problems] finds it.
func draftOf(f *web.Form) Draft {
	base, err := strconv.Atoi(f.Get(fieldBase))
	if err != nil {
		base = 0
	}
	return Draft{
		TitleRu: f.Get(PartTitleRu), TitleEn: f.Get(PartTitleEn), TextRu: f.Get(PartTextRu), TextEn: f.Get(PartTextEn),
		Since: dayIn(f), Reviewed: f.Get(fieldReviewed) != "", Base: base,
	}
}

// dayIn returns the day in the three fields of a date, or the zero time when there is no such day.
func dayIn(f *web.Form) time.Time {
	var n [3]int
	for i, part := range []string{"-year", "-month", "-day"} {
		v, err := strconv.Atoi(f.Get(PartSince + part))
		if err != nil || v < 1 || v > 9999 {
			return time.Time{}
		}
		n[i] = v
	}
	day := time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, i18n.Moscow())
	if day.Day() != n[2] || int(day.Month()) != n[1] {
		return time.Time{} // 31 November
	}
	return day
}

// judge writes what is wrong with a draft at the fields of its form.
func judge(f *web.Form, d Draft, now time.Time) {
	for _, p := range d.Problems(now) {
		f.Fail(p.Part, p.Text)
	}
}
