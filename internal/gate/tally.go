package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// outcome of one test. A later stage may run the same test again, with the race detector or on the second engine: the
// worse of failed and passed counts, and skipped only when it never ran.
type outcome int

const (
	skipped outcome = iota + 1
	passed
	failed
)

// tally is what one or more runs of `go test -json` came to.
type tally struct {
	Tests   map[string]outcome // by "package.Test/sub"; by the package alone when it failed outside any test
	Missing map[string]bool    // sets of shared data that were not found
	Skips   map[string]string  // why other tests were skipped, by test
	Found   map[string]string  // inputs that a search found to fail, with their file, by "package.Fuzz"

	Said     map[string]string // the last that failed tests said, by test
	Unsteady map[string]string // tests that failed and passed when asked again, with what they said at first
	Grave    bool              // a race or a crash was seen
}

func newTally() *tally {
	return &tally{Tests: map[string]outcome{}, Missing: map[string]bool{}, Skips: map[string]string{}, Found: map[string]string{}, Said: map[string]string{}, Unsteady: map[string]string{}}
}

func (t *tally) note(test string, o outcome) { t.Tests[test] = max(t.Tests[test], o) }

func (t *tally) merge(other *tally) {
	for test, o := range other.Tests {
		t.note(test, o)
	}
	maps.Copy(t.Missing, other.Missing)
	maps.Copy(t.Skips, other.Skips)
	maps.Copy(t.Found, other.Found)
	maps.Copy(t.Said, other.Said)
	maps.Copy(t.Unsteady, other.Unsteady)
	t.Grave = t.Grave || other.Grave
}

func (t *tally) count(o outcome) int {
	n := 0
	for _, got := range t.Tests {
		if got == o {
			n++
		}
	}
	return n
}

// event is one line of `go test -json`; see `go doc test2json` and, for builds, `go help buildjson`.
type event struct {
	Action      string
	Package     string
	Test        string
	Output      string
	Elapsed     float64
	FailedBuild string
}

// reader turns events into a tally and into the short text that a person reads: one line a package, and the whole
// output of what failed.
type reader struct {
	out    io.Writer
	tally  *tally
	output map[string]*strings.Builder // by test, until it ends
	ran    map[string]int              // tests by package
	broken map[string]bool             // packages in which a test failed
}

func newReader(out io.Writer, t *tally) *reader {
	return &reader{out: out, tally: t, output: map[string]*strings.Builder{}, ran: map[string]int{}, broken: map[string]bool{}}
}

// read consumes events until r ends. Lines that are no events, such as the shouting of a linker, are passed on.
func (rd *reader) read(r io.Reader) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		line := sc.Bytes()
		var e event
		if !bytes.HasPrefix(line, []byte("{")) || json.Unmarshal(line, &e) != nil {
			fmt.Fprintf(rd.out, "%s\n", line)
			continue
		}
		rd.take(e)
	}
	return sc.Err()
}

func (rd *reader) take(e event) {
	key := e.Package
	if e.Test != "" {
		key += "." + e.Test
	}
	switch e.Action {
	case "build-output":
		fmt.Fprint(rd.out, e.Output)
	case "output":
		rd.tally.Grave = rd.tally.Grave || grave.MatchString(e.Output)
		if rd.output[key] == nil {
			rd.output[key] = &strings.Builder{}
		}
		if !strings.HasPrefix(e.Output, "=== ") { // RUN, PAUSE and CONT tell nothing where each test is shown apart
			rd.output[key].WriteString(e.Output)
		}
	case "pass", "fail", "skip":
		if e.Test != "" {
			rd.endTest(e, key)
		} else {
			rd.endPackage(e)
		}
		delete(rd.output, key)
	}
}

var missingSet = regexp.MustCompile(`shared data not found: (\S.*)`)

func (rd *reader) endTest(e event, key string) {
	rd.ran[e.Package]++
	text := rd.text(key)
	for _, m := range missingSet.FindAllStringSubmatch(text, -1) {
		rd.tally.Missing[strings.TrimSpace(m[1])] = true
	}
	switch e.Action {
	case "pass":
		rd.tally.note(key, passed)
	case "skip":
		rd.tally.note(key, skipped)
		if !missingSet.MatchString(text) {
			rd.tally.Skips[key] = lastSaid(text)
		}
	case "fail":
		rd.tally.note(key, failed)
		rd.tally.Said[key] = lastSaid(text)
		rd.broken[e.Package] = true
		fmt.Fprintf(rd.out, "── %s\n%s", key, text)
	}
}

func (rd *reader) endPackage(e event) {
	text := rd.text(e.Package)
	switch {
	case e.Action == "fail":
		if !rd.broken[e.Package] {
			rd.tally.note(e.Package, failed)
		}
		fmt.Fprintf(rd.out, "%sFAIL\t%s\t%.2fs\n", text, e.Package, e.Elapsed)
	case rd.ran[e.Package] > 0:
		fmt.Fprintf(rd.out, "ok  \t%s\t%.2fs\t%d tests\n", e.Package, e.Elapsed, rd.ran[e.Package])
	}
}

func (rd *reader) text(key string) string {
	if b := rd.output[key]; b != nil {
		return b.String()
	}
	return ""
}

// lastSaid is the last thing that a test said, without the marks that the testing package puts around it.
func lastSaid(text string) string {
	reason := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "--- ") {
			reason = line
		}
	}
	return reason
}

// tallyDir is where the stages of one `gate run` leave their tallies for its summary; empty when a stage runs alone.
func tallyDir() string { return os.Getenv("KLASTER_GATE_TALLY") }

// save leaves the tally for `gate run`, or prints the count when there is none to read it.
func (t *tally) save(out io.Writer) error {
	dir := tallyDir()
	if dir == "" {
		t.tellUnsteady(out)
		_, err := fmt.Fprintln(out, t.line(0))
		return err
	}
	b, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("write the tally: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "tally-"+rand.Text()+".json"), b, 0o600); err != nil {
		return fmt.Errorf("write the tally: %w", err)
	}
	return nil
}

// tellUnsteady names the tests that failed and passed when they were asked again.
func (t *tally) tellUnsteady(out io.Writer) {
	for _, test := range sortedKeys(t.Unsteady) {
		fmt.Fprintf(out, "unsteady, to be mended: %s: %s\n", test, t.Unsteady[test])
	}
}

// loadTallies merges what the stages left in dir.
func loadTallies(dir string) (*tally, error) {
	files, err := filepath.Glob(filepath.Join(dir, "tally-*.json"))
	if err != nil {
		return nil, err
	}
	sum := newTally()
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read a tally: %w", err)
		}
		t := newTally()
		if err := json.Unmarshal(b, t); err != nil {
			return nil, fmt.Errorf("read a tally: %w", err)
		}
		sum.merge(t)
	}
	return sum, nil
}

// line is the last line of `make test`. A stage that failed without a failing test, such as a linter, counts as one.
func (t *tally) line(otherFailures int) string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped",
		t.count(passed), t.count(failed)+otherFailures, t.count(skipped))
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
