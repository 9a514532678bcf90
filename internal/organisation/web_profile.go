package organisation

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (p *pages) profileRoutes(r *httpx.Router) {
	r.Handle("POST "+web.PathProfile, actor.SignedIn, p.choose)
}

// choose switches to another profile: an ОГРН, or nothing for oneself.
func (p *pages) choose(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "ogrn", Max: 15}, web.Input{Name: "next", Max: 200})
	if err != nil {
		return err
	}
	key, next := Oneself, "/desk"
	if ogrn := f.Get("ogrn"); ogrn != "" {
		st, err := p.Choose(r.Context(), ogrn)
		if err != nil {
			return err
		}
		key, next = Chosen(st.Cabinet.OGRN), st.Cabinet.Path()
	}
	p.module.Remember(w, actor.From(r.Context()).Session, key)
	return web.Redirect(w, r, web.SamePath(f.Get("next"), next))
}

// Side is one of two profiles between which somebody has to choose.
type Side struct {
	Key     Chosen
	Profile web.Profile
}

// Crossing is an action from a page of one profile, sent after the browser switched to another.
type Crossing struct {
	Page Side // whose the page was
	Now  Side // which one the browser showed last
	// Other reports whether the person might do the same in the other profile.
	Other bool
}

// maxKept is how much of a form is kept over the question; forms without files are smaller.
const maxKept = 64 << 10

// Crossed stops an action and asks in whose name it is meant. What was typed goes along in the form of the answer; a file does
// not, and the page says so.
func (m *Module) Crossed(w http.ResponseWriter, r *http.Request, c Crossing) error {
	q := question{Crossing: c}
	if ogrn, ok := PathOGRN(r.URL.Path); ok && formed(r) {
		fields, err := readFields(r)
		if err != nil {
			return err
		}
		rest := strings.TrimPrefix(r.URL.Path, "/org/"+ogrn)
		q.fields, q.again = fields, r.URL.Path+"?as="+ogrn
		if c.Other && len(fields) > 0 && c.Now.Key != Oneself && !named(rest) {
			q.other = "/org/" + string(c.Now.Key) + rest
		}
	} else {
		q.back = pageOf(r)
	}
	page := web.Page{Title: titleCrossed, Lead: leadCrossed, NoIndex: true, Narrow: true, Alone: "crossed"}
	return web.Render(w, r, http.StatusConflict, framed(page, crossedView(q)))
}

// pageOf is the page from which a form with a file was sent: the browser says it, and where it does not, it is the page of the same
// address, or the cabinet.
func pageOf(r *http.Request) string {
	if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host && from.Path != "" {
		_, path := web.SplitLang(from.Path)
		return path
	}
	if ogrn, ok := PathOGRN(r.URL.Path); ok {
		return "/org/" + ogrn
	}
	return r.URL.Path
}

// question is what the page of a crossing asks.
type question struct {
	Crossing
	fields []field // what was typed
	again  string  // where it goes in the name of the page's profile
	other  string  // where it goes in the name of the other one; "" where that makes no sense
	back   string  // the page to which one goes back, where nothing can be taken along
}

type field struct{ name, value string }

func formed(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "application/x-www-form-urlencoded"
}

// readFields reads what was typed, as it was typed. Nothing is judged here: the use case reads it again.
func readFields(r *http.Request) ([]field, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxKept))
	if err != nil {
		return nil, fmt.Errorf("keep what was typed: %w", err)
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, errors.Join(web.ErrMalformedForm, err)
	}
	var list []field
	for name, all := range values {
		for _, v := range all {
			list = append(list, field{name, v})
		}
	}
	slices.SortStableFunc(list, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return list, nil
}

// named reports whether a path inside a cabinet names a thing of it, which no other cabinet has.
func named(rest string) bool {
	return slices.ContainsFunc(strings.Split(rest, "/"), id.Valid)
}

// Confirmed reports whether the person has said, on the page of a crossing, that the action is meant as it is.
func Confirmed(r *http.Request) bool {
	ogrn, ok := PathOGRN(r.URL.Path)
	return ok && r.URL.Query().Get("as") == ogrn
}
