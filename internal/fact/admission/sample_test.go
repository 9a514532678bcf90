package admission_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
)

var update = flag.Bool("update", false, "write the golden file of verdicts anew")

// Verdicts of every record of the sample on the sample's day, for both purposes. Who applies signs with a certificate of the
// organisation, declares that activity is not suspended, and is in no list of unfair suppliers: so what the file shows is
// what the register says. The list of zones is the one that the program brings. Lines name nobody: a hash of the number
// stands for it.
func TestVerdictsOfTheSample(t *testing.T) {
	records := sample(t)
	if len(records) != 598 {
		t.Fatalf("%d records, want 598", len(records))
	}
	on := day(t, today)
	for _, r := range records {
		if r.AsOf.After(on) {
			t.Fatalf("a record of %s is later than the sample's day", r.AsOf)
		}
	}
	lists, err := admission.EmbeddedLists()
	if err != nil {
		t.Fatal(err)
	}
	lookup := in(on, records...)
	var lines []string
	counts := map[string]int{}
	for _, r := range records {
		line := number(r) + " " + string(r.Register)
		var verdicts [2]admission.Assessment
		for i, p := range []admission.Purpose{admission.Participant, admission.Partner} {
			c := clean(t, p, r)
			c.Offshore, c.Lookup = lists, lookup
			verdicts[i] = assess(t, c)
			line += fmt.Sprintf(" %s=%s", p, verdicts[i].Outcome)
			counts[fmt.Sprintf("%s %s %s", r.Register, p, verdicts[i].Outcome)]++
		}
		lines = append(lines, line+short(verdicts))
	}
	slices.Sort(lines)
	var totals []string
	for k, n := range counts {
		totals = append(totals, fmt.Sprintf("# %s %d", k, n))
	}
	slices.Sort(totals)
	got := strings.Join(totals, "\n") + "\n" + strings.Join(lines, "\n") + "\n"
	golden(t, "sample.golden", []byte(got))
}

func number(r *egr.Record) string {
	sum := sha256.Sum256([]byte(r.OGRN))
	return hex.EncodeToString(sum[:6])
}

// short writes what is not a plain pass: the rule, its outcome and its ground or what is missing.
func short(as [2]admission.Assessment) string {
	var b strings.Builder
	told := map[string]bool{}
	for i, a := range as {
		for _, v := range a.Verdicts {
			what := ""
			switch {
			case v.Outcome == rule.Pass:
				for _, f := range v.Held() {
					what += "+" + f.ID
				}
			case v.Ground != "":
				what = ":" + v.Ground
			default:
				for _, m := range v.Missing {
					what += fmt.Sprintf("?%s(%s)", m.Fact, m.Reason)
				}
			}
			if v.Outcome == rule.Pass && what == "" {
				continue
			}
			s := fmt.Sprintf(" %s=%s%s", v.Rule, v.Outcome, what)
			if v.Rule == "R3" {
				s = fmt.Sprintf(" R3/%d=%s%s", i, v.Outcome, what)
			}
			if !told[s] {
				told[s] = true
				b.WriteString(s)
			}
		}
	}
	return b.String()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Error(cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")))
	}
}
