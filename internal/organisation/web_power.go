package organisation

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// PathPowers is where a person finds their powers of attorney.
const PathPowers = "/organisations/powers"

func (p *pages) powerRoutes(r *httpx.Router) {
	r.Handle("GET "+PathPowers, actor.SignedIn, p.powers)
	r.Handle("GET "+PathPowers+"/new", actor.SignedIn, p.addPowerForm)
	r.Handle("POST "+PathPowers+"/new", actor.SignedIn, p.addPower, httpx.MaxBody(2*(1+maxParents)*maxPowerFile+256<<10))
	r.Handle("POST "+PathPowers+"/{id}/enter", actor.SignedIn, p.enterByPower)
	r.Handle("POST "+PathPowers+"/{id}/remove", actor.SignedIn, p.removePower)
	r.Handle("GET /org/{ogrn}/powers", actor.May(actor.View), p.orgPowers)
	r.Handle("POST /org/{ogrn}/powers/{id}/withdraw", actor.May(actor.Appoint), p.withdrawPower)
}

func powerFields() []web.Input {
	return []web.Input{{Name: "power"}, {Name: "signature"}, {Name: "parents"}}
}

func (p *pages) powers(w http.ResponseWriter, r *http.Request) error {
	who := actor.From(r.Context())
	var list []Power
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) { list, err = powersOf(r.Context(), q, who.Person); return err })
	if err != nil {
		return fmt.Errorf("list the powers of attorney: %w", err)
	}
	page := web.Page{Title: titlePowers, Lead: leadPowers, Shell: web.Cabinet, Section: "organisations", Back: &web.Link{Label: titleMine, URL: PathMine}}
	switch q := r.URL.Query(); {
	case q.Get("kept") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textPowerKept}
	case q.Get("removed") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textPowerRemoved}
	}
	return show(w, r, page, powersView(list, who.Level >= actor.Standard, p.clock.Now()))
}

func (p *pages) addPowerForm(w http.ResponseWriter, r *http.Request) error {
	return p.showAddPower(w, r, web.NewForm(powerFields()...))
}

func (p *pages) showAddPower(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{
		Title: titleAddPower, Lead: leadAddPower, Shell: web.Cabinet, Section: "organisations", Narrow: true, Form: f,
		Back: &web.Link{Label: titlePowers, URL: PathPowers},
	}
	return show(w, r, page, addPowerView(f))
}

// upload is a file as it came.
type upload struct {
	name    string
	content []byte
}

func (u upload) isXML() bool {
	return strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(string(u.content[:min(len(u.content), 64)]), "\ufeff"), " \r\n\t"), "<")
}

func (p *pages) addPower(w http.ResponseWriter, r *http.Request) error {
	var own, signature upload
	var more []upload
	into := func(take func(upload)) web.Upload {
		return func(name string, content io.Reader) error {
			b, err := io.ReadAll(io.LimitReader(content, maxPowerFile+1))
			take(upload{name, b})
			return err
		}
	}
	f, err := web.ReadUploads(r, map[string]web.Upload{
		"power":     into(func(u upload) { own = u }),
		"signature": into(func(u upload) { signature = u }),
		"parents":   into(func(u upload) { more = append(more, u) }),
	}, powerFields()...)
	if err != nil {
		return err
	}
	if len(own.content) == 0 {
		f.Fail("power", errNoPowerFile)
	}
	if len(signature.content) == 0 {
		f.Fail("signature", errNoPowerSig)
	}
	parents, ok := pairs(more)
	if !ok {
		f.Fail("parents", errParentsPairs)
	}
	if f.OK() {
		_, err := p.AddPower(r.Context(), PowerFile{own.content, signature.content}, parents)
		if err == nil {
			return web.Redirect(w, r, PathPowers+"?kept=1")
		}
		if kind := fault.KindOf(err); kind == fault.Unavailable || kind == fault.RateLimited || !refusedAt(f, fieldOf(err), err) {
			return err
		}
	}
	return p.showAddPower(w, r, f)
}

// pairs finds to each document the signature whose name begins with that of the document; of one document and one signature the names
// do not matter.
func pairs(files []upload) (list []PowerFile, ok bool) {
	var documents, signatures []upload
	for _, u := range files {
		if u.isXML() {
			documents = append(documents, u)
		} else {
			signatures = append(signatures, u)
		}
	}
	if len(documents) != len(signatures) || len(documents) > maxParents {
		return nil, false
	}
	if len(documents) == 1 {
		return []PowerFile{{documents[0].content, signatures[0].content}}, true
	}
	for _, d := range documents {
		stem, _, _ := strings.Cut(d.name, ".")
		i := slices.IndexFunc(signatures, func(s upload) bool { return strings.HasPrefix(s.name, stem) })
		if i < 0 {
			return nil, false
		}
		list = append(list, PowerFile{d.content, signatures[i].content})
		signatures = slices.Delete(signatures, i, i+1)
	}
	return list, true
}

func (p *pages) enterByPower(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	login, err := p.logins.Login(r.Context(), r)
	if err != nil {
		return err
	}
	out, err := p.EnterByPower(r.Context(), login, r.PathValue("id"))
	switch {
	case err != nil:
		return err
	case out.Case != "" || out.Review:
		return web.Redirect(w, r, PathMine+"?case=1")
	}
	return web.Redirect(w, r, out.Cabinet.Path())
}

func (p *pages) removePower(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.RemovePower(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return web.Redirect(w, r, PathPowers+"?removed=1")
}

func (p *pages) orgPowers(w http.ResponseWriter, r *http.Request) error {
	in, err := p.inside(r)
	if err != nil {
		return err
	}
	list, err := powersFrom(r.Context(), p.db.Single(), in.Cabinet.OGRN)
	if err != nil {
		return fmt.Errorf("list the powers of attorney: %w", err)
	}
	page := p.page(in, "org-powers", titlePowers)
	page.Lead = leadOrgPowers
	if r.URL.Query().Get("withdrawn") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textPowerOut}
	}
	return show(w, r, page, orgPowersView(list, actor.From(r.Context()), in.Cabinet.Path(), p.clock.Now()))
}

func (p *pages) withdrawPower(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, "/powers?withdrawn=1", func(id string) error { return p.WithdrawPower(r.Context(), id) })
}

// fieldOf is the field of the form at which a refusal stands.
func fieldOf(err error) string {
	if errors.Is(err, ErrPowerParents) {
		return "parents"
	}
	return "power"
}
