package application

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// EventKind says what has happened. It is stored, so the words never change.
type EventKind string

// What happens to applications.
const (
	Started  EventKind = "started"
	Formed   EventKind = "formed"
	Voided   EventKind = "voided" // the document, by a change of the answers
	HandedOn EventKind = "handed"
	Signed   EventKind = "signed"
	Returned EventKind = "returned"
	SentOff  EventKind = "sent"
	Left     EventKind = "withdrawn"
	Adopted  EventKind = "adopted" // a prepared draft became the organisation's
	Approved EventKind = "granted"
	Denied   EventKind = "refused"

	Repeated EventKind = "repeated" // the answers of the last one were taken over

	Questioned EventKind = "asked"
	Answered   EventKind = "answered"
	Complained EventKind = "complained"
)

var eventTexts = map[EventKind]i18n.Text{
	Started:  i18n.M("Начат черновик", "A draft was begun"),
	Formed:   i18n.M("Сформирован документ", "The document was formed"),
	Voided:   i18n.M("Ответы изменены, документ больше не действует", "Answers were changed; the document is void"),
	HandedOn: i18n.M("Передано на подпись", "Handed over to be signed"),
	Signed:   i18n.M("Подписано", "Signed"),
	Returned: i18n.M("Возвращено без подписи", "Returned without a signature"),
	SentOff:  i18n.M("Отправлено", "Sent"),
	Left:     i18n.M("Отозвано", "Withdrawn"),
	Adopted:  i18n.M("Черновик перешёл в кабинет организации", "The draft went over into the organisation account"),
	Approved: i18n.M("Принято положительное решение", "Granted"),
	Denied:   i18n.M("Отказано", "Refused"),

	Repeated: i18n.M("Ответы взяты из прошлого заявления, без изменений", "The answers were taken from the last application, without changes"),

	Questioned: i18n.M("Фонд задал вопросы", "The foundation has asked questions"),
	Answered:   i18n.M("Заявитель ответил", "The applicant has answered"),
	Complained: i18n.M("Подана жалоба на решение", "A complaint about the decision was sent"),
}

// Text is what people read of the event.
func (k EventKind) Text() i18n.Text { return eventTexts[k] }

// happen writes an event and the row of the journal for it.
func (s *Service) happen(ctx context.Context, tx *sqldb.Tx, application actor.CaseID, kind EventKind, about string) error {
	e := Event{ID: id.New(), Kind: kind, Person: actor.From(ctx).Person, At: s.clock.Now(), About: about, Open: true}
	if err := insertEvent(ctx, tx, application, e); err != nil {
		return fmt.Errorf("note what happened: %w", err)
	}
	return s.record(ctx, tx, "application."+string(kind), application, about)
}
