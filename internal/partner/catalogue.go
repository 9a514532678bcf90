package partner

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/rulang/morph"
	"github.com/klaster-platform/klaster/search"
)

// catalogue is all that can be found, as one node has it in memory: the index of texts, the index of names, and what to show of
// whoever is found. Questions come while it changes.
type catalogue struct {
	texts    *search.Index
	names    *search.Index
	concepts *search.Concepts
	words    search.Embedder // of vectors that cost no call; nil for none

	mu       sync.RWMutex
	subjects map[string]Subject
	named    map[string][]string // name without legal form, folded → keys
	numbers  map[string][]string // ИНН and ОГРН → keys
}

// The names of facets.
const (
	facetRole   = "role"
	facetRegion = "region"
	facetStatus = "status"
	facetForm   = "form"
)

// What a passage may be long at most, in bytes: texts come from imports as well.
const (
	longestTitle = 600
	longestText  = 16 << 10
)

func newCatalogue(concepts *search.Concepts, options ...search.Option) *catalogue {
	return &catalogue{
		texts: search.New(concepts, options...), names: search.New(nil), concepts: concepts,
		subjects: map[string]Subject{}, named: map[string][]string{}, numbers: map[string][]string{},
	}
}

// put takes subjects in, or takes them anew, and takes out those that are gone.
func (c *catalogue) put(subjects []Subject, gone []string) error {
	return c.putAimed(subjects, gone, nil)
}

// putAimed is put with vectors of passages, by their ids.
func (c *catalogue) putAimed(subjects []Subject, gone []string, vectors map[string][]float32) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var texts, names []search.Passage
	stale := map[string]bool{}
	staleNames := slices.Clone(gone)
	for _, key := range gone {
		for _, p := range c.subjects[key].Passages {
			stale[p.ID] = true
		}
		c.forget(key)
	}
	taken := map[string]bool{} // a passage belongs to the first subject that has it
	for _, s := range subjects {
		for _, p := range c.subjects[s.Key].Passages {
			stale[p.ID] = true
		}
		c.forget(s.Key)
		s.Passages = slices.DeleteFunc(slices.Clone(s.Passages), func(p Passage) bool {
			return p.ID == "" || taken[p.ID]
		})
		for i := range s.Passages {
			p := &s.Passages[i]
			p.Title, p.Text = cut(p.Title, longestTitle), cut(p.Text, longestText)
			taken[p.ID] = true
			delete(stale, p.ID)
			texts = append(texts, s.indexed(*p, vectors[p.ID]))
		}
		if s.Kind == KindOrganisation {
			names = append(names, s.named())
		}
		c.remember(s)
	}
	if err := c.embed(texts); err != nil {
		return err
	}
	if err := c.texts.Change(texts, slices.Collect(maps.Keys(stale))); err != nil {
		return err
	}
	return c.names.Change(names, staleNames)
}

func (c *catalogue) remember(s Subject) {
	c.subjects[s.Key] = s
	if s.Kind != KindOrganisation {
		return
	}
	name := nameKey(s.Name.In(i18n.Russian))
	c.named[name] = append(c.named[name], s.Key)
	for _, n := range []string{s.INN, s.Key} {
		if n != "" {
			c.numbers[n] = append(c.numbers[n], s.Key)
		}
	}
}

func (c *catalogue) forget(key string) {
	s, ok := c.subjects[key]
	if !ok {
		return
	}
	delete(c.subjects, key)
	for _, at := range []struct {
		where map[string][]string
		key   string
	}{{c.named, nameKey(s.Name.In(i18n.Russian))}, {c.numbers, s.INN}, {c.numbers, s.Key}} {
		if left := slices.DeleteFunc(slices.Clone(at.where[at.key]), func(k string) bool { return k == key }); len(left) > 0 {
			at.where[at.key] = left
		} else {
			delete(at.where, at.key)
		}
	}
}

// indexed is a passage as the index of texts has it.
func (s Subject) indexed(p Passage, vector []float32) search.Passage {
	facets := map[string][]string{facetRole: {string(p.Role)}, facetForm: {string(p.Form)}}
	if s.Status != "" {
		facets[facetStatus] = []string{s.Status}
	}
	facets[facetRegion] = []string{cmp.Or(s.Region, everywhere)}
	return search.Passage{ID: p.ID, Owner: s.Key, Title: p.Title, Text: p.Text, Codes: p.Codes, Facets: facets, Audiences: p.For.needed(), Vector: vector}
}

// named is a subject as the index of names has it: whoever may read any of its passages may know its name.
func (s Subject) named() search.Passage {
	name := search.Passage{ID: s.Key, Owner: s.Key, Title: s.Name.In(i18n.Russian)}
	if s.Status != "" {
		name.Facets = map[string][]string{facetStatus: {s.Status}}
	}
	for _, a := range []Audience{ForEverybody, ForPersons, ForMembers} {
		if s.shownTo(a) {
			name.Audiences = a.needed()
			return name
		}
	}
	return name
}

// needed are those to one of whom somebody must belong to read what is for an audience; none when everybody may.
func (a Audience) needed() []string {
	if a == ForEverybody {
		return nil
	}
	return []string{string(a)}
}

// everywhere is the region of what holds in all of Russia: it fits every region that is asked for.
const everywhere = "00"

// audiences are those whose passages an audience may see.
func (a Audience) audiences() []string {
	switch a {
	case ForPersons:
		return []string{string(ForPersons)}
	case ForMembers:
		return []string{string(ForPersons), string(ForMembers)}
	case ForEverybody:
	}
	return nil
}

// subject returns a subject with the passage by which it was found.
func (c *catalogue) subject(key, passage string) (s Subject, p Passage, ok bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if s, ok = c.subjects[key]; !ok {
		return Subject{}, Passage{}, false
	}
	i := slices.IndexFunc(s.Passages, func(p Passage) bool { return p.ID == passage })
	if i < 0 {
		return Subject{}, Passage{}, false // it was changed between finding and showing
	}
	return s, s.Passages[i], true
}

// numbered are the organisations with an ИНН or ОГРН of which an audience may know.
func (c *catalogue) numbered(number string, a Audience) []Subject {
	return c.all(a, func() []string { return c.numbers[number] })
}

// namedLike are the organisations that are called so: legal form, quotes, case and ё apart.
func (c *catalogue) namedLike(text string, a Audience) []Subject {
	key := nameKey(text)
	if key == "" {
		return nil
	}
	return c.all(a, func() []string { return c.named[key] })
}

func (c *catalogue) all(a Audience, keys func() []string) (list []Subject) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for _, key := range keys() {
		if s := c.subjects[key]; s.shownTo(a) {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b Subject) int { return strings.Compare(a.Key, b.Key) })
	return list
}

// legalForms are left out where names are compared.
var legalForms = []string{
	"ооо", "ао", "пао", "зао", "оао", "ип", "нко", "ано", "фгуп", "гуп", "гбу", "фгбу", "фгбоу", "нии", "общество", "акционерное", "публичное",
	"ограниченной", "ответственностью", "с", "индивидуальный", "предприниматель", "llc", "jsc", "ltd",
}

// nameKey is a name as names are compared.
func nameKey(name string) string {
	words := strings.FieldsFunc(morph.Fold(name), func(r rune) bool { return strings.ContainsRune(" \t\u00a0«»\"'„“”.,()", r) })
	words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains(legalForms, w) })
	return strings.Join(words, " ")
}

// cut bounds a text without breaking a letter.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}
