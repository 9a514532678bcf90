package main

import (
	"fmt"
	"strings"
)

// assembler writes formulas of a field 2^256 - f for amd64 with MULX, ADCX and ADOX: two chains of carries run beside
// each other, which Go's compiler cannot do. Each operation reads its operands from memory and writes its result there.
//
// Registers: t holds eight limbs of a product or four of a sum, AX, BX and DX belong to the multiplications, SI points to
// the first argument of the function, CX and DI to others while an operation reads them, BP keeps a borrow. Nothing
// branches but on what the caller says about public things.
type assembler struct {
	strings.Builder
	fold   int
	frame  map[string]int // offsets of the locals from SP
	places map[string]place
}

// place is an operand in memory: an argument that is a pointer, and an offset behind it.
type place struct {
	argument string
	at       int // of the argument in the frame of the caller
	offset   int
}

var t = [8]string{"R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"}

// scratch is the local that keeps one product while another is made.
const scratch = "product"

func (a *assembler) line(format string, args ...any) {
	fmt.Fprintf(a, "\t"+format+"\n", args...)
}

// operand returns how the limbs of a name are written, as a format of their offset; register points to it where it is
// behind an argument other than the first.
func (a *assembler) operand(name, register string) func(limb int) string {
	if offset, local := a.frame[name]; local {
		return func(limb int) string { return fmt.Sprintf("%d(SP)", offset+8*limb) }
	}
	p := a.places[name]
	if p.at == 0 {
		register = "SI"
	} else {
		a.line("MOVQ %s+%d(FP), %s", p.argument, p.at, register)
	}
	return func(limb int) string { return fmt.Sprintf("%d(%s)", p.offset+8*limb, register) }
}

func (a *assembler) operation(name string, o []string) {
	switch name {
	case "Mul":
		a.product(o[1], o[2])
		a.folded()
	case "Sqr":
		a.square(o[1])
		a.folded()
	case "MulSub":
		a.product(o[1], o[2])
		a.foldedMinus(o[3:], false)
	case "SqrSub2", "SqrSub3":
		a.square(o[1])
		a.foldedMinus(o[2:], false)
	case "MulSubMul":
		a.product(o[3], o[4])
		a.keep()
		a.product(o[1], o[2])
		a.lessKept()
		a.foldedMinus(o[5:], true)
	case "MulSubSqr":
		a.square(o[3])
		a.keep()
		a.product(o[1], o[2])
		a.lessKept()
		a.foldedMinus(o[4:], true)
	case "Add":
		a.sum(o[1], o[2], "ADDQ", "ADCQ")
	case "Sub":
		a.sum(o[1], o[2], "SUBQ", "SBBQ")
	case "Double":
		a.sum(o[1], o[1], "ADDQ", "ADCQ")
	case "Triple":
		a.triple(o[1])
	case "Half":
		a.half(o[1])
	default:
		panic("unknown operation " + name)
	}
	z := a.operand(o[0], "DI")
	for j := range 4 {
		a.line("MOVQ %s, %s", t[j], z(j))
	}
}

// product sets t to x·y. Row i adds the lower halves along CF and the upper ones along OF.
func (a *assembler) product(x, y string) {
	at, by := a.operand(x, "DI"), a.operand(y, "CX")
	a.line("MOVQ %s, DX", at(0))
	a.line("MULXQ %s, R8, R9", by(0))
	for j := 1; j < 4; j++ {
		a.line("MULXQ %s, AX, %s", by(j), t[j+1])
		a.line("%s AX, %s", first(j == 1, "ADDQ", "ADCQ"), t[j])
	}
	a.line("ADCQ $0, R12")
	for i := 1; i < 4; i++ {
		a.line("MOVQ %s, DX", at(i))
		a.line("XORL %s, %s", t[i+4], t[i+4])
		for j := range 4 {
			a.line("MULXQ %s, AX, BX", by(j))
			a.line("ADCXQ AX, %s", t[i+j])
			a.line("ADOXQ BX, %s", t[i+j+1])
		}
		a.line("MOVL $0, AX")
		a.line("ADCXQ AX, %s", t[i+4])
	}
}

// square sets t to x²: the products of different limbs once, doubled along CF while the squares are added along OF.
func (a *assembler) square(x string) {
	at := a.operand(x, "DI")
	a.line("MOVQ %s, DX", at(0))
	a.line("MULXQ %s, R9, R10", at(1))
	a.line("MULXQ %s, AX, R11", at(2))
	a.line("ADDQ AX, R10")
	a.line("MULXQ %s, AX, R12", at(3))
	a.line("ADCQ AX, R11")
	a.line("ADCQ $0, R12")
	a.line("MOVQ %s, DX", at(1))
	a.line("XORL R13, R13")
	a.line("MULXQ %s, AX, BX", at(2))
	a.line("ADCXQ AX, R11")
	a.line("ADOXQ BX, R12")
	a.line("MULXQ %s, AX, BX", at(3))
	a.line("ADCXQ AX, R12")
	a.line("ADOXQ BX, R13")
	a.line("MOVL $0, AX")
	a.line("ADCXQ AX, R13")
	a.line("MOVQ %s, DX", at(2))
	a.line("MULXQ %s, AX, R14", at(3))
	a.line("ADDQ AX, R13")
	a.line("ADCQ $0, R14")
	a.line("XORL R15, R15")
	for j := range 4 {
		a.line("MOVQ %s, DX", at(j))
		if j == 0 {
			a.line("MULXQ DX, R8, BX")
		} else {
			a.line("MULXQ DX, AX, BX")
			a.line("ADCXQ %s, %s", t[2*j], t[2*j])
			a.line("ADOXQ AX, %s", t[2*j])
		}
		a.line("ADCXQ %s, %s", t[2*j+1], t[2*j+1])
		a.line("ADOXQ BX, %s", t[2*j+1])
	}
}

// keep stores t, lessKept subtracts what was stored and leaves in BP all ones where that borrows.
func (a *assembler) keep() {
	for j, r := range t {
		a.line("MOVQ %s, %d(SP)", r, a.frame[scratch]+8*j)
	}
}

func (a *assembler) lessKept() {
	for j, r := range t {
		a.line("%s %d(SP), %s", first(j == 0, "SUBQ", "SBBQ"), a.frame[scratch]+8*j, r)
	}
	a.line("SBBQ BP, BP")
}

// foldHalf adds the upper half of t times f to the lower half; R12 is what does not fit.
func (a *assembler) foldHalf() {
	a.line("MOVL $%d, DX", a.fold)
	a.line("XORL AX, AX")
	for j := range 4 {
		a.line("MULXQ %s, AX, BX", t[4+j])
		if j == 0 {
			a.line("MOVL $0, R12")
		}
		a.line("ADCXQ AX, %s", t[j])
		a.line("ADOXQ BX, %s", t[j+1])
	}
	a.line("MOVL $0, AX")
	a.line("ADCXQ AX, R12")
}

// folded reduces t to four limbs, as emitter.folded does.
func (a *assembler) folded() {
	a.foldHalf()
	a.line("IMUL3Q $%d, R12, R12", a.fold)
	a.line("ADDQ R12, R8")
	for j := 1; j < 4; j++ {
		a.line("ADCQ $0, %s", t[j])
	}
	a.lastCarry("ADDQ")
}

// lastCarry adds f to the first limb, or subtracts it, where there is a carry; the result carries no more.
func (a *assembler) lastCarry(operation string) {
	a.line("SBBQ AX, AX")
	a.line("ANDL $%d, AX", a.fold)
	a.line("%s AX, R8", operation)
}

// foldedMinus is folded for a number from which elements are subtracted on the way, and, where signed is set, whose value
// is t less 2^512 if BP is all ones.
func (a *assembler) foldedMinus(minus []string, signed bool) {
	a.foldHalf()
	for _, name := range minus {
		m := a.operand(name, "DI")
		for j := range 4 {
			a.line("%s %s, %s", first(j == 0, "SUBQ", "SBBQ"), m(j), t[j])
		}
		a.line("SBBQ $0, R12")
	}
	a.line("IMUL3Q $%d, R12, R12", a.fold)
	if signed {
		a.line("ANDL $%d, BP", a.fold*a.fold)
		a.line("SUBQ BP, R12")
	}
	a.line("MOVQ R12, BX")
	a.line("SARQ $63, BX") // all ones where it is negative
	a.line("ADDQ R12, R8")
	for j := 1; j < 4; j++ {
		a.line("ADCQ BX, %s", t[j])
	}
	a.line("ADCQ $0, BX")
	a.line("IMUL3Q $%d, BX, BX", a.fold)
	a.line("ADDQ BX, R8")
}

func (a *assembler) sum(x, y, operation, carrying string) {
	at, by := a.operand(x, "DI"), a.operand(y, "CX")
	for j := range 4 {
		a.line("MOVQ %s, %s", at(j), t[j])
	}
	for j := range 4 {
		a.line("%s %s, %s", first(j == 0, operation, carrying), by(j), t[j])
	}
	a.lastCarry(operation)
	for j := 1; j < 4; j++ {
		a.line("%s $0, %s", carrying, t[j])
	}
	a.lastCarry(operation)
}

// triple adds x to twice x; what is above the four limbs, at most 2, is folded.
func (a *assembler) triple(x string) {
	at := a.operand(x, "DI")
	for j := range 4 {
		a.line("MOVQ %s, %s", at(j), t[j])
		a.line("MOVQ %s, %s", t[j], t[4+j])
	}
	a.line("XORL BX, BX")
	for j := range 4 {
		a.line("%s %s, %s", first(j == 0, "ADDQ", "ADCQ"), t[4+j], t[4+j])
	}
	a.line("ADCQ $0, BX")
	for j := range 4 {
		a.line("%s %s, %s", first(j == 0, "ADDQ", "ADCQ"), t[4+j], t[j])
	}
	a.line("ADCQ $0, BX")
	a.line("IMUL3Q $%d, BX, BX", a.fold)
	a.line("ADDQ BX, R8")
	for j := 1; j < 4; j++ {
		a.line("ADCQ $0, %s", t[j])
	}
	a.lastCarry("ADDQ")
}

// half shifts x to the right. An odd x becomes even before by adding the prime, that is 2^256 - f.
func (a *assembler) half(x string) {
	at := a.operand(x, "DI")
	for j := range 4 {
		a.line("MOVQ %s, %s", at(j), t[j])
	}
	a.line("MOVQ R8, R12")
	a.line("ANDL $1, R12")
	a.line("MOVQ R12, AX")
	a.line("NEGQ AX")
	a.line("ANDL $%d, AX", a.fold)
	a.line("SUBQ AX, R8")
	for j := 1; j < 4; j++ {
		a.line("SBBQ $0, %s", t[j])
	}
	a.line("SBBQ $0, R12")
	for j := range 4 {
		a.line("SHRQ $1, %s, %s", t[j+1], t[j])
	}
}

func first(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
