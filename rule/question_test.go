package rule_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// A single condition answers over three values, names what it reads, and says what is wrong with it.
func TestCondition(t *testing.T) {
	label := rule.Text{RU: "ответ", EN: "answer"}
	c, err := rule.NewCatalogue(
		rule.Definition{Name: "answer.kind", Type: rule.String, Label: label},
		rule.Definition{Name: "answer.staff", Type: rule.Int, Label: label},
	)
	if err != nil {
		t.Fatal(err)
	}
	q, problems := c.Condition(`answer.kind == "maker" && (answer.staff > 4 || present.answer.kind)`)
	if problems != nil {
		t.Fatal(problems)
	}
	if got := q.Facts(); !slices.Equal(got, []string{"answer.kind", "answer.staff"}) {
		t.Errorf("reads %v", got)
	}
	on, err := workdays.NewDate(2026, 11, 22)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(q *rule.Condition, set map[string]rule.Value) rule.Answer {
		facts := c.NewFacts()
		for name, v := range set {
			if err := facts.Set(name, rule.Fact{State: rule.Known, Value: v}); err != nil {
				t.Fatal(err)
			}
		}
		answer, err := q.Ask(t.Context(), facts, on)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	maker, other := rule.StringValue("maker"), rule.StringValue("lab")
	for name, c := range map[string]struct {
		set  map[string]rule.Value
		want rule.Answer
	}{
		"nothing is known":          {nil, rule.Open},
		"what decides is no":        {map[string]rule.Value{"answer.kind": other}, rule.Clear},
		"the unknown half is moot":  {map[string]rule.Value{"answer.kind": maker}, rule.Holds},
		"the other half is unknown": {map[string]rule.Value{"answer.staff": rule.IntValue(9)}, rule.Open},
	} {
		if got := ask(q, c.set); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if _, err := q.Ask(t.Context(), c.NewFacts(), rule.Date{}); !errors.Is(err, rule.ErrDate) {
		t.Errorf("without a day: %v", err)
	}
	if _, problems := c.Condition("answer.kind"); problems == nil {
		t.Error("a text was taken for a yes or no")
	}
	if _, problems := c.Condition("answer.nmae == 'x'"); problems == nil || problems[0].Column != 1 {
		t.Errorf("an unknown name: %v", problems)
	}
}
