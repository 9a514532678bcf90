package partner

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rulang/morph"
	"github.com/klaster-platform/klaster/search"
	"github.com/klaster-platform/klaster/workdays"
)

const (
	// mostSimilar is how many similar companies the page of them tells, and mostBeside how many a page about an organisation does.
	mostSimilar = 10
	mostBeside  = 4
	// A subject is compared with others by so many of its passages, and of each text by so many bytes: so it takes the same time whoever it is.
	mostCompared    = 30
	longestCompared = 400
	// likeWords in common make companies alike where they share no class of activity: one word stands in too many texts.
	likeWords = 2
	// shareOfLikest of the score of the likest is the least that counts.
	shareOfLikest = 0.3
	// mostAtOnce is how many pages look for similar companies at a moment. What they find is something beside, so that others go without.
	mostAtOnce = 4
)

// doing reports whether somebody says in a passage what they do. That two look for the same does not make them alike; that both have a
// certificate neither.
func (p Passage) doing() bool {
	return slices.Contains(doers(), string(p.Role)) && p.Form != FormCertificate
}

func doers() []string {
	return []string{string(Supplier), string(Science), string(Investor), string(Provider)}
}

// Similar are the organisations whose passages are most like those of a subject, of those that the asker may read, with what they have
// in common.
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
	return subject, c.like(subject, a, workdays.DateOf(s.clock.Now().In(i18n.Moscow()))), nil
}

// like are the organisations that are like one.
func (c *catalogue) like(subject Subject, a Audience, today workdays.Date) (list []Hit) {
	own, roles := subject.compared(a)
	answer := c.texts.Like(subject.Key, own, search.Query{
		Only: map[string][]string{facetRole: roles}, Audiences: a.audiences(), Limit: 3 * mostSimilar, Firm: true,
	})
	for _, r := range answer.Results {
		h, ok := wanted{audience: a.audiences()}.hit(c, r, today)
		if !ok || h.Subject.Kind != KindOrganisation || h.Passage.Form == FormCertificate {
			continue
		}
		if h.Matched = slices.DeleteFunc(h.asWritten(), untelling); !h.alike() {
			continue
		}
		if len(list) > 0 && h.Score < shareOfLikest*list[0].Score || len(list) == mostSimilar {
			break
		}
		list = append(list, h)
	}
	return list
}

// asWritten are the words that matched in the form that the passage gives them: what is compared is dictionary forms, of which «резка» and «резкий»
// have one.
func (h Hit) asWritten() (list []string) {
	written := map[string]string{} // by stem
	for _, p := range highlight(h.Passage.Title+"\n"+h.Passage.Text, h.Matched) {
		if !p.Mark {
			continue
		}
		for _, stem := range stemsOf(p.Text) {
			if _, there := written[stem]; !there {
				written[stem] = named(p.Text)
			}
		}
	}
	for _, word := range h.Matched {
		for _, stem := range stemsOf(word) {
			if w, ok := written[stem]; ok {
				word = w
				break
			}
		}
		if !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

// named is the dictionary form of a word, that of a thing before others. Abbreviations stay as they are.
func named(word string) string {
	if strings.ToUpper(word) == word {
		return word
	}
	readings := morph.Readings(morph.Fold(word))
	if len(readings) == 0 {
		return word
	}
	lemma := readings[0].Lemma
	if i := slices.IndexFunc(readings, func(r morph.Reading) bool { return r.Class == morph.Noun }); i >= 0 {
		lemma = readings[i].Lemma
	}
	if lower := strings.ToLower(word); morph.Fold(lower) == lemma {
		return lower // with the ё that was written
	}
	return lemma
}

// untelling reports whether a word says nothing of what somebody does: not «брать», «быстро», «сорок».
func untelling(word string) bool {
	return !may(word, morph.Noun, morph.Other, morph.Name, morph.Place, morph.Adjective, morph.Participle)
}

// may reports whether a word can be of one of the classes.
func may(word string, classes ...morph.Class) bool {
	readings := morph.Readings(word)
	return len(readings) == 0 || slices.ContainsFunc(readings, func(r morph.Reading) bool { return slices.Contains(classes, r.Class) })
}

// alike reports whether what somebody has in common with another makes them alike: a class of activity, or several words, not all of them
// adjectives. The names of classes have the same words in all of them.
func (h Hit) alike() bool {
	thing := func(word string) bool { return may(word, morph.Noun, morph.Other, morph.Name, morph.Place) }
	return len(h.Through) > 0 || len(h.Matched) >= likeWords && slices.ContainsFunc(h.Matched, thing) && h.Passage.Form != FormActivity
}

// compared are the passages by which a subject is like others, as far as an audience may read them, and the roles of what they are compared
// with: what it says that it does; failing that, what the register of members says of it. Of classes of activity the code counts, not the words.
func (s Subject) compared(a Audience) (list []search.Passage, roles []string) {
	said := false
	for _, p := range s.Passages {
		if !a.reads(p.For) || !p.doing() || len(list) == mostCompared {
			continue
		}
		if said = said || p.Form != FormActivity; p.Form == FormActivity {
			p.Title, p.Text = "", ""
		}
		list = append(list, s.comparing(p))
	}
	if said {
		return list, doers()
	}
	for _, p := range s.Passages {
		if a.reads(p.For) && p.Role == Member {
			p.Title = "" // its name is no likeness
			list = append(list, s.comparing(p))
		}
	}
	return list, append(doers(), string(Member))
}

func (s Subject) comparing(p Passage) search.Passage {
	return search.Passage{ID: p.ID, Owner: s.Key, Title: p.Title, Text: withoutAddresses(cut(p.Text, longestCompared)), Codes: p.Codes}
}

// withoutAddresses is a text without addresses of sites and of mail.
func withoutAddresses(text string) string {
	words := strings.Fields(text)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return strings.Contains(w, "://") || strings.ContainsRune(w, '@') }), " ")
}

// Alike is the part of a page about an organisation that names those like it, as the reader of the page may know them, with the reasons. It
// is nil where there are none, while the index is being built, and while many pages ask: no page waits for it.
func (s *Service) Alike(ctx context.Context, q sqldb.Querier, key string) (templ.Component, error) {
	select {
	case s.alike <- struct{}{}:
		defer func() { <-s.alike }()
	default:
		return nil, nil //nolint:nilnil // nothing to show, as the comment says
	}
	if s.current.Load() == nil {
		return nil, nil //nolint:nilnil // as above
	}
	a, err := s.audience(ctx, q)
	if err != nil {
		return nil, err
	}
	_, list, err := s.Similar(ctx, key, a)
	if errors.Is(err, ErrNoSubject) || errors.Is(err, ErrPreparing) || err == nil && len(list) == 0 {
		return nil, nil //nolint:nilnil // as above
	}
	if err != nil {
		return nil, err
	}
	return alikeView(key, list), nil
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
