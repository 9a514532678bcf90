package app

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/notification"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// bell sends letters for rooms, and tells the same at the bell to those who have an account with the address.
type bell struct{ app *App }

// Mail queues a letter in the transaction of the caller, with its notice.
func (b bell) Mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, topic string, m letter.Letter, life time.Duration) error {
	if err := b.app.Notification.Mail(ctx, tx, to, l, topic, m, life); err != nil {
		return err
	}
	n, ok := b.app.Notification.NoticeOf(topic, m)
	if !ok {
		return nil
	}
	who, err := b.app.Account.WithEmail(ctx, tx, account.Email(to))
	if err != nil || who == "" {
		return err
	}
	return b.app.Notification.Tell(ctx, tx, who, n)
}

var (
	taskGrant  = i18n.M("Подписать назначение доверенного лица", "Sign the appointment of a trusted person")
	taskInvite = i18n.M("Ответить на приглашение", "Answer an invitation")
)

// tasksOf is what waits for a person in all rooms: to sign first, then to answer.
func (a *App) tasksOf(ctx context.Context, q sqldb.Querier, who actor.PersonID) (list []notification.Task, err error) {
	papers, err := a.Application.Tasks(ctx, q, who)
	if err != nil {
		return nil, err
	}
	for _, p := range papers {
		list = append(list, notification.Task{Title: p.Title, About: i18n.Same(p.Party), Path: p.Path, Until: p.Until})
	}
	requests, err := a.Signature.Unsigned(ctx, q, who)
	if err != nil {
		return nil, err
	}
	for _, r := range requests {
		if r.Purpose == organisation.PurposeGrant {
			list = append(list, notification.Task{Title: taskGrant, About: r.Title, Path: r.Path(), Until: r.Expires})
		}
	}
	invitations, err := a.Organisation.Invitations(ctx, q, who)
	if err != nil {
		return nil, err
	}
	for _, i := range invitations {
		list = append(list, notification.Task{Title: taskInvite, About: i18n.Same(i.Cabinet.Name), Path: organisation.PathMine, Until: i.Grant.Lapses})
	}
	return list, nil
}
