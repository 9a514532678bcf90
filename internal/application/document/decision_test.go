package document_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/xmllint"
	"github.com/klaster-platform/klaster/workdays"
)

func refusal(t testing.TB) document.Decision {
	t.Helper()
	return document.Decision{
		ID: "01935a3e-7c00-7000-8000-00000000000d", Number: "Р-2026-000045", Decided: time.Date(2026, 12, 3, 12, 15, 30, 5000, time.UTC), Template: 1,
		Name: "Решение об отказе в присвоении статуса участника инновационного кластера", Foundation: about().Recipient,
		Service:   document.Service{Key: "join", Version: 1, Digest: strings.Repeat("0f", 32), Title: "Вступить в кластер"},
		Case:      document.Case{Number: "К-2026-000123", Sent: time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC), SHA256: strings.Repeat("ab", 32)},
		Applicant: about().Applicant, Text: "Отказать в присвоении статуса участника ООО «Умные станки».",
		Grounds: []document.Ground{
			{
				Code: "region", Title: "Организация не зарегистрирована в Москве", Clause: "Требования к участнику: место регистрации",
				Evidence: []document.Evidence{{Label: "Адрес", Value: "141400, Московская область, г. Химки", Source: "ЕГРЮЛ", Record: "ГРН 2247700000013", AsOf: day(t, "2026-11-20")}},
				Remedy:   "Организациям из других регионов статус партнёра присваивается без заявления.",
			},
			{Code: "incomplete", Title: "Сведения неполны", Evidence: []document.Evidence{{Label: "Продукты и услуги", Value: "Разное.\nПо договорённости."}}, Curable: true},
		},
		Reason: "Адрес в реестре сменился после подачи заявления.\nДругих замечаний нет.",
		Appeal: "Жалобу рассмотрит другой сотрудник фонда: кнопка «Подать жалобу» на странице заявления, в течение 30 дней.", Supersedes: "Р-2026-000040",
		Official: document.Signer{Name: "Орлова Нина Павловна", Post: "ведущий эксперт"},
	}
}

func approval(t testing.TB) document.Decision {
	t.Helper()
	d := refusal(t)
	d.Name, d.Text = "Решение о присвоении статуса участника инновационного кластера", "Присвоить ООО «Умные станки» статус участника с 03.12.2026."
	d.Positive, d.Trial, d.Grounds, d.Reason, d.Appeal, d.Supersedes = true, true, nil, "", "", ""
	return d
}

func decided(t testing.TB, d document.Decision) []byte {
	t.Helper()
	content, err := document.Decide(d)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// A decision is written in the canonical form, read again as it was, taken by its schema, and printed with all its leaves (T18).
func TestT18_DecisionsAreReadAndPrinted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "decision.xsd")
	if err := os.WriteFile(path, document.DecisionSchema(), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]document.Decision{"refusal": refusal(t), "approval": approval(t)} {
		t.Run(name, func(t *testing.T) {
			content := decided(t, d)
			canonical(t, content)
			got, err := document.ReadDecision(content)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(d, got, cmpopts.EquateComparable(workdays.Date{})); diff != "" {
				t.Errorf("decision (-made +read):\n%s", diff)
			}
			if _, err := xmllint.Try(t, content, "--noout", "--schema", path, "-"); err != nil {
				t.Errorf("%v\n%s", err, content)
			}
			pdf, err := document.RenderDecision(content, document.Print{Check: "https://klaster.example/check/2", Signatures: signatures()[1:]})
			if err != nil {
				t.Fatal(err)
			}
			shot(t, pdf)
			stands(t, content, pdf)
		})
	}
}

// stands looks for every leaf of a decision on the paper.
func stands(t *testing.T, content, pdf []byte) {
	t.Helper()
	var b strings.Builder
	for _, s := range texts(t, pdf) {
		b.WriteString(s.text)
	}
	var root node
	if err := xml.Unmarshal(content, &root); err != nil {
		t.Fatal(err)
	}
	leaves(root, "", func(path, text string) {
		if strings.HasSuffix(path, "@outcome") || strings.HasSuffix(path, "@curable") {
			return // the text of the decision, and that of the remedy, say it in words
		}
		if !strings.Contains(bare(b.String()), bare(text)) {
			t.Errorf("%s: %q is not on the paper", path, text)
		}
	}, "")
}

func shot(t *testing.T, pdf []byte) {
	t.Helper()
	if dir := os.Getenv("KLASTER_SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "-")+".pdf"), pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDecisionsAreChecked(t *testing.T) {
	for name, change := range map[string]func(*document.Decision){
		"no grounds":        func(d *document.Decision) { d.Grounds = nil },
		"no way to appeal":  func(d *document.Decision) { d.Appeal = "" },
		"yes with grounds":  func(d *document.Decision) { d.Positive = true },
		"no official":       func(d *document.Decision) { d.Official.Name = "" },
		"no application":    func(d *document.Decision) { d.Case.SHA256 = "" },
		"no text":           func(d *document.Decision) { d.Text = "\n" },
		"evidence of none":  func(d *document.Decision) { d.Grounds[0].Evidence[0].Value = "" },
		"a ground no code":  func(d *document.Decision) { d.Grounds[0].Code = "Код" },
		"a future template": func(d *document.Decision) { d.Template = document.Template + 1 },
	} {
		d := refusal(t)
		change(&d)
		if _, err := document.Decide(d); !errors.Is(err, document.ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestT17_OtherDecisionsAreRefused(t *testing.T) {
	content := string(decided(t, refusal(t)))
	path := filepath.Join(t.TempDir(), "decision.xsd")
	if err := os.WriteFile(path, document.DecisionSchema(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{`outcome="negative"`, `outcome="maybe"`},
		{`outcome="negative"`, `outcome="negative" x="y"`},
		{"<title>Сведения неполны</title>", ""},
		{`curable="yes"`, `curable="no"`},
		{`version="1"`, `version="0"`},
		{`as_of="2026-11-20"`, `as_of="2026-11-31"`},
		{`sent="2026-11-22T07:00:00.000000Z"`, `sent="2026-11-22T07:00:00Z"`},
		{"urn:klaster:decision:1", "urn:klaster:decision:2"},
		{"<official>", "<other></other>\n  <official>"},
	} {
		if !strings.Contains(content, c[0]) {
			t.Fatalf("%q is not in the decision", c[0])
		}
		other := []byte(strings.Replace(content, c[0], c[1], 1))
		if _, err := document.ReadDecision(other); !errors.Is(err, document.ErrDocument) {
			t.Errorf("%q in place of %q is read: %v", c[1], c[0], err)
		}
		if _, err := xmllint.Try(t, other, "--noout", "--schema", path, "-"); err == nil {
			t.Errorf("the schema takes %q in place of %q", c[1], c[0])
		}
	}
	if _, err := document.RenderDecision([]byte("<a></a>"), document.Print{}); !errors.Is(err, document.ErrDocument) {
		t.Errorf("something else is printed: %v", err)
	}
	if _, err := document.ReadDecision(formed(t, join(t), joining(), given(t))); !errors.Is(err, document.ErrDocument) {
		t.Errorf("an application is read as a decision: %v", err)
	}
}

func FuzzReadDecision(f *testing.F) {
	f.Add(decided(f, refusal(f)))
	f.Add(decided(f, approval(f)))
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := document.ReadDecision(content)
		if err != nil {
			return
		}
		if again, err := document.Decide(d); err != nil || !bytes.Equal(again, content) {
			t.Errorf("a decision that is read is written otherwise: %v", err)
		}
	})
}

func TestACertificateIsOnePage(t *testing.T) {
	c := document.Certificate{
		Number: "У-2026-000017", Made: about().Formed, Foundation: about().Recipient, Holder: about().Applicant, Trial: true,
		Status: "Участник инновационного кластера", Since: day(t, "2026-12-03"), Decision: "Решение № Р-2026-000045 от 03.12.2026",
		Directions: []string{"Станки и аддитивные технологии", "Искусственный интеллект и робототехника"}, Check: "https://klaster.example/check/U-2026-000017?code=7Q4M",
	}
	for name, holder := range map[string]string{"usual": c.Holder.Name, "longest": strings.Repeat("Объединение ", 84), "long": "Общество с ограниченной ответственностью «" + strings.Repeat("Научно-производственное объединение ", 8) + "»"} {
		t.Run(name, func(t *testing.T) {
			c := c
			c.Holder.Name = holder
			pdf, err := document.Certify(c)
			if err != nil {
				t.Fatal(err)
			}
			shot(t, pdf)
			list, all := texts(t, pdf), ""
			for _, s := range list {
				all += s.text
			}
			if last := list[len(list)-1].page; last != 1 {
				t.Errorf("%d pages", last)
			}
			for _, want := range []string{holder, c.Status, c.Number, c.Holder.INN, "03.12.2026", c.Decision, c.Directions[1], c.Check, document.TrialNotice, c.Foundation} {
				if !strings.Contains(bare(all), bare(want)) {
					t.Errorf("%q is not on the certificate", want)
				}
			}
		})
	}
	c.Check = ""
	if _, err := document.Certify(c); !errors.Is(err, document.ErrForm) {
		t.Errorf("a certificate that cannot be checked: %v", err)
	}
}
