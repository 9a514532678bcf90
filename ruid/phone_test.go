package ruid_test

import (
	"testing"

	"github.com/klaster-platform/klaster/ruid"
)

func TestParsePhone(t *testing.T) {
	for _, in := range []string{"+74951234567", "8 (495) 123-45-67", "8-495-123-45-67", "495 123 45 67", "+7 495 123‑45‑67"} {
		p, err := ruid.ParsePhone(in)
		if err != nil || p != "+74951234567" {
			t.Errorf("%q: %q, %v", in, p, err)
		}
	}
	for _, in := range []string{"", "12", "телефон", "+7 495 123-45-6", "+7 000 000-00-00", "+999 123456789", "8 495 123-45-67 8 495 123-45-67 8 495 123-45-67"} {
		if p, err := ruid.ParsePhone(in); err == nil {
			t.Errorf("%q was taken as %q", in, p)
		}
	}
}

func TestPhoneForms(t *testing.T) {
	tests := []struct {
		phone        ruid.Phone
		read, masked string
		mobile       bool
	}{
		{"+79161234567", "+7 916 123-45-67", "+7 ••• •••-••-67", true},
		{"+74951234567", "+7 495 123-45-67", "+7 ••• •••-••-67", false},
		{"+375291234567", "+375 29 123-45-67", "+375 •• •••-••-67", true},
	}
	for _, tt := range tests {
		if got := tt.phone.String(); got != tt.read {
			t.Errorf("%s reads %q, want %q", string(tt.phone), got, tt.read)
		}
		if got := tt.phone.Masked(); got != tt.masked {
			t.Errorf("%s masked %q, want %q", string(tt.phone), got, tt.masked)
		}
		if got := tt.phone.Mobile(); got != tt.mobile {
			t.Errorf("%s mobile: %v", string(tt.phone), got)
		}
	}
}

func TestRussian(t *testing.T) {
	for p, want := range map[ruid.Phone]bool{"+79161234567": true, "+74951234567": true, "+77011234567": false, "+375291234567": false, "": false} {
		if got := p.Russian(); got != want {
			t.Errorf("%s: %v", string(p), got)
		}
	}
}

func FuzzParsePhone(f *testing.F) {
	f.Add("8 (495) 123-45-67")
	f.Add("+375 29 123-45-67")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ruid.ParsePhone(s)
		if err != nil {
			return
		}
		if again, err := ruid.ParsePhone(p.String()); err != nil || again != p {
			t.Errorf("%q became %q, which reads %q and parses as %q, %v", s, string(p), p, string(again), err)
		}
	})
}
