package keyfile

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/opensslgost"
)

const opensslPassword = "Пароль 1"

// engineKey is a key that OpenSSL has made, with a certificate of its own.
type engineKey struct {
	name                 string
	algorithm, parameter string
	keyPEM, certPEM      string // paths
	key                  crypto.Signer
	certificate          []byte
}

// engineKeys makes a key on each curve that the engine knows.
func engineKeys(t *testing.T) []engineKey {
	t.Helper()
	opensslgost.Require(t)
	dir := t.TempDir()
	list := []engineKey{
		{name: "CryptoPro-A", algorithm: "gost2012_256", parameter: "A"},
		{name: "CryptoPro-XchA", algorithm: "gost2012_256", parameter: "XA"},
		{name: "CryptoPro-B", algorithm: "gost2012_256", parameter: "B"},
		{name: "CryptoPro-C", algorithm: "gost2012_256", parameter: "C"},
		{name: "tc26-256-A", algorithm: "gost2012_256", parameter: "TCA"},
		{name: "tc26-512-A", algorithm: "gost2012_512", parameter: "A"},
		{name: "tc26-512-B", algorithm: "gost2012_512", parameter: "B"},
		{name: "tc26-512-C", algorithm: "gost2012_512", parameter: "C"},
		{name: "2001", algorithm: "gost2001", parameter: "A"},
	}
	for i := range list {
		k := &list[i]
		k.keyPEM, k.certPEM = filepath.Join(dir, k.name+".key"), filepath.Join(dir, k.name+".pem")
		opensslgost.Run(t, nil, "genpkey", "-algorithm", k.algorithm, "-pkeyopt", "paramset:"+k.parameter, "-out", k.keyPEM)
		opensslgost.Run(t, nil, "req", "-x509", "-new", "-key", k.keyPEM, "-subj", "/CN=x", "-out", k.certPEM, "-days", "9")
		b, err := Parse(append(read(t, k.keyPEM), read(t, k.certPEM)...), nil)
		if err != nil {
			t.Fatal(err)
		}
		leaf, ok := b.Leaf(b.Keys[0].PrivateKey)
		if !ok {
			t.Fatalf("%s: the certificate is not that of the key", k.name)
		}
		k.key, k.certificate = b.Keys[0].PrivateKey, leaf.Raw
	}
	return list
}

// TestOpenSSL takes keys on every curve of the engine to OpenSSL and back.
func TestOpenSSL(t *testing.T) {
	keys := engineKeys(t)
	for name, test := range map[string]func(*testing.T, []engineKey){
		"writes PKCS8": opensslWritesPKCS8, "reads PKCS8": opensslReadsPKCS8, "OMAC of the engine": engineOMAC,
		"writes PKCS12": opensslWritesPKCS12, "reads PKCS12": opensslReadsPKCS12, "old MAC": opensslOldMAC, "forms": opensslForms,
	} {
		t.Run(name, func(t *testing.T) { test(t, keys) })
	}
}

// opensslWritesPKCS8 reads keys that OpenSSL has encrypted. With OMAC the engine 3.0.1 writes no code at all and cannot read
// its own file, so these are left out.
func opensslWritesPKCS8(t *testing.T, keys []engineKey) {
	t.Helper()
	for _, k := range keys {
		for _, args := range [][]string{
			{"-v2", "gost89"},
			{"-v2", "gost89", "-v2prf", "hmacWithSHA1"},
			{"-v2", "gost89", "-v2prf", "id-tc26-hmac-gost-3411-2012-256"},
			{"-v2", "kuznyechik-ctr-acpkm", "-v2prf", "id-tc26-hmac-gost-3411-2012-512"},
			{"-v2", "magma-ctr-acpkm", "-v2prf", "hmacWithSHA256"},
			{"-v2", "aes-256-cbc"},
			{"-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA384"},
			{"-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512"},
			{"-v2", "des3"},
		} {
			file := opensslgost.Run(t, nil, append([]string{"pkcs8", "-topk8", "-in", k.keyPEM, "-passout", "pass:" + opensslPassword}, args...)...)
			b, err := Parse(file, []byte(opensslPassword))
			if err != nil {
				t.Errorf("%s, %v: %v", k.name, args, err)
				continue
			}
			if !same(b.Keys[0].PrivateKey, k.key) {
				t.Errorf("%s, %v: another key", k.name, args)
			}
			if _, err := Parse(file, []byte("1")); !errors.Is(err, ErrPassword) {
				t.Errorf("%s, %v, another password: %v", k.name, args, err)
			}
		}
	}
}

// engineOMAC holds the divergence: without the code that RFC 9337 has at its end, what the engine writes under OMAC is to us
// like a file under another password.
func engineOMAC(t *testing.T, keys []engineKey) {
	t.Helper()
	k := keys[0]
	for _, cipher := range []string{"kuznyechik-ctr-acpkm-omac", "magma-ctr-acpkm-omac"} {
		file := opensslgost.Run(t, nil, "pkcs8", "-topk8", "-in", k.keyPEM, "-passout", "pass:1", "-v2", cipher)
		if _, err := Parse(file, []byte("1")); !errors.Is(err, ErrPassword) {
			t.Errorf("%s: %v", cipher, err)
		}
		if _, err := opensslgost.Try(t, file, "pkcs8", "-passin", "pass:1"); err == nil {
			t.Errorf("%s: the engine reads its own file now; so should we", cipher)
		}
	}
}

// opensslReadsPKCS8 gives our files to OpenSSL, which computes the public key of what it has read.
func opensslReadsPKCS8(t *testing.T, keys []engineKey) {
	t.Helper()
	for _, k := range keys {
		plain, err := WritePKCS8(k.key)
		if err != nil {
			t.Fatal(err)
		}
		opensslPublic(t, k, plain, "")
		for _, e := range []Encryption{
			{Cipher: Kuznyechik}, {Cipher: Magma, PRF: HMACStreebog256}, {Cipher: GOST28147, PRF: HMACSHA256}, {Cipher: AES256},
		} {
			e.Iterations = minIterations
			file, err := WriteEncryptedPKCS8(k.key, []byte(opensslPassword), e)
			if err != nil {
				t.Fatal(err)
			}
			opensslPublic(t, k, file, opensslPassword)
		}
	}
}

func opensslPublic(t *testing.T, k engineKey, file []byte, password string) {
	t.Helper()
	got, err := opensslgost.Try(t, file, "pkey", "-inform", "DER", "-passin", "pass:"+password, "-pubout", "-outform", "DER")
	if err != nil {
		t.Errorf("%s: %v", k.name, err)
		return
	}
	read, err := algorithm.ParsePublicKey(got)
	if err != nil || !equalPublic(k.key, read.Key()) {
		t.Errorf("%s: OpenSSL reads another key: %v", k.name, err)
	}
}

// opensslWritesPKCS12 reads what OpenSSL makes in its forms of today and of yesterday.
func opensslWritesPKCS12(t *testing.T, keys []engineKey) {
	t.Helper()
	for i, k := range keys {
		forms := [][]string{
			{"-keypbe", "gost89", "-certpbe", "gost89", "-macalg", "md_gost12_512"},
			{"-keypbe", "kuznyechik-ctr-acpkm", "-certpbe", "magma-ctr-acpkm", "-macalg", "md_gost12_256"},
		}
		if i == 0 {
			legacy := []string{"-provider", "default", "-provider", "legacy"}
			forms = append(forms,
				[]string{"-macalg", "sha1"}, []string{"-macalg", "sha512"}, []string{"-macalg", "md_gost94"}, []string{"-nomac"},
				[]string{"-keypbe", "NONE", "-certpbe", "NONE", "-macalg", "sha256"},
				append(legacy, "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-RC2-40", "-macalg", "sha1"),
				append(legacy, "-keypbe", "PBE-SHA1-2DES", "-certpbe", "PBE-SHA1-RC2-128", "-macalg", "sha1"))
		}
		for _, form := range forms {
			opensslPFX(t, k, form)
		}
	}
}

// opensslOldMAC reads the code of GOST hash functions as OpenSSL made it before it knew RFC 9548.
func opensslOldMAC(t *testing.T, keys []engineKey) {
	t.Helper()
	t.Setenv("LEGACY_GOST_PKCS12", "1")
	opensslPFX(t, keys[0], []string{"-keypbe", "gost89", "-certpbe", "gost89", "-macalg", "md_gost12_512"})
}

func opensslPFX(t *testing.T, k engineKey, form []string) {
	t.Helper()
	file := opensslgost.Run(t, nil, append([]string{
		"pkcs12", "-export", "-inkey", k.keyPEM, "-in", k.certPEM, "-name", "имя", "-passout", "pass:" + opensslPassword,
	}, form...)...)
	b, err := Parse(file, []byte(opensslPassword))
	if err != nil {
		t.Errorf("%s, %v: %v", k.name, form, err)
		return
	}
	key, err := b.Key()
	if err != nil || !same(key.PrivateKey, k.key) {
		t.Errorf("%s, %v: another key, %v", k.name, form, err)
	}
	leaf, ok := b.Leaf(key.PrivateKey)
	if !ok || !bytes.Equal(leaf.Raw, k.certificate) || len(leaf.LocalKeyID) == 0 || !bytes.Equal(leaf.LocalKeyID, key.LocalKeyID) {
		t.Errorf("%s, %v: certificate %v, identifiers %x and %x", k.name, form, ok, leaf.LocalKeyID, key.LocalKeyID)
	}
	if b.Authenticated == slices.Contains(form, "-nomac") {
		t.Errorf("%s, %v: authenticated %v", k.name, form, b.Authenticated)
	}
	if _, err := Parse(file, []byte("другой")); !errors.Is(err, ErrPassword) {
		t.Errorf("%s, %v, another password: %v", k.name, form, err)
	}
}

// opensslReadsPKCS12 gives our PFX to OpenSSL, which checks its code and takes it apart.
func opensslReadsPKCS12(t *testing.T, keys []engineKey) {
	t.Helper()
	dir := t.TempDir()
	for _, k := range keys {
		bundle := &Bundle{
			Keys:         []Key{{PrivateKey: k.key, Attributes: Attributes{FriendlyName: "ключ"}}},
			Certificates: []Certificate{{Raw: k.certificate}},
		}
		for _, e := range []Encryption{{}, {Cipher: Magma}, {Cipher: GOST28147}, {Cipher: AES256}} {
			e.Iterations = minIterations
			file, err := WritePKCS12(bundle, []byte(opensslPassword), e)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "ours.p12")
			if err := os.WriteFile(path, file, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := opensslgost.Try(t, nil, "pkcs12", "-in", path, "-passin", "pass:"+opensslPassword, "-nodes")
			if err != nil {
				t.Errorf("%s, %+v: %v", k.name, e, err)
				continue
			}
			b, err := Parse(out, nil)
			if err != nil || len(b.Keys) != 1 || !same(b.Keys[0].PrivateKey, k.key) || len(b.Certificates) != 1 {
				t.Errorf("%s, %+v: %v", k.name, e, err)
			}
			if !strings.Contains(string(out), "localKeyID") || !strings.Contains(string(out), "friendlyName") {
				t.Errorf("%s: no attributes in %q", k.name, out[:100])
			}
			if _, err := opensslgost.Try(t, nil, "pkcs12", "-in", path, "-passin", "pass:other", "-nodes"); err == nil {
				t.Errorf("%s: OpenSSL takes another password", k.name)
			}
		}
	}
}

// opensslForms gives each form of a key to the engine, which reads all of them but masks within octets within octets, and
// takes the other one that it writes.
func opensslForms(t *testing.T, keys []engineKey) {
	t.Helper()
	for _, k := range keys {
		gost, ok := k.key.(*gost3410.PrivateKey)
		if !ok || k.algorithm == "gost2001" {
			continue
		}
		for name, value := range gostForms(t, gost) {
			if name == "masked in octets" {
				continue
			}
			t.Run(k.name+" "+name, func(t *testing.T) { opensslPublic(t, k, privateKeyInfoOf(t, gost, value), "") })
		}
	}
	t.Setenv("GOST_PK_FORMAT", "LEGACY_PK_WRAP")
	k := keys[0]
	b, err := Parse(opensslgost.Run(t, read(t, k.keyPEM), "pkey"), nil)
	if err != nil || !same(b.Keys[0].PrivateKey, k.key) {
		t.Errorf("octets in octets: %v", err)
	}
}

// TestOpenSSLStandardKeys takes RSA and ECDSA keys there and back.
func TestOpenSSLStandardKeys(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []crypto.Signer{rsaKey, ecKey} {
		file, err := WriteEncryptedPKCS8(key, []byte(opensslPassword), Encryption{Cipher: AES256, Iterations: minIterations})
		if err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{nil, {"-traditional"}} {
			back := opensslgost.Run(t, file, append([]string{"pkey", "-inform", "DER", "-passin", "pass:" + opensslPassword}, args...)...)
			b, err := Parse(back, nil)
			if err != nil || !same(b.Keys[0].PrivateKey, key) {
				t.Errorf("%T, %v: %v", key, args, err)
			}
			block, _ := pem.Decode(back)
			if b, err = Parse(block.Bytes, nil); err != nil || !same(b.Keys[0].PrivateKey, key) {
				t.Errorf("%T, %v, DER: %v", key, args, err)
			}
		}
	}
}

// same reports whether two keys are one, whichever standard their files call them by.
func same(a, b crypto.Signer) bool {
	k, ok := a.(interface{ Equal(crypto.PrivateKey) bool })
	return ok && k.Equal(b)
}

func equalPublic(key crypto.Signer, public crypto.PublicKey) bool {
	k, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && k.Equal(public)
}
