package evidence_test

import (
	"bytes"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// T21: whoever changes what is kept is found when it is read.
func TestT21_DamageIsFound(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		other := input()
		other.Kind = "application.withdrawn"
		second := h.issue(t, other)
		foreign := accredited(t, trialcatest.Seal(), true)
		for name, damage := range map[string]func(r evidence.Receipt){
			"a byte of the receipt": func(r evidence.Receipt) {
				h.exec(t, `UPDATE evidence_receipt SET sealed = $1 WHERE id = $2`, bytes.Replace(r.Sealed, []byte("2026-000123"), []byte("2026-000124"), 1), r.ID)
			},
			"another receipt": func(r evidence.Receipt) {
				h.exec(t, `UPDATE evidence_receipt SET sealed = $1 WHERE id = $2`, second.Sealed, r.ID)
			},
			"nothing": func(r evidence.Receipt) {
				h.exec(t, `UPDATE evidence_receipt SET sealed = $1 WHERE id = $2`, []byte{}, r.ID)
			},
			"the number":  func(r evidence.Receipt) { h.exec(t, `UPDATE evidence_receipt SET number = '1' WHERE id = $1`, r.ID) },
			"the kind":    func(r evidence.Receipt) { h.exec(t, `UPDATE evidence_receipt SET kind = 'a.b' WHERE id = $1`, r.ID) },
			"the subject": func(r evidence.Receipt) { h.exec(t, `UPDATE evidence_receipt SET subject = 'x' WHERE id = $1`, r.ID) },
			"the commitment": func(r evidence.Receipt) {
				h.exec(t, `UPDATE evidence_leaf SET commitment = $1 WHERE id = $2`, make([]byte, 32), r.Leaf.ID)
			},
			"its length": func(r evidence.Receipt) {
				h.exec(t, `UPDATE evidence_leaf SET commitment = $1 WHERE id = $2`, []byte{1}, r.Leaf.ID)
			},
			"the leaf's kind": func(r evidence.Receipt) { h.exec(t, `UPDATE evidence_leaf SET kind = 'a.b' WHERE id = $1`, r.Leaf.ID) },
			"the salt": func(r evidence.Receipt) {
				h.exec(t, `UPDATE evidence_salt SET salt = $1 WHERE leaf = $2`, make([]byte, 32), r.Leaf.ID)
			},
			"the salt's length": func(r evidence.Receipt) {
				h.exec(t, `UPDATE evidence_salt SET salt = $1 WHERE leaf = $2`, []byte{1}, r.Leaf.ID)
			},
			"sealed by another": func(r evidence.Receipt) {
				sealed, err := evidence.NewSealer(foreign.key, foreign.own).Seal(t.Context(), []byte(content(t, r.Sealed)), start)
				if err != nil {
					t.Fatal(err)
				}
				h.exec(t, `UPDATE evidence_receipt SET sealed = $1 WHERE id = $2`, sealed, r.ID)
			},
		} {
			r := h.issue(t, input())
			damage(r)
			if _, err := h.read(t, r.ID); !errors.Is(err, evidence.ErrDamaged) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.read(t, second.ID); err != nil {
			t.Error(err)
		}
		if _, err := h.read(t, "none"); !errors.Is(err, evidence.ErrNoReceipt) {
			t.Error(err)
		}
	})
}

func TestLists(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var issued []string
		for range 3 {
			issued = append(issued, h.issue(t, input()).ID)
		}
		other := input()
		other.Subject, other.Matter = evidence.Subject{ID: person, Kind: evidence.Person}, "another"
		h.issue(t, other)
		ids := func(list []evidence.Receipt, err error) (out []string) {
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range list {
				out = append(out, r.ID)
			}
			return out
		}
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			matter := ids(h.OfMatter(t.Context(), q, matter))
			first := ids(h.Of(t.Context(), q, organisation, "", 2))
			rest := ids(h.Of(t.Context(), q, organisation, first[1], 2))
			latest := slices.Concat(first, rest)
			slices.Reverse(latest)
			if !slices.Equal(matter, issued) || !slices.Equal(latest, issued) || len(first) != 2 {
				t.Errorf("%v, %v, issued %v", matter, latest, issued)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// An account that goes takes the bond between the log and the person with it, and nothing else.
func TestForget(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		kept := h.issue(t, input())
		in := input()
		in.Subject = evidence.Subject{ID: person, Kind: evidence.Person}
		gone := h.issue(t, in)
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
			list, err := h.KeptOf(t.Context(), tx, actor.PersonID(person))
			if err != nil || len(list) != 1 || list[0] != (evidence.Kept{ID: gone.ID, Kind: "application.sent", Number: "2026-000123", Issued: start}) {
				t.Errorf("the copy of their data: %+v, %v", list, err)
			}
			return h.Forget(t.Context(), tx, person)
		}); err != nil {
			t.Fatal(err)
		}
		if h.rows(t) != [3]int{2, 1, 2} {
			t.Errorf("leaves, salts, receipts: %v", h.rows(t))
		}
		if _, err := h.read(t, gone.ID); err != nil {
			t.Errorf("the receipt: %v", err)
		}
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			if _, err := h.Salt(t.Context(), q, gone.Leaf.ID); !errors.Is(err, evidence.ErrNoReceipt) {
				t.Errorf("their salt: %v", err)
			}
			_, err := h.Salt(t.Context(), q, kept.Leaf.ID)
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}

// T19: nothing that was written is changed or taken away, but for salts: there is no statement that could.
func TestT19_NothingIsChangedButSaltsDeleted(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	verbs := regexp.MustCompile(`(?i)\b(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO|TRUNCATE|DROP|ALTER|DO UPDATE)\s+(\w+)`)
	var found []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, literal := range regexp.MustCompile("(?s)`[^`]*`").FindAllString(string(source), -1) {
			for _, m := range verbs.FindAllStringSubmatch(literal, -1) {
				found = append(found, m[1]+" "+m[2])
			}
		}
	}
	slices.Sort(found)
	want := []string{
		"DELETE FROM evidence_salt", "INSERT INTO evidence_leaf", "INSERT INTO evidence_receipt", "INSERT INTO evidence_salt", "INSERT INTO evidence_seal",
	}
	if !slices.Equal(found, want) {
		t.Errorf("statements: %v, want %v", found, want)
	}
}

func TestDownload(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.clock.Advance(13 * time.Hour) // the next day in Moscow
		in := input()
		in.Number = "УЧ-7/2026"
		r := h.issue(t, in)
		w := httptest.NewRecorder()
		r.Download().Serve(w, httptest.NewRequest("GET", "/", nil))
		if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), r.Sealed) {
			t.Fatalf("%d, %d bytes", w.Code, w.Body.Len())
		}
		for header, want := range map[string]string{
			"Content-Type": "application/pkcs7-mime; smime-type=signed-data", "Content-Security-Policy": "sandbox; default-src 'none'",
			"Content-Disposition": "attachment; filename*=utf-8''receipt-%D0%A3%D0%A7-7-2026-2026-11-23.p7m",
		} {
			if got := w.Header().Get(header); got != want {
				t.Errorf("%s: %q, want %q", header, got, want)
			}
		}
	})
}
