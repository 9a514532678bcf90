package legal

import (
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/difference"
)

// change says what became of a piece of text.
type change uint8

const (
	kept change = iota
	removed
	added
)

type piece struct {
	change change
	text   string
}

// passage is a run of paragraphs: either all kept, or changed word by word.
type passage struct {
	kept   int // how many paragraphs did not change; 0 for a passage that did
	pieces []piece
}

// compare tells how a text changed: paragraph by paragraph, and inside a changed paragraph word by word.
func compare(before, after string) []passage {
	var list []passage
	a, b := paragraphsOf(before), paragraphsOf(after)
	for _, h := range difference.Of(a, b) {
		if h.Kept {
			list = append(list, passage{kept: h.ToA - h.FromA})
			continue
		}
		list = append(list, changedPassages(a[h.FromA:h.ToA], b[h.FromB:h.ToB])...)
	}
	return list
}

// changedPassages pairs the paragraphs of a hunk in their order and compares each pair word by word.
func changedPassages(a, b []string) []passage {
	list := make([]passage, 0, max(len(a), len(b)))
	for i := range max(len(a), len(b)) {
		var before, after string
		if i < len(a) {
			before = a[i]
		}
		if i < len(b) {
			after = b[i]
		}
		list = append(list, passage{pieces: wordPieces(before, after)})
	}
	return list
}

func paragraphsOf(text string) []string {
	var list []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func wordPieces(before, after string) []piece {
	a, b := strings.Fields(before), strings.Fields(after)
	var list []piece
	add := func(c change, words []string) {
		if len(words) > 0 {
			list = append(list, piece{c, strings.Join(words, " ")})
		}
	}
	for _, h := range difference.Of(a, b) {
		if h.Kept {
			add(kept, a[h.FromA:h.ToA])
			continue
		}
		add(removed, a[h.FromA:h.ToA])
		add(added, b[h.FromB:h.ToB])
	}
	return list
}
