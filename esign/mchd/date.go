package mchd

import (
	"fmt"
	"time"
)

// Date is a day of the calendar without a time and a place, as the form has them. The zero Date is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads a day as 2026-09-01, between 1900 and 2100, as the schema has them. A time zone, which xs:date would
// allow, is refused: nobody says what a term would mean that ends elsewhere.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %.32q: %w", s, ErrMalformed)
	}
	if t.Year() < 1900 || t.Year() > 2100 {
		return Date{}, fmt.Errorf("date %q is out of range: %w", s, ErrMalformed)
	}
	return Date{t.Year(), t.Month(), t.Day()}, nil
}

// DateOf returns the day of a moment by Moscow time, by which the registers run, UTC+3.
func DateOf(t time.Time) Date {
	y, m, d := t.In(time.FixedZone("MSK", 3*60*60)).Date()
	return Date{y, m, d}
}

// String returns the day as 2026-09-01.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// IsZero reports whether there is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}
