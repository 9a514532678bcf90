package application_test

import (
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// A later program brings a version whose number operators have used. Theirs stays, the program starts, and its file waits as a draft with the
// next number: once, and not while there is another draft.
func TestTheProgramBringsAVersionThatIsTaken(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		brought := strings.NewReplacer("version: 1", "version: 2", "Продукты", "Изделия поставщика").Replace(service)
		bring := func() {
			t.Helper()
			if err := h.Bring(t.Context(), []byte(brought)); err != nil {
				t.Fatal(err)
			}
		}
		versions := func() (n int) { return h.count(t, `SELECT COUNT(*) FROM application_service`) }
		h.next(t)
		if err := h.rewrite(t, "Продукты", "Изделия"); err != nil {
			t.Fatal(err)
		}
		own := h.edition(t, 2)
		bring()
		if got := h.edition(t, 2); got.Digest != own.Digest || versions() != 2 {
			t.Fatalf("beside a draft: %+v among %d", got, versions())
		}
		if err := h.publish(t, "petr", own.Digest, "2026-03-10"); err != nil {
			t.Fatal(err)
		}
		own = h.edition(t, 2)
		bring()
		bring()
		got := h.edition(t, 3)
		if h.edition(t, 2).Digest != own.Digest || got.Published || !got.Brought || len(got.Problems) > 0 || !strings.Contains(got.Source, "Изделия поставщика") || versions() != 3 {
			t.Fatalf("the draft: %+v among %d", got, versions())
		}
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			f, err := h.Version(t.Context(), q, "sample", 2)
			if err == nil && strings.Contains(string(f.Source()), "поставщика") {
				t.Error("the version of the operators was replaced")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := h.PublishEdition(h.as(t, "petr", nil), "sample", 3, got.Digest, own.First.AddDays(1)); err != nil {
			t.Fatal(err)
		}
		bring()
		if versions() != 3 {
			t.Errorf("what was published is brought again: %d versions", versions())
		}
	})
}
