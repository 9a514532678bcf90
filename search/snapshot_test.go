package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func saved(tb testing.TB, x *Index) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := x.Save(&b, "change 7"); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func inSmallSpace(tb testing.TB) *Index {
	tb.Helper()
	x := New(classes(), InSpace(Space{Model: "test", Size: 2}))
	list := sample()
	for i := range list {
		list[i].Vector = []float32{float32(i), 1}
	}
	if err := x.Change(list[:4], nil); err != nil {
		tb.Fatal(err)
	}
	if err := x.Change(list[4:], []string{"2"}); err != nil {
		tb.Fatal(err)
	}
	return x
}

var askedOfSnapshots = []Query{
	{Text: "нужен подрядчик на фрезеровку алюминиевых корпусов", Count: []string{"kind", "region"}},
	{Text: "ahtpthjdrf титана", Audiences: []string{"members"}, Vector: []float32{1, 1}},
	{Text: "испытания", Only: map[string][]string{"region": {"50"}}},
	{Text: "синхрофазотрон"},
}

// What was saved answers as what was built, may be changed further, and gives back the mark.
func TestSnapshotAnswersTheSame(t *testing.T) {
	x := inSmallSpace(t)
	path := filepath.Join(t.TempDir(), "index")
	if err := os.WriteFile(path, []byte("an older one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := x.SaveFile(path, "change 7"); err != nil {
		t.Fatal(err)
	}
	y := New(classes(), InSpace(Space{Model: "test", Size: 2}))
	mark, err := y.LoadFile(path)
	if err != nil || mark != "change 7" {
		t.Fatalf("mark %q, %v", mark, err)
	}
	for range 2 {
		for _, q := range askedOfSnapshots {
			if diff := cmp.Diff(x.Search(q), y.Search(q)); diff != "" {
				t.Errorf("%s: %s", q.Text, diff)
			}
		}
		if diff := cmp.Diff(x.Similar("1", Query{}), y.Similar("1", Query{})); diff != "" {
			t.Error(diff)
		}
		for _, changed := range []*Index{x, y} {
			if err := changed.Change([]Passage{{ID: "7", Owner: "Лазер", Title: "Лазерная фрезеровка титана"}}, []string{"3", "6"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if left, err := filepath.Glob(path + ".*"); err != nil || len(left) != 0 {
		t.Errorf("files left beside it: %v, %v", left, err)
	}
}

// A file with any byte changed, cut off anywhere, or with something behind it is refused, and the index stays as it was.
func TestBrokenSnapshotIsRefused(t *testing.T) {
	x := inSmallSpace(t)
	whole := saved(t, x)
	refused := func(what string, b []byte) {
		t.Helper()
		if _, err := x.Load(bytes.NewReader(b)); !errors.Is(err, ErrSnapshot) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for i := range whole {
		b := bytes.Clone(whole)
		b[i] ^= 1 << (i % 8)
		refused(fmt.Sprint("byte ", i), b)
	}
	for n := 0; n < len(whole); n += 7 {
		refused(fmt.Sprint("cut off at ", n), whole[:n])
	}
	refused("something behind it", append(bytes.Clone(whole), 0))
	if got := ownersOf(x.Search(askedOfSnapshots[0])); len(got) == 0 || got[0] != "Фреза" {
		t.Errorf("the index has changed: %v", got)
	}
}

// What was made with other classes or in another space is of no use.
func TestSnapshotOfAnotherIndexIsRefused(t *testing.T) {
	whole := saved(t, inSmallSpace(t))
	for what, other := range map[string]*Index{
		"no classes":    New(nil, InSpace(Space{Model: "test", Size: 2})),
		"other classes": New(NewConcepts([]Class{{Code: "25.62", Name: "Резьба"}}, nil), InSpace(Space{Model: "test", Size: 2})),
		"another model": New(classes(), InSpace(Space{Model: "test 2", Size: 2})),
		"another size":  New(classes(), InSpace(Space{Model: "test", Size: 3})),
		"no space":      New(classes()),
	} {
		if _, err := other.Load(bytes.NewReader(whole)); !errors.Is(err, ErrSnapshot) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := New(classes()).LoadFile(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// Whoever changes what becomes of a text raises the number of the analysis, or old snapshots would be asked in new terms. When this fails,
// raise it and put the new sum here.
func TestAnalysisHasANumber(t *testing.T) {
	a := newAnalyser()
	text := "Нужна 5-осевая фрезеровка корпусов из АМг6 (ГОСТ 4784-97), стали 40Х; CNC machining, ISO9001, 3D-печать и бизнес-ангелов. Ёлка, дела, стали."
	sum := sha256.New()
	for _, w := range a.words(text) {
		fmt.Fprintln(sum, w.surface, w.lemma, w.terms, w.stop, w.known, w.code)
	}
	for _, g := range a.groups.names {
		fmt.Fprintln(sum, g)
	}
	if got := hex.EncodeToString(sum.Sum(nil)[:8]); analysis != 3 || got != "36950a7f1c328196" {
		t.Errorf("analysis %d of the text comes to %s", analysis, got)
	}
}

// FuzzLoad reads changed snapshots, as they are and with a right head and sum. What is taken can be asked, changed and saved. The seed is small, and
// classes are made once: what is tried is the form, and the more often the better.
func FuzzLoad(f *testing.F) {
	concepts, space := classes(), InSpace(Space{Model: "test", Size: 2})
	x := New(concepts, space)
	err := x.Change([]Passage{
		{ID: "1", Owner: "Фреза", Title: "Фрезеровка титана", Codes: []string{"25.62"}, Facets: map[string][]string{"region": {"50"}}, Vector: []float32{1, 1}},
		{ID: "2", Owner: "Тайна", Title: "Испытания", Facets: map[string][]string{"region": {"77"}}, Audiences: []string{"members"}},
	}, nil)
	if err != nil {
		f.Fatal(err)
	}
	whole := saved(f, x)
	head := len(snapshotWord) + sha256.Size
	f.Add(whole[head : len(whole)-sha256.Size])
	empty := saved(f, New(concepts, space))
	f.Add(empty[head : len(empty)-sha256.Size])
	f.Fuzz(func(t *testing.T, body []byte) {
		y := New(concepts, space)
		y.maker = x.maker // it is of the same classes
		if _, err := y.Load(bytes.NewReader(body)); !errors.Is(err, ErrSnapshot) {
			t.Fatalf("taken without a head: %v", err)
		}
		file := append(bytes.Clone(whole[:head]), body...)
		sum := sha256.Sum256(file)
		if _, err := y.Load(bytes.NewReader(append(file, sum[:]...))); err != nil {
			if !errors.Is(err, ErrSnapshot) {
				t.Fatal(err)
			}
			return
		}
		for _, q := range askedOfSnapshots {
			y.Search(q)
		}
		y.Similar("1", Query{})
		if err := y.Change([]Passage{{ID: "1", Owner: "x", Title: "фреза"}}, []string{"2"}); err != nil {
			t.Fatal(err)
		}
		saved(t, y)
	})
}
