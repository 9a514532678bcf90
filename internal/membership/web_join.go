package membership

import (
	"context"
	"errors"

	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid"
)

// lookFor answers the form of the page; what is wrong with the number stands at its field.
func (s *Service) lookFor(ctx context.Context, f *web.Form) (*Found, error) {
	inn, ok := innOf(f.Get("inn"))
	if !ok {
		f.Fail("inn", badINN)
		return nil, nil //nolint:nilnil // the form says what is wrong
	}
	found, err := s.Look(ctx, inn)
	if errors.Is(err, ErrUnknown) {
		f.Fail("inn", textUnknown)
		return nil, nil //nolint:nilnil // the form says what is wrong
	}
	if err != nil {
		return nil, err
	}
	return &found, nil
}

func innOf(typed string) (ruid.INN, bool) {
	inn, err := ruid.ParseINN(typed)
	return inn, err == nil
}
