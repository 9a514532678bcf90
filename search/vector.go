package search

import (
	"context"
	"math"
)

// Space is where texts lie as vectors, near each other if they mean the same.
type Space struct {
	Model  string  // which model, and which version of it: vectors of different ones do not compare
	Size   int     // numbers in a vector
	Weight float64 // of the arm, beside 0.4 of words; 0 stands for 0.1
	Wide   bool    // the model has read more than the dictionary: what it says of words that nobody here knows counts as well
}

// weightVectors is what vectors count unless their space says otherwise.
const weightVectors = 0.1

// InSpace gives an index a fourth arm: passages and queries that have vectors are compared by the angle between them.
func InSpace(space Space) Option { return func(x *Index) { x.space = space } }

// Space is the one that vectors of the index are from; its size is 0 if there is none.
func (x *Index) Space() Space { return x.space }

// Embedder makes vectors of texts. [Vectors] of words are one, and cost no call; services outside are the business of
// whoever uses the index, for libraries reach no network.
type Embedder interface {
	// Model names the model; it changes when vectors cease to compare.
	Model() string
	// Size is how many numbers a vector has.
	Size() int
	// Embed returns a vector for each text, nil for one that the model has nothing to say about. Models may read questions and what
	// answers them differently.
	Embed(ctx context.Context, kind TextKind, texts []string) ([][]float32, error)
}

// TextKind says which side of a search a text is on.
type TextKind uint8

// The kinds of texts.
const (
	Document TextKind = iota
	Question
)

// aim takes the vector of a question into a plan. Where most words are unknown, or the query is a number of a type, vectors say
// nothing, unless their space is wide.
func (x *Index) aim(p *plan, vector []float32, plain, unknown int) {
	if x.space.Size == 0 || len(vector) != x.space.Size || !x.space.Wide && (plain == 0 || unknown > plain) {
		return
	}
	p.vector = normal(vector)
	p.weights.Vectors = x.space.Weight
	if p.weights.Vectors == 0 {
		p.weights.Vectors = weightVectors
	}
}

// vector keeps the vector of a passage.
func (b *builder) vector(vector []float32, number int) {
	if len(vector) == 0 {
		return
	}
	if need := (number + 1) * b.size; len(b.vectors) < need {
		b.vectors = append(b.vectors, make([]float32, need-len(b.vectors))...)
	}
	copy(b.vectors[number*b.size:], normal(vector))
}

// normal returns a vector of length 1 in the same direction; one without a direction, or with numbers that are none, becomes
// zero.
func normal(v []float32) []float32 {
	sum := 0.0
	for _, f := range v {
		sum += float64(f) * float64(f)
	}
	into := make([]float32, len(v))
	if sum == 0 || math.IsNaN(sum) || math.IsInf(sum, 0) {
		return into
	}
	by := 1 / math.Sqrt(sum)
	for i, f := range v {
		into[i] = float32(float64(f) * by)
	}
	return into
}

// dot multiplies in four lanes, which the processor works at the same time.
func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}
