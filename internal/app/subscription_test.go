package app_test

import (
	"net/http"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/id"
)

// A trusted person subscribes to letters about the applications of the organisation on the page of them, and unsubscribes; when the trust
// is revoked the page is closed and no letter goes out any more, though nobody has ended the subscription.
func TestATrustedPersonSubscribesToLetters(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o, email := demo.Organisations()[0], "anna@klaster.example"
		cabinet := actor.OrganisationID(trusts(t, r, email, o.Name, o.OGRN, o.INN))
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, email)
		list := "/org/" + o.OGRN + "/applications"
		v.Open(list).WantText("Письма о заявлениях", "Подпишитесь, чтобы узнавать").Press("Подписаться на письма")
		v.WantURL(list+"?letters=on").WantText("Вы подписались на письма", "Вы подписаны").Press("Отписаться от писем")
		v.WantURL(list + "?letters=off").WantText("Вы отписались").Press("Подписаться на письма").WantText("Вы подписаны")
		if n := count(t, r.DB, `SELECT COUNT(*) FROM application_subscription`); n != 1 {
			t.Errorf("%d subscriptions", n)
		}
		sees := func(o actor.OrganisationID) bool {
			t.Helper()
			sees, err := r.Sees(t.Context(), r.DB.Single(), personID(t, r, email), o)
			if err != nil {
				t.Fatal(err)
			}
			return sees
		}
		if !sees(cabinet) || sees(actor.OrganisationID(id.New())) {
			t.Error("a trusted person sees what they may not, or not what they may")
		}
		execute(t, r, `UPDATE organisation_grant SET state = 'revoked' WHERE organisation = $1`, string(cabinet))
		if sees(cabinet) {
			t.Error("who is trusted no more would get letters")
		}
		v.Open(list).WantStatus(http.StatusNotFound)
	})
}
