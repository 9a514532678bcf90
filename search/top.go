package search

// candidate is a passage of a segment with its score.
type candidate struct {
	score   float64
	passage int
}

// top is a heap of the best candidates of a segment with the worst of them on top. Of equal ones the earlier id is better, so that how
// passages lie in segments changes nothing.
type top struct {
	list []candidate
	ids  []string // of all passages of the segment
}

func (t *top) worse(i, j int) bool { return t.better(t.list[j], t.list[i]) }

func (t *top) better(a, b candidate) bool {
	if a.score != b.score {
		return a.score > b.score
	}
	return t.ids[a.passage] < t.ids[b.passage]
}

// push puts a candidate in; of more than so many, the worst goes.
func (t *top) push(one candidate, keep int) {
	t.list = append(t.list, one)
	for i := len(t.list) - 1; i > 0; {
		up := (i - 1) / 2
		if !t.worse(i, up) {
			break
		}
		t.list[i], t.list[up] = t.list[up], t.list[i]
		i = up
	}
	if last := len(t.list) - 1; last >= keep {
		t.list[0] = t.list[last]
		t.list = t.list[:last]
		t.sink()
	}
}

func (t *top) sink() {
	for i := 0; ; {
		worst := i
		for _, down := range []int{2*i + 1, 2*i + 2} {
			if down < len(t.list) && t.worse(down, worst) {
				worst = down
			}
		}
		if worst == i {
			return
		}
		t.list[i], t.list[worst] = t.list[worst], t.list[i]
		i = worst
	}
}
