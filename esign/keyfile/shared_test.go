package keyfile

import (
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

const tc26Password = "Пароль для PFX"

// sharedFile is what the MANIFEST of the data says of a file, or what its source's own test asserts.
type sharedFile struct {
	name     string
	password string
	keys     string // kinds and curves
	certs    int
	// certificate is a file with the certificate of the key, where it is not in the file itself.
	certificate   string
	name12        string // friendlyName of the key
	authenticated bool
}

func sharedFiles() []sharedFile {
	const oracle = "openssl-oracle/"
	return []sharedFile{
		{name: "gnutls/gost01.p12", password: tc26Password, keys: "GOST2001 CryptoPro-A", certs: 1, authenticated: true},
		{name: "gnutls/gost12.p12", password: tc26Password, keys: "GOST256 CryptoPro-A", certs: 1, authenticated: true},
		{name: "gnutls/key-gost01.p8", keys: "GOST2001 CryptoPro-A"},
		{name: "gnutls/key-gost01-2.p8", keys: "GOST2001 CryptoPro-A"},
		{name: "gnutls/key-gost01-2-enc.p8", password: tc26Password, keys: "GOST2001 CryptoPro-A"},
		{name: "gnutls/key-gost12-256.p8", keys: "GOST256 CryptoPro-A"},
		{name: "gnutls/key-gost12-256-2.p8", keys: "GOST256 CryptoPro-A"},
		{name: "gnutls/key-gost12-256-2-enc.p8", password: tc26Password, keys: "GOST256 CryptoPro-A"},
		{name: "gnutls/key-gost12-512.p8", keys: "GOST512 tc26-512-B"},
		{name: "gnutls/doc-key-gost01.pem", keys: "GOST2001 CryptoPro-A", certificate: "gnutls/doc-cert-gost01.pem"},
		{name: "gnutls/doc-key-gost12.pem", keys: "GOST512 tc26-512-A", certificate: "gnutls/doc-cert-gost12.pem"},
		{name: "gnutls/doc-clikey-gost01.pem", keys: "GOST2001 CryptoPro-C", certificate: "gnutls/doc-clicert-gost01.pem"},
		{name: "gnutls/doc-clikey-gost12.pem", keys: "GOST512 tc26-512-A", certificate: "gnutls/doc-clicert-gost12.pem"},
		{name: "xmldsig/gost-2012-256-key.der", keys: "GOST256 CryptoPro-A", certificate: "xmldsig/gost-2012-256-cert.pem"},
		{name: "xmldsig/gost-2012-256-key.pem", keys: "GOST256 CryptoPro-A", certificate: "xmldsig/gost-2012-256-cert.der"},
		{name: "xmldsig/gost-2012-256-key.p8-der", password: "secret123", keys: "GOST256 CryptoPro-A", certificate: "xmldsig/gost-2012-256-cert.der"},
		{name: "xmldsig/gost-2012-256-key.p8-pem", password: "secret123", keys: "GOST256 CryptoPro-A", certificate: "xmldsig/gost-2012-256-cert.der"},
		{name: "xmldsig/gost-2012-256-key.p12", password: "secret123", keys: "GOST256 CryptoPro-A", certs: 3, name12: "TestKeyName-gost-2012-256", authenticated: true},
		{name: "xmldsig/gost-2012-256-key-win.p12", password: "secret123", keys: "GOST256 CryptoPro-A", certs: 3, name12: "TestKeyName-gost-2012-256", authenticated: true},
		{name: "bc/gost2012_priv.pem", password: "test", keys: "GOST256 CryptoPro-A", certificate: "bc/gost2012_cert.pem"},
		{name: "bc/NewEnvelopedDataTest-gost2012_512_Reci_Key.der", keys: "GOST512 tc26-512-A", certificate: "bc/NewEnvelopedDataTest-gost2012_512_Reci_Cert.der"},
		{name: "bc/NewEnvelopedDataTest-gost2012_512_Sender_Key.der", keys: "GOST512 tc26-512-A", certificate: "bc/NewEnvelopedDataTest-gost2012_512_Sender_Cert.der"},
		{name: "pygost/pfx-TestPFX-data-1.der", password: tc26Password, keys: "GOST256 CryptoPro-A", certs: 1, authenticated: true},
		{name: "pygost/pfx-TestPFX-test_shrouded_key_bag-1.der", keys: "GOST256 CryptoPro-A"},
		// Its source has put the key of the recipient into the file of the root, so the certificate is none of its own.
		{name: "tc26-cms/root256_key.pem", keys: "GOST256 tc26-256-A", certificate: "tc26-cms/recipient256_cert.pem"},
		{name: "tc26-cms/sender256_key.pem", keys: "GOST256 tc26-256-A", certificate: "tc26-cms/sender256_cert.pem"},
		{name: "tc26-cms/sender512_key.pem", keys: "GOST512 tc26-512-A", certificate: "tc26-cms/sender512_cert.pem"},
		{name: "tc26-cms/recipient256_key.pem", keys: "GOST256 tc26-256-A", certificate: "tc26-cms/recipient256_cert.pem"},
		{name: "tc26-cms/recipient512_key.pem", keys: "GOST512 tc26-512-A", certificate: "tc26-cms/recipient512_cert.pem"},
		{name: oracle + "ee.key", keys: "GOST256 tc26-256-A", certificate: oracle + "ee.pem"},
		{name: oracle + "ee512.key", keys: "GOST512 tc26-512-C", certificate: oracle + "ee512.pem"},
		{name: oracle + "ip.key", keys: "GOST256 CryptoPro-B", certificate: oracle + "ip.pem"},
		{name: oracle + "rev.key", keys: "GOST256 CryptoPro-A", certificate: oracle + "rev.pem"},
		{name: oracle + "root.key", keys: "GOST512 tc26-512-A", certificate: oracle + "root.pem"},
		{name: oracle + "sub.key", keys: "GOST256 CryptoPro-A", certificate: oracle + "sub.pem"},
		{name: oracle + "tsa.key", keys: "GOST256 CryptoPro-A", certificate: oracle + "tsa.pem"},
		{name: oracle + "ocsp.key", keys: "GOST256 CryptoPro-A", certificate: oracle + "ocsp.pem"},
		{name: oracle + "ee.p12", password: "Пароль", keys: "GOST256 tc26-256-A", certs: 2, authenticated: true},
	}
}

func describe(k Key) string {
	kinds := map[algorithm.KeyKind]string{
		algorithm.GOST256: "GOST256", algorithm.GOST512: "GOST512", algorithm.GOST2001: "GOST2001",
		algorithm.RSA: "RSA", algorithm.ECDSA: "ECDSA",
	}
	if g, ok := k.PrivateKey.(*gost3410.PrivateKey); ok {
		return kinds[k.Kind] + " " + g.Curve().String()
	}
	return kinds[k.Kind]
}

// TestSharedFiles reads every key file and PFX of the data.
func TestSharedFiles(t *testing.T) {
	root := sharedtest.Dir(t, "gost")
	for _, f := range sharedFiles() {
		t.Run(f.name, func(t *testing.T) {
			b, err := Parse(read(t, filepath.Join(root, f.name)), []byte(f.password))
			if err != nil {
				t.Fatal(err)
			}
			k, err := b.Key()
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(k); got != f.keys {
				t.Errorf("key is %s, want %s", got, f.keys)
			}
			if len(b.Certificates) != f.certs || b.Authenticated != f.authenticated || k.FriendlyName != f.name12 {
				t.Errorf("%d certificates, authenticated %v, name %q", len(b.Certificates), b.Authenticated, k.FriendlyName)
			}
			if f.certificate != "" {
				c, err := Parse(read(t, filepath.Join(root, f.certificate)), nil)
				if err != nil {
					t.Fatal(err)
				}
				b.Certificates = append(b.Certificates, c.Certificates...)
			}
			leaf, ok := b.Leaf(k.PrivateKey)
			if ok != (len(b.Certificates) > 0) {
				t.Errorf("certificate of the key found: %v, of %d", ok, len(b.Certificates))
			}
			if f.certs > 0 && f.name != "openssl-oracle/ee.p12" && !cmp.Equal(leaf.LocalKeyID, k.LocalKeyID) {
				t.Errorf("localKeyID of the certificate %x, of the key %x", leaf.LocalKeyID, k.LocalKeyID)
			}
			if f.password != "" {
				wrongPasswords(t, read(t, filepath.Join(root, f.name)))
			}
		})
	}
}

// wrongPasswords asks for an encrypted file with none, the empty and another password.
func wrongPasswords(t *testing.T, data []byte) {
	t.Helper()
	if _, err := Parse(data, nil); !errors.Is(err, ErrNoPassword) {
		t.Errorf("without a password: %v", err)
	}
	for _, p := range []string{"", "другой"} {
		if _, err := Parse(data, []byte(p)); !errors.Is(err, ErrPassword) {
			t.Errorf("with password %q: %v", p, err)
		}
	}
}

// TestSharedFilesNamed finds no key file or PFX in the data that the table leaves out.
func TestSharedFilesNamed(t *testing.T) {
	root := sharedtest.Dir(t, "gost")
	named := []string{
		// SafeContents without a PFX around it: see TestTC26SafeContents.
		"pygost/pfx-TestPFX-test_encrypted_data-1.der",
		// RSA of 1024 bits: see TestT6_RSA.
		"bc/PKCS8Test-pkcs8Gost3411.der",
	}
	for _, f := range sharedFiles() {
		named = append(named, f.name)
	}
	looksLikeKey := regexp.MustCompile(`(?i)(key[^/]*\.(der|pem|p8|p12)|\.p8(-pem|-der)?|\.p12|\.pfx|\.key|priv\.pem|PKCS8[^/]*\.der|/pfx-[^/]*)$`)
	otherwise := regexp.MustCompile(`pubkey|key(agree|trans)|Key(Agree|Trans)`)
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if looksLikeKey.MatchString(name) && !otherwise.MatchString(name) && !strings.HasPrefix(name, "cryptopro/") &&
			!slices.Contains(named, name) {
			t.Errorf("%s is not in the table", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTC26SafeContents reads the decrypted part of the example of Р 50.1.112-2016.
func TestTC26SafeContents(t *testing.T) {
	s := &safe{reader: newReader(nil, 0), bundle: &Bundle{}}
	if err := s.contents(sharedtest.File(t, "gost/pygost", "pfx-TestPFX-test_encrypted_data-1.der"), 1); err != nil {
		t.Fatal(err)
	}
	if len(s.bundle.Certificates) != 1 || hex.EncodeToString(s.bundle.Certificates[0].LocalKeyID) != "01000000" {
		t.Errorf("bags: %+v", s.bundle)
	}
}

// TestGnuTLSText compares numbers with those that GnuTLS prints beside its keys.
func TestGnuTLSText(t *testing.T) {
	for _, name := range []string{
		"key-gost01.p8", "key-gost01-2.p8", "key-gost01-2-enc.p8", "key-gost12-256.p8", "key-gost12-256-2.p8",
		"key-gost12-256-2-enc.p8",
	} {
		t.Run(name, func(t *testing.T) {
			text := string(sharedtest.File(t, "gost/gnutls", name+".txt"))
			b, err := Parse(sharedtest.File(t, "gost/gnutls", name), []byte(tc26Password))
			if err != nil {
				t.Fatal(err)
			}
			want := printedNumber(t, text, "private key:")
			d := b.Keys[0].PrivateKey.(*gost3410.PrivateKey).Bytes()
			slices.Reverse(d)
			if got := hex.EncodeToString(d); got != want {
				t.Errorf("key %s, want %s", got, want)
			}
		})
	}
}

// printedNumber takes the octets after a title, as many lines as hold nothing but octets.
func printedNumber(t *testing.T, text, title string) string {
	t.Helper()
	_, after, ok := strings.Cut(text, title)
	if !ok {
		t.Fatalf("no %q in the text", title)
	}
	var digits strings.Builder
	for _, line := range strings.Split(strings.TrimLeft(after, "\n"), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			break
		}
		digits.WriteString(strings.ReplaceAll(line, ":", ""))
	}
	return strings.TrimPrefix(digits.String(), "00")
}

func read(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}
