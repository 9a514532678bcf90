package connector

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

// Caller sends requests: [outbound.Client].
type Caller interface {
	Do(ctx context.Context, r outbound.Request) (outbound.Response, error)
}

// OIDCConfig is what the operator agreed with a site.
type OIDCConfig struct {
	Key          string
	Label        i18n.Text
	Issuer       string // its own name, an https address (OpenID Connect Discovery 1.0 §3)
	ClientID     string
	ClientSecret string
	Vouches      actor.Level
	Trial        bool
}

// OIDC is a site that speaks OpenID Connect: code flow with PKCE (RFC 7636) and a nonce.
type OIDC struct {
	config OIDCConfig
	caller Caller
	clock  clock.Clock
}

// NewOIDC returns the port of a site.
func NewOIDC(c OIDCConfig, caller Caller, clk clock.Clock) *OIDC { return &OIDC{c, caller, clk} }

// Key implements [Port].
func (o *OIDC) Key() string { return o.config.Key }

// Label implements [Port].
func (o *OIDC) Label() i18n.Text { return o.config.Label }

// Trial implements [Port].
func (o *OIDC) Trial() bool { return o.config.Trial }

// Vouches implements [Port].
func (o *OIDC) Vouches() actor.Level { return o.config.Vouches }

// directory is the part of a site's description that is used (OpenID Connect Discovery 1.0 §3).
type directory struct {
	Issuer        string `json:"issuer"`
	Authorization string `json:"authorization_endpoint"`
	Token         string `json:"token_endpoint"`
	Keys          string `json:"jwks_uri"`
	SaysIssuer    bool   `json:"authorization_response_iss_parameter_supported"` // RFC 9207
}

func (o *OIDC) directory(ctx context.Context) (directory, error) {
	var d directory
	if err := o.get(ctx, strings.TrimSuffix(o.config.Issuer, "/")+"/.well-known/openid-configuration", &d); err != nil {
		return d, fmt.Errorf("read the description of %s: %w", o.config.Key, err)
	}
	if d.Issuer != o.config.Issuer || d.Authorization == "" || d.Token == "" || d.Keys == "" {
		return d, fmt.Errorf("%w: %s describes itself as %q", ErrSilent, o.config.Key, d.Issuer)
	}
	return d, nil
}

func (o *OIDC) get(ctx context.Context, address string, into any) error {
	got, err := o.caller.Do(ctx, outbound.Request{Purpose: outbound.OIDC, Method: "GET", URL: address})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSilent, err)
	}
	if got.Status != 200 {
		return fmt.Errorf("%w: status %d", ErrSilent, got.Status)
	}
	if err := json.Unmarshal(got.Body, into); err != nil {
		return fmt.Errorf("%w: %w", ErrSilent, err)
	}
	return nil
}

// Start implements [Port].
func (o *OIDC) Start(ctx context.Context, e Errand) (string, error) {
	d, err := o.directory(ctx)
	if err != nil {
		return "", err
	}
	there, err := url.Parse(d.Authorization)
	if err != nil {
		return "", fmt.Errorf("%w: its address cannot be read", ErrSilent)
	}
	q := there.Query()
	for name, value := range map[string]string{
		"response_type": "code", "client_id": o.config.ClientID, "redirect_uri": e.Return, "scope": "openid profile email",
		"state": e.State, "nonce": e.Nonce, "code_challenge": challenge(e.Verifier), "code_challenge_method": "S256",
	} {
		q.Set(name, value)
	}
	there.RawQuery = q.Encode()
	return there.String(), nil
}

// challenge is the method S256 of PKCE (RFC 7636 §4.2).
func challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// Finish implements [Port].
func (o *OIDC) Finish(ctx context.Context, e Errand, answer url.Values) (Identity, error) {
	if subtle.ConstantTimeCompare([]byte(answer.Get("state")), []byte(e.State)) != 1 {
		return Identity{}, fmt.Errorf("%w: another state", ErrAnswer)
	}
	d, err := o.directory(ctx)
	if err != nil {
		return Identity{}, err
	}
	if said := answer.Get("iss"); said != d.Issuer && (said != "" || d.SaysIssuer) {
		return Identity{}, fmt.Errorf("%w: it comes from another site", ErrAnswer)
	}
	if answer.Has("error") {
		return Identity{}, fmt.Errorf("%w: %.40q", ErrDenied, answer.Get("error"))
	}
	token, err := o.redeem(ctx, d, e, answer.Get("code"))
	if err != nil {
		return Identity{}, err
	}
	return o.read(ctx, d, e, token)
}

// redeem gives the code for the signed statement (OpenID Connect Core 1.0 §3.1.3).
func (o *OIDC) redeem(ctx context.Context, d directory, e Errand, code string) (token string, err error) {
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {e.Return}, "code_verifier": {e.Verifier},
	}
	basic := base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(o.config.ClientID) + ":" + url.QueryEscape(o.config.ClientSecret)))
	got, err := o.caller.Do(ctx, outbound.Request{
		Purpose: outbound.OIDC, Method: "POST", URL: d.Token, Body: []byte(form.Encode()),
		Header: map[string][]string{"Authorization": {"Basic " + basic}, "Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"application/json"}},
	})
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrSilent, err)
	}
	if got.Status != 200 {
		return "", fmt.Errorf("%w: the code is refused with status %d", ErrAnswer, got.Status)
	}
	var said struct {
		IDToken string `json:"id_token"`
	}
	if err := json.Unmarshal(got.Body, &said); err != nil || said.IDToken == "" {
		return "", fmt.Errorf("%w: there is no statement in it", ErrAnswer)
	}
	return said.IDToken, nil
}

// claims is what a statement may say (OpenID Connect Core 1.0 §2 and §5.1).
type claims struct {
	jwt.Claims
	Nonce      string           `json:"nonce"`
	Authorized string           `json:"azp"`
	AuthTime   *jwt.NumericDate `json:"auth_time"`
	Family     string           `json:"family_name"`
	Given      string           `json:"given_name"`
	Middle     string           `json:"middle_name"`
	Email      string           `json:"email"`
	Birth      string           `json:"birthdate"`
	SNILS      string           `json:"snils"`
	Level      uint8            `json:"klaster_level"` // the trial site's; others say it in their own ways
}

// algorithms are the signatures that are taken. A symmetric one, or none, would let whoever knows the public key sign.
func algorithms() []jose.SignatureAlgorithm {
	return []jose.SignatureAlgorithm{jose.ES256, jose.PS256, jose.RS256}
}

// read checks the statement (OpenID Connect Core 1.0 §3.1.3.7). The keys are fetched each time: those that a site withdrew
// open nothing.
func (o *OIDC) read(ctx context.Context, d directory, e Errand, token string) (Identity, error) {
	parsed, err := jwt.ParseSigned(token, algorithms())
	if err != nil {
		return Identity{}, fmt.Errorf("%w: the statement cannot be read: %w", ErrAnswer, err)
	}
	var keys jose.JSONWebKeySet
	if err := o.get(ctx, d.Keys, &keys); err != nil {
		return Identity{}, fmt.Errorf("read the keys of %s: %w", o.config.Key, err)
	}
	var said claims
	if err := verify(parsed, keys, &said); err != nil {
		return Identity{}, err
	}
	now := o.clock.Now()
	expected := jwt.Expected{Issuer: d.Issuer, AnyAudience: jwt.Audience{o.config.ClientID}, Time: now}
	switch err := said.Validate(expected); {
	case err != nil:
		return Identity{}, fmt.Errorf("%w: %w", ErrAnswer, err)
	case said.Expiry == nil, said.IssuedAt == nil, said.Subject == "", len(said.Subject) > 255:
		return Identity{}, fmt.Errorf("%w: the statement lacks a part", ErrAnswer)
	case len(said.Audience) > 1 && said.Authorized != o.config.ClientID, said.Authorized != "" && said.Authorized != o.config.ClientID:
		return Identity{}, fmt.Errorf("%w: it was made for another site", ErrAnswer)
	case subtle.ConstantTimeCompare([]byte(said.Nonce), []byte(e.Nonce)) != 1:
		return Identity{}, fmt.Errorf("%w: another nonce", ErrAnswer)
	}
	return o.identity(said, now), nil
}

func verify(token *jwt.JSONWebToken, keys jose.JSONWebKeySet, into *claims) error {
	why := errors.New("it has none of its keys")
	for _, key := range keys.Keys {
		if id := token.Headers[0].KeyID; key.KeyID != id || !key.Valid() || !key.IsPublic() || key.Use != "" && key.Use != "sig" {
			continue
		}
		if why = token.Claims(key, into); why == nil {
			return nil
		}
	}
	return fmt.Errorf("%w: no key of the site has signed it: %w", ErrAnswer, why)
}

func (o *OIDC) identity(said claims, now time.Time) Identity {
	i := Identity{
		Subject: said.Subject, Surname: said.Family, Given: said.Given, Patronymic: said.Middle, Email: said.Email, Birth: said.Birth, SNILS: said.SNILS,
		Level: min(actor.Level(said.Level), o.config.Vouches),
	}
	if said.AuthTime != nil && !said.AuthTime.Time().After(now) {
		i.Proved = said.AuthTime.Time().UTC()
	}
	return i
}
