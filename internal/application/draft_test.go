package application_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
)

// One application is pending for a service and an applicant, however many begin it at once.
func TestOnePending(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var line sync.WaitGroup
		ids := make([]actor.CaseID, 6)
		for i := range ids {
			line.Go(func() {
				a, err := h.Start(h.as(t, "anna", standard), "sample", application.Applicant{Organisation: organisation, Person: "anna"})
				if err != nil {
					t.Error(err)
				}
				ids[i] = a.ID
			})
		}
		line.Wait()
		for _, other := range ids {
			if other != ids[0] {
				t.Fatalf("two drafts: %v", ids)
			}
		}
		w := h.open(t, application.Application{ID: ids[0]})
		if got := w.Answers()["email"].Text; got != "info@romashka.example" {
			t.Errorf("what is known was not filled in: %q", got)
		}
		if err := h.Drop(h.as(t, "anna", standard), ids[0]); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM application_answer`); n != 0 {
			t.Errorf("%d answers of a dropped draft are kept", n)
		}
		if next := h.draft(t); next.ID == ids[0] {
			t.Error("a draft that was dropped came back")
		}
	})
}

// Others do not learn that there is an application, and services for others are not begun.
func TestWhoMayBegin(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.draft(t)
		stranger := actor.With(t.Context(), actor.Actor{Person: "eve", Acting: "o-2", Rights: signer, Confirmed: h.clock.Now()})
		for name, err := range map[string]error{
			"open": second(h.Open(stranger, a.ID)),
			"save": second(h.Save(stranger, a.ID, "main", 0, nil)),
			"form": second(h.Form(stranger, a.ID)),
			"sign": second(h.Sign(stranger, a.ID, true)),
			"send": second(h.Send(stranger, a.ID)),
			"drop": h.Drop(stranger, a.ID),
		} {
			if !errors.Is(err, application.ErrNoApplication) {
				t.Errorf("%s by a stranger: %v", name, err)
			}
		}
		if _, err := h.Open(t.Context(), a.ID); !errors.Is(err, actor.ErrSignIn) {
			t.Errorf("a guest: %v", err)
		}
		h.town.standing = form.Participant
		if err := h.Drop(h.as(t, "anna", standard), a.ID); err != nil {
			t.Fatal(err)
		}
		_, err := h.Start(h.as(t, "anna", standard), "sample", application.Applicant{Organisation: organisation, Person: "anna"})
		if !errors.Is(err, application.ErrStanding) {
			t.Errorf("a participant joins again: %v", err)
		}
		_, err = h.Start(h.as(t, "anna", standard), "nothing", application.Applicant{Organisation: organisation, Person: "anna"})
		if !errors.Is(err, application.ErrNoService) {
			t.Errorf("a service that is not there: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// Two people fill in one draft: what one has not touched stays as the other wrote it, and what both have changed is a choice.
func TestTwoPeopleOneDraft(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.draft(t)
		drawn := h.open(t, a).Revision
		asBoth := form.Answers{"email": text("info@romashka.example")}
		first := form.Answers{"email": asBoth["email"], "goods": text("Станки"), "staff": text("12")}
		if conflicts, err := h.Save(h.as(t, "anna", standard), a.ID, "main", drawn, first); err != nil || len(conflicts) > 0 {
			t.Fatal(conflicts, err)
		}
		// Boris saw the page before Anna saved: he changes the address and the products, and has left the staff empty.
		conflicts, err := h.Save(h.as(t, "boris", standard), a.ID, "main", drawn, form.Answers{"email": text("b@romashka.example"), "goods": text("Приборы")})
		if err != nil {
			t.Fatal(err)
		}
		if len(conflicts) != 1 || conflicts[0].Question.Key != "goods" || conflicts[0].Theirs.Answer.Text != "Станки" || conflicts[0].Author != "anna" {
			t.Fatalf("conflicts: %+v", conflicts)
		}
		got := h.open(t, a).Answers()
		if got["email"].Text != "b@romashka.example" || got["goods"].Text != "Станки" || got["staff"].Text != "12" {
			t.Errorf("merged: %+v", got)
		}
		// He has seen it and chooses his own.
		drawn = h.open(t, a).Revision
		mine := form.Answers{"email": got["email"], "goods": text("Приборы"), "staff": got["staff"]}
		if conflicts, err := h.Save(h.as(t, "boris", standard), a.ID, "main", drawn, mine); err != nil || len(conflicts) > 0 {
			t.Fatal(conflicts, err)
		}
		if got := h.open(t, a).Saved["goods"]; got.Answer.Text != "Приборы" || got.Author != "boris" {
			t.Errorf("chosen: %+v", got)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM application_answer WHERE question = 'goods'`); n != 2 {
			t.Errorf("%d versions of an answer are kept, want 2", n)
		}
	})
}

// T17: any change of an answer voids the document that was formed, and saving the same again changes nothing.
func TestT17_AChangeVoidsTheDocument(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, p := h.formed(t)
		w := h.open(t, a)
		if w.State != application.Signing || w.Paper == nil || w.Paper.ID != p.ID {
			t.Fatalf("after forming: %s, %+v", w.State, w.Paper)
		}
		h.save(t, a, w.Answers())
		if again := h.open(t, a); again.State != application.Signing {
			t.Error("saving the same has voided the document")
		}
		if err := h.sign(t, "boris", a, false, nil); err != nil {
			t.Fatal(err)
		}
		h.save(t, a, form.Answers{"email": text("a@b.example"), "goods": text("Станки и приборы")})
		w = h.open(t, a)
		if w.State != application.Draft || w.Paper != nil {
			t.Errorf("after a change: %s, %+v", w.State, w.Paper)
		}
		if len(h.town.ended) == 0 || h.town.ended[len(h.town.ended)-1] != p.ID {
			t.Error("the requests to sign it were not withdrawn")
		}
		if _, err := h.Send(h.as(t, "boris", signer), a.ID); !errors.Is(err, application.ErrNothingToSign) {
			t.Errorf("sending a draft whose signature is void: %v", err)
		}
	})
}

// T17: a signature counts only over the frozen bytes of the document that stands.
func TestT17_OnlyTheFrozenBytes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, p := h.formed(t)
		other := func(xml []byte) []byte {
			return []byte(strings.Replace(string(xml), "Станки", "Стойки", 1))
		}
		if err := h.sign(t, "boris", a, true, other); !errors.Is(err, application.ErrNotThisDocument) {
			t.Errorf("other bytes: %v", err)
		}
		// The store was tampered with: the answers are not those of the document any more.
		h.exec(t, `UPDATE application_answer SET body = '{"text":"Стойки"}' WHERE question = 'goods'`)
		if err := h.sign(t, "boris", a, true, nil); !errors.Is(err, application.ErrNotThisDocument) {
			t.Errorf("other answers: %v", err)
		}
		h.exec(t, `UPDATE application_answer SET body = '{"text":"Станки"}' WHERE question = 'goods'`)
		if err := h.arrive(t, p.ID, "eve", nil); !errors.Is(err, application.ErrNotThisDocument) {
			t.Errorf("nothing at all: %v", err)
		}
		if err := h.sign(t, "boris", a, true, nil); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "boris", a, true, nil); !errors.Is(err, application.ErrClosed) {
			t.Errorf("signing what was sent: %v", err)
		}
		if w := h.open(t, a); w.State != application.Review || w.Number == "" {
			t.Errorf("after signing and sending: %s, %q", w.State, w.Number)
		}
	})
}

// A draft whose form has ended goes on in the new one, with its answers; nothing is formed of the old one.
func TestTheFormHasChanged(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, _ := h.formed(t)
		h.exec(t, `UPDATE application_service SET last_day = '2026-03-31'`)
		next := strings.NewReplacer("version: 1", "version: 2", "from: 2026-01-01", "from: 2026-04-01", "key: staff", "key: people").Replace(service)
		if err := h.Bring(t.Context(), []byte(next)); err != nil {
			t.Fatal(err)
		}
		if err := h.Bring(t.Context(), []byte(strings.Replace(next, "Штат", "Люди", 1))); err != nil || h.edition(t, 2).Source != next || h.edition(t, 3).Published {
			t.Errorf("a version was published twice with other content: %v", err)
		}
		h.clock.Advance(30 * 24 * 3600e9)
		if _, err := h.Send(h.as(t, "boris", signer), a.ID); err == nil {
			t.Error("an application was sent under a form that has ended")
		}
		if w := h.open(t, a); !w.Renewed || w.Form.Version != 2 || w.Answers()["goods"].Text != "Станки" {
			t.Errorf("the draft: %v, version %d", w.Renewed, w.Form.Version)
		}
		if _, err := h.Form(h.as(t, "anna", standard), a.ID); !errors.Is(err, application.ErrVersionEnded) {
			t.Errorf("forming: %v", err)
		}
		if w := h.open(t, a); w.Renewed || w.State != application.Draft || w.Version != 2 {
			t.Errorf("renewed: %v, %s, version %d", w.Renewed, w.State, w.Version)
		}
		if _, err := h.Form(h.as(t, "anna", standard), a.ID); err != nil {
			t.Error(err)
		}
	})
}

// Forming waits until everything is answered, and forming twice gives the same document.
func TestForming(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.draft(t)
		if _, err := h.Form(h.as(t, "anna", standard), a.ID); !errors.Is(err, application.ErrIncomplete) {
			t.Errorf("an empty draft: %v", err)
		}
		a, p := h.formed(t)
		again, err := h.Form(h.as(t, "anna", standard), a.ID)
		if err != nil || again.ID != p.ID {
			t.Errorf("formed twice: %v", err)
		}
		for kind, ref := range map[string]any{"xml": p.XML, "pdf": p.PDF} {
			named, err := h.NamesFile(t.Context(), p.XML)
			if err != nil || !named {
				t.Errorf("nobody names the %s %v: %v", kind, ref, err)
			}
		}
	})
}
