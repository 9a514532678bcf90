package gost3413_test

import (
	"bytes"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/gost/gost3413"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// encryptedData is EncryptedData of RFC 5652, section 8, with the parameters of Р 1323565.1.025-2019.
type encryptedData struct {
	Type    asn1.ObjectIdentifier
	Content struct {
		Version int
		Info    struct {
			Type      asn1.ObjectIdentifier
			Algorithm struct {
				Algorithm  asn1.ObjectIdentifier
				Parameters struct{ UKM []byte }
			}
			Content []byte `asn1:"tag:0"`
		}
		Attributes []struct {
			Type   asn1.ObjectIdentifier
			Values [][]byte `asn1:"set"`
		} `asn1:"optional,tag:1,set"`
	} `asn1:"explicit,tag:0"`
}

// TestCMSContent opens the examples A.4.1 (Magma with a code) and A.4.2 (Kuznyechik) of Р 1323565.1.025-2019.
func TestCMSContent(t *testing.T) {
	const set = "gost/tc26-cms"
	key := unhex(t, strings.TrimSpace(string(sharedtest.File(t, set, "encryption_key.hex"))))
	slices.Reverse(key) // The file has the key as a number, its last byte first.
	// The file has the text of the examples of EnvelopedData, which is the same but for that word.
	want := bytes.TrimSuffix(sharedtest.File(t, set, "text_decrypted.plain"), []byte("\n"))
	want = bytes.Replace(want, []byte("Enveloped"), []byte("Encrypted"), 1)

	m := readCMS(t, sharedtest.File(t, set, "encrypted_magma_a411.pem"))
	if got, want := m.Content.Info.Algorithm.Algorithm.String(), "1.2.643.7.1.1.5.1.2"; got != want {
		t.Fatalf("algorithm %s, want %s", got, want)
	}
	sealed := append(bytes.Clone(m.Content.Info.Content), m.Content.Attributes[0].Values[0]...)
	ukm := m.Content.Info.Algorithm.Parameters.UKM
	got, err := gost3413.Magma().OpenContent(key, ukm, sealed)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("A.4.1: %q, %v, want %q", got, err, want)
	}
	again, err := gost3413.Magma().SealContent(key, ukm, want)
	if err != nil || !bytes.Equal(again, sealed) {
		t.Errorf("A.4.1 sealed again: %x, %v, want %x", again, err, sealed)
	}
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		if _, err := gost3413.Magma().OpenContent(key, ukm, changed); !errors.Is(err, gost3413.ErrAuthentication) {
			t.Errorf("byte %d changed: %v", i, err)
		}
	}

	k := readCMS(t, sharedtest.File(t, set, "encrypted_kuznyechik_a421.pem"))
	if got, want := k.Content.Info.Algorithm.Algorithm.String(), "1.2.643.7.1.1.5.2.1"; got != want {
		t.Fatalf("algorithm %s, want %s", got, want)
	}
	s, err := gost3413.Kuznyechik().ContentStream(key, k.Content.Info.Algorithm.Parameters.UKM)
	if err != nil {
		t.Fatal(err)
	}
	if got := xor(s, k.Content.Info.Content); !bytes.Equal(got, want) {
		t.Errorf("A.4.2: %q, want %q", got, want)
	}
}

func readCMS(t *testing.T, text []byte) (m encryptedData) {
	t.Helper()
	p, _ := pem.Decode(text)
	if p == nil {
		t.Fatal("no PEM block")
	}
	if _, err := asn1.Unmarshal(p.Bytes, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestContentRoundTrip seals and opens content over several sections with both ciphers.
func TestContentRoundTrip(t *testing.T) {
	key := bytes.Repeat([]byte{7}, gost3413.KeySize)
	for _, c := range []gost3413.Cipher{gost3413.Magma(), gost3413.Kuznyechik()} {
		ukm := bytes.Repeat([]byte{9}, c.UKMSize())
		for _, n := range []int{0, 1, c.BlockSize(), 100, 8<<10 + 1, 256<<10 + 1} {
			content := bytes.Repeat([]byte{byte(n), 1, 2}, n)[:n]
			sealed, err := c.SealContent(key, ukm, content)
			if err != nil {
				t.Fatal(err)
			}
			opened, err := c.OpenContent(key, ukm, sealed)
			if err != nil || !bytes.Equal(opened, content) {
				t.Errorf("%d bytes: %v", n, err)
			}
			sealed[len(sealed)-1] ^= 0x80
			if _, err := c.OpenContent(key, ukm, sealed); !errors.Is(err, gost3413.ErrAuthentication) {
				t.Errorf("%d bytes with the code changed: %v", n, err)
			}
		}
	}
}

// TestKExp15 holds the exports of the premaster secrets of RFC 9189, appendix A, and one that gost-engine tests with.
func TestKExp15(t *testing.T) {
	for _, c := range []struct {
		cipher                               gost3413.Cipher
		macKey, encryptionKey, iv, key, want string
	}{
		{
			gost3413.Magma(), "2d8ba8c84cb232ff41f10c3ad9241342 23254f71e5696d3d29c3e4c9daa6b293",
			"849eb6340bffae6928a3c3e4ff92eccb 1e8f0cf7a188368e6b748e52ea378b0c", "214a6a29",
			"a5576ce7924a24f58113808dbd9ef856 f5bdc3b183ce5dadca36a53aa077651d",
			"d7f0f0422367867b25fa4233a954f58b de92e9c9bbfb8816c99f15e6398722a0 b2b7bfe8493e9a5c",
		},
		{
			gost3413.Kuznyechik(), "7dac56e48a4dc170faa8fcbae20db845 450cccc4c6328bdc8d01157cefa2a5f1",
			"1f1cbad8866166f01ffaab0152e24bf4 609d5f46a5c899c787900d08b9fcad24", "214a6a298e99e325",
			"a5576ce7924a24f58113808dbd9ef856 f5bdc3b183ce5dadca36a53aa077651d",
			"250d1b67a270ab04d3f65418e1d380b4 cb945f0a3dca51500cf3a1bef37f76c0 7341a9839ccf6cba7189da61eb67176c",
		},
		{
			gost3413.Magma(), "08090a0b0c0d0e0f0001020304050607101112131415161718191a1b1c1d1e1f",
			"202122232425262728292a2b2c2d2e2f38393a3b3c3d3e3f3031323334353637", "67bed654",
			"8899aabbccddeeff0011223344556677fedcba98765432100123456789abcdef",
			"cfd5a12d5b81b6e1e99c916d07900c6ac12703fb3abded55567bf3742c899c755dafe7b42e3a8bd9",
		},
	} {
		macKey, encryptionKey, iv := unhex(t, c.macKey), unhex(t, c.encryptionKey), unhex(t, c.iv)
		exported, err := c.cipher.ExportKey(macKey, encryptionKey, iv, unhex(t, c.key))
		if err != nil {
			t.Fatal(err)
		}
		check(t, "export", exported, strings.ReplaceAll(c.want, " ", ""))
		imported, err := c.cipher.ImportKey(macKey, encryptionKey, iv, exported)
		if err != nil || hex.EncodeToString(imported) != strings.ReplaceAll(c.key, " ", "") {
			t.Errorf("imported as %x, %v", imported, err)
		}
		for i := range exported {
			changed := bytes.Clone(exported)
			changed[i] ^= 1
			if _, err := c.cipher.ImportKey(macKey, encryptionKey, iv, changed); !errors.Is(err, gost3413.ErrAuthentication) {
				t.Errorf("byte %d changed: %v", i, err)
			}
		}
	}
}

// FuzzPieces encrypts in two pieces and opens what a stranger gives: an error or a text, never a panic.
func FuzzPieces(f *testing.F) {
	f.Add([]byte("text"), 2)
	f.Add(make([]byte, 100), 33)
	f.Fuzz(func(t *testing.T, text []byte, at int) {
		at = min(max(at, 0), len(text))
		key := bytes.Repeat([]byte{1}, gost3413.KeySize)
		for _, c := range []gost3413.Cipher{gost3413.Magma(), gost3413.Kuznyechik()} {
			iv := make([]byte, c.BlockSize()/2)
			whole, err := gost3413.NewCTRACPKM(c.NewBlock, key, iv, 32)
			if err != nil {
				t.Fatal(err)
			}
			pieces, _ := gost3413.NewCTRACPKM(c.NewBlock, key, iv, 32)
			got := append(xor(pieces, text[:at]), xor(pieces, text[at:])...)
			if !bytes.Equal(got, xor(whole, text)) {
				t.Fatal("pieces differ from the whole")
			}
			ukm := make([]byte, c.UKMSize())
			if opened, err := c.OpenContent(key, ukm, text); err == nil {
				sealed, err := c.SealContent(key, ukm, opened)
				if err != nil || !bytes.Equal(sealed, text) {
					t.Fatal("what opens does not seal to the same")
				}
			}
			if imported, err := c.ImportKey(key, key, iv, text); err == nil {
				t.Fatalf("a stranger's text is imported as %x", imported)
			}
		}
	})
}

func BenchmarkSealContent(b *testing.B) {
	for name, c := range map[string]gost3413.Cipher{"Magma": gost3413.Magma(), "Kuznyechik": gost3413.Kuznyechik()} {
		b.Run(name, func(b *testing.B) {
			key, ukm, content := make([]byte, 32), make([]byte, c.UKMSize()), make([]byte, 16<<10)
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				if _, err := c.SealContent(key, ukm, content); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
