package account_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// guard judges files as the test says, after reading them whole.
type guard struct {
	verdict scan.Verdict
	err     error
}

func (g *guard) Scan(_ context.Context, r io.Reader) (scan.Verdict, error) {
	if _, err := io.Copy(io.Discard, r); err != nil {
		return scan.Verdict{}, err
	}
	return g.verdict, g.err
}

const pdf = "%PDF-1.7\n1 0 obj\n"

func details() account.DocumentDetails {
	return account.DocumentDetails{Number: "4510 123456", IssuedOn: "2010-02-03", IssuedBy: "ОВД района"}
}

// add keeps a passport with a copy.
func (h *house) add(t testing.TB, p actor.PersonID, name, content string) (account.Document, error) {
	t.Helper()
	c, err := h.TakeCopy(t.Context(), p, name, strings.NewReader(content))
	if err != nil {
		return account.Document{}, err
	}
	if err := h.AddDocument(t.Context(), p, "passport", details(), c); err != nil {
		return account.Document{}, err
	}
	list, err := h.Documents(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return list[0], nil
}

func TestADocumentIsSealedAndComesBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ids := h.people(t, 2)
		d, err := h.add(t, ids[0], `C:\Мои документы\паспорт.exe`, pdf)
		if err != nil || d.Details != details() || d.Copy == nil || d.Copy.Name != "паспорт.pdf" || d.Copy.Type != "application/pdf" || d.Copy.Verdict.State != scan.Clean {
			t.Fatalf("%+v, %v", d, err)
		}
		_, content, err := h.OpenCopy(t.Context(), ids[0], d.ID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(content)
		if err := errors.Join(err, content.Close()); err != nil || string(got) != pdf {
			t.Errorf("%q, %v", got, err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM account_document WHERE sealed LIKE '%123456%' OR masked LIKE '%123456%' OR sealed LIKE '%ОВД%'`); n != 0 {
			t.Error("the number lies open in the database")
		}
		if _, _, err := h.OpenCopy(t.Context(), ids[1], d.ID); !errors.Is(err, account.ErrNoDocument) {
			t.Errorf("somebody else opened the copy: %v", err)
		}
		if err := h.DeleteDocument(t.Context(), ids[1], d.ID); !errors.Is(err, account.ErrNoDocument) {
			t.Errorf("somebody else deleted the document: %v", err)
		}
		var data account.Data
		if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
			data, err = h.Data(t.Context(), q, ids[0])
			return err
		}); err != nil || len(data.Documents) != 1 || data.Documents[0].Details.Number != details().Number || data.Identity.Name != applicant().Name {
			t.Errorf("%+v, %v", data, err)
		}
		named, err := h.NamesFile(t.Context(), d.Copy.Ref)
		if err != nil || !named {
			t.Errorf("the sweep would take the copy: %v, %v", named, err)
		}
		if err := h.DeleteDocument(t.Context(), ids[0], d.ID); err != nil {
			t.Fatal(err)
		}
		if named, err := h.NamesFile(t.Context(), d.Copy.Ref); err != nil || named {
			t.Errorf("the sweep would keep the copy: %v, %v", named, err)
		}
	})
}

func TestACopyThatIsNoDocumentIsRefusedInWords(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.people(t, 1)[0]
		for name, c := range map[string]struct {
			content io.Reader
			want    error
		}{
			"empty.pdf":   {strings.NewReader(""), account.ErrCopyEmpty},
			"page.pdf":    {strings.NewReader("<html><script>"), account.ErrCopyType},
			"program.pdf": {strings.NewReader("MZ\x90\x00"), account.ErrCopyType},
			"late.pdf":    {strings.NewReader("\n" + pdf), account.ErrCopyType},
			"large.pdf":   {io.MultiReader(strings.NewReader(pdf), bytes.NewReader(make([]byte, 10<<20))), account.ErrCopyLarge},
			"picture.svg": {strings.NewReader("<svg xmlns='http://www.w3.org/2000/svg'/>"), account.ErrCopyType},
			"archive.zip": {strings.NewReader("PK\x03\x04"), account.ErrCopyType},
			"exact.pdf":   {io.MultiReader(strings.NewReader(pdf), bytes.NewReader(make([]byte, 10<<20-len(pdf)))), nil},
		} {
			if _, err := h.TakeCopy(t.Context(), p, name, c.content); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		h.guard.verdict = scan.Verdict{State: scan.Infected, Threat: "Eicar"}
		if _, err := h.TakeCopy(t.Context(), p, "bad.pdf", strings.NewReader(pdf)); !errors.Is(err, account.ErrInfected) {
			t.Errorf("an infected file: %v", err)
		}
	})
}

// A scanner that does not answer while the file is sent is asked again by a job; what it finds then is taken away.
func TestACopyIsJudgedLater(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.people(t, 1)[0]
		h.guard.err = errors.New("no connection")
		d, err := h.add(t, p, "a.pdf", pdf)
		if err != nil || d.Copy.Verdict.State != scan.Pending {
			t.Fatalf("%+v, %v", d, err)
		}
		h.guard.err, h.guard.verdict = nil, scan.Verdict{State: scan.Infected, Threat: "Eicar"}
		h.work(t)
		list, err := h.Documents(t.Context(), p)
		if err != nil || len(list) != 1 || list[0].Copy.Verdict.State != scan.Infected || !list[0].Copy.Ref.IsZero() {
			t.Fatalf("%+v, %v", list, err)
		}
		if text := plain(h.box.last(t, "person0@example.org").text); !strings.Contains(text, "Копия документа удалена") {
			t.Errorf("the person was not told:\n%s", text)
		}
		if _, _, err := h.OpenCopy(t.Context(), p, d.ID); err == nil {
			t.Error("an infected copy is given out")
		}
	})
}

// There is room for twenty documents, however many are sent at once.
func TestThereIsRoomForTwentyDocuments(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		p := h.people(t, 1)[0]
		var (
			all  sync.WaitGroup
			errs [24]error
		)
		for i := range errs {
			all.Go(func() { errs[i] = h.AddDocument(t.Context(), p, "passport", details(), nil) })
		}
		all.Wait()
		full := 0
		for _, err := range errs {
			if errors.Is(err, account.ErrDocumentsFull) {
				full++
			} else if err != nil {
				t.Error(err)
			}
		}
		if n := h.count(t, `SELECT COUNT(*) FROM account_document`); n != 20 || full != 4 {
			t.Errorf("%d documents, %d refused", n, full)
		}
	})
}

func FuzzDay(f *testing.F) {
	f.Add("5", "3", "1985")
	f.Add("29", "2", "2023")
	f.Add("-1", "+2", "0x7f")
	f.Fuzz(func(t *testing.T, day, month, year string) {
		d, ok := account.ParseDay(day, month, year)
		if !ok {
			if d != "" {
				t.Errorf("%q without ok", d)
			}
			return
		}
		if again, ok := account.ParseDay(d.Parts()); !ok || again != d {
			t.Errorf("%q reads back as %q, %v", d, again, ok)
		}
	})
}

func FuzzLogin(f *testing.F) {
	f.Add("112-233-445 95")
	f.Add("89161234567")
	f.Add("anna@example.org")
	f.Fuzz(func(t *testing.T, typed string) {
		l, ok := account.ParseLogin(typed)
		if !ok {
			return
		}
		if again, ok := account.ParseLogin(l.Value); !ok || again.Value != l.Value && again.Kind == l.Kind {
			t.Errorf("%q is %+v and then %+v", typed, l, again)
		}
	})
}
