package yamldoc

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// MaxText is the longest text of a file, in characters.
const MaxText = 4000

// Fields are the values of a mapping by key.
type Fields struct {
	node   *yaml.Node
	values map[string]*yaml.Node
}

// Get is a value, or nil.
func (f *Fields) Get(key string) *yaml.Node { return f.values[key] }

// plain refuses what YAML has and rules do not need.
func (r *File) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.Wrong(n, "ссылки YAML (& и *) не допускаются", "YAML anchors and aliases are not allowed")
	case n.Style&yaml.TaggedStyle != 0:
		r.Wrong(n, "метки YAML (!) не допускаются", "YAML tags are not allowed")
	default:
		return true
	}
	return false
}

// Fields reads a mapping of known keys; one with a question mark may be left out. It is nil when
// there is nothing that can be read.
func (r *File) Fields(n *yaml.Node, keys ...string) *Fields {
	if n == nil || !r.plain(n) {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.Wrong(n, "здесь должны быть поля «имя: значение»", "fields “name: value” are wanted here")
		return nil
	}
	known := map[string]bool{} // whether it must be there
	for _, key := range keys {
		name, may := strings.CutSuffix(key, "?")
		known[name] = !may
	}
	f := &Fields{node: n, values: map[string]*yaml.Node{}}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !r.plain(key) || key.Kind != yaml.ScalarNode {
			continue
		}
		if _, ok := known[key.Value]; !ok {
			r.Wrong(key, "неизвестное поле «%s»", "unknown field %q", key.Value)
			continue
		}
		if f.values[key.Value] != nil {
			r.Wrong(key, "поле «%s» уже было", "field %q was there before", key.Value)
			continue
		}
		f.values[key.Value] = value
	}
	for _, key := range keys {
		if known[key] && f.values[key] == nil {
			r.Wrong(n, "нет поля «%s»", "field %q is wanted", key)
		}
	}
	return f
}

// List reads a list; a field that is not there was reported or may be left out.
func (r *File) List(f *Fields, key string, most int) []*yaml.Node {
	n := f.Get(key)
	if n == nil || !r.plain(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.Wrong(n, "здесь должен быть список", "a list is wanted here")
		return nil
	}
	if len(n.Content) == 0 {
		r.Wrong(n, "список «%s» пуст", "list %q is empty", key)
	}
	if len(n.Content) > most {
		r.Wrong(n.Content[most], "в списке «%s» больше %d элементов", "list %q has more than %d items", key, most)
		return nil
	}
	return n.Content
}

// Scalar reads a text of one value.
func (r *File) Scalar(n *yaml.Node) string {
	if !r.plain(n) {
		return ""
	}
	switch {
	case n.Kind != yaml.ScalarNode:
		r.Wrong(n, "здесь должен быть текст", "a text is wanted here")
		return ""
	case strings.TrimSpace(n.Value) == "":
		r.Wrong(n, "значение пусто", "the value is empty")
		return ""
	case utf8.RuneCountInString(n.Value) > MaxText:
		r.Wrong(n, "текст длиннее %d знаков", "the text is longer than %d characters", MaxText)
		return ""
	}
	return n.Value
}

// Word reads a short text of one line.
func (r *File) Word(f *Fields, key string) string {
	n := f.Get(key)
	if n == nil {
		return ""
	}
	s := r.Scalar(n)
	if utf8.RuneCountInString(s) > 64 || strings.ContainsAny(s, "\n\t") {
		r.Wrong(n, "здесь должно быть короткое имя", "a short name is wanted here")
		return ""
	}
	return s
}

// Text reads a text in two languages.
func (r *File) Text(f *Fields, key string) Text {
	n := f.Get(key)
	if n == nil {
		return Text{}
	}
	both := r.Fields(n, "ru", "en")
	if both == nil {
		return Text{}
	}
	var t Text
	if ru := both.Get("ru"); ru != nil {
		t.RU = strings.TrimSpace(r.Scalar(ru))
	}
	if en := both.Get("en"); en != nil {
		t.EN = strings.TrimSpace(r.Scalar(en))
	}
	return t
}

// Number reads a whole number from least to most; one that is left out is 0.
func (r *File) Number(f *Fields, key string, least, most int) int {
	n := f.Get(key)
	if n == nil {
		return 0
	}
	number, err := strconv.Atoi(r.Scalar(n))
	if err != nil || number < least || number > most {
		r.Wrong(n, "здесь должно быть целое число от %d до %d", "a whole number from %d to %d is wanted here", least, most)
		return 0
	}
	return number
}

// Flag reads yes or no (да, нет); one that is left out is no.
func (r *File) Flag(f *Fields, key string) bool {
	n := f.Get(key)
	if n == nil {
		return false
	}
	switch r.Scalar(n) {
	case "yes", "true", "да":
		return true
	case "no", "false", "нет":
	default:
		r.Wrong(n, "здесь должно быть yes или no", "yes or no is wanted here")
	}
	return false
}

// Place is where a line and column of an expression stand in the file. An expression that the file holds as it is (plain,
// in quotation marks without escapes, or as a block after |) is found exactly; of another the beginning is named.
func (r *File) Place(n *yaml.Node, line, column int) (fileLine, fileColumn int) {
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
		return at, utf8.RuneCountInString(r.line(at)[:indent]) + column + 1
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
func (r *File) line(number int) string {
	if number < 1 || number > len(r.lines) {
		return ""
	}
	return r.lines[number-1]
}
