package fact

import (
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// What is what a change is about.
type What string

// What changes of known organisations are about.
const (
	ChangedStatus  What = "status"
	ChangedHead    What = "head" // whoever acts without a power of attorney, managing organisations too
	ChangedAddress What = "address"
	ChangedINN     What = "inn"
	ChangedName    What = "name"
	ChangedUnfair  What = "rnp"      // listed in the register of unfair suppliers, or not any more
	Appeared       What = "appeared" // the first record of an organisation that was known without one
)

// grave reports whether the change takes or gives rights, so that it waits for a second person when the source is not
// pinned (T22): liquidation with everything that the status tells, head, ИНН, РНП, and a first record, which brings a
// head.
func (w What) grave() bool {
	return slices.Contains([]What{ChangedStatus, ChangedHead, ChangedINN, ChangedUnfair, Appeared}, w)
}

// Line is one thing that changed, as people read it.
type Line struct {
	What   What   `json:"what"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// ChangeState is where a change stands.
type ChangeState string

// The states of a change.
const (
	Waiting       ChangeState = "waiting" // for a second person
	Standing      ChangeState = "standing"
	RefusedChange ChangeState = "refused"
	Overtaken     ChangeState = "overtaken" // a later version came before anybody decided
)

// Change is what a version of a record changed for an organisation that the platform knows.
type Change struct {
	ID       string
	Register Register
	Source   Source
	Record   string
	Version  int
	Subject  Subject
	Import   string
	Operator string // who brought the file
	Lines    []Line
	State    ChangeState
	Found    time.Time
	By       actor.PersonID // who decided
	Decided  time.Time
	Reason   string
}

// Has reports whether the change is about w.
func (c Change) Has(w What) bool {
	return slices.ContainsFunc(c.Lines, func(l Line) bool { return l.What == w })
}

func anyGrave(lines []Line) bool {
	return slices.ContainsFunc(lines, func(l Line) bool { return l.What.grave() })
}

// difference lists what a new version of a record changes. before is nil when there was none.
func difference(before, after *egr.Record) []Line {
	if before == nil {
		return []Line{{What: Appeared, After: after.Title()}}
	}
	var lines []Line
	add := func(w What, was, is string) {
		if was != is {
			lines = append(lines, Line{w, was, is})
		}
	}
	if StatusOf(before) != StatusOf(after) || !slices.Equal(before.StatusCodes(), after.StatusCodes()) {
		lines = append(lines, Line{ChangedStatus, statusLine(before), statusLine(after)})
	}
	if !slices.Equal(headKeys(before), headKeys(after)) {
		lines = append(lines, Line{ChangedHead, headLine(before), headLine(after)})
	}
	add(ChangedINN, before.INN, after.INN)
	add(ChangedName, before.Title(), after.Title())
	was, _ := before.Region()
	is, _ := after.Region()
	if a, b := before.Address.Line(), after.Address.Line(); a != b || was != is {
		lines = append(lines, Line{ChangedAddress, a, b})
	}
	return lines
}

func statusLine(r *egr.Record) string {
	var parts []string
	for i := range r.Statuses {
		parts = append(parts, strings.TrimSpace(r.Statuses[i].Code+" "+r.Statuses[i].Name))
	}
	if r.Ceased != nil {
		parts = append(parts, strings.TrimSpace(r.Ceased.On.String()+" "+r.Ceased.Code+" "+r.Ceased.Name))
	}
	return strings.Join(parts, "; ")
}

// headKeys tells who may act and how: whoever of them changes, rights change. A post that is called otherwise changes
// nothing.
func headKeys(r *egr.Record) []string {
	keys := []string{"powers " + string(r.Powers)}
	hidden := func(x bool) string {
		if x {
			return " hidden"
		}
		return ""
	}
	for _, h := range r.Heads {
		key := h.Person.INN
		if key == "" {
			key = h.Person.Full()
		}
		for _, d := range h.Disqualified {
			key += " until " + d.To.String()
		}
		for _, n := range h.Ended {
			key += " ended " + n.Code
		}
		keys = append(keys, "head "+key+hidden(h.Restricted))
	}
	for _, m := range r.Managers {
		keys = append(keys, "manager "+m.Party.INN+" "+m.Party.OGRN+" "+m.Accredited+hidden(m.Restricted))
	}
	if r.Person != nil {
		keys = append(keys, "person "+r.Person.Full())
	}
	slices.Sort(keys)
	return keys
}

func headLine(r *egr.Record) string {
	var parts []string
	for _, h := range r.Heads {
		line := h.Person.Full()
		if h.Post != "" {
			line += " (" + h.Post + ")"
		}
		if h.Restricted {
			line = strings.TrimSpace(line + " …")
		}
		parts = append(parts, line)
	}
	for _, m := range r.Managers {
		parts = append(parts, strings.TrimSpace(m.Party.Name+" "+m.Party.INN))
	}
	if r.Person != nil {
		parts = append(parts, r.Person.Full())
	}
	return strings.Join(parts, "; ")
}
