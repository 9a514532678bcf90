package organisation_test

import (
	"slices"
	"testing"

	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func (h *house) update(t testing.TB, do func(tx *sqldb.Tx) error) {
	t.Helper()
	if err := h.db.Update(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// T4: rights that rest on a certificate end when the second asking finds it revoked, with the sessions; trusted persons wait, and nothing
// opens the account for the person but entering anew by a certificate that stands. Another's certificate and another person are not touched.
func TestT4_RightsByARevokedCertificateEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		h.trusted(t, organisation.Full)
		disprove := func(sha256 string) {
			h.update(t, func(tx *sqldb.Tx) error { return h.Disproved(t.Context(), tx, sha256) })
		}
		disprove("another")
		if h.role(t, "Анна") != organisation.Signer {
			t.Fatal("another's certificate was revoked, and Anna signs no more")
		}
		revoked := certificate(annaForRomashka())
		for range 2 { // told twice, it ends once
			disprove(revoked.SHA256)
		}
		if h.role(t, "Анна") != "" || h.role(t, "Олег") != organisation.Standard {
			t.Errorf("after it: Anna %q, her trusted person %q", h.role(t, "Анна"), h.role(t, "Олег"))
		}
		if n := h.count(t, `SELECT COUNT(*) FROM ended WHERE person = $1`, string(h.people["Анна"])); n != 1 {
			t.Errorf("the sessions were ended %d times", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_certificate WHERE removed_at IS NULL`); n != 0 {
			t.Errorf("%d certificates stand in the register", n)
		}
		if got := h.letters(t, "Анна"); !slices.Contains(got, "Your access to an organisation account has ended") {
			t.Errorf("told: %q", got)
		}
		login := h.desk.login(annaForRomashka())
		login.Certificate.SHA256 = "new"
		if out, err := h.Open(h.as(t, "Анна"), login, organisation.Details{}, true); err != nil || out.New || out.Cabinet.ID != c.ID || h.role(t, "Анна") != organisation.Signer {
			t.Errorf("entered anew: %+v, %v, %q", out, err, h.role(t, "Анна"))
		}
	})
}

// T4, T13: an appointment that was signed by a certificate which turns out to be revoked ends, so that a thief leaves nobody behind.
func TestT4_AnAppointmentByARevokedCertificateEnds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.trusted(t, organisation.Full)
		var signature string
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			return q.QueryRow(t.Context(), `SELECT signature FROM organisation_grant`).Scan(&signature)
		}); err != nil {
			t.Fatal(err)
		}
		for _, one := range []string{"another", signature, signature} {
			h.update(t, func(tx *sqldb.Tx) error { return h.GrantDisproved(t.Context(), tx, one) })
			if role, want := h.role(t, "Олег"), one == signature; (role == "") != want {
				t.Errorf("after %q the trusted person is %q", one, role)
			}
		}
		if got := h.letters(t, "Олег"); !slices.Contains(got, "Your access to an organisation account has ended") || h.role(t, "Анна") != organisation.Signer {
			t.Errorf("told: %q; the head is %q", got, h.role(t, "Анна"))
		}
	})
}
