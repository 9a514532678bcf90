package review_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/application"
)

// A decision and a question that is asked again are told in the words of the service, with what is known of them.
func TestOwnLettersOfDecisions(t *testing.T) {
	const letters = `letters:
  - {event: granted, subject: {ru: "Да", en: "Own: granted {number}"}, body: {ru: "{decision}", en: "{decision}"}}
  - {event: refused, subject: {ru: "Нет", en: "Own: refused {decision}"}, body: {ru: "{number}", en: "{number}"}}
  - {event: asked_again, subject: {ru: "Ещё раз", en: "Own: asked again, by {term}"}, body: {ru: "{number}", en: "{number}"}}
sections:`
	eachOf(t, strings.Replace(service, "sections:", letters, 1), func(t *testing.T, h *house) {
		a, b := h.sent(t, good), h.sent(t, good)
		h.inquire(t, "olga", a, application.Enquiry{Text: "Какие станки?"})
		h.clock.Advance(2 * 24 * time.Hour)
		h.tick(t)
		h.decide(t, "olga", a, grant)
		d := h.decide(t, "olga", b, refuse)
		for _, want := range []string{
			"Answer the questions of the foundation: No. " + h.state(t, a).Number, "Own: asked again, by 10 March 2026",
			"Own: granted " + h.state(t, a).Number, "Own: refused " + d.Number,
		} {
			if !slices.Contains(h.letters(t), want) {
				t.Errorf("no letter %q among %q", want, h.letters(t))
			}
		}
	})
}
