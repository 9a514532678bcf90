package rule

import (
	"encoding/json"
	"fmt"
	"slices"

	"cel.dev/cel-go/common/types/ref"
)

// State is what is known of a fact. The zero State is Unknown, so that what nobody looked up is never taken for a no.
type State uint8

const (
	Unknown    State = iota // nobody knows, or nobody asked
	Known                   // there is a value
	Absent                  // a source that would know says that there is none
	Restricted              // the source has it and does not show it
)

func stateNames() []string { return []string{"unknown", "known", "absent", "restricted"} }

func (s State) String() string {
	if int(s) < len(stateNames()) {
		return stateNames()[s]
	}
	return "unknown"
}

// MarshalText writes the name of the state.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name of a state.
func (s *State) UnmarshalText(text []byte) error {
	i := slices.Index(stateNames(), string(text))
	if i < 0 {
		return fmt.Errorf("%w: no state %q", ErrValue, text)
	}
	*s = State(i)
	return nil
}

// Fact is what one source says of a subject.
type Fact struct {
	State      State
	Value      Value  // of a Known fact
	Source     string // a source that the book lists; its freshness holds for the fact
	Record     string // where in the source: a ГРН, a number of the register, an id of a document
	AsOf       Date   // the day of the data
	Confirmed  Date   // the day until which the source vouches that nothing changed; no date: AsOf
	ValidUntil Date   // the last day on which the fact may be used, if it has one of its own
	Reason     Reason // why the fact is not known, if there is more to say than its state
}

// last is the day from which freshness counts.
func (f Fact) last() Date {
	if f.Confirmed.After(f.AsOf) {
		return f.Confirmed
	}
	return f.AsOf
}

// Reason says why a fact cannot be used.
type Reason string

// Reasons that this package gives. A caller may give others of its own to a fact that it sets as Unknown.
const (
	NotLoaded     Reason = ""            // nobody looked it up
	IsRestricted  Reason = "restricted"  // the source does not show it
	IsStale       Reason = "stale"       // the source is older than it may be
	IsAbsent      Reason = "absent"      // there is none, and the condition needs one
	NoSource      Reason = "source"      // from a source that the book does not list
	Contradictory Reason = "conflict"    // sources contradict each other
	Incomplete    Reason = "incomplete"  // a list that it rests on is known in part only
	NoVersion     Reason = "no version"  // the rule has no version for that day
	Failed        Reason = "error"       // the condition could not be computed
	TooDear       Reason = "cost"        // the condition exceeded its cost limit
	Interrupted   Reason = "interrupted" // the deadline came first
)

// Facts are what is known of one subject, one fact a name of the catalogue. Which of several sources is believed is
// decided by who fills it. Facts that are filled may be read by many goroutines at once; setting needs one at a time.
type Facts struct {
	catalogue *Catalogue
	list      []Fact
	values    []ref.Val // of Known facts, ready for conditions
}

// NewFacts is a set in which every fact is Unknown.
func (c *Catalogue) NewFacts() *Facts {
	return &Facts{catalogue: c, list: make([]Fact, len(c.definitions)), values: make([]ref.Val, len(c.definitions))}
}

// Set puts what is known of a fact in place of what was there. It fails with [ErrFact] when the catalogue has no such
// name, with [ErrType] or [ErrValue] when a Known value is not what the definition asks for.
func (f *Facts) Set(name string, fact Fact) error {
	i, ok := f.catalogue.index[name]
	if !ok {
		return fmt.Errorf("%w: %q", ErrFact, name)
	}
	if fact.State > Restricted {
		return fmt.Errorf("%w: state %d", ErrValue, fact.State)
	}
	if fact.State != Known {
		fact.Value = Value{}
	} else if err := fact.Value.check(f.catalogue.definitions[i]); err != nil {
		return err
	}
	f.list[i] = fact
	if fact.State == Known { // the value of another state is never read
		f.values[i] = celValue(fact.Value)
	}
	return nil
}

// Get is what is known of a fact; an unknown name is an Unknown fact.
func (f *Facts) Get(name string) Fact {
	if i, ok := f.catalogue.index[name]; ok {
		return f.list[i]
	}
	return Fact{}
}

// Clone is a copy that can be changed.
func (f *Facts) Clone() *Facts {
	return &Facts{catalogue: f.catalogue, list: slices.Clone(f.list), values: slices.Clone(f.values)}
}

// factJSON is a fact of a file of facts.
type factJSON struct {
	State      State           `json:"state"`
	Value      json.RawMessage `json:"value,omitempty"`
	Source     string          `json:"source,omitempty"`
	Record     string          `json:"record,omitempty"`
	AsOf       *Date           `json:"as_of,omitempty"`
	Confirmed  *Date           `json:"confirmed,omitempty"`
	ValidUntil *Date           `json:"valid_until,omitempty"`
	Reason     Reason          `json:"reason,omitempty"`
}

// MarshalJSON writes an object with the facts that are not plainly Unknown, by name; the same facts give the same bytes.
func (f *Facts) MarshalJSON() ([]byte, error) {
	object := map[string]factJSON{} // encoding/json sorts the names
	for i, fact := range f.list {
		if fact.State == Unknown && fact.Reason == NotLoaded && fact.Source == "" {
			continue
		}
		j := factJSON{
			State: fact.State, Source: fact.Source, Record: fact.Record, Reason: fact.Reason,
			AsOf: optional(fact.AsOf), Confirmed: optional(fact.Confirmed), ValidUntil: optional(fact.ValidUntil),
		}
		if fact.State == Known {
			raw, err := fact.Value.MarshalJSON()
			if err != nil {
				return nil, err
			}
			j.Value = raw
		}
		object[f.catalogue.definitions[i].Name] = j
	}
	return json.Marshal(object)
}

// ParseFacts reads what [Facts.MarshalJSON] wrote, so that a verdict can be computed again. It fails as [Facts.Set] does.
func (c *Catalogue) ParseFacts(data []byte) (*Facts, error) {
	if len(data) > MaxFile {
		return nil, ErrTooLarge
	}
	var object map[string]factJSON
	if err := json.Unmarshal(data, &object); err != nil {
		return nil, fmt.Errorf("read facts: %w", err)
	}
	facts := c.NewFacts()
	for name, j := range object {
		i, ok := c.index[name]
		if !ok {
			return nil, fmt.Errorf("%w: %q", ErrFact, name)
		}
		fact := Fact{
			State: j.State, Source: j.Source, Record: j.Record, Reason: j.Reason,
			AsOf: dated(j.AsOf), Confirmed: dated(j.Confirmed), ValidUntil: dated(j.ValidUntil),
		}
		if j.State == Known {
			value, err := parseValue(c.definitions[i].Type, j.Value)
			if err != nil {
				return nil, fmt.Errorf("read fact %s: %w", name, err)
			}
			fact.Value = value
		}
		if err := facts.Set(name, fact); err != nil {
			return nil, err
		}
	}
	return facts, nil
}

func optional(d Date) *Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

func dated(d *Date) Date {
	if d == nil {
		return Date{}
	}
	return *d
}
