package layout_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/rulang/layout"
	"github.com/klaster-platform/klaster/rulang/morph"
)

func TestRetype(t *testing.T) {
	for typed, want := range map[string]string{
		"j,hf,jnrf gkfcnbrf":                   "обработка пластика",
		"ye;yf ahtpthjdrf, b rjhgecf yf pfrfp": "нужна фрезеровка, и корпуса на заказ",
		`"ktrnhjybrf`:                          "Электроника",
		"Bcgsnfybz lhjyjd (d Vjcrdt).":         "Испытания дронов (в Москве).",
		"<bjnt[yjkjubb":                        "Биотехнологии",
		"CNC machining of titanium, e.g. TC4":  "CNC machining of titanium, e.g. TC4",
		"yf":                                   "yf", // alone it says nothing
		"обработка gkfcnbrf":                   "обработка пластика",
		"  ahtpthjdrf \n":                      "  фрезеровка \n",
		"":                                     "",
	} {
		if got, _ := layout.Retype(typed, morph.Known); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// keys is what the keys of a Russian text write on the other keyboard, capitals included.
var keys = func() *strings.Replacer {
	var pairs []string
	latin, russian := []rune("`qwertyuiop[]asdfghjkl;'zxcvbnm,."), []rune("ёйцукенгшщзхъфывапролджэячсмитьбю")
	capitals := []rune("~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>")
	for i, r := range russian {
		pairs = append(pairs, string(r), string(latin[i]), strings.ToUpper(string(r)), string(capitals[i]))
	}
	return strings.NewReplacer(pairs...)
}()

// A sentence that was typed on the other keyboard comes back as it was meant, whatever its words.
func TestRetypeBringsSentencesBack(t *testing.T) {
	words := strings.Fields("Ёмкости обработка Юстировка хлебобулочных изделий жгутов эмаль подъёмные шлюзы объектив бюджет в на и для с")
	rapid.Check(t, func(r *rapid.T) {
		meant := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 8).Draw(r, "words"), " ") + " станков"
		if got, _ := layout.Retype(keys.Replace(meant), func(w string) bool { return morph.Known(w) }); got != meant {
			r.Fatalf("%q came back as %q", meant, got)
		}
	})
}

func FuzzRetype(f *testing.F) {
	f.Add("j,hf,jnrf yf pfrfp")
	f.Add("\"\xff' [[[[ a")
	f.Fuzz(func(t *testing.T, text string) {
		got, slips := layout.Retype(text, morph.Known)
		if len(slips) == 0 && got != text {
			t.Fatalf("%q became %q without a slip", text, got)
		}
		for _, s := range slips {
			if !strings.HasPrefix(text[s.At:], s.Written) || !morph.Known(s.Read) {
				t.Fatalf("%q: %v", text, s)
			}
		}
	})
}
