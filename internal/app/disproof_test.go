package app_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
)

// T4: when the certificate of a sign-in turns out to be revoked, whom it names is signed out everywhere and signs for no organisation by it,
// the organisation account is closed to them, and they and the foundation's people have a letter.
func TestT4_WhatRestsOnARevokedSignInEnds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		const email = "anna@klaster.example"
		o := demo.Organisations()[0]
		heads(t, r, email, o.Name, o.OGRN, o.INN)
		execute(t, r, `UPDATE organisation_grant SET state = 'left'`)
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, email)
		page := "/org/" + o.OGRN + "/applications"
		v.Open(page).WantText("Заявления")

		holder := trialcatest.Head()
		holder.SNILS = "11223344595"
		execute(t, r, `UPDATE account_person SET snils = '11223344595', identified_at = $2, level = 3 WHERE email = $1`, email, r.Clock.Now())
		certificate, _ := trialcatest.New(t, gost3410.CryptoProA()).Issue(t, holder)
		sum, kept := certificate.SHA256(), id.New()
		execute(t, r, `INSERT INTO organisation_certificate (id, organisation, person, sha256, serial, holder, issuer, not_before, not_after, added_at)
			SELECT $1, organisation, person, $2, '01', 'Анна', 'УЦ', since, since, since FROM organisation_signer`, kept, hex.EncodeToString(sum[:]))
		execute(t, r, `UPDATE organisation_signer SET certificate = $1`, kept)
		fallen := signature.Fallen{ID: id.New(), Request: id.New(), Login: true, At: r.Clock.Now(), Certificate: certificate}
		if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error { return r.Disproved(t.Context(), tx, fallen) }); err != nil {
			t.Fatal(err)
		}
		v.Open(page).WantURL("/login?next=" + strings.ReplaceAll(page, "/", "%2F"))
		enter(v, email)
		v.Open(page).WantStatus(404)
		if n := count(t, r.DB, `SELECT COUNT(*) FROM notification_message WHERE recipient = 'anna@klaster.example' AND topic = 'account.level' AND text LIKE '%сеансы%'`); n != 1 {
			t.Errorf("the person has %d letters", n)
		}
		for _, who := range []string{"operator", "owner"} {
			told := `SELECT COUNT(*) FROM notification_message WHERE recipient = '` + who + `@klaster.example' AND topic = 'office.disproof' AND text LIKE '%` + fallen.ID + `%'`
			if n := count(t, r.DB, told); n != 1 {
				t.Errorf("the %s has %d letters", who, n)
			}
		}
		if n := count(t, r.DB, `SELECT COUNT(*) FROM notification_message WHERE topic = 'office.disproof' AND text LIKE '%`+holder.Surname+`%'`); n != 0 {
			t.Error("a letter to the foundation names the person")
		}
	})
}
