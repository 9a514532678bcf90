package trialca_test

import (
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// FuzzRespond: the status service answers whatever it is asked, and about each certificate that it was asked about.
func FuzzRespond(f *testing.F) {
	pki := trialcatest.New(f, gost3410.CryptoProA())
	c, _ := pki.Issue(f, trialcatest.Person())
	for _, d := range []algorithm.Digest{algorithm.SHA1, algorithm.Streebog256} {
		request, err := revocation.NewRequest(c, pki.Sub.Certificate(), d, []byte("0123456789abcdef"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(request)
	}
	for _, seed := range trialcatest.Seeds(f, "openssl-oracle/ocsp.req") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, request []byte) {
		raw, err := pki.Sub.Responder().Respond(request, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := revocation.ParseResponse(raw)
		if err != nil {
			t.Fatal(err)
		}
		asked, err := revocation.ParseRequest(request)
		if good := err == nil && len(asked.IDs) > 0; good != (answer.Status == revocation.Successful) {
			t.Fatalf("status %v of %+v, %v", answer.Status, asked, err)
		}
		if answer.Status == revocation.Successful && len(answer.Answers) != len(asked.IDs) {
			t.Errorf("%d answers to %d questions", len(answer.Answers), len(asked.IDs))
		}
	})
}
