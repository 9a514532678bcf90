package partner

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/search"
	"github.com/klaster-platform/klaster/workdays"
)

// Question is what somebody asks.
type Question struct {
	Text     string
	Off      []ChipKey // conditions that were taken off
	Literal  bool      // words are taken as they were typed
	Role     Role      // chosen from the facets; it goes before what the rules understood
	Region   string
	Status   string
	Page     int // from 1
	Audience Audience
}

// Found is the answer.
type Found struct {
	Need   Need
	Read   string    // how the text was read, where that is not how it was typed
	Named  []Subject // whose name or number was typed
	Hits   []Hit     // of this page
	More   bool      // there is a next page
	Near   []Hit     // what is found when conditions are given up, or by spelling alone
	Given  []ChipKey // the conditions that were given up for Near; none: it is found by spelling alone
	Meant  []Hit     // what is found by meaning alone
	Silent bool      // what looks by meaning did not answer
	Facets map[string]map[string]int
}

// Nothing reports whether nobody was found by what was asked for.
func (f Found) Nothing() bool { return len(f.Named)+len(f.Hits) == 0 }

// Hit is somebody who was found, with the reasons.
type Hit struct {
	Subject Subject
	Passage Passage
	Score   float64
	Matched []string // words of the need that the passage has
	Missing []string // words that it has not
	Through []Class  // classes of activity by which it was found, where they say more than the words
	Meant   bool     // it is found by meaning alone
	Fits    []Fit    // conditions beside words
}

// Class is a class of activity.
type Class struct{ Code, Name string }

// strong reports whether a hit has more in common with the need than letters.
func (h Hit) strong() bool { return len(h.Matched)+len(h.Through) > 0 }

const (
	// PageSize is how many partners a page has.
	PageSize = 10
	// mostPages bounds how far one leafs: what comes later has little to do with the need.
	mostPages = 10
	// mostNamed are shown because of their names.
	mostNamed = 3
	// lookedAt are found before conditions beside words put them in order.
	lookedAt = 100
)

// audience is what the person of the request may read. Who came by a certificate alone, in an unknown browser, reads what guests read.
func (s *Service) audience(ctx context.Context, q sqldb.Querier) (Audience, error) {
	who := actor.From(ctx)
	if who.Held {
		return ForEverybody, nil
	}
	return s.audienceOf(ctx, q, who.Person)
}

// audienceOf is what a person may read; "" is a guest.
func (s *Service) audienceOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) (Audience, error) {
	if p == "" {
		return ForEverybody, nil
	}
	member, err := s.readers.Member(ctx, q, p)
	if member {
		return ForMembers, err
	}
	return ForPersons, err
}

// ErrPreparing says that the index is not built yet.
var ErrPreparing = fault.New(fault.Unavailable, i18n.M(
	"Поиск партнёров готовится к работе. Повторите через несколько секунд.",
	"The search for partners is getting ready. Try again in a few seconds.")).After(5 * time.Second)

// Find answers a question.
func (s *Service) Find(ctx context.Context, k Question) (Found, error) {
	c := s.current.Load()
	if c == nil {
		return Found{}, ErrPreparing
	}
	return c.findBy(s.meaning(ctx, c), k, workdays.DateOf(s.clock.Now().In(i18n.Moscow()))), nil
}

// Over is the search over subjects that are given, without a database: by it the search is measured.
func Over(subjects []Subject, concepts *search.Concepts) (func(Question, workdays.Date) Found, error) {
	c := newCatalogue(concepts)
	return c.find, c.put(subjects, nil)
}

// understood is what a question looks for, and how its text was read where that is not how it was typed.
func (c *catalogue) understood(k Question, today workdays.Date) (n Need, read string) {
	n = Understand(k.Text, today, k.Off)
	if k.Literal || n.Number != "" {
		return n, ""
	}
	if read = c.read(n, k.Off, today); read != "" {
		text := n.Text
		n = Understand(read, today, k.Off)
		n.Text = text
	}
	return n, read
}

// find answers by words, classes and conditions, whatever services outside say: what is new, and what was shown, must not hang on them.
func (c *catalogue) find(k Question, today workdays.Date) Found {
	return c.findBy(func(Found) ([]float32, bool) { return nil, false }, k, today)
}

func (c *catalogue) findBy(m meaning, k Question, today workdays.Date) (f Found) {
	f.Need, f.Read = c.understood(k, today)
	if f.Need.Number != "" {
		f.Named = c.numbered(f.Need.Number, k.Audience)
		return f
	}
	if k.Page <= 1 {
		f.Named = c.called(cmp.Or(f.Read, f.Need.Text), f.Need, k.Audience)
	}
	if f.Need.Words == "" {
		return f
	}
	w := c.wanted(k, f.Need)
	w.vector, f.Silent = m(f)
	page := min(max(k.Page, 1), mostPages)
	all, counts := w.hitsCounted(c, today, w.open()...)
	f.Hits = all[min(len(all), (page-1)*PageSize):min(len(all), page*PageSize)]
	f.More = len(all) > page*PageSize && page < mostPages
	f.Facets = w.facets(c, counts)
	if page == 1 && len(f.Hits) < PageSize {
		f.Near, f.Given = w.near(c, f.Hits, today)
		f.Meant = w.meant(c, f.Hits, today)
	}
	if len(f.Meant) > 0 && len(f.Given) == 0 {
		f.Near = nil // what is only spelt alike means something else
	}
	f.Need.Chips = k.standing(f.Need.Chips)
	return f
}

// standing are the conditions that were understood and that no choice from the facets has replaced.
func (k Question) standing(chips []Chip) []Chip {
	return slices.DeleteFunc(slices.Clone(chips), func(c Chip) bool {
		return c.Key == ChipRole && k.Role != "" || c.Key == ChipRegion && k.Region != ""
	})
}

// called are the organisations whose name was typed: all of it, or all words that were typed stand in the name.
func (c *catalogue) called(text string, n Need, a Audience) []Subject {
	if list := c.namedLike(text, a); len(list) > 0 {
		return list[:min(len(list), mostNamed)]
	}
	if len(n.Chips) > 0 {
		return nil
	}
	var list []Subject
	for _, r := range c.names.Search(search.Query{Text: nameKey(text), All: true, Firm: true, Limit: mostNamed, Audiences: a.audiences()}).Results {
		c.mu.RLock()
		if s, ok := c.subjects[r.Owner]; ok && s.shownTo(a) {
			list = append(list, s)
		}
		c.mu.RUnlock()
	}
	return list
}

// wanted is a question as it is put to the index.
type wanted struct {
	need     Need
	synonyms []synonym
	others   map[string]bool // words of synonyms that were not typed
	only     map[string][]string
	audience []string
	literal  bool
	alike    bool // what is only spelt alike counts as well
	vector   []float32
}

func (c *catalogue) wanted(k Question, n Need) wanted {
	w := wanted{need: n, synonyms: synonymsOf(n.Words), others: map[string]bool{}, only: map[string][]string{}, audience: k.Audience.audiences(), literal: true}
	typed := wordsOf(n.Words)
	for _, s := range w.synonyms {
		for _, one := range s.says {
			w.others[one] = w.others[one] || !slices.Contains(typed, one)
		}
	}
	if role := cmp.Or(k.Role, n.Role); role != "" {
		w.only[facetRole] = []string{string(role)}
	}
	if k.Region != "" {
		w.only[facetRegion] = []string{k.Region}
	} else if len(n.Regions) > 0 {
		w.only[facetRegion] = append(slices.Clone(n.Regions), everywhere)
	}
	if k.Status != "" {
		w.only[facetStatus] = []string{k.Status}
	}
	return w
}

// without is the same with some conditions given up.
func (w wanted) without(facets ...string) wanted {
	only := map[string][]string{}
	for name, values := range w.only {
		if !slices.Contains(facets, name) {
			only[name] = values
		}
	}
	w.only = only
	return w
}

func (w wanted) query() search.Query {
	q := search.Query{Text: w.need.Words, Also: alsoOf(w.synonyms), Only: w.only, Audiences: w.audience, Limit: lookedAt, Literal: w.literal, Firm: !w.alike, Owners: true}
	if !w.alike {
		q.Vector = w.vector
	}
	return q
}

// hits are who is found, the best first.
func (w wanted) hits(c *catalogue, today workdays.Date) []Hit {
	hits, _ := w.hitsCounted(c, today)
	return hits
}

// hitsCounted are the hits with the counts of some facets, which cost little more than finding.
func (w wanted) hitsCounted(c *catalogue, today workdays.Date, facets ...string) ([]Hit, map[string]map[string]int) {
	results, counts := w.results(c, facets)
	hits := make([]Hit, 0, len(results))
	for _, r := range results {
		h, ok := w.hit(c, r, today)
		if !ok {
			continue
		}
		hits = append(hits, h)
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits, counts
}

// results are who is found by texts. Where a few have very many passages, the search looks deeper, so that no one is missing for them.
func (w wanted) results(c *catalogue, facets []string) (list []search.Result, counts map[string]map[string]int) {
	q := w.query()
	q.Count = facets
	for ; ; q.Limit *= 10 {
		answer := c.texts.Search(q)
		if q.Count != nil {
			counts, q.Count = answer.Facets, nil // however deep one looks, they are the same
		}
		if len(answer.Results) >= lookedAt || !answer.Cut {
			return answer.Results[:min(len(answer.Results), lookedAt)], counts
		}
	}
}

// hit is a result with its reasons; false when it was changed between finding and showing: whoever found it may not be meant to read it any more.
func (w wanted) hit(c *catalogue, r search.Result, today workdays.Date) (Hit, bool) {
	s, p, ok := c.subject(r.Owner, r.Passage)
	if !ok || p.For != ForEverybody && !slices.Contains(w.audience, string(p.For)) {
		return Hit{}, false
	}
	h := Hit{Subject: s, Passage: p, Score: r.Score, Fits: w.need.fits(p.Terms, today)}
	h.Matched, h.Missing = w.told(r.Matched, r.Missing)
	for _, code := range r.Through {
		h.Through = append(h.Through, Class{code, c.concepts.Name(code)})
	}
	if p.Role == Customer && w.need.Role == "" && !w.narrowed(facetRole) {
		h.Score *= lookersFactor
	}
	for _, fit := range h.Fits {
		if fit.Fits == Unfit {
			h.Score *= unfitFactor
		}
	}
	return h, true
}

// told says what matched in words that were typed or stand for them: a word is not missing when one that means the same was found. What was
// typed in Russian and found in the English name of a class is told as it was typed.
func (w wanted) told(matched, missing []string) (has, lacks []string) {
	var stands, typed []string // words for which something else was found, and what was; those that are told instead of it
	for _, s := range w.synonyms {
		if !allIn(s.says, matched) || allIn(s.words, matched) {
			continue
		}
		stands = append(append(stands, s.words...), s.says...)
		if isLatin(s.say) && !isLatin(s.of) {
			typed = append(typed, s.words...)
		}
	}
	for _, m := range matched {
		if !w.others[m] || slices.Contains(stands, m) && (len(typed) == 0 || !isLatin(m)) {
			has = append(has, m)
		}
	}
	for _, m := range typed {
		if !slices.Contains(has, m) {
			has = append(has, m)
		}
	}
	if len(has) == 0 {
		has = matched // a part of another way to say it is all there is
	}
	for _, m := range missing {
		if !w.others[m] && !slices.Contains(stands, m) {
			lacks = append(lacks, m)
		}
	}
	return has, lacks
}

func isLatin(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 'a' && r <= 'z' })
}

// allIn reports whether all words are among those that matched.
func allIn(words, matched []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(matched, w) })
}

// open are the facets that are not narrowed.
func (w wanted) open() (names []string) {
	for _, name := range []string{facetRole, facetRegion, facetStatus} {
		if !w.narrowed(name) {
			names = append(names, name)
		}
	}
	return names
}

// facets adds to the counts of open facets those that are narrowed: these are counted as if they were not.
func (w wanted) facets(c *catalogue, counts map[string]map[string]int) map[string]map[string]int {
	all := map[string]map[string]int{}
	maps.Copy(all, counts)
	for name := range w.only {
		q := w.without(name).query()
		q.Count, q.Limit = []string{name}, 1
		all[name] = c.texts.Search(q).Facets[name]
	}
	return all
}

// near are further partners when a page is not full: those that are found when conditions are given up, one after the other; when
// nobody is, those whose texts are only spelt alike.
func (w wanted) near(c *catalogue, shown []Hit, today workdays.Date) (near []Hit, given []ChipKey) {
	there := func(h Hit) bool {
		return slices.ContainsFunc(shown, func(o Hit) bool { return o.Subject.Key == h.Subject.Key })
	}
	for _, give := range [][]ChipKey{{ChipRegion}, {ChipRole}, {ChipRole, ChipRegion}} {
		names := make([]string, 0, len(give)+1)
		for _, key := range give {
			if _, narrowed := w.only[string(key)]; narrowed {
				names = append(names, string(key))
			}
		}
		if len(names) < len(give) {
			continue
		}
		for _, h := range w.without(append(names, facetStatus)...).hits(c, today) {
			if !there(h) && len(near) < PageSize-len(shown) {
				near = append(near, h)
			}
		}
		if len(near) > 0 {
			return near, give
		}
	}
	if len(shown) > 0 {
		return nil, nil
	}
	w.alike = true
	all := w.hits(c, today)
	return all[:min(len(all), mostAlike)], nil
}

func (w wanted) narrowed(facet string) bool { return len(w.only[facet]) > 0 }

// lookersFactor lowers those who look for the same themselves, where nobody said that customers are looked for.
const lookersFactor = 0.7

// mostAlike are shown when only their spelling is like what was asked for.
const mostAlike = 5

// unfitFactor lowers the score for each condition that a passage does not meet.
const unfitFactor = 0.6
