package archtest

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// rules are all that the tree is held to, by name.
func rules() map[string]func(*tree) []string {
	return map[string]func(*tree) []string{
		"layers":            layers,
		"library imports":   libraryImports,
		"http in web files": httpInWebFiles,
		"sql in stores":     sqlInStores,
		"own tables":        ownTables,
		"package docs":      packageDocs,
		"package names":     packageNames,
		"constant globals":  constantGlobals,
	}
}

// layers: imports go down only, a feature never imports another, and nothing but tests imports what serves tests.
func layers(t *tree) []string {
	var breaches []string
	for _, f := range t.files {
		from := layerOf(f.dir)
		for _, imported := range f.imports {
			dir, ok := ours(imported)
			if !ok || roomOf(dir) == roomOf(f.dir) {
				continue
			}
			to := layerOf(dir)
			if from == kit || to == kit {
				if to == kit && from != kit && !f.test {
					breaches = append(breaches, fmt.Sprintf("%s imports %s, which serves tests", f.path, dir))
				}
				continue
			}
			if to > from || to == from && !sameLayer(from) {
				breaches = append(breaches, fmt.Sprintf("%s (%s) imports %s (%s)", f.path, from, dir, to))
			}
			if f.dir != "internal/app" && to == demo {
				breaches = append(breaches, fmt.Sprintf("%s imports %s, which only internal/app calls", f.path, dir))
			}
		}
	}
	return breaches
}

// sameLayer tells the floors whose rooms may import each other.
func sameLayer(l layer) bool { return l == library || l == platform }

// libraryDeps are what single libraries use beside the standard library, x/crypto and x/text. Whoever imports a library
// gets these too, so each has its reason.
func libraryDeps() map[string][]string {
	return map[string][]string{
		"ruid":     {"github.com/nyaruka/phonenumbers"},                      // numbering plans change every month
		"statereg": {"github.com/klauspost/compress"},                        // registers are ZIPs of gigabytes: it unpacks faster
		"rule":     {"cel.dev/cel-go", "cel.dev/expr", "go.yaml.in/yaml/v3"}, // conditions are CEL, in files with comments
		"yamldoc":  {"go.yaml.in/yaml/v3"},                                   // files that people write
		"search":   {"github.com/kljensen/snowball"},                         // stems; the dictionary of rulang is heavier
		"rulang":   {"github.com/kljensen/snowball"},
	}
}

// libraryImports: libraries can be imported by anyone, so they bring little with them, and they reach neither the network
// nor a database. gost stands below the other libraries.
func libraryImports(t *tree) []string {
	var breaches []string
	for _, f := range t.files {
		if layerOf(f.dir) != library || f.test {
			continue
		}
		room := roomOf(f.dir)
		allowed := append([]string{"golang.org/x/crypto", "golang.org/x/text", "golang.org/x/sys/cpu"}, libraryDeps()[room]...)
		for _, imported := range f.imports {
			dir, ok := ours(imported)
			switch {
			case ok && room == "gost" && roomOf(dir) != "gost":
				breaches = append(breaches, fmt.Sprintf("%s imports %s: gost stands alone", f.path, dir))
			case ok:
			case isStd(imported):
				if slices.Contains([]string{"net", "net/http", "database/sql", "os/exec"}, imported) && !isCommand(f) {
					breaches = append(breaches, fmt.Sprintf("%s imports %s: libraries reach no network, database or program", f.path, imported))
				}
			case !slices.ContainsFunc(allowed, func(a string) bool { return imported == a || strings.HasPrefix(imported, a+"/") }):
				breaches = append(breaches, fmt.Sprintf("%s imports %s, which is not allowed to a library", f.path, imported))
			}
		}
	}
	return breaches
}

// isCommand tells a file of a program, such as a generator, from one of a package that others import.
func isCommand(f *file) bool { return f.syntax.Name.Name == "main" }

// httpInWebFiles: in a feature only the files that answer requests know of HTTP: web*.go, api*.go, module.go, view*.go
// and what templ generates.
func httpInWebFiles(t *tree) []string {
	var breaches []string
	for _, f := range t.files {
		if layerOf(f.dir) != feature || f.test || !slices.Contains(f.imports, "net/http") {
			continue
		}
		if f.name != "module.go" && !hasRole(f.name, "web", "api", "view") && !strings.HasSuffix(f.name, "_templ.go") {
			breaches = append(breaches, fmt.Sprintf("%s imports net/http; that is for web*.go, api*.go, module.go and view*.go", f.path))
		}
	}
	return breaches
}

// hasRole tells whether a file is named after one of the roles: web.go, web_login.go.
func hasRole(name string, roles ...string) bool {
	stem := strings.TrimSuffix(name, ".go")
	return slices.ContainsFunc(roles, func(r string) bool { return stem == r || strings.HasPrefix(stem, r+"_") })
}

// packageDocs: each package says what it is; a feature says it in doc.go, where one looks first.
func packageDocs(t *tree) []string {
	var breaches []string
	for dir, files := range t.dirs() {
		documented, inDoc := false, false
		for _, f := range files {
			if f.syntax.Doc != nil {
				documented = true
				inDoc = inDoc || f.name == "doc.go"
			}
		}
		isRoom := layerOf(dir) == feature && roomOf(dir) == dir
		switch {
		case !documented:
			breaches = append(breaches, fmt.Sprintf("%s has no package comment", dir))
		case isRoom && !inDoc:
			breaches = append(breaches, fmt.Sprintf("%s is a feature and has no doc.go with a package comment", dir))
		}
	}
	return breaches
}

// packageNames: a package is named by what it provides.
func packageNames(t *tree) []string {
	empty := []string{"util", "utils", "common", "model", "models", "helper", "helpers", "type", "types", "misc", "shared", "base"}
	var breaches []string
	for dir := range t.dirs() {
		if slices.Contains(empty, path.Base(dir)) {
			breaches = append(breaches, fmt.Sprintf("%s: the name says nothing", dir))
		}
	}
	return breaches
}
