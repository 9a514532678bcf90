package staff

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const jobsPath = "/admin/jobs"

// jobsData is what the page of jobs shows.
type jobsData struct {
	stats     jobs.Stats
	dead      []jobs.DeadJob
	next      string // address of the page of earlier ones, "" at the end
	mayChange bool
}

func (p *pages) jobsPage(w http.ResponseWriter, r *http.Request) error {
	return p.showJobs(w, r, http.StatusOK, web.NewForm())
}

func (p *pages) showJobs(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64) // 0 begins with the latest
	d := jobsData{mayChange: actor.From(r.Context()).Has(doers...)}
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if d.stats, err = p.jobs.Stats(r.Context(), q); err != nil {
			return err
		}
		d.dead, err = p.jobs.Dead(r.Context(), q, jobs.Page{Before: max(before, 0), Limit: perPage + 1})
		return err
	})
	if err != nil {
		return err
	}
	if len(d.dead) > perPage {
		d.dead = d.dead[:perPage]
		d.next = jobsPath + "?before=" + strconv.FormatInt(d.dead[perPage-1].ID, 10)
	}
	page := web.Page{Title: titleJobs, Lead: leadJobs, Shell: web.Admin, Section: "jobs", Form: f, Banner: notice(r)}
	return show(w, r, status, page, jobsView(d))
}

func (p *pages) retry(w http.ResponseWriter, r *http.Request) error {
	return p.onJob(w, r, "retried", p.jobs.Retry)
}

func (p *pages) discard(w http.ResponseWriter, r *http.Request) error {
	return p.onJob(w, r, "discarded", p.jobs.Discard)
}

// onJob does something to a failed job and notes who did it.
func (p *pages) onJob(w http.ResponseWriter, r *http.Request, said string, act func(context.Context, *sqldb.Tx, int64) error) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	job, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return httpx.ErrNoPage
	}
	err = p.db.Update(r.Context(), func(tx *sqldb.Tx) error {
		if err := act(r.Context(), tx, job); err != nil {
			return err
		}
		return p.record(r.Context(), tx, by(r), "staff.job_"+said, "job-"+strconv.FormatInt(job, 10), "")
	})
	if err != nil {
		f := web.NewForm()
		if status, ok := refused(f, err); ok {
			return p.showJobs(w, r, status, f)
		}
		return fmt.Errorf("%s job %d: %w", said, job, err)
	}
	return redirect(w, r, jobsPath+"?done="+said)
}
