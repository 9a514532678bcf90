package partner

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/statereg/classifier"
)

const (
	pathPartners = "/partners"
	pathSimilar  = "/partners/similar"
)

// Nav is the section of the site in which partners are found.
func Nav() web.NavItem {
	return web.NavItem{Key: "partners", Label: navText(), URL: pathPartners}
}

type pages struct{ *Service }

func (p *pages) routes(r *httpx.Router) {
	r.Handle("GET "+pathPartners, actor.Anyone, p.partners)
	r.Handle("POST "+pathAPI, actor.Anyone, p.search)
	r.Handle("GET "+pathSimilar+"/{key}", actor.Anyone, p.similar)
	r.Handle("POST "+pathClicked, actor.Anyone, p.clicked)
	p.savedRoutes(r)
}

func show(w http.ResponseWriter, r *http.Request, page web.Page, body templ.Component) error {
	return web.Render(w, r, http.StatusOK, framed(page, body))
}

// questionOf reads a question from the address. What no page of ours sends is passed over.
func questionOf(v url.Values) Question {
	k := Question{Text: cut(v.Get("q"), longestNeed), Literal: v.Get("as") == "typed", Page: 1}
	for _, key := range v["off"] {
		if slices.Contains(ChipKeys(), ChipKey(key)) && !slices.Contains(k.Off, ChipKey(key)) {
			k.Off = append(k.Off, ChipKey(key))
		}
	}
	if role := Role(v.Get(facetRole)); slices.Contains(Roles(), role) {
		k.Role = role
	}
	if _, known := classifier.FindRegion(v.Get(facetRegion)); known || v.Get(facetRegion) == everywhere {
		k.Region = v.Get(facetRegion)
	}
	if _, known := statusTexts[v.Get(facetStatus)]; known {
		k.Status = v.Get(facetStatus)
	}
	if n, err := strconv.Atoi(v.Get("page")); err == nil && n > 1 && n <= mostPages {
		k.Page = n
	}
	return k
}

// query is a question as an address has it.
func (k Question) query() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"q": k.Text, facetRole: string(k.Role), facetRegion: k.Region, facetStatus: k.Status} {
		if value != "" {
			v.Set(name, value)
		}
	}
	for _, key := range k.Off {
		v.Add("off", string(key))
	}
	if k.Literal {
		v.Set("as", "typed")
	}
	if k.Page > 1 {
		v.Set("page", strconv.Itoa(k.Page))
	}
	return v
}

// address is the page of a question.
func (k Question) address() string {
	v := k.query()
	if len(v) == 0 {
		return pathPartners
	}
	return pathPartners + "?" + v.Encode()
}

// ask answers a question of a request, if its budget allows.
func (p *pages) ask(r *http.Request, k Question) (Found, error) {
	if err := p.gate.allow(limit.Address(httpx.InfoOf(r.Context()).Address), p.clock.Now()); err != nil {
		return Found{}, err
	}
	var err error
	if k.Audience, err = p.audience(r.Context(), p.db.Single()); err != nil {
		return Found{}, err
	}
	return p.Find(r.Context(), k)
}

// partnersPage is what the page shows.
type partnersPage struct {
	question Question
	form     *web.Form
	found    Found
	person   bool
}

func (p *pages) partners(w http.ResponseWriter, r *http.Request) error {
	d := partnersPage{question: questionOf(r.URL.Query()), person: !actor.From(r.Context()).Guest()}
	if d.question.Text != "" {
		var err error
		if d.found, err = p.ask(r, d.question); err != nil {
			return err
		}
		if n := d.found.Named; d.found.Need.Number != "" && len(n) == 1 && n[0].URL != "" {
			return web.Redirect(w, r, n[0].URL)
		}
	}
	d.form = web.NewForm(web.Input{Name: "q", Max: longestNeed})
	d.form.Set("q", d.question.Text)
	page := web.Page{Title: titlePartners, Description: leadPartners, Section: "partners", NoIndex: d.question.Text != ""}
	if d.question.Text == "" {
		page.Lead = leadPartners
	}
	return show(w, r, page, partnersView(d))
}

func (p *pages) similar(w http.ResponseWriter, r *http.Request) error {
	if err := p.gate.allow(limit.Address(httpx.InfoOf(r.Context()).Address), p.clock.Now()); err != nil {
		return err
	}
	a, err := p.audience(r.Context(), p.db.Single())
	if err != nil {
		return err
	}
	subject, list, err := p.Similar(r.Context(), r.PathValue("key"), a)
	if err != nil {
		if errors.Is(err, ErrNoSubject) {
			return httpx.ErrNoPage
		}
		return err
	}
	page := web.Page{
		Title: linkSimilar, Caption: subject.Name, Lead: leadSimilar, Section: "partners", NoIndex: true,
		Back: &web.Link{Label: titlePartners, URL: pathPartners},
	}
	if subject.URL != "" {
		page.Back = &web.Link{Label: linkCompany, URL: subject.URL}
	}
	return show(w, r, page, similarView(list))
}

// regionName is what a region is called.
func regionName(code string) i18n.Text {
	if code == everywhere || code == "" {
		return everyRegion
	}
	region, ok := classifier.FindRegion(code)
	if !ok {
		return i18n.Same(code)
	}
	return i18n.Raw(region.Name, region.English)
}
