package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// A new year of the working calendar comes by the page of the registers, with the act that decreed it; what is no calendar is refused.
func TestBrowserANewYearOfTheCalendarIsImported(t *testing.T) {
	next := strings.NewReplacer(`year="2026"`, `year="2027"`, `2025.09.30`, `2026.09.30`).Replace(string(sharedtest.File(t, "registers", "calendar/ru-2026.xml")))
	path := filepath.Join(t.TempDir(), "ru-2027.xml")
	if err := os.WriteFile(path, []byte(next), 0o600); err != nil {
		t.Fatal(err)
	}
	r := apptest.Start(t, storetest.SQLite(t))
	p := browsertest.New(t, r.URL, browsertest.Allow("422"))
	signIn(p, "operator@klaster.example")
	give := func(register, origin string) {
		p.Open("/admin/registers/import")
		p.ByLabel("Реестр").Choose(register)
		p.ByLabel("Файл").Upload(path)
		p.ByLabel("Откуда файл необязательно").Fill(origin)
		p.ByRole("button", "Загрузить файл").Click()
	}
	give("ЕГРИП", "Сайт")
	p.WantText("Исправьте ошибки")
	p.Audit()
	give("Производственный календарь", "Постановление Правительства")
	p.WantText("Новых: 1")
	p.Shot("registers/calendar")
	calendar, err := r.Fact.Calendar(t.Context(), r.DB.Single())
	if err != nil {
		t.Fatal(err)
	}
	years := calendar.Years()
	if last := years[len(years)-1]; last.Number != 2027 || last.Provisional {
		t.Errorf("the last year is %d, provisional %t", last.Number, last.Provisional)
	}
}
