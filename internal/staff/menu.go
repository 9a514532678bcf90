package staff

import (
	"context"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Group is a part of the menu.
type Group uint8

// The groups in the order of the menu.
const (
	Top    Group = iota // above all groups: the overview
	Humans              // who has accounts and roles
	Work                // what is done day by day
	Watch               // what the work leaves behind
)

var groupName = map[Group]i18n.Text{Humans: groupPeople, Work: groupWork, Watch: groupWatch}

// Section is a page of the administration, as it stands in the menu and on the overview. Other features bring theirs.
type Section struct {
	Key   string // matches [web.Page.Section]
	Group Group
	Label i18n.Text
	About i18n.Text // one sentence for the overview
	URL   string
	Icon  string
	Roles []actor.Role // who sees it; the route itself must say the same
}

// The circles of roles for which the routes are open.
var (
	everyRole = actor.Roles()
	desk      = []actor.Role{actor.Operator, actor.Auditor, actor.Owner} // reads what the work is about
	doers     = []actor.Role{actor.Operator, actor.Owner}                // changes what the work is about
	overseers = []actor.Role{actor.Auditor, actor.Owner}                 // reads what the staff did
	owners    = []actor.Role{actor.Owner}
)

var ownSections = []Section{
	{Key: "overview", Group: Top, Label: titleOverview, URL: "/admin", Icon: "house", Roles: everyRole},
	{Key: "readiness", Group: Top, Label: titleReadiness, About: aboutReadiness, URL: "/admin/readiness", Icon: "list-checks", Roles: desk},
	{Key: "people", Group: Humans, Label: titlePeople, About: aboutPeople, URL: "/admin/people", Icon: "users", Roles: desk},
	{Key: "roles", Group: Humans, Label: titleRoles, About: aboutRoles, URL: "/admin/roles", Icon: "shield-check", Roles: overseers},
	{Key: "jobs", Group: Work, Label: titleJobs, About: aboutJobs, URL: "/admin/jobs", Icon: "settings", Roles: desk},
	{Key: "audit", Group: Watch, Label: titleAudit, About: aboutAudit, URL: "/admin/audit", Icon: "file-text", Roles: overseers},
	{Key: "views", Group: Watch, Label: titleViews, About: aboutViews, URL: "/admin/views", Icon: "eye", Roles: overseers},
}

// sectionsFor lists the pages that a may open, group by group.
func (m *Module) sectionsFor(a actor.Actor) []Section {
	list := slices.DeleteFunc(slices.Concat(ownSections, m.sections), func(s Section) bool { return !a.Has(s.Roles...) })
	slices.SortStableFunc(list, func(x, y Section) int { return int(x.Group) - int(y.Group) })
	return list
}

// Menu returns the menu of the administration as a may see it, for the pages of all features.
func (m *Module) Menu(ctx context.Context, a actor.Actor) ([]web.NavItem, error) {
	var waiting int
	if a.Has(overseers...) {
		err := m.db.View(ctx, func(q sqldb.Querier) (err error) {
			waiting, err = countOpenProposals(ctx, q)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("count the proposals for the menu: %w", err)
		}
	}
	var items []web.NavItem
	for _, s := range m.sectionsFor(a) {
		item := web.NavItem{Key: s.Key, Label: s.Label, URL: s.URL, Icon: s.Icon, Group: groupName[s.Group]}
		if s.Key == "roles" {
			item.Count = waiting
		}
		items = append(items, item)
	}
	return items, nil
}
