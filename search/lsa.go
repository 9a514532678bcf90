package search

import (
	"cmp"
	"errors"
	"math"
	"slices"
)

// What a model of one's own texts is made with: the share of a matrix that random numbers find needs some columns more than are
// wanted, and some rounds (Halko, Martinsson and Tropp, Finding Structure with Randomness, 2011, algorithm 4.4).
const (
	moreColumns  = 12
	powerRounds  = 2
	fewestTexts  = 2     // that have a word
	mostLSAWords = 30000 // the most frequent ones
)

// ErrFewTexts says that an index has too few texts to make vectors of them.
var ErrFewTexts = errors.New("search: too few texts to learn from")

// TrainLSA makes vectors of what stands in an index: words that stand in the same texts, and in texts that share words, are near each
// other (latent semantic analysis; Deerwester and others, 1990). Only passages that everybody may see are learnt from, and the
// classes of activities. The same passages give the same vectors.
func TrainLSA(x *Index, size int) (*Vectors, error) {
	m := matrixOf(x)
	columns := size + moreColumns
	if size < 1 || len(m.rows) < columns || m.texts < columns {
		return nil, ErrFewTexts
	}
	basis := m.basis(columns)
	values, turn := eigen(m.squares(basis, columns))
	order := make([]int, columns)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	v := &Vectors{size: size, stems: true}
	for row, r := range m.rows {
		v.words = append(v.words, r.term)
		v.weights = append(v.weights, r.weight)
		for _, k := range order[:size] {
			sum := 0.0
			for c := range columns {
				sum += float64(basis[row*columns+c]) * turn[c*columns+k]
			}
			v.numbers = append(v.numbers, float32(sum))
		}
	}
	v.model = v.name("lsa")
	return v, nil
}

// matrix has a row for each term and a column for each text, of length 1.
type matrix struct {
	rows  []matrixRow
	texts int
}

type matrixRow struct {
	term   string
	weight float32 // how rare it is
	cells  []cell
}

type cell struct {
	text  int32
	value float32
}

// matrixOf weighs the terms of an index: the logarithm of how often by how rare.
func matrixOf(x *Index) *matrix {
	s := x.current.Load()
	m := &matrix{}
	cells := map[string][]cell{}
	note := func(f *field[string], shown func(passage int) bool) {
		for i := range f.keys {
			term, list := f.at(i)
			for _, p := range list {
				if shown(int(p.passage)) {
					cells[term] = append(cells[term], cell{int32(m.texts) + int32(p.passage), float32(1 + math.Log(max(1, float64(p.times)/tenths)))})
				}
			}
		}
		m.texts += len(f.lengths)
	}
	if x.concepts != nil {
		note(x.concepts.words, func(int) bool { return true })
	}
	for i, seg := range s.segments {
		note(seg.words, func(passage int) bool { return seg.open.has(passage) && !s.gone[i].has(passage) })
	}
	for term, list := range cells {
		if len(list) >= fewestTexts {
			m.rows = append(m.rows, matrixRow{term, float32(statistics{passages: m.texts}.inverse(len(list))), list})
		}
	}
	slices.SortFunc(m.rows, func(a, b matrixRow) int {
		return cmp.Or(cmp.Compare(len(b.cells), len(a.cells)), cmp.Compare(a.term, b.term))
	})
	m.rows = m.rows[:min(len(m.rows), mostLSAWords)]
	slices.SortFunc(m.rows, func(a, b matrixRow) int { return cmp.Compare(a.term, b.term) })
	m.normalise()
	return m
}

func (m *matrix) normalise() {
	lengths := make([]float64, m.texts)
	for _, r := range m.rows {
		for i, c := range r.cells {
			r.cells[i].value = c.value * r.weight
			lengths[c.text] += float64(r.cells[i].value) * float64(r.cells[i].value)
		}
	}
	for _, r := range m.rows {
		for i, c := range r.cells {
			r.cells[i].value = float32(float64(c.value) / math.Sqrt(lengths[c.text]))
		}
	}
}

// basis is an orthonormal one of nearly what the terms span, a row for each term.
func (m *matrix) basis(columns int) []float32 {
	texts := make([]float32, m.texts*columns)
	for i := range texts {
		texts[i] = sign(uint64(i))
	}
	terms := make([]float32, len(m.rows)*columns)
	m.toTerms(terms, texts, columns)
	orthonormal(terms, columns)
	for range powerRounds {
		m.toTexts(texts, terms, columns)
		m.toTerms(terms, texts, columns)
		orthonormal(terms, columns)
	}
	return terms
}

// sign is 1 or −1, as if by chance and always the same: the number mixed (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators,
// 2014). Signs find a basis as well as numbers of a bell curve do.
func sign(i uint64) float32 {
	z := (i + 1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	if (z^z>>31)&1 == 0 {
		return 1
	}
	return -1
}

func (m *matrix) toTerms(terms, texts []float32, columns int) {
	clear(terms)
	for row, r := range m.rows {
		into := terms[row*columns : (row+1)*columns]
		for _, c := range r.cells {
			addTimes(into, texts[int(c.text)*columns:(int(c.text)+1)*columns], c.value)
		}
	}
}

func (m *matrix) toTexts(texts, terms []float32, columns int) {
	clear(texts)
	for row, r := range m.rows {
		from := terms[row*columns : (row+1)*columns]
		for _, c := range r.cells {
			addTimes(texts[int(c.text)*columns:(int(c.text)+1)*columns], from, c.value)
		}
	}
}

func addTimes(into, from []float32, by float32) {
	from = from[:len(into)]
	for i := range into {
		into[i] += by * from[i]
	}
}

// squares are the products of the columns of the texts in a basis with each other.
func (m *matrix) squares(basis []float32, columns int) []float64 {
	texts := make([]float32, m.texts*columns)
	m.toTexts(texts, basis, columns)
	return products(texts, columns)
}

// products multiplies the columns with each other.
func products(rows []float32, columns int) []float64 {
	all := make([]float64, columns*columns)
	for row := range slices.Chunk(rows, columns) {
		for i, a := range row {
			if a == 0 {
				continue
			}
			into := all[i*columns : (i+1)*columns]
			for j := i; j < columns; j++ {
				into[j] += float64(a) * float64(row[j])
			}
		}
	}
	for i := range columns {
		for j := range i {
			all[i*columns+j] = all[j*columns+i]
		}
	}
	return all
}

// orthonormal makes columns of length 1 at right angles, twice, for what rounding leaves of the first time (Gram and Schmidt; here by
// the triangle of Cholesky, so that rows are read in their order). Columns that are of others become zero.
func orthonormal(rows []float32, columns int) {
	for range 2 {
		inverse := inverseTriangle(products(rows, columns), columns)
		room := make([]float64, columns)
		for row := range slices.Chunk(rows, columns) {
			for j := range columns {
				sum := 0.0
				for i := range j + 1 {
					sum += float64(row[i]) * inverse[i*columns+j]
				}
				room[j] = sum
			}
			for j, f := range room {
				row[j] = float32(f)
			}
		}
	}
}

// inverseTriangle is the inverse of the upper triangle R with RᵀR = a.
func inverseTriangle(a []float64, n int) []float64 {
	r := make([]float64, n*n)
	for i := range n {
		for j := i; j < n; j++ {
			sum := a[i*n+j]
			for k := range i {
				sum -= r[k*n+i] * r[k*n+j]
			}
			switch {
			case i == j:
				r[i*n+i] = math.Sqrt(max(sum, 0))
			case r[i*n+i] > tiny*math.Sqrt(a[i*n+i]):
				r[i*n+j] = sum / r[i*n+i]
			}
		}
	}
	inverse := make([]float64, n*n)
	for j := range n {
		if r[j*n+j] <= tiny*math.Sqrt(a[j*n+j]) {
			continue
		}
		inverse[j*n+j] = 1 / r[j*n+j]
		for i := j - 1; i >= 0; i-- {
			sum := 0.0
			for k := i + 1; k <= j; k++ {
				sum -= r[i*n+k] * inverse[k*n+j]
			}
			if r[i*n+i] > tiny*math.Sqrt(a[i*n+i]) {
				inverse[i*n+j] = sum / r[i*n+i]
			}
		}
	}
	return inverse
}

// tiny is what rounding can leave of a column that is of others.
const tiny = 1e-5

// mostSweeps of Jacobi's rotations are more than matrices of this size need.
const mostSweeps = 30

// eigen finds the eigenvalues of a symmetric matrix and their vectors, one in each column, by Jacobi's rotations.
func eigen(a []float64) (values, vectors []float64) {
	size := int(math.Sqrt(float64(len(a))))
	vectors = make([]float64, size*size)
	for i := range size {
		vectors[i*size+i] = 1
	}
	for range mostSweeps {
		if offDiagonal(a, size) == 0 {
			break
		}
		for p := range size {
			for q := p + 1; q < size; q++ {
				rotate(a, vectors, size, p, q)
			}
		}
	}
	for i := range size {
		values = append(values, a[i*size+i])
	}
	return values, vectors
}

// offDiagonal counts what is still worth turning.
func offDiagonal(a []float64, n int) int {
	count := 0
	for p := range n {
		for q := p + 1; q < n; q++ {
			if worthTurning(a, n, p, q) {
				count++
			}
		}
	}
	return count
}

func worthTurning(a []float64, n, p, q int) bool {
	return math.Abs(a[p*n+q]) > 1e-12*math.Sqrt(math.Abs(a[p*n+p]*a[q*n+q]))+1e-300
}

func rotate(a, v []float64, n, p, q int) {
	if !worthTurning(a, n, p, q) {
		return
	}
	theta := (a[q*n+q] - a[p*n+p]) / (2 * a[p*n+q])
	t := 1 / (math.Abs(theta) + math.Sqrt(theta*theta+1))
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(t*t+1)
	s := t * c
	for k := range n {
		x, y := a[k*n+p], a[k*n+q]
		a[k*n+p], a[k*n+q] = c*x-s*y, s*x+c*y
	}
	for k := range n {
		x, y := a[p*n+k], a[q*n+k]
		a[p*n+k], a[q*n+k] = c*x-s*y, s*x+c*y
		x, y = v[k*n+p], v[k*n+q]
		v[k*n+p], v[k*n+q] = c*x-s*y, s*x+c*y
	}
}
