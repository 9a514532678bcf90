package partner

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// PathSaved is where a person finds the needs that they have saved.
const PathSaved = "/partners/saved"

// pathStop is where letters are ended without signing in.
const pathStop = "/partners/letters"

// Menu is the entry of the saved needs in the menu of a person.
func Menu() web.NavItem {
	return web.NavItem{Key: "saved", Label: titleSaved, URL: PathSaved, Icon: "search"}
}

func (s Saved) path() string { return PathSaved + "/" + s.ID }

func (p *pages) savedRoutes(r *httpx.Router) {
	r.Handle("GET "+PathSaved, actor.SignedIn, p.savedList)
	r.Handle("GET "+PathSaved+"/new", actor.SignedIn, p.saveForm)
	r.Handle("POST "+PathSaved+"/new", actor.SignedIn, p.save)
	r.Handle("GET "+PathSaved+"/{id}", actor.SignedIn, p.savedOne)
	r.Handle("POST "+PathSaved+"/{id}/seen", actor.SignedIn, p.looked)
	r.Handle("GET "+PathSaved+"/{id}/change", actor.SignedIn, p.changeForm)
	r.Handle("POST "+PathSaved+"/{id}/change", actor.SignedIn, p.changeSavedNeed)
	r.Handle("POST "+PathSaved+"/{id}/remove", actor.SignedIn, p.removeSaved)
	r.Handle("GET "+pathStop+"/{token}", actor.Anyone, p.stopForm)
	r.Handle("POST "+pathStop+"/{token}", actor.Anyone, p.stop)
}

// The page says with these words of its address what was done.
const (
	askDone     = "done"
	wordSaved   = "saved"
	wordChanged = "changed"
	wordLooked  = "seen"
	wordRemoved = "removed"
)

func bannerOf(r *http.Request) *web.Notice {
	done := map[string]i18n.Text{wordSaved: doneSaved, wordChanged: doneChanged, wordLooked: doneLooked, wordRemoved: doneRemoved}
	if text, ok := done[r.URL.Query().Get(askDone)]; ok {
		return &web.Notice{Kind: web.Success, Text: text}
	}
	return nil
}

// pay pays for the searches of a page.
func (p *pages) pay(r *http.Request) error {
	return p.gate.allow(limit.Address(httpx.InfoOf(r.Context()).Address), p.clock.Now())
}

func (p *pages) savedList(w http.ResponseWriter, r *http.Request) error {
	list, err := p.SavedNeeds(r.Context())
	if err != nil {
		return err
	}
	page := web.Page{Title: titleSaved, Lead: leadSaved, Shell: web.Cabinet, Section: "saved", Banner: bannerOf(r)}
	return show(w, r, page, savedListView(list))
}

func lettersOptions() (list []web.Option) {
	for _, l := range []Letters{NoLetters, Daily, Weekly} {
		list = append(list, web.Option{Value: string(l), Label: lettersTexts[l]})
	}
	return list
}

func showForm(w http.ResponseWriter, r *http.Request, page web.Page, body templ.Component) error {
	status := http.StatusOK
	if !page.Form.OK() {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, framed(page, body))
}

// savedInputs are the fields of a saved need: the question as an address has it, its name, how often letters come.
var savedInputs = []web.Input{{Name: "question", Max: 4 * longestNeed}, {Name: "name", Max: longestName}, {Name: "letters", Max: 10}}

func (p *pages) saveForm(w http.ResponseWriter, r *http.Request) error {
	k := questionOf(r.URL.Query())
	if k.Text == "" {
		return web.Redirect(w, r, pathPartners)
	}
	f := web.NewForm(savedInputs...)
	f.Set("question", k.query().Encode())
	f.Set("name", defaultName(k))
	f.Set("letters", string(NoLetters))
	return p.showSave(w, r, k, f)
}

// defaultName is what a need is called unless its person calls it otherwise.
func defaultName(k Question) string { return shortened(capital(i18n.Same(k.Text)).In(i18n.Russian)) }

// shortened is a text as a name.
func shortened(text string) string {
	if utf8.RuneCountInString(text) <= longestName {
		return text
	}
	return string([]rune(text)[:longestName-1]) + "…"
}

func (p *pages) showSave(w http.ResponseWriter, r *http.Request, k Question, f *web.Form) error {
	page := web.Page{
		Title: titleSave, Shell: web.Cabinet, Section: "saved", Form: f, Narrow: true, Back: &web.Link{Label: titlePartners, URL: k.address()},
	}
	return showForm(w, r, page, savedForm(PathSaved+"/new", k, f))
}

// readSaved reads the form of a saved need.
func readSaved(r *http.Request) (f *web.Form, name string, l Letters, err error) {
	f, err = web.ReadForm(r, savedInputs...)
	if err != nil {
		return nil, "", "", err
	}
	if name = f.Get("name"); name == "" {
		f.Fail("name", errName)
	}
	l = Letters(f.Get("letters"))
	if _, known := lettersTexts[l]; !known {
		f.Fail("letters", errLetters)
	}
	return f, name, l, nil
}

func (p *pages) save(w http.ResponseWriter, r *http.Request) error {
	f, name, letters, err := readSaved(r)
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(f.Get("question"))
	if err != nil {
		return errNoSubject.Because(err)
	}
	k := questionOf(values)
	if k.Text == "" {
		return errNoSubject
	}
	if !f.OK() {
		return p.showSave(w, r, k, f)
	}
	need, err := p.Save(r.Context(), k, name, letters)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, PathSaved+"/"+need+"?"+askDone+"="+wordSaved)
}

func (p *pages) savedOne(w http.ResponseWriter, r *http.Request) error {
	if err := p.pay(r); err != nil {
		return err
	}
	need, err := savedID(r)
	if err != nil {
		return err
	}
	o, err := p.OpenSaved(r.Context(), need)
	if err != nil {
		return err
	}
	page := web.Page{
		Title: i18n.Same(o.Name), Shell: web.Cabinet, Section: "saved", Back: &web.Link{Label: titleSaved, URL: PathSaved}, Banner: bannerOf(r),
	}
	return show(w, r, page, savedView(o))
}

// savedID is the need of the path.
func savedID(r *http.Request) (string, error) {
	if need := r.PathValue("id"); id.Valid(need) {
		return need, nil
	}
	return "", ErrNoSaved
}

// act does something with the need of the path and leads on.
func (p *pages) act(w http.ResponseWriter, r *http.Request, do func(need string) error, to func(need string) string) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	need, err := savedID(r)
	if err != nil {
		return err
	}
	if err := do(need); err != nil {
		return err
	}
	return web.Redirect(w, r, to(need))
}

func (p *pages) looked(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(need string) error { return p.Looked(r.Context(), need) },
		func(need string) string { return PathSaved + "/" + need + "?" + askDone + "=" + wordLooked })
}

func (p *pages) removeSaved(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(need string) error { return p.RemoveSaved(r.Context(), need) },
		func(string) string { return PathSaved + "?" + askDone + "=" + wordRemoved })
}

// ownSaved is the need of the path.
func (p *pages) ownSaved(r *http.Request) (one Saved, err error) {
	need, err := savedID(r)
	if err != nil {
		return Saved{}, err
	}
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		one, err = savedByID(r.Context(), q, actor.From(r.Context()).Person, need)
		return err
	})
	return one, err
}

func (p *pages) changeForm(w http.ResponseWriter, r *http.Request) error {
	one, err := p.ownSaved(r)
	if err != nil {
		return err
	}
	f := web.NewForm(savedInputs...)
	f.Set("name", one.Name)
	f.Set("letters", string(one.Letters))
	return p.showChange(w, r, one, f)
}

func (p *pages) showChange(w http.ResponseWriter, r *http.Request, one Saved, f *web.Form) error {
	page := web.Page{
		Title: titleChange, Shell: web.Cabinet, Section: "saved", Form: f, Narrow: true, Back: &web.Link{Label: i18n.Same(one.Name), URL: one.path()},
	}
	return showForm(w, r, page, savedForm(one.path()+"/change", one.Question, f))
}

func (p *pages) changeSavedNeed(w http.ResponseWriter, r *http.Request) error {
	f, name, letters, err := readSaved(r)
	if err != nil {
		return err
	}
	one, err := p.ownSaved(r)
	if err != nil {
		return err
	}
	if !f.OK() {
		return p.showChange(w, r, one, f)
	}
	if err := p.Rename(r.Context(), one.ID, name, letters); err != nil {
		return err
	}
	return web.Redirect(w, r, one.path()+"?"+askDone+"="+wordChanged)
}

// stopForm asks before it ends letters: programs that open the links of letters in advance must change nothing (rule T24).
func (p *pages) stopForm(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	if _, err := p.stopFor(token); err != nil {
		return err
	}
	if r.URL.Query().Get(askDone) != "" {
		return show(w, r, stoppedPage(), stoppedView())
	}
	page := web.Page{Title: titleStop, Lead: leadStop, Narrow: true, NoIndex: true}
	return show(w, r, page, stopView(token))
}

func (p *pages) stop(w http.ResponseWriter, r *http.Request) error {
	byProgram, err := oneClick(r)
	if err != nil {
		return err
	}
	token := r.PathValue("token")
	if err := p.StopLetters(r.Context(), token); err != nil {
		return err
	}
	if byProgram {
		return show(w, r, stoppedPage(), stoppedView()) // it follows no redirect (RFC 8058, 3.1)
	}
	return web.Redirect(w, r, pathStop+"/"+token+"?"+askDone+"="+wordChanged)
}

func stoppedPage() web.Page {
	return web.Page{Title: titleStopped, Lead: leadStopped, Narrow: true, NoIndex: true}
}

// What a mail program sends when its reader presses its own button (RFC 8058): the one pair of the header List-Unsubscribe-Post, as a form of
// either kind, without cookies. That only the letter has the address is what makes it safe.
const (
	fieldOneClick = "List-Unsubscribe"
	wordOneClick  = "One-Click"
	mostOneClick  = 4 << 10 // bytes of the form
)

// oneClick reports whether a mail program asks instead of the page of ours, which sends nothing.
func oneClick(r *http.Request) (bool, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && kind == "multipart/form-data" {
		return true, onlyOneClick(r)
	}
	f, err := web.ReadForm(r, web.Input{Name: fieldOneClick, Max: len(wordOneClick)})
	if err != nil {
		return false, err
	}
	return f.Get(fieldOneClick) == wordOneClick, nil
}

// onlyOneClick reads a form in parts, which must be that one.
func onlyOneClick(r *http.Request) error {
	r.Body = http.MaxBytesReader(nil, r.Body, mostOneClick)
	parts, err := r.MultipartReader()
	if err != nil {
		return fmt.Errorf("read what a mail program sends: %w", web.ErrMalformedForm)
	}
	part, err := parts.NextPart()
	if err != nil || part.FormName() != fieldOneClick || part.FileName() != "" {
		return fmt.Errorf("read what a mail program sends: %w", web.ErrMalformedForm)
	}
	if value, err := io.ReadAll(part); err != nil || string(value) != wordOneClick {
		return fmt.Errorf("read what a mail program sends: %w", web.ErrMalformedForm)
	}
	return nil
}
