package account

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// secretLength is how long a random secret is as text.
const secretLength = 43

var (
	answerFields = []web.Input{{Name: "answer", Secret: true, Max: answerMax}, {Name: "next", Max: 2000}}
	newKeyFields = []web.Input{{Name: "name", Max: keyNameMax}, {Name: "kind", Max: 10}, {Name: "answer", Secret: true, Max: answerMax}}
	kindFields   = []web.Input{{Name: "kind", Max: 10}}
)

// keyBrowser returns the secret that binds the answers of keys to this browser; "" when it has none.
func (p *pages) keyBrowser(r *http.Request) id.Secret { return p.cookies.read(r, ceremonyCookie) }

// bindBrowser returns the secret that binds the answers of keys to this browser, and gives it one when it has none. Several
// tabs share it: what tells their requests apart is the challenge.
func (p *pages) bindBrowser(w http.ResponseWriter, r *http.Request) id.Secret {
	if bound := p.keyBrowser(r); len(bound) == secretLength {
		return bound
	}
	fresh := id.NewSecret()
	p.cookies.write(w, ceremonyCookie, fresh, 0)
	return fresh
}

// sendOptions sends to the script what it asks a key for.
func sendOptions(w http.ResponseWriter, options any) error {
	body, err := json.Marshal(options)
	if err != nil {
		return fmt.Errorf("write what a key is asked: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // a browser that went away needs no answer
	return nil
}

func (p *pages) askPasskey(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	options, err := p.AskPasskey(r.Context(), p.bindBrowser(w, r))
	if err != nil {
		return err
	}
	return sendOptions(w, options)
}

func (p *pages) signInByPasskey(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, answerFields...)
	if err != nil {
		return err
	}
	in, err := p.SignInByPasskey(r.Context(), p.keyBrowser(r), []byte(f.Get("answer")), p.cookies.browser(r))
	if err != nil {
		again := web.NewForm(signInFields...)
		again.Set("next", localPath(f.Get("next")))
		if refused(w, again, "", err) {
			return p.showSignIn(w, r, again)
		}
		return err
	}
	return p.enter(w, r, in, onto(localPath(f.Get("next"))))
}

func (p *pages) askSecondKey(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	options, err := p.AskSecondKey(r.Context(), p.cookies.read(r, pendingCookie), p.cookies.browser(r), p.bindBrowser(w, r))
	if err != nil {
		return err
	}
	return sendOptions(w, options)
}

func (p *pages) askConfirmKey(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	options, err := p.AskKey(r.Context(), actor.From(r.Context()).Person, toConfirm, p.bindBrowser(w, r))
	if err != nil {
		return err
	}
	return sendOptions(w, options)
}

func (p *pages) askNewKey(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, kindFields...)
	if err != nil {
		return err
	}
	kind := keyKind(f.Get("kind"))
	if !kind.valid() {
		return ErrNoKey
	}
	options, err := p.AskNewKey(r.Context(), actor.From(r.Context()), kind, p.bindBrowser(w, r))
	if err != nil {
		return err
	}
	return sendOptions(w, options)
}

func (p *pages) newKeyForm(w http.ResponseWriter, r *http.Request) error {
	if err := actor.Fresh(r.Context(), p.clock.Now()); err != nil {
		return err
	}
	kind := kindPasskey
	if r.URL.Query().Get("kind") == string(kindKey) {
		kind = kindKey
	}
	f := web.NewForm(newKeyFields...)
	f.Set("kind", string(kind))
	return p.showNewKey(w, r, f)
}

func (p *pages) showNewKey(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleNewPasskey, Lead: leadNewPasskey, Form: f, Shell: web.Cabinet, Section: "security", Narrow: true, Back: &web.Link{URL: securityPath}}
	if f.Get("kind") == string(kindKey) {
		page.Title, page.Lead = titleNewKey, leadNewKey
	}
	return show(w, r, page, newKeyView(f, p.keys != nil))
}

func (p *pages) addKey(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, newKeyFields...)
	if err != nil {
		return err
	}
	kind := keyKind(f.Get("kind"))
	if !kind.valid() {
		return ErrNoKey
	}
	if !f.OK() {
		return p.showNewKey(w, r, f)
	}
	name := f.Get("name")
	if name == "" {
		name = p.cookies.browser(r).Name
	}
	err = p.AddKey(r.Context(), actor.From(r.Context()), kind, name, p.keyBrowser(r), []byte(f.Get("answer")))
	if kind == kindSilent && err == nil {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if err != nil {
		if refused(w, f, "", err) {
			return p.showNewKey(w, r, f)
		}
		return err
	}
	return p.changedFactors(w, r, "key")
}

func (p *pages) keyForm(w http.ResponseWriter, r *http.Request) error {
	k, err := p.keyOf(r)
	if err != nil {
		return err
	}
	f := web.NewForm(newKeyFields...)
	f.Set("name", k.Name)
	return p.showKey(w, r, k, f)
}

func (p *pages) keyOf(r *http.Request) (Passkey, error) {
	key := r.PathValue("id")
	if !id.Valid(key) {
		return Passkey{}, ErrNoKey
	}
	return p.Key(r.Context(), actor.From(r.Context()), key)
}

func (p *pages) showKey(w http.ResponseWriter, r *http.Request, k Passkey, f *web.Form) error {
	page := web.Page{Title: titleKey, Caption: titlePasskeyCaption, Form: f, Shell: web.Cabinet, Section: "security", Narrow: true, Back: &web.Link{URL: securityPath}}
	if !k.Alone {
		page.Caption = titleKeyCaption
	}
	return show(w, r, page, keyView(f, k))
}

func (p *pages) renameKey(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, newKeyFields...)
	if err != nil {
		return err
	}
	k, err := p.keyOf(r)
	if err != nil {
		return err
	}
	if f.Get("name") == "" {
		f.Fail("name", errNoKeyName)
	}
	if !f.OK() {
		return p.showKey(w, r, k, f)
	}
	if err := p.RenameKey(r.Context(), actor.From(r.Context()), k.ID, f.Get("name")); err != nil {
		return err
	}
	return redirect(w, r, securityPath+"?done=renamed")
}

func (p *pages) removeKey(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	k, err := p.keyOf(r)
	if err != nil {
		return err
	}
	if err := p.RemoveKey(r.Context(), actor.From(r.Context()), k.ID); err != nil {
		return err
	}
	return p.changedFactors(w, r, "removed")
}
