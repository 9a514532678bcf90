package rule

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// fields are the values of a mapping by key.
type fields struct {
	node   *yaml.Node
	values map[string]*yaml.Node
}

// get is a value, or nil.
func (f *fields) get(key string) *yaml.Node { return f.values[key] }

// plain refuses what YAML has and rules do not need.
func (r *reader) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.wrong(n, "ссылки YAML (& и *) не допускаются", "YAML anchors and aliases are not allowed")
	case n.Style&yaml.TaggedStyle != 0:
		r.wrong(n, "метки YAML (!) не допускаются", "YAML tags are not allowed")
	default:
		return true
	}
	return false
}

// fields reads a mapping of known keys; one with a question mark may be left out.
func (r *reader) fields(n *yaml.Node, keys ...string) *fields {
	if !r.plain(n) {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "здесь должны быть поля «имя: значение»", "fields “name: value” are wanted here")
		return nil
	}
	known := map[string]bool{} // whether it must be there
	for _, key := range keys {
		name, may := strings.CutSuffix(key, "?")
		known[name] = !may
	}
	f := &fields{node: n, values: map[string]*yaml.Node{}}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !r.plain(key) || key.Kind != yaml.ScalarNode {
			continue
		}
		if _, ok := known[key.Value]; !ok {
			r.wrong(key, "неизвестное поле «%s»", "unknown field %q", key.Value)
			continue
		}
		if f.values[key.Value] != nil {
			r.wrong(key, "поле «%s» уже было", "field %q was there before", key.Value)
			continue
		}
		f.values[key.Value] = value
	}
	for _, key := range keys {
		if known[key] && f.values[key] == nil {
			r.wrong(n, "нет поля «%s»", "field %q is wanted", key)
		}
	}
	return f
}

// list reads a list; a field that is not there was reported or may be left out.
func (r *reader) list(f *fields, key string, most int) []*yaml.Node {
	n := f.get(key)
	if n == nil || !r.plain(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.wrong(n, "здесь должен быть список", "a list is wanted here")
		return nil
	}
	if len(n.Content) == 0 {
		r.wrong(n, "список «%s» пуст", "list %q is empty", key)
	}
	if len(n.Content) > most {
		r.wrong(n.Content[most], "в списке «%s» больше %d элементов", "list %q has more than %d items", key, most)
		return nil
	}
	return n.Content
}

// scalar reads a text of one value.
func (r *reader) scalar(n *yaml.Node) string {
	if !r.plain(n) {
		return ""
	}
	switch {
	case n.Kind != yaml.ScalarNode:
		r.wrong(n, "здесь должен быть текст", "a text is wanted here")
		return ""
	case strings.TrimSpace(n.Value) == "":
		r.wrong(n, "значение пусто", "the value is empty")
		return ""
	case runes(n.Value) > maxWords:
		r.wrong(n, "текст длиннее %d знаков", "the text is longer than %d characters", maxWords)
		return ""
	}
	return n.Value
}

// word reads a short text of one line.
func (r *reader) word(f *fields, key string) string {
	n := f.get(key)
	if n == nil {
		return ""
	}
	s := r.scalar(n)
	if runes(s) > 64 || strings.ContainsAny(s, "\n\t") {
		r.wrong(n, "здесь должно быть короткое имя", "a short name is wanted here")
		return ""
	}
	return s
}

// text reads a text in two languages.
func (r *reader) text(f *fields, key string) Text {
	n := f.get(key)
	if n == nil {
		return Text{}
	}
	both := r.fields(n, "ru", "en")
	if both == nil {
		return Text{}
	}
	var t Text
	if ru := both.get("ru"); ru != nil {
		t.RU = strings.TrimSpace(r.scalar(ru))
	}
	if en := both.get("en"); en != nil {
		t.EN = strings.TrimSpace(r.scalar(en))
	}
	return t
}

// template reads a text in two languages that may name facts.
func (r *reader) template(f *fields, key string) bilingual {
	t := r.text(f, key)
	fill := func(s, language string) template {
		parsed, err := r.catalogue.parseTemplate(s)
		if err == nil {
			return parsed
		}
		n := f.get(key)
		if both := r.fields(n, "ru", "en"); both != nil && both.get(language) != nil {
			n = both.get(language)
		}
		if unknown, ok := err.(placeholderError); ok { //nolint:errorlint // it is never wrapped
			r.wrong(n, "в тексте назван факт, которого нет: <%s>", "the text names a fact that does not exist: <%s>", unknown.name)
		} else {
			r.wrong(n, "в тексте не закрыта скобка <", "a sign < of the text is not closed")
		}
		return template{}
	}
	return bilingual{ru: fill(t.RU, "ru"), en: fill(t.EN, "en")}
}

// date reads YYYY-MM-DD.
func (r *reader) date(f *fields, key string) Date {
	n := f.get(key)
	if n == nil {
		return Date{}
	}
	var d Date
	if err := d.UnmarshalText([]byte(r.scalar(n))); err != nil {
		r.wrong(n, "здесь должен быть день вида 2026-12-31", "a day such as 2026-12-31 is wanted here")
		return Date{}
	}
	return d
}

// days reads a number of days from 1 to 3650; one that is left out is 0.
func (r *reader) days(f *fields, key string) int {
	n := f.get(key)
	if n == nil {
		return 0
	}
	const decade = 3650
	days, err := strconv.Atoi(r.scalar(n))
	if err != nil || days < 1 || days > decade {
		r.wrong(n, "здесь должно быть число дней от 1 до %d", "a number of days from 1 to %d is wanted here", decade)
		return 0
	}
	return days
}

// place is where a line and column of an expression stand in the file. An expression that the file holds as it is (plain,
// in quotation marks without escapes, or as a block after |) is found exactly; of another the beginning is named.
func (r *reader) place(n *yaml.Node, line, column int) (fileLine, fileColumn int) {
	if line < 1 {
		return n.Line, n.Column
	}
	expression := strings.Split(n.Value, "\n")
	if line > len(expression) {
		return n.Line, n.Column
	}
	if n.Style&yaml.LiteralStyle != 0 {
		at := n.Line + line
		indent := strings.Index(r.line(at), expression[line-1])
		if indent < 0 {
			return n.Line, n.Column
		}
		return at, runes(r.line(at)[:indent]) + column + 1
	}
	start := n.Column
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		start++
	}
	rest := []rune(r.line(n.Line))
	if line > 1 || start-1 > len(rest) || !strings.HasPrefix(string(rest[start-1:]), n.Value) {
		return n.Line, n.Column
	}
	return n.Line, start + column
}

// line is a line of the file, counted from 1.
func (r *reader) line(number int) string {
	if number < 1 || number > len(r.lines) {
		return ""
	}
	return r.lines[number-1]
}
