package application

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/workdays"
)

const (
	topic      = "application"
	letterLife = 72 * time.Hour // a letter about an application is worth sending
)

// Addressee is whom a letter goes to.
type Addressee struct {
	Email    string // "" once the account was deleted
	Greeting string // «Анна Петровна»
	Lang     i18n.Lang
}

// People is what the room asks about accounts: package account.
type People interface {
	Addressee(ctx context.Context, q sqldb.Querier, p actor.PersonID) (Addressee, error)
}

// letters sends messages by jobs of the transaction: package notification.
type letters interface {
	Mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, topic string, m letter.Letter, life time.Duration) error
}

// matter is what letters about an application name.
type matter struct {
	app      Application
	form     *form.Service
	party    Party
	greeting string // of whom it is written to
}

// wording is what a letter says: in the words of the platform, unless the service has its own for the event.
type wording struct {
	event   form.LetterEvent // "" for a letter that no service may change
	subject i18n.Text
	body    []i18n.Text
	kept    []letter.Block // stays, whatever the service says: words of people that the letter hands on
	path    string         // of the button, behind the address of the application

	term     workdays.Date // the day that the letter names
	decision string        // its number
}

// tell writes a letter about an application to a person.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, app Application, to actor.PersonID, write func(matter) wording) error {
	return s.tellWhy(ctx, tx, app, to, whyLetter, write)
}

// tellWhy writes a letter about an application to a person, who gets it for a reason. The version under which was applied says what
// it says.
func (s *Service) tellWhy(ctx context.Context, tx *sqldb.Tx, app Application, to actor.PersonID, why i18n.Text, write func(matter) wording) error {
	a, err := s.people.Addressee(ctx, tx, to)
	if err != nil {
		return fmt.Errorf("read whom to write: %w", err)
	}
	if a.Email == "" {
		return nil
	}
	m := matter{app: app, greeting: a.Greeting}
	if m.form, err = s.Version(ctx, tx, app.Service, app.Version); err != nil {
		return err
	}
	if m.party, err = s.applicants.Party(ctx, tx, app.Applicant); err != nil {
		return fmt.Errorf("read who applies: %w", err)
	}
	w := write(m)
	text := m.letter(w)
	text.Greeting, text.Why = hello.With(a.Greeting), why
	text.Body = append(text.Body, letter.Button{Label: openApplication, URL: s.site(a.Lang) + pathOf(m.party, app) + w.path})
	return s.letters.Mail(ctx, tx, a.Email, a.Lang, topic, text, letterLife)
}

// letter puts a letter together, but for its greeting, its button and why it came.
func (m matter) letter(w wording) letter.Letter {
	if own, ok := m.form.Letter(w.event); ok {
		w.subject, w.body = said(own.Say(m.values(w)))
	}
	l := letter.Letter{Subject: w.subject}
	for _, text := range w.body {
		l.Body = append(l.Body, letter.Paragraph(text))
	}
	l.Body = append(l.Body, w.kept...)
	return l
}

// said are the words of a service as a letter has them.
func said(subject form.Text, body []form.Text) (i18n.Text, []i18n.Text) {
	texts := make([]i18n.Text, len(body))
	for i, t := range body {
		texts[i] = errText(t)
	}
	return errText(subject), texts
}

// values are what a letter may name. A letter names no person but in its greeting, and calls an applicant who is one as the greeting does.
func (m matter) values(w wording) map[form.Slot]form.Text {
	applicant := m.party.Name
	if m.app.Applicant.own() {
		applicant = m.greeting
	}
	values := map[form.Slot]form.Text{
		form.SlotService: m.form.Title, form.SlotDocument: m.form.Name,
		form.SlotApplicant: {RU: applicant, EN: applicant},
		form.SlotNumber:    {RU: m.app.Number, EN: m.app.Number},
		form.SlotDecision:  {RU: w.decision, EN: w.decision},
	}
	if !w.term.IsZero() {
		day := i18n.Date(w.term.Start())
		values[form.SlotTerm] = form.Text{RU: day.In(i18n.Russian), EN: day.In(i18n.English)}
	}
	if m.form.Repeat != nil {
		p, _ := m.form.Repeat.ByKey(m.app.Period)
		values[form.SlotPeriod] = p.Text
	}
	return values
}

// site is the address of this site for letters in language l.
func (s *Service) site(l i18n.Lang) string {
	if l == i18n.English {
		return s.baseURL + "/en"
	}
	return s.baseURL
}

var (
	whyLetter = i18n.M("Вы получили это письмо, потому что готовили, подписывали или отправляли это заявление.",
		"You received this letter because you prepared, signed or sent this application.")
	hello           = i18n.F("Здравствуйте, %s!", "Hello, %s!")
	openApplication = i18n.M("Открыть заявление", "Open the application")
)

// words names the document, and of an organisation's the organisation: «…» от имени «…».
func (m matter) words() i18n.Text {
	if m.app.Applicant.own() {
		return documentWords.With(errText(m.form.Name))
	}
	return documentOf.With(errText(m.form.Name), m.party.Name)
}

var (
	documentWords = i18n.F("«%s»", "“%s”")
	documentOf    = i18n.F("«%s» от имени «%s»", "“%s” for “%s”")
)

// letterSign asks somebody to sign.
func letterSign(m matter) wording {
	return wording{
		event:   form.LetterSign,
		subject: i18n.M("Документ ждёт вашей подписи", "A document waits for your signature"),
		body: []i18n.Text{i18n.F("%s заполнено и ждёт вашей подписи. Посмотрите документ, подпишите его или верните с замечанием.",
			"%s is filled in and waits for your signature. Look at the document, sign it or return it with a comment.").With(m.words())},
		path: "/sign",
	}
}

// letterReturned tells who formed the document that it came back.
func letterReturned(comment string) func(matter) wording {
	return func(m matter) wording {
		return wording{
			event:   form.LetterReturned,
			subject: i18n.M("Документ вернули без подписи", "The document was returned without a signature"),
			body:    []i18n.Text{i18n.F("%s вернули с замечанием:", "%s was returned with a comment:").With(m.words())},
			kept:    []letter.Block{letter.Paragraph(i18n.Same(comment))},
		}
	}
}

// letterInfected tells who attached a file that it did not pass the scanner.
func letterInfected(m matter) wording {
	return wording{
		subject: i18n.M("Приложенный файл не прошёл проверку", "An attached file did not pass the scan"),
		body: []i18n.Text{i18n.F("Проверка нашла вредоносную программу в файле, который вы приложили к документу %s. Мы никому его не отдаём. Проверьте своё устройство, удалите файл из заявления и приложите другой.",
			"The scanner found malware in a file that you attached to %s. Nobody gets it from us. Check your device, delete the file from the application and attach another one.").
			With(m.words())},
	}
}

// letterSent tells what happens after sending, and when.
func letterSent(m matter) wording {
	return wording{
		event:   form.LetterSent,
		subject: i18n.F("Заявление отправлено: № %s", "The application was sent: No. %s").With(m.app.Number),
		body: []i18n.Text{i18n.F("%s получено фондом. Номер — %s. Ответ придёт до %s включительно: мы напишем вам.",
			"%s has reached the foundation. Its number is %s. The answer comes by %s: we shall write to you.").
			With(m.words(), m.app.Number, i18n.Date(m.app.Due.Start()))},
		term: m.app.Due,
	}
}

// letterWithdrawn tells that somebody on the applicant's side took the application back.
func letterWithdrawn(m matter) wording {
	return wording{
		event:   form.LetterWithdrawn,
		subject: i18n.F("Заявление отозвано: № %s", "The application was withdrawn: No. %s").With(m.app.Number),
		body: []i18n.Text{i18n.F("%s отозвано, фонд его больше не рассматривает. Кто и когда отозвал, видно на странице заявления. Подать новое можно в любой день.",
			"%s was withdrawn, and the foundation does not look at it any more. The page of the application shows who withdrew it and when. You may apply again on any day.").With(m.words())},
	}
}

// letterAsked tells of questions, and once more when half of the days to answer have passed.
func letterAsked(event form.LetterEvent, due workdays.Date) func(matter) wording {
	return func(m matter) wording {
		return wording{
			event:   event,
			subject: i18n.F("Ответьте на вопросы фонда: № %s", "Answer the questions of the foundation: No. %s").With(m.app.Number),
			body: []i18n.Text{i18n.F("По документу %s у фонда есть вопросы. Ответьте на них до %s включительно на странице заявления.",
				"The foundation has questions about %s. Answer them by %s on the page of the application.").With(m.words(), i18n.Date(due.Start()))},
			term: due,
		}
	}
}

// letterDecided tells that there is a decision. What it says stands on the page, not in a letter.
func letterDecided(decision string) func(matter) wording {
	return func(m matter) wording {
		event, subject := form.LetterRefused, i18n.F("Отказано: № %s", "Refused: No. %s")
		if m.app.State == Granted {
			event, subject = form.LetterGranted, i18n.F("Принято положительное решение: № %s", "Granted: No. %s")
		}
		return wording{
			event:   event,
			subject: subject.With(m.app.Number),
			body: []i18n.Text{i18n.F("По документу %s принято решение. Прочитайте его и скачайте на странице заявления.",
				"A decision was made on %s. Read and download it on the page of the application.").With(m.words())},
			decision: decision,
		}
	}
}

// tellAll writes a letter to whoever sent, signed or began an application, and to who is subscribed to those of the organisation.
func (s *Service) tellAll(ctx context.Context, tx *sqldb.Tx, app Application, paper string, write func(matter) wording) error {
	people := []actor.PersonID{app.SentBy, app.Applicant.Person}
	list, err := signingsOf(ctx, tx, paper)
	if err != nil {
		return err
	}
	for _, g := range list {
		if !g.Signed.IsZero() {
			people = append(people, g.Person)
		}
	}
	told := map[actor.PersonID]bool{}
	for _, p := range people {
		if told[p] || p == "" {
			continue
		}
		told[p] = true
		if err := s.tell(ctx, tx, app, p, write); err != nil {
			return err
		}
	}
	return s.tellSubscribed(ctx, tx, app, told, write)
}
