package review_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// auditor is somebody who sees the queue and decides nothing.
func (h *house) auditor(t testing.TB) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.Actor{Person: "rita", Staff: []actor.Role{actor.Auditor}})
}

func (h *house) views(t testing.TB, ctx context.Context) (list []review.View) {
	t.Helper()
	if err := h.db.View(ctx, func(q sqldb.Querier) (err error) {
		list, err = h.Views(ctx, q)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// named are the views of somebody in short.
func (h *house) named(t testing.TB, ctx context.Context) string {
	t.Helper()
	var names []string
	for _, v := range h.views(t, ctx) {
		name := v.Name
		if v.Shared {
			name += "*"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// A reviewer saves what the queue shows under a name, for themselves or for all; replaces, renames and deletes it. Others see and change
// only what is shared, and of that only those who decide change anything.
func TestViewsOfTheQueue(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		olga, petr, rita := h.as(t, "olga"), h.as(t, "oleg"), h.auditor(t)
		late := review.Slice{Side: review.Clean, Service: "sample", Whose: review.Mine, Left: review.Late, Words: "станки"}
		for _, step := range []struct {
			ctx    context.Context
			name   string
			slice  review.Slice
			shared bool
			want   error
		}{
			{olga, " Мои  просроченные ", late, false, nil},
			{olga, "Ёлки", review.Slice{Side: review.Check}, false, nil},
			{olga, "елки", review.Slice{Side: review.Done, Page: 7}, false, nil}, // replaces it
			{olga, "Без сотрудника", review.Slice{Side: review.Check, Whose: review.Nobody}, true, nil},
			{petr, "без сотрудника", late, true, review.ErrViewThere},
			{petr, "Без сотрудника", late, false, nil},
			{rita, "Мои", late, false, nil},
			{rita, "Общие", late, true, review.ErrSharedView},
			{olga, "", late, false, review.ErrViewName},
			{olga, strings.Repeat("ы", 61), late, false, review.ErrViewName},
		} {
			if err := h.SaveView(step.ctx, step.name, step.slice, step.shared); !errors.Is(err, step.want) {
				t.Errorf("%q: %v, want %v", step.name, err, step.want)
			}
		}
		for _, c := range []struct {
			ctx  context.Context
			want string
		}{{olga, "елки, Мои просроченные, Без сотрудника*"}, {petr, "Без сотрудника, Без сотрудника*"}, {rita, "Мои, Без сотрудника*"}} {
			if got := h.named(t, c.ctx); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		}
		mine := h.views(t, olga)
		if diff := cmp.Diff(late, mine[1].Slice); diff != "" || mine[0].Slice != (review.Slice{Side: review.Done}) {
			t.Errorf("what is kept: %+v, %s", mine[0].Slice, diff)
		}

		shared := mine[2].ID
		for name, err := range map[string]error{
			"another's":     h.RenameView(petr, mine[1].ID, "Чужой"),
			"gone":          h.DropView(petr, mine[0].ID),
			"no view":       h.DropView(olga, "nothing"),
			"by an auditor": h.DropView(rita, shared),
			"to a name":     h.RenameView(olga, mine[0].ID, "МОИ просроченные"),
		} {
			if err == nil {
				t.Errorf("%s: changed", name)
			}
		}
		for _, err := range []error{h.RenameView(petr, shared, "Свободные"), h.RenameView(olga, mine[0].ID, "Ёлки"), h.DropView(olga, mine[1].ID)} {
			if err != nil {
				t.Error(err)
			}
		}
		if got, want := h.named(t, olga), "Ёлки, Свободные*"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if err := h.DropView(olga, shared); err != nil {
			t.Error(err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM audit_entry WHERE action LIKE 'review.view_%' AND subject = $1`, shared); n != 3 {
			t.Errorf("the journal has %d entries of the shared view, want 3", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM audit_entry WHERE action LIKE 'review.view_%'`); n != 3 {
			t.Errorf("the journal has %d entries, among them of views of one's own", n)
		}
	})
}

// However many save at once, there are twenty views of a person and twenty of the room, each name once.
func TestViewsAreBounded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i := range review.MaxViews - 1 {
			if err := h.SaveView(h.as(t, "olga"), fmt.Sprint("Вид ", i), review.Slice{}, true); err != nil {
				t.Fatal(err)
			}
		}
		var all sync.WaitGroup
		for i := range 6 {
			ctx := h.as(t, []string{"olga", "oleg"}[i%2])
			all.Go(func() {
				if err := h.SaveView(ctx, fmt.Sprint("Последний ", i/2), review.Slice{}, true); err != nil && !errors.Is(err, review.ErrManyViews) && !errors.Is(err, review.ErrViewThere) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := h.count(t, `SELECT COUNT(*) FROM application_view WHERE owner = ''`); n != review.MaxViews {
			t.Errorf("%d views of the room", n)
		}
		if err := h.SaveView(h.as(t, "olga"), "Ещё", review.Slice{}, true); !errors.Is(err, review.ErrManyViews) {
			t.Errorf("one more: %v", err)
		}
		if err := h.SaveView(h.as(t, "olga"), "Свой", review.Slice{}, false); err != nil {
			t.Errorf("one of one's own: %v", err)
		}
	})
}

// What was saved is looked at again: parts that are none any more count as nothing, and the queue is shown.
func TestAViewOfWhatIsNoMore(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		if err := h.SaveView(h.as(t, "olga"), "Прежний", review.Slice{}, false); err != nil {
			t.Fatal(err)
		}
		h.exec(t, `UPDATE application_view SET side = 'archive', whose = 'theirs', term = 'someday', service = 'No service', words = $1`, strings.Repeat(" ", 7)+strings.Repeat("ы", 200))
		v := h.views(t, h.as(t, "olga"))[0]
		if want := (review.Slice{Side: review.Check, Words: strings.Repeat("ы", 100)}); v.Slice != want {
			t.Errorf("%+v", v.Slice)
		}
		h.exec(t, `UPDATE application_view SET side = 'clean', words = '', service = 'ended'`)
		v = h.views(t, h.as(t, "olga"))[0]
		shelf, err := h.Queue(h.as(t, "olga"), v.Slice)
		if err != nil || len(shelf.Rows) != 0 || len(shelf.Views) != 1 {
			t.Errorf("a service that ended: %+v, %v", shelf, err)
		}
		v.Slice.Service = ""
		if shelf, err = h.Queue(h.as(t, "olga"), v.Slice); err != nil || len(shelf.Rows) != 1 || shelf.Rows[0].ID != a.ID {
			t.Errorf("without it: %+v, %v", shelf.Rows, err)
		}
	})
}

// The copy of a person's data has their views; when the account goes, theirs go, and those of the room stay without them.
func TestViewsOfWhoLeaves(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, c := range []struct {
			who, name string
			shared    bool
		}{{"olga", "Свой", false}, {"olga", "Общий", true}, {"oleg", "Олега", false}} {
			if err := h.SaveView(h.as(t, c.who), c.name, review.Slice{Words: "станки"}, c.shared); err != nil {
				t.Fatal(err)
			}
		}
		held := func(who actor.PersonID) (list []review.HeldView) {
			if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
				list, err = h.HeldAbout(t.Context(), q, who)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return list
		}
		if list := held("olga"); len(list) != 2 || list[0].Name != "Свой" || list[0].Words != "станки" || !list[1].Shared {
			t.Errorf("the copy: %+v", list)
		}
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Forget(t.Context(), tx, "olga") }); err != nil {
			t.Fatal(err)
		}
		if list := held("olga"); len(list) != 0 || h.count(t, `SELECT COUNT(*) FROM application_view WHERE owner = 'olga' OR person = 'olga'`) != 0 {
			t.Errorf("left: %+v", list)
		}
		if got := h.named(t, h.as(t, "oleg")); got != "Олега, Общий*" {
			t.Errorf("others have %s", got)
		}
	})
}
