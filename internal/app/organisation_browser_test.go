package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/signature/authority"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/ruid/number"
)

// noSigner lets a page look in vain for the software key, which a test alone does not build.
var noSigner = browsertest.Allow("/trial/signer/signer.wasm")

// keyholder is somebody with a key and its certificate.
type keyholder struct {
	certificate *cert.Certificate
	private     *gost3410.PrivateKey
	dir         string
}

// issue has the trial authority of an installation issue a certificate.
func issue(t *testing.T, r *apptest.Running, holder trialca.Holder) keyholder {
	t.Helper()
	private, err := gost3410.CryptoProA().GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	public, err := algorithm.NewPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	k := keyholder{private: private, dir: t.TempDir()}
	if err := authority.With(filepath.Join(r.Config.Data, "trial-ca"), func(a *authority.Authority) error {
		k.certificate, err = a.Issue(holder, public)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return k
}

// annaSNILS is the СНИЛС that the tests give to whoever heads an organisation of the trial register.
const annaSNILS = "11223344595"

// headOf is the holder of a certificate of an organisation of the trial register.
func headOf(o demo.Organisation) trialca.Holder {
	h := o.Heads[0]
	return trialca.Holder{
		Role: trialca.Head, Surname: h.Surname, GivenName: h.Given + " " + h.Patronymic, Title: h.Post, SNILS: annaSNILS, INNPerson: number.INN(h.INN),
		Organization: o.Name, OGRN: number.OGRN(o.OGRN), INN: number.INN(o.INN), Region: "77 г. Москва", Locality: "г. Москва", Street: "Учебная улица, 1",
	}
}

// sign signs what the page of signing gives and sends the file, as with any program.
func (k keyholder) sign(t *testing.T, p *browsertest.Page) {
	t.Helper()
	p.WantText("Файл подписи")
	looked(p)
	content := browsertest.Eval[string](p, `fetch(location.pathname + '/file').then(r => r.text())`)
	message, err := cms.Sign([]byte(content), cms.Signature{Key: k.private, Certificate: k.certificate, SigningTime: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(k.dir, "signed.sig")
	if err := os.WriteFile(path, message, 0o600); err != nil {
		t.Fatal(err)
	}
	p.ByLabel("Файл подписи").Upload(path)
	p.ByRole("button", "Отправить подпись").Click()
}

// looked waits until the page of signing has looked for plug-ins: what it draws of them stands above the form for files, which moves.
func looked(p *browsertest.Page) {
	browsertest.Eval[bool](p, `new Promise(done => {
		const wait = () => { const root = document.getElementById("signing"); !root || root.dataset.ready ? done(true) : setTimeout(wait, 50); };
		wait();
	})`)
}

// T10, T11, T14: a head signs in, the cabinet appears with what the register says, and the person becomes полная; from then on the account
// alone opens it. A signature of somebody else opens nothing.
func TestBrowserT11_AHeadOpensTheCabinet(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	vector := demo.Organisations()[0]
	name := strings.ToUpper(vector.Name) // as the register writes it
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	signIn(p, demo.People()[0].Email)
	p.Open("/organisations")
	p.WantText("Организаций пока нет")
	p.Audit()
	p.Shot("organisation/none")
	p.ByRole("button", "Войти по электронной подписи").Click()
	anna := issue(t, r, headOf(vector))
	anna.sign(t, p)
	p.WantText("Открыть кабинет: " + name)
	p.Audit()
	p.Shot("organisation/arrive")
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Click()
	p.ByRole("button", "Открыть кабинет").Click()
	p.WantText("Кабинет открыт", name, vector.OGRN)
	p.Audit()
	p.Shot("organisation/cabinet")
	for _, page := range []struct{ path, text string }{
		{"/data", "Заявлено организацией"}, {"/people", "Смирнова Анна Петровна"}, {"/signatures", "Учебная подпись"}, {"/people/invite", "Последний день"},
	} {
		p.Open("/org/" + vector.OGRN + page.path)
		p.WantText(page.text)
		p.Audit()
		p.Shot("organisation" + page.path)
	}
	p.Open("/profile/level")
	p.WantText("Полная")

	// T14: the certificate alone lets her in elsewhere, and opens nothing there until she has confirmed who she is.
	elsewhere := browsertest.New(t, r.URL, noExtension, noSigner)
	elsewhere.Open("/login")
	elsewhere.ByRole("button", "Войти по электронной подписи").Click()
	anna.sign(t, elsewhere)
	elsewhere.WantText("Войти в кабинет: " + name)
	elsewhere.Audit()
	elsewhere.Shot("organisation/enter")
	elsewhere.Open("/org/" + vector.OGRN)
	elsewhere.WantText("Подтвердите, что это вы")
	elsewhere.ByLabel("Пароль").Fill(demo.Password)
	elsewhere.ByRole("button", "Подтвердить").Click()
	elsewhere.WantText("По данным реестра", vector.OGRN)

	other := browsertest.New(t, r.URL, noExtension, noSigner)
	signIn(other, demo.People()[1].Email)
	other.Open("/org/" + vector.OGRN)
	other.WantText("Такого кабинета организации нет")
}

// T11: where the register hides who acts, an operator decides: the person asks, the operator opens the case, sees what the certificate and
// the register say, lets them in for a term, and the person acts.
func TestBrowserT11_AnOperatorDecidesADoubt(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	list := demo.Organisations()
	hidden := list[slices.IndexFunc(list, func(o demo.Organisation) bool { return o.Hidden })]
	hidden.Heads = list[0].Heads
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	signIn(p, demo.People()[0].Email)
	p.Open("/organisations")
	p.ByRole("button", "Войти по электронной подписи").Click()
	issue(t, r, headOf(hidden)).sign(t, p)
	p.WantText("Нужна проверка оператора")
	p.ByRole("button", "Передать оператору").Click()
	p.WantText("Обращение передано оператору")

	operator := browsertest.New(t, r.URL, browsertest.Allow("422"))
	signIn(operator, "operator@klaster.example")
	operator.Open("/admin/organisations")
	operator.WantText("Обращение: ИНН " + hidden.INN)
	operator.Audit()
	operator.Shot("organisation/cases")
	operator.ByRole("button", "Открыть обращение "+hidden.INN).Click()
	operator.WantText("Смирнова Анна Петровна", hidden.OGRN)
	operator.Audit()
	operator.Shot("organisation/case")
	operator.ByRole("button", "Решить").Click()
	operator.WantText("Выберите решение.")
	operator.ByLabel("Допустить").Check()
	operator.ByLabel("Почему").Fill("Проверено по выписке с подписью налоговой службы.")
	last := time.Now().AddDate(0, 1, 0)
	operator.ByLabel("День").Fill(strconv.Itoa(last.Day()))
	operator.ByLabel("Месяц").Fill(strconv.Itoa(int(last.Month())))
	operator.ByLabel("Год").Fill(strconv.Itoa(last.Year()))
	operator.ByRole("button", "Решить").Click()
	operator.WantText("Решение принято", "Обращений нет")

	p.Open("/org/" + hidden.OGRN)
	p.WantText("По данным реестра", hidden.OGRN)
}

// ready waits until the script of a page says that it is.
func ready(p *browsertest.Page, part string) {
	browsertest.Eval[bool](p, "new Promise(done => { const wait = () => document.getElementById('"+part+"').dataset.ready ? done(true) : setTimeout(wait, 50); wait() })")
}
