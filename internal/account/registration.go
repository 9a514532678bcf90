package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// RegistrationLife is how long a registration waits for its proofs.
const RegistrationLife = 24 * time.Hour

// Step is where a registration stands.
type Step uint8

// The steps in their order.
const (
	StepEmail Step = iota + 1
	StepPhone
	StepDone
)

// Registration is an account in the making.
type Registration struct {
	ID       string
	Name     Name
	Email    Email
	Phone    ruid.Phone // "" when none was given
	Lang     i18n.Lang
	Consents []Consent

	password       string // hash
	secret, link   string // hashes
	decoy          bool
	emailConfirmed bool
	phoneConfirmed bool
	phoneRefused   bool // proved, but it belongs to another account: the account is made without it
	person         actor.PersonID
	created        time.Time
	expires        time.Time
}

// Step returns the next proof that is due.
func (r Registration) Step() Step {
	switch {
	case r.person != "":
		return StepDone
	case r.emailConfirmed:
		return StepPhone
	}
	return StepEmail
}

// Consent is a document to which a person agreed, in its edition.
type Consent struct {
	Document string    `json:"document"`
	Version  string    `json:"version"`
	GivenAt  time.Time `json:"given_at"`
	Address  string    `json:"address"`
}

// Applicant is what a person tells of themselves to register. Its parts were validated by the form.
type Applicant struct {
	Name     Name
	Email    Email
	Phone    ruid.Phone
	Password string
	Lang     i18n.Lang
	Consents []Consent
}

// Refusals of registration.
var (
	ErrNoRegistration = fault.New(fault.NotFound, i18n.M(
		"Эта регистрация не найдена или её срок истёк. Начните регистрацию заново.",
		"This registration was not found or has expired. Start the registration again."))
	ErrTaken = fault.New(fault.Conflict, i18n.M(
		"Учётная запись с этим адресом уже есть. Войдите или восстановите пароль.",
		"There is an account with this email already. Sign in or recover the password."))
	ErrPhoneTaken = fault.New(fault.Conflict, i18n.M(
		"Этот номер уже привязан к другой учётной записи. Продолжите без номера: добавить другой можно потом в профиле.",
		"This number belongs to another account. Go on without a number: you can add another one later in your profile."))
)

// Register begins a registration and returns the secret by which the browser continues it. Its cost and its answer do
// not tell whether the address has an account.
func (s *Service) Register(ctx context.Context, a Applicant) (id.Secret, error) {
	if err := s.throttleRegistration(ctx, a); err != nil {
		return "", err
	}
	hash, err := s.hasher.Hash(ctx, a.Password)
	if err != nil {
		return "", fmt.Errorf("register: %w", err)
	}
	secret, link := id.NewSecret(), id.NewSecret()
	now := s.clock.Now()
	r := Registration{
		ID: id.New(), Name: a.Name, Email: a.Email, Phone: a.Phone, Lang: a.Lang, Consents: a.Consents,
		password: hash, secret: secret.Hash(), link: link.Hash(), created: now, expires: now.Add(RegistrationLife),
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := personByEmail(ctx, tx, r.Email)
		if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
			return fmt.Errorf("look for the address: %w", err)
		}
		r.decoy = err == nil
		if err := insertRegistration(ctx, tx, r); err != nil {
			return fmt.Errorf("store the registration: %w", err)
		}
		return s.sendEmailCode(ctx, tx, r, link)
	})
	if err != nil {
		return "", fmt.Errorf("register: %w", err)
	}
	return secret, nil
}

func (s *Service) sendEmailCode(ctx context.Context, tx *sqldb.Tx, r Registration, link id.Secret) error {
	code, err := s.issueCode(ctx, tx, r.ID, confirmEmail)
	if err != nil {
		return err
	}
	if r.decoy {
		return s.letters.Mail(ctx, tx, string(r.Email), r.Lang, topicRegistration, letterAlreadyRegistered(s.site(r.Lang)), CodeLife)
	}
	return s.letters.Mail(ctx, tx, string(r.Email), r.Lang, topicRegistration, letterEmailCode(s.site(r.Lang), code, link), CodeLife)
}

// Registration returns the registration that a browser has begun.
func (s *Service) Registration(ctx context.Context, secret id.Secret) (r Registration, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		r, err = s.registrationBySecret(ctx, q, secret)
		return err
	})
	return r, err
}

func (s *Service) registrationBySecret(ctx context.Context, q sqldb.Querier, secret id.Secret) (Registration, error) {
	return s.living(selectRegistration(ctx, q, "secret_hash", secret.Hash()))
}

// living refuses a registration whose time is over.
func (s *Service) living(r Registration, err error) (Registration, error) {
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Registration{}, ErrNoRegistration
	case err != nil:
		return Registration{}, fmt.Errorf("read the registration: %w", err)
	case !s.clock.Now().Before(r.expires):
		return Registration{}, ErrNoRegistration
	}
	return r, nil
}

// ResendEmailCode sends a new code and link; those before no longer work.
func (s *Service) ResendEmailCode(ctx context.Context, secret id.Secret) error {
	if err := s.mayResend(ctx, secret, StepEmail); err != nil {
		return err
	}
	link := id.NewSecret()
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		r, err := s.registrationBySecret(ctx, tx, secret)
		if err != nil {
			return err
		}
		if r.Step() != StepEmail {
			return nil
		}
		if err := setRegistrationLink(ctx, tx, r.ID, link.Hash()); err != nil {
			return fmt.Errorf("store the new link: %w", err)
		}
		return s.sendEmailCode(ctx, tx, r, link)
	})
}

// mayResend charges another code. One that is asked for too soon is refused before it costs anything.
func (s *Service) mayResend(ctx context.Context, secret id.Secret, due Step) error {
	var r Registration
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if r, err = s.registrationBySecret(ctx, q, secret); err != nil || r.Step() != due {
			return err
		}
		return s.rested(ctx, q, r.ID, purposeOf[due])
	})
	switch {
	case err != nil:
		return err
	case r.Step() != due:
		return nil // the page leads on to where the registration stands; nothing is sent
	case due == StepEmail:
		return s.throttleEmail(ctx, r.Email)
	}
	return s.throttlePhone(ctx, r.Phone)
}

// Progress is how far a proof has brought a registration. When it was the last one, in the browser that began the
// registration, the person is signed in: they have just chosen the password there.
type Progress struct {
	Registration
	Entry *Entry // nil when nobody was let in
}

// ConfirmEmail takes the code from the letter. When no mobile was given, it finishes the registration.
func (s *Service) ConfirmEmail(ctx context.Context, secret id.Secret, typed string, b Browser) (Progress, error) {
	return s.confirm(ctx, secret, StepEmail, typed, b)
}

// ConfirmPhone takes the code from the message and finishes the registration.
func (s *Service) ConfirmPhone(ctx context.Context, secret id.Secret, typed string, b Browser) (Progress, error) {
	return s.confirm(ctx, secret, StepPhone, typed, b)
}

// confirm checks a code and takes the step that it proves. A wrong code is counted whatever follows, so the verdict
// leaves the transaction by a variable.
func (s *Service) confirm(ctx context.Context, secret id.Secret, due Step, typed string, b Browser) (g Progress, err error) {
	var verdict *fault.Fault
	err = s.db.Update(ctx, func(tx *sqldb.Tx) (err error) {
		g = Progress{}
		if g.Registration, err = s.registrationBySecret(ctx, tx, secret); err != nil {
			return err
		}
		if g.Step() != due {
			return nil // a second click: the page leads on to where the registration stands
		}
		if verdict, err = s.checkCode(ctx, tx, g.ID, purposeOf[due], typed); err != nil || verdict != nil {
			return err
		}
		g, err = s.proved(ctx, tx, g.Registration, due, &b)
		return err
	})
	if err == nil && verdict != nil {
		err = verdict
	}
	return g, err
}

var purposeOf = map[Step]purpose{StepEmail: confirmEmail, StepPhone: confirmPhone}

// RegistrationByLink returns the registration whose letter holds the link, so that a page can ask for the confirmation.
// Looking changes nothing: mail scanners open links, too.
func (s *Service) RegistrationByLink(ctx context.Context, link id.Secret) (r Registration, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		r, err = s.living(selectRegistration(ctx, q, "link_hash", link.Hash()))
		return err
	})
	return r, err
}

// ConfirmLink proves the address by the link in the letter.
func (s *Service) ConfirmLink(ctx context.Context, link id.Secret) (r Registration, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) (err error) {
		if r, err = s.living(selectRegistration(ctx, tx, "link_hash", link.Hash())); err != nil {
			return err
		}
		if r.Step() != StepEmail {
			return nil
		}
		if r.decoy {
			return ErrNoRegistration // its link was never sent
		}
		if err := dropCode(ctx, tx, r.ID, confirmEmail); err != nil {
			return fmt.Errorf("drop the code: %w", err)
		}
		g, err := s.proved(ctx, tx, r, StepEmail, nil) // the letter may be read on another device: nobody is signed in
		r = g.Registration
		return err
	})
	return r, err
}

// proved takes the step after a proof: on to the mobile, or to the account.
func (s *Service) proved(ctx context.Context, tx *sqldb.Tx, r Registration, step Step, b *Browser) (Progress, error) {
	r.emailConfirmed = true
	switch {
	case step == StepEmail && r.Phone != "":
		if err := setEmailConfirmed(ctx, tx, r.ID, s.clock.Now()); err != nil {
			return Progress{}, fmt.Errorf("note the proved address: %w", err)
		}
		return Progress{Registration: r}, s.sendPhoneCode(ctx, tx, r)
	case step == StepPhone:
		taken, err := phoneTaken(ctx, tx, r.Phone)
		if err != nil {
			return Progress{}, fmt.Errorf("look for the number: %w", err)
		}
		if taken {
			r.phoneRefused = true
			return Progress{Registration: r}, refusePhone(ctx, tx, r.ID)
		}
		r.phoneConfirmed = true
	}
	return s.finish(ctx, tx, r, b)
}

func (s *Service) sendPhoneCode(ctx context.Context, tx *sqldb.Tx, r Registration) error {
	code, err := s.issueCode(ctx, tx, r.ID, confirmPhone)
	if err != nil {
		return err
	}
	return s.letters.SMS(ctx, tx, r.Phone, r.Lang, topicRegistration, smsCode.With(code), CodeLife)
}

// ResendPhoneCode sends a new code to the mobile.
func (s *Service) ResendPhoneCode(ctx context.Context, secret id.Secret) error {
	if err := s.mayResend(ctx, secret, StepPhone); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		r, err := s.registrationBySecret(ctx, tx, secret)
		if err != nil || r.Step() != StepPhone {
			return err
		}
		return s.sendPhoneCode(ctx, tx, r)
	})
}

// SkipPhone finishes the registration without the mobile: the message did not come, or the number is taken.
func (s *Service) SkipPhone(ctx context.Context, secret id.Secret, b Browser) (g Progress, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) (err error) {
		g = Progress{}
		if g.Registration, err = s.registrationBySecret(ctx, tx, secret); err != nil || g.Step() != StepPhone {
			return err
		}
		if err := dropCode(ctx, tx, g.ID, confirmPhone); err != nil {
			return fmt.Errorf("drop the code: %w", err)
		}
		g, err = s.finish(ctx, tx, g.Registration, &b)
		return err
	})
	return g, err
}

// finish makes the person: with the consents, the letter, the journal entry and the session in the transaction of the
// last proof.
func (s *Service) finish(ctx context.Context, tx *sqldb.Tx, r Registration, b *Browser) (Progress, error) {
	p := Person{
		ID: actor.PersonID(id.New()), Name: r.Name, Email: r.Email, Level: actor.Simplified, Lang: r.Lang, Created: s.clock.Now(),
	}
	if r.phoneConfirmed {
		p.Phone = r.Phone
	}
	switch err := insertPerson(ctx, tx, p, r.password); {
	case errors.Is(err, sqldb.ErrConflict):
		return Progress{}, ErrTaken.Because(err) // somebody else proved the same address in the meantime
	case err != nil:
		return Progress{}, fmt.Errorf("store the person: %w", err)
	}
	for _, c := range r.Consents {
		if err := insertConsent(ctx, tx, p.ID, c); err != nil {
			return Progress{}, fmt.Errorf("store a consent: %w", err)
		}
	}
	r.person = p.ID
	if err := finishRegistration(ctx, tx, r.ID, p.ID, s.clock.Now()); err != nil {
		return Progress{}, fmt.Errorf("finish the registration: %w", err)
	}
	if err := s.record(ctx, tx, p.ID, "account.registered", string(p.ID)); err != nil {
		return Progress{}, err
	}
	if err := s.welcome(ctx, tx, p, r.Consents); err != nil {
		return Progress{}, err
	}
	if b == nil {
		return Progress{Registration: r}, nil
	}
	in, err := s.admit(ctx, tx, p, byRegistration, *b)
	return Progress{Registration: r, Entry: &in}, err
}

// welcome sends the letter with what follows and a copy of what the person agreed to.
func (s *Service) welcome(ctx context.Context, tx *sqldb.Tx, p Person, given []Consent) error {
	agreements, err := s.agreements.Agreements(ctx, tx)
	if err != nil {
		return fmt.Errorf("read the documents for the letter: %w", err)
	}
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicRegistration, letterRegistered(s.site(p.Lang), p, given, agreements), letterLife)
}

// checkPassword returns why the password is not taken.
func (s *Service) checkPassword(secret string, n Name, e string) i18n.Text {
	return s.policy.Check(secret, append([]string{n.Surname, n.Given, n.Patronymic, e}, s.siteWords...)...)
}

// PasswordRule tells the rule to a person before they choose.
func (s *Service) PasswordRule() i18n.Text { return s.policy.Rule() }
