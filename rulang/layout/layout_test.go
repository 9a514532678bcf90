package layout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/rulang/layout"
	"github.com/klaster-platform/klaster/rulang/morph"
)

func TestRepair(t *testing.T) {
	cases := []struct {
		typed, meant string
		kind         layout.Kind
	}{
		{"ajhtpthjdrf", "", layout.None}, // «форезеровка»: a mistake as well
		{"ahtpthjdrf", "фрезеровка", layout.Keyboard},
		{"AHTPTHJDRF", "фрезеровка", layout.Keyboard},
		{"kbnmt", "литье", layout.Keyboard},
		{"k`y", "лён", layout.Keyboard},
		{"<fyrb", "", layout.None}, // capital Б is the sign <, which is no key of ours
		{"frezerovka", "фрезеровка", layout.Transliteration},
		{"pitanie", "питание", layout.Transliteration},
		{"ispytaniya", "испытания", layout.Transliteration},
		{"lazernaya", "лазерная", layout.Transliteration},
		{"promyshlennyy", "промышленный", layout.Transliteration},
		{"promyshlenniy", "", layout.None}, // a mistake as well: nothing for this package
		{"tsifrovoy", "цифровой", layout.Transliteration},
		{"cifrovoj", "цифровой", layout.Transliteration},
		{"shchit", "щит", layout.Transliteration},
		{"detal", "деталь", layout.Transliteration},
		{"cталь", "сталь", layout.Lookalike},
		{"фрезеровкa", "фрезеровка", layout.Lookalike},
		{"станок", "станок", layout.None},
		{"", "", layout.None},
	}
	for _, c := range cases {
		want := c.meant
		if want == "" {
			want = strings.ToLower(c.typed)
		}
		if got, kind := layout.Repair(c.typed, morph.Known); got != want || kind != c.kind {
			t.Errorf("%s: %s by %s, want %s by %s", c.typed, got, kind, want, c.kind)
		}
	}
}

// English typed on the Russian keyboard.
func TestRepairTowardsEnglish(t *testing.T) {
	english := func(s string) bool { return slices.Contains([]string{"machining", "control", "cnc"}, s) }
	for typed, want := range map[string]string{"ьфсрштштп": "machining", "сщтекщд": "control", "снс": "снс", "сncс": "сncс", "cnс": "cnc"} {
		if got, _ := layout.Repair(typed, english); got != want {
			t.Errorf("%s: %s, want %s", typed, got, want)
		}
	}
}

// What the caller knows is not touched, whatever else it could be.
func TestRepairLeavesKnownWords(t *testing.T) {
	all := func(string) bool { return true }
	if got, kind := layout.Repair("ghbdtn", all); got != "ghbdtn" || kind != layout.None {
		t.Errorf("%s by %s", got, kind)
	}
}

// Swapping twice gives the word back, for all Russian words of small letters.
func TestSwapKeyboardIsItsOwnInverse(t *testing.T) {
	for _, word := range []string{"съёмка", "объект", "жюри", "хэш", "3-осевой", "бюджет"} {
		there, ok := layout.SwapKeyboard(word)
		if !ok {
			t.Fatalf("%s was not swapped", word)
		}
		if back, ok := layout.SwapKeyboard(there); !ok || back != word {
			t.Errorf("%s became %s and then %s", word, there, back)
		}
	}
	for _, word := range []string{"", "123", "abcд", "naïve", "a@b"} {
		if got, ok := layout.SwapKeyboard(word); ok {
			t.Errorf("%s became %s", word, got)
		}
	}
}

// What passports write is read back.
func TestCyrillicReadsLatin(t *testing.T) {
	for _, word := range []string{"фрезеровка", "телемедицина", "щит", "машиностроение", "робот", "химия", "цех", "жидкость", "энергия", "испытание"} {
		if list := layout.Cyrillic(layout.Latin(word)); !slices.Contains(list, word) {
			t.Errorf("%s: %s is read as %v", word, layout.Latin(word), list)
		}
	}
	if list := layout.Cyrillic("фрезеровка"); list != nil {
		t.Errorf("%v", list)
	}
}

// However doubtful a word is, the work stays small.
func TestCyrillicIsBounded(t *testing.T) {
	if n := len(layout.Cyrillic(strings.Repeat("yc", 32))); n == 0 || n > 70 {
		t.Errorf("%d spellings", n)
	}
}

func FuzzRepair(f *testing.F) {
	for _, s := range []string{"ajhtpthjdrf", "frezerovka", "cталь", "\xff", "shchshchshch", "''''''", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		got, kind := layout.Repair(word, morph.Known)
		if kind == layout.None && got != strings.ToLower(word) {
			t.Errorf("%q became %q by nothing", word, got)
		}
		if kind != layout.None && !morph.Known(got) {
			t.Errorf("%q became %q, which nobody knows", word, got)
		}
	})
}

func ExampleRepair() {
	for _, typed := range []string{"ahtpthjdrf", "lazernaya", "станок"} {
		meant, kind := layout.Repair(typed, morph.Known)
		fmt.Println(meant, kind)
	}
	// Output:
	// фрезеровка keyboard
	// лазерная transliteration
	// станок none
}

func BenchmarkRepair(b *testing.B) {
	for b.Loop() {
		_, _ = layout.Repair("frezerovannyyx", morph.Known)
	}
}
