package typo

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	cases := []struct {
		a, b  string
		limit int
		want  int
	}{
		{"фрезеровка", "фрезеровка", 2, 0},
		{"фрезировка", "фрезеровка", 2, 1},
		{"фрезерока", "фрезеровка", 2, 1},
		{"фрезеровкка", "фрезеровка", 2, 1},
		{"фрезреовка", "фрезеровка", 2, 1},
		{"фезреовка", "фрезеровка", 2, 2},
		{"литьё", "литье", 1, 1},
		{"ткань", "титан", 2, 3},
		{"", "ты", 2, 2},
		{"", "тыл", 2, 3},
		{"миксер", "микшер", 1, 1},
	}
	for _, c := range cases {
		if got := Distance(c.a, c.b, c.limit); got != c.want {
			t.Errorf("%s %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// Letters are counted, not bytes: seven Cyrillic letters are fourteen bytes, and forgive one mistake.
func TestLimitCountsLetters(t *testing.T) {
	for word, want := range map[string]int{"чпу": 0, "литьё": 1, "станина": 1, "фрезерование": 2, "cnc": 0, "machine": 1, "machining": 2} {
		if got := Limit(word); got != want {
			t.Errorf("%s: %d, want %d", word, got, want)
		}
	}
}

// The distance agrees with the plain recursive definition.
func TestDistanceAgreesWithItsDefinition(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		word := rapid.StringOfN(rapid.RuneFrom([]rune("абв")), 0, 6, -1)
		a, b := word.Draw(r, "a"), word.Draw(r, "b")
		want := plain([]rune(a), []rune(b))
		for limit := range 4 {
			if got := Distance(a, b, limit); got != min(want, limit+1) {
				r.Fatalf("limit %d: %d, want %d", limit, got, min(want, limit+1))
			}
		}
	})
}

func plain(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return max(len(a), len(b))
	}
	cost := 1
	if a[0] == b[0] {
		cost = 0
	}
	d := min(plain(a[1:], b)+1, plain(a, b[1:])+1, plain(a[1:], b[1:])+cost)
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		d = min(d, plain(a[2:], b[2:])+1)
	}
	return d
}

func TestSuggest(t *testing.T) {
	v := NewVocabulary(maps.All(map[string]int{
		"фрезеровка": 7, "фрезеровать": 3, "миксер": 2, "микшер": 9, "титан": 4, "титул": 1, "чпу": 5, "клей": 1, "слой": 40, "злой": 90,
	}))
	cases := map[string]string{
		"фризировка":  "фрезеровка", // two mistakes
		"фрезеровка":  "фрезеровка",
		"миксерр":     "миксер",
		"микшер":      "микшер", // what is there is not mended
		"тттан":       "титан",
		"сллй":        "слой", // begins alike, though «злой» is more frequent
		"чру":         "",     // three letters forgive nothing
		"центрифуга":  "",
		"":            "",
		"фрезиравкаа": "", // three mistakes
	}
	for asked, want := range cases {
		got := ""
		if list := v.Suggest(asked, 1); len(list) > 0 {
			got = list[0].Word
		}
		if got != want {
			t.Errorf("%q: %q, want %q", asked, got, want)
		}
	}
	if list := v.Suggest("титан", 0); list != nil {
		t.Errorf("none were asked for: %v", list)
	}
	if !v.Has("титан") || v.Has("титана") || v.Len() != 10 {
		t.Error("the vocabulary is not what was put in")
	}
}

// Nothing within the limit is passed over by the sets of letters.
func TestSuggestFindsAllWithinTheLimit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		word := rapid.StringOfN(rapid.RuneFrom([]rune("абвгд")), 4, 9, -1)
		words := rapid.SliceOfNDistinct(word, 1, 30, func(s string) string { return s }).Draw(r, "words")
		v := NewVocabulary(func(yield func(string, int) bool) {
			for _, w := range words {
				if !yield(w, 1) {
					return
				}
			}
		})
		asked := word.Draw(r, "asked")
		want := 0
		for _, w := range words {
			if Distance(asked, w, Limit(asked)) <= Limit(asked) {
				want++
			}
		}
		if got := len(v.Suggest(asked, len(words))); got != want {
			r.Fatalf("%d words, want %d", got, want)
		}
	})
}

func FuzzDistance(f *testing.F) {
	f.Add("фрезеровка", "фрезировка", 2)
	f.Add("\xff\xfe", "", 0)
	f.Add(strings.Repeat("а", 65), strings.Repeat("а", 64), 3)
	f.Fuzz(func(t *testing.T, a, b string, limit int) {
		if limit < 0 || limit > 100 {
			return
		}
		d := Distance(a, b, limit)
		if d < 0 || d > limit+1 {
			t.Errorf("%d", d)
		}
		if d != Distance(b, a, limit) {
			t.Errorf("%d one way, %d the other", d, Distance(b, a, limit))
		}
		if utf8.ValidString(a) && utf8.ValidString(b) && a != b && d == 0 {
			t.Errorf("%q and %q differ", a, b)
		}
	})
}

func ExampleVocabulary_Suggest() {
	v := NewVocabulary(maps.All(map[string]int{"фрезеровка": 12, "токарный": 30}))
	for _, s := range v.Suggest("фрезировка", 3) {
		fmt.Println(s.Word, s.Mistakes)
	}
	// Output: фрезеровка 1
}

func BenchmarkSuggest(b *testing.B) {
	letter := []rune("абвгдежзийклмнопрстуфхцчшщъыьэюя")
	random := rand.New(rand.NewPCG(1, 2))
	words := map[string]int{}
	for len(words) < 100_000 {
		word := make([]rune, 5+random.IntN(9))
		for i := range word {
			word[i] = letter[random.IntN(len(letter))]
		}
		words[string(word)] = 1
	}
	v := NewVocabulary(maps.All(words))
	for b.Loop() {
		_ = v.Suggest("фрезировка", 3)
	}
}
