package account

import (
	"errors"
	"net/http"
	"slices"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (p *pages) deskRoutes(r *httpx.Router) {
	doers := actor.Staff(actor.Operator, actor.Owner)
	r.Handle("GET /admin/desk", doers, p.desk)
	r.Handle("POST /admin/desk", doers, p.findAtDesk)
	r.Handle("GET /admin/desk/visits/{id}", doers, p.deskVisit)
	r.Handle("POST /admin/desk/visits/{id}", doers, p.confirmVisit)
	r.Handle("GET /admin/desk/cases/{id}", doers, p.deskCase)
	r.Handle("POST /admin/desk/cases/{id}/open", doers, p.openCase)
	r.Handle("POST /admin/desk/cases/{id}/decide", doers, p.decideCasePage)
}

var (
	findFields = []web.Input{{Name: "who", Max: emailMax}}
	caseFields = []web.Input{{Name: "note", Max: 2000, Multiline: true}, {Name: "act", Max: 10}}
)

func (p *pages) desk(w http.ResponseWriter, r *http.Request) error {
	return p.showDesk(w, r, web.NewForm(findFields...))
}

func (p *pages) showDesk(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	var list []identityCase
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		list, err = p.openCases(r.Context(), q)
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{Title: titleDesk, Lead: leadDesk, Shell: web.Admin, Section: "desk", Form: f}
	if text, ok := outcomeText[DeskOutcome(r.URL.Query().Get("outcome"))]; ok {
		page.Banner = &web.Notice{Kind: web.Success, Text: text}
	}
	return show(w, r, page, deskView(f, list))
}

func (p *pages) findAtDesk(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, findFields...)
	if err != nil {
		return err
	}
	if f.Get("who") == "" {
		f.Fail("who", errNoFind)
	}
	if !f.OK() {
		return p.showDesk(w, r, f)
	}
	visit, err := p.FindAtDesk(r.Context(), actor.From(r.Context()).Person, f.Get("who"))
	if err != nil {
		if refused(w, f, "who", err) {
			return p.showDesk(w, r, f)
		}
		return err
	}
	return redirect(w, r, "/admin/desk/visits/"+visit)
}

// visitOf reads the visit in the path and the person at the desk, for an operator who has proved lately who they are:
// what is done here gives a person powers.
func (p *pages) visitOf(r *http.Request) (person Person, err error) {
	if err := p.fresh(r); err != nil {
		return person, err
	}
	visit := r.PathValue("id")
	if !id.Valid(visit) {
		return person, ErrNoVisit
	}
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		person, err = p.visit(r.Context(), q, actor.From(r.Context()).Person, visit)
		return err
	})
	return person, err
}

func visitFields() []web.Input {
	return append(dataFields(), web.Input{Name: "kind", Max: 20}, web.Input{Name: "number", Max: numberMax}, web.Input{Name: "same", Max: 3})
}

func (p *pages) deskVisit(w http.ResponseWriter, r *http.Request) error {
	person, err := p.visitOf(r)
	if err != nil {
		return err
	}
	f := web.NewForm(visitFields()...)
	fillIdentity(f, person.Identity())
	return p.showVisit(w, r, f, person)
}

func (p *pages) showVisit(w http.ResponseWriter, r *http.Request, f *web.Form, person Person) error {
	page := web.Page{
		Title: i18n.Same(person.Name.Full()), Caption: captionVisit, Shell: web.Admin, Section: "desk", Form: f,
		Back: &web.Link{Label: titleDesk, URL: "/admin/desk"},
	}
	return show(w, r, page, visitView(f, r.PathValue("id"), person))
}

func (p *pages) confirmVisit(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, visitFields()...)
	if err != nil {
		return err
	}
	person, err := p.visitOf(r)
	if err != nil {
		return err
	}
	i := p.readIdentity(f, true)
	kind := documentKind(f.Get("kind"))
	switch {
	case !slices.Contains(documentKinds[:provingKinds], kind):
		f.Fail("kind", errKind)
	case f.Get("number") == "":
		f.Fail("number", errNoNumber)
	case !validNumber(kind, f.Get("number")):
		f.Fail("number", errNumberForm)
	}
	if !f.Has("same", "yes") {
		f.Fail("same", errSame)
	}
	if !f.OK() {
		return p.showVisit(w, r, f, person)
	}
	out, err := p.ConfirmAtDesk(r.Context(), actor.From(r.Context()).Person, r.PathValue("id"), i, kind, f.Get("number"))
	if err != nil {
		if refused(w, f, "", err) {
			return p.showVisit(w, r, f, person)
		}
		return err
	}
	return redirect(w, r, "/admin/desk?outcome="+string(out))
}

// casePage is what the page of a case shows.
type casePage struct {
	c              identityCase
	person, holder Person
	own            bool // the operator proposed the decision
}

func (p *pages) deskCase(w http.ResponseWriter, r *http.Request) error {
	if err := p.fresh(r); err != nil {
		return err
	}
	return p.showCase(w, r, web.NewForm(caseFields...))
}

func (p *pages) showCase(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	matter := r.PathValue("id")
	if !id.Valid(matter) {
		return ErrNoCase
	}
	who := actor.From(r.Context()).Person
	var (
		d    casePage
		open bool
	)
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if d.c, err = p.caseFor(r.Context(), q, who, matter); err != nil {
			return err
		}
		open = true
		if d.person, err = p.Person(r.Context(), q, d.c.person); err != nil || d.c.holder == "" {
			return err
		}
		d.holder, err = p.Person(r.Context(), q, d.c.holder)
		return err
	})
	page := web.Page{
		Title: caseName[d.c.kind], Caption: labelCase, Shell: web.Admin, Section: "desk", Form: f,
		Back: &web.Link{Label: titleDesk, URL: "/admin/desk"},
	}
	if errors.Is(err, ErrCaseClosed) {
		page.Narrow = true
		return show(w, r, page, closedCaseView(matter))
	}
	if err != nil || !open {
		return err
	}
	if text, ok := caseDone[r.URL.Query().Get("done")]; ok {
		page.Banner = &web.Notice{Kind: web.Success, Text: text}
	}
	d.own = d.c.proposedBy == who
	return show(w, r, page, caseView(f, d))
}

func (p *pages) openCase(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	matter := r.PathValue("id")
	if !id.Valid(matter) {
		return ErrNoCase
	}
	if err := p.OpenCase(r.Context(), actor.From(r.Context()).Person, matter); err != nil {
		return err
	}
	return redirect(w, r, "/admin/desk/cases/"+matter)
}

func (p *pages) decideCasePage(w http.ResponseWriter, r *http.Request) error {
	if err := p.fresh(r); err != nil {
		return err
	}
	f, err := web.ReadForm(r, caseFields...)
	if err != nil {
		return err
	}
	matter, who, note := r.PathValue("id"), actor.From(r.Context()).Person, f.Get("note")
	if !id.Valid(matter) {
		return ErrNoCase
	}
	if utf8.RuneCountInString(note) < 10 {
		f.Fail("note", errNote)
	}
	if !f.OK() {
		return p.showCase(w, r, f)
	}
	done := ""
	switch f.Get("act") {
	case "propose":
		done, err = "proposed", p.ProposeCase(r.Context(), who, matter, note)
	case "agree":
		done, err = "applied", p.ConfirmCase(r.Context(), who, matter, note)
	default:
		done, err = "refused", p.RefuseCase(r.Context(), who, matter, note)
	}
	if err != nil {
		if refused(w, f, "", err) {
			return p.showCase(w, r, f)
		}
		return err
	}
	return redirect(w, r, "/admin/desk/cases/"+matter+"?done="+done)
}

// deskCode shows a person the code for the desk. It is kept nowhere, so the page that answers is the only one to show it.
func (p *pages) deskCode(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	code, err := p.DeskCode(r.Context(), actor.From(r.Context()).Person)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleDeskCode, Lead: leadDeskCode, Shell: web.Cabinet, Section: "level", Narrow: true, Back: &web.Link{Label: titleLevel, URL: "/profile/level"}}
	return show(w, r, page, deskCodeView(code[:4]+" "+code[4:]))
}
