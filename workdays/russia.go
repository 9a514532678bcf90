package workdays

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"
)

// The dates in russia.txt were regenerated from xmlcalendar (github.com/xmlcalendar/data, ru/*/calendar.xml); the acts
// were added from official publications, with a number where one was at hand. See internal/generate.
//
//go:embed russia.txt
var russiaFile []byte

var russia = sync.OnceValue(func() Calendar {
	years, err := Parse(bytes.NewReader(russiaFile), "")
	if err != nil {
		panic(fmt.Sprintf("workdays: the embedded calendar: %v", err)) // a test reads it
	}
	c, err := New(years...)
	if err != nil {
		panic(fmt.Sprintf("workdays: the embedded calendar: %v", err))
	}
	return c
})

// Russia is the calendar that comes with this package: 2013 to 2026, all decreed. Later years are put in by
// [Calendar.Merge], from a file ([Parse]) or, until there is one, as an [Outline].
func Russia() Calendar { return russia() }
