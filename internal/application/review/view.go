package review

import (
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/rule"
)

func words(t form.Text) i18n.Text { return i18n.Raw(t.RU, t.EN) }

func outcomeKind(o rule.Outcome) web.Kind {
	switch o {
	case rule.Pass:
		return web.Success
	case rule.Fail:
		return web.Danger
	case rule.Review, rule.Undecided:
	}
	return web.Warning
}

// text says how many working days there are.
func (d Days) text() i18n.Text {
	switch {
	case !d.Known:
		return leftUnknown
	case d.Left < 0:
		return lateDays.With(-d.Left)
	case d.Left == 0:
		return leftToday
	default:
		return leftDays.With(d.Left)
	}
}

// tag says how loud the term of an application is.
func (d Days) tag(s application.State) (web.Kind, i18n.Text) {
	switch {
	case d.Known && d.Left < 0:
		return web.Danger, lateTag
	case d.Known && d.Left <= soonDays:
		return web.Warning, urgentTag
	default:
		return s.Kind(), s.Label()
	}
}

// side is the list of the queue on which an application stands.
func (c Case) side() Side {
	switch {
	case !underReview(c.State):
		return Done
	case c.Clean:
		return Clean
	default:
		return Check
	}
}

func shortRows(c Case) []web.SummaryRow {
	signed := make([]string, len(c.Signers))
	for i, g := range c.Signers {
		signed[i] = g.Signer
	}
	reviewer := i18n.Same(c.Reviewer)
	if c.Reviewer == "" {
		reviewer = valueNobody
	}
	day := i18n.F("%s", "%s")
	rows := []web.SummaryRow{{Key: keyState, Body: web.Tag(c.State.Kind(), c.State.Label())}}
	if underReview(c.State) {
		rows = append(rows, web.SummaryRow{Key: keyDue, Value: termText.With(i18n.Date(c.Due.Start()), c.Days.text())})
		if c.Step != Over {
			step := stepTexts[c.Step]
			if !c.StepDue.IsZero() {
				step = stepText.With(step, i18n.Date(c.StepDue.Start()), c.StepDays.text())
			}
			rows = append(rows, web.SummaryRow{Key: keyStep, Value: step})
		}
	} else if !c.Decision().IsZero() {
		rows = append(rows, web.SummaryRow{Key: keyDecided, Body: web.Time(c.Decision())})
	}
	rows = append(rows,
		web.SummaryRow{Key: keyReviewer, Value: reviewer}, web.SummaryRow{Key: keyNumber, Value: i18n.Same(c.Number)},
		web.SummaryRow{Key: keyApplicant, Value: i18n.Same(c.Party.Name)})
	if c.Party.INN != "" { // of a person only what the service asks for
		rows = append(rows, web.SummaryRow{Key: keyINN, Value: i18n.Same(c.Party.INN)})
	}
	by := i18n.Same(strings.Join(signed, ", "))
	if len(signed) == 0 {
		by = valueUnsigned
	}
	rows = append(rows, web.SummaryRow{Key: keySent, Value: day.With(i18n.Moment(c.Application.Sent))}, web.SummaryRow{Key: keySigned, Value: by})
	if len(signed) > 0 {
		rows = append(rows, web.SummaryRow{Key: application.KeyTime, Value: c.SignedAt})
	}
	return rows
}

// Decision is when the application was decided last, zero before.
func (c Case) Decision() time.Time { return c.Application.Decided }

func (c Case) timeline() (list []web.Event) {
	for _, e := range c.Past {
		list = append(list, web.Event{At: e.At, Title: e.Kind.Text(), Text: i18n.Same(e.By), Kind: web.Neutral})
	}
	return list
}

func decisionURL(c Case, d application.Decision, kind string) string {
	return pathOf(c.ID) + "/files/" + kind + "?decision=" + d.Number
}

// refusing reports whether the form of a refusal is to be seen.
func refusing(c Case, f *web.Form) bool {
	for _, g := range c.Form.Grounds {
		if f.Failed(groundField(g.Code)) || f.Failed(evidenceField(g.Code)) || f.Get(groundField(g.Code)) != "" {
			return true
		}
	}
	return false
}

func factText(f Fact) i18n.Text {
	if f.AsOf.IsZero() {
		return factShort.With(words(f.Label), words(f.Value), words(f.Source))
	}
	return factLine.With(words(f.Label), words(f.Value), words(f.Source), i18n.Date(f.AsOf.Start()))
}

func checkOptions(c Case) (list []web.Option) {
	for _, check := range c.Checklist {
		o := web.Option{Value: check.ID, Label: words(check.Text)}
		if check.Failed() {
			o.Hint = hintFailed
		}
		list = append(list, o)
	}
	return list
}

func outcomeWord(d *application.Decision) i18n.Text {
	if d.Positive {
		return wordYes
	}
	return wordNo
}

func decidedText(d application.Decision) i18n.Text {
	return textOne.With(d.Number, outcomeWord(&d), i18n.Moment(d.Signed), d.Signer)
}

func fieldOptions(c Case) (list []web.Option) {
	for i := range c.Form.Sections {
		for _, q := range c.Form.Sections[i].Questions {
			list = append(list, web.Option{Value: q.Key, Label: words(q.Label)})
		}
	}
	return list
}

func questionRows(c Case) (rows []web.SummaryRow) {
	for _, q := range c.Questions {
		label, answer := optionWhole, i18n.Same(q.Answer)
		if field, ok := c.Form.Question(q.Field); ok {
			label = words(field.Label)
		}
		switch {
		case q.Open():
			answer = textWaits.With(i18n.Date(q.Due.Start()))
		case q.Answered.IsZero():
			answer = textUnanswered
		}
		rows = append(rows, web.SummaryRow{Key: questionText.With(label, q.Text), Value: answer})
	}
	return rows
}

var (
	valueUnsigned = i18n.M("Подпись не нужна", "No signature is needed")
	sectionAsk    = i18n.M("Спросить заявителя", "Ask the applicant")
	textAsk       = i18n.M("Заявитель получит письмо и ответит на странице заявления. Если половина срока на ответ пройдёт без ответа, письмо повторится.",
		"The applicant gets a letter and answers on the page of the application. When half of the time to answer passes without one, the letter is repeated.")
	labelField       = i18n.M("О чём вопрос", "What the question is about")
	optionWhole      = i18n.M("О заявлении в целом", "About the whole application")
	labelQuestion    = i18n.M("Вопрос", "Question")
	buttonAsk        = i18n.M("Задать вопрос", "Ask")
	sectionTalk      = i18n.M("Вопросы и ответы", "Questions and answers")
	sectionComplaint = i18n.M("Жалоба заявителя", "Complaint of the applicant")
	complaintOn      = i18n.F("На решение № %s, %s", "About decision No. %s, %s")
	questionText     = i18n.F("%s: %s", "%s: %s")
	textWaits        = i18n.F("ждём ответа до %s", "an answer is awaited by %s")
	textUnanswered   = i18n.M("ответа не было", "there was no answer")
)

// attachments are the files of a chapter.
func attachments(c document.Chapter) (list []document.Attachment) {
	for _, e := range c.Entries {
		list = append(list, e.Files...)
	}
	return list
}
