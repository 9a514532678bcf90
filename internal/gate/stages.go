package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// stageResult is how one stage went.
type stageResult struct {
	name   string
	took   time.Duration
	failed bool
	tests  bool // a test of it failed, so that the tally shows the failure already
}

// runStages runs `make STAGE` for each stage, all of them even when one fails, and sums up.
func runStages(ctx context.Context, out io.Writer, stages []string) error {
	dir, err := os.MkdirTemp("", "klaster-gate-")
	if err != nil {
		return err
	}
	defer func() {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(out, "gate:", err)
		}
	}()
	var results []stageResult
	sum := newTally()
	for _, name := range stages {
		fmt.Fprintf(out, "\n▶ %s\n", name)
		before := sum.count(failed)
		started := time.Now()
		err := runStage(ctx, out, dir, name)
		took := time.Since(started)
		if sum, err = loadAfter(dir, err); sum == nil {
			return err
		}
		results = append(results, stageResult{name, took, err != nil, sum.count(failed) > before})
		if ctx.Err() != nil {
			return fmt.Errorf("interrupted in %s", name)
		}
	}
	return summarise(out, results, sum)
}

// loadAfter reads the tallies so far and keeps the stage's own failure.
func loadAfter(dir string, stage error) (*tally, error) {
	sum, err := loadTallies(dir)
	if err != nil {
		return nil, errors.Join(stage, err)
	}
	return sum, stage
}

func runStage(ctx context.Context, out io.Writer, dir, name string) error {
	cmd := exec.CommandContext(ctx, "make", "--no-print-directory", name)
	cmd.Env = append(os.Environ(), "KLASTER_GATE_TALLY="+dir)
	cmd.Stdout, cmd.Stderr = out, out
	// Let the stage end what it started, such as a database server, before it is killed.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	return cmd.Run()
}

// summarise prints what a person needs to know after a run. The last line is the count of tests, alone.
func summarise(out io.Writer, results []stageResult, sum *tally) error {
	fmt.Fprintln(out)
	for _, set := range sortedKeys(sum.Missing) {
		fmt.Fprintf(out, "shared data not found: %s\n", set)
	}
	for _, test := range sortedKeys(sum.Skips) {
		fmt.Fprintf(out, "skipped: %s: %s\n", test, sum.Skips[test])
	}
	for _, target := range sortedKeys(sum.Found) {
		fmt.Fprintf(out, "found by fuzzing, to be mended: %s: %s\n", target, sum.Found[target])
	}
	sum.tellUnsteady(out)
	if err := reportLongFiles(out, "."); err != nil {
		return err
	}
	var total time.Duration
	var bad []string
	silent := 0
	for _, r := range results {
		mark := "ok"
		if r.failed {
			mark = "FAILED"
			bad = append(bad, r.name)
			if !r.tests {
				silent++
			}
		}
		fmt.Fprintf(out, "%-10s %7.1f s  %s\n", r.name, r.took.Seconds(), mark)
		total += r.took
	}
	fmt.Fprintf(out, "%-10s %7.1f s\n", "total", total.Seconds())
	if len(bad) > 0 {
		fmt.Fprintf(out, "failed stages: %s\n", strings.Join(bad, ", "))
	}
	fmt.Fprintln(out, sum.line(silent))
	if len(bad) > 0 {
		return errFailed
	}
	return nil
}
