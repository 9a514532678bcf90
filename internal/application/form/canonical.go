package form

import "strings"

// Canonical reports whether a text is an answer to the question in its canonical form: what [Service.Check] would leave as it
// is. Options are compared by those who have them, and so are not judged here.
func (q *Question) Canonical(text string) bool {
	canonical, _, wrong := q.read(text)
	return wrong == nil && canonical == text
}

// Plain gives a text that nobody typed into the form, such as the name of an organisation or a label, the form in which a
// document holds it: NFC, on one line, single blanks, no characters that cannot be seen. Where an answer with such a character is
// refused, a blank takes its place here: the applicant cannot mend what a register says.
func Plain(text string) string {
	s, wrong := clean(text, false)
	if wrong != nil {
		s, _ = clean(strings.Map(func(c rune) rune {
			if _, wrong := clean(string(c), false); wrong != nil {
				return ' '
			}
			return c
		}, text), false)
	}
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == ' ' }), " ")
}

// Limit is how much may be answered: characters of a text, options, rows, files; the default where the question sets none.
func (q *Question) Limit() int { return q.most() }

// PlainLines does the same with a text of several lines.
func PlainLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = Plain(lines[i])
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
