package application_test

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func (h *house) letters(t testing.TB, name string) (subjects []string) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		subjects, err = sqldb.List(t.Context(), q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) },
			`SELECT subject FROM letter WHERE recipient = $1`, name)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return subjects
}

// From the accountant to the head: handed over, returned with a word, corrected, signed and sent at once. The receipt names the
// signature, the term is ten working days (9 March is a holiday), and everybody concerned has a letter.
func TestSignAndSend(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, _ := h.formed(t)
		list, err := h.HandOn(h.as(t, "anna", standard), a.ID)
		if err != nil || len(list) != 1 || list[0].Person != "boris" {
			t.Fatalf("handed on to %v: %v", list, err)
		}
		if err := h.Return(h.as(t, "boris", signer), a.ID, ""); !errors.Is(err, application.ErrComment) {
			t.Errorf("returned without a word: %v", err)
		}
		if err := h.Return(h.as(t, "boris", signer), a.ID, "Добавьте приборы"); err != nil {
			t.Fatal(err)
		}
		h.save(t, a, form.Answers{"email": text("a@b.example"), "goods": text("Станки и приборы")})
		if _, err := h.Form(h.as(t, "anna", standard), a.ID); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "boris", a, true, nil); err != nil {
			t.Fatal(err)
		}
		w := h.open(t, a)
		if w.State != application.Review || w.Due.String() != "2026-03-17" || w.SentBy != "boris" {
			t.Errorf("sent: %s, due %s, by %s", w.State, w.Due, w.SentBy)
		}
		if !regexp.MustCompile(`^2026-[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$`).MatchString(w.Number) {
			t.Errorf("number %q", w.Number)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM receipt WHERE number = $1 AND signatures = 1`, w.Number); n != 1 {
			t.Errorf("%d receipts", n)
		}
		sent := "The application was sent: No. " + w.Number
		if got := h.letters(t, "boris"); !slices.Equal(got, []string{"A document waits for your signature", sent}) {
			t.Errorf("letters to the head: %v", got)
		}
		if got := h.letters(t, "anna"); !slices.Equal(got, []string{"The document was returned without a signature", sent}) {
			t.Errorf("letters to the accountant: %v", got)
		}
		if conflicts, err := h.Save(h.as(t, "anna", standard), a.ID, "main", 99, form.Answers{"goods": text("Иное")}); !errors.Is(err, application.ErrClosed) {
			t.Errorf("an answer was changed after sending: %v, %v", conflicts, err)
		}
	})
}

// What a signer has chosen stays: an accountant, who may not send, hands the document on while the head signs without sending, and it is
// not sent. Who has signed is not asked again.
func TestHandingOnDoesNotSend(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, p := h.formed(t)
		if _, err := h.Sign(h.as(t, "boris", signer), a.ID, false); err != nil {
			t.Fatal(err)
		}
		if _, err := h.HandOn(h.as(t, "anna", standard), a.ID); err != nil {
			t.Fatal(err)
		}
		if err := h.arrive(t, p.ID, "boris", h.file(t, a, "xml").Content); err != nil {
			t.Fatal(err)
		}
		if w := h.open(t, a); w.State != application.Signing {
			t.Errorf("signed without sending, and it is %s", w.State)
		}
		letters := len(h.letters(t, "boris"))
		if _, err := h.HandOn(h.as(t, "anna", standard), a.ID); err != nil || len(h.letters(t, "boris")) != letters {
			t.Errorf("who has signed is asked again: %v, %v", err, h.letters(t, "boris"))
		}
	})
}

// The files of an application: before sending the document, after it the stamped copy, the signature and the receipt, and to
// strangers nothing.
func TestFiles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, _ := h.formed(t)
		if _, err := h.File(h.as(t, "anna", standard), a.ID, "receipt"); !errors.Is(err, application.ErrNoApplication) {
			t.Errorf("the receipt of what was not sent: %v", err)
		}
		if err := h.sign(t, "boris", a, true, nil); err != nil {
			t.Fatal(err)
		}
		plain, stamped := h.file(t, a, "pdf"), h.file(t, a, "stamped")
		if !bytes.HasPrefix(stamped.Content, []byte("%PDF-")) || bytes.Equal(plain.Content, stamped.Content) {
			t.Error("the stamped copy is the original")
		}
		var request string
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			return q.QueryRow(t.Context(), `SELECT id FROM application_signing`).Scan(&request)
		}); err != nil {
			t.Fatal(err)
		}
		if f := h.file(t, a, "long."+request); string(f.Content) != "stamped" || !strings.HasSuffix(f.Name, ".stamped.xml.sig") {
			t.Errorf("the signature with its time-stamp is %q, %q", f.Name, f.Content)
		}
		if f := h.file(t, a, "sig."+request); string(f.Content) != "signature" || !strings.HasSuffix(f.Name, ".xml.sig") {
			t.Errorf("the signature: %+v", f)
		}
		h.file(t, a, "receipt")
		for _, kind := range []string{"", "long.x", "sig.", "sig.x", "exe", "../xml"} {
			if _, err := h.File(h.as(t, "anna", standard), a.ID, kind); !errors.Is(err, application.ErrNoApplication) {
				t.Errorf("file %q: %v", kind, err)
			}
		}
	})
}

// Several heads who act together sign one document; it is sent with the last of them, and not before.
func TestTogether(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town.heads, h.town.joint = []string{"boris", "vera"}, true
		a, _ := h.formed(t)
		if err := h.sign(t, "boris", a, true, nil); err != nil {
			t.Fatal(err)
		}
		if w := h.open(t, a); w.State != application.Signing {
			t.Fatalf("sent with one of two signatures: %s", w.State)
		}
		if _, err := h.Send(h.as(t, "boris", signer), a.ID); !errors.Is(err, application.ErrNotSigned) {
			t.Errorf("sending with one of two signatures: %v", err)
		}
		if err := h.sign(t, "boris", a, true, nil); !errors.Is(err, application.ErrSignedAlready) {
			t.Errorf("signing twice: %v", err)
		}
		if err := h.sign(t, "vera", a, true, nil); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM receipt WHERE signatures = 2`); n != 1 {
			t.Errorf("%d receipts over two signatures", n)
		}
	})
}

// T11: who may sign is asked when the signature arrives, whatever was so when signing began.
func TestT11_AskedWhenItArrives(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, p := h.formed(t)
		if _, err := h.Sign(h.as(t, "boris", signer), a.ID, true); err != nil {
			t.Fatal(err)
		}
		h.town.heads = []string{"vera"}
		if err := h.arrive(t, p.ID, "boris", h.file(t, a, "xml").Content); !errors.Is(err, errMayNot) {
			t.Errorf("a former head: %v", err)
		}
		if w := h.open(t, a); w.State != application.Signing || h.count(t, `SELECT COUNT(*) FROM receipt`) != 0 {
			t.Errorf("after a refused signature: %s", w.State)
		}
	})
}

// Two tabs send at once: one number, one receipt, and both see that it was sent.
func TestTwoTabsSend(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, _ := h.formed(t)
		if err := h.sign(t, "boris", a, false, nil); err != nil {
			t.Fatal(err)
		}
		var line sync.WaitGroup
		numbers := make([]string, 5)
		for i := range numbers {
			line.Go(func() {
				sent, err := h.Send(h.as(t, "olga", full), a.ID)
				if err != nil {
					t.Error(err)
				}
				numbers[i] = sent.Number
			})
		}
		line.Wait()
		if slices.ContainsFunc(numbers, func(n string) bool { return n == "" || n != numbers[0] }) {
			t.Errorf("numbers: %v", numbers)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM receipt`); n != 1 {
			t.Errorf("%d receipts", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM application_event WHERE kind = 'sent'`); n != 1 {
			t.Errorf("sent %d times", n)
		}
	})
}

// Without its receipt nothing is sent: a seal that does not answer leaves the document signed and waiting.
func TestNoReceiptNoSending(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, _ := h.formed(t)
		h.town.down = errors.New("no seal")
		if err := h.sign(t, "boris", a, true, nil); !errors.Is(err, h.town.down) {
			t.Errorf("signed and sent: %v", err)
		}
		w := h.open(t, a)
		if w.State != application.Signing || w.Number != "" || h.count(t, `SELECT COUNT(*) FROM letter`) != 0 {
			t.Errorf("half sent: %s, %q", w.State, w.Number)
		}
		h.town.down = nil
		if err := h.sign(t, "boris", a, true, nil); err != nil {
			t.Error(err)
		}
	})
}

// The table of doc.go: who may do what.
func TestWhoMayDoWhat(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, _ := h.formed(t)
		for name, c := range map[string]struct {
			rights []actor.Right
			can    string
		}{"standard": {standard, "fill form hand"}, "full": {full, "fill form hand send"}, "signer": {signer, "fill form hand sign send"}} {
			ctx := h.as(t, name, c.rights)
			for deed, do := range map[string]func() error{
				"fill": func() error { return second(h.Save(ctx, a.ID, "main", 99, h.open(t, a).Answers())) },
				"form": func() error { return second(h.Form(ctx, a.ID)) },
				"hand": func() error { return second(h.HandOn(ctx, a.ID)) },
				"sign": func() error { return second(h.Sign(ctx, a.ID, false)) },
				"send": func() error {
					if err := second(h.Send(ctx, a.ID)); !errors.Is(err, application.ErrNotSigned) {
						return err
					}
					return nil
				},
			} {
				err := do()
				if may := slices.Contains(strings.Fields(c.can), deed); may && err != nil || !may && !errors.Is(err, actor.ErrRight) {
					t.Errorf("%s by %s: %v", deed, name, err)
				}
			}
		}
		if err := h.sign(t, "boris", a, true, nil); err != nil {
			t.Fatal(err)
		}
		if err := h.Withdraw(h.as(t, "anna", standard), a.ID); !errors.Is(err, actor.ErrRight) {
			t.Errorf("withdrawn by standard: %v", err)
		}
		if err := h.Withdraw(h.as(t, "olga", full), a.ID); err != nil {
			t.Error(err)
		}
		if w := h.open(t, a); w.State != application.Withdrawn {
			t.Errorf("withdrawn: %s", w.State)
		}
	})
}

// A term that reaches a year without a calendar is told and sends nothing.
func TestNoCalendar(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, _ := h.formed(t)
		h.clock.Advance(290 * 24 * 3600e9) // 17 December
		if err := h.sign(t, "boris", a, true, nil); !errors.Is(err, application.ErrCalendar) {
			t.Errorf("sent into a year without a calendar: %v", err)
		}
	})
}
