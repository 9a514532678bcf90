package web_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func TestURL(t *testing.T) {
	tests := []struct{ path, ru, en string }{
		{"/", "/", "/en/"},
		{"/join?a=1#b", "/join?a=1#b", "/en/join?a=1#b"},
		{"/english", "/english", "/en/english"},
		{"#main", "#main", "#main"},
		{"?page=2", "?page=2", "?page=2"},
		{"tel:+7495", "tel:+7495", "tel:+7495"},
		{"https://cluster.example/", "https://cluster.example/", "https://cluster.example/"},
		{"//cluster.example/", "//cluster.example/", "//cluster.example/"},
		{"", "", ""},
	}
	for _, tt := range tests {
		ru, en := web.URL(in(guest(i18n.Russian)), tt.path), web.URL(in(guest(i18n.English)), tt.path)
		if ru != tt.ru || en != tt.en {
			t.Errorf("%q: %q and %q, want %q and %q", tt.path, ru, en, tt.ru, tt.en)
		}
	}
}

func TestSplitLang(t *testing.T) {
	tests := []struct {
		path string
		lang i18n.Lang
		want string
	}{
		{"/", i18n.Russian, "/"},
		{"/join", i18n.Russian, "/join"},
		{"/en", i18n.English, "/"},
		{"/en/", i18n.English, "/"},
		{"/en/join", i18n.English, "/join"},
		{"/english", i18n.Russian, "/english"},
		{"/en/en/x", i18n.English, "/en/x"},
		{"/en//evil.example", i18n.English, "//evil.example"},
	}
	for _, tt := range tests {
		if l, p := web.SplitLang(tt.path); l != tt.lang || p != tt.want {
			t.Errorf("%q: %v %q, want %v %q", tt.path, l, p, tt.lang, tt.want)
		}
	}
}

func TestViewIsNeverNil(t *testing.T) {
	v := web.ViewOf(i18n.WithLang(context.Background(), i18n.English))
	if v == nil || v.Site == nil || v.Lang != i18n.English || v.Viewer != nil {
		t.Errorf("%+v", v)
	}
	if got := i18n.From(web.WithView(context.Background(), &web.View{Lang: i18n.English})); got != i18n.English {
		t.Errorf("the view does not set the language: %v", got)
	}
}

var errBroken = errors.New("broken")

// A component that fails in the middle leaves nothing on the wire, so that the error page can still be sent.
func TestAFailingComponentSendsNothing(t *testing.T) {
	half := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, "<html>half"); err != nil {
			return err
		}
		return errBroken
	})
	w := httptest.NewRecorder()
	if err := web.Render(w, httptest.NewRequest(http.MethodGet, "/x", nil), http.StatusOK, half); !errors.Is(err, errBroken) {
		t.Errorf("error %v", err)
	}
	if w.Body.Len() != 0 || len(w.Header()) != 0 {
		t.Errorf("sent %q with %v", w.Body, w.Header())
	}
}

func TestRender(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/en/x", nil)
	r = r.WithContext(in(guest(i18n.English)))
	w := httptest.NewRecorder()
	if err := web.Render(w, r, http.StatusUnprocessableEntity, templ.Raw("<p>x")); err != nil {
		t.Fatal(err)
	}
	h := w.Header()
	if w.Code != 422 || w.Body.String() != "<p>x" || h.Get("Content-Type") != "text/html; charset=utf-8" || h.Get("Content-Language") != "en" {
		t.Errorf("%d %q %v", w.Code, w.Body, h)
	}
	r.Method, w = http.MethodHead, httptest.NewRecorder()
	if err := web.Render(w, r, http.StatusOK, templ.Raw("<p>x")); err != nil || w.Body.Len() != 0 {
		t.Errorf("HEAD: %v %q", err, w.Body)
	}
}
