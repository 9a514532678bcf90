package archtest

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// requirements is how many the chapters of OWASP ASVS 5.0.0 have, in order.
func requirements() []int {
	return []int{30, 13, 31, 16, 13, 47, 19, 13, 7, 36, 24, 12, 21, 13, 21, 17, 12}
}

var (
	requirementRow = regexp.MustCompile(`(?m)^\| (\d+)\.\d+\.\d+ \| [123] \| (yes|in part|not yet|does not apply) \| (\S[^|]*) \| ([^|]*) ?\|$`)
	testName       = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w*`)
)

// docs/security.md names every requirement of the standard once, and no test that does not exist.
func TestSecurityPageKeepsItsWord(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(repository(t), "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	tr, err := readTree(os.DirFS(repository(t)))
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, f := range tr.files {
		if !f.test {
			continue
		}
		for _, decl := range f.syntax.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil {
				there[fn.Name.Name] = true
			}
		}
	}
	for _, name := range testName.FindAllString(string(page), -1) {
		if !there[name] {
			t.Errorf("docs/security.md names %s, which does not exist", name)
		}
	}
	rows, seen := map[string]int{}, map[string]bool{}
	for _, m := range requirementRow.FindAllStringSubmatch(string(page), -1) {
		number, _, _ := strings.Cut(strings.TrimPrefix(m[0], "| "), " ")
		if seen[number] {
			t.Errorf("%s stands twice", number)
		}
		seen[number] = true
		rows[m[1]]++
	}
	for i, want := range requirements() {
		chapter := []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17"}[i]
		if rows[chapter] != want {
			t.Errorf("chapter %s has %d requirements on the page, the standard has %d", chapter, rows[chapter], want)
		}
	}
}
