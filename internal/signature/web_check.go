package signature

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// point is one thing that is checked, and what to do if it fails.
type point struct {
	name  string
	label i18n.Text
	mend  i18n.Text
}

// answer is how a point ended. Values are of closed lists or shortened: a report names nobody.
type answer struct {
	Point  string `json:"point"`
	Result string `json:"result"` // ok, fail or unknown
	Detail string `json:"detail,omitempty"`
}

const (
	reportMax    = 8 << 10
	detailMax    = 120
	reportFormat = "klaster-workplace/1"
)

var byReport = limit.Rule{Name: "signature.report", Burst: 10, Per: oneHour}

// ErrNoReport says that the support asked for a report that is not there.
var ErrNoReport = fault.New(fault.NotFound, i18n.M(
	"Отчёта с таким номером нет. Отчёты хранятся 90 дней.", "There is no report with this number. Reports are kept for 90 days."))

// numberLetters are those of which numbers of reports are made: none of them is taken for another over the telephone.
const numberLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// reportNumber makes a number that nobody guesses: 50 random bits.
func reportNumber() string {
	raw := make([]byte, 10)
	_, _ = rand.Read(raw) // it never fails
	for i, b := range raw {
		raw[i] = numberLetters[int(b)%len(numberLetters)]
	}
	return string(raw[:5]) + "-" + string(raw[5:])
}

// readReport takes what a browser reports of itself: points that are known, results of a closed list, details that are short.
// Names of people and certificates never come here, as the script does not send them and long words are cut.
func parseReport(raw string) ([]answer, error) {
	var sent []answer
	if err := json.Unmarshal([]byte(raw), &sent); err != nil || len(sent) > len(points()) {
		return nil, web.ErrMalformedForm
	}
	for i := range sent {
		known := slices.ContainsFunc(points(), func(p point) bool { return p.name == sent[i].Point })
		if !known || !slices.Contains([]string{"ok", "fail", "unknown"}, sent[i].Result) {
			return nil, web.ErrMalformedForm
		}
		sent[i].Detail = strings.Map(printable, sent[i].Detail)
		if r := []rune(sent[i].Detail); len(r) > detailMax {
			sent[i].Detail = string(r[:detailMax])
		}
	}
	return sent, nil
}

// printable keeps what versions and codes are written in.
func printable(r rune) rune {
	if r == ' ' || r == '.' || r == '-' || r == ',' || r == '(' || r == ')' || r == '/' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' ||
		r >= 'А' && r <= 'я' {
		return r
	}
	return -1
}

// KeepReport keeps a report and returns its number.
func (s *Service) KeepReport(ctx context.Context, answers []answer) (number string, err error) {
	if err := s.limits.Allow(ctx, limit.Charge{Rule: byReport, Key: limit.Address(httpx.InfoOf(ctx).Address)}); err != nil {
		return "", err
	}
	data, err := json.Marshal(struct {
		Format string   `json:"format"`
		Points []answer `json:"points"`
	}{reportFormat, answers})
	if err != nil {
		return "", err
	}
	number = reportNumber()
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error { return insertReport(ctx, tx, number, data, s.clock.Now()) })
	if err != nil {
		return "", fmt.Errorf("keep a report: %w", err)
	}
	return number, nil
}

// Report returns a report by its number.
func (s *Service) report(ctx context.Context, number string) (answers []answer, at time.Time, err error) {
	var raw string
	err = s.db.View(ctx, func(q sqldb.Querier) (err error) {
		raw, at, err = selectReport(ctx, q, strings.ToUpper(strings.TrimSpace(number)))
		return err
	})
	if errors.Is(err, sqldb.ErrNoRows) {
		return nil, at, ErrNoReport
	}
	if err != nil {
		return nil, at, fmt.Errorf("read a report: %w", err)
	}
	var report struct {
		Points []answer `json:"points"`
	}
	err = json.Unmarshal([]byte(raw), &report)
	return report.Points, at, err
}

// checkWorkplace shows the points; the script fills in how each ended.
func (p *pages) checkWorkplace(w http.ResponseWriter, r *http.Request) error {
	page := web.Page{Title: titleCheck, Lead: leadCheck, Narrow: true, Alone: "check"}
	return web.Render(w, r, http.StatusOK, checkView(page, signing{pages: p}))
}

// keepReport keeps what the script found, and shows it with its number.
func (p *pages) keepReport(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "report", Max: reportMax})
	if err != nil {
		return err
	}
	answers, err := parseReport(f.Get("report"))
	if err != nil {
		return err
	}
	number, err := p.KeepReport(r.Context(), answers)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleReport.With(number), Lead: leadReport, Narrow: true, NoIndex: true}
	return web.Render(w, r, http.StatusOK, reportView(page, number, p.clock.Now(), answers))
}

func adminFields() []web.Input { return []web.Input{{Name: "number", Max: 20}} }

func (p *pages) reports(w http.ResponseWriter, r *http.Request) error {
	return p.showReports(w, r, web.NewForm(adminFields()...), nil, time.Time{})
}

func (p *pages) findReport(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, adminFields()...)
	if err != nil {
		return err
	}
	answers, at, err := p.report(r.Context(), f.Get("number"))
	if errors.Is(err, ErrNoReport) {
		f.Fail("number", ErrNoReport.Text)
		err = nil
	}
	if err != nil {
		return err
	}
	return p.showReports(w, r, f, answers, at)
}

func (p *pages) showReports(w http.ResponseWriter, r *http.Request, f *web.Form, answers []answer, at time.Time) error {
	page := web.Page{Title: titleReports, Lead: leadReports, Shell: web.Admin, Section: "workplaces", Form: f}
	status := http.StatusOK
	if !f.OK() {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, reportsView(page, f, at, answers))
}
