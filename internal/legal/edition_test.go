package legal

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// draft is one that can be published on 21 November 2026.
func draft() Draft {
	return Draft{
		TitleRu: "Соглашение", TitleEn: "Terms", TextRu: "## 1. О чём\n\nТекст для {{operator}}.", TextEn: "## 1. What\n\nA text for {{operator}}.",
		Since: time.Date(2026, time.November, 21, 0, 0, 0, 0, i18n.Moscow()), Base: 1,
	}
}

func TestProblems(t *testing.T) {
	cases := map[string]struct {
		change func(*Draft)
		want   []string // parts
	}{
		"none":                       {func(*Draft) {}, nil},
		"a year ahead":               {func(d *Draft) { d.Since = d.Since.AddDate(0, 0, MaxAhead) }, nil},
		"no titles":                  {func(d *Draft) { d.TitleRu, d.TitleEn = "", "" }, []string{PartTitleRu, PartTitleEn}},
		"a long title":               {func(d *Draft) { d.TitleRu = strings.Repeat("ы", MaxTitle+1) }, []string{PartTitleRu}},
		"no text":                    {func(d *Draft) { d.TextRu = "" }, []string{PartTextRu}},
		"a long text":                {func(d *Draft) { d.TextEn = "## 1\n" + strings.Repeat("ы", MaxText) }, []string{PartTextEn}},
		"the longest text":           {func(d *Draft) { d.TextEn = "## 1\n" + strings.Repeat("ы", MaxText-5) }, nil},
		"no headings":                {func(d *Draft) { d.TextRu = "Текст." }, []string{PartTextRu}},
		"an unknown placeholder":     {func(d *Draft) { d.TextEn += " {{operater}}" }, []string{PartTextEn}},
		"an empty placeholder":       {func(d *Draft) { d.TextEn += " {{}}" }, []string{PartTextEn}},
		"a spaced placeholder":       {func(d *Draft) { d.TextEn += " {{ site }}" }, nil},
		"a link to a script":         {func(d *Draft) { d.TextRu += " [а](javascript:alert(1))" }, []string{PartTextRu}},
		"a link without a scheme":    {func(d *Draft) { d.TextRu += " [а](example.org)" }, []string{PartTextRu}},
		"a picture":                  {func(d *Draft) { d.TextRu += " ![а](/a.png)" }, []string{PartTextRu}},
		"a page of this site":        {func(d *Draft) { d.TextRu += " [а](/privacy)" }, nil},
		"another number of sections": {func(d *Draft) { d.TextEn += "\n\n## 2. More" }, []string{PartTextEn}},
		"another level":              {func(d *Draft) { d.TextEn += "\n\n## 2. a"; d.TextRu += "\n\n### 2. а" }, []string{PartTextEn}},
		"too deep":                   {func(d *Draft) { d.TextRu += "\n\n> > > > > > > а" }, []string{PartTextRu}},
		"no day":                     {func(d *Draft) { d.Since = time.Time{} }, []string{PartSince}},
		"yesterday":                  {func(d *Draft) { d.Since = d.Since.AddDate(0, 0, -1) }, []string{PartSince}},
		"over a year ahead":          {func(d *Draft) { d.Since = d.Since.AddDate(0, 0, MaxAhead+1) }, []string{PartSince}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := draft()
			c.change(&d)
			var got []string
			for _, p := range d.Problems(noon(21)) {
				got = append(got, p.Part)
				if p.Text.In(i18n.Russian) == "" || p.Text.In(i18n.English) == "" {
					t.Errorf("%s: a problem without words", p.Part)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The day of a draft is a day in Moscow: at 22:30 in London it is tomorrow there.
func TestProblemsKnowTheDayInMoscow(t *testing.T) {
	now := time.Date(2026, time.November, 21, 22, 30, 0, 0, time.UTC)
	d := draft()
	if len(d.Problems(now)) == 0 {
		t.Error("the 21st is taken, and in Moscow it is the 22nd")
	}
	d.Since = d.Since.AddDate(0, 0, 1)
	if problems := d.Problems(now); len(problems) > 0 {
		t.Errorf("the 22nd is refused: %v", problems)
	}
}

// Nothing is in force before it was published.
func TestBegins(t *testing.T) {
	d := draft()
	if got := d.begins(noon(21)); !got.Equal(noon(21)) {
		t.Errorf("published on its first day at noon, it is in force from %s", got)
	}
	d.Since = d.Since.AddDate(0, 0, 5)
	if got := d.begins(noon(21)); !got.Equal(d.Since) {
		t.Errorf("published for the 26th, it is in force from %s", got)
	}
}
