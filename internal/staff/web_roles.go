package staff

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const rolesPath = "/admin/roles"

// rolesData is what the page of roles shows.
type rolesData struct {
	viewer      actor.Actor
	roster      Roster
	proposals   []Proposal
	invitations []Invitation
	names       directory
	email       string // key of the viewer's own address
	sure        bool   // the viewer has proved who they are a short while ago
}

// mayChange reports whether the viewer sees buttons at all.
func (d rolesData) mayChange() bool { return d.roster.Holds(d.viewer.Person, actor.Owner) }

// second reports whether a change waits for another owner.
func (d rolesData) second() bool { return len(d.roster.Owners()) > 1 }

func (p *pages) roles(w http.ResponseWriter, r *http.Request) error {
	return p.showRoles(w, r, http.StatusOK, web.NewForm(inviteFields...))
}

func (p *pages) showRoles(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	d := rolesData{viewer: actor.From(r.Context()), sure: p.sure(r)}
	if err := p.db.View(r.Context(), func(q sqldb.Querier) error { return p.fillRoles(r, q, &d) }); err != nil {
		return err
	}
	page := web.Page{Title: titleRoles, Lead: leadTwo, Shell: web.Admin, Section: "roles", Form: f, Banner: notice(r)}
	if !d.second() {
		page.Lead = leadOne
	}
	return show(w, r, status, page, rolesView(f, d))
}

func (p *pages) fillRoles(r *http.Request, q sqldb.Querier, d *rolesData) (err error) {
	ctx := r.Context()
	if d.roster, err = p.roster(ctx, q); err != nil {
		return err
	}
	if d.proposals, err = openProposals(ctx, q); err != nil {
		return err
	}
	if d.invitations, err = openInvitations(ctx, q, p.now()); err != nil {
		return err
	}
	me, err := p.people.Human(ctx, q, d.viewer.Person)
	if err != nil {
		return err
	}
	d.email = me.EmailKey
	var ids []actor.PersonID
	for _, h := range d.roster {
		ids = append(ids, h.Person, h.By, h.Confirmed)
	}
	for _, x := range d.proposals {
		ids = append(ids, x.Person, x.By)
	}
	for _, i := range d.invitations {
		ids = append(ids, i.By, i.Confirmed)
	}
	d.names, err = p.directory(ctx, q, ids...)
	return err
}

// onRoles does something and returns to the page of roles, which tells what became of it.
func (p *pages) onRoles(w http.ResponseWriter, r *http.Request, f *web.Form, act func() (said string, err error)) error {
	if !f.OK() {
		return p.showRoles(w, r, http.StatusUnprocessableEntity, f)
	}
	said, err := act()
	if err != nil {
		if status, ok := refused(f, err); ok {
			return p.showRoles(w, r, status, f)
		}
		return err
	}
	return redirect(w, r, rolesPath+"?done="+said)
}

func (p *pages) invite(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, inviteFields...)
	if err != nil {
		return err
	}
	role := readRole(f)
	if f.Get("email") == "" {
		f.Fail("email", errEmailEmpty)
	} else if _, _, ok := p.people.Address(f.Get("email")); !ok {
		f.Fail("email", ErrEmail.Text)
	}
	return p.onRoles(w, r, f, func() (string, error) {
		out, err := p.Invite(r.Context(), f.Get("email"), role, by(r))
		return became(out, "invited"), err
	})
}

// onID does something to what the path names.
func (p *pages) onID(w http.ResponseWriter, r *http.Request, act func(id string) (said string, err error)) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	id, err := idOf(r, "id")
	if err != nil {
		return err
	}
	return p.onRoles(w, r, web.NewForm(inviteFields...), func() (string, error) { return act(id) })
}

func (p *pages) takeBack(w http.ResponseWriter, r *http.Request) error {
	return p.onID(w, r, func(id string) (string, error) { return "back", p.TakeBack(r.Context(), id, by(r)) })
}

func (p *pages) confirm(w http.ResponseWriter, r *http.Request) error {
	return p.onID(w, r, func(id string) (string, error) {
		_, err := p.Confirm(r.Context(), id, by(r))
		return "confirmed", err
	})
}

func (p *pages) refuse(w http.ResponseWriter, r *http.Request) error {
	return p.onID(w, r, func(id string) (string, error) { return "refused", p.Refuse(r.Context(), id, by(r)) })
}

func (p *pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	return p.onID(w, r, func(id string) (string, error) { return "withdrawn", p.Withdraw(r.Context(), id, by(r)) })
}

// holding finds the role that the path names among those that are held.
func (p *pages) holding(r *http.Request, q sqldb.Querier) (h Holding, roster Roster, err error) {
	id, err := idOf(r, "id")
	if err != nil {
		return h, nil, err
	}
	if roster, err = p.roster(r.Context(), q); err != nil {
		return h, nil, err
	}
	for _, h := range roster {
		if h.ID == id {
			return h, roster, nil
		}
	}
	return h, nil, ErrNotHeld
}

// endForm asks once more before a role ends.
func (p *pages) endForm(w http.ResponseWriter, r *http.Request) error {
	var (
		h      Holding
		roster Roster
		names  directory
	)
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if h, roster, err = p.holding(r, q); err != nil {
			return err
		}
		names, err = p.directory(r.Context(), q, h.Person)
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{
		Title: titleEnd, Shell: web.Admin, Section: "roles", Narrow: true,
		Back: &web.Link{Label: titleRoles, URL: rolesPath},
	}
	return show(w, r, http.StatusOK, page, endView(h, names, len(roster.Owners()) > 1))
}

func (p *pages) endRole(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	var h Holding
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		h, _, err = p.holding(r, q)
		return err
	})
	return p.onRoles(w, r, web.NewForm(inviteFields...), func() (string, error) {
		if err != nil {
			return "", err
		}
		out, err := p.Revoke(r.Context(), h.Person, h.Role, by(r))
		return became(out, "ended"), err
	})
}
