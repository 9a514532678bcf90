package workdays

import "fmt"

// Kind is what a day is in the working calendar. The zero value is no kind.
type Kind uint8

const (
	// Working is a weekday from Monday to Friday on which one works as usual.
	Working Kind = iota + 1
	// Shortened is a working day made an hour shorter, because a holiday follows (Трудовой кодекс, art. 95). A
	// Saturday that was made working may be shortened too. It counts as a working day.
	Shortened
	// WorkingWeekend is a Saturday or Sunday of full length that was made working by moving its day off.
	WorkingWeekend
	// Weekend is a Saturday or Sunday that is neither a holiday nor working.
	Weekend
	// Holiday is a non-working holiday of the Labour Code (Трудовой кодекс, art. 112), on whatever day of the week.
	Holiday
	// DayOff is a weekday to which a day off was moved, by the Labour Code or by a decree.
	DayOff
	// Decreed is a day that an act of the President declared non-working, as in spring 2020.
	Decreed
)

// Works reports whether one works on such a day.
func (k Kind) Works() bool { return k == Working || k == Shortened || k == WorkingWeekend }

// kindNames are the words of the calendar file, see [Parse].
var kindNames = [...]string{
	Working: "working", Shortened: "short", WorkingWeekend: "work", Weekend: "weekend", Holiday: "holiday", DayOff: "off",
	Decreed: "decree",
}

// String is the word of the calendar file: working, short, work, weekend, holiday, off, decree.
func (k Kind) String() string {
	if k == 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("Kind(%d)", uint8(k))
	}
	return kindNames[k]
}

// usual is what a day is when nothing was said of it.
func usual(d Date) Kind {
	if d.weekend() {
		return Weekend
	}
	return Working
}
