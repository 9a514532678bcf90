package profile

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/workdays"
)

// Step is a part of a complete profile that is still missing.
type Step struct {
	Kind Kind
	Gain int  // by how many of a hundred it makes the profile more complete
	More bool // there are some already, and more are wanted
}

// part is what a complete profile has of a kind, and how much it weighs. All weights make a hundred.
type part struct {
	kind   Kind
	wanted int
	weight int
}

// parts are what a complete profile has. The weights are ours: what partners look for weighs most.
func parts() []part {
	return []part{
		{About, 1, 15}, {Competence, 3, 25}, {Equipment, 2, 10}, {Product, 2, 15}, {Certificate, 1, 10}, {Offer, 1, 20}, {Need, 1, 5},
	}
}

// telling is how long a description of an organisation is at least, in characters, to tell anything.
const telling = 120

// complete says how complete a profile is, of a hundred, and what to add next, what weighs most first. What is over counts for nothing.
func complete(items []Item, today workdays.Date) (done int, next []Step) {
	for _, p := range parts() {
		n, some := 0, false
		for _, i := range items {
			some = some || i.Kind == p.kind
			if i.Kind == p.kind && !i.over(today) && (i.Kind != About || utf8.RuneCountInString(i.Text) >= telling) {
				n++
			}
		}
		has := p.weight * min(n, p.wanted) / p.wanted
		done += has
		if has < p.weight {
			next = append(next, Step{Kind: p.kind, Gain: p.weight - has, More: some})
		}
	}
	slices.SortStableFunc(next, func(a, b Step) int { return cmp.Compare(b.Gain, a.Gain) })
	return done, next
}
