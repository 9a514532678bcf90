package esign_test

import (
	"bytes"
	"encoding/pem"
	"testing"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
)

func bcFiles() map[string]check {
	files := map[string]check{
		"gost2012_cert.pem": certificate(), "gost2012_priv.pem": key("test", "CryptoPro-A", "gost2012_cert.pem"),
		"NewSignedDataTest-rawGost.der": message{profile: cms.Crypto, signers: 1, content: "Some Data HERE!!"}.check,
		"PKCS8Test-pkcs8Gost3411.der":   smallRSA,
		"CertTest-gost_2012_cert.der":   certificate(),
		"CertTest-gostRFC4491_2001.der": certificate(), // RFC 4491, section 4.2
		"CertTest-gostRFC4491_94.der":   certificate(), // RFC 4491, section 4.1
	}
	for _, name := range []string{"gost34102001A", "gost34102001base", "gost341094A", "gost341094B", "gost341094base", "gostCA1", "gostCA2"} {
		files["CertTest-"+name+".der"] = certificate()
	}
	for _, name := range []string{
		"gost2001_Rand_Cert", "gost2001_Rand_Sender_Cert", "gost2001_Rand_Reci_Cert", "gost2012_Sender_Cert", "gost2012_Reci_Cert",
		"gost2012_512_Sender_Cert", "gost2012_512_Reci_Cert", "gost2012_KeyTrans_Reci_Cert", "gost3410_RecipCert",
	} {
		files["NewEnvelopedDataTest-"+name+".der"] = certificate()
	}
	for _, side := range []string{"Sender", "Reci"} {
		files["NewEnvelopedDataTest-gost2012_512_"+side+"_Key.der"] = key("", "tc26-512-A", "NewEnvelopedDataTest-gost2012_512_"+side+"_Cert.der")
	}
	for _, name := range []string{"A", "B", "C", "ExA", "ExB"} {
		files["PKCS10Test-gost3410EC_"+name+".der"] = request
	}
	return files
}

func gnutlsFiles() map[string]check {
	files := map[string]check{
		"gost01.p12": key(tc26Password, "CryptoPro-A", within), "gost12.p12": key(tc26Password, "CryptoPro-A", within),
		"doc-key-gost01.pem": key("", "CryptoPro-A", "doc-cert-gost01.pem"), "doc-cert-gost01.pem": certificateOf(algorithm.GOST2001),
		"doc-key-gost12.pem": key("", "tc26-512-A", "doc-cert-gost12.pem"), "doc-cert-gost12.pem": certificateOf(algorithm.GOST512),
		"doc-clikey-gost01.pem": key("", "CryptoPro-C", "doc-clicert-gost01.pem"), "doc-clicert-gost01.pem": certificateOf(algorithm.GOST2001),
		"doc-clikey-gost12.pem": key("", "tc26-512-A", "doc-clicert-gost12.pem"), "doc-clicert-gost12.pem": certificateOf(algorithm.GOST512),
		"gost-cert-ca.pem": certificate(), "gost-cert-new.pem": certificate("gost-cert-ca.pem"), "gost94-cert.pem": certificate(),
		"gost-cert.pem": certificateOf(algorithm.GOST2001), "gost-cert-nogost.pem": withoutDigest,
		"key-gost12-512.p8": key("", "tc26-512-B", "../pygost/x509-TestCertificate-test_512-1.der"),
		"rfc4490.p7b":       sampleOfRFC4490, "rfc4490.p7b.out": sampleOfRFC4490,
	}
	for name, password := range map[string]string{
		"key-gost01": "", "key-gost01-2": "", "key-gost01-2-enc": tc26Password,
		"key-gost12-256": "", "key-gost12-256-2": "", "key-gost12-256-2-enc": tc26Password,
	} {
		files[name+".p8"], files[name+".p8.txt"] = key(password, "CryptoPro-A", ""), printed(password)
	}
	// The key of the examples of TC26, whose certificate pygost has.
	files["key-gost12-256.p8"] = key("", "CryptoPro-A", "../pygost/x509-TestCertificate-test_256-1.der")
	return files
}

// withoutDigest: the key names no hash function, which both RFC 9215 and programs leave out.
func withoutDigest(t *testing.T, s set) {
	k := publicKey(t, s.certificates(t, s.name)[0])
	if k.Kind() != algorithm.GOST2001 && k.Kind() != algorithm.GOST256 {
		t.Errorf("key is %s", k.Kind())
	}
}

// sampleOfRFC4490: RFC 4490, section 8.1. The certificate of its signer is that of section 8.2, which Bouncy Castle has.
func sampleOfRFC4490(t *testing.T, s set) {
	raw := s.data(t)
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		raw = block.Bytes
	}
	m := parse(t, raw)
	own := s.certificates(t, "bc/NewEnvelopedDataTest-gost3410_RecipCert.der")
	if string(m.Content) != "sample text\n" || len(m.Signers) != 1 || !m.Signers[0].Identifies(own[0]) {
		t.Errorf("content %q, %d signers", m.Content, len(m.Signers))
	}
	verify := message{profile: cms.Crypto}.verify
	if err := verify(t, m, nil, own); err != nil {
		t.Error(err)
	}
	changed := bytes.Clone(m.Raw)
	changed[bytes.Index(changed, m.Content)] ^= 1
	if verify(t, parse(t, changed), nil, own) == nil {
		t.Error("other content passes")
	}
	if verify(t, m, nil, []*cert.Certificate(nil)) == nil {
		t.Error("verified by nobody's key")
	}
}
