package partner

import (
	"context"
	"strings"
	"sync"
	"unicode"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/search"
	"github.com/klaster-platform/klaster/workdays"
)

// meaning gives the vector of what is looked for, if there is one, and says whether one was asked for and did not come.
type meaning func(f Found) (vector []float32, silent bool)

// meaning is how a question of now gets its vector.
func (s *Service) meaning(ctx context.Context, c *catalogue) meaning {
	return func(f Found) ([]float32, bool) {
		if c.words != nil {
			list, err := c.words.Embed(ctx, search.Question, []string{f.Need.Words})
			if err != nil {
				return nil, true
			}
			return list[0], false
		}
		if !s.vectors.Outside() || !c.mayLeave(f) {
			return nil, false
		}
		return s.asked(ctx, f.Need.Words)
	}
}

// asked is the vector of words that may leave, from the memory or from the service outside. Why none came, the log has once.
func (s *Service) asked(ctx context.Context, words string) (vector []float32, silent bool) {
	if vector, ok := s.heard.find(words); ok {
		return vector, false
	}
	vector, err := s.vectors.Question(ctx, words)
	if err == nil {
		s.heard.keep(words, vector)
		if s.mute.Swap(false) {
			s.log.InfoContext(ctx, "vectors of questions come again")
		}
		return vector, false
	}
	if ctx.Err() == nil && !s.mute.Swap(true) {
		s.log.WarnContext(ctx, "the vector of a question did not come, the search goes on by words", "error", err)
	}
	return nil, true
}

// mayLeave reports whether the words of a question may go to a service outside: no number, no name of an organisation, whether or not the asker
// may know of it, and nothing by which one reaches a person.
func (c *catalogue) mayLeave(f Found) bool {
	if f.Need.Number != "" || f.Need.Words == "" || reaches(f.Need.Words) || strings.ContainsAny(f.Need.Text, at) {
		return false
	}
	for _, text := range []string{f.Need.Text, f.Read, f.Need.Words} {
		if len(c.namedLike(text, ForMembers)) > 0 {
			return false
		}
	}
	return true
}

const (
	// at are the signs of an address of e-mail.
	at = "@＠"
	// mostDigits stand together in what names nobody. Telephones have seven and more, an ИНН ten, a passport ten, СНИЛС eleven.
	mostDigits = 6
)

// reaches reports whether a text has an address of e-mail, or as many digits as a telephone or a document.
func reaches(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case strings.ContainsRune(at, r):
			return true
		case unicode.IsDigit(r):
			if digits++; digits > mostDigits {
				return true
			}
		case unicode.IsLetter(r):
			digits = 0
		}
	}
	return false
}

// mostHeard vectors of questions are kept in memory, so that leafing through results asks nobody again.
const mostHeard = 500

// heard are vectors of the latest questions.
type heard struct {
	mu      sync.Mutex
	vectors map[string][]float32
	order   []string // the oldest first
}

func (h *heard) find(words string) ([]float32, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	vector, ok := h.vectors[words]
	return vector, ok
}

func (h *heard) keep(words string, vector []float32) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.vectors == nil {
		h.vectors = map[string][]float32{}
	}
	if _, there := h.vectors[words]; !there {
		h.order = append(h.order, words)
	}
	h.vectors[words] = vector
	if len(h.order) > mostHeard {
		delete(h.vectors, h.order[0])
		h.order = h.order[1:]
	}
}

// mostMeant are shown when they have nothing but the meaning in common with what was asked.
const mostMeant = 5

// meant are who is found by meaning alone, when a page is not full: with all conditions, and without a word in common.
func (w wanted) meant(c *catalogue, shown []Hit, today workdays.Date) (list []Hit) {
	if w.vector == nil {
		return nil
	}
	there := map[string]bool{}
	for _, h := range shown {
		there[h.Subject.Key] = true
	}
	q := w.query()
	q.Limit = len(shown) + mostMeant
	for _, r := range c.texts.Meant(q) {
		h, ok := w.hit(c, r, today)
		if !ok || there[h.Subject.Key] || len(list) >= min(mostMeant, PageSize-len(shown)) {
			continue
		}
		h.Meant = true
		list = append(list, h)
	}
	return list
}

// reason says what a hit that shares no word was found by.
func (h Hit) reason() i18n.Text {
	if h.Meant {
		return reasonMeant.With(h.Passage.Title)
	}
	return reasonAlike
}
