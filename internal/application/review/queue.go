package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// Side is one of the lists of the queue.
type Side string

// The sides.
const (
	Check Side = "check" // «Нужна проверка»
	Clean Side = "clean" // «Замечаний нет»
	Done  Side = "done"  // decided
)

// Whose says whom applications wait for.
type Whose string

// Whose applications.
const (
	Anybody   Whose = ""
	Mine      Whose = "mine"
	Nobody    Whose = "nobody"    // nobody has taken them
	Prepared  Whose = "prepared"  // a decision waits for the signature of the person who asks
	Seconding Whose = "seconding" // a decision waits for a second official
	Applicant Whose = "applicant" // a question waits for the applicant
)

// Left says how much of the term is left.
type Left string

// How much is left, in working days.
const (
	AnyTime Left = ""
	Late    Left = "late"
	Soon    Left = "soon" // at most three, today's among them
	Ample   Left = "ample"
)

// soonDays is how many working days before the end of the term an application is marked, as from the seventh day of ten.
const soonDays = 3

// Slice says which applications somebody wants to see.
type Slice struct {
	Side    Side
	Service string
	Whose   Whose
	Left    Left
	Words   string // of the name, the ИНН or the number
	Page    int    // from 1
}

// Row is an application in the queue.
type Row struct {
	ID       actor.CaseID
	Service  string
	Version  int
	Number   string
	State    application.State
	Sent     time.Time
	Due      workdays.Date
	Step     Step
	StepDue  workdays.Date
	Clean    bool
	Name     string // of the applicant
	INN      string
	Reviewer actor.PersonID

	Form         *form.Service
	ReviewerName string
	Days         Days // of the whole term
	StepDays     Days
}

// Shelf is what the page of the queue shows.
type Shelf struct {
	Rows     []Row
	Counts   map[Side]int
	Total    int // on this side, in the slice
	Pages    int
	Services []*form.Service
	Deciders []Official
	Views    []View // that the person who asks has saved, and those of the room
}

// Official is a member of staff who may decide.
type Official struct {
	Person actor.PersonID
	Name   string
}

// shelfLength is how many applications stand on a page of the queue.
const shelfLength = 50

// ErrNobody says that an application cannot be handed to somebody.
var ErrNobody = fault.New(fault.Invalid, i18n.M(
	"Передать заявления можно только сотруднику, который вправе их рассматривать. Выберите его из списка.",
	"Applications can be handed only to a member of staff who may review them. Choose one from the list."))

// Queue lists what waits.
func (s *Service) Queue(ctx context.Context, slice Slice) (shelf Shelf, err error) {
	slice.Words = fold(slice.Words)
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		shelf, err = s.queue(ctx, q, slice)
		return err
	})
	if err != nil {
		return Shelf{}, fmt.Errorf("list the queue: %w", err)
	}
	return shelf, nil
}

func (s *Service) queue(ctx context.Context, q sqldb.Querier, slice Slice) (shelf Shelf, err error) {
	c, err := s.calendar.Calendar(ctx, q)
	if err != nil {
		return Shelf{}, fmt.Errorf("read the calendar: %w", err)
	}
	cut := s.cut(c, slice, actor.From(ctx).Person)
	if shelf.Counts, err = countSides(ctx, q, cut); err != nil {
		return Shelf{}, err
	}
	shelf.Total = shelf.Counts[slice.Side]
	shelf.Pages = max(1, (shelf.Total+shelfLength-1)/shelfLength)
	cut.offset = (min(max(slice.Page, 1), shelf.Pages) - 1) * shelfLength
	if shelf.Rows, err = listQueue(ctx, q, cut); err != nil {
		return Shelf{}, err
	}
	type version struct {
		service string
		number  int
	}
	names, forms := map[actor.PersonID]string{"": ""}, map[version]*form.Service{}
	for i := range shelf.Rows {
		r := &shelf.Rows[i]
		v := version{r.Service, r.Version}
		if forms[v] == nil {
			if forms[v], err = s.applications.Version(ctx, q, r.Service, r.Version); err != nil {
				return Shelf{}, err
			}
		}
		r.Form = forms[v]
		if _, ok := names[r.Reviewer]; !ok {
			if names[r.Reviewer], err = s.applications.Name(ctx, q, r.Reviewer); err != nil {
				return Shelf{}, err
			}
		}
		r.ReviewerName = names[r.Reviewer]
		r.Days, r.StepDays = daysLeft(c, s.today(), r.Due), daysLeft(c, s.today(), r.StepDue)
	}
	if shelf.Services, err = s.applications.Services(ctx, q, s.today()); err != nil {
		return Shelf{}, err
	}
	if shelf.Views, err = s.Views(ctx, q); err != nil {
		return Shelf{}, err
	}
	shelf.Deciders, err = s.deciders(ctx, q)
	return shelf, err
}

// cut says in days and ids what a slice says in words.
func (s *Service) cut(c workdays.Calendar, slice Slice, who actor.PersonID) cut {
	out := cut{Slice: slice, who: who, today: s.today().String(), soon: s.today().AddDays(soonDays).String()}
	if soon, err := c.Add(s.today(), soonDays); err == nil {
		out.soon = soon.Date.String()
	}
	return out
}

// fold makes words to search by: small letters, no «ё», one blank.
func fold(words string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(words), " ")), "ё", "е")
}

// longestFolded is how much of a name is searched in, in letters: an entry of an index has a bound.
const longestFolded = 250

// folded is what an application is found by.
func folded(name, inn, number string) string {
	letters := []rune(name)
	return fold(string(letters[:min(longestFolded, len(letters))]) + " " + inn + " " + number)
}

// deciders lists those who may decide, by name.
func (s *Service) deciders(ctx context.Context, q sqldb.Querier) (list []Official, err error) {
	members, err := s.office.Members(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		may, err := s.decides(ctx, q, m)
		if err != nil {
			return nil, err
		}
		if !may {
			continue
		}
		name, err := s.applications.Name(ctx, q, m)
		if err != nil {
			return nil, err
		}
		list = append(list, Official{Person: m, Name: name})
	}
	slices.SortFunc(list, func(a, b Official) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// decides reports whether somebody holds a role that decides, at this moment.
func (s *Service) decides(ctx context.Context, q sqldb.Querier, who actor.PersonID) (bool, error) {
	roles, err := s.office.Roles(ctx, q, who)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(roles, func(r actor.Role) bool { return slices.Contains(Deciders(), r) }), nil
}

// Assign makes somebody the reviewer of applications: the person of the request when to is "". Those with whom there is a conflict
// of interest are passed over, and so are those that were decided meanwhile.
func (s *Service) Assign(ctx context.Context, list []actor.CaseID, to actor.PersonID) (assigned int, err error) {
	if to == "" {
		to = actor.From(ctx).Person
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		assigned = 0
		may, err := s.decides(ctx, tx, to)
		switch {
		case err != nil:
			return err
		case !may:
			return ErrNobody
		}
		for _, one := range list {
			done, err := s.assign(ctx, tx, one, to)
			if err != nil {
				return err
			}
			if done {
				assigned++
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("assign applications: %w", err)
	}
	return assigned, nil
}

func (s *Service) assign(ctx context.Context, tx *sqldb.Tx, one actor.CaseID, to actor.PersonID) (bool, error) {
	app, err := s.applications.HoldSent(ctx, tx, one)
	switch {
	case err != nil:
		return false, err
	case !underReview(app.State):
		return false, nil
	}
	if marked, err := s.conflict(ctx, tx, app, to); err != nil || marked {
		return false, err
	}
	if part, err := s.hadPart(ctx, tx, app, to); err != nil || part {
		return false, err
	}
	d, err := reviewOf(ctx, tx, app.ID)
	switch {
	case err != nil:
		return false, err
	case d.reviewer == to:
		return true, nil
	}
	if err := setReviewer(ctx, tx, app.ID, to); err != nil {
		return false, err
	}
	if d.step == Taking {
		if err := s.move(ctx, tx, app, Looking); err != nil {
			return false, err
		}
	}
	return true, s.record(ctx, tx, "review.taken", app.ID, string(to))
}

// underReview reports whether a state is one in which the foundation has to decide.
func underReview(s application.State) bool { return s == application.Review || s == application.Asked }
