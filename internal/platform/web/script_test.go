package web_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What makes markup or code of text. Our scripts change texts, attributes and classes; markup comes from the server, which
// escaped it, and htmx puts it in. The one script that reads markup (of this site, for the display settings) takes attributes
// from it: DOMParser runs nothing.
var makesMarkup = regexp.MustCompile(`\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|parseHTMLUnsafe|srcdoc|eval|Function|document\.write\w*)\b|setAttribute\(\s*["']on|setTimeout\(\s*["'` + "`" + `]|javascript:`)

// ASVS 5.0, 3.2.2 and 1.3.2: no script of ours makes markup or code of text.
func TestOurScriptsMakeNoMarkup(t *testing.T) {
	for _, wrong := range []string{`e.innerHTML = x`, `document.writeln(x)`, `eval(x)`, `new Function("x")`, `a.setAttribute("onclick", f)`, `setTimeout("x")`} {
		if !makesMarkup.MatchString(wrong) {
			t.Errorf("this test would not find %s", wrong)
		}
	}
	found := 0
	for _, folder := range []string{"static/js", "../../trialsigner/asset", "../../signature/asset"} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".js" {
				return err
			}
			found++
			text, err := os.ReadFile(path)
			for i, line := range strings.Split(string(text), "\n") {
				if m := makesMarkup.FindString(line); m != "" && !strings.HasPrefix(strings.TrimSpace(line), "//") {
					t.Errorf("%s:%d has %s", path, i+1, m)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 10 {
		t.Errorf("only %d scripts were read", found)
	}
}

// ASVS 5.0, 1.2.1 and 1.3.7: templates put raw markup in at one place only, which draws what an allowlist has made.
func TestRawMarkupComesFromTheAllowlistOnly(t *testing.T) {
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".templ" {
			return err
		}
		text, err := os.ReadFile(path)
		for i, line := range strings.Split(string(text), "\n") {
			raw := strings.Contains(line, "templ.Raw(") || strings.Contains(line, "<script>") || strings.Contains(line, "templ.JSFuncCall") || strings.Contains(line, " on") && regexp.MustCompile(`\son[a-z]+="`).MatchString(line)
			if raw && !(strings.Contains(path, "legal/") && strings.TrimSpace(line) == "@templ.Raw(p.html)") {
				t.Errorf("%s:%d: %s", path, i+1, strings.TrimSpace(line))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
