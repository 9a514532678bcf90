package signature_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/signature"
)

// within signs an XML document, with the signature in it.
func (k key) within(t testing.TB, content string, f xmldsig.Form) []byte {
	t.Helper()
	f.Certificate = k.certificate
	var signed bytes.Buffer
	if err := xmldsig.Sign(&signed, strings.NewReader(content), int64(len(content)), k.private, rand.Reader, f); err != nil {
		t.Fatal(err)
	}
	return signed.Bytes()
}

// TestT5_AnXMLSignatureIsTaken: XMLDSig and XAdES over the document are as good as CMS, by either canonical form. The message
// stays as it came; a time-stamp over its file is kept beside it (T9).
func TestT5_AnXMLSignatureIsTaken(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		for i := range 4 {
			message := k.within(t, document, xmldsig.Form{Exclusive: i&1 != 0, XAdES: i&2 != 0})
			r, c := h.document(t)
			h.want(t, r, c, message, nil)
			got := h.received[len(h.received)-1]
			if got.Identity.INN != trialcatest.Head().INN || !got.Certificate.Equal(k.certificate) || got.Facts.IsZero() {
				t.Errorf("received %+v", got)
			}
			if report, err := h.Again(t.Context(), r.ID); err != nil || report.Indication != "TOTAL_PASSED" {
				t.Errorf("judged again: %s %v, %v", report.Indication, report.SubIndications, err)
			}
			paper, err := h.Paper(t.Context(), got.ID)
			if err != nil || string(paper.Content) != document || !bytes.Equal(paper.Message, message) || !paper.Certificate.Equal(k.certificate) {
				t.Errorf("kept: %v, %v", paper, err)
			}
			h.exec(t, `DELETE FROM signature_raised`)
			jobstest.Drain(t, h.queue)
			h.wantToken(t, message, 1)
			h.exec(t, `UPDATE signature_raised SET until = at`)
			h.renew(t)
			h.wantToken(t, message, 2)
			if long, err := h.LongTerm(t.Context(), got.ID); long != nil || err != nil {
				t.Errorf("a signature that stays as it came has become %q, %v", long, err)
			}
		}
	})
}

// wantToken holds the kept time-stamps against the file of the signature.
func (h *house) wantToken(t *testing.T, message []byte, want int) {
	t.Helper()
	levels, tokens := h.steps(t)
	if fmt.Sprint(levels) != fmt.Sprint([]string{"token", "token"}[:want]) {
		t.Fatalf("levels %v, want %d time-stamps", levels, want)
	}
	for _, raw := range tokens {
		token, err := tsp.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if !token.Imprint.Of(message) {
			t.Error("a time-stamp is over something else")
		}
	}
}

// TestT5_AnXMLSignatureOfSomethingElse: what is signed within must be the very bytes that were frozen, under one signature.
func TestT5_AnXMLSignatureOfSomethingElse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		form := xmldsig.Form{Exclusive: true, XAdES: true}
		good, plain := string(k.within(t, document, form)), string(k.within(t, document, xmldsig.Form{Exclusive: true}))
		sign := plain[strings.Index(plain, "<ds:Signature") : strings.Index(plain, "</ds:Signature>")+len("</ds:Signature>")]
		for name, c := range map[string]struct {
			message string
			want    error
		}{
			"another document":              {string(k.within(t, strings.Replace(document, "статус", "грант", 1), form)), signature.ErrOtherDocument},
			"a document in another":         {string(k.within(t, "<a>"+document+"</a>", form)), signature.ErrOtherDocument},
			"a space more":                  {string(k.within(t, strings.Replace(document, "Прошу", "Прошу ", 1), form)), signature.ErrOtherDocument},
			"changed after it was signed":   {strings.Replace(good, "статус", "грант", 1), signature.ErrOtherDocument},
			"the document without its sign": {document, signature.ErrNoMessage},
			"two signatures":                {strings.Replace(plain, sign, sign+sign, 1), signature.ErrSeveral},
			"no XML":                        {"<заявление", signature.ErrNoMessage},
			"a page":                        {"<!DOCTYPE html><html></html>", signature.ErrNoMessage},
		} {
			r, caller := h.document(t)
			t.Run(name, func(t *testing.T) { h.want(t, r, caller, []byte(c.message), c.want) })
		}
		broken := strings.Replace(good, "<ds:SignatureValue", "<ds:SignatureValue Id=\"x\"", 1)
		r, c := h.document(t)
		if _, err := h.Receive(t.Context(), r.ID, c, []byte(strings.Replace(broken, "A", "B", 1))); err == nil {
			t.Error("a broken signature is taken")
		}
	})
}

// TestT14_AnXMLSignatureIsNoSignIn: a challenge is signed as a text.
func TestT14_AnXMLSignatureIsNoSignIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		r, c := h.login(t)
		h.want(t, r, c, k.within(t, document, xmldsig.Form{Exclusive: true}), signature.ErrOtherText)
	})
}
