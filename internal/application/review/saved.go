package review

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// View is a slice of the queue under a name.
type View struct {
	ID      string
	Name    string
	Shared  bool  // all who see the queue see it, and whoever decides may change it
	Slice   Slice // sound: what is none any more counts as nothing
	place   int
	changed time.Time
}

// Limits of views.
const (
	MaxViews    = 20 // of a person, and as many of the room
	MaxViewName = 60 // characters
)

// Refusals of views.
var (
	ErrViewName = fault.New(fault.Invalid, i18n.M(
		"Назовите вид: от 1 до 60 знаков.", "Name the view, with 1 to 60 characters."))
	ErrManyViews = fault.New(fault.Conflict, i18n.M(
		"Видов уже 20, больше не поместится. Удалите ненужный и сохраните снова.", "There are 20 views, and no room for more. Delete one and save again."))
	ErrViewThere = fault.New(fault.Conflict, i18n.M(
		"Вид с таким названием уже есть. Выберите другое название или удалите тот вид.", "There is a view of this name. Choose another name, or delete that view."))
	ErrNoView = fault.New(fault.NotFound, i18n.M(
		"Такого вида нет: возможно, его удалили. Посмотрите в списке видов.", "There is no such view; perhaps it was deleted. See the list of views."))
	ErrSharedView = fault.New(fault.Forbidden, i18n.M(
		"Общие виды сохраняют и меняют те, кто рассматривает заявления. Сохраните вид для себя.", "Shared views are saved and changed by those who review applications. Save the view for yourself."))
)

// room is the owner of shared views.
const room = ""

// Views lists the views of the person of the request, then those of the room, each by name.
func (s *Service) Views(ctx context.Context, q sqldb.Querier) ([]View, error) {
	list, err := listViews(ctx, q, string(actor.From(ctx).Person))
	if err != nil {
		return nil, fmt.Errorf("list the views: %w", err)
	}
	slices.SortStableFunc(list, func(a, b View) int {
		if a.Shared != b.Shared {
			if a.Shared {
				return 1
			}
			return -1
		}
		return strings.Compare(fold(a.Name), fold(b.Name))
	})
	return list, nil
}

// SaveView keeps a slice under a name. A view of one's own of that name is replaced; one of the room is somebody else's work, and is not.
func (s *Service) SaveView(ctx context.Context, name string, slice Slice, shared bool) error {
	name, err := viewName(name)
	if err != nil {
		return err
	}
	return s.changeViews(ctx, shared, func(tx *sqldb.Tx, owner string, there []View) error {
		v := View{ID: id.New(), Name: name, Shared: shared, Slice: slice.sound(), changed: s.clock.Now()}
		switch same := slices.IndexFunc(there, func(old View) bool { return fold(old.Name) == fold(name) }); {
		case same >= 0 && shared:
			return ErrViewThere
		case same >= 0:
			v.ID = there[same].ID
			return updateView(ctx, tx, v, actor.From(ctx).Person)
		}
		for v.place = 1; slices.ContainsFunc(there, func(old View) bool { return old.place == v.place }); v.place++ {
		}
		if v.place > MaxViews {
			return ErrManyViews
		}
		if err := insertView(ctx, tx, v, owner, actor.From(ctx).Person); err != nil {
			return err
		}
		return s.recordView(ctx, tx, "review.view_shared", v)
	})
}

// RenameView gives a view another name.
func (s *Service) RenameView(ctx context.Context, view, name string) error {
	name, err := viewName(name)
	if err != nil {
		return err
	}
	return s.changeView(ctx, view, func(tx *sqldb.Tx, v View, there []View) error {
		if slices.ContainsFunc(there, func(old View) bool { return old.ID != v.ID && fold(old.Name) == fold(name) }) {
			return ErrViewThere
		}
		v.Name, v.changed = name, s.clock.Now()
		if err := updateView(ctx, tx, v, actor.From(ctx).Person); err != nil {
			return err
		}
		return s.recordView(ctx, tx, "review.view_renamed", v)
	})
}

// DropView deletes a view.
func (s *Service) DropView(ctx context.Context, view string) error {
	return s.changeView(ctx, view, func(tx *sqldb.Tx, v View, _ []View) error {
		if err := deleteView(ctx, tx, v.ID); err != nil {
			return err
		}
		return s.recordView(ctx, tx, "review.view_dropped", v)
	})
}

// changeView changes one of the views that the person of the request sees.
func (s *Service) changeView(ctx context.Context, view string, change func(tx *sqldb.Tx, v View, there []View) error) error {
	shared := false
	if err := s.db.View(ctx, func(q sqldb.Querier) error {
		list, err := s.Views(ctx, q)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(v View) bool { return v.ID == view })
		if i < 0 {
			return ErrNoView
		}
		shared = list[i].Shared
		return nil
	}); err != nil {
		return err
	}
	return s.changeViews(ctx, shared, func(tx *sqldb.Tx, _ string, there []View) error {
		i := slices.IndexFunc(there, func(v View) bool { return v.ID == view })
		if i < 0 {
			return ErrNoView
		}
		return change(tx, there[i], there)
	})
}

// changeViews changes the views of the person of the request, or those of the room.
func (s *Service) changeViews(ctx context.Context, shared bool, change func(tx *sqldb.Tx, owner string, there []View) error) error {
	owner := string(actor.From(ctx).Person)
	if shared {
		if owner = room; !mayDecide(actor.From(ctx)) {
			return ErrSharedView
		}
	}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		there, err := viewsOf(ctx, tx, owner)
		if err != nil {
			return err
		}
		return change(tx, owner, there)
	})
	if errors.Is(err, sqldb.ErrConflict) { // somebody was quicker
		err = ErrViewThere.Because(err)
	}
	if err != nil {
		return fmt.Errorf("change the views: %w", err)
	}
	return nil
}

// recordView writes into the journal what was done to a view that others see.
func (s *Service) recordView(ctx context.Context, tx *sqldb.Tx, action string, v View) error {
	if !v.Shared {
		return nil
	}
	return s.record(ctx, tx, action, actor.CaseID(v.ID), v.Name)
}

// viewName is a name as it is kept: one line without more blanks than it needs.
func viewName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || utf8.RuneCountInString(name) > MaxViewName {
		return "", ErrViewName
	}
	return name, nil
}
