package legal

import (
	"net/http"
	"strconv"

	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

type handlers struct {
	*Service
	people People
}

// reading is what the public page of a document shows.
type reading struct {
	Document
	current  Edition
	editions []dated // the latest first
	parts    []part
	headings []Heading
}

// dated is an edition with its state at the moment of the request.
type dated struct {
	Edition
	state State
}

// show answers with the edition in force, or with the one that ?edition=N names.
func (h handlers) show(k Kind) httpx.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var page reading
		err := h.db.View(r.Context(), func(q sqldb.Querier) (err error) {
			page, err = h.reading(r, q, k)
			return err
		})
		if err != nil {
			return err
		}
		l := i18n.From(r.Context())
		text := parse(page.Text.In(l))
		page.parts, page.headings = text.parts(style{lang: l}), text.Headings
		return web.Render(w, r, http.StatusOK, documentPage(page))
	}
}

func (h handlers) reading(r *http.Request, q sqldb.Querier, k Kind) (page reading, err error) {
	current, err := h.Current(r.Context(), q, k)
	if err != nil {
		return reading{}, err
	}
	page.Document, page.current = current, current.Edition
	if values := r.URL.Query(); values.Has("edition") {
		version, err := strconv.Atoi(values.Get("edition"))
		if err != nil || version < 1 {
			return reading{}, ErrNoEdition
		}
		if page.Document, err = h.At(r.Context(), q, k, version); err != nil {
			return reading{}, err
		}
	}
	page.editions, err = h.dated(r, q, k)
	return page, err
}

func (h handlers) dated(r *http.Request, q sqldb.Querier, k Kind) ([]dated, error) {
	list, err := h.Editions(r.Context(), q, k)
	if err != nil {
		return nil, err
	}
	states := States(list, h.clock.Now())
	out := make([]dated, len(list))
	for i, e := range list {
		out[i] = dated{e, states[i]}
	}
	return out, nil
}

// state is the state of the edition that the page shows.
func (p reading) state() State {
	for _, e := range p.editions {
		if e.Version == p.Version {
			return e.state
		}
	}
	return InForce // edition 1 as the program brings it, before it was written down
}

// next is the edition that comes into force first of those to come.
func (p reading) next() (Edition, bool) {
	for i := len(p.editions) - 1; i >= 0; i-- {
		if p.editions[i].state == Coming {
			return p.editions[i].Edition, true
		}
	}
	return Edition{}, false
}

// notice tells where the edition stands when it is not simply the one in force.
func (p reading) notice() *web.Notice {
	back := &web.Link{Label: textOpenCurrent, URL: p.Kind.Path()}
	switch p.state() {
	case Coming:
		return &web.Notice{
			Kind: web.Info, Title: textComingTitle, Link: back,
			Text: textComingText.With(i18n.Date(p.Since), p.current.Version),
		}
	case Former:
		return &web.Notice{Kind: web.Warning, Title: textFormerTitle, Text: textFormerText.With(p.current.Version), Link: back}
	case Overtaken:
		return &web.Notice{Kind: web.Warning, Title: textFormerTitle, Text: textOvertaken.With(p.current.Version), Link: back}
	case InForce:
		return p.announcement()
	}
	return nil
}

// announcement tells of the next edition, so that nobody is surprised by it.
func (p reading) announcement() *web.Notice {
	next, ok := p.next()
	if !ok {
		return nil
	}
	return &web.Notice{
		Kind: web.Info, Title: textSoonTitle, Text: textSoonText.With(i18n.Date(next.Since), next.Version),
		Link: &web.Link{Label: textOpenSoon, URL: p.Kind.EditionPath(next.Version)},
	}
}

// address leads to an edition: to the bare page for the one in force.
func (e dated) address() string {
	if e.state == InForce {
		return e.Kind.Path()
	}
	return e.Kind.EditionPath(e.Version)
}

func (s State) label() i18n.Text {
	return [...]i18n.Text{InForce: textInForce, Coming: textComing, Former: textFormer, Overtaken: textNever}[s]
}

func (s State) kind() web.Kind {
	return [...]web.Kind{InForce: web.Success, Coming: web.Info, Former: web.Neutral, Overtaken: web.Neutral}[s]
}
