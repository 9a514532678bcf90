package rule

import (
	"fmt"
	"slices"
)

// Outcome is what a rule says of a subject. Outcomes are ordered: the greater is the worse.
type Outcome uint8

// The outcomes.
const (
	Pass      Outcome = iota + 1 // every condition was computed, and none stands in the way
	Review                       // a person looks at it
	Undecided                    // UNKNOWN: facts are missing; never taken for a pass
	Fail                         // a condition stands in the way
)

func outcomeNames() []string { return []string{"", "PASS", "REVIEW", "UNKNOWN", "FAIL"} }

// String is PASS, REVIEW, UNKNOWN or FAIL.
func (o Outcome) String() string {
	if o >= Pass && o <= Fail {
		return outcomeNames()[o]
	}
	return fmt.Sprintf("Outcome(%d)", uint8(o))
}

// MarshalText writes the name.
func (o Outcome) MarshalText() ([]byte, error) {
	if o < Pass || o > Fail {
		return nil, fmt.Errorf("%w: %v", ErrValue, o)
	}
	return []byte(o.String()), nil
}

// UnmarshalText reads the name.
func (o *Outcome) UnmarshalText(text []byte) error {
	i := slices.Index(outcomeNames(), string(text))
	if i < 1 {
		return fmt.Errorf("%w: no outcome %q", ErrValue, text)
	}
	*o = Outcome(i)
	return nil
}

// Worst is the worst of the outcomes, and Undecided when there is none: where nothing was asked, nothing passed.
func Worst(verdicts ...Verdict) Outcome {
	if len(verdicts) == 0 {
		return Undecided
	}
	worst := Pass
	for _, v := range verdicts {
		worst = max(worst, v.Outcome)
	}
	return worst
}

// Weight is what a condition does when it holds.
type Weight uint8

// The weights, the lighter first.
const (
	Note   Weight = iota + 1 // the verdict passes, with a remark
	Doubt                    // the verdict is REVIEW
	Reject                   // the verdict is FAIL
)

// weightNames are the names of weights in files.
func weightNames() []string { return []string{"", "note", "review", "fail"} }

func (w Weight) String() string {
	if w >= Note && w <= Reject {
		return weightNames()[w]
	}
	return fmt.Sprintf("Weight(%d)", uint8(w))
}

// MarshalText writes the name.
func (w Weight) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads the name.
func (w *Weight) UnmarshalText(text []byte) error {
	i := slices.Index(weightNames(), string(text))
	if i < 1 {
		return fmt.Errorf("%w: no weight %q", ErrValue, text)
	}
	*w = Weight(i)
	return nil
}

// Basis says what a version of a rule rests on, so that no page presents a choice of the foundation as law.
type Basis uint8

// The bases.
const (
	ByLaw     Basis = iota + 1 // the act says it
	BySetting                  // the foundation has set it, where the act is silent or was not at hand
)

func basisNames() []string { return []string{"", "law", "setting"} }

func (b Basis) String() string {
	if b >= ByLaw && b <= BySetting {
		return basisNames()[b]
	}
	return fmt.Sprintf("Basis(%d)", uint8(b))
}

// MarshalText writes the name.
func (b Basis) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads the name.
func (b *Basis) UnmarshalText(text []byte) error {
	i := slices.Index(basisNames(), string(text))
	if i < 1 {
		return fmt.Errorf("%w: no basis %q", ErrValue, text)
	}
	*b = Basis(i)
	return nil
}

// Answer is what became of one condition.
type Answer uint8

// The answers.
const (
	Clear   Answer = iota + 1 // it does not stand in the way
	Holds                     // it does
	Open                      // facts are missing
	Errored                   // it could not be computed, which counts as missing
)

func answerNames() []string { return []string{"", "clear", "holds", "open", "error"} }

func (a Answer) String() string {
	if a >= Clear && a <= Errored {
		return answerNames()[a]
	}
	return fmt.Sprintf("Answer(%d)", uint8(a))
}

// MarshalText writes the name.
func (a Answer) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the name.
func (a *Answer) UnmarshalText(text []byte) error {
	i := slices.Index(answerNames(), string(text))
	if i < 1 {
		return fmt.Errorf("%w: no answer %q", ErrValue, text)
	}
	*a = Answer(i)
	return nil
}
