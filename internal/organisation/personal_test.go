package organisation_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// T10: a personal certificate opens the cabinet of the sole proprietor whose ИНН it has. Whether it signs what has legal weight is a
// setting with days; one with ОГРНИП always does.
func TestT10_APersonalCertificateSignsFromADay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.shelf.put(proprietor())
		personal := annaAlone("")
		login := h.desk.login(personal)
		a, err := h.Arrive(h.as(t, "Анна"), login)
		if err != nil || a.Judgement.Outcome != organisation.Granted || !a.Unsigning || a.Alone {
			t.Fatalf("the arrival %+v, %v", a, err)
		}
		out, err := h.Open(h.as(t, "Анна"), login, organisation.Details{}, true)
		if err != nil || out.Cabinet.OGRN != annaOGRNIP {
			t.Fatalf("%+v, %v", out, err)
		}
		in := actor.From(h.as(t, "Анна"))
		in.Acting, in.Rights = out.Cabinet.ID, organisation.Signer.Rights()
		ctx := actor.With(t.Context(), in)
		try := func(holder organisation.Holder) error {
			if _, err := h.Invite(ctx, h.oleg(organisation.Standard)); err != nil {
				t.Fatal(err)
			}
			return h.sign(t, "Анна", holder, nil)
		}
		if err := try(personal); !errors.Is(err, organisation.ErrPersonalSigns) {
			t.Errorf("before the day: %v", err)
		}
		if err := try(annaAlone(annaOGRNIP)); err != nil {
			t.Errorf("a certificate of a proprietor: %v", err)
		}
		h.at(time.Date(2026, 12, 31, 20, 59, 59, 0, time.UTC)) // Moscow is three hours ahead
		if err := try(personal); !errors.Is(err, organisation.ErrPersonalSigns) {
			t.Errorf("the evening before: %v", err)
		}
		h.at(time.Date(2026, 12, 31, 21, 0, 0, 0, time.UTC))
		if err := try(personal); err != nil {
			t.Errorf("from that day on: %v", err)
		}
	})
}

func TestParseSwitch(t *testing.T) {
	s, err := organisation.ParseSwitch(" 2026-01-01=yes, 2027-09-01=no ")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]bool{"2025-12-31": false, "2026-01-01": true, "2027-08-31": true, "2027-09-01": false, "2030-01-01": false} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if s.On(at) != want {
			t.Errorf("on %s it is %t", day, !want)
		}
	}
	if s, err := organisation.ParseSwitch(""); err != nil || s.On(today) {
		t.Errorf("nothing: %v, %v", s, err)
	}
	for _, bad := range []string{"yes", "2026-01-01", "2026-01-01=да", "2026-02-30=yes", "2026-01-01=yes,", "2027-01-01=yes,2026-01-01=no", "2026-01-01=yes,2026-01-01=no"} {
		if _, err := organisation.ParseSwitch(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func FuzzParseSwitch(f *testing.F) {
	for _, seed := range []string{"", "2026-01-01=yes,2027-09-01=no", "2026-01-01=yes,,", "=", "0000-00-00=no"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := organisation.ParseSwitch(text)
		if err == nil && s.On(today) && len(s) == 0 {
			t.Errorf("%q is on and has no day", text)
		}
	})
}

// All who represent an organisation, the head and trusted persons with full access, hear of everybody who comes and goes; those with
// standard access do not.
func TestRepresentativesHearOfEverybody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.trusted(t, organisation.Full) // Oleg
		h.letters(t, "Олег")
		if told := h.letters(t, "Анна"); !slices.Contains(told, "The trusted person accepted") || slices.Contains(told, "A new trusted person") {
			t.Errorf("the head was told %q of the trusted person", told)
		}
		p := h.employed(t, 1)
		if told := h.letters(t, "Олег"); !slices.Contains(told, "An employee came by a power of attorney") {
			t.Errorf("the trusted person was told %q", told)
		}
		if err := h.WithdrawPower(h.in(t, "Анна"), p.ID); err != nil {
			t.Fatal(err)
		}
		if told := h.letters(t, "Олег"); !slices.Contains(told, "An employee’s power of attorney has ended") {
			t.Errorf("the trusted person was told %q", told)
		}
		two := romashka(anna(), vera())
		two.Powers = egr.EachAlone
		h.shelf.put(two)
		second := annaForRomashka()
		second.PersonINN, second.SNILS, second.Surname, second.Given, second.Middle = veraINN, "08765430300", "Соколова", "Вера", "Ивановна"
		if _, err := h.Open(h.as(t, "Вера"), h.desk.login(second), organisation.Details{}, false); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Анна", "Олег"} {
			if told := h.letters(t, name); !slices.Contains(told, "Another representative entered the organisation account") {
				t.Errorf("%s was told %q of a signer", name, told)
			}
		}
		if _, err := h.Invite(h.in(t, "Вера"), organisation.Trust{SNILS: "16012345612", Name: "Орлов Роман", Role: organisation.Standard, Until: today.AddDate(0, 1, 0)}); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "Вера", second, nil); err != nil {
			t.Fatal(err)
		}
		h.add(t, "Орлов Роман Игоревич", "16012345612", actor.Standard)
		if _, err := h.Answer(h.as(t, "Роман"), h.invitation(t, "Роман"), true); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Анна", "Олег"} {
			if told := h.letters(t, name); !slices.Contains(told, "A new trusted person") {
				t.Errorf("%s was told %q of a trusted person", name, told)
			}
		}
		if err := h.Leave(h.as(t, "Олег"), romashkaOGRN); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Анна", "Вера"} {
			if told := h.letters(t, name); !slices.Contains(told, "A trusted person no longer acts") {
				t.Errorf("%s was told %q of who left", name, told)
			}
		}
		h.shelf.put(romashka(vera()))
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Changed(t.Context(), tx, romashkaOGRN) }); err != nil {
			t.Fatal(err)
		}
		if told := h.letters(t, "Вера"); !slices.Contains(told, "A right to sign has ended") {
			t.Errorf("the head who stays was told %q", told)
		}
	})
}

// T13: an invitation by СНИЛС waits for its account, and is told of when the СНИЛС is confirmed; one that has lapsed is not.
func TestT13_AnInvitationWaitsForItsAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		trust := h.oleg(organisation.Standard)
		trust.SNILS = "16012345612"
		if _, err := h.Invite(h.in(t, "Анна"), trust); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "Анна", annaForRomashka(), nil); err != nil {
			t.Fatal(err)
		}
		roman := h.add(t, "Орлов Роман Игоревич", "16012345612", actor.Standard)
		if told := h.letters(t, "Роман"); len(told) != 0 {
			t.Errorf("told %q", told)
		}
		identified := func() {
			if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Identified(t.Context(), tx, roman, "16012345612") }); err != nil {
				t.Fatal(err)
			}
		}
		identified()
		if told := h.letters(t, "Роман"); !slices.Equal(told, []string{"You are invited as a trusted person"}) {
			t.Errorf("told %q", told)
		}
		h.at(today.Add(organisation.InvitationLife))
		identified()
		if told := h.letters(t, "Роман"); len(told) != 1 {
			t.Errorf("told %q of an invitation that has lapsed", told)
		}
	})
}
