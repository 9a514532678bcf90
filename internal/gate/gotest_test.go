package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// modules for the tests below: what a run of go test may come to.
var outcomes = map[string]string{
	"go.mod": "module example.org/m\n\ngo 1.26\n",

	"good/a_test.go": `package good
import "testing"
func TestOne(t *testing.T) { t.Run("a", func(t *testing.T) {}); t.Run("b", func(t *testing.T) {}) }
func TestAbsent(t *testing.T) { t.Skip("shared data not found: gost/vectors") }
func TestLeft(t *testing.T) { t.Skip("no browser here") }
`,
	"bad/a_test.go": `package bad
import "testing"
func TestGood(t *testing.T) {}
func TestBad(t *testing.T) { t.Run("deep", func(t *testing.T) { t.Error("the reason") }) }
`,
	"panics/a_test.go": `package panics
import "testing"
func TestPanic(t *testing.T) { panic("the cause") }
`,
	"unbuilt/a_test.go": `package unbuilt
import "testing"
func TestX(t *testing.T) { undefined() }
`,
	"exits/a_test.go": `package exits
import ("os"; "testing")
func TestMain(m *testing.M) { m.Run(); os.Exit(3) }
func TestFine(t *testing.T) {}
`,
}

func TestGoTestCountsAndPropagates(t *testing.T) {
	cases := map[string]struct {
		fails bool
		want  map[string]outcome
		shows string
	}{
		"good": {false, map[string]outcome{
			".TestOne": passed, ".TestOne/a": passed, ".TestOne/b": passed, ".TestAbsent": skipped, ".TestLeft": skipped,
		}, "ok  \texample.org/m/good"},
		"bad": {true, map[string]outcome{
			".TestGood": passed, ".TestBad": failed, ".TestBad/deep": failed,
		}, "the reason"},
		"panics":  {true, map[string]outcome{".TestPanic": failed}, "the cause"},
		"unbuilt": {true, map[string]outcome{"": failed}, "undefined: undefined"},
		"exits":   {true, map[string]outcome{".TestFine": passed, "": failed}, "FAIL\texample.org/m/exits"},
	}
	writeTree(t, outcomes)
	for pkg, c := range cases {
		t.Run(pkg, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("KLASTER_GATE_TALLY", dir)
			var out strings.Builder
			err := goTest(t.Context(), &out, []string{"./" + pkg}, nil)
			if c.fails != errors.Is(err, errFailed) {
				t.Errorf("goTest = %v\n%s", err, out.String())
			}
			sum, err := loadTallies(dir)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]outcome{}
			for test, o := range c.want {
				want["example.org/m/"+pkg+test] = o
			}
			if d := cmp.Diff(want, sum.Tests); d != "" {
				t.Errorf("outcomes (-want +got):\n%s\n%s", d, out.String())
			}
			if !strings.Contains(out.String(), c.shows) {
				t.Errorf("the output does not show %q:\n%s", c.shows, out.String())
			}
		})
	}
}

// A test that fails once and passes when it is asked again is told and stops nothing; a rule, a crash or many of them do.
func TestWhatFailsOnceIsUnsteady(t *testing.T) {
	once := func(names ...string) string {
		text := "package p\nimport (\"os\"; \"testing\")\n"
		for _, name := range names {
			text += `func ` + name + `(t *testing.T) { t.Run("sub", func(t *testing.T) {
	if _, err := os.Stat("` + name + `"); err != nil { _ = os.WriteFile("` + name + `", nil, 0o600); t.Fatal("busy") } }) }
`
		}
		return text
	}
	cases := map[string]struct {
		file     string
		unsteady int
	}{
		"one":       {once("TestOne"), 2},
		"a rule":    {once("TestT7_Never"), 0},
		"one of it": {once("TestOne", "TestT7_Never"), 0},
		"many":      {once("TestA", "TestB", "TestC", "TestD"), 0},
		"a crash":   {strings.Replace(once("TestOne"), `t.Fatal("busy")`, `panic("busy")`, 1), 0},
		"for ever":  {"package p\nimport \"testing\"\nfunc TestOne(t *testing.T) { t.Error(1) }\n", 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			writeTree(t, map[string]string{"go.mod": "module example.org/m\n\ngo 1.26\n", "p/a_test.go": c.file})
			tallies := t.TempDir()
			t.Setenv("KLASTER_GATE_TALLY", tallies)
			var out strings.Builder
			err := goTest(t.Context(), &out, []string{"./p"}, []string{"-skip", otherStages})
			if (c.unsteady == 0) != errors.Is(err, errFailed) {
				t.Errorf("goTest = %v\n%s", err, out.String())
			}
			sum, lerr := loadTallies(tallies)
			if lerr != nil {
				t.Fatal(lerr)
			}
			if len(sum.Unsteady) != c.unsteady || (sum.count(failed) == 0) != (c.unsteady > 0) {
				t.Errorf("unsteady %v, %d failed\n%s", sum.Unsteady, sum.count(failed), out.String())
			}
			var summary strings.Builder
			_ = summarise(&summary, nil, sum)
			if want := "unsteady, to be mended: example.org/m/p.TestOne/sub: a_test.go:4: busy\n"; c.unsteady > 0 && !strings.Contains(summary.String(), want) {
				t.Errorf("no line %q in\n%s", want, summary.String())
			}
		})
	}
}

func TestSummary(t *testing.T) {
	writeTree(t, outcomes)
	tallies := t.TempDir()
	t.Setenv("KLASTER_GATE_TALLY", tallies)
	var out strings.Builder
	if err := goTest(t.Context(), &out, []string{"./good"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := goTest(t.Context(), &out, []string{"./good", "./bad"}, nil); !errors.Is(err, errFailed) {
		t.Fatalf("goTest = %v, want a failure", err)
	}
	sum, err := loadTallies(tallies)
	if err != nil {
		t.Fatal(err)
	}
	out.Reset()
	results := []stageResult{{name: "lint", failed: true}, {name: "unit", failed: true, tests: true}}
	if err := summarise(&out, results, sum); !errors.Is(err, errFailed) {
		t.Errorf("summarise = %v, want a failure", err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	// Tests that two stages ran count once: TestOne with a and b, TestGood. The linter is the third failure.
	if got, want := lines[len(lines)-1], "4 passed, 3 failed, 2 skipped"; got != want {
		t.Errorf("last line %q, want %q", got, want)
	}
	for _, want := range []string{
		"shared data not found: gost/vectors",
		"skipped: example.org/m/good.TestLeft: a_test.go:5: no browser here",
		"failed stages: lint, unit",
	} {
		if !strings.Contains(out.String(), want+"\n") {
			t.Errorf("no line %q in:\n%s", want, out.String())
		}
	}
}

func TestReaderPassesOnWhatIsNoEvent(t *testing.T) {
	var out strings.Builder
	err := newReader(&out, newTally()).read(strings.NewReader("ld: a warning\n{not json\n"))
	if err != nil || out.String() != "ld: a warning\n{not json\n" {
		t.Errorf("read: %v, %q", err, out.String())
	}
}

func TestDrift(t *testing.T) {
	const header = "// Code generated by hand. DO NOT EDIT.\n\npackage p\n"
	cases := map[string]struct{ command, stale string }{
		"nothing":          {"true", ""},
		"changed":          {"echo '// more' >>a.go", "a.go"},
		"added":            {"cp a.go b.go", "b.go"},
		"removed":          {"rm a.go", "a.go"},
		"hand-written one": {"echo '// more' >>hand.go", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			writeTree(t, map[string]string{"a.go": header, "hand.go": "package p\n"})
			var out strings.Builder
			err := drift(t.Context(), &out, []string{"sh", "-c", c.command})
			if (c.stale != "") != errors.Is(err, errFailed) {
				t.Errorf("drift = %v", err)
			}
			if c.stale != "" && !strings.Contains(out.String(), "stale: "+c.stale+"\n") {
				t.Errorf("output %q", out.String())
			}
		})
	}
	if err := drift(t.Context(), &strings.Builder{}, []string{"false"}); err == nil {
		t.Error("a generator that fails passed")
	}
}

func TestLongFiles(t *testing.T) {
	long := "package p\n" + strings.Repeat("// line\n", maxLines)
	writeTree(t, map[string]string{
		"long.go": long, "gen.go": "// Code generated by x. DO NOT EDIT.\n" + long, "short.go": "package p\n",
		"testdata/long.go": long, ".hidden/long.go": long,
	})
	var out strings.Builder
	if err := reportLongFiles(&out, "."); err != nil {
		t.Fatal(err)
	}
	if want := "over 500 lines: long.go (501)\n"; out.String() != want {
		t.Errorf("report %q, want %q", out.String(), want)
	}
}

func TestFuzzFindsAndNamesAFailingInput(t *testing.T) {
	writeTree(t, map[string]string{
		"go.mod": "module " + module + "\n\ngo 1.26\n",
		"p/a_test.go": `package p
import "testing"
func FuzzGood(f *testing.F) { f.Fuzz(func(t *testing.T, b []byte) {}) }
func FuzzBad(f *testing.F) { f.Add([]byte("x")); f.Fuzz(func(t *testing.T, b []byte) { if len(b) > 2 { t.Fatal("too long") } }) }
`,
	})
	tallies := t.TempDir()
	t.Setenv("KLASTER_GATE_TALLY", tallies)
	var out strings.Builder
	if err := fuzz(t.Context(), &out, []string{"-seconds", "2"}); !errors.Is(err, errFailed) {
		t.Errorf("fuzz = %v\n%s", err, out.String())
	}
	sum, err := loadTallies(tallies)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]outcome{module + "/p.FuzzGood": passed, module + "/p.FuzzBad": failed}
	if d := cmp.Diff(want, sum.Tests); d != "" {
		t.Errorf("outcomes (-want +got):\n%s\n%s", d, out.String())
	}
	if !strings.Contains(out.String(), "Failing input written to testdata/fuzz/FuzzBad/") {
		t.Errorf("the failing input is not named:\n%s", out.String())
	}
}

// What a search finds is told and fails nothing where it only reports; found once, it is a seed, and fails.
func TestFuzzReportsWhatItFinds(t *testing.T) {
	writeTree(t, map[string]string{
		"go.mod": "module " + module + "\n\ngo 1.26\n",
		"p/a_test.go": `package p
import "testing"
func FuzzBad(f *testing.F) { f.Add([]byte("x")); f.Fuzz(func(t *testing.T, b []byte) { if len(b) > 2 { t.Fatal("too long") } }) }
`,
	})
	tallies := t.TempDir()
	t.Setenv("KLASTER_GATE_TALLY", tallies)
	var out strings.Builder
	if err := fuzz(t.Context(), &out, []string{"-seconds", "1", "-report"}); err != nil {
		t.Errorf("fuzz = %v\n%s", err, out.String())
	}
	sum, err := loadTallies(tallies)
	if err != nil {
		t.Fatal(err)
	}
	found := sum.Found["p.FuzzBad"]
	if !strings.Contains(found, "testdata/fuzz/FuzzBad/") || !strings.Contains(found, "go test fuzz v1") || sum.count(failed) > 0 {
		t.Errorf("found %q, %d failed\n%s", found, sum.count(failed), out.String())
	}
	var summary strings.Builder
	if err := summarise(&summary, nil, sum); err != nil || !strings.Contains(summary.String(), "to be mended: p.FuzzBad: "+found) {
		t.Errorf("summary = %v\n%s", err, summary.String())
	}
	if err := fuzz(t.Context(), &out, []string{"-seconds", "1", "-report"}); !errors.Is(err, errFailed) {
		t.Errorf("fuzz with a failing seed = %v\n%s", err, out.String())
	}
}

func TestEndOfTimeIsNoFailure(t *testing.T) {
	end := "--- FAIL: FuzzX (3.20s)\n    context deadline exceeded\n"
	if !isEndOfTime(end) {
		t.Error("the end of the time is not recognised")
	}
	if isEndOfTime(end + "    Failing input written to testdata/fuzz/FuzzX/1\n") {
		t.Error("a failing input is taken for the end of the time")
	}
}

// writeTree writes files into a new folder and makes it the working folder of the test.
func writeTree(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}
