// Package difference tells how two lists of texts differ: the lines of two versions of a file, the words of two paragraphs.
package difference

// Run is a run of equal or of different elements of two lists: a[FromA:ToA] and b[FromB:ToB].
type Run struct {
	Kept                   bool
	FromA, ToA, FromB, ToB int
}

// maxCells bounds the work of one comparison; lists that differ more are shown as wholly replaced.
const maxCells = 4 << 20

// Of compares two lists by their longest common subsequence, between the ends that they share.
func Of(a, b []string) []Run {
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var list []Run
	add := func(keep bool, fromA, toA, fromB, toB int) {
		if fromA == toA && fromB == toB {
			return
		}
		if last := len(list) - 1; last >= 0 && list[last].Kept == keep {
			list[last].ToA, list[last].ToB = toA, toB
			return
		}
		list = append(list, Run{keep, fromA, toA, fromB, toB})
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
