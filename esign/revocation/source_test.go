package revocation_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
)

func TestStoredLeavesOthersOut(t *testing.T) {
	w := newWorld(t)
	ours := w.sign(t, w.Sub, nil)
	ofRoot, err := w.Root.CRL(time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	answer := signed(t, w.responder(t), w.answers(t, w.good, algorithm.SHA1))
	source := revocation.Stored{CRLs: []*revocation.CRL{ofRoot, ours}, Responses: []*revocation.Response{answer}}
	for c, want := range map[*cert.Certificate][]revocation.Kind{
		w.good: {revocation.KindOCSP, revocation.KindCRL}, w.bad: {revocation.KindCRL},
	} {
		findings, err := revocation.Check(t.Context(), w.Path(t, c), 0, nil, source)
		var kinds []revocation.Kind
		for _, f := range findings {
			kinds = append(kinds, f.Kind)
			if !f.Decisive() {
				t.Errorf("%v", f)
			}
		}
		if err != nil || !slices.Equal(kinds, want) {
			t.Errorf("%s: %v, %v", c.Subject, findings, err)
		}
	}
	// The authority's own certificate is in the root's list's scope.
	findings, err := revocation.Check(t.Context(), w.Path(t, w.good), 1, nil, source)
	if err != nil || len(findings) != 1 || findings[0].SHA256 != ofRoot.SHA256() || findings[0].Status != revocation.Good {
		t.Errorf("authority: %v, %v", findings, err)
	}
	if _, err := revocation.Check(t.Context(), w.Path(t, w.good), 2, nil, source); !errors.Is(err, revocation.ErrNoIssuer) {
		t.Errorf("anchor: %v", err)
	}
}

// TestT6_EvidenceIsBounded: however many lists a message carries, no more than MaxEvidence are looked at.
func TestT6_EvidenceIsBounded(t *testing.T) {
	w := newWorld(t)
	list := w.sign(t, w.Sub, nil)
	findings, err := revocation.Check(t.Context(), w.Path(t, w.good), 0, nil, revocation.Stored{CRLs: slices.Repeat([]*revocation.CRL{list}, 1000)})
	if err != nil || len(findings) != revocation.MaxEvidence {
		t.Errorf("%d findings, %v", len(findings), err)
	}
}

// errDown is what a network says.
var errDown = errors.New("no route to host")

func TestOnline(t *testing.T) {
	w := newWorld(t)
	list := w.sign(t, w.Sub, nil)
	r := w.responder(t)
	type call struct{ url, contentType string }
	var calls []call
	network := func(ctx context.Context, url string, body []byte, contentType string) ([]byte, error) {
		calls = append(calls, call{url, contentType})
		switch {
		case strings.HasSuffix(url, "/ocsp"):
			return r.Respond(body, time.Hour)
		case strings.HasSuffix(url, "/crl") && body == nil:
			return list.Raw, nil
		}
		return nil, errDown
	}
	source := revocation.Online{Fetch: network, Rand: trialca.Seeded("nonce")}
	findings, err := revocation.Check(t.Context(), w.Path(t, w.bad), 0, nil, source)
	if err != nil || len(findings) != 2 || findings[0].Status != revocation.Revoked || !findings[0].Nonce || findings[1].Status != revocation.Revoked {
		t.Errorf("%v, %v", findings, err)
	}
	want := []call{{trialcatest.BaseURL + "/ocsp", "application/ocsp-request"}, {trialcatest.BaseURL + "/crl", ""}}
	if !slices.Equal(calls, want) {
		t.Errorf("asked %v, want %v", calls, want)
	}
}

// TestOnlineFailures: a source that is down, answers nonsense or refuses is an error, and what the other one says still counts.
func TestOnlineFailures(t *testing.T) {
	w := newWorld(t)
	list := w.sign(t, w.Sub, nil)
	refusal := func() []byte {
		raw, err := w.responder(t).Respond(nil, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	for name, tt := range map[string]struct {
		ocsp    []byte
		ocspErr error
		want    error
	}{
		"down":     {nil, errDown, errDown},
		"nonsense": {[]byte("<html>"), nil, revocation.ErrMalformed},
		"refusal":  {refusal(), nil, revocation.ErrRefused},
	} {
		network := func(_ context.Context, url string, _ []byte, _ string) ([]byte, error) {
			if strings.HasSuffix(url, "/ocsp") {
				return tt.ocsp, tt.ocspErr
			}
			return list.Raw, nil
		}
		findings, err := revocation.Check(t.Context(), w.Path(t, w.good), 0, nil, revocation.Online{Fetch: network})
		if !errors.Is(err, tt.want) || len(findings) != 1 || findings[0].Status != revocation.Good {
			t.Errorf("%s: %v, %v", name, findings, err)
		}
	}
	down := func(context.Context, string, []byte, string) ([]byte, error) { return nil, errDown }
	findings, err := revocation.Check(t.Context(), w.Path(t, w.good), 0, nil, revocation.Online{Fetch: down})
	if !errors.Is(err, errDown) || len(findings) != 0 {
		t.Errorf("all down: %v, %v", findings, err)
	}
}

func FuzzCRL(f *testing.F) {
	w := newWorld(f)
	f.Add(w.sign(f, w.Sub, nil).Raw)
	f.Add(w.sign(f, w.Sub, func(l *trialca.List) {
		l.Extensions = append(l.Extensions, scope(pointName("http://x"), flag(1), flag(4)))
	}).Raw)
	for _, seed := range trialcatest.Seeds(f, "crl/*.crl", "pygost/*-3.der") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, err := revocation.ParseCRL(raw)
		if err != nil {
			if !errors.Is(err, revocation.ErrMalformed) {
				t.Errorf("error of another kind: %v", err)
			}
			return
		}
		n := 0
		for e := range list.Entries() {
			if n++; n > 100 {
				break
			}
			direct := list.Scope == nil || !list.Scope.Indirect
			if _, ok := list.Lookup(list.Issuer, e.Serial); !ok && direct {
				t.Errorf("entry %x is not found", e.Serial)
			}
		}
		if n != min(list.Len, 101) {
			t.Errorf("%d entries of %d", n, list.Len)
		}
		// A list that is its own delta proves nothing, whatever it is.
		if f := revocation.CheckCRL(list, list, w.bad, w.Sub.Certificate(), nil); f.Decisive() {
			t.Errorf("%+v", f)
		}
	})
}

func FuzzOCSP(f *testing.F) {
	w := newWorld(f)
	a := w.answers(f, w.good, algorithm.Streebog256)
	a.Nonce = []byte("0123456789abcdef")
	f.Add(signed(f, w.responder(f), a).Raw)
	f.Add(signed(f, w.Sub.Responder(), a).RawBasic)
	request, err := revocation.NewRequest(w.good, w.Sub.Certificate(), algorithm.SHA1, a.Nonce)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(request)
	for _, seed := range trialcatest.Seeds(f, "openssl-oracle/ocsp.re*") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if r, err := revocation.ParseRequest(raw); err == nil {
			again, err := r.Marshal()
			if err != nil {
				t.Errorf("request cannot be written: %v", err)
			}
			if b, err := revocation.ParseRequest(again); err != nil || len(b.IDs) != len(r.IDs) {
				t.Errorf("request written as %x is read as %+v, %v", again, b, err)
			}
		}
		r, err := revocation.ParseResponse(raw)
		if err != nil {
			if !errors.Is(err, revocation.ErrMalformed) {
				t.Errorf("error of another kind: %v", err)
			}
			return
		}
		for _, c := range []*cert.Certificate{w.good, w.bad} {
			_ = revocation.CheckOCSP(r, c, w.Sub.Certificate(), a.Nonce, nil)
		}
	})
}
