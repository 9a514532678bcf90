package application_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// figures is a service that is asked for each month, due on the tenth working day after it.
const figures = `format: klaster service 1
key: figures
version: 1
title: {ru: Показатели, en: Figures}
summary: {ru: Показатели, en: Figures}
name: {ru: Показатели за месяц, en: Figures of a month}
word: statement
from: 2026-01-15
basis: setting
subject: organisation
see: [guest]
apply: [newcomer]
signature: required
term: 10
repeat: {every: month, due: 10, unchanged: yes}
grounds: [{code: no, title: {ru: Нет, en: "No"}}]
sections:
  - key: main
    title: {ru: Главное, en: Main}
    questions:
      - {key: period, kind: known, label: {ru: Период, en: Period}, prefill: filing.period}
      - {key: staff, kind: number, label: {ru: Штат, en: Staff}}
      - {key: papers, kind: file, label: {ru: Бумаги, en: Papers}, optional: yes, media: [pdf]}
`

func (h *house) recur(t testing.TB, since string) {
	t.Helper()
	if err := h.Bring(t.Context(), []byte(figures)); err != nil {
		t.Fatal(err)
	}
	day, err := workdays.ParseDate(since)
	if err != nil {
		t.Fatal(err)
	}
	h.town.since = day
}

var applicant = application.Applicant{Organisation: organisation, Person: "anna"}

// duties are those of the organisation in short: the period, how it stands, the last day.
func (h *house) duties(t testing.TB) string {
	t.Helper()
	var said []string
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
		list, err := h.Duties(t.Context(), q, applicant)
		for _, d := range list {
			same := ""
			if d.Unchanged {
				same = " same"
			}
			said = append(said, fmt.Sprintf("%s %s %s%s", d.Period.Key, d.State, d.Due, same))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(said, ", ")
}

// An organisation files for each period that has ended, once; what it did not file in time is overdue, and what ended before it had
// its status it may leave.
func TestAServiceRecurs(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.recur(t, "2026-02-28")
		if got := h.duties(t); got != "2026-02 open 2026-03-16, 2026-03 ahead 2026-04-14" {
			t.Errorf("on 2 March: %s", got)
		}
		h.recur(t, "2026-03-01")
		if got := h.duties(t); got != "2026-02 free 2026-03-16, 2026-03 ahead 2026-04-14" {
			t.Errorf("with the status of March: %s", got)
		}
		h.recur(t, "2026-02-01")
		h.clock.Advance(15 * 24 * time.Hour)
		if got := h.duties(t); got != "2026-02 late 2026-03-16, 2026-03 ahead 2026-04-14" {
			t.Errorf("on 17 March: %s", got)
		}
		h.file1(t, "12")
		if got := h.duties(t); got != "2026-02 done 2026-03-16, 2026-03 ahead 2026-04-14" {
			t.Errorf("filed: %s", got)
		}
		if _, err := h.Start(h.as(t, "anna", standard), "figures", applicant); err == nil {
			t.Error("filed twice for one period")
		}
		h.town.standing = form.Partner
		if got := h.duties(t); got != "" {
			t.Errorf("without the standing: %s", got)
		}
	})
}

// What was missed before the latest period stays overdue, the oldest first, and is what one files next: since the organisation has its status,
// while there was the service, and for three years.
func TestWhatWasMissedStaysOverdue(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.recur(t, "2020-01-01") // long before the service, which begins in January
		h.clock.Advance(60 * 24 * time.Hour)
		const rest = "2026-04 open 2026-05-18, 2026-05 ahead 2026-06-15"
		if got := h.duties(t); !strings.HasPrefix(got, "2026-01 late ") || !strings.Contains(got, "2026-02 late 2026-03-16, 2026-03 late 2026-04-14, "+rest) {
			t.Errorf("on 1 May: %s", got)
		}
		if a := h.file1(t, "7"); a.Period != "2026-01" {
			t.Errorf("filed first: %s", a.Period)
		}
		if got := h.duties(t); got != "2026-02 late 2026-03-16, 2026-03 late 2026-04-14, "+rest {
			t.Errorf("after January: %s", got)
		}
		h.town.since = workdays.DateOf(today).AddDays(10) // a status of March
		if got := h.duties(t); got != "2026-03 late 2026-04-14, "+rest {
			t.Errorf("with the status of March: %s", got)
		}
		h.exec(t, `UPDATE application_service SET first_day = '2010-01-01' WHERE service = 'figures'`)
		h.town.since = workdays.DateOf(today).AddMonths(-100)
		if n := strings.Count(h.duties(t), " late "); n != 34 { // of 36 months April is open, and January filed
			t.Errorf("%d periods are overdue", n)
		}
	})
}

// file1 fills the form in, signs and sends it; the decision is as if the desk had made it.
func (h *house) file1(t testing.TB, staff string) application.Application {
	t.Helper()
	a, err := h.Start(h.as(t, "anna", standard), "figures", applicant)
	if err != nil {
		t.Fatal(err)
	}
	h.save(t, a, form.Answers{"staff": text(staff)})
	if _, err := h.Form(h.as(t, "anna", standard), a.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.sign(t, "boris", a, true, nil); err != nil {
		t.Fatal(err)
	}
	return a
}

func (h *house) grant(t testing.TB) {
	t.Helper()
	h.exec(t, `UPDATE application_case SET state = 'granted', pending = FALSE WHERE state = 'review'`)
}

// «Без изменений» takes the last accepted answers, forms the document with the new period, and it is signed like any other.
func TestFiledWithoutChanges(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.recur(t, "2026-02-01")
		anna := h.as(t, "anna", standard)
		if _, _, err := h.Unchanged(anna, "figures", applicant); !errors.Is(err, application.ErrNothingBefore) {
			t.Errorf("nothing was accepted yet: %v", err)
		}
		first := h.file1(t, "12")
		h.grant(t)
		if _, _, err := h.Unchanged(anna, "figures", applicant); !errors.Is(err, application.ErrFiled) {
			t.Errorf("filed twice for February: %v", err)
		}
		h.clock.Advance(31 * 24 * time.Hour) // 2 April
		if got := h.duties(t); got != "2026-03 open 2026-04-14 same, 2026-04 ahead 2026-05-18" {
			t.Errorf("in April: %s", got)
		}
		app, formed, err := h.Unchanged(h.as(t, "anna", standard), "figures", applicant)
		if err != nil || !formed || app.Period != "2026-03" || app.ID == first.ID {
			t.Fatal(app, formed, err)
		}
		again, _, err := h.Unchanged(h.as(t, "anna", standard), "figures", applicant)
		if err != nil || again.ID != app.ID {
			t.Errorf("pressed twice: %v, %v", again.ID, err)
		}
		xml := string(h.file(t, app, "xml").Content)
		if !strings.Contains(xml, "март 2026 года") || !strings.Contains(xml, ">12<") || strings.Contains(xml, "февраль") {
			t.Errorf("the document says %s", xml)
		}
		if w := h.open(t, app); w.State != application.Signing {
			t.Errorf("the state is %s", w.State)
		}
		if err := h.sign(t, "boris", app, true, nil); err != nil {
			t.Fatal(err)
		}
		if got := h.duties(t); got != "2026-03 done 2026-04-14, 2026-04 ahead 2026-05-18" {
			t.Errorf("after sending: %s", got)
		}
	})
}

// Who must file gets a letter at each stage, once, and a task until it is sent; who files or need not hears nothing.
func TestRemindersOfWhatIsDue(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.recur(t, "2026-02-01")
		for i := range 250 {
			since := h.town.since
			if i%2 == 0 {
				since = since.AddMonths(3)
			}
			h.town.others = append(h.town.others, application.Member{Organisation: actor.OrganisationID(fmt.Sprintf("o-2%03d", i)), Standing: form.Newcomer, Since: since})
		}
		letters := func(subject string) int { return h.count(t, `SELECT COUNT(*) FROM letter WHERE subject = $1`, subject) }
		for _, day := range []struct {
			days             int
			open, soon, late int
		}{{0, 126, 0, 0}, {1, 126, 0, 0}, {10, 126, 126, 0}, {3, 126, 126, 0}, {1, 126, 126, 126}, {5, 126, 126, 126}} {
			h.clock.Advance(time.Duration(day.days) * 24 * time.Hour)
			h.remindAll(t)
			if open, soon, late := letters("Time to file: Figures"), letters("The last day is near: Figures"), letters("The last day has passed: Figures"); open != day.open || soon != day.soon || late != day.late {
				t.Errorf("%s: %d, %d and %d letters, want %d, %d and %d", h.clock.Now(), open, soon, late, day.open, day.soon, day.late)
			}
		}
		tasks := func() (n int) {
			if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
				list, err := h.Tasks(t.Context(), q, "anna")
				n = len(list)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if tasks() != 1 {
			t.Errorf("%d tasks", tasks())
		}
		h.file1(t, "12")
		if tasks() != 0 {
			t.Errorf("%d tasks after it was sent", tasks())
		}
	})
}

// remindAll lets the job and those that it leaves behind run.
func (h *house) remindAll(t testing.TB) {
	t.Helper()
	for after := actor.OrganisationID(""); ; {
		var next []application.Member
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
			return h.RemindDue(t.Context(), tx, application.Reminder{After: after})
		}); err != nil {
			t.Fatal(err)
		}
		next, err := h.town.Members(t.Context(), nil, after, application.ReminderPortion)
		if err != nil || len(next) < application.ReminderPortion {
			return
		}
		after = next[len(next)-1].Organisation
	}
}
