package search

import (
	"cmp"
	"slices"
	"strings"
)

// Query is what somebody looks for.
type Query struct {
	Text string
	// Also are other ways to say words of the text.
	Also []Also
	// Only narrows by facets: a passage must have one of the values of each name.
	Only map[string][]string
	// Audiences are those that the asker belongs to. What they may not see takes no part in anything: neither in
	// results nor in counts nor in what is suggested for misspelt words.
	Audiences []string
	// Count names the facets to count.
	Count []string
	// Limit is how many results are wanted; 0 stands for 10.
	Limit int
	// Vector is where the text lies in the space of the index; without it, vectors take no part.
	Vector []float32
	// Literal takes the text as it is written, without mending words.
	Literal bool
	// Firm leaves out passages that share nothing but letters (or the direction of a vector) with the text: all that is found has a word
	// in common, or one that is in the name of its class of activity.
	Firm bool
	// All leaves out passages that lack a word of the text: for sets of names.
	All bool
	// Apart gives every passage a result of its own, instead of one to each owner.
	Apart bool
	// Owners has facets count owners instead of passages. An owner whose passages were put in by different changes may count twice.
	Owners bool
}

// Result is somebody who was found, by the best of their passages.
type Result struct {
	Owner   string
	Passage string
	Score   float64 // between 0 and 1, to be compared within one answer only
	Arms    Arms    // what the score is made of
	Matched []string
	Missing []string
	// Through are classes of activity by which the passage was found, two at most, the most certain first: those that say more than the words do.
	Through []string
}

// Arms are the parts of a score before they are weighed, each 1 for the best passage.
type Arms struct{ Words, Letters, Concepts, Vectors float64 }

// Answer is what was found.
type Answer struct {
	Results []Result
	Total   int                       // passages that match at all
	Facets  map[string]map[string]int // name → value → passages, or owners
	Mended  []Mend                    // words that were taken for others
	Cut     bool                      // some of what matches was not looked at closer: with a higher limit there may be more owners
}

// Weights of the arms: the start of research, kept as they were set, not tuned on what measures them.
const (
	weightWords    = 0.4
	weightLetters  = 0.2
	weightConcepts = 0.3
	weightUnsure   = 0.1 // of classes that letters alone lead to; the more of its words the classifiers have, the nearer to the whole weight
	// bonus of an owner for each further passage, as a share of its score.
	bonus     = 0.05
	maxBonus  = 3
	maxWords  = 64 // of a query are looked at
	wordLimit = 4096
)

// Search answers a query. An empty one has no results.
func (x *Index) Search(q Query) Answer {
	s := x.current.Load()
	var answer Answer
	text := q.Text
	if !q.Literal {
		text, answer.Mended = x.retype(s, text)
	}
	a, asked := analysed(text)
	if !q.Literal {
		var mends []Mend
		asked, mends = x.mend(s, a, asked)
		answer.Mended = append(answer.Mended, mends...)
	}
	p := x.plan(asked, q, s.slots(a, asked, q.Also)...)
	p.all = q.All
	x.carryOut(&answer, s, q, p)
	return answer
}

// Mend returns the words of a text that a search takes for others, without searching.
func (x *Index) Mend(text string) []Mend {
	a, asked := analysed(text)
	_, mends := x.mend(x.current.Load(), a, asked)
	return mends
}

// Retype returns a text with what was typed on the other keyboard in Russian letters, as a search takes it.
func (x *Index) Retype(text string) string {
	text, _ = x.retype(x.current.Load(), text)
	return text
}

// analysed are the words of a query, as many as are looked at.
func analysed(text string) (*analyser, []*word) {
	a := newAnalyser()
	asked := a.words(bounded(text))
	return a, asked[:min(len(asked), maxWords)]
}

// bounded is as much of a text as is looked at.
func bounded(text string) string {
	if len(text) <= wordLimit {
		return text
	}
	return strings.ToValidUTF8(text[:wordLimit], "")
}

// carryOut finds what a plan says.
func (x *Index) carryOut(answer *Answer, s *state, q Query, p plan) {
	found := s.find(q, p)
	answer.Total, answer.Facets, answer.Cut = found.total, found.facets, found.total-found.spared > len(found.hits)
	group := owners
	if q.Apart {
		group = passages
	}
	answer.Results = group(found.hits, cmp.Or(q.Limit, 10))
	e := x.explainer(p)
	for i := range answer.Results {
		h := found.where[answer.Results[i].Passage]
		e.explain(&answer.Results[i], s.segments[h.segment], uint16(h.passage))
	}
}

// plan is a query as it is carried out.
type plan struct {
	asked    []*word
	terms    []weighty[string]
	slots    []slot
	groups   []uint64
	concepts []concept
	vector   []float32
	weights  Arms
	aside    []*word  // ways to say it that only some may read: they match, and are never missing
	leads    []lead   // what the classes were found by
	says     [][]bool // of each class, which of the leads its name has
	alike    bool     // passages are compared, nobody has asked
	all      bool     // only what has all words is found
}

// plan decides what counts. A query of numbers of types and of Latin names is no subject: classes of activity would only lead
// away. The more words nobody knows, the more their letters count; what can be said in another way is known.
func (x *Index) plan(asked []*word, q Query, slots ...slot) plan {
	p := plan{weights: Arms{Words: weightWords, Letters: weightLetters}, slots: slots}
	terms, groups := map[string]bool{}, map[uint64]bool{}
	plain, unknown := 0, 0
	var subject []*word
	for i, w := range asked {
		if w.stop {
			continue
		}
		p.asked = append(p.asked, w)
		grams(w.lemma, func(g uint64) { groups[g] = true })
		if slices.ContainsFunc(slots, func(s slot) bool { return s.from <= i && i < s.to }) {
			plain++
			continue
		}
		subject, p.leads = append(subject, w), append(p.leads, lead{w})
		for _, term := range w.terms {
			terms[term] = true
		}
		switch {
		case w.known, x.concepts.has(w):
			plain++
		default:
			unknown++
		}
	}
	for _, s := range slots {
		words, together := s.subject(x.concepts)
		subject, p.leads = append(subject, words...), append(p.leads, leadsOf(words, together)...)
		for _, way := range s.ways[1:] {
			switch {
			case len(way.terms) > 0:
				p.asked = append(p.asked, way.words...)
			case len(way.closed) > 0:
				p.aside = append(p.aside, way.words...)
			}
		}
		s.letters(func(g uint64) { groups[g] = true })
	}
	for _, term := range sorted(terms) {
		p.terms = append(p.terms, weighty[string]{term, 1})
	}
	p.groups = sorted(groups)
	if n := plain + unknown; n > 0 {
		share := float64(unknown) / float64(n)
		p.weights.Letters += share * weightLetters
	}
	sure := false
	if plain > 0 {
		p.concepts, sure = x.concepts.of(subject)
		p.say(x.concepts)
	}
	if q.Firm {
		p.keepSaid()
	}
	switch {
	case len(p.concepts) == 0:
	case sure:
		p.weights.Concepts = weightUnsure + (weightConcepts-weightUnsure)*x.concepts.share(subject)
	default:
		p.weights.Concepts = weightUnsure
	}
	x.aim(&p, q.Vector, plain, unknown)
	return p
}

// hit is a passage that was found.
type hit struct {
	segment, passage int
	owner, id        string
	arms             Arms
	score            float64
}

type found struct {
	hits   []hit // the best, of different owners or the same
	total  int
	spared int // of the total, behind enough better ones of their owner
	facets map[string]map[string]int
	where  map[string]hit
}

// passages are hits as results, each for itself.
func passages(hits []hit, limit int) []Result {
	list := make([]Result, 0, min(len(hits), limit))
	for _, h := range hits[:min(len(hits), limit)] {
		list = append(list, Result{Owner: h.owner, Passage: h.id, Score: h.score, Arms: h.arms})
	}
	return list
}

// owners groups passages by whom they are about: the best passage and a little for each further one.
func owners(hits []hit, limit int) []Result {
	at := map[string]int{}
	further := map[string]int{}
	var list []Result
	for _, h := range hits {
		if i, ok := at[h.owner]; ok {
			if further[h.owner]++; further[h.owner] <= maxBonus {
				list[i].Score += bonus * h.score
			}
			continue
		}
		at[h.owner] = len(list)
		list = append(list, Result{Owner: h.owner, Passage: h.id, Score: h.score, Arms: h.arms})
	}
	slices.SortStableFunc(list, func(a, b Result) int { return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Owner, b.Owner)) })
	list = list[:min(len(list), limit)]
	if len(list) > 0 && list[0].Score > 1 {
		best := list[0].Score
		for i := range list {
			list[i].Score /= best
		}
	}
	return list
}
