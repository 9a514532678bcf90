package keyfile

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// The examples of RFC 9548, appendix A: a key under Kuznyechik with OMAC beside a certificate in the clear, and both under
// Magma. One key, one certificate, the password tc26Password.
const (
	rfc9548A2 = `MIIFKwIBAzCCBMQGCSqGSIb3DQEHAaCCBLUEggSxMIIErTCCAswGCSqGSIb3DQEHAaCCAr0EggK5MIICtTCCArEGCyqGSIb3DQEM` +
		`CgEDoIICSjCCAkYGCiqGSIb3DQEJFgGgggI2BIICMjCCAi4wggHboAMCAQICBAGMuoQwCgYIKoUDBwEBAwIwODENMAsGA1UEChMEVEsyNjEnMCUG` +
		`A1UEAxMeQ0EgVEsyNjogR09TVCAzNC4xMC0xMiAyNTYtYml0MB4XDTAxMDEwMTAwMDAwMFoXDTQ5MTIzMTAwMDAwMFowOzENMAsGA1UEChMEVEsy` +
		`NjEqMCgGA1UEAxMhT1JJR0lOQVRPUjogR09TVCAzNC4xMC0xMiA1MTItYml0MIGgMBcGCCqFAwcBAQECMAsGCSqFAwcBAgECAQOBhAAEgYC0i7da` +
		`vCkOGGVcYqFPtS1fUIROzB0fYARIe0tclTRpare/qzRuVRapqzzO+K21LDpYVfDPs2Sqa13ZN+Ts/JUlv59qCFB2cYpFyB/0kh4+K79yvz7r8+4W` +
		`E0EmZf8T3ae/J1Jo6xGunecH1/G4hMts9HYLnxbwJDMNVGuIHV6gzqOBhzCBhDBjBgNVHSMEXDBagBSsbA5MRGaiQpbinwk7JWbzy6RTKqE8pDow` +
		`ODENMAsGA1UEChMEVEsyNjEnMCUGA1UEAxMeQ0EgVEsyNjogR09TVCAzNC4xMC0xMiAyNTYtYml0ggQBjLqBMB0GA1UdDgQWBBR+BlcJmAytawio` +
		`V+55AFg6ydegpDAKBggqhQMHAQEDAgNBAApeqfHQG6YvR5Pt5oDMiNFiIdeyK5a0qf5gdBe2czLfF1A9Q8M9ya658Xl53zLzgOQXVCfYQsg4DFQB` +
		`rPyHBBAxVDAjBgkqhkiG9w0BCRUxFgQUeVV0+dS25MICJChpmGc/8AoUwE0wLQYJKoZIhvcNAQkUMSAeHgBwADEAMgBGAHIAaQBlAG4AZABsAHkA` +
		`TgBhAG0AZTCCAdkGCSqGSIb3DQEHAaCCAcoEggHGMIIBwjCCAb4GCyqGSIb3DQEMCgECoIIBVzCCAVMwWQYJKoZIhvcNAQUNMEwwKQYJKoZIhvcN` +
		`AQUMMBwECKf4N7NMwugqAgIIADAMBggqhQMHAQEEAgUAMB8GCSqFAwcBAQUCAjASBBAlmt2WDfaPJlsAs0mLKglzBIH1DMvEacbbWRNDVSnXJLWy` +
		`gYrKoipdOjDA/2HEnBZ34uFOLNheUqiKpCPoFpbR2GBiVYVTVK9ibiczgacaEQYzDXtcS0QCZOxpKWfteAlbdJLC/SqPurPYyKi0MVRUPROhbisF` +
		`ASDT38HDH1Dh0dL5f6ga4aPWLrWbbgWERFOoOPyh4DotlPF37AQOwiEjsbyyRHq3HgbWiaxQRuAheqHOn4QVGY92/HFvJ7u3TcnQdLWhTe/lh1RH` +
		`LNF3RnXtN9if9zC23laDZOiWZplUyLrUiTCbHrtn1RppPDmLFNMt9dJ7KKgCkOi7Zm5nhqPChbywX13wcfYxVDAjBgkqhkiG9w0BCRUxFgQUeVV0` +
		`+dS25MICJChpmGc/8AoUwE0wLQYJKoZIhvcNAQkUMSAeHgBwADEAMgBGAHIAaQBlAG4AZABsAHkATgBhAG0AZTBeME4wCgYIKoUDBwEBAgMEQAkB` +
		`Kw4ihn7pSIYTEhu0bcvTPZjI3WgVxCkUVlOsc80G69EKFEOTnObGJGSKJ51UKkOsXF0a7+VBZf3BcVVQh9UECIVEtO+VpuskAgIIAA==`
	rfc9548A3 = `MIIFjAIBAzCCBSUGCSqGSIb3DQEHAaCCBRYEggUSMIIFDjCCA0EGCSqGSIb3DQEHBqCCAzIwggMuAgEAMIIDJwYJKoZIhvcNAQcB` +
		`MFUGCSqGSIb3DQEFDTBIMCkGCSqGSIb3DQEFDDAcBAgUuSVGsSwGjQICCAAwDAYIKoUDBwEBBAIFADAbBgkqhQMHAQEFAQIwDgQM9Hk3dagtS48+` +
		`G/x+gIICwWGPqxxN+sTrKbruRf9R5Ya9cf5AtO1frqMnf1eULfmZmTg/BdE51QQ+Vbnh3v1kmspr6h2+e4Wli+ndEeCWG6A6X/G22h/RAHW2YrVm` +
		`f6cCWxW+YrqzT4h/8RQL/9haunD5LmHPLVsYrEai0OwbgXayDSwARVJQLQYqsLNmZK5ViN+fRiS5wszVJ3AtVq8EuPt41aQEKwPy2gmH4S6WmnQR` +
		`C6W7aoqmIifFPJENJNn5K2M1J6zNESs6bFtYNKMArNqtvv3rioY6eAaaLy6AV6ljsekmqodHmQjvY4eEioJs0xhpXhZY69PXT+ZBeHv6MSheBhwX` +
		`qxAd1DqtPTafMjNK8rqKCap9TtPGvONvo5W9dgwegxRRQzlum8dzV4m1W9Aq4W7t8/UcxDWRz3k6ijFPlGaA9+8ZMTEORHhBRvM6OY2/VNNxbgxW` +
		`fGYuPxpSi3YnCZIPmBEe5lU/Xv7KjzFusGM38F8YR61k4/QNpKI1QUv714YKfaUQznshGGzILv1NGID62pl1+JI3vuawi2mDMrmkuM9QFU9v/kRP` +
		`+c2uBHDuOGEUUSNhF08p7+w3vxplatGWXH9fmIsPBdk2f3wkn+rwoqrEuijMI/bCAylU/M0DMKhAo9j31UYSZdi4fsfRWYDJMq/8FPn96tuo+oCp` +
		`bqv3NUwpZM/8Li4xqgTHtYw/+fRG0/P6XadNEiII/TYjenLfVHXjAHOVJsVeCu/t3EsMYHQddNChrFk/Ic2PdIQOyB4/enpW0qrKegSbyZNuF1WI` +
		`4zl4mI89L8dTQBUkhy45yQXZlDD8k1ErYdtdEsPtz/4zuSpbnmwCEIRoOuSXtGuJP+tbcWEXRKM2UBgi3qBjpn7DU18MtsrRM9pDdadl8mT/Vfh9` +
		`+B8dZBZVxgQu70lMPEGexbUkYHuFCCnyi9J0V92StbIzElxla1VebjCCAcUGCSqGSIb3DQEHAaCCAbYEggGyMIIBrjCCAaoGCyqGSIb3DQEMCgEC` +
		`oIIBQzCCAT8wVQYJKoZIhvcNAQUNMEgwKQYJKoZIhvcNAQUMMBwECP0EQk0O1twvAgIIADAMBggqhQMHAQEEAgUAMBsGCSqFAwcBAQUBATAOBAzw` +
		`xSqgAAAAAAAAAAAEgeUqj9mI3RDfK5hMd0EeYws7foZK/5ANr2wUhP5qnDjAZgn76lExJ+wuvlnS9PChfWVugvdl/9XJgQvvr9Cu4pOh4ICXplch` +
		`cy0dGk/MzItHRVC5wK2nTxwQ4kKTkG9xhLFzoD16dhtqX0+/dQg9G8pE5EzCBIYRXLm1Arcz9k7KVsTJuNMjFrr7EQuuTr80ATSQOtsq50zpFyrp` +
		`znVPGCrOdIjpymZxNdvw48bZxqTtRVDxCYATOGqz0pwHClWULHD9LIajLMB2GhBKyQw6ujIlltJs0T+WNdX/AT2FLi1LFSS3+Cj9MVQwIwYJKoZI` +
		`hvcNAQkVMRYEFHlVdPnUtuTCAiQoaZhnP/AKFMBNMC0GCSqGSIb3DQEJFDEgHh4AcAAxADIARgByAGkAZQBuAGQAbAB5AE4AYQBtAGUwXjBOMAoG` +
		`CCqFAwcBAQIDBEDp4e22JmXdnvR0xA99yQuzQuJ8pxBeOpsLm2dZQqt3Fje5zqW1uk/7VOcfV5r2bKm8nsLOs2rPT8hBOoeAZvOIBAjGIUHw6IjG` +
		`2QICCAA=`
)

// TestRFC9548 opens the examples of the RFC. Its key is that of the originator, which the data has as sender512.
func TestRFC9548(t *testing.T) {
	for name, text := range map[string]string{"A.2": rfc9548A2, "A.3": rfc9548A3} {
		t.Run(name, func(t *testing.T) {
			data := decode64(t, text)
			b, err := ParsePKCS12(data, []byte(tc26Password))
			if err != nil {
				t.Fatal(err)
			}
			k, err := b.Key()
			if err != nil {
				t.Fatal(err)
			}
			id, _ := hex.DecodeString("795574f9d4b6e4c20224286998673ff00a14c04d")
			want := Attributes{LocalKeyID: id, FriendlyName: "p12FriendlyName"}
			leaf, ok := b.Leaf(k.PrivateKey)
			if !ok || !b.Authenticated || describe(k) != "GOST512 tc26-512-A" {
				t.Errorf("leaf %v, authenticated %v, key %s", ok, b.Authenticated, describe(k))
			}
			if diff := cmp.Diff([]Attributes{want, want}, []Attributes{k.Attributes, leaf.Attributes}); diff != "" {
				t.Errorf("attributes: %s", diff)
			}
			wrongPasswords(t, data)
			sender, err := Parse(sharedtest.File(t, "gost/tc26-cms", "sender512_key.pem"), nil)
			if err != nil {
				t.Fatal(err)
			}
			if !sender.Keys[0].PrivateKey.(*gost3410.PrivateKey).Equal(k.PrivateKey) {
				t.Error("the key is not that of the originator")
			}
		})
	}
}

// TestRFC2268 holds examples of RFC 2268, section 5, whose effective length is that of the key.
func TestRFC2268(t *testing.T) {
	for _, v := range []struct{ key, plain, cipher string }{
		{"ffffffffffffffff", "ffffffffffffffff", "278b27e42e2f0d49"},
		{"3000000000000000", "1000000000000001", "30649edf9be7d2c2"},
		{"88bca90e90875a7f0f79c384627bafb2", "0000000000000000", "2269552ab0f85ca6"},
	} {
		key, _ := hex.DecodeString(v.key)
		plain, _ := hex.DecodeString(v.plain)
		c := newRC2(key)
		out := make([]byte, rc2BlockSize)
		c.Encrypt(out, plain)
		if got := hex.EncodeToString(out); got != v.cipher {
			t.Errorf("encrypted under %s: %s, want %s", v.key, got, v.cipher)
		}
		c.Decrypt(out, out)
		if !bytes.Equal(out, plain) {
			t.Errorf("decrypted under %s: %x", v.key, out)
		}
	}
}

// TestKDF12 holds two derivations of the vectors that implementations of PKCS #12 have shared since 1999: password «smeg».
func TestKDF12(t *testing.T) {
	for _, v := range []struct {
		purpose    byte
		salt       string
		iterations int64
		want       string
	}{
		{forKey, "0a58cf64530d823f", 1, "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3"},
		{forIV, "0a58cf64530d823f", 1, "79993dfe048d3b76"},
		{forMAC, "3d83c0e4546ac140", 1, "8d967d88f6caa9d714800ab3d48051d63f73a312"},
		{forKey, "1682c0fc5b3f7ec5", 1000, "483dd6e919d7de2e8e648ba8f862f3fbfbdc2bcb2c02957f"},
	} {
		salt, _ := hex.DecodeString(v.salt)
		password := "smeg"
		if v.iterations > 1 {
			password = "queeg"
		}
		key, err := newReader(nil, 10_000).kdf12(sha1.New, v.purpose, passwordForms([]byte(password))[0].bmp, salt, v.iterations, len(v.want)/2)
		if err != nil || hex.EncodeToString(key) != v.want {
			t.Errorf("purpose %d, salt %s: %x, %v; want %s", v.purpose, v.salt, key, err, v.want)
		}
	}
}

// TestCryptoProTransport holds a value that CryptoPro CSP 5.0 has made, as another program's tests have it.
func TestCryptoProTransport(t *testing.T) {
	salt, _ := hex.DecodeString("30b445cf1bbf4150e57a544c970ef3be")
	key, err := newReader(nil, 10_000).cryptoProTransport([]byte("pbe-test-2026"), salt, 2000)
	if err != nil {
		t.Fatal(err)
	}
	if got := hex.EncodeToString(key); got != "6eba4d1a27e015c01244bc9856b559a25bf89f6a5fd7c180d97d16e95d8c1d20" {
		t.Errorf("key %s", got)
	}
}

// TestT6_RSA refuses the example of Bouncy Castle under HMAC of ГОСТ Р 34.11-94: it decrypts, but its key has 1024 bits (T6:
// RSA keys of 2048 to 8192 bits).
func TestT6_RSA(t *testing.T) {
	data := sharedtest.File(t, "gost/bc", "PKCS8Test-pkcs8Gost3411.der")
	if _, err := Parse(data, []byte("hello")); !errors.Is(err, ErrLimit) {
		t.Errorf("RSA of 1024 bits: %v", err)
	}
	if _, err := Parse(data, []byte("goodbye")); !errors.Is(err, ErrPassword) {
		t.Errorf("another password: %v", err)
	}
	huge := der.Element(asn1.INTEGER, append([]byte{1}, make([]byte, 1<<20)...))
	parts := [][]byte{integer(0), huge}
	for range 7 {
		parts = append(parts, integer(3))
	}
	if _, err := Parse(der.Element(asn1.SEQUENCE, parts...), nil); !errors.Is(err, ErrLimit) {
		t.Errorf("RSA of a million octets: %v", err)
	}
}

// TestT6_Iterations refuses more than 10,000,000 iterations before the first of them, in one derivation and in all of a file
// together (T6: key files, PBKDF2 at most 10⁷ iterations).
func TestT6_Iterations(t *testing.T) {
	key := testKey(t, gost3410.CryptoProA())
	plain, err := WritePKCS8(key)
	if err != nil {
		t.Fatal(err)
	}
	for _, iterations := range []int{MaxIterations + 1, 1 << 40, 0, -1} {
		kdf := identifier(oidPBKDF2, der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, make([]byte, 8)),
			integer(iterations), identifier(oidHMACStreebog512, nil)))
		scheme := identifier(oidAES256CBC, der.Element(asn1.OCTET_STRING, make([]byte, 16)))
		file := der.Element(asn1.SEQUENCE, identifier(oidPBES2, der.Element(asn1.SEQUENCE, kdf, scheme)),
			der.Element(asn1.OCTET_STRING, plain))
		want := ErrLimit
		if iterations < 1 {
			want = ErrMalformed
		}
		if _, err := Parse(file, []byte("1")); !errors.Is(err, want) {
			t.Errorf("%d iterations: %v", iterations, err)
		}
	}
	r := newReader(nil, 1000)
	if err := errors.Join(r.spend(400, 1), r.spend(300, 2)); err != nil {
		t.Errorf("1000 of 1000 iterations: %v", err)
	}
	if err := r.spend(1, 1); !errors.Is(err, ErrLimit) {
		t.Errorf("1001 of 1000 iterations: %v", err)
	}
}

// TestT6_Lengths refuses keys that are longer or shorter than their curve (T6: exact lengths).
func TestT6_Lengths(t *testing.T) {
	key := testKey(t, gost3410.CryptoProA())
	d := key.Bytes()
	long := append([]byte{1}, bytes.Repeat([]byte{7}, 32)...)
	for name, value := range map[string][]byte{
		"nothing": {}, "31": d[:31], "33": append(bytes.Clone(d), 0), "17 factors": bytes.Repeat(d, 17),
		"octets of 31":           der.Element(asn1.OCTET_STRING, d[:31]),
		"octets with a tail":     append(der.Element(asn1.OCTET_STRING, d), 0),
		"octets of nothing":      der.Element(asn1.OCTET_STRING),
		"number of 33":           der.Element(asn1.INTEGER, long),
		"negative number":        der.Element(asn1.INTEGER, append([]byte{0x80}, d[1:]...)),
		"number with a tail":     append(integer(5), 0),
		"zero":                   make([]byte, 32),
		"number zero":            integer(0),
		"order and more":         bytes.Repeat([]byte{0xff}, 32),
		"a sequence of a number": der.Element(asn1.SEQUENCE, integer(5)),
	} {
		file := privateKeyInfoOf(t, key, value)
		if _, err := ParsePKCS8(file); !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestForms reads one key in every form.
func TestForms(t *testing.T) {
	for _, curve := range curves() {
		key := testKey(t, curve)
		for name, value := range gostForms(t, key) {
			k, err := ParsePKCS8(privateKeyInfoOf(t, key, value))
			if err != nil {
				t.Errorf("%s, %s: %v", curve, name, err)
				continue
			}
			if !key.Equal(k.PrivateKey) {
				t.Errorf("%s, %s: another key", curve, name)
			}
		}
		beside := der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, key.Bytes()),
			der.Element(asn1.OCTET_STRING, testKey(t, curve).PublicKey().Bytes()))
		if _, err := ParsePKCS8(privateKeyInfoOf(t, key, beside)); !errors.Is(err, ErrKey) {
			t.Errorf("%s, beside another public key: %v", curve, err)
		}
	}
}

// gostForms is a key in every form.
func gostForms(tb testing.TB, key *gost3410.PrivateKey) map[string][]byte {
	tb.Helper()
	d := key.Bytes()
	mask := testKey(tb, key.Curve()).Bytes()
	inverse, err := invert(key.Curve(), mask)
	if err != nil {
		tb.Fatal(err)
	}
	product, err := key.Curve().NewMaskedPrivateKey(append(bytes.Clone(d), inverse...))
	if err != nil {
		tb.Fatal(err)
	}
	big := bytes.Clone(d)
	slices.Reverse(big)
	return map[string][]byte{
		"octets": d, "octets in octets": der.Element(asn1.OCTET_STRING, d), "number": number(big),
		"masked":           append(product.Bytes(), mask...),
		"masked twice":     bytes.Join([][]byte{d, mask, inverse}, nil),
		"masked in octets": der.Element(asn1.OCTET_STRING, product.Bytes(), mask),
		"masked, beside the public key": der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, product.Bytes(), mask),
			der.Element(asn1.OCTET_STRING, key.PublicKey().Bytes())),
	}
}

// TestOrders shows that each order is that of its curve: it is no key itself, and the number before it is one.
func TestOrders(t *testing.T) {
	for _, curve := range curves() {
		one := one32(curve)
		if _, err := curve.NewPrivateKey(one); err != nil {
			t.Fatal(err)
		}
		inverse, err := invert(curve, one)
		if err != nil || !bytes.Equal(inverse, one) {
			t.Errorf("%s: inverse of one %x, %v", curve, inverse, err)
		}
		key := testKey(t, curve)
		inverse, err = invert(curve, key.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		product, err := curve.NewMaskedPrivateKey(append(key.Bytes(), inverse...))
		if err != nil || !bytes.Equal(product.Bytes(), one) {
			t.Errorf("%s: a number by its inverse is %v", curve, err)
		}
	}
	if len(orders) != len(curves()) {
		t.Errorf("%d orders of %d curves", len(orders), len(curves()))
	}
}

// TestPublicKeyBeside compares publicKey of RFC 5958 with the private key.
func TestPublicKeyBeside(t *testing.T) {
	key, other := testKey(t, gost3410.TC256A()), testKey(t, gost3410.TC256A())
	id := gostIdentifier(t, key)
	file := func(version int, public []byte) []byte {
		return der.Element(asn1.SEQUENCE, integer(version), id, der.Element(asn1.OCTET_STRING, key.Bytes()),
			der.Element(der.Context(1), append([]byte{0}, public...)))
	}
	if _, err := ParsePKCS8(file(1, key.PublicKey().Bytes())); err != nil {
		t.Error(err)
	}
	if _, err := ParsePKCS8(file(1, der.Element(asn1.OCTET_STRING, key.PublicKey().Bytes()))); err != nil {
		t.Error(err)
	}
	if _, err := ParsePKCS8(file(1, other.PublicKey().Bytes())); !errors.Is(err, ErrKey) {
		t.Errorf("another public key: %v", err)
	}
	if _, err := ParsePKCS8(file(0, key.PublicKey().Bytes())); !errors.Is(err, ErrMalformed) {
		t.Errorf("a public key in version 0: %v", err)
	}
}

// TestCurveOfAnotherSize refuses a curve of 512 bits under the identifier of keys of 256.
func TestCurveOfAnotherSize(t *testing.T) {
	id := gostIdentifier(t, testKey(t, gost3410.TC512A()))
	id = bytes.Replace(id, []byte(algorithm.OIDKeyGOST512), []byte(algorithm.OIDKeyGOST256), 1)
	file := der.Element(asn1.SEQUENCE, integer(0), id, der.Element(asn1.OCTET_STRING, make([]byte, 64)))
	if _, err := ParsePKCS8(file); !errors.Is(err, ErrMalformed) {
		t.Error(err)
	}
}

func curves() []*gost3410.Curve {
	return []*gost3410.Curve{
		gost3410.CryptoProA(), gost3410.CryptoProB(), gost3410.CryptoProC(), gost3410.TC256A(),
		gost3410.TC512A(), gost3410.TC512B(), gost3410.TC512C(),
	}
}

func testKey(tb testing.TB, c *gost3410.Curve) *gost3410.PrivateKey {
	tb.Helper()
	key, err := c.GenerateKey(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

// one32 is the number one in the length of a curve.
func one32(c *gost3410.Curve) []byte {
	one := make([]byte, c.Size())
	one[0] = 1
	return one
}

// number is an INTEGER of a big-endian number.
func number(big []byte) []byte {
	big = bytes.TrimLeft(big, "\x00")
	if big[0]&0x80 != 0 {
		big = append([]byte{0}, big...)
	}
	return der.Element(asn1.INTEGER, big)
}

// gostIdentifier is the AlgorithmIdentifier of a key.
func gostIdentifier(tb testing.TB, key *gost3410.PrivateKey) []byte {
	tb.Helper()
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		tb.Fatal(err)
	}
	s := cryptobyte.String(public.Raw())
	var info, id cryptobyte.String
	if !s.ReadASN1(&info, asn1.SEQUENCE) || !info.ReadASN1Element(&id, asn1.SEQUENCE) {
		tb.Fatal("no algorithm in a public key")
	}
	return id
}

// privateKeyInfoOf is PrivateKeyInfo on the curve of a key with any value.
func privateKeyInfoOf(tb testing.TB, key *gost3410.PrivateKey, value []byte) []byte {
	tb.Helper()
	return der.Element(asn1.SEQUENCE, integer(0), gostIdentifier(tb, key), der.Element(asn1.OCTET_STRING, value))
}

func decode64(tb testing.TB, text string) []byte {
	tb.Helper()
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}
