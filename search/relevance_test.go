package search

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/rulang/layout"
)

// judged is a query with the grades of what is relevant to it.
type judged struct {
	Q   string             `json:"q"`
	Rel map[string]float64 `json:"rel"`
}

func readLines[T any](tb testing.TB, name string) []T {
	tb.Helper()
	var list []T
	lines := bufio.NewScanner(bytes.NewReader(sharedtest.File(tb, "search", name)))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			tb.Fatal(err)
		}
		list = append(list, v)
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return list
}

func passagesOf(tb testing.TB, name string) []Passage {
	tb.Helper()
	type doc struct{ ID, Title, Text string }
	var list []Passage
	for _, d := range readLines[doc](tb, name) {
		list = append(list, Passage{ID: d.ID, Owner: d.ID, Title: d.Title, Text: d.Text})
	}
	return list
}

func column(tb testing.TB, name string) func(row []string, column string) string {
	tb.Helper()
	rows := rowsOf(tb, name)
	return func(row []string, column string) string { return row[slices.Index(rows[0], column)] }
}

func rowsOf(tb testing.TB, name string) [][]string {
	tb.Helper()
	rows, err := csv.NewReader(bytes.NewReader(sharedtest.File(tb, "search", name))).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	return rows
}

// conceptsOf reads codes and names only; the comments of classifiers are the answers of a set and never indexed.
func conceptsOf(tb testing.TB) *Concepts {
	tb.Helper()
	english := map[string]string{}
	of := column(tb, "okved2_nace2_en.csv")
	for _, row := range rowsOf(tb, "okved2_nace2_en.csv")[1:] {
		english[of(row, "code")] = of(row, "name_en")
	}
	var activities, products []Class
	of = column(tb, "okved2.csv")
	for _, row := range rowsOf(tb, "okved2.csv")[1:] {
		code := of(row, "code")
		activities = append(activities, Class{Code: code, Name: of(row, "name"), English: english[code]})
	}
	of = column(tb, "okpd2.csv")
	for _, row := range rowsOf(tb, "okpd2.csv")[1:] {
		products = append(products, Class{Code: of(row, "code"), Name: of(row, "name")})
	}
	return NewConcepts(activities, products)
}

// ndcg is the gain of the first ten, 2^grade − 1 each, less the lower they stand, as a share of the best order of all that was judged.
func ndcg(results []Result, rel map[string]float64) float64 {
	gain := func(grade float64, at int) float64 { return (math.Exp2(grade) - 1) / math.Log2(float64(at)+2) }
	got, best := 0.0, 0.0
	for i, r := range results[:min(10, len(results))] {
		got += gain(rel[r.Owner], i)
	}
	grades := make([]float64, 0, len(rel))
	for _, g := range rel {
		grades = append(grades, g)
	}
	slices.SortFunc(grades, func(a, b float64) int { return cmp.Compare(b, a) })
	for i, g := range grades[:min(10, len(grades))] {
		best += gain(g, i)
	}
	if best == 0 {
		return 0
	}
	return got / best
}

func measure(tb testing.TB, x *Index, queries []judged) float64 {
	tb.Helper()
	sum := 0.0
	for _, q := range queries {
		sum += ndcg(x.Search(Query{Text: q.Q, Limit: 10}).Results, q.Rel)
	}
	return sum / float64(len(queries))
}

// How good results are on the sets of relevance, with and without classifiers. The floors are the first figures reached less one
// hundredth.
func TestRelevance(t *testing.T) {
	sets := []struct {
		name, docs, queries string
		plain, concepts     float64 // floors
	}{
		{"T1", "T1.docs", "T1.q", 0.563, 0.616},
		{"T1x", "T1x.docs", "T1.q", 0.663, 0.673},
		{"T2", "T2.docs", "T2.q", 0.664, 0.715},
		{"T5", "T5.docs", "T5.q", 0.479, 0.527},
	}
	concepts := conceptsOf(t)
	for _, s := range sets {
		t.Run(s.name, func(t *testing.T) {
			queries := readLines[judged](t, s.queries)
			for _, with := range []struct {
				what     string
				concepts *Concepts
				floor    float64
			}{{"without classifiers", nil, s.plain}, {"with them", concepts, s.concepts}} {
				x := New(with.concepts)
				if err := x.Change(passagesOf(t, s.docs), nil); err != nil {
					t.Fatal(err)
				}
				if testing.Short() { // the race detector is slow
					measure(t, x, queries[:10])
					continue
				}
				got := measure(t, x, queries)
				t.Logf("%s %s: nDCG@10 %.4f", s.name, with.what, got)
				if got < with.floor {
					t.Errorf("%s %s: %.4f is below %.3f", s.name, with.what, got, with.floor)
				}
			}
		})
	}
}

// The answers of the sets are not in the index: neither the words that only comments have nor those that only leaves of ОКПД2 have
// can be found.
func TestCommentsAndLeavesAreNotIndexed(t *testing.T) {
	allowed := map[string]bool{}
	a := newAnalyser()
	note := func(text string) {
		for _, w := range a.words(text) {
			for _, term := range w.terms {
				allowed[term] = true
			}
		}
	}
	of := column(t, "okved2.csv")
	var comments []string
	for _, row := range rowsOf(t, "okved2.csv")[1:] {
		note(of(row, "name"))
		comments = append(comments, of(row, "comment"))
	}
	of = column(t, "okpd2.csv")
	for _, row := range rowsOf(t, "okpd2.csv")[1:] {
		if strings.Count(of(row, "code"), ".") <= 2 && len(of(row, "code")) <= len("01.11.11") {
			note(of(row, "name"))
		} else {
			comments = append(comments, of(row, "name"))
		}
		comments = append(comments, of(row, "comment"))
	}
	of = column(t, "okved2_nace2_en.csv")
	for _, row := range rowsOf(t, "okved2_nace2_en.csv")[1:] {
		note(of(row, "name_en"))
	}
	c := conceptsOf(t)
	for _, term := range c.words.keys {
		if !allowed[term] {
			t.Errorf("%q is indexed, and no name down to six digits has it", term)
		}
	}
	only := 0
	for _, comment := range comments {
		for _, w := range a.words(comment) {
			if !slices.ContainsFunc(w.terms, func(term string) bool { return allowed[term] }) {
				only++
			}
		}
	}
	if only < 1000 {
		t.Errorf("only %d words stand in comments and leaves alone: this test would see nothing", only)
	}
}

// mistype makes one mistake in each word of four letters and more: a letter is lost, put in, wrong, or changes places with the next.
func mistype(r *rand.Rand, text string) string {
	russian := []rune("абвгдежзийклмнопрстуфхцчшщъыьэюя")
	words := strings.Fields(text)
	for n, w := range words {
		letters := []rune(w)
		if len(letters) < 4 {
			continue
		}
		i, other := 1+r.IntN(len(letters)-2), russian[r.IntN(len(russian))]
		switch r.IntN(4) {
		case 0:
			letters = slices.Delete(letters, i, i+1)
		case 1:
			letters = slices.Insert(letters, i, other)
		case 2:
			letters[i] = other
		default:
			letters[i], letters[i+1] = letters[i+1], letters[i]
		}
		words[n] = string(letters)
	}
	return strings.Join(words, " ")
}

// onTheOtherKeyboard is what the keys of a Russian text write there.
var onTheOtherKeyboard = strings.NewReplacer(
	"ё", "`", "й", "q", "ц", "w", "у", "e", "к", "r", "е", "t", "н", "y", "г", "u", "ш", "i", "щ", "o", "з", "p", "х", "[", "ъ", "]",
	"ф", "a", "ы", "s", "в", "d", "а", "f", "п", "g", "р", "h", "о", "j", "л", "k", "д", "l", "ж", ";", "э", "'",
	"я", "z", "ч", "x", "с", "c", "м", "v", "и", "b", "т", "n", "ь", "m", "б", ",", "ю", ".")

// With a mistake in every longer word, on the other keyboard and in Latin letters, a question finds nearly what it finds without; taken
// as it was typed, it loses a third or all.
func TestRelevanceOfMistypedQuestions(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	kinds := []struct {
		name  string
		typed func(string) string
	}{
		{"as it is", func(s string) string { return s }},
		{"with mistakes", func(s string) string { return mistype(r, s) }},
		{"on the other keyboard", onTheOtherKeyboard.Replace},
		{"in Latin letters", layout.Latin},
	}
	concepts := conceptsOf(t)
	for _, s := range []struct {
		name   string
		floors [4]float64 // the first figures reached less one hundredth
	}{{"T1", [4]float64{0.613, 0.594, 0.610, 0.611}}, {"T5", [4]float64{0.556, 0.539, 0.557, 0.544}}} {
		x := New(concepts)
		if err := x.Change(passagesOf(t, s.name+".docs"), nil); err != nil {
			t.Fatal(err)
		}
		queries := readLines[judged](t, s.name+".q")
		if testing.Short() { // the race detector is slow
			queries = queries[:20]
		}
		for i, kind := range kinds {
			var mended, literal float64
			n := 0.0
			for four := range slices.Chunk(queries, 4) {
				q, text := four[0], kind.typed(strings.ToLower(four[0].Q))
				mended += ndcg(x.Search(Query{Text: text}).Results, q.Rel)
				literal += ndcg(x.Search(Query{Text: text, Literal: true}).Results, q.Rel)
				n++
			}
			t.Logf("%s, each fourth question, %s: nDCG@10 %.4f, taken literally %.4f", s.name, kind.name, mended/n, literal/n)
			if mended/n < s.floors[i] && !testing.Short() {
				t.Errorf("%s %s: %.4f is below %.3f", s.name, kind.name, mended/n, s.floors[i])
			}
		}
	}
}
