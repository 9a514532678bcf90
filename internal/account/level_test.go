package account_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

const (
	snils      = ruid.SNILS("11223344595")
	otherSNILS = ruid.SNILS("08765430300")
)

// identity is who the person of most tests is.
func identity() account.Identity {
	return account.Identity{Name: applicant().Name, SNILS: snils, Birth: "1985-03-05", Sex: account.Female}
}

// people adds accounts without any proof and returns their ids.
func (h *house) people(t testing.TB, n int) []actor.PersonID {
	t.Helper()
	list := make([]account.TrialPerson, n)
	for i := range list {
		list[i] = account.TrialPerson{Name: applicant().Name, Email: account.Email(fmt.Sprintf("person%d@example.org", i))}
	}
	ids, err := h.AddTrialPeople(t.Context(), list, password)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func (h *house) raise(t testing.TB, p actor.PersonID, to actor.Level, v account.Vouch) (st account.Standing, err error) {
	t.Helper()
	for range 3 { // a lost race for a СНИЛС is seen by the next run
		err = h.db.Update(t.Context(), func(tx *sqldb.Tx) (err error) {
			st, err = h.Raise(t.Context(), tx, p, to, v)
			return err
		})
		if !errors.Is(err, sqldb.ErrConflict) {
			return st, err
		}
	}
	return st, err
}

func (h *house) look(t testing.TB, p actor.PersonID) (person account.Person) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		person, err = h.Person(t.Context(), q, p)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return person
}

// A source raises as far as it vouches and no farther. A bank says who somebody is, but knows no СНИЛС of its own: it
// speaks when another source has checked the number.
func TestASourceRaisesAsFarAsItVouches(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		sources := account.Sources()
		ids := h.people(t, 2*len(sources))
		for i, source := range sources {
			want := actor.Full
			if source == account.BySNILS {
				want = actor.Standard
			}
			v := account.Vouch{Source: source, Identity: identity(), Reference: "test"}
			v.Identity.SNILS = ruid.SNILS(fmt.Sprintf("000000%05d", i)) // early numbers have no control digits
			if _, err := h.raise(t, ids[i], want+1, v); !errors.Is(err, account.ErrSource) {
				t.Errorf("%s above its ceiling: %v", source, err)
			}
			if bank := source == account.BySber || source == account.ByT; bank {
				if _, err := h.raise(t, ids[i], want, v); !errors.Is(err, account.ErrNeedsSNILS) {
					t.Errorf("%s names a СНИЛС that nobody has checked: %v", source, err)
				}
				checked := v
				checked.Source = account.BySNILS
				if _, err := h.raise(t, ids[i], actor.Standard, checked); err != nil {
					t.Fatal(err)
				}
			}
			if st, err := h.raise(t, ids[i], want, v); err != nil || !st.Raised || st.Level != want {
				t.Errorf("%s: %+v, %v", source, st, err)
			}
			if p := h.look(t, ids[i]); p.Level != want || !p.Identified || p.SNILS != v.Identity.SNILS || p.Birth != v.Identity.Birth {
				t.Errorf("%s: %+v", source, p)
			}
			v.Identity.SNILS = ""
			if _, err := h.raise(t, ids[len(sources)+i], want, v); !errors.Is(err, account.ErrNeedsSNILS) {
				t.Errorf("%s without a СНИЛС: %v", source, err)
			}
		}
	})
}

func TestAnotherIdentityIsNotMixedIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.people(t, 1)[0]
		if _, err := h.raise(t, p, actor.Standard, account.Vouch{Source: account.BySNILS, Identity: identity()}); err != nil {
			t.Fatal(err)
		}
		other := identity()
		other.SNILS = otherSNILS
		if _, err := h.raise(t, p, actor.Full, account.Vouch{Source: account.ByESIA, Identity: other}); !errors.Is(err, account.ErrOtherPerson) {
			t.Errorf("another СНИЛС: %v", err)
		}
		renamed := identity()
		renamed.Name.Surname = "Иванова"
		if st, err := h.raise(t, p, actor.Full, account.Vouch{Source: account.ByCertificate, Identity: renamed}); err != nil || st.Raised || !st.Review {
			t.Errorf("another surname: %+v, %v", st, err)
		}
		if got := h.look(t, p); got.Level != actor.Standard || got.Name != applicant().Name {
			t.Errorf("the account did not stay as it was: %+v", got)
		}
		spelled := identity()
		spelled.Name = account.Name{Surname: "СМИРНОВА", Given: "Анна", Patronymic: "петровна"}
		if st, err := h.raise(t, p, actor.Full, account.Vouch{Source: account.ByCertificate, Identity: spelled}); err != nil || !st.Raised {
			t.Errorf("another spelling: %+v, %v", st, err)
		}
		if text := h.box.last(t, "person0@example.org").text; !strings.Contains(text, "Полная") {
			t.Errorf("the letter does not name the level:\n%s", text)
		}
		var history []account.LevelChange
		if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
			history, err = h.LevelHistory(t.Context(), q, p)
			return err
		}); err != nil || len(history) != 2 || history[1].From != actor.Standard || history[1].To != actor.Full || history[1].Source != account.ByCertificate {
			t.Errorf("%+v, %v", history, err)
		}
	})
}

// Sixteen accounts claim one СНИЛС at the same moment: one gets it, the others wait for a person of the foundation.
func TestOneSNILSOneConfirmedAccount(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		const n = 16
		var (
			all    sync.WaitGroup
			stands [n]account.Standing
			errs   [n]error
		)
		for i, p := range h.people(t, n) {
			all.Go(func() {
				stands[i], errs[i] = h.raise(t, p, actor.Standard, account.Vouch{Source: account.BySNILS, Identity: identity()})
			})
		}
		all.Wait()
		raised, review := 0, 0
		for i := range n {
			if errs[i] != nil {
				t.Fatal(errs[i])
			}
			if stands[i].Raised {
				raised++
			}
			if stands[i].Review {
				review++
			}
		}
		if raised != 1 || review != n-1 {
			t.Errorf("%d raised and %d wait, want 1 and %d", raised, review, n-1)
		}
		if got := h.count(t, `SELECT COUNT(*) FROM account_person WHERE snils = $1 AND identified_at IS NOT NULL`, string(snils)); got != 1 {
			t.Errorf("%d confirmed accounts have the СНИЛС", got)
		}
		if got := h.count(t, `SELECT COUNT(*) FROM account_identity_case WHERE kind = 'clash' AND state = 'open'`); got != n-1 {
			t.Errorf("%d cases, want %d", got, n-1)
		}
	})
}
