package form

import (
	"context"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// Sheet is a form as it stands with some answers on some day: what is asked, what was answered in canonical form, what is wrong.
type Sheet struct {
	Service  *Service
	On       workdays.Date
	Sections []Part
	// Problems are all that keeps the document from being formed, in the order of the form.
	Problems []Problem
}

// Part is a section that is asked.
type Part struct {
	*Section

	Items    []Item
	State    State
	Problems []Problem // those of its questions and its own
}

// Item is a question that is asked.
type Item struct {
	*Question

	Typed  Answer // as it was given
	Answer Answer // in canonical form; empty when it is wrong
	Known  Fact   // of a question that shows what is known
}

// Problem is something wrong with an answer, or with what answers say together.
type Problem struct {
	Section  string
	Question string // its path, "" when the section as a whole is meant
	Row      int    // of a table, from 1; 0 outside tables
	Text     Text
}

// State is how far a section is.
type State string

// The states.
const (
	Untouched State = "untouched"
	Begun     State = "begun"
	Done      State = "done"
)

// Complete reports whether the document can be formed.
func (s *Sheet) Complete() bool { return len(s.Problems) == 0 }

// Part finds a section that is asked.
func (s *Sheet) Part(key string) (*Part, bool) {
	for i := range s.Sections {
		if s.Sections[i].Key == key {
			return &s.Sections[i], true
		}
	}
	return nil, false
}

// Answers are the canonical answers to what is asked.
func (s *Sheet) Answers() Answers {
	answers := Answers{}
	for _, part := range s.Sections {
		for _, item := range part.Items {
			if !item.Answer.Empty() {
				answers[item.Key] = item.Answer
			}
		}
	}
	return answers
}

// Check reads answers on a day. Answers to questions that the service does not have, or does not ask, are left out. An error
// is of the rules, not of the answers.
func (s *Service) Check(ctx context.Context, answers Answers, given Given, on workdays.Date) (*Sheet, error) {
	c, err := s.check(ctx, answers, given, on)
	if err != nil {
		return nil, err
	}
	return c.sheet, nil
}

func (s *Service) check(ctx context.Context, answers Answers, given Given, on workdays.Date) (*checker, error) {
	c := &checker{ctx: ctx, s: s, answers: answers, given: given, on: on, facts: s.catalogue.NewFacts(), sheet: &Sheet{Service: s, On: on}}
	for _, d := range Vocabulary() {
		if f, ok := given[d.Name]; ok {
			if err := c.know(d, f); err != nil {
				return nil, fmt.Errorf("check %s: what is known of the applicant: %w", s.Key, err)
			}
		}
	}
	for i := range s.Sections {
		if err := c.section(&s.Sections[i]); err != nil {
			return nil, fmt.Errorf("check %s: %w", s.Key, err)
		}
	}
	if err := c.together(); err != nil {
		return nil, fmt.Errorf("check %s: %w", s.Key, err)
	}
	return c, nil
}

type checker struct {
	ctx     context.Context //nolint:containedctx // a checker lives for one call
	s       *Service
	answers Answers
	given   Given
	on      workdays.Date
	facts   *rule.Facts
	sheet   *Sheet
}

func (c *checker) know(d rule.Definition, f Fact) error {
	fact := rule.Fact{State: f.State, Record: f.Record, AsOf: f.AsOf}
	if f.State == rule.Known {
		v, ok := f.value(d)
		if !ok {
			return fmt.Errorf("%s is %q", d.Name, f.Value)
		}
		fact.Value = v
	}
	return c.facts.Set(d.Name, fact)
}

// asked says whether something with a condition is asked.
func (c *checker) asked(when *rule.Condition) (bool, error) {
	if when == nil {
		return true, nil
	}
	answer, err := when.Ask(c.ctx, c.facts, c.on)
	return answer == rule.Holds, err
}

func (c *checker) section(section *Section) error {
	asked, err := c.asked(section.When)
	if err != nil {
		return fmt.Errorf("section %s: %w", section.Key, err)
	}
	part := Part{Section: section, State: Untouched}
	for i := range section.Questions {
		q := &section.Questions[i]
		shown := asked
		if shown {
			if shown, err = c.asked(q.When); err != nil {
				return fmt.Errorf("question %s: %w", q.Key, err)
			}
		}
		if !shown {
			if err := c.absent(q); err != nil {
				return err
			}
			continue
		}
		if err := c.question(&part, q); err != nil {
			return fmt.Errorf("question %s: %w", q.Key, err)
		}
	}
	if asked && len(part.Items) > 0 {
		c.sheet.Sections = append(c.sheet.Sections, part)
	}
	return nil
}

// absent notes that a question is not asked: there is no answer, and conditions know it.
func (c *checker) absent(q *Question) error {
	for i := range q.Columns {
		if q.Columns[i].Kind.numeric() {
			if err := c.facts.Set(totalFact+q.Columns[i].path, rule.Fact{State: rule.Absent}); err != nil {
				return err
			}
		}
	}
	return c.facts.Set(answerFact+q.Key, rule.Fact{State: rule.Absent})
}

func (c *checker) question(part *Part, q *Question) error {
	item := Item{Question: q, Typed: c.answers[q.Key]}
	if q.Kind == Known {
		item.Known = c.given[q.Prefill]
		part.Items = append(part.Items, item)
		return c.set(q, rule.StringValue(item.Known.Value), item.Known.State == rule.Known)
	}
	found := reading{checker: c, q: q, part: part, typed: item.Typed}
	value, ok, err := found.read()
	if err != nil {
		return err
	}
	item.Answer = found.canonical
	if !item.Typed.Empty() {
		part.State = Begun
	}
	part.Items = append(part.Items, item)
	return c.set(q, value, ok)
}

func (c *checker) set(q *Question, v rule.Value, known bool) error {
	if !known {
		return nil // unknown, as at the beginning
	}
	return c.facts.Set(answerFact+q.Key, rule.Fact{State: rule.Known, Value: v})
}

// together asks what answers say together, and settles how far each section is.
func (c *checker) together() error {
	for i := range c.sheet.Sections {
		part := &c.sheet.Sections[i]
		for _, item := range part.Items {
			if slices.ContainsFunc(part.Problems, func(p Problem) bool { return p.Question == item.path }) {
				continue // one thing at a time
			}
			if err := c.checks(part, item.Checks, item.path); err != nil {
				return err
			}
		}
		if err := c.checks(part, part.Checks, ""); err != nil {
			return err
		}
		if len(part.Problems) == 0 {
			part.State = Done
		}
		c.sheet.Problems = append(c.sheet.Problems, part.Problems...)
	}
	return nil
}

func (c *checker) checks(part *Part, checks []Check, path string) error {
	for _, check := range checks {
		answer, err := check.Condition.Ask(c.ctx, c.facts, c.on)
		if err != nil {
			return fmt.Errorf("check %s: %w", check.ID, err)
		}
		if answer == rule.Clear {
			part.Problems = append(part.Problems, Problem{Section: part.Key, Question: path, Text: check.Text})
		}
	}
	return nil
}
