package application

import (
	"context"
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// decisionsOf lists what was decided, the decision that stands first.
func (p *pages) decisionsOf(ctx context.Context, application actor.CaseID) (list []Decision, err error) {
	err = p.db.View(ctx, func(q sqldb.Querier) error {
		list, err = Decisions(ctx, q, application)
		return err
	})
	return list, err
}

// decision gives a file of the decision that stands, or of a former one, which the address names by its number.
func (p *pages) decision(w http.ResponseWriter, r *http.Request) error {
	f, err := p.DecisionFile(r.Context(), caseOf(r), r.URL.Query().Get("number"), r.PathValue("kind"))
	if err != nil {
		return err
	}
	return hand(w, r, f, "attachment")
}

func (p *pages) again(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	app, err := p.Again(r.Context(), work.ID)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, pathOf(work.Party, app))
}

func decisionURL(w Work, d Decision, kind string) string {
	return w.path() + "/decision/" + kind + "?number=" + d.Number
}

// decisionRows are what an applicant reads of a decision.
func decisionRows(f *form.Service, d Decision) []web.SummaryRow {
	outcome := decidedYes
	if !d.Positive {
		outcome = decidedNo
	}
	rows := []web.SummaryRow{
		{Key: keyOutcome, Value: outcome},
		{Key: keyNumber, Value: i18n.Same(d.Number)},
		{Key: keyOfficial, Value: i18n.Same(d.Signer)},
		{Key: keyDecidedAt, Body: web.Time(d.Signed)},
	}
	for _, g := range d.Grounds {
		ground, ok := f.Ground(g.Code)
		if !ok {
			continue
		}
		rows = append(rows, web.SummaryRow{Key: keyGround, Value: ofGround(ground, g.Evidence)})
		if ground.Remedy.RU != "" {
			rows = append(rows, web.SummaryRow{Key: keyRemedy, Value: errText(ground.Remedy)})
		}
	}
	if d.Batch != "" {
		rows = append(rows, web.SummaryRow{Key: keyTogether, Value: textTogether})
	}
	if d.Reason != "" {
		rows = append(rows, web.SummaryRow{Key: keyReason, Value: i18n.Same(d.Reason)})
	}
	return rows
}

// ofGround is why something was refused, what shows it, and where that is set, where the service says so.
func ofGround(g form.Ground, evidence string) i18n.Text {
	if g.Clause.RU == "" {
		return groundText.With(errText(g.Title), evidence)
	}
	return groundSet.With(errText(g.Title), evidence, errText(g.Clause))
}

var (
	sectionDecision = i18n.M("Решение", "Decision")
	sectionFormer   = i18n.M("Прежние решения, которые заменены", "Former decisions that were superseded")
	keyOutcome      = i18n.M("Что решено", "What was decided")
	keyOfficial     = i18n.M("Подписано", "Signed by")
	keyDecidedAt    = i18n.M("Когда", "When")
	keyGround       = i18n.M("Основание", "Ground")
	keyRemedy       = i18n.M("Что можно сделать", "What you can do")
	keyReason       = i18n.M("Пояснение", "Explanation")
	decidedYes      = i18n.M("Заявление удовлетворено", "The application is granted")
	decidedNo       = i18n.M("Отказано", "Refused")
	groundText      = i18n.F("%s. %s", "%s. %s")
	groundSet       = i18n.F("%s. %s Где установлено: %s.", "%s. %s Where it is set: %s.")
	linkList        = i18n.M("Скачать подписанный список", "Download the signed list")
	keyTogether     = i18n.M("Как подписано", "How it was signed")
	textTogether    = i18n.M("Одной подписью с другими решениями: подписан список, в котором стоят хеш-коды этого решения.", "By one signature with other decisions: what is signed is a list that holds the hash codes of this decision.")
	linkSigned      = i18n.M("Скачать подпись", "Download the signature")
	buttonAgain     = i18n.M("Исправить и подать снова", "Correct and send again")
	textAgain       = i18n.M("Ответы уже будут заполнены: останется исправить то, что названо выше.", "The answers will be filled in: you only correct what is named above.")
)
