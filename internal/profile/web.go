package profile

import (
	"errors"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Path is where the profile of an organisation is shown to everybody.
func Path(subject string) string { return "/profiles/" + subject }

func own(ogrn string) string { return "/org/" + ogrn + "/profile" }

func (k Kind) path(ogrn string) string { return own(ogrn) + "/" + string(k) }

type pages struct{ *Service }

func (p *pages) routes(r *httpx.Router) {
	r.Handle("GET /profiles/{ogrn}", actor.Anyone, p.shown)
	r.Handle("GET /org/{ogrn}/profile", actor.May(actor.Draft), p.own)
	r.Handle("GET /org/{ogrn}/profile/history", actor.May(actor.Draft), p.history)
	r.Handle("GET /org/{ogrn}/profile/{kind}", actor.May(actor.Draft), p.list)
	r.Handle("GET /org/{ogrn}/profile/{kind}/new", actor.May(actor.Send), p.fresh)
	r.Handle("POST /org/{ogrn}/profile/{kind}/new", actor.May(actor.Send), p.add)
	r.Handle("GET /org/{ogrn}/profile/{kind}/{id}", actor.May(actor.Send), p.open)
	r.Handle("POST /org/{ogrn}/profile/{kind}/{id}", actor.May(actor.Send), p.change)
	r.Handle("POST /org/{ogrn}/profile/{kind}/{id}/remove", actor.May(actor.Send), p.remove)
}

// Menu is the entry of the profile in the menu of a cabinet.
func Menu(cabinet string) web.NavItem {
	return web.NavItem{Key: "org-profile", Label: titleOwn, URL: cabinet + "/profile", Icon: "list-checks"}
}

func show(w http.ResponseWriter, r *http.Request, page web.Page, body templ.Component) error {
	status := http.StatusOK
	if page.Form != nil && !page.Form.OK() {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, framed(page, body))
}

func (p *pages) shown(w http.ResponseWriter, r *http.Request) error {
	var c Card
	var o Organisation
	var alike templ.Component
	err := p.db.View(r.Context(), func(q sqldb.Querier) error {
		v, err := p.organisations.Viewer(r.Context(), q)
		if err != nil {
			return err
		}
		if c, err = p.Shown(r.Context(), q, r.PathValue("ogrn"), v); err != nil {
			return err
		}
		if len(c.Items) == 0 {
			return ErrNoProfile
		}
		o, err = p.organisations.Subject(r.Context(), q, c.Subject)
		if errors.Is(err, ErrUnknown) {
			o, err = Organisation{INN: c.INN}, nil
		}
		if err != nil || p.alike == nil {
			return err
		}
		alike, err = p.alike(r.Context(), q, c.Subject)
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Same(o.Name)
	if o.Name == "" {
		title = titleNameless.With(c.INN)
	}
	return show(w, r, web.Page{Title: title, Section: "partners", Narrow: true}, shownView(o, c, alike))
}

func (p *pages) own(w http.ResponseWriter, r *http.Request) error {
	in, err := p.Inside(r.Context())
	if err != nil {
		return err
	}
	page := web.Page{Title: titleOwn, Caption: i18n.Same(in.Organisation.Name), Lead: leadOwn, Shell: web.Cabinet, Section: "org-profile"}
	return show(w, r, page, ownView(in, actor.From(r.Context()).Can(actor.Send), p.today()))
}

func (p *pages) history(w http.ResponseWriter, r *http.Request) error {
	o, list, err := p.History(r.Context())
	if err != nil {
		return err
	}
	page := web.Page{
		Title: titleHistory, Caption: i18n.Same(o.Name), Shell: web.Cabinet, Section: "org-profile",
		Back: &web.Link{Label: titleOwn, URL: own(o.OGRN)},
	}
	return show(w, r, page, historyView(list))
}

// kind is the section of the path.
func kind(r *http.Request) (Kind, error) {
	if k := Kind(r.PathValue("kind")); k.has() {
		return k, nil
	}
	return "", ErrNoItem
}

func (p *pages) list(w http.ResponseWriter, r *http.Request) error {
	k, err := kind(r)
	if err != nil {
		return err
	}
	in, err := p.Inside(r.Context())
	if err != nil {
		return err
	}
	page := web.Page{
		Title: k.title(), Lead: k.lead(), Caption: i18n.Same(in.Organisation.Name), Shell: web.Cabinet, Section: "org-profile",
		Back: &web.Link{Label: titleOwn, URL: own(in.Subject)},
	}
	switch r.URL.Query().Get("done") {
	case string(Added), string(Edited):
		page.Banner = &web.Notice{Kind: web.Success, Text: textSaved}
	case string(Removed):
		page.Banner = &web.Notice{Kind: web.Success, Text: textRemoved}
	}
	return show(w, r, page, listView(in, k, actor.From(r.Context()).Can(actor.Send), p.today()))
}

// fresh is the form of a new item; a class of the register that the page has suggested is in it already.
func (p *pages) fresh(w http.ResponseWriter, r *http.Request) error {
	k, err := kind(r)
	if err != nil {
		return err
	}
	in, err := p.Inside(r.Context())
	if err != nil {
		return err
	}
	f := web.NewForm(inputs(k)...)
	fill(f, Item{Content: Content{Role: Supplier, Region: ""}})
	f.Set("seen", "")
	code := r.URL.Query().Get("code")
	if n := slices.IndexFunc(in.Suggested, func(a Activity) bool { return a.Code == code }); n >= 0 {
		f.Set("title", in.Suggested[n].Name.In(i18n.Russian))
		f.Set("codes", code)
	}
	return p.showForm(w, r, in.Organisation, k, "", f)
}

func (p *pages) showForm(w http.ResponseWriter, r *http.Request, o Organisation, k Kind, item string, f *web.Form) error {
	page := web.Page{
		Title: k.adding(), Caption: i18n.Same(o.Name), Shell: web.Cabinet, Section: "org-profile", Form: f, Narrow: true,
		Back: &web.Link{Label: k.title(), URL: k.path(o.OGRN)},
	}
	if item != "" {
		page.Title = k.editing()
	}
	return show(w, r, page, formView(o, k, item, f))
}

func (p *pages) add(w http.ResponseWriter, r *http.Request) error { return p.save(w, r, "") }

func (p *pages) change(w http.ResponseWriter, r *http.Request) error {
	return p.save(w, r, r.PathValue("id"))
}

// save takes a form. A person who has typed something wrong gets it back with what is wrong; what cannot be mended there is an error page.
func (p *pages) save(w http.ResponseWriter, r *http.Request, item string) error {
	k, err := kind(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r, inputs(k)...)
	if err != nil {
		return err
	}
	d := read(f, k)
	d.ID = item
	judge(f, d, p.today())
	if f.OK() {
		_, err = p.Save(r.Context(), d)
		switch {
		case err == nil:
			return web.Redirect(w, r, k.path(r.PathValue("ogrn"))+"?done="+string(Edited))
		case errors.Is(err, ErrChanged):
			f.FailForm(ErrChanged.Text)
		default:
			return err
		}
	}
	in, err := p.Inside(r.Context())
	if err != nil {
		return err
	}
	return p.showForm(w, r, in.Organisation, k, item, f)
}

func (p *pages) open(w http.ResponseWriter, r *http.Request) error {
	k, err := kind(r)
	if err != nil {
		return err
	}
	in, err := p.Inside(r.Context())
	if err != nil {
		return err
	}
	n := slices.IndexFunc(in.Items, func(i Item) bool { return i.ID == r.PathValue("id") && i.Kind == k })
	if n < 0 {
		return ErrNoItem
	}
	f := web.NewForm(inputs(k)...)
	fill(f, in.Items[n])
	return p.showForm(w, r, in.Organisation, k, in.Items[n].ID, f)
}

func (p *pages) remove(w http.ResponseWriter, r *http.Request) error {
	k, err := kind(r)
	if err != nil {
		return err
	}
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.Remove(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return web.Redirect(w, r, k.path(r.PathValue("ogrn"))+"?done="+string(Removed))
}
