package membership

import (
	"errors"
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// ownPage is what the page of the status in a cabinet shows.
type ownPage struct {
	organisation Organisation
	member       *Member
	warning      *warning
	past         []Event
	judgement    Judgement // of an organisation without a status
	mayAnswer    bool
}

func answerForm() *web.Form { return web.NewForm(answerFields()...) }

func answerFields() []web.Input {
	return []web.Input{{Name: "answer", Max: longestText / 2, Multiline: true}}
}

func (p *pages) own(w http.ResponseWriter, r *http.Request) error {
	return p.showOwn(w, r, answerForm())
}

func (p *pages) showOwn(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	d := ownPage{mayAnswer: actor.From(r.Context()).Can(actor.Send)}
	acting := actor.From(r.Context()).Acting
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if d.organisation, err = p.organisations.Organisation(r.Context(), q, acting); err != nil {
			return err
		}
		m, err := memberOf(r.Context(), q, acting)
		switch {
		case errors.Is(err, sqldb.ErrNoRows):
			d.judgement, err = p.rules.Judge(r.Context(), q, acting, p.today())
			return err
		case err != nil:
			return err
		}
		d.member = &m
		if d.past, err = eventsOf(r.Context(), q, acting); err != nil {
			return err
		}
		one, err := openWarning(r.Context(), q, acting)
		if err == nil {
			d.warning = &one
		}
		return none(err, nil)
	})
	if err != nil {
		return err
	}
	page := web.Page{Title: titleOwn, Shell: web.Cabinet, Section: "status", Form: f}
	if r.URL.Query().Get("answered") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textAnswered}
	}
	return show(w, r, page, ownView(d, f))
}

func (p *pages) answer(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, answerFields()...)
	if err != nil {
		return err
	}
	err = p.Answer(r.Context(), actor.From(r.Context()).Acting, f.Get("answer"))
	if refused, ok := errors.AsType[*fault.Fault](err); ok && refused.Kind == fault.Invalid {
		f.Fail("answer", refused.Text)
		return p.showOwn(w, r, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/org/"+r.PathValue("ogrn")+"/status?answered=1")
}
