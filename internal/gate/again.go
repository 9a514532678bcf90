package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

// maxUnsteady is how many tests of one stage may be asked a second time. Where more fail, it is no accident.
const maxUnsteady = 3

// grave is output after which nothing is asked again: a race or a crash that was seen once is there, however
// often it hides.
var grave = regexp.MustCompile(`WARNING: DATA RACE|(?m)^panic: |^fatal error: `)

// rule is a test of one of the rules that must never fail: once is never.
var rule = regexp.MustCompile(`^TestT\d+_`)

// askAgain runs the tests that failed a second time, package by package. When all of them pass now they are unsteady: the
// run goes on, and its summary names them with what they said, to be mended. Otherwise everything stays as it was, and
// the error is [errFailed].
func askAgain(ctx context.Context, out io.Writer, flags []string, t *tally) error {
	failures := forgivable(t)
	if len(failures) == 0 {
		return errFailed
	}
	fmt.Fprintln(out, "what failed is asked again")
	second := newTally()
	for _, pkg := range sortedKeys(failures) {
		pattern := "^(" + strings.Join(failures[pkg], "|") + ")$"
		args := slices.Concat([]string{"test", "-json", "-count=1", "-vet=off", "-timeout=30m"}, withoutRun(flags), []string{"-run", pattern, pkg})
		if err := feed(out, exec.CommandContext(ctx, "go", args...), second); err != nil {
			return err
		}
	}
	for test, o := range t.Tests {
		if o == failed && second.Tests[test] != passed { // a case that the second run did not come to
			return errFailed
		}
	}
	for test, o := range t.Tests {
		if o == failed {
			t.Tests[test] = passed
			t.Unsteady[test] = t.Said[test]
		}
	}
	return nil
}

// forgivable are the tests at the root of what failed, by package; none when one of the failures is not to be forgiven.
func forgivable(t *tally) map[string][]string {
	if t.Grave {
		return nil
	}
	roots := map[string][]string{}
	n := 0
	for _, test := range sortedKeys(t.Tests) {
		if t.Tests[test] != failed {
			continue
		}
		pkg, name, ok := splitTest(test)
		root, _, _ := strings.Cut(name, "/")
		if !ok || rule.MatchString(root) {
			return nil
		}
		if !slices.Contains(roots[pkg], root) {
			roots[pkg] = append(roots[pkg], root)
			n++
		}
	}
	if n > maxUnsteady {
		return nil
	}
	return roots
}

// splitTest parts "example.org/m/pkg.TestX/sub"; ok is false for a package that failed outside any test.
func splitTest(key string) (pkg, name string, ok bool) {
	i := strings.Index(key, ".Test")
	if i < 0 {
		return "", "", false
	}
	return key[:i], key[i+1:], true
}

// withoutRun takes the choice of tests by name out of the flags of go test.
func withoutRun(flags []string) []string {
	var kept []string
	for i := 0; i < len(flags); i++ {
		if flags[i] == "-run" || flags[i] == "-skip" {
			i++
			continue
		}
		kept = append(kept, flags[i])
	}
	return kept
}
