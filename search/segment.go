package search

import (
	"maps"
	"math/bits"
	"strings"

	"github.com/klaster-platform/klaster/rulang/typo"
)

// segment is an index of passages that does not change but for those that were taken back.
type segment struct {
	passages []Passage
	words    *field[string]
	grams    *field[uint64]
	concepts map[uint16][]posting
	facets   map[facet]bitmap
	audience map[string]bitmap
	open     bitmap // passages for everybody
	place    map[string]uint32

	vocabulary *typo.Vocabulary // dictionary forms in what everybody may see
}

// titleWeight is how often a word of a title counts.
const titleWeight = 2

// weightOfGuess is what a class counts that a text is about beside one that is declared.
const weightOfGuess = 0.7

// maxSentences of a passage are looked at one by one for what they are about; the rest of its text is one more.
const maxSentences = 40

func newSegment(a *analyser, c *Concepts, passages []Passage) *segment {
	s := &segment{
		passages: passages, words: newField[string](), grams: newField[uint64](), concepts: map[uint16][]posting{},
		facets: map[facet]bitmap{}, audience: map[string]bitmap{}, open: newBitmap(len(passages)), place: map[string]uint32{},
	}
	counts := map[string]int{}
	for i, p := range passages {
		sentences := a.sentences(p)
		words, grams := weigh(sentences)
		s.words.add(words)
		s.grams.add(grams)
		s.addConcepts(c, uint32(i), p.Codes, sentences)
		if len(p.Audiences) == 0 {
			count(counts, sentences)
		}
		for name, values := range p.Facets {
			for _, value := range values {
				set(s.facets, facetOf(name, value), len(passages), i)
			}
		}
		for _, audience := range p.Audiences {
			set(s.audience, audience, len(passages), i)
		}
		if len(p.Audiences) == 0 {
			s.open.set(i)
		}
		s.place[p.ID] = uint32(i)
	}
	s.vocabulary = typo.NewVocabulary(maps.All(counts))
	return s
}

// sentences are the title of a passage and the sentences of its text.
func (a *analyser) sentences(p Passage) []weighted {
	list := []weighted{{a.words(p.Title), titleWeight}}
	for sentence := range strings.FieldsFuncSeq(p.Text, func(r rune) bool { return r == '.' || r == ';' || r == '\n' }) {
		if len(list) <= maxSentences {
			list = append(list, weighted{a.words(sentence), 1})
			continue
		}
		last := &list[len(list)-1]
		last.words = append(last.words, a.words(sentence)...)
	}
	return list
}

// count notes the dictionary forms that may be proposed for misspelt words.
func count(counts map[string]int, sentences []weighted) {
	for _, sentence := range sentences {
		for _, w := range sentence.words {
			if !w.stop && !w.code {
				counts[w.lemma]++
			}
		}
	}
}

// addConcepts notes the classes that a passage declares and those that its sentences are about.
func (seg *segment) addConcepts(c *Concepts, passage uint32, codes []string, sentences []weighted) {
	if c == nil {
		return
	}
	best := map[uint16]float32{}
	for _, about := range c.declared(codes) {
		best[about.class] = about.weight
	}
	for _, sentence := range sentences {
		for _, about := range c.of(sentence.words, false) {
			// Sentences add to each other like independent witnesses.
			best[about.class] = 1 - (1-best[about.class])*(1-weightOfGuess*about.weight)
		}
	}
	for class, weight := range best {
		seg.concepts[class] = append(seg.concepts[class], posting{passage, weight})
	}
}

// bitmap is a set of passages.
type bitmap []uint64

func newBitmap(n int) bitmap { return make(bitmap, (n+63)/64) }

func (b bitmap) set(i int) { b[i/64] |= 1 << (i % 64) }

func (b bitmap) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }

func (b bitmap) count() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

func set[K comparable](sets map[K]bitmap, key K, n, i int) {
	if sets[key] == nil {
		sets[key] = newBitmap(n)
	}
	sets[key].set(i)
}
