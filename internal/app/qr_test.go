package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/storetest"
)

var (
	qrLink   = regexp.MustCompile(`/q/[0-9a-z]{5}-[0-9a-z]{5}`)
	qrNumber = regexp.MustCompile(`Число для телефона\s+(\d\d)`)
)

// A person without JavaScript signs in by the code on the screen and the telephone in the hand.
func TestT15_SignInByQRWithoutJavaScript(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		phone, screen := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
		enter(phone, demo.People()[0].Email)
		screen.Open("/login").Press("Войти по QR-коду").WantURL("/login/qr").WantText("Число для телефона", "Код действует 2 минуты")
		text := screen.Doc().Text()
		link, number := qrLink.FindString(text), qrNumber.FindStringSubmatch(text)[1]
		phone.Open(link).WantText("Вход на другом устройстве", "127.0.0.0/24 — та же, что у этого телефона", "это мошенники")
		screen.Open("/login/qr").WantText("Число для телефона")
		phone.Press("Это мой экран").WantText("Число с экрана")
		screen.Follow("Проверить, подтверждён ли вход").WantText("Ссылка открыта на телефоне")
		phone.Fill("Число с экрана", "7").Press("Разрешить вход").WantStatus(http.StatusUnprocessableEntity).WantText("Введите две цифры")
		phone.Fill("Число с экрана", "00").Press("Разрешить вход").WantStatus(http.StatusUnprocessableEntity).WantText("Число не подошло")
		phone.Fill("Число с экрана", number).Press("Разрешить вход").WantText("Вход разрешён")
		screen.Follow("Проверить, подтверждён ли вход").WantText("Вход подтверждён на телефоне")
		screen.Press("Продолжить").WantURL("/desk").WantText("Здравствуйте")
		screen.Open("/profile/security").WantText("Этот сеанс")
		if screen.Cookie("klaster-qr") != "" {
			t.Error("the browser keeps the secret of the code")
		}
	})
}

// Where the person was going is where they come.
func TestSignInByQRGoesOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		phone, screen := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
		enter(phone, demo.People()[0].Email)
		screen.Open("/profile/security").WantURL("/login?next=%2Fprofile%2Fsecurity").Press("Войти по QR-коду")
		text := screen.Doc().Text()
		phone.Open(qrLink.FindString(text)).Press("Это мой экран").Fill("Число с экрана", qrNumber.FindStringSubmatch(text)[1]).Press("Разрешить вход")
		screen.Open("/login/qr").Press("Продолжить").WantURL("/profile/security")
		phone.Open("/profile/security").WantText("Завершить остальные сеансы")
	})
}

// T15: the way to another network is closed to whoever has no passkey, and says why and what else there is. «Это не я»
// ends the code; the waiting page says so.
func TestT15_AnotherNetworkIsRefusedWithTheReason(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		phone, screen := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
		enter(phone, demo.People()[0].Email)
		screen.Header("X-Forwarded-For", "198.51.100.7").Open("/login").Press("Войти по QR-коду")
		link := qrLink.FindString(screen.Doc().Text())
		phone.Open(link).WantText("198.51.100.0/24 — не та, что у этого телефона", "добавьте ключ доступа")
		if strings.Contains(phone.Doc().Text(), "Это мой экран") {
			t.Error("the page offers what is refused")
		}
		forced := newBrowser(t, r.URL)
		forced.enter(demo.People()[0].Email)
		if a := forced.send(strings.ReplaceAll(link, "-", "")+"/take", url.Values{}); a.status != http.StatusForbidden {
			t.Errorf("taking it all the same: %d", a.status)
		}
		phone.Press("Это не я").WantText("Вход отклонён")
		screen.Open("/login/qr").WantText("ответили, что это не вы").Press("Показать новый код").WantText("Число для телефона")
	}, func(c *app.Config) { c.HTTP.Proxies = []string{"127.0.0.0/8"} })
}

// Two browsers in Chromium: the page that waits goes on by itself.
func TestBrowserSignInByQR(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	screen, phone := browsertest.New(t, r.URL), browsertest.New(t, r.URL, browsertest.Narrow())
	signIn(phone, demo.People()[0].Email)
	screen.Open("/login")
	screen.ByRole("button", "Войти по QR-коду").Click()
	screen.WantURL("/login/qr")
	screen.ByRole("image", "QR-код со ссылкой. Эта же ссылка написана ниже.").Want()
	screen.Shot("qr/shown")
	screen.Audit()
	link := browsertest.Eval[string](screen, `document.querySelector("details code").textContent`)
	number := browsertest.Eval[string](screen, `document.querySelector(".qr__number").textContent`)
	phone.Open(qrLink.FindString(link))
	phone.Shot("qr/scanned")
	phone.Audit()
	phone.ByRole("button", "Это мой экран").Click()
	phone.ByLabel("Число с экрана").Fill(number)
	phone.Shot("qr/number")
	phone.Audit()
	screen.WantText("Ссылка открыта на телефоне")
	phone.ByRole("button", "Разрешить вход").Click()
	phone.WantText("Вход разрешён")
	phone.Audit()
	screen.WantURL("/desk")
	screen.Back() // the page behind does not sign in again
	screen.WantURL("/desk")
}

// T15: a screen in another network comes in by the telephone's passkey, and must confirm before it changes factors.
func TestBrowserT15_AnotherNetworkTakesThePasskey(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t), func(c *app.Config) { c.HTTP.Proxies = []string{"127.0.0.0/8", "::1/128"} })
	screen, phone := browsertest.New(t, r.URL), browsertest.New(t, r.URL, browsertest.Narrow())
	signIn(phone, demo.People()[0].Email)
	plugIn(t, phone, true)
	phone.Open("/profile/security/keys/new?kind=passkey")
	phone.ByRole("button", "Создать ключ доступа").Click()
	phone.WantURL("/profile/security?done=key")

	headers := network.SetExtraHTTPHeadersParams{Headers: network.Headers{"X-Forwarded-For": "198.51.100.7"}}
	if _, err := chromedp.Call(screen.Context(), network.SetExtraHTTPHeaders, headers); err != nil {
		t.Fatal(err)
	}
	screen.Open("/login")
	screen.ByRole("button", "Войти по QR-коду").Click()
	screen.WantURL("/login/qr")
	link := browsertest.Eval[string](screen, `document.querySelector("details code").textContent`)
	number := browsertest.Eval[string](screen, `document.querySelector(".qr__number").textContent`)
	phone.Open(qrLink.FindString(link))
	phone.WantText("198.51.100.0/24 — не та, что у этого телефона")
	phone.ByRole("button", "Это мой экран").Click()
	phone.WantText("Затем телефон попросит подтвердить вход ключом доступа")
	phone.Shot("qr/passkey")
	phone.Audit()
	phone.ByLabel("Число с экрана").Fill(number)
	phone.ByRole("button", "Разрешить вход").Click()
	phone.WantText("Вход разрешён")
	screen.WantURL("/desk")
	screen.Open("/profile/security/keys/new?kind=passkey")
	if !strings.HasPrefix(screen.URL(), "/login/confirm") {
		t.Errorf("a session from another network may change factors: %s", screen.URL())
	}
}
