package cert_test

import (
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// FuzzFile: a file is certificates or an error, and what was read is read again from the PEM that is written of it.
func FuzzFile(f *testing.F) {
	f.Add(cert.PEM(trialcatest.New(f, gost3410.CryptoProA()).Root.Certificate()))
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"))
	for _, seed := range trialcatest.Seeds(f, "openssl-oracle/chain.pem", "gnutls/*cert*.pem", "guc/0408*", "tc26-cms/signed_a111.pem") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := cert.ParseFile(data)
		if err != nil {
			if !errors.Is(err, cert.ErrMalformed) || list != nil {
				t.Errorf("%d certificates, error %v", len(list), err)
			}
			return
		}
		again, err := cert.ParseFile(cert.PEM(list...))
		if err != nil || len(again) != len(list) || len(list) == 0 {
			t.Fatalf("%d of %d read again: %v", len(again), len(list), err)
		}
		for i, c := range list {
			if !c.Equal(again[i]) {
				t.Errorf("certificate %d changes", i)
			}
		}
	})
}
