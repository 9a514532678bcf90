package membership

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Query is what somebody looks for in the register.
type Query struct {
	Text      string // words of a name, an ИНН or an ОГРН
	Status    Status
	Okrug     Okrug
	Direction string
	Page      int  // from 1
	Literal   bool // what was typed is not read otherwise
}

// PageSize is how many members a page of the register has.
const PageSize = 20

// Listing is a page of the register.
type Listing struct {
	Members []Member
	Total   int
	More    bool     // than Total
	Read    string   // how the question was read, where nobody has the words as they were typed
	Alike   []Member // further ones whose names are like what was typed, the likest first
}

// words reports whether words of names are looked for.
func (k Query) words() bool { return k.number() == "" && len(telling(asked(k.Text))) > 0 }

// number is the ИНН or ОГРН that a question consists of, "" when it is words.
func (k Query) number() string {
	s := strings.ReplaceAll(k.Text, " ", "")
	if strings.Trim(s, "0123456789") == "" && slices.Contains([]int{10, 12, 13, 15}, len(s)) {
		return s
	}
	return ""
}

// legalForms are left out of what names are found by: nearly every name has one.
var legalForms = []string{"ооо", "ао", "пао", "зао", "оао", "ип", "нко", "ано", "фгуп", "гуп", "общество", "акционерное"}

func telling(list []string) []string {
	return slices.DeleteFunc(list, func(w string) bool { return slices.Contains(legalForms, w) })
}

// exact finds members, ordered by name. Every word of the question must begin a word of the name; ё and е are one letter.
func exact(ctx context.Context, q sqldb.Querier, k Query) (l Listing, err error) {
	p, err := planned(ctx, q, k)
	if err != nil {
		return Listing{}, fmt.Errorf("count the members: %w", err)
	}
	l.Total = p.total
	if l.Members, err = p.take(ctx, q, PageSize, (max(k.Page, 1)-1)*PageSize); err != nil {
		return Listing{}, fmt.Errorf("search the members: %w", err)
	}
	if k.words() && l.Total > MostCounted {
		l.Total, l.More = MostCounted, true
	}
	return l, nil
}

// Count is how many members there are in an okrug.
type Count struct {
	Okrug        Okrug
	Participants int
	Partners     int
}

// Counts tells how many members of each status there are in each okrug, in the order of the map.
func (s *Service) Counts(ctx context.Context, q sqldb.Querier) ([]Count, error) {
	rows, err := countByOkrug(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("count the members: %w", err)
	}
	list := make([]Count, len(districts))
	for i, d := range districts {
		list[i].Okrug = d.key
		for _, r := range rows {
			if r.okrug != d.key {
				continue
			}
			if r.status == Participant {
				list[i].Participants = r.n
			} else {
				list[i].Partners = r.n
			}
		}
	}
	return list, nil
}
