package main

import (
	"fmt"
	"strings"
)

// vectors writes formulas of the field 2^256 - 617 for four elements at once, with the 52-bit multiplications of AVX-512
// (IFMA). An element is five limbs of 52 bits; limb i of four elements is one register, or 32 bytes in memory.
//
// Every element in memory is reduced: limbs 0 to 3 are below 2^52, limb 4 is below 2^48 + 2^6. So its value is below 2^256
// and a little, and a limb is one factor of a multiplication, which takes 52 bits.
//
// Registers: Y0 to Y4 and Y5 to Y9 hold factors, Y10 to Y19 the columns of a product, of which Y10 to Y14 are also a sum; Y20 to
// Y25 are for passing use, Y28 to Y31 hold constants. SI points to the first argument, R9 to the locals, R8 to constants, DI
// to other arguments while an operation reads them.
//
// Eight elements in registers of 512 bits are no faster on a processor that does them in two halves, and few chains have eight
// signatures.
type vectors struct {
	strings.Builder
	frame  map[string]int
	places map[string]place
}

const (
	rowSize   = 32          // bytes of one limb of four elements
	lanesSize = 5 * rowSize // bytes of four elements
	column    = 10          // the register of the lowest column

	// Offsets of the constants of the template lanes_amd64.go behind those that are in registers.
	manyPrimes = 32 // limbs of 8p, each of them more than a limb can have
	onePrime   = 72 // limbs of p
	one        = 112
)

func (v *vectors) line(format string, args ...any) {
	fmt.Fprintf(v, "\t"+format+"\n", args...)
}

// constants loads what all operations need.
func (v *vectors) constants() {
	v.line("LEAQ ·laneConstants(SB), R8")
	for i, name := range []string{"52 bits", "48 bits", "2^260 modulo p", "2^256 modulo p"} {
		v.line("VPBROADCASTQ %d(R8), Y%d // %s", 8*i, 28+i, name)
	}
}

func (v *vectors) operand(name string) func(limb int) string {
	if offset, local := v.frame[name]; local {
		return func(limb int) string { return fmt.Sprintf("%d(R9)", offset+rowSize*limb) }
	}
	p, register := v.places[name], "SI"
	if p.at != 0 {
		register = "DI"
		v.line("MOVQ %s+%d(FP), DI", p.argument, p.at)
	}
	return func(limb int) string { return fmt.Sprintf("%d(%s)", p.offset+rowSize*limb, register) }
}

func (v *vectors) load(name string, register int) {
	at := v.operand(name)
	for i := range 5 {
		v.line("VMOVDQU64 %s, Y%d", at(i), register+i)
	}
}

func (v *vectors) store(name string) {
	at := v.operand(name)
	for i := range 5 {
		v.line("VMOVDQU64 Y%d, %s", column+i, at(i))
	}
}

func (v *vectors) operation(name string, o []string) {
	minus := []string(nil)
	switch name {
	case "Mul":
		v.product(o[1], o[2])
	case "Sqr":
		v.square(o[1])
	case "MulSub":
		v.product(o[1], o[2])
		minus = o[3:]
	case "SqrSub2", "SqrSub3":
		v.square(o[1])
		minus = o[2:]
	case "MulSubMul":
		v.operation("Mul", []string{scratch, o[3], o[4]})
		v.product(o[1], o[2])
		minus = append([]string{scratch}, o[5:]...)
	case "MulSubSqr":
		v.operation("Sqr", []string{scratch, o[3]})
		v.product(o[1], o[2])
		minus = append([]string{scratch}, o[4:]...)
	case "Add":
		v.load(o[1], column)
		v.add(o[2])
	case "Sub":
		v.load(o[1], column)
		minus = o[2:]
	case "Double":
		v.load(o[1], column)
		v.double(column, 5)
	case "Triple":
		v.load(o[1], column)
		v.double(column, 5)
		v.add(o[1])
	case "Half":
		v.half(o[1])
		v.store(o[0])
		return
	default:
		panic("unknown operation " + name)
	}
	for _, m := range minus {
		v.subtract(m)
	}
	v.reduce(column)
	v.store(o[0])
}

// multiply adds the products of limb i of x in Y0 … and limbs from j on of y in the registers from y on to the columns: all
// lower halves, then all upper ones, so that an addition to a column does not wait for the one before.
func (v *vectors) multiply(i, y, j int) {
	for _, half := range []string{"L", "H"} {
		for k := j; k < 5; k++ {
			to := column + i + k
			if half == "H" {
				to++
			}
			v.line("VPMADD52%sUQ Y%d, Y%d, Y%d", half, y+k, i, to)
		}
	}
}

func (v *vectors) clear(from, to int) {
	for i := from; i < to; i++ {
		v.line("VPXORQ Y%d, Y%d, Y%d", i, i, i)
	}
}

func (v *vectors) double(from, n int) {
	for i := from; i < from+n; i++ {
		v.line("VPADDQ Y%d, Y%d, Y%d", i, i, i)
	}
}

// product leaves x·y in five columns below 2^58.
func (v *vectors) product(x, y string) {
	v.load(x, 0)
	v.load(y, 5)
	v.clear(column, column+10)
	for i := range 5 {
		v.multiply(i, 5, 0)
	}
	v.fold()
}

// square is product for equal factors: the products of different limbs once, doubled, and then the squares of limbs.
func (v *vectors) square(x string) {
	v.load(x, 0)
	v.clear(column, column+10)
	for i := range 4 {
		v.multiply(i, 0, i+1)
	}
	v.double(column+1, 8)
	for _, half := range []int{0, 1} {
		for i := range 5 {
			v.line("VPMADD52%sUQ Y%d, Y%d, Y%d", "LH"[half:half+1], i, i, column+2*i+half)
		}
	}
	v.fold()
}

// fold adds the upper columns times 2^260 modulo p to the lower ones. An upper column has up to 56 bits, of which a
// multiplication takes 52: the others are multiplied by themselves. The last one has fewer than 52, as limbs 4 have 49; what its
// product has above 52 bits is folded once more.
func (v *vectors) fold() {
	for j := range 4 {
		v.line("VPSRLQ $52, Y%d, Y%d", column+5+j, 20+j)
	}
	v.clear(24, 25)
	for j := range 5 {
		v.line("VPMADD52LUQ Y30, Y%d, Y%d", column+5+j, column+j)
	}
	v.line("VPMADD52HUQ Y30, Y%d, Y24", column+9)
	for j := range 4 {
		v.line("VPMADD52HUQ Y30, Y%d, Y%d", column+5+j, column+j+1)
	}
	v.line("VPMADD52LUQ Y30, Y24, Y%d", column)
	for j := range 4 {
		v.line("VPMADD52LUQ Y30, Y%d, Y%d", 20+j, column+j+1)
	}
}

// reduce brings five limbs below 2^60 from a register on into their bounds: first what limb 4 has above 48 bits is folded to
// limb 0, then all carry once.
func (v *vectors) reduce(r int) {
	v.line("VPSRLQ $48, Y%d, Y20", r+4)
	v.line("VPANDQ Y29, Y%d, Y%d", r+4, r+4)
	v.line("VPMADD52LUQ Y31, Y20, Y%d", r)
	v.carry(r)
}

func (v *vectors) carry(r int) {
	for i := range 4 {
		v.line("VPSRLQ $52, Y%d, Y20", r+i)
		v.line("VPANDQ Y28, Y%d, Y%d", r+i, r+i)
		v.line("VPADDQ Y20, Y%d, Y%d", r+i+1, r+i+1)
	}
}

func (v *vectors) add(x string) {
	at := v.operand(x)
	for i := range 5 {
		v.line("VPADDQ %s, Y%d, Y%d", at(i), column+i, column+i)
	}
}

// subtract adds 8p less x: no limb becomes negative.
func (v *vectors) subtract(x string) {
	at := v.operand(x)
	for i := range 5 {
		v.line("VPADDQ.BCST %d(R8), Y%d, Y%d", manyPrimes+8*i, column+i, column+i)
		v.line("VPSUBQ %s, Y%d, Y%d", at(i), column+i, column+i)
	}
}

// half shifts x to the right; p is added before where x is odd.
func (v *vectors) half(x string) {
	v.load(x, column)
	v.line("VPTESTMQ.BCST %d(R8), Y%d, K1", one, column)
	for i := range 5 {
		v.line("VPADDQ.BCST %d(R8), Y%d, K1, Y%d", onePrime+8*i, column+i, column+i)
	}
	v.carry(column)
	for i := range 5 {
		if i < 4 {
			v.line("VPSLLQ $51, Y%d, Y20", column+i+1)
			v.line("VPANDQ Y28, Y20, Y20")
		}
		v.line("VPSRLQ $1, Y%d, Y%d", column+i, column+i)
		if i < 4 {
			v.line("VPADDQ Y20, Y%d, Y%d", column+i, column+i)
		}
	}
}

// laneFunctions are the formulas that come for four points at once. Unlike those for one they do not return differences.
func laneFunctions() []function {
	fields := []string{"x", "y2", "z", "zz", "zzz"}
	return []function{
		{"doubleMinus3", "p *jacobianLanes, w *workLanes", []string{"p", "w"}, map[string][]string{"p": fields}},
		{
			"addMixed", "p *jacobianLanes, x, y2 *lanes, w *workLanes",
			[]string{"p", "x", "y2", "w"},
			map[string][]string{"p": fields},
		},
		{
			"addFull", "p *jacobianLanes, q *cachedLanes, y2 *lanes, w *workLanes",
			[]string{"p", "q", "y2", "w"},
			map[string][]string{"p": fields, "q": fields},
		},
		{"cache", "q *cachedLanes, w *workLanes", []string{"q", "w"}, map[string][]string{"q": fields}},
	}
}

// assembleLanes writes the function for four points.
func (f function) assembleLanes() (source string, locals int) {
	var steps formula
	if f.Name == "cache" {
		steps = parse(map[string]string{"z": "q.z", "zz": "q.zz", "zzz": "q.zzz"}, "Sqr zz z\nMul zzz zz z")
	} else {
		steps = formulas()[f.Name]
	}
	delete(steps.places, "dx")
	delete(steps.places, "dy")
	v := &vectors{frame: make(map[string]int), places: make(map[string]place)}
	for i, name := range append(steps.locals(), scratch) {
		v.frame[name] = lanesSize * i
	}
	for name, expression := range steps.places {
		if name != "a" {
			v.places[name] = f.place(expression)
			v.places[name] = place{v.places[name].argument, v.places[name].at, v.places[name].offset / 32 * lanesSize}
		}
	}
	v.line("MOVQ %s+0(FP), SI", f.Arguments[0])
	v.line("MOVQ w+%d(FP), R9", 8*(len(f.Arguments)-1))
	v.constants()
	for _, s := range steps.steps {
		fmt.Fprintf(v, "\n\t// %s\n", strings.Join(append([]string{s.operation}, s.operands...), " "))
		v.operation(s.operation, s.operands)
	}
	v.line("VZEROUPPER")
	v.line("RET")
	return fmt.Sprintf("// func %sIFMA(%s)\nTEXT ·%sIFMA(SB), NOSPLIT, $0-%d\n%s",
		f.Name, f.Signature, f.Name, 8*len(f.Arguments), v.String()), len(v.frame)
}

// gather writes the function that brings four entries of tables into lanes. Each is eight words, four of x and four of y; they
// are transposed, and words of 64 bits cut into limbs of 52.
func gather() string {
	v := &vectors{}
	v.line("MOVQ x+0(FP), SI")
	v.line("MOVQ y2+8(FP), DX")
	v.line("MOVQ entries+16(FP), CX")
	v.line("MOVQ negative+24(FP), AX")
	v.line("KMOVW AX, K1")
	v.constants()
	for i := range 4 {
		v.line("MOVQ %d(CX), DI", 8*i)
		v.line("VMOVDQU64 (DI), Y%d", i)
		v.line("VMOVDQU64 32(DI), Y%d", 4+i)
	}
	v.WriteString("\n\t// transpose: word i of all to Y(10+i)\n")
	for half := range 2 {
		for i := 0; i < 4; i += 2 {
			v.line("VPUNPCKLQDQ Y%d, Y%d, Y%d", 4*half+i+1, 4*half+i, 20+i)
			v.line("VPUNPCKHQDQ Y%d, Y%d, Y%d", 4*half+i+1, 4*half+i, 21+i)
		}
		for i := range 4 {
			v.line("VSHUFI64X2 $%d, Y%d, Y%d, Y%d", i/2*3, 22+i%2, 20+i%2, column+4*half+i)
		}
	}
	v.WriteString("\n\t// limbs\n")
	v.constants()
	for i := range 2 {
		words, limbs := column+4*i, 5*i
		v.line("VPANDQ Y28, Y%d, Y%d", words, limbs)
		for k := 1; k < 4; k++ {
			v.line("VPSHRDQ $%d, Y%d, Y%d, Y%d", 64-12*k, words+k, words+k-1, limbs+k)
			v.line("VPANDQ Y28, Y%d, Y%d", limbs+k, limbs+k)
		}
		v.line("VPSRLQ $16, Y%d, Y%d", words+3, limbs+4)
	}
	v.WriteString("\n\t// opposites\n")
	for i := range 5 {
		v.line("VPBROADCASTQ %d(R8), Y20", manyPrimes+8*i)
		v.line("VPSUBQ Y%d, Y20, K1, Y%d", 5+i, 5+i)
	}
	v.reduce(5)
	for i := range 5 {
		v.line("VMOVDQU64 Y%d, %d(SI)", i, rowSize*i)
		v.line("VMOVDQU64 Y%d, %d(DX)", 5+i, rowSize*i)
	}
	v.line("VZEROUPPER")
	v.line("RET")
	return "// func gatherIFMA(x, y2 *lanes, entries *[4]*entry, negative uint64)\n" +
		"TEXT ·gatherIFMA(SB), NOSPLIT, $0-32\n" + v.String()
}

// turn writes the function that moves points between lanes.
func turn() string {
	v := &vectors{}
	v.line("MOVQ z+0(FP), DI")
	v.line("MOVQ x+8(FP), SI")
	v.line("MOVQ from+16(FP), AX")
	v.line("VMOVDQU64 (AX), Y0")
	for i := range 15 {
		v.line("VMOVDQU64 %d(SI), Y1", rowSize*i)
		v.line("VPERMQ Y1, Y0, Y1")
		v.line("VMOVDQU64 Y1, %d(DI)", rowSize*i)
	}
	v.line("VZEROUPPER")
	v.line("RET")
	return "// func turnIFMA(z, x *jacobianLanes, from *[4]uint64)\nTEXT ·turnIFMA(SB), NOSPLIT, $0-24\n" + v.String()
}

// choose writes the function that brings an entry of the table of each lane to the lane. All are read, and those that are
// wanted kept by masks, which is faster than reading each lane by itself.
func choose() string {
	v := &vectors{}
	v.line("MOVQ z+0(FP), DI")
	v.line("MOVQ table+8(FP), SI")
	v.line("MOVQ index+16(FP), CX")
	v.line("MOVQ negative+24(FP), AX")
	v.constants()
	v.line("VMOVDQU64 (CX), Y0")
	v.line("VPBROADCASTQ %d(R8), Y1", one)
	v.line("VPXORQ Y2, Y2, Y2")
	for e := 1; e < 8; e++ {
		v.line("VPADDQ Y1, Y2, Y2")
		v.line("VPCMPEQQ Y2, Y0, K%d", e)
	}
	for row := range 25 {
		r := 3 + row%5
		v.line("VMOVDQU64 %d(SI), Y%d", rowSize*row, r)
		for e := 1; e < 8; e++ {
			v.line("VMOVDQU64 %d(SI), K%d, Y%d", 5*lanesSize*e+rowSize*row, e, r)
		}
		v.line("VMOVDQU64 Y%d, %d(DI)", r, rowSize*row)
	}
	v.line("KMOVW AX, K1")
	for i := range 5 {
		v.line("VMOVDQU64 %d(DI), Y%d", lanesSize+rowSize*i, column+i)
		v.line("VPBROADCASTQ %d(R8), Y20", manyPrimes+8*i)
		v.line("VPSUBQ Y%d, Y20, K1, Y%d", column+i, column+i)
	}
	v.reduce(column)
	for i := range 5 {
		v.line("VMOVDQU64 Y%d, %d(DI)", column+i, lanesSize+rowSize*i)
	}
	v.line("VZEROUPPER")
	v.line("RET")
	return "// func chooseIFMA(z *cachedLanes, table *[8]cachedLanes, index *[4]uint64, negative uint64)\n" +
		"TEXT ·chooseIFMA(SB), NOSPLIT, $0-32\n" + v.String()
}

// LaneFunctions are the formulas for four points.
func (u unit) LaneFunctions() []function { return laneFunctions() }

// LaneLocals is how many locals the longest of them has.
func (u unit) LaneLocals() int {
	n := 0
	for _, f := range laneFunctions() {
		_, locals := f.assembleLanes()
		n = max(n, locals)
	}
	return n
}

// laneAssembly is the file of the formulas for four points at once.
func (u unit) laneAssembly() string {
	var b strings.Builder
	b.WriteString("// Code generated by internal/generate; DO NOT EDIT.\n\n//go:build !purego && !" + compactTag + "\n\n#include \"textflag.h\"\n")
	b.WriteString("\n// The formulas of formulas.go for four points at once, with AVX-512 IFMA. No operation branches on the value of an\n" +
		"// element.\n")
	for _, f := range laneFunctions() {
		source, _ := f.assembleLanes()
		b.WriteString("\n" + source)
	}
	b.WriteString("\n" + gather() + "\n" + choose() + "\n" + turn())
	return b.String()
}
