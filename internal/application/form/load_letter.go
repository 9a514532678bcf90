package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/klaster-platform/klaster/yamldoc"
)

func (r *reader) letters(f *yamldoc.Fields) {
	for _, n := range r.optional(f, "letters", maxLetters) {
		v := r.Fields(n, "event", "subject", "body")
		if v == nil {
			continue
		}
		l := Letter{Event: r.letterEvent(v), Subject: r.Text(v, "subject"), Body: r.Text(v, "body")}
		if l.Event == "" {
			continue
		}
		r.s.Letters = append(r.s.Letters, l)
		for _, text := range textsOf(v, "subject") {
			r.subject(text, l.Event)
		}
		for _, text := range textsOf(v, "body") {
			r.body(text, l.Event)
		}
		if ru, en := fill(l.Body.RU, nil, russian), fill(l.Body.EN, nil, english); len(ru) != len(en) {
			r.Wrong(v.Get("body"), "в русском тексте письма %d абзацев, в английском %d: нужно поровну", "the Russian text has %d paragraphs and the English one %d: as many are wanted", len(ru), len(en))
		}
	}
}

// letterEvent reads at what the letter is written: one of this service, and each once.
func (r *reader) letterEvent(v *yamldoc.Fields) LetterEvent {
	e := LetterEvent(r.Word(v, "event"))
	if e == "" {
		return ""
	}
	if events := r.s.LetterEvents(); !slices.Contains(events, e) {
		r.Wrong(v.Get("event"), "письма «%s» у этой услуги не бывает; бывают: %s", "this service has no letter %q; it has: %s", string(e), listed(events, ""))
		return ""
	}
	if _, ok := r.s.Letter(e); ok {
		r.Wrong(v.Get("event"), "письмо «%s» уже было", "letter %q was there before", string(e))
		return ""
	}
	return e
}

// textsOf are the texts of both languages, as the file has them.
func textsOf(v *yamldoc.Fields, field string) (list []*yaml.Node) {
	n := v.Get(field)
	if n == nil || n.Kind != yaml.MappingNode {
		return nil // which was said already
	}
	for i := 1; i < len(n.Content); i += 2 {
		if n.Content[i].Kind == yaml.ScalarNode {
			list = append(list, n.Content[i])
		}
	}
	return list
}

// subject refuses what does not fit the first line of a letter: it becomes a header of the mail.
func (r *reader) subject(n *yaml.Node, e LetterEvent) {
	text := strings.TrimSpace(n.Value)
	if strings.ContainsFunc(text, breaks) {
		r.Wrong(n, "тема письма — одна строка без переносов и невидимых знаков", "the subject of a letter is one line without breaks and invisible characters")
	}
	if width := r.filling(n, text, e); width > MaxSubject {
		r.Wrong(n, "тема письма длиннее %d знаков: телефоны покажут её не всю", "the subject of a letter is longer than %d characters: telephones show only a part of it", MaxSubject)
	}
}

func (r *reader) body(n *yaml.Node, e LetterEvent) {
	text := strings.TrimSpace(n.Value)
	if strings.ContainsFunc(text, func(c rune) bool { return c != '\n' && breaks(c) }) {
		r.Wrong(n, "в тексте письма есть невидимые знаки: наберите его без них", "the text of the letter has invisible characters: type it without them")
	}
	if len(fill(text, nil, russian)) > maxParagraphs {
		r.Wrong(n, "в письме больше %d абзацев", "the letter has more than %d paragraphs", maxParagraphs)
	}
	if utf8.RuneCountInString(text) > MaxBody {
		r.Wrong(n, "письмо длиннее %d знаков", "the letter is longer than %d characters", MaxBody)
	}
	r.filling(n, text, e)
}

// filling refuses slots that nothing is put in at the event, and addresses: the one way that a letter shows is its button. It returns how
// many characters the text has, of slots only those of the number.
func (r *reader) filling(n *yaml.Node, text string, e LetterEvent) (width int) {
	slots := r.s.LetterSlots(e)
	if lower := strings.ToLower(text); strings.Contains(lower, "://") || strings.Contains(lower, "www.") {
		r.Wrong(n, "адреса сайтов в письме не пишут: кнопка письма ведёт на нужную страницу", "a letter holds no addresses of sites: its button leads to the right page")
	}
	for rest := text; ; {
		open := strings.IndexAny(rest, "{}")
		if open < 0 {
			return width + utf8.RuneCountInString(rest)
		}
		width += utf8.RuneCountInString(rest[:open])
		name, after, closed := strings.Cut(rest[open+1:], "}")
		if rest[open] == '}' || !closed || strings.Contains(name, "{") {
			r.Wrong(n, "фигурная скобка без пары: бывает только %s", "a brace without its pair: there is only %s", listed(slots, "{}"))
			return width
		}
		if !slices.Contains(slots, Slot(name)) {
			r.Wrong(n, "подстановки «{%s}» в письме «%s» нет; есть: %s", "nothing is put in for “{%s}” in letter %q; there is: %s", name, string(e), listed(slots, "{}"))
		}
		if Slot(name) == SlotNumber {
			width += numberWidth
		}
		rest = after
	}
}

// listed are words one after the other, each between a pair of signs.
func listed[T ~string](words []T, pair string) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
		if pair != "" {
			list[i] = pair[:1] + list[i] + pair[1:]
		}
	}
	return strings.Join(list, ", ")
}
