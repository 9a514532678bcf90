package staff

import (
	"net/http"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// figures are the numbers of the overview.
type figures struct {
	proposals, owners, dead int
}

func (p *pages) overview(w http.ResponseWriter, r *http.Request) error {
	a := actor.From(r.Context())
	var n figures
	if a.Has(desk...) {
		var err error
		if n, err = p.figures(r); err != nil {
			return err
		}
	}
	page := web.Page{Title: titleOverview, Lead: leadOverview, Shell: web.Admin, Section: "overview", Banner: notice(r)}
	return show(w, r, http.StatusOK, page, overviewView(a, n, p.sectionsFor(a)[1:]))
}

func (p *pages) figures(r *http.Request) (n figures, err error) {
	var stats jobs.Stats
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		roster, err := p.roster(r.Context(), q)
		if err != nil {
			return err
		}
		n.owners = len(roster.Owners())
		if n.proposals, err = countOpenProposals(r.Context(), q); err != nil {
			return err
		}
		stats, err = p.jobs.Stats(r.Context(), q)
		return err
	})
	for _, k := range stats.Kinds {
		n.dead += k.Dead
	}
	return n, err
}

func (p *pages) readiness(w http.ResponseWriter, r *http.Request) error {
	report := Examine(r.Context(), p.checks, checkTime, p.log)
	page := web.Page{
		Title: titleReadiness, Lead: leadReadiness, Shell: web.Admin, Section: "readiness", Banner: readinessNotice(report),
	}
	return show(w, r, http.StatusOK, page, readinessView(report, p.now().Truncate(time.Minute)))
}

func readinessNotice(report Report) *web.Notice {
	missing := report.Count(NotReady)
	if missing == 0 {
		return &web.Notice{Kind: web.Success, Title: allReady}
	}
	return &web.Notice{Kind: web.Warning, Title: someMissing.With(missing, len(report)), Text: someMissingTx}
}
