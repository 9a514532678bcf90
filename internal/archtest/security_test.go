package archtest

import (
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// levels are the levels of all requirements of OWASP ASVS 5.0.0: a list a chapter, a string a section, a digit a requirement.
func levels() [][]string {
	return [][]string{
		{"22", "1111122223", "112222222223", "222", "123"},                              // 1
		{"122", "112", "12223", "23"},                                                   // 2
		{"3", "113", "12223", "11222233", "11122333", "3", "22333"},                     // 3
		{"12233", "23333", "22", "1222"},                                                // 4
		{"2", "112333", "113", "222"},                                                   // 5
		{"122", "111111112222", "11223333", "112233", "22222333", "2223", "33", "2222"}, // 6
		{"222", "1111", "22", "11222", "223", "22"},                                     // 7
		{"1233", "1123", "133", "23"},                                                   // 8
		{"111", "1222"},                                                                 // 9
		{"22", "223", "22223", "1111122222233333", "22222", "22", "222"},                // 10
		{"2233", "22233", "11233", "1222", "23", "23", "33"},                            // 11
		{"12233", "11", "22223"},                                                        // 12
		{"2333", "222223", "2233", "1222233"},                                           // 13
		{"22", "12223333", "122"},                                                       // 14
		{"12233", "12233", "1222222", "3333"},                                           // 15
		{"2", "22222", "2222", "222", "2223"},                                           // 16
		{"23", "22223333", "22"},                                                        // 17
	}
}

var (
	requirementRow = regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \| ([123]) \| (yes|in part|not yet|does not apply) \| (\S[^|]*) \| ([^|]*) ?\|$`)
	testName       = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w*`)
)

// docs/security.md names every requirement of the standard once, with its level, and no test that does not exist; the counts at
// its top are those of its rows.
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
	states := checkRows(t, string(page))
	for _, level := range []string{"1", "2", "3"} {
		line := "| " + level
		for _, state := range []string{"yes", "in part", "not yet", "does not apply"} {
			line += fmt.Sprintf(" | %d", states[level+" "+state])
		}
		if line += " |"; !strings.Contains(string(page), "\n"+line+"\n") {
			t.Errorf("the table at the top lacks the line %s", line)
		}
	}
}

// checkRows holds the rows of the page against the standard and counts them by level and state. Whatever is said to hold names
// the test that would fail, or says that it was read.
func checkRows(t *testing.T, page string) (states map[string]int) {
	t.Helper()
	states = map[string]int{}
	rows := map[string][]string{}
	for _, m := range requirementRow.FindAllStringSubmatch(page, -1) {
		if rows[m[1]] != nil {
			t.Errorf("%s stands twice", m[1])
		}
		rows[m[1]] = m
		states[m[2]+" "+m[3]]++
		if m[3] == "yes" && !testName.MatchString(m[5]) && !strings.Contains(m[5], "by reading") {
			t.Errorf("%s is said to hold, and nothing proves it", m[1])
		}
	}
	wanted := 0
	for c, sections := range levels() {
		for s, section := range sections {
			for n, level := range section {
				wanted++
				number := fmt.Sprintf("%d.%d.%d", c+1, s+1, n+1)
				if row := rows[number]; row == nil || row[2] != string(level) {
					t.Errorf("%s of level %c is not on the page as such", number, level)
				}
			}
		}
	}
	if len(rows) != wanted {
		t.Errorf("the page has %d requirements, the standard %d", len(rows), wanted)
	}
	return states
}

var (
	budgetRule = regexp.MustCompile(`limit\.Rule\{Name: "([a-z.]+)", Burst: (\w+), Per: ([^}]+)\}`)
	budgetRow  = regexp.MustCompile("(?m)^\\| [^|]+ \\| (\\d+) in ([^|]+) \\| [^|]+ \\| `([a-z.]+)` \\|$")
)

// ASVS 5.0, 2.1.3 and 6.1.1: every budget of attempts stands on the page as it is in the code, and no other does.
func TestSecurityPageNamesEveryBudget(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(repository(t), "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, m := range budgetRow.FindAllStringSubmatch(string(page), -1) {
		told[m[3]] = m[1] + " in " + m[2]
	}
	words := map[string]string{
		"time.Hour": "an hour", "3 * time.Hour": "3 hours", "24 * time.Hour": "a day", "oneHour": "an hour", "10 * time.Minute": "10 minutes", "30 * time.Minute": "30 minutes",
	}
	found := 0
	for _, f := range sources(t) {
		text, err := os.ReadFile(filepath.Join(repository(t), f.path))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range budgetRule.FindAllStringSubmatch(string(text), -1) {
			found++
			if m[2] == "maxTries" { // of internal/signature, where it bounds the request itself, too
				m[2] = "20"
			}
			if want := m[2] + " in " + words[m[3]]; told[m[1]] != want {
				t.Errorf("%s: the budget %s is %s, and the page says %q", f.path, m[1], want, told[m[1]])
			}
		}
	}
	if found != len(told) || found < 20 {
		t.Errorf("the code has %d budgets, the page %d", found, len(told))
	}
}

// ASVS 5.0, 15.1.2: every module that go.mod requires directly stands in docs/dependencies.md.
func TestEveryModuleIsListed(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(repository(t), "docs", "dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join(repository(t), "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(string(mod), -1) {
		found++
		if !strings.Contains(string(page), m[1]) && !strings.HasPrefix(m[1], "github.com/riverqueue/river/") {
			t.Errorf("docs/dependencies.md does not name %s", m[1])
		}
	}
	if found < 20 {
		t.Errorf("only %d modules were found", found)
	}
}
