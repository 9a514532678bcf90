package review_test

import (
	"context"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/blobtest"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/rule"
)

var today = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) // a Monday

// service is what the tests apply for: KEY, EYES and SAMPLE vary.
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
admission: participant
term: 10
step: 3
answering: 5
suspends: no
effect: sample.granted
review:
  group: yes
  checklist:
    - id: goods
      text: {ru: Продукты понятны, en: The products are clear}
    - id: staff
      text: {ru: Людей хватает, en: There are people enough}
      require: answer.staff > 1
grounds:
  - {code: region, title: {ru: Не из Москвы, en: Not in Moscow}, clause: {ru: пункт 1, en: clause 1}}
  - {code: incomplete, title: {ru: Неполно, en: Incomplete}, clause: {ru: пункт 2, en: clause 2}, remedy: {ru: Исправьте, en: Mend it}, curable: yes}
sections:
  - key: main
    title: {ru: Главное, en: Main}
    questions:
      - {key: name, kind: known, label: {ru: Наименование, en: Name}, prefill: egr.name}
      - {key: goods, kind: text, label: {ru: Продукты, en: Products}, least: 3}
      - {key: staff, kind: number, label: {ru: Штат, en: Staff}}
`

// house is the desk on a real database, among neighbours of its own.
type house struct {
	*review.Module
	applications *application.Module
	db           *sqldb.DB
	clock        *clock.Manual
	town         *town
	organisation int
}

func each(t *testing.T, f func(t *testing.T, h *house)) { t.Helper(); eachOf(t, service, f) }

func eachOf(t *testing.T, source string, f func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		clk := clock.NewManual(today)
		h := &house{db: db, clock: clk, town: newTown()}
		h.furnish(t, blobtest.NewMemory(clk), source)
		f(t, h)
		h.deskAgrees(t)
	})
}

// deskAgrees checks that the desk repeats of each application what it is asked by, whatever a test has done.
func (h *house) deskAgrees(t *testing.T) {
	t.Helper()
	var n int
	if err := h.db.Single().QueryRow(context.WithoutCancel(t.Context()), `SELECT COUNT(*) FROM application_review AS r JOIN application_case AS c ON c.id = r.application
		WHERE r.state <> c.state OR r.due_on <> c.due_on OR r.service <> c.service`).Scan(&n); err != nil || n > 0 {
		t.Errorf("%d rows of the desk say something else than their applications; %v", n, err)
	}
}

func newTown() *town {
	return &town{outcome: rule.Pass, conflicts: map[string]bool{}, roles: map[actor.PersonID][]actor.Role{
		"olga": {actor.Operator}, "oleg": {actor.Operator}, "egor": {actor.Expert}, "alla": {actor.Auditor},
	}}
}

// furnish makes the tables of the neighbours and both rooms, with a service.
func (h *house) furnish(t testing.TB, files blob.Store, source string) {
	t.Helper()
	for _, table := range []string{
		`CREATE TABLE letter (recipient TEXT, subject TEXT)`, `CREATE TABLE receipt (id TEXT, kind TEXT, number TEXT, signatures INTEGER)`,
		`CREATE TABLE granted (application TEXT)`, `CREATE TABLE looked (viewer TEXT, subject TEXT)`,
	} {
		h.exec(t, table)
	}
	build(h, files)
	if err := h.applications.Bring(t.Context(), []byte(source)); err != nil {
		t.Fatal(err)
	}
}

// build makes both rooms among their neighbours.
func build(h *house, files blob.Store) {
	site := &web.Site{BaseURL: "https://cluster.example", Trial: true}
	h.applications = application.New(application.Deps{
		DB: h.db, Clock: h.clock, Limits: limit.New(h.db, h.clock, []byte("a key of thirty-two bytes for it")), Files: files, Applicants: neighbours{h.town},
		Authority: h.town, Signatures: h.town, Receipts: h.town, People: h.town, Letters: h.town, Calendar: h.town, Site: site,
		Foundation: i18n.M("Фонд", "Foundation"),
		Arriving: func(ctx context.Context, tx *sqldb.Tx, app application.Application) error {
			return h.Arrive(ctx, tx, app)
		},
		Returning: func(ctx context.Context, tx *sqldb.Tx, app application.Application) error {
			return h.Return(ctx, tx, app)
		},
	})
	h.Module = review.New(review.Deps{
		DB: h.db, Clock: h.clock, Files: slow{files, h.town}, Applications: h.applications.Service, Assessor: h.town, Office: h.town, Signatures: pen{h.town},
		Calendar: h.town, Effects: map[string]application.Effect{"sample.granted": h.town.grant}, Foundation: i18n.M("Фонд", "Foundation"), Site: site,
		People: h.town, Letters: h.town,
	})
}

func (h *house) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), query, args...)
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

// as is a context in which a member of staff acts.
func (h *house) as(t testing.TB, name string) context.Context {
	t.Helper()
	return h.asIn(t.Context(), name)
}

func (h *house) asIn(ctx context.Context, name string) context.Context {
	return actor.With(ctx, actor.Actor{
		Person: actor.PersonID(name), Staff: h.town.roles[actor.PersonID(name)], Session: "s", Confirmed: h.clock.Now(), Level: actor.Full,
	})
}

// applicant is a context in which the head of an organisation acts.
func (h *house) applicant(t testing.TB, a application.Application) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.Actor{
		Person: "boris", Acting: a.Applicant.Organisation, Confirmed: h.clock.Now(), Level: actor.Full,
		Rights: []actor.Right{actor.View, actor.Draft, actor.Send, actor.Sign, actor.Appoint},
	})
}

func text(s string) form.Answer { return form.Answer{Text: s} }

// sent is an application of a new organisation that has reached the desk.
func (h *house) sent(t testing.TB, answers form.Answers) application.Application {
	t.Helper()
	h.organisation++
	applicant := application.Applicant{Organisation: actor.OrganisationID(id.New()), Person: "boris"}
	ctx := h.applicant(t, application.Application{Applicant: applicant})
	h.exec(t, `DELETE FROM limit_bucket`)
	a, err := h.applications.Start(ctx, "sample", applicant)
	if err != nil {
		t.Fatal(err)
	}
	return h.send(t, a, answers)
}

// send fills in, forms, signs and sends.
func (h *house) send(t testing.TB, a application.Application, answers form.Answers) application.Application {
	t.Helper()
	ctx := h.applicant(t, a)
	w, err := h.applications.Open(ctx, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if conflicts, err := h.applications.Save(ctx, a.ID, "main", w.Revision, answers); err != nil || len(conflicts) > 0 {
		t.Fatal(conflicts, err)
	}
	p, err := h.applications.Form(ctx, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.applications.Sign(ctx, a.ID, true); err != nil {
		t.Fatal(err)
	}
	xml, err := h.applications.File(ctx, a.ID, "xml")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.db.Update(ctx, func(tx *sqldb.Tx) error {
		return h.applications.Receive(ctx, tx, application.Arrived{
			Signature: id.New(), Paper: p.ID, Person: "boris", Content: xml.Content, Holder: application.Holder{Given: "Борис"}, At: h.clock.Now(),
		})
	}); err != nil {
		t.Fatal(err)
	}
	return h.state(t, a)
}

var good = form.Answers{"goods": text("Станки"), "staff": text("5")}

// state is the application as it is now.
func (h *house) state(t testing.TB, a application.Application) application.Application {
	t.Helper()
	w, err := h.applications.Open(h.applicant(t, a), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return w.Application
}

// open opens an application as an official and reads it.
func (h *house) open(t testing.TB, who string, a application.Application) review.Case {
	t.Helper()
	if err := h.Open(h.as(t, who), a.ID); err != nil {
		t.Fatal(err)
	}
	c, err := h.Read(h.as(t, who), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var (
	grant  = review.Ruling{Positive: true, Checked: []string{"goods", "staff"}}
	refuse = review.Ruling{Grounds: []application.RefusedFor{{Code: "incomplete", Evidence: "Нет сведений о станках"}}, Reason: "Дополните"}
)

// prepare opens an application and forms a decision on it.
func (h *house) prepare(t testing.TB, who string, a application.Application, r review.Ruling) application.Decision {
	t.Helper()
	h.open(t, who, a)
	if err := h.Prepare(h.as(t, who), a.ID, r); err != nil {
		t.Fatal(err)
	}
	c, err := h.Read(h.as(t, who), a.ID)
	if err != nil || c.Waiting == nil {
		t.Fatal("no decision is prepared", err)
	}
	return *c.Waiting
}

// arrived is a signature of a decision as the room of signatures hands it over.
func (h *house) arrived(t testing.TB, who string, d application.Decision) review.Arrived {
	t.Helper()
	content, err := h.applications.ReadFile(t.Context(), d.XML)
	if err != nil {
		t.Fatal(err)
	}
	return review.Arrived{Signature: id.New(), Decision: d.ID, Person: actor.PersonID(who), Content: content, Own: true, Signer: who, At: h.clock.Now()}
}

func (h *house) receive(t testing.TB, who string, a review.Arrived) error {
	t.Helper()
	ctx := h.as(t, who)
	return h.db.Update(ctx, func(tx *sqldb.Tx) error { return h.Receive(ctx, tx, a) })
}

// decide forms a decision and signs it.
func (h *house) decide(t testing.TB, who string, a application.Application, r review.Ruling) application.Decision {
	t.Helper()
	d := h.prepare(t, who, a, r)
	if err := h.receive(t, who, h.arrived(t, who, d)); err != nil {
		t.Fatal(err)
	}
	return d
}

func (h *house) letters(t testing.TB) (subjects []string) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		subjects, err = sqldb.List(t.Context(), q, func(r sqldb.Row) (s string, err error) { err = r.Scan(&s); return s, err }, `SELECT subject FROM letter`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return subjects
}
