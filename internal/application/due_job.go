package application

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/workdays"
)

// Reminder writes to those who must file: when the period has ended, some days before the last day, and after it. It works through the
// members in portions, each one transaction.
type Reminder struct {
	After actor.OrganisationID `json:"after"`
}

// Kind names the job.
func (Reminder) Kind() string { return "application.due" }

// ReminderPortion is to how many members one transaction writes.
const ReminderPortion = 100

const soonDays = 3 // working days before the last one

// stageSoon is between DutyOpen and DutyLate; it is stored.
const stageSoon DutyState = "soon"

// call is what is due now for a service.
type call struct {
	form   *form.Service
	period form.Period
	due    workdays.Date
	stage  DutyState
}

// RemindDue writes to a portion of the members, and leaves the next one to a job of its own.
func (s *Service) RemindDue(ctx context.Context, tx *sqldb.Tx, r Reminder) error {
	calls, err := s.calls(ctx, tx)
	if err != nil || len(calls) == 0 {
		return err
	}
	members, err := s.applicants.Members(ctx, tx, r.After, ReminderPortion)
	if err != nil {
		return fmt.Errorf("list members: %w", err)
	}
	for _, m := range members {
		for _, c := range calls {
			if err := s.remindMember(ctx, tx, m, c); err != nil {
				return fmt.Errorf("remind %s of %s: %w", m.Organisation, c.form.Key, err)
			}
		}
	}
	if len(members) < ReminderPortion {
		return nil
	}
	return s.jobs.Insert(ctx, tx, Reminder{After: members[len(members)-1].Organisation})
}

// calls lists what is due now.
func (s *Service) calls(ctx context.Context, q sqldb.Querier) (list []call, err error) {
	services, err := s.recurring(ctx, q)
	if err != nil {
		return nil, err
	}
	calendar, err := s.calendar.Calendar(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read the calendar: %w", err)
	}
	for _, f := range services {
		c := call{form: f, period: f.Repeat.Ended(s.today()), stage: DutyOpen}
		first, err := firstDay(ctx, q, f.Key)
		if err != nil {
			return nil, err
		}
		if c.period.Last.Before(first) {
			continue
		}
		if c.due, err = s.dueOf(ctx, q, f, c.period); err != nil {
			return nil, err
		}
		if c.due.IsZero() {
			continue // until the calendar of the year is there
		}
		switch soon, err := calendar.Add(c.due, -soonDays); {
		case err != nil:
			return nil, fmt.Errorf("count back from the last day: %w", err)
		case s.today().After(c.due):
			c.stage = DutyLate
		case !s.today().Before(soon.Date):
			c.stage = stageSoon
		}
		list = append(list, c)
	}
	return list, nil
}

// remindMember writes once for each stage to whoever may sign for an organisation that must file and has not.
func (s *Service) remindMember(ctx context.Context, tx *sqldb.Tx, m Member, c call) error {
	if !must(c.form, c.period, m) {
		return nil
	}
	a := Applicant{Organisation: m.Organisation}
	fresh, err := noteReminder(ctx, tx, c.form.Key, m.Organisation, c.period, c.stage, s.clock.Now())
	if err != nil || !fresh {
		return err
	}
	signatories, err := s.authority.Entitled(ctx, tx, a)
	if err != nil {
		return fmt.Errorf("read who may sign: %w", err)
	}
	party, err := s.applicants.Party(ctx, tx, a)
	if err != nil {
		return fmt.Errorf("read who applies: %w", err)
	}
	for _, p := range signatories {
		to, err := s.people.Addressee(ctx, tx, p.Person)
		if err != nil {
			return fmt.Errorf("read whom to write: %w", err)
		}
		if to.Email == "" {
			continue
		}
		m := matter{app: Application{Applicant: a, Period: c.period.Key}, form: c.form, party: party, greeting: to.Greeting}
		text := m.letter(letterDue(c, party))
		text.Greeting, text.Why = hello.With(to.Greeting), whyDue
		text.Body = append(text.Body, letter.Button{Label: openDuties, URL: s.site(to.Lang) + "/org/" + party.OGRN + "/applications"})
		if err := s.letters.Mail(ctx, tx, to.Email, to.Lang, topic, text, letterLife); err != nil {
			return err
		}
	}
	return nil
}

// must reports whether a member files for a period: who had its status on the last day of it.
func must(f *form.Service, p form.Period, m Member) bool {
	for _, standing := range f.Apply {
		if standing == m.Standing {
			return !m.Since.IsZero() && !m.Since.After(p.Last)
		}
	}
	return false
}

var (
	whyDue      = i18n.M("Вы получили это письмо, потому что подписываете документы за эту организацию.", "You received this letter because you sign documents for this organisation.")
	openDuties  = i18n.M("Открыть «Что сдать и когда»", "Open “What to file and when”")
	dueSubjects = map[DutyState]i18n.Format{
		DutyOpen:  i18n.F("Пора сдать: %s", "Time to file: %s"),
		stageSoon: i18n.F("Срок подходит: %s", "The last day is near: %s"),
		DutyLate:  i18n.F("Срок прошёл: %s", "The last day has passed: %s"),
	}
	dueTexts = map[DutyState]i18n.Format{
		DutyOpen:  i18n.F("Организация «%s» сдаёт за %s. Сделайте это до %s включительно.", "“%s” files for: %s. The last day is %s."),
		stageSoon: i18n.F("Организация «%s» ещё не сдала за %s. Сделайте это до %s включительно.", "“%s” has not filed yet for: %s. The last day is %s."),
		DutyLate:  i18n.F("Организация «%s» не сдала за %s. Срок истёк %s, но сдать можно и сейчас.", "“%s” has not filed for: %s. The last day was %s. You can still file."),
	}
	dueUnchanged = i18n.M("Если с прошлого раза ничего не изменилось, хватит одного нажатия «Без изменений» и подписи.",
		"If nothing has changed since the last time, one click on “No changes” and a signature are enough.")
)

// dueEvents are the letters of what is due, by how far it is.
var dueEvents = map[DutyState]form.LetterEvent{DutyOpen: form.LetterDue, stageSoon: form.LetterDueSoon, DutyLate: form.LetterDueLate}

func letterDue(c call, party Party) wording {
	w := wording{
		event:   dueEvents[c.stage],
		subject: dueSubjects[c.stage].With(errText(c.form.Title)),
		body:    []i18n.Text{dueTexts[c.stage].With(party.Name, errText(c.period.Text), i18n.Date(c.due.Start()))},
		term:    c.due,
	}
	if c.form.Repeat.Unchanged {
		w.body = append(w.body, dueUnchanged)
	}
	return w
}
