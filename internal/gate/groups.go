package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

const (
	module    = "github.com/klaster-platform/klaster"
	storeKit  = module + "/internal/platform/sqldb/sqldbtest"
	scriptKit = "github.com/rogpeppe/go-internal/testscript"
	pageKit   = module + "/internal/browsertest"
)

// A test in a browser is named TestBrowser…, one that runs the program by a script TestScript…; all others are unit
// tests, or store tests when their package imports the kit that opens databases.
const (
	browserTests = "^TestBrowser"
	scriptTests  = "^TestScript"
	otherStages  = "^(TestBrowser|TestScript)"
)

// group selects packages by what their tests import, and tests by name.
type group struct {
	wants func(pkg string, deps map[string]bool) bool
	flags []string
}

var groups = map[string]group{
	"unit": { // internal/archtest is a stage of its own
		func(pkg string, d map[string]bool) bool { return !d[storeKit] && pkg != module+"/internal/archtest" },
		[]string{"-skip", otherStages},
	},
	"store":   {func(_ string, d map[string]bool) bool { return d[storeKit] }, []string{"-skip", otherStages}},
	"script":  {func(_ string, d map[string]bool) bool { return d[scriptKit] }, []string{"-run", scriptTests}},
	"browser": {func(_ string, d map[string]bool) bool { return d[pageKit] }, []string{"-run", browserTests}},
}

// testGroup runs the tests of one group.
func testGroup(ctx context.Context, out io.Writer, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("name a group of tests")
	}
	g, ok := groups[args[0]]
	if !ok {
		return fmt.Errorf("unknown group of tests %q", args[0])
	}
	list, err := testPackageDeps(ctx)
	if err != nil {
		return err
	}
	var packages []string
	for pkg, deps := range list {
		if g.wants(pkg, deps) {
			packages = append(packages, pkg)
		}
	}
	slices.Sort(packages)
	return goTest(ctx, out, packages, append(slices.Clone(g.flags), args[1:]...))
}

// testPackages runs the tests of the folders named before the first flag.
func testPackages(ctx context.Context, out io.Writer, args []string) error {
	n := slices.IndexFunc(args, func(a string) bool { return strings.HasPrefix(a, "-") })
	if n < 0 {
		n = len(args)
	}
	return goTest(ctx, out, args[:n], append([]string{"-skip", otherStages}, args[n:]...))
}

// testPackageDeps lists each package that has tests with all that its test binary is linked from.
func testPackageDeps(ctx context.Context) (map[string]map[string]bool, error) {
	const format = `{{if eq .Name "main"}}{{.ImportPath}} {{join .Deps " "}}{{end}}`
	cmd := exec.CommandContext(ctx, "go", "list", "-e", "-test", "-f", format, "./...")
	cmd.Stderr = os.Stderr
	b, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list test packages: %w", err)
	}
	list := map[string]map[string]bool{}
	for line := range strings.Lines(string(b)) {
		fields := strings.Fields(line)
		// "p.test" is the test binary of p; "p [p.test]" and "[p.test]" mark packages compiled again for it.
		if len(fields) == 0 || !strings.HasSuffix(fields[0], ".test") {
			continue
		}
		deps := map[string]bool{}
		for _, dep := range fields[1:] {
			deps[dep] = true
		}
		list[strings.TrimSuffix(fields[0], ".test")] = deps
	}
	return list, nil
}

// goTest runs `go test` on the packages, what failed a second time, and leaves the tally.
func goTest(ctx context.Context, out io.Writer, packages, flags []string) error {
	if len(packages) == 0 {
		_, err := fmt.Fprintln(out, "no packages")
		return err
	}
	args := slices.Concat([]string{"test", "-json", "-count=1", "-vet=off", "-timeout=30m"}, flags, packages)
	t := newTally()
	err := feed(out, exec.CommandContext(ctx, "go", args...), t)
	if errors.Is(err, errFailed) {
		err = askAgain(ctx, out, flags, t)
	}
	if serr := t.save(out); serr != nil {
		return serr
	}
	return err
}

// feed adds the events that a command prints to t.
func feed(out io.Writer, cmd *exec.Cmd, t *tally) error {
	cmd.Stderr = out
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	before := t.count(failed)
	if err := cmd.Start(); err != nil {
		return err
	}
	rerr := newReader(out, t).read(stdout)
	if rerr != nil { // the pipe must be emptied, or the command hangs on it
		_, _ = io.Copy(io.Discard, stdout)
	}
	err = cmd.Wait()
	switch {
	case rerr != nil:
		return fmt.Errorf("read test events: %w", rerr)
	case err != nil && t.count(failed) > before:
		return errFailed // the reader has shown what
	case err != nil:
		return fmt.Errorf("%s: %w", bytes.TrimSpace([]byte(strings.Join(cmd.Args[:2], " "))), err)
	case t.count(failed) > before:
		return errFailed
	}
	return nil
}
