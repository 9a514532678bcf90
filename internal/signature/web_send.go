package signature

import (
	"context"
	"net/http"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// ErrHereOnly says that a sign-in cannot be signed elsewhere: it belongs to its browser (T14).
var ErrHereOnly = fault.New(fault.Invalid, i18n.M(
	"Вход подписывают в том браузере, в котором он начат. Откройте этот сайт на компьютере и начните вход там.",
	"A sign-in is signed in the browser in which it began. Open this site on the computer and begin there."))

var bySend = limit.Rule{Name: "signature.send", Burst: 5, Per: 24 * time.Hour}

const topicSend = "signature.send"

// Send sends the person the link to a request, to be opened on a computer with a plug-in. The link opens nothing by itself:
// whoever follows it has to be signed in as the same person.
func (p *pages) Send(ctx context.Context, requestID string, c Caller) error {
	r, err := p.Request(ctx, requestID, c)
	if err != nil {
		return err
	}
	if err := r.open(p.clock.Now()); err != nil {
		return err
	}
	if r.browser != "" || r.Person == "" {
		return ErrHereOnly
	}
	if err := p.limits.Allow(ctx, limit.Charge{Rule: bySend, Key: string(r.Person)}); err != nil {
		return err
	}
	return p.db.Update(ctx, func(tx *sqldb.Tx) error {
		to, err := p.people.Addressee(ctx, tx, r.Person)
		if err != nil {
			return err
		}
		if err := p.letters.Mail(ctx, tx, to.Email, to.Lang, topicSend, linkLetter(p.site.BaseURL, to, r), r.Expires.Sub(p.clock.Now())); err != nil {
			return err
		}
		return p.record(ctx, tx, entry{by: string(r.Person), action: "signature.sent", subject: string(r.Person), detail: r.ID})
	})
}

// linkLetter leads to a request on a computer.
func linkLetter(base string, to Addressee, r Request) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Подпишите документ на компьютере", "Sign a document on your computer"),
		Greeting: i18n.F("Здравствуйте, %s!", "Hello, %s!").With(to.Greeting),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Вы попросили прислать ссылку, чтобы подписать документ на компьютере с программой для электронной подписи.",
				"You asked for a link to sign a document on a computer that has a program for electronic signatures.")),
			letter.Button{Label: i18n.M("Открыть страницу подписания", "Open the page to sign"), URL: base + r.Path()},
			letter.Note(i18n.F("Ссылка действует до %s. Понадобится войти в вашу учётную запись.", "The link works until %s. You will have to sign in to your account.").With(i18n.Moment(r.Expires))),
		},
		Why: i18n.M("Вы нажали «Подписать на компьютере».", "You pressed “Sign on a computer”."),
	}
}

func (p *pages) send(w http.ResponseWriter, r *http.Request) error {
	requestID := r.PathValue("id")
	if err := p.Send(r.Context(), requestID, Caller{Person: actor.From(r.Context()).Person, Browser: p.caller(r).Browser}); err != nil {
		return err
	}
	return web.Redirect(w, r, signPath+"/"+requestID+"?sent=1")
}
