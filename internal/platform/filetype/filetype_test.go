package filetype_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/filetype"
)

const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"

// packed makes an archive of parts, given as name and content in turn.
func packed(t testing.TB, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, parts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const (
	word  = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	table = `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`
	macro = `<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`
	types = "[Content_Types].xml"
)

func TestLook(t *testing.T) {
	many := []string{types, word}
	for range 12_000 {
		many = append(many, strings.Repeat("n", 60), "")
	}
	for _, c := range []struct{ name, content, want string }{
		{"a PDF", "%PDF-1.7\n", ".pdf"},
		{"a PDF of ISO 32000-2", "%PDF-2.0\n", ".pdf"},
		{"a picture", "\xff\xd8\xff\xe0", ".jpg"},
		{"another picture", png, ".png"},
		{"a text", packed(t, types, word, "word/document.xml", "<w/>"), ".docx"},
		{"a text whose list comes last", packed(t, "word/document.xml", "<w/>", types, word), ".docx"},
		{"a table", packed(t, types, table), ".xlsx"},
		{"a text with macros", packed(t, types, macro), ""},
		{"a text that hides its macros", packed(t, types, word, "word/VBAPROJECT.bin", "x"), ""},
		{"an archive", packed(t, "a.txt", "a"), ""},
		{"an archive without end", packed(t, types, word)[:60], ""},
		{"an archive of very many parts", packed(t, many...), ""},
		{"a list that never ends", packed(t, types, strings.Repeat(" ", 300<<10)+word), ""},
		{"a page before a PDF", "<html>%PDF-1.7", ""},
		{"a program", "MZ\x90", ""},
		{"nothing", "", ""},
	} {
		got, ok, err := filetype.Look(strings.NewReader(c.content), int64(len(c.content)))
		if err != nil || ok != (c.want != "") || got.Ending != c.want {
			t.Errorf("%s: %+v, %v, %v; want %q", c.name, got, ok, err, c.want)
		}
	}
}

// broken fails after its first so many bytes.
type broken struct {
	io.ReaderAt

	after int64
}

var errDisk = errors.New("the disk is broken")

func (b broken) ReadAt(p []byte, at int64) (int, error) {
	if at >= b.after {
		return 0, errDisk
	}
	return b.ReaderAt.ReadAt(p, at)
}

func TestLookTellsABrokenDiskFromABrokenFile(t *testing.T) {
	content := packed(t, "word/document.xml", strings.Repeat("0123456789", 1000), types, word)
	for _, after := range []int64{0, 1, 40} {
		if _, _, err := filetype.Look(broken{strings.NewReader(content), after}, int64(len(content))); !errors.Is(err, errDisk) {
			t.Errorf("after %d bytes: %v", after, err)
		}
	}
}

func TestOf(t *testing.T) {
	for _, want := range filetype.All() {
		for _, ending := range []string{want.Ending, want.Ending[1:]} {
			if got, ok := filetype.Of(ending); !ok || got != want {
				t.Errorf("%q: %+v, %v", ending, got, ok)
			}
		}
	}
	if got, ok := filetype.Of("exe"); ok {
		t.Errorf("a program is %+v", got)
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("%PDF-1.7"))
	f.Add([]byte("\xff\xd8\xff\xe0"))
	f.Add([]byte(png))
	f.Add([]byte("<html>%PDF-1.7"))
	f.Fuzz(func(t *testing.T, head []byte) {
		got, ok := filetype.Sniff(head)
		want := map[string]string{"application/pdf": "%PDF-", "image/jpeg": "\xff\xd8\xff", "image/png": "\x89PNG\r\n\x1a\n"}[got.Media]
		if ok != (got.Media != "") || ok && (want == "" || !bytes.HasPrefix(head, []byte(want))) {
			t.Errorf("%q is %q", head, got.Media)
		}
	})
}

func FuzzLook(f *testing.F) {
	f.Add([]byte(packed(f, types, word)))
	f.Add([]byte(packed(f, types, table, "xl/workbook.xml", "<x/>")))
	f.Add([]byte(packed(f, types, macro)))
	f.Add([]byte("%PDF-1.7"))
	f.Fuzz(func(t *testing.T, content []byte) {
		got, ok, err := filetype.Look(bytes.NewReader(content), int64(len(content)))
		if err != nil || ok != (got != filetype.Type{}) {
			t.Errorf("%+v, %v, %v", got, ok, err)
		}
		if again, sniffed := filetype.Sniff(content[:min(len(content), filetype.HeadLength)]); sniffed && again != got {
			t.Errorf("a first look says %+v, a second %+v", again, got)
		}
	})
}

func FuzzName(f *testing.F) {
	f.Add("паспорт.pdf")
	f.Add("../../etc/passwd")
	f.Add("a\r\nX: y")
	f.Add("\u202efdp.exe")
	f.Fuzz(func(t *testing.T, name string) {
		pdf, _ := filetype.Of("pdf")
		got := filetype.Name(name, pdf, "copy")
		if !strings.HasSuffix(got, ".pdf") || strings.ContainsAny(got, "/\\\r\n\"\x00\u202e") || len([]rune(got)) > filetype.MaxName+4 || strings.HasPrefix(got, ".") {
			t.Errorf("%q became %q", name, got)
		}
	})
}
