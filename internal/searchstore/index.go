package searchstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/search"
)

// Index finds passages that stand in PostgreSQL. It is safe for concurrent use, also by many nodes.
type Index struct {
	db       *sqldb.DB
	concepts *search.Concepts
}

// Searcher is what both kinds of index do: this one, and [search.Index] behind [InMemory]. Which one answers is chosen when the program
// starts.
type Searcher interface {
	Change(ctx context.Context, put []search.Passage, remove []string) error
	Search(ctx context.Context, q search.Query) (search.Answer, error)
}

// InMemory makes an index in memory a [Searcher].
type InMemory struct{ *search.Index }

// Change implements [Searcher].
func (m InMemory) Change(_ context.Context, put []search.Passage, remove []string) error {
	return m.Index.Change(put, remove)
}

// Search implements [Searcher].
func (m InMemory) Search(_ context.Context, q search.Query) (search.Answer, error) {
	return m.Index.Search(q), nil
}

// ErrEngine says that a database is not PostgreSQL.
var ErrEngine = errors.New("searchstore: the index of large sets needs PostgreSQL")

// Open makes the tables where they are missing. Empty says that nothing stands in them that this program can use: whoever keeps
// passages puts all of them.
func Open(ctx context.Context, db *sqldb.DB, concepts *search.Concepts) (x *Index, empty bool, err error) {
	if db.Engine() != sqldb.Postgres {
		return nil, false, ErrEngine
	}
	maker := search.New(concepts).Maker()
	err = db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := create(ctx, tx); err != nil {
			return err
		}
		empty, err = renew(ctx, tx, maker)
		return err
	})
	if err != nil {
		return nil, false, fmt.Errorf("open the index of partners: %w", err)
	}
	return &Index{db, concepts}, empty, nil
}

// all is the lexeme that each passage has; how many have it is how many there are.
const all = "*"

// lexemes of a passage, with what it is narrowed by and who may see it.
func (x *Index) lexemes(p search.Passage) []string {
	list := append(x.concepts.Lexemes(p), all)
	for name, values := range p.Facets {
		for _, value := range values {
			list = append(list, facet(name, value))
		}
	}
	if len(p.Audiences) == 0 {
		list = append(list, audience(""))
	}
	for _, name := range p.Audiences {
		list = append(list, audience(name))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func facet(name, value string) string { return "=" + name + "=" + value }

func audience(name string) string { return "@" + name }

// Change implements [Searcher]: in one transaction, so that each question sees all of it or nothing.
func (x *Index) Change(ctx context.Context, put []search.Passage, taken []string) error {
	ids := make([]string, 0, len(put))
	for _, p := range put {
		if p.ID == "" || p.Owner == "" || slices.Contains(p.Audiences, "") || slices.Contains(ids, p.ID) {
			return fmt.Errorf("put passage %q of %q: it needs an id of its own, an owner, and names of audiences", p.ID, p.Owner)
		}
		ids = append(ids, p.ID)
	}
	lexemes := make([][]string, len(put))
	for i, p := range put {
		lexemes[i] = x.lexemes(p)
	}
	err := x.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := remove(ctx, tx, slices.Concat(taken, ids)); err != nil {
			return err
		}
		for i, p := range put {
			if err := insert(ctx, tx, p, lexemes[i]); err != nil {
				return err
			}
		}
		return count(ctx, tx, ids)
	})
	if err != nil {
		return fmt.Errorf("change the index of partners: %w", err)
	}
	return nil
}

const (
	// enough rows are picked by the rarest terms of a question; more frequent ones only weigh.
	enough = 5000
	// ranked passages go through the whole search.
	ranked = 200
)

// Search implements [Searcher].
func (x *Index) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	var answer search.Answer
	err := x.db.View(ctx, func(db sqldb.Querier) (err error) {
		answer, err = x.search(ctx, db, q)
		return err
	})
	if err != nil {
		return search.Answer{}, fmt.Errorf("search partners: %w", err)
	}
	return answer, nil
}

func (x *Index) search(ctx context.Context, db sqldb.Querier, q search.Query) (search.Answer, error) {
	asked := x.concepts.Asked(q.Text)
	having, err := frequencies(ctx, db, append(asked, all))
	if err != nil {
		return search.Answer{}, err
	}
	terms := rarest(asked, having)
	if len(terms) == 0 {
		return search.Answer{}, nil
	}
	var weights []float64
	var quoted []string
	for _, term := range asked {
		if n := having[term]; n > 0 {
			quoted, weights = append(quoted, quote(term)), append(weights, math.Log(1+float64(having[all])/float64(n)))
		}
	}
	query := condition(terms, q)
	list, total, err := picked(ctx, db, query, quoted, weights, max(ranked, 5*q.Limit))
	if err != nil || len(list) == 0 {
		return search.Answer{}, err
	}
	index := search.New(x.concepts, search.Counted(search.Rarity{Passages: having[all], Having: func(term string) int { return having[term] }}))
	if err := index.Change(list, nil); err != nil {
		return search.Answer{}, err
	}
	names := q.Count
	q.Count, q.Literal = nil, true
	answer := index.Search(q)
	answer.Total = total
	if len(names) > 0 {
		counts, err := facets(ctx, db, query)
		if err != nil {
			return search.Answer{}, err
		}
		answer.Facets = named(counts, names)
	}
	return answer, nil
}

// rarest are the terms that pick passages: from the rarest on, until there are enough.
func rarest(asked []string, having map[string]int) []string {
	var terms []string
	for _, term := range asked {
		if having[term] > 0 {
			terms = append(terms, term)
		}
	}
	slices.SortStableFunc(terms, func(a, b string) int { return cmp.Compare(having[a], having[b]) })
	sum := 0
	for i, term := range terms {
		if sum += having[term]; sum > enough {
			return terms[:i+1]
		}
	}
	return terms
}

// condition is a tsquery: one of the terms, one of the audiences, and of each facet one of the values.
func condition(terms []string, q search.Query) string {
	open := []string{audience("")}
	for _, name := range q.Audiences {
		open = append(open, audience(name))
	}
	parts := []string{anyOf(terms), anyOf(open)}
	for _, name := range slices.Sorted(maps.Keys(q.Only)) {
		values := []string{facet(name, "")} // an empty list of values is asked for in vain
		for _, value := range q.Only[name] {
			values = append(values, facet(name, value))
		}
		parts = append(parts, anyOf(values))
	}
	return strings.Join(parts, " & ")
}

func anyOf(lexemes []string) string {
	quoted := make([]string, len(lexemes))
	for i, l := range lexemes {
		quoted[i] = quote(l)
	}
	return "(" + strings.Join(quoted, " | ") + ")"
}

// quote writes a lexeme as a tsquery reads it.
func quote(lexeme string) string {
	return "'" + strings.NewReplacer(`'`, `''`, `\`, `\\`, "\x00", "").Replace(lexeme) + "'"
}

// named reads the lexemes of facets.
func named(counts map[string]int, names []string) map[string]map[string]int {
	all := map[string]map[string]int{}
	for lexeme, n := range counts {
		name, value, ok := strings.Cut(strings.TrimPrefix(lexeme, "="), "=")
		if !ok || !slices.Contains(names, name) {
			continue
		}
		if all[name] == nil {
			all[name] = map[string]int{}
		}
		all[name][value] = n
	}
	return all
}
