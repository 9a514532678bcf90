package app_test

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// An operator filters the queue, saves what it shows under a name, for themselves and for all, sees the names above the queue, opens one,
// and renames and deletes them on a page of their own.
func TestBrowserAReviewerSavesViews(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	for _, l := range []look{looks()[0], looks()[3]} {
		t.Run(l.name, func(t *testing.T) { saveViews(t, r, l) })
	}
}

func saveViews(t *testing.T, r *apptest.Running, l look) {
	p := browsertest.New(t, r.URL, append(l.options, browsertest.Allow("422"))...)
	signIn(p, operatorEmail)
	p.Open("/admin/applications?side=clean&whose=mine&left=late")
	p.ByRole("DisclosureTriangle", "Сохранить этот вид").Click()
	p.ByRole("button", "Сохранить вид").Click()
	p.WantText("Назовите вид")
	p.Audit()
	p.ByLabel("Название вида").Fill("Мои просроченные")
	p.ByRole("button", "Сохранить вид").Click()
	p.WantText("Вид сохранён")

	p.Open("/admin/applications?whose=nobody")
	p.ByRole("DisclosureTriangle", "Сохранить этот вид").Click()
	p.ByLabel("Название вида").Fill("Ждут сотрудника")
	p.ByLabel("Общий: увидят все, кто работает с заявлениями").Check()
	p.ByRole("button", "Сохранить вид").Click()
	p.WantText("Вид сохранён", "Мои просроченные", "Ждут сотрудника", "(общий)")
	p.Audit()
	p.Shot("views/queue-" + l.name)
	p.ByRole("link", "Мои просроченные").Click()
	p.WantURL("/admin/applications?left=late&side=clean&whose=mine")
	p.Open("/admin/applications?left=late&side=clean&whose=mine")
	if got := browsertest.Eval[string](p, `[...document.querySelectorAll('.views a[aria-current=page]')].map(a => a.textContent.trim()).join()`); got != "Мои просроченные" {
		t.Errorf("%q is marked as the view that is shown", got)
	}

	p.ByRole("link", "Изменить список видов").Click()
	p.WantText("Замечаний нет · Рассматриваю я · Просрочено")
	p.Audit()
	p.Shot("views/list-" + l.name)
	p.ByRole("button", "Переименовать Мои просроченные").Click()
	p.WantText("Вид переименован")
	for _, name := range []string{"Мои просроченные", "Ждут сотрудника"} {
		p.ByRole("button", "Удалить "+name).Click()
		p.WantText("Вид удалён")
	}
	p.WantText("Видов пока нет")
}

// The same without JavaScript: links and forms are all that it takes.
func TestViewsWithoutJavaScript(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	v := htmlcheck.NewVisitorAt(t, r.URL)
	enter(v, operatorEmail)
	v.Open("/admin/applications?whose=nobody").Fill("Название вида", "Ждут сотрудника").Press("Сохранить вид").WantText("Вид сохранён", "Ждут сотрудника")
	v.Open("/admin/applications").Follow("Ждут сотрудника").WantText("Показаны не все заявления")
}
