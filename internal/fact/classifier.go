package fact

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/statereg/classifier"
)

// Class is an entry of an imported classifier. The classifiers have names in Russian alone.
type Class struct {
	Code   string
	Name   string
	AsOf   string // YYYY-MM-DD: the day of the edition that has it
	Origin string // where the operator says that the edition comes from
	Known  bool   // false: the classifier that was imported last does not have the code, or none was imported
}

// Activity tells what a code of ОКВЭД-2 means.
func (s *Service) Activity(ctx context.Context, q sqldb.Querier, code string) (Class, error) {
	return s.class(ctx, q, Activities, code)
}

// Product tells what a code of ОКПД-2 means.
func (s *Service) Product(ctx context.Context, q sqldb.Querier, code string) (Class, error) {
	return s.class(ctx, q, Products, code)
}

func (s *Service) class(ctx context.Context, q sqldb.Querier, register Register, code string) (Class, error) {
	r, origin, err := latestClass(ctx, q, register, code)
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && r.Gone {
		return Class{Code: code}, nil
	}
	if err != nil {
		return Class{}, fmt.Errorf("look up the code %s: %w", code, err)
	}
	var content classifier.Code
	if err := s.codec.unpack(&r, &content); err != nil {
		return Class{}, err
	}
	return Class{Code: code, Name: content.Name, AsOf: r.ShownOn, Origin: origin, Known: true}, nil
}

// Classes are all entries of a classifier that hold now, by code; none when none was imported.
func (s *Service) Classes(ctx context.Context, q sqldb.Querier, register Register) ([]Class, error) {
	rows, err := latestClasses(ctx, q, register)
	if err != nil {
		return nil, fmt.Errorf("list the classifier %s: %w", register, err)
	}
	var list []Class
	for i := range rows {
		if rows[i].Gone {
			continue
		}
		var content classifier.Code
		if err := s.codec.unpack(&rows[i], &content); err != nil {
			return nil, err
		}
		list = append(list, Class{Code: content.Code, Name: content.Name, AsOf: rows[i].ShownOn, Known: true})
	}
	return list, nil
}
