package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const module = "github.com/klaster-platform/klaster"

// layer is a floor of the house. A package imports from lower floors only, and from its own as [sameLayer] says.
type layer int

const (
	library layer = iota
	platform
	actor
	feature
	demo
	app
	cli
	cmd
	kit // serves tests, stands outside
)

func (l layer) String() string {
	return [...]string{"library", "platform", "actor", "feature", "demo", "app", "cli", "cmd", "test kit"}[l]
}

// file is one Go source file.
type file struct {
	path      string // from the root of the module, with slashes
	dir       string
	name      string
	test      bool
	generated bool
	syntax    *ast.File
	imports   []string
}

// tree is all Go files of the module.
type tree struct {
	fset  *token.FileSet
	files []*file
}

var generatedMark = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// readTree parses the Go files below root. Folders of another module, of test data, and those that start with a dot are
// not ours to judge.
func readTree(root fs.FS) (*tree, error) {
	t := &tree{fset: token.NewFileSet()}
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(d.Name(), ".") || slices.Contains([]string{"testdata", "var", "bin"}, d.Name())) {
				return fs.SkipDir
			}
			if _, err := fs.Stat(root, path.Join(p, "go.mod")); p != "." && err == nil {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") {
			return nil
		}
		f, err := t.readFile(root, p)
		if err != nil {
			return err
		}
		t.files = append(t.files, f)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the tree: %w", err)
	}
	return t, nil
}

func (t *tree) readFile(root fs.FS, p string) (*file, error) {
	source, err := fs.ReadFile(root, p)
	if err != nil {
		return nil, err
	}
	syntax, err := parser.ParseFile(t.fset, p, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	f := &file{
		path: p, dir: path.Dir(p), name: path.Base(p), syntax: syntax,
		test:      strings.HasSuffix(p, "_test.go"),
		generated: generatedMark.Match(source),
	}
	for _, spec := range syntax.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		f.imports = append(f.imports, imported)
	}
	return f, nil
}

// dirs lists the folders that have Go files other than tests, each with those files.
func (t *tree) dirs() map[string][]*file {
	m := map[string][]*file{}
	for _, f := range t.files {
		if !f.test {
			m[f.dir] = append(m[f.dir], f)
		}
	}
	return m
}

// at writes where something stands.
func (t *tree) at(pos token.Pos) string {
	p := t.fset.Position(pos)
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// layerOf tells on which floor a folder stands.
func layerOf(dir string) layer {
	parts := strings.Split(dir, "/")
	switch {
	case isKit(parts):
		return kit
	case parts[0] == "cmd":
		return cmd
	case parts[0] != "internal" || len(parts) == 1:
		return library
	}
	switch parts[1] {
	case "cli":
		return cli
	case "app":
		return app
	case "demo":
		return demo
	case "actor":
		return actor
	case "platform", "schema", "wasm":
		return platform
	}
	return feature
}

// isKit tells the folders that serve tests and the work on the code: those named something-test, and a few by name.
func isKit(parts []string) bool {
	last := parts[len(parts)-1]
	if strings.HasSuffix(last, "test") {
		return true
	}
	return parts[0] == "internal" && len(parts) > 1 && slices.Contains([]string{"bench", "gate", "opensslgost", "xmllint", "pdftext", "htmlcheck"}, parts[1])
}

// roomOf is the feature, platform package or library that a folder belongs to: internal/account for
// internal/account/password, gost for gost/streebog.
func roomOf(dir string) string {
	parts := strings.Split(dir, "/")
	n := 1
	switch {
	case parts[0] == "internal" && len(parts) > 1 && parts[1] == "platform":
		n = 3
	case parts[0] == "internal" || parts[0] == "cmd":
		n = 2
	}
	return strings.Join(parts[:min(n, len(parts))], "/")
}

// ours returns the folder of an imported package of this module.
func ours(imported string) (dir string, ok bool) {
	return strings.CutPrefix(imported, module+"/")
}

// isStd tells a package of the standard library: its first part has no dot.
func isStd(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}
