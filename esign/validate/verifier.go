package validate

import (
	"context"
	"fmt"
	"io"
	"time"
)

// Verifier is an outside tool for checking signatures that has a certificate of conformity (T7 of the rules of trust), such as a
// service. It is given the same bytes; document is nil where the signature is attached or no document was passed. An error says that
// it could not be asked, which changes nothing but that the report has no answer.
type Verifier interface {
	Verify(ctx context.Context, signature []byte, document io.Reader) (Answer, error)
}

// Answer is what a verifier says of a file as a whole: ok, fail or unknown.
type Answer struct {
	// Name is of the tool, Certificate the number of its certificate of conformity.
	Name        string    `json:"name"`
	Certificate string    `json:"certificate"`
	Time        time.Time `json:"time"`
	Result      Result    `json:"result"`
}

// ask asks the verifier, once.
func (g *gatherer) ask(ctx context.Context, v Verifier) error {
	if v == nil {
		return nil
	}
	document, err := g.again()
	if err != nil {
		return fmt.Errorf("asking the verifier: %w: %w", ErrInput, err)
	}
	answer, err := v.Verify(ctx, g.in.Signature, document)
	if err != nil {
		return nil //nolint:nilerr // it is as if there were none
	}
	answer.Time = answer.Time.UTC()
	if answer.Result != OK && answer.Result != Fail {
		answer.Result = Unknown
	}
	g.facts.Answer = &answer
	return nil
}

// compare puts the answer of the verifier beside the verdict. Where one says passed and the other failed, nobody knows.
func (j *judgement) compare() {
	a, r := j.facts.Answer, j.report
	if a == nil {
		return
	}
	r.Verifier = a
	says := map[Result]Indication{OK: TotalPassed, Fail: TotalFailed}[a.Result]
	agrees := Unknown
	switch {
	case a.Result == Unknown || r.Indication == Indeterminate:
	case says == r.Indication:
		agrees, r.Tool.Certified = OK, a.Certificate != ""
	default:
		agrees = Fail
	}
	for i := range r.Signers {
		s := &r.Signers[i]
		if agrees == Fail {
			s.Indication, s.SubIndications, s.Qualified = Indeterminate, nil, false
			s.judge(CheckVerifier, agrees, Indeterminate, SigConstraintsFailure)
			continue
		}
		s.note(CheckVerifier, agrees)
		if s.Qualified && r.Tool.Certified {
			s.note(CheckQualified, OK)
		}
	}
	r.conclude()
}
