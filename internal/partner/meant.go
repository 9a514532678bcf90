package partner

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/rulang/layout"
	"github.com/klaster-platform/klaster/rulang/typo"
	"github.com/klaster-platform/klaster/search"
)

// mostReadings bounds in how many ways a name is read.
const mostReadings = 4

// Meant reads what somebody typed as the name of an organisation with a status in the cluster. It gives other ways to read the text, the
// likeliest first: with slips mended, as the other keyboard would have written it, in Cyrillic letters. And it gives the ОГРН of
// those who are called so in whatever form of the words, the likest first, at most so many. What not everybody may see takes no
// part. While the index is built there is nothing.
func (s *Service) Meant(text string, most int) (readings, ogrns []string) {
	c := s.current.Load()
	if c == nil {
		return nil, nil
	}
	return c.meant(text, most)
}

func (c *catalogue) meant(text string, most int) (readings, ogrns []string) {
	text = norm.NFC.String(strings.Join(strings.Fields(text), " "))
	read := func(reading string) {
		if reading != "" && reading != text && !slices.Contains(readings, reading) && len(readings) < mostReadings {
			readings = append(readings, reading)
		}
	}
	for _, candidate := range []string{text, inWords(text, layout.SwapKeyboard), inWords(text, cyrillic)} {
		for _, one := range []string{candidate, c.suggested(candidate)} {
			if one == "" {
				continue
			}
			for _, r := range c.names.Search(search.Query{Text: nameKey(one), Limit: most, Only: withStatus(), Literal: true}).Results {
				if len(r.Missing) > 0 || len(r.Matched) == 0 {
					continue
				}
				read(c.asIn(candidate, r.Owner))
				if !slices.Contains(ogrns, r.Owner) && len(ogrns) < most {
					ogrns = append(ogrns, r.Owner)
				}
			}
		}
		read(candidate)
	}
	return readings, ogrns
}

// suggested is a text with those words replaced that no name has and that are nearly one; "" when there are none. The index itself mends what
// no dictionary knows, but a slip in a name is often a word.
func (c *catalogue) suggested(text string) string {
	var slips []search.Mend
	for w := range strings.FieldsSeq(nameKey(text)) {
		if meant := c.names.Suggest(w); meant != "" {
			slips = append(slips, search.Mend{Written: w, Read: meant})
		}
	}
	return mended(text, slips)
}

// asIn is a text with its slips mended as the name of an organisation has the words; "" when it has none. A number is meant as it is.
func (c *catalogue) asIn(text, key string) string {
	c.mu.RLock()
	name := strings.Fields(nameKey(c.subjects[key].Name.In(i18n.Russian)))
	c.mu.RUnlock()
	var slips []search.Mend
	for w := range strings.FieldsSeq(nameKey(text)) {
		if slices.ContainsFunc(name, func(of string) bool { return strings.HasPrefix(of, w) }) {
			continue
		}
		if meant := nearest(w, name); meant != "" {
			slips = append(slips, search.Mend{Written: w, Read: meant})
		}
	}
	return mended(text, slips)
}

// nearest is the word of a name that is nearly the one typed, or else the beginning of one; "" when none is.
func nearest(typed string, name []string) string {
	limit, n := typo.Limit(typed), utf8.RuneCountInString(typed)
	near := func(w string) bool {
		return !strings.ContainsAny(w, "0123456789") && typo.Distance(typed, w, limit) <= limit
	}
	for _, w := range name {
		if near(w) {
			return w
		}
	}
	for _, w := range name {
		letters := []rune(w)
		if beginning := string(letters[:min(n, len(letters))]); near(beginning) {
			return beginning
		}
	}
	return ""
}

// withStatus narrows names to the register of members.
func withStatus() map[string][]string {
	return map[string][]string{facetStatus: {"participant", "partner"}}
}

// inWords reads each word of a text otherwise, where it can be; "" when none can. Words end at blanks only: on the other keyboard a comma is
// a letter.
func inWords(text string, read func(string) (string, bool)) string {
	words, some := strings.Fields(text), false
	for i, w := range words {
		if other, ok := read(strings.ToLower(w)); ok {
			words[i], some = other, true
		}
	}
	if !some {
		return ""
	}
	return strings.Join(words, " ")
}

// cyrillic is the usual Russian spelling of a word in Latin letters.
func cyrillic(word string) (string, bool) {
	list := layout.Cyrillic(word)
	if len(list) == 0 {
		return "", false
	}
	return list[0], true
}
