package staff

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// found is a page of the search for people.
type found struct {
	part  string
	list  []Human
	next  string // address of the next page, "" at the end
	asked bool
}

// search finds people. Without a part to look for it shows nobody: staff do not leaf through the people of the city.
func (p *pages) search(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	f := web.NewForm(searchFields...)
	part := strings.TrimSpace(query.Get("q"))
	f.Set("q", part)
	result := found{part: part, asked: query.Has("q")}
	status := http.StatusOK
	if n := utf8.RuneCountInString(part); result.asked && (n < 3 || n > web.DefaultMax) {
		f.Fail("q", errShort)
		result.asked, status = false, http.StatusUnprocessableEntity
	}
	if result.asked {
		err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
			result.list, result.next, err = p.people.Search(r.Context(), q, part, query.Get("page"))
			return err
		})
		if err != nil {
			return err
		}
	}
	if result.next != "" {
		result.next = "/admin/people?" + url.Values{"q": {part}, "page": {result.next}}.Encode()
	}
	page := web.Page{Title: titlePeople, Shell: web.Admin, Section: "people", Form: f, Banner: notice(r)}
	return show(w, r, status, page, peopleView(f, result))
}

// cardPath is the address of a person's card.
func cardPath(p actor.PersonID) string { return "/admin/people/" + string(p) }

// human reads the person in the path, unless who acts noted a conflict of interest.
func (p *pages) human(r *http.Request, q sqldb.Querier) (Human, error) {
	person, err := idOf(r, "id")
	if err != nil {
		return Human{}, err
	}
	if err := p.noConflict(r.Context(), q, by(r), actor.PersonID(person)); err != nil {
		return Human{}, err
	}
	return p.people.Human(r.Context(), q, actor.PersonID(person))
}

// card shows a person's account to who has given a reason lately, and asks the others for one.
func (p *pages) card(w http.ResponseWriter, r *http.Request) error {
	return p.showCard(w, r, http.StatusOK, web.NewForm(cardFields...))
}

// cardData is what the card shows.
type cardData struct {
	human     Human
	roles     []Holding
	conflicts []Conflict
	names     directory
	viewer    actor.Actor
	owners    int
	sure      bool // the viewer has proved who they are a short while ago
}

func (p *pages) showCard(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	var (
		c    = cardData{viewer: actor.From(r.Context()), sure: p.sure(r)}
		open bool
	)
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if c.human, err = p.human(r, q); err != nil {
			return err
		}
		if open, err = p.cardOpen(r.Context(), q, by(r), c.human.ID); err != nil || !open {
			return err
		}
		return p.fillCard(r, q, &c)
	})
	if err != nil {
		return err
	}
	if !open {
		return p.askReason(w, r, http.StatusOK, c.human, web.NewForm(reasonFields...))
	}
	page := web.Page{
		Title: i18n.Same(c.human.Name), Caption: captionCard, Shell: web.Admin, Section: "people", Form: f, Banner: notice(r),
		Back: &web.Link{Label: titlePeople, URL: "/admin/people"},
	}
	return show(w, r, status, page, cardView(f, c))
}

func (p *pages) fillCard(r *http.Request, q sqldb.Querier, c *cardData) (err error) {
	ctx := r.Context()
	if c.roles, err = rolesEver(ctx, q, c.human.ID); err != nil {
		return err
	}
	if c.conflicts, err = conflictsOf(ctx, q, string(c.human.ID)); err != nil {
		return err
	}
	roster, err := p.roster(ctx, q)
	if err != nil {
		return err
	}
	c.owners = len(roster.Owners())
	var ids []actor.PersonID
	for _, h := range c.roles {
		ids = append(ids, h.By, h.Confirmed)
	}
	for _, k := range c.conflicts {
		ids = append(ids, k.Person)
	}
	c.names, err = p.directory(ctx, q, ids...)
	return err
}

func (p *pages) askReason(w http.ResponseWriter, r *http.Request, status int, human Human, f *web.Form) error {
	page := web.Page{
		Title: titleReason, Lead: leadReason, Caption: i18n.Same(human.Name), Shell: web.Admin, Section: "people", Form: f, Narrow: true,
		Back: &web.Link{Label: titlePeople, URL: "/admin/people"},
	}
	return show(w, r, status, page, reasonView(f, human))
}

func (p *pages) openCard(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, reasonFields...)
	if err != nil {
		return err
	}
	var human Human
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		human, err = p.human(r, q)
		return err
	})
	if err != nil {
		return err
	}
	why := readReason(f)
	if !f.OK() {
		return p.askReason(w, r, http.StatusUnprocessableEntity, human, f)
	}
	if err := p.OpenCard(r.Context(), by(r), human.ID, why); err != nil {
		return err
	}
	return redirect(w, r, cardPath(human.ID))
}

// onCard does something to the person of the card and returns to it.
func (p *pages) onCard(w http.ResponseWriter, r *http.Request, f *web.Form, act func(actor.PersonID) (said string, err error)) error {
	person, err := idOf(r, "id")
	if err != nil {
		return err
	}
	if !f.OK() {
		return p.showCard(w, r, http.StatusUnprocessableEntity, f)
	}
	said, err := act(actor.PersonID(person))
	if err != nil {
		if status, ok := refused(f, err); ok && status != http.StatusNotFound {
			httpx.SetRetry(w.Header(), err)
			return p.showCard(w, r, status, f)
		}
		return err
	}
	if said == "marked" { // the card is closed to who noted a conflict
		return redirect(w, r, "/admin/people?done=marked")
	}
	return redirect(w, r, cardPath(actor.PersonID(person))+"?done="+said)
}

func (p *pages) lock(w http.ResponseWriter, r *http.Request) error {
	return p.setLocked(w, r, true, "closed")
}

func (p *pages) unlock(w http.ResponseWriter, r *http.Request) error {
	return p.setLocked(w, r, false, "opened")
}

func (p *pages) setLocked(w http.ResponseWriter, r *http.Request, locked bool, said string) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	return p.onCard(w, r, web.NewForm(cardFields...), func(person actor.PersonID) (string, error) {
		return said, p.SetLocked(r.Context(), person, locked, by(r))
	})
}

func (p *pages) startRecovery(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	return p.onCard(w, r, web.NewForm(cardFields...), func(person actor.PersonID) (string, error) {
		return "recovery", p.StartRecovery(r.Context(), person, by(r))
	})
}

func (p *pages) grant(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, cardFields...)
	if err != nil {
		return err
	}
	role := readRole(f)
	return p.onCard(w, r, f, func(person actor.PersonID) (string, error) {
		out, err := p.Grant(r.Context(), person, role, by(r))
		return became(out, "given"), err
	})
}

func (p *pages) markConflict(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, cardFields...)
	if err != nil {
		return err
	}
	why := readConflict(f)
	return p.onCard(w, r, f, func(person actor.PersonID) (string, error) {
		return "marked", p.MarkConflict(r.Context(), string(person), why, by(r))
	})
}

func (p *pages) liftConflict(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	conflict, err := idOf(r, "conflict")
	if err != nil {
		return httpx.ErrNoPage
	}
	return p.onCard(w, r, web.NewForm(cardFields...), func(actor.PersonID) (string, error) {
		return "lifted", p.LiftConflict(r.Context(), conflict, by(r))
	})
}

// became is the notice after a change: that it waits, or what was done.
func became(out Outcome, done string) string {
	if out.Waits() {
		return "proposed"
	}
	return done
}
