package app_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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
			for state, need := range map[string]string{"near": "фрезеровка титановых корпусов в Казани", "none": "xyzzy"} {
				p.Open(l.prefix + "/partners?q=" + url.QueryEscape(need))
				p.Audit()
				p.WantReflow()
				p.Shot("partners/" + state + "-" + l.name)
			}
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

// With the keyboard alone a need is asked, a condition taken off, and a partner opened.
func TestBrowserPartnersByKeyboard(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	offers(t, r)
	p := browsertest.New(t, r.URL)
	p.Open("/partners")
	p.TabTo("Кого или что вы ищете")
	p.Press("фрезеровка титановых корпусов в Казани", "Enter")
	p.WantText("Близко к запросу")
	p.TabTo("Регион: Республика Татарстан")
	p.Press("Enter")
	p.WantText("Подходящие партнёры")
	p.TabTo(strings.ToUpper(demo.Organisations()[0].Name))
	p.Press("Enter")
	p.WantText("Фрезеровка титановых корпусов", "Предложения")
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

// Who means what is asked and shares no word with it stands under a heading of its own, with the reason; when the service of vectors does not
// answer, a line says so. Both without JavaScript.
func TestBrowserMeaningHasAReason(t *testing.T) {
	var down atomic.Bool
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || down.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		var list []string
		for i, text := range asked.Input {
			meant := 0
			if strings.Contains(text, "Фрезеровка") || strings.Contains(text, "доводка") {
				meant = 9
			}
			list = append(list, fmt.Sprintf(`{"index":%d,"embedding":[%d,%d,1]}`, i, meant, len(text)%5))
		}
		io.WriteString(w, `{"data":[`+strings.Join(list, ",")+`]}`) //nolint:errcheck // whoever asked has gone
	}))
	t.Cleanup(service.Close)
	r := apptest.Start(t, storetest.SQLite(t), vectorsOf(service.URL, 3))
	var lines []string
	for i, trade := range []string{"Сварка рам", "Пошив спецодежды", "Литьё пластмасс", "Монтаж кровли", "Уборка снега", "Ремонт лифтов", "Анализ воды", "Резка стекла", "Доставка обедов", "Окраска кузовов"} {
		lines = append(lines, fmt.Sprintf(`{"id": "m%d", "inn": %q, "kind": "supplier", "title": %q}`, i, demo.Organisations()[i+1].INN, trade))
	}
	if _, complaints, err := r.Profile.Import(t.Context(), strings.NewReader(strings.Join(lines, "\n"))); err != nil || len(complaints) > 0 {
		t.Fatal(complaints, err)
	}
	offers(t, r)
	untilMeant(t, r, "филигранная доводка")
	for _, l := range append(looks()[:4], looks()[6]) { // and in English
		t.Run(l.name, func(t *testing.T) {
			p := browsertest.New(t, r.URL, append(l.options, browsertest.NoScript())...)
			p.Open(l.prefix + "/partners?q=" + url.QueryEscape("филигранная доводка"))
			p.WantText("Фрезеровка титановых корпусов")
			p.WantReflow()
			p.Shot("meaning/" + l.name)
			down.Store(true)
			defer down.Store(false)
			p.Open(l.prefix + "/partners?q=" + url.QueryEscape("фрезеровка "+l.name))
			p.WantText("Фрезеровка титановых корпусов", map[string]string{"": "Поиск по смыслу сейчас недоступен", "/en": "The search by meaning is not available now"}[l.prefix])
			p.WantReflow()
			p.Shot("meaning-silent/" + l.name)
		})
	}
	p := browsertest.New(t, r.URL)
	p.Open("/partners?q=" + url.QueryEscape("филигранная доводка"))
	p.WantText("Похоже по смыслу: «Фрезеровка титановых корпусов»")
	p.Audit()
}

// untilMeant waits until a need finds somebody by meaning.
func untilMeant(t *testing.T, r *apptest.Running, text string) {
	t.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		f, err := r.Partner.Find(t.Context(), partners.Question{Text: text})
		if err == nil && len(f.Meant) > 0 {
			return
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("«%s» finds nobody by meaning after three minutes; %v", text, err)
		}
	}
}
