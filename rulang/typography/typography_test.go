package typography_test

import (
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/rulang/typography"
)

func TestRussian(t *testing.T) {
	// A tilde stands for the no-break space.
	tests := []struct{ in, want string }{
		{"", ""},
		{"слово", "слово"},
		{"Код — это шесть цифр", "Код~— это шесть цифр"},
		{"Письмо в папке «Спам» и в архиве", "Письмо в~папке «Спам» и~в~архиве"},
		{"В письме № 5 на 10 мин", "В~письме №~5 на~10~мин"},
		{"до 5 %, не более 30 млн ₽", "до~5~%, не~более 30~млн ₽"},
		{"ООО «Тест» (с уставом)", "ООО~«Тест» (с~уставом)"},
		{"2026 г. закончен", "2026~г.~закончен"},
		{"до 1 сентября, ИНН 7704123457", "до~1~сентября, ИНН~7704123457"},
		{"ИНН организации", "ИНН организации"},
	}
	for _, tt := range tests {
		if got := strings.ReplaceAll(typography.Russian(tt.in), "\u00a0", "~"); got != tt.want {
			t.Errorf("Russian(%q)\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
}

func TestRussianKeepsEveryWord(t *testing.T) {
	const in = "Вы не выйдете — а мы и не закроем: 5 мин, 3 ч,  двойной пробел"
	if got := strings.ReplaceAll(typography.Russian(in), "\u00a0", " "); got != in {
		t.Errorf("words changed: %q", got)
	}
}

func TestQuotes(t *testing.T) {
	for in, want := range map[string]string{
		"": "",
		"Кабинет «Ромашки» открыт":     "Кабинет «Ромашки» открыт",
		"«Заявление» от «ООО «Ёлка»»":  "«Заявление» от «ООО „Ёлка“»",
		"«ООО «Дом «Ёлка»» и «АО «А»»": "«ООО «Дом «Ёлка»» и «АО «А»»", // the register left one out
		"«ООО «Дом «Ёлка»»» и «А»":     "«ООО „Дом „Ёлка““» и «А»",
		"»««»":               "»««»",
		"«ООО „Ёлка“» и «Б»": "«ООО „Ёлка“» и «Б»",
	} {
		if got := typography.Quotes(in); got != want {
			t.Errorf("Quotes(%q) = %q, want %q", in, got, want)
		}
	}
}
