package signature

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/klaster-platform/klaster/esign/trust"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// maxFound is how many authorities a search shows.
const maxFound = 50

// authorities finds accredited authorities of the list by a part of the name or by ИНН or ОГРН.
func (s *Service) authorities(ctx context.Context, part string) (found []*trust.Authority, list *trust.List, err error) {
	now := s.clock.Now()
	list, err = s.listAt(ctx, now)
	if errors.Is(err, ErrNoList) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	part = strings.ToLower(strings.TrimSpace(part))
	for _, a := range list.Authorities {
		state, ok := a.At(now)
		if !ok || state.Status != trust.Accredited {
			continue
		}
		if strings.Contains(strings.ToLower(a.Name+" "+a.ShortName), part) || part == string(a.INN) || part == string(a.OGRN) {
			found = append(found, a)
		}
		if len(found) == maxFound {
			break
		}
	}
	return found, list, nil
}

// where tells who issues qualified certificates to whom, and finds accredited authorities.
func (p *pages) where(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm(web.Input{Name: "q", Max: 100})
	part := r.URL.Query().Get("q")
	if r := []rune(part); len(r) > 100 {
		part = string(r[:100])
	}
	f.Set("q", part)
	found, list, err := p.authorities(r.Context(), part)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleWhere, Lead: leadWhere, Narrow: true}
	return web.Render(w, r, http.StatusOK, whereView(page, f, found, list))
}
