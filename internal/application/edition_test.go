package application_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

func (h *house) edition(t testing.TB, version int) (e application.Edition) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		e, err = h.Edition(t.Context(), q, "sample", version)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return e
}

func (h *house) next(t testing.TB) application.Edition {
	t.Helper()
	e, err := h.NextEdition(h.as(t, "olga", nil), "sample")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (h *house) rewrite(t testing.TB, old, with string) error {
	t.Helper()
	e := h.edition(t, 2)
	if !strings.Contains(e.Source, old) {
		t.Fatalf("the file has no %q", old)
	}
	return h.SaveEdition(h.as(t, "olga", nil), "sample", 2, e.Digest, strings.Replace(e.Source, old, with, 1))
}

func (h *house) publish(t testing.TB, who, drawn, from string) error {
	t.Helper()
	day, err := workdays.ParseDate(from)
	if err != nil {
		t.Fatal(err)
	}
	return h.PublishEdition(h.as(t, who, nil), "sample", 2, drawn, day)
}

func (h *house) step(t testing.TB, who string) (st application.Step) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		st, err = h.StepOf(h.as(t, who, nil), q, "sample", 2)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return st
}

// A version is written as a draft, right or wrong, published for a day, and never changes again. Drafts of applications go on under
// the version in force.
func TestAnOperatorChangesAService(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.draft(t)
		e := h.next(t)
		if e.Version != 2 || e.Published || !strings.Contains(e.Source, "version: 2\n") || h.next(t).Digest != e.Digest {
			t.Fatalf("the next version: %+v", e)
		}
		if err := h.rewrite(t, "term: 10", "term: -"); err != nil {
			t.Fatalf("a mistake is not kept: %v", err)
		}
		if got := h.edition(t, 2); len(got.Problems) == 0 || got.Problems[0].Line == 0 {
			t.Errorf("the mistake is at %+v", got.Problems)
		}
		if err := h.publish(t, "petr", h.edition(t, 2).Digest, "2026-03-10"); !errors.Is(err, application.ErrFaulty) {
			t.Errorf("published with a mistake: %v", err)
		}
		if err := h.rewrite(t, "term: -", "term: 20"); err != nil {
			t.Fatal(err)
		}
		var past *fault.Fault
		if err := h.publish(t, "petr", h.edition(t, 2).Digest, "2026-03-01"); !errors.As(err, &past) || past.Kind != fault.Conflict {
			t.Errorf("published for a day that has passed: %v", err)
		}
		old := h.edition(t, 2)
		if err := h.rewrite(t, "Продукты", "Изделия"); err != nil {
			t.Fatal(err)
		}
		if err := h.publish(t, "petr", old.Digest, "2026-03-10"); !errors.Is(err, application.ErrEditedMeanwhile) {
			t.Errorf("published what somebody else has changed: %v", err)
		}
		if err := h.SaveEdition(h.as(t, "olga", nil), "sample", 2, old.Digest, old.Source); !errors.Is(err, application.ErrEditedMeanwhile) {
			t.Errorf("saved over what somebody else has changed: %v", err)
		}
		if err := h.publish(t, "petr", h.edition(t, 2).Digest, "2026-03-10"); err != nil {
			t.Fatal(err)
		}
		if e := h.edition(t, 2); !strings.Contains(e.Source, "\nfrom: 2026-03-10\n") {
			t.Error("the first day does not stand in the file")
		}
		for name, err := range map[string]error{
			"saved":     h.rewrite(t, "Изделия", "Товары"),
			"published": h.publish(t, "petr", h.edition(t, 2).Digest, "2026-03-10"),
			"dropped":   h.DropEdition(h.as(t, "olga", nil), "sample", 2),
		} {
			if !errors.Is(err, application.ErrPublished) {
				t.Errorf("a published version was %s: %v", name, err)
			}
		}

		if w := h.open(t, a); w.Form.Version != 1 || w.Renewed {
			t.Errorf("before the day the draft stands under version %d", w.Form.Version)
		}
		h.clock.Advance(8 * 24 * time.Hour)
		if w := h.open(t, a); w.Form.Version != 2 || !w.Renewed || w.Form.Term != 20 {
			t.Errorf("from the day on the draft stands under version %d", w.Form.Version)
		}
		if e := h.edition(t, 1); e.Cases != 1 {
			t.Errorf("%d applications were begun under version 1", e.Cases)
		}
	})
}

// What changes how applications are decided is published by somebody who has not written it; other words, by anybody.
func TestASecondPersonPublishesWhatDecides(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.next(t)
		if err := h.rewrite(t, "Продукты", "Изделия"); err != nil {
			t.Fatal(err)
		}
		if st := h.step(t, "olga"); st.Second || len(st.Weighs) > 0 {
			t.Errorf("words take a second person: %+v", st.Weighs)
		}
		for old, with := range map[string]string{
			"apply: [newcomer]":            "apply: [newcomer, partner]",
			"signature: required":          "signature: none",
			"term: 10":                     "term: 20",
			"title: {ru: Нет, en: \"No\"}": "title: {ru: Никогда, en: Never}",
			"\nsections:":                  "\nreview: {group: yes}\nsections:",
			"\nterm: 10":                   "\neffect: sample.effect\nterm: 10",
			"\ngrounds:":                   "\nadmission: sample\ngrounds:",
		} {
			if err := h.rewrite(t, old, with); err != nil {
				t.Fatal(err)
			}
			if e := h.edition(t, 2); len(e.Problems) > 0 {
				t.Fatalf("%s: %v", with, e.Problems)
			}
			if st := h.step(t, "olga"); !st.Second || len(st.Weighs) != 1 {
				t.Errorf("%q takes no second person: %v", with, st.Weighs)
			}
			if st := h.step(t, "petr"); st.Second {
				t.Errorf("%q takes a third person", with)
			}
			if err := h.publish(t, "olga", h.edition(t, 2).Digest, "2026-03-10"); !errors.Is(err, application.ErrSecondEditor) {
				t.Errorf("%q was published by who wrote it: %v", with, err)
			}
			if err := h.rewrite(t, with, old); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.publish(t, "olga", h.edition(t, 2).Digest, "2026-03-10"); err != nil {
			t.Errorf("words were not published: %v", err)
		}
	})
}

// What this installation cannot do is refused with its line; a version that is published already stays as it is.
func TestAServiceNamesWhatThereIs(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.next(t)
		for _, with := range []string{"effect: sample.other", "admission: nothing"} {
			if err := h.rewrite(t, "\nterm: 10", "\n"+with+"\nterm: 10"); err != nil {
				t.Fatal(err)
			}
			e := h.edition(t, 2)
			if len(e.Problems) != 1 || strings.Split(e.Source, "\n")[e.Problems[0].Line-1] != with {
				t.Errorf("%s: %v", with, e.Problems)
			}
			if err := h.publish(t, "petr", e.Digest, "2026-03-10"); !errors.Is(err, application.ErrFaulty) {
				t.Errorf("%s was published: %v", with, err)
			}
			if err := h.rewrite(t, "\n"+with+"\nterm: 10", "\nterm: 10"); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// The comparison shows what changed among the lines around it, and how many are left out.
func TestTheStepShowsWhatChanges(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.next(t)
		if err := h.rewrite(t, "Продукты", "Изделия"); err != nil {
			t.Fatal(err)
		}
		var marks strings.Builder
		for _, l := range h.step(t, "olga").Lines {
			marks.WriteString(string(l.Mark))
		}
		if got := marks.String(); got != "  −+  …  −+  …" {
			t.Errorf("%q", got)
		}
	})
}

// A new service begins with a file that can be published as it is, once somebody else has looked at it.
func TestANewService(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for key, want := range map[string]error{"Figures": application.ErrServiceKey, "xml_figures": application.ErrServiceKey, "sample": application.ErrServiceThere} {
			if _, err := h.BeginService(h.as(t, "olga", nil), key); !errors.Is(err, want) {
				t.Errorf("%s: %v", key, err)
			}
		}
		e, err := h.BeginService(h.as(t, "olga", nil), "figures")
		if err != nil || e.Version != 1 {
			t.Fatal(e, err)
		}
		if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
			if _, err := h.Current(t.Context(), q, "figures", workdays.DateOf(today)); !errors.Is(err, application.ErrNoService) {
				t.Errorf("a draft is offered: %v", err)
			}
			e, err = h.Edition(t.Context(), q, "figures", 1)
			return err
		}); err != nil || len(e.Problems) > 0 {
			t.Fatal(e.Problems, err)
		}
		if err := h.PublishEdition(h.as(t, "petr", nil), "figures", 1, e.Digest, workdays.DateOf(today)); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAVersionKeepsItsName(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.next(t)
		for old, with := range map[string]string{"key: sample": "key: other", "version: 2": "version: 7"} {
			if err := h.rewrite(t, old, with); err != nil {
				t.Fatal(err)
			}
			if e := h.edition(t, 2); len(e.Problems) != 1 {
				t.Errorf("%s: %v", with, e.Problems)
			}
			if err := h.rewrite(t, with, old); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.DropEdition(h.as(t, "olga", nil), "sample", 2); err != nil {
			t.Fatal(err)
		}
		if e := h.next(t); e.Version != 2 {
			t.Errorf("after the draft was deleted the next version is %d", e.Version)
		}
		if _, err := h.NextEdition(h.as(t, "olga", nil), "nothing"); !errors.Is(err, application.ErrNoService) {
			t.Errorf("the next version of nothing: %v", err)
		}
	})
}
