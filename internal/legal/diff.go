package legal

import "strings"

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
	for _, h := range hunks(a, b) {
		if h.kept {
			list = append(list, passage{kept: h.toA - h.fromA})
			continue
		}
		list = append(list, changedPassages(a[h.fromA:h.toA], b[h.fromB:h.toB])...)
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
	for _, h := range hunks(a, b) {
		if h.kept {
			add(kept, a[h.fromA:h.toA])
			continue
		}
		add(removed, a[h.fromA:h.toA])
		add(added, b[h.fromB:h.toB])
	}
	return list
}

// hunk is a run of equal or of different elements of two lists.
type hunk struct {
	kept                   bool
	fromA, toA, fromB, toB int
}

// maxCells bounds the work of one comparison; lists that differ more are shown as wholly replaced.
const maxCells = 4 << 20

// hunks compares two lists by their longest common subsequence, between the ends that they share.
func hunks(a, b []string) []hunk {
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var list []hunk
	add := func(keep bool, fromA, toA, fromB, toB int) {
		if fromA == toA && fromB == toB {
			return
		}
		if last := len(list) - 1; last >= 0 && list[last].kept == keep {
			list[last].toA, list[last].toB = toA, toB
			return
		}
		list = append(list, hunk{keep, fromA, toA, fromB, toB})
	}
	add(true, 0, head, 0, head)
	middle(a[head:len(a)-tail], b[head:len(b)-tail], func(keep bool, fromA, toA, fromB, toB int) {
		add(keep, head+fromA, head+toA, head+fromB, head+toB)
	})
	add(true, len(a)-tail, len(a), len(b)-tail, len(b))
	return list
}

func middle(a, b []string, add func(keep bool, fromA, toA, fromB, toB int)) {
	if len(a) == 0 || len(b) == 0 || (len(a)+1)*(len(b)+1) > maxCells {
		add(false, 0, len(a), 0, len(b))
		return
	}
	common := lengths(a, b)
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			add(true, i, i+1, j, j+1)
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			add(false, i, i+1, j, j)
			i++
		default:
			add(false, i, i, j, j+1)
			j++
		}
	}
}

// lengths[i][j] is the length of the longest common subsequence of a[i:] and b[j:].
func lengths(a, b []string) [][]int32 {
	table := make([][]int32, len(a)+1)
	for i := range table {
		table[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}
