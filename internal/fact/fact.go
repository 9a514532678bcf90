package fact

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
)

// State says what is known of a fact. Unknown is not absent, and what the register hides is neither.
type State string

// The states of a fact.
const (
	Known      State = "known"
	Absent     State = "absent" // the source was asked, and there is no such thing
	Unknown    State = "unknown"
	Restricted State = "restricted" // the register has it and does not show it
)

// Fact is one thing that a source says of a subject.
type Fact struct {
	ID         string // of a statement; empty of what a register record says
	Kind       Kind
	State      State
	Value      json.RawMessage // null unless Known; its form is told by the kind
	Source     Source
	Register   Register // of what a state register says
	Record     string   // number in the source: ОГРН, number in the register, ticket
	AsOf       string   // YYYY-MM-DD: the day for which the source says it
	Fetched    time.Time
	ValidUntil string // YYYY-MM-DD, the last day; empty: as long as nothing newer comes
	Author     actor.PersonID
	Reason     string
	Evidence   Evidence
	Held       bool // of a version that waits for a second person (T22)
	Expired    bool
}

// Evidence is a file that shows what an operator saw.
type Evidence struct {
	Ref  blob.Ref
	Name string
	Type string
	Seal string // SHA-256 of the tax service's certificate, when the document bears its signature
}

// Text is the value as a text: of a list its parts with semicolons between.
func (f Fact) Text() string {
	var one string
	if json.Unmarshal(f.Value, &one) == nil {
		return one
	}
	var many []string
	if json.Unmarshal(f.Value, &many) == nil {
		return join(many)
	}
	return string(f.Value)
}

func join(list []string) string {
	out := ""
	for i, s := range list {
		if i > 0 {
			out += "; "
		}
		out += s
	}
	return out
}

// says reports whether two facts say the same.
func (f Fact) says(g Fact) bool { return f.State == g.State && bytes.Equal(f.Value, g.Value) }

// Facts are all facts about a subject, by kind, those that are believed first in front: what stands before what waits, what holds
// before what has expired, then by the rank of the source, then the later day.
type Facts struct {
	Subject Subject
	Entry   *Entry // what ЕГРЮЛ or ЕГРИП says as a whole; nil when neither is known to have the subject
	List    []Fact
	Changes []Change // of the subject, the latest first
}

func (f *Facts) sort() {
	slices.SortStableFunc(f.List, func(a, b Fact) int {
		return cmp.Or(kindIndex(a.Kind)-kindIndex(b.Kind), cmp.Compare(a.Kind, b.Kind), later(a.Held)-later(b.Held), later(a.Expired)-later(b.Expired),
			a.Source.rank()-b.Source.rank(), cmp.Compare(b.AsOf, a.AsOf), cmp.Compare(b.ID, a.ID))
	})
}

func later(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Of returns the facts of a kind, the believed one first.
func (f *Facts) Of(k Kind) []Fact {
	var list []Fact
	for _, g := range f.List {
		if g.Kind == k {
			list = append(list, g)
		}
	}
	return list
}

// Best returns the fact of a kind that is believed. ok is false when nothing that holds is known of it.
func (f *Facts) Best(k Kind) (best Fact, ok bool) {
	for _, g := range f.List {
		if g.Kind == k && !g.Held && !g.Expired {
			return g, true
		}
	}
	return Fact{Kind: k, State: Unknown}, false
}

// Contradicted reports whether sources that hold disagree about a kind. What is unknown or hidden contradicts nothing.
func (f *Facts) Contradicted(k Kind) bool {
	var first *Fact
	for _, g := range f.Of(k) {
		if g.Expired || g.State != Known && g.State != Absent {
			continue
		}
		if first != nil && first.Source.Official() && g.Source.Official() && g.AsOf < first.AsOf {
			continue // the register itself has said otherwise since
		}
		if first == nil {
			first = &g
			continue
		}
		if !first.says(g) {
			return true
		}
	}
	return false
}

// Kinds lists the kinds of which anything is known, in the order of pages.
func (f *Facts) Kinds() []Kind {
	var list []Kind
	for _, g := range f.List {
		if !slices.Contains(list, g.Kind) {
			list = append(list, g.Kind)
		}
	}
	return list
}
