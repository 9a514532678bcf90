package partner

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/workdays"
)

const pathClicked = "/partners/clicked"

// clicked counts that a result was followed. The browser names the question and the passage; whether and where the passage stands in the
// answer, and why, is found out here, so that nobody counts what they were not shown. A browser that asks not to be followed (Sec-GPC, DNT)
// is not. What is counted and what is not get the same empty answer.
func (p *pages) clicked(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "question", Max: 4 * longestNeed}, web.Input{Name: "passage", Max: 1000})
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(f.Get("question"))
	if k := questionOf(values); err == nil && k.Text != "" && r.Header.Get("Sec-GPC") != "1" && r.Header.Get("DNT") != "1" {
		err = p.count(r, k, f.Get("passage"))
		if err != nil && !errors.Is(err, limit.ErrTooOften) {
			return err
		}
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (p *pages) count(r *http.Request, k Question, passage string) error {
	address := limit.Address(httpx.InfoOf(r.Context()).Address)
	if err := p.limits.Allow(r.Context(), limit.Charge{Rule: clickByAddress, Key: address}, limit.Charge{Rule: clickByAll, Key: "all"}); err != nil {
		return err
	}
	found, err := p.ask(r, k)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(found.Hits, func(h Hit) bool { return h.Passage.ID == passage })
	if i < 0 {
		return nil
	}
	click, ok := p.current.Load().click(k, found.Need, found.Hits[i])
	if !ok {
		return nil
	}
	click.Day = workdays.DateOf(p.clock.Now().In(i18n.Moscow())).String()
	click.Position = (max(k.Page, 1)-1)*PageSize + i + 1
	return p.db.Update(r.Context(), func(tx *sqldb.Tx) error {
		if err := addClick(r.Context(), tx, click); err != nil {
			return fmt.Errorf("count a click: %w", err)
		}
		return nil
	})
}
