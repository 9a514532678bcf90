package application_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const pdf = "%PDF-1.7\n"

// take keeps a file as somebody of the organisation.
func (h *house) take(t testing.TB, who, name, content string) (application.Upload, error) {
	t.Helper()
	f, err := form.Load([]byte(service))
	if err != nil {
		t.Fatal(err)
	}
	q, _ := f.Question("papers")
	return h.TakeFile(h.as(t, who, standard), q, name, strings.NewReader(content))
}

func (h *house) attach(t testing.TB, a application.Application, who, name, content string) error {
	t.Helper()
	u, err := h.take(t, who, name, content)
	if err != nil {
		return err
	}
	return h.Attach(h.as(t, who, standard), a.ID, "papers", []application.Upload{u})
}

func (h *house) papers(t testing.TB, a application.Application) (names []string) {
	t.Helper()
	for _, f := range h.open(t, a).Answers()["papers"].Files {
		names = append(names, f.Name)
	}
	return names
}

// give reads an attached file as somebody gets it.
func (h *house) give(t testing.TB, a application.Application, content string) (got string, unscanned bool, err error) {
	t.Helper()
	sum := sha256.Sum256([]byte(content))
	var file application.Attached
	err = h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		file, err = h.Attached(t.Context(), q, h.open(t, a).Application, hex.EncodeToString(sum[:]))
		return err
	})
	if err != nil {
		return "", false, err
	}
	r, err := h.OpenAttached(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(all), file.Unscanned, nil
}

func TestAFileIsAttachedAndStandsInTheDocument(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.draft(t)
		h.save(t, a, form.Answers{"email": text("a@b.example"), "goods": text("Станки")})
		if err := h.attach(t, a, "anna", `C:\Документы\Устав.PDF`, pdf); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Form(h.as(t, "anna", standard), a.ID); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(pdf))
		xml := string(h.file(t, a, "xml").Content)
		for _, want := range []string{`name="Устав.pdf"`, `media="application/pdf"`, `size="9"`, `sha256="` + hex.EncodeToString(sum[:]) + `"`, `streebog256="`} {
			if !strings.Contains(xml, want) {
				t.Errorf("the document does not say %s:\n%s", want, xml)
			}
		}
		if got, unscanned, err := h.give(t, a, pdf); got != pdf || unscanned || err != nil {
			t.Errorf("the file is given out as %q, unscanned %v, %v", got, unscanned, err)
		}
		if _, _, err := h.give(t, a, "another"); !errors.Is(err, application.ErrNoFile) {
			t.Errorf("a file that nobody has attached: %v", err)
		}
	})
}

// TestT17_AFileVoidsTheDocument: what is signed names each file by its hash, so another file makes another document.
func TestT17_AFileVoidsTheDocument(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, p := h.formed(t)
		if err := h.attach(t, a, "anna", "a.pdf", pdf); err != nil {
			t.Fatal(err)
		}
		if w := h.open(t, a); w.Paper != nil || w.State != application.Draft || !slices.Contains(h.town.ended, p.ID) {
			t.Errorf("the document stands (%v) in state %s", w.Paper, w.State)
		}
		if _, err := h.Form(h.as(t, "anna", standard), a.ID); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(pdf))
		if err := h.Detach(h.as(t, "anna", standard), a.ID, "papers", hex.EncodeToString(sum[:])); err != nil {
			t.Fatal(err)
		}
		if w := h.open(t, a); w.Paper != nil || len(h.papers(t, a)) != 0 {
			t.Errorf("after the file was taken out: %v, %v", w.Paper, h.papers(t, a))
		}
	})
}

func TestFilesComeAndGoOneByOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.draft(t)
		drawn := h.open(t, a).Revision
		for i, who := range []string{"anna", "vera", "anna"} {
			if err := h.attach(t, a, who, fmt.Sprintf("%d.pdf", i), fmt.Sprint(pdf, i)); err != nil {
				t.Fatal(err)
			}
		}
		if got := h.papers(t, a); !slices.Equal(got, []string{"0.pdf", "1.pdf", "2.pdf"}) {
			t.Errorf("attached are %v", got)
		}
		// The page of somebody else was drawn before all this. What it saves takes no file away.
		if c, err := h.Save(h.as(t, "vera", standard), a.ID, "main", drawn, form.Answers{"goods": text("Станки")}); err != nil || len(c) > 0 {
			t.Fatal(c, err)
		}
		if err := h.attach(t, a, "anna", "again.pdf", pdf+"1"); err != nil {
			t.Fatal(err)
		}
		if got := h.papers(t, a); len(got) != 3 {
			t.Errorf("attached are %v", got)
		}
		var many *fault.Fault
		if err := h.attach(t, a, "anna", "4.pdf", pdf+"4"); !errors.As(err, &many) || many.Kind != fault.Conflict {
			t.Errorf("a fourth file of three: %v", err)
		}
	})
}

func TestAFileThatIsNoneIsRefusedInWords(t *testing.T) {
	var macros bytes.Buffer
	w := zip.NewWriter(&macros)
	for name, content := range map[string]string{"[Content_Types].xml": "document.main+xml", "word/vbaProject.bin": "x"} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, h *house) {
		for name, c := range map[string]struct {
			content string
			want    error
		}{
			"empty.pdf":   {"", application.ErrFileEmpty},
			"large.pdf":   {pdf + strings.Repeat("x", application.MaxFile), application.ErrFileLarge},
			"program.pdf": {"MZ\x90", nil},
			"page.pdf":    {"<html><script>", nil},
			"picture.pdf": {"\xff\xd8\xff\xe0", nil}, // a picture is known, and this question takes none
			"macros.docx": {macros.String(), nil},
			"virus.pdf":   {pdf + "EICAR", application.ErrFileInfected},
		} {
			_, err := h.take(t, "anna", name, c.content)
			var f *fault.Fault
			if !errors.As(err, &f) || f.Kind != fault.Invalid || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestAFileIsJudgedLater: the scanner does not answer while a file is sent. Nobody gets the file until it was judged, and
// nobody forms a document with one that did not pass.
func TestAFileIsJudgedLater(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.draft(t)
		h.save(t, a, form.Answers{"email": text("a@b.example"), "goods": text("Станки")})
		h.guard.down = errors.New("the scanner is away")
		good, bad := pdf+"good", pdf+"EICAR"
		for name, content := range map[string]string{"good.pdf": good, "bad.pdf": bad} {
			if err := h.attach(t, a, "anna", name, content); err != nil {
				t.Fatal(err)
			}
			if _, _, err := h.give(t, a, content); !errors.Is(err, application.ErrFileHeld) {
				t.Errorf("%s is given out before it was judged: %v", name, err)
			}
		}
		h.guard.down = nil
		jobstest.Drain(t, h.queue)
		if got, _, err := h.give(t, a, good); got != good || err != nil {
			t.Errorf("the good file: %q, %v", got, err)
		}
		if _, _, err := h.give(t, a, bad); !errors.Is(err, application.ErrFileHeld) {
			t.Errorf("the bad file: %v", err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM letter WHERE recipient = 'anna' AND subject = 'An attached file did not pass the scan'`); n != 1 {
			t.Errorf("%d letters", n)
		}
		var sick *fault.Fault
		if _, err := h.Form(h.as(t, "anna", standard), a.ID); !errors.As(err, &sick) || sick.Kind != fault.Conflict {
			t.Errorf("a document with it: %v", err)
		}
		sum := sha256.Sum256([]byte(bad))
		if err := h.Detach(h.as(t, "anna", standard), a.ID, "papers", hex.EncodeToString(sum[:])); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Form(h.as(t, "anna", standard), a.ID); err != nil {
			t.Errorf("a document without it: %v", err)
		}
	})
}

// TestAFileOfNobodyIsHeld: where no scanner judges, the operator decides whether others get the file.
func TestAFileOfNobodyIsHeld(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.draft(t)
		h.guard.none = true
		if err := h.attach(t, a, "anna", "a.pdf", pdf); err != nil {
			t.Fatal(err)
		}
		if got, unscanned, err := h.give(t, a, pdf); got != pdf || !unscanned || err != nil { // the house of the tests warns
			t.Errorf("%q, unscanned %v, %v", got, unscanned, err)
		}
	})
}

func TestFilesAreForThoseWhoFillIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.draft(t)
		u, err := h.take(t, "anna", "a.pdf", pdf)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Attach(h.as(t, "anna", nil), a.ID, "papers", []application.Upload{u}); err == nil {
			t.Error("somebody without a right has attached a file")
		}
		if err := h.Attach(h.as(t, "anna", standard), a.ID, "goods", []application.Upload{u}); !errors.Is(err, application.ErrNoApplication) {
			t.Errorf("a file to a question for a text: %v", err)
		}
		b, _ := h.formed(t)
		if err := h.sign(t, "boris", b, true, nil); err != nil {
			t.Fatal(err)
		}
		if err := h.Attach(h.as(t, "anna", standard), b.ID, "papers", []application.Upload{u}); !errors.Is(err, application.ErrClosed) {
			t.Errorf("a file to what was sent: %v", err)
		}
	})
}

// guard is a scanner.
type guard struct {
	down error
	none bool
}

// Scan implements [scan.Scanner].
func (g *guard) Scan(ctx context.Context, r io.Reader) (scan.Verdict, error) {
	if g.none {
		return scan.None{}.Scan(ctx, r)
	}
	content, err := io.ReadAll(r)
	switch {
	case err != nil:
		return scan.Verdict{}, err
	case g.down != nil:
		return scan.Verdict{}, g.down
	case bytes.Contains(content, []byte("EICAR")):
		return scan.Verdict{State: scan.Infected, Threat: "Test"}, nil
	}
	return scan.Verdict{State: scan.Clean}, nil
}

// Ready implements [scan.Scanner].
func (g *guard) Ready(context.Context) error { return g.down }
