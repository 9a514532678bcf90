package gost3413_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/gost/gost3413"
	"github.com/klaster-platform/klaster/internal/opensslgost"
)

// Keys and texts of ГОСТ Р 34.13-2015, appendices A.1 and A.2.
const (
	kuznyechikKey  = "8899aabbccddeeff0011223344556677fedcba98765432100123456789abcdef"
	kuznyechikText = "1122334455667700ffeeddccbbaa998800112233445566778899aabbcceeff0a" +
		"112233445566778899aabbcceeff0a002233445566778899aabbcceeff0a0011"
	magmaKey  = "ffeeddccbbaa99887766554433221100f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"
	magmaText = "92def06b3c130a59db54c704f8189d204a98fb2e67a8024c8912409b17b57e41"
)

// TestCTR holds ГОСТ Р 34.13-2015, appendices A.1.2 and A.2.2.
func TestCTR(t *testing.T) {
	for _, c := range []struct {
		cipher              gost3413.Cipher
		key, iv, text, want string
	}{
		{
			gost3413.Kuznyechik(), kuznyechikKey, "1234567890abcef0", kuznyechikText,
			"f195d8bec10ed1dbd57b5fa240bda1b885eee733f6a13e5df33ce4b33c45dee4" +
				"a5eae88be6356ed3d5e877f13564a3a5cb91fab1f20cbab6d1c6d15820bdba73",
		},
		{
			gost3413.Magma(), magmaKey, "12345678", magmaText,
			"4e98110c97b7b93c3e250d93d6e85d69136d868807b2dbef568eb680ab52a12d",
		},
	} {
		s, err := gost3413.NewCTR(block(t, c.cipher, c.key), unhex(t, c.iv))
		if err != nil {
			t.Fatal(err)
		}
		check(t, "CTR", xor(s, unhex(t, c.text)), c.want)
	}
}

// TestMAC holds ГОСТ Р 34.13-2015, appendices A.1.6 and A.2.6.
func TestMAC(t *testing.T) {
	check(t, "Kuznyechik", code(t, gost3413.Kuznyechik(), kuznyechikKey, 8, unhex(t, kuznyechikText)), "336f4d296059fbe3")
	check(t, "Magma", code(t, gost3413.Magma(), magmaKey, 4, unhex(t, magmaText)), "154e7210")
}

// TestCMAC holds RFC 4493, section 4: the same mode over AES.
func TestCMAC(t *testing.T) {
	b, err := aes.NewCipher(unhex(t, "2b7e151628aed2a6abf7158809cf4f3c"))
	if err != nil {
		t.Fatal(err)
	}
	text := unhex(t, "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"+
		"30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710")
	for n, want := range map[int]string{
		0: "bb1d6929e95937287fa37d129b756746", 16: "070a16b46b4d4144f79bdd9dd04a287c",
		40: "dfa66747de9ae63030ca32611497c827", 64: "51f0bebf7e3b9d92fc49741779363cfe",
	} {
		m, err := gost3413.NewMAC(b, 16)
		if err != nil {
			t.Fatal(err)
		}
		m.Write(text[:n])
		check(t, "AES", m.Sum(nil), want)
	}
}

// TestCTRACPKM holds RFC 8645, appendix A.2.1 (with AES-256), and Р 1323565.1.017-2018, appendix A (Kuznyechik), both
// with sections of 32 bytes.
func TestCTRACPKM(t *testing.T) {
	text := unhex(t, kuznyechikText+"33445566778899aabbcceeff0a001122"+"445566778899aabbcceeff0a00112233"+
		"5566778899aabbcceeff0a0011223344")
	for _, c := range []struct {
		name     string
		newBlock func(key []byte) (cipher.Block, error)
		want     string
	}{
		{
			"AES-256", aes.NewCipher,
			"ec5ccbde8c18d3b8725668d0a737f458" + "1989e74232629d60997de24bc0e39fb8" + "f5aaba0be364f053eef0bc15c2764cea" +
				"9e7cc376bd8719c9770fca2de2a37cb5" + "5b2b771bf83a0517be042d8228fe2a95" + "844e9f08fdf7b8944cb7aab7de3c67b4" +
				"56b843fc3231de46d5ab14f8ac09c739",
		},
		{
			"Kuznyechik", gost3413.Kuznyechik().NewBlock,
			"f195d8bec10ed1dbd57b5fa240bda1b8" + "85eee733f6a13e5df33ce4b33c45dee4" + "4bceeb8f646f4c55001706275e85e800" +
				"587c4df568d094393e4834afd0805046" + "cf30f57686aeece11cfc6c316b8a896e" + "dffd07ec813636460c4f3b743423163e" +
				"6409a9c282fac8d469d221e7fbd6de5d",
		},
	} {
		s, err := gost3413.NewCTRACPKM(c.newBlock, unhex(t, kuznyechikKey), unhex(t, "1234567890abcef0"), 32)
		if err != nil {
			t.Fatal(err)
		}
		check(t, c.name, xor(s, text), c.want)
	}
}

// TestCounterCarries lets the counter run over the end of its last byte.
func TestCounterCarries(t *testing.T) {
	key, iv := unhex(t, magmaKey), []byte{1, 2, 3, 4}
	plain, err := gost3413.NewCTR(block(t, gost3413.Magma(), magmaKey), iv)
	if err != nil {
		t.Fatal(err)
	}
	const length = 600 << 10 // more than 2^16 blocks
	rekeyed, err := gost3413.NewCTRACPKM(gost3413.Magma().NewBlock, key, iv, length)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(xor(plain, make([]byte, length)), xor(rekeyed, make([]byte, length))) {
		t.Error("CTR-ACPKM within one section differs from CTR")
	}
}

// TestOpenSSL compares with the GOST engine at lengths around the ends of blocks and sections.
func TestOpenSSL(t *testing.T) {
	opensslgost.Require(t)
	random := rand.New(rand.NewPCG(34, 13))
	for name, c := range map[string]struct {
		cipher  gost3413.Cipher
		section int // the engine's own
	}{"kuznyechik": {gost3413.Kuznyechik(), 4096}, "magma": {gost3413.Magma(), 1024}} {
		for _, n := range []int{1, 7, 8, 15, 16, 17, 100, 1024, 1025, 4096, 4097, 10000} {
			key, iv, text := randomBytes(random, 32), randomBytes(random, c.cipher.BlockSize()/2), randomBytes(random, n)
			keyHex, ivHex := hex.EncodeToString(key), hex.EncodeToString(iv)

			s, err := gost3413.NewCTR(block(t, c.cipher, keyHex), iv)
			if err != nil {
				t.Fatal(err)
			}
			padded := ivHex
			if name == "magma" {
				padded += "00000000" // The engine takes the whole counter of Magma, and half of the other one.
			}
			want := opensslgost.Run(t, text, "enc", "-"+name+"-ctr", "-K", keyHex, "-iv", padded)
			check(t, name+"-ctr", xor(s, text), hex.EncodeToString(want))

			s, err = gost3413.NewCTRACPKM(c.cipher.NewBlock, key, iv, c.section)
			if err != nil {
				t.Fatal(err)
			}
			want = opensslgost.Run(t, text, "enc", "-"+name+"-ctr-acpkm", "-K", keyHex, "-iv", padded)
			check(t, name+"-ctr-acpkm", xor(s, text), hex.EncodeToString(want))

			out := string(opensslgost.Run(t, text, "dgst", "-r", "-mac", name+"-mac", "-macopt", "hexkey:"+keyHex))
			want, err = hex.DecodeString(strings.Fields(out)[0])
			if err != nil {
				t.Fatal(err)
			}
			check(t, name+"-mac", code(t, c.cipher, keyHex, len(want), text), hex.EncodeToString(want))
		}
	}
}

// TestBadLengths expects an error, not a panic, for parameters of other lengths.
func TestBadLengths(t *testing.T) {
	k, key, iv := gost3413.Kuznyechik(), make([]byte, 32), make([]byte, 8)
	b := block(t, k, kuznyechikKey)
	for name, f := range map[string]func() error{
		"CTR IV":          func() error { _, err := gost3413.NewCTR(b, iv[1:]); return err },
		"ACPKM key":       func() error { _, err := gost3413.NewCTRACPKM(k.NewBlock, key[1:], iv, 16); return err },
		"ACPKM IV":        func() error { _, err := gost3413.NewCTRACPKM(k.NewBlock, key, key, 16); return err },
		"no section":      func() error { _, err := gost3413.NewCTRACPKM(k.NewBlock, key, iv, 0); return err },
		"uneven section":  func() error { _, err := gost3413.NewCTRACPKM(k.NewBlock, key, iv, 24); return err },
		"long code":       func() error { _, err := gost3413.NewMAC(b, 17); return err },
		"no code":         func() error { _, err := gost3413.NewMAC(b, 0); return err },
		"content key":     func() error { _, err := k.SealContent(key[1:], key[:16], nil); return err },
		"content UKM":     func() error { _, err := k.SealContent(key, key[:15], nil); return err },
		"stream key":      func() error { _, err := k.ContentStream(key[1:], key[:16]); return err },
		"stream UKM":      func() error { _, err := k.ContentStream(key, iv); return err },
		"short content":   func() error { _, err := k.OpenContent(key, key[:16], key[:15]); return err },
		"open key":        func() error { _, err := k.OpenContent(nil, key[:16], key); return err },
		"export MAC key":  func() error { _, err := k.ExportKey(key[1:], key, iv, key); return err },
		"export key":      func() error { _, err := k.ExportKey(key, key[1:], iv, key); return err },
		"export IV":       func() error { _, err := k.ExportKey(key, key, iv[1:], key); return err },
		"import IV":       func() error { _, err := k.ImportKey(key, key, iv[1:], key); return err },
		"import MAC key":  func() error { _, err := k.ImportKey(nil, key, iv, key); return err },
		"import too few":  func() error { _, err := k.ImportKey(key, key, iv, key[:15]); return err },
		"block cipher":    func() error { _, err := k.NewBlock(key[1:]); return err },
		"block of 4 byte": func() error { _, err := gost3413.NewMAC(small{}, 2); return err },
	} {
		if f() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

type small struct{ cipher.Block }

func (small) BlockSize() int { return 4 }

func block(t *testing.T, c gost3413.Cipher, key string) cipher.Block {
	t.Helper()
	b, err := c.NewBlock(unhex(t, key))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func code(t *testing.T, c gost3413.Cipher, key string, size int, text []byte) []byte {
	t.Helper()
	m, err := gost3413.NewMAC(block(t, c, key), size)
	if err != nil {
		t.Fatal(err)
	}
	m.Write([]byte("forgotten"))
	m.Reset()
	for i := range text { // Byte by byte, with a question on the way.
		m.Write(text[i : i+1])
		if i == len(text)/2 {
			m.Sum(nil)
		}
	}
	return m.Sum(nil)
}

func xor(s cipher.Stream, text []byte) []byte {
	out := make([]byte, len(text))
	s.XORKeyStream(out, text)
	return out
}

func check(t *testing.T, what string, got []byte, want string) {
	t.Helper()
	if hex.EncodeToString(got) != want {
		t.Errorf("%s:\n got %x\nwant %s", what, got, want)
	}
}

func randomBytes(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return b
}
