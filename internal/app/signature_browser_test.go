package app_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/signature/authority"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// trialKey is a key that the installation's own trial authority has certified.
type trialKey struct {
	certificate *cert.Certificate
	private     *gost3410.PrivateKey
	hasKey      bool
}

func newTrialKey(t *testing.T, data string, h trialca.Holder, change func(*trialca.Template)) trialKey {
	t.Helper()
	private, err := gost3410.CryptoProA().GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	k := trialKey{private: private, hasKey: true}
	public, err := algorithm.NewPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	if err := authority.With(filepath.Join(data, "trial-ca"), func(a *authority.Authority) error {
		template, err := a.Issuing.Template(h, public)
		if err != nil {
			return err
		}
		if change != nil {
			change(&template)
		}
		k.certificate, err = a.Issuing.Sign(template)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return k
}

// file is the key with its certificate, in PEM.
func (k trialKey) file(t *testing.T) []byte {
	t.Helper()
	raw, err := keyfile.WritePKCS8(k.private)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), cert.PEM(k.certificate))
}

func (k trialKey) attached(t *testing.T, content string) []byte {
	t.Helper()
	message, err := cms.Sign([]byte(content), cms.Signature{Key: k.private, Certificate: k.certificate})
	if err != nil {
		t.Fatal(err)
	}
	return message
}

// desk is a program in which sign-ins are signed by a browser that the test knows.
type desk struct {
	*apptest.Running
	received []signature.Signed
}

func newDesk(t *testing.T, options ...apptest.Option) *desk {
	t.Helper()
	d := &desk{Running: apptest.Start(t, storetest.SQLite(t), options...)}
	d.Signature.Use(signature.Use{Purpose: "test.login", Login: true, Receive: func(_ context.Context, _ *sqldb.Tx, s signature.Signed) error {
		d.received = append(d.received, s)
		return nil
	}})
	return d
}

// ask makes a sign-in for the browser of a page, and returns it.
func (d *desk) ask(t *testing.T, p *browsertest.Page, holder signature.Holder) (r signature.Request) {
	t.Helper()
	secret := id.NewSecret()
	if _, err := chromedp.Call(p.Context(), network.SetCookie, network.SetCookieParams{Name: "klaster-signing", Value: string(secret), URL: d.URL}); err != nil {
		t.Fatal(err)
	}
	if err := d.DB.Update(t.Context(), func(tx *sqldb.Tx) (err error) {
		r, err = d.Signature.Ask(t.Context(), tx, signature.Ask{
			Purpose: "test.login", Browser: secret, Title: i18n.M("Вход в кабинет организации", "Sign-in to the organisation’s cabinet"), Holder: holder, Back: "/login",
		})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (d *desk) built(t *testing.T, p *browsertest.Page) bool {
	t.Helper()
	p.Open("/trial/signer")
	if browsertest.Eval[bool](p, "document.getElementById('signer') !== null") {
		return true
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the trial signer is not built: run make wasm")
	}
	t.Log("the trial signer is not built: run make wasm")
	return false
}

// noExtension is what a browser without the plug-in's extension says when the page looks for it.
var noExtension = browsertest.Allow("chrome-extension://")

func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A person signs in with the software key of a trial installation: the page makes the message, and the server judges it.
func TestBrowserSignsWithTheSoftwareKey(t *testing.T) {
	d := newDesk(t)
	for _, l := range looks()[:4] {
		t.Run(l.name, func(t *testing.T) {
			p := browsertest.New(t, d.URL, append(l.options, noExtension)...)
			if !d.built(t, p) {
				return
			}
			r := d.ask(t, p, signature.Holder{})
			k := newTrialKey(t, d.Config.Data, trialcatest.Head(), nil)
			p.Open(r.Path())
			p.WantText("Вход в кабинет организации", "KLASTER-LOGIN/1", "юридической силы не имеет", "Учебного ключа в этом браузере нет")
			p.Audit()
			p.Shot("sign/no-key-" + l.name)
			browsertest.Eval[any](p, "document.querySelector('#signing details').open = true")
			p.ByLabel("Файл ключа и файл сертификата").Upload(write(t, "key.pem", k.file(t)))
			p.ByRole("button", "Открыть ключ").Click()
			p.WantText("Иванов Иван Иванович", "ООО «Учебная Ромашка»")
			p.Audit()
			p.Shot("sign/key-" + l.name)
			p.ByRole("button", "Подписать").Click()
			p.WantText("Подписано", "Скачать подпись")
			p.Audit()
			p.Shot("sign/signed-" + l.name)
			if got := d.received[len(d.received)-1]; got.Request.ID != r.ID || !got.Certificate.Equal(k.certificate) {
				t.Errorf("received %+v", got)
			}
		})
	}
}

// Without scripts one downloads the text, signs it in any program and uploads the signature; a signature that does not fit is
// refused in words.
func TestBrowserSignsByFileWithoutScripts(t *testing.T) {
	d := newDesk(t)
	p := browsertest.New(t, d.URL, browsertest.NoScript(), browsertest.Allow("422"))
	r := d.ask(t, p, signature.Holder{})
	k := newTrialKey(t, d.Config.Data, trialcatest.Head(), nil)
	p.Open(r.Path())
	p.WantText("Скачайте файл и ничего в нём не меняйте")
	p.ByRole("button", "Отправить подпись").Click()
	p.WantText("Выберите файл подписи")
	p.ByLabel("Файл подписи").Upload(write(t, "x.sig", k.attached(t, r.Challenge+" ")))
	p.ByRole("button", "Отправить подпись").Click()
	p.WantText("Подписан не тот текст")
	p.Shot("sign/refused-noscript")
	p.ByLabel("Файл подписи").Upload(write(t, "x.sig", k.attached(t, r.Challenge)))
	p.ByRole("button", "Отправить подпись").Click()
	p.WantText("Подписано")
	if len(d.received) != 1 {
		t.Errorf("received %d signatures", len(d.received))
	}
}

// standIn writes the stand-in for the plug-in's script with the keys of the test.
func standIn(t *testing.T, behave map[string]any, keys ...trialKey) []byte {
	t.Helper()
	type one struct {
		Certificate string `json:"certificate"`
		File        string `json:"file"`
		HasKey      bool   `json:"hasKey"`
		Thumbprint  string `json:"thumbprint"`
	}
	var list []one
	for _, k := range keys {
		sum := k.certificate.SHA1()
		list = append(list, one{base64.StdEncoding.EncodeToString(k.certificate.Raw), string(k.file(t)), k.hasKey, strings.ToUpper(hex.EncodeToString(sum[:]))})
	}
	script, err := os.ReadFile("testdata/cadesplugin.js")
	if err != nil {
		t.Fatal(err)
	}
	for mark, value := range map[string]any{"/*KEYS*/[]": list, "/*CASE*/{}": behave} {
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(script, []byte(mark)) {
			t.Fatalf("the stand-in has no %s", mark)
		}
		script = bytes.Replace(script, []byte(mark), data, 1)
	}
	return script
}

// withPlugin starts a program that serves the stand-in with keys of its own trial authority.
func withPlugin(t *testing.T, behave map[string]any, keys func(data string) []trialKey) apptest.Option {
	t.Helper()
	return func(c *app.Config) {
		if err := authority.Make(filepath.Join(c.Data, "trial-ca"), authority.Usual()); err != nil {
			t.Fatal(err)
		}
		c.Signature.CryptoPro = write(t, "cadesplugin_api.js", standIn(t, behave, keys(c.Data)...))
	}
}

// refusedByPlugin is what the page asked of the plug-in that the plug-in does not have.
func refusedByPlugin(t *testing.T, p *browsertest.Page) {
	t.Helper()
	if said := browsertest.Eval[[]string](p, "window.cadespluginRefused"); len(said) > 0 {
		t.Errorf("the page asked of the plug-in what it does not have: %q", said)
	}
}

// The page speaks to the plug-in of КриптоПро by its own names and in its own order, lists what it has with the reason beside what
// cannot be used, and signs. No real plug-in was seen by this test: the stand-in holds the page to the published description.
func TestBrowserSignsThroughCryptoPro(t *testing.T) {
	var good trialKey
	d := newDesk(t, withPlugin(t, map[string]any{}, func(data string) []trialKey {
		person := func(h trialca.Holder, change func(*trialca.Template)) trialKey {
			return newTrialKey(t, data, h, change)
		}
		good = person(trialcatest.Head(), nil)
		away := person(trialcatest.Entrepreneur(), nil)
		away.hasKey = false
		expired := person(trialcatest.Head(), func(c *trialca.Template) {
			c.NotAfter = c.NotBefore.AddDate(-1, 0, 0)
			c.NotBefore = c.NotAfter.AddDate(-1, 0, 0)
		})
		early := person(trialcatest.Head(), func(c *trialca.Template) { c.NotBefore = c.NotBefore.AddDate(0, 1, 0) })
		return []trialKey{expired, away, early, person(trialcatest.Person(), nil), good}
	}))
	for _, l := range looks()[:4] {
		t.Run(l.name, func(t *testing.T) {
			p := browsertest.New(t, d.URL, l.options...)
			if !d.built(t, p) {
				return
			}
			r := d.ask(t, p, signature.Holder{SNILS: trialcatest.Head().SNILS})
			p.Open(r.Path())
			p.WantText("Срок действия истёк", "Нет закрытого ключа", "Срок действия ещё не начался", "Выдан другому человеку", "КриптоПро — 2.0.15000")
			p.Audit()
			p.Shot("sign/cryptopro-" + l.name)
			if n := browsertest.Eval[int](p, "document.querySelectorAll('[data-part=list] input:not(:disabled)').length"); n != 1 {
				t.Errorf("%d certificates can be chosen", n)
			}
			p.ByRole("button", "Обновить").Click()
			p.WantText("Срок действия истёк")
			refusedByPlugin(t, p)
			p.ByRole("button", "Подписать").Click()
			p.WantText("Подписано", "Скачать подпись")
			if got := d.received[len(d.received)-1]; got.Request.ID != r.ID || !got.Certificate.Equal(good.certificate) {
				t.Errorf("received %+v", got)
			}
		})
	}
}

// What the plug-in says is told in plain words, with the code for the support, and signing by file is offered.
func TestBrowserErrorsOfThePluginInPlainWords(t *testing.T) {
	for code, words := range map[string]string{
		"0x800B010A": "Программа не доверяет сертификату", "0x80070057": "Обновите плагин", "0x8010006E": "Вы отменили подписание", "0x8BADF00D": "вернула ошибку",
	} {
		t.Run(code, func(t *testing.T) {
			d := newDesk(t, withPlugin(t, map[string]any{"fail": code}, func(data string) []trialKey {
				return []trialKey{newTrialKey(t, data, trialcatest.Head(), nil)}
			}))
			p := browsertest.New(t, d.URL)
			if !d.built(t, p) {
				return
			}
			p.Open(d.ask(t, p, signature.Holder{}).Path())
			p.WantText("Иванов Иван Иванович")
			p.ByRole("button", "Подписать").Click()
			p.WantText(words, "Код для поддержки: "+code, "подпишите файл в любой программе")
			p.Audit()
			refusedByPlugin(t, p)
			p.Shot("sign/error-" + code)
			if len(d.received) > 0 {
				t.Error("something was received")
			}
		})
	}
}

// A newcomer makes a trial signature, which the browser keeps, and signs with it.
func TestBrowserTrialSignatureFromTheBeginning(t *testing.T) {
	d := newDesk(t)
	p := browsertest.New(t, d.URL, noExtension)
	if !d.built(t, p) {
		return
	}
	r := d.ask(t, p, signature.Holder{})
	p.Open(r.Path())
	p.ByRole("link", "Сделать учебную подпись").Click()
	p.WantText("Кто подписывает", "юридической силы не имеет")
	browsertest.Eval[bool](p, "new Promise(done => { const wait = () => document.getElementById('trial').dataset.ready ? done(true) : setTimeout(wait, 50); wait() })")
	p.ByRole("button", "Сделать учебную подпись").Click()
	p.WantText("Учебная подпись готова и хранится в этом браузере")
	p.Audit()
	p.Shot("sign/trial-made")
	p.ByRole("link", "Вернуться к подписанию").Click()
	p.WantText("Смирнова Анна Петровна, ООО «Учебный Вектор»")
	p.ByRole("button", "Подписать").Click()
	p.WantText("Подписано", "Скачать подпись")
	if len(d.received) != 1 || string(d.received[0].Identity.INN) != demo.Organisations()[0].INN {
		t.Errorf("received %+v", d.received)
	}
}

// The workplace is checked against a plug-in that works, and the report gets a number under which the support finds it.
func TestBrowserWorkplaceCheck(t *testing.T) {
	d := newDesk(t, withPlugin(t, map[string]any{}, func(data string) []trialKey {
		return []trialKey{newTrialKey(t, data, trialcatest.Head(), nil)}
	}))
	p := browsertest.New(t, d.URL)
	p.Open("/sign/check")
	p.WantText("2.0.15000", "найдено: 1, годных: 1", "Crypto-Pro GOST R 34.10-2012")
	p.Audit()
	p.Shot("sign/check")
	refusedByPlugin(t, p)
	browsertest.Eval[bool](p, "new Promise(done => { const wait = () => document.getElementById('workplace').dataset.ready ? done(true) : setTimeout(wait, 50); wait() })")
	p.ByRole("button", "Сохранить отчёт для поддержки").Click()
	p.WantText("Назовите этот номер поддержке", "Для письма в поддержку")
	p.Audit()
	p.Shot("sign/report")
	number := strings.TrimPrefix(browsertest.Eval[string](p, "document.querySelector('h1').textContent"), "Отчёт ")
	staff := browsertest.New(t, d.URL)
	signIn(staff, "owner@klaster.example")
	staff.Open("/admin/workplaces")
	staff.ByLabel("Номер отчёта").Fill(strings.ToLower(strings.TrimSpace(number)))
	staff.ByRole("button", "Найти").Click()
	staff.WantText("2.0.15000", "Когда проверено")
	staff.Shot("sign/report-staff")
}
