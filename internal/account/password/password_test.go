package password_test

import (
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/account/password"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

func TestHashAndVerify(t *testing.T) {
	h := password.NewHasher(password.Standard)
	hash, err := h.Hash(t.Context(), "Пароль Й 1")
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.Hash(t.Context(), "Пароль Й 1")
	if err != nil || again == hash {
		t.Errorf("two hashes of one password are equal (%v)", err)
	}
	const decomposed = "Пароль И\u0306 1" // the same password in Unicode form D
	for attempt, want := range map[string]bool{"Пароль Й 1": true, decomposed: true, "Пароль Й 2": false, "": false} {
		got, err := h.Verify(t.Context(), attempt, hash)
		if err != nil || got != want {
			t.Errorf("%q: %v, %v", attempt, got, err)
		}
	}
	if got, err := h.Verify(t.Context(), "", ""); got || err != nil {
		t.Errorf("an unknown account was verified: %v, %v", got, err)
	}
	if _, err := h.Verify(t.Context(), "x", "$argon2id$v=19$m=99999999,t=1,p=1$AAAA$AAAA"); err == nil {
		t.Error("a hash with a monstrous cost was computed")
	}
}

func TestPolicy(t *testing.T) {
	about := []string{"Смирнова", "Анна", "a.smirnova@example.org"}
	tests := []struct {
		policy   password.Policy
		password string
		why      string // a part of the English text; empty when the password is taken
	}{
		{password.City, "Ветер47 северный", ""},
		{password.City, "xK7!bqRw", ""},
		{password.City, "xK7!bq", "too short"},
		{password.City, "ветер северный 47", "upper-case"},
		{password.City, "ВЕТЕР СЕВЕРНЫЙ 47", "lower-case"},
		{password.City, "Ветер северный", "digit"},
		{password.City, strings.Repeat("Aб1 ", 32), ""},
		{password.City, strings.Repeat("Aб1 ", 32) + "x", "too long"},
		{password.City, "Qwerty123", "common"},
		{password.City, "P@ssw0rd", "common"},
		{password.City, "Gfhjkm2026", "common"},
		{password.City, "Пароль2026", "common"},
		{password.City, "Monkey1Monkey1", "common"},
		{password.City, "Abcdefg1", "common"},
		{password.City, "Смирнова1", "repeats"},
		{password.City, "A.Smirnova26", "repeats"},
		{password.Modern, "ветер с севера", "too short"},
		{password.Modern, "ветер с севера и", ""},
		{password.Modern, "123456789012345", "common"},
		{password.Modern, "aaaaaaaaaaaaaaaa", "common"},
	}
	for _, tt := range tests {
		got := tt.policy.Check(tt.password, about...)
		if tt.why == "" && !got.IsZero() {
			t.Errorf("%q was refused: %s", tt.password, got.In(i18n.English))
		}
		if tt.why != "" && !strings.Contains(got.In(i18n.English), tt.why) {
			t.Errorf("%q: %q, want a reason with %q", tt.password, got.In(i18n.English), tt.why)
		}
	}
}

// ASVS 5.0, 6.2.4: of the most frequent passwords none is taken that the rule of the city would let pass otherwise, nor by
// those who give it a capital and a year.
func TestFrequentPasswordsAreRefused(t *testing.T) {
	frequent := password.Frequent()
	if len(frequent) < 7000 {
		t.Fatalf("the list has %d passwords", len(frequent))
	}
	for _, w := range frequent {
		capital := strings.ToUpper(w[:1]) + w[1:]
		tries := []string{w, capital, capital + "1", capital + "!"}
		if !strings.ContainsAny(w, "0123456789") {
			tries = append(tries, capital+"2026")
		}
		for _, p := range tries {
			if password.City.Check(p).IsZero() {
				t.Errorf("%q is taken", p)
			}
		}
	}
}

func TestBreached(t *testing.T) {
	var lines []string
	for i := range 1000 {
		lines = append(lines, fmt.Sprintf("%X:%d", sha1.Sum(fmt.Appendf(nil, "leaked %d", i)), i+1))
	}
	sort.Strings(lines)
	for name, end := range map[string]string{"unix": "\n", "dos": "\r\n"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(strings.Join(lines, end)+end), 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := password.OpenBreached(path)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		for i := range 1000 {
			if !b.Has(fmt.Sprintf("leaked %d", i)) {
				t.Errorf("%s: leaked %d was not found", name, i)
			}
			if b.Has(fmt.Sprintf("safe %d", i)) {
				t.Errorf("%s: safe %d was found", name, i)
			}
		}
		p := password.Modern
		p.Breached = b
		if p.Check("leaked 7 leaked 7").IsZero() == false {
			t.Error("a password that is not on the list was refused")
		}
	}
	path := filepath.Join(t.TempDir(), "wrong")
	if err := os.WriteFile(path, []byte(strings.Repeat("password\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := password.OpenBreached(path); err == nil {
		t.Error("a list of another kind was opened")
	}
	var none *password.Breached
	if none.Has("x") {
		t.Error("no list has a password")
	}
}

func BenchmarkHash(b *testing.B) {
	h := password.NewHasher(password.Standard)
	for b.Loop() {
		if _, err := h.Hash(b.Context(), "Ветер47 северный"); err != nil {
			b.Fatal(err)
		}
	}
}
