package document_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/xmllint"
)

func schema(t *testing.T, s *form.Service) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), s.Key+".xsd")
	if err := os.WriteFile(path, document.Schema(s), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The schema takes what is formed: with everything that is optional, with nothing of it, and all between.
func TestTheSchemaTakesWhatIsFormed(t *testing.T) {
	xmllint.Require(t)
	for _, s := range []*form.Service{join(t), kinds(t)} {
		path := schema(t, s)
		for seed := range 12 {
			answers := joining()
			if s.Key == "kinds" {
				answers = some().Example(seed)
			} else if seed%2 == 1 {
				for _, key := range []string{"okved", "projects", "offences_about"} {
					delete(answers, key)
				}
				answers["offences"] = form.Answer{Text: "no"}
			}
			content := formed(t, s, answers, given(t))
			if _, err := xmllint.Try(t, content, "--noout", "--schema", path, "-"); err != nil {
				t.Fatalf("%v\n%s", err, content)
			}
		}
	}
}

// The schema refuses what is not of the service.
func TestTheSchemaRefusesOtherThings(t *testing.T) {
	xmllint.Require(t)
	s := kinds(t)
	path := schema(t, s)
	answers := some().Example(5)
	answers["money"], answers["day"], answers["line"] = form.Answer{Text: "12,50"}, form.Answer{Text: "2026-05-04"}, form.Answer{Text: "Строка"}
	answers["choice"], answers["choices"] = form.Answer{Text: "red"}, form.Answer{List: []string{"red", "blue"}}
	answers["files"] = form.Answer{Files: []form.File{file("a.pdf", 1)}}
	content := string(formed(t, s, answers, given(t)))
	for _, c := range [][2]string{
		{">12.50<", ">12.5<"},
		{">12.50<", ">0.00<"},
		{">2026-05-04<", ">2031-01-01<"},
		{">2026-05-04<", ">2026-02-30<"},
		{">Строка<", "><"},
		{">Строка<", ">С<"},
		{">Строка<", ">" + strings.Repeat("С", 61) + "<"},
		{`label="Строка"`, `label="Иное"`},
		{`kind="line"`, `kind="text"`},
		{"<red>Красный</red>", "<red>Синий</red>"},
		{"<red>Красный</red>", "<black>Чёрный</black>"},
		{"<blue>Синий</blue>", "<red>Красный</red>"},
		{"<blue>Синий</blue>", "<blue>Синий</blue><green>Зелёный &amp; ясный</green>"},
		{`declared="yes"`, `declared="no"`},
		{"&amp; не иначе.", "или иначе."},
		{`size="1"`, `size="-1"`},
		{`media="application/pdf" `, ``},
		{`version="3"`, `version="4"`},
		{s.Digest(), strings.Repeat("0", 64)},
		{"<answers>", "<answers><other/>"},
		{"7707083893</inn>", "7707083</inn>"},
		{`state="known"`, `state="sure"`},
		{">Название<", ">Имя<"},
		{"<recipient>", "<x/><recipient>"},
		{`Id="application"`, `Id="other"`},
	} {
		if !strings.Contains(content, c[0]) {
			t.Fatalf("%q is not in the document:\n%s", c[0], content)
		}
		if _, err := xmllint.Try(t, []byte(strings.Replace(content, c[0], c[1], 1)), "--noout", "--schema", path, "-"); err == nil {
			t.Errorf("the schema takes %q in place of %q", c[1], c[0])
		}
	}
}

// A signature that stands in the document does not make it another one.
func TestTheSchemaTakesASignedDocument(t *testing.T) {
	xmllint.Require(t)
	s := join(t)
	content := strings.Replace(string(formed(t, s, joining(), given(t))), "</application>",
		`<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></application>`, 1)
	if _, err := xmllint.Try(t, []byte(content), "--noout", "--schema", schema(t, s), "-"); err != nil {
		t.Error(err)
	}
}
