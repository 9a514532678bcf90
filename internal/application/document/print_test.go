package document_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
)

func rendered(t testing.TB, content []byte, p document.Print) []byte {
	t.Helper()
	out, err := document.Render(content, p)
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("KLASTER_SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "-")+".pdf"), out, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// crowded are answers that ask much of a page.
func crowded() form.Answers {
	answers := some().Example(7)
	answers["line"] = form.Answer{Text: strings.Repeat("Ы", 60)}
	answers["text"] = form.Answer{Text: "Первый абзац, " + strings.Repeat("с длинными словами и ещё раз ", 20) + "\nВторой: " + strings.Repeat("Ж", 300)}
	answers["comment"] = form.Answer{Text: strings.Repeat("Строка примечания\n", 55) + "конец"}
	answers["whole"] = form.Answer{Text: "123456"}
	answers["decimal"] = form.Answer{Text: "-1234567,891"}
	answers["money"] = form.Answer{Text: "12 500 000,5"}
	answers["text_optional"] = form.Answer{Text: "Снимок: 中文 😀 и всё."}
	rows := make([]map[string]string, 50)
	for i := range rows {
		rows[i] = map[string]string{"title": fmt.Sprintf("Работа № %d: %s", i+1, strings.Repeat("наладка и поверка ", i%7)), "cost": fmt.Sprint(i*1_234_567) + ",10", "share": "2,5", "stage": "idea", "ready": "2026-12-31"}
	}
	rows[20]["title"] = strings.Repeat("Щ", 200)
	answers["rows"] = form.Answer{Rows: rows}
	answers["files"] = form.Answer{Files: []form.File{file("Смета «А».pdf", 12345), file(strings.Repeat("Очень-длинное-имя-", 9)+".pdf", 5)}}
	return answers
}

func signatures() []document.Signature {
	at := func(s string) time.Time { v, _ := time.Parse(time.DateOnly, s); return v }
	return []document.Signature{
		{
			Holder: "Петров Алексей Игоревич", Organisation: "ООО «Умные станки»", Serial: "0a1b2c3d4e5f60718293", Issuer: "Учебный удостоверяющий центр",
			From: at("2026-01-10"), Until: at("2027-01-10"), Time: at("2026-11-22").Add(7 * time.Hour), Worth: document.Trial,
		},
		{
			Holder: "Ким Ольга Сергеевна", Serial: "0a1b2c3d4e5f60718294", From: at("2026-01-10"), Until: at("2027-01-10"),
			Time: at("2026-11-22").Add(8 * time.Hour), Proven: true, Worth: document.Signs,
		},
	}
}

func TestPrints(t *testing.T) {
	trial := about()
	trial.Trial = true
	s := join(t)
	content, err := document.Form(s, check(t, s, joining(), given(t)), trial)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content []byte
		print   document.Print
	}{
		"join":    {content, document.Print{Check: "https://klaster.example/check/K-2026-000123?code=7Q4M"}},
		"signed":  {content, document.Print{Number: "К-2026-000123", Registered: about().Formed.Add(time.Hour), Signatures: signatures()}},
		"crowded": {formed(t, kinds(t), crowded(), given(t)), document.Print{}},
	} {
		t.Run(name, func(t *testing.T) {
			first := rendered(t, c.content, c.print)
			if again := rendered(t, c.content, c.print); !bytes.Equal(first, again) {
				t.Error("the same bytes give another print")
			}
			if len(first) > 120_000 {
				t.Errorf("the file has %d bytes", len(first))
			}
		})
	}
}

func TestNoPrintOfSomethingElse(t *testing.T) {
	if _, err := document.Render([]byte("<a></a>"), document.Print{}); !errors.Is(err, document.ErrDocument) {
		t.Errorf("Render answers %v", err)
	}
}
