package revocation_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
)

// responder is the delegate of Sub.
func (w world) responder(tb testing.TB) *trialca.Responder {
	tb.Helper()
	r, err := w.Sub.NewResponder(trialcatest.StatusService(), w.Key(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// delegate is a service whose certificate was changed, signed by an authority.
func (w world) delegate(tb testing.TB, by *trialca.Authority, change func(*trialca.Template)) *trialca.Responder {
	tb.Helper()
	key := w.Key(tb)
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		tb.Fatal(err)
	}
	template, err := by.Template(trialcatest.StatusService(), public)
	if err != nil {
		tb.Fatal(err)
	}
	if change != nil {
		change(&template)
	}
	r, err := w.Sub.OpenResponder(trialcatest.Sign(tb, by, template), key)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// answers are about one certificate, good.
func (w world) answers(tb testing.TB, c *cert.Certificate, d algorithm.Digest) trialca.Answers {
	tb.Helper()
	id, err := revocation.NewCertID(c, w.Sub.Certificate(), d)
	if err != nil {
		tb.Fatal(err)
	}
	return trialca.Answers{ProducedAt: w.Now, Answers: []revocation.Answer{
		{ID: id, Status: revocation.Good, ThisUpdate: w.Now, NextUpdate: w.Now.Add(time.Hour)},
	}}
}

func signed(tb testing.TB, r *trialca.Responder, a trialca.Answers) *revocation.Response {
	tb.Helper()
	raw, err := r.Sign(a)
	if err != nil {
		tb.Fatal(err)
	}
	response, err := revocation.ParseResponse(raw)
	if err != nil {
		tb.Fatal(err)
	}
	return response
}

func (w world) checkOCSP(r *revocation.Response, c *cert.Certificate) revocation.Finding {
	return revocation.CheckOCSP(r, c, w.Sub.Certificate(), nil, nil)
}

func TestOCSP(t *testing.T) {
	w := newWorld(t)
	for name, r := range map[string]*trialca.Responder{"delegate": w.responder(t), "authority": w.Sub.Responder()} {
		for status, c := range map[revocation.Status]*cert.Certificate{revocation.Good: w.good, revocation.Revoked: w.bad} {
			nonce := []byte("0123456789abcdef")
			request, err := revocation.NewRequest(c, w.Sub.Certificate(), algorithm.SHA1, nonce)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := r.Respond(request, time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			response, err := revocation.ParseResponse(raw)
			if err != nil {
				t.Fatal(err)
			}
			f := revocation.CheckOCSP(response, c, w.Sub.Certificate(), nonce, nil)
			if f.Status != status || f.Delegated != (name == "delegate") || !f.Signer.Equal(r.Certificate()) || !f.Nonce ||
				!f.ProducedAt.Equal(w.Now) || !f.CurrentAt(w.Now) {
				t.Errorf("%s: %+v", name, f)
			}
			if status == revocation.Revoked && (f.Reason != revocation.KeyCompromise || !f.RevokedAt.Equal(w.Now)) {
				t.Errorf("%s: %+v", name, f)
			}
			// The basic response alone, as signatures keep it.
			basic, err := revocation.ParseResponse(response.RawBasic)
			if err != nil || w.checkOCSP(basic, c).Status != status {
				t.Errorf("%s: basic response: %v", name, err)
			}
		}
	}
}

// TestT4_CertID: an answer is about the certificate whose issuer's name and key, hashed by SHA-1, Streebog or 34.11-94, and
// serial number it names, and about no other.
func TestT4_CertID(t *testing.T) {
	w := newWorld(t)
	r := w.responder(t)
	for _, d := range []algorithm.Digest{algorithm.SHA1, algorithm.SHA256, algorithm.Streebog256, algorithm.Streebog512, algorithm.GOSTR341194} {
		response := signed(t, r, w.answers(t, w.good, d))
		if f := w.checkOCSP(response, w.good); f.Status != revocation.Good {
			t.Errorf("%s: %+v", d, f)
		}
		if f := w.checkOCSP(response, w.bad); f.Status != revocation.Unknown || !slices.Equal(f.Doubts, []revocation.Doubt{revocation.NotInAnswer}) {
			t.Errorf("%s, another serial number: %+v", d, f)
		}
		// The same serial number of another issuer: the root's certificate stands for it.
		if f := revocation.CheckOCSP(response, w.good, w.Root.Certificate(), nil, nil); f.Decisive() {
			t.Errorf("%s, another issuer: %+v", d, f)
		}
	}
	for name, change := range map[string]func(*revocation.CertID){
		"name hash": func(id *revocation.CertID) { id.NameHash = bytes.Repeat([]byte{1}, 20) },
		"key hash":  func(id *revocation.CertID) { id.KeyHash = id.KeyHash[1:] },
		"hash":      func(id *revocation.CertID) { id.Hash.OID = "\x2a\x03" },
		"NULL":      func(id *revocation.CertID) { id.Hash.Parameters = nil }, // absent is the same as NULL
	} {
		a := w.answers(t, w.good, algorithm.SHA1)
		change(&a.Answers[0].ID)
		if f := w.checkOCSP(signed(t, r, a), w.good); f.Decisive() != (name == "NULL") {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// TestT4_Delegate: a status service answers for an issuer only if the issuer itself says so in a certificate for that purpose,
// valid when the answer was made.
func TestT4_Delegate(t *testing.T) {
	w := newWorld(t)
	namesake, err := trialca.NewRoot(w.Options(), trialca.Holder{Organization: "Учебный УЦ", OGRN: "1099600000037", INN: "9600000030"}, w.Key(t))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		by     *trialca.Authority
		change func(*trialca.Template)
		want   revocation.Doubt
	}{
		"nothing changed":         {w.Sub, nil, ""},
		"no purpose":              {w.Sub, func(t *trialca.Template) { t.Drop(cert.OIDExtKeyUsage) }, revocation.BadDelegate},
		"another purpose":         {w.Sub, func(t *trialca.Template) { t.Set(cert.OIDExtKeyUsage, false, trialca.OIDs(cert.OIDClientAuth)) }, revocation.BadDelegate},
		"any purpose":             {w.Sub, func(t *trialca.Template) { t.Set(cert.OIDExtKeyUsage, false, trialca.OIDs(cert.OIDAnyExtKeyUsage)) }, revocation.BadDelegate},
		"key for encryption":      {w.Sub, func(t *trialca.Template) { t.Set(cert.OIDKeyUsage, true, trialca.KeyUsage(cert.KeyEncipherment)) }, revocation.BadDelegate},
		"expired":                 {w.Sub, func(t *trialca.Template) { t.NotBefore = w.Now.AddDate(-2, 0, 0); t.NotAfter = w.Now.Add(-time.Second) }, revocation.BadDelegate},
		"critical and unknown":    {w.Sub, func(t *trialca.Template) { t.Set(oidNobody, true, []byte{5, 0}) }, revocation.BadDelegate},
		"of the root":             {w.Root, nil, revocation.ForeignKey},
		"of a namesake's key":     {namesake, nil, revocation.ForeignKey},
		"of nobody in particular": {w.Sub, func(t *trialca.Template) { t.Subject = w.Root.Certificate().Subject }, ""},
	}
	for name, tt := range tests {
		r := w.delegate(t, tt.by, tt.change)
		f := w.checkOCSP(signed(t, r, w.answers(t, w.good, algorithm.SHA1)), w.good)
		if tt.want == "" && (f.Status != revocation.Good || !f.Delegated) {
			t.Errorf("%s: %+v", name, f)
		}
		if tt.want != "" && (f.Status != revocation.Unknown || !slices.Equal(f.Doubts, []revocation.Doubt{tt.want})) {
			t.Errorf("%s: %+v, want %s", name, f, tt.want)
		}
	}
	// The issuer's key under another name, as after a change of name, delegates all the same.
	if f := w.checkOCSP(signed(t, w.delegate(t, w.renamed(t), nil), w.answers(t, w.good, algorithm.SHA1)), w.good); f.Status != revocation.Good {
		t.Errorf("issuer renamed: %+v", f)
	}
	byKey := w.answers(t, w.good, algorithm.SHA1)
	byKey.ByKey = true
	if f := w.checkOCSP(signed(t, w.responder(t), byKey), w.good); f.Status != revocation.Good {
		t.Errorf("named by its key: %+v", f)
	}
	// A service of the same name whose key did not sign.
	response := signed(t, w.responder(t), byKey)
	response.Signature = bytes.Repeat([]byte{1}, len(response.Signature))
	if f := w.checkOCSP(response, w.good); !slices.Equal(f.Doubts, []revocation.Doubt{revocation.BadSignature}) {
		t.Errorf("another signature: %+v", f)
	}
}

// TestT4_OCSPCritical: an answer with a critical extension that we do not understand says nothing.
func TestT4_OCSPCritical(t *testing.T) {
	w := newWorld(t)
	r := w.responder(t)
	for name, change := range map[string]func(*trialca.Answers){
		"response": func(a *trialca.Answers) { a.Extensions = []cert.Extension{extension(oidNobody, true, []byte{5, 0})} },
		"answer": func(a *trialca.Answers) {
			a.AnswerExtensions = []cert.Extension{extension(oidNobody, true, []byte{5, 0})}
		},
	} {
		a := w.answers(t, w.good, algorithm.SHA1)
		change(&a)
		if f := w.checkOCSP(signed(t, r, a), w.good); !slices.Equal(f.Doubts, []revocation.Doubt{revocation.CriticalExtension}) {
			t.Errorf("%s: %+v", name, f)
		}
		a.Extensions, a.AnswerExtensions = nil, []cert.Extension{extension(oidNobody, false, []byte{5, 0})}
		if f := w.checkOCSP(signed(t, r, a), w.good); f.Status != revocation.Good {
			t.Errorf("%s, not critical: %+v", name, f)
		}
	}
}

func TestNonce(t *testing.T) {
	w := newWorld(t)
	a := w.answers(t, w.good, algorithm.SHA1)
	ours := []byte("0123456789abcdef")
	for name, tt := range map[string]struct {
		inAnswer, asked []byte
		repeated        bool
		status          revocation.Status
	}{
		"repeated": {ours, ours, true, revocation.Good},
		"other":    {[]byte("fedcba9876543210"), ours, false, revocation.Unknown},
		"left out": {nil, ours, false, revocation.Good}, // most services answer from stock
		"unasked":  {ours, nil, false, revocation.Good},
	} {
		a.Nonce = tt.inAnswer
		f := revocation.CheckOCSP(signed(t, w.responder(t), a), w.good, w.Sub.Certificate(), tt.asked, nil)
		if f.Nonce != tt.repeated || f.Status != tt.status {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// TestWorstAnswerCounts: a service that says two things about a certificate is believed the worse one.
func TestWorstAnswerCounts(t *testing.T) {
	w := newWorld(t)
	a := w.answers(t, w.good, algorithm.SHA1)
	revoked, unknown := a.Answers[0], a.Answers[0]
	revoked.Status, revoked.RevokedAt = revocation.Revoked, w.Now
	unknown.Status = revocation.Unknown
	for want, answers := range map[revocation.Status][]revocation.Answer{
		revocation.Revoked: {a.Answers[0], revoked, unknown}, revocation.Unknown: {unknown, a.Answers[0]},
	} {
		both := a
		both.Answers = answers
		if f := w.checkOCSP(signed(t, w.responder(t), both), w.good); f.Status != want || len(f.Doubts) > 0 {
			t.Errorf("%+v, want %s", f, want)
		}
	}
}

func TestAnswersOfOthers(t *testing.T) {
	w := newWorld(t)
	request, err := revocation.NewRequest(w.Sub.Certificate(), w.Root.Certificate(), algorithm.Streebog256, nil)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := w.responder(t).Respond(request, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	response, err := revocation.ParseResponse(raw)
	if err != nil || len(response.Answers) != 1 || response.Answers[0].Status != revocation.Unknown {
		t.Errorf("%+v, %v", response, err)
	}
}

func TestResponseWithoutAnswer(t *testing.T) {
	raw := der.Element(asn1.SEQUENCE, der.Element(asn1.ENUM, []byte{3}))
	r, err := revocation.ParseResponse(raw)
	if err != nil || r.Status != revocation.TryLater || len(r.Answers) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
	w := newWorld(t)
	if f := w.checkOCSP(r, w.good); f.Decisive() {
		t.Errorf("%+v", f)
	}
}

func TestMalformedOCSP(t *testing.T) {
	w := newWorld(t)
	a := w.answers(t, w.good, algorithm.SHA1)
	a.Nonce = []byte("0123456789abcdef")
	response := signed(t, w.responder(t), a)
	for n := range len(response.Raw) {
		if _, err := revocation.ParseResponse(response.Raw[:n]); !errors.Is(err, revocation.ErrMalformed) {
			t.Fatalf("cut after %d octets: %v", n, err)
		}
	}
	// Only what is signed, and the signature: the delegate's certificate may lose its own, which nobody needs here.
	signedPart := bytes.Index(response.Raw, response.RawTBS)
	for i := range response.RawTBS {
		spoilt := bytes.Clone(response.Raw)
		spoilt[signedPart+i] ^= 0x20
		other, err := revocation.ParseResponse(spoilt)
		if err == nil && w.checkOCSP(other, w.good).Decisive() {
			t.Errorf("octet %d changed, and the answer counts", i)
		}
	}
	if _, err := revocation.ParseResponse(append(bytes.Clone(response.Raw), 0)); !errors.Is(err, der.ErrTrailing) {
		t.Errorf("trailing: %v", err)
	}
	request, err := revocation.NewRequest(w.good, w.Sub.Certificate(), algorithm.SHA1, []byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(request) {
		if _, err := revocation.ParseRequest(request[:n]); !errors.Is(err, revocation.ErrMalformed) {
			t.Fatalf("request cut after %d octets: %v", n, err)
		}
	}
	long, err := revocation.NewRequest(w.good, w.Sub.Certificate(), algorithm.SHA1, make([]byte, revocation.MaxNonce+1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := revocation.ParseRequest(long); !errors.Is(err, revocation.ErrMalformed) {
		t.Errorf("long nonce: %v", err)
	}
}

// TestT4_AnswerEndsWithItsDelegate: what a status service says holds no longer than its certificate. That it was made while the
// certificate was valid is the service's own word: with a key that is long over it could be said today.
func TestT4_AnswerEndsWithItsDelegate(t *testing.T) {
	w := newWorld(t)
	end := w.Now.Add(30 * time.Minute)
	r := w.delegate(t, w.Sub, func(t *trialca.Template) { t.NotAfter = end })
	a := w.answers(t, w.good, algorithm.SHA1)
	a.Answers[0].NextUpdate = w.Now.AddDate(10, 0, 0)
	f := w.checkOCSP(signed(t, r, a), w.good)
	if f.Status != revocation.Good || !f.CurrentAt(end) || f.CurrentAt(end.Add(time.Second)) {
		t.Errorf("%+v", f)
	}
	a.Answers[0].ThisUpdate = w.Now.AddDate(1, 0, 0) // made, so it says, a year before
	f = w.checkOCSP(signed(t, r, a), w.good)
	if f.Status != revocation.Unknown || !slices.Contains(f.Doubts, revocation.BadDelegate) {
		t.Errorf("of a later day: %+v", f)
	}
	if f := w.checkOCSP(signed(t, w.Sub.Responder(), a), w.good); f.Status != revocation.Good {
		t.Errorf("of the authority itself: %+v", f)
	}
}
