package document_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/xmllint"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// T17: whatever was answered, the document gives the same answers again, and the same answers give the same bytes, in the
// canonical form in which they are signed.
func TestT17_AnswersAreReadFromTheDocument(t *testing.T) {
	s, known := kinds(t), given(t)
	rapid.Check(t, func(t *rapid.T) {
		sheet := check(t, s, some().Draw(t, "answers"), known)
		content, err := document.Form(s, sheet, about())
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := document.Read(s, content)
		if err != nil {
			t.Fatalf("%v\n%s", err, content)
		}
		if diff := cmp.Diff(sheet.Answers(), parsed.Answers); diff != "" {
			t.Fatalf("answers (-checked +read):\n%s", diff)
		}
		if diff := cmp.Diff(about(), parsed.About); diff != "" {
			t.Fatalf("about (-formed +read):\n%s", diff)
		}
		again, err := document.Form(s, check(t, s, parsed.Answers, known), parsed.About)
		if err != nil || !bytes.Equal(again, content) {
			t.Fatalf("the answers that were read give other bytes (%v):\n%s", err, again)
		}
		canonical(t, content)
	})
}

// canonical asks for the canonical forms of a document, which are the document.
func canonical(t rapid.TB, content []byte) {
	t.Helper()
	for _, m := range []c14n.Method{{Exclusive: true}, {}, {Comments: true}} {
		var b bytes.Buffer
		if err := c14n.Copy(&b, bytes.NewReader(content), m, xmltoken.Limits{}); err != nil || !bytes.Equal(b.Bytes(), content) {
			t.Fatalf("%s: %v\n%s", m.URI(), err, b.Bytes())
		}
	}
}

// T5: what a person sees of an application and what a program reads are the same.
func TestT5_NothingInADocumentIsPassedOver(t *testing.T) {
	s := join(t)
	content := formed(t, s, joining(), given(t))
	checks, err := xmldsig.CheckApplication(bytes.NewReader(content), xmltoken.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if c.Result != xmldsig.OK {
			t.Errorf("%s: %s", c.ID, c.Detail)
		}
	}
	canonical(t, content)
	xmllint.Require(t)
	out, err := xmllint.Try(t, content, "--exc-c14n", "-")
	if err != nil || !bytes.Equal(out, content) {
		t.Errorf("xmllint has another canonical form: %v", err)
	}
	if n := strings.Count(strings.ToLower(string(content)), ` id="`); n != 1 {
		t.Errorf("%d attributes are called Id", n)
	}
}

func TestTheDocumentToJoin(t *testing.T) {
	content := formed(t, join(t), joining(), given(t))
	golden(t, "join.xml", content)
}

// golden compares with a file; KLASTER_UPDATE=yes writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KLASTER_UPDATE") == "yes" {
		if err := os.WriteFile(path, got, 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// What a document shows of the applicant can be read from it as well.
func TestWhatIsKnownIsReadAgain(t *testing.T) {
	s := join(t)
	parsed, err := document.Read(s, formed(t, s, joining(), given(t)))
	if err != nil {
		t.Fatal(err)
	}
	want := given(t)
	delete(want, "egr.okved") // not shown, only chosen from
	for name, f := range want {
		f.Source.EN = ""
		want[name] = f
	}
	if diff := cmp.Diff(want, parsed.Known, cmpopts.EquateComparable(workdays.Date{})); diff != "" {
		t.Errorf("known (-given +read):\n%s", diff)
	}
	if want := (form.Fact{State: rule.Restricted}).State; parsed.Known["egr.head"].State != want {
		t.Errorf("the state of the head is %s", parsed.Known["egr.head"].State)
	}
}

func TestNoDocumentOfWhatIsNotComplete(t *testing.T) {
	s := join(t)
	answers := joining()
	delete(answers, "accuracy")
	sheet, err := s.Check(t.Context(), answers, given(t), day(t, "2026-11-22"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := document.Form(s, sheet, about()); !errors.Is(err, document.ErrIncomplete) {
		t.Errorf("Form answers %v", err)
	}
}

func TestAboutIsChecked(t *testing.T) {
	s := join(t)
	sheet := check(t, s, joining(), given(t))
	for name, change := range map[string]func(*document.About){
		"no id":             func(a *document.About) { a.ID = "1" },
		"no name":           func(a *document.About) { a.Applicant.Name = " " },
		"no recipient":      func(a *document.About) { a.Recipient = "" },
		"a wrong INN":       func(a *document.About) { a.Applicant.INN = "77" },
		"no author":         func(a *document.About) { a.Author.Name = "" },
		"a future template": func(a *document.About) { a.Template = document.Template + 1 },
		"a bad hash":        func(a *document.About) { a.Signers[1].Mandate.SHA256 = "x" },
	} {
		a := about()
		change(&a)
		if _, err := document.Form(s, sheet, a); !errors.Is(err, document.ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A name with a character that turns reading around comes from a register, where the applicant cannot mend it; the document has
// a blank there.
func TestT5_NamesOfRegistersAreMadePlain(t *testing.T) {
	s := join(t)
	a := about()
	a.Applicant.Name = "ООО\u202e «Ромашка»\x00\tи\u200b  сыновья\u0438\u0306"
	content, err := document.Form(s, check(t, s, joining(), given(t)), a)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := document.Read(s, content)
	if err != nil || parsed.About.Applicant.Name != "ООО «Ромашка» и сыновьяй" {
		t.Errorf("the name is %q (%v)", parsed.About.Applicant.Name, err)
	}
}

// An attached file is the one that its hash names.
func TestT17_AFileIsTheOneThatItsHashNames(t *testing.T) {
	s := kinds(t)
	answers := some().Example(1)
	answers["files"] = form.Answer{Files: []form.File{file("a.pdf", 10)}}
	answers["files"].Files[0].SHA256 = strings.Repeat("0", 64)
	if _, err := document.Form(s, check(t, s, answers, given(t)), about()); !errors.Is(err, document.ErrForm) {
		t.Errorf("Form answers %v", err)
	}
}
