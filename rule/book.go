package rule

import (
	"fmt"
	"slices"
)

// Source is where facts come from, and how long they may be used.
type Source struct {
	ID    string `json:"id"`
	Label Text   `json:"label"`
	Fresh int    `json:"fresh"` // days after which a fact is stale; 0: facts of this source carry their own last day, or none
}

// Book is a set of rules over one catalogue, compiled. It does not change, and many goroutines may ask it at once.
type Book struct {
	Name    string
	Edition string

	catalogue *Catalogue
	sources   map[string]Source
	order     []Source
	rules     []*Rule
	byID      map[string]*Rule
}

// Rule is one rule through its versions.
type Rule struct {
	ID       string
	Title    Text
	Sets     []string // the purposes that ask this rule
	Versions []*Version
}

// Version is a rule as it stood for some time.
type Version struct {
	ID        string
	From      Date // the first day
	Until     Date // the last day; no date while it is in force
	Basis     Basis
	Act       Text
	Clause    Text
	Digest    string
	Undecided Outcome // what missing facts give: [Undecided] or [Review]

	conditions []compiled
	pass       bilingual
	open       bilingual
	openRemedy Text
}

// compiled is one condition of a version.
type compiled struct {
	id         string
	weight     Weight
	expression string
	condition  *condition
	negated    bool // a requirement stands in the way when it is not met
	text       bilingual
	remedy     Text
}

// Catalogue is the catalogue that the rules speak of.
func (b *Book) Catalogue() *Catalogue { return b.catalogue }

// Sources lists the sources in the order of the file.
func (b *Book) Sources() []Source { return slices.Clone(b.order) }

// Source finds a source.
func (b *Book) Source(id string) (Source, bool) {
	s, ok := b.sources[id]
	return s, ok
}

// Rules lists the rules in the order of the file; with a set, those that it asks.
func (b *Book) Rules(set string) []*Rule {
	if set == "" {
		return slices.Clone(b.rules)
	}
	var rules []*Rule
	for _, r := range b.rules {
		if slices.Contains(r.Sets, set) {
			rules = append(rules, r)
		}
	}
	return rules
}

// Rule finds a rule, or fails with [ErrRule].
func (b *Book) Rule(id string) (*Rule, error) {
	r, ok := b.byID[id]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrRule, id)
	}
	return r, nil
}

// On is the version in force on a day.
func (r *Rule) On(day Date) (*Version, bool) {
	for _, v := range r.Versions {
		if !day.Before(v.From) && (v.Until.IsZero() || !day.After(v.Until)) {
			return v, true
		}
	}
	return nil, false
}

// Facts lists the facts that a version may read, sorted, so that a form can ask for them.
func (v *Version) Facts(c *Catalogue) []string {
	var set factSet
	var walk func(n *node)
	walk = func(n *node) {
		for _, i := range n.refs {
			set.add(i)
		}
		for _, i := range n.presences {
			set.add(i)
		}
		for i := range n.children {
			walk(&n.children[i])
		}
	}
	for _, condition := range v.conditions {
		walk(&condition.condition.root)
	}
	return c.names(&set)
}

// Changed compares this book with the one that it is to replace and names the versions whose content differs though they
// keep their names. Such a version may have decided cases already; it is to get an end, and a new one a beginning.
func (b *Book) Changed(before *Book) []string {
	var changed []string
	for _, r := range before.rules {
		now, ok := b.byID[r.ID]
		if !ok {
			continue
		}
		for _, old := range r.Versions {
			for _, v := range now.Versions {
				if v.ID == old.ID && v.Digest != old.Digest {
					changed = append(changed, v.ID)
				}
			}
		}
	}
	return changed
}
