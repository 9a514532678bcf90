package fact

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/workdays"
)

// Limits of what is sent to the pages, in bytes. What an operator imports here is read while they wait.
const (
	maxUpload   = 16 << 20
	maxEvidence = 10 << 20
)

func importFields() []web.Input {
	return []web.Input{{Name: "register", Max: 20}, {Name: "scope", Max: 10}, {Name: "file"}, {Name: "origin", Max: 200}}
}

func (p pages) importForm(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm(importFields()...)
	f.Set("scope", string(Delta))
	return web.Render(w, r, http.StatusOK, importPage(f))
}

// importFile takes a file of a register and imports it at once.
func (p pages) importFile(w http.ResponseWriter, r *http.Request) (err error) {
	spool, err := os.CreateTemp("", "klaster-import-*")
	if err != nil {
		return fmt.Errorf("keep the file of an import: %w", err)
	}
	defer func() { err = errors.Join(err, spool.Close(), os.Remove(spool.Name())) }()
	var file File
	f, err := web.ReadUpload(r, "file", func(name string, content io.Reader) error {
		n, err := io.Copy(spool, content)
		file = File{Name: cut(name), Content: spool, Size: n}
		return err
	}, importFields()...)
	if err != nil {
		return err
	}
	register, scope := Register(f.Get("register")), Scope(f.Get("scope"))
	if _, ok := p.readers[register]; !ok && register != WorkingCalendar {
		f.Fail("register", errRegister)
	}
	if scope != Full {
		scope = Delta
	}
	if file.Size == 0 {
		f.Fail("file", errNoFile)
	}
	if !f.OK() {
		return web.Render(w, r, http.StatusUnprocessableEntity, importPage(f))
	}
	run := p.Import
	if register == WorkingCalendar {
		run = p.ImportCalendar
	}
	done, err := run(r.Context(), Order{
		Register: register, Scope: scope, Files: []File{file}, Operator: string(actor.From(r.Context()).Person), Origin: f.Get("origin"),
	})
	if err != nil {
		if status, ok := refusal(f, "file", err); ok {
			return web.Render(w, r, status, importPage(f))
		}
		return err
	}
	return web.Redirect(w, r, adminPath+"?imported="+done.ID)
}

// checkData is what the form of a check by hand shows.
type checkData struct {
	form    *web.Form
	number  string
	subject Subject
}

func checkFields() []web.Input {
	fields := []web.Input{{Name: "kind", Max: 40}, {Name: "found", Max: 3}, {Name: "value", Max: maxText}}
	fields = append(append(fields, web.DateInputs("on")...), web.DateInputs("until")...)
	return append(fields, web.Input{Name: "reference", Max: 500}, web.Input{Name: "reason", Max: maxText}, web.Input{Name: "shot"})
}

// about finds the subject that the address names, with both of its numbers.
func (p pages) about(r *http.Request) (d checkData, err error) {
	subject, ok := ParseSubject(r.URL.Query().Get("q"))
	if !ok {
		return checkData{}, httpx.ErrNoPage
	}
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		f, err := p.Facts(r.Context(), q, subject)
		d = checkData{number: r.URL.Query().Get("q"), subject: f.Subject}
		return err
	})
	if err == nil && d.subject.INN == "" {
		return checkData{}, ErrNotFound
	}
	return d, err
}

func (p pages) checkForm(w http.ResponseWriter, r *http.Request) error {
	d, err := p.about(r)
	if err != nil {
		return err
	}
	d.form = web.NewForm(checkFields()...)
	today := workdays.DateOf(p.clock.Now())
	setDate(d.form, "on", today)
	setDate(d.form, "until", today.AddDays(30))
	return web.Render(w, r, http.StatusOK, checkPage(d))
}

func (p pages) check(w http.ResponseWriter, r *http.Request) error {
	d, err := p.about(r)
	if err != nil {
		return err
	}
	c := Check{Subject: d.subject}
	badShot := false
	d.form, err = web.ReadUpload(r, "shot", func(name string, content io.Reader) error {
		evidence, ok, err := p.takeEvidence(r, name, content)
		c.Evidence, badShot = evidence, !ok
		return err
	}, checkFields()...)
	if err != nil {
		return err
	}
	f := d.form
	c.Kind, c.Absent, c.Value = Kind(f.Get("kind")), f.Get("found") == "no", f.Get("value")
	c.On, c.ValidUntil, c.Reference, c.Reason = dateIn(f, "on"), dateIn(f, "until"), f.Get("reference"), f.Get("reason")
	if badShot {
		f.Fail("shot", errShot)
	}
	if f.OK() {
		_, err = p.CheckByHand(r.Context(), actor.From(r.Context()), c)
	}
	if f.OK() && err == nil {
		return web.Redirect(w, r, subjectPath(d.number)+"&done=saved")
	}
	status := http.StatusUnprocessableEntity
	if err != nil {
		var ok bool
		if status, ok = refusal(f, fieldOf(err), err); !ok {
			return err
		}
	}
	return web.Render(w, r, status, checkPage(d))
}

// fieldOf is where a refusal of a check belongs.
func fieldOf(err error) string {
	for field, no := range map[string]error{"kind": ErrKind, "value": ErrValue, "on": ErrCheckedOn, "until": ErrValidUntil, "reason": ErrNoReason} {
		if errors.Is(err, no) {
			return field
		}
	}
	return ""
}

// takeEvidence keeps a picture or a PDF of what an operator saw. What it is, its first bytes tell.
func (p pages) takeEvidence(r *http.Request, name string, content io.Reader) (Evidence, bool, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(content, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return Evidence{}, false, err
	}
	head = head[:n]
	kind := http.DetectContentType(head)
	if !slices.Contains([]string{"image/png", "image/jpeg", "application/pdf"}, kind) {
		return Evidence{}, false, nil
	}
	whole, err := io.ReadAll(io.LimitReader(io.MultiReader(bytes.NewReader(head), content), maxEvidence+1))
	if err != nil {
		return Evidence{}, false, err
	}
	if len(whole) > maxEvidence {
		return Evidence{}, false, nil
	}
	ref, err := p.files.Put(r.Context(), bytes.NewReader(whole), maxEvidence)
	if err != nil {
		return Evidence{}, false, fmt.Errorf("keep what an operator saw: %w", err)
	}
	e := Evidence{Ref: ref, Name: cut(name), Type: kind}
	if kind == "application/pdf" {
		e.Seal = p.sealed(r.Context(), whole)
	}
	return e, true, nil
}

// evidence gives what an operator saw, always as a file to keep and never as a page of this site.
func (p pages) evidence(w http.ResponseWriter, r *http.Request) (err error) {
	statement := r.PathValue("id")
	if !id.Valid(statement) {
		return ErrNoStatement
	}
	var f Fact
	err = p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		f, _, err = statementByID(r.Context(), q, statement)
		return err
	})
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && f.Evidence.Ref.IsZero() {
		return ErrNoStatement
	}
	if err != nil {
		return err
	}
	content, err := p.files.Open(r.Context(), f.Evidence.Ref)
	if err != nil {
		return fmt.Errorf("open what an operator saw: %w", err)
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	h := w.Header()
	h.Set("Content-Type", f.Evidence.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Evidence.Name}))
	h.Set("Content-Length", strconv.FormatInt(f.Evidence.Ref.Size, 10))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox")
	_, err = io.Copy(w, content)
	return err
}

func setDate(f *web.Form, name string, d workdays.Date) {
	year, month, day := d.Civil()
	f.Set(name+"-day", strconv.Itoa(day))
	f.Set(name+"-month", strconv.Itoa(int(month)))
	f.Set(name+"-year", strconv.Itoa(year))
}

// dateIn reads the day in the three fields of a date; what is none gives no day.
func dateIn(f *web.Form, name string) workdays.Date {
	var n [3]int
	for i, part := range []string{"-year", "-month", "-day"} {
		v, err := strconv.Atoi(f.Get(name + part))
		if err != nil {
			return workdays.Date{}
		}
		n[i] = v
	}
	d, err := workdays.NewDate(n[0], time.Month(n[1]), n[2])
	if err != nil {
		return workdays.Date{}
	}
	return d
}
