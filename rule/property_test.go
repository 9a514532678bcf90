package rule_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/rule"
)

var flags = []string{"flag.a", "flag.b", "flag.c", "flag.d"}

// expression draws a condition over the flags, of every connective.
func expression(rt *rapid.T, depth int) string {
	kind := rapid.IntRange(0, 7).Draw(rt, "kind")
	if depth == 0 {
		kind %= 4
	}
	flag := rapid.SampledFrom(flags).Draw(rt, "flag")
	sub := func() string { return expression(rt, depth-1) }
	switch kind {
	case 0, 1:
		return flag
	case 2:
		return "present." + flag
	case 3:
		return "(" + flag + " == " + rapid.SampledFrom(flags).Draw(rt, "other") + ")"
	case 4:
		return "(" + sub() + " && " + sub() + ")"
	case 5:
		return "(" + sub() + " || " + sub() + ")"
	case 6:
		return "!" + sub()
	default:
		return "(" + sub() + " ? " + sub() + " : " + sub() + ")"
	}
}

// conditions draws up to four conditions of all weights.
func conditions(rt *rapid.T) string {
	var b strings.Builder
	for i := range rapid.IntRange(1, 4).Draw(rt, "conditions") {
		kind := rapid.SampledFrom([]string{"when", "require"}).Draw(rt, "kind")
		weight := rapid.SampledFrom([]string{"fail", "review", "note"}).Draw(rt, "weight")
		b.WriteString(condition(string(rune('p'+i)), kind, expression(rt, 3), weight))
	}
	return b.String()
}

type world struct {
	t *testing.T
	c *rule.Catalogue
}

// facts draws what is known of the flags.
func (w world) facts(rt *rapid.T) *rule.Facts {
	f := w.c.NewFacts()
	for _, flag := range flags {
		switch rapid.IntRange(0, 4).Draw(rt, flag) {
		case 0, 1:
			w.supply(rt, f, flag)
		case 2:
			set(w.t, f, flag, rule.Fact{State: rule.Absent, Source: "register", AsOf: day(w.t, on)})
		case 3:
			set(w.t, f, flag, rule.Fact{State: rule.Restricted, Source: "register"})
		}
	}
	return f
}

// supply makes a flag known.
func (w world) supply(rt *rapid.T, f *rule.Facts, flag string) {
	set(w.t, f, flag, known(w.t, rule.BoolValue(rapid.Bool().Draw(rt, "value of "+flag))))
}

func contains(names []string, name string) bool {
	return strings.Contains(" "+strings.Join(names, " ")+" ", " "+name+" ")
}

// A verdict that was reached stays what it is, whatever is learnt of facts that it does not rest on.
func TestDecidedStays(t *testing.T) {
	w := world{t, catalogue(t)}
	rapid.Check(t, func(rt *rapid.T) {
		book := load(t, w.c, conditions(rt))
		f := w.facts(rt)
		before := ask(t, book, f, on)
		if before.Outcome == rule.Undecided {
			return
		}
		more := f.Clone()
		for _, flag := range flags {
			if !contains(used(before), flag) {
				w.supply(rt, more, flag)
			}
		}
		if after := ask(t, book, more, on); after.Outcome != before.Outcome {
			rt.Fatalf("%v became %v", before.Outcome, after.Outcome)
		}
	})
}

// Where facts are missing, those named decide once they are there, and no others change anything. A fact that is absent is
// known to be so: that it comes to be is no supply but a change, and may raise other questions.
func TestMissingDecides(t *testing.T) {
	w := world{t, catalogue(t)}
	rapid.Check(t, func(rt *rapid.T) {
		book := load(t, w.c, conditions(rt))
		f := w.facts(rt)
		before := ask(t, book, f, on)
		if before.Outcome != rule.Undecided {
			if len(before.Missing) != 0 {
				rt.Fatalf("%v, and %v are missing", before.Outcome, before.Missing)
			}
			return
		}
		if len(before.Missing) == 0 {
			rt.Fatal("nothing is missing")
		}
		enough, others := f.Clone(), f.Clone()
		for _, flag := range flags {
			if contains(missing(before), flag) {
				w.supply(rt, enough, flag)
			} else if s := f.Get(flag).State; s == rule.Unknown || s == rule.Restricted {
				w.supply(rt, others, flag)
			}
		}
		changed := slices.ContainsFunc(before.Missing, func(m rule.Missing) bool { return m.Reason == rule.IsAbsent })
		if after := ask(t, book, enough, on); after.Outcome == rule.Undecided && !changed {
			rt.Fatalf("%v were not enough: %v", before.Missing, after.Missing)
		}
		if after := ask(t, book, others, on); after.Outcome != rule.Undecided {
			rt.Fatalf("decided by facts that were not named: %v", after.Outcome)
		}
	})
}

// Whatever is unknown, no completion of the facts contradicts a verdict; unknown is never taken for a yes.
func TestEveryCompletionAgrees(t *testing.T) {
	w := world{t, catalogue(t)}
	rapid.Check(t, func(rt *rapid.T) {
		book := load(t, w.c, conditions(rt))
		f := w.facts(rt)
		before := ask(t, book, f, on)
		full := f.Clone()
		for _, flag := range flags {
			if s := f.Get(flag).State; s == rule.Unknown || s == rule.Restricted {
				w.supply(rt, full, flag)
			}
		}
		if after := ask(t, book, full, on); before.Outcome != rule.Undecided && after.Outcome != before.Outcome {
			rt.Fatalf("%v, and with everything known %v", before.Outcome, after.Outcome)
		}
	})
}

// Facts survive being written and read, and so does the verdict.
func TestReplayOfAnything(t *testing.T) {
	w := world{t, catalogue(t)}
	rapid.Check(t, func(rt *rapid.T) {
		book := load(t, w.c, conditions(rt))
		f := w.facts(rt)
		again, err := w.c.ParseFacts([]byte(marshal(t, f)))
		if err != nil {
			rt.Fatal(err)
		}
		if a, b := marshal(t, ask(t, book, f, on)), marshal(t, ask(t, book, again, on)); a != b {
			rt.Fatalf("%s\n%s", a, b)
		}
	})
}
