package membership

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/rule"
)

const (
	pathMembers = "/members"
	pathJoin    = "/join"
	pathDesk    = "/admin/members"
	pathFiles   = "/open/members"
	pathGives   = "/members/benefits"
	pathSample  = "/join/sample"
)

type pages struct {
	*Service

	samples []Sample
	files   chan struct{} // a place for each file that is being made
}

func (p *pages) routes(r *httpx.Router) {
	r.Handle("GET "+pathMembers, actor.Anyone, p.members)
	r.Handle("GET "+pathMembers+"/{ogrn}", actor.Anyone, p.card)
	r.Handle("GET "+pathMembers+"/{ogrn}/certificate", actor.Anyone, p.certificate)
	r.Handle("GET "+pathMembers+"/{ogrn}/badge", actor.Anyone, p.badge)
	r.Handle("GET "+pathGives, actor.Anyone, p.gives)
	r.Handle("GET "+pathFiles+"/{kind}", actor.Anyone, p.download)
	r.Handle("GET "+pathJoin, actor.Anyone, p.join)
	r.Handle("POST "+pathJoin, actor.Anyone, p.look)
	r.Handle("GET "+pathSample, actor.Anyone, p.sample)
	r.Handle("GET /org/{ogrn}/status", actor.May(actor.Draft), p.own)
	r.Handle("POST /org/{ogrn}/status", actor.May(actor.Send), p.answer)
	p.deskRoutes(r)
}

func show(w http.ResponseWriter, r *http.Request, page web.Page, body templ.Component) error {
	status := http.StatusOK
	if page.Form != nil && !page.Form.OK() {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, framed(page, body))
}

// longestQuestion bounds what is looked for, in bytes.
const longestQuestion = 200

// queryOf reads what is looked for from the address. What no page of ours sends is passed over.
func queryOf(r *http.Request) Query {
	v := r.URL.Query()
	k := Query{Text: v.Get("q"), Status: Status(v.Get("status")), Okrug: Okrug(v.Get("okrug")), Direction: v.Get("direction")}
	k.Text = k.Text[:min(longestQuestion, len(k.Text))]
	if statusTexts[k.Status].IsZero() {
		k.Status = NoStatus
	}
	if k.Okrug.name().IsZero() {
		k.Okrug = ""
	}
	const longestKey, mostPages = 64, 100_000
	if len(k.Direction) > longestKey {
		k.Direction = ""
	}
	k.Page, k.Literal = 1, v.Get("literal") != ""
	if n, err := strconv.Atoi(v.Get("page")); err == nil && n > 0 && n < mostPages {
		k.Page = n
	}
	return k
}

// address is a page of the register, or a file of it, for what is looked for.
func (k Query) address(path string, page int) string {
	v := url.Values{}
	for name, value := range map[string]string{"q": k.Text, "status": string(k.Status), "okrug": string(k.Okrug), "direction": k.Direction} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if k.Literal {
		v.Set("literal", "1")
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// registerPage is what the page of the register shows.
type registerPage struct {
	query      Query
	form       *web.Form
	listing    Listing
	counts     []Count
	directions []Direction
}

func (p *pages) members(w http.ResponseWriter, r *http.Request) error {
	d := registerPage{query: queryOf(r)}
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if d.listing, err = p.Search(r.Context(), q, d.query); err != nil {
			return err
		}
		if d.directions, err = p.rules.Directions(r.Context(), q); err != nil {
			return err
		}
		d.counts, err = p.Counts(r.Context(), q)
		return err
	})
	if err != nil {
		return err
	}
	d.form = web.NewForm(web.Input{Name: "q"}, web.Input{Name: "status"}, web.Input{Name: "okrug"}, web.Input{Name: "direction"})
	d.form.Set("q", d.query.Text)
	d.form.Set("status", string(d.query.Status))
	d.form.Set("okrug", string(d.query.Okrug))
	d.form.Set("direction", d.query.Direction)
	return show(w, r, web.Page{Title: titleMembers, Lead: leadMembers, Description: leadMembers, Section: "members"}, registerView(d))
}

func (p *pages) card(w http.ResponseWriter, r *http.Request) error {
	var m Member
	var past []Event
	var told, alike templ.Component
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if m, err = memberByOGRN(r.Context(), q, r.PathValue("ogrn")); err != nil {
			return none(err, ErrNoMember)
		}
		if past, err = eventsOf(r.Context(), q, m.Organisation); err != nil || !m.State.stands() {
			return err
		}
		if told, err = p.told.of(r.Context(), q, m.OGRN); err != nil {
			return err
		}
		alike, err = p.alike.of(r.Context(), q, m.OGRN)
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{
		Title: i18n.Same(m.Name), Section: "members", Narrow: true,
		Back: &web.Link{Label: titleMembers, URL: pathMembers}, NoIndex: !m.State.stands(),
	}
	return show(w, r, page, cardView(m, past, told, alike, p.baseURL+cardPath(m.OGRN)))
}

func (p *pages) join(w http.ResponseWriter, r *http.Request) error {
	return show(w, r, joinPage(newLook()), joinView(newLook(), nil, p.samples))
}

func newLook() *web.Form { return web.NewForm(web.Input{Name: "inn", Max: 20}) }

func joinPage(f *web.Form) web.Page {
	return web.Page{Title: titleJoin, Lead: leadJoin, Description: leadJoin, Section: "join", Form: f, Narrow: true}
}

func (p *pages) look(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "inn", Max: 20})
	if err != nil {
		return err
	}
	found, err := p.lookFor(r.Context(), f)
	if err != nil {
		return err
	}
	return show(w, r, joinPage(f), joinView(f, found, p.samples))
}

// result is what a rule came to, as the page shows it.
func (v Verdict) result() (web.Kind, i18n.Text) {
	kinds := map[string]web.Kind{
		rule.Pass.String(): web.Success, rule.Review.String(): web.Info, rule.Undecided.String(): web.Neutral, rule.Fail.String(): web.Danger,
	}
	return kinds[v.outcome()], outcomeTexts[v.outcome()]
}
