package fact

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rulang/fullname"
	"github.com/klaster-platform/klaster/statereg/disqualified"
	"github.com/klaster-platform/klaster/workdays"
)

// disqualifiedReader reads the register of disqualified persons, whose files do not say of which day they are. A record is found by the
// ИНН of the organisation; its name is in the content, so that nobody finds a person by searching the registers.
type disqualifiedReader struct{ day workdays.Date }

func (d disqualifiedReader) on(day workdays.Date, now time.Time) reader {
	if d.day = day; day.IsZero() {
		d.day = workdays.DateOf(now)
	}
	return d
}

func (disqualifiedReader) fits(head []byte) bool {
	_, err := disqualified.NewReader(bytes.NewReader(head))
	return err == nil
}

func (disqualifiedReader) expected([]byte) int64 { return 0 }

func (d disqualifiedReader) read(_ context.Context, file io.Reader, _ string, take func(item) error) (func() map[string]int64, error) {
	r, err := disqualified.NewReader(file)
	if err != nil {
		return nil, err
	}
	for {
		rec, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil, nil
		case err != nil && !errors.Is(err, disqualified.ErrRecord):
			return nil, err
		}
		if err := take(func() (parsed, error) {
			if err != nil {
				return parsed{}, err
			}
			return parsed{row: row{Register: Disqualified, Record: rec.Number, INN: rec.INN, Name: rec.Organisation, AsOf: d.day.String()}, content: rec}, nil
		}); err != nil {
			return nil, err
		}
	}
}

// disqualifiedOf tells which records of the register of disqualified persons have the name of a head and the ИНН of the organisation. nil is
// a register of which no full set was imported. The same name is not the same person: somebody has to look.
func (s *Service) disqualifiedOf(ctx context.Context, q sqldb.Querier, f *Facts, on workdays.Date) (*admission.Disqualified, error) {
	full, err := confirmedOn(ctx, q, Disqualified)
	if err != nil {
		return nil, fmt.Errorf("look up how fresh a register is: %w", err)
	}
	if full == "" || f.Entry == nil || f.Entry.INN == "" {
		return nil, nil
	}
	found := &admission.Disqualified{AsOf: dayOf(full)}
	rows, err := rowsByINN(ctx, q, f.Entry.INN)
	if err != nil {
		return nil, fmt.Errorf("look for disqualified persons: %w", err)
	}
	for _, r := range latest(rows) {
		if r.Register != Disqualified || r.Gone {
			continue
		}
		var rec disqualified.Record
		if err := s.codec.unpack(r, &rec); err != nil {
			return nil, err
		}
		for _, h := range f.Entry.Heads {
			if rec.On(on) && fullname.Same(rec.Name, h.Person.Surname+h.Person.Name+h.Person.Patronymic) {
				found.Records = append(found.Records, rec.Number)
				break
			}
		}
	}
	return found, nil
}
