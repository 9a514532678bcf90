package main

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"strings"
	"text/template"
)

//go:embed template
var templates embed.FS

// unit is one package to write.
type unit struct {
	Package string
	Limbs   int
	Fold    int    // f of the prime 2^(64·Limbs) - f; 0 for Montgomery form
	Inline  bool   // whether formulas for points, and sequences of field operations, come as limb arithmetic
	Compact bool   // whether this is the file of a unit with Inline that a compact build has instead
	Field   string // package of the coordinates, for groups of points
	Scalar  string // package of the residues modulo the order, for groups of points
	About   string
	files   []string
}

var (
	foldFiles = []string{"fold/field.go", "fold/product_other.go", "fold/fused.go", "fold/inverse.go", "fold/encode.go", "fold/field_test.go"}
	montFiles = []string{
		"mont/modulus.go", "mont/field.go", "mont/product_other.go", "mont/fused.go", "mont/encode.go", "mont/digits.go", "mont/modulus_test.go",
	}
	gcdFiles       = []string{"gcd/gcd.go", "gcd/gcd_test.go"}
	shared         = []string{"group/sign.go", "group/verify.go", "group/agree.go", "group/recode.go", "group/lookup_other.go"}
	weierstrass    = []string{"curve.go", "jacobian.go", "formulas.go", "formulas_other.go", "complete.go", "comb.go", "wnaf.go", "lanes_other.go", "four_other.go", "points_test.go"}
	edwards        = []string{"curve.go", "point.go", "formulas.go", "formulas_other.go", "comb.go", "wnaf.go", "points_test.go"}
	aboutWeier     = "points of curves y² = x³ + ax + b of prime order"
	aboutEdwards   = "points of curves u² + v² = 1 + du²v² with cofactor 4"
	importPathBase = "github.com/klaster-platform/klaster/gost/gost3410/internal/"
)

func units() []unit {
	group := func(kind string, files []string, about, field string, n int) unit {
		size := fmt.Sprint(64 * n)
		u := unit{Package: kind[:1] + field + size, Limbs: n, Field: field + size, Scalar: "mont" + size, About: about}
		if field == "fold" {
			u.Fold = map[int]int{4: 617, 8: 569}[n]
			u.Inline = n == 4
		}
		for _, f := range files {
			u.files = append(u.files, kind+"/"+f)
		}
		u.files = append(u.files, shared...)
		return u
	}
	return []unit{
		{Package: "gcd256", Limbs: 4, files: gcdFiles},
		{Package: "gcd512", Limbs: 8, files: gcdFiles},
		{Package: "fold256", Limbs: 4, Fold: 617, Inline: true, files: foldFiles},
		{Package: "fold512", Limbs: 8, Fold: 569, files: foldFiles},
		{Package: "mont256", Limbs: 4, files: montFiles},
		{Package: "mont512", Limbs: 8, files: montFiles},
		group("weierstrass", weierstrass, aboutWeier, "fold", 4),
		group("weierstrass", weierstrass, aboutWeier, "fold", 8),
		group("weierstrass", weierstrass, aboutWeier, "mont", 4),
		group("weierstrass", weierstrass, aboutWeier, "mont", 8),
		group("edwards", edwards, aboutEdwards, "fold", 4),
		group("edwards", edwards, aboutEdwards, "fold", 8),
	}
}

// Bits is the length of the numbers of the package.
func (u unit) Bits() int { return 64 * u.Limbs }

// GCD is the package that inverts numbers of the length.
func (u unit) GCD() string { return fmt.Sprint("gcd", u.Bits()) }

// Words are the numbers of the limbs, for loops that the templates unroll.
func (u unit) Words() []int {
	w := make([]int, u.Limbs)
	for i := range w {
		w[i] = i
	}
	return w
}

// Path is the import path of a neighbour package.
func (u unit) Path(name string) string { return importPathBase + name }

// List joins the limb numbers put into the format.
func (u unit) List(f string) string { return list(f, 0, u.Limbs) }

// Operation is the body of a method of the field that sets *z to an operation on elements given by pointers. The limbs of
// an operand are brought into variables, or, with a star before its name, read where they are wanted; z is written last,
// as it may be one of them.
func (u unit) Operation(name string, operands ...string) string {
	e := newEmitter(u)
	limbs := []string{"z%d"}
	for _, o := range operands {
		if inPlace, ok := strings.CutPrefix(o, "*"); ok {
			limbs = append(limbs, inPlace+"[%d]")
			continue
		}
		limbs = append(limbs, o+"%d")
		e.line("%s := %s", list(o+"%d", 0, e.n), list(o+"[%d]", 0, e.n))
	}
	switch {
	case u.Fold != 0:
		e.operation(name, limbs)
	case name == "Mul":
		e.montgomeryLoop("z%d", "x", limbs[2])
	case name == "Sqr":
		e.square("t", limbs[1])
		e.montgomery("z%d")
	}
	e.line("%s = %s", list("z[%d]", 0, e.n), list("z%d", 0, e.n))
	return e.body()
}

// Formula is the body of a formula for points.
func (u unit) Formula(name string) string {
	f := formulas()[name]
	if u.Inline && !f.long {
		return f.inline(u)
	}
	return f.calls()
}

// compactTag is the build tag of programs that must be small. Limb arithmetic written out is what makes 256 bits fast, and
// is longer than all the rest of a curve, so that each file of it has a twin, with the tag, that calls the field instead.
const compactTag = "klaster_compact"

// hasTwin tells the templates that write limb arithmetic for a unit with Inline.
func hasTwin(name string) bool {
	return strings.HasSuffix(name, "/formulas.go") || name == "fold/fused.go"
}

// render returns every generated file by its path below internal/.
func render() (map[string][]byte, error) {
	files := make(map[string][]byte)
	for _, u := range units() {
		for _, name := range u.files {
			path := u.Package + "/" + name[strings.LastIndex(name, "/")+1:]
			constraint := ""
			if u.Inline && hasTwin(name) {
				twin := u
				twin.Inline, twin.Compact = false, true
				src, err := twin.file(name, compactTag)
				if err != nil {
					return nil, err
				}
				files[strings.TrimSuffix(path, ".go")+"_compact.go"] = src
				constraint = "!" + compactTag
			}
			if assembly, ok := u.assembly(name); ok {
				constraint = "!amd64 || purego || " + compactTag
				src, err := u.file(strings.Replace(name, "_other", "_amd64", 1), "!purego && !"+compactTag)
				if err != nil {
					return nil, err
				}
				files[strings.Replace(path, "_other", "_amd64", 1)] = src
				if assembly != "" {
					files[strings.Replace(path, "_other.go", "_amd64.s", 1)] = []byte(assembly)
				}
				for other, test := range pathTests() {
					if !strings.HasSuffix(name, "/"+other+".go") {
						continue
					}
					src, err := u.file(strings.Replace(name, other, test, 1), "!purego && !"+compactTag)
					if err != nil {
						return nil, err
					}
					files[strings.Replace(path, other, test, 1)] = src
				}
			}
			src, err := u.file(name, constraint)
			if err != nil {
				return nil, err
			}
			files[path] = src
		}
	}
	return files, nil
}

// pathTests are the tests that compare the code of a processor with the portable one, by the portable file.
func pathTests() map[string]string {
	return map[string]string{"formulas_other": "paths_amd64_test", "lanes_other": "lanes_amd64_test", "four_other": "four_amd64_test"}
}

// assembly returns the assembly for amd64 in place of a portable file, and whether there is code for amd64.
func (u unit) assembly(name string) (source string, ok bool) {
	switch {
	case strings.HasSuffix(name, "/lookup_other.go"):
		return u.lookupAssembly(), true
	case strings.HasSuffix(name, "/product_other.go"):
		return u.fieldAssembly(), true
	case strings.HasSuffix(name, "/formulas_other.go") && u.Inline:
		return u.formulaAssembly(), true
	case strings.HasSuffix(name, "/lanes_other.go") && u.Inline:
		return u.laneAssembly(), true
	case strings.HasSuffix(name, "/four_other.go") && u.Inline:
		return "", true // Go that calls what lanes have
	}
	return "", false
}

// file renders one template for the unit, under a build constraint if there is one.
func (u unit) file(name, constraint string) ([]byte, error) {
	t, err := template.ParseFS(templates, "template/"+name+".tmpl")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "// Code generated by internal/generate from %s.tmpl; DO NOT EDIT.\n\n", name)
	if constraint != "" {
		fmt.Fprintf(&b, "//go:build %s\n\n", constraint)
	}
	if err := t.Execute(&b, u); err != nil {
		return nil, err
	}
	src, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("format %s/%s: %w", u.Package, name, err)
	}
	return src, nil
}
