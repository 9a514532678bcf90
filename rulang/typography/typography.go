// Package typography sets Russian text as a careful printer would: no line begins with a dash or ends with a short
// preposition, and a number keeps its unit.
//
// It is for texts that people wrote for the screen and the letter. It is never applied to what an applicant typed or
// signed: those bytes stay as they are.
package typography

import (
	"strings"
	"unicode/utf8"
)

const (
	nbsp = '\u00a0'
	dash = '—'
)

// stuck are the words that stay on the line of the word after them (Справочник издателя и автора, 7.2; ГОСТ 7.0.97 is
// silent): prepositions, conjunctions and abbreviations.
var stuck = map[string]bool{
	"а": true, "в": true, "во": true, "для": true, "до": true, "за": true, "и": true, "из": true, "к": true, "ко": true,
	"на": true, "не": true, "ни": true, "но": true, "о": true, "об": true, "от": true, "по": true, "при": true,
	"с": true, "со": true, "у": true, "№": true, "§": true, "г.": true, "д.": true, "ст.": true, "п.": true, "ул.": true,
	"ООО": true, "АО": true, "ПАО": true, "ИП": true, "т.": true, "и.": true, "см.": true,
}

// hung are the words that stay on the line of the word before them, when that word is a number or an abbreviation.
var hung = map[string]bool{
	"₽": true, "%": true, "руб.": true, "коп.": true, "млн": true, "млрд": true, "тыс.": true, "г.": true, "гг.": true,
	"мин": true, "ч": true, "с": true, "КБ": true, "МБ": true, "ГБ": true, "мм": true, "см": true, "м²": true,
	"января": true, "февраля": true, "марта": true, "апреля": true, "мая": true, "июня": true, "июля": true, "августа": true,
	"секунд": true, "секунды": true, "секунду": true, "минут": true, "минуты": true, "минуту": true, "час": true, "часа": true,
	"часов": true, "день": true, "дня": true, "дней": true, "год": true, "года": true, "лет": true, "рабочих": true,
	"цифр": true, "цифры": true, "знак": true, "знака": true, "знаков": true, "мегабайт": true,
	"сентября": true, "октября": true, "ноября": true, "декабря": true,
}

// led are the names of numbers, which stay on the line of the number.
var led = map[string]bool{"ИНН": true, "КПП": true, "ОГРН": true, "ОГРНИП": true, "СНИЛС": true, "ГОСТ": true, "статья": true}

// Russian returns s with no-break spaces where a line must not break. Other bytes are untouched.
func Russian(s string) string {
	if !strings.Contains(s, " ") {
		return s
	}
	words := strings.Split(s, " ")
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i, w := range words {
		if i > 0 {
			b.WriteRune(space(words[i-1], w))
		}
		b.WriteString(w)
	}
	return b.String()
}

func space(before, after string) rune {
	if first, _ := utf8.DecodeRuneInString(after); first == dash {
		return nbsp
	}
	bare := strings.TrimLeft(before, "«„(")
	if stuck[bare] || stuck[strings.ToLower(bare)] {
		return nbsp
	}
	if led[bare] && startsWithDigit(after) {
		return nbsp
	}
	if word := strings.TrimRight(after, ",;:!?)»"); endsInDigit(before) && (hung[word] || hung[strings.TrimRight(word, ".")]) {
		return nbsp
	}
	return ' '
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func endsInDigit(s string) bool {
	return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9'
}

// Quotes returns s with quotes inside quotes of the second kind: «от имени „Ромашки“», which differ in their
// form. Where quotes do not pair off, as in some names of the register, s stays as it is.
func Quotes(s string) string {
	if strings.Count(s, "«") < 2 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	depth := 0
	for _, r := range s {
		switch r {
		case '«':
			if depth++; depth > 1 {
				r = '„'
			}
		case '»':
			if depth--; depth > 0 {
				r = '“'
			}
		}
		if depth < 0 {
			return s
		}
		b.WriteRune(r)
	}
	if depth > 0 {
		return s
	}
	return b.String()
}
