package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/rulang/typo"
)

// segment is an index of passages that does not change. Passages are numbers in it; their texts are not kept.
type segment struct {
	ids, owners []string
	order       []uint16 // passages in the order of ids
	runs        runs     // of owners
	words       *field[string]
	grams       *field[uint64]
	concepts    *field[uint16]
	facets      map[facet]set
	audiences   map[string]set
	open        bitmap // passages for everybody
	public      int    // how many those are
	faces       []string
	vocabulary  *typo.Vocabulary // dictionary forms in what everybody may see
	vectors     []float32        // of all passages, one after the other, of length 1 or 0; nil if no passage has one
}

func (seg *segment) len() int { return len(seg.ids) }

// publish counts what everybody may see. How rare words are and how long texts, that alone says: what is closed must not be read from the scores of
// what is open.
func (seg *segment) publish() {
	seg.public = seg.open.count()
	all := seg.public == seg.len()
	seg.words.publish(seg.open, all)
	seg.grams.publish(seg.open, all)
}

// place is the number of a passage.
func (seg *segment) place(id string) (int, bool) {
	at, ok := slices.BinarySearchFunc(seg.order, id, func(i uint16, id string) int { return cmp.Compare(seg.ids[i], id) })
	if !ok {
		return 0, false
	}
	return int(seg.order[at]), true
}

// maxSegment passages have numbers of 16 bits.
const maxSegment = 1 << 16

// titleWeight is how often a word of a title counts.
const titleWeight = 2

// weightOfGuess is what a class counts that a text is about beside one that is declared.
const weightOfGuess = 0.7

// surestGuess is what many sentences make of a guess: less than a declaration.
const surestGuess = 1 - 1.0/wholeClass

// maxSentences of a passage are looked at one by one for what they are about; the rest of its text is one more.
const maxSentences = 40

// builder makes a segment.
type builder struct {
	analyser     *analyser
	concepts     *Concepts
	about        *about
	words, grams gather
	classes      gather
	facets       map[facet][]uint16
	audiences    map[string][]uint16
	counts       []int // of words, in what everybody may see
	size         int   // of vectors
	vectors      []float32
}

func newBuilder(a *analyser, c *Concepts, size int) *builder {
	return &builder{analyser: a, concepts: c, about: newAbout(c, a), facets: map[facet][]uint16{}, audiences: map[string][]uint16{}, size: size}
}

// segment makes one of passages, at most [maxSegment].
func (b *builder) segment(passages []Passage) *segment {
	seg := &segment{ids: make([]string, len(passages)), owners: make([]string, len(passages)), open: newBitmap(len(passages))}
	owners := map[string]string{}
	for i := range passages {
		p := &passages[i]
		seg.ids[i] = strings.Clone(p.ID)
		owner, ok := owners[p.Owner]
		if !ok {
			owner = strings.Clone(p.Owner)
			owners[owner] = owner
		}
		seg.owners[i] = owner
		if len(p.Audiences) == 0 {
			seg.open.set(i)
		}
		b.add(p, uint16(i))
	}
	seg.order, seg.runs = orderOf(seg.ids), runsOf(seg.owners)
	seg.words, seg.grams = fieldOf(&b.words, b.analyser.terms.names), fieldOf(&b.grams, b.analyser.groups.names)
	seg.concepts = fieldOf(&b.classes, classNumbers(b.concepts))
	seg.facets, seg.audiences = setsOf(b.facets, len(passages)), setsOf(b.audiences, len(passages))
	seg.publish()
	seg.vocabulary, seg.faces = b.vocabulary(seg.words)
	if b.vectors != nil {
		seg.vectors = append(b.vectors, make([]float32, len(passages)*b.size-len(b.vectors))...)
	}
	return seg
}

func orderOf(ids []string) []uint16 {
	order := make([]uint16, len(ids))
	for i := range order {
		order[i] = uint16(i)
	}
	slices.SortFunc(order, func(a, b uint16) int { return cmp.Compare(ids[a], ids[b]) })
	return order
}

func classNumbers(c *Concepts) []uint16 {
	if c == nil {
		return nil
	}
	names := make([]uint16, len(c.codes))
	for i := range names {
		names[i] = uint16(i)
	}
	return names
}

func setsOf[K comparable](lists map[K][]uint16, passages int) map[K]set {
	sets := make(map[K]set, len(lists))
	for key, list := range lists {
		sets[key] = setOf(slices.Compact(list), passages)
	}
	return sets
}

// add notes one passage.
func (b *builder) add(p *Passage, number uint16) {
	open := len(p.Audiences) == 0
	b.about.begin(p.Codes)
	b.sentence(p.Title, titleWeight, open)
	n := 0
	rest := strings.Builder{}
	for sentence := range strings.FieldsFuncSeq(p.Text, isSentenceEnd) {
		if n++; n < maxSentences {
			b.sentence(sentence, 1, open)
			continue
		}
		rest.WriteString(sentence)
		rest.WriteByte(' ')
	}
	b.sentence(rest.String(), 1, open)
	b.words.next()
	b.grams.next()
	for _, c := range b.about.end() {
		b.classes.note(int32(c.class), uint32(c.weight*wholeClass+0.5))
	}
	b.classes.next()
	for name, values := range p.Facets {
		for _, value := range values {
			f := facetOf(name, value)
			b.facets[f] = append(b.facets[f], number)
		}
	}
	for _, audience := range p.Audiences {
		b.audiences[audience] = append(b.audiences[audience], number)
	}
	b.vector(p.Vector, int(number))
}

func isSentenceEnd(r rune) bool { return r == '.' || r == ';' || r == '\n' }

func (b *builder) sentence(text string, weight uint32, open bool) {
	words := b.analyser.words(text)
	for _, w := range words {
		if w.stop {
			continue
		}
		for _, id := range w.termIDs {
			b.words.note(id, weight*tenths)
		}
		for _, id := range w.grams {
			b.grams.note(id, weight*tenths)
		}
		if open && !w.code {
			for int(w.number) >= len(b.counts) {
				b.counts = append(b.counts, 0)
			}
			b.counts[w.number]++
		}
	}
	b.about.sentence(words)
}

// vocabulary has the dictionary forms that may be proposed for misspelt words, and for each term the one by which it is shown.
func (b *builder) vocabulary(words *field[string]) (*typo.Vocabulary, []string) {
	counts := map[string]int{}
	faces := make([]string, len(words.keys))
	for number, n := range b.counts {
		if n == 0 {
			continue
		}
		w := b.analyser.all[number]
		counts[w.lemma] += n
		if at, ok := slices.BinarySearch(words.keys, w.terms[0]); ok {
			faces[at] = betterFace(faces[at], w.lemma)
		}
	}
	return typo.NewVocabulary(func(yield func(string, int) bool) {
		for lemma, n := range counts {
			if !yield(lemma, n) {
				return
			}
		}
	}), faces
}

// betterFace is the shorter of two forms, so that it is the same in each order.
func betterFace(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "" || len(a) < len(b) || len(a) == len(b) && a < b:
		return a
	default:
		return b
	}
}
