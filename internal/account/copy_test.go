package account_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/limit"
)

// The copy has the files of documents under the names that their owner knows, and what the documents say, which lies
// sealed in the database.
func TestTheCopyHasTheDocumentsWithTheirFiles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		other := h.another(t, "boris@example.org")
		for _, name := range []string{"паспорт.pdf", `C:\сканы\Паспорт.PDF`, "../../etc/passwd", "con.pdf"} {
			if _, err := h.add(t, a.Person, name, pdf+name); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.AddDocument(t.Context(), a.Person, "other", account.DocumentDetails{Title: "Справка", Number: "17"}, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := h.add(t, other.Person, "чужой.pdf", pdf+"чужой"); err != nil {
			t.Fatal(err)
		}
		n, size, err := h.FilesOf(t.Context(), a.Person)
		if want := int64(len(pdf)*4 + len(`паспорт.pdfC:\сканы\Паспорт.PDF../../etc/passwdcon.pdf`)); err != nil || n != 4 || size != want {
			t.Errorf("%d files of %d bytes, %v; want 4 of %d", n, size, err, want)
		}
		files := h.fetch(t, a)
		for name, want := range map[string]string{
			// The latest document comes first, so of two of a name the later one keeps it.
			"documents/Паспорт.pdf": pdf + `C:\сканы\Паспорт.PDF`, "documents/паспорт (2).pdf": pdf + "паспорт.pdf",
			"documents/passwd.pdf": pdf + "../../etc/passwd", "documents/_con.pdf": pdf + "con.pdf",
		} {
			if files[name] != want {
				t.Errorf("%s is %q, want %q", name, files[name], want)
			}
		}
		var documents []struct {
			Kind, Number, Title, File string
			IssuedBy                  string `json:"issued_by"`
		}
		if err := json.Unmarshal([]byte(files["documents.json"]), &documents); err != nil || len(documents) != 5 {
			t.Fatalf("%v\n%s", err, files["documents.json"])
		}
		if d := documents[0]; d.Title != "Справка" || d.Number != "17" || d.File != "" {
			t.Errorf("the document without a file: %+v", d)
		}
		for _, d := range documents[1:] {
			if _, there := files[d.File]; !there || d.Number != details().Number || d.IssuedBy != details().IssuedBy {
				t.Errorf("%+v names no file of the archive or lacks what the document says", d)
			}
		}
		if files["missing-files.json"] != "[]\n" {
			t.Errorf("missing are: %s", files["missing-files.json"])
		}
		for name, text := range files {
			if strings.Contains(text, "чужой") {
				t.Errorf("%s is somebody else's", name)
			}
		}
	})
}

// A file that the store cannot give back any more, or not whole, is named in the copy and in the log; all else is there.
func TestWhatIsLostIsNamed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		var kept []account.Document
		for _, name := range []string{"целый.pdf", "исчез.pdf", "испорчен.pdf"} {
			d, err := h.add(t, a.Person, name, pdf+name)
			if err != nil {
				t.Fatal(err)
			}
			kept = append(kept, d)
		}
		h.exec(t, `UPDATE account_document SET sealed = 'damaged' WHERE id = $1`, kept[0].ID)
		h.ruin.refs = map[blob.Ref]error{kept[1].Copy.Ref: blob.ErrNotFound, kept[2].Copy.Ref: blob.ErrCorrupt}
		h.log.Reset()
		files := h.fetch(t, a)
		if files["documents/целый.pdf"] != pdf+"целый.pdf" {
			t.Error("the file that is whole is not in the copy")
		}
		var lost []account.LostFile
		if err := json.Unmarshal([]byte(files["missing-files.json"]), &lost); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"documents/исчез.pdf": "absent", "documents/испорчен.pdf": "damaged"}
		got := map[string]string{}
		for _, l := range lost {
			got[l.File] = l.Reason
			if _, there := files[l.File]; there || l.Size == 0 {
				t.Errorf("%+v is in the copy all the same, or has no size", l)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if readme := files["README.txt"]; !strings.Contains(readme, "documents/исчез.pdf") || !strings.Contains(readme, "documents/испорчен.pdf") || !strings.Contains(plain(readme), "Напишите в поддержку") {
			t.Errorf("the word of explanation:\n%s", readme)
		}
		if text := files["documents.json"]; strings.Count(text, `"unreadable": true`) != 1 {
			t.Errorf("the document that cannot be opened:\n%s", text)
		}
		log := h.log.String()
		for _, want := range []string{kept[0].ID, kept[1].ID, kept[2].ID, "reason=absent", "reason=damaged"} {
			if !strings.Contains(log, want) {
				t.Errorf("the log lacks %s:\n%s", want, log)
			}
		}
		for _, private := range []string{"исчез", "испорчен", string(address)} {
			if strings.Contains(log, private) {
				t.Errorf("the log tells %s", private)
			}
		}
	})
}

// A file that breaks while it is sent breaks the archive off: what was promised is not there, and no reader takes it for
// whole.
func TestAFileThatBreaksOnTheWay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		d, err := h.add(t, a.Person, "скан.pdf", pdf)
		if err != nil {
			t.Fatal(err)
		}
		packed, err := h.Pack(t.Context(), h.askedParts(t, a), h.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		h.ruin.refs = map[blob.Ref]error{d.Copy.Ref: blob.ErrCorrupt}
		var file bytes.Buffer
		if err := packed.Write(t.Context(), &file); !errors.Is(err, blob.ErrCorrupt) {
			t.Errorf("writing: %v", err)
		}
		if size, err := packed.Size(); err != nil || size <= int64(file.Len()) {
			t.Errorf("%d bytes of %d, %v", file.Len(), size, err)
		}
		if _, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len())); err == nil {
			t.Error("half an archive is read as a whole one")
		}
	})
}

// A copy may be fetched several times, not all day long.
func TestFetchingHasABudget(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		h.askedParts(t, a)
		list, err := h.Copies(t.Context(), a.Person)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 20 {
			if _, err = h.Fetch(t.Context(), a, list[0].ID); err != nil {
				if i < 8 {
					t.Errorf("fetch %d: %v", i+2, err)
				}
				break
			}
		}
		if !errors.Is(err, limit.ErrTooOften) {
			t.Errorf("twenty times: %v", err)
		}
		h.clock.Advance(10 * time.Minute)
		if _, err := h.Fetch(t.Context(), a, list[0].ID); err != nil {
			t.Error(err)
		}
	})
}

func TestEntryNames(t *testing.T) {
	long := strings.Repeat("щ", 300)
	for _, c := range []struct{ wish, want string }{
		{"паспорт.pdf", "паспорт.pdf"},
		{"scan (1).PDF", "scan (1).PDF"},
		{"../../etc/passwd", "passwd"},
		{`..\..\boot.ini`, "boot.ini"},
		{"/etc/shadow", "shadow"},
		{"a/b/c.pdf", "c.pdf"},
		{"", "file"},
		{".", "file"},
		{"..", "file"},
		{"...", "file"},
		{"/", "file"},
		{".bashrc", "bashrc"},
		{"-rf.pdf", "rf.pdf"},
		{"CON", "_CON"},
		{"nul.txt.pdf", "_nul.txt.pdf"},
		{"LPT9.png", "_LPT9.png"},
		{"console.pdf", "console.pdf"},
		{"a\x00b\nc.pdf", "abc.pdf"},
		{"fdp\u202e.exe", "fdp.exe"},
		{"a:b*c?.pdf", "abc.pdf"},
		{"name. . .", "name"},
		{long + ".pdf", strings.Repeat("щ", 88) + ".pdf"},
		{"\xff\xfe.pdf", "pdf"},
		{"~.pdf", "pdf"},
	} {
		if got := account.EntryNames("", c.wish)[0]; got != c.want {
			t.Errorf("%q became %q, want %q", c.wish, got, c.want)
		}
	}
	got := account.EntryNames("documents", "a.pdf", "A.PDF", "a (2).pdf", "a.pdf", "й.pdf", "и\u0306.pdf", "ﬁ.pdf", "fi.pdf")
	want := []string{
		"documents/a.pdf", "documents/A (2).PDF", "documents/a (2) (2).pdf", "documents/a (3).pdf", "documents/й.pdf", "documents/й (2).pdf",
		"documents/ﬁ.pdf", "documents/fi (2).pdf",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Whatever a file is called, its name in the archive is one that T20 would let through, and the same each time.
func FuzzEntryName(f *testing.F) {
	f.Add("паспорт.pdf", "ПАСПОРТ.pdf")
	f.Add("../../x", `..\x`)
	f.Add("con", "CON .pdf")
	f.Add("a."+strings.Repeat("b", 200), "a. b")
	f.Fuzz(func(t *testing.T, one, two string) {
		names := account.EntryNames("documents", one, two, one, two)
		seen := map[string]bool{}
		for _, name := range names {
			base := path.Base(name)
			if !fs.ValidPath(name) || !filepath.IsLocal(name) || path.Dir(name) != "documents" || !utf8.ValidString(name) || len(base) > 200 ||
				strings.ContainsAny(base, "\\/:*?\"<>|") || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "-") || strings.HasSuffix(base, ".") || strings.HasSuffix(base, " ") ||
				strings.ContainsFunc(base, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
				t.Errorf("%q and %q became %q", one, two, name)
			}
			if key := strings.ToLower(name); seen[key] {
				t.Errorf("%q and %q got %q twice", one, two, name)
			} else {
				seen[key] = true
			}
		}
		if diff := cmp.Diff(names, account.EntryNames("documents", one, two, one, two)); diff != "" {
			t.Errorf("the same wishes get other names: %s", diff)
		}
	})
}

// ruin breaks what a store gives back.
type ruin struct {
	blob.Store
	refs map[blob.Ref]error
}

func (r *ruin) Open(ctx context.Context, ref blob.Ref) (io.ReadSeekCloser, error) {
	content, err := r.Store.Open(ctx, ref)
	if broken := r.refs[ref]; broken != nil && err == nil {
		if errors.Is(broken, blob.ErrNotFound) {
			return nil, errors.Join(broken, content.Close())
		}
		return &broke{content, broken}, nil
	}
	return content, err
}

// broke gives the first bytes, and then the error.
type broke struct {
	io.ReadSeekCloser
	err error
}

func (b *broke) Read(p []byte) (int, error) {
	n, err := b.ReadSeekCloser.Read(p[:min(4, len(p))])
	if err == nil && n == 4 {
		b.ReadSeekCloser = struct {
			io.Reader
			io.Seeker
			io.Closer
		}{strings.NewReader(""), b.ReadSeekCloser, b.ReadSeekCloser}
		return n, nil
	}
	return 0, b.err
}
