package admission

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/klaster-platform/klaster/rule"
)

// Override is a person's word in place of a verdict: for a reason, by a document, until a day. It holds while the facts
// behind the verdict stay what they were. Who may decide is the caller's to check; this is what a decision must be.
type Override struct {
	Purpose  Purpose      `json:"purpose"`
	Rule     string       `json:"rule"`
	From     rule.Outcome `json:"from"`
	To       rule.Outcome `json:"to"`
	Reason   string       `json:"reason"`
	Document string       `json:"document,omitempty"` // what it rests on
	Decided  rule.Date    `json:"decided"`
	Until    rule.Date    `json:"until"` // the last day
	By       []string     `json:"by"`    // who decided; two different people when a FAIL is lifted
	Print    string       `json:"print"` // of the facts behind the verdict
}

// Raised says why an override does not stand any more.
type Raised string

// The reasons.
const (
	Ended      Raised = "ended"   // its last day is over
	FactsMoved Raised = "facts"   // a fact behind the verdict is not what it was, or the rule is not
	NotYet     Raised = "not yet" // it was decided after the day of the question
)

var (
	// ErrReason says that an override has no reason.
	ErrReason = errors.New("admission: an override needs a reason")
	// ErrTerm says that an override has no last day, or one before its first or beyond [MaxOverride].
	ErrTerm = errors.New("admission: an override needs a last day")
	// ErrTwoPeople says that a FAIL is lifted by one person alone.
	ErrTwoPeople = errors.New("admission: a FAIL is lifted by two people")
	// ErrPerson says that nobody decided.
	ErrPerson = errors.New("admission: an override needs a person")
	// ErrOutcome says that an override would change nothing, or into nothing that a person can decide.
	ErrOutcome = errors.New("admission: no outcome that a person can decide")
)

// MaxOverride is how many days an override may hold.
const MaxOverride = 366

// NewOverride makes an override of a verdict. REVIEW and UNKNOWN one person may change, a FAIL only two. A person decides
// PASS, REVIEW or FAIL; UNKNOWN is not a decision.
func NewOverride(p Purpose, v rule.Verdict, o Override) (Override, error) {
	o.Purpose, o.Rule, o.From, o.Print = p, v.Rule, v.Outcome, Print(v)
	o.Reason = strings.TrimSpace(o.Reason)
	switch {
	case o.To == v.Outcome || o.To != rule.Pass && o.To != rule.Review && o.To != rule.Fail:
		return Override{}, fmt.Errorf("%w: %v to %v", ErrOutcome, v.Outcome, o.To)
	case o.Reason == "":
		return Override{}, ErrReason
	case o.Decided.IsZero() || o.Until.Before(o.Decided) || o.Until.After(o.Decided.AddDays(MaxOverride)):
		return Override{}, ErrTerm
	case len(o.By) == 0 || o.By[0] == "":
		return Override{}, ErrPerson
	case v.Outcome == rule.Fail && (len(o.By) < 2 || o.By[1] == "" || o.By[0] == o.By[1]):
		return Override{}, ErrTwoPeople
	}
	return o, nil
}

// Stands tells whether an override holds for a verdict on a day: "" when it does, else why not.
func (o Override) Stands(v rule.Verdict, on rule.Date) Raised {
	switch {
	case on.Before(o.Decided):
		return NotYet
	case on.After(o.Until):
		return Ended
	case o.Print != Print(v):
		return FactsMoved
	}
	return ""
}

// Print is a short name for what a verdict rests on: the version, the outcome, the facts used with their values, and what
// is missing and why. The days of facts are not in it, since a register that says the same again changes nothing.
func Print(v rule.Verdict) string {
	type fact struct {
		Name  string
		State rule.State
		Value *rule.Value
	}
	facts := make([]fact, 0, len(v.Used))
	for _, e := range v.Used {
		facts = append(facts, fact{e.Fact, e.State, e.Value})
	}
	content, err := json.Marshal([]any{v.Rule, v.Version, v.Digest, v.Outcome, v.Ground, facts, v.Missing})
	if err != nil {
		return "" // never: a verdict marshals, and an empty print fits none
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:16])
}
