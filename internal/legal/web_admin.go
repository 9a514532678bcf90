package legal

import (
	"net/http"
	"strconv"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const (
	adminPath  = "/admin/documents"
	sectionKey = "documents" // of the menu of the administration
)

func (k Kind) adminPath() string { return adminPath + "/" + string(k) }

// kindOf returns the document that the path of a request names.
func kindOf(r *http.Request) (Kind, error) {
	k, ok := ParseKind(r.PathValue("kind"))
	if !ok {
		return "", httpx.ErrNoPage
	}
	return k, nil
}

// overview is one line of the list of documents.
type overview struct {
	current Edition
	next    Edition // the zero edition when none is to come
}

// list shows all documents and what is left to do before real use.
func (h handlers) list(w http.ResponseWriter, r *http.Request) error {
	ready, err := h.Readiness(r.Context())
	if err != nil {
		return err
	}
	var lines []overview
	err = h.db.View(r.Context(), func(q sqldb.Querier) error {
		lines = nil
		for _, k := range Kinds() {
			all, err := h.dated(r, q, k)
			if err != nil {
				return err
			}
			lines = append(lines, overviewOf(k, all))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, listPage(lines, ready))
}

func overviewOf(k Kind, latestFirst []dated) overview {
	line := overview{current: firstEdition(k).edition()}
	for _, e := range latestFirst {
		switch e.state {
		case InForce:
			line.current = e.Edition
		case Coming:
			line.next = e.Edition // the earliest, which comes last
		case Former, Overtaken:
		}
	}
	return line
}

// signed is an edition with the name of its author.
type signed struct {
	dated
	author i18n.Text
}

// editions shows the editions of a document.
func (h handlers) editions(w http.ResponseWriter, r *http.Request) error {
	k, err := kindOf(r)
	if err != nil {
		return err
	}
	var list []signed
	err = h.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		list, err = h.signed(r, q, k)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, editionsPage(list, justPublished(r, list), actor.From(r.Context()).Has(actor.Owner, actor.Operator)))
}

func (h handlers) signed(r *http.Request, q sqldb.Querier, k Kind) ([]signed, error) {
	all, err := h.dated(r, q, k)
	if err != nil {
		return nil, err
	}
	list := make([]signed, len(all))
	for i, e := range all {
		list[i] = signed{e, textProgram}
		if e.Author == "" {
			continue
		}
		name, err := h.people.NameOf(r.Context(), q, e.Author)
		if err != nil {
			return nil, err
		}
		list[i].author = i18n.Same(name)
	}
	return list, nil
}

// justPublished is the message after a publication, which comes back here with the number in the address.
func justPublished(r *http.Request, list []signed) *web.Notice {
	version, err := strconv.Atoi(r.URL.Query().Get("published"))
	if err != nil || version != list[0].Version {
		return nil
	}
	n := &web.Notice{Kind: web.Success, Title: textPublished.With(version), Text: textInForceNow}
	if list[0].state == Coming {
		n.Text = textInForceOn.With(i18n.Date(list[0].Since))
	}
	return n
}

// write shows the editor of the next edition. ?from=program begins it from the text that comes with the program.
func (h handlers) write(w http.ResponseWriter, r *http.Request) error {
	k, err := kindOf(r)
	if err != nil {
		return err
	}
	last, err := h.last(r, k)
	if err != nil {
		return err
	}
	begin := last
	if r.URL.Query().Get("from") == "program" {
		begin = firstEdition(k)
		begin.version = last.version
	}
	return h.editor(w, r, k, http.StatusOK, newForm(begin, h.clock.Now()))
}

// last returns the edition that was published last.
func (h handlers) last(r *http.Request, k Kind) (last record, err error) {
	err = h.db.View(r.Context(), func(q sqldb.Querier) error {
		list, err := h.Editions(r.Context(), q, k)
		if err != nil {
			return err
		}
		last, err = h.record(r.Context(), q, k, list[0].Version)
		return err
	})
	return last, err
}

func (h handlers) editor(w http.ResponseWriter, r *http.Request, k Kind, status int, f *web.Form) error {
	return web.Render(w, r, status, editorPage(k, f, placeholders(h.site, h.config)))
}

// send takes the form of the editor: on to the last look, back to the editor, or to publish.
func (h handlers) send(w http.ResponseWriter, r *http.Request) error {
	k, err := kindOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r, inputs()...)
	if err != nil {
		return err
	}
	d := draftOf(f)
	step := f.Get(fieldStep)
	if step == stepEdit {
		return h.editor(w, r, k, http.StatusOK, f)
	}
	if judge(f, d, h.clock.Now()); !f.OK() {
		return h.editor(w, r, k, http.StatusUnprocessableEntity, f)
	}
	if step == stepPublish {
		return h.publish(w, r, k, f, d)
	}
	return h.check(w, r, k, f, d)
}

func (h handlers) publish(w http.ResponseWriter, r *http.Request, k Kind, f *web.Form, d Draft) error {
	published, err := h.Publish(r.Context(), actor.From(r.Context()), k, d)
	if refused, status := refusal(err); !refused.IsZero() {
		return h.refused(w, r, k, status, f, refused)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, k.adminPath()+"?published="+strconv.Itoa(published.Version))
}

// redirect leads to a page of this site after a form was taken.
func redirect(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, web.URL(r.Context(), path), http.StatusSeeOther) //nolint:gosec // the path is one of our own
	return nil
}

// refused shows the editor again with all that was typed. The work now stands on the latest edition, and the next look
// shows how it differs from that.
func (h handlers) refused(w http.ResponseWriter, r *http.Request, k Kind, status int, f *web.Form, why i18n.Text) error {
	last, err := h.last(r, k)
	if err != nil {
		return err
	}
	f.FailForm(why)
	f.Set(fieldBase, strconv.Itoa(last.version))
	return h.editor(w, r, k, status, f)
}
