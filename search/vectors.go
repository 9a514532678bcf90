package search

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Vectors are vectors of words; a text has the sum of those of its words, weighed. They are an [Embedder] that needs nobody: read from a
// file ([ReadWord2Vec], [ReadVectors]) or made of one's own texts ([TrainLSA]). They do not change, so many goroutines may ask.
type Vectors struct {
	model   string
	size    int
	stems   bool     // words are the terms of an index, not forms as they are written
	words   []string // in order
	weights []float32
	numbers []float32
}

// Model implements [Embedder].
func (v *Vectors) Model() string { return v.model }

// Size implements [Embedder].
func (v *Vectors) Size() int { return v.size }

// Len is the number of words.
func (v *Vectors) Len() int { return len(v.words) }

// Embed implements [Embedder]. Questions and documents are read alike.
func (v *Vectors) Embed(_ context.Context, _ TextKind, texts []string) ([][]float32, error) {
	a := newAnalyser()
	list := make([][]float32, len(texts))
	for i, text := range texts {
		list[i] = v.of(a.words(text))
	}
	return list, nil
}

// of sums what the words of a text have; a word that is said again counts by the logarithm.
func (v *Vectors) of(words []*word) []float32 {
	times := map[int]int{}
	var order []int // sums of floating point are the same only in the same order
	for _, w := range words {
		for _, at := range v.find(w) {
			if times[at]++; times[at] == 1 {
				order = append(order, at)
			}
		}
	}
	if len(order) == 0 {
		return nil
	}
	sum := make([]float32, v.size)
	for _, at := range order {
		weight := v.weights[at] * float32(1+math.Log(float64(times[at])))
		for i, f := range v.numbers[at*v.size : (at+1)*v.size] {
			sum[i] += weight * f
		}
	}
	return normal(sum)
}

// find is where the vectors of a word are: of its terms; or of the form, else of the dictionary form.
func (v *Vectors) find(w *word) []int {
	if w.stop {
		return nil
	}
	forms := w.terms
	if !v.stems {
		forms = []string{w.surface, w.lemma}
	}
	var list []int
	for _, form := range forms {
		if at, ok := slices.BinarySearch(v.words, form); ok {
			list = append(list, at)
			if !v.stems {
				break
			}
		}
	}
	return list
}

// Limits of files of vectors.
const (
	maxVectors     = 1 << 22
	maxNumbers     = 1 << 28
	maxVectorsLine = 1 << 17 // bytes
)

// ErrVectors says that a file is no file of vectors, or a broken one.
var ErrVectors = errors.New("search: not a file of vectors")

// ReadWord2Vec reads vectors in the text form of word2vec, which fastText and others write too: a line with how many words there are
// and how many numbers each has, then a line for each word. Words are folded as those of queries; of several that become one,
// the first counts, as files have frequent words first. Marks of parts of speech behind an underscore («станок_NOUN») are cut off.
func ReadWord2Vec(r io.Reader, model string) (*Vectors, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 1<<12), maxVectorsLine)
	if !lines.Scan() {
		return nil, fmt.Errorf("%w: it has no first line", errors.Join(ErrVectors, lines.Err()))
	}
	n, size, err := readCounts(lines.Text())
	if err != nil {
		return nil, err
	}
	v := &Vectors{model: model, size: size}
	seen := map[string]bool{}
	var rows []int32
	read := 0
	for ; read < n && lines.Scan(); read++ {
		form, row, err := readVector(lines.Bytes(), size)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", read+2, err)
		}
		if form == "" || seen[form] {
			continue
		}
		seen[form] = true
		rows = append(rows, int32(len(v.words)))
		v.words = append(v.words, form)
		v.numbers = append(v.numbers, row...)
	}
	if err := lines.Err(); err != nil || read < n {
		return nil, fmt.Errorf("%w: it ends behind %d of %d words", errors.Join(ErrVectors, err), read, n)
	}
	return v.inOrder(rows), nil
}

func readCounts(line string) (n, size int, err error) {
	first, second, ok := strings.Cut(strings.TrimSpace(line), " ")
	n, err1 := strconv.Atoi(first)
	size, err2 := strconv.Atoi(second)
	if !ok || err1 != nil || err2 != nil || n < 0 || n > maxVectors || size < 1 || size > maxSize || n*size > maxNumbers {
		return 0, 0, fmt.Errorf("%w: %.40q does not say how many words and numbers there are, up to %d and %d", ErrVectors, line, maxVectors, maxSize)
	}
	return n, size, nil
}

func readVector(line []byte, size int) (string, []float32, error) {
	name, rest, _ := bytes.Cut(bytes.TrimRight(line, " \r"), []byte(" "))
	row := make([]float32, 0, min(size, len(rest)/2+1))
	for field := range bytes.FieldsSeq(rest) {
		f, err := strconv.ParseFloat(string(field), 32)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || len(row) == size {
			return "", nil, fmt.Errorf("%w: %.40q are not %d numbers", ErrVectors, rest, size)
		}
		row = append(row, float32(f))
	}
	if len(row) != size {
		return "", nil, fmt.Errorf("%w: %d numbers instead of %d", ErrVectors, len(row), size)
	}
	form, _, _ := strings.Cut(string(name), "_")
	for surface := range tokens(form) {
		return strings.Clone(surface), row, nil
	}
	return "", nil, nil
}

// inOrder sorts words with their vectors, which then count all the same.
func (v *Vectors) inOrder(rows []int32) *Vectors {
	slices.SortFunc(rows, func(a, b int32) int { return cmp.Compare(v.words[a], v.words[b]) })
	sorted := &Vectors{model: v.model, size: v.size, numbers: make([]float32, 0, len(v.numbers))}
	for _, row := range rows {
		sorted.words = append(sorted.words, v.words[row])
		sorted.weights = append(sorted.weights, 1)
		sorted.numbers = append(sorted.numbers, v.numbers[int(row)*v.size:(int(row)+1)*v.size]...)
	}
	return sorted
}

const vectorsWord = "klaster vectors 1\n"

// Save writes vectors in the form that [ReadVectors] reads: quicker than text, and with a sum.
func (v *Vectors) Save(w io.Writer) error {
	e := &encoder{w: bufio.NewWriterSize(w, 1<<16), sum: sha256.New()}
	e.bytes([]byte(vectorsWord))
	e.string(v.model)
	stems := 0
	if v.stems {
		stems = 1
	}
	e.number(stems)
	e.number(v.size)
	e.strings(v.words)
	array(e, v.weights, appendFloat)
	array(e, v.numbers, appendFloat)
	e.bytes(e.sum.Sum(nil))
	if e.err == nil {
		e.err = e.w.Flush()
	}
	if e.err != nil {
		return fmt.Errorf("write vectors: %w", e.err)
	}
	return nil
}

// ReadVectors reads what [Vectors.Save] has written.
func ReadVectors(r io.Reader) (*Vectors, error) {
	d := &decoder{r: bufio.NewReaderSize(r, 1<<16), sum: sha256.New(), kind: ErrVectors}
	if string(d.bytes(len(vectorsWord))) != vectorsWord {
		d.refuse("it begins otherwise")
	}
	v := &Vectors{model: d.string(maxName), stems: d.number(1) == 1, size: d.number(maxSize)}
	v.words = d.strings(maxVectors, maxTerm)
	v.weights = readArray(d, maxVectors, 4, floatOf)
	v.numbers = readArray(d, maxNumbers, 4, floatOf)
	sum := d.sum.Sum(nil)
	if !bytes.Equal(d.bytes(len(sum)), sum) {
		d.refuse("its sum is wrong")
	}
	if d.err == nil && (v.size < 1 || len(v.weights) != len(v.words) || len(v.numbers) != len(v.words)*v.size) {
		d.refuse("words and numbers do not agree")
	}
	for i := 1; i < len(v.words); i++ {
		if v.words[i] <= v.words[i-1] {
			d.refuse("words are not in order")
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	return v, nil
}

// name makes the name of a model of what it says.
func (v *Vectors) name(kind string) string {
	sum, room := sha256.New(), []byte(nil)
	for _, f := range v.numbers {
		room = binary.LittleEndian.AppendUint32(room[:0], math.Float32bits(f))
		sum.Write(room) //nolint:errcheck // a hash does not fail
	}
	return kind + "-" + hex.EncodeToString(sum.Sum(nil)[:8])
}
