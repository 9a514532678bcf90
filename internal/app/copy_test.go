package app_test

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
)

// The copy of a person's data arrives over the wire as long as was said, with the files of documents as they were sent;
// what the store has lost is named in it.
func TestTheCopyArrivesWithItsFiles(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "anna@klaster.example")
		session := v.Cookie("klaster-session")
		scanned := "%PDF-1.7\n" + strings.Repeat("скан ", 200_000)
		if got := upload(t, r.URL, session, "паспорт.pdf", scanned); got != http.StatusSeeOther {
			t.Fatalf("a document: %d", got)
		}
		sent := count(t, r.DB, mailsTo("anna@klaster.example"))
		v.Open("/profile/account").WantText("В копию войдут файлы документов: 1 файл, всего 2 МБ.")
		v.Press("Запросить копию").WantText("Копия готовится")
		inLetter(t, r, "anna@klaster.example", sent, copyLetter)
		address := ""
		for _, form := range v.Open("/profile/account").Doc().All("form") {
			if strings.Contains(form.Attr("action"), "/copy/") {
				address = r.URL + form.Attr("action")
			}
		}
		fetched := func() map[string]string {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Sec-Fetch-Site", "same-origin")
			req.Header.Set("Accept-Encoding", "gzip")
			resp := send(t, req, session)
			body, err := io.ReadAll(resp.Body)
			if err != nil || resp.Body.Close() != nil || resp.StatusCode != http.StatusOK {
				t.Fatalf("%d, %v", resp.StatusCode, err)
			}
			if resp.ContentLength != int64(len(body)) || resp.Header.Get("Content-Encoding") != "" {
				t.Errorf("%d bytes were said and %d came, encoded %q", resp.ContentLength, len(body), resp.Header.Get("Content-Encoding"))
			}
			return unpacked(t, body)
		}
		files := fetched()
		if files["documents/паспорт.pdf"] != scanned || files["missing-files.json"] != "[]\n" {
			t.Errorf("the file has %d bytes, missing are %s", len(files["documents/паспорт.pdf"]), files["missing-files.json"])
		}
		if text := files["documents.json"]; !strings.Contains(text, "4510 123456") || !strings.Contains(text, `"file": "documents/паспорт.pdf"`) {
			t.Errorf("the documents:\n%s", text)
		}
		lose(t, filepath.Join(r.Config.Data, "files"))
		files = fetched()
		if _, there := files["documents/паспорт.pdf"]; there || !strings.Contains(files["missing-files.json"], "documents/паспорт.pdf") {
			t.Errorf("the file is there: %v; missing are %s", there, files["missing-files.json"])
		}
	})
}

func unpacked(t *testing.T, archive []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range r.File {
		content, err := fs.ReadFile(r, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(content)
	}
	return files
}

// lose deletes all files below a folder.
func lose(t *testing.T, folder string) {
	t.Helper()
	if err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		return os.Remove(path)
	}); err != nil {
		t.Fatal(err)
	}
}
