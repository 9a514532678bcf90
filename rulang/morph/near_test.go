package morph_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/rulang/morph"
	"github.com/klaster-platform/klaster/rulang/typo"
)

func TestNear(t *testing.T) {
	for written, want := range map[string]string{
		"форсмы": "формы", "фзеровка": "", "строитлеьство": "строительство", "аренжды": "аренды", "станкв": "станков", "электро-оборудование": "электрооборудование",
	} {
		if got := slices.Contains(morph.Near(written), want); got != (want != "") {
			t.Errorf("%s: %v, want %q", written, morph.Near(written), want)
		}
	}
	if got := morph.Near("cnc"); got != nil {
		t.Errorf("in Latin letters: %v", got)
	}
}

// Whatever one mistake makes of a form, the form is near; and all that is near is in the dictionary and one mistake away.
func TestNearFindsAllThatOneMistakeMakes(t *testing.T) {
	forms := []string{"фрезеровка", "алюминиевых", "стали", "лаборатория", "испытаний", "научно-технический", "чай", "обрабатывающими"}
	letters := []rune("абвгдежзийклмнопрстуфхцчшщъыьэюя-")
	rapid.Check(t, func(r *rapid.T) {
		form := rapid.SampledFrom(forms).Draw(r, "form")
		word := []rune(form)
		i := rapid.IntRange(0, len(word)-1).Draw(r, "place")
		letter := rapid.SampledFrom(letters).Draw(r, "letter")
		switch rapid.IntRange(0, 3).Draw(r, "mistake") {
		case 0:
			word = slices.Delete(word, i, i+1)
		case 1:
			word = slices.Insert(word, i, letter)
		case 2:
			word[i] = letter
		default:
			j := min(i+1, len(word)-1)
			word[i], word[j] = word[j], word[i]
		}
		written := string(word)
		near := morph.Near(written)
		if written != form && !slices.Contains(near, form) {
			r.Fatalf("%s is not near %s: %v", form, written, near)
		}
		for _, n := range near {
			if !morph.Known(n) || typo.Distance(written, n, 1) != 1 {
				r.Fatalf("%s is near %s", n, written)
			}
		}
	})
}

func FuzzNear(f *testing.F) {
	f.Add("форсмы")
	f.Add("-")
	f.Add("\xff\x00ЁЖ")
	f.Fuzz(func(t *testing.T, word string) {
		for _, n := range morph.Near(word) {
			if !morph.Known(n) {
				t.Fatalf("%q is near %q and not in the dictionary", n, word)
			}
		}
	})
}

func BenchmarkNear(b *testing.B) {
	for b.Loop() {
		_ = morph.Near("строитлеьство")
	}
}
