package legal

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Limits of an edition. With both texts full of Cyrillic letters, a form still fits into the megabyte that a form may
// have.
const (
	MaxTitle = 120    // characters
	MaxText  = 60_000 // characters
	MaxAhead = 365    // days between the publication and the day of coming into force
)

// Draft is an edition in the making: what an operator writes. The texts are Markdown with placeholders, as typed.
type Draft struct {
	TitleRu, TitleEn string
	TextRu, TextEn   string
	Since            time.Time // midnight in Moscow of the first day in force; today means at once
	Reviewed         bool      // a lawyer has checked the texts
	Base             int       // the version of the edition that the work began from
}

// Names of the parts of a draft, to which a [Problem] belongs. Forms use the same names.
const (
	PartTitleRu = "title-ru"
	PartTitleEn = "title-en"
	PartTextRu  = "text-ru"
	PartTextEn  = "text-en"
	PartSince   = "since"
)

// Problem is a reason why a draft cannot be published.
type Problem struct {
	Part string
	Text i18n.Text
}

// Problems returns what is wrong with a draft, in the order of its parts.
func (d Draft) Problems(now time.Time) []Problem {
	var list []Problem
	add := func(part string, text i18n.Text) {
		if !text.IsZero() {
			list = append(list, Problem{part, text})
		}
	}
	add(PartTitleRu, lengthProblem(d.TitleRu, MaxTitle, textNoTitleRu))
	add(PartTitleEn, lengthProblem(d.TitleEn, MaxTitle, textNoTitleEn))
	add(PartTextRu, lengthProblem(d.TextRu, MaxText, textNoTextRu))
	add(PartTextEn, lengthProblem(d.TextEn, MaxText, textNoTextEn))
	if len(list) == 0 {
		add(PartTextRu, markProblem(d.TextRu))
		add(PartTextEn, markProblem(d.TextEn))
	}
	if len(list) == 0 {
		add(PartTextEn, twinProblem(d.TextRu, d.TextEn))
	}
	add(PartSince, sinceProblem(d.Since, now))
	return list
}

func lengthProblem(words string, limit int, none i18n.Text) i18n.Text {
	switch n := utf8.RuneCountInString(words); {
	case n == 0:
		return none
	case n > limit:
		return textTooLong.With(n, limit)
	}
	return i18n.Text{}
}

// markProblem looks at how a text is marked up.
func markProblem(text string) i18n.Text {
	if names := unknownPlaceholders(text); len(names) > 0 {
		return textUnknownPlaceholder.With(names[0])
	}
	doc := parse(text)
	switch {
	case doc.depth > maxDepth:
		return textTooDeep.With(maxDepth)
	case len(doc.badLinks) > 0:
		return textBadLink.With(doc.badLinks[0])
	case len(doc.Headings) == 0:
		return textNoHeadings
	}
	return i18n.Text{}
}

// twinProblem compares the two languages. Sections are named by their place, so a link to a section must lead to the
// same one in both.
func twinProblem(ru, en string) i18n.Text {
	level := func(h Heading) int { return h.Level }
	r, e := parse(ru).Headings, parse(en).Headings
	if len(r) != len(e) {
		return textOtherCount.With(len(e), len(r))
	}
	for i := range r {
		if level(r[i]) != level(e[i]) {
			return textOtherLevel.With(e[i].Text, r[i].Text)
		}
	}
	return i18n.Text{}
}

func sinceProblem(since, now time.Time) i18n.Text {
	switch today := dayOf(now); {
	case since.IsZero():
		return textNoDay
	case since.Before(today):
		return textPastDay
	case since.After(today.AddDate(0, 0, MaxAhead)):
		return textFarDay
	}
	return i18n.Text{}
}

// dayOf returns the midnight in Moscow that began the day of t.
func dayOf(t time.Time) time.Time {
	y, m, d := t.In(i18n.Moscow()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, i18n.Moscow())
}

// begins returns the moment from which an edition published now is in force. Nothing is in force before it was
// published: people must have been able to read it.
func (d Draft) begins(now time.Time) time.Time {
	if d.Since.Before(now) {
		return now
	}
	return d.Since.UTC()
}

// words are the four texts, for comparing drafts.
func (d Draft) words() []string { return []string{d.TitleRu, d.TitleEn, d.TextRu, d.TextEn} }

// same reports whether publishing d after the edition that was made from last would change nothing.
func (d Draft) same(last Draft) bool {
	return slices.Equal(d.words(), last.words()) && d.Reviewed == last.Reviewed
}
