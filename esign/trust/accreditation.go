package trust

import (
	"slices"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/ruid/number"
)

// Status is a state of accreditation.
type Status string

// The states. Names in the list that mean none of them are UnknownStatus, which is not accredited.
const (
	Accredited    Status = "accredited" // «Действует»
	Suspended     Status = "suspended"  // «Приостановлена»
	Ended         Status = "ended"      // «Прекращена», «Аннулирована», «Досрочно прекращена»
	UnknownStatus Status = "unknown"
)

// statuses by the words of the list.
var statuses = map[string]Status{
	"Действует": Accredited, "Действующая": Accredited,
	"Приостановлена": Suspended, "Приостановлено": Suspended,
	"Прекращена": Ended, "Прекращено": Ended, "Аннулирована": Ended, "Аннулировано": Ended, "Досрочно прекращена": Ended,
}

func statusByName(name string) Status {
	if s, ok := statuses[name]; ok {
		return s
	}
	return UnknownStatus
}

// Interval is a state and when it held: from From, until Until if that is not zero.
type Interval struct {
	Status Status
	// Name is the word of the list.
	Name        string
	From, Until time.Time
}

// Contains reports whether a time is in the interval.
func (i Interval) Contains(t time.Time) bool {
	return !t.Before(i.From) && (i.Until.IsZero() || t.Before(i.Until))
}

// intervals makes a history of statuses with their beginnings: each lasts until the next. The present status stands in the list
// twice, by itself and at the end of the history; what begins at one moment with one name is one. Of different statuses that
// begin at one moment the later in the list counts, which is the history's.
func intervals(statuses []Interval) []Interval {
	sorted := slices.Clone(statuses)
	slices.SortStableFunc(sorted, func(a, b Interval) int { return a.From.Compare(b.From) })
	var history []Interval
	for _, s := range sorted {
		n := len(history)
		switch {
		case n > 0 && history[n-1].From.Equal(s.From):
			history[n-1] = s
			continue
		case n > 0:
			history[n-1].Until = s.From
		}
		history = append(history, s)
	}
	return history
}

// At returns the interval that contains a time, and whether there is one: before the first there is none.
func (a *Authority) At(t time.Time) (Interval, bool) {
	for _, i := range a.History {
		if i.Contains(t) {
			return i, true
		}
	}
	return Interval{}, false
}

// end returns the beginning of the last state if that is the end of accreditation.
func (a *Authority) end() (Interval, bool) {
	if n := len(a.History); n > 0 && a.History[n-1].Status == Ended {
		return a.History[n-1], true
	}
	return Interval{}, false
}

// Accreditation is what a list says about the authority that issued a certificate, for the day of issue (T2 of the rules of
// trust).
type Accreditation struct {
	// Listed is true if the key of the issuer stands in the list; the rest is empty if it does not.
	Listed bool
	// Authority is whose key it is.
	Authority *Authority
	// OnIssue is the state on the day of issue; its Status is UnknownStatus if the history says nothing of that day.
	OnIssue Interval
	// End is the end of accreditation, if that is known to the list, whether before the day of issue or long after it.
	End *End
	// ListNumber and ListDate say which version of the list knows this.
	ListNumber int
	ListDate   time.Time
}

// End is the end of an authority. It is its own fact: it does not undo what the authority issued while it was accredited, but
// one that ended without a successor keeps its certificates no longer (63-ФЗ, art. 14, part 6).
type End struct {
	At   time.Time
	Name string // the word of the list
	// Successor is who took over, nil if nobody is known to have.
	Successor *Succession
}

// Succession is the handing over of an authority's functions to another, which the list does not tell: whoever keeps the
// installation enters it, with its basis.
type Succession struct {
	From, To number.OGRN
	At       time.Time
	Basis    string
}

// Granted reports whether the authority was accredited on the day of issue.
func (a Accreditation) Granted() bool { return a.Listed && a.OnIssue.Status == Accredited }

// EndedWithoutSuccessor reports whether accreditation had ended at a time, and nobody took over.
func (a Accreditation) EndedWithoutSuccessor(at time.Time) bool {
	return a.End != nil && a.End.Successor == nil && !at.Before(a.End.At)
}

// Accreditation says what the list knows about the issuer of a certificate on the day that the certificate was issued.
// Successions are those that the list does not have.
//
// A key may stand in the list under two authorities, when one took over from the other; then that counts which was accredited
// on the day.
func (l *List) Accreditation(c, issuer *cert.Certificate, successions ...Succession) Accreditation {
	var best Accreditation
	for _, p := range l.find(issuer) {
		a := Accreditation{
			Listed: true, Authority: p.authority, ListNumber: l.Number, ListDate: l.Date,
			OnIssue: Interval{Status: UnknownStatus},
		}
		if i, ok := p.authority.At(c.NotBefore); ok {
			a.OnIssue = i
		}
		if end, ok := p.authority.end(); ok {
			a.End = &End{At: end.From, Name: end.Name}
			for _, s := range successions {
				if s.From != "" && s.From == p.authority.OGRN {
					a.End.Successor = &s
				}
			}
		}
		if !best.Listed || a.Granted() && !best.Granted() {
			best = a
		}
	}
	return best
}
