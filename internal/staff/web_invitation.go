package staff

import (
	"errors"
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// invited is what the page of an invitation knows about whoever opened it.
type invited struct {
	Invitation
	path   string
	me     Human // zero for a guest
	second bool  // the role will wait for a second owner
	holds  bool  // who accepted it has the role
}

// invitation shows an invitation. It is opened by mail programs as well, so it changes nothing.
func (p *pages) invitation(w http.ResponseWriter, r *http.Request) error {
	var i invited
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		i, err = p.invited(r, q)
		return err
	})
	if err != nil {
		return err
	}
	return p.showInvitation(w, r, http.StatusOK, i)
}

func (p *pages) invited(r *http.Request, q sqldb.Querier) (invited, error) {
	a := actor.From(r.Context())
	inv, err := p.InvitationBySecret(r.Context(), q, secretOf(r))
	if err != nil {
		return invited{}, err
	}
	i := invited{Invitation: inv, path: invitationPath(secretOf(r))}
	if err := inv.Check(p.now()); err != nil && (inv.UsedBy == "" || inv.UsedBy != a.Person) {
		return invited{}, err
	}
	if a.Guest() {
		return i, nil
	}
	if i.me, err = p.people.Human(r.Context(), q, a.Person); err != nil {
		return invited{}, err
	}
	roster, err := p.roster(r.Context(), q)
	if err != nil {
		return invited{}, err
	}
	i.second = inv.alone() && len(roster.Owners()) > 1
	i.holds = roster.Holds(a.Person, inv.Role)
	return i, nil
}

func (p *pages) showInvitation(w http.ResponseWriter, r *http.Request, status int, i invited) error {
	page := web.Page{Title: invitedTo.With(roleName[i.Role]), Caption: titleInvitation, Narrow: true, NoIndex: true}
	switch {
	case i.UsedBy != "":
		page.Title, page.OwnHeading, page.Caption = titleAccepted, true, i18n.Text{}
		return show(w, r, status, page, acceptedView(i))
	case i.me.ID == "":
		return show(w, r, status, page, guestView(i))
	case i.me.EmailKey != i.EmailKey:
		page.Title, page.Caption = otherTitle, titleInvitation
		return show(w, r, http.StatusForbidden, page, otherView(i))
	}
	return show(w, r, status, page, invitationView(i))
}

func (p *pages) accept(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	_, err := p.Accept(r.Context(), secretOf(r), by(r))
	if errors.Is(err, ErrInvitationUsed) { // a second press of the button is no mistake
		return redirect(w, r, invitationPath(secretOf(r)))
	}
	if err != nil {
		return err
	}
	return redirect(w, r, invitationPath(secretOf(r)))
}
