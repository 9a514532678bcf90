package legal

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

func TestPlain(t *testing.T) {
	text := `## 1. Первое

Текст со [ссылкой](/privacy), [почтой](mailto:a@b.example), a\_b и [a@b.example](mailto:a@b.example)
на двух строках.

- один
- **два**

  и ещё
  1. раз
  2. два

> Замечание.

| Цель | Данные | Срок |
| --- | --- | --- |
| Вход | | Год |

[другой сайт](https://b.example/), [телефон](tel:+7), [раздел](#section-1), [нет](javascript:x)

---`
	want := []string{
		"1. Первое",
		"Текст со ссылкой (https://k.example/privacy), почтой (mailto:a@b.example), a_b и a@b.example на двух строках.",
		"—\u00a0один",
		"—\u00a0два",
		"и ещё",
		"\u00a0\u00a01.\u00a0раз",
		"\u00a0\u00a02.\u00a0два",
		"Замечание.",
		"—\u00a0Цель: Вход. Срок: Год",
		"другой сайт (https://b.example/), телефон, раздел, нет",
	}
	if diff := cmp.Diff(want, Plain(text, "https://k.example")); diff != "" {
		t.Error(diff)
	}
}

// The copy that goes by letter has each paragraph in both languages, with whole addresses in the language of the reader.
func TestParagraphs(t *testing.T) {
	d := Document{
		Text: i18n.Raw("## А\n\n[б](/privacy)\n\nв\n\nг", "## A\n\n[b](/privacy)\n\nc"),
		base: "https://k.example",
	}
	var got []string
	for _, p := range d.Paragraphs() {
		got = append(got, p.In(i18n.Russian)+" / "+p.In(i18n.English))
	}
	want := []string{"А / A", "б (https://k.example/privacy) / b (https://k.example/en/privacy)", "в\nг / c"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What the operator writes into the settings is a name, whatever characters it has.
func TestPlaceholdersAreNoMarkdown(t *testing.T) {
	s := site()
	s.Operator = i18n.Same("ООО «*А* [б](http://evil.example) <script> `в`»\n## г | {{site}}")
	s.Email = "a_b_c@klaster.example"
	s.Phone, s.PhoneHref = "8 (800) 100-00-00", "tel:88001000000"
	text := fill("{{operator}} {{email}} {{ phone }} {{url}}", i18n.Russian, placeholders(s, settings()))
	want := []string{"ООО «*А* [б](http://evil.example) <script> `в`» ## г | {{site}} a_b_c@klaster.example 8\u00a0(800)\u00a0100-00-00 https://klaster.example"}
	if diff := cmp.Diff(want, Plain(text, "")); diff != "" {
		t.Error(diff)
	}
	drawn := draw(parse(text), style{})
	inspect(t, text, drawn)
	for _, link := range []string{`href="mailto:a_b_c@klaster.example"`, `href="tel:88001000000"`} {
		if !strings.Contains(drawn, link) {
			t.Errorf("no %s in %s", link, drawn)
		}
	}
	if strings.Contains(drawn, "evil.example\"") {
		t.Errorf("the name became a link: %s", drawn)
	}
}
