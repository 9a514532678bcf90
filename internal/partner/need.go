package partner

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/money"
	"github.com/klaster-platform/klaster/rulang/morph"
	"github.com/klaster-platform/klaster/workdays"
)

// Need is what somebody looks for, as the rules understand it. The words that were understood as a condition are not looked for in
// texts any more.
type Need struct {
	Text   string // as it was typed
	Words  string // what is looked for in texts, folded
	Number string // an ИНН or ОГРН that is all of the text
	Chips  []Chip

	Role    Role
	Regions []string
	Money   Span[money.Amount]
	Volume  Span[int64]
	Unit    string
	TRL     Span[int64]
	Until   workdays.Date // zero: no term
}

// Chip is a condition that was understood and that can be taken off.
type Chip struct {
	Key   ChipKey
	Label i18n.Text
}

// ChipKey names what a condition is about.
type ChipKey string

// The conditions, in the order in which they are shown.
const (
	ChipRole   ChipKey = "role"
	ChipRegion ChipKey = "region"
	ChipMoney  ChipKey = "money"
	ChipVolume ChipKey = "volume"
	ChipTRL    ChipKey = "trl"
	ChipTerm   ChipKey = "term"
)

// ChipKeys are all of them.
func ChipKeys() []ChipKey {
	return []ChipKey{ChipRole, ChipRegion, ChipMoney, ChipVolume, ChipTRL, ChipTerm}
}

// longestNeed bounds what is read, in bytes.
const longestNeed = 2000

// Understand reads what is looked for. off are the conditions that the user has taken off: their words are words again.
func Understand(text string, today workdays.Date, off []ChipKey) Need {
	n := Need{Text: strings.TrimSpace(cut(strings.ToValidUTF8(text, ""), longestNeed))}
	if n.Number = numberIn(n.Text); n.Number != "" {
		return n
	}
	r := reader{text: morph.Fold(n.Text), today: today}
	for _, rule := range []struct {
		key  ChipKey
		read func(*reader, *Need) i18n.Text
	}{
		{ChipTRL, (*reader).trl},
		{ChipTerm, (*reader).term},
		{ChipMoney, (*reader).money},
		{ChipVolume, (*reader).volume},
		{ChipRegion, (*reader).region},
		{ChipRole, (*reader).role},
	} {
		if slices.Contains(off, rule.key) {
			continue
		}
		if label := rule.read(&r, &n); !label.IsZero() {
			n.Chips = append(n.Chips, Chip{rule.key, label})
		}
	}
	order := ChipKeys()
	slices.SortFunc(n.Chips, func(a, b Chip) int { return slices.Index(order, a.Key) - slices.Index(order, b.Key) })
	n.Words = r.rest()
	return n
}

// reader is a text from which rules take what they understand.
type reader struct {
	text  string // folded; what was understood is blank
	today workdays.Date
}

// rest is what is left, without signs that stood between what was taken.
func (r *reader) rest() string {
	var list []string
	for field := range strings.FieldsSeq(r.text) {
		if strings.ContainsFunc(field, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) {
			list = append(list, strings.Trim(field, ",;:"))
		}
	}
	return strings.Join(list, " ")
}

// take blanks a part of the text.
func (r *reader) take(from, to int) {
	r.text = r.text[:from] + strings.Repeat(" ", to-from) + r.text[to:]
}

// word is a word of the text with its place.
type word struct {
	text, lemma string
	from, to    int
}

func isLetter(c rune) bool {
	return c >= 'а' && c <= 'я' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '&'
}

// words are the words of what is left of the text.
func (r *reader) words() (list []word) {
	start := -1
	flush := func(end int) {
		if start >= 0 {
			if w := strings.Trim(r.text[start:end], "-"); w != "" {
				list = append(list, word{w, morph.Lemma(w), start, end})
			}
			start = -1
		}
	}
	for i, c := range r.text {
		switch {
		case isLetter(c) && start < 0:
			start = i
		case !isLetter(c):
			flush(i)
		}
	}
	flush(len(r.text))
	return list
}

// until is the day of a term, for terms that stand in texts.
func until(t time.Time) workdays.Date { return workdays.DateOf(t.In(i18n.Moscow())) }
