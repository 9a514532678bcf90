package notification

import (
	"errors"
	"io"
	"net/http"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

type pages struct{ *Service }

// perPage is how many messages one page of a list shows.
const perPage = 50

func (p *pages) queuePage(w http.ResponseWriter, r *http.Request) error {
	state := State(r.URL.Query().Get("state"))
	if _, known := stateName[state]; !known {
		state = ""
	}
	list, next, err := p.list(r, state, false)
	if err != nil {
		return err
	}
	counts, err := p.Counts(r.Context())
	if err != nil {
		return err
	}
	page := web.Page{Title: titleQueue, Lead: leadQueue, Shell: web.Admin, Section: "messages"}
	return web.Render(w, r, http.StatusOK, queueView(page, list, counts, state, next))
}

// list reads one page and the id from which the next begins, "" at the end.
func (p *pages) list(r *http.Request, state State, whole bool) (list []Message, next string, err error) {
	before := r.URL.Query().Get("before")
	if before != "" && !id.Valid(before) {
		before = ""
	}
	if whole {
		list, err = p.caughtMessages(r, before)
	} else {
		list, err = p.Messages(r.Context(), state, before, perPage+1)
	}
	if len(list) > perPage {
		list = list[:perPage]
		next = list[perPage-1].ID
	}
	return list, next, err
}

func (p *pages) caughtMessages(r *http.Request, before string) (list []Message, err error) {
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		list, err = selectMessages(r.Context(), q, "", before, perPage+1)
		return err
	})
	return list, err
}

func (p *pages) caught(w http.ResponseWriter, r *http.Request) error {
	list, next, err := p.list(r, "", true)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleCaught, Lead: leadCaught, NoIndex: true}
	return web.Render(w, r, http.StatusOK, caughtView(page, list, next))
}

// errNoMessage says that there is no such message.
var errNoMessage = fault.New(fault.NotFound, i18n.M("Такого сообщения нет.", "There is no such message."))

func (p *pages) one(r *http.Request) (m Message, err error) {
	if !id.Valid(r.PathValue("id")) {
		return m, errNoMessage
	}
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		m, err = selectMessage(r.Context(), q, r.PathValue("id"))
		return err
	})
	if errors.Is(err, sqldb.ErrNoRows) {
		err = errNoMessage
	}
	return m, err
}

func (p *pages) caughtOne(w http.ResponseWriter, r *http.Request) error {
	m, err := p.one(r)
	if err != nil {
		return err
	}
	page := web.Page{Title: heading(m), NoIndex: true, Back: &web.Link{URL: "/dev/mail"}}
	return web.Render(w, r, http.StatusOK, caughtOneView(page, m))
}

// caughtHTML shows a letter as a mail program would: its styles are inline, and it runs nothing.
func (p *pages) caughtHTML(w http.ResponseWriter, r *http.Request) error {
	m, err := p.one(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-top-navigation-by-user-activation; frame-ancestors 'self'; base-uri 'none'; form-action 'none'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err = io.WriteString(w, m.HTML)
	return err
}

func heading(m Message) i18n.Text {
	if m.Channel == SMS {
		return titleSMS
	}
	return i18n.Same(m.Subject)
}
