package app_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// partner makes an organisation of the trial register a partner, as the opening of its cabinet does, and waits until it is one.
func partner(t *testing.T, r *apptest.Running, o demo.Organisation) {
	t.Helper()
	heads(t, r, "anna@klaster.example", o.Name, o.OGRN, o.INN)
	var cabinet actor.OrganisationID
	if err := r.DB.View(t.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(t.Context(), `SELECT id FROM organisation_cabinet WHERE ogrn = $1`, o.OGRN).Scan(&cabinet)
	}); err != nil {
		t.Fatal(err)
	}
	anna := personID(t, r, "anna@klaster.example")
	deadline := time.NewTimer(3 * time.Minute) // the registers are imported at the start
	defer deadline.Stop()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !known(t, r, o) {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatal("the register never came")
		}
	}
	if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error {
		if err := r.Fact.Declare(t.Context(), tx, fact.Subject{INN: o.INN, OGRN: o.OGRN}, anna, fact.KindSuspension, fact.No); err != nil {
			return err
		}
		return r.Membership.Consider(t.Context(), tx, cabinet)
	}); err != nil {
		t.Fatal(err)
	}
	for count(t, r.DB, "SELECT COUNT(*) FROM membership_member WHERE ogrn = '"+o.OGRN+"'") == 0 {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatal("no partner after a minute")
		}
	}
}

// known reports whether the registers are at hand: that of the organisation and that of unfair suppliers.
func known(t *testing.T, r *apptest.Running, o demo.Organisation) bool {
	t.Helper()
	var f fact.Facts
	if err := r.DB.View(t.Context(), func(q sqldb.Querier) (err error) {
		f, err = r.Fact.Facts(t.Context(), q, fact.Subject{INN: o.INN, OGRN: o.OGRN})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	g, ok := f.Best(fact.KindUnfair)
	return f.Entry != nil && ok && g.State != fact.Unknown
}

// Anybody finds a partner in the register, reads its card, takes its certificate and badge and downloads what was found; the
// organisation sees its status in its cabinet.
func TestTheRegisterOfMembers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o := demo.Organisations()[2]
		partner(t, r, o)
		guest := htmlcheck.NewVisitorAt(t, r.URL)
		guest.Open("/members?q=волж").WantText(o.INN, "Партнёр", "Приволжский").Open("/members/"+o.OGRN).WantText("Статус присвоен", "Скачать свидетельство")
		guest.Open("/members?q=такойнет").WantText("Никого не нашли")
		guest.Open("/members/0000000000000").WantStatus(http.StatusNotFound)
		guest.Open("/members/benefits").WantText("Вступить в кластер", "Доступна", "Пока нет решений")
		guest.Open("/members/" + o.OGRN + "/badge").WantStatus(http.StatusOK)
		if paper := fetch(t, r, "/members/"+o.OGRN+"/certificate"); !bytes.HasPrefix(paper, []byte("%PDF")) {
			t.Errorf("the certificate is %.20q", paper)
		}
		if badge := fetch(t, r, "/members/"+o.OGRN+"/badge"); !bytes.Contains(badge, []byte("Партнёр")) || xml.Unmarshal(badge, new(struct{})) != nil {
			t.Errorf("the badge is %q", badge)
		}
		if paper := fetch(t, r, "/join/sample"); !bytes.HasPrefix(paper, []byte("%PDF")) {
			t.Errorf("the sample is %.200q", paper)
		}
		files(t, r, o)
		anna := htmlcheck.NewVisitorAt(t, r.URL)
		enter(anna, "anna@klaster.example")
		anna.Open("/org/"+o.OGRN+"/status").WantText("Статус присвоен", "Партнёр")
	})
}

func fetch(t *testing.T, r *apptest.Running, path string) []byte {
	t.Helper()
	w := httptest.NewRecorder()
	r.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, r.URL+path, http.NoBody))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", path, w.Code)
	}
	return w.Body.Bytes()
}

// files looks at the register as files.
func files(t *testing.T, r *apptest.Running, o demo.Organisation) {
	t.Helper()
	if csv := string(fetch(t, r, "/open/members/csv?q=волж")); !strings.Contains(csv, ";"+o.OGRN+";"+o.INN+";Партнёр;Действует;") {
		t.Errorf("the CSV is %q", csv)
	}
	var members struct {
		Total   int
		Members []struct{ OGRN, Status, Region string }
	}
	if err := json.Unmarshal(fetch(t, r, "/open/members/json?q=волж"), &members); err != nil || members.Total != 1 || members.Members[0].OGRN != o.OGRN || members.Members[0].Region != "63" {
		t.Errorf("the JSON is %+v, %v", members, err)
	}
	book := fetch(t, r, "/open/members/xlsx?q=волж")
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil || xml.Unmarshal(content, new(struct{})) != nil {
			t.Errorf("%s is no XML: %v", f.Name, err)
		}
		if f.Name == "xl/worksheets/sheet1.xml" && !bytes.Contains(content, []byte(o.INN)) {
			t.Errorf("the sheet is %q", content)
		}
	}
	var feed struct {
		Entries []struct {
			Title string `xml:"title"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(fetch(t, r, "/open/members/feed"), &feed); err != nil || len(feed.Entries) == 0 || !strings.Contains(feed.Entries[0].Title, "Статус присвоен") {
		t.Errorf("the feed is %+v, %v", feed, err)
	}
}

// A guest types an ИНН and learns which status fits, what each rule says by open registers, and what to prepare; a wrong or unknown
// number is told at its field.
func TestAGuestLearnsWhichStatusFits(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		list := demo.Organisations()
		partner(t, r, list[2])
		guest := htmlcheck.NewVisitorAt(t, r.URL)
		for _, c := range []struct {
			inn  string
			want []string
		}{
			{list[0].INN, []string{"Участник: организация зарегистрирована в Москве", "10 рабочих дней", "Бесплатно"}},
			{list[2].INN, []string{"Партнёр: организация зарегистрирована в другом регионе", "уже есть статус"}},
			{list[5].INN, []string{"Не выполнено", "ликвидация"}},
			{"7707083894", []string{"В ИНН ошибка"}},
			{"7707083893", []string{"нет организации с таким ИНН"}},
		} {
			guest.Open("/join").Fill("ИНН организации или предпринимателя", c.inn).Press("Проверить").WantText(c.want...)
		}
		guest.Open("/join").Press(list[5].INN + " — ликвидируется").WantText("Не выполнено")
	})
}
