package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
)

// constantGlobals: what stands at package level is not written after initialisation, so that tests run side by side and a
// reader need not ask who changed it. The rule sees assignments, increments, writes to elements and fields, delete and
// clear, and variables whose type exists to be changed. Test kits may keep for a whole test binary what is dear to make.
func constantGlobals(t *tree) []string {
	var breaches []string
	for dir, files := range t.dirs() {
		if layerOf(dir) == kit {
			continue
		}
		globals := map[string]bool{}
		for _, f := range files {
			for _, spec := range packageVars(f.syntax) {
				for _, name := range spec.Names {
					globals[name.Name] = name.Name != "_"
				}
				if typ, ok := mutableType(spec); ok {
					breaches = append(breaches, fmt.Sprintf("%s: %s at package level is state", t.at(spec.Pos()), typ))
				}
			}
		}
		for _, f := range files {
			for _, decl := range f.syntax.Decls {
				if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
					breaches = append(breaches, writes(t, fn, globals)...)
				}
			}
		}
	}
	return breaches
}

func packageVars(f *ast.File) []*ast.ValueSpec {
	var specs []*ast.ValueSpec
	for _, decl := range f.Decls {
		if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.VAR {
			for _, spec := range gen.Specs {
				specs = append(specs, spec.(*ast.ValueSpec))
			}
		}
	}
	return specs
}

// mutableType names a declared type that makes no sense unless it is changed. Pools and once-functions are caches of what
// could be made anew, and allowed.
func mutableType(spec *ast.ValueSpec) (string, bool) {
	sel, ok := spec.Type.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	pkg, ok := sel.X.(*ast.Ident)
	if !ok {
		return "", false
	}
	stateful := pkg.Name == "atomic" ||
		pkg.Name == "sync" && slices.Contains([]string{"Mutex", "RWMutex", "Map", "WaitGroup", "Cond", "Once"}, sel.Sel.Name)
	return pkg.Name + "." + sel.Sel.Name, stateful
}

// writes lists the places in a function that write to a package variable. A name that the function declares anywhere is
// taken for its own: better one breach missed than one imagined.
func writes(t *tree, fn *ast.FuncDecl, globals map[string]bool) []string {
	local := locals(fn)
	var breaches []string
	note := func(e ast.Expr) {
		if id := root(e); id != nil && globals[id.Name] && !local[id.Name] {
			breaches = append(breaches, fmt.Sprintf("%s: %s writes the package variable %s", t.at(e.Pos()), fn.Name.Name, id.Name))
		}
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, e := range n.Lhs {
					note(e)
				}
			}
		case *ast.IncDecStmt:
			note(n.X)
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "delete" || id.Name == "clear") && len(n.Args) > 0 {
				note(n.Args[0])
			}
		}
		return true
	})
	return breaches
}

// root is the variable behind x.f[i] and (*x).f.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// locals are all names that a function declares: receiver, parameters, results, variables and constants of any block.
func locals(fn *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	add := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok {
			names[id.Name] = true
		}
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				names[name.Name] = true
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, e := range n.Lhs {
					add(e)
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n.Key)
				add(n.Value)
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				names[name.Name] = true
			}
		}
		return true
	})
	return names
}
