package partner

import (
	"context"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/workdays"
)

// mostSimilar is how many similar companies are told.
const mostSimilar = 8

// longestLikeness bounds how much of a subject's texts others are compared with, in bytes.
const longestLikeness = 1200

// Similar are the organisations whose passages are most like those of a subject that the asker may read.
func (s *Service) Similar(_ context.Context, key string, a Audience) (Subject, []Hit, error) {
	c := s.current.Load()
	if c == nil {
		return Subject{}, nil, ErrPreparing
	}
	c.mu.RLock()
	subject, ok := c.subjects[key]
	c.mu.RUnlock()
	if !ok || !subject.shownTo(a) {
		return Subject{}, nil, ErrNoSubject
	}
	var text strings.Builder
	for _, p := range subject.Passages {
		if p.Role != Customer && a.reads(p.For) && text.Len() < longestLikeness {
			text.WriteString(p.Title + ". " + p.Text + "\n")
		}
	}
	w := wanted{need: Need{Words: cut(text.String(), longestLikeness)}, audience: a.audiences(), literal: true, only: map[string][]string{}}
	var list []Hit
	for _, h := range w.hits(c, workdays.DateOf(s.clock.Now().In(i18n.Moscow()))) {
		if h.Subject.Key != key && h.Subject.Kind == KindOrganisation && h.strong() && h.Passage.Role != Customer && len(list) < mostSimilar {
			h.Missing = nil // of a whole text most is missing
			list = append(list, h)
		}
	}
	return subject, list, nil
}

// shownTo reports whether an audience may know of a subject: whether it may read any of its passages. Of one who has none, nothing is hidden.
func (s Subject) shownTo(a Audience) bool {
	return len(s.Passages) == 0 || slices.ContainsFunc(s.Passages, func(p Passage) bool { return a.reads(p.For) })
}

// reads reports whether an audience may read what is for another.
func (a Audience) reads(of Audience) bool {
	switch of {
	case ForMembers:
		return a == ForMembers
	case ForPersons:
		return a != ForEverybody
	case ForEverybody:
	}
	return true
}
