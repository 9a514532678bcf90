package profile

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// Counts say what became of the records of a file.
type Counts struct {
	Read      int64 `json:"read"`
	Stored    int64 `json:"stored"`
	Unchanged int64 `json:"unchanged"`
	Broken    int64 `json:"broken"`
	// Unknown are those of the stored and unchanged whose organisation no register here knows; they stand under the ИНН.
	Unknown int64 `json:"unknown"`
	// UnknownKinds are those whose kind is a word that we do not know; they count as offers of suppliers.
	UnknownKinds int64 `json:"unknown_kinds"`
}

// Complaint says why a record was not taken.
type Complaint struct {
	Record int64 // counted from one
	Why    error
}

// mostComplaints are kept of a file; the counts are of all.
const mostComplaints = 20

// batch is how many records are one transaction, and manySubjects how many subjects are told of one by one.
const (
	batch        = 500
	manySubjects = 50
)

// Import takes offers and needs out of a file; see [Records] for its form. A record is known by its id: one that comes again as it was
// changes nothing, one that differs replaces what was there. Records that cannot be read are counted and passed over; an error of the
// file itself ends the import, and what came before it stays.
func (s *Service) Import(ctx context.Context, file io.Reader) (c Counts, complaints []Complaint, err error) {
	records, err := Records(file)
	if err != nil {
		return c, nil, err
	}
	m := intake{Service: s, bearers: map[string]Organisation{}}
	for more := true; more; {
		var list []Record
		for len(list) < batch {
			r, err := records.Next()
			if errors.Is(err, io.EOF) {
				more = false
				break
			}
			if c.Read++; errors.Is(err, ErrRecord) {
				c.Broken++
				complaints = append(complaints, Complaint{c.Read, err})
				continue
			}
			if err != nil {
				return c, complaints, err
			}
			r.place = c.Read
			list = append(list, r)
		}
		done, refused, err := m.takeAll(ctx, list)
		if err != nil {
			return c, complaints, err
		}
		c.Add(done)
		complaints = append(complaints, refused...)
	}
	return c, complaints[:min(len(complaints), mostComplaints)], nil
}

// Add adds counts.
func (c *Counts) Add(more Counts) {
	c.Read += more.Read
	c.Stored, c.Unchanged, c.Broken, c.Unknown = c.Stored+more.Stored, c.Unchanged+more.Unchanged, c.Broken+more.Broken, c.Unknown+more.Unknown
	c.UnknownKinds += more.UnknownKinds
}

// intake is one import under way.
type intake struct {
	*Service
	bearers map[string]Organisation // by ИНН; the zero one for those whom no register knows
}

// takeAll takes records in one transaction.
func (m intake) takeAll(ctx context.Context, list []Record) (c Counts, refused []Complaint, err error) {
	if len(list) == 0 {
		return c, nil, nil
	}
	err = m.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, refused = Counts{}, nil // the transaction may be tried again
		subjects := map[string]bool{}
		for _, r := range list {
			changed, known, err := m.take(ctx, tx, r)
			switch {
			case invalid(err) || errors.Is(err, ErrRecord):
				c.Broken++
				refused = append(refused, Complaint{r.place, err})
				continue
			case err != nil:
				return err
			case len(changed) > 0:
				c.Stored++
			default:
				c.Unchanged++
			}
			if !known {
				c.Unknown++
			}
			if r.strange {
				c.UnknownKinds++
			}
			for _, subject := range changed {
				subjects[subject] = true
			}
		}
		return m.announce(ctx, tx, subjects)
	})
	return c, refused, err
}

// announce writes one line of the journal and tells those who search.
func (m intake) announce(ctx context.Context, tx *sqldb.Tx, subjects map[string]bool) error {
	if len(subjects) == 0 {
		return nil
	}
	if err := m.record(ctx, tx, "profile.imported", "", fmt.Sprint(len(subjects))); err != nil {
		return err
	}
	if len(subjects) > manySubjects {
		return m.changes.ChangedAll(ctx, tx)
	}
	for subject := range subjects {
		if err := m.changes.Changed(ctx, tx, subject); err != nil {
			return err
		}
	}
	return nil
}

// take takes one record and returns the subjects whose profile it has changed, and whether a register knows the organisation.
func (m intake) take(ctx context.Context, tx *sqldb.Tx, r Record) (changed []string, known bool, err error) {
	inn, err := ruid.ParseINN(r.INN)
	if err != nil {
		return nil, false, fmt.Errorf("%w: the ИНН %q: %w", ErrRecord, r.INN, err)
	}
	o, err := m.bearer(ctx, tx, string(inn))
	if err != nil {
		return nil, false, err
	}
	now := m.clock.Now()
	i := Item{ID: id.New(), Subject: o.OGRN, INN: string(inn), Kind: r.Kind, Outside: r.ID, Created: now, Changed: now}
	if known = o.OGRN != ""; !known {
		i.Subject = string(inn)
	}
	i.Content = Draft{Kind: r.Kind, Content: r.Content}.tidy()
	if wrong := i.checkImported(m.Service); len(wrong) > 0 {
		return nil, known, faultOf(wrong)
	}
	was, err := itemByOutside(ctx, tx, r.ID)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return []string{i.Subject}, known, putItem(ctx, tx, i)
	case err != nil:
		return nil, known, fmt.Errorf("look for an imported item: %w", err)
	case was.same(i):
		return nil, known, nil
	}
	i.ID, i.Created = was.ID, was.Created
	return []string{was.Subject, i.Subject}, known, putItem(ctx, tx, i)
}

// checkImported is [Item.check] of a record, which may well have had its last day already.
func (i *Item) checkImported(s *Service) []Wrong {
	day := s.today()
	if i.over(day) {
		day = i.Until
	}
	return i.check(day)
}

func (m intake) bearer(ctx context.Context, q sqldb.Querier, inn string) (Organisation, error) {
	if o, ok := m.bearers[inn]; ok {
		return o, nil
	}
	o, err := m.organisations.Bearer(ctx, q, inn)
	if errors.Is(err, ErrUnknown) {
		o, err = Organisation{}, nil
	}
	if err == nil {
		m.bearers[inn] = o
	}
	return o, err
}
