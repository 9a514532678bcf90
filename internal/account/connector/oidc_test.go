package connector_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

const (
	issuer = "https://people.example/op"
	back   = "https://klaster.example/login/via/trial/back"
)

// meeting is a site and its client, both sides of which a test may bend.
type meeting struct {
	*connector.OIDC
	site  *connector.Trial
	clock *clock.Manual
	bend  func(r outbound.Request, a outbound.Response) outbound.Response
	ask   func(r *outbound.Request)
}

func (m *meeting) Do(ctx context.Context, r outbound.Request) (outbound.Response, error) {
	if m.ask != nil {
		m.ask(&r)
	}
	a, err := m.site.Do(ctx, r)
	if err == nil && m.bend != nil {
		a = m.bend(r, a)
	}
	return a, err
}

func meet(t *testing.T) *meeting {
	t.Helper()
	clk := clock.NewManual(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))
	people := []connector.Identity{{
		Subject: "anna-1", Level: actor.Full, Surname: "Смирнова", Given: "Анна", Patronymic: "Петровна", Email: "anna@people.example", SNILS: "11223344595", Birth: "1985-03-05",
	}}
	site, err := connector.NewTrial(issuer, back, people, clk)
	if err != nil {
		t.Fatal(err)
	}
	m := &meeting{site: site, clock: clk}
	config := site.Config()
	config.Vouches = actor.Standard
	m.OIDC = connector.NewOIDC(config, m, clk)
	return m
}

func errand() connector.Errand {
	return connector.Errand{Return: back, State: rand.Text() + rand.Text(), Nonce: rand.Text() + rand.Text(), Verifier: (rand.Text() + rand.Text())[:43]}
}

// there goes to the site and brings back what it says.
func (m *meeting) there(t *testing.T, e connector.Errand) url.Values {
	t.Helper()
	address, err := m.Start(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, issuer+"/authorize?") {
		t.Fatalf("the way leads to %s, %v", address, err)
	}
	asked, err := m.site.Ask(u.Query())
	if err != nil {
		t.Fatal(err)
	}
	return query(t, m.site.Grant(asked, "anna-1"))
}

func query(t *testing.T, address string) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

func TestThereAndBack(t *testing.T) {
	m, e := meet(t), errand()
	answer := m.there(t, e)
	m.clock.Advance(30 * time.Second)
	who, err := m.Finish(t.Context(), e, answer)
	if err != nil {
		t.Fatal(err)
	}
	want := connector.Identity{
		Subject: "anna-1", Level: actor.Standard, Proved: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), Surname: "Смирнова", Given: "Анна", Patronymic: "Петровна",
		Email: "anna@people.example", SNILS: "11223344595", Birth: "1985-03-05",
	}
	if who != want {
		t.Errorf("got %+v\nwant %+v", who, want)
	}
	if _, err := m.Finish(t.Context(), e, answer); !errors.Is(err, connector.ErrAnswer) {
		t.Errorf("the code a second time: %v", err)
	}
}

// ASVS 5.0, 10.2.3: a site is asked for what is used, and for nothing else.
func TestWhatIsAskedOfASite(t *testing.T) {
	m, e := meet(t), errand()
	asked := query(t, must(t)(m.Start(t.Context(), e)))
	for name, want := range map[string]string{"response_type": "code", "scope": "openid profile email", "code_challenge_method": "S256", "state": e.State, "nonce": e.Nonce, "redirect_uri": e.Return} {
		if got := asked.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if len(asked) != 8 || asked.Get("client_id") == "" || asked.Get("code_challenge") == "" || strings.Contains(asked.Encode(), e.Verifier) {
		t.Errorf("asked for %v", asked)
	}
}

func TestTheSiteSaysNo(t *testing.T) {
	m, e := meet(t), errand()
	asked, err := m.site.Ask(query(t, must(t)(m.Start(t.Context(), e))))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Finish(t.Context(), e, query(t, m.site.Deny(asked))); !errors.Is(err, connector.ErrDenied) {
		t.Error(err)
	}
	if _, err := m.Finish(t.Context(), e, query(t, m.site.Grant(asked, "nobody"))); !errors.Is(err, connector.ErrDenied) {
		t.Error(err)
	}
}

func must(t *testing.T) func(string, error) string {
	return func(s string, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

// What the browser brings back is believed only when it belongs to this errand and to this site.
func TestAForeignAnswerIsRefused(t *testing.T) {
	for what, bend := range map[string]func(url.Values){
		"another state":     func(q url.Values) { q.Set("state", rand.Text()) },
		"no state":          func(q url.Values) { q.Del("state") },
		"another site":      func(q url.Values) { q.Set("iss", "https://evil.example") },
		"no name of a site": func(q url.Values) { q.Del("iss") },
		"another code":      func(q url.Values) { q.Set("code", rand.Text()) },
		"no code":           func(q url.Values) { q.Del("code") },
	} {
		m, e := meet(t), errand()
		answer := m.there(t, e)
		bend(answer)
		if _, err := m.Finish(t.Context(), e, answer); !errors.Is(err, connector.ErrAnswer) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// The site checks what a real one checks.
func TestTheTrialSiteChecksItsClient(t *testing.T) {
	m, e := meet(t), errand()
	good := query(t, must(t)(m.Start(t.Context(), e)))
	for name, values := range map[string][]string{
		"client_id": {"somebody"}, "redirect_uri": {back + "/", "https://evil.example", back + "?x=1"}, "response_type": {"token", "code token"}, "scope": {"profile"},
		"state": {"", "short"}, "nonce": {""}, "code_challenge": {"", "x"}, "code_challenge_method": {"plain", ""},
	} {
		for _, v := range values {
			q := maps.Clone(good)
			q.Set(name, v)
			if _, err := m.site.Ask(q); !errors.Is(err, connector.ErrAnswer) {
				t.Errorf("%s=%q: %v", name, v, err)
			}
		}
	}
	form := func(name, value string) func(*outbound.Request) {
		return func(r *outbound.Request) {
			if q, err := url.ParseQuery(string(r.Body)); err == nil && r.Method == "POST" {
				q.Set(name, value)
				r.Body = []byte(q.Encode())
			}
		}
	}
	for what, ask := range map[string]func(*outbound.Request){
		"another verifier": form("code_verifier", strings.Repeat("x", 43)),
		"another address":  form("redirect_uri", "https://evil.example"),
		"another grant":    form("grant_type", "password"),
		"another secret": func(r *outbound.Request) {
			if r.Method == "POST" {
				r.Header["Authorization"] = []string{"Basic " + base64.StdEncoding.EncodeToString([]byte("klaster:guess"))}
			}
		},
		"no secret": func(r *outbound.Request) { delete(r.Header, "Authorization") },
	} {
		m, e := meet(t), errand()
		m.ask = ask
		if _, err := m.Finish(t.Context(), e, m.there(t, e)); !errors.Is(err, connector.ErrAnswer) {
			t.Errorf("%s: %v", what, err)
		}
	}
	late := meet(t)
	answer := late.there(t, e)
	late.clock.Advance(61 * time.Second)
	if _, err := late.Finish(t.Context(), e, answer); !errors.Is(err, connector.ErrAnswer) {
		t.Errorf("a code of a minute ago: %v", err)
	}
}

// A statement that the site did not sign for this client, this errand and now says nothing.
func TestAForgedStatementIsRefused(t *testing.T) {
	stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	change := func(name string, value any) func(map[string]any) {
		return func(c map[string]any) {
			if c[name] = value; value == nil {
				delete(c, name)
			}
		}
	}
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC).Unix()
	for what, bend := range map[string]func(map[string]any){
		"another issuer": change("iss", "https://evil.example"), "another audience": change("aud", "other"), "no audience": change("aud", nil),
		"two audiences": change("aud", []string{"klaster", "other"}), "made for another": change("azp", "other"), "over": change("exp", now-120), "no end": change("exp", nil),
		"of tomorrow": change("iat", now+3600), "no time": change("iat", nil), "nobody": change("sub", ""), "a long name": change("sub", strings.Repeat("x", 256)),
		"another nonce": change("nonce", "x"), "no nonce": change("nonce", nil), "nothing else": func(map[string]any) {},
	} {
		// The site's own key signs: only the content is wrong.
		m, e := meet(t), errand()
		key := jose.JSONWebKey{Key: stranger, KeyID: "own", Algorithm: "ES256", Use: "sig"}
		m.bend = func(r outbound.Request, a outbound.Response) outbound.Response {
			if strings.HasSuffix(r.URL, "/keys") {
				a.Body, _ = json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.Public()}})
			}
			return rewritten(t, r, a, func(c map[string]any) string { bend(c); return signed(t, key, c) })
		}
		if _, err := m.Finish(t.Context(), e, m.there(t, e)); (what != "nothing else") != errors.Is(err, connector.ErrAnswer) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, sign := range map[string]func(map[string]any) string{
		"by a stranger": func(c map[string]any) string { return signed(t, jose.JSONWebKey{Key: stranger, KeyID: "own"}, c) },
		"by nobody":     func(c map[string]any) string { return unsigned(t, "none", c, nil) },
		"by a MAC with the public key": func(c map[string]any) string {
			public, err := stranger.PublicKey.ECDH()
			if err != nil {
				t.Fatal(err)
			}
			return unsigned(t, "HS256", c, public.Bytes())
		},
		"not at all": func(map[string]any) string { return "a.b.c" },
	} {
		m, e := meet(t), errand()
		m.bend = func(r outbound.Request, a outbound.Response) outbound.Response { return rewritten(t, r, a, sign) }
		if _, err := m.Finish(t.Context(), e, m.there(t, e)); !errors.Is(err, connector.ErrAnswer) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// rewritten puts another statement into the answer of the token endpoint.
func rewritten(t *testing.T, r outbound.Request, a outbound.Response, sign func(map[string]any) string) outbound.Response {
	t.Helper()
	if !strings.HasSuffix(r.URL, "/token") || a.Status != 200 {
		return a
	}
	var said map[string]any
	if err := json.Unmarshal(a.Body, &said); err != nil {
		t.Fatal(err)
	}
	part, err := base64.RawURLEncoding.DecodeString(strings.Split(said["id_token"].(string), ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var content map[string]any
	if err := json.Unmarshal(part, &content); err != nil {
		t.Fatal(err)
	}
	said["id_token"] = sign(content)
	a.Body, _ = json.Marshal(said)
	return a
}

func signed(t *testing.T, key jose.JSONWebKey, content map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := jwt.Signed(signer).Claims(content).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func unsigned(t *testing.T, algorithm string, content map[string]any, key []byte) string {
	t.Helper()
	body, err := json.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}
	s := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"`+algorithm+`"}`)) + "." + base64.RawURLEncoding.EncodeToString(body)
	if key == nil {
		return s + "."
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(s))
	return s + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// A site that is down, or that describes itself as another, is told from one that says no.
func TestASilentSite(t *testing.T) {
	for what, bend := range map[string]func(outbound.Request, outbound.Response) outbound.Response{
		"down": func(_ outbound.Request, a outbound.Response) outbound.Response { a.Status = 503; return a },
		"not JSON": func(_ outbound.Request, a outbound.Response) outbound.Response {
			a.Body = []byte("<html>")
			return a
		},
		"another's description": func(_ outbound.Request, a outbound.Response) outbound.Response {
			a.Body = []byte(strings.ReplaceAll(string(a.Body), issuer, "https://evil.example"))
			return a
		},
	} {
		m := meet(t)
		m.bend = bend
		if _, err := m.Start(t.Context(), errand()); !errors.Is(err, connector.ErrSilent) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// What a site says of itself and of people may be anything; nothing but an identity or an error comes of it.
func FuzzFinish(f *testing.F) {
	f.Add([]byte(`{"id_token":"a.b.c"}`), []byte(`{"keys":[]}`))
	f.Add([]byte(`{"id_token":"eyJhbGciOiJFUzI1NiJ9.e30.AA"}`), []byte(`{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}`))
	f.Fuzz(func(t *testing.T, token, keys []byte) {
		m, e := meet(t), errand()
		answer := m.there(t, e)
		m.bend = func(r outbound.Request, a outbound.Response) outbound.Response {
			switch {
			case strings.HasSuffix(r.URL, "/token"):
				a.Body = token
			case strings.HasSuffix(r.URL, "/keys"):
				a.Body = keys
			}
			return a
		}
		if who, err := m.Finish(t.Context(), e, answer); err == nil {
			t.Errorf("a made-up statement says %+v", who)
		}
	})
}
