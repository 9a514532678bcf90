package membership

import (
	"context"
	"errors"

	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid"
)

// lookFor answers the form of the page; what is wrong with the number stands at its field.
func (s *Service) lookFor(ctx context.Context, f *web.Form) (*Found, error) {
	inn, err := ruid.ParseINN(f.Get("inn"))
	if err != nil {
		f.Fail("inn", badINN)
		return nil, nil
	}
	found, err := s.Look(ctx, inn)
	if errors.Is(err, ErrUnknown) {
		f.Fail("inn", textUnknown)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &found, nil
}
