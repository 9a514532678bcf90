package web_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const urlencoded = "application/x-www-form-urlencoded"

func post(body, contentType string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	return r
}

var fields = []web.Input{
	{Name: "name", Max: 10}, {Name: "about", Multiline: true}, {Name: "password", Secret: true, Max: 20}, {Name: "topic", Many: true},
}

func TestReadForm(t *testing.T) {
	tests := []struct {
		name string
		send url.Values
		want url.Values // what Get and All return
		bad  string     // the field with an error
	}{
		{"as typed", url.Values{"name": {"Анна"}}, url.Values{"name": {"Анна"}}, ""},
		{"outer spaces go", url.Values{"name": {" \u00a0Анна\t"}}, url.Values{"name": {"Анна"}}, ""},
		{"a secret keeps its spaces", url.Values{"password": {" a b "}}, url.Values{"password": {" a b "}}, ""},
		{"composed to form C", url.Values{"name": {"и\u0306"}}, url.Values{"name": {"й"}}, ""},
		{"a secret is composed too", url.Values{"password": {"и\u0306"}}, url.Values{"password": {"й"}}, ""},
		{"line breaks of Windows", url.Values{"about": {"a\r\nb\rc"}}, url.Values{"about": {"a\nb\nc"}}, ""},
		{"no line breaks in one line", url.Values{"name": {"a\r\nb\tc"}}, url.Values{"name": {"a b c"}}, ""},
		{"pasted invisible characters go", url.Values{"name": {"\ufeffa\u200bb\u00ad"}}, url.Values{"name": {"ab"}}, ""},
		{"ten characters, not bytes", url.Values{"name": {"ЩЩЩЩЩЩЩЩЩЩ"}}, url.Values{"name": {"ЩЩЩЩЩЩЩЩЩЩ"}}, ""},
		{"too long is kept and said", url.Values{"name": {"ЩЩЩЩЩЩЩЩЩЩЩ"}}, url.Values{"name": {"ЩЩЩЩЩЩЩЩЩЩЩ"}}, "name"},
		{"a control character is said", url.Values{"name": {"a\x07b"}}, url.Values{"name": {"a\x07b"}}, "name"},
		{"text that runs backwards is said", url.Values{"about": {"ok\u202egpj.exe"}}, url.Values{"about": {"ok\u202egpj.exe"}}, "about"},
		{"several boxes", url.Values{"topic": {"a", "b"}}, url.Values{"topic": {"a", "b"}}, ""},
		{"nothing at all", url.Values{}, url.Values{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := web.ReadForm(post(tt.send.Encode(), urlencoded+"; charset=UTF-8"), fields...)
			if err != nil {
				t.Fatal(err)
			}
			got := url.Values{}
			for _, in := range fields {
				if v := f.All(in.Name); len(v) > 0 {
					got[in.Name] = v
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if f.OK() != (tt.bad == "") || tt.bad != "" && !f.Failed(tt.bad) {
				t.Errorf("errors: %v, want one at %q", f.Errors(), tt.bad)
			}
		})
	}
}

func TestReadFormRefuses(t *testing.T) {
	many := strings.Repeat("topic=a&", 1001)
	tests := []struct {
		name, body, contentType string
		want                    error
	}{
		{"a field that is not on the page", "name=a&role=owner", urlencoded, web.ErrUnknownField},
		{"one field twice", "name=a&name=b", urlencoded, web.ErrMalformedForm},
		{"bytes that are no UTF-8", "name=%ff%fe", urlencoded, web.ErrMalformedForm},
		{"half a surrogate", "name=%ed%a0%80", urlencoded, web.ErrMalformedForm},
		{"a NUL", "password=a%00b", urlencoded, web.ErrMalformedForm},
		{"a broken escape", "name=%zz", urlencoded, web.ErrMalformedForm},
		{"a semicolon", "name=a;about=b", urlencoded, web.ErrMalformedForm},
		{"too many fields", many, urlencoded, web.ErrMalformedForm},
		{"JSON", `{"name":"a"}`, "application/json", web.ErrFormType},
		{"no type", "name=a", "", web.ErrFormType},
	}
	for _, tt := range tests {
		f, err := web.ReadForm(post(tt.body, tt.contentType), fields...)
		if !errors.Is(err, tt.want) || f != nil {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "%zz") {
			t.Errorf("%s: the error repeats what was typed: %v", tt.name, err)
		}
	}
}

func TestReadFormPassesTheLimitOn(t *testing.T) {
	for _, limit := range []int64{10, 2 << 20} {
		r := post("name="+strings.Repeat("a", 1<<20), urlencoded)
		r.Body = http.MaxBytesReader(httptest.NewRecorder(), r.Body, limit)
		_, err := web.ReadForm(r, fields...)
		var tooLarge *http.MaxBytesError
		if !errors.As(err, &tooLarge) {
			t.Errorf("limit %d of the route: %v", limit, err)
		}
	}
}

func FuzzReadForm(f *testing.F) {
	for _, seed := range []string{
		"", "name=%D0%90&about=a%0D%0Ab", "password=+a+", "topic=a&topic=b", "name=%00", "name=%ff", "x=1", "&&&", "name=a%E2%80%AEb", "name",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		form, err := web.ReadForm(post(body, urlencoded), fields...)
		if err != nil {
			return
		}
		for _, in := range fields {
			for _, v := range form.All(in.Name) {
				checkValue(t, form, in, v)
			}
		}
	})
}

// checkValue holds what every use case may rely on when a form has no errors.
func checkValue(t *testing.T, form *web.Form, in web.Input, v string) {
	t.Helper()
	if !utf8.ValidString(v) || strings.ContainsAny(v, "\x00") {
		t.Fatalf("%s: %q is no text", in.Name, v)
	}
	if !in.Secret && strings.TrimSpace(v) != v {
		t.Fatalf("%s: %q has spaces around it", in.Name, v)
	}
	if form.Failed(in.Name) {
		return
	}
	if !in.Multiline && strings.ContainsAny(v, "\r\n") || strings.ContainsAny(v, "\r\u202e") {
		t.Fatalf("%s: %q has control characters and no error", in.Name, v)
	}
	if in.Max > 0 && utf8.RuneCountInString(v) > in.Max {
		t.Fatalf("%s: %d characters and no error", in.Name, utf8.RuneCountInString(v))
	}
}
