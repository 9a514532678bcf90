package layout

import "strings"

// maxSpellings bounds how many ways to read a word in Latin letters are tried; maxDoubts how many of its letters are
// taken otherwise than usual in one of them.
const (
	maxSpellings = 64
	maxDoubts    = 2
)

// sound is what a group of Latin letters can stand for, the usual first.
type sound struct {
	latin   string
	russian []string
}

// sounds, the longest groups first, so that «shch» is щ before sh is ш. They cover how people and passports write
// Russian: ГОСТ Р 52535.1-2006, ICAO Doc 9303, ГОСТ 7.79-2000 system B without its marks, and habit.
var sounds = []sound{
	{"shch", []string{"щ"}},
	{"sch", []string{"щ", "сч"}},
	{"shh", []string{"щ"}},
	{"iya", []string{"ия"}},
	{"iye", []string{"ие"}},
	{"iyu", []string{"ию"}},
	{"yye", []string{"ые"}},
	{"zh", []string{"ж", "зх"}},
	{"kh", []string{"х", "кх"}},
	{"ts", []string{"ц", "тс"}},
	{"ch", []string{"ч", "х"}},
	{"sh", []string{"ш", "сх"}},
	{"yu", []string{"ю"}},
	{"ju", []string{"ю"}},
	{"iu", []string{"ю", "иу"}},
	{"ya", []string{"я", "ыа"}},
	{"ja", []string{"я"}},
	{"ia", []string{"ия", "я", "иа"}},
	{"yo", []string{"е", "йо"}},
	{"jo", []string{"е"}},
	{"ye", []string{"е", "ье"}},
	{"ey", []string{"ей", "ый"}},
	{"yy", []string{"ый"}},
	{"iy", []string{"ий"}},
	{"ij", []string{"ий"}},
	{"yj", []string{"ый"}},
	{"ie", []string{"ие", "е"}},
	{"x", []string{"кс", "х"}},
	{"w", []string{"в", "ш"}},
	{"q", []string{"к", "кв"}},
	{"a", []string{"а"}},
	{"b", []string{"б"}},
	{"v", []string{"в"}},
	{"g", []string{"г"}},
	{"d", []string{"д"}},
	{"e", []string{"е", "э"}},
	{"z", []string{"з", "ж"}},
	{"i", []string{"и", "й"}},
	{"j", []string{"й", "ж", "ь"}},
	{"k", []string{"к"}},
	{"l", []string{"л", "ль"}},
	{"m", []string{"м"}},
	{"n", []string{"н", "нь"}},
	{"o", []string{"о"}},
	{"p", []string{"п"}},
	{"r", []string{"р", "рь"}},
	{"s", []string{"с", "сь", "ш"}},
	{"t", []string{"т", "ть"}},
	{"u", []string{"у"}},
	{"f", []string{"ф"}},
	{"h", []string{"х"}},
	{"c", []string{"ц", "к", "с"}},
	{"y", []string{"ы", "й", "и", "ый"}},
	{"'", []string{"ь", "ъ", ""}},
	{"`", []string{"ь"}},
	{"-", []string{"-"}},
}

// Cyrillic returns Russian spellings of a word in Latin letters, the usual one first. е stands for ё as well. A word
// with other signs than Latin letters, apostrophes and hyphens has none.
func Cyrillic(word string) []string {
	word = strings.ToLower(word)
	if len(word) > maxLetters || strings.IndexFunc(word, func(r rune) bool { return r >= 'a' && r <= 'z' }) < 0 {
		return nil
	}
	var found []string
	for doubts := 0; doubts <= maxDoubts && len(found) < maxSpellings; doubts++ {
		found = spell(found, sounds, word, "", doubts)
	}
	return found
}

// spell appends the spellings that take exactly so many sounds otherwise than usual.
func spell(found []string, all []sound, rest, done string, doubts int) []string {
	if rest == "" {
		if doubts == 0 {
			found = append(found, done)
		}
		return found
	}
	for _, s := range all {
		after, ok := strings.CutPrefix(rest, s.latin)
		if !ok {
			continue
		}
		found = spell(found, all, after, done+s.russian[0], doubts)
		for _, other := range s.russian[1:] {
			if doubts == 0 || len(found) >= maxSpellings {
				break
			}
			found = spell(found, all, after, done+other, doubts-1)
		}
		return found // the longest group only
	}
	return found
}

// Latin writes Russian in Latin letters the way of passports (ICAO Doc 9303, 2015). Other signs stay.
func Latin(word string) string {
	letters := [...]string{
		"a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
		"kh", "ts", "ch", "sh", "shch", "ie", "y", "", "e", "iu", "ia",
	}
	var b strings.Builder
	for _, r := range strings.ToLower(word) {
		switch {
		case r >= 'а' && r <= 'я':
			b.WriteString(letters[r-'а'])
		case r == 'ё':
			b.WriteByte('e')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
