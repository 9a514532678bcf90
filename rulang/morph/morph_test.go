package morph

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Words as people write them who look for partners.
func TestLemma(t *testing.T) {
	cases := map[string]string{
		// known words
		"фрезеровку": "фрезеровка", "алюминиевых": "алюминиевый", "корпусов": "корпус", "подрядчика": "подрядчик", "деталей": "деталь",
		"испытаний": "испытание", "инвесторы": "инвестор", "станках": "станок", "литьём": "литье", "литьем": "литье", "кремния": "кремний",
		"беспилотников": "беспилотник", "сертификации": "сертификация", "нержавеющей": "нержавеющий", "обработанных": "обработать", "лучше": "хороший",
		"наиточнейший": "точный", "первого": "первый", "детьми": "ребенок", "людей": "человек", "АЛЮМИНИЯ": "алюминий", "Москвы": "москва",
		"научно-исследовательского": "научно-исследовательский", "композитов": "композит", "чугуном": "чугун", "сварочные": "сварочный",
		// unknown words
		"телемедицину": "телемедицина", "биопринтеров": "биопринтер", "гидроабразивной": "гидроабразивный", "нейросетью": "нейросеть",
		"фотолитографией": "фотолитография", "экструдерам": "экструдер", "стартапов": "стартап", "дронами": "дрон",
		"импортозамещению": "импортозамещение", "серотонинергическую": "серотонинергический",
		// with a hyphen
		"бизнес-ангелов": "бизнес-ангел", "станков-автоматов": "станок-автомат", "веб-сайтами": "веб-сайт", "программно-аппаратных": "программно-аппаратный",
		"скажите-ка": "сказать", "-": "-", "а-": "а", "-станки": "станок", "по-немецки": "по-немецки",
		// mixed
		"5-осевой": "5-осевой", "5-осевых": "5-осевой", "3D-принтеров": "3d-принтер", "АК-12": "ак-12", "1960-х": "1960-й", "3-го": "3-й", "122-мм": "122-мм",
		"ISO9001": "iso9001", "CNC": "cnc", "12345": "12345", "H₂O": "h₂o", "": "", "b2b-платформой": "b2b-платформа",
	}
	for word, want := range cases {
		if got := Lemma(word); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

// A word that can be two has both, and the shares say which is more usual in texts.
func TestReadings(t *testing.T) {
	for word, want := range map[string][]string{"стали": {"стать", "сталь"}, "банки": {"банк", "банка"}, "печь": {"печь", "печь"}} {
		list := Readings(word)
		for i, lemma := range want {
			if i >= len(list) || list[i].Lemma != lemma {
				t.Errorf("%s: %v, want %v", word, list, want)
				break
			}
		}
	}
	if r := Readings("печь"); len(r) != 2 || r[0].Class == r[1].Class {
		t.Errorf("the stove and the baking: %v", r)
	}
}

func TestKnown(t *testing.T) {
	for word, want := range map[string]bool{"станок": true, "станку": true, "Ёлка": true, "елка": true, "станокк": false, "cnc": false, "": false, "5": false} {
		if got := Known(word); got != want {
			t.Errorf("%s: %v", word, got)
		}
	}
}

func TestFold(t *testing.T) {
	for word, want := range map[string]string{
		"Ёлка": "елка", "ё\u0301ж": "еж", "и\u0306од": "йод", "вы\u00adпуск": "выпуск", "бизнес‑ангел": "бизнес-ангел", "3−D": "3-d", "СТАНОК": "станок", "слово": "слово",
		"замо\u0301к": "замок", "е\u0308лка": "елка",
	} {
		if got := Fold(word); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func TestStem(t *testing.T) {
	for word, want := range map[string]string{"фрезерование": "фрезерован", "machining": "machin", "machined": "machin", "2026": "2026", "ISO9001": "iso9001", "": ""} {
		if got := Stem(word); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

// Whatever is asked, there is an answer: shares that add up to one, the likeliest first, and folding changes nothing.
func check(word string) error {
	list := Readings(word)
	if len(list) == 0 || len(list) > maxReadings {
		return fmt.Errorf("%q has %d readings", word, len(list))
	}
	total := 0.0
	for i, r := range list {
		total += r.Share
		if i > 0 && r.Share > list[i-1].Share {
			return fmt.Errorf("%q: %v is not in order", word, list)
		}
		if utf8.ValidString(word) && !utf8.ValidString(r.Lemma) {
			return fmt.Errorf("%q: lemma %q", word, r.Lemma)
		}
	}
	if math.Abs(total-1) > 1e-9 {
		return fmt.Errorf("%q: the shares add up to %v", word, total)
	}
	if again := Readings(Fold(word)); again[0] != list[0] {
		return fmt.Errorf("%q: %v, folded %v", word, list[0], again[0])
	}
	return nil
}

func TestReadingsOfAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		if err := check(rapid.StringOf(rapid.RuneFrom([]rune("абвгеёинойстАЙ-1a\u0306\u00ad"))).Draw(r, "word")); err != nil {
			r.Fatal(err)
		}
	})
}

func FuzzReadings(f *testing.F) {
	for _, s := range []string{"стали", "5-осевой", "бизнес-ангелов", "АК-12", "", "-", "--", "\xff-а", "и\u0306", strings.Repeat("а", 200), strings.Repeat("а-", 40), "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		if err := check(word); err != nil {
			t.Error(err)
		}
		_, _ = Known(word), Stem(word)
	})
}

// Bytes that are no dictionary give answers without sense, and no panic.
func FuzzOpen(f *testing.F) {
	f.Add("", "станок")
	f.Add(file[:12], "станок")
	f.Add("\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x40\x01\xff\xff\xff\xff", "а")
	f.Fuzz(func(_ *testing.T, file, word string) {
		codes, ok := encode(nil, word)
		if !ok {
			return
		}
		d := open(file)
		if at, ok := d.words.Find(codes); ok {
			_ = d.appendRules(nil, at, codes, true)
		}
		if at, ok := d.guess(codes); ok {
			_ = d.appendRules(nil, at, codes, false)
		}
	})
}

func BenchmarkLemma(b *testing.B) {
	text := strings.Fields("нужен подрядчик на фрезеровку алюминиевых корпусов из листовой стали и 5-осевую обработку " +
		"лаборатория для испытаний беспилотников ищем инвестора в телемедицину и биопринтеры поставка композитных материалов")
	b.ReportMetric(0, "ns/op")
	words := 0
	for b.Loop() {
		for _, w := range text {
			_ = Lemma(w)
		}
		words += len(text)
	}
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkReadingsNoAllocation(b *testing.B) {
	var room [maxReadings]Reading
	for b.Loop() {
		_ = Append(room[:0], "фрезеровку")
	}
}
