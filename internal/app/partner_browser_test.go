package app_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	partners "github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// Misspelt, on the other keyboard, in Latin letters and in English, the same partner is found; each page says how the need was read, and a
// condition is taken off without JavaScript.
func TestBrowserSlipsFindTheSamePartner(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	offers(t, r)
	for _, l := range looks()[:4] {
		t.Run(l.name, func(t *testing.T) {
			p := browsertest.New(t, r.URL, l.options...)
			for _, need := range []string{"фрезеровка титановых корпусов", "фрезировка титановых корпусов", "ahtpthjdrf nbnfyjds[ rjhgecjd", "frezerovka titana", "milling of titanium"} {
				p.Open(l.prefix + "/partners?q=" + url.QueryEscape(need))
				p.WantText("Фрезеровка титановых корпусов")
			}
			p.Audit()
			p.WantReflow()
			p.Shot("partners/" + l.name)
		})
	}
	p := browsertest.New(t, r.URL, browsertest.NoScript())
	p.Open("/partners")
	p.ByLabel("Кого или что вы ищете").Fill("фрезеровка титановых корпусов в Казани")
	p.ByRole("button", "Найти").Click()
	p.WantText("Близко к запросу", "из других регионов")
	p.ByRole("link", "Убрать условие «Регион: Республика Татарстан»").Click()
	p.WantText("Подходящие партнёры")
}

// offers has an organisation of the trial register offer something, and waits until every node would find it.
func offers(t *testing.T, r *apptest.Running) {
	t.Helper()
	line := `{"id": "1", "inn": "` + demo.Organisations()[0].INN + `", "kind": "supplier", "title": "Фрезеровка титановых корпусов", "text": "Обработка металла на станках с ЧПУ."}`
	if _, complaints, err := r.Profile.Import(t.Context(), strings.NewReader(line)); err != nil || len(complaints) > 0 {
		t.Fatal(complaints, err)
	}
	untilFound(t, r, "фрезеровка титановых корпусов", partners.ForEverybody, 1)
}
