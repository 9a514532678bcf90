package search

import (
	"cmp"
	"slices"
)

// about finds, sentence by sentence, which classes a passage is about. It remembers where the classifiers have the terms of
// an analyser.
type about struct {
	concepts *Concepts
	analyser *analyser
	spans    [][2]uint32 // of the analyser's terms, in the postings of the classifiers
	stamps   []uint32    // the sentence that has used a term
	current  uint32
	scores   []float32
	best     []float32 // by class, of the passage
	touched  []uint16
	list     []concept
}

func newAbout(c *Concepts, a *analyser) *about {
	if c == nil || len(c.codes) == 0 {
		return &about{}
	}
	return &about{concepts: c, analyser: a, scores: make([]float32, len(c.codes)), best: make([]float32, len(c.codes))}
}

// begin starts a passage with the classes that it declares.
func (x *about) begin(codes []string) {
	x.touched = x.touched[:0]
	for _, c := range x.concepts.declared(codes) {
		if x.best[c.class] == 0 {
			x.touched = append(x.touched, c.class)
		}
		x.best[c.class] = c.weight
	}
}

// sentence adds what a sentence is about. Sentences add to each other like independent witnesses.
func (x *about) sentence(words []*word) {
	if x.concepts == nil {
		return
	}
	x.score(words)
	highest := slices.Max(x.scores)
	if highest <= 0 {
		return
	}
	x.list = x.list[:0]
	for i, score := range x.scores {
		if score >= shareOfBest*highest {
			score /= highest
			x.list = append(x.list, concept{uint16(i), score * score})
		}
	}
	slices.SortFunc(x.list, func(a, b concept) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.class, b.class)) })
	for _, c := range x.list[:min(len(x.list), mostConcepts)] {
		if x.best[c.class] == 0 {
			x.touched = append(x.touched, c.class)
		}
		x.best[c.class] = max(x.best[c.class], min(surestGuess, 1-(1-x.best[c.class])*(1-weightOfGuess*c.weight)))
	}
}

// score fills the scores of all classes by the terms of a sentence, each once.
func (x *about) score(words []*word) {
	clear(x.scores)
	x.current++
	for _, w := range words {
		if w.stop {
			continue
		}
		for _, id := range w.termIDs {
			x.know(id)
			if x.stamps[id] == x.current {
				continue
			}
			x.stamps[id] = x.current
			for i := x.spans[id][0]; i < x.spans[id][1]; i++ {
				x.scores[x.concepts.words.all[i].passage] += x.concepts.worth[i]
			}
		}
	}
}

// know finds the terms up to one in the classifiers.
func (x *about) know(id int32) {
	for n := len(x.spans); n <= int(id); n++ {
		span := [2]uint32{}
		if at, ok := slices.BinarySearch(x.concepts.words.keys, x.analyser.terms.names[n]); ok {
			span = [2]uint32{x.concepts.words.starts[at], x.concepts.words.starts[at+1]}
		}
		x.spans = append(x.spans, span)
		x.stamps = append(x.stamps, 0)
	}
}

// end lists the classes of the passage.
func (x *about) end() []concept {
	x.list = x.list[:0]
	for _, class := range x.touched {
		x.list = append(x.list, concept{class, x.best[class]})
		x.best[class] = 0
	}
	return x.list
}
