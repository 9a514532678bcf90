package fact

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// maxValid is how long what an operator looked up may hold, in days.
const maxValid = 365

// maxText bounds a value and a reason, in characters.
const maxText = 1000

// Refusals of statements.
var (
	ErrKind = fault.New(fault.Invalid, i18n.M(
		"Выберите, что именно проверено.",
		"Choose what was checked."))
	ErrValue = fault.New(fault.Invalid, i18n.M(
		"Напишите, что показал источник, или отметьте, что сведений нет.",
		"Write what the source shows, or mark that there is nothing."))
	ErrValidUntil = fault.New(fault.Invalid, i18n.M(
		"Укажите последний день, до которого действует проверка: не раньше сегодняшнего и не позже чем через год.",
		"Give the last day for which the check holds: not before today and at most a year ahead."))
	ErrCheckedOn = fault.New(fault.Invalid, i18n.M(
		"Укажите день, на который источник это показал. Он не может быть в будущем.",
		"Give the day for which the source showed it. It cannot be in the future."))
	ErrNoStatement = fault.New(fault.NotFound, i18n.M(
		"Такой отметки нет, или её уже отозвали.",
		"There is no such note, or it was taken back already."))
)

// Check is what an operator has looked up by hand: «Проверено вручную».
type Check struct {
	Subject    Subject
	Kind       Kind
	Absent     bool   // the source has nothing
	Value      string // else what it has; of kinds with [Yes] and [No] one of them
	On         workdays.Date
	ValidUntil workdays.Date
	Reference  string // where: the address of the public page
	Reason     string
	Evidence   Evidence
}

// CheckByHand writes down what an operator has looked up. It stands below what the register's own file says and above all else;
// an imported file of the register clears it.
func (s *Service) CheckByHand(ctx context.Context, by actor.Actor, c Check) (string, error) {
	if !by.Has(actor.Operator, actor.Owner) {
		return "", actor.ErrRole
	}
	now := s.clock.Now()
	today := workdays.DateOf(now)
	f := Fact{
		ID: id.New(), Kind: c.Kind, Source: Manual, Record: cut(c.Reference), AsOf: c.On.String(), Fetched: now, ValidUntil: c.ValidUntil.String(),
		Author: by.Person, Reason: strings.TrimSpace(c.Reason), Evidence: c.Evidence,
	}
	value, err := valueOf(c.Kind, c.Absent, c.Value)
	switch {
	case !slices.Contains(stated('m'), c.Kind):
		return "", ErrKind
	case err != nil:
		return "", err
	case c.On.IsZero() || c.On.After(today):
		return "", ErrCheckedOn
	case c.ValidUntil.Before(today) || c.ValidUntil.After(today.AddDays(maxValid)):
		return "", ErrValidUntil
	case f.Reason == "" || utf8.RuneCountInString(f.Reason) > maxText:
		return "", ErrNoReason
	}
	f.set(value, c.Absent)
	return f.ID, s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := insertStatement(ctx, tx, c.Subject, f, ""); err != nil {
			return fmt.Errorf("write down what was checked: %w", err)
		}
		return audit.Record(ctx, tx, audit.Entry{Actor: string(by.Person), Action: "fact.checked", Subject: f.ID, Detail: string(c.Kind)})
	})
}

// valueOf reads what was typed as the value of a kind.
func valueOf(k Kind, absent bool, text string) (any, error) {
	text = strings.TrimSpace(text)
	switch {
	case absent:
		return "", nil
	case text == "" || utf8.RuneCountInString(text) > maxText:
		return nil, ErrValue
	case k.asksWhether():
		return answer(text)
	case k == KindHeads, k == KindFounders, k == KindUnfair, k == KindUnfairBy:
		var list []string
		for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == '\n' }) {
			if part = strings.TrimSpace(part); part != "" {
				list = append(list, part)
			}
		}
		return list, nil
	}
	return text, nil
}

// answer reads the answer to a question of yes or no.
func answer(text string) (any, error) {
	switch strings.ToLower(text) {
	case Yes, "да":
		return Yes, nil
	case No, "нет":
		return No, nil
	}
	return nil, ErrValue
}

// TakeBack ends a statement: it stays in the table and is shown no more.
func (s *Service) TakeBack(ctx context.Context, by actor.Actor, statement, reason string) error {
	if !by.Has(actor.Operator, actor.Owner) {
		return actor.ErrRole
	}
	if strings.TrimSpace(reason) == "" {
		return ErrNoReason
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		f, subject, err := statementByID(ctx, tx, statement)
		if errors.Is(err, sqldb.ErrNoRows) {
			return ErrNoStatement
		}
		if err != nil {
			return fmt.Errorf("read the statement %s: %w", statement, err)
		}
		end := Fact{
			ID: id.New(), Kind: f.Kind, State: Unknown, Value: json.RawMessage("null"), Source: f.Source, AsOf: f.AsOf, Fetched: s.clock.Now(), Author: by.Person,
			Reason: strings.TrimSpace(reason),
		}
		if err := insertStatement(ctx, tx, subject, end, f.ID); err != nil {
			return fmt.Errorf("take the statement back: %w", err)
		}
		return audit.Record(ctx, tx, audit.Entry{Actor: string(by.Person), Action: "fact.taken_back", Subject: f.ID, Detail: string(f.Kind)})
	})
}

// Declare writes down what an organisation says of itself, in the caller's transaction. It stands below every other
// source. Where no register of a thing exists, such as of a suspension of activity, it is the fact, unless another one
// contradicts it.
func (s *Service) Declare(ctx context.Context, tx *sqldb.Tx, subject Subject, by actor.PersonID, k Kind, value string) error {
	if !slices.Contains(stated('d'), k) {
		return ErrKind
	}
	v, err := valueOf(k, false, value)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	f := Fact{ID: id.New(), Kind: k, Source: Declared, AsOf: workdays.DateOf(now).String(), Fetched: now, Author: by}
	f.set(v, false)
	if err := insertStatement(ctx, tx, subject, f, ""); err != nil {
		return fmt.Errorf("write down a declaration: %w", err)
	}
	return audit.Record(ctx, tx, audit.Entry{Actor: string(by), Action: "fact.declared", Subject: f.ID, Detail: string(k)})
}

// NamesFile reports whether a row of this room names a file, so that the sweep leaves it.
func (s *Service) NamesFile(ctx context.Context, ref blob.Ref) (named bool, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		named, err = evidenceNamed(ctx, q, ref)
		return err
	})
	return named, err
}
