package rule

import (
	"cmp"
	"fmt"
	"iter"
	"math/bits"
	"regexp"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Bounds of a catalogue. They keep the cost of conditions finite.
const (
	maxFacts    = 512  // of one catalogue
	maxItems    = 4096 // of one list, whatever its definition says
	maxString   = 4096 // characters of one text
	defaultMost = 256  // items or characters, when a definition does not say
	maxItem     = 256  // characters of one item of a list
)

// today is the name of the day of the question in conditions and texts.
const today = "on"

// presence is what stands before the name of a fact to ask whether it is there: present.egr.ceased is true of a Known fact,
// false of an Absent one and otherwise unknown.
const presence = "present."

// Definition says what a fact is.
type Definition struct {
	Name  string // as conditions write it: two or more lower-case Latin words with points between, such as egr.region
	Type  Type
	Label Text   // what it is called on a page
	From  Text   // where it comes from, and what to do when it is not there
	Most  int    // the longest text in characters, or the longest list in items; 0 is 256
	None  *Value // what Absent means in a condition, such as an empty list; nil: a condition asks present.NAME first
}

func (d Definition) most() int {
	if d.Most == 0 {
		return defaultMost
	}
	return d.Most
}

// Catalogue is the set of facts that rules may speak of. It does not change and may be shared.
type Catalogue struct {
	given       []Definition // as the caller ordered them
	definitions []Definition // by name, so that sets of facts come out sorted
	index       map[string]int
	none        []ref.Val // what an Absent fact is in conditions: its None, or an error
	env         *cel.Env
}

// NewCatalogue checks definitions and makes a catalogue of them. It fails with [ErrCatalogue].
func NewCatalogue(definitions ...Definition) (*Catalogue, error) {
	if len(definitions) > maxFacts {
		return nil, fmt.Errorf("%w: %d facts, and %d are the most", ErrCatalogue, len(definitions), maxFacts)
	}
	c := &Catalogue{given: slices.Clone(definitions), definitions: slices.Clone(definitions), index: make(map[string]int, len(definitions))}
	slices.SortFunc(c.definitions, func(a, b Definition) int { return cmp.Compare(a.Name, b.Name) })
	for i, d := range c.definitions {
		if err := c.check(d); err != nil {
			return nil, err
		}
		c.index[d.Name] = i
		if d.None != nil {
			c.none = append(c.none, celValue(*d.None))
		} else {
			c.none = append(c.none, types.NewErr("%s is absent", d.Name))
		}
	}
	env, err := c.environment()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCatalogue, err)
	}
	c.env = env
	return c, nil
}

// factName is the form of the name of a fact. Two words at least keep facts apart from the names of CEL.
var factName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}(\.[a-z][a-z0-9_]{0,31}){1,3}$`)

func (c *Catalogue) check(d Definition) error {
	switch {
	case !factName.MatchString(d.Name):
		return fmt.Errorf("%w: %q is no name of a fact", ErrCatalogue, d.Name)
	case d.Name[:min(len(d.Name), len(presence))] == presence:
		return fmt.Errorf("%w: %q begins with %s", ErrCatalogue, d.Name, presence)
	case d.Type < Bool || d.Type > Strings:
		return fmt.Errorf("%w: %s has no type", ErrCatalogue, d.Name)
	case d.Label.RU == "" || d.Label.EN == "":
		return fmt.Errorf("%w: %s has no label in both languages", ErrCatalogue, d.Name)
	case d.Most < 0 || d.Most > maxString || d.Type == Strings && d.Most > maxItems:
		return fmt.Errorf("%w: %s is longer than may be", ErrCatalogue, d.Name)
	}
	if _, ok := c.index[d.Name]; ok {
		return fmt.Errorf("%w: two facts are called %s", ErrCatalogue, d.Name)
	}
	if d.None != nil {
		if err := d.None.check(d); err != nil {
			return fmt.Errorf("%w: what %s is when absent: %w", ErrCatalogue, d.Name, err)
		}
	}
	return nil
}

// Definitions lists what the catalogue defines, in the order in which it was made.
func (c *Catalogue) Definitions() []Definition { return slices.Clone(c.given) }

// Definition finds one by name.
func (c *Catalogue) Definition(name string) (Definition, bool) {
	i, ok := c.index[name]
	if !ok {
		return Definition{}, false
	}
	return c.definitions[i], true
}

// factSet is a set of facts of one catalogue.
type factSet [maxFacts / 64]uint64

func (s *factSet) add(i int) { s[i/64] |= 1 << (i % 64) }

func (s *factSet) merge(t *factSet) {
	for i := range s {
		s[i] |= t[i]
	}
}

func (s *factSet) size() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// all yields the members, ascending.
func (s *factSet) all() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(i*64 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}

// names lists a set by name, sorted.
func (c *Catalogue) names(s *factSet) []string {
	names := make([]string, 0, s.size())
	for i := range s.all() {
		names = append(names, c.definitions[i].Name)
	}
	return names
}
