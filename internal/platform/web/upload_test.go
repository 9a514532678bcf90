package web

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// sentUpload is a request that a browser sends from an [UploadForm].
func sentUpload(t testing.TB, fields [][2]string, file, name, content string) *http.Request {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, f := range fields {
		if err := w.WriteField(f[0], f[1]); err != nil {
			t.Fatal(err)
		}
	}
	if file != "" {
		part, err := w.CreateFormFile(file, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

func TestReadUpload(t *testing.T) {
	inputs := []Input{{Name: "kind"}, {Name: "number"}}
	take := func(got *string) Upload {
		return func(name string, content io.Reader) error {
			b, err := io.ReadAll(content)
			*got = name + ": " + string(b)
			return err
		}
	}
	var got string
	f, err := ReadUpload(sentUpload(t, [][2]string{{"kind", " passport "}}, "copy", "скан.pdf", "bytes"), "copy", take(&got), inputs...)
	if err != nil || f.Get("kind") != "passport" || got != "скан.pdf: bytes" {
		t.Errorf("%v, %v, %q", f, err, got)
	}
	got = ""
	if f, err = ReadUpload(sentUpload(t, [][2]string{{"kind", "x"}}, "copy", "", ""), "copy", take(&got), inputs...); err != nil || got != "" || !f.OK() {
		t.Errorf("no file was chosen: %v, %q", err, got)
	}
	for name, c := range map[string]struct {
		r    *http.Request
		want error
	}{
		"an unknown field": {sentUpload(t, [][2]string{{"other", "x"}}, "", "", ""), ErrUnknownField},
		"another file":     {sentUpload(t, nil, "more", "a.pdf", "x"), ErrUnknownField},
		"a field twice":    {sentUpload(t, [][2]string{{"kind", "a"}, {"kind", "b"}}, "", "", ""), ErrMalformedForm},
		"too much text":    {sentUpload(t, [][2]string{{"kind", strings.Repeat("x", maxUploadText+1)}}, "", "", ""), ErrMalformedForm},
		"no such type":     {httptest.NewRequest(http.MethodPost, "/", strings.NewReader("kind=x")), ErrFormType},
	} {
		if _, err := ReadUpload(c.r, "copy", take(&got), inputs...); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	refusal := errors.New("refused")
	if _, err := ReadUpload(sentUpload(t, nil, "copy", "a", "x"), "copy", func(string, io.Reader) error { return refusal }, inputs...); !errors.Is(err, refusal) {
		t.Errorf("the error of the file is lost: %v", err)
	}
}

func TestReadUploadOverTheLimitOfTheRoute(t *testing.T) {
	r := sentUpload(t, nil, "copy", "a.pdf", strings.Repeat("x", 4<<10))
	r.Body = http.MaxBytesReader(httptest.NewRecorder(), r.Body, 1<<10)
	_, err := ReadUpload(r, "copy", func(_ string, content io.Reader) error {
		_, err := io.Copy(io.Discard, content)
		return err
	})
	if _, ok := errors.AsType[*http.MaxBytesError](err); !ok {
		t.Errorf("%v", err)
	}
}

func FuzzReadUpload(f *testing.F) {
	f.Add("--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nx\r\n--b--\r\n")
	f.Add("--b\r\nContent-Disposition: form-data; name=\"copy\"; filename=\"a.pdf\"\r\n\r\n%PDF-\r\n--b--\r\n")
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		form, err := ReadUpload(r, "copy", func(_ string, content io.Reader) error { _, err := io.Copy(io.Discard, content); return err }, Input{Name: "kind", Max: 10})
		if err == nil && form.OK() && len([]rune(form.Get("kind"))) > 10 {
			t.Errorf("%q is longer than the field", form.Get("kind"))
		}
	})
}
