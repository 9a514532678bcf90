package rule

import (
	"context"
	"slices"

	"github.com/klaster-platform/klaster/yamldoc"
)

// Condition is a single yes or no over facts of a catalogue, for those who ask without a book of rules: whether a question of
// a form is asked, whether an answer fits another. It does not change and may be shared.
type Condition struct {
	catalogue  *Catalogue
	expression string
	compiled   *condition
}

// Condition compiles an expression of the language of rules. What is wrong with it is returned with places within it.
func (c *Catalogue) Condition(expression string) (*Condition, Problems) {
	compiled, errs := c.compile(expression)
	if len(errs) > 0 {
		problems := make(Problems, len(errs))
		for i, e := range errs {
			problems[i] = Problem{Line: max(e.line, 1), Column: e.column + 1, Text: e.text}
		}
		return nil, problems
	}
	return &Condition{catalogue: c, expression: expression, compiled: compiled}, nil
}

// String is the expression.
func (q *Condition) String() string { return q.expression }

// Facts lists the facts that the condition reads or whose presence it asks for, sorted.
func (q *Condition) Facts() []string {
	var set factSet
	var walk func(n *node)
	walk = func(n *node) {
		for _, i := range slices.Concat(n.refs, n.presences) {
			set.add(i)
		}
		for i := range n.children {
			walk(&n.children[i])
		}
	}
	walk(&q.compiled.root)
	return q.catalogue.names(&set)
}

// Ask says whether the condition holds on a day: [Holds], [Clear] when it does not, [Open] when facts are missing, and
// [Errored] when it could not be computed. Facts count as they stand, whatever their source and age. It fails with [ErrDate]
// and [ErrOtherCatalogue].
func (q *Condition) Ask(ctx context.Context, facts *Facts, on Date) (Answer, error) {
	if on.IsZero() {
		return 0, ErrDate
	}
	if facts.catalogue != q.catalogue {
		return 0, ErrOtherCatalogue
	}
	ctx, cancel := context.WithTimeout(ctx, Deadline)
	defer cancel()
	v := &view{facts: facts, on: on, day: celDate(on), status: make([]State, len(facts.list)), reason: make([]Reason, len(facts.list))}
	for i := range facts.list {
		v.status[i] = facts.list[i].State
	}
	switch q.compiled.root.evaluate(ctx, v).truth {
	case yes:
		return Holds, nil
	case no:
		return Clear, nil
	case open:
		return Open, nil
	case bad:
	}
	return Errored, nil
}

// ConditionOf reads a condition of a file, and notes in the file what is wrong with it; it is nil then.
func (c *Catalogue) ConditionOf(file *yamldoc.File, f *yamldoc.Fields, key string) *Condition {
	n := f.Get(key)
	if n == nil {
		return nil
	}
	expression := file.Scalar(n)
	if expression == "" {
		return nil
	}
	condition, problems := c.Condition(expression)
	for _, p := range problems {
		line, column := file.Place(n, p.Line, p.Column-1)
		file.At(line, column, p.Text)
	}
	return condition
}
