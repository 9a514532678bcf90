package partner

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/search"
	"github.com/klaster-platform/klaster/search/relevance"
)

// Evaluation is how well the search finds what people have graded. Gains are 2^grade − 1, the ideal order is that of all that was graded;
// times are of whole searches in this process, after each was made once.
type Evaluation struct {
	Documents int     `json:"documents"`
	Queries   int     `json:"queries"`
	NDCG      float64 `json:"ndcg10"`
	Recall    float64 `json:"recall10"`
	MRR       float64 `json:"mrr"`
	Empty     int     `json:"empty"` // queries without any result
	P50       float64 `json:"p50_ms"`
	P99       float64 `json:"p99_ms"`
}

// ErrEvaluation is a file that is no set of documents or queries.
var ErrEvaluation = errors.New("not a set to evaluate with")

// Limits of a set.
const (
	mostSetLine  = 1 << 20
	mostSetLines = 2_000_000
	measuredTop  = 10
	bestGrade    = 30
)

// document is a line of the file of documents; kind and whatever else stands in it is passed over.
type document struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// gradedQuery is a line of the file of queries.
type gradedQuery struct {
	Q   string             `json:"q"`
	Rel map[string]float64 `json:"rel"`
}

// check refuses grades that no scale has: a gain of 2^grade must stay a number.
func (q gradedQuery) check() error {
	for id, grade := range q.Rel {
		if grade < 0 || grade > bestGrade {
			return fmt.Errorf("the grade of %q is %g, want 0 to %d", id, grade, bestGrade)
		}
	}
	return nil
}

// Evaluate indexes documents and asks queries, both JSON lines: {"id", "title", "text"} and {"q", "rel": {id: grade}}. It measures the search
// for texts: documents say nothing of roles and regions, so that queries are not narrowed by any.
func Evaluate(ctx context.Context, docs, queries io.Reader, concepts *search.Concepts) (e Evaluation, err error) {
	var passages []search.Passage
	seen := map[string]bool{}
	err = eachLine(docs, func(d document) error {
		if d.ID == "" || seen[d.ID] {
			return fmt.Errorf("the id %q is empty or stands twice", d.ID)
		}
		seen[d.ID] = true
		passages = append(passages, search.Passage{ID: d.ID, Owner: d.ID, Title: d.Title, Text: d.Text})
		return nil
	})
	if err != nil {
		return e, fmt.Errorf("%w: the documents: %w", ErrEvaluation, err)
	}
	var asked []gradedQuery
	err = eachLine(queries, func(q gradedQuery) error {
		asked = append(asked, q)
		return q.check()
	})
	if err != nil {
		return e, fmt.Errorf("%w: the queries: %w", ErrEvaluation, err)
	}
	if len(passages) == 0 || len(asked) == 0 {
		return e, fmt.Errorf("%w: it has no documents or no queries", ErrEvaluation)
	}
	e.Documents, e.Queries = len(passages), len(asked)
	index := search.New(concepts)
	if err := index.Change(passages, nil); err != nil {
		return e, fmt.Errorf("index the documents: %w", err)
	}
	for _, q := range asked {
		if err := ctx.Err(); err != nil {
			return e, err
		}
		e.count(index, q)
	}
	n := float64(len(asked))
	e.NDCG, e.Recall, e.MRR = e.NDCG/n, e.Recall/n, e.MRR/n
	e.time(ctx, index, asked)
	return e, ctx.Err()
}

func (e *Evaluation) count(index *search.Index, q gradedQuery) {
	var ids []string
	for _, r := range index.Search(queryOf(q)).Results {
		ids = append(ids, r.Owner)
	}
	if len(ids) == 0 {
		e.Empty++
	}
	e.NDCG += relevance.NDCG(ids, q.Rel, measuredTop)
	e.Recall += relevance.Recall(ids, q.Rel, measuredTop)
	e.MRR += relevance.Reciprocal(ids, q.Rel)
}

// queryOf is how a query is put to the index, with other ways to say its words.
func queryOf(q gradedQuery) search.Query {
	return search.Query{Text: q.Q, Also: alsoOf(synonymsOf(q.Q)), Limit: measuredTop}
}

// time asks everything once more and notes how long each answer took.
func (e *Evaluation) time(ctx context.Context, index *search.Index, asked []gradedQuery) {
	took := make([]time.Duration, 0, len(asked))
	now := clock.System{}
	for _, q := range asked {
		if ctx.Err() != nil {
			return
		}
		start := now.Now()
		index.Search(queryOf(q))
		took = append(took, now.Now().Sub(start))
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[min(len(took)-1, int(share*float64(len(took))))].Microseconds()) / 1000
	}
	e.P50, e.P99 = at(0.50), at(0.99)
}

// eachLine reads JSON lines. Empty lines are passed over.
func eachLine[T any](file io.Reader, take func(T) error) error {
	lines := bufio.NewScanner(file)
	lines.Buffer(make([]byte, 0, 64<<10), mostSetLine)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if text == "" {
			continue
		}
		if n > mostSetLines {
			return fmt.Errorf("it has more than %d lines", mostSetLines)
		}
		var v T
		err := json.Unmarshal([]byte(text), &v)
		if err == nil {
			err = take(v)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("a line is longer than %d octets, or the file cannot be read: %w", mostSetLine, err)
	}
	return nil
}
