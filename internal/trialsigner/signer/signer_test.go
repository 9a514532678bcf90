package signer_test

import (
	"bytes"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/trialsigner/signer"
)

const document = "документ"

// holder is somebody with a key and a certificate.
type holder struct {
	*trialcatest.PKI
	key         *gost3410.PrivateKey
	certificate *cert.Certificate
}

func newHolder(t testing.TB, curve *gost3410.Curve) *holder {
	t.Helper()
	h := &holder{PKI: trialcatest.New(t, curve)}
	h.certificate, h.key = h.Issue(t, trialcatest.Head())
	return h
}

func (h *holder) session() *signer.Session {
	return signer.New(rand.Reader, func() time.Time { return h.Now })
}

func (h *holder) keyDER(t testing.TB) []byte {
	t.Helper()
	encoded, err := keyfile.WritePKCS8(h.key)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func (h *holder) keyPEM(t testing.TB) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: h.keyDER(t)})
}

// unmarked is the certificate with another policy in the place of the trial one.
func (h *holder) unmarked() []byte {
	other := cert.OIDTrialPolicy[:len(cert.OIDTrialPolicy)-1] + "\x37"
	return bytes.ReplaceAll(h.certificate.Raw, []byte(cert.OIDTrialPolicy), []byte(other))
}

// On each curve, with the files in each form, a person signs, the libraries of the server find nothing wrong, and the session
// knows the document again and another one not.
func TestSignAndVerify(t *testing.T) {
	for _, curve := range trialcatest.Curves() {
		t.Run(curve.String(), func(t *testing.T) {
			h := newHolder(t, curve)
			issuer := h.Sub.Certificate()
			for name, files := range map[string][][]byte{
				"PEM":          {h.keyPEM(t), cert.PEM(h.certificate)},
				"DER":          {h.keyDER(t), bytes.Clone(h.certificate.Raw)},
				"one file":     {slices.Concat([]byte("a text before\n"), cert.PEM(issuer), h.keyPEM(t), cert.PEM(h.certificate))},
				"other order":  {cert.PEM(h.certificate, issuer), h.keyDER(t)},
				"more than it": {h.keyPEM(t), cert.PEM(issuer), bytes.Clone(h.certificate.Raw)},
			} {
				s := h.session()
				who, outcome := s.Open(files...)
				if outcome != signer.OK || who.Name != "Иванов Иван Иванович" || who.Organisation != "ООО «Учебная Ромашка»" || !who.NotAfter.Equal(h.certificate.NotAfter) {
					t.Fatalf("%s: %s %+v", name, outcome, who)
				}
				message, outcome := s.Sign(strings.NewReader(document))
				if outcome != signer.OK {
					t.Fatalf("%s: %s", name, outcome)
				}
				h.judge(t, s, message)
			}
		})
	}
}

func (h *holder) judge(t *testing.T, s *signer.Session, message []byte) {
	t.Helper()
	m, err := cms.Parse(message)
	if err != nil {
		t.Fatal(err)
	}
	content, err := m.Digest(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Signers[0].Verify(h.certificate, content, nil).Err(cms.Full); err != nil || m.Attached {
		t.Errorf("the signature does not verify: %v", err)
	}
	armored := pem.EncodeToMemory(&pem.Block{Type: "CMS", Bytes: message})
	for _, form := range [][]byte{message, armored} {
		list, outcome := s.Verify(strings.NewReader(document), form)
		if outcome != signer.OK || len(list) != 1 || list[0].Outcome != signer.OK || list[0].Name != "Иванов Иван Иванович" ||
			list[0].Expired || !list[0].Claimed.Equal(h.Now.Truncate(time.Second)) {
			t.Errorf("%s %+v", outcome, list)
		}
	}
	if list, _ := s.Verify(strings.NewReader(document+" "), message); len(list) != 1 || list[0].Outcome != signer.Altered {
		t.Errorf("another document: %+v", list)
	}
}

// T16: the software key takes only trial keys. Whatever was read is overwritten, taken or not, and a key that was open before is
// gone.
func TestT16_OnlyTrialKeysAreTaken(t *testing.T) {
	h := newHolder(t, gost3410.CryptoProA())
	s := h.session()
	if _, outcome := s.Open(h.keyPEM(t), cert.PEM(h.certificate)); outcome != signer.OK {
		t.Fatal(outcome)
	}
	key, certificate := h.keyDER(t), h.unmarked()
	if _, outcome := s.Open(key, certificate); outcome != signer.NotTrial {
		t.Fatalf("a key that is not a trial one: %s", outcome)
	}
	if len(bytes.Trim(key, "\x00")) > 0 {
		t.Error("the key is still in the memory that it was read from")
	}
	if _, outcome := s.Sign(strings.NewReader(document)); outcome != signer.Unopened {
		t.Errorf("then signing: %s", outcome)
	}
}

// What cannot be opened is refused with its reason.
func TestOpenRefuses(t *testing.T) {
	h, other := newHolder(t, gost3410.CryptoProA()), newHolder(t, gost3410.TC256A())
	e := keyfile.Encryption{Iterations: 1000}
	pfx, err := keyfile.WritePKCS12(&keyfile.Bundle{
		Keys: []keyfile.Key{{PrivateKey: h.key}}, Certificates: []keyfile.Certificate{{Raw: h.certificate.Raw}},
	}, []byte("secret"), e)
	if err != nil {
		t.Fatal(err)
	}
	locked, err := keyfile.WriteEncryptedPKCS8(h.key, []byte("secret"), e)
	if err != nil {
		t.Fatal(err)
	}
	certificate := h.certificate.Raw
	zero := bytes.Replace(h.keyDER(t), h.key.Bytes(), make([]byte, 32), 1)
	for name, c := range map[string]struct {
		files [][]byte
		want  signer.Outcome
	}{
		"nothing":                    {nil, signer.NoKey},
		"an empty file":              {[][]byte{{}}, signer.NoKey},
		"a text":                     {[][]byte{[]byte("ключ"), cert.PEM(h.certificate)}, signer.NoKey},
		"a certificate alone":        {[][]byte{certificate}, signer.NoKey},
		"a key alone":                {[][]byte{h.keyDER(t)}, signer.NoCertificate},
		"another's certificate":      {[][]byte{h.keyDER(t), other.certificate.Raw}, signer.NoCertificate},
		"a PFX":                      {[][]byte{pfx}, signer.LockedKey},
		"an encrypted key":           {[][]byte{locked, certificate}, signer.LockedKey},
		"an encrypted key in PEM":    {[][]byte{pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: locked})}, signer.LockedKey},
		"an RSA key":                 {[][]byte{pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: locked})}, signer.OtherKey},
		"half a key":                 {[][]byte{h.keyDER(t)[:40], certificate}, signer.BadKey},
		"a key that is zero":         {[][]byte{zero, certificate}, signer.BadKey},
		"half a certificate in PEM":  {[][]byte{pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate[:100]})}, signer.BadCertificate},
		"more than anybody's key is": {[][]byte{make([]byte, 2<<20)}, signer.BadKey},
	} {
		var files [][]byte
		for _, f := range c.files {
			files = append(files, bytes.Clone(f))
		}
		if _, outcome := h.session().Open(files...); outcome != c.want {
			t.Errorf("%s: %s, want %s", name, outcome, c.want)
		}
	}
}

// A certificate that has ended is refused at opening and at signing, and a signature with it is said to be old.
func TestCertificatesEnd(t *testing.T) {
	h := newHolder(t, gost3410.CryptoProA())
	now := h.certificate.NotAfter
	s := signer.New(rand.Reader, func() time.Time { return now })
	if _, outcome := s.Open(h.keyDER(t), bytes.Clone(h.certificate.Raw)); outcome != signer.OK {
		t.Fatalf("in its last second: %s", outcome)
	}
	message, outcome := s.Sign(strings.NewReader(document))
	if outcome != signer.OK {
		t.Fatal(outcome)
	}
	now = now.Add(time.Second)
	if _, outcome := s.Sign(strings.NewReader(document)); outcome != signer.OutOfDate {
		t.Errorf("signing after its end: %s", outcome)
	}
	list, _ := s.Verify(strings.NewReader(document), message)
	if len(list) != 1 || list[0].Outcome != signer.OK || !list[0].Expired {
		t.Errorf("%+v", list)
	}
	if _, outcome := s.Open(h.keyDER(t), bytes.Clone(h.certificate.Raw)); outcome != signer.OutOfDate {
		t.Errorf("opening after its end: %s", outcome)
	}
}

// Each way in which a signature is wrong has its own outcome.
func TestVerifyFindsWhatIsWrong(t *testing.T) {
	h := newHolder(t, gost3410.CryptoProA())
	sign := func(change func(*cms.Signature)) []byte {
		s := cms.Signature{Key: h.key, Certificate: h.certificate, SigningTime: h.Now, Rand: h.Rand}
		change(&s)
		message, err := cms.SignDetached(strings.NewReader(document), s)
		if err != nil {
			t.Fatal(err)
		}
		return message
	}
	good := sign(func(*cms.Signature) {})
	attached, err := cms.Sign([]byte("не тот документ"), cms.Signature{Key: h.key, Certificate: h.certificate, Rand: h.Rand})
	if err != nil {
		t.Fatal(err)
	}
	forged := bytes.Clone(good)
	forged[len(forged)-1] ^= 1
	for name, c := range map[string]struct {
		message []byte
		want    signer.Outcome
	}{
		"no certificate":       {sign(func(s *cms.Signature) { s.WithoutCertificate = true }), signer.Unknown},
		"not a trial one":      {sign(func(s *cms.Signature) { s.Certificate = parse(t, h.unmarked()) }), signer.Intact},
		"another value":        {forged, signer.Forged},
		"another document":     {attached, signer.Altered},
		"another certificate":  {bytes.ReplaceAll(good, h.certificate.Raw, h.unmarked()), signer.Incomplete},
		"an unknown algorithm": {bytes.ReplaceAll(good, []byte("\x2a\x85\x03\x07\x01\x01\x02\x02"), []byte("\x2a\x85\x03\x07\x01\x01\x02\x09")), signer.Unknown},
	} {
		list, outcome := h.session().Verify(strings.NewReader(document), c.message)
		if outcome != signer.OK || len(list) != 1 || list[0].Outcome != c.want {
			t.Errorf("%s: %s %+v, want %s", name, outcome, list, c.want)
		}
	}
	for name, message := range map[string][]byte{"empty": nil, "text": []byte("подпись"), "half": good[:len(good)/2], "certificate": h.certificate.Raw} {
		if _, outcome := h.session().Verify(strings.NewReader(document), message); outcome != signer.NoSignature {
			t.Errorf("%s: %s", name, outcome)
		}
	}
}

func parse(t *testing.T, raw []byte) *cert.Certificate {
	t.Helper()
	c, err := cert.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// broken gives some bytes and then fails, as a file does that is removed while it is read.
type broken struct{ first io.Reader }

func (b *broken) Read(p []byte) (int, error) {
	n, err := b.first.Read(p)
	if errors.Is(err, io.EOF) {
		err = errors.New("the file is gone")
	}
	return n, err
}

// Half a document is never signed nor judged, and without random bytes nothing is signed.
func TestWhatCannotBeRead(t *testing.T) {
	h := newHolder(t, gost3410.CryptoProA())
	s := h.session()
	if _, outcome := s.Open(h.keyDER(t), bytes.Clone(h.certificate.Raw)); outcome != signer.OK {
		t.Fatal(outcome)
	}
	if message, outcome := s.Sign(&broken{strings.NewReader(document)}); outcome != signer.Unread || message != nil {
		t.Errorf("signing: %s", outcome)
	}
	message, _ := s.Sign(strings.NewReader(document))
	if _, outcome := s.Verify(&broken{strings.NewReader(document)}, message); outcome != signer.Unread {
		t.Errorf("checking: %s", outcome)
	}
	s.Forget()
	if _, outcome := s.Sign(strings.NewReader(document)); outcome != signer.Unopened {
		t.Errorf("signing with a key that was forgotten: %s", outcome)
	}
	mute := signer.New(strings.NewReader(""), func() time.Time { return h.Now })
	if _, outcome := mute.Open(h.keyDER(t), bytes.Clone(h.certificate.Raw)); outcome != signer.OK {
		t.Fatal(outcome)
	}
	if _, outcome := mute.Sign(strings.NewReader(document)); outcome != signer.Failed {
		t.Errorf("signing without random bytes: %s", outcome)
	}
}

func TestOutcomesAreDistinct(t *testing.T) {
	seen := map[signer.Outcome]bool{}
	for _, o := range signer.Outcomes() {
		if o == "" || seen[o] {
			t.Errorf("the outcome %q stands twice", o)
		}
		seen[o] = true
	}
}
