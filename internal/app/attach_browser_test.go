package app_test

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/storetest"
)

const pilot = `format: klaster service 1
key: pilot
version: 1
title: {ru: Провести испытание, en: Run a pilot}
summary: {ru: Испытание разработки на площадке города., en: A pilot at a site of the city.}
name: {ru: Заявление об испытании, en: Application for a pilot}
word: statement
from: 2024-01-01
basis: setting
subject: organisation
see: [guest]
apply: [newcomer]
signature: required
term: 10
grounds: [{code: no, title: {ru: Нет, en: "No"}}]
sections:
  - key: papers
    title: {ru: Материалы, en: Papers}
    questions:
      - {key: idea, kind: text, label: {ru: Что испытываем, en: What is tried}}
      - {key: plan, kind: file, label: {ru: Программа испытаний, en: Plan of the pilot}, hint: {ru: С подписью руководителя., en: Signed by the head.}, media: [pdf, docx], most: 2}
`

// Files are attached to an answer, also without scripts, stand in the document with their hashes, and come back as they were.
func TestBrowserFilesAreAttached(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	if err := r.Application.Bring(t.Context(), []byte(pilot)); err != nil {
		t.Fatal(err)
	}
	vector := demo.Organisations()[0]
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	signIn(p, demo.People()[0].Email)
	p.Open("/organisations")
	p.ByRole("button", "Войти по электронной подписи").Click()
	issue(t, r, headOf(vector)).sign(t, p)
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Click()
	p.ByRole("button", "Открыть кабинет").Click()
	p.WantText("Кабинет открыт")

	p.Open("/org/" + vector.OGRN + "/applications")
	p.ByRole("button", "Начать заявление Провести испытание").Click()
	p.ByRole("link", "Материалы").Click()
	p.WantText("С подписью руководителя.", "pdf, docx", "До 2 штук")
	p.ByLabel("Что испытываем").Fill("Датчик воды")
	p.ByLabel("Программа испытаний").Upload(write(t, "снимок.png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")))
	p.ByRole("button", "Загрузить выбранные файлы Программа испытаний").Click()
	p.WantText("Файл «снимок.png» не принят", "Здесь подойдут: pdf, docx")
	p.Audit()
	p.Shot("attach/refused")
	p.ByLabel("Программа испытаний").Upload(write(t, "Программа.pdf", []byte("%PDF-1.7\n")), write(t, "Приложение.pdf", []byte("%PDF-1.7\nтаблица")))
	p.ByRole("button", "Загрузить выбранные файлы Программа испытаний").Click()
	p.WantText("Файлы загружены.", "Программа.pdf", "Приложение.pdf", "на вирусы не проверен")
	p.Audit()
	p.Shot("attach/kept")
	got := browsertest.Eval[string](p, `fetch(document.querySelector('a[href*="/attached/"]').href).then(r => r.text().then(t => r.headers.get('content-disposition') + '|' + t))`)
	if want := "attachment; filename*=utf-8''%D0%9F%D1%80%D0%BE%D0%B3%D1%80%D0%B0%D0%BC%D0%BC%D0%B0.pdf|%PDF-1.7\n"; got != want {
		t.Errorf("the file comes back as %q, want %q", got, want)
	}
	p.ByRole("button", "Удалить Приложение.pdf").Click()
	p.WantText("Файл удалён.")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Проверьте ответы", "Датчик воды", "Программа.pdf")
	if browsertest.Eval[bool](p, `document.body.innerText.includes('Приложение.pdf')`) {
		t.Error("a file that was deleted is there")
	}
	p.ByRole("button", "Сформировать заявление").Click()
	p.WantText("Кто подписывает", "Контрольная сумма SHA-256", "Программа.pdf")
	p.Audit()
	p.Shot("attach/document")
}
