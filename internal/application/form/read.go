package form

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// clean gives a text the one form in which it stands in a document: NFC, lines ended by a line feed, no blanks around it, and
// nothing that is not seen. A text with a character that turns the direction of reading around, or that XML cannot hold, is
// refused: whoever signs must see what is signed (rule T5).
func clean(s string, lines bool) (string, *Text) {
	s = norm.NFC.String(strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n"), "\r", "\n"))
	var b strings.Builder
	b.Grow(len(s))
	for _, c := range s {
		switch {
		case c == '\n' && lines:
			b.WriteByte('\n')
		case c == '\n', c == '\t':
			b.WriteByte(' ')
		case slices.Contains([]rune{'\u200b', '\u2060', '\ufeff', '\u00ad'}, c): // comes along with pasted text
		case unicode.IsControl(c), unicode.Is(unicode.Bidi_Control, c), c == '\u2028', c == '\u2029', c == '\ufffd', c&0xfffe == 0xfffe:
			return "", problem("В тексте есть знак, которого не видно. Наберите это место заново.", "The text has a character that cannot be seen. Type that place anew.")
		default:
			b.WriteRune(c)
		}
	}
	trimmed := strings.Split(strings.TrimFunc(b.String(), unicode.IsSpace), "\n")
	for i := range trimmed {
		trimmed[i] = strings.TrimRightFunc(trimmed[i], unicode.IsSpace)
	}
	return strings.Join(trimmed, "\n"), nil
}

func problem(ru, en string, args ...any) *Text {
	if len(args) > 0 {
		ru, en = fmt.Sprintf(ru, args...), fmt.Sprintf(en, args...)
	}
	return &Text{RU: ru, EN: en}
}

// read gives a typed text its canonical form and the value that conditions see, or says what is wrong with it. An empty text
// has neither. Choices are read by their options and not here.
func (q *Question) read(typed string) (canonical string, v rule.Value, wrong *Text) {
	s, wrong := clean(typed, q.Kind == Prose)
	if wrong != nil || s == "" {
		return "", rule.Value{}, wrong
	}
	switch q.Kind {
	case Number, Money:
		canonical, v, wrong = q.readNumber(s)
	case Day:
		canonical, v, wrong = readDay(s)
	case INN:
		canonical, v, wrong = readINN(s)
	case Email:
		canonical, v, wrong = readEmail(s)
	case Phone:
		canonical, v, wrong = readPhone(s)
	default:
		canonical, v, wrong = q.readText(s)
	}
	if wrong == nil {
		wrong = q.within(v)
	}
	if wrong != nil {
		return "", rule.Value{}, wrong
	}
	return canonical, v, nil
}

func (q *Question) readText(s string) (string, rule.Value, *Text) {
	length := len([]rune(s))
	switch {
	case length > q.most():
		return "", rule.Value{}, problem("Сократите текст: сейчас знаков %d, можно не больше %d.", "Shorten the text: it has %d characters, and %d are the most.", length, q.most())
	case q.Kind != Choice && length < q.Least:
		return "", rule.Value{}, problem("Напишите подробнее: сейчас знаков %d, нужно не меньше %d.", "Write more: the text has %d characters, and %d are the least.", length, q.Least)
	}
	return s, rule.StringValue(string([]rune(s)[:min(length, mostFact)])), nil
}

// digits is how many stand after the point.
func (q *Question) digits() int {
	if q.Kind == Money {
		return kopecks
	}
	return q.Digits
}

const kopecks = 2 // digits after the point of a sum

// readNumber reads a number as people write it: with blanks between thousands, a point or a comma, a sign of the rouble. It
// counts in units of its last digit, exactly.
func (q *Question) readNumber(s string) (string, rule.Value, *Text) {
	wrong := problem("Введите число, например 1500.", "Enter a number, such as 1500.")
	if q.Kind == Money {
		wrong = problem("Введите сумму в рублях, например 1 250 000,50.", "Enter a sum in roubles, such as 1 250 000.50.")
		for _, unit := range []string{"₽", "руб.", "руб", "р."} {
			s = strings.TrimSuffix(s, unit)
		}
	}
	negative := false
	s = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return -1
		case c == ',':
			return '.'
		case c == '\u2212':
			return '-'
		}
		return c
	}, s)
	s, negative = strings.CutPrefix(s, "-")
	whole, fraction, point := strings.Cut(s, ".")
	if whole == "" || point && fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return "", rule.Value{}, wrong
	}
	if fraction = strings.TrimRight(fraction, "0"); len(fraction) > q.digits() {
		if q.digits() == 0 {
			return "", rule.Value{}, problem("Введите целое число.", "Enter a whole number.")
		}
		return "", rule.Value{}, problem("После запятой может быть не больше %d знаков.", "There may be no more than %d digits after the point.", q.digits())
	}
	units, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", q.digits()-len(fraction)), 10, 64)
	if err != nil || units > mostUnits {
		return "", rule.Value{}, problem("Число слишком велико.", "The number is too large.")
	}
	if negative {
		units = -units
	}
	return q.decimal(units), q.value(units), nil
}

// mostUnits bounds numbers so that they add up and compare exactly, also as floating point: 9·10¹⁵ kopecks are 90 trillion
// roubles.
const mostUnits = 9_000_000_000_000_000

// decimal is the canonical form of a number of units.
func (q *Question) decimal(units int64) string {
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	d := q.digits()
	if d == 0 {
		return sign + strconv.FormatInt(units, 10)
	}
	s := strconv.FormatInt(units, 10)
	if len(s) <= d {
		s = strings.Repeat("0", d+1-len(s)) + s
	}
	return sign + s[:len(s)-d] + "." + s[len(s)-d:]
}

// value is a number of units as conditions see it: kopecks of a sum, the number itself otherwise.
func (q *Question) value(units int64) rule.Value {
	if q.Kind == Money || q.Digits == 0 {
		return rule.IntValue(units)
	}
	return rule.NumberValue(float64(units) / math.Pow10(q.Digits))
}

// units is the other way round, of a canonical form.
func (q *Question) units(canonical string) int64 {
	n, err := strconv.ParseInt(strings.Replace(canonical, ".", "", 1), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// within says whether a value lies between the bounds of the question.
func (q *Question) within(v rule.Value) *Text {
	low, high := q.bound(q.Low), q.bound(q.High)
	switch {
	case low != nil && compare(v, *low) < 0:
		if q.Kind == Day {
			return &Text{RU: "Укажите день не раньше " + ruDay(q.Low) + ".", EN: "Give a day not before " + q.Low + "."}
		}
		return problem("Не меньше %s.", "Not less than %s.", q.Low)
	case high != nil && compare(v, *high) > 0:
		if q.Kind == Day {
			return &Text{RU: "Укажите день не позже " + ruDay(q.High) + ".", EN: "Give a day not after " + q.High + "."}
		}
		return problem("Не больше %s.", "Not more than %s.", q.High)
	}
	return nil
}

func (q *Question) bound(canonical string) *rule.Value {
	if canonical == "" {
		return nil
	}
	var v rule.Value
	if q.Kind == Day {
		day, err := workdays.ParseDate(canonical)
		if err != nil {
			return nil
		}
		v = rule.DateValue(day)
	} else {
		v = q.value(q.units(canonical))
	}
	return &v
}

func compare(a, b rule.Value) int {
	switch a.Type() {
	case rule.DateType:
		return a.Date().Compare(b.Date())
	case rule.Number:
		switch {
		case a.Number() < b.Number():
			return -1
		case a.Number() > b.Number():
			return 1
		}
		return 0
	default:
		switch {
		case a.Int() < b.Int():
			return -1
		case a.Int() > b.Int():
			return 1
		}
		return 0
	}
}

// readDay reads 31.12.2026 and 2026-12-31.
func readDay(s string) (string, rule.Value, *Text) {
	iso := s
	if parts := strings.FieldsFunc(s, func(c rune) bool { return c == '.' || c == '/' || c == ' ' }); len(parts) == 3 {
		iso = fmt.Sprintf("%04s-%02s-%02s", parts[2], parts[1], parts[0])
	}
	day, err := workdays.ParseDate(iso)
	if err != nil {
		return "", rule.Value{}, problem("Введите день, например 31.12.2026.", "Enter a day, such as 31.12.2026.")
	}
	return day.String(), rule.DateValue(day), nil
}

func ruDay(iso string) string {
	day, err := workdays.ParseDate(iso)
	if err != nil {
		return iso
	}
	year, month, d := day.Civil()
	return fmt.Sprintf("%02d.%02d.%04d", d, int(month), year)
}

func readINN(s string) (string, rule.Value, *Text) {
	n, err := number.ParseINN(s)
	if err != nil {
		return "", rule.Value{}, problem("Проверьте ИНН: в нём 10 цифр у организации и 12 у человека, и последние сходятся с остальными.",
			"Check the INN: it has 10 digits for an organisation and 12 for a person, and the last ones fit the others.")
	}
	return string(n), rule.StringValue(string(n)), nil
}

func readEmail(s string) (string, rule.Value, *Text) {
	address, ok := mail.ParseAddress(s)
	if !ok {
		return "", rule.Value{}, problem("Проверьте адрес: он похож на name@example.ru.", "Check the address: it looks like name@example.ru.")
	}
	return address, rule.StringValue(address), nil
}

func readPhone(s string) (string, rule.Value, *Text) {
	n, err := ruid.ParsePhone(s)
	if err != nil {
		return "", rule.Value{}, problem("Проверьте номер: нужны код и все цифры, например +7 495 123-45-67.",
			"Check the number: the code and all digits are needed, such as +7 495 123-45-67.")
	}
	return string(n), rule.StringValue(string(n)), nil
}
