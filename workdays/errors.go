package workdays

import (
	"errors"
	"fmt"
)

var (
	// ErrUnknownYear says that the answer rests on a year for which there is no table. It is wrapped by
	// [UnknownYearError], which names the year.
	ErrUnknownYear = errors.New("workdays: no calendar for the year")
	// ErrDate says that a text or a triple of numbers is no date of the years 1 to 9999.
	ErrDate = errors.New("workdays: no date")
	// ErrTerm says that a term has no beginning, no length, or a length beyond [MaxLength].
	ErrTerm = errors.New("workdays: no term")
	// ErrFormat says that a file is no calendar in the form that was expected.
	ErrFormat = errors.New("workdays: not a calendar file")
	// ErrTooLarge says that a file exceeds [MaxFile].
	ErrTooLarge = errors.New("workdays: calendar file is too large")
	// ErrYear says that a table contradicts itself or the Labour Code, such as one in which 1 January works.
	ErrYear = errors.New("workdays: impossible calendar year")
	// ErrOutdated says that a table was offered that is older than the one at hand.
	ErrOutdated = errors.New("workdays: older than the calendar at hand")
	// ErrConflict says that two different tables of one year claim the same version.
	ErrConflict = errors.New("workdays: two calendars of one year and one version differ")
	// ErrDowngrade says that a provisional table was offered in place of a decreed one.
	ErrDowngrade = errors.New("workdays: provisional calendar in place of a decreed one")
)

// UnknownYearError is the [ErrUnknownYear] of one year.
type UnknownYearError struct {
	Year int // the first year that is wanted and has no table
}

func (e UnknownYearError) Error() string { return fmt.Sprintf("%v %d", ErrUnknownYear, e.Year) }

// Is makes errors.Is(err, ErrUnknownYear) true.
func (e UnknownYearError) Is(target error) bool { return target == ErrUnknownYear }
