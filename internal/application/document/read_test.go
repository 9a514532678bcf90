package document_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/application/document"
)

// T17: a document that is not what the service would have written is none, however little it differs.
func TestT17_OtherDocumentsAreRefused(t *testing.T) {
	s := join(t)
	content := string(formed(t, s, joining(), given(t)))
	change := func(old, by string) string {
		t.Helper()
		if strings.Count(content, old) == 0 {
			t.Fatalf("%q is not in the document", old)
		}
		return strings.Replace(content, old, by, 1)
	}
	contact := content[strings.Index(content, "<contact "):strings.Index(content, "<email ")]
	for name, other := range map[string]string{
		"a declaration before it":       `<?xml version="1.0"?>` + content,
		"a line feed after it":          content + "\n",
		"a comment":                     change("<answers>", "<answers><!-- -->"),
		"CDATA":                         change(">info@example.ru<", "><![CDATA[info@example.ru]]><"),
		"a character reference":         change(">info@example.ru<", ">&#105;nfo@example.ru<"),
		"another declaration":           change("не приостановлена.", "приостановлена."),
		"another label":                 change(`label="Телефон"`, `label="Телефон:"`),
		"an option of other words":      change(">Да<", ">Нет<"),
		"an option that is none":        change("<yes>Да</yes>", "<maybe>Может</maybe>"),
		"two options":                   change("<yes>Да</yes>", "<no>Нет</no>\n        <yes>Да</yes>"),
		"options in another order":      change("<ai>Искусственный интеллект и робототехника</ai>\n        <machines>Станки и аддитивные технологии</machines>", "<machines>Станки и аддитивные технологии</machines>\n        <ai>Искусственный интеллект и робототехника</ai>"),
		"a sum that is not canonical":   change(">12500000.50<", ">12500000.5<"),
		"a telephone as it was typed":   change(">+74951234567<", ">8 495 123-45-67<"),
		"a question that is missing":    change(contact, ""),
		"a question twice":              change(contact, contact+contact),
		"an element of its own":         change("<answers>", "<extra></extra>\n  <answers>"),
		"an attribute of its own":       change("<answers>", `<answers class="x">`),
		"another service":               change("urn:klaster:application:join:1", "urn:klaster:application:join:2"),
		"another file of the service":   change(s.Digest(), strings.Repeat("0", 64)),
		"a character that is not seen":  change("Соколова", "Соко\u200bлова"),
		"letters that are not composed": change("отчёта", "отче\u0308та"),
		"a time in another form":        change("06:30:00.123456Z", "09:30:00.123456+03:00"),
		"a fact with no state":          change(`state="known"`, `state="sure"`),
		"a value of what is hidden":     change(`state="restricted"></head>`, `state="restricted">Иванов</head>`),
		"a declaration not made":        change(`declared="yes"`, `declared="no"`),
		"nothing":                       "",
		"half":                          content[:len(content)/2],
	} {
		if _, err := document.Read(s, []byte(other)); !errors.Is(err, document.ErrDocument) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := document.Read(s, bytes.Repeat([]byte(" "), document.MaxSize+1)); !errors.Is(err, document.ErrSize) {
		t.Errorf("a document that is too large: %v", err)
	}
	if _, err := document.Read(kinds(t), []byte(content)); !errors.Is(err, document.ErrDocument) {
		t.Errorf("a document of another service: %v", err)
	}
}

func TestHead(t *testing.T) {
	s := join(t)
	h, err := document.Head(formed(t, s, joining(), given(t)))
	if err != nil || h.Service != "join" || h.Version != 1 || h.Digest != s.Digest() || h.Word != s.Word || h.Name != s.Name.RU || h.ByLaw || h.Title != s.Title.RU {
		t.Errorf("Head answers %+v, %v", h, err)
	}
	if _, err := document.Head([]byte(`<application xmlns="urn:x"></application>`)); !errors.Is(err, document.ErrDocument) {
		t.Errorf("something else: %v", err)
	}
}

// Whatever is read as a document is one that would be written so.
func FuzzRead(f *testing.F) {
	s := join(f)
	content := formed(f, s, joining(), given(f))
	f.Add(content)
	f.Add(formed(f, kinds(f), some().Example(3), given(f)))
	f.Add([]byte(`<application xmlns="urn:klaster:application:join:1"><answers></answers></application>`))
	f.Fuzz(func(t *testing.T, content []byte) {
		parsed, err := document.Read(s, content)
		if err != nil {
			return
		}
		if _, err := document.Head(content); err != nil {
			t.Errorf("a document that is read has no head: %v", err)
		}
		if parsed.Answers == nil || parsed.About.Applicant.Name == "" {
			t.Error("a document says nothing")
		}
	})
}
