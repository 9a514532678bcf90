package esign_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"hash"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/gost/gost3413"
	"github.com/klaster-platform/klaster/gost/streebog"
)

const (
	tc26Password = "Пароль для PFX"
	// tc26Prefix is the beginning of the text of all examples of Р 1323565.1.025-2019, in windows-1251.
	tc26Prefix = "\xca\xee\xed\xf2\xf0\xee\xeb\xfc\xed\xfb\xe9 \xef\xf0\xe8\xec\xe5\xf0 \xe4\xeb\xff \xf1\xf2\xf0\xf3\xea\xf2\xf3\xf0\xfb "
)

func streebogFiles() map[string]check {
	files := map[string]check{"dgst.result": results, "gh.dat": counterText}
	for _, name := range []string{"M1", "M2", "M3", "M4", "M5", "M6", "carry"} {
		files[name] = hashed
	}
	return files
}

// hashed: the hash codes of the file are those of dgst.result.
func hashed(t *testing.T, s set) {
	expected := string(s.file(t, s.beside("dgst.result")))
	for bits, h := range map[string]hash.Hash{"256": streebog.New256(), "512": streebog.New512()} {
		h.Write(s.data(t))
		line := "md_gost12_" + bits + "(" + filepath.Base(s.name) + ")= " + hex.EncodeToString(h.Sum(nil))
		if !strings.Contains(expected, line) {
			t.Errorf("%s is not in dgst.result", line)
		}
	}
}

// results: every line is of a file that is here, or of M7, which is a stream of 4 GB and nowhere a file.
func results(t *testing.T, s set) {
	lines := 0
	for line := range strings.Lines(string(s.data(t))) {
		name := line[strings.Index(line, "(")+1 : strings.Index(line, ")")]
		if lines++; streebogFiles()[name] == nil && name != "M7" {
			t.Errorf("%s is none of the files", name)
		}
	}
	if lines != 16 {
		t.Errorf("%d lines", lines)
	}
}

// counterText: gh.dat is no text of Streebog but the four blocks of ГОСТ Р 34.13-2015, appendix A.1, which Kuznyechik encrypts in
// the counter mode as clause A.1.2 prints it.
func counterText(t *testing.T, s set) {
	block, err := gost3413.Kuznyechik().NewBlock(unhex(t, "8899aabbccddeeff0011223344556677fedcba98765432100123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	stream, err := gost3413.NewCTR(block, unhex(t, "1234567890abcef0"))
	if err != nil {
		t.Fatal(err)
	}
	got := s.data(t)
	stream.XORKeyStream(got, got)
	want := "f195d8bec10ed1dbd57b5fa240bda1b885eee733f6a13e5df33ce4b33c45dee4" +
		"a5eae88be6356ed3d5e877f13564a3a5cb91fab1f20cbab6d1c6d15820bdba73"
	if hex.EncodeToString(got) != want {
		t.Errorf("encrypted %x, want %s", got, want)
	}
}

func unhex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func pygostFiles() map[string]check {
	signed := func(certificate string) check {
		return message{profile: cms.Crypto, signers: 1, certificates: []string{certificate}, content: "Test message"}.check
	}
	files := map[string]check{
		"x509-TestCertificate-test_256-1.der": certificate(), "x509-TestCertificate-test_512-1.der": certificate(),
		"cms-TestSigned-test_256-1.der":           signed("x509-TestCertificate-test_256-1.der"),
		"cms-TestSigned-test_512-1.der":           signed("x509-TestCertificate-test_512-1.der"),
		"cms-TestDigested-test_256-1.der":         digested("\xf1\xf2\xf0\xe5\xeb\xe0\xec\xe8"), // the second example of RFC 6986
		"cms-TestDigested-test_512-1.der":         digested("01234567890123456789"),
		"pfx-TestPFX-data-1.der":                  key(tc26Password, "CryptoPro-A", within),
		"pfx-TestPFX-test_shrouded_key_bag-1.der": keyOfPFX,
		"pfx-TestPFX-test_encrypted_data-1.der":   certificateBag,
	}
	// RFC 9215, appendices A.1 to A.3: a request, a certificate and a revocation list each.
	for _, name := range []string{"256_test", "256a", "512_test"} {
		example := "x509-TestRFC4491bis-test_" + name + "_paramset-"
		files[example+"1.der"], files[example+"2.der"], files[example+"3.der"] = request, certificate(), list(example+"2.der")
	}
	return files
}

// keyOfPFX: the decrypted key of the PFX of Р 50.1.112-2016 is that of its certificate.
func keyOfPFX(t *testing.T, s set) {
	k, _ := s.open(t, s.name, "")
	_, own := s.open(t, s.beside("pfx-TestPFX-data-1.der"), tc26Password)
	if !k.PublicKey().Equal(publicKey(t, own[0]).Key()) {
		t.Error("another key than that of the certificate")
	}
}

// certificateBag: the decrypted part of the PFX of Р 50.1.112-2016 holds its certificate.
func certificateBag(t *testing.T, s set) {
	seq, err := der.Whole(s.data(t), asn1.SEQUENCE)
	if err != nil {
		t.Fatal(err)
	}
	var bag, explicit, value, inner, raw cryptobyte.String
	if !seq.ReadASN1(&bag, asn1.SEQUENCE) || !bag.SkipASN1(asn1.OBJECT_IDENTIFIER) || !bag.ReadASN1(&explicit, der.Explicit(0)) ||
		!der.Inner(explicit, &value, asn1.SEQUENCE) || !value.SkipASN1(asn1.OBJECT_IDENTIFIER) ||
		!der.Inner(value, &inner, der.Explicit(0)) || !der.Inner(inner, &raw, asn1.OCTET_STRING) {
		t.Fatal("SafeContents")
	}
	_, own := s.open(t, s.beside("pfx-TestPFX-data-1.der"), tc26Password)
	if len(own) != 1 || !bytes.Equal(own[0].Raw, raw) {
		t.Error("another certificate than that of the PFX")
	}
}

func tc26Files() map[string]check {
	signed := func(signer string) check {
		return message{profile: cms.Crypto, signers: 1, certificates: []string{signer}, content: tc26Prefix + "SignedData."}.check
	}
	return map[string]check{
		"root256_cert.pem": rootOfExamples,
		// The source has put the key of the recipient into the file of the root.
		"root256_key.pem":    key("", "tc26-256-A", "recipient256_cert.pem"),
		"sender256_cert.pem": certificate("root256_cert.pem"), "sender256_key.pem": key("", "tc26-256-A", "sender256_cert.pem"),
		"sender512_cert.pem": certificate("root256_cert.pem"), "sender512_key.pem": key("", "tc26-512-A", "sender512_cert.pem"),
		"recipient256_cert.pem": certificate("root256_cert.pem"), "recipient256_key.pem": key("", "tc26-256-A", "recipient256_cert.pem"),
		"recipient512_cert.pem": certificate("root256_cert.pem"), "recipient512_key.pem": key("", "tc26-512-A", "recipient512_cert.pem"),
		"signed_a111.pem": signed("sender512_cert.pem"), "signed_a121.pem": signed("sender256_cert.pem"),
		"hashed_a311.pem": digested(tc26Prefix + "DigestData."), "hashed_a321.pem": digested(tc26Prefix + "DigestData."),
		"encrypted_magma_a411.pem": encrypted, "encrypted_kuznyechik_a421.pem": encrypted,
		"encryption_key.hex": encryptionKey, "text_decrypted.plain": plainText,
	}
}

// rootOfExamples: the root is signed by itself and has no basicConstraints, so that no path to it is a good one.
func rootOfExamples(t *testing.T, s set) {
	certificate()(t, s)
	leaf := s.certificates(t, s.beside("sender512_cert.pem"))[0]
	result, err := cert.Build(t.Context(), cert.Request{Leaf: leaf, Anchors: cert.NewPool(s.certificates(t, s.name)...)})
	if err != nil || !slices.Equal(result.Problems, []cert.Problem{{Index: 1, Constraint: cert.NotCA}}) {
		t.Errorf("problems %v, %v", result.Problems, err)
	}
}

// sharedKey is the key of the examples of EncryptedData. The file has its octets from the last to the first.
func (s set) sharedKey(tb testing.TB) []byte {
	tb.Helper()
	k := unhex(tb, strings.TrimSpace(string(s.file(tb, s.beside("encryption_key.hex")))))
	slices.Reverse(k)
	return k
}

func encrypted(t *testing.T, s set) {
	e, err := cms.ParseEncrypted(s.unwrapped(t))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := e.Open(s.sharedKey(t)); err != nil || string(got) != tc26Prefix+"EncryptedData." {
		t.Errorf("%q, %v", got, err)
	}
}

// encryptionKey: as the octets stand in the file they open nothing.
func encryptionKey(t *testing.T, s set) {
	k := s.sharedKey(t)
	if len(k) != gost3413.KeySize {
		t.Fatalf("%d octets", len(k))
	}
	slices.Reverse(k)
	e, err := cms.ParseEncrypted(set{s.root, s.beside("encrypted_magma_a411.pem")}.unwrapped(t))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := e.Open(k); err == nil && strings.HasSuffix(string(got), "EncryptedData.") {
		t.Error("the octets are in the order of the message")
	}
}

// plainText: the file is the content of the enveloped messages and the end of a line, all in windows-1251. (The signed messages
// have another last word.)
func plainText(t *testing.T, s set) {
	messages := 0
	for _, m := range cmstest.EnvelopedMessages() {
		if filepath.Dir(m.Name) != filepath.Dir(s.name) {
			continue
		}
		if messages++; m.Want+"\n" != string(s.data(t)) {
			t.Errorf("%q, of %s %q", s.data(t), m.Name, m.Want)
		}
	}
	if messages != 4 {
		t.Errorf("%d messages", messages)
	}
}

func xmldsigFiles() map[string]check {
	const own = "gost-2012-256-cert.der"
	return map[string]check{
		"enveloped-gost2012-256.xml": enveloped,
		own:                          signedByChain,
		"gost-2012-256-cert.pem":     sameCertificate(own),
		"gost-2012-256-pubkey.crt":   sameCertificate(own),
		"gost-2012-256-pubkey.der":   publicOf(own),
		"gost-2012-256-pubkey.pem":   publicOf(own),
		"gost-2012-256-key.der":      key("", "CryptoPro-A", own),
		"gost-2012-256-key.pem":      key("", "CryptoPro-A", own),
		"gost-2012-256-key.p8-der":   key("secret123", "CryptoPro-A", own),
		"gost-2012-256-key.p8-pem":   key("secret123", "CryptoPro-A", own),
		"gost-2012-256-key.p12":      key("secret123", "CryptoPro-A", within),
		"gost-2012-256-key-win.p12":  key("secret123", "CryptoPro-A", within),
	}
}

func (s set) verifyXML(tb testing.TB, document []byte) (*xmldsig.Facts, error) {
	tb.Helper()
	return xmldsig.Verify(bytes.NewReader(document), int64(len(document)), xmldsig.Options{})
}

// enveloped: digest and signature are right, by the certificate that lies beside it; with any octet of a sample altered they are
// not, outside KeyInfo, which the signature does not cover. (Package xmldsig alters every octet.)
func enveloped(t *testing.T, s set) {
	document := s.data(t)
	facts, err := s.verifyXML(t, document)
	if err != nil || !facts.OK() {
		t.Fatalf("%+v, %v", facts, err)
	}
	if !facts.Signatures[0].Signer.Equal(s.certificates(t, s.beside("gost-2012-256-cert.der"))[0]) {
		t.Error("the signer is another")
	}
	from, to := bytes.Index(document, []byte("<KeyInfo>")), bytes.Index(document, []byte("</KeyInfo>"))
	for i := 0; i < len(document); i += 5 {
		if i >= from && i < to {
			continue
		}
		altered := bytes.Clone(document)
		altered[i] ^= 1
		if facts, err := s.verifyXML(t, altered); err == nil && facts.OK() {
			t.Errorf("octet %d altered goes unseen", i)
		}
	}
}

// signedByChain: the certificate is signed by the last but one of those in the XML file, an RSA key.
func signedByChain(t *testing.T, s set) {
	facts, err := s.verifyXML(t, s.file(t, s.beside("enveloped-gost2012-256.xml")))
	if err != nil {
		t.Fatal(err)
	}
	own, all := s.certificates(t, s.name)[0], facts.Signatures[0].Certificates
	if len(all) != 3 || own.CheckSignature(publicKey(t, all[1]), nil) != nil || publicKey(t, own).Kind() != algorithm.GOST256 {
		t.Errorf("%d certificates", len(all))
	}
}

func sameCertificate(other string) check {
	return func(t *testing.T, s set) {
		if !s.certificates(t, s.name)[0].Equal(s.certificates(t, s.beside(other))[0]) {
			t.Errorf("another certificate than %s", other)
		}
	}
}

func gucFiles() map[string]check {
	const root = "8CAE88BBFD404A7A53630864F9033606E1DC45E2.crt"
	files := map[string]check{}
	for _, name := range []string{
		"0408435EB90E5C8796A160E69E4BFAC453435D1D.crt", "1AF6FCE68CE3F822C6FAD4CB32AD58FF59FBC221.crt",
		"538AD264547716302401CDFB316B287DB12BA675.crt", root, "9D05A704C8C1E565ACDE5878FE0BB96EC53C2A40.crt",
		"9E78A331020E528C046FFD57704A21B7D2241CB3.crt", "B11108FFDCAD99D7A845023AB552CB1ABE845A1B.crt",
	} {
		files[name] = func(t *testing.T, s set) {
			certificate(root)(t, s)
			c := s.certificates(t, s.name)[0]
			if sum := sha1.Sum(c.Raw); !strings.EqualFold(hex.EncodeToString(sum[:])+".crt", name) {
				t.Errorf("fingerprint %x", sum)
			}
			if kind := publicKey(t, c).Kind(); kind != algorithm.GOST2001 || !c.IsCA {
				t.Errorf("key %s, CA %v", kind, c.IsCA)
			}
		}
	}
	return files
}

func caFiles() map[string]check {
	return map[string]check{
		"guc-roots.pem": certificate(), "sample-gost2012-ca.pem": accredited, "sample-gost2012-ca.expected.tsv": expectedAuthorities,
	}
}

// accredited: there are 63 certificates of authorities, and from each a path leads to the head roots.
func accredited(t *testing.T, s set) {
	all, roots := s.certificates(t, s.name), s.certificates(t, s.beside("guc-roots.pem"))
	if len(all) != 63 {
		t.Errorf("%d certificates", len(all))
	}
	for _, c := range all {
		result, err := cert.Build(t.Context(), cert.Request{Leaf: c, Anchors: cert.NewPool(roots...), Others: cert.NewPool(all...)})
		if err != nil || result.Path.Len() < 2 {
			t.Errorf("%s: path of %d, %v", c.Subject, result.Path.Len(), err)
		}
	}
}

// expectedAuthorities: each line is of a certificate in the file, whose signature is as it says.
func expectedAuthorities(t *testing.T, s set) {
	byHash := map[string]*cert.Certificate{}
	for _, c := range s.certificates(t, s.beside("sample-gost2012-ca.pem"), s.beside("guc-roots.pem")) {
		sum := c.SHA1()
		byHash[hex.EncodeToString(sum[:])] = c
	}
	lines := 0
	for line := range strings.Lines(string(s.data(t))) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSpace(line), "\t")
		c, issuer := byHash[f[0]], byHash[f[1]]
		if lines++; c == nil || issuer == nil {
			t.Fatalf("%s or its issuer is not in the files", f[0])
		}
		if err := c.CheckSignature(publicKey(t, issuer), nil); (err == nil) != (f[2] == "ok") {
			t.Errorf("%s: %v, want %s", f[0], err, f[2])
		}
		if c.NotBefore.Format("2006-01-02") != f[3] || c.NotAfter.Format("2006-01-02") != f[4] || publicKey(t, c).Curve().String() != f[6] {
			t.Errorf("%s: %v to %v, curve %s", f[0], c.NotBefore, c.NotAfter, publicKey(t, c).Curve())
		}
	}
	if lines != 63 {
		t.Errorf("%d lines", lines)
	}
}

// lists are the real revocation lists with the files of their issuers.
func lists() map[string]string {
	return map[string]string{
		"263eb5eeb987.crl": "5bd5300ebe1b", "cbc410383c7b.crl": "95322a7c6657", "255f4b3fff3e.crl": "da3baf2d097d",
		"83d2874cca9b.crl": "933e9302007a", "cea7355624ec.crl": "5d41c5737eaf", "e6c8bf473e22.crl": "a1ebdeb25850",
		"aa3f9c51f765.crl": "9e9f60105be6", "b745d1c8446e.crl": "fd0655442220", "3001230f5de8.crl": "095689286a6e",
		"d885df30a822.crl": "ef7c59568a4a", "91621fa22f66.crl": "bf802d8edeb5", "b93eb842ce5e.crl": "12c3af957fc5",
	}
}

func crlFiles() map[string]check {
	files := map[string]check{"expected.tsv": expectedLists}
	for name, by := range lists() {
		files[name] = list(by + ".issuer.der")
		files[by+".issuer.der"] = issuerOfLists
	}
	return files
}

// issuerOfLists: an accredited authority of before 2019, whose certificate is signed by one of the head authority's where that is
// in the set.
func issuerOfLists(t *testing.T, s set) {
	certificateOf(algorithm.GOST2001)(t, s)
	c := s.certificates(t, s.name)[0]
	if !c.IsCA {
		t.Error("not an authority")
	}
	for name := range gucFiles() {
		issuer := s.certificates(t, "guc/"+name)[0]
		if bytes.Equal(c.AuthorityKeyID, issuer.SubjectKeyID) && c.CheckSignature(publicKey(t, issuer), nil) != nil {
			t.Errorf("signature is not by %s, which it names", name)
		}
	}
}

func expectedLists(t *testing.T, s set) {
	lines := 0
	for line := range strings.Lines(string(s.data(t))) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if lines++; lists()[f[0]]+".issuer.der" != f[1] || f[2] != "ok" {
			t.Errorf("%s by %s is %s", f[0], f[1], f[2])
		}
		crl, err := revocation.ParseCRL(s.file(t, s.beside(f[0])))
		if err != nil {
			t.Fatal(err)
		}
		const layout = "2006-01-02 15:04:05+00:00"
		if crl.SignatureAlgorithm.OID.String() != f[3] || strconv.Itoa(crl.Len) != f[4] || crl.ThisUpdate.Format(layout) != f[5] ||
			crl.NextUpdate.Format(layout) != f[6] {
			t.Errorf("%s: %s, %d entries, %v to %v", f[0], crl.SignatureAlgorithm.OID, crl.Len, crl.ThisUpdate, crl.NextUpdate)
		}
	}
	if lines != 12 {
		t.Errorf("%d lines", lines)
	}
}

// smallRSA: PBES2 with HMAC of ГОСТ Р 34.11-94 opens by the password to an RSA key of 1024 bits, which is below our limits (T6 of
// the rules of trust).
func smallRSA(t *testing.T, s set) {
	if _, err := keyfile.Parse(s.data(t), []byte("hello")); !errors.Is(err, keyfile.ErrLimit) {
		t.Errorf("%v", err)
	}
	if _, err := keyfile.Parse(s.data(t), []byte("goodbye")); !errors.Is(err, keyfile.ErrPassword) {
		t.Errorf("with another password: %v", err)
	}
}
