package legal

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Readiness is what still stands between the texts and real use.
type Readiness struct {
	Unreviewed []Document  // in force, and nobody said that a lawyer has checked them
	Unset      []i18n.Text // what the texts name and the settings leave empty
}

// Ready reports whether nothing is left to do.
func (r Readiness) Ready() bool { return len(r.Unreviewed) == 0 && len(r.Unset) == 0 }

// Text says what is left to do and how.
func (r Readiness) Text() i18n.Text {
	if r.Ready() {
		return textReady
	}
	var said []i18n.Text
	if len(r.Unreviewed) > 0 {
		titles := make([]i18n.Text, len(r.Unreviewed))
		for i, d := range r.Unreviewed {
			titles[i] = d.Title
		}
		said = append(said, textUnreviewed.With(joined(titles, textComma)))
	}
	if len(r.Unset) > 0 {
		said = append(said, r.unset())
	}
	return joined(said, textSpace)
}

func (r Readiness) unset() i18n.Text { return textUnset.With(joined(r.Unset, textComma)) }

func joined(list []i18n.Text, between i18n.Format) i18n.Text {
	all := list[0]
	for _, t := range list[1:] {
		all = between.With(all, t)
	}
	return all
}

// Readiness looks at the documents in force and at the settings that they name.
func (s *Service) Readiness(ctx context.Context) (r Readiness, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		r = Readiness{}
		for _, k := range Kinds() {
			d, err := s.Current(ctx, q, k)
			if err != nil {
				return err
			}
			if !d.Reviewed {
				r.Unreviewed = append(r.Unreviewed, d)
			}
		}
		return nil
	})
	if err != nil {
		return Readiness{}, fmt.Errorf("look whether the legal texts are ready: %w", err)
	}
	for _, p := range placeholders(s.site, s.config) {
		if p.Value.IsZero() {
			r.Unset = append(r.Unset, p.About)
		}
	}
	return r, nil
}

// Ready answers the page «Готовность к работе»: whether the texts can be shown to real people, and if not what to do.
func (s *Service) Ready(ctx context.Context) (bool, i18n.Text) {
	r, err := s.Readiness(ctx)
	if err != nil {
		return false, textUnreadable
	}
	return r.Ready(), r.Text()
}
