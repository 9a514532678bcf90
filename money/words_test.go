package money_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/money"
)

func TestWords(t *testing.T) {
	for kopecks, want := range map[int64]string{
		0: "ноль рублей 00 копеек", 1: "ноль рублей 01 копейка", 100: "один рубль 00 копеек", 202: "два рубля 02 копейки",
		500: "пять рублей 00 копеек", 1111: "одиннадцать рублей 11 копеек", 2121: "двадцать один рубль 21 копейка", 12_000_000: "сто двадцать тысяч рублей 00 копеек",
		100_001: "одна тысяча рублей 01 копейка", 200_200: "две тысячи два рубля 00 копеек", 1_100_000: "одиннадцать тысяч рублей 00 копеек",
		2_200_000: "двадцать две тысячи рублей 00 копеек", 100_000_100: "один миллион один рубль 00 копеек",
		123_456_789_12: "сто двадцать три миллиона четыреста пятьдесят шесть тысяч семьсот восемьдесят девять рублей 12 копеек",
		-50:            "минус ноль рублей 50 копеек", -4_000_000_000_00: "минус четыре миллиарда рублей 00 копеек",
		math.MaxInt64: "девяносто два квадриллиона двести тридцать три триллиона семьсот двадцать миллиардов триста шестьдесят восемь миллионов " +
			"пятьсот сорок семь тысяч семьсот пятьдесят восемь рублей 07 копеек",
	} {
		if got := money.Kopecks(kopecks).Words(); got != want {
			t.Errorf("%d: %q, want %q", kopecks, got, want)
		}
	}
}

// Whoever knows what single words are worth reads the amount back, and each counted noun agrees with what it counts.
func TestWordsAreReadBack(t *testing.T) {
	values := map[string]uint64{"ноль": 0, "одна": 1, "две": 2}
	for n := range uint64(20) {
		if n > 0 {
			values[strings.Fields(money.Kopecks(int64(n * 100)).Words())[0]] = n
		}
	}
	for n := uint64(20); n < 1000; n++ {
		if n%100 == 0 || n < 100 && n%10 == 0 {
			values[strings.Fields(money.Kopecks(int64(n * 100)).Words())[0]] = n
		}
	}
	if len(values) != 1+2+19+8+9 {
		t.Fatalf("%d words", len(values))
	}
	scales := map[string]uint64{}
	for i, stem := range []string{"тысяч", "миллион", "миллиард", "триллион", "квадриллион"} {
		power := uint64(1)
		for range i + 1 {
			power *= 1000
		}
		endings := []string{"", "а", "ов"}
		if i == 0 {
			endings = []string{"а", "и", ""}
		}
		for _, e := range endings {
			scales[stem+e] = power
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a := anyAmount().Draw(t, "amount")
		words := strings.Fields(strings.TrimPrefix(a.Words(), "минус "))
		numeral, ruble, digits := words[:len(words)-3], words[len(words)-3], words[len(words)-2]
		var total, group uint64
		for _, w := range numeral {
			if scale, ok := scales[w]; ok {
				total, group = total+group*scale, 0
				continue
			}
			value, ok := values[w]
			if !ok {
				t.Fatalf("%q has the word %q", a.Words(), w)
			}
			group += value
		}
		total += group
		rubles, kopecks := a.Parts()
		if total != rubles || digits != string([]byte{byte('0' + kopecks/10), byte('0' + kopecks%10)}) {
			t.Fatalf("%s is %q", a, a.Words())
		}
		last := numeral[len(numeral)-1]
		want := map[string]string{"один": "рубль", "два": "рубля", "три": "рубля", "четыре": "рубля"}[last]
		if want == "" {
			want = "рублей"
		}
		if ruble != want {
			t.Fatalf("%q", a.Words())
		}
	})
}
