package app_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	partners "github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/embedding"
	"github.com/klaster-platform/klaster/internal/staff"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// A service of vectors that is named in the settings is reached and gets what everybody may read, and nothing else. When it does not answer as
// it should, the pages say so, in both languages. Whoever reads the page of readiness sees how it stands.
func TestTheSearchByMeaningOfAnInstallation(t *testing.T) {
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		var list []string
		for i, text := range asked.Input {
			if strings.Contains(text, "Тайная") {
				t.Errorf("«%s» left", text)
			}
			list = append(list, fmt.Sprintf(`{"index":%d,"embedding":[%d,1]}`, i, len(text)))
		}
		io.WriteString(w, `{"data":[`+strings.Join(list, ",")+`]}`) //nolint:errcheck // whoever asked has gone
	}))
	t.Cleanup(service.Close)
	const notice = "Поиск по смыслу сейчас недоступен: показано то, что совпадает по словам."
	silent := func(v *htmlcheck.Visitor) bool {
		return strings.Contains(strings.ReplaceAll(v.Doc().Text(), "\u00a0", " "), notice)
	}
	t.Run("answers", func(t *testing.T) {
		apptest.Each(t, func(t *testing.T, r *apptest.Running) {
			o := demo.Organisations()[0]
			heads(t, r, "anna@klaster.example", o.Name, o.OGRN, o.INN)
			anna, guest := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
			enter(anna, "anna@klaster.example")
			path := "/org/" + o.OGRN + "/profile/offer"
			anna.Open(path+"/new").Fill("Название", "Тайная обработка штампов").Fill("Видят участники и партнёры кластера", "on").Press("Сохранить").WantText("Сохранено")
			anna.Open(path+"/new").Fill("Название", "Электроэрозионная обработка штампов").Press("Сохранить").WantText("Сохранено")
			untilFound(t, r, "обработка штампов", partners.ForEverybody, 1)
			awaitVectors(t, r)
			wantCheck(t, r, "vectors", staff.Ready, "ждут: 0")
			guest.Open("/partners?q=" + url.QueryEscape("обработка штампов")).WantStatus(http.StatusOK).WantText("Электроэрозионная")
			if silent(guest) {
				t.Error("the page complains of a service that answers")
			}
		}, vectorsOf(service.URL, 2))
	})
	t.Run("answers otherwise", func(t *testing.T) {
		apptest.Each(t, func(t *testing.T, r *apptest.Running) {
			wantCheck(t, r, "vectors", staff.NotReady, "не отвечает")
			untilFound(t, r, "никого такого нет", partners.ForMembers, 0)
			guest := htmlcheck.NewVisitorAt(t, r.URL)
			if guest.Open("/partners?q=" + url.QueryEscape("обработка штампов")).WantStatus(http.StatusOK); !silent(guest) {
				t.Error("the page says nothing of a service that does not answer")
			}
			guest.Open("/en/partners?q=stamps").WantStatus(http.StatusOK).WantText("The search by meaning is not available now: what matches by words is shown.")
			if guest.Open("/partners?q=7707083893").WantStatus(http.StatusOK); silent(guest) {
				t.Error("the page complains of a service that was not to be asked")
			}
		}, vectorsOf(service.URL, 3)) // the settings say three numbers, the service gives two
	})
}

// vectorsOf are settings of a service inside.
func vectorsOf(address string, size int) apptest.Option {
	return func(c *app.Config) {
		c.Embedding = embedding.Config{Kind: "openai", URL: address + "/v1", Model: "m", Size: size, Timeout: time.Minute}
	}
}

// awaitVectors waits until no text waits for its vector, and some have one.
func awaitVectors(t *testing.T, r *apptest.Running) {
	t.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		made, waits, err := r.Partner.Aimed(t.Context(), r.DB.Single())
		if err == nil && made > 0 && waits == 0 {
			return
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("%d texts have a vector and %d wait after three minutes; %v", made, waits, err)
		}
	}
}

// Settings that mean nothing are told at the start by their names; a service that is down keeps nothing from starting.
func TestWrongVectorsAreToldAtTheStart(t *testing.T) {
	config := apptest.Config(t, storetest.SQLite(t))
	config.Embedding = embedding.Config{Kind: "openai", URL: "vectors.example"}
	if _, err := app.Open(t.Context(), config, slog.New(slog.DiscardHandler), clock.System{}); err == nil ||
		!strings.Contains(err.Error(), "KLASTER_EMBEDDING_URL") || !strings.Contains(err.Error(), "KLASTER_EMBEDDING_MODEL") {
		t.Errorf("%v", err)
	}
	config.Embedding = embedding.Config{Kind: "openai", URL: "http://127.0.0.1:1/v1", Model: "m", Size: 2}
	a, err := app.Open(t.Context(), config, slog.New(slog.DiscardHandler), clock.System{})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}
