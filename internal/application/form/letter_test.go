package form_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/yamldoc"
)

// lettered is a service of the tests with letters of its own.
func lettered(letters string) []byte {
	return []byte(strings.Replace(sample, "lists:\n", "letters:\n"+letters+"lists:\n", 1))
}

const ownLetters = `  - event: granted
    subject: {ru: "Принято: № {number}", en: "Granted: No. {number}"}
    body:
      ru: |
        «{applicant}» получит ответ по решению {decision}.

        Услуга — {service}.
      en: |
        “{applicant}” gets an answer by decision {decision}.

        The service is {service}.
  - event: sent
    subject: {ru: "Получено", en: "Received"}
    body: {ru: "До {term}", en: "By {term}"}
`

// A service says at an event what it wants, with what is known then; the rest stays as it is.
func TestALetterOfAService(t *testing.T) {
	s, err := form.Load(lettered(ownLetters))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Letter(form.LetterRefused); ok {
		t.Error("a letter that is not there was found")
	}
	l, ok := s.Letter(form.LetterGranted)
	if !ok {
		t.Fatal("the letter is not there")
	}
	subject, body := l.Say(map[form.Slot]form.Text{
		form.SlotNumber: {RU: "1", EN: "1"}, form.SlotDecision: {RU: "2", EN: "2"}, form.SlotApplicant: {RU: "ООО «Ёлка»", EN: "Yolka"}, form.SlotService: s.Title,
	})
	want := []form.Text{
		{RU: "«ООО „Ёлка“» получит ответ по решению 2.", EN: "“Yolka” gets an answer by decision 2."},
		{RU: "Услуга — " + s.Title.RU + ".", EN: "The service is " + s.Title.EN + "."},
	}
	if diff := cmp.Diff(want, body); diff != "" || subject.RU != "Принято: № 1" || subject.EN != "Granted: No. 1" {
		t.Errorf("%+v, %s", subject, diff)
	}
}

// What is put in is one line of plain text: it opens no slot, begins no line of a header, turns no text around, and does not fill the letter.
func TestWhatIsPutIntoALetterStaysText(t *testing.T) {
	l := form.Letter{Subject: form.Text{RU: "О «{applicant}»", EN: "On {applicant}"}, Body: form.Text{RU: "{applicant}", EN: "{applicant}"}}
	for value, want := range map[string]string{
		"{number}{decision}":                  "{number}{decision}",
		"a\r\nBcc: evil@example.org\r\n\r\nb": "a Bcc: evil@example.org b",
		"a\u2028b\u0085c\u202ed\u2066e":       "a b c d e",
		strings.Repeat("ы", 5000):             strings.Repeat("ы", 299) + "…",
	} {
		subject, body := l.Say(map[form.Slot]form.Text{
			form.SlotApplicant: {RU: value, EN: value}, form.SlotNumber: {RU: "number", EN: "number"}, form.SlotDecision: {RU: "decision", EN: "decision"},
		})
		if len(body) != 1 || body[0].RU != want || body[0].EN != want || subject.EN != "On "+want {
			t.Errorf("%.40q became %+v in the subject and %+v in the text", value, subject, body)
		}
	}
}

// A letter that the platform cannot write as it stands is refused with its line, and the refusal names what there is.
func TestLettersThatCannotBeWritten(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		line     string // that the refusal names
		want     string
	}{
		"an unknown event":         {"event: granted", "event: approved", "event: approved", `no letter "approved"; it has: sign, returned, sent, asked, asked_again, granted, refused, withdrawn`},
		"an event that never is":   {"event: granted", "event: due", "event: due", "no letter"},
		"an event twice":           {"event: sent", "event: granted", "event: granted\n    subject: {ru: \"Получено\"", "was there before"},
		"an unknown slot":          {"№ {number}\", en", "№ {inn}\", en", "№ {inn}", "“{inn}” in letter \"granted\"; there is: {service}, {document}, {applicant}, {number}, {decision}"},
		"a slot of another letter": {"{term}\", en", "{decision}\", en", "{decision}\", en", "there is: {service}, {document}, {applicant}, {number}, {term}"},
		"a slot without an end":    {"Получено\"", "Получено {number\"", "{number", "a brace without its pair"},
		"a brace alone":            {"Получено\"", "Получено}\"", "Получено}", "a brace without its pair"},
		"a slot in a slot":         {"Получено\"", "{nu{number}\"", "{nu{number}", "a brace without its pair"},
		"a header in a subject":    {"Получено\"", "Получено\\r\\nBcc: evil@example.org\"", "Bcc:", "one line without breaks"},
		"a long subject":           {"Получено\"", strings.Repeat("ы", 61) + "\"", "ыыы", "longer than 60"},
		"a subject that grows":     {"Получено\"", strings.Repeat("ы", 45) + "{number}\"", "ыыы", "longer than 60"},
		"a text turned around":     {"До {term}\"", "До \\u202e{term}\"", "u202e", "invisible characters"},
		"a long text":              {"До {term}\"", strings.Repeat("ы", 2001) + "\"", "ыыы", "longer than 2000"},
		"many paragraphs":          {"До {term}\", en: \"By {term}", strings.Repeat("ы\\n\\n", 13) + "\", en: \"" + strings.Repeat("y\\n\\n", 13), "ы", "more than 12 paragraphs"},
		"a paragraph too many":     {"До {term}\"", "До\\n{term}\"", "До", "the Russian text has 2 paragraphs and the English one 1"},
		"an address":               {"До {term}\"", "Откройте HTTPS://evil.example\"", "HTTPS", "no addresses of sites"},
		"an address without head":  {"До {term}\"", "Откройте www.evil.example\"", "www", "no addresses of sites"},
		"no text":                  {"    body: {ru: \"До {term}\", en: \"By {term}\"}\n", "", "event: sent", "field \"body\" is wanted"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(ownLetters, c.from) {
				t.Fatalf("the letters have no %q", c.from)
			}
			content := lettered(strings.Replace(ownLetters, c.from, c.to, 1))
			_, err := form.Load(content)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v, want %q", err, c.want)
			}
			var problems yamldoc.Problems
			if !errors.As(err, &problems) {
				t.Fatal(err)
			}
			if line := strings.Split(string(content), "\n")[problems[0].Line-1]; !strings.Contains(line, strings.Split(c.line, "\n")[0]) {
				t.Errorf("%d problems, the first at %q", len(problems), line)
			}
		})
	}
}

// A service that recurs has letters of what is due, and its letters may name the period; no other service's do.
func TestLettersOfWhatIsDue(t *testing.T) {
	const letters = `letters:
  - {event: due_late, subject: {ru: "За {period}", en: "For {period}"}, body: {ru: "Было до {term}", en: "It was by {term}"}}
  - {event: granted, subject: {ru: "Да", en: "Yes"}, body: {ru: "За {period}", en: "For {period}"}}
`
	content, err := os.ReadFile(filepath.Join("..", "..", "membership", "confirm.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := form.Load([]byte(strings.Replace(string(content), "\nsections:", "\n"+letters+"\nsections:", 1)))
	if err != nil || len(s.Letters) != 2 {
		t.Fatal(err)
	}
	_, err = form.Load(lettered(strings.TrimPrefix(letters, "letters:\n")))
	if err == nil || !strings.Contains(err.Error(), "no letter \"due_late\"") || !strings.Contains(err.Error(), "“{period}” in letter \"granted\"") {
		t.Errorf("a service that does not recur: %v", err)
	}
}

// The comparison of two versions names each letter that says something else, on either side.
func TestLettersChanged(t *testing.T) {
	read := func(letters string) *form.Service {
		t.Helper()
		s, err := form.Load(lettered(letters))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	plain, err := form.Load([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	own := read(ownLetters)
	for name, c := range map[string]struct {
		a, b *form.Service
		want []form.LetterEvent
	}{
		"the same":    {own, read(ownLetters), nil},
		"new letters": {own, plain, []form.LetterEvent{form.LetterSent, form.LetterGranted}},
		"none left":   {plain, own, []form.LetterEvent{form.LetterSent, form.LetterGranted}},
		"other words": {read(strings.Replace(ownLetters, "Получено", "Пришло", 1)), own, []form.LetterEvent{form.LetterSent}},
	} {
		if diff := cmp.Diff(c.want, c.a.LettersChanged(c.b), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Whatever an operator writes and a register holds: a letter that was taken is a line of subject and lines of text, and nothing is
// left of its slots.
func FuzzLetter(f *testing.F) {
	f.Add("О {applicant}: № {number}", "«{applicant}»\n\n{decision}", "ООО «Ёлка»")
	f.Add("{service}", "{document}\r\n{x}", "{number}\r\nBcc: a@b.example")
	f.Add("a", "{", "\u202e\u2028")
	f.Fuzz(func(t *testing.T, subject, body, value string) {
		r := form.ReadLetter(subject, body)
		if r == nil {
			return
		}
		values := map[form.Slot]form.Text{}
		for _, slot := range []form.Slot{form.SlotService, form.SlotDocument, form.SlotApplicant, form.SlotNumber, form.SlotDecision} {
			values[slot] = form.Text{RU: value, EN: value}
		}
		line, paragraphs := r.Say(values)
		for _, said := range append(paragraphs, line) {
			if strings.ContainsFunc(said.RU, unicode.IsControl) || strings.ContainsAny(said.RU, "\u2028\u2029\u202e") {
				t.Errorf("%q is more than a line", said.RU)
			}
			if !strings.Contains(value, "{") && strings.Contains(said.RU, "{") {
				t.Errorf("%q has a slot", said.RU)
			}
		}
	})
}
