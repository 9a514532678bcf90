package document_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

func load(t testing.TB, path ...string) *form.Service {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	s, err := form.Load(content)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func kinds(t testing.TB) *form.Service { return load(t, "testdata", "kinds.yaml") }

func join(t testing.TB) *form.Service { return load(t, "..", "..", "membership", "join.yaml") }

func day(t testing.TB, s string) workdays.Date {
	t.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func given(t testing.TB) form.Given {
	t.Helper()
	register := form.Text{RU: "ЕГРЮЛ", EN: "EGRUL"}
	known := func(value string) form.Fact {
		return form.Fact{State: rule.Known, Value: value, Source: register, Record: "ГРН 2247700000013", AsOf: day(t, "2026-11-20")}
	}
	return form.Given{
		"egr.name": known("ООО «Умные станки»"), "egr.full_name": known("Общество с ограниченной ответственностью «Умные станки»"),
		"egr.inn": known("7707083893"), "egr.ogrn": known("1027700132195"), "egr.kpp": known("770701001"),
		"egr.registered": known("2019-03-14"), "egr.address": known("117312, г. Москва, ул. Вавилова, д. 19, помещ. 4"),
		"egr.head":       {State: rule.Restricted, Source: register, AsOf: day(t, "2026-11-20")},
		"egr.okved_main": known("62.01 Разработка компьютерного программного обеспечения"),
		"egr.okved":      known("62.01, 28.41, 72.19"),
	}
}

func about() document.About {
	return document.About{
		ID: "01935a3e-7c00-7000-8000-000000000001", Formed: time.Date(2026, 11, 22, 6, 30, 0, 123456000, time.UTC), Template: 1,
		Recipient: "Фонд «Московский инновационный кластер»",
		Applicant: document.Applicant{
			Kind: document.LegalEntity, Name: "ООО «Умные станки»", FullName: "Общество с ограниченной ответственностью «Умные станки»",
			INN: "7707083893", OGRN: "1027700132195", KPP: "770701001", Address: "117312, г. Москва, ул. Вавилова, д. 19, помещ. 4",
		},
		Author: document.Author{Name: "Соколова Мария Андреевна", Role: "доверенное лицо, полный доступ"},
		Signers: []document.Signer{
			{Name: "Петров Алексей Игоревич", Post: "генеральный директор"},
			{Name: "Ким Ольга Сергеевна", Mandate: &document.Mandate{
				Number: "0d5b2f0e-6f0a-4c7e-9d5f-3f1f0a8f7b11", SHA256: strings.Repeat("ab", 32), Until: "2027-06-30",
			}},
		},
	}
}

func file(name string, n int) form.File {
	sum := fmt.Sprintf("%064x", n+1)
	return form.File{
		Ref: fmt.Sprintf("sha256-%s-%d", sum, n), Name: name, Media: "application/pdf", Size: int64(n), SHA256: sum,
		Streebog256: fmt.Sprintf("%064x", n+2),
	}
}

// check checks answers and fails the test when there is something wrong with them.
func check(t rapid.TB, s *form.Service, answers form.Answers, known form.Given) *form.Sheet {
	t.Helper()
	on, err := workdays.ParseDate("2026-11-22")
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := s.Check(context.Background(), answers, known, on) // rapid knows no other
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range sheet.Problems {
		t.Fatalf("%s, row %d: %s", p.Question, p.Row, p.Text.EN)
	}
	return sheet
}

func formed(t rapid.TB, s *form.Service, answers form.Answers, known form.Given) []byte {
	t.Helper()
	content, err := document.Form(s, check(t, s, answers, known), about())
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// joining are answers to the form to join.
func joining() form.Answers {
	declared := form.Answer{Text: form.Affirmed}
	return form.Answers{
		"contact": {Text: "Соколова Мария Андреевна"}, "email": {Text: "info@example.ru"}, "phone": {Text: "8 495 123-45-67"},
		"directions": {List: []string{"machines", "ai"}}, "okved": {List: []string{"62.01", "28.41"}},
		"products": {Text: "Станки с числовым программным управлением и программы к ним.\nДля опытных производств & мелких серий: от 1 до 500 деталей."},
		"projects": {Rows: []map[string]string{
			{"title": "Пятикоординатный станок «Вега» для лопаток", "stage": "prototype", "cost": "12 500 000,50"}, {"title": "Система зрения", "stage": "idea"},
		}},
		"offences": {Text: "yes"}, "offences_about": {Text: "Штраф за просрочку отчёта, уплачен 12.03.2026."},
		"no_liquidation": declared, "no_suspension": declared, "no_offshore": declared, "accuracy": declared, "publication": declared,
	}
}

// some are answers to the service of all kinds, of every shape that the form takes.
func some() *rapid.Generator[form.Answers] {
	return rapid.Custom(func(t *rapid.T) form.Answers {
		text := rapid.StringMatching(`[А-Яа-яёЁa-z0-9«»&<>"' —№₽é]{0,40}[А-Яа-я]{2}`)
		prose := rapid.StringMatching(`[А-Яа-яёЁa-z0-9«»&<>"' —\n\t]{0,200}[А-Яа-я]{2}`)
		money := rapid.SampledFrom([]string{"0,01", "1 250 000,5", "12", "9000000000000.99"})
		date := rapid.SampledFrom([]string{"01.02.2026", "2030-12-31", "2020-01-01"})
		inn := rapid.SampledFrom([]string{"7707083893", "500100732259"})
		email := rapid.SampledFrom([]string{"info@example.ru", "a.b+c@xn--e1aybc.example"})
		phone := rapid.SampledFrom([]string{"+7 495 123-45-67", "8 (916) 123 45 67"})
		colour := rapid.SampledFrom([]string{"red", "green", "blue"})
		answers := form.Answers{}
		one := func(key string, g *rapid.Generator[string]) {
			answers[key] = form.Answer{Text: g.Draw(t, key)}
			if rapid.Bool().Draw(t, "too") {
				answers[key+"_optional"] = form.Answer{Text: g.Draw(t, key)}
			}
		}
		one("line", text)
		one("text", prose)
		one("money", money)
		one("day", date)
		one("inn", inn)
		one("email", email)
		one("phone", phone)
		answers["whole"] = form.Answer{Text: fmt.Sprint(rapid.IntRange(-10, 1_000_000).Draw(t, "whole"))}
		answers["decimal"] = form.Answer{Text: rapid.SampledFrom([]string{"", "0", "-0,001", "3,14", "−2"}).Draw(t, "decimal")}
		answers["choice"] = form.Answer{Text: colour.Draw(t, "choice")}
		answers["choice_optional"] = form.Answer{Text: rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "choice too")}
		colours := rapid.SliceOfNDistinct(colour, 1, 2, rapid.ID)
		answers["choices"] = form.Answer{List: colours.Draw(t, "choices")}
		answers["choices_optional"] = form.Answer{List: rapid.SliceOfNDistinct(colour, 0, 3, rapid.ID).Draw(t, "choices too")}
		answers["okved"] = form.Answer{List: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"62.01", "28.41"}), 0, 2, rapid.ID).Draw(t, "okved")}
		answers["why"], answers["how"], answers["comment"] = form.Answer{Text: "Потому что"}, form.Answer{Text: "Так"}, form.Answer{Text: prose.Draw(t, "comment")}
		answers["rows"] = form.Answer{Rows: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) map[string]string {
			return map[string]string{
				"title": text.Draw(t, "title"), "cost": rapid.OneOf(money, rapid.Just("")).Draw(t, "cost"),
				"share": rapid.SampledFrom([]string{"", "0,5", "12"}).Draw(t, "share"), "stage": rapid.SampledFrom([]string{"", "idea", "series"}).Draw(t, "stage"),
				"ready": rapid.OneOf(date, rapid.Just("")).Draw(t, "ready"),
			}
		}), 1, 5).Draw(t, "rows")}
		answers["rows_optional"] = form.Answer{Rows: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) map[string]string {
			return map[string]string{"partner": inn.Draw(t, "partner"), "kind": colour.Draw(t, "kind")}
		}), 0, 3).Draw(t, "partners")}
		files := rapid.Custom(func(t *rapid.T) form.File {
			f := file("Смета «А» & приложения.pdf", rapid.IntRange(0, 9_000_000).Draw(t, "size"))
			f.Note = rapid.SampledFrom([]string{"", "скан, 3 страницы"}).Draw(t, "note")
			return f
		})
		answers["files"] = form.Answer{Files: rapid.SliceOfN(files, 1, 3).Draw(t, "files")}
		answers["files_optional"] = form.Answer{Files: rapid.SliceOfN(files, 0, 2).Draw(t, "files too")}
		answers["declared"] = form.Answer{Text: form.Affirmed}
		answers["declared_optional"] = form.Answer{Text: rapid.SampledFrom([]string{"", form.Affirmed}).Draw(t, "declared")}
		return answers
	})
}
