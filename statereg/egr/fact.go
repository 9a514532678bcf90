package egr

import (
	"slices"

	"github.com/klaster-platform/klaster/statereg/classifier"
)

// StatusCodes are the codes of all statuses, of the end and of reorganisations, each once, in the order of the record.
// Hidden ones have none; [Record.Restricted] tells of them.
func (r *Record) StatusCodes() []string {
	var codes []string
	add := func(code string) {
		if code != "" && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	for i := range r.Statuses {
		add(r.Statuses[i].Code)
	}
	if r.Ceased != nil {
		add(r.Ceased.Code)
	}
	for i := range r.Reorg {
		add(r.Reorg[i].Code)
	}
	return codes
}

// State is what the record says of the subject as a whole: the worst of its statuses, by [classifier.State.Worse]. A code
// that is in no list and a status that is hidden are [classifier.Unknown]; a subject that ended has ended whatever the
// code says.
func (r *Record) State() classifier.State {
	of := classifier.Organisation
	if r.Register == Entrepreneurs {
		of = classifier.Entrepreneur
	}
	state := classifier.Active
	weigh := func(s classifier.State) {
		if s.Worse(state) {
			state = s
		}
	}
	for _, code := range r.StatusCodes() {
		s, _ := classifier.FindStatus(of, code)
		weigh(s.State)
	}
	if r.Ceased != nil {
		weigh(classifier.Ceased)
	}
	for _, s := range r.Restricted() {
		if s == SectionStatus || s == SectionReorg {
			weigh(classifier.Unknown)
		}
	}
	return state
}

// HasCeased reports whether the register says that the subject is no more.
func (r *Record) HasCeased() bool { return r.Ceased != nil }

// Title is what to call the subject on a page: the short name, else the full one; of an entrepreneur the person.
func (r *Record) Title() string {
	switch {
	case r.Person != nil && r.Register == Entrepreneurs:
		return "ИП " + r.Person.Full()
	case r.Name.Short != "":
		return r.Name.Short
	}
	return r.Name.Full
}

// Full is surname, name and patronymic, those that stand.
func (p *Person) Full() string {
	full := p.Surname
	for _, part := range []string{p.Name, p.Patronymic} {
		if part != "" && full != "" {
			full += " "
		}
		full += part
	}
	return full
}

// Section names a part of a record, for what is restricted or unreliable.
type Section string

const (
	SectionStatus    Section = "status"
	SectionManagers  Section = "managers"
	SectionHeads     Section = "heads"
	SectionFounders  Section = "founders"
	SectionOwnShare  Section = "own"
	SectionRegistrar Section = "registrar"
	SectionLicences  Section = "licences"
	SectionBranches  Section = "branches"
	SectionReorg     Section = "reorganisation"
	SectionBefore    Section = "predecessors"
	SectionAfter     Section = "successors"
	SectionAddress   Section = "address"
)

// Restricted lists the parts of which the register shows less than it holds (ОгрДосСв). What depends on them is unknown,
// not absent.
func (r *Record) Restricted() []Section {
	var sections []Section
	add := func(s Section, hidden bool) {
		if hidden {
			sections = append(sections, s)
		}
	}
	party := func(p Party) bool { return p.Restricted }
	add(SectionStatus, slices.ContainsFunc(r.Statuses, func(s Status) bool { return s.Restricted }))
	add(SectionManagers, slices.ContainsFunc(r.Managers, func(m Manager) bool { return m.Restricted }))
	add(SectionHeads, slices.ContainsFunc(r.Heads, func(h Head) bool { return h.Restricted }))
	add(SectionFounders, slices.ContainsFunc(r.Founders, func(f Founder) bool { return f.Restricted }))
	add(SectionOwnShare, r.Own != nil && r.Own.Restricted)
	add(SectionRegistrar, r.Registrar != nil && r.Registrar.Restricted)
	add(SectionLicences, slices.ContainsFunc(r.Licences, func(l Licence) bool { return l.Restricted }))
	add(SectionBranches, slices.ContainsFunc(r.Branches, func(b Branch) bool { return b.Restricted }))
	add(SectionReorg, slices.ContainsFunc(r.Reorg, func(o Reorg) bool { return o.Restricted }))
	add(SectionBefore, slices.ContainsFunc(r.Before, party))
	add(SectionAfter, slices.ContainsFunc(r.After, party))
	return sections
}

// Unreliable lists the parts that bear a mark of unreliability.
func (r *Record) Unreliable() []Section {
	var sections []Section
	if len(r.Faults) > 0 {
		sections = append(sections, SectionAddress)
	}
	if slices.ContainsFunc(r.Managers, func(m Manager) bool { return len(m.Faults) > 0 }) {
		sections = append(sections, SectionManagers)
	}
	if slices.ContainsFunc(r.Heads, func(h Head) bool { return len(h.Faults) > 0 }) {
		sections = append(sections, SectionHeads)
	}
	if slices.ContainsFunc(r.Founders, func(f Founder) bool { return len(f.Faults) > 0 }) {
		sections = append(sections, SectionFounders)
	}
	return sections
}

// SuspendedLicences are the licences that stand suspended.
func (r *Record) SuspendedLicences() []Licence {
	var suspended []Licence
	for _, l := range r.Licences {
		if l.Suspended != nil {
			suspended = append(suspended, l)
		}
	}
	return suspended
}
