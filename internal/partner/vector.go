package partner

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/search"
)

// Vectors make vectors of texts: package platform/embedding.
type Vectors interface {
	// Outside tells whether texts leave the installation to become vectors.
	Outside() bool
	// Space is where vectors lie that a service or a file makes.
	Space() search.Space
	// Words are vectors that cost no call, nil for none; Learnt is how many numbers are to be learnt from the passages instead.
	Words() search.Embedder
	Learnt() int
	// Question makes the vector of a question in a time of its own; Documents makes those of texts, and takes its time.
	Question(ctx context.Context, text string) ([]float32, error)
	Documents(ctx context.Context, texts []string) ([][]float32, error)
}

// none are no vectors: what people look for stays here.
type none struct{}

func (none) Outside() bool                                            { return false }
func (none) Space() search.Space                                      { return search.Space{} }
func (none) Words() search.Embedder                                   { return nil }
func (none) Learnt() int                                              { return 0 }
func (none) Question(context.Context, string) ([]float32, error)      { return nil, nil }
func (none) Documents(context.Context, []string) ([][]float32, error) { return nil, nil }

// mostSent is how much of a passage becomes a vector, in bytes: models read a few hundred words.
const mostSent = 2000

// sent is what of a passage becomes a vector.
func (p Passage) sent() string {
	return strings.TrimSpace(cut(strings.TrimSpace(p.Title)+"\n"+strings.TrimSpace(p.Text), mostSent))
}

// leaving are the texts of a subject that may go to a service outside, by their sums: those that everybody may read, and no others.
func (s Subject) leaving() map[string]string {
	texts := map[string]string{}
	for _, p := range s.Passages {
		if text := p.sent(); p.For == ForEverybody && text != "" {
			texts[sumOf(text)] = text
		}
	}
	return texts
}

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// model names vectors in the database: those of another size are others.
func (s *Service) model() string {
	if !s.vectors.Outside() {
		return ""
	}
	space := s.vectors.Space()
	return fmt.Sprintf("%s/%d", space.Model, space.Size)
}

// Aimed is how many texts have a vector, and how many wait for one.
func (s *Service) Aimed(ctx context.Context, q sqldb.Querier) (made, waits int, err error) {
	if made, err = countVectors(ctx, q, s.model()); err == nil {
		waits, err = countWaiting(ctx, q, s.model())
	}
	if err != nil {
		return 0, 0, fmt.Errorf("count the vectors of texts: %w", err)
	}
	return made, waits, nil
}

// lookUp is where vectors of texts are looked up by their sums; nil for none.
type lookUp func(sum string) ([]float32, error)

// stored looks vectors up one by one, for few texts.
func (s *Service) stored(ctx context.Context, q sqldb.Querier) lookUp {
	return func(sum string) ([]float32, error) {
		b, err := vectorOf(ctx, q, s.model(), sum)
		return numbersOf(b, s.vectors.Space().Size), err
	}
}

// storedAll reads all vectors at once, for all texts.
func (s *Service) storedAll(ctx context.Context, q sqldb.Querier) (lookUp, error) {
	if !s.vectors.Outside() {
		return nil, nil
	}
	list, err := allVectors(ctx, q, s.model())
	if err != nil {
		return nil, err
	}
	all := make(map[string][]float32, len(list))
	for _, v := range list {
		all[v.Sum] = numbersOf(v.Vector, s.vectors.Space().Size)
	}
	return func(sum string) ([]float32, error) { return all[sum], nil }, nil
}

// aimed are vectors of passages by their ids, as far as they are known, and the texts that have none yet.
type aimed struct {
	vectors map[string][]float32
	missing []waiting
}

// aim looks up the vectors of all passages that everybody may read.
func (s *Service) aim(subjects []Subject, at lookUp) (aimed, error) {
	a := aimed{vectors: map[string][]float32{}}
	if !s.vectors.Outside() {
		return a, nil
	}
	for _, subject := range subjects {
		waits := map[string]bool{}
		for _, p := range subject.Passages {
			text := p.sent()
			if p.For != ForEverybody || text == "" {
				continue
			}
			sum := sumOf(text)
			vector, err := at(sum)
			if err != nil {
				return a, fmt.Errorf("look for the vector of a text: %w", err)
			}
			if vector != nil {
				a.vectors[p.ID] = vector
			} else if !waits[sum] {
				waits[sum] = true
				a.missing = append(a.missing, waiting{Sum: sum, Subject: subject.Key})
			}
		}
	}
	return a, nil
}

// queue has texts without a vector wait for the job that gets them. What could not be written is written by the next look.
func (s *Service) queue(ctx context.Context) error {
	if len(s.missing) == 0 {
		return nil
	}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		fresh := false
		for _, w := range s.missing {
			inserted, err := insertWaiting(ctx, tx, s.model(), w, s.clock.Now())
			if err != nil {
				return err
			}
			fresh = fresh || inserted
		}
		if !fresh {
			return nil
		}
		return s.jobs.Insert(ctx, tx, getVectors{})
	})
	if err != nil {
		return fmt.Errorf("have texts wait for their vectors: %w", err)
	}
	s.missing = nil
	return nil
}

// embed gives passages vectors that cost no call.
func (c *catalogue) embed(passages []search.Passage) error {
	if c.words == nil || len(passages) == 0 {
		return nil
	}
	texts := make([]string, len(passages))
	for i, p := range passages {
		texts[i] = Passage{Title: p.Title, Text: p.Text}.sent()
	}
	list, err := c.words.Embed(context.Background(), search.Document, texts)
	if err != nil {
		return fmt.Errorf("make vectors of texts: %w", err)
	}
	for i, v := range list {
		passages[i].Vector = v
	}
	return nil
}

// learn is a catalogue of the same subjects in a space that is learnt from their texts; the same one when there are too few.
func (s *Service) learn(c *catalogue, subjects []Subject) (*catalogue, error) {
	words, err := search.TrainLSA(c.texts, s.vectors.Learnt())
	if err != nil {
		return c, nil //nolint:nilerr // too few texts: they are found by their words
	}
	learnt := newCatalogue(c.concepts, search.InSpace(search.Space{Model: words.Model(), Size: words.Size()}))
	learnt.words = words
	return learnt, learnt.put(subjects, nil)
}

// bytesOf and numbersOf write and read a vector as the database has it: numbers of four bytes, the lowest first.
func bytesOf(vector []float32) []byte {
	b := make([]byte, 0, 4*len(vector))
	for _, f := range vector {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
	}
	return b
}

// numbersOf is nil for what is no vector of that size.
func numbersOf(b []byte, size int) []float32 {
	if size == 0 || len(b) != 4*size {
		return nil
	}
	vector := make([]float32, size)
	for i := range vector {
		vector[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return vector
}
