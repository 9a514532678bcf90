package tsp_test

import (
	"bytes"
	"testing"

	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// FuzzToken: any bytes are a token or an error; whatever is a token can be verified without a panic, and its imprint is not that
// of two different data.
func FuzzToken(f *testing.F) {
	a := authority(f, gost3410.CryptoProA())
	token := stamp(f, a)
	f.Add(token.Raw())
	f.Add(bytes.Replace(token.Raw(), []byte{6, 11}, []byte{6, 10}, 1))
	for _, seed := range trialcatest.Seeds(f, "openssl-oracle/ts.resp") {
		response, err := tsp.ParseResponse(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(response.Token.Raw())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		token, err := tsp.Parse(data)
		if err != nil {
			return
		}
		token.Verify(token.Certificate(), stamped, nil)
		token.Verify(nil, stamped, nil)
		if token.Imprint.Of(stamped) && token.Imprint.Of(stamped[1:]) {
			t.Error("one imprint of two data")
		}
		if _, err := tsp.Parse(token.Raw()); err != nil {
			t.Errorf("its DER form is not read: %v", err)
		}
	})
}

// FuzzResponse: any bytes are a response with a token, one without, or an error; a request is read again as it was written.
func FuzzResponse(f *testing.F) {
	a := authority(f, gost3410.CryptoProA())
	request := &tsp.Request{Imprint: tsp.Imprint{Hash: make([]byte, 32)}, Policy: policy, Nonce: []byte{1}, CertReq: true}
	request.Imprint.Algorithm = stamp(f, a).Imprint.Algorithm
	query, err := request.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(query)
	for _, q := range [][]byte{query, {}} {
		reply, err := a.Respond(q)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(reply)
	}
	for _, seed := range trialcatest.Seeds(f, "openssl-oracle/ts.re*") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, err := tsp.ParseResponse(data); err == nil {
			if (r.Err() == nil) != (r.Token != nil) {
				t.Errorf("token %v, error %v", r.Token, r.Err())
			}
			if r.Token != nil {
				if len(r.Token.Verify(r.Token.Certificate(), stamped, nil)) < 8 {
					t.Error("checks are missing")
				}
			}
		}
		r, err := tsp.ParseRequest(data)
		if err != nil {
			return
		}
		raw, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := tsp.ParseRequest(raw)
		if err != nil || !again.Imprint.Equal(r.Imprint) || !bytes.Equal(again.Nonce, r.Nonce) || again.Policy != r.Policy {
			t.Errorf("read again: %v", err)
		}
	})
}

// FuzzRespond: the authority answers whatever it is asked, and what it stamps is what it was asked to.
func FuzzRespond(f *testing.F) {
	a := authority(f, gost3410.CryptoProA())
	token := stamp(f, a)
	for _, r := range []*tsp.Request{
		{Imprint: token.Imprint, Policy: policy, Nonce: []byte{1}, CertReq: true},
		{Imprint: token.Imprint},
		{Imprint: tsp.Imprint{Algorithm: token.Imprint.Algorithm, Hash: []byte("short")}},
	} {
		query, err := r.Encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(query)
	}
	for _, seed := range trialcatest.Seeds(f, "openssl-oracle/ts.req") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query []byte) {
		reply, err := a.Respond(query)
		if err != nil {
			t.Fatal(err)
		}
		response, err := tsp.ParseResponse(reply)
		if err != nil {
			t.Fatal(err)
		}
		if response.Err() != nil {
			return
		}
		r, err := tsp.ParseRequest(query)
		if err != nil {
			t.Fatalf("what cannot be read is stamped: %v", err)
		}
		if err := response.Token.Answers(r); err != nil {
			t.Error(err)
		}
		if err := response.Token.VerifyImprint(a.Certificate, r.Imprint, nil).Err(cms.Full); err != nil {
			t.Error(err)
		}
	})
}
