package yamldoc

import (
	"fmt"
	"strings"
)

// Text is what a person reads, in Russian and English.
type Text struct {
	RU string `json:"ru"`
	EN string `json:"en"`
}

// IsZero reports whether there is nothing to read.
func (t Text) IsZero() bool { return t == Text{} }

// Say makes a text of two formats over the same arguments.
func Say(ru, en string, args ...any) Text {
	return Text{RU: fmt.Sprintf(ru, args...), EN: fmt.Sprintf(en, args...)}
}

// MaxProblems is how many problems of a file are reported at once.
const MaxProblems = 50

// Problem is one thing that is wrong with a file, and where. Lines and columns count from 1; columns count characters.
type Problem struct {
	Line   int
	Column int
	Text   Text
}

// Problems are all that is wrong with a file, in its order, no more than [MaxProblems].
type Problems []Problem

// Error lists the problems in English, one a line.
func (p Problems) Error() string {
	return p.lines("line %d, column %d: %s", func(t Text) string { return t.EN })
}

// RU lists the problems in Russian, one a line.
func (p Problems) RU() string {
	return p.lines("строка %d, столбец %d: %s", func(t Text) string { return t.RU })
}

func (p Problems) lines(format string, pick func(Text) string) string {
	var b strings.Builder
	for i, problem := range p {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, format, problem.Line, problem.Column, pick(problem.Text))
	}
	return b.String()
}
