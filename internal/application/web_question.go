package application

import (
	"context"
	"errors"
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const answerMax = 4000

// talk is what the foundation and the applicant have said to each other about an application.
type talk struct {
	questions  []Question
	complaints []Complaint
}

func (t talk) open() (list []Question) {
	for _, q := range t.questions {
		if q.Open() {
			list = append(list, q)
		}
	}
	return list
}

func (t talk) past() (list []Question) {
	for _, q := range t.questions {
		if !q.Open() {
			list = append(list, q)
		}
	}
	return list
}

func (p *pages) talkOf(ctx context.Context, application actor.CaseID) (t talk, err error) {
	err = p.db.View(ctx, func(q sqldb.Querier) error {
		if t.questions, err = QuestionsOf(ctx, q, application); err != nil {
			return err
		}
		t.complaints, err = ComplaintsOf(ctx, q, application)
		return err
	})
	return t, err
}

func answerField(q Question) string { return "answer-" + q.ID }

func talkFields(t talk) (list []web.Input) {
	for _, q := range t.open() {
		list = append(list, web.Input{Name: answerField(q), Max: answerMax, Multiline: true})
	}
	return append(list, web.Input{Name: "complaint", Max: answerMax, Multiline: true})
}

// answer takes the answers to the foundation's questions.
func (p *pages) answer(w http.ResponseWriter, r *http.Request) error {
	return p.talked(w, r, func(f *web.Form, t talk) error {
		answers := map[string]string{}
		for _, q := range t.open() {
			answers[q.ID] = f.Get(answerField(q))
		}
		_, err := p.Answer(r.Context(), caseOf(r), answers)
		if errors.Is(err, ErrNoAnswer) && len(t.open()) > 0 {
			f.Fail(answerField(t.open()[0]), ErrNoAnswer.Text)
			return nil
		}
		return err
	})
}

// complain takes a complaint: «Подать жалобу».
func (p *pages) complain(w http.ResponseWriter, r *http.Request) error {
	return p.talked(w, r, func(f *web.Form, _ talk) error {
		_, err := p.Complain(r.Context(), caseOf(r), f.Get("complaint"))
		if errors.Is(err, ErrComplaintText) {
			f.Fail("complaint", ErrComplaintText.Text)
			return nil
		}
		return err
	})
}

func (p *pages) talked(w http.ResponseWriter, r *http.Request, do func(*web.Form, talk) error) error {
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	t, err := p.talkOf(r.Context(), work.ID)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r, talkFields(t)...)
	if err != nil {
		return err
	}
	if f.OK() {
		if err := do(f, t); err != nil {
			return err
		}
	}
	if f.OK() {
		return web.Redirect(w, r, work.path())
	}
	return p.showSent(w, r, work, f)
}

// about names the question of the form that a question of the foundation is about, with what was answered there.
func about(s *form.Service, field string) i18n.Text {
	if q, ok := s.Question(field); ok {
		return errText(q.Label)
	}
	return aboutAll
}

func talkRows(w Work, list []Question) (rows []web.SummaryRow) {
	for _, q := range list {
		answer := i18n.Same(q.Answer)
		if q.Answered.IsZero() {
			answer = notAnswered
		}
		rows = append(rows, web.SummaryRow{Key: questionText.With(about(w.Form, q.Field), q.Text), Value: answer})
	}
	return rows
}

var (
	sectionAsked    = i18n.M("Вопросы фонда", "Questions of the foundation")
	textAsked       = i18n.F("Ответьте до %s включительно. Ответы прикладываются к заявлению; менять его самого не нужно.", "Answer by %s. The answers are added to the application, which itself is not changed.")
	textTermGoes    = i18n.M("Срок рассмотрения при этом не останавливается.", "The term of the review goes on meanwhile.")
	textTermStops   = i18n.M("Срок рассмотрения стоит, пока вы не ответите.", "The term of the review stands still until you answer.")
	questionText    = i18n.F("%s: %s", "%s: %s")
	aboutAll        = i18n.M("О заявлении в целом", "About the whole application")
	notAnswered     = i18n.M("Ответа не было", "There was no answer")
	buttonAnswer    = i18n.M("Отправить ответы", "Send the answers")
	sectionTalk     = i18n.M("Вопросы и ответы", "Questions and answers")
	sectionComplain = i18n.M("Подать жалобу", "Complain")
	textComplain    = i18n.M("Жалобу рассмотрит другой сотрудник, который не участвовал в отказе, в тот же срок, что и заявление. Отказ действует, пока его не заменит новое решение.",
		"Another official who had no part in the refusal looks at the complaint, within the same term as the application. The refusal stands until a new decision takes its place.")
	labelComplaint    = i18n.M("С чем вы не согласны", "What you disagree with")
	buttonComplain    = i18n.M("Подать жалобу", "Send the complaint")
	sectionComplaints = i18n.M("Ваши жалобы", "Your complaints")
	complaintOn       = i18n.F("На решение № %s, %s", "About decision No. %s, %s")
)
