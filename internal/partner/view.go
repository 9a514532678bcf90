package partner

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/statereg/classifier"
)

// choice is a value of a facet as the page offers it.
type choice struct {
	label  i18n.Text
	url    string
	count  int
	chosen bool
}

// mostChoices of a facet are offered.
const mostChoices = 12

// choices are the values of a facet, the most frequent first; the first line gives the facet up. The number is how many partners one finds
// there.
func (d partnersPage) choices(facet string) (list []choice) {
	counts := d.found.Facets[facet]
	chosen, set := d.chosen(facet)
	for _, value := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) }) {
		label := facetLabel(facet, value)
		if label.IsZero() || len(list) == mostChoices {
			continue
		}
		n := counts[value]
		if value == chosen && facet == facetRegion && d.question.Region == "" && value != everywhere {
			n += counts[everywhere] // a region that was understood from the words finds what holds everywhere as well
		}
		list = append(list, choice{label, set(value).address(), n, value == chosen})
	}
	if len(list) == 0 {
		return nil
	}
	return append([]choice{{anyFacet[facet], set("").address(), 0, chosen == ""}}, list...)
}

// chosen is the value of a facet by which the page is narrowed, and the question with another one. Without a value, what was understood
// from the words is given up as well.
func (d partnersPage) chosen(facet string) (string, func(string) Question) {
	k := d.question
	k.Page = 1
	without := func(value string, key ChipKey) Question {
		next := k
		if value == "" && !slices.Contains(k.Off, key) {
			next.Off = append(slices.Clone(k.Off), key)
		}
		return next
	}
	switch facet {
	case facetRole:
		return string(cmp.Or(k.Role, d.found.Need.Role)), func(v string) Question { next := without(v, ChipRole); next.Role = Role(v); return next }
	case facetRegion:
		region := k.Region
		if region == "" && len(d.found.Need.Regions) == 1 {
			region = d.found.Need.Regions[0]
		}
		return region, func(v string) Question { next := without(v, ChipRegion); next.Region = v; return next }
	}
	return k.Status, func(v string) Question { next := k; next.Status = v; return next }
}

func facetLabel(facet, value string) i18n.Text {
	switch facet {
	case facetRole:
		return capital(roleTexts[Role(value)])
	case facetRegion:
		return regionName(value)
	}
	return statusTexts[value]
}

// without is the question without a condition.
func (d partnersPage) without(key ChipKey) string {
	k := d.question
	k.Page = 1
	k.Off = append(slices.Clone(k.Off), key)
	return k.address()
}

// literal is the same question with its words as they were typed, or mended again.
func (d partnersPage) literal(as bool) string {
	k := d.question
	k.Literal, k.Page = as, 1
	return k.address()
}

func (d partnersPage) page(n int) string {
	k := d.question
	k.Page = n
	return k.address()
}

// saving is the page on which the question is saved.
func (d partnersPage) saving() string {
	k := d.question
	k.Page = 1
	return PathSaved + "/new?" + k.query().Encode()
}

// measures is the same question about support measures.
func (d partnersPage) measures() string {
	return Question{Text: d.question.Text, Role: Support}.address()
}

// given says in words which conditions were given up.
func (f Found) given() i18n.Text {
	if len(f.Given) == 0 {
		return textAlike
	}
	given := nearBy[f.Given[0]]
	for _, key := range f.Given[1:] {
		given = and.With(given, nearBy[key])
	}
	return textNear.With(given)
}

func (f Fit) text() i18n.Text { return fitTexts[f.Key][f.Fits] }

func (f Fit) kind() web.Kind {
	return map[Fitting]web.Kind{Fitted: web.Success, Unfit: web.Warning, Unsaid: web.Neutral}[f.Fits]
}

// place is where a subject is, and what it is to the cluster.
func (h Hit) place() i18n.Text {
	place := regionName(h.Subject.Region)
	if status := statusTexts[h.Subject.Status]; !status.IsZero() {
		return i18n.Raw(place.In(i18n.Russian)+" · "+status.In(i18n.Russian), place.In(i18n.English)+" · "+status.In(i18n.English))
	}
	return place
}

func quoted(words []string) string { return "«" + strings.Join(words, "», «") + "»" }

// mostCommon words are named that two companies have in common.
const mostCommon = 4

// text is a class with its name: in English the one that NACE gives it.
func (c Class) text() i18n.Text {
	english, ok := classifier.English(c.Code)
	if !ok {
		english = c.Name
	}
	return i18n.Raw(c.Code+" "+c.Name, c.Code+" "+english)
}

// capital is a text as a line of a list begins.
func capital(t i18n.Text) i18n.Text {
	upper := func(s string) string {
		first, size := utf8.DecodeRuneInString(s)
		return string(unicode.ToUpper(first)) + s[size:]
	}
	if t.IsZero() {
		return t
	}
	return i18n.Raw(upper(t.In(i18n.Russian)), upper(t.In(i18n.English)))
}

// title is the title of what was found, in the language of the reader where the register gives it in both. What a member has let the register
// publish bears the name that stands above it already.
func (h Hit) title(l i18n.Lang) string {
	switch {
	case h.Passage.Title == h.Subject.Name.In(i18n.Russian):
		return ""
	case h.Passage.Form == FormActivity && l == i18n.English && len(h.Passage.Codes) > 0:
		if english, ok := classifier.English(h.Passage.Codes[0]); ok {
			return english
		}
	}
	return h.Passage.Title
}

// text is the text of what was found. That of classes of activity has their names in both languages: the reader is shown those of theirs.
func (h Hit) text(l i18n.Lang) string {
	if h.Passage.Form != FormActivity {
		return h.Passage.Text
	}
	var lines []string
	for line := range strings.Lines(h.Passage.Text) {
		line = strings.TrimSpace(line)
		if (languageOf(line) == i18n.Russian.Code()) == (l == i18n.Russian) && line != h.title(l) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}

// languageOf is the language of a text that somebody wrote, as HTML names it.
func languageOf(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		return i18n.Russian.Code()
	}
	return i18n.English.Code()
}
