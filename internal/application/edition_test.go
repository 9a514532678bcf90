package application_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
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

func (h *house) rewrite(t testing.TB, version int, old, with string) error {
	t.Helper()
	e := h.edition(t, version)
	if !strings.Contains(e.Source, old) {
		t.Fatalf("the file has no %q", old)
	}
	return h.SaveEdition(h.as(t, "olga", nil), "sample", version, e.Digest, strings.Replace(e.Source, old, with, 1))
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
		if err := h.rewrite(t, 2, "term: 10", "term: -"); err != nil {
			t.Fatalf("a mistake is not kept: %v", err)
		}
		if got := h.edition(t, 2); len(got.Problems) == 0 || got.Problems[0].Line == 0 {
			t.Errorf("the mistake is at %+v", got.Problems)
		}
		if err := h.PublishEdition(h.as(t, "olga", nil), "sample", 2, h.edition(t, 2).Digest); !errors.Is(err, application.ErrFaulty) {
			t.Errorf("published with a mistake: %v", err)
		}
		if err := h.rewrite(t, 2, "term: -", "term: 20"); err != nil {
			t.Fatal(err)
		}
		var past *fault.Fault
		if err := h.PublishEdition(h.as(t, "olga", nil), "sample", 2, h.edition(t, 2).Digest); !errors.As(err, &past) || past.Kind != fault.Conflict {
			t.Errorf("published for a day that has passed: %v", err)
		}
		if err := h.rewrite(t, 2, "from: 2026-01-01", "from: 2026-03-10"); err != nil {
			t.Fatal(err)
		}
		old := h.edition(t, 2)
		if err := h.rewrite(t, 2, "Продукты", "Изделия"); err != nil {
			t.Fatal(err)
		}
		if err := h.PublishEdition(h.as(t, "olga", nil), "sample", 2, old.Digest); !errors.Is(err, application.ErrEditedMeanwhile) {
			t.Errorf("published what somebody else has changed: %v", err)
		}
		if err := h.SaveEdition(h.as(t, "olga", nil), "sample", 2, old.Digest, old.Source); !errors.Is(err, application.ErrEditedMeanwhile) {
			t.Errorf("saved over what somebody else has changed: %v", err)
		}
		if err := h.PublishEdition(h.as(t, "olga", nil), "sample", 2, h.edition(t, 2).Digest); err != nil {
			t.Fatal(err)
		}
		for name, err := range map[string]error{
			"saved":     h.rewrite(t, 2, "Изделия", "Товары"),
			"published": h.PublishEdition(h.as(t, "olga", nil), "sample", 2, h.edition(t, 2).Digest),
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

func TestAVersionKeepsItsName(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.next(t)
		for old, with := range map[string]string{"key: sample": "key: other", "version: 2": "version: 7"} {
			if err := h.rewrite(t, 2, old, with); err != nil {
				t.Fatal(err)
			}
			if e := h.edition(t, 2); len(e.Problems) != 1 {
				t.Errorf("%s: %v", with, e.Problems)
			}
			if err := h.rewrite(t, 2, with, old); err != nil {
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
