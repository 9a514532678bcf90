package organisation

import (
	"net/http"
	"net/mail"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid"
)

const nameMax = 150

var trustFields = append([]web.Input{{Name: "snils", Max: 20}, {Name: "name", Max: nameMax}, {Name: "role", Max: 10}}, web.DateInputs("until")...)

// plausibleEmail tells an address from what is none: a mailbox of one line without a name.
func plausibleEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && strings.Contains(s[strings.LastIndex(s, "@")+1:], ".")
}

// inside reads the cabinet of the path.
func (p *pages) inside(r *http.Request) (Inside, error) {
	return p.Inside(r.Context(), actor.From(r.Context()).Acting)
}

func (p *pages) page(in Inside, section string, title i18n.Text) web.Page {
	return web.Page{Title: title, Caption: i18n.Same(in.Cabinet.Name), Shell: web.Cabinet, Section: section}
}

func (p *pages) cabinet(w http.ResponseWriter, r *http.Request) error {
	in, err := p.inside(r)
	if err != nil {
		return err
	}
	var now []web.Task
	err = p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		now, err = p.overview.Overview(r.Context(), q, in.Cabinet)
		return err
	})
	if err != nil {
		return err
	}
	page := p.page(in, "org", i18n.Same(in.Cabinet.Name))
	page.Caption, page.Lead = i18n.Text{}, leadCabinet.With(in.Cabinet.INN, in.Cabinet.OGRN)
	switch q := r.URL.Query(); {
	case q.Get("opened") != "":
		page.Banner = &web.Notice{Kind: web.Success, Title: titleOpened, Text: textOpened}
	case q.Get("accepted") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textAccepted}
	}
	return show(w, r, page, cabinetView(in, now, actor.From(r.Context()), p.clock.Now()))
}

func (p *pages) data(w http.ResponseWriter, r *http.Request) error {
	in, err := p.inside(r)
	if err != nil {
		return err
	}
	page := p.page(in, "org-data", titleData)
	if r.URL.Query().Get("changed") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textChanged}
	}
	return show(w, r, page, dataView(in, actor.From(r.Context())))
}

func (p *pages) detailsForm(w http.ResponseWriter, r *http.Request) error {
	in, err := p.inside(r)
	if err != nil {
		return err
	}
	f := web.NewForm(detailFields...)
	fillDetails(f, Details{in.Cabinet.KPP, in.Cabinet.Email, in.Cabinet.Phone})
	return p.showDetails(w, r, in, f)
}

func (p *pages) showDetails(w http.ResponseWriter, r *http.Request, in Inside, f *web.Form) error {
	page := p.page(in, "org-data", titleDetails)
	page.Form, page.Narrow, page.Back = f, true, &web.Link{Label: titleData, URL: in.Cabinet.Path() + "/data"}
	return show(w, r, page, detailsView(in, f))
}

func (p *pages) setDetails(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, detailFields...)
	if err != nil {
		return err
	}
	d := readDetails(f)
	if !f.OK() {
		in, err := p.inside(r)
		if err != nil {
			return err
		}
		return p.showDetails(w, r, in, f)
	}
	if err := p.SetDetails(r.Context(), d); err != nil {
		return err
	}
	return web.Redirect(w, r, "/org/"+r.PathValue("ogrn")+"/data?changed=1")
}

func (p *pages) people(w http.ResponseWriter, r *http.Request) error {
	in, err := p.inside(r)
	if err != nil {
		return err
	}
	page := p.page(in, "org-people", titlePeople)
	switch q := r.URL.Query(); {
	case q.Get("asked") != "":
		page.Banner = &web.Notice{Kind: web.Success, Title: titleInvited, Text: textInvited}
	case q.Get("revoked") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textRevoked}
	case q.Get("confirmed") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textConfirmed}
	}
	return show(w, r, page, peopleView(in, actor.From(r.Context()), p.clock.Now()))
}

func (p *pages) inviteForm(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm(trustFields...)
	f.Set("role", string(Standard))
	return p.showInvite(w, r, f)
}

func (p *pages) showInvite(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	in, err := p.inside(r)
	if err != nil {
		return err
	}
	page := p.page(in, "org-people", titleInvite)
	page.Lead, page.Form, page.Narrow, page.Back = leadInvite, f, true, &web.Link{Label: titlePeople, URL: in.Cabinet.Path() + "/people"}
	return show(w, r, page, inviteView(in, f))
}

func (p *pages) invite(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, trustFields...)
	if err != nil {
		return err
	}
	t := readTrust(f)
	if !f.OK() {
		return p.showInvite(w, r, f)
	}
	address, err := p.Invite(r.Context(), t)
	if err != nil {
		if refusedAt(f, "snils", err) {
			return p.showInvite(w, r, f)
		}
		return err
	}
	return web.Redirect(w, r, address)
}

func readTrust(f *web.Form) (t Trust) {
	snils, err := ruid.ParseSNILS(f.Get("snils"))
	if err != nil {
		f.Fail("snils", errSNILS)
	}
	t = Trust{SNILS: snils, Name: f.Get("name"), Role: Role(f.Get("role"))}
	if len(strings.Fields(t.Name)) < 2 {
		f.Fail("name", errName)
	}
	if t.Role != Full && t.Role != Standard {
		f.Fail("role", errRole)
	}
	t.Until = readLastDay(f)
	return t
}

// readLastDay reads the last day of a term and returns its end in Moscow.
func readLastDay(f *web.Form) time.Time {
	day, month, year := f.Get("until-day"), f.Get("until-month"), f.Get("until-year")
	last, err := time.ParseInLocation("2006-1-2", year+"-"+strings.TrimPrefix(month, "0")+"-"+strings.TrimPrefix(day, "0"), i18n.Moscow())
	if err != nil {
		f.Fail("until", errUntil)
	}
	return last.AddDate(0, 0, 1) // the last day is in it
}

// after does something to a grant or certificate of the path and leads back with a word about it.
func (p *pages) after(w http.ResponseWriter, r *http.Request, back string, do func(id string) error) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := do(r.PathValue("id")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/org/"+r.PathValue("ogrn")+back)
}

func (p *pages) revoke(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, "/people?revoked=1", func(id string) error { return p.Revoke(r.Context(), id) })
}

func (p *pages) confirm(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, "/people?confirmed=1", func(id string) error { return p.Confirm(r.Context(), id) })
}

func (p *pages) removeCertificate(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, "/signatures?removed=1", func(id string) error { return p.RemoveCertificate(r.Context(), id) })
}

func (p *pages) leave(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.Leave(r.Context(), r.PathValue("ogrn")); err != nil {
		return err
	}
	return web.Redirect(w, r, PathMine+"?left=1")
}

func (p *pages) certificates(w http.ResponseWriter, r *http.Request) error {
	in, err := p.inside(r)
	if err != nil {
		return err
	}
	page := p.page(in, "org-signatures", titleCertificates)
	page.Lead = leadCertificates
	if r.URL.Query().Get("removed") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textRemoved}
	}
	return show(w, r, page, certificatesView(in, actor.From(r.Context()), p.clock.Now()))
}
