package validate_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

const set = "gost/openssl-oracle"

// control is a day after the oracle was made.
var control = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func file(t *testing.T, name string) []byte {
	t.Helper()
	return sharedtest.File(t, set, name)
}

func certificates(t *testing.T, name string) []*cert.Certificate {
	t.Helper()
	out, err := cert.ParseFile(file(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// oracle is a message of the oracle with all that is needed to trust it.
func oracle(t *testing.T, name string) validate.Input {
	t.Helper()
	in := validate.Input{
		Signature: file(t, name), Anchors: certificates(t, "root.pem"), Untrusted: certificates(t, "sub.pem"),
		CRLs: [][]byte{list(t)}, ControlTime: control,
	}
	if strings.HasSuffix(name, "p7s") {
		in.Document = bytes.NewReader(file(t, "data.xml"))
	}
	return in
}

func list(t *testing.T) []byte {
	t.Helper()
	return unarmor(t, file(t, "sub.crl"))
}

func run(t *testing.T, in validate.Input, p validate.Policy) validate.Report {
	t.Helper()
	r, err := validated(t, in, p, validate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func expect(t *testing.T, r validate.Report, i validate.Indication, subs ...validate.SubIndication) {
	t.Helper()
	if r.Indication != i || !slices.Equal(r.SubIndications, subs) {
		t.Errorf("%s %v, want %s %v", r.Indication, r.SubIndications, i, subs)
		for _, s := range r.Signers {
			for _, c := range s.Checks {
				if c.Result != validate.OK {
					t.Logf("signer %d: %s %s", s.Index, c.ID, c.Result)
				}
			}
		}
	}
}

// What OpenSSL said of its own messages (expected.log) is said here too: all verify; rev alone is revoked.
func TestOracle(t *testing.T) {
	for _, name := range []string{"ee", "ee512", "ip", "rev"} {
		for _, form := range []string{".detached.cades.p7s", ".attached.cades.p7m"} {
			t.Run(name+form, func(t *testing.T) {
				expect(t, run(t, oracle(t, name+form), validate.Crypto), validate.TotalPassed)
				r := run(t, oracle(t, name+form), validate.Trusted)
				if name == "rev" {
					expect(t, r, validate.Indeterminate, validate.RevokedNoPOE)
				} else {
					expect(t, r, validate.TotalPassed)
				}
				s := r.Signers[0]
				if len(s.Chain) != 3 || *s.TrustSource != "ca-file" || *s.Coverage != "whole" || *s.Level != "CAdES-BES" || s.Qualified || s.Trial {
					t.Errorf("%+v", s)
				}
				if r.Input.Document.SHA256 == nil || r.Input.Document.Attached != strings.HasPrefix(form, ".attached") {
					t.Errorf("%+v", r.Input)
				}
			})
		}
	}
	t.Run("two signers", func(t *testing.T) {
		r := run(t, oracle(t, "two-signers.p7m"), validate.Trusted)
		expect(t, r, validate.TotalPassed)
		if len(r.Signers) != 2 {
			t.Errorf("%d signers", len(r.Signers))
		}
	})
}

// TestT4_OracleOCSP: an answer of a delegate with OCSPSigning says good of ee and revoked of rev, without any list.
func TestT4_OracleOCSP(t *testing.T) {
	in := oracle(t, "ee.attached.cades.p7m")
	in.CRLs, in.OCSP = nil, [][]byte{file(t, "ocsp.resp")}
	r := run(t, in, validate.Trusted)
	expect(t, r, validate.TotalPassed)
	if got := r.Signers[0].Revocation; len(got) != 1 || got[0].Source != "ocsp" || got[0].Status != "good" {
		t.Errorf("%+v", got)
	}
	in.Signature = file(t, "rev.attached.cades.p7m")
	expect(t, run(t, in, validate.Trusted), validate.Indeterminate, validate.RevokedNoPOE)
}

// TestT4_FreshDataAreNeeded: without data on revocation nobody knows, except under the policies that do not ask.
func TestT4_FreshDataAreNeeded(t *testing.T) {
	in := oracle(t, "ee.attached.cades.p7m")
	in.CRLs = nil
	expect(t, run(t, in, validate.Trusted), validate.Indeterminate, validate.TryLater)
	expect(t, run(t, in, validate.Trial), validate.TotalPassed)
	expect(t, run(t, in, validate.Crypto), validate.TotalPassed)
	in.Signature = file(t, "rev.attached.cades.p7m")
	in.CRLs = [][]byte{list(t)}
	expect(t, run(t, in, validate.Trial), validate.Indeterminate, validate.RevokedNoPOE)
}

// TestT4_StaleListIsNotFresh: a list that is to have been replaced by the control time tells nothing of it.
func TestT4_StaleListIsNotFresh(t *testing.T) {
	in := oracle(t, "ee.attached.cades.p7m")
	in.ControlTime = time.Date(2036, 11, 18, 18, 13, 58, 0, time.UTC)
	expect(t, run(t, in, validate.Trusted), validate.TotalPassed)
	in.ControlTime = in.ControlTime.Add(5 * time.Minute)
	r := run(t, in, validate.Trusted)
	if r.Indication != validate.Indeterminate || !slices.Contains(r.SubIndications, validate.TryLater) {
		t.Errorf("%s %v", r.Indication, r.SubIndications)
	}
}

// TestT2_ValidityAtControlTime: without proof of time, validity is judged on the day of checking.
func TestT2_ValidityAtControlTime(t *testing.T) {
	in := oracle(t, "ee.attached.cades.p7m")
	in.ControlTime = control.AddDate(-1, 0, 0)
	r := run(t, in, validate.Trial)
	expect(t, r, validate.Indeterminate, validate.OutOfBoundsNoPOE)
	in.ControlTime = control.AddDate(11, 0, 0)
	expect(t, run(t, in, validate.Trial), validate.Indeterminate, validate.OutOfBoundsNoPOE)
	expect(t, run(t, in, validate.Crypto), validate.TotalPassed)
}

// TestT1_SignedAttributesAreNeeded: except under crypto, a signature without signed attributes does not pass.
func TestT1_SignedAttributesAreNeeded(t *testing.T) {
	in := oracle(t, "ee.noattr.p7s")
	expect(t, run(t, in, validate.Crypto), validate.TotalPassed)
	in = oracle(t, "ee.noattr.p7s")
	expect(t, run(t, in, validate.Trusted), validate.Indeterminate, validate.SigConstraintsFailure)
}

// TestT1_TrailingBytes: what stands after the message is refused.
func TestT1_TrailingBytes(t *testing.T) {
	in := oracle(t, "ee.attached.cades.p7m")
	in.Signature = append(bytes.Clone(in.Signature), 0)
	for _, p := range []validate.Policy{validate.Crypto, validate.Trusted} {
		expect(t, run(t, in, p), validate.TotalFailed, validate.FormatFailure)
	}
}

// TestT6_AllChecksRunAfterAFailure: a wrong document fails the signature, and chain and revocation are reported all the same.
func TestT6_AllChecksRunAfterAFailure(t *testing.T) {
	in := oracle(t, "rev.detached.cades.p7s")
	in.Document = strings.NewReader("другой документ")
	r := run(t, in, validate.Trusted)
	expect(t, r, validate.TotalFailed, validate.HashFailure)
	got := map[validate.CheckID]validate.Result{}
	for _, c := range r.Signers[0].Checks {
		if _, twice := got[c.ID]; twice {
			t.Errorf("%s stands twice", c.ID)
		}
		got[c.ID] = c.Result
	}
	if got[validate.CheckChain] != validate.OK || got[validate.CheckSignerStatus] != validate.Fail || got["cms.signature"] != validate.OK {
		t.Errorf("%v", got)
	}
	if r.Signers[0].Coverage != nil {
		t.Error("coverage of a document that is not the signed one")
	}
}

func TestDocumentIsMissingOrAnother(t *testing.T) {
	in := oracle(t, "ee.detached.cades.p7s")
	in.Document = nil
	r := run(t, in, validate.Crypto)
	expect(t, r, validate.Indeterminate, validate.SignedDataNotFound)
	if r.Input.Document.SHA256 != nil {
		t.Error("hash of a document that is not at hand")
	}
	in = oracle(t, "ee.attached.cades.p7m")
	in.Document = strings.NewReader("другой документ")
	expect(t, run(t, in, validate.Crypto), validate.TotalFailed, validate.HashFailure)
}

func TestNoChain(t *testing.T) {
	in := oracle(t, "ee.attached.cades.p7m")
	in.Anchors = certificates(t, "ip.pem")
	r := run(t, in, validate.Trusted)
	expect(t, r, validate.Indeterminate, validate.NoCertificateChainFound)
	if r.Signers[0].TrustSource != nil || len(r.Signers[0].Chain) != 0 {
		t.Errorf("%+v", r.Signers[0])
	}
}

// Altered content is told from an altered signature value.
func TestAlteredContentFails(t *testing.T) {
	in := oracle(t, "ee.attached.cades.p7m")
	at := bytes.Index(in.Signature, []byte("7700000009</"))
	in.Signature = bytes.Clone(in.Signature)
	in.Signature[at] ^= 1
	expect(t, run(t, in, validate.Crypto), validate.TotalFailed, validate.HashFailure)
	in = oracle(t, "ee.attached.cades.p7m")
	in.Signature = bytes.Clone(in.Signature)
	in.Signature[len(in.Signature)-1] ^= 1
	expect(t, run(t, in, validate.Crypto), validate.TotalFailed, validate.SigCryptoFailure)
}

func TestUnusableInput(t *testing.T) {
	for _, in := range []string{"", "text", "\x30\x00", "<doc/>", string(file(t, "ee.pem"))} {
		_, err := validate.Validate(t.Context(), validate.Input{Signature: []byte(in)}, validate.Crypto, validate.Options{})
		if !errors.Is(err, validate.ErrInput) {
			t.Errorf("%.10q: %v", in, err)
		}
	}
	in := oracle(t, "ee.attached.cades.p7m")
	in.CRLs = [][]byte{{1}}
	if _, err := validate.Validate(t.Context(), in, validate.Trusted, validate.Options{}); !errors.Is(err, validate.ErrInput) {
		t.Errorf("list: %v", err)
	}
	for _, p := range []validate.Policy{validate.Qualified, "", "none"} {
		if _, err := validate.Validate(t.Context(), in, p, validate.Options{}); !errors.Is(err, validate.ErrPolicy) {
			t.Errorf("policy %q: %v", p, err)
		}
	}
	in.Anchors = nil
	if _, err := validate.Validate(t.Context(), in, validate.Trusted, validate.Options{}); !errors.Is(err, validate.ErrPolicy) {
		t.Errorf("no anchors: %v", err)
	}
	in = oracle(t, "ee.attached.cades.p7m")
	in.ControlTime = time.Time{}
	if _, err := validate.Validate(t.Context(), in, validate.Trusted, validate.Options{}); !errors.Is(err, validate.ErrPolicy) {
		t.Errorf("no time: %v", err)
	}
}

func TestEndedContext(t *testing.T) {
	in := oracle(t, "ee.attached.cades.p7m")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := validate.Validate(ctx, in, validate.Trusted, validate.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestT5_ForeignXML: the signature of another program verifies; one altered letter of the document does not.
func TestT5_ForeignXML(t *testing.T) {
	doc := sharedtest.File(t, "gost/xmldsig", "enveloped-gost2012-256.xml")
	r := run(t, validate.Input{Signature: doc}, validate.Crypto)
	expect(t, r, validate.TotalPassed)
	if s := r.Signers[0]; *s.Level != "XMLDSig" || *s.Coverage != "whole" || r.Input.Signature.Container != "xmldsig" {
		t.Errorf("%+v", r)
	}
	dtd := bytes.Replace(doc, []byte("?>"), []byte("?><!DOCTYPE a>"), 1)
	expect(t, run(t, validate.Input{Signature: dtd}, validate.Crypto), validate.TotalFailed, validate.FormatFailure)
	r = run(t, validate.Input{Signature: doc, Document: strings.NewReader("<other/>")}, validate.Crypto)
	expect(t, r, validate.TotalFailed, validate.HashFailure)
}
