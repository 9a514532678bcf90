package form

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// Checked is a check of the list of a review, with what the answers say of it.
type Checked struct {
	Check

	Answer rule.Answer // of a check without a condition [rule.Open]: a person looks
}

// Failed reports whether the answers contradict the check.
func (c Checked) Failed() bool { return c.Answer == rule.Clear }

// Checklist holds the list of the review against answers, on what is known of the applicant.
func (s *Service) Checklist(ctx context.Context, answers Answers, given Given, on workdays.Date) ([]Checked, error) {
	c, err := s.check(ctx, answers, given, on)
	if err != nil {
		return nil, err
	}
	list := make([]Checked, len(s.Review.Checklist))
	for i, check := range s.Review.Checklist {
		list[i] = Checked{Check: check, Answer: rule.Open}
		if check.Condition == nil {
			continue
		}
		if list[i].Answer, err = check.Condition.Ask(ctx, c.facts, on); err != nil {
			return nil, fmt.Errorf("check %s of the list of %s: %w", check.ID, s.Key, err)
		}
	}
	return list, nil
}
