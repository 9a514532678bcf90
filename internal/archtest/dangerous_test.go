package archtest

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sources are the files that the program is built of: no tests, no kits, no tools that only the work on the code uses.
func sources(t *testing.T) []*file {
	t.Helper()
	tr, err := readTree(os.DirFS(repository(t)))
	if err != nil {
		t.Fatal(err)
	}
	notServed := []string{"internal/gate", "internal/bench", "internal/archtest", "internal/trialsigner/build", "internal/trialsigner/wasm", "gost/gost3410/internal/generate", "tools"}
	list := slices.DeleteFunc(tr.files, func(f *file) bool {
		return f.test || layerOf(f.dir) == kit || slices.ContainsFunc(notServed, func(dir string) bool { return f.dir == dir || strings.HasPrefix(f.dir, dir+"/") })
	})
	if len(list) < 300 {
		t.Fatalf("only %d files were found", len(list))
	}
	return list
}

// ASVS 5.0, 1.2.5, 1.3.2, 1.3.7, 1.5.2, 11.5.1, 15.1.5: the program starts no other, makes no templates and no objects of what
// it is given, guesses no random numbers, and goes around Go's types at the named places only.
func TestDangerousPackagesAreNotImported(t *testing.T) {
	allowed := map[string][]string{
		"os/exec": nil, "plugin": nil, "encoding/gob": nil, "html/template": nil, "math/rand": nil,
		"crypto/md5": nil, "crypto/rc4": nil,
		"text/template": {"internal/platform/migration"},                                                 // of the migrations, which are compiled in
		"math/rand/v2":  {"internal/platform/jobs", "internal/platform/sqldb", "esign/trialca"},          // jitter of waits; trial certificates of a fixed seed
		"crypto/des":    {"esign/keyfile"},                                                               // opens key files that others made (PKCS #12)
		"unsafe":        {},                                                                              // nowhere
		"crypto/sha1":   {"esign/algorithm", "esign/cert", "esign/keyfile", "internal/account/password"}, // names of keys, old files, lists of leaked passwords
	}
	seen := map[string]bool{}
	for _, f := range sources(t) {
		for _, imported := range f.imports {
			dirs, dangerous := allowed[imported]
			if !dangerous {
				continue
			}
			seen[imported+" "+f.dir] = true
			if !slices.Contains(dirs, f.dir) {
				t.Errorf("%s imports %s", f.path, imported)
			}
		}
	}
	for imported, dirs := range allowed {
		for _, dir := range dirs {
			if !seen[imported+" "+dir] {
				t.Errorf("%s imports %s no more: the list of this test can be shorter", dir, imported)
			}
		}
	}
}

// ASVS 5.0, 11.1.2 and 11.1.3: every package that uses cryptography stands in docs/cryptography.md with what for.
func TestEveryUseOfCryptographyIsInTheInventory(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(repository(t), "docs", "cryptography.md"))
	if err != nil {
		t.Fatal(err)
	}
	cryptography := regexp.MustCompile(`^(crypto(/.*)?|golang\.org/x/crypto/(argon2|pbkdf2)|github\.com/(go-jose|go-webauthn|pquerna)/.*)$`)
	for _, f := range sources(t) {
		for _, imported := range f.imports {
			room := f.dir
			for _, whole := range []string{"esign", "gost"} { // which are cryptography; gost.md and signatures.md tell of them
				if strings.HasPrefix(f.dir, whole+"/") {
					room = whole
				}
			}
			if cryptography.MatchString(imported) && !strings.Contains(string(page), "`"+room+"`") {
				t.Errorf("docs/cryptography.md does not name %s, which imports %s", room, imported)
			}
		}
	}
}

// ASVS 5.0, 1.2.4: a statement of SQL is made of constants of the source, never of what somebody sent.
func TestStatementsAreConstants(t *testing.T) {
	found, constants := 0, map[string]map[string]bool{}
	for _, f := range sources(t) {
		if constants[f.dir] == nil {
			constants[f.dir] = map[string]bool{}
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if decl, ok := n.(*ast.GenDecl); ok && decl.Tok == token.CONST {
				for _, spec := range decl.Specs {
					for _, name := range spec.(*ast.ValueSpec).Names {
						constants[f.dir][name.Name] = true
					}
				}
			}
			return true
		})
	}
	for _, f := range sources(t) {
		if !strings.HasPrefix(f.dir, "internal/") || slices.Contains([]string{"internal/platform/sqldb", "internal/platform/migration", "internal/platform/jobs"}, f.dir) {
			continue // what passes statements on, and River
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			at := 1
			if _, ok := queryCall(call); !ok {
				if !isCall(call, "sqldb", "List") {
					return true
				}
				at = 3
			}
			found++
			if what, ok := constant(call.Args[at], constants[f.dir]); !ok && !slices.Contains(assembled(), f.path+" "+what) {
				t.Errorf("%s: a statement is made of %s", f.path, what)
			}
			return true
		})
	}
	if found < 200 {
		t.Errorf("only %d statements were looked at", found)
	}
}

// isCall tells a call of a function of a package.
func isCall(call *ast.CallExpr, pkg, name string) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == pkg && sel.Sel.Name == name
}

// assembled are statements that are put together at run time, each read by a person: of tables of constants, of names of columns
// that callers write as constants, of numbers of arguments.
func assembled() []string {
	return []string{
		"internal/account/store_copy.go query", "internal/account/store_deletion.go statement", "internal/account/store_recovery.go column",
		"internal/account/store_registration.go column", "internal/notification/store.go erase", "internal/platform/audit/list.go query",
		"internal/fact/store_change.go column",
		"internal/platform/audit/store.go an expression", "internal/platform/limit/store.go statement",
	}
}

// constant reports whether an expression is literals and named constants joined by +; what is the first part that is not.
func constant(e ast.Expr, known map[string]bool) (what string, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		_, err := strconv.Unquote(e.Value)
		return e.Value, err == nil
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return e.Op.String(), false
		}
		if what, ok := constant(e.X, known); !ok {
			return what, false
		}
		return constant(e.Y, known)
	case *ast.CallExpr: // places(3) is "$3, $4, …"
		name, ok := e.Fun.(*ast.Ident)
		return "an expression", ok && name.Name == "places"
	case *ast.ParenExpr:
		return constant(e.X, known)
	case *ast.Ident:
		return e.Name, known[e.Name]
	}
	return "an expression", false
}
