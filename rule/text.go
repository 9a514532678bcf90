package rule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/yamldoc"
)

// Text is what a person reads, in Russian and English.
type Text = yamldoc.Text

// template is one language of a text that may name facts: <egr.name> stands for the fact's value, <egr.name|as_of>,
// <egr.name|source> and <egr.name|record> for where it comes from, <on> for the day of the question. Braces would look
// better, and mean something else to YAML.
type template struct {
	parts []part
}

// part is words, or when fact is not -1 what is told of a fact.
type part struct {
	words string
	fact  int
	what  aspect
}

type aspect uint8

const (
	itsValue aspect = iota
	itsDate
	itsSource
	itsRecord
	theDay // no fact at all: <on>
)

func aspectOf(name string) (aspect, bool) {
	i := slices.Index([]string{"", "as_of", "source", "record"}, name)
	return aspect(max(i, 0)), i >= 0
}

// bilingual is a text ready to be filled in.
type bilingual struct {
	ru, en template
}

// parseTemplate reads one language. A sign < that no letter follows stands for itself. The error names what is wrong.
func (c *Catalogue) parseTemplate(s string) (template, error) {
	var t template
	for words := 0; s != ""; {
		i := strings.IndexByte(s[words:], '<')
		if i < 0 {
			t.parts = append(t.parts, part{words: s, fact: -1})
			break
		}
		i += words
		if i+1 == len(s) || s[i+1] < 'a' || s[i+1] > 'z' {
			words = i + 1
			continue
		}
		name, after, closed := strings.Cut(s[i+1:], ">")
		if !closed {
			return template{}, unclosedError{}
		}
		p, err := c.placeholder(name)
		if err != nil {
			return template{}, err
		}
		if i > 0 {
			t.parts = append(t.parts, part{words: s[:i], fact: -1})
		}
		t.parts = append(t.parts, p)
		s, words = after, 0
	}
	return t, nil
}

func (c *Catalogue) placeholder(name string) (part, error) {
	if name == today {
		return part{fact: -1, what: theDay}, nil
	}
	fact, which, _ := strings.Cut(name, "|")
	i, ok := c.index[fact]
	what, known := aspectOf(which)
	if !ok || !known {
		return part{}, placeholderError{name: name}
	}
	return part{fact: i, what: what}, nil
}

type unclosedError struct{}

func (unclosedError) Error() string { return "a sign < is not closed" }

type placeholderError struct{ name string }

func (e placeholderError) Error() string { return fmt.Sprintf("nothing is called <%s>", e.name) }

// fill writes a text about the facts of a view.
func (b bilingual) fill(v *view) Text {
	return Text{RU: b.ru.fill(v, russian), EN: b.en.fill(v, english)}
}

func (t template) fill(v *view, lang language) string {
	if len(t.parts) == 1 && t.parts[0].fact < 0 && t.parts[0].what != theDay {
		return t.parts[0].words
	}
	var b strings.Builder
	b.Grow(textSize)
	for _, p := range t.parts {
		switch {
		case p.what == theDay:
			b.WriteString(lang.date(v.on))
		case p.fact < 0:
			b.WriteString(p.words)
		default:
			b.WriteString(v.tell(p, lang))
		}
	}
	return sentence(b.String())
}

// sentence begins with a capital letter, whatever the name of a source that stands first begins with.
func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if !unicode.IsLower(first) {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// textSize is what most texts fit into, in bytes.
const textSize = 256

// tell writes one aspect of a fact.
func (v *view) tell(p part, lang language) string {
	f := v.facts.list[p.fact]
	switch p.what {
	case itsDate:
		if f.AsOf.IsZero() {
			return lang.notEstablished()
		}
		return lang.date(f.AsOf)
	case itsSource:
		if s, ok := v.book.sources[f.Source]; ok {
			return lang.pick(s.Label)
		}
		return lang.notEstablished()
	case itsRecord:
		if f.Record == "" {
			return lang.notEstablished()
		}
		return f.Record
	case itsValue, theDay:
	}
	switch v.status[p.fact] {
	case Known:
		return lang.value(f.Value)
	case Absent:
		return lang.none()
	default:
		return lang.notEstablished()
	}
}

// language writes values as people of that language do.
type language uint8

const (
	russian language = iota
	english
)

func (l language) pick(t Text) string {
	if l == russian {
		return t.RU
	}
	return t.EN
}

func (l language) notEstablished() string {
	return l.pick(Text{RU: "не установлено", EN: "not established"})
}

func (l language) none() string { return l.pick(Text{RU: "нет", EN: "none"}) }

// date is 31.12.2026 in Russian and 2026-12-31 in English.
func (l language) date(d Date) string {
	if d.IsZero() {
		return l.notEstablished()
	}
	year, month, day := d.Civil()
	b := make([]byte, 0, len("2026-12-31"))
	digits := func(n, width int) {
		for divisor := []int{1, 10, 100, 1000}[width-1]; divisor > 0; divisor /= 10 {
			b = append(b, '0'+byte(n/divisor%10))
		}
	}
	if l == english {
		digits(year, 4)
		b = append(b, '-')
		digits(int(month), 2)
		b = append(b, '-')
		digits(day, 2)
		return string(b)
	}
	digits(day, 2)
	b = append(b, '.')
	digits(int(month), 2)
	b = append(b, '.')
	digits(year, 4)
	return string(b)
}

func (l language) value(v Value) string {
	switch v.typ {
	case Bool:
		if v.boolean {
			return l.pick(Text{RU: "да", EN: "yes"})
		}
		return l.pick(Text{RU: "нет", EN: "no"})
	case DateType:
		return l.date(v.date)
	case Number:
		s := shortNumber(v.number)
		if l == russian {
			s = strings.Replace(s, ".", ",", 1)
		}
		return s
	case Strings:
		if len(v.list) == 0 {
			return l.none()
		}
		return strings.Join(v.list, ", ")
	case Int, String:
	}
	return v.String()
}

// shortNumber rounds to four places, which is enough for people.
func shortNumber(f float64) string {
	s := strconv.FormatFloat(f, 'f', 4, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func runes(s string) int { return utf8.RuneCountInString(s) }
