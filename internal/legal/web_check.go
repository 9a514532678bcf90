package legal

import (
	"errors"
	"net/http"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// lastLook is what an operator sees before publishing.
type lastLook struct {
	kind  Kind
	form  *web.Form
	draft Draft
	begin i18n.Text
	sides []side
}

// side is one language of a draft.
type side struct {
	lang    i18n.Lang
	label   i18n.Text
	title   string
	parts   []part
	changes []passage
}

// refusal returns the words of a refusal that belongs at the form, so that nothing typed is lost, and its status.
func refusal(err error) (i18n.Text, int) {
	for _, f := range []*fault.Fault{ErrChanged, ErrSame} {
		if errors.Is(err, f) {
			return f.Text, httpx.Status(f)
		}
	}
	return i18n.Text{}, 0
}

// check shows a draft as people will see it, and what it changes.
func (h handlers) check(w http.ResponseWriter, r *http.Request, k Kind, f *web.Form, d Draft) error {
	base, err := h.base(r, k, d.Base)
	if err != nil {
		return err
	}
	page := lastLook{kind: k, form: f, draft: d, begin: textAtOnce}
	if now := h.clock.Now(); d.begins(now).After(now) {
		page.begin = i18n.M(i18n.Date(d.Since).In(i18n.Russian), i18n.Date(d.Since).In(i18n.English))
	}
	document := h.document(record{kind: k, version: d.Base + 1, draft: d})
	was := base.draft
	page.sides = []side{
		{
			lang: i18n.Russian, label: textInRussian, title: d.TitleRu,
			changes: compare(was.TitleRu+"\n"+was.TextRu, d.TitleRu+"\n"+d.TextRu),
		},
		{
			lang: i18n.English, label: textInEnglish, title: d.TitleEn,
			changes: compare(was.TitleEn+"\n"+was.TextEn, d.TitleEn+"\n"+d.TextEn),
		},
	}
	for i := range page.sides {
		s := &page.sides[i]
		s.parts = parse(document.Text.In(s.lang)).parts(style{lang: s.lang, prefix: s.lang.Code() + "-", down: 2})
	}
	return web.Render(w, r, http.StatusOK, checkPage(page))
}

// base returns the edition that a draft began from.
func (h handlers) base(r *http.Request, k Kind, version int) (base record, err error) {
	err = h.db.View(r.Context(), func(q sqldb.Querier) error {
		base, err = h.record(r.Context(), q, k, version)
		return err
	})
	return base, err
}

// unchanged reports whether a language of the draft is as it was.
func (s side) unchanged() bool {
	for _, p := range s.changes {
		if p.kept == 0 {
			return false
		}
	}
	return true
}
