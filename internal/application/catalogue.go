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

// Bring publishes a service that the program brings, unless that version is there: an operator's later versions stay.
// It fails when the version was published with other content, which is a fault of the program: a version does not change.
func (s *Service) Bring(ctx context.Context, content []byte) error {
	f, err := form.Load(content)
	if err != nil {
		return fmt.Errorf("bring a service: %w", err)
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		there, err := editionOf(ctx, tx, f.Key, f.Version)
		switch {
		case errors.Is(err, sqldb.ErrNoRows):
			return insertEdition(ctx, tx, f, true, BuiltIn, s.clock.Now())
		case err != nil:
			return fmt.Errorf("bring the service %s: %w", f.Key, err)
		case there.Digest != f.Digest():
			return fmt.Errorf("bring the service %s: version %d was published with other content", f.Key, f.Version)
		}
		return nil
	})
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
