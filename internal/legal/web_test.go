package legal

import (
	"errors"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// serve returns the pages of the room as the house serves them, to somebody who acts as a.
func (r room) serve(a actor.Actor) http.Handler {
	fail := func(w http.ResponseWriter, r *http.Request, err error) {
		var f *fault.Fault
		errors.As(err, &f)
		status := httpx.Status(err)
		if errors.Is(err, web.ErrUnknownField) {
			status = http.StatusUnprocessableEntity
		}
		if err := web.Render(w, r, status, web.ErrorPage(status, "", f)); err != nil {
			panic(err)
		}
	}
	router := httpx.NewRouter(fail, func(*http.Request, string, int, time.Duration) {})
	r.Routes(router)
	static := web.StaticHandler()
	look := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if strings.HasPrefix(req.URL.Path, "/static/") {
			static.ServeHTTP(w, req)
			return
		}
		view := &web.View{
			Site: r.site, Lang: i18n.From(req.Context()), Path: req.URL.Path, Query: req.URL.RawQuery, Prefs: web.ReadPrefs(req),
			Menu: []web.NavItem{{Key: sectionKey, Label: textLegal, URL: adminPath, Icon: "file-text"}},
		}
		if !a.Guest() {
			view.Viewer = &web.Viewer{Name: "Анна Смирнова", Staff: true}
		}
		router.ServeHTTP(w, req.WithContext(web.WithView(actor.With(req.Context(), a), view)))
	})
	return httpx.Chain(look, httpx.Secure(false), httpx.Language)
}

type answer struct {
	*httptest.ResponseRecorder
	body string
}

func get(t *testing.T, h http.Handler, path string) answer {
	t.Helper()
	return do(h, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
}

func post(t *testing.T, h http.Handler, path string, values url.Values) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return do(h, r)
}

func do(h http.Handler, r *http.Request) answer {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return answer{w, strings.ReplaceAll(w.Body.String(), "\u00a0", " ")}
}

func (a answer) want(t *testing.T, status int, parts ...string) {
	t.Helper()
	if a.Code != status {
		t.Errorf("status %d, want %d", a.Code, status)
	}
	for _, part := range parts {
		if !strings.Contains(a.body, part) {
			t.Errorf("no %q in the page", part)
		}
	}
}

func (a answer) wantNot(t *testing.T, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(a.body, part) {
			t.Errorf("%q is in the page", part)
		}
	}
}

func TestEverybodyReadsTheDocuments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		guest := newRoom(db).serve(actor.Actor{})
		for _, k := range Kinds() {
			d := defaults()[k]
			a := get(t, guest, k.Path())
			a.want(t, http.StatusOK, d.TitleRu, "Редакция № 1 от 21 ноября 2026 г.", `<html lang="ru"`, `<h2 id="section-1">`, `href="#section-1"`)
			a.wantNot(t, "{{", textNotSet.In(i18n.Russian), textNotReady.In(i18n.Russian), "юрист", `content="noindex"`)
			get(t, guest, "/en"+k.Path()).want(t, http.StatusOK, d.TitleEn, "Edition 1 of 21 November 2026", `<html lang="en"`, `<h2 id="section-1">`)
		}
		get(t, guest, "/en/terms").want(t, http.StatusOK, `href="/en/privacy"`)
	})
}

func TestEditionsOnThePublicPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		guest := r.serve(actor.Actor{})
		get(t, guest, "/terms").wantNot(t, "Все редакции")

		second := draft()
		r.publish(t, Terms, second)
		r.clock.Advance(24 * time.Hour)
		third := draft()
		third.TextRu, third.Base, third.Since = "## 1. Третья", 2, dayOf(noon(30))
		r.publish(t, Terms, third)

		a := get(t, guest, "/terms")
		a.want(t, http.StatusOK, "Редакция № 2 от 21 ноября 2026 г.", "Скоро документ изменится", "30 ноября 2026 г. вступит в силу редакция № 3",
			`href="/terms?edition=3"`, `href="/terms?edition=1"`, "Все редакции")
		a.wantNot(t, "noindex")
		get(t, guest, "/terms?edition=2").want(t, http.StatusOK, "Редакция № 2", "Скоро документ изменится")
		get(t, guest, "/terms?edition=1").want(t, http.StatusOK, "Это прежняя редакция", "Сейчас действует редакция № 2", "noindex", `href="/terms"`)
		get(t, guest, "/en/terms?edition=3").want(t, http.StatusOK, "This edition is not in force yet", "30 November 2026", `href="/en/terms"`)
		get(t, guest, "/terms?edition=3").want(t, http.StatusOK, "Третья", "noindex")
		for _, path := range []string{"/terms?edition=4", "/terms?edition=0", "/terms?edition=-1", "/terms?edition=x", "/terms?edition=", "/terms?edition=99999999999999999999"} {
			get(t, guest, path).want(t, http.StatusNotFound)
		}
		// A mistake is overtaken, and the page says so.
		fourth := draft()
		fourth.TitleRu, fourth.Base, fourth.Since = "Исправлено", 3, dayOf(noon(29))
		r.publish(t, Terms, fourth)
		get(t, guest, "/terms?edition=3").want(t, http.StatusOK, "Она не вступала в силу", "noindex")
	})
}

func TestOwnersAndOperatorsWriteAndAuditorsRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		paths := []string{adminPath, Terms.adminPath(), Terms.adminPath() + "/new"}
		for _, a := range []actor.Actor{{}, {Person: "p"}, {Person: "p", Staff: []actor.Role{actor.Expert, actor.Board}}} {
			for _, path := range paths {
				get(t, r.serve(a), path).want(t, http.StatusForbidden)
			}
			post(t, r.serve(a), Terms.adminPath()+"/new", filled(draft(), stepPublish)).want(t, http.StatusForbidden)
		}
		auditor := r.serve(actor.Actor{Person: "p", Staff: []actor.Role{actor.Auditor}})
		get(t, auditor, adminPath).want(t, http.StatusOK)
		if page := get(t, auditor, Terms.adminPath()); page.Code != http.StatusOK || strings.Contains(page.body, Terms.adminPath()+"/new") {
			t.Errorf("an auditor reads the editions and is offered no pen: %d", page.Code)
		}
		get(t, auditor, Terms.adminPath()+"/new").want(t, http.StatusForbidden)
		post(t, auditor, Terms.adminPath()+"/new", filled(draft(), stepPublish)).want(t, http.StatusForbidden)
		for _, role := range []actor.Role{actor.Owner, actor.Operator} {
			h := r.serve(actor.Actor{Person: "p", Staff: []actor.Role{role}})
			for _, path := range append(paths, Terms.adminPath()+"/new?from=program") {
				get(t, h, path).want(t, http.StatusOK, "noindex")
				get(t, h, "/en"+path).want(t, http.StatusOK)
			}
			get(t, h, adminPath+"/nothing").want(t, http.StatusNotFound)
			get(t, h, adminPath+"/nothing/new").want(t, http.StatusNotFound)
			post(t, h, adminPath+"/nothing/new", filled(draft(), stepPublish)).want(t, http.StatusNotFound)
		}
	})
}

// filled is the form of the editor as a browser sends it.
func filled(d Draft, step string) url.Values {
	since := d.Since.In(i18n.Moscow())
	v := url.Values{
		PartTitleRu: {d.TitleRu}, PartTitleEn: {d.TitleEn},
		PartTextRu: {strings.ReplaceAll(d.TextRu, "\n", "\r\n")}, PartTextEn: {strings.ReplaceAll(d.TextEn, "\n", "\r\n")},
		PartSince + "-day": {strconv.Itoa(since.Day())}, PartSince + "-month": {strconv.Itoa(int(since.Month()))}, PartSince + "-year": {strconv.Itoa(since.Year())},
		fieldBase: {strconv.Itoa(d.Base)}, fieldStep: {step},
	}
	if d.Reviewed {
		v.Set(fieldReviewed, "yes")
	}
	return v
}

// From the list to the published edition, with nothing said to the public on the way.
func TestOperatorPublishes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		h := r.serve(operator)
		get(t, h, adminPath).want(t, http.StatusOK, "Тексты нужно проверить", "Не проверял", "Пользовательское соглашение", "Что проверить прежде всего")
		get(t, h, Terms.adminPath()).want(t, http.StatusOK, "№ 1", "Текст из программы", "Подготовить новую редакцию")
		get(t, h, Terms.adminPath()+"/new").want(t, http.StatusOK, "Новая редакция № 2", "{{operator}}", "Фонд «Кластер»", `value="21"`, `value="2026"`)

		d := draft()
		d.TextRu += "\n\n<script>alert(1)</script>"
		d.Reviewed = true
		path := Terms.adminPath() + "/new"
		a := post(t, h, path, filled(d, stepCheck))
		a.want(t, http.StatusOK, "Проверьте редакцию № 2", "Сразу после публикации", "<del>", "<ins>", `<h4 id="ru-section-1">1. О чём</h4>`,
			`<h4 id="en-section-1">`, "Текст для Фонд «Кластер»", "&lt;script&gt;", "Опубликовать редакцию № 2")
		a.wantNot(t, "<script>alert")
		if n := len(r.editions(t, Terms)); n != 1 {
			t.Fatalf("looking made %d editions", n)
		}
		post(t, h, path, filled(d, stepEdit)).want(t, http.StatusOK, "Новая редакция № 2", "&lt;script&gt;alert(1)", "checked")

		a = post(t, h, "/en"+path, filled(d, stepPublish))
		a.want(t, http.StatusSeeOther)
		if to := a.Header().Get("Location"); to != "/en/admin/documents/terms?published=2" {
			t.Errorf("after the publication at %s", to)
		}
		get(t, h, "/admin/documents/terms?published=2").want(t, http.StatusOK, "Редакция № 2 опубликована", "Она уже действует", "Анна Смирнова (operator-1)", "Проверил")
		get(t, h, "/admin/documents/terms?published=1").wantNot(t, "опубликована</p>")
		get(t, r.serve(actor.Actor{}), "/terms").want(t, http.StatusOK, "Соглашение", "Редакция № 2", "&lt;script&gt;")
		if text := r.current(t, Terms).Text.In(i18n.Russian); strings.Contains(text, "\r") {
			t.Errorf("%q", text)
		}
	})
}

// The form keeps what was typed, says what is wrong and how to mend it, in both languages.
func TestEditorKeepsWhatWasTyped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		h := newRoom(db).serve(operator)
		path := Terms.adminPath() + "/new"
		for name, c := range map[string]struct {
			set    map[string]string
			ru, en string
		}{
			"no title":       {map[string]string{PartTitleEn: " "}, "Напишите название", "Write the title"},
			"long title":     {map[string]string{PartTitleRu: strings.Repeat("ы", MaxTitle+1)}, "Слишком длинно", "Too long"},
			"placeholder":    {map[string]string{PartTextRu: "## 1\n{{who}}"}, "Подстановки {{who}} нет", "no placeholder {{who}}"},
			"no such day":    {map[string]string{PartSince + "-day": "31"}, "Укажите день", "Give the day"},
			"letters":        {map[string]string{PartSince + "-year": "двадцать"}, "Укажите день", "Give the day"},
			"past":           {map[string]string{PartSince + "-day": "20"}, "уже прошёл", "is past"},
			"far":            {map[string]string{PartSince + "-year": "2062"}, "больше года", "more than a year"},
			"control marks":  {map[string]string{PartTextEn: "## 1\n\u202eabc"}, "невидимые знаки", "invisible characters"},
			"other sections": {map[string]string{PartTextEn: "## 1\n## 2"}, "Сделайте разделы одинаковыми", "the same sections"},
		} {
			for _, step := range []string{stepCheck, stepPublish} {
				v := filled(draft(), step)
				for field, value := range c.set {
					v.Set(field, value)
				}
				a := post(t, h, path, v)
				a.want(t, http.StatusUnprocessableEntity, "Ошибка: ", `id="problems"`, c.ru, `name="base" value="1"`)
				post(t, h, "/en"+path, v).want(t, http.StatusUnprocessableEntity, "Error: ", c.en)
				for field := range v {
					typed := strings.TrimSpace(strings.ReplaceAll(v.Get(field), "\r", ""))
					if field != fieldStep && !strings.Contains(a.body, html.EscapeString(typed)) {
						t.Errorf("%s: what was typed into %s is lost", name, field)
					}
				}
			}
		}
		v := filled(draft(), stepCheck)
		v.Set("surprise", "x")
		post(t, h, path, v).want(t, http.StatusUnprocessableEntity)
		v = filled(draft(), stepCheck)
		v.Set(PartTextRu, strings.Repeat("ы", maxBody))
		post(t, h, path, v).want(t, http.StatusRequestEntityTooLarge)
		v.Set(PartTextRu, strings.Repeat("ы", MaxText+1))
		post(t, h, path, v).want(t, http.StatusUnprocessableEntity, "Слишком длинно")
	})
}

// Two operators at once: the second keeps the text and sees how it differs from what came out meanwhile.
func TestSecondOperatorLosesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		h := r.serve(operator)
		path := Terms.adminPath() + "/new"
		r.publish(t, Terms, draft())
		mine := draft()
		mine.TextRu = "## 1. О чём\n\nМоя правка."
		a := post(t, h, path, filled(mine, stepPublish))
		a.want(t, http.StatusConflict, "кто-то опубликовал другую редакцию", "Моя правка.", `name="base" value="2"`, "Новая редакция № 3")
		mine.Base = 2
		post(t, h, path, filled(mine, stepCheck)).want(t, http.StatusOK, "по сравнению с редакцией № 2", "Моя правка.")
		post(t, h, path, filled(mine, stepPublish)).want(t, http.StatusSeeOther)
		mine.Base = 3
		post(t, h, path, filled(mine, stepPublish)).want(t, http.StatusUnprocessableEntity, "ничем не отличается")
		mine.Base = 77
		mine.TitleEn = "Mine"
		post(t, h, path, filled(mine, stepCheck)).want(t, http.StatusNotFound)
	})
}
