package application

import (
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/workdays"
)

// State is how far an application is. It is stored, so the words never change.
type State string

// The states. An application is pending in all but the last four.
const (
	Draft     State = "draft"     // answers may change
	Signing   State = "signing"   // the document was formed and waits for signatures
	Review    State = "review"    // sent, and looked at by the foundation
	Asked     State = "asked"     // the foundation waits for an answer
	Granted   State = "granted"   //
	Refused   State = "refused"   //
	Withdrawn State = "withdrawn" // by the applicant, after sending
	Dropped   State = "dropped"   // by the applicant, before sending
)

// Open reports whether answers may change.
func (s State) Open() bool { return s == Draft || s == Signing }

// Sent reports whether the application has reached the foundation.
func (s State) Sent() bool { return !s.Open() && s != Dropped }

// Applicant is for whom an application is made: an organisation, or a person for themselves.
type Applicant struct {
	Organisation actor.OrganisationID // "" for a person
	Person       actor.PersonID       // who began it
	Prepared     string               // ИНН of an organisation that has no account yet: a draft of the person's own until it has
}

// key is what an application is unique by.
func (a Applicant) key() string {
	switch {
	case a.Organisation != "":
		return "o:" + string(a.Organisation)
	case a.Prepared != "":
		return "i:" + string(a.Person) + ":" + a.Prepared
	}
	return "p:" + string(a.Person)
}

// Application is one application.
type Application struct {
	ID        actor.CaseID
	Service   string
	Version   int
	Applicant Applicant
	State     State
	Revision  int    // of its answers; grows with each change
	Number    string // from sending on
	Created   time.Time
	Changed   time.Time
	Sent      time.Time
	SentBy    actor.PersonID
	Due       workdays.Date // the last day of the term
	Decided   time.Time
	Follows   actor.CaseID // the refused application that this one corrects
	Period    string       // for which period it is made; "" unless the service recurs
}

// Party is who applies, as documents name them.
type Party = document.Applicant

// Refusals.
var (
	ErrNoService = fault.New(fault.NotFound, i18n.M(
		"Такой услуги нет, или приём заявлений по ней сейчас не идёт.", "There is no such service, or it takes no applications now."))
	ErrNoApplication = fault.New(fault.NotFound, i18n.M(
		"Такого заявления нет, или оно не ваше. Посмотрите в списке заявлений.", "There is no such application, or it is not yours. See the list of applications."))
	ErrStanding = fault.New(fault.Conflict, i18n.M(
		"Эта услуга для других заявителей: посмотрите на её странице, кто может подать заявление.",
		"This service is for other applicants: its page says who may apply."))
	ErrClosed = fault.New(fault.Conflict, i18n.M(
		"Заявление уже отправлено, и ответы в нём не меняются.", "The application has been sent, and its answers do not change any more."))
	ErrIncomplete = fault.New(fault.Conflict, i18n.M(
		"Заявление заполнено не до конца. Откройте разделы, отмеченные в списке.", "The application is not complete. Open the sections that the list marks."))
	ErrMeanwhile = fault.New(fault.Conflict, i18n.M(
		"Пока вы работали, заявление изменил другой человек. Посмотрите, что изменилось, и повторите.",
		"Somebody else changed the application meanwhile. See what has changed and try again."))
	ErrVersionEnded = fault.New(fault.Conflict, i18n.M(
		"Форма заявления изменилась. Мы перенесли ваши ответы в новую: проверьте их и сформируйте заявление ещё раз.",
		"The form has changed. Your answers were taken over into the new one: check them and form the application again."))
)

// errText is a refusal in the words of a form.
func errText(t form.Text) i18n.Text { return i18n.Raw(t.RU, t.EN) }

// Media types of files.
const (
	mediaXML = "application/xml"
	mediaPDF = "application/pdf"
	mediaCMS = "application/pkcs7-signature"
	mediaICS = "text/calendar; charset=utf-8"
)

// oneHour is the period of budgets.
const oneHour = time.Hour

// fileName is what a file of an application is called when it is downloaded.
func fileName(a Application, ending string) string {
	name := a.Number
	if name == "" {
		name = string(a.ID)
	}
	return a.Service + "-" + name + "." + ending
}

// pathOf is where an application is found.
func pathOf(p Party, a Application) string {
	if a.Applicant.Organisation == "" {
		return PathOwn + "/" + string(a.ID)
	}
	return "/org/" + p.OGRN + "/applications/" + string(a.ID)
}

var textReceipt = i18n.F("Получено: %s. Ответ придёт до %s включительно.", "Received: %s. The answer comes by %s.")
