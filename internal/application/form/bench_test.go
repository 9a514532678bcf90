package form_test

import (
	"testing"
)

// Reading the form to join, and checking answers to it, as each step of filling in does.
func BenchmarkForm(b *testing.B) {
	s := join(b)
	b.Run("load", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			join(b)
		}
	})
	b.Run("check", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			check(b, s, nil, nil, "2026-03-01")
		}
	})
}
