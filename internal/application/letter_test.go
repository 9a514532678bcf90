package application_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// ownLetters are what a later version of the sample says in its letters.
const ownLetters = `letters:
  - {event: sign, subject: {ru: "Ждёт подписи", en: "Own: sign"}, body: {ru: "{applicant}: {document}", en: "Please sign {document} for {applicant}."}}
  - {event: returned, subject: {ru: "Вернули", en: "Own: returned"}, body: {ru: "Почему:", en: "Why it came back:"}}
  - {event: sent, subject: {ru: "Получено: {number}", en: "Own: sent {number}"}, body: {ru: "До {term}", en: "By {term}: {service} of {applicant}."}}
  - {event: asked, subject: {ru: "Вопрос: {number}", en: "Own: asked {number}"}, body: {ru: "До {term}", en: "By {term}."}}
  - {event: withdrawn, subject: {ru: "Отозвано: {number}", en: "Own: withdrawn {number}"}, body: {ru: "Отозвано.", en: "It is withdrawn."}}
`

// body is the latest letter to somebody with a subject, as plain text and as HTML one after the other.
func (h *house) body(t testing.TB, name, subject string) (text string) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(t.Context(), `SELECT body FROM letter WHERE recipient = $1 AND subject = $2`, name, subject).Scan(&text)
	}); err != nil {
		t.Fatalf("%q to %s: %v among %v", subject, name, err, h.letters(t, name))
	}
	return text
}

func (h *house) wantIn(t testing.TB, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("the letter has no %q:\n%s", part, text)
		}
	}
}

func (h *house) inquire(t testing.TB, a application.Application) {
	t.Helper()
	ctx := h.as(t, "olga", nil)
	if err := h.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, err := h.HoldSent(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		return h.Inquire(ctx, tx, app, []application.Enquiry{{Text: "Какие станки?"}})
	}); err != nil {
		t.Fatal(err)
	}
}

// The version under which was applied says what letters say. It changes the words and nothing else: the comment of who returned the
// document, the button, the greeting and the reason stay.
func TestAServiceSaysItsOwnLetters(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first, _ := h.formed(t)
		if err := h.sign(t, "boris", first, true, nil); err != nil {
			t.Fatal(err)
		}
		old := h.open(t, first).Number
		h.next(t)
		if err := h.rewrite(t, "\nsections:", "\n"+ownLetters+"sections:"); err != nil {
			t.Fatal(err)
		}
		if err := h.publish(t, "olga", h.edition(t, 2).Digest, "2026-03-10"); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(8 * 24 * time.Hour)
		h.inquire(t, first)
		if err := h.Withdraw(h.as(t, "boris", signer), first.ID); err != nil {
			t.Fatal(err)
		}
		if got, want := h.letters(t, "boris"), []string{
			"The application was sent: No. " + old, "Answer the questions of the foundation: No. " + old, "The application was withdrawn: No. " + old,
		}; !slices.Equal(got, want) {
			t.Errorf("letters under the version before: %q", got)
		}

		h.town.name = "OOO <b>{number}</b>"
		a, _ := h.formed(t)
		if _, err := h.HandOn(h.as(t, "anna", standard), a.ID); err != nil {
			t.Fatal(err)
		}
		h.wantIn(t, h.body(t, "boris", "Own: sign"), "Hello, boris!", "Please sign Application for a sample for OOO <b>{number}</b>.", "Please sign Application for a sample for OOO &lt;b&gt;{number}&lt;/b&gt;.",
			site.BaseURL+"/org/1997700000010/applications/"+string(a.ID)+"/sign", "You received this letter because")
		if err := h.Return(h.as(t, "boris", signer), a.ID, "Не те станки"); err != nil {
			t.Fatal(err)
		}
		h.wantIn(t, h.body(t, "anna", "Own: returned"), "Why it came back:", "Не те станки", "/applications/"+string(a.ID))
		h.save(t, a, form.Answers{"email": text("a@b.example"), "goods": text("Другие станки")})
		if _, err := h.Form(h.as(t, "anna", standard), a.ID); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "boris", a, true, nil); err != nil {
			t.Fatal(err)
		}
		number := h.open(t, a).Number
		h.wantIn(t, h.body(t, "boris", "Own: sent "+number), "By 24 March 2026: Sample of OOO <b>{number}</b>.")
		h.inquire(t, a)
		h.wantIn(t, h.body(t, "boris", "Own: asked "+number), "By 17 March 2026.")
		if err := h.Withdraw(h.as(t, "boris", signer), a.ID); err != nil {
			t.Fatal(err)
		}
		h.wantIn(t, h.body(t, "boris", "Own: withdrawn "+number), "It is withdrawn.")
	})
}

// What is due is told in the words of the version in force, since nothing was sent yet.
func TestOwnLettersOfWhatIsDue(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		own := `letters: [{event: due, subject: {ru: "За {period}", en: "Own: {period}"}, body: {ru: "{applicant}, {term}", en: "{applicant} files {service} by {term}."}}]` + "\nsections:"
		if err := h.Bring(t.Context(), []byte(strings.Replace(figures, "sections:", own, 1))); err != nil {
			t.Fatal(err)
		}
		h.town.since = workdays.DateOf(today).AddDays(-30)
		h.remindAll(t)
		h.wantIn(t, h.body(t, "boris", "Own: February 2026"), "ООО «Ромашка» files Figures by 16 March 2026.", site.BaseURL+"/org/1997700000010/applications")
	})
}

// A person is called in a letter as its greeting calls them, and never by the name of the document.
func TestALetterNamesNoPerson(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, own(`letters: [{event: sent, subject: {ru: "Получено", en: "Own: sent"}, body: {ru: "{applicant}", en: "To {applicant}, on {document}."}}]`))
		h.town.greeting = "dear reader"
		a := h.mine(t, "vera")
		if _, err := h.Form(h.alone(t, "vera"), a.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Send(h.alone(t, "vera"), a.ID); err != nil {
			t.Fatal(err)
		}
		said := h.body(t, "vera", "Own: sent")
		h.wantIn(t, said, "To dear reader, on Application for a sample.")
		if strings.Contains(said, "vera") {
			t.Errorf("the letter names the person:\n%s", said)
		}
	})
}
