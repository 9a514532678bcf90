package partner

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/search"
)

// followsResult sends what the script of the page sends.
func (p program) followsResult(k Question, passage string, header ...string) {
	p.t.Helper()
	body := url.Values{"question": {k.query().Encode()}, "passage": {passage}}.Encode()
	r := httptest.NewRequestWithContext(p.t.Context(), http.MethodPost, pathClicked, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
	for _, h := range header {
		r.Header.Set(h, "1")
	}
	ctx := httpx.WithInfo(actor.With(r.Context(), p.who), httpx.Info{RequestID: "1", Address: netip.MustParseAddr(p.address)})
	w := httptest.NewRecorder()
	p.router.ServeHTTP(w, r.WithContext(ctx))
	if w.Code != http.StatusNoContent || w.Body.Len() > 0 {
		p.t.Errorf("%+v: %d %s", k, w.Code, w.Body)
	}
}

func exported(t *testing.T, db *sqldb.DB) string {
	t.Helper()
	var b strings.Builder
	if err := ExportClicks(t.Context(), db, &b); err != nil {
		t.Fatal(err)
	}
	_, rows, _ := strings.Cut(b.String(), "\n")
	return rows
}

// A surname is not common because it is spelt like the name of a class of activity, or has the stem of another word.
func TestANameIsNoCommonWord(t *testing.T) {
	c := newCatalogue(search.NewConcepts([]search.Class{{Code: "25.50", Name: "Ковка, прессование, штамповка: кузнечное дело"}}, nil))
	var list []Subject
	for i := range 2 * commonTo {
		one := firm(fmt.Sprint("Цех ", i), "Поковки белые", ForEverybody)
		one.Passages[0].Codes = []string{"25.50"}
		list = append(list, one)
	}
	if err := c.put(list, nil); err != nil {
		t.Fatal(err)
	}
	if got := c.common([]string{"Кузнецов, Белов и Штамповщиков ищут белые поковки"}); !slices.Equal(got, []string{"белый", "поковка"}) {
		t.Errorf("%q are kept", got)
	}
}

// What was shown and followed is counted by day, with its place and reasons; of what was asked only words that several organisations have
// in the open, so that neither the asker nor anybody whom they named can be read from it. What was not shown is not counted.
func TestClicksNameNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		list := []Subject{milling(), firm("Тайна", "Фрезеровка секретных редукторов", ForMembers)}
		for i := range commonTo {
			list = append(list, firm(fmt.Sprint("Цех ", i), "Фрезеровка деталей", ForEverybody))
		}
		list = append(list, firm("Имя", "Фрезеровка: звонить Петрову", ForEverybody))
		n := newNode(t, db, standing(false), list...)
		n.follows()
		p := newProgram(t, n.Module, actor.Actor{Person: "somebody"})
		k := Question{Text: "фрезеровка корпусов для Петрова Ивана, +7 916 123-45-67", Region: "77"}
		p.followsResult(k, "p/Резец")
		p.followsResult(k, "p/Резец")
		p.followsResult(k, "p/Тайна") // is not shown to this reader
		p.followsResult(k, "p/никто")
		p.followsResult(Question{Text: "редуктор Петров"}, "p/Имя") // nothing of it is common
		p.followsResult(k, "p/Цех 0", "Sec-GPC")
		p.followsResult(k, "p/Цех 0", "DNT")
		p.followsResult(Question{}, "p/Резец")
		rows := exported(t, db)
		if want := "2026-11-22,фрезеровка,,77,2,Резец,p/Резец,фрезеровка,,2\n"; rows != want {
			t.Errorf("%s, want %s", rows, want)
		}
		for range clickByAddress.Burst {
			p.followsResult(k, "p/Цех 1")
		}
		if rows = exported(t, db); !strings.Contains(rows, fmt.Sprintf("p/Цех 1,фрезеровка,,%d\n", clickByAddress.Burst-5)) { // five were paid for above
			t.Errorf("the budget does not hold: %s", rows)
		}
		n.time.Advance((keepClicks + 1) * 24 * time.Hour)
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return n.sweep(t.Context(), tx, sweep{}) }); err != nil {
			t.Fatal(err)
		}
		if rows = exported(t, db); rows != "" {
			t.Errorf("left after half a year: %s", rows)
		}
	})
}
