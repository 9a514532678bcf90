package membership

import (
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// Status is what an organisation is to the cluster. It is stored, so the words never change.
type Status string

// The statuses.
const (
	NoStatus    Status = ""
	Participant Status = "participant" // участник: registered in Moscow
	Partner     Status = "partner"     // партнёр: registered in another region
)

// State is whether a status is in force.
type State string

// The states.
const (
	Active    State = "active"
	Suspended State = "suspended"
	Ended     State = "ended"
	Annulled  State = "annulled" // it was given by mistake
)

// stands reports whether an organisation in the state is a member.
func (s State) stands() bool { return s == Active || s == Suspended }

// Kind is what a row of the history tells.
type Kind string

// The kinds.
const (
	Given      Kind = "given"
	Moved      Kind = "moved" // to another region, with the status kept
	Suspension Kind = "suspended"
	Resumption Kind = "resumed"
	Ending     Kind = "ended"
	Annulment  Kind = "annulled"
)

// Reason is why a status was suspended or has ended.
type Reason string

// The reasons.
const (
	OwnRequest Reason = "request"   // the member asked for it
	Criterion  Reason = "criterion" // a requirement is not met any more, and the time to answer has passed
	Gone       Reason = "gone"      // by the register the organisation has ceased: there is nobody to hear
	FalseData  Reason = "false"     // what the application said was not true
	Mistake    Reason = "mistake"   // of the foundation, or a signature that was revoked: annuls
	Disproof   Reason = "disproof"  // the certificate that opened the account was revoked: annuls what was given by itself
)

// Reasons lists those that an official may give.
func Reasons() []Reason { return []Reason{Criterion, FalseData, OwnRequest, Gone, Mistake} }

// heard reports whether the member is warned and has time to answer before a decision on this ground.
func (r Reason) heard() bool { return r == Criterion || r == FalseData }

// Member is an organisation with a status.
type Member struct {
	Organisation actor.OrganisationID
	OGRN, INN    string
	Name         string
	Status       Status
	State        State
	Region       string // two digits
	Okrug        Okrug
	Since        time.Time // the status
	Changed      time.Time
	Event        string // the latest of the history
	Profile      Profile
}

// Event is a row of the history.
type Event struct {
	ID           string
	Organisation actor.OrganisationID
	Kind         Kind
	Status       Status
	State        State // after it
	At           time.Time
	Author       actor.PersonID // "" for what happened by itself
	Application  actor.CaseID   // granted
	Number       string         // of the application, else the event's own
	Reason       Reason
	Note         string // of an operator; the member reads it
	Corrects     string // the event that was wrong
	Signature    string // of the official, in the room of signatures; "" for what happened by itself or by a granted application
	Basis        Basis
	Receipt      string

	document []byte // what the official has signed, for the receipt
}

// byItself reports whether a status was given by nobody: neither applied for nor left over from another that was.
func (e Event) byItself() bool {
	return e.Kind == Given && e.Author == "" && e.Application == "" && e.Basis.From == ""
}

// Basis is what a change rests on.
type Basis struct {
	Verdicts []Verdict `json:"verdicts,omitempty"`
	From     string    `json:"from,omitempty"` // the region before a move
	To       string    `json:"to,omitempty"`
}

// Verdict is what a rule of admission said, with what an expert made of it.
type Verdict struct {
	Rule      string    `json:"rule"`
	Version   string    `json:"version"`
	Outcome   string    `json:"outcome"` // PASS, REVIEW, UNKNOWN, FAIL
	Title     rule.Text `json:"title"`
	Text      rule.Text `json:"text"`
	Remedy    rule.Text `json:"remedy"`
	Clause    rule.Text `json:"clause"`
	Sources   []Source  `json:"sources,omitempty"`
	Effective string    `json:"effective,omitempty"` // by an expert's word; "" as the rule said
}

// Source is where a fact of a verdict comes from.
type Source struct {
	Label rule.Text     `json:"label"`
	AsOf  workdays.Date `json:"as_of"`
}

// outcome is what the verdict comes to.
func (v Verdict) outcome() string {
	if v.Effective != "" {
		return v.Effective
	}
	return v.Outcome
}

// Judgement is what the rules of admission say of an organisation today.
type Judgement struct {
	Status   Status // to which the region leads; NoStatus when the register does not tell
	Region   string
	Outcome  rule.Outcome // the gravest
	Gone     bool         // by the register it has ceased
	Verdicts []Verdict
}

// fails reports whether some verdict is FAIL.
func (j Judgement) fails() bool {
	return slices.ContainsFunc(j.Verdicts, func(v Verdict) bool { return v.outcome() == rule.Fail.String() })
}

// Organisation is an organisation with a cabinet.
type Organisation struct {
	ID         actor.OrganisationID
	OGRN, INN  string
	Name       string
	Proprietor bool
	Email      string
	Signers    []actor.PersonID
	// Disproved says that the certificate by which its account was opened turned out to have been revoked (rule T4).
	Disproved bool
}

// Refusals.
var (
	ErrNoMember = fault.New(fault.NotFound, i18n.M(
		"В реестре нет такого участника или партнёра. Проверьте номер или найдите организацию по названию.",
		"The register has no such participant or partner. Check the number or find the organisation by its name."))
	ErrMember = fault.New(fault.Conflict, i18n.M(
		"У организации уже есть статус. Откройте её страницу в реестре.", "The organisation has a status already. See its page in the register."))
	ErrState = fault.New(fault.Conflict, i18n.M(
		"Сейчас это сделать нельзя: статус уже изменился. Обновите страницу и посмотрите историю.",
		"This cannot be done now: the status has changed meanwhile. Reload the page and see the history."))
	ErrReason = fault.New(fault.Invalid, i18n.M(
		"Укажите основание и объясните решение: его прочитает организация.", "Give the reason and explain the decision: the organisation reads it."))
)
