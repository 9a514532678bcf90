package staff

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const auditPath = "/admin/audit"

// journalData is one page of the journal.
type journalData struct {
	filter audit.Filter
	lines  []audit.Line
	names  directory
	deeds  audit.Dictionary
	head   audit.Mark
	next   string        // address of the page of earlier entries, "" at the end
	check  *JournalCheck // nil unless the chain was just followed
}

func (p *pages) audit(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm(filterFields...)
	for _, in := range filterFields {
		f.Set(in.Name, strings.TrimSpace(r.URL.Query().Get(in.Name)))
	}
	filter, status := readFilter(f), http.StatusOK
	if !f.OK() {
		status = http.StatusUnprocessableEntity
	}
	filter.Before = plain(r, "before")
	return p.showJournal(w, r, status, f, journalData{filter: filter})
}

func (p *pages) showJournal(w http.ResponseWriter, r *http.Request, status int, f *web.Form, d journalData) error {
	if err := p.db.View(r.Context(), func(q sqldb.Querier) error { return p.fillJournal(r, q, &d) }); err != nil {
		return err
	}
	if len(d.lines) > perPage {
		d.lines = d.lines[:perPage]
		d.next = journalPath(d.filter, d.lines[perPage-1].ID)
	}
	page := web.Page{Title: titleAudit, Lead: leadAudit, Shell: web.Admin, Section: "audit", Form: f, Banner: checkNotice(d.check)}
	return show(w, r, status, page, journalView(f, d))
}

// fillJournal reads a page and the names of the staff in it. Others stay ids: their names are on their cards, which ask
// for a reason.
func (p *pages) fillJournal(r *http.Request, q sqldb.Querier, d *journalData) (err error) {
	ctx := r.Context()
	filter := d.filter
	filter.Limit = perPage + 1
	if d.lines, err = audit.List(ctx, q, filter); err != nil {
		return err
	}
	if d.head, err = audit.Head(ctx, q); err != nil {
		return err
	}
	staff, err := everStaff(ctx, q)
	if err != nil {
		return err
	}
	d.deeds = p.deeds
	d.names, err = p.directory(ctx, q, staff...)
	return err
}

func (p *pages) verifyJournal(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, markFields...)
	if err != nil {
		return err
	}
	mark, ok := parseMark(f.Get("mark"))
	if !ok {
		f.Fail("mark", errMark)
		return p.showJournal(w, r, http.StatusUnprocessableEntity, f, journalData{})
	}
	check, err := p.CheckJournal(r.Context(), mark, journalTime, by(r))
	if err != nil {
		return err
	}
	return p.showJournal(w, r, http.StatusOK, f, journalData{check: &check})
}

func (p *pages) export(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, filterFields...)
	if err != nil {
		return err
	}
	filter := readFilter(f)
	if !f.OK() {
		return p.showJournal(w, r, http.StatusUnprocessableEntity, f, journalData{})
	}
	if err := p.noteExport(r.Context(), filter, by(r)); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="journal-`+p.now().Format("2006-01-02")+`.csv"`)
	if err := p.exportJournal(r.Context(), w, filter); err != nil {
		p.log.ErrorContext(r.Context(), "the export of the journal broke off", "error", err)
		panic(http.ErrAbortHandler) // the file has begun: a broken connection tells the browser that it is not whole
	}
	return nil
}

// journalPath is the address of a page of the journal.
func journalPath(f audit.Filter, before string) string {
	v := url.Values{}
	for name, value := range map[string]string{"actor": f.Actor, "subject": f.Subject, "action": f.Action, "before": before} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return auditPath
	}
	return auditPath + "?" + v.Encode()
}
