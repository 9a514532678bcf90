package i18n_test

import (
	"context"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

func TestTextInBothLanguages(t *testing.T) {
	sent := i18n.F("Код отправлен в %s на %s.", "Sent at %s to %s.")
	at := i18n.Moment(time.Date(2026, 11, 21, 11, 5, 0, 0, time.UTC))
	text := sent.With(at, "a b@example.org")
	if got, want := text.In(i18n.Russian), "Код отправлен в\u00a021\u00a0ноября 2026\u00a0г., 14:05 на\u00a0a b@example.org."; got != want {
		t.Errorf("Russian: %q, want %q", got, want)
	}
	if got, want := i18n.T(i18n.WithLang(context.Background(), i18n.English), text), "Sent at 21 November 2026, 14:05 to a b@example.org."; got != want {
		t.Errorf("English: %q, want %q", got, want)
	}
}

func TestRussianIsTheDefault(t *testing.T) {
	if got := i18n.From(context.Background()); got != i18n.Russian {
		t.Errorf("language of an empty context: %v", got)
	}
	if _, ok := i18n.Parse("fr"); ok {
		t.Error("French was accepted")
	}
}

func TestNumber(t *testing.T) {
	tests := []struct {
		n      int64
		ru, en string
	}{
		{0, "0", "0"},
		{1250, "1250", "1,250"},
		{12500, "12\u00a0500", "12,500"},
		{-1234567, "−1\u00a0234\u00a0567", "−1,234,567"},
	}
	for _, tt := range tests {
		if ru, en := i18n.Number(tt.n).In(i18n.Russian), i18n.Number(tt.n).In(i18n.English); ru != tt.ru || en != tt.en {
			t.Errorf("%d: %q %q, want %q %q", tt.n, ru, en, tt.ru, tt.en)
		}
	}
}

func TestAfter(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Millisecond: "1\u00a0секунду", 61 * time.Second: "61\u00a0секунду", 91 * time.Second: "2\u00a0минуты",
		10 * time.Minute: "10\u00a0минут", 91 * time.Minute: "2\u00a0часа",
	} {
		if got := i18n.After(d).In(i18n.Russian); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

// The name of an organisation has quotes of its own; within those of a text they are of the second kind, and elsewhere they stay.
func TestQuotesWithinQuotes(t *testing.T) {
	const name = "ООО «Ёлка»"
	for want, text := range map[string]i18n.Text{
		"Кабинет «ООО „Ёлка“» открыт": i18n.F("Кабинет «%s» открыт", "The account of “%s” is open").With(name),
		"Кабинет: ООО «Ёлка»":         i18n.F("Кабинет: %s", "Account: %s").With(name),
		"«Сосна» и\u00a0ООО «Ёлка»":   i18n.F("«%s» и %s", "“%s” and %s").With("Сосна", name),
	} {
		if got := text.In(i18n.Russian); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := i18n.F("«%s»", "“%s”").With(name).In(i18n.English); got != "“ООО «Ёлка»”" {
		t.Errorf("in English: %q", got)
	}
}
