package rule

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/checker"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/overloads"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
)

// condition is a compiled expression. Its and, or, not and choice are evaluated here, over the three values true, false and
// unknown; what stands between them are leaves, small CEL programs. That tells which facts decided and which are missing
// exactly, and costs less than a residual expression.
type condition struct {
	root node
	cost uint64 // the greatest that CEL estimates
}

type operation uint8

const (
	leafNode operation = iota
	andNode
	orNode
	notNode
	choiceNode
)

type node struct {
	operation operation
	children  []node
	program   cel.Program
	refs      []int // facts that a leaf reads
	presences []int // facts whose presence a leaf asks for
	loops     bool  // a leaf with a comprehension, which is watched for its deadline
}

// expressionError says what is wrong with an expression, and where: line from 1, column from 0, both within it; line 0 when
// the whole is meant.
type expressionError struct {
	line, column int
	text         Text
}

func (e expressionError) Error() string { return e.text.EN }

// compile reads an expression that must be a yes or no.
func (c *Catalogue) compile(expression string) (*condition, []expressionError) {
	checked, issues := c.env.Compile(expression)
	if issues.Err() != nil {
		return nil, explain(expression, issues)
	}
	if checked.OutputType() != cel.BoolType && !checked.OutputType().IsExactType(cel.BoolType) {
		return nil, []expressionError{{text: notBoolean(checked.OutputType().String())}}
	}
	if regular := uses(checked.NativeRep(), overloads.Matches); regular {
		return nil, []expressionError{{text: noRegular()}}
	}
	estimate, err := c.env.EstimateCost(checked, sizes{c})
	if err != nil {
		return nil, []expressionError{{text: broken(err)}}
	}
	if estimate.Max > MaxCost {
		return nil, []expressionError{{text: tooDear(estimate.Max)}}
	}
	builder := treeBuilder{catalogue: c, whole: checked.NativeRep()}
	root, err := builder.build(checked.NativeRep().Expr())
	if err != nil {
		return nil, []expressionError{{text: broken(err)}}
	}
	return &condition{root: root, cost: estimate.Max}, nil
}

// uses tells whether an expression calls a function.
func uses(whole *ast.AST, function string) bool {
	found := false
	ast.PostOrderVisit(whole.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		found = found || e.Kind() == ast.CallKind && e.AsCall().FunctionName() == function
	}))
	return found
}

type treeBuilder struct {
	catalogue *Catalogue
	whole     *ast.AST
}

func (b *treeBuilder) build(e ast.Expr) (node, error) {
	if e.Kind() == ast.CallKind {
		call := e.AsCall()
		switch call.FunctionName() {
		case operators.LogicalAnd:
			return b.inner(andNode, call.Args())
		case operators.LogicalOr:
			return b.inner(orNode, call.Args())
		case operators.LogicalNot:
			return b.inner(notNode, call.Args())
		case operators.Conditional:
			return b.inner(choiceNode, call.Args())
		}
	}
	return b.leaf(e)
}

func (b *treeBuilder) inner(op operation, args []ast.Expr) (node, error) {
	n := node{operation: op}
	for _, arg := range args {
		child, err := b.build(arg)
		if err != nil {
			return node{}, err
		}
		n.children = append(n.children, child)
	}
	return n, nil
}

func (b *treeBuilder) leaf(e ast.Expr) (node, error) {
	part := ast.NewCheckedAST(ast.NewAST(e, b.whole.SourceInfo()), b.whole.TypeMap(), b.whole.ReferenceMap())
	n := node{}
	seen := map[string]bool{}
	ast.PostOrderVisit(e, ast.NewExprVisitor(func(sub ast.Expr) {
		n.loops = n.loops || sub.Kind() == ast.ComprehensionKind
		reference, ok := b.whole.ReferenceMap()[sub.ID()]
		if !ok || reference.Name == "" || seen[reference.Name] {
			return
		}
		seen[reference.Name] = true
		if i, ok := b.catalogue.index[reference.Name]; ok {
			n.refs = append(n.refs, i)
		} else if name, ok := strings.CutPrefix(reference.Name, presence); ok {
			if i, ok := b.catalogue.index[name]; ok {
				n.presences = append(n.presences, i)
			}
		}
	}))
	options := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize)}
	if n.loops { // a leaf without loops takes each step once, and cannot exceed its estimate
		options = append(options, cel.CostLimit(MaxCost), cel.InterruptCheckFrequency(checkEvery))
	}
	program, err := b.catalogue.env.PlanProgram(part, options...)
	n.program = program
	return n, err
}

// sizes tells CEL how long facts are at most.
type sizes struct{ catalogue *Catalogue }

func (s sizes) EstimateSize(element checker.AstNode) *checker.SizeEstimate {
	path := element.Path()
	if len(path) == 0 {
		return nil
	}
	i, ok := s.catalogue.index[path[0]]
	if !ok {
		return nil
	}
	d := s.catalogue.definitions[i]
	if len(path) > 1 {
		return &checker.SizeEstimate{Max: maxItem}
	}
	return &checker.SizeEstimate{Max: uint64(d.most())}
}

func (s sizes) EstimateCallCost(string, string, *checker.AstNode, []checker.AstNode) *checker.CallEstimate {
	return nil
}

// truth is the outcome of a condition.
type truth uint8

const (
	no truth = iota
	yes
	open // unknown: facts are missing
	bad  // it cannot be computed
)

// finding is a truth and what it rests on.
type finding struct {
	truth   truth
	used    factSet // facts that decided; of an open finding, those that are known and bear on it
	missing factSet // facts whose supply decides
	reason  Reason  // why it is bad
}

// evaluate computes a node. A node that is false whatever is missing is false, by Kleene's logic, so that only facts that
// still matter are missing.
func (n *node) evaluate(ctx context.Context, v *view) finding {
	switch n.operation {
	case andNode:
		return n.all(ctx, v, no)
	case orNode:
		return n.all(ctx, v, yes)
	case notNode:
		f := n.children[0].evaluate(ctx, v)
		if f.truth == yes || f.truth == no {
			f.truth = yes - f.truth
		}
		return f
	case choiceNode:
		return n.choose(ctx, v)
	case leafNode:
	}
	return n.read(ctx, v)
}

// all is "and" when decisive is no, "or" when it is yes: one decisive child decides alone.
func (n *node) all(ctx context.Context, v *view, decisive truth) finding {
	sum := finding{truth: yes - decisive}
	for i := range n.children {
		f := n.children[i].evaluate(ctx, v)
		if f.truth == decisive {
			return f
		}
		sum.used.merge(&f.used)
		sum.missing.merge(&f.missing)
		switch f.truth {
		case open:
			sum.truth = open
		case bad:
			sum.reason = f.reason
			if sum.truth != open {
				sum.truth = bad
			}
		case yes, no:
		}
	}
	return sum
}

func (n *node) choose(ctx context.Context, v *view) finding {
	asked := n.children[0].evaluate(ctx, v)
	if asked.truth == bad {
		return asked
	}
	if asked.truth != open {
		branch := n.children[2-int(asked.truth)].evaluate(ctx, v)
		branch.used.merge(&asked.used)
		return branch
	}
	first, second := n.children[1].evaluate(ctx, v), n.children[2].evaluate(ctx, v)
	first.used.merge(&second.used)
	if first.truth == second.truth && (first.truth == yes || first.truth == no) {
		return first // both ways lead there
	}
	first.truth = open
	first.used.merge(&asked.used)
	first.missing.merge(&second.missing)
	first.missing.merge(&asked.missing)
	return first
}

// read computes a leaf.
func (n *node) read(ctx context.Context, v *view) finding {
	var f finding
	for _, i := range n.refs {
		if v.status[i] == Known || v.status[i] == Absent {
			f.used.add(i)
		}
	}
	for _, i := range n.presences {
		if v.status[i] == Known || v.status[i] == Absent {
			f.used.add(i)
		}
	}
	value, err := n.run(ctx, v)
	switch {
	case err != nil && n.needsAbsent(v), err == nil && types.IsUnknown(value):
		return n.lacking(v, f)
	case err != nil:
		f.truth, f.reason = bad, reasonOf(ctx, err)
	case value == types.True:
		f.truth = yes
	case value == types.False:
		f.truth = no
	default:
		f.truth, f.reason = bad, Failed
	}
	return f
}

func (n *node) run(ctx context.Context, v *view) (ref.Val, error) {
	if n.loops {
		value, _, err := n.program.ContextEval(ctx, v)
		return value, err
	}
	value, _, err := n.program.Eval(v)
	return value, err
}

// needsAbsent tells whether the leaf reads a fact that is absent and has no value for that case.
func (n *node) needsAbsent(v *view) bool {
	return slices.ContainsFunc(n.refs, v.bare)
}

// bare tells whether a fact is absent and has no value for that case.
func (v *view) bare(i int) bool {
	return v.status[i] == Absent && v.facts.catalogue.definitions[i].None == nil
}

// lacking is the open finding of a leaf: what it reads and is not there is missing.
func (n *node) lacking(v *view, f finding) finding {
	f.truth = open
	for _, i := range n.refs {
		guarded := slices.Contains(n.presences, i)
		if s := v.status[i]; s == Unknown || s == Restricted || v.bare(i) && !guarded {
			f.missing.add(i)
		}
	}
	for _, i := range n.presences {
		if s := v.status[i]; s == Unknown || s == Restricted {
			f.missing.add(i)
		}
	}
	return f
}

func reasonOf(ctx context.Context, err error) Reason {
	var cancelled interpreter.EvalCancelledError
	switch {
	case errors.As(err, &cancelled) && cancelled.Cause == interpreter.CostLimitExceeded:
		return TooDear
	case ctx.Err() != nil:
		return Interrupted
	}
	return Failed
}
