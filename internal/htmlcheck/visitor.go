package htmlcheck

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"
)

// Visitor is a person with a browser that runs no scripts: it keeps cookies, follows redirects, and knows the page it is
// on. Its methods end the test when they cannot do what they are asked.
type Visitor struct {
	tb      testing.TB
	client  *http.Client
	base    *url.URL
	at      *url.URL
	status  int
	header  http.Header
	doc     *Doc
	headers http.Header
}

// NewVisitor serves the handler on loopback and returns a visitor who has been nowhere yet.
func NewVisitor(tb testing.TB, handler http.Handler) *Visitor {
	tb.Helper()
	server := httptest.NewServer(handler)
	tb.Cleanup(server.Close)
	return NewVisitorAt(tb, server.URL)
}

// NewVisitorAt returns a visitor of a server that runs already.
func NewVisitorAt(tb testing.TB, baseURL string) *Visitor {
	tb.Helper()
	base, err := url.Parse(baseURL)
	if err != nil {
		tb.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	transport := &http.Transport{}
	tb.Cleanup(transport.CloseIdleConnections)
	v := &Visitor{tb: tb, base: base, at: base, headers: http.Header{}}
	v.client = &http.Client{Jar: jar, Transport: transport}
	return v
}

// Header has a header sent with every request from now on, such as Accept-Language.
func (v *Visitor) Header(name, value string) *Visitor {
	v.headers.Set(name, value)
	return v
}

// Open goes to a path, as by typing it.
func (v *Visitor) Open(path string) *Visitor {
	v.tb.Helper()
	return v.send(http.MethodGet, v.resolve(path), "", nil)
}

// Follow follows the link with the text.
func (v *Visitor) Follow(text string) *Visitor {
	v.tb.Helper()
	var others []string
	for _, a := range v.Doc().All("a[href]") {
		if a.Text() == text {
			return v.Open(a.Attr("href"))
		}
		others = append(others, a.Text())
	}
	v.tb.Fatalf("no link «%s» on %s; there are:\n\t%s", text, v.URL(), strings.Join(others, "\n\t"))
	return v
}

// Fill puts a value into the field with the label: text, the text of an option, or "on" and "off" for a box.
func (v *Visitor) Fill(label, value string) *Visitor {
	v.tb.Helper()
	found := v.field(label)
	if err := set(found.node, value); err != nil {
		v.tb.Fatalf("field «%s» on %s: %v", label, v.URL(), err)
	}
	return v
}

// Value is what the field with the label holds: "on" or "off" for a box.
func (v *Visitor) Value(label string) string {
	v.tb.Helper()
	n := v.field(label).node
	kind, _ := attribute(n, "type")
	switch {
	case kind == "checkbox" || kind == "radio":
		return map[bool]string{true: "on", false: "off"}[has(n, "checked")]
	case n.DataAtom == atom.Textarea:
		return rawText(n)
	case n.DataAtom == atom.Select:
		chosen := url.Values{}
		addSelected(chosen, "v", n)
		return chosen.Get("v")
	}
	value, _ := attribute(n, "value")
	return value
}

func (v *Visitor) field(label string) field {
	v.tb.Helper()
	var found []field
	var others []string
	for _, f := range fields(v.Doc().root) {
		if f.label == plain(label) {
			found = append(found, f)
		}
		others = append(others, f.label)
	}
	if len(found) != 1 {
		v.tb.Fatalf("%d fields «%s» on %s; there are:\n\t%s", len(found), label, v.URL(), strings.Join(others, "\n\t"))
	}
	return found[0]
}

// Press presses the button with the text and goes where its form leads.
func (v *Visitor) Press(text string) *Visitor {
	v.tb.Helper()
	button := v.button(text)
	form := formOf(button.n)
	if form.DataAtom != atom.Form {
		v.tb.Fatalf("the button «%s» on %s is in no form", text, v.URL())
	}
	outer := &Node{v.tb, form}
	action, method := outer.Attr("action"), strings.ToUpper(outer.Attr("method"))
	if button.HasAttr("formaction") {
		action = button.Attr("formaction")
	}
	target := v.resolve(action)
	sent := values(form, button.n)
	switch {
	case method != http.MethodPost:
		target.RawQuery = sent.Encode()
		return v.send(http.MethodGet, target, "", nil)
	case outer.Attr("enctype") == "multipart/form-data":
		kind, body := multipartForm(sent)
		return v.send(http.MethodPost, target, kind, body)
	}
	return v.send(http.MethodPost, target, "application/x-www-form-urlencoded", strings.NewReader(sent.Encode()))
}

func (v *Visitor) button(text string) *Node {
	v.tb.Helper()
	var others []string
	for _, b := range v.Doc().All("button, input[type=submit]") {
		name := b.Text()
		if b.Tag() == "input" {
			name = b.Attr("value")
		}
		kind := b.Attr("type")
		if name == text && !b.HasAttr("disabled") && (kind == "" || kind == "submit") {
			return b
		}
		others = append(others, name)
	}
	v.tb.Fatalf("no button «%s» to press on %s; there are:\n\t%s", text, v.URL(), strings.Join(others, "\n\t"))
	return nil
}

func multipartForm(sent url.Values) (kind string, body io.Reader) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, all := range sent {
		for _, value := range all {
			_ = w.WriteField(name, value) // a buffer takes everything
		}
	}
	_ = w.Close()
	return w.FormDataContentType(), &b
}

func (v *Visitor) resolve(path string) *url.URL {
	v.tb.Helper()
	ref, err := url.Parse(path)
	if err != nil {
		v.tb.Fatal(err)
	}
	return v.at.ResolveReference(ref)
}

func (v *Visitor) send(method string, target *url.URL, kind string, body io.Reader) *Visitor {
	v.tb.Helper()
	r, err := http.NewRequestWithContext(v.tb.Context(), method, target.String(), body)
	if err != nil {
		v.tb.Fatal(err)
	}
	r.Header = v.headers.Clone()
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if method == http.MethodPost { // as browsers say it
		r.Header.Set("Origin", v.base.Scheme+"://"+v.base.Host)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	response, err := v.client.Do(r)
	if err != nil {
		v.tb.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		v.tb.Fatal(err)
	}
	v.at, v.status, v.header, v.doc = response.Request.URL, response.StatusCode, response.Header, nil
	if mediaType, _, err := mime.ParseMediaType(response.Header.Get("Content-Type")); err == nil && mediaType == "text/html" {
		v.doc = Parse(v.tb, bytes.NewReader(b))
	}
	return v
}

// Doc is the page that the visitor is on.
func (v *Visitor) Doc() *Doc {
	v.tb.Helper()
	if v.doc == nil {
		v.tb.Fatalf("%s is no page", v.URL())
	}
	return v.doc
}

// URL is where the visitor is: path and query.
func (v *Visitor) URL() string { return v.at.RequestURI() }

// Status is the HTTP status of the last answer.
func (v *Visitor) Status() int { return v.status }

// ResponseHeader is the header of the last answer.
func (v *Visitor) ResponseHeader() http.Header { return v.header }

// Cookie is the value of a cookie that the server gave, "" when there is none.
func (v *Visitor) Cookie(name string) string {
	for _, c := range v.client.Jar.Cookies(v.base) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// WantStatus fails the test unless the last answer had the status.
func (v *Visitor) WantStatus(want int) *Visitor {
	v.tb.Helper()
	if v.status != want {
		v.tb.Errorf("%s was answered by %d, want %d", v.URL(), v.status, want)
	}
	return v
}

// WantURL fails the test unless the visitor is there.
func (v *Visitor) WantURL(want string) *Visitor {
	v.tb.Helper()
	if v.URL() != want {
		v.tb.Errorf("the visitor is at %s, want %s", v.URL(), want)
	}
	return v
}

// WantText fails the test unless the page says each of the texts.
func (v *Visitor) WantText(texts ...string) *Visitor {
	v.tb.Helper()
	for _, text := range texts {
		if !strings.Contains(v.Doc().Text(), plain(text)) {
			v.tb.Errorf("%s does not say «%s» but:\n%s", v.URL(), text, excerpt(v.doc.root))
		}
	}
	return v
}
