package money

import (
	"strings"

	"github.com/klaster-platform/klaster/rulang/plural"
)

// noun is a counted word: its forms by number, and whether it is feminine.
type noun struct {
	one, few, many string
	feminine       bool
}

func (n noun) counted(by uint64) string {
	return plural.Russian(int64(by%100), n.one, n.few, n.many) //nolint:gosec // the form depends on two digits
}

// scales are the names of thousand, million and so on; amounts reach to quadrillions.
var scales = []noun{
	{"тысяча", "тысячи", "тысяч", true},
	{"миллион", "миллиона", "миллионов", false},
	{"миллиард", "миллиарда", "миллиардов", false},
	{"триллион", "триллиона", "триллионов", false},
	{"квадриллион", "квадриллиона", "квадриллионов", false},
}

var (
	rubleNoun  = noun{"рубль", "рубля", "рублей", false}
	kopeckNoun = noun{"копейка", "копейки", "копеек", true}

	hundreds = []string{"", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"}
	tens     = []string{"", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"}
	ones     = []string{
		"", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать", "двенадцать",
		"тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать", "девятнадцать",
	}
)

// Words returns the amount in Russian words, rubles in words and kopecks in digits, as contracts and payment orders have it:
// «сто двадцать тысяч рублей 00 копеек», «одна тысяча два рубля 01 копейка», «минус ноль рублей 50 копеек». The words are
// in the nominative and begin with a small letter.
func (a Amount) Words() string {
	rubles, kopecks := a.Parts()
	var words []string
	if a.kopecks < 0 {
		words = append(words, "минус")
	}
	words = append(words, numeral(rubles)...)
	return strings.Join(append(words, rubleNoun.counted(rubles), twoDigits(kopecks), kopeckNoun.counted(uint64(kopecks))), " ") //nolint:gosec // 0 to 99
}

// numeral returns the masculine numeral of n in words.
func numeral(n uint64) []string {
	if n == 0 {
		return []string{"ноль"}
	}
	var groups []uint64 // of three digits, the lowest first
	for ; n > 0; n /= 1000 {
		groups = append(groups, n%1000)
	}
	var words []string
	for i := len(groups) - 1; i >= 0; i-- {
		switch g := groups[i]; {
		case g == 0:
		case i == 0:
			words = append(words, below1000(g, false)...)
		default:
			words = append(append(words, below1000(g, scales[i-1].feminine)...), scales[i-1].counted(g))
		}
	}
	return words
}

// below1000 returns the words of 1 to 999.
func below1000(n uint64, feminine bool) []string {
	var words []string
	add := func(w string) {
		if w != "" {
			words = append(words, w)
		}
	}
	add(hundreds[n/100])
	n %= 100
	if n >= 20 {
		add(tens[n/10])
		n %= 10
	}
	switch {
	case feminine && n == 1:
		add("одна")
	case feminine && n == 2:
		add("две")
	default:
		add(ones[n])
	}
	return words
}
