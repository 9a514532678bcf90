package legal

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/platform/web"
)

// noon of a day in November 2026.
func noon(day int) time.Time { return time.Date(2026, time.November, day, 9, 0, 0, 0, time.UTC) }

func begun(days ...int) []Edition {
	list := make([]Edition, len(days))
	for i, day := range days {
		list[len(days)-1-i] = Edition{Version: i + 1, Since: noon(day)}
	}
	return list
}

func TestStates(t *testing.T) {
	cases := map[string]struct {
		days []int // of editions 1, 2, …
		now  int
		want []State // of the latest edition first
	}{
		"one":                          {[]int{1}, 5, []State{InForce}},
		"one that is to come":          {[]int{9}, 5, []State{Coming}},
		"its day is now":               {[]int{1, 5}, 5, []State{InForce, Former}},
		"the next is to come":          {[]int{1, 9}, 5, []State{Coming, InForce}},
		"two are to come":              {[]int{1, 8, 9}, 5, []State{Coming, Coming, InForce}},
		"overtaken before its day":     {[]int{1, 9, 3}, 5, []State{InForce, Overtaken, Former}},
		"still overtaken after":        {[]int{1, 9, 3}, 12, []State{InForce, Overtaken, Former}},
		"overtaken by one to come":     {[]int{1, 9, 7}, 5, []State{Coming, Overtaken, InForce}},
		"overtaken on the same day":    {[]int{1, 3, 3}, 5, []State{InForce, Overtaken, Former}},
		"overtaken and nothing before": {[]int{3, 1}, 5, []State{InForce, Overtaken}},
		"none":                         {nil, 5, []State{}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, States(begun(c.days...), noon(c.now))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The edition in force is the latest of those whose day has come, which is also what the query of the store says; an
// edition once former or overtaken never comes back.
func TestStatesProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := begun(rapid.SliceOfN(rapid.IntRange(1, 30), 1, 8).Draw(t, "days")...)
		day := rapid.IntRange(1, 30).Draw(t, "now")
		states := States(list, noon(day))
		want := -1
		for i, e := range list {
			if !e.Since.After(noon(day)) {
				want = i
				break
			}
		}
		later := States(list, noon(day+1))
		for i, s := range states {
			if (s == InForce) != (i == want) {
				t.Fatalf("edition %d is %d, and %d should be in force", list[i].Version, s, want)
			}
			gone := s == Former || s == Overtaken
			if gone && later[i] != s {
				t.Fatalf("edition %d was %d and became %d", list[i].Version, s, later[i])
			}
		}
	})
}

// The footer of every page leads to the documents.
func TestPathsAreThoseOfTheFooter(t *testing.T) {
	got := []string{Terms.Path(), Privacy.Path(), Accessibility.Path(), Cookies.Path()}
	want := []string{web.PathTerms, web.PathPrivacy, web.PathAccessibility, web.PathCookies}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseKind(t *testing.T) {
	for _, k := range Kinds() {
		if got, ok := ParseKind(string(k)); !ok || got != k {
			t.Errorf("ParseKind(%q) = %q, %t", k, got, ok)
		}
	}
	for _, name := range []string{"", "Terms", "terms ", "admin", "../terms"} {
		if _, ok := ParseKind(name); ok {
			t.Errorf("ParseKind(%q) is ok", name)
		}
	}
}
