package app_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// plugIn puts a virtual authenticator into the browser: a device that verifies its owner, or a plain security key.
func plugIn(t *testing.T, p *browsertest.Page, verifies bool) webauthn.AuthenticatorID {
	t.Helper()
	options := webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Ctap2version: webauthn.Ctap2versionCtap21, Transport: webauthn.AuthenticatorTransportUsb,
		AutomaticPresenceSimulation: true,
	}
	if verifies {
		options.Transport, options.HasResidentKey, options.HasUserVerification, options.IsUserVerified = webauthn.AuthenticatorTransportInternal, true, true, true
	}
	if _, err := chromedp.Call(p.Context(), webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	added, err := chromedp.Call(p.Context(), webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &options})
	if err != nil {
		t.Fatal(err)
	}
	return added.AuthenticatorID
}

// credentials are the keys in an authenticator.
func credentials(t *testing.T, p *browsertest.Page, id webauthn.AuthenticatorID) []*webauthn.Credential {
	t.Helper()
	held, err := chromedp.Call(p.Context(), webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: id})
	if err != nil {
		t.Fatal(err)
	}
	return held.Credentials
}

// A person makes a passkey, signs out, and the sign-in page lets them in by it: offered by itself, and by the button.
func TestBrowserAPasskeySignsIn(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	p := browsertest.New(t, r.URL)
	signIn(p, demo.People()[0].Email)
	device := plugIn(t, p, true)
	p.Open("/profile/security")
	p.ByRole("link", "Добавить ключ доступа").Click()
	p.WantURL("/profile/security/keys/new?kind=passkey")
	p.Shot("security/new-passkey")
	p.Audit()
	p.ByLabel("Название ключа необязательно").Fill("Ноутбук")
	p.ByRole("button", "Создать ключ доступа").Click()
	p.WantURL("/profile/security?done=key")
	p.WantText("Ключ добавлен", "Ноутбук")
	p.Audit()
	p.Shot("security/passkey")
	keys := credentials(t, p, device)
	if len(keys) != 1 || !keys[0].IsResidentCredential || keys[0].RpID != "localhost" {
		t.Fatalf("the device holds %+v", keys)
	}
	if n := len(keys[0].UserHandle); n != 64 {
		t.Errorf("the handle has %d octets", n)
	}
	p.Open("/profile/security/keys/new?kind=passkey")
	p.ByRole("button", "Создать ключ доступа").Click()
	p.WantText("Этот ключ уже добавлен")
	leave(t, p)
	p.Open("/login?next=%2Fprofile") // the virtual device answers the offer at once, as a person would who picks the passkey
	p.WantURL("/profile")
	p.WantText("Мои данные")
}

// A plain security key is asked for after the password; reserve codes stand in for it, with and without JavaScript.
func TestBrowserASecurityKeyIsTheSecondFactor(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	p := browsertest.New(t, r.URL, browsertest.Allow("422"))
	signIn(p, demo.People()[0].Email)
	plugIn(t, p, false)
	p.Open("/profile/security/keys/new?kind=key")
	p.ByLabel("Название ключа необязательно").Fill("Синий")
	p.ByRole("button", "Добавить ключ безопасности").Click()
	p.WantURL("/profile/security/reserve?first=1")
	p.Audit()
	p.ByRole("button", "Создать новый набор").Click()
	p.WantText("Ваши резервные коды")
	p.Shot("security/codes")
	p.Audit()
	codes := browsertest.Eval[[]string](p, `[...document.querySelectorAll(".codes code")].map((c) => c.textContent)`)
	if len(codes) != 10 {
		t.Fatalf("%d codes", len(codes))
	}
	p.ByRole("link", "Коды сохранены").Click()
	p.WantText("Осталось 10 из 10")
	p.Audit()
	leave(t, p)
	typePassword(p)
	p.WantText("Второй шаг входа")
	p.Shot("login/second-key")
	p.Audit()
	p.ByRole("button", "Использовать ключ").Click()
	p.WantURL("/desk")

	plain := browsertest.New(t, r.URL, browsertest.NoScript(), browsertest.Allow("422"))
	typePassword(plain)
	plain.WantText("Ключи работают, только когда в браузере разрешены сценарии")
	plain.Shot("login/second-noscript")
	plain.ByRole("link", "Ввести резервный код").Click()
	plain.ByLabel("Резервный код").Fill("0000-0000-0000")
	plain.ByRole("button", "Подтвердить").Click()
	plain.WantText("Резервный код не подошёл")
	plain.ByLabel("Резервный код").Fill(codes[3])
	plain.ByRole("button", "Подтвердить").Click()
	plain.WantURL("/desk")
}

// An application with codes is set up by its text, and asked for after the password, without JavaScript. A confirmation
// is asked for when the last proof is old.
func TestBrowserAnApplicationWithCodes(t *testing.T) {
	for name, options := range map[string][]browsertest.Option{"script": nil, "no script": {browsertest.NoScript()}} {
		t.Run(name, func(t *testing.T) {
			r := apptest.Start(t, storetest.SQLite(t))
			p := browsertest.New(t, r.URL, append(options, browsertest.Allow("422"))...)
			signIn(p, demo.People()[0].Email)
			p.Open("/profile/security/app")
			p.ByRole("button", "Подключить").Click()
			p.WantURL("/profile/security/app/setup")
			p.Shot("security/app")
			if options == nil {
				p.Audit()
			}
			secret := secretIn(t, p.Text())
			p.ByLabel("Код из приложения").Fill("12")
			p.ByRole("button", "Проверить код и подключить").Click()
			p.WantText("Введите код из шести цифр")
			p.ByLabel("Код из приложения").Fill(codeAt(t, secret, 0))
			p.ByRole("button", "Проверить код и подключить").Click()
			p.WantURL("/profile/security/reserve?first=1")
			leave(t, p)
			typePassword(p)
			p.WantText("Второй шаг входа", "Ничего из этого нет под рукой?")
			p.Shot("login/second-app")
			p.ByLabel("Код из приложения").Fill(codeAt(t, secret, 1))
			p.ByRole("button", "Подтвердить").Click()
			p.WantURL("/desk")
			stale(t, r)
			p.Open("/profile/security/app")
			p.WantURL("/login/confirm?next=%2Fprofile%2Fsecurity%2Fapp")
			p.Shot("login/confirm")
			p.WantText("Подтвердите, что это вы")
		})
	}
}

// A sensitive form that is sent too late is not done, and the page says so.
func TestBrowserAConfirmationIsAskedFor(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	p := browsertest.New(t, r.URL, browsertest.Allow("422"))
	signIn(p, demo.People()[0].Email)
	p.Open("/profile/security/app")
	stale(t, r)
	p.ByRole("button", "Подключить").Click()
	p.WantText("не выполнено и не сохранено")
	p.Audit()
	p.ByLabel("Пароль").Fill("Не тот пароль 1")
	p.ByRole("button", "Подтвердить").Click()
	p.WantText("Пароль не подошёл")
	p.ByLabel("Пароль").Fill(demo.Password)
	p.ByRole("button", "Подтвердить").Click()
	p.WantURL("/profile/security/app")
	p.ByRole("button", "Подключить").Click()
	p.WantURL("/profile/security/app/setup")
}

// typePassword signs in up to the second factor.
func typePassword(p *browsertest.Page) {
	p.Open("/login")
	p.ByLabel("Почта, телефон или СНИЛС").Fill(demo.People()[0].Email)
	p.ByLabel("Пароль").Fill(demo.Password)
	p.ByRole("button", "Войти").Click()
}

var groups = regexp.MustCompile(`(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}`)

// secretIn is the secret of an application, which the page shows in groups of four.
func secretIn(t *testing.T, text string) string {
	t.Helper()
	secret := strings.ReplaceAll(groups.FindString(text), " ", "")
	if len(secret) != 32 {
		t.Fatalf("no secret in the page:\n%s", text)
	}
	return secret
}

// codeAt is what the application shows some periods from now.
func codeAt(t *testing.T, secret string, periods int) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, time.Now().Add(time.Duration(periods)*30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// stale makes all sessions look as if nobody had proved anything for an hour.
func stale(t *testing.T, r *apptest.Running) {
	t.Helper()
	if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(context.Background(), `UPDATE account_session SET confirmed_at = $1`, time.Now().Add(-time.Hour))
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// leave takes all cookies from the browser, as if it were another one with the same keys.
func leave(t *testing.T, p *browsertest.Page) {
	t.Helper()
	if _, err := chromedp.Call(p.Context(), network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
}

// After a sign-in by password the page lets a password manager make a passkey by itself. Chromium has no manager in a test,
// so its part is played by the virtual device; what is asked of it is looked at.
func TestBrowserAPasswordManagerMayMakeAPasskey(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	p := browsertest.New(t, r.URL)
	device := plugIn(t, p, true)
	p.Open("/login")
	browsertest.Eval[bool](p, `(() => {
		const create = navigator.credentials.create.bind(navigator.credentials);
		navigator.credentials.create = ({ publicKey, mediation }) => { window.mediation = mediation; return create({ publicKey }); };
		return true;
	})()`)
	p.ByLabel("Почта, телефон или СНИЛС").Fill(demo.People()[0].Email)
	p.ByLabel("Пароль").Fill(demo.Password)
	p.ByRole("button", "Войти").Click()
	p.WantURL("/desk")
	r.Message(t, demo.People()[0].Email, 1) // of the new browser, and of the new passkey
	if mediation := browsertest.Eval[string](p, `String(window.mediation)`); mediation != "conditional" {
		t.Errorf("the manager was asked with mediation %s", mediation)
	}
	if n := len(credentials(t, p, device)); n != 1 {
		t.Errorf("%d passkeys were made", n)
	}
	p.Open("/profile/security")
	p.WantText("Chrome, Linux", "Спрашивать и после пароля")
}

// The telephone asks its passkey before it lets a screen in another network in, and the session there has proved nothing.
func TestBrowserT15_AQRCodeTakesThePasskeyOfTheTelephone(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t), func(c *app.Config) { c.HTTP.Proxies = []string{"127.0.0.0/8"} })
	phone := browsertest.New(t, r.URL, browsertest.Narrow())
	signIn(phone, demo.People()[0].Email)
	plugIn(t, phone, true)
	phone.Open("/profile/security/keys/new?kind=passkey")
	phone.ByRole("button", "Создать ключ доступа").Click()
	phone.WantURL("/profile/security?done=key")
	screen := htmlcheck.NewVisitorAt(t, r.URL)
	screen.Header("X-Forwarded-For", "198.51.100.7").Open("/login").Press("Войти по QR-коду")
	text := screen.Doc().Text()
	phone.Open(qrLink.FindString(text))
	phone.WantText("не та, что у этого телефона")
	phone.ByRole("button", "Это мой экран").Click()
	phone.ByLabel("Число с экрана").Fill(qrNumber.FindStringSubmatch(text)[1])
	phone.Shot("login/qr-passkey")
	phone.Audit()
	phone.ByRole("button", "Разрешить вход").Click()
	phone.WantText("Вход разрешён")
	screen.Open("/login/qr").Press("Продолжить").WantURL("/desk")
	screen.Open("/profile/security/app").WantURL("/login/confirm?next=%2Fprofile%2Fsecurity%2Fapp")
}
