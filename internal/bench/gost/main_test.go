//go:build linux

package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReadLine(t *testing.T) {
	figures := make(map[string]float64)
	for _, line := range []string{
		"hash md_gost12_256      64 B     34.07 MB/s",
		"ec   256 CryptoPro-A (pset A)   keygen     23824 sign     23962 verify      6206 /s",
		"anything else",
	} {
		if err := readLine(figures, line); err != nil {
			t.Error(err)
		}
	}
	want := map[string]float64{
		"md_gost12_256 64 B": 34.07, "256 CryptoPro-A (pset A) keygen": 23824, "256 CryptoPro-A (pset A) sign": 23962,
		"256 CryptoPro-A (pset A) verify": 6206,
	}
	if diff := cmp.Diff(want, figures); diff != "" {
		t.Error(diff)
	}
	if err := readLine(figures, "skip 512 tc26-C"); err == nil {
		t.Error("a curve that the engine lacks is no error")
	}
}

func TestMeasurements(t *testing.T) {
	list, err := measurements()
	if err != nil {
		t.Fatal(err)
	}
	names := make(map[string]bool)
	for _, m := range list {
		names[m.Name] = true
		if v, err := m.Measure(time.Microsecond); err != nil || v <= 0 {
			t.Errorf("%s: %v, %v", m.Name, v, err)
		}
	}
	if len(names) != len(list) || len(list) != 7*4+1+6+2 {
		t.Errorf("%d measurements with %d names", len(list), len(names))
	}
}
