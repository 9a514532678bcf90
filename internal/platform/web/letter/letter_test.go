package letter_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"golang.org/x/net/html"
)

var site = &web.Site{
	Name:     i18n.M("Инновационный кластер", "Innovation Cluster"),
	Operator: i18n.M("Фонд «Кластер», Москва", "Cluster Foundation, Moscow"),
	Phone:    "+7 495 123-45-67", PhoneHref: "tel:+74951234567", Email: "help@cluster.example",
	BaseURL: "https://cluster.example", Trial: true,
}

func newLogin() letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Вход с нового устройства", "Sign-in from a new device"),
		Greeting: i18n.F("Здравствуйте, %s!", "Hello, %s!").With(`Анна <script>alert("1")</script>`),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("В вашу учётную запись вошли.", "Someone signed in to your account.")),
			letter.Code("048213"),
			letter.Facts{{i18n.M("Когда", "When"), i18n.M("сегодня", "today")}, {i18n.M("Где", "Where"), i18n.M("Тверь", "Tver")}},
			letter.Button{i18n.M("Проверить", "Check it"), "https://cluster.example/sessions?a=1&b=2"},
			letter.Note(i18n.M("Если это были вы, ничего делать не нужно.", "If it was you, you need not do anything.")),
		},
		Why: i18n.M("Вы получили это письмо, потому что у вас есть учётная запись.", "You got this letter because you have an account."),
	}
}

// Both parts say all that the letter says: a reader of plain text loses nothing.
func TestBothPartsAreComplete(t *testing.T) {
	m := newLogin()
	for _, l := range i18n.Langs() {
		subject, text, page, err := letter.Render(site, l, m)
		if err != nil {
			t.Fatal(err)
		}
		if subject != m.Subject.In(l) {
			t.Errorf("%s: subject %q", l, subject)
		}
		shown := textOf(t, page)
		for _, want := range wanted(m, l) {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the plain text lacks %q", l, want)
			}
			if !strings.Contains(shown, want) {
				t.Errorf("%s: the HTML lacks %q", l, want)
			}
		}
		if strings.Contains(page, "<script") {
			t.Errorf("%s: the name was not escaped", l)
		}
		if !strings.Contains(page, `href="https://cluster.example/sessions?a=1&amp;b=2"`) {
			t.Errorf("%s: the button has another address", l)
		}
	}
}

func wanted(m letter.Letter, l i18n.Lang) []string {
	want := []string{
		m.Greeting.In(l), m.Why.In(l), site.Name.In(l), site.Operator.In(l), site.Phone, site.Email, "048213",
		"https://cluster.example/sessions?a=1&b=2",
	}
	for _, b := range m.Body {
		switch b := b.(type) {
		case letter.Paragraph:
			want = append(want, i18n.Text(b).In(l))
		case letter.Note:
			want = append(want, i18n.Text(b).In(l))
		case letter.Button:
			want = append(want, b.Label.In(l))
		case letter.Facts:
			for _, f := range b {
				want = append(want, f.Name.In(l), f.Value.In(l))
			}
		}
	}
	return want
}

func textOf(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

func TestUnsoundLetters(t *testing.T) {
	button := letter.Button{i18n.M("Да", "Yes"), "https://cluster.example/x"}
	tests := []struct {
		name  string
		spoil func(*letter.Letter)
		want  error
	}{
		{"no subject", func(m *letter.Letter) { m.Subject = i18n.Text{} }, letter.ErrSubject},
		{"no reason", func(m *letter.Letter) { m.Why = i18n.Text{} }, letter.ErrWhy},
		{"two actions", func(m *letter.Letter) { m.Body = append(m.Body, button) }, letter.ErrActions},
		{"another site", func(m *letter.Letter) {
			m.Body = []letter.Block{letter.Button{i18n.M("Да", "Yes"), "https://cluster.example.evil/x"}}
		}, letter.ErrAddress},
		{"a script", func(m *letter.Letter) {
			m.Body = []letter.Block{letter.Button{i18n.M("Да", "Yes"), "javascript:alert(1)"}}
		}, letter.ErrAddress},
	}
	for _, tt := range tests {
		m := newLogin()
		tt.spoil(&m)
		if _, _, _, err := letter.Render(site, i18n.Russian, m); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestSubjectFitsATelephone(t *testing.T) {
	m := newLogin()
	if err := m.Check(site); err != nil {
		t.Errorf("a sound letter: %v", err)
	}
	m.Subject = i18n.F("Заявление %s принято к рассмотрению, ответ придёт до конца недели", "Application %s").With("№ 1\r\nBcc: all@example.org")
	if err := m.Check(site); !errors.Is(err, letter.ErrSubject) {
		t.Errorf("a long subject passed: %v", err)
	}
	subject, _, _, err := letter.Render(site, i18n.Russian, m)
	if err != nil {
		t.Fatal(err)
	}
	if n := utf8.RuneCountInString(subject); n > letter.MaxSubject || !strings.HasSuffix(subject, "…") {
		t.Errorf("subject of %d characters: %q", n, subject)
	}
	if strings.ContainsAny(subject, "\r\n") {
		t.Errorf("a line break in the header: %q", subject)
	}
}
