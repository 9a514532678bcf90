package app_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// untilNamed waits until a member is found by what its name is like.
func untilNamed(t *testing.T, r *apptest.Running, name string) {
	t.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, ogrns := r.Partner.Meant(name, 1); len(ogrns) > 0 {
			return
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("«%s» is not among the names after three minutes", name)
		}
	}
}

// slipsOfAName are ways to type «Волжские Приборы» that no name begins with.
func slipsOfAName() []string {
	return []string{"волжскые приборы", "djk;crbt ghb,jhs", "DJK;CRBT", "volzhskie pribory", "волжских приборов", "прибар"}
}

// A name that is misspelt, typed on the other keyboard, in Latin letters or in another case finds the member in the register, and the page says how
// it was read; taken as it was typed it finds nobody. The files are of what is shown.
func TestTheRegisterFindsNamesAsTheyWereMeant(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o := demo.Organisations()[2]
		partner(t, r, o)
		untilNamed(t, r, "волжские приборы")
		guest := htmlcheck.NewVisitorAt(t, r.URL)
		for _, slip := range slipsOfAName() {
			q := url.QueryEscape(slip)
			guest.Open("/members?q="+q).WantStatus(http.StatusOK).WantText("Показаны результаты по запросу", o.INN)
			guest.Open("/members?okrug=volga&q=" + q).WantText(o.INN)
			guest.Open("/members?okrug=ural&q=" + q).WantText("Никого не нашли").Open("/members?literal=1&q=" + q).WantText("Никого не нашли")
		}
		guest.Open("/en/members?q=volzhskie").WantText("Showing results for “волжские”", o.INN)
		if list := string(fetch(t, r, "/open/members/csv?q="+url.QueryEscape("волжские"))); len(list) < 100 {
			t.Errorf("the file of what is shown: %q", list)
		}
	})
}

// The page that says how a name was read, in each look.
func TestBrowserANameIsReadAsItWasMeant(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	o := demo.Organisations()[2]
	partner(t, r, o)
	untilNamed(t, r, "волжские приборы")
	for _, l := range looks()[:4] {
		t.Run(l.name, func(t *testing.T) {
			p := browsertest.New(t, r.URL, l.options...)
			for _, slip := range slipsOfAName() {
				p.Open(l.prefix + "/members?q=" + url.QueryEscape(slip))
				p.WantText(o.INN)
			}
			p.Audit()
			p.WantReflow()
			p.Shot("members/meant-" + l.name)
		})
	}
}
