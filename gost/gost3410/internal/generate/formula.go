package main

import (
	"fmt"
	"go/token"
	"strings"
)

// formula is a sequence of field operations on points. It is written once and comes out in two ways: as calls of the
// methods of the field, or, where the numbers are short and a call weighs much, as one run of limb arithmetic without
// calls, whose intermediate values live in variables.
type formula struct {
	long   bool              // always written as calls: by measurement, more values are alive than a run can hold
	places map[string]string // names that stand for memory, and the expression for it
	steps  []step
}

// step is one operation. The first operand is the result.
type step struct {
	condition string // the step is done only if this holds
	operation string
	operands  []string
}

// parse reads one step a line: the operation and its operands, before them perhaps a condition.
func parse(places map[string]string, text string) formula {
	f := formula{places: places}
	for line := range strings.Lines(text) {
		w := strings.Fields(line)
		if len(w) == 0 {
			continue
		}
		var s step
		if condition, ok := strings.CutPrefix(w[0], "if:"); ok {
			s.condition, w = condition, w[1:]
		}
		s.operation, s.operands = w[0], w[1:]
		f.steps = append(f.steps, s)
	}
	return f
}

// locals lists the names that are not in memory, in the order of their first use.
func (f formula) locals() []string {
	var names []string
	seen := make(map[string]bool)
	for _, s := range f.steps {
		for _, name := range s.operands {
			if _, ok := f.places[name]; !ok && !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// calls writes the formula as calls.
func (f formula) calls() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\tvar %s field.Element\n", strings.Join(f.locals(), ", "))
	for _, s := range f.steps {
		args := make([]string, len(s.operands))
		for i, name := range s.operands {
			args[i] = "&" + name
			if place, ok := f.places[name]; ok {
				args[i] = "&" + place
				if token.IsIdentifier(place) { // a parameter, which is a pointer already
					args[i] = place
				}
			}
		}
		call := fmt.Sprintf("c.field.%s(%s)\n", s.operation, strings.Join(args, ", "))
		if s.condition != "" {
			call = "if " + s.condition + " {\n" + call + "}\n"
		}
		b.WriteString(call)
	}
	return b.String()
}

// inline writes the formula as limb arithmetic.
func (f formula) inline(u unit) string {
	e := newEmitter(u)
	loaded := make(map[string]bool)
	declared := f.locals()
	limb := func(name string) string { return name + "%d" }
	for _, s := range f.steps {
		if s.condition != "" {
			e.line("if %s {", s.condition)
		}
		operands := make([]string, len(s.operands))
		for i, name := range s.operands {
			operands[i] = limb(name)
			place, ok := f.places[name]
			if !ok || loaded[name] {
				continue
			}
			loaded[name] = true
			declared = append(declared, name)
			if i > 0 {
				e.line("%s = %s", list(limb(name), 0, e.n), list(place+"[%d]", 0, e.n))
			}
		}
		e.operation(s.operation, operands)
		if place, ok := f.places[s.operands[0]]; ok {
			e.line("%s = %s", list(place+"[%d]", 0, e.n), list(limb(s.operands[0]), 0, e.n))
		}
		if s.condition != "" {
			e.line("}")
		}
	}
	var b strings.Builder
	for _, name := range declared {
		fmt.Fprintf(&b, "\tvar %s uint64\n", list(limb(name), 0, e.n))
	}
	return b.String() + e.body()
}

// operation emits one operation of a field 2^(64n) - f; the operands are formats of limb names, the first is the result.
func (e *emitter) operation(name string, o []string) {
	minus := func(signed bool, from int) { e.foldedMinus(o[0], o[from:], signed) }
	switch name {
	case "Mul":
		e.product("t", o[1], o[2])
		e.folded(o[0])
	case "Sqr":
		e.square("t", o[1])
		e.folded(o[0])
	case "MulSub":
		e.product("t", o[1], o[2])
		minus(false, 3)
	case "SqrSub2", "SqrSub3":
		e.square("t", o[1])
		minus(false, 2)
	case "MulSubMul", "MulAddMul":
		e.product("u", o[3], o[4])
		e.product("t", o[1], o[2])
		e.combine(name[3:6])
		minus(true, 5)
	case "MulSubSqr":
		e.square("u", o[3])
		e.product("t", o[1], o[2])
		e.combine("Sub")
		minus(true, 4)
	case "Add", "Sub":
		e.sum(name, o[0], o[1], o[2])
	case "Double":
		e.sum("Add", o[0], o[1], o[1])
	case "Triple":
		e.triple(o[0], o[1])
	case "Half":
		e.half(o[0], o[1])
	default:
		panic("unknown operation " + name)
	}
}

// combine adds u to t or subtracts it, both of 2n limbs. What is carried or borrowed is kept for the fold.
func (e *emitter) combine(operation string) {
	e.chain(operation, "t%d", "t%d", "u%d", 0, 2*e.n, 0)
	if operation == "Add" {
		e.line("borrow = -carry")
	} else {
		e.line("borrow = carry")
	}
}

// sum adds or subtracts. A second carry leaves a result below f, or in a subtraction at most f below the end, so that
// the last fold carries no more.
func (e *emitter) sum(operation, z, x, y string) {
	e.chain(operation, z, x, y, 0, e.n, 0)
	first := fmt.Sprintf(z, 0)
	e.line("%s, carry = bits.%s64(%s, %d&-carry, 0)", first, operation, first, e.fold)
	for j := 1; j < e.n; j++ {
		v := fmt.Sprintf(z, j)
		e.line("%s, carry = bits.%s64(%s, 0, carry)", v, operation, v)
	}
	sign := map[string]string{"Add": "+", "Sub": "-"}[operation]
	e.line("%s %s= %d & -carry", first, sign, e.fold)
}

// triple adds x to x shifted by a bit; what is above the n limbs, at most 2, is folded.
func (e *emitter) triple(z, x string) {
	at := func(j int) string { return fmt.Sprintf(x, j) }
	e.line("l0 = %s << 1", at(0))
	for j := 1; j < e.n; j++ {
		e.line("l%d = %s<<1 | %s>>63", j, at(j), at(j-1))
	}
	e.line("h0 = %s >> 63", at(e.n-1))
	e.chain("Add", z, x, "l%d", 0, e.n, 0)
	first := fmt.Sprintf(z, 0)
	e.line("h0 += carry")
	e.line("%s, carry = bits.Add64(%s, h0*%d, 0)", first, first, e.fold)
	for j := 1; j < e.n; j++ {
		v := fmt.Sprintf(z, j)
		e.line("%s, carry = bits.Add64(%s, 0, carry)", v, v)
	}
	e.line("%s += %d & -carry", first, e.fold)
}

// half shifts x to the right. An odd x becomes even before by adding the prime, that is 2^(64n) - f.
func (e *emitter) half(z, x string) {
	at := func(j int) string { return fmt.Sprintf(x, j) }
	e.line("h0 = %s & 1", at(0))
	e.line("l0, carry = bits.Sub64(%s, %d&-h0, 0)", at(0), e.fold)
	for j := 1; j < e.n; j++ {
		e.line("l%d, carry = bits.Sub64(%s, 0, carry)", j, at(j))
	}
	e.line("h0 -= carry")
	for j := range e.n - 1 {
		e.line("%s = l%d>>1 | l%d<<63", fmt.Sprintf(z, j), j, j+1)
	}
	e.line("%s = l%d>>1 | h0<<63", fmt.Sprintf(z, e.n-1), e.n-1)
}
