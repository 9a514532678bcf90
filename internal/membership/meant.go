package membership

import (
	"context"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// few found by a word are so few that names like it are shown as well. Of several words that were found together, one is enough.
const few = 3

func enough(k Query) int {
	if len(telling(asked(k.Text))) > 1 {
		return 1
	}
	return few
}

// Search finds members, ordered by name, by the beginnings of the words of their names or by a number. Where nobody is called as it was typed,
// the question is read otherwise: with slips mended, as the other keyboard has it, in Cyrillic letters; the first reading that finds somebody
// counts. Failing that, and where few were found, those come whose names are like it.
func (s *Service) Search(ctx context.Context, q sqldb.Querier, k Query) (Listing, error) {
	l, err := exact(ctx, q, k)
	if err != nil || l.Total >= enough(k) || k.Literal || !k.words() || s.names == nil {
		return l, err
	}
	readings, ogrns := s.names.Meant(k.Text, mostAlike)
	if l.Total == 0 {
		for _, reading := range readings {
			other := k
			if other.Text = reading; !other.words() {
				continue
			}
			if found, err := exact(ctx, q, other); err != nil || found.Total > 0 {
				found.Read = reading
				return found, err
			}
		}
	}
	if len(ogrns) == 0 {
		return l, nil
	}
	alike, err := listAlike(ctx, q, k, ogrns)
	if err != nil {
		return Listing{}, fmt.Errorf("list members called alike: %w", err)
	}
	l.Alike = slices.DeleteFunc(alike, func(m Member) bool {
		return slices.ContainsFunc(l.Members, func(o Member) bool { return o.Organisation == m.Organisation })
	})
	slices.SortFunc(l.Alike, func(a, b Member) int { return slices.Index(ogrns, a.OGRN) - slices.Index(ogrns, b.OGRN) })
	return l, nil
}

// read is a question as it was understood.
func (k Query) read(l Listing) Query {
	if l.Read != "" {
		k.Text = l.Read
	}
	return k
}

// literally is a question that is not read otherwise.
func (k Query) literally() Query {
	k.Literal = true
	return k
}
