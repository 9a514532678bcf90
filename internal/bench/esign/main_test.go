//go:build linux

package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMeasurements(t *testing.T) {
	subjects, err := makeSubjects()
	if err != nil {
		t.Fatal(err)
	}
	list := measurements(subjects)
	for _, m := range list {
		if v, err := m.Measure(time.Microsecond); err != nil || v <= 0 {
			t.Errorf("%s: %v, %v", m.Name, v, err)
		}
	}
	if len(list) != 18 {
		t.Errorf("%d measurements", len(list))
	}
}

// A document that was altered is no measurement of a good one.
func TestBadSubject(t *testing.T) {
	subjects, err := makeSubjects()
	if err != nil {
		t.Fatal(err)
	}
	x := subjects[0]
	x.data = []byte("another")
	if err := x.check(nil); err == nil {
		t.Error("an altered document passes")
	}
	x.sub = subjects[1].sub
	if err := x.chain(nil); err == nil {
		t.Error("a chain through another authority passes")
	}
}

func TestFigures(t *testing.T) {
	got, err := figures([]byte("CryptoPro-A chain\t1621.32\nCryptoPro-A message\t869.00\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]float64{"CryptoPro-A chain": 1621.32, "CryptoPro-A message": 869}, got); diff != "" {
		t.Error(diff)
	}
	if _, err := figures([]byte("engine failed\n")); err == nil {
		t.Error("a complaint is read as a figure")
	}
}
