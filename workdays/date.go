package workdays

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a civil day of the proleptic Gregorian calendar, without time and zone, of the years 1 to 9999. Dates compare
// with ==. The zero value is no date.
type Date struct {
	serial int32 // 1 is 1 January of year 1, a Monday
}

const (
	unixEpoch  = 719163  // the serial of 1 January 1970
	lastSerial = 3652059 // the serial of 31 December 9999
	daySeconds = 24 * 60 * 60
)

// NewDate is the day of that name. 30 February is [ErrDate].
func NewDate(year int, month time.Month, day int) (Date, error) {
	if year < 1 || year > 9999 || month < time.January || month > time.December || day < 1 || day > daysIn(year, month) {
		return Date{}, fmt.Errorf("%w: %d-%d-%d", ErrDate, year, int(month), day)
	}
	return civil(year, month, day), nil
}

// ParseDate reads the form YYYY-MM-DD of ISO 8601.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || len(s) != len(time.DateOnly) {
		return Date{}, fmt.Errorf("%w: %q", ErrDate, s)
	}
	return NewDate(t.Date())
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d.serial == 0 }

// Compare is negative when d comes before e, zero when they are one day, positive when d comes after e.
func (d Date) Compare(e Date) int { return cmp.Compare(d.serial, e.serial) }

// Before reports whether d comes before e.
func (d Date) Before(e Date) bool { return d.serial < e.serial }

// After reports whether d comes after e.
func (d Date) After(e Date) bool { return d.serial > e.serial }

// AddDays is the day n days later, or earlier when n is negative; no date when that leaves the years 1 to 9999, or when
// d is none.
func (d Date) AddDays(n int) Date {
	if d.IsZero() || n > lastSerial || n < -lastSerial {
		return Date{}
	}
	serial := int(d.serial) + n
	if serial < 1 || serial > lastSerial {
		return Date{}
	}
	return Date{int32(serial)}
}

// AddMonths is the same date n months later, or the last day of that month when it has no such date (ГК РФ art. 192,
// cl. 3); no date as in [Date.AddDays].
func (d Date) AddMonths(n int) Date {
	if d.IsZero() || n > 12*9999 || n < -12*9999 {
		return Date{}
	}
	year, month, day := d.Civil()
	months := 12*year + int(month-time.January) + n
	year, month = months/12, time.January+time.Month(months%12)
	if months < 12 || year > 9999 {
		return Date{}
	}
	return civil(year, month, min(day, daysIn(year, month)))
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(d.serial % 7) }

// weekend reports whether d is a day off of the five-day week (Трудовой кодекс, art. 111).
func (d Date) weekend() bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// Year is the year of d.
func (d Date) Year() int {
	year, _, _ := d.Civil()
	return year
}

// Civil is year, month and day; zeros of no date.
func (d Date) Civil() (year int, month time.Month, day int) {
	if d.IsZero() {
		return 0, 0, 0
	}
	// Years are taken to begin in March, so that the day that may be missing is their last.
	n := int(d.serial) + 305 // days since 1 March of year 0
	era := n / 146097
	inEra := n % 146097
	y := (inEra - inEra/1460 + inEra/36524 - inEra/146096) / 365
	inYear := inEra - (365*y + y/4 - y/100)
	m := (5*inYear + 2) / 153
	day = inYear - (153*m+2)/5 + 1
	year, month = era*400+y, time.Month(m+3)
	if month > time.December {
		return year + 1, month - 12, day
	}
	return year, month, day
}

// civil is the inverse of [Date.Civil], for numbers that were checked.
func civil(year int, month time.Month, day int) Date {
	m := int(month) - 3
	if m < 0 {
		m += 12
		year--
	}
	inYear := (153*m+2)/5 + day - 1
	return Date{int32(365*year + year/4 - year/100 + year/400 + inYear - 305)}
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	default:
		return 31
	}
}

// String is the form YYYY-MM-DD, empty of no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// MarshalText is the form YYYY-MM-DD, which JSON takes too; empty of no date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [Date.MarshalText] writes.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
