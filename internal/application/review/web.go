package review

import (
	"context"
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// PathQueue is where the foundation finds what waits.
const PathQueue = "/admin/applications"

func pathOf(one actor.CaseID) string { return PathQueue + "/" + string(one) }

const textMax = 2000

// Readers are the roles that see applications, Deciders those that decide them.
func Readers() []actor.Role {
	return []actor.Role{actor.Operator, actor.Expert, actor.Auditor, actor.Owner}
}

// Deciders are the roles that decide applications.
func Deciders() []actor.Role { return []actor.Role{actor.Operator, actor.Expert, actor.Owner} }

func mayDecide(a actor.Actor) bool { return a.Has(Deciders()...) }

type pages struct{ *Service }

func (p *pages) routes(r *httpx.Router) {
	read, decide := actor.Staff(Readers()...), actor.Staff(Deciders()...)
	const one = PathQueue + "/{id}"
	r.Handle("GET "+PathQueue, read, p.queue)
	r.Handle("POST "+PathQueue+"/assign", decide, p.assign)
	r.Handle("POST "+PathQueue+"/hand", decide, p.hand)
	p.groupRoutes(r)
	p.viewRoutes(r)
	r.Handle("POST "+one+"/open", read, p.open)
	r.Handle("GET "+one, read, p.one)
	r.Handle("POST "+one+"/grant", decide, p.grant)
	r.Handle("POST "+one+"/refuse", decide, p.refuse)
	r.Handle("POST "+one+"/ask", decide, p.ask)
	r.Handle("POST "+one+"/agree", decide, p.agree)
	r.Handle("POST "+one+"/sign", decide, p.sign)
	r.Handle("POST "+one+"/conflict", decide, p.conflictMark)
	r.Handle("GET "+one+"/files/{kind}", read, p.file)
	r.Handle("GET "+one+"/attached/{sha256}", read, p.attached)
}

func show(w http.ResponseWriter, r *http.Request, page web.Page, body templ.Component) error {
	status := http.StatusOK
	if page.Form != nil && !page.Form.OK() {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, framed(page, body))
}

func caseOf(r *http.Request) actor.CaseID { return actor.CaseID(r.PathValue("id")) }

// open answers a POST, because whoever sees a person's data is written down (rule T24).
func (p *pages) open(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, func() error { return p.Open(r.Context(), caseOf(r)) }, pathOf(caseOf(r)))
}

// after does something and leads on. What else the form holds is of another button: in the queue «Открыть» stands among boxes.
func (p *pages) after(w http.ResponseWriter, r *http.Request, do func() error, path string) error {
	if _, err := web.ReadForm(r, assignFields()...); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return web.Redirect(w, r, path)
}

// caseFields are the fields of the forms of a case: grounds are those of the service.
func caseFields(f *form.Service) []web.Input {
	list := []web.Input{{Name: "checked", Many: true}, {Name: "note", Max: textMax, Multiline: true}}
	for _, g := range f.Grounds {
		list = append(list, web.Input{Name: groundField(g.Code), Max: 3}, web.Input{Name: evidenceField(g.Code), Max: textMax, Multiline: true})
	}
	return append(list, web.Input{Name: "reason", Max: textMax, Multiline: true}, web.Input{Name: "why", Max: textMax, Multiline: true},
		web.Input{Name: "field", Max: 100}, web.Input{Name: "question", Max: textMax, Multiline: true})
}

func groundField(code string) string   { return "ground-" + code }
func evidenceField(code string) string { return "evidence-" + code }

func (p *pages) one(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Read(r.Context(), caseOf(r))
	if errors.Is(err, ErrNotOpened) {
		return p.closed(w, r)
	}
	if err != nil {
		return err
	}
	return p.showCase(w, r, c, web.NewForm(caseFields(c.Form)...))
}

// closed stands where an application is that was not opened by a POST, or too long ago: a button opens it.
func (p *pages) closed(w http.ResponseWriter, r *http.Request) error {
	page := web.Page{Title: titleClosed, Lead: leadClosed, Shell: web.Admin, Section: "applications", Back: &web.Link{Label: titleQueue, URL: PathQueue}, Narrow: true}
	return web.Render(w, r, http.StatusForbidden, framed(page, closedView(caseOf(r))))
}

func (p *pages) showCase(w http.ResponseWriter, r *http.Request, c Case, f *web.Form) error {
	page := web.Page{
		Title: words(c.Form.Name), Caption: i18n.Same(c.Party.Name), Shell: web.Admin, Section: "applications", Form: f,
		Back: &web.Link{Label: titleQueue, URL: Slice{Side: c.side()}.url()}, Aside: besideView(c, actor.From(r.Context())), AsideFirst: true,
	}
	if r.URL.Query().Get("decided") != "" && !underReview(c.State) {
		page.Banner = &web.Notice{Kind: web.Success, Text: textDecided}
	}
	return show(w, r, page, caseView(c, f, actor.From(r.Context())))
}

// read reads the case and its form together.
func (p *pages) readForm(r *http.Request) (Case, *web.Form, error) {
	c, err := p.Read(r.Context(), caseOf(r))
	if err != nil {
		return Case{}, nil, err
	}
	f, err := web.ReadForm(r, caseFields(c.Form)...)
	return c, f, err
}

func (p *pages) grant(w http.ResponseWriter, r *http.Request) error {
	c, f, err := p.readForm(r)
	if err != nil {
		return err
	}
	return p.prepare(w, r, c, f, Ruling{Positive: true, Reason: f.Get("note"), Checked: f.All("checked")})
}

func (p *pages) refuse(w http.ResponseWriter, r *http.Request) error {
	c, f, err := p.readForm(r)
	if err != nil {
		return err
	}
	ruling := Ruling{Reason: f.Get("reason")}
	for _, g := range c.Form.Grounds {
		switch evidence := f.Get(evidenceField(g.Code)); {
		case f.Get(groundField(g.Code)) == "":
		case evidence == "":
			f.Fail(evidenceField(g.Code), problemEvidence.With(words(g.Title)))
		default:
			ruling.Grounds = append(ruling.Grounds, application.RefusedFor{Code: g.Code, Evidence: evidence})
		}
	}
	return p.prepare(w, r, c, f, ruling)
}

func (p *pages) prepare(w http.ResponseWriter, r *http.Request, c Case, f *web.Form, ruling Ruling) error {
	if f.OK() {
		err := p.Prepare(r.Context(), c.ID, ruling)
		switch {
		case errors.Is(err, ErrGrounds):
			f.Fail(groundField(c.Form.Grounds[0].Code), ErrGrounds.Text)
		case errors.Is(err, ErrUnchecked):
			f.Fail("checked", ErrUnchecked.Text)
		case err != nil:
			return err
		default:
			return web.Redirect(w, r, pathOf(c.ID))
		}
	}
	return p.showCase(w, r, c, f)
}

// ask asks the applicant about one answer, or about the whole application.
func (p *pages) ask(w http.ResponseWriter, r *http.Request) error {
	c, f, err := p.readForm(r)
	if err != nil {
		return err
	}
	field := f.Get("field")
	if _, ok := c.Form.Question(field); !ok {
		field = ""
	}
	if f.OK() {
		err := p.Inquire(r.Context(), c.ID, []application.Enquiry{{Field: field, Text: f.Get("question")}})
		switch {
		case errors.Is(err, application.ErrNoQuestion):
			f.Fail("question", application.ErrNoQuestion.Text)
		case err != nil:
			return err
		default:
			return web.Redirect(w, r, pathOf(c.ID))
		}
	}
	return p.showCase(w, r, c, f)
}

func (p *pages) agree(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, func() error { return p.Agree(r.Context(), caseOf(r)) }, pathOf(caseOf(r)))
}

func (p *pages) sign(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	address, err := p.Sign(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	return web.Redirect(w, r, address)
}

func (p *pages) conflictMark(w http.ResponseWriter, r *http.Request) error {
	c, f, err := p.readForm(r)
	if err != nil {
		return err
	}
	if f.Get("why") == "" {
		f.Fail("why", problemConflict)
		return p.showCase(w, r, c, f)
	}
	if err := p.Conflict(r.Context(), c.ID, f.Get("why")); err != nil {
		return err
	}
	return web.Redirect(w, r, PathQueue)
}

// file gives a file of an application that the person has opened: xml and pdf of the application, the decision that is prepared
// (draft), or a file of a decision whose number the address names (see [application.Service.FileOf]).
func (p *pages) file(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Read(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	f, err := p.fileOf(r.Context(), &c, r.PathValue("kind"), r.URL.Query().Get("decision"))
	if err != nil {
		return err
	}
	return application.Hand(w, r, f)
}

// attached gives a file that the applicant has attached to whoever has opened the application, once the scanner let it pass.
func (p *pages) attached(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Read(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	var a application.Attached
	err = p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		a, err = p.applications.Attached(r.Context(), q, c.Application, r.PathValue("sha256"))
		return err
	})
	if err != nil {
		return err
	}
	return p.applications.Hand(w, r, a)
}

func (s *Service) fileOf(ctx context.Context, c *Case, kind, decision string) (f application.File, err error) {
	switch {
	case kind == "draft" && c.Waiting != nil:
		return s.applications.FileOf(ctx, c.Waiting, "original")
	case decision != "":
		for i := range c.Decided {
			if c.Decided[i].Number == decision {
				return s.applications.FileOf(ctx, &c.Decided[i], kind)
			}
		}
	case kind == "xml":
		f = application.File{Name: c.Number + ".xml", Media: "application/xml"}
		f.Content, err = s.applications.ReadFile(ctx, c.Paper.XML)
		return f, err
	case kind == "pdf":
		f = application.File{Name: c.Number + ".pdf", Media: "application/pdf"}
		f.Content, err = s.applications.ReadFile(ctx, c.Paper.PDF)
		return f, err
	}
	return application.File{}, ErrNoDecision
}
