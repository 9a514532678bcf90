package validate_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// FuzzValidate: whatever the bytes, there is an error or a report whose parts agree, and nothing is trusted, for nobody has the key
// of the anchor.
func FuzzValidate(f *testing.F) {
	for _, seed := range trialcatest.Seeds(f, "openssl-oracle/*.p7*", "xmldsig/*.xml", "tc26-cms/*", "pygost/cms-*", "bc/NewSignedData*") {
		f.Add(seed, []byte("<a/>"))
	}
	f.Add([]byte("<a/>"), []byte(nil))
	f.Add([]byte("\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"), []byte("text"))
	p := trialcatest.New(f, gost3410.CryptoProA())
	anchors := []*cert.Certificate{p.Root.Certificate()}
	f.Fuzz(func(t *testing.T, signature, document []byte) {
		in := validate.Input{
			Signature: signature, Anchors: anchors, TimestampAnchors: anchors,
			ControlTime: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC),
		}
		for _, policy := range []validate.Policy{validate.Crypto, validate.Trusted} {
			in.Document = nil
			if len(document) > 0 {
				in.Document = bytes.NewReader(document)
			}
			r, err := validate.Validate(t.Context(), in, policy, validate.Options{})
			if err != nil {
				continue
			}
			agrees(t, r)
			if policy == validate.Trusted && r.Indication == validate.TotalPassed {
				t.Error("trusted, though nobody has the key of the anchor")
			}
		}
		in.Document = nil
		facts, err := validate.Gather(t.Context(), in, validate.Options{})
		if err != nil {
			return
		}
		data, materials := stored(t, facts)
		if _, err := validate.ReadFacts(data, materials.open); err != nil {
			t.Errorf("facts that were stored: %v", err)
		}
	})
}

// agrees sees that a report says nothing that another part of it denies.
func agrees(t *testing.T, r validate.Report) {
	t.Helper()
	if _, err := json.Marshal(r); err != nil {
		t.Error(err)
	}
	if len(r.Signers) == 0 || r.Signers == nil || r.SubIndications == nil {
		t.Fatalf("a report without signers or reasons: %+v", r)
	}
	if (r.Indication == validate.TotalPassed) != (len(r.SubIndications) == 0) {
		t.Errorf("%s because of %v", r.Indication, r.SubIndications)
	}
	worst := slices.ContainsFunc(r.Signers, func(s validate.Signer) bool { return s.Indication == r.Indication })
	if !worst {
		t.Errorf("no signer is %s", r.Indication)
	}
	for _, s := range r.Signers {
		if s.Qualified && s.Indication != validate.TotalPassed || s.Checks == nil || s.Chain == nil || s.Revocation == nil || s.Timestamps == nil || s.SubIndications == nil {
			t.Errorf("signer %+v", s)
		}
		judged := slices.ContainsFunc(s.Checks, func(c validate.Check) bool { return c.Sub != nil })
		if judged == (s.Indication == validate.TotalPassed) {
			t.Errorf("signer is %s with checks %+v", s.Indication, s.Checks)
		}
		for _, c := range s.Checks {
			if c.Ru == "" || c.En == "" || c.Sub != nil && c.Result == validate.OK {
				t.Errorf("check %+v", c)
			}
		}
	}
}

// TestT6_SharedMaterialIsReportedOn: whatever stands in the folders of signatures, there is a report that agrees with itself, or the
// error for what is no signature.
func TestT6_SharedMaterialIsReportedOn(t *testing.T) {
	entries, err := os.ReadDir(sharedDir(t))
	if err != nil {
		t.Fatal(err)
	}
	reports := 0
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		in := oracle(t, "ee.attached.cades.p7m")
		in.Signature = file(t, e.Name())
		r, err := validate.Validate(t.Context(), in, validate.Trusted, validate.Options{})
		if err != nil {
			continue
		}
		agrees(t, r)
		reports++
	}
	if reports != 10 {
		t.Errorf("%d reports", reports)
	}
}
