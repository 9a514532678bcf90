package review_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// questions lists the questions about an application.
func (h *house) questions(t testing.TB, a application.Application) (list []application.Question) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		list, err = application.QuestionsOf(t.Context(), q, a.ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

func (h *house) inquire(t testing.TB, who string, a application.Application, list ...application.Enquiry) {
	t.Helper()
	h.open(t, who, a)
	if err := h.Inquire(h.as(t, who), a.ID, list); err != nil {
		t.Fatal(err)
	}
}

// A question goes to the applicant by letter, with days to answer; answers come back field by field, and when none is open any more the
// review goes on. The term does not stop unless the service says so, when it grows by the days that the question stood.
func TestQuestionsAndAnswers(t *testing.T) {
	for name, c := range map[string]struct{ suspends, due string }{"the term goes on": {"no", "2026-03-17"}, "the term stands": {"yes", "2026-03-19"}} {
		t.Run(name, func(t *testing.T) {
			eachOf(t, strings.Replace(service, "suspends: no", "suspends: "+c.suspends, 1), func(t *testing.T, h *house) {
				a := h.sent(t, good)
				h.open(t, "olga", a)
				if err := h.Inquire(h.as(t, "olga"), a.ID, []application.Enquiry{{Text: " "}}); !errors.Is(err, application.ErrNoQuestion) {
					t.Errorf("asked nothing: %v", err)
				}
				h.inquire(t, "olga", a, application.Enquiry{Field: "goods", Text: "Какие станки?"}, application.Enquiry{Text: "Где цех?"})
				list := h.questions(t, a)
				if s := h.state(t, a); s.State != application.Asked || len(list) != 2 || list[0].Due.String() != "2026-03-10" {
					t.Fatalf("asked: %s, %+v", s.State, list)
				}
				if !slices.Contains(h.letters(t), "Answer the questions of the foundation: No. "+h.state(t, a).Number) {
					t.Errorf("letters: %v", h.letters(t))
				}
				h.clock.Advance(2 * 24 * time.Hour) // Wednesday, 4 March
				ctx := h.applicant(t, a)
				if _, err := h.applications.Answer(ctx, a.ID, nil); !errors.Is(err, application.ErrNoAnswer) {
					t.Errorf("answered nothing: %v", err)
				}
				if _, err := h.applications.Answer(ctx, a.ID, map[string]string{list[0].ID: "Токарные"}); err != nil {
					t.Fatal(err)
				}
				if s := h.state(t, a); s.State != application.Asked {
					t.Errorf("with one of two answers: %s", s.State)
				}
				if _, err := h.applications.Answer(ctx, a.ID, map[string]string{list[1].ID: "В Зеленограде"}); err != nil {
					t.Fatal(err)
				}
				if s := h.state(t, a); s.State != application.Review || s.Due.String() != c.due {
					t.Errorf("answered: %s, due %s", s.State, s.Due)
				}
				if got := h.open(t, "olga", a); got.Step != review.Looking || got.Questions[0].Answer != "Токарные" {
					t.Errorf("at the desk: step %s, %+v", got.Step, got.Questions)
				}
				if _, err := h.applications.Answer(ctx, a.ID, map[string]string{list[1].ID: "Иначе"}); !errors.Is(err, application.ErrNotAsked) {
					t.Errorf("answered twice: %v", err)
				}
			})
		})
	}
}

// A question that was not answered after half its days is repeated once. It holds nobody up: the application is decided without an answer.
func TestAQuestionIsRepeated(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		h.inquire(t, "olga", a, application.Enquiry{Text: "Какие станки?"})
		subject := "Answer the questions of the foundation: No. " + h.state(t, a).Number
		count := func() (n int) {
			for _, s := range h.letters(t) {
				if s == subject {
					n++
				}
			}
			return n
		}
		once := count()
		h.tick(t)
		if count() != once {
			t.Error("repeated on the first day")
		}
		h.clock.Advance(2 * 24 * time.Hour)
		h.tick(t)
		h.tick(t)
		if n := count(); n != 2*once {
			t.Errorf("%d letters, want %d", n, 2*once)
		}
		h.decide(t, "olga", a, grant)
		if list := h.questions(t, a); list[0].Ended.IsZero() || h.state(t, a).State != application.Granted {
			t.Errorf("decided without an answer: %+v", list)
		}
	})
}

// What the clock brings round every hour.
type (
	remind   struct{}
	escalate struct{}
)

func (remind) Kind() string   { return "application.remind" }
func (escalate) Kind() string { return "review.escalate" }

// tick runs the work that the clock brings.
func (h *house) tick(t testing.TB) {
	t.Helper()
	registry := jobs.NewRegistry()
	h.applications.Workers(registry)
	h.Workers(registry)
	queue := jobstest.New(t, h.db, registry)
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
		if err := queue.Insert(t.Context(), tx, remind{}); err != nil {
			return err
		}
		return queue.Insert(t.Context(), tx, escalate{})
	}); err != nil {
		t.Fatal(err)
	}
	jobstest.Drain(t, queue)
}

// On the seventh and on the ninth of ten working days the reviewer is told, or all who decide when there is none; on the ninth the owners,
// too. Nobody is told twice of the same.
func TestEscalation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town.roles["vera"] = []actor.Role{actor.Owner}
		a, free := h.sent(t, good), h.sent(t, good)
		if _, err := h.Assign(h.as(t, "olga"), []actor.CaseID{a.ID}, ""); err != nil {
			t.Fatal(err)
		}
		told := func(who string, one application.Application) int {
			return h.count(t, `SELECT COUNT(*) FROM letter WHERE recipient = $1 AND subject = $2`, who, "The term of the answer comes to its end: No. "+one.Number)
		}
		want := func(when string, olga, oleg, vera int) {
			t.Helper()
			for range 2 {
				h.tick(t)
			}
			if told("olga", a) != olga || told("oleg", a) != 0 || told("oleg", free) != oleg || told("vera", a) != vera {
				t.Errorf("%s: the reviewer %d times, a colleague %d and %d, the owner %d", when, told("olga", a), told("oleg", a), told("oleg", free), told("vera", a))
			}
		}
		want("the first day", 0, 0, 0)
		h.clock.Advance(10 * 24 * time.Hour) // Thursday, 12 March: 3 working days are left
		want("the seventh", 1, 1, 0)
		h.clock.Advance(4 * 24 * time.Hour) // Monday, 16 March: 1 is left
		want("the ninth", 2, 2, 1)
	})
}

// A complaint about a refusal goes to somebody who had no part in it. The refusal stands until another decision takes its place, with which a
// second official agrees who had no part either.
func TestAComplaint(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		wrong := h.decide(t, "olga", a, refuse)
		if _, err := h.applications.Complain(h.applicant(t, a), a.ID, " "); !errors.Is(err, application.ErrComplaintText) {
			t.Errorf("an empty complaint: %v", err)
		}
		if _, err := h.applications.Complain(h.applicant(t, a), a.ID, "Станки указаны"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.applications.Complain(h.applicant(t, a), a.ID, "Ещё раз"); !errors.Is(err, application.ErrNoComplaint) {
			t.Errorf("complained twice: %v", err)
		}
		c := h.open(t, "olga", a)
		if c.State != application.Review || !c.HadPart || c.Complaints[0].Text != "Станки указаны" || len(c.Decided) != 1 || c.Clean {
			t.Errorf("at the desk: %s, part %t, %+v", c.State, c.HadPart, c.Complaints)
		}
		if err := h.Prepare(h.as(t, "olga"), a.ID, grant); !errors.Is(err, review.ErrFirstReviewer) {
			t.Errorf("prepared by the first reviewer: %v", err)
		}
		if n, err := h.Assign(h.as(t, "oleg"), []actor.CaseID{a.ID}, "olga"); n != 0 || err != nil {
			t.Errorf("assigned to the first reviewer: %d %v", n, err)
		}
		d := h.prepare(t, "oleg", a, grant)
		if d.Supersedes != wrong.Number || !d.SecondNeeded {
			t.Errorf("supersedes %q, second %t", d.Supersedes, d.SecondNeeded)
		}
		if err := h.Agree(h.as(t, "olga"), a.ID); !errors.Is(err, review.ErrFirstReviewer) {
			t.Errorf("agreed by the first reviewer: %v", err)
		}
		h.open(t, "egor", a)
		if err := h.Agree(h.as(t, "egor"), a.ID); err != nil {
			t.Fatal(err)
		}
		if err := h.receive(t, "oleg", h.arrived(t, "oleg", d)); err != nil {
			t.Fatal(err)
		}
		if s := h.state(t, a); s.State != application.Granted || h.count(t, `SELECT COUNT(*) FROM granted`) != 1 {
			t.Errorf("after the complaint: %s", s.State)
		}
		if _, err := h.applications.Complain(h.applicant(t, a), a.ID, "Почему одобрено?"); !errors.Is(err, application.ErrNoComplaint) {
			t.Errorf("a complaint about a grant: %v", err)
		}
	})
}

// A decision that the first reviewer has formed in place of a refusal, before the applicant complains of it, does not answer the complaint:
// it is void, and so is what was asked to be signed. Neither does the last line let through who had a part.
func TestAComplaintVoidsWhatWasPrepared(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		h.decide(t, "olga", a, refuse)
		again := h.prepare(t, "olga", a, refuse)
		h.open(t, "egor", a)
		if err := h.Agree(h.as(t, "egor"), a.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.applications.Complain(h.applicant(t, a), a.ID, "Станки указаны"); err != nil {
			t.Fatal(err)
		}
		if err := h.receive(t, "olga", h.arrived(t, "olga", again)); !errors.Is(err, review.ErrNoDecision) {
			t.Errorf("signed after the complaint: %v", err)
		}
		if !slices.Contains(h.town.ended, again.ID) {
			t.Error("the request to sign it stands")
		}
		h.exec(t, `UPDATE application_decision SET voided_at = NULL WHERE id = $1`, again.ID)
		if err := h.receive(t, "olga", h.arrived(t, "olga", again)); !errors.Is(err, review.ErrFirstReviewer) {
			t.Errorf("the complaint was decided by who had refused: %v", err)
		}
		if s := h.state(t, a); s.State != application.Review {
			t.Errorf("after the complaint: %s", s.State)
		}
	})
}
