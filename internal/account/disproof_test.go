package account_test

import (
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// T4, T16: a certificate that turns out to have been revoked confirms nobody: the level that it gave since that sign-in is taken back, with the
// СНИЛС that came with it, and all sessions end. What another source has confirmed stays, and so does what the certificate gave long before.
func TestT4_ARevokedCertificateConfirmsNobody(t *testing.T) {
	certificate := account.Vouch{Source: account.ByCertificate, Identity: identity(), Reference: "errand"}
	register := account.Vouch{Source: account.BySNILS, Identity: identity(), Reference: "check"}
	for name, c := range map[string]struct {
		first *account.Vouch
		later time.Duration // the sign-in that fell, after the raise
		want  actor.Level
		named bool
	}{
		"the certificate alone":     {nil, -time.Minute, actor.Simplified, false},
		"the register before it":    {&register, -time.Minute, actor.Standard, true},
		"raised by one long before": {&register, time.Hour, actor.Full, true},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				a := h.signedIn(t)
				if c.first != nil {
					if _, err := h.raise(t, a.Person, actor.Standard, *c.first); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := h.raise(t, a.Person, actor.Full, certificate); err != nil {
					t.Fatal(err)
				}
				for _, n := range []ruid.SNILS{otherSNILS, snils} {
					if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
						return h.Disproved(t.Context(), tx, n, h.clock.Now().Add(c.later))
					}); err != nil {
						t.Fatal(err)
					}
					p, living := h.look(t, a.Person), h.count(t, `SELECT COUNT(*) FROM account_session WHERE ended_at IS NULL`)
					if n == otherSNILS && (p.Level != actor.Full || living == 0) {
						t.Errorf("another's certificate: level %d, %d sessions", p.Level, living)
					}
					if n == snils && (p.Level != c.want || p.Identified != c.named || living != 0) {
						t.Errorf("level %d, identified %t, %d sessions", p.Level, p.Identified, living)
					}
				}
				told := strings.ReplaceAll(h.box.last(t, string(h.look(t, a.Person).Email)).text, "\u00a0", " ")
				if lowered := strings.Contains(told, "уровень учётной записи снижен"); !strings.HasPrefix(told, "Сертификат, по которому вы вошли, отозван") || lowered != (c.want != actor.Full) {
					t.Errorf("the person was told %q", told)
				}
				if _, err := h.raise(t, a.Person, actor.Full, certificate); err != nil || h.look(t, a.Person).Level != actor.Full {
					t.Errorf("proven anew: %v, level %d", err, h.look(t, a.Person).Level)
				}
			})
		})
	}
}
