package application

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/difference"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// ErrSecondEditor refuses to let one person alone change how applications are decided.
var ErrSecondEditor = fault.New(fault.Forbidden, i18n.M(
	"Эта версия меняет то, как решают по заявлениям, и вы её писали. Попросите другого сотрудника проверить и опубликовать её.",
	"This version changes how applications are decided, and you have written it. Ask somebody else to check and publish it."))

var errFromPast = i18n.F("Первый день версии уже прошёл. Укажите %s или более поздний.", "The first day of the version has passed. Give %s or a later one.")

// Step is what publishing a version would change.
type Step struct {
	Edition

	Before Edition       // the latest that is published; the zero edition for a new service
	Lines  []Line        // how the file differs
	Weighs []i18n.Text   // what changes in how applications are decided
	Second bool          // somebody else must publish it
	Day    workdays.Date // the first day that is proposed
}

// Line is a line of a comparison.
type Line struct {
	Mark Mark
	Text string
	Left int // of a gap: how many lines that did not change are left out
}

// Mark says what became of a line.
type Mark string

// The marks.
const (
	Kept    Mark = " "
	Added   Mark = "+"
	Removed Mark = "−"
	Gap     Mark = "…"
)

// around is how many lines that did not change are shown beside those that did.
const around = 2

// StepOf says what publishing a version would change, for the person who asks.
func (s *Service) StepOf(ctx context.Context, q sqldb.Querier, service string, version int) (st Step, err error) {
	if st.Edition, err = s.Edition(ctx, q, service, version); err != nil {
		return Step{}, err
	}
	return s.step(ctx, q, st.Edition)
}

func (s *Service) step(ctx context.Context, q sqldb.Querier, e Edition) (st Step, err error) {
	switch {
	case e.Published:
		return Step{}, ErrPublished
	case len(e.Problems) > 0:
		return Step{}, ErrFaulty
	}
	st = Step{Edition: e, Day: e.Form.From}
	if st.Day.Before(s.today()) {
		st.Day = s.today()
	}
	if st.Before, err = s.publishedBefore(ctx, q, e); err != nil {
		return Step{}, err
	}
	st.Lines = linesOf(st.Before.Source, e.Source)
	if st.Weighs = weighs(st.Before.Form, e.Form); len(st.Weighs) == 0 {
		return st, nil
	}
	st.Second, err = wrote(ctx, q, e, string(actor.From(ctx).Person))
	return st, err
}

// publishedBefore is the published version before one; the zero edition when there is none.
func (s *Service) publishedBefore(ctx context.Context, q sqldb.Querier, e Edition) (Edition, error) {
	if e.Version == 1 {
		return Edition{}, nil
	}
	before, err := s.Edition(ctx, q, e.Service, e.Version-1) // drafts are only ever the last
	if errors.Is(err, ErrNoEdition) {                        // the program has brought a later version first
		return Edition{}, nil
	}
	if err != nil {
		return Edition{}, fmt.Errorf("read the version before: %w", err)
	}
	return before, nil
}

// linesOf compares two files line by line.
func linesOf(before, after string) (list []Line) {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	if before == "" {
		a = nil
	}
	runs := difference.Of(a, b)
	for i, run := range runs {
		if run.Kept {
			list = appendKept(list, a[run.FromA:run.ToA], i > 0, i < len(runs)-1)
			continue
		}
		list = appendLines(list, Removed, a[run.FromA:run.ToA])
		list = appendLines(list, Added, b[run.FromB:run.ToB])
	}
	return list
}

func appendLines(list []Line, mark Mark, texts []string) []Line {
	for _, text := range texts {
		list = append(list, Line{Mark: mark, Text: text})
	}
	return list
}

// appendKept adds lines that did not change: those beside a change, and how many are left out.
func appendKept(list []Line, texts []string, after, before bool) []Line {
	head, tail := 0, len(texts)
	if after {
		head = min(around, len(texts))
	}
	if before {
		tail = max(head, len(texts)-around)
	}
	list = appendLines(list, Kept, texts[:head])
	if left := tail - head; left > 0 {
		list = append(list, Line{Mark: Gap, Left: left})
	}
	return appendLines(list, Kept, texts[tail:])
}

// weighs says what of a version changes how applications are decided: that takes a second person, as decisions that bind do in
// the rest of the house. A new service decides anew.
func weighs(before, after *form.Service) (list []i18n.Text) {
	if before == nil {
		before = &form.Service{}
	}
	for _, part := range []struct {
		name i18n.Text
		same bool
	}{
		{weighEffect, before.Effect == after.Effect},
		{weighAdmission, before.Admission == after.Admission},
		{weighApply, before.Subject == after.Subject && before.Level == after.Level && reflect.DeepEqual(before.Apply, after.Apply)},
		{weighSignature, before.Signature == after.Signature && (!after.Signature || reflect.DeepEqual(before.Unsigned(), after.Unsigned()))},
		{weighReview, reviewSame(before.Review, after.Review)},
		{weighGrounds, reflect.DeepEqual(before.Grounds, after.Grounds)},
		{weighTerm, before.Term == after.Term && before.Step == after.Step && before.Answering == after.Answering && before.Suspends == after.Suspends},
	} {
		if !part.same {
			list = append(list, part.name)
		}
	}
	return list
}

func reviewSame(a, b form.Review) bool {
	if a.Group != b.Group || a.FourEyes != b.FourEyes || a.Sample != b.Sample || len(a.Checklist) != len(b.Checklist) {
		return false
	}
	for i := range a.Checklist {
		x, y := a.Checklist[i], b.Checklist[i]
		if x.ID != y.ID || x.Text != y.Text || sourceOf(x.Condition) != sourceOf(y.Condition) {
			return false
		}
	}
	return true
}

func sourceOf(c *rule.Condition) string {
	if c == nil {
		return ""
	}
	return c.String()
}

var fromLine = regexp.MustCompile(`(?m)^from:[ \t]*\S+`)

// PublishEdition publishes a draft: from its first day on one applies under it, and it never changes again. The day is written into
// the file. A draft of the version before goes over into it when somebody opens it.
func (s *Service) PublishEdition(ctx context.Context, service string, version int, drawn string, from workdays.Date) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		e, err := s.Edition(ctx, tx, service, version)
		switch {
		case err != nil:
			return err
		case e.Published:
			return ErrPublished
		case e.Digest != drawn:
			return ErrEditedMeanwhile
		}
		st, err := s.step(ctx, tx, e)
		switch {
		case err != nil:
			return err
		case st.Second:
			return ErrSecondEditor
		case from.Before(s.today()):
			return fault.New(fault.Conflict, errFromPast.With(i18n.Date(s.today().Start())))
		}
		e.Source = fromLine.ReplaceAllLiteralString(e.Source, "from: "+from.String())
		e.Digest = digestOf(e.Source)
		if s.examine(&e); len(e.Problems) > 0 || e.Form.From != from {
			return ErrFaulty
		}
		return s.publish(ctx, tx, e)
	})
	if err != nil {
		return fmt.Errorf("publish version %d of %s: %w", version, service, err)
	}
	return nil
}

func (s *Service) publish(ctx context.Context, tx *sqldb.Tx, e Edition) error {
	e.First, e.Last = e.Form.From, e.Form.Until
	if err := publishDraft(ctx, tx, e, s.clock.Now()); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	if err := endEditions(ctx, tx, e, e.First.AddDays(-1)); err != nil {
		return fmt.Errorf("end the versions before: %w", err)
	}
	return s.recordEdition(ctx, tx, "application.service_published", e)
}
