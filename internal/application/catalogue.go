package application

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// edition is a version of a service as it is stored.
type edition struct {
	Service   string
	Version   int
	Published bool
	Digest    string
	Source    string
	First     workdays.Date
	Last      workdays.Date
}

// BuiltIn is who wrote the services that the program brings.
const BuiltIn = "system"

// Bring takes in a service that the program brings. A version that is not there yet is published, unless somebody here has begun that
// number: what operators wrote is never replaced. Then the program's file becomes a draft with the next number, to be looked at, published or
// deleted like any other; it waits while there is another draft. The program starts in every case.
func (s *Service) Bring(ctx context.Context, content []byte) error {
	f, err := form.Load(content)
	if err != nil {
		return fmt.Errorf("bring a service: %w", err)
	}
	if err = s.bring(ctx, f); errors.Is(err, sqldb.ErrConflict) { // another node brings the same at this moment
		err = s.bring(ctx, f)
	}
	if err != nil {
		return fmt.Errorf("bring the service %s: %w", f.Key, err)
	}
	return nil
}

func (s *Service) bring(ctx context.Context, f *form.Service) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		there, err := editionOf(ctx, tx, f.Key, f.Version)
		switch {
		case errors.Is(err, sqldb.ErrNoRows):
			return insertEdition(ctx, tx, f, true, BuiltIn, s.clock.Now())
		case err != nil || there.Digest == f.Digest():
			return err
		}
		return s.offer(ctx, tx, f)
	})
}

// offer makes a draft of a file of the program whose number somebody else has used, unless there is a draft, or a version that says the same.
func (s *Service) offer(ctx context.Context, tx *sqldb.Tx, f *form.Service) error {
	list, err := editionsOf(ctx, tx, f.Key)
	if err != nil {
		return err
	}
	content := string(f.Source())
	for _, e := range list {
		if !e.Published || undated(e.Source) == undated(content) {
			return nil
		}
	}
	e := Edition{Service: f.Key, Version: list[0].Version + 1}
	e.Source = renumber(content, e.Version)
	e.Digest, e.First, e.Last = digestOf(e.Source), f.From, f.Until
	if err := insertDraft(ctx, tx, e, BuiltIn, s.clock.Now()); err != nil {
		return fmt.Errorf("keep what the program brings as a draft: %w", err)
	}
	return s.recordEdition(ctx, tx, "application.service_drafted", e)
}

// undated is a file without what publishing writes into it: its number and its first day.
func undated(source string) string {
	return fromLine.ReplaceAllLiteralString(renumber(source, 1), "from: -")
}

// Current returns the version of a service under which one may apply on a day: the latest that is published and in force.
func (s *Service) Current(ctx context.Context, q sqldb.Querier, service string, on workdays.Date) (*form.Service, error) {
	e, err := editionOn(ctx, q, service, on)
	if err != nil {
		return nil, none(err, ErrNoService)
	}
	return s.forms.of(e)
}

// Version returns a version of a service.
func (s *Service) Version(ctx context.Context, q sqldb.Querier, service string, version int) (*form.Service, error) {
	e, err := editionOf(ctx, q, service, version)
	if err != nil {
		return nil, none(err, ErrNoService)
	}
	return s.forms.of(e)
}

// Published returns a version that anybody may see.
func (s *Service) Published(ctx context.Context, q sqldb.Querier, service string, version int) (*form.Service, error) {
	e, err := editionOf(ctx, q, service, version)
	if err != nil {
		return nil, none(err, ErrNoService)
	}
	if !e.Published {
		return nil, ErrNoService
	}
	return s.forms.of(e)
}

// Services lists the services under which one may apply on a day.
func (s *Service) Services(ctx context.Context, q sqldb.Querier, on workdays.Date) ([]*form.Service, error) {
	editions, err := editionsOn(ctx, q, on)
	if err != nil {
		return nil, fmt.Errorf("list services: %w", err)
	}
	list := make([]*form.Service, len(editions))
	for i, e := range editions {
		if list[i], err = s.forms.of(e); err != nil {
			return nil, err
		}
	}
	return list, nil
}
