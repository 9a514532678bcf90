// Package esign_test holds the one place where every file of the shared set gost is named: [TestManifest] says of each what
// its MANIFEST says, through the exported functions of the libraries. What a file teaches in detail is tested in the package
// that reads it.
package esign_test

import (
	"bytes"
	"crypto"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// set is the folder of the data with one of its files, the one that is looked at.
type set struct {
	root, name string
}

// check says of a file what it should be.
type check func(t *testing.T, s set)

// manifest names every file, by its path below the set.
func manifest() map[string]check {
	all := map[string]check{"MANIFEST.md": namesFolders}
	for folder, files := range map[string]map[string]check{
		"streebog": streebogFiles(), "pygost": pygostFiles(), "tc26-cms": tc26Files(), "xmldsig": xmldsigFiles(),
		"gnutls": gnutlsFiles(), "bc": bcFiles(), "ca": caFiles(), "guc": gucFiles(), "crl": crlFiles(),
		"openssl-oracle": oracleFiles(),
	} {
		for name, c := range files {
			all[folder+"/"+name] = c
		}
	}
	for _, m := range cmstest.EnvelopedMessages() {
		all[m.Name] = opens(m)
	}
	return all
}

// TestManifest: every file of the set is named here, every file named here is in the set, and each is what the MANIFEST says.
func TestManifest(t *testing.T) {
	root := sharedtest.Dir(t, "gost")
	checks := manifest()
	found := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		found++
		t.Run(name, func(t *testing.T) {
			c, ok := checks[name]
			if !ok {
				t.Fatal("the file is not named in this test")
			}
			delete(checks, name)
			c(t, set{root, name})
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range checks {
		t.Errorf("%s is named and not in the set", name)
	}
	t.Logf("%d files", found)
}

// namesFolders: the MANIFEST speaks of every folder, or of every file by a pattern of it.
func namesFolders(t *testing.T, s set) {
	text := string(s.data(t))
	entries, err := os.ReadDir(s.root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && !strings.Contains(text, e.Name()+"/") {
			t.Errorf("nothing is said of %s", e.Name())
		}
	}
}

// data returns the content of the file.
func (s set) data(tb testing.TB) []byte { return s.file(tb, s.name) }

// unwrapped returns the content of the first PEM block, or all of a file that is not PEM.
func (s set) unwrapped(tb testing.TB) []byte {
	if block, _ := pem.Decode(s.data(tb)); block != nil {
		return block.Bytes
	}
	return s.data(tb)
}

// beside returns another file of the same folder as its path below the set.
func (s set) beside(name string) string {
	return filepath.ToSlash(filepath.Join(filepath.Dir(s.name), name))
}

func (s set) file(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(s.root, filepath.FromSlash(name)))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func (s set) certificates(tb testing.TB, names ...string) []*cert.Certificate {
	tb.Helper()
	var all []*cert.Certificate
	for _, name := range names {
		list, err := cert.ParseFile(s.file(tb, name))
		if err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		all = append(all, list...)
	}
	return all
}

func publicKey(tb testing.TB, c *cert.Certificate) *algorithm.PublicKey {
	tb.Helper()
	key, err := c.PublicKey()
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

// certificate: all certificates of the file parse, and each is signed by one of those of another file of the folder, or of the
// file itself where none is given. With one bit changed the signature is wrong.
func certificate(by ...string) check {
	return func(t *testing.T, s set) {
		issuers := s.certificates(t, s.name)
		for _, name := range by {
			issuers = s.certificates(t, s.beside(name))
		}
		for _, c := range s.certificates(t, s.name) {
			publicKey(t, c)
			i := slices.IndexFunc(issuers, func(issuer *cert.Certificate) bool {
				return c.CheckSignature(publicKey(t, issuer), nil) == nil
			})
			if i < 0 {
				t.Errorf("%s: signature by none of %d certificates", c.Subject, len(issuers))
				continue
			}
			raw := bytes.Clone(c.Raw)
			raw[len(raw)-1] ^= 1
			if changed, err := cert.Parse(raw); err != nil || !errors.Is(changed.CheckSignature(publicKey(t, issuers[i]), nil), algorithm.ErrSignature) {
				t.Errorf("%s: a changed signature passes, or %v", c.Subject, err)
			}
		}
	}
}

// certificateOf: the certificate parses and has a key of a kind; its issuer is not in the set.
func certificateOf(kind algorithm.KeyKind) check {
	return func(t *testing.T, s set) {
		c := s.certificates(t, s.name)[0]
		if got := publicKey(t, c).Kind(); got != kind {
			t.Errorf("key is %s, want %s", got, kind)
		}
	}
}

// request: PKCS #10 (RFC 2986) is signed by the key in it.
func request(t *testing.T, s set) {
	seq, err := der.Whole(s.data(t), asn1.SEQUENCE)
	if err != nil {
		t.Fatal(err)
	}
	var info, body, spki cryptobyte.String
	var value []byte
	if !seq.ReadASN1Element(&info, asn1.SEQUENCE) {
		t.Fatal("CertificationRequestInfo")
	}
	id, err := algorithm.ReadIdentifier(&seq)
	if err != nil {
		t.Fatal(err)
	}
	if !der.ReadBits(&seq, &value) || !seq.Empty() {
		t.Fatal("signature")
	}
	var version int
	if !der.Inner(info, &body, asn1.SEQUENCE) || !body.ReadASN1Integer(&version) || version != 0 {
		t.Fatal("version")
	}
	if _, err := cert.ReadName(&body); err != nil {
		t.Fatal(err)
	}
	if !body.ReadASN1Element(&spki, asn1.SEQUENCE) {
		t.Fatal("SubjectPublicKeyInfo")
	}
	key, err := algorithm.ParsePublicKey(spki)
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := algorithm.SchemeOf(id)
	if err != nil {
		t.Fatal(err)
	}
	if err := key.Verify(scheme, info, value); err != nil {
		t.Error(err)
	}
	if err := key.Verify(scheme, append(bytes.Clone(info), 0), value); !errors.Is(err, algorithm.ErrSignature) {
		t.Errorf("other data: %v", err)
	}
}

// list: a revocation list is signed by the certificate of another file of the folder, and by no other key.
func list(by string) check {
	return func(t *testing.T, s set) {
		crl, err := revocation.ParseCRL(s.unwrapped(t))
		if err != nil {
			t.Fatal(err)
		}
		if err := crl.CheckSignature(publicKey(t, s.certificates(t, s.beside(by))[0]), nil); err != nil {
			t.Error(err)
		}
		other := s.certificates(t, "openssl-oracle/tsa.pem")[0]
		if crl.CheckSignature(publicKey(t, other), nil) == nil {
			t.Error("a foreign key verifies it")
		}
	}
}

// within says that the certificate of a key stands in the same file.
const within = "within"

// key: the file opens with the password, and with no other, to one key on a curve, which is that of a certificate if one is named.
func key(password, curve, certificate string) check {
	return func(t *testing.T, s set) {
		k, own := s.open(t, s.name, password)
		if k.Curve().String() != curve {
			t.Errorf("key is on %s, want %s", k.Curve(), curve)
		}
		if certificate != "" && certificate != within {
			own = s.certificates(t, s.beside(certificate))
		}
		if certificate != "" && !slices.ContainsFunc(own, func(c *cert.Certificate) bool { return k.PublicKey().Equal(publicKey(t, c).Key()) }) {
			t.Errorf("the key belongs to none of %d certificates", len(own))
		}
		if password != "" {
			if _, err := keyfile.Parse(s.data(t), []byte(password+"1")); !errors.Is(err, keyfile.ErrPassword) {
				t.Errorf("with another password: %v", err)
			}
		}
	}
}

// open returns the one key of a file and the certificates that stand in it.
func (s set) open(tb testing.TB, name, password string) (*gost3410.PrivateKey, []*cert.Certificate) {
	tb.Helper()
	b, err := keyfile.Parse(s.file(tb, name), []byte(password))
	if err != nil {
		tb.Fatal(err)
	}
	one, err := b.Key()
	if err != nil {
		tb.Fatal(err)
	}
	var own []*cert.Certificate
	for _, c := range b.Certificates {
		parsed, err := cert.Parse(c.Raw)
		if err != nil {
			tb.Fatal(err)
		}
		own = append(own, parsed)
	}
	return one.PrivateKey.(*gost3410.PrivateKey), own
}

// message is a signed message: its signers pass a profile with their certificates, those of other files where the message has
// none, and fail when the content or the signature is another.
type message struct {
	profile      cms.Profile
	signers      int
	document     string
	certificates []string
	content      string
}

func (m message) check(t *testing.T, s set) {
	raw, err := cms.Unarmor(s.data(t))
	if err != nil {
		t.Fatal(err)
	}
	var document []byte
	if m.document != "" {
		document = s.file(t, s.beside(m.document))
	}
	var others []*cert.Certificate
	for _, name := range m.certificates {
		others = append(others, s.certificates(t, s.beside(name))...)
	}
	signed := parse(t, raw)
	if len(signed.Signers) != m.signers || signed.Attached != (document == nil) || !strings.Contains(string(signed.Content), m.content) {
		t.Errorf("%d signers, content %q", len(signed.Signers), signed.Content)
	}
	if err := m.verify(t, signed, document, others); err != nil {
		t.Error(err)
	}
	for i, n := range signed.Signers {
		if c := n.Certificate(others...); others != nil && !slices.ContainsFunc(others, c.Equal) {
			t.Errorf("signer %d: another certificate than that beside the message", i)
		}
		changed := bytes.Clone(signed.Raw)
		changed[bytes.Index(changed, n.Signature)+5] ^= 1
		if m.verify(t, parse(t, changed), document, others) == nil {
			t.Errorf("signer %d: a changed signature passes", i)
		}
	}
	if document != nil && m.verify(t, signed, append(bytes.Clone(document), ' '), others) == nil {
		t.Error("another document passes")
	}
	if document == nil {
		changed := bytes.Clone(signed.Raw)
		changed[bytes.Index(changed, signed.Content)] ^= 1
		if m.verify(t, parse(t, changed), nil, others) == nil {
			t.Error("other content passes")
		}
	}
}

func parse(tb testing.TB, raw []byte) *cms.SignedData {
	tb.Helper()
	m, err := cms.Parse(raw)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

func (m message) verify(tb testing.TB, signed *cms.SignedData, document []byte, others []*cert.Certificate) error {
	tb.Helper()
	content, err := signed.Digest(bytes.NewReader(document))
	if document == nil {
		content, err = signed.Digest(nil)
	}
	if err != nil {
		tb.Fatal(err)
	}
	var all []error
	for _, n := range signed.Signers {
		all = append(all, n.Verify(n.Certificate(others...), content, nil).Err(m.profile))
	}
	return errors.Join(all...)
}

// opens: an enveloped message opens to its content with the recipient's key.
func opens(m cmstest.Enveloped) check {
	return func(t *testing.T, s set) {
		raw, err := cms.Unarmor(s.data(t))
		if err != nil {
			t.Fatal(err)
		}
		e, err := cms.ParseEnveloped(raw)
		if err != nil {
			t.Fatal(err)
		}
		key, recipient, originators := m.Opener(t, s.root)
		if got, err := e.Open(key, recipient, originators...); err != nil || string(got) != m.Want {
			t.Errorf("%q, %v", got, err)
		}
	}
}

// digested: the hash code is that of the content.
func digested(content string) check {
	return func(t *testing.T, s set) {
		raw, err := cms.Unarmor(s.data(t))
		if err != nil {
			t.Fatal(err)
		}
		d, err := cms.ParseDigested(raw)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Verify(); err != nil || !strings.Contains(string(d.Content), content) {
			t.Errorf("%q, %v", d.Content, err)
		}
		d.Content = append(bytes.Clone(d.Content), 0)
		if !errors.Is(d.Verify(), cms.ErrDiffers) {
			t.Error("other content has the same hash code")
		}
	}
}

// printed: a text of GnuTLS prints the number of the key in the file that it is named after.
func printed(password string) check {
	return func(t *testing.T, s set) {
		k, _ := s.open(t, strings.TrimSuffix(s.name, ".txt"), password)
		d := k.Bytes()
		slices.Reverse(d)
		_, after, _ := strings.Cut(string(s.data(t)), "private key:")
		digits := regexp.MustCompile(`[0-9a-f]{2}`).FindAllString(after, len(d)+1)
		if digits[0] == "00" { // a number whose highest bit is one
			digits = digits[1:]
		}
		for i, b := range d {
			if digits[i] != string("0123456789abcdef"[b>>4])+string("0123456789abcdef"[b&15]) {
				t.Fatalf("octet %d is %02x, printed is %s", i, b, digits[i])
			}
		}
	}
}

// publicOf: the file is the public key of a certificate beside it.
func publicOf(certificate string) check {
	return func(t *testing.T, s set) {
		k, err := algorithm.ParsePublicKey(s.unwrapped(t))
		if err != nil {
			t.Fatal(err)
		}
		want := publicKey(t, s.certificates(t, s.beside(certificate))[0]).Key()
		if equal, ok := want.(interface{ Equal(crypto.PublicKey) bool }); !ok || !equal.Equal(k.Key()) {
			t.Error("another key than that of the certificate")
		}
	}
}
