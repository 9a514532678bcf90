package fact

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

func overridePath(number, of string) string {
	return adminPath + "/override?" + url.Values{"q": {number}, "rule": {of}}.Encode()
}

// overrideData is what the form of a decision shows.
type overrideData struct {
	form    *web.Form
	number  string
	subject Subject
	verdict rule.Verdict
}

func overrideFields() []web.Input {
	return append([]web.Input{{Name: "to", Max: 10}, {Name: "reason", Max: maxText}, {Name: "document", Max: 300}}, web.DateInputs("until")...)
}

// judged finds the verdict that the address names.
func (p pages) judged(r *http.Request) (d overrideData, err error) {
	subject, ok := ParseSubject(r.URL.Query().Get("q"))
	if !ok {
		return overrideData{}, httpx.ErrNoPage
	}
	d.number = r.URL.Query().Get("q")
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		d.verdict, _, d.subject, err = p.verdictOn(r.Context(), q, subject, r.URL.Query().Get("rule"), workdays.DateOf(p.clock.Now()))
		return err
	})
	if errors.Is(err, ErrRule) {
		return overrideData{}, httpx.ErrNoPage
	}
	return d, err
}

func (p pages) overrideForm(w http.ResponseWriter, r *http.Request) error {
	d, err := p.judged(r)
	if err != nil {
		return err
	}
	d.form = web.NewForm(overrideFields()...)
	setDate(d.form, "until", workdays.DateOf(p.clock.Now()).AddDays(30))
	return web.Render(w, r, http.StatusOK, overridePage(d))
}

func (p pages) overrule(w http.ResponseWriter, r *http.Request) error {
	d, err := p.judged(r)
	if err != nil {
		return err
	}
	if d.form, err = web.ReadForm(r, overrideFields()...); err != nil {
		return err
	}
	f := d.form
	word := NewWord{Rule: d.verdict.Rule, Reason: f.Get("reason"), Document: f.Get("document"), Until: dateIn(f, "until")}
	if err := word.To.UnmarshalText([]byte(f.Get("to"))); err != nil {
		f.Fail("to", ErrOutcome.Text)
		return web.Render(w, r, http.StatusUnprocessableEntity, overridePage(d))
	}
	if _, err = p.Overrule(r.Context(), actor.From(r.Context()), d.subject, word); err == nil {
		return web.Redirect(w, r, subjectPath(d.number)+"&done=decided")
	}
	field := ""
	for name, no := range map[string]error{"to": ErrOutcome, "reason": ErrNoReason, "until": ErrOverrideUntil} {
		if errors.Is(err, no) {
			field = name
		}
	}
	if status, ok := refusal(f, field, err); ok {
		return web.Render(w, r, status, overridePage(d))
	}
	return err
}

func (p pages) agree(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	return p.decidedOn(w, r, f, "", p.AgreeToOverride(r.Context(), actor.From(r.Context()), r.PathValue("id")))
}

func (p pages) refuseOverride(w http.ResponseWriter, r *http.Request) error {
	return p.withReason(w, r, p.RefuseOverride)
}

func (p pages) endOverride(w http.ResponseWriter, r *http.Request) error {
	return p.withReason(w, r, p.EndOverride)
}

func (p pages) withReason(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, by actor.Actor, override, reason string) error) error {
	field := "reason-" + r.PathValue("id")
	f, err := web.ReadForm(r, web.Input{Name: field, Max: maxText})
	if err != nil {
		return err
	}
	return p.decidedOn(w, r, f, field, do(r.Context(), actor.From(r.Context()), r.PathValue("id"), f.Get(field)))
}

// decidedOn leads back to the page of the organisation that a decision is about.
func (p pages) decidedOn(w http.ResponseWriter, r *http.Request, f *web.Form, field string, err error) error {
	override := r.PathValue("id")
	if !id.Valid(override) {
		return httpx.ErrNoPage
	}
	o, lost := overrideByID(r.Context(), p.db.Single(), override)
	switch {
	case errors.Is(lost, sqldb.ErrNoRows):
		return ErrNoOverride
	case lost != nil:
		return lost
	case err == nil:
		return web.Redirect(w, r, subjectPath(o.Subject.OGRN)+"&done=decided")
	}
	if !errors.Is(err, ErrNoReason) {
		field = ""
	}
	if status, ok := refusal(f, field, err); ok {
		return p.showSubject(w, r, status, f, o.Subject.OGRN)
	}
	return err
}
