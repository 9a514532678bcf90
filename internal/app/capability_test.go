package app_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// The head of an organisation fills in its profile without scripts: what is wrong is said at its field, what is for everybody is seen by a
// guest, and what is for members is not.
func TestAProfileIsFilledIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o := demo.Organisations()[0]
		heads(t, r, demo.People()[0].Email, o.Name, o.OGRN, o.INN)
		v, guest := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, demo.People()[0].Email)
		guest.Open("/profiles/" + o.OGRN).WantStatus(http.StatusNotFound)
		path := "/org/" + o.OGRN + "/profile"
		v.Open(path).WantText("Профиль заполнен на 0 %", "Что добавить", "62.01")
		v.Open(path+"/offer/new").Fill("Название", "Печать корпусов").Fill("Описание необязательно", "Печатаем полиамидом за три дня").Fill("Объём от необязательно", "много").Press("Сохранить")
		v.WantStatus(http.StatusUnprocessableEntity).WantText("Объём — целое число")
		v.Fill("Объём от необязательно", "1 000").Fill("Цена от, ₽ необязательно", "1500").Press("Сохранить").WantText("Сохранено", "Печать корпусов")
		guest.Open("/profiles/"+o.OGRN).WantStatus(http.StatusOK).WantText("Печать корпусов", "от 1000")
		v.Open(path+"/competence/new").Fill("Название", "Тайная компетенция").Fill("Видят участники и партнёры кластера", "on").Press("Сохранить").WantText("Сохранено")
		if strings.Contains(string(fetch(t, r, "/profiles/"+o.OGRN)), "Тайная") {
			t.Error("a guest sees what is for members")
		}
		v.Open(path+"/history").WantText("Добавлено", "Печать корпусов")
		v.Open("/en"+path).WantText("Capability profile", "The profile is")
	})
}

// Programs read open offers, and add them for an organisation for which the person of the session may speak.
func TestOffersByAPI(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o := demo.Organisations()[0]
		heads(t, r, demo.People()[0].Email, o.Name, o.OGRN, o.INN)
		anna, guest := newBrowser(t, r.URL), newBrowser(t, r.URL)
		anna.enter(demo.People()[0].Email)
		const good = `{"ogrn":"OGRN","kind":"offer","role":"supplier","title":"Фрезеровка","price":{"from":"1500.00"},"codes":["25.62"]}`
		for _, c := range []struct {
			who  *browser
			body string
			want int
		}{
			{guest, good, http.StatusUnauthorized},
			{anna, strings.Replace(good, "OGRN", demo.Organisations()[1].OGRN, 1), http.StatusNotFound},
			{anna, strings.Replace(good, "supplier", "wizard", 1), http.StatusUnprocessableEntity},
			{anna, `{"ogrn":1}`, http.StatusUnprocessableEntity},
			{anna, good, http.StatusCreated},
		} {
			status, kind := sendJSON(t, c.who, r.URL+"/api/v1/offers", strings.Replace(c.body, "OGRN", o.OGRN, 1))
			if status != c.want || status >= http.StatusBadRequest && kind != "application/problem+json" {
				t.Errorf("%s: %d %s, want %d", c.body, status, kind, c.want)
			}
		}
		var list struct {
			Offers []struct{ ID, OGRN, Title, URL string }
		}
		if err := json.Unmarshal(fetch(t, r, "/api/v1/offers?kind=offer&ogrn="+o.OGRN), &list); err != nil || len(list.Offers) != 1 || list.Offers[0].Title != "Фрезеровка" {
			t.Errorf("listed %+v, %v", list, err)
		}
		if n := count(t, r.DB, "SELECT COUNT(*) FROM partner_change WHERE subject = '"+o.OGRN+"'"); n == 0 {
			t.Error("those who search were not told")
		}
	})
}

// A profile is free of what axe-core finds and needs no scrolling sideways, on the page of the organisation and on that for everybody.
func TestBrowserAProfile(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	withCabinet(t, r)
	o := demo.Organisations()[0]
	participant(t, r, demo.Organisations()[2])
	file := `{"id":"a","inn":"` + o.INN + `","kind":"about","title":"","text":"Мы печатаем корпуса приборов и делаем к ним электронику: от эскиза до серии в тысячу штук."}
{"id":"b","inn":"` + o.INN + `","kind":"supplier","title":"Печать корпусов полиамидом","text":"Прототип за три дня, серия до тысячи штук, покраска и сборка.","codes":"22.29 26.12","volume_from":1,"volume_to":1000,"unit":"шт. в месяц","price_from":300,"price_to":25000,"trl":9,"days":4,"until":"2031-12-31"}
{"id":"c","inn":"` + o.INN + `","kind":"certificate","title":"Система менеджмента качества","number":"УЧ-1","issuer":"Учебный орган","until":"2031-12-31"}
{"id":"d","inn":"` + o.INN + `","kind":"competence","title":"Селективное лазерное спекание","codes":"22.29"}
{"id":"e","inn":"` + o.INN + `","kind":"need","title":"Нужны порошки полиамида","text":"До ста килограммов в месяц."}`
	if c, complaints, err := r.Profile.Import(t.Context(), strings.NewReader(file)); err != nil || c.Stored != 5 {
		t.Fatalf("%+v %v %v", c, complaints, err)
	}
	for _, l := range looks()[:4] {
		t.Run(l.name, func(t *testing.T) {
			w := walk{look: l, all: true, each: func(p *browsertest.Page) { p.Audit(); p.WantReflow() }}
			p := w.visitor(t, r)
			signIn(p, "owner@klaster.example")
			path := "/org/" + o.OGRN + "/profile"
			w.pages(p, "profile-"+l.name, []string{path, path + "/offer", path + "/offer/new", "/profiles/" + o.OGRN, path + "/history"})
		})
	}
}

// sendJSON sends what a program sends, and returns the status and the media type of the answer.
func sendJSON(t *testing.T, b *browser, address, body string) (status int, kind string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := b.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // the header is all that is wanted
	return answer.StatusCode, answer.Header.Get("Content-Type")
}
