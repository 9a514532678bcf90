package tsp_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

const policy = der.OID("\x2a\x03\x04\x01") // 1.2.3.4.1

var stamped = []byte("значение подписи")

// authority makes one whose certificate is valid at cmstest.Now.
func authority(tb testing.TB, c *gost3410.Curve) *tsp.Authority {
	tb.Helper()
	root := cmstest.SelfSigned(tb, cmstest.Key(tb, c), "Учебный УЦ")
	h := root.Issue(tb, cmstest.Key(tb, c), cmstest.Template{
		Name: "Учебная служба времени", Serial: 77, Extensions: []cmstest.Extension{cmstest.TimeStamping(true)},
	})
	serial := byte(0)
	return &tsp.Authority{
		Key: h.Key, Certificate: h.Certificate, Chain: []*cert.Certificate{root.Certificate}, Policy: policy,
		Accuracy: time.Second + 20*time.Millisecond + 3*time.Microsecond,
		Now:      func() time.Time { return cmstest.Now },
		Serial:   func() ([]byte, error) { serial++; return []byte{0xff, serial}, nil },
	}
}

// client asks an authority without a network.
func client(a *tsp.Authority) *tsp.Client {
	return &tsp.Client{Address: "tsa", Fetch: func(_ context.Context, _, _ string, body []byte) ([]byte, error) {
		return a.Respond(body)
	}}
}

func stamp(tb testing.TB, a *tsp.Authority) *tsp.Token {
	tb.Helper()
	t, err := client(a).Stamp(tb.Context(), tsp.NewImprint(algorithm.Streebog256, stamped))
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// TestClientAndAuthority: what the authority writes is read as it was meant, on every curve.
func TestClientAndAuthority(t *testing.T) {
	for name, c := range cmstest.Curves() {
		t.Run(name, func(t *testing.T) {
			a := authority(t, c)
			token := stamp(t, a)
			if !token.Time.Equal(cmstest.Now) || token.Accuracy != a.Accuracy || !token.HasAccuracy || token.Policy != policy ||
				!bytes.Equal(token.Serial, []byte{0, 0xff, 1}) || token.Name == nil || len(token.Nonce) != 16 {
				t.Errorf("token %+v", token)
			}
			if err := token.Verify(token.Certificate(), stamped, nil).Err(cms.Full); err != nil {
				t.Error(err)
			}
			again, err := tsp.Parse(token.Raw())
			if err != nil || !again.Imprint.Of(stamped) {
				t.Errorf("read again: %v", err)
			}
		})
	}
}

// TestClientRefusesOtherAnswers: a token for another imprint, nonce, policy or without its certificate is not taken.
func TestClientRefusesOtherAnswers(t *testing.T) {
	a := authority(t, gost3410.CryptoProA())
	imprint := tsp.NewImprint(algorithm.Streebog256, stamped)
	replies := map[string]func(r *tsp.Request){
		"imprint":     func(r *tsp.Request) { r.Imprint = tsp.NewImprint(algorithm.Streebog256, []byte("другое")) },
		"nonce":       func(r *tsp.Request) { r.Nonce = []byte{1} },
		"no nonce":    func(r *tsp.Request) { r.Nonce = nil },
		"certificate": func(r *tsp.Request) { r.CertReq = false },
		"policy":      func(r *tsp.Request) { r.Policy = "" },
	}
	for name, change := range replies {
		c := &tsp.Client{Policy: policy, Fetch: func(_ context.Context, _, _ string, body []byte) ([]byte, error) {
			r, err := tsp.ParseRequest(body)
			if err != nil {
				return nil, err
			}
			change(r)
			if name == "policy" {
				a.Policy = "\x2a\x03"
				defer func() { a.Policy = policy }()
			}
			changed, err := r.Encode()
			if err != nil {
				return nil, err
			}
			return a.Respond(changed)
		}}
		if _, err := c.Stamp(t.Context(), imprint); !errors.Is(err, tsp.ErrAnswer) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAuthorityRefuses: each kind of bad request gets its own failure and no token.
func TestAuthorityRefuses(t *testing.T) {
	a := authority(t, gost3410.CryptoProA())
	good := tsp.NewImprint(algorithm.Streebog256, stamped)
	encode := func(r tsp.Request) []byte {
		raw, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	for name, c := range map[string]struct {
		request []byte
		want    tsp.Failures
	}{
		"no request":    {[]byte("GET /"), tsp.BadDataFormat},
		"trailing":      {append(encode(tsp.Request{Imprint: good}), 0), tsp.BadDataFormat},
		"SHA-1":         {encode(tsp.Request{Imprint: tsp.NewImprint(algorithm.SHA1, stamped)}), tsp.BadAlg},
		"short imprint": {encode(tsp.Request{Imprint: tsp.Imprint{Algorithm: good.Algorithm, Hash: good.Hash[1:]}}), tsp.BadDataFormat},
		"policy":        {encode(tsp.Request{Imprint: good, Policy: "\x2a\x03"}), tsp.UnacceptedPolicy},
	} {
		reply, err := a.Respond(c.request)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		r, err := tsp.ParseResponse(reply)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if r.Token != nil || r.Failures != c.want || !errors.Is(r.Err(), tsp.ErrRejected) {
			t.Errorf("%s: failures %#x, %v", name, r.Failures, r.Err())
		}
	}
}

// TestSharedOracle: openssl-oracle/ts.resp stamps data.xml and is by tsa.pem.
func TestSharedOracle(t *testing.T) {
	const set = "gost/openssl-oracle"
	request, err := tsp.ParseRequest(sharedtest.File(t, set, "ts.req"))
	if err != nil {
		t.Fatal(err)
	}
	response, err := tsp.ParseResponse(sharedtest.File(t, set, "ts.resp"))
	if err != nil || response.Err() != nil {
		t.Fatal(err, response.Err())
	}
	token := response.Token
	if err := token.Answers(request); err != nil {
		t.Error(err)
	}
	tsa, err := cert.ParseFile(sharedtest.File(t, set, "tsa.pem"))
	if err != nil {
		t.Fatal(err)
	}
	c := token.Certificate()
	if c == nil || !c.Equal(tsa[0]) {
		t.Fatal("another certificate than tsa.pem")
	}
	data := sharedtest.File(t, set, "data.xml")
	if err := token.Verify(c, data, nil).Err(cms.Full); err != nil {
		t.Error(err)
	}
	if token.Policy.String() != "1.2.3.4.1" || token.Accuracy != time.Second || cert.SerialHex(token.Serial) != "02" || token.Name != nil ||
		token.Time.Format(time.RFC3339) != "2026-11-21T18:13:59Z" {
		t.Errorf("token %+v", token)
	}
	if got := token.Verify(c, append(data, ' '), nil).Get(tsp.CheckImprint); got != cms.Fail {
		t.Errorf("imprint of other data: %s", got)
	}
}

// TestResponseStatusAndTokenAgree: a refusal with a token and a grant without one are malformed.
func TestResponseStatusAndTokenAgree(t *testing.T) {
	token := stamp(t, authority(t, gost3410.CryptoProA())).Raw()
	status := func(n byte) []byte { return der.Element(asn1.SEQUENCE, der.Element(asn1.INTEGER, []byte{n})) }
	for name, c := range map[string]struct {
		data []byte
		good bool
	}{
		"granted":               {der.Element(asn1.SEQUENCE, status(0), token), true},
		"granted with mods":     {der.Element(asn1.SEQUENCE, status(1), token), true},
		"granted without token": {der.Element(asn1.SEQUENCE, status(0)), false},
		"rejected":              {der.Element(asn1.SEQUENCE, status(2)), true},
		"rejected with token":   {der.Element(asn1.SEQUENCE, status(2), token), false},
		"unknown status":        {der.Element(asn1.SEQUENCE, status(9)), false},
		"trailing":              {append(der.Element(asn1.SEQUENCE, status(2)), 0), false},
		"two tokens":            {der.Element(asn1.SEQUENCE, status(0), token, token), false},
	} {
		if _, err := tsp.ParseResponse(c.data); (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}
