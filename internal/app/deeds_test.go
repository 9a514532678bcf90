package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// action is how the code of an action is written; one that goes on with something else ends in a full stop, an underscore
// or a plus.
var action = regexp.MustCompile(`^[a-z]+\.[a-z_.+]*$`)

// Whatever the code writes into the journal has a text in plain words: a person reads the journal of their account, and a
// code tells them nothing. Whoever adds an action adds it to Deeds of the room.
func TestEveryActionHasAText(t *testing.T) {
	found := actions(t)
	if len(found) < 40 {
		t.Fatalf("only %d actions were found: %v", len(found), found)
	}
	deeds := app.Deeds()
	for _, a := range found {
		if _, ok := deeds.Meaning(a); !ok {
			t.Errorf("%s has no text: add it to Deeds of package %s", a, strings.SplitN(a, ".", 2)[0])
		}
	}
	for key, m := range deeds {
		for _, l := range i18n.Langs() {
			if text := m.Text.In(l); text == "" || strings.HasSuffix(text, ".") {
				t.Errorf("%s in %s: %q", key, l, text)
			}
		}
		if m.Topic == "" {
			t.Errorf("%s belongs to no topic", key)
		}
	}
}

// actions lists the strings that the source hands to the journal: arguments of record and of its kin, fields named Action,
// and what is assigned to a variable of that name.
func actions(t *testing.T) (list []string) {
	t.Helper()
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			return err
		}
		text, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, e := range recorded(n) {
				list = append(list, literals(e)...)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func recorded(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.SelectorExpr:
			name = f.Sel.Name
		case *ast.Ident:
			name = f.Name
		}
		if strings.HasPrefix(name, "record") || name == "Record" {
			return n.Args
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Action" {
			return []ast.Expr{n.Value}
		}
	case *ast.AssignStmt:
		if left, ok := n.Lhs[0].(*ast.Ident); ok && left.Name == "action" {
			return n.Rhs
		}
	}
	return nil
}

func literals(e ast.Expr) (list []string) {
	ast.Inspect(e, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && action.MatchString(s) {
				list = append(list, s)
			}
		}
		return true
	})
	return list
}
