package app_test

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/opensslgost"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/internal/xmllint"
)

// The main job as far as sending: a head enters the cabinet, fills in the form to join, forms the document, signs and sends it.
func TestBrowserAnApplicationIsSent(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	vector := demo.Organisations()[0]
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	p.Open("/services")
	p.WantText("Вступить в кластер")
	p.Audit()
	p.Shot("application/services")
	p.Open("/services/join")
	p.WantText("10 рабочих дней", "Почему могут отказать")
	p.Audit()
	p.Shot("application/service")

	signIn(p, demo.People()[0].Email)
	p.Open("/organisations")
	p.ByRole("button", "Войти по электронной подписи").Click()
	anna := issue(t, r, headOf(vector))
	anna.sign(t, p)
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Click()
	p.ByRole("button", "Открыть кабинет").Click()
	p.WantText("Кабинет открыт")

	p.Open("/org/" + vector.OGRN + "/applications")
	p.WantText("Заявлений пока нет")
	p.Audit()
	p.Shot("application/none")
	p.ByRole("button", "Начать заявление Вступить в кластер").Click()
	p.WantText("Что нужно сделать", "Направления и деятельность")
	p.Audit()
	p.Shot("application/tasks")
	p.ByRole("link", "Организация").Click()
	p.WantText("Сведения из государственного реестра", vector.OGRN)
	p.Audit()
	p.Shot("application/organisation")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByLabel("Электронная почта").Fill("info@example.ru")
	p.ByLabel("Телефон").Fill("8 495 123 45 67")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Направления кластера")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Выберите хотя бы один вариант")
	p.Audit()
	p.Shot("application/problems")
	p.ByLabel("Информационные технологии").Click()
	p.ByLabel("Продукты и услуги").Fill("Программы для учёта станков и приборов на заводах.")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Проекты")
	p.ByLabel("Название").Nth(0).Fill("Цифровой двойник")
	p.ByLabel("Стадия").Choose("Прототип")
	p.Audit()
	p.Shot("application/table")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByLabel("Нет").Click()
	p.ByRole("button", "Сохранить и продолжить").Click()
	for _, words := range []string{
		"Организация не находится в процессе ликвидации, в отношении неё не введена процедура банкротства.", "Деятельность организации не приостановлена.",
		"Организация не находится под контролем иностранных лиц, зарегистрированных в офшорных зонах.",
		"Сведения в заявлении полны и достоверны. Об их изменении организация сообщит в течение 10 рабочих дней.",
		"Организация согласна на публикацию в реестре участников наименования, ИНН, ОГРН, сайта, направлений, продуктов и компетенций.",
	} {
		p.ByLabel(words).Check()
	}
	p.Audit()
	p.Shot("application/declarations")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Проверьте ответы", "Цифровой двойник", "+74951234567")
	p.Audit()
	p.Shot("application/check")
	p.ByRole("button", "Сформировать заявление").Click()
	p.WantText("Кто подписывает", "Файлы документа", "Цифровой двойник")
	p.Audit()
	p.Shot("application/document")
	p.ByRole("button", "Подписать и отправить").Click()
	anna.signByOpenSSL(t, p)
	p.WantText("Заявление отправлено", "На рассмотрении", "Что происходило")
	p.Audit()
	p.Shot("application/sent")
	for _, file := range []string{"receipt", "stamped"} {
		size := browsertest.Eval[int](p, `fetch(location.pathname + '/files/`+file+`').then(r => r.ok ? r.blob() : null).then(b => b ? b.size : 0)`)
		if size < 2000 {
			t.Errorf("the file %s has %d bytes", file, size)
		}
	}
	p.ByRole("link", "Посмотреть документ").Click()
	p.WantText("Файлы документа")
	otherProgramsAgree(t, r, p)
	p.Open("/org/" + vector.OGRN + "/applications")
	p.WantText("На рассмотрении")
}

// signByOpenSSL signs what the page of signing gives as another program does, and sends the file.
func (k keyholder) signByOpenSSL(t *testing.T, p *browsertest.Page) {
	t.Helper()
	opensslgost.Require(t)
	p.WantText("Файл подписи")
	looked(p)
	content := browsertest.Eval[string](p, `fetch(location.pathname + '/file').then(r => r.text())`)
	key, certificate := cmstest.Holder{Certificate: k.certificate, Key: k.private}.Files(t)
	path := filepath.Join(k.dir, "openssl.sig")
	opensslgost.Run(t, nil, "cms", "-sign", "-cades", "-binary", "-in", cmstest.File(t, "document", []byte(content)), "-signer", certificate, "-inkey", key,
		"-md", "md_gost12_256", "-outform", "DER", "-out", path)
	p.ByLabel("Файл подписи").Upload(path)
	p.ByRole("button", "Отправить подпись").Click()
}

// otherProgramsAgree downloads the document and its signature from the page: OpenSSL verifies the one over the other, and xmllint
// finds the document valid by the schema that the site gives.
func otherProgramsAgree(t *testing.T, r *apptest.Running, p *browsertest.Page) {
	t.Helper()
	fetched := func(what string) []byte {
		raw, err := hex.DecodeString(browsertest.Eval[string](p, `fetch(`+what+`).then(r => r.ok ? r.arrayBuffer() : null)
			.then(b => Array.from(new Uint8Array(b)).map(x => x.toString(16).padStart(2, '0')).join(''))`))
		if err != nil || len(raw) == 0 {
			t.Fatalf("%s: %d bytes, %v", what, len(raw), err)
		}
		return raw
	}
	xml := fetched(`document.querySelector('a[href$="/files/xml"]').href`)
	message := fetched(`document.querySelector('a[href*="/files/sig."]').href`)
	issuer, err := r.Signature.TrialIssuer()
	if err != nil {
		t.Fatal(err)
	}
	opensslgost.Run(t, nil, "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", cmstest.File(t, "m", message), "-content", cmstest.File(t, "d", xml),
		"-CAfile", cmstest.File(t, "ca", cert.PEM(issuer)), "-partial_chain", "-purpose", "any", "-out", os.DevNull)
	if _, err := opensslgost.Try(t, nil, "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", cmstest.File(t, "m", message),
		"-content", cmstest.File(t, "d", append(xml, ' ')), "-CAfile", cmstest.File(t, "ca", cert.PEM(issuer)), "-partial_chain", "-purpose", "any", "-out", os.DevNull); err == nil {
		t.Error("openssl verifies the signature over other bytes")
	}
	xmllint.Require(t)
	schema := cmstest.File(t, "schema.xsd", fetched(`'/schema/join/1.xsd'`))
	if _, err := xmllint.Try(t, xml, "--noout", "--schema", schema, "-"); err != nil {
		t.Error(err)
	}
}
