package keyfile

import (
	"bytes"
	"encoding/pem"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// sharedBundle is two keys of the data, one with its certificate.
func sharedBundle(tb testing.TB) *Bundle {
	tb.Helper()
	b := &Bundle{}
	for _, name := range []string{"ee.key", "ee.pem", "sub.pem", "ip.key"} {
		read, err := Parse(sharedtest.File(tb, "gost/openssl-oracle", name), nil)
		if err != nil {
			tb.Fatal(err)
		}
		b.Keys = append(b.Keys, read.Keys...)
		b.Certificates = append(b.Certificates, read.Certificates...)
	}
	b.Keys[0].FriendlyName = "ООО «Ромашка» 𝄞"
	return b
}

// TestPKCS12 reads what we write, in every cipher and with every function.
func TestPKCS12(t *testing.T) {
	b := sharedBundle(t)
	for c := Cipher(0); c <= AES256; c++ {
		for prf := PRF(0); prf <= HMACSHA256; prf++ {
			file, err := WritePKCS12(b, []byte("пароль"), Encryption{Cipher: c, PRF: prf, Iterations: minIterations})
			if err != nil {
				t.Fatal(err)
			}
			got, err := Parse(file, []byte("пароль"))
			if err != nil {
				t.Errorf("cipher %d, PRF %d: %v", c, prf, err)
				continue
			}
			if len(got.Keys) != 2 || !same(got.Keys[0].PrivateKey, b.Keys[0].PrivateKey) || !same(got.Keys[1].PrivateKey, b.Keys[1].PrivateKey) ||
				!got.Authenticated || got.Keys[0].FriendlyName != b.Keys[0].FriendlyName {
				t.Errorf("cipher %d, PRF %d: %+v", c, prf, got)
			}
			leaf, ok := got.Leaf(got.Keys[0].PrivateKey)
			if !ok || len(leaf.LocalKeyID) != 20 || !bytes.Equal(leaf.LocalKeyID, got.Keys[0].LocalKeyID) {
				t.Errorf("cipher %d: certificate %v, identifiers %x and %x", c, ok, leaf.LocalKeyID, got.Keys[0].LocalKeyID)
			}
			if got.Keys[1].LocalKeyID != nil || got.Certificates[1].LocalKeyID != nil {
				t.Error("identifiers of what has no pair")
			}
		}
	}
	if b.Keys[0].LocalKeyID != nil {
		t.Error("WritePKCS12 has changed what it was given")
	}
}

// TestEncryptedPKCS8 reads what we write. A file under OMAC is Authenticated, the others are not.
func TestEncryptedPKCS8(t *testing.T) {
	key := testKey(t, gost3410.TC512C())
	for c := Cipher(0); c <= AES256; c++ {
		file, err := WriteEncryptedPKCS8(key, []byte("пароль"), Encryption{Cipher: c, Iterations: minIterations})
		if err != nil {
			t.Fatal(err)
		}
		b, err := Parse(file, []byte("пароль"))
		if err != nil || !key.Equal(b.Keys[0].PrivateKey) {
			t.Fatalf("cipher %d: %v", c, err)
		}
		if omac := c == 0 || c == KuznyechikOMAC || c == MagmaOMAC; b.Authenticated != omac {
			t.Errorf("cipher %d: authenticated %v", c, b.Authenticated)
		}
		wrongPasswords(t, file)
		text := pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: file})
		if b, err = Parse(append([]byte("\ufeffкакой-то текст\n"), text...), []byte("пароль")); err != nil || !key.Equal(b.Keys[0].PrivateKey) {
			t.Errorf("cipher %d, PEM: %v", c, err)
		}
	}
}

// TestWriteRefuses holds what is not written.
func TestWriteRefuses(t *testing.T) {
	key := testKey(t, gost3410.CryptoProA())
	for _, c := range []struct {
		password string
		e        Encryption
		want     error
	}{
		{"", Encryption{}, ErrNoPassword},
		{"1", Encryption{Iterations: 999}, ErrLimit},
		{"1", Encryption{Iterations: maxWritten + 1}, ErrLimit},
		{"1", Encryption{Cipher: AES256 + 1}, ErrUnsupported},
		{"1", Encryption{PRF: HMACSHA256 + 1}, ErrUnsupported},
	} {
		if _, err := WriteEncryptedPKCS8(key, []byte(c.password), c.e); !errors.Is(err, c.want) {
			t.Errorf("%q, %+v: %v", c.password, c.e, err)
		}
		if _, err := WritePKCS12(&Bundle{Keys: []Key{{PrivateKey: key}}}, []byte(c.password), c.e); !errors.Is(err, c.want) {
			t.Errorf("PFX, %q, %+v: %v", c.password, c.e, err)
		}
	}
	if _, err := WriteEncryptedPKCS8(key, []byte("1"), Encryption{Rand: strings.NewReader("short")}); err == nil {
		t.Error("a source of random bytes that ends")
	}
	if _, err := WritePKCS12(&Bundle{}, []byte("1"), Encryption{}); !errors.Is(err, ErrNoKey) {
		t.Errorf("PFX of nothing: %v", err)
	}
	if _, err := WritePKCS12(&Bundle{Certificates: []Certificate{{Raw: []byte("x")}}}, []byte("1"), Encryption{}); err == nil {
		t.Error("PFX of a certificate that is none")
	}
}

// TestPKCS12Changed changes each octet of a PFX: what is read at all is the same.
func TestPKCS12Changed(t *testing.T) {
	key := testKey(t, gost3410.CryptoProA())
	e, err := Encryption{}.complete(Kuznyechik, []byte("1"))
	if err != nil {
		t.Fatal(err)
	}
	e.Iterations = 1
	file, err := e.pfx(&Bundle{Keys: []Key{{PrivateKey: key}}}, []byte("1"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range file {
		changed := bytes.Clone(file)
		changed[i] ^= 1
		b, err := newReader([]byte("1"), 1000).file(changed)
		if err == nil && (len(b.Keys) != 1 || !key.Equal(b.Keys[0].PrivateKey)) {
			t.Errorf("octet %d of %d: %+v", i, len(file), b)
		}
		if err == nil && b.Authenticated {
			t.Errorf("octet %d of %d: a change goes unnoticed", i, len(file))
		}
	}
	for i := range file {
		if _, err := newReader([]byte("1"), 1000).file(file[:i]); err == nil {
			t.Errorf("cut to %d of %d octets", i, len(file))
		}
	}
	if _, err := Parse(append(file, 0), []byte("1")); !errors.Is(err, ErrMalformed) {
		t.Errorf("with a tail: %v", err)
	}
}

// TestPKCS12BER reads a PFX whose outer structures have indefinite lengths and octets in pieces, as NSS and old Windows write.
func TestPKCS12BER(t *testing.T) {
	b := sharedBundle(t)
	file, err := WritePKCS12(b, []byte("1"), Encryption{Iterations: minIterations})
	if err != nil {
		t.Fatal(err)
	}
	seq, err := der.Whole(file, asn1.SEQUENCE)
	if err != nil {
		t.Fatal(err)
	}
	var version int64
	seq.ReadASN1Integer(&version)
	content, err := der.Whole(authSafeOf(t, file), asn1.OCTET_STRING)
	if err != nil {
		t.Fatal(err)
	}
	half := len(content) / 2
	pieces := indefinite(0x24, der.Element(asn1.OCTET_STRING, content[:half]), der.Element(asn1.OCTET_STRING, content[half:]))
	mac := seq[len(seq)-len(macOf(t, file)):]
	ber := indefinite(0x30, integer(3), indefinite(0x30, oidElement(oidData), indefinite(0xa0, pieces)), mac)
	got, err := Parse(ber, []byte("1"))
	if err != nil || len(got.Keys) != 2 || !got.Authenticated {
		t.Errorf("BER: %v", err)
	}
}

func indefinite(tag byte, parts ...[]byte) []byte {
	return append(append([]byte{tag, 0x80}, bytes.Join(parts, nil)...), 0, 0)
}

// authSafeOf and macOf take a PFX of ours apart.
func authSafeOf(tb testing.TB, file []byte) []byte {
	tb.Helper()
	content, _ := splitPFX(tb, file)
	return content
}

func macOf(tb testing.TB, file []byte) []byte {
	tb.Helper()
	_, mac := splitPFX(tb, file)
	return mac
}

func splitPFX(tb testing.TB, file []byte) (content, mac []byte) {
	tb.Helper()
	seq, err := der.Whole(file, asn1.SEQUENCE)
	var version int64
	var oid der.OID
	info, explicit := seq, seq
	if err != nil || !seq.ReadASN1Integer(&version) || !seq.ReadASN1(&info, asn1.SEQUENCE) || !der.ReadOID(&info, &oid) ||
		!info.ReadASN1(&explicit, der.Explicit(0)) {
		tb.Fatal("not a PFX of ours")
	}
	return explicit, seq
}

// TestPKCS12Pieces reads encrypted content in pieces, which no tag tells from other structures.
func TestPKCS12Pieces(t *testing.T) {
	content := der.Element(der.Explicit(0), der.Element(asn1.OCTET_STRING, []byte("ab")), der.Element(asn1.OCTET_STRING, []byte("c")))
	got, ok := implicitOctets(content)
	if diff := cmp.Diff("abc", string(got)); !ok || diff != "" {
		t.Error(diff)
	}
	if _, ok := implicitOctets(der.Element(der.Explicit(0), integer(1))); ok {
		t.Error("a number in pieces")
	}
}

// TestPKCS12Limits refuses bags within bags and too many of them.
func TestPKCS12Limits(t *testing.T) {
	bags := der.Element(asn1.SEQUENCE)
	for range maxDepth + 1 {
		bags = der.Element(asn1.SEQUENCE, bag(oidSafeContentsBag, bags, Attributes{}))
	}
	many := der.Element(asn1.SEQUENCE, bytes.Repeat(bag(oidData, integer(1), Attributes{}), maxItems+1))
	for _, bags := range [][]byte{bags, many} {
		file := der.Element(asn1.SEQUENCE, integer(3), data(der.Element(asn1.SEQUENCE, data(bags))))
		if _, err := Parse(file, nil); !errors.Is(err, ErrLimit) {
			t.Error(err)
		}
	}
	if _, err := Parse(make([]byte, MaxSize+1), nil); !errors.Is(err, ErrLimit) {
		t.Error(err)
	}
}

// TestPasswordForms holds the forms of RFC 7292, appendix B.1, and those of programs.
func TestPasswordForms(t *testing.T) {
	for password, want := range map[string][]string{
		"":       {"\x00\x00", ""},
		"Beavis": {"\x00B\x00e\x00a\x00v\x00i\x00s\x00\x00"},
		"Пя":     {"\x04\x1f\x04\x4f\x00\x00", "\x00\xd0\x00\x9f\x00\xd1\x00\x8f\x00\x00"},
		"𝄞":      {"\xd8\x34\xdd\x1e\x00\x00", "\x00\xf0\x00\x9d\x00\x84\x00\x9e\x00\x00"},
		"\xff":   {"\x00\xff\x00\x00"},
	} {
		var got []string
		for _, form := range passwordForms([]byte(password)) {
			got = append(got, string(form.bmp))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", password, diff)
		}
	}
}

// TestUnknown refuses what is no key file.
func TestUnknown(t *testing.T) {
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("hello"), "a number": integer(1), "an empty sequence": {0x30, 0},
		"PEM of something": []byte("-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n"),
	} {
		if _, err := Parse(data, nil); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	encrypted := "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMAA=\n-----END RSA PRIVATE KEY-----\n"
	if _, err := Parse([]byte(encrypted), nil); !errors.Is(err, ErrUnsupported) {
		t.Errorf("encrypted by PEM: %v", err)
	}
}
