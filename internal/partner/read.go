package partner

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/rulang/layout"
	"github.com/klaster-platform/klaster/rulang/morph"
	"github.com/klaster-platform/klaster/search"
	"github.com/klaster-platform/klaster/workdays"
	"golang.org/x/text/unicode/norm"
)

// read is how the text of a need is taken, slips mended; "" when there are none. What was typed rightly stays as it was typed; a mended
// word has the case of the one that it stands for.
func (c *catalogue) read(n Need, off []ChipKey, today workdays.Date) string {
	english := isEnglish(n.Words)
	text, retyped := norm.NFC.String(n.Text), false
	if !english {
		typed := text
		text = c.texts.Retype(typed)
		retyped = text != typed
	}
	if retyped {
		n = Understand(text, today, off)
	}
	mends := c.texts.Mend(n.Words)
	if english {
		mends = slices.DeleteFunc(mends, func(m search.Mend) bool { return m.How != layout.None })
	}
	if read := mended(text, mends); read != "" || !retyped {
		return read
	}
	return text
}

// mended is a text with words that were taken for others, in the case in which they were typed; "" when it has none of them.
func mended(text string, mends []search.Mend) string {
	typed, folded := folding(text)
	read, changed := "", false
	from := 0
	r := reader{text: folded}
	for _, w := range r.words() {
		i := slices.IndexFunc(mends, func(m search.Mend) bool { return m.Written == w.text })
		if i < 0 {
			continue
		}
		start, end := typed[w.from], typed[w.to]
		read += text[from:start] + likeCase(text[start:end], mends[i].Read)
		from, changed = end, true
	}
	if !changed {
		return ""
	}
	return read + text[from:]
}

// folding is a text in the form in which words are compared, and for each of its bytes, and its end, where it stands in the text.
func folding(text string) (at []int, folded string) {
	var b strings.Builder
	for i, r := range text {
		for range len(morph.Fold(string(r))) {
			at = append(at, i)
		}
		b.WriteString(morph.Fold(string(r)))
	}
	return append(at, len(text)), b.String()
}

// likeCase gives a word the case of another one: capitals for capitals, a capital at the beginning for one at the beginning.
func likeCase(typed, word string) string {
	first, size := utf8.DecodeRuneInString(typed)
	switch {
	case !unicode.IsUpper(first):
		return word
	case len(typed) > size && typed == strings.ToUpper(typed):
		return strings.ToUpper(word)
	}
	begin, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(begin)) + word[size:]
}
