package connector

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

// The trial site knows one client.
const (
	trialClient = "klaster"
	trialCode   = time.Minute // RFC 6749 §4.1.2 allows ten
)

// Trial is a site with invented people that speaks OpenID Connect and checks what a real one checks. Its pages are drawn
// by whoever has it; its back door is [Trial.Do], so that nothing has to listen. It keeps its codes in memory.
type Trial struct {
	issuer string
	back   string // the only address to which it sends anybody
	secret string
	people []Identity
	clock  clock.Clock
	key    jose.JSONWebKey

	mu    sync.Mutex
	codes map[string]grant
}

type grant struct {
	request TrialRequest
	person  Identity
	made    time.Time
}

// NewTrial makes a trial site with a fresh key. issuer is the address below which it stands, back that of the client.
func NewTrial(issuer, back string, people []Identity, clk clock.Clock) (*Trial, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the key of the trial site: %w", err)
	}
	return &Trial{
		issuer: issuer, back: back, secret: rand.Text(), people: people, clock: clk, codes: map[string]grant{},
		key: jose.JSONWebKey{Key: key, KeyID: rand.Text()[:8], Algorithm: string(jose.ES256), Use: "sig"},
	}, nil
}

// Config is what the client needs to know of the site.
func (t *Trial) Config() OIDCConfig {
	return OIDCConfig{Key: "trial", Issuer: t.issuer, ClientID: trialClient, ClientSecret: t.secret, Trial: true}
}

// People lists whom it knows.
func (t *Trial) People() []Identity { return t.people }

// TrialRequest is a request to say who somebody is, after it was checked.
type TrialRequest struct{ back, state, nonce, challenge string }

// Ask checks what a browser brought (OpenID Connect Core 1.0 §3.1.2.2, RFC 9700 §2.1). A real site shows such an error
// itself: it must not send anybody to an address that it does not know.
func (t *Trial) Ask(q url.Values) (TrialRequest, error) {
	r := TrialRequest{q.Get("redirect_uri"), q.Get("state"), q.Get("nonce"), q.Get("code_challenge")}
	for what, ok := range map[string]bool{
		"client_id":             q.Get("client_id") == trialClient,
		"redirect_uri":          r.back == t.back,
		"response_type":         q.Get("response_type") == "code",
		"scope":                 strings.Contains(" "+q.Get("scope")+" ", " openid "),
		"state":                 len(r.state) >= 32,
		"nonce":                 len(r.nonce) >= 32,
		"code_challenge":        len(r.challenge) == 43,
		"code_challenge_method": q.Get("code_challenge_method") == "S256",
	} {
		if !ok {
			return TrialRequest{}, fmt.Errorf("%w: %s is not right", ErrAnswer, what)
		}
	}
	return r, nil
}

// Grant says that the browser is that of a person, and returns where to send it.
func (t *Trial) Grant(r TrialRequest, subject string) string {
	for _, p := range t.people {
		if p.Subject == subject {
			code := rand.Text()
			t.mu.Lock()
			defer t.mu.Unlock()
			now := t.clock.Now()
			maps.DeleteFunc(t.codes, func(_ string, g grant) bool { return now.Sub(g.made) > trialCode })
			t.codes[code] = grant{r, p, now}
			return t.answer(r, "code", code)
		}
	}
	return t.Deny(r)
}

// Deny says that the person does not want to, and returns where to send the browser.
func (t *Trial) Deny(r TrialRequest) string { return t.answer(r, "error", "access_denied") }

func (t *Trial) answer(r TrialRequest, name, value string) string {
	return r.back + "?" + url.Values{name: {value}, "state": {r.state}, "iss": {t.issuer}}.Encode()
}

// Do answers what the client asks behind the browser's back, as the site would over the network.
func (t *Trial) Do(_ context.Context, r outbound.Request) (outbound.Response, error) {
	path, ok := strings.CutPrefix(r.URL, t.issuer)
	switch {
	case !ok || r.Purpose != outbound.OIDC:
		return outbound.Response{}, outbound.ErrRefused
	case r.Method == "GET" && path == "/.well-known/openid-configuration":
		return answered(200, directory{t.issuer, t.issuer + "/authorize", t.issuer + "/token", t.issuer + "/keys", true})
	case r.Method == "GET" && path == "/keys":
		return answered(200, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{t.key.Public()}})
	case r.Method == "POST" && path == "/token":
		return t.token(r)
	}
	return answered(404, nil)
}

func answered(status int, body any) (outbound.Response, error) {
	b, err := json.Marshal(body)
	return outbound.Response{Status: status, Header: map[string][]string{"Content-Type": {"application/json"}}, Body: b}, err
}

func refusal(status int, why string) (outbound.Response, error) {
	return answered(status, map[string]string{"error": why})
}

// token gives a statement for a code, once (RFC 6749 §4.1.3).
func (t *Trial) token(r outbound.Request) (outbound.Response, error) {
	if !t.client(r.Header["Authorization"]) {
		return refusal(401, "invalid_client")
	}
	q, err := url.ParseQuery(string(r.Body))
	if err != nil || q.Get("grant_type") != "authorization_code" {
		return refusal(400, "invalid_request")
	}
	t.mu.Lock()
	g, ok := t.codes[q.Get("code")]
	delete(t.codes, q.Get("code"))
	t.mu.Unlock()
	if !ok || t.clock.Now().Sub(g.made) > trialCode || q.Get("redirect_uri") != g.request.back || challenge(q.Get("code_verifier")) != g.request.challenge {
		return refusal(400, "invalid_grant")
	}
	token, err := t.sign(g)
	if err != nil {
		return outbound.Response{}, err
	}
	return answered(200, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 60, "id_token": token})
}

// client checks the client's name and secret (RFC 6749 §2.3.1).
func (t *Trial) client(header []string) bool {
	if len(header) != 1 {
		return false
	}
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte(trialClient+":"+url.QueryEscape(t.secret)))
	return subtle.ConstantTimeCompare([]byte(header[0]), []byte(want)) == 1
}

func (t *Trial) sign(g grant) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: t.key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", err
	}
	now := t.clock.Now()
	return jwt.Signed(signer).Claims(claims{
		Claims: jwt.Claims{
			Issuer: t.issuer, Subject: g.person.Subject, Audience: jwt.Audience{trialClient},
			IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(5 * time.Minute)),
		},
		Nonce: g.request.nonce, AuthTime: jwt.NewNumericDate(g.made), Family: g.person.Surname, Given: g.person.Given, Middle: g.person.Patronymic,
		Email: g.person.Email, Birth: g.person.Birth, SNILS: g.person.SNILS, Level: uint8(g.person.Level),
	}).Serialize()
}
