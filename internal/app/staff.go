package app

import (
	"context"
	"errors"
	"strings"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/staff"
)

func (a *App) staffDeps() staff.Deps {
	return staff.Deps{
		Deeds: Deeds(),
		DB:    a.DB, Clock: a.Clock, Limits: a.limits, Letters: a.Notification, People: people{a.Account}, Jobs: a.Jobs, BaseURL: a.Site.BaseURL,
		Sections: sections, Checks: a.checks(), Log: a.Log,
	}
}

// sections are the pages of the administration that rooms other than staff bring.
var sections = []staff.Section{
	{
		Key: "applications", Group: staff.Work, Label: i18n.M("Заявления", "Applications"), URL: review.PathQueue, Icon: "file-check",
		About: i18n.M("Что ждёт решения фонда и сколько осталось до срока.", "What waits for a decision of the foundation, and how much time is left."),
		Roles: theDesk(),
	},
	{
		Key: "service-versions", Group: staff.Work, Label: i18n.M("Услуги", "Services"), URL: application.PathEditions, Icon: "list-checks",
		About: i18n.M("Формы заявлений, их версии и дни, с которых они действуют.", "Forms of applications, their versions and the days from which they are in force."),
		Roles: application.EditionReaders(),
	},
	{
		Key: "messages", Group: staff.Work, Label: i18n.M("Письма и сообщения", "Letters and messages"), URL: "/admin/messages", Icon: "mail",
		About: i18n.M("Что отправлено, что ждёт и что не ушло.", "What was sent, what waits and what failed."),
		Roles: []actor.Role{actor.Operator, actor.Auditor, actor.Owner},
	},
	{
		Key: "workplaces", Group: staff.Work, Label: i18n.M("Проверки рабочих мест", "Workplace checks"), URL: "/admin/workplaces", Icon: "file-check",
		About: i18n.M("Отчёт о компьютере человека по номеру.", "The report of a person’s computer by its number."),
		Roles: []actor.Role{actor.Operator, actor.Auditor, actor.Owner},
	},
	{
		Key: "documents", Group: staff.Work, Label: i18n.M("Тексты сайта", "Texts of the site"), URL: "/admin/documents", Icon: "file-text",
		About: i18n.M("Соглашение, согласие, политика и их редакции.", "Terms, consent, policies and their editions."),
		Roles: []actor.Role{actor.Operator, actor.Auditor, actor.Owner},
	},
	{
		Key: "registers", Group: staff.Work, Label: i18n.M("Реестры", "Registers"), URL: "/admin/registers", Icon: "list-checks",
		About: i18n.M("Загрузки государственных реестров, сведения об организациях, изменения на подтверждение.", "Imports of state registers, facts about organisations, changes to confirm."),
		Roles: []actor.Role{actor.Operator, actor.Auditor, actor.Owner},
	},
	{
		Key: "members", Group: staff.Work, Label: i18n.M("Участники и партнёры", "Members"), URL: membership.PathDesk, Icon: "list-checks",
		About: i18n.M("Кто ждёт статуса, кого предупредили, решения о статусах.", "Who waits for a status, who was warned, decisions about statuses."),
		Roles: membership.Readers(),
	},
	{
		Key: "organisations", Group: staff.Work, Label: i18n.M("Право подписи", "Right to sign"), URL: organisation.PathCases, Icon: "building-2",
		About: i18n.M("Кто действует от имени организации, когда реестр не даёт ясного ответа.", "Who acts for an organisation when the register gives no clear answer."),
		Roles: []actor.Role{actor.Operator, actor.Owner},
	},
	{
		Key: "desk", Group: staff.Humans, Label: i18n.M("Приём и проверка личности", "Visits and identity cases"), URL: "/admin/desk", Icon: "file-check",
		About: i18n.M("Подтвердить личность по документу и решить, кому принадлежит СНИЛС.", "Confirm an identity by a document and decide whose a SNILS is."),
		Roles: []actor.Role{actor.Operator, actor.Owner},
	},
}

// deskStaff lets package account write down who looks at whose data. It is built before package staff, so it asks the app
// when it is needed.
type deskStaff struct{ app *App }

func (d deskStaff) Look(ctx context.Context, tx *sqldb.Tx, viewer, subject actor.PersonID, what i18n.Text) error {
	return d.app.Staff.Look(ctx, tx, viewer, subject, what)
}

// InConflict reports whether a member of staff noted a conflict of interest with a person or an organisation, by whichever of its numbers
// the mark or the question goes, or has a role in the organisation: nobody decides for those for whom they act.
func (d deskStaff) InConflict(ctx context.Context, q sqldb.Querier, p actor.PersonID, subject string) (bool, error) {
	names := []string{subject}
	c, err := d.cabinet(ctx, q, subject)
	switch {
	case err != nil:
		return false, err
	case c.ID != "":
		role, err := d.app.Organisation.RoleOf(ctx, q, p, c.ID)
		if err != nil || role != "" {
			return role != "", err
		}
		names = []string{string(c.ID), c.OGRN, c.INN}
	}
	for _, name := range names {
		if marked, err := d.app.Staff.InConflict(ctx, q, p, name); err != nil || marked {
			return marked, err
		}
	}
	return false, nil
}

// cabinet finds the account of an organisation by its id or its ОГРН; the zero value is none.
func (d deskStaff) cabinet(ctx context.Context, q sqldb.Querier, subject string) (organisation.Cabinet, error) {
	if id.Valid(subject) {
		c, err := d.app.Organisation.Cabinet(ctx, q, actor.OrganisationID(subject))
		if errors.Is(err, organisation.ErrNoCabinet) {
			return organisation.Cabinet{}, nil
		}
		return c, err
	}
	return d.app.Organisation.WithOGRN(ctx, q, subject)
}

// reviewOffice is package staff as the desk of applications sees it.
type reviewOffice struct {
	*staff.Module
	desk deskStaff
}

// InConflict implements [review.Office].
func (o reviewOffice) InConflict(ctx context.Context, q sqldb.Querier, p actor.PersonID, subject string) (bool, error) {
	return o.desk.InConflict(ctx, q, p, subject)
}

// people shows package staff the accounts of package account.
type people struct{ accounts *account.Module }

func (p people) Address(s string) (address, key string, ok bool) {
	e, ok := account.ParseEmail(strings.TrimSpace(s))
	return string(e), e.Key(), ok
}

func (p people) Search(ctx context.Context, q sqldb.Querier, part, page string) ([]staff.Human, string, error) {
	found, next, err := p.accounts.Search(ctx, q, part, page)
	list := make([]staff.Human, len(found))
	for i, person := range found {
		list[i] = human(person)
	}
	return list, next, err
}

func (p people) Human(ctx context.Context, q sqldb.Querier, who actor.PersonID) (staff.Human, error) {
	person, err := p.accounts.Person(ctx, q, who)
	if err != nil {
		return staff.Human{}, err
	}
	h := human(person)
	h.Sessions, err = p.accounts.SessionsIn(ctx, q, who)
	return h, err
}

func (p people) SetLocked(ctx context.Context, tx *sqldb.Tx, who actor.PersonID, locked bool) error {
	return p.accounts.SetLocked(ctx, tx, who, locked)
}

func (p people) StartRecovery(ctx context.Context, tx *sqldb.Tx, who actor.PersonID) error {
	return p.accounts.RecoverFor(ctx, tx, who)
}

func human(p account.Person) staff.Human {
	return staff.Human{
		ID: p.ID, Name: p.Name.Full(), Greeting: p.Name.Addressed(), Email: string(p.Email), EmailKey: p.Email.Key(), Phone: p.Phone.String(),
		Level: p.Level, Lang: p.Lang, Locked: p.Locked, Created: p.Created,
	}
}

func (a *App) rolesOf(ctx context.Context, p actor.PersonID) ([]actor.Role, error) {
	return a.Staff.Roles(ctx, a.DB.Single(), p)
}

// menu returns the sections at the side: of the administration on its pages, else of the person's cabinet.
func (a *App) menu(ctx context.Context, path string, who actor.Actor, own []web.NavItem) ([]web.NavItem, error) {
	if path != "/admin" && !strings.HasPrefix(path, "/admin/") {
		return own, nil
	}
	return a.Staff.Menu(ctx, who)
}

// InviteFromConsole invites somebody to a role and returns the link.
func (a *App) InviteFromConsole(ctx context.Context, email string, role actor.Role) (link string, err error) {
	out, err := a.Staff.Invite(ctx, email, role, staff.Console)
	return out.Link, err
}
