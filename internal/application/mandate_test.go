package application_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
)

// T12: the frozen document names number and hash of the power of attorney by which somebody will sign, and nobody signs it by another.
func TestT12_TheDocumentNamesThePower(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		power := &document.Mandate{Number: "00000001-0000-4000-8000-00000000abcd", SHA256: strings.Repeat("5a", 32), Until: "2027-10-31"}
		h.town.heads, h.town.mandates = []string{"boris", "vera"}, map[string]*document.Mandate{"vera": power}
		a, p := h.formed(t)
		xml := string(h.file(t, a, "xml").Content)
		if !strings.Contains(xml, power.Number) || !strings.Contains(xml, power.SHA256) {
			t.Errorf("the document does not name the power:\n%s", xml)
		}
		if _, err := h.Sign(h.as(t, "vera", signer), a.ID, true); err != nil {
			t.Fatal(err)
		}
		for what, other := range map[string]document.Mandate{
			"another file":   {Number: power.Number, SHA256: strings.Repeat("5b", 32), Until: power.Until},
			"another number": {Number: "00000002-0000-4000-8000-00000000abcd", SHA256: power.SHA256, Until: power.Until},
		} {
			h.town.mandates["vera"] = &other
			if err := h.arrive(t, p.ID, "vera", []byte(xml)); !errors.Is(err, application.ErrMandate) {
				t.Errorf("%s: %v", what, err)
			}
		}
		h.town.mandates["vera"] = power
		if err := h.arrive(t, p.ID, "vera", []byte(xml)); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM receipt`); n != 1 {
			t.Errorf("%d receipts", n)
		}
	})
}

// T11, T12: others are asked about whoever signs and whoever has signed, at signing and at sending; whose right has ended meanwhile
// sends nothing.
func TestT12_AskedAtSigningAndAtSending(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town.heads = []string{"boris", "vera"}
		a, p := h.formed(t)
		if err := h.sign(t, "boris", a, false, nil); err != nil {
			t.Fatal(err)
		}
		if err := h.Ask(t.Context(), p.ID, "vera"); err != nil {
			t.Fatal(err)
		}
		if want := [][]actor.PersonID{{"vera", "boris"}}; !reflect.DeepEqual(h.town.anew, want) {
			t.Errorf("asked about %q, want %q", h.town.anew, want)
		}
		h.town.anew, h.town.gone = nil, []string{"boris"}
		if _, err := h.Send(h.as(t, "anna", full), a.ID); !errors.Is(err, errMayNot) {
			t.Errorf("sent by whose right has ended: %v", err)
		}
		if want := [][]actor.PersonID{{"boris"}}; !reflect.DeepEqual(h.town.anew, want) {
			t.Errorf("before sending asked about %q", h.town.anew)
		}
		if w := h.open(t, a); w.State != application.Signing || h.count(t, `SELECT COUNT(*) FROM receipt`) != 0 {
			t.Errorf("after a refused sending: %s", w.State)
		}
		h.town.gone = nil
		if sent, err := h.Send(h.as(t, "anna", full), a.ID); err != nil || sent.Number == "" {
			t.Errorf("%+v, %v", sent, err)
		}
	})
}
