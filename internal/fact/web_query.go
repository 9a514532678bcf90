package fact

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// ask sends a question about the organisation of the page.
func (p pages) ask(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "q", Max: 20}, web.Input{Name: "source", Max: 20})
	if err != nil {
		return err
	}
	number := f.Get("q")
	subject, ok := ParseSubject(number)
	if !ok {
		return httpx.ErrNoPage
	}
	err = p.Ask(r.Context(), actor.From(r.Context()), Source(f.Get("source")), subject)
	if err == nil {
		return web.Redirect(w, r, subjectPath(number)+"&done=asked")
	}
	if status, ok := refusal(f, "", err); ok {
		return p.showSubject(w, r, status, f, number)
	}
	return err
}

func queriesTable(d subjectData) web.TableSpec {
	t := web.TableSpec{
		Caption: sectionQueries, CaptionHidden: true,
		Columns: []web.Column{{Label: columnSource}, {Label: columnWhen}, {Label: columnAskedBy}, {Label: columnState}},
	}
	for _, q := range d.queries {
		who := textByWatch
		if q.By != byWatch {
			who = i18n.Same(d.names[actor.PersonID(q.By)])
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: providerNames[q.Source]}, {Text: moment(i18n.Moment(q.Asked))}, {Text: who}, {Text: q.standing()}})
	}
	return t
}

// standing says how far a question has come.
func (q Query) standing() i18n.Text {
	switch {
	case q.State == QueryPending && q.Silent:
		return textSilent.With(moment(i18n.Moment(q.Next)))
	case q.State == QueryPending:
		return textPending
	case q.State == QueryFailed && q.reason == "foreign":
		return textForeign
	case q.State == QueryAnswered:
		return textAnswered.With(moment(i18n.Moment(q.Ended)))
	}
	return queryStates[q.State]
}
