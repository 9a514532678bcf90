package search

import (
	"cmp"
	"slices"
	"strings"
)

// mostLike are the terms by which a passage is compared with others: its rarest and most frequent ones.
const mostLike = 24

// Similar finds owners with passages like one: by its words, by the classes it is about, and by its vector. The owner of the passage is not
// among them. Of the query, all counts but the text. Whoever may not see the passage finds nothing, as if it were not there. Reasons
// name the words of the passage that the other has, in the dictionary form, and what both are about; they name nothing as
// missing.
func (x *Index) Similar(passage string, q Query) Answer {
	s := x.current.Load()
	g := x.likeness("")
	for i, seg := range s.segments {
		allowed := newBitmap(seg.len())
		seg.allow(allowed, Query{Audiences: q.Audiences}, s.gone[i])
		if at, ok := seg.place(passage); ok && allowed.has(at) {
			g.owner = seg.owners[at]
			g.add(seg, uint16(at))
		}
	}
	return x.like(s, q, g)
}

// Like finds owners like one by passages that it has: they are analysed anew, so that it takes as long as they are long, however much the
// index has. The asker must be allowed to see all of them. The owner is not among those who are found.
func (x *Index) Like(owner string, passages []Passage, q Query) Answer {
	own := newBuilder(newAnalyser(), x.concepts, x.space.Size).segment(passages[:min(len(passages), mostCompared)])
	g := x.likeness(owner)
	for i := range own.len() {
		g.add(own, uint16(i))
	}
	return x.like(x.current.Load(), q, g)
}

// mostCompared passages of an owner are compared with others.
const mostCompared = 100

// like finds what has something in common with some passages.
func (x *Index) like(s *state, q Query, g likeness) Answer {
	if g.owner == "" {
		return Answer{}
	}
	limit := cmp.Or(q.Limit, 10)
	q.Limit = limit + 1
	var answer Answer
	x.carryOut(&answer, s, q, g.plan(x, s))
	answer.Results = slices.DeleteFunc(answer.Results, func(r Result) bool { return r.Owner == g.owner })
	answer.Results = answer.Results[:min(limit, len(answer.Results))]
	for i := range answer.Results {
		answer.Results[i].Missing = nil
	}
	return answer
}

// trait is a term of what is compared, with the form by which it is shown.
type trait struct {
	times float64
	face  string
}

// likeness is what some passages of an owner have.
type likeness struct {
	owner   string
	terms   map[string]trait
	classes map[uint16]float32
	vector  []float32
}

func (x *Index) likeness(owner string) likeness {
	return likeness{owner: owner, terms: map[string]trait{}, classes: map[uint16]float32{}, vector: make([]float32, x.space.Size)}
}

func (g *likeness) add(seg *segment, passage uint16) {
	for i, term := range seg.words.keys {
		_, list := seg.words.at(i)
		if times, ok := timesIn(list, passage); ok {
			t := g.terms[term]
			t.times += float64(times) / tenths
			t.face = betterFace(t.face, seg.faces[i])
			g.terms[term] = t
		}
	}
	for i, class := range seg.concepts.keys {
		_, list := seg.concepts.at(i)
		if times, ok := timesIn(list, passage); ok {
			g.classes[class] = max(g.classes[class], float32(times)/wholeClass)
		}
	}
	if size := len(g.vector); size > 0 && seg.vectors != nil {
		for i, f := range seg.vectors[int(passage)*size : (int(passage)+1)*size] {
			g.vector[i] += f
		}
	}
}

// plan asks for the terms that tell the owner from others, and for its strongest classes.
func (g *likeness) plan(x *Index, s *state) plan {
	p := plan{weights: Arms{Words: weightWords}, alike: true}
	faces := map[string]string{}
	for term, t := range g.terms {
		having := 0
		for _, seg := range s.segments {
			n, _ := seg.words.having(term)
			having += n
		}
		weight := t.times / (t.times + saturation) * s.words.inverse(having)
		p.terms = append(p.terms, weighty[string]{term, weight})
		faces[term] = t.face
	}
	slices.SortFunc(p.terms, func(a, b weighty[string]) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), strings.Compare(a.term, b.term))
	})
	p.terms = p.terms[:min(mostLike, len(p.terms))]
	for i, t := range p.terms {
		if face := faces[t.term]; face != "" {
			p.asked = append(p.asked, &word{surface: face, lemma: face, terms: []string{t.term}})
		}
		p.terms[i].weight = 1 // how rare a term is, is counted again when it is scored
	}
	for class, weight := range g.classes {
		p.concepts = append(p.concepts, concept{class, weight})
	}
	slices.SortFunc(p.concepts, func(a, b concept) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.class, b.class))
	})
	p.concepts = p.concepts[:min(mostConcepts, len(p.concepts))]
	if len(p.concepts) > 0 {
		p.weights.Concepts = weightConcepts
	}
	if slices.ContainsFunc(g.vector, func(f float32) bool { return f != 0 }) {
		x.aim(&p, g.vector, 1, 0)
	}
	return p
}
