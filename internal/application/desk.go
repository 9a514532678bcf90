package application

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Sent reads an application that has reached the foundation, for its desk. Who may see it is judged there.
func (s *Service) Sent(ctx context.Context, q sqldb.Querier, application actor.CaseID) (Application, error) {
	if !id.Valid(string(application)) {
		return Application{}, ErrNoApplication
	}
	app, err := selectCase(ctx, q, application)
	if err != nil || !app.State.Sent() {
		return Application{}, none(orNone(err), ErrNoApplication)
	}
	return app, nil
}

// orNone says that an application which has not been sent is none.
func orNone(err error) error {
	if err == nil {
		return sqldb.ErrNoRows
	}
	return err
}

// HoldSent is Sent for a change.
func (s *Service) HoldSent(ctx context.Context, tx *sqldb.Tx, application actor.CaseID) (Application, error) {
	app, err := s.Sent(ctx, tx, application)
	if err != nil {
		return Application{}, err
	}
	return holdCase(ctx, tx, app.ID)
}

// Party returns who applies.
func (s *Service) Party(ctx context.Context, q sqldb.Querier, a Applicant) (Party, error) {
	return s.applicants.Party(ctx, q, a)
}

// Name returns the name of a person.
func (s *Service) Name(ctx context.Context, q sqldb.Querier, p actor.PersonID) (string, error) {
	if p == "" {
		return "", nil
	}
	return s.applicants.Name(ctx, q, p)
}

// SentPaper returns the document of an application and its bytes, as they were signed and sent.
func (s *Service) SentPaper(ctx context.Context, q sqldb.Querier, application actor.CaseID) (Paper, []byte, error) {
	p, err := paperOf(ctx, q, application)
	switch {
	case err != nil:
		return Paper{}, nil, err
	case p == nil:
		return Paper{}, nil, ErrNoApplication
	}
	content, err := s.read(ctx, p.XML)
	return *p, content, err
}

// SignaturesOf lists the signatures under the document of an application, by the ids of the room of signatures.
func (s *Service) SignaturesOf(ctx context.Context, q sqldb.Querier, p *Paper) (list []Request, err error) {
	all, err := signingsOf(ctx, q, p.ID)
	for _, g := range all {
		if g.Signature != "" {
			list = append(list, g)
		}
	}
	return list, err
}

// ReadFile reads a file that the room keeps.
func (s *Service) ReadFile(ctx context.Context, ref blob.Ref) ([]byte, error) {
	return s.read(ctx, ref)
}

// Stamp returns a signature as it was received, and what a stamp says of it.
func (s *Service) Stamp(ctx context.Context, signature string) ([]byte, document.Signature, error) {
	return s.signatures.Kept(ctx, signature)
}

// NewNumber makes a number that tells nothing of others (rule T26).
func (s *Service) NewNumber() string { return newNumber(s.clock.Now()) }

// AskSigners asks others, outside of transactions, about the rights of those who have signed an application (rule T12).
func (s *Service) AskSigners(ctx context.Context, app Application, signers []Request) error {
	return s.authority.AskAnew(ctx, app.Applicant, people(signers))
}

// StillSigned says why those who have signed an application do not bind the applicant any more, nil when they do (rules T11, T12).
func (s *Service) StillSigned(ctx context.Context, q sqldb.Querier, app Application, signers []Request) error {
	return s.authority.StillSign(ctx, q, app.Applicant, people(signers))
}

func people(signers []Request) []actor.PersonID {
	list := make([]actor.PersonID, len(signers))
	for i, g := range signers {
		list[i] = g.Person
	}
	return list
}

// Label is what the state is called, and Kind how loud it is.
func (s State) Label() i18n.Text { return s.label() }

// Kind is how loud the state is shown.
func (s State) Kind() web.Kind { return s.kind() }

// SentAnswers reads the answers of an application back from the bytes that were signed and sent (rule T17).
func (s *Service) SentAnswers(ctx context.Context, q sqldb.Querier, f *form.Service, app Application) (form.Answers, Paper, error) {
	p, content, err := s.SentPaper(ctx, q, app.ID)
	if err != nil {
		return nil, Paper{}, err
	}
	parsed, err := document.Read(f, content)
	if err != nil {
		return nil, Paper{}, fmt.Errorf("read the answers of %s: %w", app.ID, err)
	}
	return parsed.Answers, p, nil
}

// Happened is an event with the name of who did it.
type Happened struct {
	Event

	By string
}

// Past lists what has happened to an application, the first first.
func (s *Service) Past(ctx context.Context, q sqldb.Querier, application actor.CaseID) (list []Happened, err error) {
	all, err := events(ctx, q, application)
	if err != nil {
		return nil, fmt.Errorf("read what has happened: %w", err)
	}
	for _, e := range all {
		h := Happened{Event: e}
		if h.By, err = s.Name(ctx, q, e.Person); err != nil {
			return nil, err
		}
		list = append(list, h)
	}
	return list, nil
}
