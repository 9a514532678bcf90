package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// fuzzTarget is one fuzz test in the instrumented test binary of its package.
type fuzzTarget struct {
	pkg    string // folder
	binary string
	name   string
}

// fuzz shares the seconds equally between all fuzz targets, at least one second each. Their seeds alone are run with
// the other tests. The inputs found are not kept, so that a run takes the same time every day; a failing input is
// written below testdata/fuzz of its package, where it becomes a seed.
//
// With -report an input that the search found is told at the end of the run and fails nothing: what it finds by chance is
// as likely to be old as new, and a change must not be judged by the dice of the day (ADR 0011). A failing seed fails.
func fuzz(ctx context.Context, out io.Writer, args []string) error {
	flags := flag.NewFlagSet("fuzz", flag.ContinueOnError)
	seconds := flags.Float64("seconds", 120, "time for all targets together")
	report := flags.Bool("report", false, "tell of inputs found, without failing")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "klaster-fuzz-")
	if err != nil {
		return err
	}
	defer func() {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(out, "gate:", err)
		}
	}()
	targets, err := fuzzTargets(ctx, out, dir)
	if err != nil {
		return err
	}
	t := newTally()
	var bad error
	for _, target := range targets {
		each := max(time.Second, time.Duration(*seconds*float64(time.Second))/time.Duration(len(targets)))
		mine, err := fuzzOne(ctx, out, target, each, dir)
		if *report && len(mine.Found) > 0 {
			mine.Tests, err = nil, nil
		}
		t.merge(mine)
		if err != nil {
			bad = err
		}
	}
	if err := t.save(out); err != nil {
		return err
	}
	return bad
}

var fuzzFunc = regexp.MustCompile(`(?m)^func Fuzz\w*\(`)

// fuzzTargets builds the instrumented test binary of each package that has fuzz targets, and asks it for their names.
func fuzzTargets(ctx context.Context, out io.Writer, dir string) ([]fuzzTarget, error) {
	var packages []string
	err := sourceFiles(".", []string{"_test.go"}, func(path string, content []byte) error {
		if pkg := filepath.Dir(path); fuzzFunc.Match(content) && !strings.HasPrefix(pkg, "tools") {
			packages = append(packages, pkg)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for fuzz targets: %w", err)
	}
	var targets []fuzzTarget
	for i, pkg := range slices.Compact(packages) {
		binary := filepath.Join(dir, fmt.Sprintf("%d.test", i))
		build := exec.CommandContext(ctx, "go", "test", "-c", "-fuzz=.", "-vet=off", "-o", binary, "./"+pkg)
		build.Stdout, build.Stderr = out, out
		if err := build.Run(); err != nil {
			return nil, fmt.Errorf("build the fuzz targets of %s: %w", pkg, err)
		}
		list := exec.CommandContext(ctx, binary, "-test.list", "^Fuzz")
		list.Dir = pkg
		names, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("list the fuzz targets of %s: %w", pkg, err)
		}
		for name := range strings.FieldsSeq(string(names)) {
			targets = append(targets, fuzzTarget{pkg, binary, name})
		}
	}
	return targets, nil
}

// fuzzOne gives one target its time. When the time is up, the engine of Go 1.26 sometimes reports the end of the time
// itself as a failure (golang.org/issue/75804, mended in 1.27). Such a verdict names no input; the target is run again.
func fuzzOne(ctx context.Context, out io.Writer, target fuzzTarget, d time.Duration, dir string) (*tally, error) {
	const attempts = 3
	for attempt := 1; ; attempt++ {
		var text strings.Builder
		mine := newTally()
		err := feed(&text, fuzzCommand(ctx, target, d, dir), mine)
		if err != nil && attempt < attempts && isEndOfTime(text.String()) {
			continue
		}
		verdict := "ok  "
		if err != nil {
			verdict = "FAIL"
			fmt.Fprint(out, text.String())
		}
		if input := foundInput(text.String(), target); err != nil && input != "" {
			mine.Found[target.pkg+"."+target.name] = input
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%v\n", verdict, target.pkg, target.name, d.Round(time.Millisecond))
		return mine, err
	}
}

var failingInput = regexp.MustCompile(`Failing input written to (testdata/fuzz/\S+)`)

// foundInput is the content of the file with the input that the engine wrote, empty if it wrote none, as for a failing seed.
func foundInput(text string, target fuzzTarget) string {
	m := failingInput.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	path := filepath.Join(target.pkg, m[1])
	b, err := os.ReadFile(path)
	if err != nil {
		return path
	}
	return path + "\n" + strings.TrimSpace(string(b))
}

func isEndOfTime(text string) bool {
	return strings.Contains(text, "\n    context deadline exceeded\n") && !strings.Contains(text, "Failing input")
}

// fuzzCommand has the engine try ten times to shorten each input that reaches something new. Left to itself it does so for seconds, and a target with a
// seed of some kilobytes would do nothing else in the time that it has here.
func fuzzCommand(ctx context.Context, target fuzzTarget, d time.Duration, dir string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", "tool", "test2json", "-t", "-p", module+"/"+filepath.ToSlash(target.pkg),
		target.binary, "-test.v=test2json", "-test.run=^$", "-test.fuzz=^"+target.name+"$", "-test.fuzztime="+d.String(),
		"-test.fuzzminimizetime=10x", "-test.timeout=10m", "-test.fuzzcachedir="+filepath.Join(dir, "corpus"))
	cmd.Dir = target.pkg
	return cmd
}
