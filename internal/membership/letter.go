package membership

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

const (
	topic      = "membership"
	letterLife = 72 * time.Hour // a letter about a status is worth sending
)

// tell writes a letter to everybody who signs for an organisation.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, o Organisation, m letter.Letter) error {
	for _, p := range o.Signers {
		to, err := s.people.Addressee(ctx, tx, p)
		if err != nil {
			return fmt.Errorf("read whom to write: %w", err)
		}
		if to.Email == "" {
			continue
		}
		site := s.baseURL
		if to.Lang == i18n.English {
			site += "/en"
		}
		m.Greeting, m.Why = hello.With(to.Greeting), whyLetter
		body := append(m.Body[:len(m.Body):len(m.Body)], letter.Button{Label: openCard, URL: site + cardPath(o.OGRN)})
		text := m
		text.Body = body
		if err := s.letters.Mail(ctx, tx, to.Email, to.Lang, topic, text, letterLife); err != nil {
			return err
		}
	}
	return nil
}

func cardPath(ogrn string) string { return pathMembers + "/" + ogrn }

// letterChanged tells what has happened to the status.
func letterChanged(m Member, e Event) letter.Letter {
	if e.Kind == Given {
		return letter.Letter{
			Subject: subjectGiven.With(statusTexts[m.Status]),
			Body:    []letter.Block{letter.Paragraph(textGiven.With(m.Name, statusTexts[m.Status], e.Number))},
		}
	}
	l := letter.Letter{Subject: subjectChanged, Body: []letter.Block{letter.Paragraph(textChanged.With(m.Name, kindTexts[e.Kind], e.Number))}}
	if e.Reason != "" {
		l.Body = append(l.Body, letter.Paragraph(textReason.With(reasonTexts[e.Reason])))
	}
	if e.Note != "" {
		l.Body = append(l.Body, letter.Paragraph(i18n.Same(e.Note)))
	}
	return l
}

// letterWarning names what is not met, and what to do about it.
func letterWarning(m Member, w warning) letter.Letter {
	due := dayText(w.AnswerBy)
	l := letter.Letter{Subject: subjectWarning.With(due), Body: []letter.Block{letter.Paragraph(textWarning.With(m.Name, due))}}
	if w.Reason == FalseData {
		l.Body = []letter.Block{letter.Paragraph(textWarningFalse.With(m.Name, due)), letter.Paragraph(i18n.Same(w.Note))}
	}
	if w.elsewhere {
		l.Body = append(l.Body, letter.Paragraph(textWarningMoved))
	}
	for _, v := range w.Basis.Verdicts {
		if v.outcome() == rule.Fail.String() {
			l.Body = append(l.Body, letter.Paragraph(i18n.Raw(v.Text.RU+" "+v.Remedy.RU, v.Text.EN+" "+v.Remedy.EN)))
		}
	}
	return l
}

func letterCleared(o Organisation) letter.Letter {
	return letter.Letter{Subject: subjectCleared, Body: []letter.Block{letter.Paragraph(textCleared.With(o.Name))}}
}

// dayText is a day in words.
func dayText(d workdays.Date) i18n.Text {
	t := i18n.Date(d.Start())
	return i18n.Raw(t.In(i18n.Russian), t.In(i18n.English))
}

// receiptText is what a receipt says of a change.
func receiptText(m Member, e Event) i18n.Text {
	if e.Reason != "" {
		return formReceiptReason.With(kindTexts[e.Kind], m.Name, m.OGRN, statusTexts[m.Status], reasonTexts[e.Reason])
	}
	return formReceipt.With(kindTexts[e.Kind], m.Name, m.OGRN, statusTexts[m.Status])
}
