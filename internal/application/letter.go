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
	app     Application
	form    *form.Service
	party   Party
	address string // of the application on this site
}

// tell writes a letter about an application to a person.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, app Application, to actor.PersonID, write func(matter) letter.Letter) error {
	return s.tellWhy(ctx, tx, app, to, whyLetter, write)
}

// tellWhy writes a letter about an application to a person, who gets it for a reason.
func (s *Service) tellWhy(ctx context.Context, tx *sqldb.Tx, app Application, to actor.PersonID, why i18n.Text, write func(matter) letter.Letter) error {
	a, err := s.people.Addressee(ctx, tx, to)
	if err != nil {
		return fmt.Errorf("read whom to write: %w", err)
	}
	if a.Email == "" {
		return nil
	}
	m := matter{app: app}
	if m.form, err = s.Version(ctx, tx, app.Service, app.Version); err != nil {
		return err
	}
	if m.party, err = s.applicants.Party(ctx, tx, app.Applicant); err != nil {
		return fmt.Errorf("read who applies: %w", err)
	}
	m.address = s.site(a.Lang) + pathOf(m.party, app)
	text := write(m)
	text.Greeting, text.Why = i18n.F("Здравствуйте, %s!", "Hello, %s!").With(a.Greeting), why
	return s.letters.Mail(ctx, tx, a.Email, a.Lang, topic, text, letterLife)
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

func (m matter) button(path string) letter.Button {
	return letter.Button{Label: openApplication, URL: m.address + path}
}

// letterSign asks somebody to sign.
func letterSign(m matter) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Документ ждёт вашей подписи", "A document waits for your signature"),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("%s заполнено и ждёт вашей подписи. Посмотрите документ, подпишите его или верните с замечанием.",
				"%s is filled in and waits for your signature. Look at the document, sign it or return it with a comment.").With(m.words())),
			m.button("/sign"),
		},
	}
}

// letterReturned tells who formed the document that it came back.
func letterReturned(comment string) func(matter) letter.Letter {
	return func(m matter) letter.Letter {
		return letter.Letter{
			Subject: i18n.M("Документ вернули без подписи", "The document was returned without a signature"),
			Body: []letter.Block{
				letter.Paragraph(i18n.F("%s вернули с замечанием:", "%s was returned with a comment:").With(m.words())),
				letter.Paragraph(i18n.Same(comment)),
				m.button(""),
			},
		}
	}
}

// letterInfected tells who attached a file that it did not pass the scanner.
func letterInfected(m matter) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Приложенный файл не прошёл проверку", "An attached file did not pass the scan"),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Проверка нашла вредоносную программу в файле, который вы приложили к документу %s. Мы никому его не отдаём. Проверьте своё устройство, удалите файл из заявления и приложите другой.",
				"The scanner found malware in a file that you attached to %s. Nobody gets it from us. Check your device, delete the file from the application and attach another one.").
				With(m.words())),
			m.button(""),
		},
	}
}

// letterSent tells what happens after sending, and when.
func letterSent(m matter) letter.Letter {
	return letter.Letter{
		Subject: i18n.F("Заявление отправлено: № %s", "The application was sent: No. %s").With(m.app.Number),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("%s получено фондом. Номер — %s. Ответ придёт до %s включительно: мы напишем вам.",
				"%s has reached the foundation. Its number is %s. The answer comes by %s: we shall write to you.").
				With(m.words(), m.app.Number, i18n.Date(m.app.Due.Start()))),
			m.button(""),
		},
	}
}

// tellSent writes to whoever sent, signed or formed the document.
func (s *Service) tellSent(ctx context.Context, tx *sqldb.Tx, _ *form.Service, app Application, paper string) error {
	return s.tellAll(ctx, tx, app, paper, letterSent)
}

// letterDecided tells that there is a decision. What it says stands on the page, not in a letter.
func letterDecided(m matter) letter.Letter {
	subject := i18n.F("Отказано: № %s", "Refused: No. %s")
	if m.app.State == Granted {
		subject = i18n.F("Принято положительное решение: № %s", "Granted: No. %s")
	}
	return letter.Letter{
		Subject: subject.With(m.app.Number),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("По документу %s принято решение. Прочитайте его и скачайте на странице заявления.",
				"A decision was made on %s. Read and download it on the page of the application.").With(m.words())),
			m.button(""),
		},
	}
}

// tellAll writes a letter to whoever sent, signed or began an application, and to who is subscribed to those of the organisation.
func (s *Service) tellAll(ctx context.Context, tx *sqldb.Tx, app Application, paper string, write func(matter) letter.Letter) error {
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
