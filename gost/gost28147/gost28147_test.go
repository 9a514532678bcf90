package gost28147

import (
	"bytes"
	"crypto/cipher"
	"encoding/hex"
	"math/bits"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/opensslgost"
)

var _ cipher.Block = (*Cipher)(nil)

func sets() []ParamSet {
	return []ParamSet{TC26Z, CryptoProA, CryptoProB, CryptoProC, CryptoProD, Test}
}

// TestParamSets finds a slip of the pen: each of the eight rows of an S-box is a permutation.
func TestParamSets(t *testing.T) {
	for _, p := range append(sets(), DigestCryptoPro, DigestTest) {
		boxes := &expanded[p]
		for i := range boxes {
			for half := range 2 {
				seen := uint32(0)
				for x := range 16 {
					v := boxes[i][x<<(4*half)]
					v ^= boxes[i][0] // The other half of the index is zero in both.
					seen |= 1 << (rotateBack(v, i) >> (4 * half) & 15)
				}
				if seen != 0xffff {
					t.Errorf("%s: K%d is not a permutation", p.OID(), 2*i+half+1)
				}
			}
		}
		if got, ok := Lookup(p.OID()); p <= Test && (!ok || got != p) {
			t.Errorf("Lookup(%s) is %v, %v", p.OID(), got, ok)
		}
	}
	for _, oid := range []string{"", "1.2.643.2.2.31.99", DigestCryptoPro.OID()} {
		if p, ok := Lookup(oid); ok {
			t.Errorf("Lookup(%q) finds %s", oid, p.OID())
		}
	}
}

func rotateBack(v uint32, i int) uint32 { return (v>>11 | v<<21) >> (8 * i) }

// TestRounds holds RFC 8891, appendices A.1 and A.2: t and g are our round without and with the addition of the key.
func TestRounds(t *testing.T) {
	s := &expanded[TC26Z]
	values := []uint32{0xfdb97531, 0x2a196f34, 0xebd9f03a, 0xb039bb3d, 0x68695433}
	for i, want := range values[1:] {
		if got := bits.RotateLeft32(round(s, values[i]), -11); got != want {
			t.Errorf("t(%08x) is %08x, want %08x", values[i], got, want)
		}
	}
	values = []uint32{0x87654321, 0xfedcba98, 0xfdcbc20c, 0x7e791a4b, 0xc76549ec, 0x9791c849}
	k, a := values[0], values[1]
	for _, want := range values[2:] {
		got := round(s, a+k)
		if got != want {
			t.Errorf("g[%08x](%08x) is %08x, want %08x", k, a, got, want)
		}
		k, a = got, k
	}
}

// TestCipher holds three encryptions that RFC 5831, section 7.3.1, prints (as its errata have them), and one that CryptoPro
// CSP 3.6 has made.
func TestCipher(t *testing.T) {
	for _, c := range []struct {
		set                    ParamSet
		key, plain, ciphertext string
	}{
		{
			DigestTest, "546d203368656c326973652073736e62206167796967747473656865202c3d73",
			"0000000000000000", "1b0bbc32cebcab42",
		},
		{
			DigestTest, "ec0a8ba15ec004a8bac50cac0c621deee1c7b8e7007ae2ecf2731bff4e80e2a0",
			"0000000000000000", "2d562a0d190486e7",
		},
		{
			DigestTest, "348724a4c1a67667153dde5933884250e3248c657d413b8c1c9ca09a56d968cf",
			"34c01533e37d1c56", "863e78dd2d60d13c",
		},
		{
			CryptoProA, "bbf1edd320af8a628e11c8a951ccbe81477b41a16af67f05e8512f9e01f8cf49",
			"743d76f91bee353ca25c3b10eb64cff5", "c373909535580863cb68859677e8fba9",
		},
	} {
		block, err := NewCipher(unhex(t, c.key), c.set)
		if err != nil {
			t.Fatal(err)
		}
		plain, got := unhex(t, c.plain), make([]byte, len(c.plain)/2)
		for i := 0; i < len(plain); i += BlockSize {
			block.Encrypt(got[i:], plain[i:])
		}
		if !bytes.Equal(got, unhex(t, c.ciphertext)) {
			t.Errorf("%s: encrypted as %x, want %s", c.plain, got, c.ciphertext)
		}
		for i := 0; i < len(plain); i += BlockSize {
			block.Decrypt(got[i:], got[i:])
		}
		if !bytes.Equal(got, plain) {
			t.Errorf("%s: decrypted as %x", c.plain, got)
		}
	}
}

// TestStreams holds encryptions that CryptoPro CSP 3.6 has made.
func TestStreams(t *testing.T) {
	for _, c := range []struct {
		mode                       func(key, iv []byte, p ParamSet) (cipher.Stream, error)
		set                        ParamSet
		key, iv, plain, ciphertext string
	}{
		{NewCFBEncrypter, CryptoProA, "8d5a2c83a7c70a61d61b34b51fdf42686671a35d874cfd84993663b61ed60dad", "46606f0d8834235a", "d2fdf83ac1b439232eaacc980a02da33", "88b7751674a5ee2d14fe9167d05ccc40"},
		{NewCNT, CryptoProA, "599f84bac3f3d2f160e1e3f26a961af99c48b24ebcbbbf7cd8f3accd968d286a", "8dafa8d158ed058d", "90a23966ae01b9a3524ec8ed6cdd8830", "6e7262cce3593690833afea91bc9bece"},
		{NewCFBEncrypter, CryptoProC, "77c3458ef642e7048efc08e47096d6059359026d6f97cae9cf89444bde6c221d", "437c3e8e2f2a0098", "079c91be", "19358134"},
		{NewCFBEncrypter, CryptoProD, "389fe837ff9c5d29fc4855a087eae84020875bb2011555a7e32dcb3dd6590473", "c5a2d21f2fdfb8eb", "2f31d883b420e86eda", "6da4ed40088871ad16"},
	} {
		s, err := c.mode(unhex(t, c.key), unhex(t, c.iv), c.set)
		if err != nil {
			t.Fatal(err)
		}
		got := unhex(t, c.plain)
		s.XORKeyStream(got, got)
		if !bytes.Equal(got, unhex(t, c.ciphertext)) {
			t.Errorf("%s: got %x, want %s", c.plain, got, c.ciphertext)
		}
	}
}

// TestLongStreams holds the last two blocks of 5 MiB and 8 bytes of zeros and the code of 5 MiB of zeros, encrypted by
// CryptoPro CSP 3.6 under five thousand keys of the meshing.
func TestLongStreams(t *testing.T) {
	const length = 5 << 20
	for _, c := range []struct {
		mode      func(key, iv []byte, p ParamSet) (cipher.Stream, error)
		key, want string
	}{
		{NewCFBEncrypter, "6158445a41f6c70f6bdb51916af681308ca798dd38358a6085b4f0f943a27d9a", "1c16a0e96394fe3837a79b70252ed600"},
		{NewCNT, "075265e7caa3ca45cf3a051d3803530c2231ba994f9b6a1b7e099d4eb5c9842e", "3d050757c0758997d69449111dd091ee"},
	} {
		s, err := c.mode(unhex(t, c.key), make([]byte, BlockSize), CryptoProA)
		if err != nil {
			t.Fatal(err)
		}
		text := make([]byte, length+BlockSize)
		s.XORKeyStream(text, text)
		if got := text[len(text)-2*BlockSize:]; !bytes.Equal(got, unhex(t, c.want)) {
			t.Errorf("got %x, want %s", got, c.want)
		}
	}
	got := code(t, CryptoProA, unhex(t, "aa8584cd6528e1dbb8201943e036351019c3705b27c19d8475a3c649468f7c4e"), nil, make([]byte, length))
	if want := "2ae623c6"; hex.EncodeToString(got) != want {
		t.Errorf("code: got %x, want %s", got, want)
	}
}

// TestMAC holds codes that CryptoPro CSP 3.6 has made, of messages shorter than two blocks among others.
func TestMAC(t *testing.T) {
	for _, c := range []struct {
		set                ParamSet
		key, message, want string
	}{
		{CryptoProA, "9d05b79e90cad00a2cdad22ef4e86f5cf5dc37681985b3bfaa18c1c3050a91a2", "b5a1f0e3ce2f021d676194345c41e36e", "f81f08a3"},
		{CryptoProA, "a9b637cc6d9b2f25b0df47045068b0274127586abd0a6e502fc6fcc03e2942a5", "1debe6790a5900e68e5c", "317c16e4"},
		{CryptoProA, "b06c48230a6ef4ec27980123a7d8bf6089efade88f79148c185c9adaef0bdda0", "ef068f14c904", "e972aebf"},
		{CryptoProB, "33d3ef0119950e15a16975ae562717796347ab629d4af034d31e6974ec3148fc", "02f8ec2b4d1fbc7c6e47e387227541a7", "f5551f28"},
		{CryptoProA, "423581910ba999ffd943f8c619551f2f2d4540201e1d327ab1076b4f4590d980", "f3b229d27a370312", "6e15fae8"},
		{CryptoProA, "26cbb9f00c629faa4a1db6300901568966d4e40efef6106b6ce8043ae3614b19", "", "00000000"},
	} {
		if got := code(t, c.set, unhex(t, c.key), nil, unhex(t, c.message)); hex.EncodeToString(got) != c.want {
			t.Errorf("%q: got %x, want %s", c.message, got, c.want)
		}
	}
}

func code(t *testing.T, p ParamSet, key, iv []byte, parts ...[]byte) []byte {
	t.Helper()
	m, err := NewMAC(key, iv, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts {
		m.Write(part)
	}
	return m.Sum(nil)
}

// TestMACInPieces writes a message byte by byte, asks for the code on the way and starts again.
func TestMACInPieces(t *testing.T) {
	key, iv, message := bytes.Repeat([]byte{3}, KeySize), []byte("01234567"), bytes.Repeat([]byte("abc"), 700)
	m, err := NewMAC(key, iv, TC26Z)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for n := range message {
			if got, want := m.Sum(nil), code(t, TC26Z, key, iv, message[:n]); n%100 == 0 && !bytes.Equal(got, want) {
				t.Fatalf("after %d bytes: got %x, want %x", n, got, want)
			}
			m.Write(message[n : n+1])
		}
		m.Reset()
	}
	if m.Size() != 4 || m.BlockSize() != 8 {
		t.Errorf("size %d, block %d", m.Size(), m.BlockSize())
	}
}

// TestBadLengths expects an error, not a panic, for keys and initialising values of other lengths.
func TestBadLengths(t *testing.T) {
	key, iv := make([]byte, KeySize), make([]byte, BlockSize)
	for name, f := range map[string]func() error{
		"cipher":        func() error { _, err := NewCipher(key[1:], TC26Z); return err },
		"set":           func() error { _, err := NewCipher(key, paramSets); return err },
		"CFB key":       func() error { _, err := NewCFBDecrypter(nil, iv, TC26Z); return err },
		"CFB IV":        func() error { _, err := NewCFBEncrypter(key, iv[1:], TC26Z); return err },
		"CNT key":       func() error { _, err := NewCNT(key[1:], iv, TC26Z); return err },
		"CNT IV":        func() error { _, err := NewCNT(key, nil, TC26Z); return err },
		"MAC key":       func() error { _, err := NewMAC(key[1:], nil, TC26Z); return err },
		"MAC IV":        func() error { _, err := NewMAC(key, iv[1:], TC26Z); return err },
		"wrap KEK":      func() error { _, _, err := WrapKey(key[1:], iv, key, TC26Z); return err },
		"wrap UKM":      func() error { _, _, err := WrapKey(key, iv[1:], key, TC26Z); return err },
		"wrap key":      func() error { _, _, err := WrapKey(key, iv, key[1:], TC26Z); return err },
		"unwrap KEK":    func() error { _, err := UnwrapKey(key[1:], iv, key, iv[:4], TC26Z); return err },
		"unwrap key":    func() error { _, err := UnwrapKey(key, iv, key[1:], iv[:4], TC26Z); return err },
		"unwrap UKM":    func() error { _, err := UnwrapKey(key, nil, key, iv[:4], TC26Z); return err },
		"diversify KEK": func() error { _, err := Diversify(key[1:], iv, TC26Z); return err },
		"diversify UKM": func() error { _, err := Diversify(key, iv[1:], TC26Z); return err },
		"export key":    func() error { _, err := ExportKey(key[1:], iv); return err },
		"short seed":    func() error { _, err := ExportKey(key, iv[1:]); return err },
		"long seed":     func() error { _, err := ExportKey(key, key[:17]); return err },
	} {
		if f() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestOpenSSL compares each parameter set and mode that the engine offers, at lengths around the ends of blocks and of
// the use of a key.
func TestOpenSSL(t *testing.T) {
	opensslgost.Require(t)
	random := rand.New(rand.NewPCG(28147, 89))
	for _, n := range []int{1, 7, 8, 9, 16, 1023, 1024, 1025, 1032, 1033, 2048, 2049, 5000} {
		key, iv, plain := randomBytes(random, KeySize), randomBytes(random, BlockSize), randomBytes(random, n)
		for p, name := range map[ParamSet]string{
			CryptoProA: "id-Gost28147-89-CryptoPro-A-ParamSet", CryptoProB: "id-Gost28147-89-CryptoPro-B-ParamSet",
			CryptoProC: "id-Gost28147-89-CryptoPro-C-ParamSet", CryptoProD: "id-Gost28147-89-CryptoPro-D-ParamSet",
			TC26Z: "id-tc26-gost-28147-param-Z",
		} {
			t.Setenv("CRYPT_PARAMS", name)
			compareStream(t, "gost89", NewCFBEncrypter, p, key, iv, plain)
		}
		compareStream(t, "gost89-cnt", NewCNT, CryptoProA, key, iv, plain)
		compareStream(t, "gost89-cnt-12", NewCNT, TC26Z, key, iv, plain)
		for name, p := range map[string]ParamSet{"gost-mac": CryptoProA, "gost-mac-12": TC26Z} {
			out := opensslgost.Run(t, plain, "dgst", "-r", "-mac", name, "-macopt", "hexkey:"+hex.EncodeToString(key))
			if got := hex.EncodeToString(code(t, p, key, nil, plain)); !strings.HasPrefix(string(out), got) {
				t.Errorf("%s, %d bytes: got %s, openssl %s", name, n, got, out)
			}
		}
	}
}

func compareStream(t *testing.T, name string, make func(key, iv []byte, p ParamSet) (cipher.Stream, error),
	p ParamSet, key, iv, plain []byte,
) {
	t.Helper()
	s, err := make(key, iv, p)
	if err != nil {
		t.Fatal(err)
	}
	got := bytes.Clone(plain)
	s.XORKeyStream(got, got)
	want := opensslgost.Run(t, plain, "enc", "-"+name, "-K", hex.EncodeToString(key), "-iv", hex.EncodeToString(iv))
	if !bytes.Equal(got, want) {
		t.Errorf("%s, %s, %d bytes: differs from openssl", name, p.OID(), len(plain))
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
