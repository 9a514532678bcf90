package account

import (
	"errors"
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const contactsPath = "/profile/contacts"

func (p *pages) contactRoutes(r *httpx.Router) {
	r.Handle("GET "+contactsPath, actor.SignedIn, p.contacts)
	for _, k := range []Contact{ContactEmail, ContactPhone} {
		c := contactPages{p, k}
		r.Handle("GET "+c.path(), actor.SignedIn, c.form)
		r.Handle("POST "+c.path(), actor.SignedIn, c.begin)
		r.Handle("GET "+c.path()+"/confirm", actor.SignedIn, c.codeForm)
		r.Handle("POST "+c.path()+"/confirm", actor.SignedIn, c.confirm)
		r.Handle("POST "+c.path()+"/resend", actor.SignedIn, c.resend)
		r.Handle("POST "+c.path()+"/off", actor.SignedIn, c.callOff)
	}
	r.Handle("GET "+contactsPath+"/email/{secret}", actor.SignedIn, p.changeLinkForm)
	r.Handle("POST "+contactsPath+"/email/{secret}", actor.SignedIn, p.changeLink)
	r.Handle("GET "+contactsPath+"/phone/remove", actor.SignedIn, p.removePhoneForm)
	r.Handle("POST "+contactsPath+"/phone/remove", actor.SignedIn, p.removePhone)
	r.Handle("GET "+contactsPath+"/password", actor.SignedIn, p.passwordForm)
	r.Handle("POST "+contactsPath+"/password", actor.SignedIn, p.changePassword)
	r.Handle("GET /undo/{secret}", actor.Anyone, p.undoForm)
	r.Handle("POST /undo/{secret}", actor.Anyone, p.undo)
}

// me reads the person of the request.
func (p *pages) me(r *http.Request) (person Person, err error) {
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		person, err = p.Person(r.Context(), q, actor.From(r.Context()).Person)
		return err
	})
	return person, err
}

// fresh asks for a new proof of who one is before something sensitive; the edge leads to the page that takes it.
func (p *pages) fresh(r *http.Request) error { return actor.Fresh(r.Context(), p.clock.Now()) }

func (p *pages) contacts(w http.ResponseWriter, r *http.Request) error {
	person, err := p.me(r)
	if err != nil {
		return err
	}
	var waiting []Change
	for _, k := range []Contact{ContactEmail, ContactPhone} {
		c, err := p.ChangeOf(r.Context(), person.ID, k)
		if err != nil && !errors.Is(err, ErrNoChange) {
			return err
		}
		if err == nil {
			waiting = append(waiting, c)
		}
	}
	page := web.Page{Title: titleContacts, Lead: leadContacts, Shell: web.Cabinet, Section: "contacts", Banner: noticeOf(r, contactDone)}
	return show(w, r, page, contactsView(person, waiting))
}

// noticeOf is the notice after a POST, by the code in the address.
func noticeOf(r *http.Request, texts map[string]i18n.Text) *web.Notice {
	text, ok := texts[r.URL.Query().Get("done")]
	if !ok {
		return nil
	}
	return &web.Notice{Kind: web.Success, Text: text}
}

// contactPages are the pages of one kind of contact.
type contactPages struct {
	*pages
	kind Contact
}

func (c contactPages) path() string { return contactsPath + "/" + string(c.kind) }

func (c contactPages) fields() []web.Input {
	if c.kind == ContactPhone {
		return phoneFields
	}
	return emailFields
}

func (c contactPages) form(w http.ResponseWriter, r *http.Request) error {
	if err := c.fresh(r); err != nil {
		return err
	}
	return c.show(w, r, web.NewForm(c.fields()...))
}

func (c contactPages) show(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleNewEmail, Lead: leadNewEmail, Shell: web.Cabinet, Section: "contacts", Narrow: true, Form: f, Back: &web.Link{Label: titleContacts, URL: contactsPath}}
	if c.kind == ContactPhone {
		page.Title, page.Lead = titleNewPhone, leadNewPhone
		return show(w, r, page, newPhoneView(f))
	}
	return show(w, r, page, newEmailView(f))
}

func (c contactPages) begin(w http.ResponseWriter, r *http.Request) error {
	if err := c.fresh(r); err != nil {
		return err
	}
	f, err := web.ReadForm(r, c.fields()...)
	if err != nil {
		return err
	}
	do := c.read(r, f)
	if !f.OK() {
		return c.show(w, r, f)
	}
	if err := do(); err != nil {
		if refused(w, f, string(c.kind), err) {
			return c.show(w, r, f)
		}
		return err
	}
	return redirect(w, r, c.path()+"/confirm")
}

// read reads the contact and returns what begins its change.
func (c contactPages) read(r *http.Request, f *web.Form) func() error {
	a := actor.From(r.Context())
	if c.kind == ContactEmail {
		e := readEmail(f)
		return func() error { return c.ChangeEmail(r.Context(), a, e) }
	}
	n := readMobile(f)
	switch {
	case f.Failed("phone"):
	case n == "":
		f.Fail("phone", errNoPhone)
	case !c.config.Abroad && !n.Russian():
		f.Fail("phone", errPhoneAbroad)
	}
	return func() error { return c.ChangePhone(r.Context(), a, n) }
}

func (c contactPages) codeForm(w http.ResponseWriter, r *http.Request) error {
	return c.showCode(w, r, web.NewForm(codeFields...))
}

func (c contactPages) showCode(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	change, err := c.ChangeOf(r.Context(), actor.From(r.Context()).Person, c.kind)
	if errors.Is(err, ErrNoChange) {
		return redirect(w, r, contactsPath)
	}
	if err != nil {
		return err
	}
	page := web.Page{
		Title: titleProveEmail, Shell: web.Cabinet, Section: "contacts", Narrow: true, Form: f, Banner: sentAgain(r), Back: &web.Link{Label: titleContacts, URL: contactsPath},
	}
	if c.kind == ContactPhone {
		page.Title = titleProvePhone
	}
	return show(w, r, page, proveView(f, change, c.path()))
}

func (c contactPages) confirm(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, codeFields...)
	if err != nil {
		return err
	}
	typed := digitsOf(f.Get("code"))
	if len(typed) != 6 {
		f.Fail("code", errCodeForm)
		return c.showCode(w, r, f)
	}
	if err := c.ConfirmChange(r.Context(), actor.From(r.Context()), c.kind, typed); err != nil {
		if errors.Is(err, ErrNumberTaken) { // nothing waits any more: the next number is asked for
			f := web.NewForm(c.fields()...)
			refused(w, f, "", err)
			return c.show(w, r, f)
		}
		if refused(w, f, "code", err) {
			return c.showCode(w, r, f)
		}
		return err
	}
	return redirect(w, r, contactsPath+"?done="+string(c.kind))
}

func (c contactPages) resend(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := c.ResendChange(r.Context(), actor.From(r.Context()), c.kind); err != nil {
		f := web.NewForm(codeFields...)
		if refused(w, f, "", err) {
			return c.showCode(w, r, f)
		}
		return err
	}
	return redirect(w, r, c.path()+"/confirm?again=1")
}

func (c contactPages) callOff(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := c.DropChange(r.Context(), actor.From(r.Context()), c.kind); err != nil {
		return err
	}
	return redirect(w, r, contactsPath+"?done=off")
}

func (p *pages) changeLinkForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.ChangeByLink(r.Context(), actor.From(r.Context()), secretOf(r))
	if err != nil {
		return err
	}
	page := web.Page{Title: titleLinkChange, Shell: web.Cabinet, Section: "contacts", Narrow: true}
	return show(w, r, page, changeLinkView(c, string(secretOf(r))))
}

func (p *pages) changeLink(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.ConfirmChangeLink(r.Context(), actor.From(r.Context()), secretOf(r)); err != nil {
		return err
	}
	return redirect(w, r, contactsPath+"?done=email")
}

func (p *pages) removePhoneForm(w http.ResponseWriter, r *http.Request) error {
	if err := p.fresh(r); err != nil {
		return err
	}
	person, err := p.me(r)
	if err != nil {
		return err
	}
	if person.Phone == "" {
		return redirect(w, r, contactsPath)
	}
	page := web.Page{Title: titleRemovePhone, Shell: web.Cabinet, Section: "contacts", Narrow: true, Back: &web.Link{Label: titleContacts, URL: contactsPath}}
	return show(w, r, page, removePhoneView(person))
}

func (p *pages) removePhone(w http.ResponseWriter, r *http.Request) error {
	if err := p.fresh(r); err != nil {
		return err
	}
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.RemovePhone(r.Context(), actor.From(r.Context())); err != nil {
		return err
	}
	return redirect(w, r, contactsPath+"?done=removed")
}

func (p *pages) undoForm(w http.ResponseWriter, r *http.Request) error {
	u, err := p.UndoBySecret(r.Context(), secretOf(r))
	if err != nil {
		return err
	}
	page := web.Page{Title: titleUndo, Narrow: true, NoIndex: true}
	return show(w, r, page, undoView(u, string(secretOf(r))))
}

// undo answers with a page of its own: the link is used up, and there is nothing to lead on to.
func (p *pages) undo(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	done, err := p.TakeBack(r.Context(), secretOf(r))
	if err != nil {
		return err
	}
	page := web.Page{Title: titleUndone, Narrow: true, NoIndex: true}
	if done.Closed {
		page.Title = titleShut
	}
	return show(w, r, page, undoneView(done))
}
