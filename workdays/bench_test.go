package workdays_test

import (
	"bytes"
	"testing"

	"github.com/klaster-platform/klaster/workdays"
)

func BenchmarkIsWorking(b *testing.B) {
	c, d := workdays.Russia(), date(b, "2026-11-21")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.IsWorking(d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	c, d := workdays.Russia(), date(b, "2025-12-25")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Add(d, 10); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBetween(b *testing.B) {
	c, from, to := workdays.Russia(), date(b, "2013-01-01"), date(b, "2026-12-31")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Between(from, to); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDeadline(b *testing.B) {
	c, term := workdays.Russia(), workdays.Term{From: date(b, "2025-12-25"), Length: 10}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Deadline(term); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDateOf(b *testing.B) {
	at := date(b, "2025-12-25").Start()
	b.ReportAllocs()
	for b.Loop() {
		if workdays.DateOf(at).IsZero() {
			b.Fatal("no date")
		}
	}
}

// What a program pays once, at its first question.
func BenchmarkParseAndBuild(b *testing.B) {
	text, err := workdays.Russia().MarshalText()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		years, err := workdays.Parse(bytes.NewReader(text), "")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := workdays.New(years...); err != nil {
			b.Fatal(err)
		}
	}
}
