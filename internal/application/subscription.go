package application

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Subscribe begins or ends the letters that a person gets about all applications of the organisation for which they act: what was sent,
// asked and decided, whoever did it. To ask for what is so already changes nothing.
func (s *Service) Subscribe(ctx context.Context, on bool) error {
	who := actor.From(ctx)
	if !who.Can(actor.Draft) {
		return actor.ErrRight
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		change, action := s.subscribe, "application.letters_on"
		if !on {
			change, action = deleteSubscription, "application.letters_off"
		}
		changed, err := change(ctx, tx, who.Acting, who.Person)
		if err != nil || !changed {
			return err
		}
		return s.record(ctx, tx, action, actor.CaseID(who.Acting), "")
	})
}

func (s *Service) subscribe(ctx context.Context, tx *sqldb.Tx, o actor.OrganisationID, p actor.PersonID) (bool, error) {
	return insertSubscription(ctx, tx, o, p, s.clock.Now())
}

// tellSubscribed writes a letter to those who are subscribed and were not told yet. Who may not see the applications of the organisation
// any more gets nothing, whenever and however that ended.
func (s *Service) tellSubscribed(ctx context.Context, tx *sqldb.Tx, app Application, told map[actor.PersonID]bool, write func(matter) wording) error {
	if app.Applicant.Organisation == "" {
		return nil
	}
	list, err := subscribersOf(ctx, tx, app.Applicant.Organisation)
	if err != nil {
		return err
	}
	for _, p := range list {
		if told[p] {
			continue
		}
		switch sees, err := s.applicants.Sees(ctx, tx, p, app.Applicant.Organisation); {
		case err != nil:
			return fmt.Errorf("read who sees the applications of an organisation: %w", err)
		case !sees:
			continue
		}
		if err := s.tellWhy(ctx, tx, app, p, whySubscribed, write); err != nil {
			return err
		}
	}
	return nil
}

var (
	whySubscribed = i18n.M("Вы получили это письмо, потому что подписались на письма о заявлениях этой организации. Отписаться можно внизу страницы «Заявления» в её кабинете.",
		"You received this letter because you subscribed to letters about the applications of this organisation. You can unsubscribe at the foot of the page “Applications” in its account.")
	sectionLetters  = i18n.M("Письма о заявлениях", "Letters about applications")
	lettersOff      = i18n.M("О заявлении пишем тем, кто его начал, подписал или отправил. Подпишитесь, чтобы узнавать обо всех заявлениях организации: что отправлено, о чём спросил фонд и что он решил.", "We write about an application to whoever began, signed or sent it. Subscribe to learn of all applications of the organisation: what was sent, what the foundation asked and what it decided.")
	lettersOn       = i18n.M("Вы подписаны: пишем вам обо всех заявлениях организации, пока они вам доступны.", "You are subscribed: we write to you about all applications of the organisation as long as you may see them.")
	buttonLetters   = i18n.M("Подписаться на письма", "Subscribe to letters")
	buttonNoLetters = i18n.M("Отписаться от писем", "Unsubscribe from letters")
	textLettersOn   = i18n.M("Вы подписались на письма о заявлениях организации.", "You are subscribed to letters about the applications of the organisation.")
	textLettersOff  = i18n.M("Вы отписались. О заявлениях, которые вы начали, подписали или отправили, писать продолжим.", "You are unsubscribed. We still write about applications that you began, signed or sent.")
)

// The page says with these words of its address what was done.
const (
	askLetters   = "letters"
	lettersBegin = "on"
	lettersEnd   = "off"
)
