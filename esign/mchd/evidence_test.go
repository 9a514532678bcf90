package mchd_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/mchd"
)

// sealed is a verifier whose signatures are the document itself behind the name of a signer: enough to be wrong about other bytes.
type sealed struct {
	name   string
	signer cert.Identity
}

func (s sealed) VerifyDetached(document, signature []byte) ([]mchd.Signature, error) {
	content, ok := bytes.CutPrefix(signature, []byte(s.name))
	if !ok {
		return nil, errors.New("no signature of ours")
	}
	valid := mchd.No
	if bytes.Equal(content, document) {
		valid = mchd.Yes
	}
	return []mchd.Signature{{Signer: s.signer, Valid: valid}}, nil
}

// TestT12_Open: a document and its signature are read as one, over the same bytes; the hash that an application names is that of these
// bytes.
func TestT12_Open(t *testing.T) {
	c := newCast(t)
	b, parsed := file(t, newDocument(c))
	v := sealed{"head:", c.companyID}
	e, err := mchd.Open(b, append([]byte("head:"), b...), v, mchd.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if e.Document.Number != number(1) || e.Document.SHA256 != parsed.SHA256 || e.Signatures[0].SHA256 != parsed.SHA256 {
		t.Errorf("document %s, hash %x", e.Document.Number, e.Document.SHA256)
	}
	e.Signatures[0].Head, e.Signatures[0].HeadOn = mchd.Yes, e.Document.Issued
	e.Registry = mchd.Registry{Status: mchd.StatusValid, Asked: at}
	check(t, mchd.Judge(e, question(c)), nil)

	changed := bytes.Replace(b, []byte("2027-08-31"), []byte("2028-08-31"), 1)
	e, err = mchd.Open(changed, append([]byte("head:"), b...), v, mchd.Limits{})
	if err != nil || e.Signatures[0].Valid != mchd.No {
		t.Errorf("signature of another file: %v, %v", e.Signatures, err)
	}
	if _, err := mchd.Open(b, []byte("noise"), v, mchd.Limits{}); err == nil {
		t.Error("no signature, no error")
	}
	if _, err := mchd.Open(b[1:], append([]byte("head:"), b[1:]...), v, mchd.Limits{}); err == nil {
		t.Error("no document, no error")
	}
}

// TestT6_ChecksAreClosed: the list of checks has each check that is made, once, and nothing else is made.
func TestT6_ChecksAreClosed(t *testing.T) {
	r := newRelay(t, 3)
	v := r.judge(t, nil)
	listed := make(map[mchd.CheckID]bool)
	for _, id := range mchd.Checks() {
		if listed[id] {
			t.Errorf("%s is listed twice", id)
		}
		listed[id] = true
	}
	made := make(map[mchd.CheckID]bool)
	for _, c := range v.Checks {
		made[c.ID] = true
		if !listed[c.ID] {
			t.Errorf("%s is not in the list", c.ID)
		}
	}
	for id := range listed {
		if !made[id] {
			t.Errorf("%s was not made for a chain of three", id)
		}
	}
}
