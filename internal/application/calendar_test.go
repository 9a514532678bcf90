package application_test

import (
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

func TestTheDayOfTheAnswerForACalendar(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town.name = "ООО «Ромашка, лютик; и\\очень длинное имя, которое не помещается в одну строку календаря»"
		a, _ := h.formed(t)
		if err := h.sign(t, "boris", a, true, nil); err != nil {
			t.Fatal(err)
		}
		raw := string(h.file(t, a, "ics").Content)
		for _, line := range strings.Split(raw, "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				t.Errorf("a line of %d octets: %q", len(line), line)
			}
		}
		whole := strings.ReplaceAll(raw, "\r\n ", "")
		for _, want := range []string{
			"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "UID:" + string(a.ID) + "@cluster.example\r\n", "DTSTAMP:20260302T090000Z\r\n",
			"DTSTART;VALUE=DATE:20260317\r\nDTEND;VALUE=DATE:20260318\r\n", // ten working days after 2 March, of which the 9th is a day off
			`«Ромашка\, лютик\; и\\очень длинное имя`, "SUMMARY:Срок ответа по заявлению № " + h.open(t, a).Number, "END:VEVENT\r\nEND:VCALENDAR\r\n",
		} {
			if !strings.Contains(whole, want) {
				t.Errorf("no %q in\n%s", want, raw)
			}
		}
	})
}

// An ИНН that was typed is looked up, so that the person sees whom they have named.
func TestAnINNIsNamedByTheRegister(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.draft(t)
		h.save(t, a, form.Answers{"partner": text("9900000017")})
		if got := h.open(t, a).RegisteredAs("9900000017").In(i18n.Russian); got != "ООО\u00a0«Вектор», действует" {
			t.Errorf("the register says %q", got)
		}
	})
}
