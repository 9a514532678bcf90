package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// # Asking to get back in
//
// Whoever asks names a login, and must not learn from the answer whether somebody has it. So a request does the same
// whatever the login is: it writes one row, an [Ask], and one job, and answers. The job looks for the account and sends.
// No timing floor is needed: in the request nothing depends on the account.
//
//	        POST /recover          job                       link in the letter, or the code in this browser
//	guest ───────────────▶ ask ───────────▶ letter or code ─────────────────────────────▶ new password
//	                        │    nobody has the login: a code is made that no digits open, and nothing is sent
//	                        └─────────────▶ (the same pages)
//
// # СНИЛС and its channels
//
// A СНИЛС is no secret: employers, clinics and schools know it. Whoever types one must learn neither that it has an
// account nor a part of the address behind it. Showing the true masks («a•••@example.org») would tell both. Inventing
// masks for numbers without an account, by a MAC, would not help: a stranger who knows the address compares, and one who
// asks before and after the owner registers sees the mask change. So a stranger is offered both channels in general words,
// whether they exist or not. The masks are shown only in a browser from which the owner of the account has signed in
// before, which has proved itself by its lasting cookie: it knows whose account it is. That question is one look at the
// devices of the cookie; for a cookie of somebody else it finds nothing, whatever the number.

// AskLife is how long an ask is remembered by its browser: the page says after [AskPatience] what else can be done.
const (
	AskLife     = 24 * time.Hour
	AskPatience = 2 * time.Hour
)

// Wish is what an ask is for.
type Wish string

// The wishes.
const (
	WishPassword Wish = "password" // a new password
	WishLogin    Wish = "login"    // what to sign in with
)

// Channel is how an answer goes out.
type Channel string

// The channels.
const (
	ByMail Channel = "mail"
	BySMS  Channel = "sms"
)

// Ask is a wish to get back in.
type Ask struct {
	ID      string
	Wish    Wish
	Login   Login
	Channel Channel // "" until somebody who named a СНИЛС has chosen
	Lang    i18n.Lang
	Began   time.Time // of the first ask of this browser that was to no avail
	Expires time.Time

	secret  string // hash
	origin  origin
	person  actor.PersonID // "" until the job has sent a code to somebody
	created time.Time
}

// origin is where a wish came from: what the letter tells the owner, and the journal the foundation.
type origin struct {
	browser, network, request string
}

func originOf(ctx context.Context, b Browser) origin {
	info := httpx.InfoOf(ctx)
	return origin{b.Name, info.Network(), info.RequestID}
}

// waits reports whether the other ways are due at a moment.
func (a Ask) waits(now time.Time) bool { return now.Before(a.Began.Add(AskPatience)) }

// ErrNoAsk says that a browser has asked for nothing, or too long ago.
var ErrNoAsk = fault.New(fault.NotFound, i18n.M(
	"Запрос на восстановление не найден или устарел. Начните заново.",
	"The request for recovery was not found or is out of date. Start again."))

// Ask begins a recovery and returns the secret by which the browser continues it. before is the secret of an ask that this
// browser made earlier, "" when there was none.
func (s *Service) Ask(ctx context.Context, w Wish, login Login, l i18n.Lang, b Browser, before id.Secret) (secret id.Secret, err error) {
	if err := s.throttleAsk(ctx, login); err != nil {
		return "", err
	}
	now := s.clock.Now()
	secret = id.NewSecret()
	a := Ask{
		ID: id.New(), Wish: w, Login: login, Channel: s.channelOf(login), Lang: l, Began: now, Expires: now.Add(AskLife),
		secret: secret.Hash(), origin: originOf(ctx, b), created: now,
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if before != "" {
			if earlier, err := s.ask(ctx, tx, before); err == nil && earlier.Wish == w {
				a.Began = earlier.Began
			} else if err != nil && !errors.Is(err, ErrNoAsk) {
				return err
			}
		}
		if err := insertAsk(ctx, tx, a); err != nil {
			return fmt.Errorf("store the ask: %w", err)
		}
		if a.Channel == "" {
			return nil
		}
		return s.jobs.Insert(ctx, tx, answer{a.ID})
	})
	if err != nil {
		return "", fmt.Errorf("ask for recovery: %w", err)
	}
	return secret, nil
}

// channelOf is the channel that follows from a login; "" when there is a choice. Where no short messages are sent, there is
// none: the letter goes to the e-mail of the account.
func (s *Service) channelOf(l Login) Channel {
	switch {
	case l.Kind == LoginEmail || !s.texts:
		return ByMail
	case l.Kind == LoginPhone:
		return BySMS
	}
	return ""
}

// Asked returns what a browser has asked for.
func (s *Service) Asked(ctx context.Context, secret id.Secret) (a Ask, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		a, err = s.ask(ctx, q, secret)
		return err
	})
	return a, err
}

func (s *Service) ask(ctx context.Context, q sqldb.Querier, secret id.Secret) (Ask, error) {
	a, err := selectAsk(ctx, q, "secret_hash", secret.Hash())
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Ask{}, ErrNoAsk
	case err != nil:
		return Ask{}, fmt.Errorf("read the ask: %w", err)
	case !s.clock.Now().Before(a.Expires):
		return Ask{}, ErrNoAsk
	}
	return a, nil
}

// ChooseChannel has the answer to an ask by СНИЛС sent by a channel. It may be chosen again when nothing comes.
func (s *Service) ChooseChannel(ctx context.Context, secret id.Secret, c Channel) error {
	a, err := s.Asked(ctx, secret)
	if err != nil {
		return err
	}
	if a.Login.Kind != LoginSNILS || s.channelOf(a.Login) != "" {
		return nil // the page leads on to where the ask stands
	}
	if err := s.throttleRecovery(ctx, a.Login); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := setAskChannel(ctx, tx, a.ID, c); err != nil {
			return fmt.Errorf("store the channel: %w", err)
		}
		return s.jobs.Insert(ctx, tx, answer{a.ID})
	})
}

// AnswerAgain has the code of an ask sent anew.
func (s *Service) AnswerAgain(ctx context.Context, secret id.Secret) error {
	var a Ask
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if a, err = s.ask(ctx, q, secret); err != nil || a.Channel != BySMS {
			return err
		}
		return s.rested(ctx, q, a.ID, recoverBySMS)
	})
	if err != nil || a.Channel != BySMS {
		return err
	}
	if err := s.throttleRecovery(ctx, a.Login); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.jobs.Insert(ctx, tx, answer{a.ID}) })
}

// answer is the job that finds the account of an ask and sends.
type answer struct {
	Ask string `json:"ask"`
}

func (answer) Kind() string { return "account.answer" }

// answer does what an ask asked for. When nobody has the login, it makes a code that no digits open, so that the page of
// the code does the same work for it as for any other.
func (s *Service) answer(ctx context.Context, tx *sqldb.Tx, args answer) error {
	a, err := selectAsk(ctx, tx, "id", args.Ask)
	if errors.Is(err, sqldb.ErrNoRows) {
		return nil // swept
	}
	if err != nil {
		return fmt.Errorf("read the ask: %w", err)
	}
	p, err := s.named(ctx, tx, a.Login)
	if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return fmt.Errorf("look for the account: %w", err)
	}
	switch {
	case a.Channel == BySMS && a.Wish == WishPassword:
		return s.answerByCode(ctx, tx, a, p)
	case p.ID == "":
		return nil
	case a.Wish == WishLogin:
		return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicRecovery, letterLogin(s.site(p.Lang), p), letterLife)
	}
	return s.startRecovery(ctx, tx, p, asked, a.origin)
}

// named finds the person of a login; [sqldb.ErrNoRows] when nobody has it.
func (s *Service) named(ctx context.Context, q sqldb.Querier, l Login) (Person, error) {
	switch l.Kind {
	case LoginEmail:
		return personByEmail(ctx, q, Email(l.Value))
	case LoginPhone:
		return personByPhone(ctx, q, ruid.Phone(l.Value))
	case LoginSNILS:
		return personByOwnSNILS(ctx, q, ruid.SNILS(l.Value))
	}
	return Person{}, sqldb.ErrNoRows
}

func (s *Service) answerByCode(ctx context.Context, tx *sqldb.Tx, a Ask, p Person) error {
	known := p.ID != "" && p.Phone != ""
	code, err := s.issueCode(ctx, tx, a.ID, recoverBySMS)
	if errors.Is(err, ErrResendSoon) {
		return nil // two presses of the button: the first one has sent
	}
	if err != nil {
		return err
	}
	if !known {
		return spoilCode(ctx, tx, a.ID, recoverBySMS)
	}
	if err := setAskPerson(ctx, tx, a.ID, p.ID); err != nil {
		return fmt.Errorf("note who asked: %w", err)
	}
	if err := s.recordFrom(ctx, tx, a.origin, p.ID, "account.recovery_asked.sms", a.ID); err != nil {
		return err
	}
	return s.letters.SMS(ctx, tx, p.Phone, p.Lang, topicRecovery, smsRecovery.With(code), CodeLife)
}

// ConfirmAsk takes the code from the message and returns the secret of the page of the new password. A wrong code is counted
// whatever follows, so the verdict leaves the transaction by a variable.
func (s *Service) ConfirmAsk(ctx context.Context, secret id.Secret, typed string) (link id.Secret, err error) {
	var verdict *fault.Fault
	link = id.NewSecret()
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		a, err := s.ask(ctx, tx, secret)
		if err != nil {
			return err
		}
		if verdict, err = s.checkCode(ctx, tx, a.ID, recoverBySMS, typed); err != nil || verdict != nil {
			return err
		}
		if a.person == "" { // cannot be: nothing opens the code of such an ask
			verdict = ErrCodeWrong
			return nil
		}
		return s.insertLink(ctx, tx, a.person, link)
	})
	switch {
	case err != nil:
		return "", fmt.Errorf("confirm a recovery: %w", err)
	case verdict != nil:
		return "", verdict
	}
	return link, nil
}

// MaskedChannels are where the answers to an ask by СНИЛС would go, as far as this browser may know: both empty in a browser
// from which the owner has never signed in. See above.
type MaskedChannels struct{ Mail, SMS string }

// MaskedChannels returns them for the browser b.
func (s *Service) MaskedChannels(ctx context.Context, a Ask, b Browser) (m MaskedChannels, err error) {
	if b.Device == "" || a.Login.Kind != LoginSNILS {
		return m, nil
	}
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		p, err := s.namedIn(ctx, q, a.Login, b)
		if errors.Is(err, sqldb.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look whether the browser is known: %w", err)
		}
		m.Mail = p.Email.Masked()
		if p.Phone != "" {
			m.SMS = p.Phone.Masked()
		}
		return nil
	})
	return m, err
}

// namedIn finds the person of a login if they have signed in from this browser before; [sqldb.ErrNoRows] otherwise. It
// looks at the people of the browser first, so that a stranger's cookie costs the same whatever the login.
func (s *Service) namedIn(ctx context.Context, q sqldb.Querier, l Login, b Browser) (Person, error) {
	people, err := peopleOfDevice(ctx, q, b.Device.Hash())
	if err != nil {
		return Person{}, err
	}
	if len(people) == 0 {
		return Person{}, sqldb.ErrNoRows
	}
	p, err := s.named(ctx, q, l)
	if err != nil {
		return Person{}, err
	}
	for _, known := range people {
		if known == p.ID {
			return p, nil
		}
	}
	return Person{}, sqldb.ErrNoRows
}

// recordFrom writes into the journal what a request did of which only a job knows to whom.
func (s *Service) recordFrom(ctx context.Context, tx *sqldb.Tx, o origin, p actor.PersonID, action, detail string) error {
	who := string(actor.From(ctx).Person)
	if who == "" {
		who = "guest"
	}
	err := audit.Record(ctx, tx, audit.Entry{
		Actor: who, Action: action, Subject: string(p), Request: o.request, Address: o.network, Detail: detail,
	})
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}
