package keyfile

import (
	"archive/zip"
	"bytes"
	"crypto/cipher"
	"crypto/sha1"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/text/encoding/charmap"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost28147"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/gost/streebog"
)

// containerOf makes a container as the programs that read them describe it. No container made by CryptoPro CSP is among our
// data, so that what is tested here is that we read what we believe them to be.
func containerOf(tb testing.TB, key *gost3410.PrivateKey, kind algorithm.KeyKind, password string) fstest.MapFS {
	tb.Helper()
	primary, masks := containerFiles(tb, key, kind, password)
	fingerprint := key.PublicKey().Bytes()[:8]
	r := newReader([]byte(password), MaxIterations)
	content := [][]byte{
		der.Element(asn1.BIT_STRING, []byte{5, 0x20}),
		containerParameters(tb, key, kind),
	}
	if password != "" && kind != algorithm.GOST2001 {
		check, err := r.storageKey(kind, fingerprint)
		if err != nil {
			tb.Fatal(err)
		}
		content = append(content, der.Element(der.Context(2), imit(tb, check, make([]byte, 16))))
	}
	content = append(content,
		der.Element(der.Context(5), der.Element(asn1.SEQUENCE, integer(1))),
		der.Element(der.Context(10), fingerprint),
		der.Element(der.Explicit(12), der.Element(asn1.SEQUENCE, oidElement(oidData))))
	return fstest.MapFS{
		"header.key":  {Data: headerOf(tb, content...)},
		"primary.key": {Data: primary},
		"masks.key":   {Data: masks},
		"name.key":    {Data: der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, []byte("le-name")))},
	}
}

func containerParameters(tb testing.TB, key *gost3410.PrivateKey, kind algorithm.KeyKind) []byte {
	tb.Helper()
	id, err := der.Whole(gostIdentifier(tb, key), asn1.SEQUENCE)
	if err != nil {
		tb.Fatal(err)
	}
	if kind == algorithm.GOST2001 {
		id = bytes.Replace(id, oidElement(algorithm.OIDKeyGOST256), oidElement(oidAgreement2001), 1)
	}
	return der.Element(asn1.SEQUENCE, der.Element(asn1.BIT_STRING, []byte{5, 0xa0}), der.Element(der.Explicit(0), id))
}

func headerOf(tb testing.TB, content ...[]byte) []byte {
	tb.Helper()
	inner := der.Element(asn1.SEQUENCE, content...)
	return der.Element(asn1.SEQUENCE, inner, der.Element(asn1.OCTET_STRING, imit(tb, make([]byte, 32), inner)))
}

func containerFiles(tb testing.TB, key *gost3410.PrivateKey, kind algorithm.KeyKind, password string) (primary, masks []byte) {
	tb.Helper()
	curve := key.Curve()
	mask, salt := testKey(tb, curve).Bytes(), []byte("twelve bytes")
	masked, err := curve.NewMaskedPrivateKey(append(key.Bytes(), mask...))
	if err != nil {
		tb.Fatal(err)
	}
	storage, err := newReader([]byte(password), MaxIterations).storageKey(kind, salt)
	if err != nil {
		tb.Fatal(err)
	}
	set := gost28147.TC26Z
	if kind == algorithm.GOST2001 {
		set = gost28147.CryptoProA
	}
	c, err := gost28147.NewCipher(storage, set)
	if err != nil {
		tb.Fatal(err)
	}
	sealed := masked.Bytes()
	for i := 0; i < len(sealed); i += 8 {
		c.Encrypt(sealed[i:], sealed[i:])
	}
	return der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, sealed)),
		der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, mask), der.Element(asn1.OCTET_STRING, salt),
			der.Element(asn1.OCTET_STRING, imit(tb, mask[len(mask)-32:], salt)))
}

func imit(tb testing.TB, key, text []byte) []byte {
	tb.Helper()
	mac, err := gost28147.NewMAC(key, nil, gost28147.TC26Z)
	if err != nil {
		tb.Fatal(err)
	}
	mac.Write(text)
	return mac.Sum(nil)
}

// TestContainer reads containers on all curves, with a password and without.
func TestContainer(t *testing.T) {
	for _, curve := range curves() {
		kinds := []algorithm.KeyKind{algorithm.GOST256, algorithm.GOST2001}
		if curve.Size() == 64 {
			kinds = []algorithm.KeyKind{algorithm.GOST512}
		}
		for _, kind := range kinds {
			for _, password := range []string{"", "12345678", "пароль"} {
				key := testKey(t, curve)
				files := containerOf(t, key, kind, password)
				b, err := ParseContainer(files, []byte(password))
				if err != nil {
					t.Errorf("%s, %s, %q: %v", curve, kind, password, err)
					continue
				}
				if !key.Equal(b.Keys[0].PrivateKey) || b.Keys[0].Kind != kind || b.Keys[0].FriendlyName != "le-name" ||
					len(b.Certificates) != 1 {
					t.Errorf("%s, %s, %q: %+v", curve, kind, password, b)
				}
				if _, err := ParseContainer(files, []byte("wrong")); !errors.Is(err, ErrPassword) {
					t.Errorf("%s, %s, wrong password: %v", curve, kind, err)
				}
				if _, err := ParseContainer(files, nil); password != "" && !errors.Is(err, ErrNoPassword) {
					t.Errorf("%s, %s, no password: %v", curve, kind, err)
				}
			}
		}
	}
}

// TestContainerBroken tells a file that has been changed from a wrong password, where the header has a code of the password.
func TestContainerBroken(t *testing.T) {
	key := testKey(t, gost3410.CryptoProA())
	for name, want := range map[string]error{"primary.key": ErrMalformed, "masks.key": ErrMalformed, "header.key": ErrPassword} {
		files := containerOf(t, key, algorithm.GOST256, "pin")
		data := files[name].Data
		switch name {
		case "header.key":
			// The code of the password.
			i := bytes.Index(data, []byte{byte(der.Context(2)), 4})
			data[i+2] ^= 1
			// With a right key it is not asked for.
			if _, err := ParseContainer(files, []byte("pin")); err != nil {
				t.Errorf("code of the password: %v", err)
			}
			files["primary.key"].Data[10] ^= 1
		default:
			data[10] ^= 1
		}
		if _, err := ParseContainer(files, []byte("pin")); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"header.key", "primary.key", "masks.key"} {
		files := containerOf(t, key, algorithm.GOST256, "")
		for n := range files[name].Data {
			short := fstest.MapFS{name: {Data: files[name].Data[:n]}}
			for other, f := range files {
				if other != name {
					short[other] = f
				}
			}
			if _, err := ParseContainer(short, nil); err == nil {
				t.Fatalf("%s cut to %d bytes is read", name, n)
			}
		}
		delete(files, name)
		if _, err := ParseContainer(files, nil); err == nil {
			t.Errorf("without %s", name)
		}
	}
	files := containerOf(t, key, algorithm.GOST256, "")
	files["name.key"] = &fstest.MapFile{Data: make([]byte, maxContainerFile+1)}
	if _, err := ParseContainer(files, nil); !errors.Is(err, ErrLimit) {
		t.Errorf("a long file: %v", err)
	}
}

// TestContainerForms reads a key that may not be exported, a padded header, names in capitals, a second key and a Russian name,
// out of a zip archive.
func TestContainerForms(t *testing.T) {
	first, second := testKey(t, gost3410.CryptoProA()), testKey(t, gost3410.CryptoProA())
	files := containerOf(t, first, algorithm.GOST256, "pin")
	sealed, err := der.Whole(files["primary.key"].Data, asn1.SEQUENCE)
	if err != nil {
		t.Fatal(err)
	}
	files["primary.key"].Data = der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, make([]byte, 32)),
		der.Element(der.Context(0), sealed[2:]))
	primary2, masks2 := containerFiles(t, second, algorithm.GOST256, "pin")
	parameters, err := der.Whole(containerParameters(t, second, algorithm.GOST256), asn1.SEQUENCE)
	if err != nil {
		t.Fatal(err)
	}
	header := headerOf(t, der.Element(asn1.BIT_STRING, []byte{0}), containerParameters(t, first, algorithm.GOST256),
		der.Element(der.Explicit(4), parameters),
		der.Element(der.Context(10), first.PublicKey().Bytes()[:8]), der.Element(der.Context(11), second.PublicKey().Bytes()[:8]))
	files["header.key"].Data = append(header, make([]byte, 100)...)
	files["primary2.key"], files["masks2.key"] = &fstest.MapFile{Data: primary2}, &fstest.MapFile{Data: masks2}
	name, err := charmap.Windows1251.NewEncoder().Bytes([]byte("«Ёлкин и сын»"))
	if err != nil {
		t.Fatal(err)
	}
	files["name.key"].Data = der.Element(asn1.SEQUENCE, der.Element(asn1.IA5String, name))

	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for name, f := range files {
		part, err := w.Create(strings.ToUpper(name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(f.Data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParseContainer(z, []byte("pin"))
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Keys) != 2 || !first.Equal(b.Keys[0].PrivateKey) || !second.Equal(b.Keys[1].PrivateKey) || b.Keys[1].FriendlyName != "«Ёлкин и сын»" {
		t.Errorf("%+v", b)
	}
	if _, err := b.Key(); !errors.Is(err, ErrNoKey) {
		t.Errorf("one key of two: %v", err)
	}
}

// cryptoProShroud encrypts a key as CryptoPro CSP does it in PKCS #12, by what programs that read it say.
func cryptoProShroud(tb testing.TB, key *gost3410.PrivateKey, password string, set gost28147.ParamSet) []byte {
	tb.Helper()
	salt, ukm := []byte("a salt of 16 byt"), []byte("8 octets")
	transport, err := newReader(nil, MaxIterations).cryptoProTransport([]byte(password), salt, 2000)
	if err != nil {
		tb.Fatal(err)
	}
	kek := streebog.KDF(transport, []byte(exportLabel), ukm)
	encrypted, code, err := gost28147.WrapKey(kek[:], ukm, key.Bytes(), set)
	if err != nil {
		tb.Fatal(err)
	}
	id := gostIdentifier(tb, key)
	content, err := der.Whole(id, asn1.SEQUENCE)
	if err != nil {
		tb.Fatal(err)
	}
	// Without the hash function the curve stands alone in its SEQUENCE, as in the identifier.
	value := der.Element(asn1.SEQUENCE,
		der.Element(asn1.OCTET_STRING, ukm),
		der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, encrypted), der.Element(asn1.OCTET_STRING, code[:])),
		der.Element(der.Explicit(0), der.Element(asn1.BIT_STRING, []byte{5, 0xa0}), der.Element(der.Explicit(0), content)))
	blob := append(make([]byte, blobHeader), der.Element(asn1.SEQUENCE, value, der.Element(asn1.OCTET_STRING, []byte("code")))...)
	plain := der.Element(asn1.SEQUENCE, integer(0), id, der.Element(asn1.OCTET_STRING, blob))
	stream, err := gost28147.NewCFBEncrypter(transport, salt[:8], gost28147.CryptoProA)
	if err != nil {
		tb.Fatal(err)
	}
	stream.XORKeyStream(plain, plain)
	parameters := der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, salt), integer(2000))
	return der.Element(asn1.SEQUENCE, identifier(oidPBECryptoPro, parameters), der.Element(asn1.OCTET_STRING, plain))
}

// TestCryptoProKey reads keys under the encryption of CryptoPro. The derivation from the password is held by a value of the
// program itself (TestCryptoProTransport), the rest by what we believe.
func TestCryptoProKey(t *testing.T) {
	for _, curve := range curves() {
		for _, set := range []gost28147.ParamSet{gost28147.CryptoProA, gost28147.TC26Z} {
			key := testKey(t, curve)
			file := cryptoProShroud(t, key, "пароль", set)
			got, err := ParseEncryptedPKCS8(file, []byte("пароль"))
			if err != nil || !key.Equal(got.PrivateKey) {
				t.Errorf("%s: %v", curve, err)
			}
			for _, wrong := range []string{"", "parol"} {
				if _, err := ParseEncryptedPKCS8(file, []byte(wrong)); !errors.Is(err, ErrPassword) {
					t.Errorf("%s, password %q: %v", curve, wrong, err)
				}
			}
			changed := slices.Clone(file)
			changed[len(file)-40] ^= 1
			if got, err := ParseEncryptedPKCS8(changed, []byte("пароль")); err == nil && !key.Equal(got.PrivateKey) {
				t.Errorf("%s: a changed file gives another key", curve)
			}
		}
	}
}

// TestCryptoProPFX reads a PFX as CryptoPro CSP lays it out: the key under its own encryption, certificates under RC2 with 40 bits,
// a code by SHA-1 with the function of RFC 7292.
func TestCryptoProPFX(t *testing.T) {
	key := testKey(t, gost3410.CryptoProA())
	const password = "пароль"
	form, salt := passwordForms([]byte(password))[0], []byte("salt salt")
	r := newReader(nil, MaxIterations)
	var derived [3][]byte
	for i, size := range []int{5, 8, sha1.Size} {
		var err error
		if derived[i], err = r.kdf12(sha1.New, byte(i+1), form.bmp, salt, 2000, size); err != nil {
			t.Fatal(err)
		}
	}
	value := der.Element(asn1.SEQUENCE, oidElement(oidX509Certificate),
		der.Element(der.Explicit(0), der.Element(asn1.OCTET_STRING, der.Element(asn1.SEQUENCE, integer(1)))))
	bags := der.Element(asn1.SEQUENCE, bag(oidCertBag, value, Attributes{LocalKeyID: []byte{1, 0, 0, 0}}))
	padding := 8 - len(bags)%8
	bags = append(bags, bytes.Repeat([]byte{byte(padding)}, padding)...)
	cipher.NewCBCEncrypter(newRC2(derived[0]), derived[1]).CryptBlocks(bags, bags)
	parameters := der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, salt), integer(2000))
	info := der.Element(asn1.SEQUENCE, oidElement(oidData), identifier(oidPBERC240, parameters), der.Element(der.Context(0), bags))
	shrouded := bag(oidShroudedKeyBag, cryptoProShroud(t, key, password, gost28147.CryptoProA), Attributes{LocalKeyID: []byte{1, 0, 0, 0}})
	content := der.Element(asn1.SEQUENCE, data(der.Element(asn1.SEQUENCE, shrouded)),
		contentInfo(oidEncryptedData, der.Element(asn1.SEQUENCE, integer(0), info)))
	digest := der.Element(asn1.SEQUENCE, identifier(algorithm.OIDSHA1, []byte{5, 0}),
		der.Element(asn1.OCTET_STRING, code(sha1.New, derived[2], content)))
	file := der.Element(asn1.SEQUENCE, integer(3), data(content),
		der.Element(asn1.SEQUENCE, digest, der.Element(asn1.OCTET_STRING, salt), integer(2000)))

	b, err := Parse(file, []byte(password))
	if err != nil || len(b.Keys) != 1 || !key.Equal(b.Keys[0].PrivateKey) || len(b.Certificates) != 1 || !b.Authenticated {
		t.Errorf("%+v, %v", b, err)
	}
	wrongPasswords(t, file)
}
