package partner

import (
	"cmp"

	"github.com/klaster-platform/klaster/money"
	"github.com/klaster-platform/klaster/workdays"
)

// Fitting is how a passage stands to a condition.
type Fitting uint8

// A passage that says nothing of a condition is neither fit nor unfit: it is shown as a question to ask.
const (
	Unsaid Fitting = iota
	Fitted
	Unfit
)

// Fit is how a passage stands to one condition of the need.
type Fit struct {
	Key  ChipKey
	Fits Fitting
}

// fits compares the conditions of a need with what a passage says.
func (n Need) fits(t Terms, today workdays.Date) (list []Fit) {
	if n.Money != (Span[money.Amount]{}) {
		list = append(list, Fit{ChipMoney, overlap(n.Money, t.Money, money.Amount.Compare, money.Amount.IsZero)})
	}
	if n.Volume != (Span[int64]{}) {
		fit := overlap(n.Volume, t.Volume, cmp.Compare[int64], isZero)
		if t.Unit != n.Unit {
			fit = Unsaid // pieces are not compared with kilograms
		}
		list = append(list, Fit{ChipVolume, fit})
	}
	if n.TRL != (Span[int64]{}) {
		list = append(list, Fit{ChipTRL, overlap(n.TRL, t.TRL, cmp.Compare[int64], isZero)})
	}
	if !n.Until.IsZero() {
		list = append(list, Fit{ChipTerm, n.inTime(t, today)})
	}
	return list
}

// inTime reports whether what takes so long is ready by the term, and whether it is still to be had today.
func (n Need) inTime(t Terms, today workdays.Date) Fitting {
	switch {
	case !t.Until.IsZero() && until(t.Until).Before(today):
		return Unfit
	case t.Days == 0:
		return Unsaid
	case today.AddDays(t.Days).After(n.Until):
		return Unfit
	}
	return Fitted
}

func isZero(n int64) bool { return n == 0 }

// overlap tells whether two spans have a value in common. A zero end is open; a span of which nothing is said says nothing.
func overlap[T comparable](a, b Span[T], compare func(T, T) int, zero func(T) bool) Fitting {
	switch {
	case zero(b.From) && zero(b.To):
		return Unsaid
	case !zero(a.To) && !zero(b.From) && compare(b.From, a.To) > 0, !zero(b.To) && !zero(a.From) && compare(a.From, b.To) > 0:
		return Unfit
	}
	return Fitted
}
