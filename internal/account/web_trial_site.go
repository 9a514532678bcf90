package account

import (
	"errors"
	"net/http"
	"strings"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var trialFields = []web.Input{{Name: "person"}, {Name: "deny"}}

// trialSite is the page of the trial site, which stands in for another one. It errs in the words of its own protocol.
func (p *pages) trialAsk(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.trialSite.Ask(r.URL.Query()); err != nil {
		return trialRefusal(err)
	}
	return p.showTrialSite(w, r, web.NewForm(trialFields...))
}

func (p *pages) showTrialSite(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleTrialSite, Form: f, Narrow: true, NoIndex: true}
	return show(w, r, page, trialSiteView(f, r.URL.RawQuery, p.trialSite.People()))
}

func (p *pages) trialAnswer(w http.ResponseWriter, r *http.Request) error {
	asked, err := p.trialSite.Ask(r.URL.Query())
	if err != nil {
		return trialRefusal(err)
	}
	f, err := web.ReadForm(r, trialFields...)
	if err != nil {
		return err
	}
	switch {
	case f.Get("deny") != "":
		return p.sendBack(w, r, p.trialSite.Deny(asked))
	case f.Get("person") == "":
		f.Fail("person", errTrialWho)
		return p.showTrialSite(w, r, f)
	}
	return p.sendBack(w, r, p.trialSite.Grant(asked, f.Get("person")))
}

// sendBack leads to the client, which is this site.
func (p *pages) sendBack(w http.ResponseWriter, r *http.Request, address string) error {
	return redirect(w, r, strings.TrimPrefix(address, p.baseURL))
}

func trialRefusal(err error) error {
	if errors.Is(err, connector.ErrAnswer) {
		return fault.New(fault.Invalid, errTrialAsk).Because(err)
	}
	return err
}
