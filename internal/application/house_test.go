package application_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/blobtest"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

var today = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) // a Monday

const service = `format: klaster service 1
key: sample
version: 1
title: {ru: Проба, en: Sample}
summary: {ru: Проба, en: Sample}
name: {ru: Заявление о пробе, en: Application for a sample}
word: statement
from: 2026-01-01
basis: setting
subject: organisation
see: [guest]
apply: [newcomer]
signature: required
term: 10
grounds: [{code: no, title: {ru: Нет, en: "No"}}]
sections:
  - key: main
    title: {ru: Главное, en: Main}
    questions:
      - {key: name, kind: known, label: {ru: Наименование, en: Name}, prefill: egr.name}
      - {key: email, kind: email, label: {ru: Почта, en: Email}, prefill: cabinet.email}
      - {key: goods, kind: text, label: {ru: Продукты, en: Products}, least: 3}
      - {key: staff, kind: number, label: {ru: Штат, en: Staff}, optional: yes}
      - {key: partner, kind: inn, label: {ru: ИНН партнёра, en: ИНН of the partner}, optional: yes}
      - {key: papers, kind: file, label: {ru: Бумаги, en: Papers}, optional: yes, most: 3, media: [pdf, docx]}
`

var site = &web.Site{BaseURL: "https://cluster.example", Trial: true}

const organisation = actor.OrganisationID("o-1")

// house is the room on a real database, among neighbours of its own.
type house struct {
	*application.Module
	db    *sqldb.DB
	clock *clock.Manual
	town  *town
	queue *jobs.Queue
	guard *guard
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) { f(t, newHouse(t, db)) })
}

func newHouse(t testing.TB, db *sqldb.DB) *house {
	t.Helper()
	clk := clock.NewManual(today)
	h := &house{db: db, clock: clk, town: &town{standing: form.Newcomer, level: actor.Standard, name: "ООО «Ромашка»", asked: map[string]application.Ask{}}}
	for _, table := range []string{`CREATE TABLE letter (recipient TEXT, subject TEXT, body TEXT)`, `CREATE TABLE receipt (number TEXT, signatures INTEGER)`} {
		h.exec(t, table)
	}
	registry := jobs.NewRegistry()
	h.queue, h.guard = jobstest.New(t, db, registry), &guard{}
	h.Module = build(db, clk, h.town, blobtest.NewMemory(clk), h.guard, h.queue)
	h.Workers(registry)
	if err := h.Bring(t.Context(), []byte(service)); err != nil {
		t.Fatal(err)
	}
	return h
}

// build makes the room among its neighbours.
func build(db *sqldb.DB, clk *clock.Manual, w *town, files blob.Store, g scan.Scanner, queue *jobs.Queue) *application.Module {
	return application.New(application.Deps{
		DB: db, Clock: clk, Limits: limit.New(db, clk, []byte("a key of thirty-two bytes for it")), Files: files, Scanner: g, Unscanned: scan.Warn, Jobs: queue, Applicants: w,
		Authority: w, Signatures: w, Receipts: w, People: w, Letters: w, Calendar: w,
		Site: site, Foundation: i18n.M("Фонд", "Foundation"),
		Installed: form.Installation{Effects: []string{"sample.effect"}, Admissions: []string{"sample"}},
	})
}

func (h *house) exec(t testing.TB, query string) {
	t.Helper()
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), query)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func (h *house) count(t testing.TB, query string, args ...any) (n int) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error { return q.QueryRow(t.Context(), query, args...).Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

// Rights of those who act for the organisation of the tests.
var (
	standard = []actor.Right{actor.Draft}
	full     = []actor.Right{actor.View, actor.Draft, actor.Send}
	signer   = []actor.Right{actor.View, actor.Draft, actor.Send, actor.Sign, actor.Appoint}
)

// as is a context in which somebody acts for the organisation.
func (h *house) as(t testing.TB, name string, rights []actor.Right) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.Actor{Person: actor.PersonID(name), Acting: organisation, Rights: rights, Confirmed: h.clock.Now(), Level: actor.Full})
}

// draft begins an application as Anna, a standard trusted person.
func (h *house) draft(t testing.TB) application.Application {
	t.Helper()
	a, err := h.Start(h.as(t, "anna", standard), "sample", application.Applicant{Organisation: organisation, Person: "anna"})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// formed is an application that is filled in and formed.
func (h *house) formed(t testing.TB) (application.Application, application.Paper) {
	t.Helper()
	a := h.draft(t)
	h.save(t, a, form.Answers{"email": text("a@b.example"), "goods": text("Станки")})
	p, err := h.Form(h.as(t, "anna", standard), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return a, p
}

func text(s string) form.Answer { return form.Answer{Text: s} }

func (h *house) open(t testing.TB, a application.Application) application.Work {
	t.Helper()
	w, err := h.Open(h.as(t, "anna", standard), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// save keeps answers as Anna.
func (h *house) save(t testing.TB, a application.Application, answers form.Answers) {
	t.Helper()
	conflicts, err := h.Save(h.as(t, "anna", standard), a.ID, "main", h.open(t, a).Revision, answers)
	if err != nil || len(conflicts) > 0 {
		t.Fatal(conflicts, err)
	}
}

func (h *house) file(t testing.TB, a application.Application, kind string) application.File {
	t.Helper()
	f, err := h.File(h.as(t, "anna", standard), a.ID, kind)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// sign signs a document as the room of signatures would hand it over.
func (h *house) sign(t testing.TB, who string, a application.Application, send bool, content func([]byte) []byte) error {
	t.Helper()
	if _, err := h.Sign(h.as(t, who, signer), a.ID, send); err != nil {
		return err
	}
	xml, w := h.file(t, a, "xml").Content, h.open(t, a)
	if content != nil {
		xml = content(xml)
	}
	return h.arrive(t, w.Paper.ID, who, xml)
}

func (h *house) arrive(t testing.TB, paper, who string, xml []byte) error {
	t.Helper()
	return h.db.Update(h.as(t, who, signer), func(tx *sqldb.Tx) error {
		return h.Receive(h.as(t, who, signer), tx, application.Arrived{
			Signature: id.New(), Paper: paper, Person: actor.PersonID(who), Content: xml, Holder: application.Holder{Given: who}, At: h.clock.Now(),
		})
	})
}

// town is everybody around: the organisation, its signers, the room of signatures, the seal, the post.
type town struct {
	mu       sync.Mutex
	name     string
	greeting string // of everybody; the name unless set
	standing form.Standing
	stamped  time.Time     // when signatures were given time-stamps
	since    workdays.Date // of the status
	others   []application.Member
	heads    []string // who may sign; boris unless set
	joint    bool
	down     error // the seal
	asked    map[string]application.Ask
	ended    []string
	mandates map[string]*document.Mandate
	anew     [][]actor.PersonID // about whom others were asked
	gone     []string           // who may not sign any more at the moment of sending
	level    actor.Level        // of everybody's account
}

var errMayNot = errors.New("may not sign")

func (w *town) Party(_ context.Context, _ sqldb.Querier, a application.Applicant) (application.Party, error) {
	if a.Organisation == "" && a.Prepared == "" {
		return application.Party{Kind: document.Individual, Name: string(a.Person)}, nil
	}
	return application.Party{Kind: "organisation", Name: w.name, INN: "9900000001", OGRN: "1997700000010"}, nil
}

func (w *town) Standing(_ context.Context, _ sqldb.Querier, a application.Applicant) (form.Standing, error) {
	if a.Organisation == "" && a.Prepared == "" {
		return form.Visitor, nil
	}
	return w.standing, nil
}

func (w *town) Standings(_ context.Context, _ sqldb.Querier, p actor.PersonID) ([]form.Standing, error) {
	if p == "boris" { // who heads the organisation
		return []form.Standing{w.standing}, nil
	}
	return nil, nil
}

func (w *town) Level(context.Context, sqldb.Querier, actor.PersonID) (actor.Level, error) {
	return w.level, nil
}

func (w *town) Since(context.Context, sqldb.Querier, application.Applicant) (workdays.Date, error) {
	return w.since, nil
}

func (w *town) Members(_ context.Context, _ sqldb.Querier, after actor.OrganisationID, n int) (list []application.Member, err error) {
	for _, m := range append([]application.Member{{Organisation: organisation, Standing: w.standing, Since: w.since}}, w.others...) {
		if m.Organisation > after && len(list) < n {
			list = append(list, m)
		}
	}
	return list, nil
}

func (w *town) Acting(context.Context, sqldb.Querier, actor.PersonID) ([]application.Applicant, error) {
	return []application.Applicant{{Organisation: organisation}}, nil
}

func (w *town) Given(context.Context, sqldb.Querier, application.Applicant, actor.PersonID) (form.Given, error) {
	return form.Given{
		"egr.name":      {State: rule.Known, Value: w.name, Source: form.Text{RU: "ЕГРЮЛ", EN: "EGRUL"}},
		"cabinet.email": {State: rule.Known, Value: "info@romashka.example", Source: form.Text{RU: "кабинет", EN: "account"}},
	}, nil
}

func (w *town) Name(_ context.Context, _ sqldb.Querier, p actor.PersonID) (string, error) {
	return string(p), nil
}

func (w *town) who() []string {
	if w.heads == nil {
		return []string{"boris"}
	}
	return w.heads
}

func (w *town) Entitled(_ context.Context, _ sqldb.Querier, a application.Applicant) (list []application.Signatory, err error) {
	if a.Organisation == "" {
		return []application.Signatory{{Person: a.Person, Name: string(a.Person)}}, nil
	}
	for _, name := range w.who() {
		list = append(list, application.Signatory{Person: actor.PersonID(name), Name: name, Post: "директор", Mandate: w.mandates[name]})
	}
	return list, nil
}

func (w *town) AskAnew(_ context.Context, _ application.Applicant, people []actor.PersonID) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.anew = append(w.anew, people)
	return nil
}

func (w *town) StillSign(_ context.Context, _ sqldb.Querier, _ application.Applicant, signed []actor.PersonID) error {
	for _, p := range signed {
		if slices.Contains(w.gone, string(p)) {
			return errMayNot
		}
	}
	return nil
}

func (w *town) MaySign(_ context.Context, _ sqldb.Querier, a application.Applicant, p actor.PersonID, _ application.Holder) error {
	if a.Organisation == "" && a.Person == p {
		return nil
	}
	if !slices.Contains(w.who(), string(p)) {
		return errMayNot
	}
	return nil
}

func (w *town) Enough(_ context.Context, _ sqldb.Querier, _ application.Applicant, signed []actor.PersonID) (bool, error) {
	return !w.joint || len(signed) == len(w.who()), nil
}

func (w *town) Ask(_ context.Context, _ *sqldb.Tx, a application.Ask) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked[a.Paper] = a
	return "/sign/" + a.Paper, nil
}

func (w *town) Withdraw(_ context.Context, _ *sqldb.Tx, paper string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = append(w.ended, paper)
	return nil
}

func (w *town) Sees(_ context.Context, _ sqldb.Querier, p actor.PersonID, _ actor.OrganisationID) (bool, error) {
	return !slices.Contains(w.gone, string(p)), nil
}

func (w *town) Prepares(_ context.Context, _ sqldb.Querier, _ actor.PersonID, inn string) (bool, error) {
	return inn == "9900000017", nil
}

func (w *town) Registered(_ context.Context, _ sqldb.Querier, inn string) (i18n.Text, error) {
	if inn == "9900000017" {
		return i18n.M("ООО «Вектор», действует", "OOO Vektor, active"), nil
	}
	return i18n.Text{}, nil
}

func (w *town) LongTerm(context.Context, string) ([]byte, error) { return []byte("stamped"), nil }

func (w *town) Stamped(context.Context, sqldb.Querier, string) (time.Time, error) {
	return w.stamped, nil
}

func (w *town) Kept(context.Context, string) ([]byte, document.Signature, error) {
	return []byte("signature"), document.Signature{Holder: "Борис", Serial: "01", Issuer: "УЦ", From: today, Until: today.AddDate(1, 0, 0), Worth: document.Trial}, nil
}

func (w *town) ReceiptFile(context.Context, sqldb.Querier, actor.CaseID, string) (application.File, error) {
	return application.File{Name: "receipt.p7m", Content: []byte("receipt")}, nil
}

func (w *town) Issue(ctx context.Context, tx *sqldb.Tx, r application.Receipt) (string, error) {
	if w.down != nil {
		return "", w.down
	}
	_, err := tx.Exec(ctx, `INSERT INTO receipt (number, signatures) VALUES ($1, $2)`, r.Number, len(r.Signatures))
	return r.Number, err
}

func (w *town) Addressee(_ context.Context, _ sqldb.Querier, p actor.PersonID) (application.Addressee, error) {
	greeting := w.greeting
	if greeting == "" {
		greeting = string(p)
	}
	return application.Addressee{Email: string(p), Greeting: greeting}, nil
}

func (w *town) Mail(ctx context.Context, tx *sqldb.Tx, to string, _ i18n.Lang, _ string, m letter.Letter, _ time.Duration) error {
	subject, text, html, err := letter.Render(site, i18n.English, m)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO letter (recipient, subject, body) VALUES ($1, $2, $3)`, to, subject, text+html)
	return err
}

func (w *town) Calendar(context.Context, sqldb.Querier) (workdays.Calendar, error) {
	return workdays.Russia(), nil
}
