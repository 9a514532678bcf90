package workdays_test

import (
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/workdays"
)

func Example() {
	received, err := workdays.ParseDate("2025-12-25")
	if err != nil {
		panic(err)
	}
	calendar := workdays.Russia()
	deadline, err := calendar.Deadline(workdays.Term{From: received, Length: 10})
	if err != nil {
		panic(err)
	}
	fmt.Println(deadline.Last, deadline.Provisional)

	// A term that leads into a year without a table has no end, until one puts in what the Labour Code says of it.
	received = received.AddMonths(12)
	_, err = calendar.Deadline(workdays.Term{From: received, Length: 10})
	fmt.Println(errors.Is(err, workdays.ErrUnknownYear))
	next, err := workdays.Outline(2027)
	if err != nil {
		panic(err)
	}
	if calendar, _, err = calendar.Merge(next); err != nil {
		panic(err)
	}
	deadline, err = calendar.Deadline(workdays.Term{From: received, Length: 10})
	fmt.Println(deadline.Last, deadline.Provisional, err)
	// Output:
	// 2026-01-20 false
	// true
	// 2027-01-19 true <nil>
}
