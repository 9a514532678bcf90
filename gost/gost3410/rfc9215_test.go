package gost3410

import (
	"crypto/x509"
	"testing"

	"github.com/klaster-platform/klaster/gost/streebog"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// The self-signed certificates of RFC 9215, appendix A, and of the TC26 recommendations before it: their keys are read,
// their signatures hold, and their private keys, where published, give the same public keys.
func TestCertificatesOfRFC9215(t *testing.T) {
	for name, d := range map[string]string{
		"x509-TestRFC4491bis-test_256_test_paramset-2.der": examples()["7.1"].d,
		"x509-TestRFC4491bis-test_256a_paramset-2.der":     "3A929ADE789BB9BE10ED359DD39A72C10B87C83F80BE18B85C041F4325B62EC1",
		"x509-TestRFC4491bis-test_512_test_paramset-2.der": examples()["7.2"].d,
		"x509-TestCertificate-test_256-1.der":              "BFCF1D623E5CDD3032A7C6EABB4A923C46E43D640FFEAAF2C3ED39A8FA399924",
		"x509-TestCertificate-test_512-1.der": "3FC01CDCD4EC5F972EB482774C41E66DB7F380528DFE9E67992BA05AEE462435" +
			"757530E641077CE587B976C8EEB48C48FD33FD175F0C7DE6A44E014E6BCB074B",
	} {
		t.Run(name, func(t *testing.T) {
			cert, err := x509.ParseCertificate(sharedtest.File(t, "gost/pygost", name))
			if err != nil {
				t.Fatal(err)
			}
			public := parseSPKI(t, cert.RawSubjectPublicKeyInfo)
			h := streebog.New256()
			if public.Curve().Size() == 64 {
				h = streebog.New512()
			}
			h.Write(cert.RawTBSCertificate)
			digest := h.Sum(nil)
			if !verified(t, NewVerifier(public), digest, cert.Signature) {
				t.Error("the signature is refused")
			}
			key, err := public.Curve().NewPrivateKey(little(unhex(t, d)))
			if err != nil {
				t.Fatal(err)
			}
			if !key.PublicKey().Equal(public) {
				t.Errorf("public key of d %x, in the certificate %x", key.PublicKey().Bytes(), public.Bytes())
			}
			digest[0] ^= 1
			if public.Verify(digest, cert.Signature) {
				t.Error("the signature is accepted for another digest")
			}
		})
	}
}
