package signature

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid/number"
)

// Purpose says what a signature is for. It is stored, so it never changes: "organisation.login".
type Purpose string

// Limits.
const (
	// MaxDocument is the length in bytes of the longest document that is signed.
	MaxDocument = 16 << 20
	// maxMessage is that of the longest message: a document attached, in base64, with its certificates.
	maxMessage = MaxDocument*4/3 + 2<<20

	// LoginLife is how long a challenge can be signed, DocumentLife a document unless the purpose says otherwise.
	LoginLife    = 10 * time.Minute
	DocumentLife = 7 * 24 * time.Hour

	// maxTries is how many messages that are refused a request takes.
	maxTries = 20
)

// Request is what somebody is asked to sign.
type Request struct {
	ID      string
	Purpose Purpose
	// Person may sign; "" means whoever has the browser.
	Person actor.PersonID
	// Subject is what the purpose calls the thing that is signed, such as the id of an application.
	Subject string
	Title   i18n.Text
	// Name is what the file is called when it is downloaded, Media its type.
	Name, Media string
	// Document are the frozen bytes in the store of files; a sign-in has Challenge instead.
	Document  blob.Ref
	Challenge string
	Holder    Holder
	// Back is where «Назад» leads, Next where the person goes on after signing: paths of this site.
	Back, Next string
	Created    time.Time
	Expires    time.Time
	Signed     time.Time // zero until it was

	tries   int
	ended   time.Time
	browser string // hash of its secret; "" if any browser of the person will do
}

// Holder is whom the certificate has to name, as far as that is known beforehand: the page shows others disabled. It is a
// help, not a check: who may sign is for the purpose to say.
type Holder struct {
	SNILS number.SNILS
	INN   number.INN
}

// Login reports whether the request is a sign-in.
func (r Request) Login() bool { return r.Challenge != "" }

// Path is where the request is signed.
func (r Request) Path() string { return signPath + "/" + r.ID }

// Ask is a request before it is made.
type Ask struct {
	Purpose Purpose
	Person  actor.PersonID
	Subject string
	Title   i18n.Text
	Name    string
	Media   string
	// Document was frozen by [Service.Freeze]. A sign-in has none.
	Document blob.Ref
	Holder   Holder
	// Browser ties the request to a browser, see [Module.Browser]. A sign-in needs it (T14).
	Browser    id.Secret
	Back, Next string
	// Life is how long it can be signed; zero is [LoginLife] or [DocumentLife].
	Life time.Duration
}

// Refusals of requests.
var (
	ErrNoRequest = fault.New(fault.NotFound, i18n.M(
		"Подписывать здесь нечего: ссылка старая, или она открыта не в том браузере, в котором вы начали. Вернитесь туда, где начинали, и нажмите «Подписать» ещё раз.",
		"There is nothing to sign here: the link is old, or it was not opened in the browser in which you began. Go back to where you began and press “Sign” again."))
	ErrUsed = fault.New(fault.Conflict, i18n.M(
		"Это уже подписано. Второй раз та же подпись не принимается.",
		"This has been signed already. The same signature is not taken twice."))
	ErrExpired = fault.New(fault.Conflict, i18n.M(
		"Время на подпись вышло. Вернитесь туда, где начинали, и нажмите «Подписать» ещё раз.",
		"The time to sign is over. Go back to where you began and press “Sign” again."))
	ErrSpent = fault.New(fault.Conflict, i18n.M(
		"Слишком много неподходящих подписей. Вернитесь туда, где начинали, и нажмите «Подписать» ещё раз.",
		"Too many signatures did not fit. Go back to where you began and press “Sign” again."))
)

// Freeze keeps the bytes of a document that is to be signed. It stands before the transaction that makes the request.
func (s *Service) Freeze(ctx context.Context, document io.Reader) (blob.Ref, error) {
	head := make([]byte, len(challengeMark))
	n, err := io.ReadFull(document, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return blob.Ref{}, fmt.Errorf("freeze a document: %w", err)
	}
	if string(head[:n]) == challengeMark {
		return blob.Ref{}, errors.New("freeze a document: it begins as a sign-in does")
	}
	ref, err := s.files.Put(ctx, io.MultiReader(strings.NewReader(string(head[:n])), document), MaxDocument)
	if err != nil {
		return blob.Ref{}, fmt.Errorf("freeze a document: %w", err)
	}
	return ref, nil
}

// Ask makes a request in the transaction of the caller and returns it. The purpose must be known (see [Module.Use]).
func (s *Service) Ask(ctx context.Context, tx *sqldb.Tx, a Ask) (Request, error) {
	use, ok := s.uses[a.Purpose]
	switch {
	case !ok:
		return Request{}, fmt.Errorf("ask for a signature: nobody uses the purpose %q", a.Purpose)
	case use.Login != a.Document.IsZero():
		return Request{}, fmt.Errorf("ask for a signature: %s wants a challenge or a document, and has got the other", a.Purpose)
	case use.Login && a.Browser == "":
		return Request{}, fmt.Errorf("ask for a signature: %s is tied to no browser", a.Purpose)
	}
	r := Request{
		ID: id.New(), Purpose: a.Purpose, Person: a.Person, Subject: a.Subject, Title: a.Title, Name: a.Name, Media: a.Media,
		Document: a.Document, Holder: a.Holder, Back: a.Back, Next: a.Next, Created: s.clock.Now(),
	}
	life := DocumentLife
	if use.Login {
		life, r.Name, r.Media = LoginLife, "klaster-login.txt", "text/plain; charset=utf-8"
	}
	if a.Life > 0 {
		life = a.Life
	}
	r.Expires = r.Created.Add(life)
	if a.Browser != "" {
		r.browser = a.Browser.Hash()
	}
	if use.Login {
		r.Challenge = s.challenge(r)
	}
	if err := insertRequest(ctx, tx, r); err != nil {
		return Request{}, fmt.Errorf("ask for a signature: %w", err)
	}
	return r, nil
}

// Caller is who comes with a request: the person of the session, if any, and the secret of the browser, if it has one.
type Caller struct {
	Person  actor.PersonID
	Browser id.Secret
}

// Request returns a request to somebody for whom it is. Others learn nothing of it, not even that there is one.
func (s *Service) Request(ctx context.Context, requestID string, c Caller) (r Request, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		r, err = s.request(ctx, q, requestID, c)
		return err
	})
	return r, err
}

func (s *Service) request(ctx context.Context, q sqldb.Querier, requestID string, c Caller) (Request, error) {
	if !id.Valid(requestID) {
		return Request{}, ErrNoRequest
	}
	r, err := selectRequest(ctx, q, requestID)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Request{}, ErrNoRequest
	case err != nil:
		return Request{}, fmt.Errorf("read the request %s: %w", requestID, err)
	case r.browser != "" && (c.Browser == "" || c.Browser.Hash() != r.browser):
		return Request{}, ErrNoRequest
	case r.browser == "" && c.Person == "":
		return Request{}, actor.ErrSignIn
	case r.Person != "" && r.Person != c.Person:
		return Request{}, ErrNoRequest
	}
	return r, nil
}

// open says why a request cannot be signed any more, nil if it can.
func (r Request) open(now time.Time) error {
	switch {
	case !r.Signed.IsZero():
		return ErrUsed
	case !r.ended.IsZero(), !now.Before(r.Expires):
		return ErrExpired
	case r.tries >= maxTries:
		return ErrSpent
	}
	return nil
}

// Bytes are what is signed.
func (s *Service) Bytes(ctx context.Context, r Request) (io.ReadSeekCloser, error) {
	if r.Login() {
		return closer{strings.NewReader(r.Challenge)}, nil
	}
	f, err := s.files.Open(ctx, r.Document)
	if err != nil {
		return nil, fmt.Errorf("open what is to be signed: %w", err)
	}
	return f, nil
}

type closer struct{ io.ReadSeeker }

func (closer) Close() error { return nil }

// Withdraw ends a request, as when what it freezes was changed (T17): no signature of it is taken any more.
func (s *Service) Withdraw(ctx context.Context, tx *sqldb.Tx, requestID string) error {
	if _, err := endRequest(ctx, tx, requestID, s.clock.Now()); err != nil {
		return fmt.Errorf("withdraw the request %s: %w", requestID, err)
	}
	return nil
}

// WithdrawAll ends all requests of a purpose about a subject that were not signed.
func (s *Service) WithdrawAll(ctx context.Context, tx *sqldb.Tx, p Purpose, subject string) error {
	if err := endRequests(ctx, tx, p, subject, s.clock.Now()); err != nil {
		return fmt.Errorf("withdraw the requests about %s: %w", subject, err)
	}
	return nil
}
