package membership

import (
	"errors"
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// PathDesk is where the foundation looks after members.
const PathDesk = pathDesk

// Readers are the roles that see the desk of members; of them operators and owners decide.
func Readers() []actor.Role { return []actor.Role{actor.Operator, actor.Auditor, actor.Owner} }

func (p *pages) deskRoutes(r *httpx.Router) {
	r.Handle("GET "+pathDesk, actor.Staff(Readers()...), p.desk)
	r.Handle("GET "+pathDesk+"/{ogrn}", actor.Staff(Readers()...), p.deskMember)
	r.Handle("POST "+pathDesk+"/{ogrn}", actor.Staff(deciders()...), p.prepare)
	r.Handle("POST "+pathDesk+"/{ogrn}/warning", actor.Staff(deciders()...), p.accuse)
}

// deskPage is what the desk of members shows.
type deskPage struct {
	form       *web.Form
	found      *Listing
	candidates []candidate
	warnings   []warned
}

// warned is a warning with whom it is about.
type warned struct {
	warning

	member Member
}

// mostListed bounds the lists of the desk.
const mostListed = 200

func (p *pages) desk(w http.ResponseWriter, r *http.Request) error {
	d := deskPage{form: web.NewForm(web.Input{Name: "q"})}
	k := queryOf(r)
	d.form.Set("q", k.Text)
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if k.Text != "" {
			l, err := p.Search(r.Context(), q, Query{Text: k.Text})
			if err != nil {
				return err
			}
			d.found = &l
		}
		if d.candidates, err = candidates(r.Context(), q, mostListed); err != nil {
			return err
		}
		open, err := openWarnings(r.Context(), q, mostListed)
		if err != nil {
			return err
		}
		for _, one := range open {
			m, err := memberOf(r.Context(), q, one.Organisation)
			if err != nil {
				return err
			}
			d.warnings = append(d.warnings, warned{one, m})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return show(w, r, web.Page{Title: titleDesk, Lead: leadDesk, Shell: web.Admin, Section: "members"}, deskView(d, p.today()))
}

// casePage is what the page of a member at the desk shows.
type casePage struct {
	member    Member
	judgement Judgement
	past      []Event
	warning   *warning
	mayDecide bool
	heard     bool
	form      *web.Form
}

func caseFields() []web.Input {
	return []web.Input{{Name: "kind", Max: 20}, {Name: "reason", Max: 20}, {Name: "note", Max: longestText / 2, Multiline: true}, {Name: "false", Max: longestText / 2, Multiline: true}}
}

func (p *pages) deskMember(w http.ResponseWriter, r *http.Request) error {
	return p.showCase(w, r, web.NewForm(caseFields()...))
}

func (p *pages) showCase(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	d := casePage{form: f, mayDecide: actor.From(r.Context()).Has(deciders()...)}
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if d.member, err = memberByOGRN(r.Context(), q, r.PathValue("ogrn")); err != nil {
			return none(err, ErrNoMember)
		}
		if d.judgement, err = p.rules.Judge(r.Context(), q, d.member.Organisation, p.today()); err != nil {
			return err
		}
		if d.past, err = eventsOf(r.Context(), q, d.member.Organisation); err != nil {
			return err
		}
		one, err := openWarning(r.Context(), q, d.member.Organisation)
		if err == nil {
			d.warning, d.heard = &one, one.heard(p.today())
		}
		return none(err, nil)
	})
	if err != nil {
		return err
	}
	page := web.Page{
		Title: i18n.Same(d.member.Name), Shell: web.Admin, Section: "members", Form: f, Back: &web.Link{Label: titleDesk, URL: pathDesk},
	}
	switch q := r.URL.Query(); {
	case q.Get("signed") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textDecided}
	case q.Get("warned") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textWarned}
	}
	return show(w, r, page, caseView(d))
}

// prepare forms a decision and leads to the page on which it is signed.
func (p *pages) prepare(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, caseFields()...)
	if err != nil {
		return err
	}
	d := Decision{Kind: Kind(f.Get("kind")), Reason: Reason(f.Get("reason")), Note: f.Get("note")}
	if d.Kind == Resumption {
		d.Reason = ""
	}
	address, err := p.Prepare(r.Context(), r.PathValue("ogrn"), d)
	if refused, ok := errors.AsType[*fault.Fault](err); ok && refused.Kind != fault.NotFound {
		f.Fail("note", refused.Text)
		return p.showCase(w, r, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, address)
}

// accuse warns a member of false data.
func (p *pages) accuse(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, caseFields()...)
	if err != nil {
		return err
	}
	err = p.Accuse(r.Context(), r.PathValue("ogrn"), f.Get("false"))
	if refused, ok := errors.AsType[*fault.Fault](err); ok && refused.Kind != fault.NotFound {
		f.Fail("false", refused.Text)
		return p.showCase(w, r, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, pathDesk+"/"+r.PathValue("ogrn")+"?warned=1")
}
