package search

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

const twoWords = "3 2\nстанок_NOUN 1 0\nстанки 0.5 0.5\nдоход 0 -1e1\n"

func readTwoWords(tb testing.TB) *Vectors {
	tb.Helper()
	v, err := ReadWord2Vec(strings.NewReader(twoWords), "two")
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

func embed(tb testing.TB, v *Vectors, text string) []float32 {
	tb.Helper()
	list, err := v.Embed(tb.Context(), Question, []string{text})
	if err != nil {
		tb.Fatal(err)
	}
	return list[0]
}

// A form has its own vector, else that of its dictionary form; what nobody knows has none.
func TestWordsOfAFile(t *testing.T) {
	v := readTwoWords(t)
	half := float32(math.Sqrt(0.5))
	for text, want := range map[string][]float32{
		"Станок": {1, 0}, "станки": {half, half}, "для станка": {1, 0}, "доходам": {0, -1}, "насос": nil, "": nil,
	} {
		if got := embed(t, v, text); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	var file bytes.Buffer
	if err := v.Save(&file); err != nil {
		t.Fatal(err)
	}
	again, err := ReadVectors(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if again.Model() != "two" || again.Size() != 2 || again.Len() != 3 || !slices.Equal(embed(t, again, "доходам"), []float32{0, -1}) {
		t.Errorf("%+v", again)
	}
	for i := range file.Len() {
		b := bytes.Clone(file.Bytes())
		b[i] ^= 4
		if _, err := ReadVectors(bytes.NewReader(b)); !errors.Is(err, ErrVectors) {
			t.Errorf("byte %d changed: %v", i, err)
		}
	}
}

func TestBrokenFilesOfVectors(t *testing.T) {
	for _, file := range []string{
		"", "x", "1", "1 0\n", "2 2\nа 1 2\n", "1 2\nа 1\n", "1 2\nа 1 2 3\n", "1 2\nа 1 NaN\n", "1 2\nа 1 1e99\n", "-1 2\n", "9999999 2\n", "4000000 8000\n",
		"1 2\n" + strings.Repeat("а", maxVectorsLine) + " 1 2\n",
	} {
		if _, err := ReadWord2Vec(strings.NewReader(file), ""); !errors.Is(err, ErrVectors) {
			t.Errorf("%.20q: %v", file, err)
		}
	}
}

// Words that never stand together are near each other when they stand with the same ones.
func TestLearntVectors(t *testing.T) {
	x := New(nil)
	var put []Passage
	for i := range 60 {
		subject := []string{"сварка аргон шов металл", "анализ кровь проба врач", "облигация вклад банк доход"}[i%3]
		words := strings.Fields(subject)
		words[i/3%4] = fmt.Sprint("слово", i%7)
		put = append(put, Passage{ID: fmt.Sprint(i), Owner: "o", Text: strings.Join(words, " ")})
	}
	if err := x.Change(put, nil); err != nil {
		t.Fatal(err)
	}
	v, err := TrainLSA(x, 3)
	if err != nil {
		t.Fatal(err)
	}
	near, far := dot(embed(t, v, "сварка"), embed(t, v, "металл")), dot(embed(t, v, "сварка"), embed(t, v, "банк"))
	if near < 0.8 || far > 0.4 {
		t.Errorf("of one subject %v, of different ones %v", near, far)
	}
	again, err := TrainLSA(x, 3)
	if err != nil || again.Model() != v.Model() {
		t.Errorf("the same texts gave %v, then %v (%v)", v.Model(), again.Model(), err)
	}
	if _, err := TrainLSA(New(nil), 3); !errors.Is(err, ErrFewTexts) {
		t.Errorf("of nothing: %v", err)
	}
}

// Closed passages teach nothing.
func TestClosedTextsAreNotLearntFrom(t *testing.T) {
	x, y := New(classes()), New(classes())
	var open, closed []Passage
	for i := range 40 {
		open = append(open, Passage{ID: fmt.Sprint(i), Owner: "o", Text: fmt.Sprintf("деталь%d станок%d узел%d", i%5, i%4, i%3)})
		closed = append(closed, Passage{ID: fmt.Sprint("c", i), Owner: "o", Text: "тайна деталь1", Audiences: []string{"members"}})
	}
	if err := errors.Join(x.Change(open, nil), y.Change(open, nil)); err != nil {
		t.Fatal(err)
	}
	if err := y.Change(closed, nil); err != nil {
		t.Fatal(err)
	}
	v, err := TrainLSA(x, 2)
	if err != nil {
		t.Fatal(err)
	}
	w, err := TrainLSA(y, 2)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(w.words, "тайн") || !slices.Equal(v.words, w.words) {
		t.Errorf("%v, with closed passages %v", v.words, w.words)
	}
}

// The fourth arm finds what shares no word; a wrong vector is refused, and one of another size says nothing.
func TestVectorsFindWhatSharesNoWord(t *testing.T) {
	x := New(nil, InSpace(Space{Model: "m", Size: 2, Weight: 0.5}))
	if err := x.Change([]Passage{
		{ID: "1", Owner: "близкий", Text: "насос", Vector: []float32{1, 0.1}},
		{ID: "2", Owner: "далёкий", Text: "клапан", Vector: []float32{-1, 0}},
		{ID: "3", Owner: "немой", Text: "вентиль"},
	}, nil); err != nil {
		t.Fatal(err)
	}
	if got := ownersOf(x.Search(Query{Text: "помпа", Literal: true, Vector: []float32{3, 0}})); !slices.Equal(got, []string{"близкий"}) {
		t.Errorf("%v", got)
	}
	for _, vector := range [][]float32{nil, {1}, {1, 2, 3}} {
		if got := ownersOf(x.Search(Query{Text: "помпа", Literal: true, Vector: vector})); len(got) != 0 {
			t.Errorf("with vector %v: %v", vector, got)
		}
	}
	if err := x.Change([]Passage{{ID: "4", Owner: "x", Vector: []float32{1}}}, nil); err == nil {
		t.Error("a vector of another size was taken")
	}
}

func FuzzReadWord2Vec(f *testing.F) {
	for _, s := range []string{twoWords, "1 1\n 1\n", "2 1\nа 1\nа 2\n", "1 3\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, file string) {
		v, err := ReadWord2Vec(strings.NewReader(file), "m")
		if err != nil {
			if !errors.Is(err, ErrVectors) {
				t.Fatal(err)
			}
			return
		}
		var b bytes.Buffer
		if err := v.Save(&b); err != nil {
			t.Fatal(err)
		}
		if again, err := ReadVectors(&b); err != nil || !slices.Equal(again.words, v.words) || !slices.Equal(again.numbers, v.numbers) {
			t.Fatalf("written and read: %v", err)
		}
	})
}

func FuzzReadVectors(f *testing.F) {
	var b bytes.Buffer
	if err := readTwoWords(f).Save(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, file []byte) {
		if v, err := ReadVectors(bytes.NewReader(file)); err == nil {
			embed(t, v, "станок и доход")
		} else if !errors.Is(err, ErrVectors) {
			t.Fatal(err)
		}
	})
}
