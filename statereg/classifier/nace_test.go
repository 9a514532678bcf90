package classifier

import (
	"strings"
	"testing"
)

func TestEnglish(t *testing.T) {
	for code, want := range map[string]string{
		"25.62": "Machining", "25.62.1": "Machining", "26.70": "Manufacture of optical instruments and photographic equipment",
		"27.2": "Manufacture of batteries and accumulators", "62.01": "Computer programming activities",
		"85.42": "", "87.10": "Residential nursing care activities", "25": "", "C": "", "": "", "99.99": "", "#": "",
	} {
		if got, ok := English(code); got != want || ok != (want != "") {
			t.Errorf("English(%q) = %q, %t; want %q", code, got, ok, want)
		}
	}
	if n := len(nace()); n < 590 {
		t.Errorf("%d classes", n)
	}
	for code, name := range nace() {
		if len(code) != 5 || code[2] != '.' || strings.TrimSpace(name) != name || name == "" {
			t.Errorf("%q: %q", code, name)
		}
	}
}
