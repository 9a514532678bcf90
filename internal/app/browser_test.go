package app_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// look is a way to see the pages. Each page is audited once in the gate, so the ways take turns; with KLASTER_SHOTS each
// page is drawn in each of them.
type look struct {
	name    string
	options []browsertest.Option
	vision  bool   // «Версия для слабовидящих»
	size    string // of the text there, "150 %" when empty
	prefix  string // of the language
}

func looks() []look {
	return []look{
		{name: "wide"},
		{name: "narrow", options: []browsertest.Option{browsertest.Narrow()}},
		{name: "dark", options: []browsertest.Option{browsertest.Dark()}},
		{name: "dark-narrow", options: []browsertest.Option{browsertest.Dark(), browsertest.Narrow()}},
		{name: "vision", vision: true},
		{name: "vision-narrow", options: []browsertest.Option{browsertest.Narrow()}, vision: true},
		{name: "english", options: []browsertest.Option{browsertest.Language("en")}, prefix: "/en"},
		{name: "english-narrow", options: []browsertest.Option{browsertest.Narrow(), browsertest.Language("en")}, prefix: "/en"},
	}
}

var guestPages = []string{
	"/", "/contacts", "/register", "/login", "/recover", "/recover/sent", "/recover/login", "/login/qr", "/login/alarm/done",
	"/terms", "/consent", "/privacy", "/accessibility", "/cookies", "/dev/mail", "/dev/components", "/dev/snils", "/dev/smev",
	"/services", "/services/join", "/services/expert", "/members", "/members?q=вектор&okrug=volga", "/members/benefits", "/partners", "/partners?q=фрезеровка+в+Москве+до+5+млн+руб.", "/join", "/sign/check", "/sign/where", "/trial/signature",
	"/trial/signature?as=ip&next=/organisations", "/demo",
}

var personPages = []string{
	"/notifications", "/notifications?unread=1", "/applications",
	"/desk", "/organisations", "/organisations/powers", "/organisations/powers/new", "/organisations/prepare", "/organisations/ask", "/profile", "/profile/data", "/profile/level", "/profile/documents", "/profile/documents/new",
	"/profile/security", "/profile/connections",
	"/profile/contacts", "/profile/contacts/email", "/profile/contacts/phone", "/profile/contacts/password", "/login/confirm",
	"/profile/trail", "/profile/trail?kind=looks", "/profile/account", "/profile/account/delete",
	"/profile/security/app", "/profile/security/reserve", "/profile/security/keys/new",
}

// organisationPages are those of a cabinet, below its address.
var organisationPages = []string{"", "/data", "/data/contacts", "/people", "/people/invite", "/powers", "/signatures", "/status", "/documents", "/figures", "/figures?days=365", "/profile", "/profile/offer", "/profile/offer/new", "/profile/certificate/new", "/profile/history"}

var staffPages = []string{
	"/admin", "/admin/readiness", "/admin/people", "/admin/desk", "/admin/people?q=смирнова", "/admin/roles", "/admin/audit", "/admin/views", "/admin/jobs",
	"/admin/workplaces", "/admin/messages", "/admin/documents", "/admin/documents/terms", "/admin/documents/terms/new",
	"/admin/services", "/admin/services/join/1", "/admin/services/join/1/preview", "/admin/applications", "/admin/applications/views", "/admin/organisations", "/admin/members", "/admin/registers", "/admin/registers/import", "/admin/registers/changes",
}

// Each page of the platform is free of what axe-core finds. The ways of looking take turns over the pages, so each page
// is audited once; with KLASTER_SHOTS each page is also drawn in each way.
func TestBrowserPagesAreAccessible(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	withCabinet(t, r)
	for turn, l := range looks() {
		t.Run(l.name, func(t *testing.T) {
			w := walk{turn: turn, look: l, each: func(p *browsertest.Page) { p.Audit() }}
			w.everything(t, r)
		})
	}
}

// No page has to be scrolled sideways, neither on the smallest telephone nor with the biggest letters (WCAG 1.4.10 and
// 1.4.4; ПП РФ № 102 of 7 February 2026: text grows to 200 % without loss and without a horizontal scroll bar).
func TestBrowserPagesNeverScrollSideways(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	withCabinet(t, r)
	small, phone := browsertest.Viewport(320, 640), browsertest.Narrow()
	for _, l := range []look{
		{name: "small", options: []browsertest.Option{small}},
		{name: "small-big-letters", options: []browsertest.Option{small}, vision: true, size: "200 %"},
		{name: "phone-big-letters", options: []browsertest.Option{phone}, vision: true, size: "200 %"},
	} {
		t.Run(l.name, func(t *testing.T) {
			w := walk{look: l, all: true, each: func(p *browsertest.Page) { p.WantReflow() }}
			w.everything(t, r)
		})
	}
}

// withCabinet gives the owner of the installation a cabinet with something in it.
func withCabinet(t *testing.T, r *apptest.Running) {
	t.Helper()
	o := demo.Organisations()[0]
	heads(t, r, "owner@klaster.example", strings.ToUpper(o.Name), o.OGRN, o.INN)
}

// The pages to which somebody comes who cannot sign, and those of the people who help them, are audited in each look.
func TestBrowserHelpToSignIsAccessibleInEveryLook(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	for _, l := range looks() {
		t.Run(l.name, func(t *testing.T) {
			w := walk{look: l, all: true, each: func(p *browsertest.Page) { p.Audit() }}
			w.pages(w.visitor(t, r), "guest", []string{"/sign/where", "/sign/check"})
			owner := w.visitor(t, r)
			signIn(owner, "owner@klaster.example")
			w.pages(owner, "staff", []string{"/admin/workplaces"})
		})
	}
}

// walk is one way of looking, going over the pages.
type walk struct {
	look
	turn int
	seen int
	all  bool // looks at each page instead of taking turns
	each func(p *browsertest.Page)
}

func (w *walk) everything(t *testing.T, r *apptest.Running) {
	w.pages(w.visitor(t, r), "guest", append(guestPages, "/no-such-page"))
	person := w.visitor(t, r)
	signIn(person, demo.People()[0].Email)
	w.pages(person, "person", personPages)
	owner := w.visitor(t, r)
	signIn(owner, "owner@klaster.example")
	cabinet := make([]string, len(organisationPages))
	for i, page := range organisationPages {
		cabinet[i] = "/org/" + demo.Organisations()[0].OGRN + page
	}
	w.pages(owner, "organisation", cabinet)
	subject := "?q=" + demo.Organisations()[0].OGRN
	w.pages(owner, "staff", append(staffPages, "/admin/registers/subject"+subject, "/admin/registers/check"+subject, "/admin/registers/extract"+subject, "/admin/registers/override"+subject+"&rule=R4"))
	operator := w.visitor(t, r)
	signIn(operator, "operator@klaster.example")
	w.desk(operator)
}

// desk looks at the pages that come of a visit: whom to find, the person at the desk, and the forms with their errors.
func (w *walk) desk(p *browsertest.Page) {
	w.shown(p, "desk", "visit", func() {
		p.Open("/admin/desk")
		p.ByLabel("Код для приёма, почта или телефон").Fill(demo.People()[1].Email)
		p.ByRole("button", "Найти и открыть").Click()
		p.WantText("Что записано в учётной записи")
	})
	w.shown(p, "desk", "visit-wrong", func() {
		p.ByRole("button", "Подтвердить личность").Click()
		p.WantText("Исправьте ошибки")
	})
}

// shown does what leads to a page and looks at it. The pages follow each other, so all steps are done in each look.
func (w *walk) shown(p *browsertest.Page, who, name string, do func()) {
	do()
	p.Shot(who + "/" + name + w.suffix())
	w.each(p)
}

func (w *walk) visitor(t *testing.T, r *apptest.Running) *browsertest.Page {
	p := browsertest.New(t, r.URL, append(w.options, browsertest.Allow("/no-such-page"), browsertest.Allow("422"), noExtension, noSigner)...)
	if w.vision {
		p.Open("/contacts")
		p.ByRole("button", "Версия для слабовидящих").Click()
		p.ByRole("button", "Обычная версия").Want()
		if w.size != "" {
			p.ByRole("button", w.size).Click()
			p.ByRole("button", w.size).Want()
		}
	}
	return p
}

func (w *walk) pages(p *browsertest.Page, who string, paths []string) {
	for _, path := range paths {
		looked := w.all || w.seen%len(looks()) == w.turn
		w.seen++
		if !looked && os.Getenv("KLASTER_SHOTS") == "" {
			continue
		}
		p.Open(w.prefix + path)
		p.Shot(who + "/" + strings.NewReplacer("/", "_", "?", "_", "=", "_").Replace(path) + w.suffix())
		if looked {
			w.each(p)
		}
	}
}

func (w *walk) suffix() string {
	if w.vision {
		return "-vision"
	}
	return strings.Replace(w.prefix, "/", "-", 1)
}

func signIn(p *browsertest.Page, email string) {
	p.Open("/login")
	p.ByLabel("Почта, телефон или СНИЛС").Fill(email)
	p.ByLabel("Пароль").Fill(demo.Password)
	p.ByRole("button", "Войти").Click()
	p.WantURL("/desk")
}

// A person registers in Chromium, with and without JavaScript, in Russian and in English, and signs in.
func TestBrowserAPersonRegisters(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	for i, w := range []struct {
		name    string
		words   words
		options []browsertest.Option
	}{
		{"Russian", russian, nil},
		{"Russian without JavaScript", russian, []browsertest.Option{browsertest.NoScript()}},
		{"English", english, []browsertest.Option{browsertest.Language("en")}},
		{"English without JavaScript", english, []browsertest.Option{browsertest.Language("en"), browsertest.NoScript()}},
	} {
		t.Run(w.name, func(t *testing.T) {
			email, phone := fmt.Sprintf("browser%d@example.org", i), fmt.Sprintf("+7916555000%d", i)
			p := browsertest.New(t, r.URL, append(w.options, browsertest.Allow("422"))...)
			p.Open(w.words.prefix + "/register")
			p.ByRole("button", w.words.goOn).Click() // an empty form says what is missing and keeps nothing back
			p.WantText(w.words.problem)
			p.ByLabel(w.words.surname).Fill("Смирнова")
			p.ByLabel(w.words.given).Fill("Анна")
			p.ByLabel(w.words.email).Fill(email)
			p.ByLabel(w.words.phone).Fill(phone)
			p.ByLabel(w.words.password).Fill(password)
			p.ByLabel(w.words.again).Fill(password)
			p.ByLabel(w.words.terms).Check()
			p.ByLabel(w.words.consent).Check()
			p.ByRole("button", w.words.goOn).Click()
			p.WantURL(w.words.prefix + "/register/email")
			p.ByLabel(w.words.code).Fill(r.Code(t, email, 0))
			p.ByRole("button", w.words.confirm).Click()
			p.WantURL(w.words.prefix + "/register/phone")
			p.ByLabel(w.words.code).Fill(r.Code(t, phone, 0))
			p.ByRole("button", w.words.confirm).Click()
			p.WantURL(w.words.prefix + "/register/done")
			p.ByRole("link", w.words.cabinet).Click()
			p.WantURL(w.words.prefix + "/desk")
			if !strings.Contains(w.name, "without") {
				p.Audit()
			}
		})
	}
}

// words are the labels of the way through registration in one language.
type words struct {
	prefix                                                string
	surname, given, email, phone, password, again         string
	terms, consent, goOn, code, confirm, cabinet, problem string
}

var (
	russian = words{
		"", "Фамилия", "Имя", "Адрес почты", "Мобильный телефон необязательно", "Пароль", "Пароль ещё раз",
		"Принимаю Пользовательское соглашение", "Даю Согласие на обработку персональных данных", "Продолжить", "Код", "Подтвердить",
		"Перейти в личный кабинет", "Исправьте ошибки",
	}
	english = words{
		"/en", "Surname", "Given name", "Email", "Mobile phone optional", "Password", "Repeat password",
		"I accept the Terms of use", "I give my Consent to the processing of personal data", "Continue", "Code", "Confirm",
		"Go to your account", "There is a problem",
	}
)
