package organisation

import (
	"errors"
	"net/http"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// PathCases is where operators find the cases.
const PathCases = "/admin/organisations"

const reasonMax = 1000

func (p *pages) caseRoutes(r *httpx.Router) {
	r.Handle("GET "+PathCases, actor.Staff(actor.Operator, actor.Owner), p.cases)
	r.Handle("POST "+PathCases+"/{id}/open", actor.Staff(actor.Operator, actor.Owner), p.openCase)
	r.Handle("POST "+PathCases+"/{id}", actor.Staff(actor.Operator, actor.Owner), p.decideCase)
}

func caseFields() []web.Input {
	return append([]web.Input{{Name: "answer", Max: 3}, {Name: "reason", Max: reasonMax}}, web.DateInputs("until")...)
}

func (p *pages) cases(w http.ResponseWriter, r *http.Request) error {
	list, err := p.OpenCases(r.Context(), p.db.Single())
	if err != nil {
		return err
	}
	page := web.Page{Title: titleCases, Lead: leadCases, Shell: web.Admin, Section: "organisations"}
	if r.URL.Query().Get("decided") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textDecided}
	}
	return show(w, r, page, casesView(list))
}

// openCase shows a case. It answers a POST, because whoever sees a person's data is written down (rule T24).
func (p *pages) openCase(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	return p.showCase(w, r, web.NewForm(caseFields()...))
}

func (p *pages) showCase(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	c, name, err := p.LookAtCase(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	page := web.Page{
		Title: titleOneCase.With(c.INN), Lead: c.Ground.Why(), Shell: web.Admin, Section: "organisations", Form: f, Back: &web.Link{Label: titleCases, URL: PathCases},
	}
	return show(w, r, page, caseView(c, name, f))
}

func (p *pages) decideCase(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, caseFields()...)
	if err != nil {
		return err
	}
	yes := f.Get("answer") == "yes"
	var until time.Time
	switch {
	case yes:
		until = readLastDay(f)
	case f.Get("answer") != "no":
		f.Fail("answer", errAnswer)
	}
	if f.OK() {
		err = p.Decide(r.Context(), r.PathValue("id"), yes, f.Get("reason"), until)
		switch {
		case errors.Is(err, ErrNoReason):
			f.Fail("reason", ErrNoReason.Text)
		case errors.Is(err, ErrCaseTerm):
			f.Fail("until", ErrCaseTerm.Text)
		case err != nil:
			return err
		}
	}
	if !f.OK() {
		return p.showCase(w, r, f)
	}
	return web.Redirect(w, r, PathCases+"?decided=1")
}

func caseRows(c Case, name string) []web.SummaryRow {
	h, k := c.Holder(), c.Certificate()
	return []web.SummaryRow{
		{Key: keyAccount, Value: i18n.Same(name)},
		{Key: keyHolder, Value: i18n.Same(h.Surname + " " + h.Given + " " + h.Middle)},
		{Key: keyPersonINN, Value: i18n.Same(string(h.PersonINN))},
		{Key: keyINN, Value: i18n.Same(c.INN)},
		{Key: keyOGRN, Value: i18n.Same(c.OGRN)},
		{Key: keyIssuer, Value: i18n.Same(k.Issuer)},
		{Key: keySerial, Value: i18n.Same(k.Serial)},
		{Key: keyAsked, Body: web.Time(c.Created)},
	}
}

func caseRecordRows(c Case) []web.SummaryRow {
	if c.Record() == nil {
		return []web.SummaryRow{{Key: keyRegister, Value: textNoRecord}}
	}
	return Inside{Cabinet: Cabinet{OGRN: c.OGRN}, Known: c.details.known()}.registerRows(true)
}
