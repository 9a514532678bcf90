package cert_test

import (
	"bytes"
	"crypto/sha1"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

func parseFile(tb testing.TB, set, name string) []*cert.Certificate {
	tb.Helper()
	list, err := cert.ParseFile(sharedtest.File(tb, set, name))
	if err != nil {
		tb.Fatalf("%s/%s: %v", set, name, err)
	}
	return list
}

// signedBy names for every certificate file the file whose key signed it, as the manifest of the set says or implies: "self" for
// itself, "" if it is not among the files.
var signedBy = map[string]map[string]string{
	"gost/bc": {
		"CertTest-gost34102001A.der": "self", "CertTest-gost34102001base.der": "self", "CertTest-gost341094A.der": "self",
		"CertTest-gost341094B.der": "self", "CertTest-gost341094base.der": "self", "CertTest-gostCA1.der": "self",
		"CertTest-gostCA2.der": "self", "CertTest-gostRFC4491_2001.der": "self", "CertTest-gostRFC4491_94.der": "self",
		"CertTest-gost_2012_cert.der": "self", "NewEnvelopedDataTest-gost2001_Rand_Cert.der": "self",
		"NewEnvelopedDataTest-gost2001_Rand_Reci_Cert.der": "self", "NewEnvelopedDataTest-gost2001_Rand_Sender_Cert.der": "self",
		"NewEnvelopedDataTest-gost2012_512_Reci_Cert.der": "self", "NewEnvelopedDataTest-gost2012_512_Sender_Cert.der": "self",
		"NewEnvelopedDataTest-gost2012_KeyTrans_Reci_Cert.der": "self", "NewEnvelopedDataTest-gost2012_Reci_Cert.der": "self",
		"NewEnvelopedDataTest-gost2012_Sender_Cert.der": "self", "NewEnvelopedDataTest-gost3410_RecipCert.der": "self",
		"gost2012_cert.pem": "self",
	},
	"gost/crl": {
		"095689286a6e.issuer.der": "../guc/0408435EB90E5C8796A160E69E4BFAC453435D1D.crt", "12c3af957fc5.issuer.der": "",
		"5bd5300ebe1b.issuer.der": "../guc/1AF6FCE68CE3F822C6FAD4CB32AD58FF59FBC221.crt",
		"5d41c5737eaf.issuer.der": "../guc/8CAE88BBFD404A7A53630864F9033606E1DC45E2.crt",
		"933e9302007a.issuer.der": "../guc/1AF6FCE68CE3F822C6FAD4CB32AD58FF59FBC221.crt",
		"95322a7c6657.issuer.der": "../guc/0408435EB90E5C8796A160E69E4BFAC453435D1D.crt", "9e9f60105be6.issuer.der": "",
		"a1ebdeb25850.issuer.der": "../guc/9D05A704C8C1E565ACDE5878FE0BB96EC53C2A40.crt", "bf802d8edeb5.issuer.der": "",
		"da3baf2d097d.issuer.der": "../guc/0408435EB90E5C8796A160E69E4BFAC453435D1D.crt",
		"ef7c59568a4a.issuer.der": "../guc/9E78A331020E528C046FFD57704A21B7D2241CB3.crt",
		"fd0655442220.issuer.der": "../guc/8CAE88BBFD404A7A53630864F9033606E1DC45E2.crt",
	},
	"gost/gnutls": {
		"doc-cert-gost01.pem": "", "doc-cert-gost12.pem": "", "doc-clicert-gost01.pem": "", "doc-clicert-gost12.pem": "",
		"gost-cert-ca.pem": "self", "gost-cert-new.pem": "gost-cert-ca.pem", "gost-cert-nogost.pem": "", "gost-cert.pem": "",
		"gost94-cert.pem": "self",
	},
	"gost/guc": {
		"0408435EB90E5C8796A160E69E4BFAC453435D1D.crt": "8CAE88BBFD404A7A53630864F9033606E1DC45E2.crt",
		"1AF6FCE68CE3F822C6FAD4CB32AD58FF59FBC221.crt": "8CAE88BBFD404A7A53630864F9033606E1DC45E2.crt",
		"538AD264547716302401CDFB316B287DB12BA675.crt": "8CAE88BBFD404A7A53630864F9033606E1DC45E2.crt",
		"8CAE88BBFD404A7A53630864F9033606E1DC45E2.crt": "self",
		"9D05A704C8C1E565ACDE5878FE0BB96EC53C2A40.crt": "8CAE88BBFD404A7A53630864F9033606E1DC45E2.crt",
		"9E78A331020E528C046FFD57704A21B7D2241CB3.crt": "8CAE88BBFD404A7A53630864F9033606E1DC45E2.crt",
		"B11108FFDCAD99D7A845023AB552CB1ABE845A1B.crt": "8CAE88BBFD404A7A53630864F9033606E1DC45E2.crt",
	},
	"gost/openssl-oracle": {
		"root.pem": "self", "sub.pem": "root.pem", "ee.pem": "sub.pem", "ee512.pem": "sub.pem", "ip.pem": "sub.pem",
		"rev.pem": "sub.pem", "ocsp.pem": "sub.pem", "tsa.pem": "sub.pem", "chain.pem": "root.pem",
	},
	"gost/pygost": {
		"x509-TestCertificate-test_256-1.der": "self", "x509-TestCertificate-test_512-1.der": "self",
		"x509-TestRFC4491bis-test_256_test_paramset-2.der": "self", "x509-TestRFC4491bis-test_256a_paramset-2.der": "self",
		"x509-TestRFC4491bis-test_512_test_paramset-2.der": "self",
	},
	"gost/tc26-cms": {
		"root256_cert.pem": "self", "recipient256_cert.pem": "root256_cert.pem", "recipient512_cert.pem": "root256_cert.pem",
		"sender256_cert.pem": "root256_cert.pem", "sender512_cert.pem": "root256_cert.pem",
	},
	"gost/xmldsig": {"gost-2012-256-cert.der": "", "gost-2012-256-cert.pem": "", "gost-2012-256-pubkey.crt": ""},
	"gost/ca":      {"guc-roots.pem": "guc-roots.pem"},
}

func TestSignaturesOfSharedCertificates(t *testing.T) {
	for set, files := range signedBy {
		t.Run(filepath.Base(set), func(t *testing.T) {
			for name, by := range files {
				for _, c := range parseFile(t, set, name) {
					if !slices.ContainsFunc(issuersOf(t, set, name, by), func(issuer *cert.Certificate) bool {
						key, err := issuer.PublicKey()
						return err == nil && c.CheckSignature(key, nil) == nil
					}) && by != "" {
						t.Errorf("%s is not signed by %s", name, by)
					}
					if _, err := c.PublicKey(); err != nil {
						t.Errorf("key of %s: %v", name, err)
					}
				}
			}
		})
	}
}

func issuersOf(t *testing.T, set, name, by string) []*cert.Certificate {
	t.Helper()
	if by == "self" {
		by = name
	}
	if by == "" {
		return nil
	}
	return parseFile(t, set, by)
}

// TestEveryCertificateFileIsNamed: no certificate is added to the sets without a word here about it.
func TestEveryCertificateFileIsNamed(t *testing.T) {
	root := sharedtest.Dir(t, "gost")
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if _, err := cert.ParseFile(b); err != nil {
			return nil //nolint:nilerr // no certificate
		}
		set, name := "gost/"+filepath.Base(filepath.Dir(path)), filepath.Base(path)
		if _, named := signedBy[set][name]; !named && name != "sample-gost2012-ca.pem" && !strings.HasPrefix(name, "signed_") {
			t.Errorf("%s/%s has certificates and is not named", set, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAccreditedAuthorities: each real certificate of an accredited authority is what the file of expected outcomes says.
func TestAccreditedAuthorities(t *testing.T) {
	byHash := map[string]*cert.Certificate{}
	for _, name := range []string{"sample-gost2012-ca.pem", "guc-roots.pem"} {
		for _, c := range parseFile(t, "gost/ca", name) {
			sum := c.SHA1()
			byHash[hex.EncodeToString(sum[:])] = c
		}
	}
	n := 0
	for line := range strings.Lines(string(sharedtest.File(t, "gost/ca", "sample-gost2012-ca.expected.tsv"))) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		n++
		c, issuer := byHash[f[0]], byHash[f[1]]
		if c == nil || issuer == nil {
			t.Errorf("%s or its issuer %s is not in the files", f[0], f[1])
			continue
		}
		key, err := issuer.PublicKey()
		if err != nil {
			t.Errorf("%s: %v", f[1], err)
			continue
		}
		if err := c.CheckSignature(key, nil); (err == nil) != (f[2] == "ok") {
			t.Errorf("%s: signature %v, want %s", f[0], err, f[2])
		}
		own, err := c.PublicKey()
		if err != nil {
			t.Errorf("%s: %v", f[0], err)
			continue
		}
		got := []string{c.NotBefore.Format("2006-01-02"), c.NotAfter.Format("2006-01-02"), c.SignatureAlgorithm.OID.String(), own.Curve().String()}
		if !slices.Equal(got, f[3:]) {
			t.Errorf("%s: %v, want %v", f[0], got, f[3:])
		}
	}
	if n != 63 {
		t.Errorf("%d certificates, want 63", n)
	}
}

// TestFormOfRealCertificates: real certificates of authorities have the form that the order asked for on the day of their issue;
// and those of before 1 September 2021 have not the form of later ones.
func TestFormOfRealCertificates(t *testing.T) {
	for _, c := range parseFile(t, "gost/ca", "sample-gost2012-ca.pem") {
		p := c.Profile()
		// identificationKind says how a holder was identified; whether it is there is what tells the editions apart.
		if !p.Complete() || (c.IdentificationKind >= 0) != strings.Contains(p.Basis, "№ 31") {
			t.Errorf("%s of %s: %+v", c.Subject, c.NotBefore, p)
		}
		id := c.Identity()
		if id.Kind != cert.Organisation || id.Ambiguous() {
			t.Errorf("T10: %s is %+v", c.Subject, id)
		}
	}
}

// TestAgreesWithStd: crypto/x509 reads the same out of every real certificate.
func TestAgreesWithStd(t *testing.T) {
	n := 0
	sets := []string{"sample-gost2012-ca.pem"}
	for set, files := range signedBy {
		for name := range files {
			for _, c := range parseFile(t, set, name) {
				compareWithStd(t, c)
				n++
			}
		}
	}
	for _, name := range sets {
		for _, c := range parseFile(t, "gost/ca", name) {
			compareWithStd(t, c)
			n++
		}
	}
	if n < 130 {
		t.Errorf("only %d certificates", n)
	}
}

func compareWithStd(t *testing.T, c *cert.Certificate) {
	t.Helper()
	s, err := x509.ParseCertificate(c.Raw)
	if err != nil {
		t.Errorf("%s: crypto/x509 does not read it: %v", c.Subject, err)
		return
	}
	differ := func(what string, ours, theirs any) {
		t.Helper()
		t.Errorf("%s: %s is %v, of crypto/x509 %v", c.Subject, what, ours, theirs)
	}
	if !bytes.Equal(c.RawTBS, s.RawTBSCertificate) || !bytes.Equal(c.RawSPKI, s.RawSubjectPublicKeyInfo) ||
		!bytes.Equal(c.Subject.Raw, s.RawSubject) || !bytes.Equal(c.Issuer.Raw, s.RawIssuer) || !bytes.Equal(c.Signature, s.Signature) {
		t.Errorf("%s: parts differ", c.Subject)
	}
	if c.Version != s.Version || new(big.Int).SetBytes(c.Serial).Cmp(s.SerialNumber) != 0 {
		differ("serial number", c.SerialHex(), s.SerialNumber)
	}
	if !c.NotBefore.Equal(s.NotBefore) || !c.NotAfter.Equal(s.NotAfter) {
		differ("validity", c.NotBefore, s.NotBefore)
	}
	if int(c.KeyUsage) != int(s.KeyUsage) {
		differ("key usage", c.KeyUsage, s.KeyUsage)
	}
	if c.HasBasicConstraints != s.BasicConstraintsValid || c.IsCA != s.IsCA ||
		c.HasBasicConstraints && c.IsCA && c.PathLen != s.MaxPathLen && (c.PathLen != -1 || s.MaxPathLen != -1) {
		differ("basic constraints", c.PathLen, s.MaxPathLen)
	}
	if !bytes.Equal(c.SubjectKeyID, s.SubjectKeyId) || !bytes.Equal(c.AuthorityKeyID, s.AuthorityKeyId) {
		differ("key identifier", c.SubjectKeyID, s.SubjectKeyId)
	}
	compareLists(t, c, s)
}

func compareLists(t *testing.T, c *cert.Certificate, s *x509.Certificate) {
	t.Helper()
	var points, policies []string
	for _, p := range c.CRLDistributionPoints {
		points = append(points, p.URIs...)
	}
	for _, p := range s.Policies {
		policies = append(policies, p.String())
	}
	if !slices.Equal(points, s.CRLDistributionPoints) || !slices.Equal(c.OCSP, s.OCSPServer) || !slices.Equal(c.CAIssuers, s.IssuingCertificateURL) {
		t.Errorf("%s: addresses %v %v %v, of crypto/x509 %v %v %v", c.Subject, points, c.OCSP, c.CAIssuers,
			s.CRLDistributionPoints, s.OCSPServer, s.IssuingCertificateURL)
	}
	if !slices.EqualFunc(c.Policies, policies, func(a der.OID, b string) bool { return a.String() == b }) {
		t.Errorf("%s: policies %v, of crypto/x509 %v", c.Subject, c.Policies, policies)
	}
	if len(c.ExtKeyUsage) != len(s.ExtKeyUsage)+len(s.UnknownExtKeyUsage) || len(c.Extensions) != len(s.Extensions) {
		t.Errorf("%s: %d purposes, %d extensions", c.Subject, len(c.ExtKeyUsage), len(c.Extensions))
	}
	for i, name := range s.Subject.Names {
		a := c.Subject.Attributes()[i]
		if text, err := a.Text(); err != nil || text != name.Value || a.Type.String() != name.Type.String() {
			t.Errorf("attribute %s is %q, of crypto/x509 %q", a.Type, text, name.Value)
		}
	}
}

// TestRSAChainInsideXML: the certificates in the sample of XML signature are a chain of RSA keys over a GOST certificate; all of
// its signatures are good.
func TestRSAChainInsideXML(t *testing.T) {
	document := sharedtest.File(t, "gost/xmldsig", "enveloped-gost2012-256.xml")
	pool := cert.NewPool()
	for _, m := range regexp.MustCompile(`(?s)<(?:\w+:)?X509Certificate>(.*?)</`).FindAllSubmatch(document, -1) {
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(m[1])), ""))
		if err != nil {
			t.Fatal(err)
		}
		c, err := cert.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		pool.Add(c)
		compareWithStd(t, c)
	}
	leaf := parseFile(t, "gost/xmldsig", "gost-2012-256-cert.der")[0]
	var roots []*cert.Certificate
	for _, c := range pool.All() {
		if c.SelfIssued() {
			roots = append(roots, c)
		}
	}
	if pool.Len() < 2 || len(roots) == 0 {
		t.Fatalf("%d certificates, %d of them roots", pool.Len(), len(roots))
	}
	result, err := cert.Build(t.Context(), cert.Request{Leaf: leaf, Anchors: cert.NewPool(roots...), Others: pool})
	if err != nil || result.Err() != nil || result.Path.Len() < 3 {
		t.Errorf("path of %d certificates: %v, %v", result.Path.Len(), err, result.Err())
	}
	if key, err := result.Path.Issuer(0).PublicKey(); err != nil || key.Kind() != algorithm.RSA {
		t.Errorf("issuer's key: %v, %v", key, err)
	}
}

// TestRootWithoutBasicConstraints: the root of the TC26 examples signed its certificates, but is no authority by RFC 5280, and
// a strict path builder says so.
func TestRootWithoutBasicConstraints(t *testing.T) {
	root := parseFile(t, "gost/tc26-cms", "root256_cert.pem")[0]
	leaf := parseFile(t, "gost/tc26-cms", "sender512_cert.pem")[0]
	result, err := cert.Build(t.Context(), cert.Request{Leaf: leaf, Anchors: cert.NewPool(root)})
	if err != nil {
		t.Fatal(err)
	}
	want := []cert.Problem{{Index: 1, Constraint: cert.NotCA}}
	if result.Path.Len() != 2 || !slices.Equal(result.Problems, want) {
		t.Errorf("path of %d, problems %v; want %v", result.Path.Len(), result.Problems, want)
	}
}

// TestIdentitiesOfOracle: the fictional holders of the oracle have numbers of zeros, which are nobody's.
func TestIdentitiesOfOracle(t *testing.T) {
	for name, want := range map[string]cert.IdentityKind{
		"ee.pem": cert.Organisation, "ee512.pem": cert.Organisation, "ip.pem": cert.Proprietor, "rev.pem": cert.Organisation,
	} {
		id := parseFile(t, "gost/openssl-oracle", name)[0].Identity()
		if id.Kind != want || name != "rev.pem" && !slices.Contains(id.Doubts, cert.Doubt{Reason: cert.WrongCheckDigits, Attribute: cert.OIDSNILS}) {
			t.Errorf("T10: %s is %+v", name, id)
		}
	}
}

// TestSHA1NamesFiles: the fingerprint is that by which the register names certificates.
func TestSHA1NamesFiles(t *testing.T) {
	for name := range signedBy["gost/guc"] {
		b := sharedtest.File(t, "gost/guc", name)
		want := sha1.Sum(b)
		if got := parseFile(t, "gost/guc", name)[0].SHA1(); got != want || strings.ToUpper(hex.EncodeToString(got[:]))+".crt" != name {
			t.Errorf("%s has the fingerprint %x", name, got)
		}
	}
}
