package gostr341194_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"encoding/hex"
	"hash"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/gost/gostr341194"
	"github.com/klaster-platform/klaster/internal/opensslgost"
)

// TestRFC5831 holds RFC 5831, sections 7.3.1 and 7.3.2, in its notation: the most significant byte first.
func TestRFC5831(t *testing.T) {
	for message, want := range map[string]string{
		"This is message, length=32 bytes": "FAFF37A6 15A81669 1CFF3EF8 B68CA247 E09525F3 9F811983 2EB81975 D366C4B1",
		"Suppose the original message has length = 50 bytes": "0852F562 3B89DD57 AEB4781F E54DF14E" +
			"EAFBC135 0613763A 0D770AA6 57BA1A47",
	} {
		h := gostr341194.NewTest()
		h.Write([]byte(message))
		got := h.Sum(nil)
		slices.Reverse(got)
		if w := strings.ToLower(strings.ReplaceAll(want, " ", "")); hex.EncodeToString(got) != w {
			t.Errorf("%q: got %x, want %s", message, got, w)
		}
	}
}

// TestPublished holds codes of well-known messages, the empty one among them.
func TestPublished(t *testing.T) {
	for _, c := range []struct {
		message, cryptoPro, test string
	}{
		{
			"", "981e5f3ca30c841487830f84fb433e13ac1101569b9c13584ac483234cd656c0",
			"ce85b99cc46752fffee35cab9a7b0278abb4c2d2055cff685af4912c49490f8d",
		},
		{"a", "e74c52dd282183bf37af0079c9f78055715a103f17e3133ceff1aacf2f403011", ""},
		{"abc", "b285056dbf18d7392d7677369524dd14747459ed8143997e163b2986f92fd42c", ""},
		{"message digest", "bc6041dd2aa401ebfa6e9886734174febdb4729aa972d60f549ac39b29721ba0", ""},
		{"The quick brown fox jumps over the lazy dog", "9004294a361a508c586fe53d1f1b02746765e71b765472786e4770d565830a76", ""},
	} {
		if got := sum(gostr341194.New, []byte(c.message)); got != c.cryptoPro {
			t.Errorf("%q: got %s, want %s", c.message, got, c.cryptoPro)
		}
		if got := sum(gostr341194.NewTest, []byte(c.message)); c.test != "" && got != c.test {
			t.Errorf("%q with the test parameters: got %s, want %s", c.message, got, c.test)
		}
	}
}

// TestDerivedKeys holds keys that CryptoPro CSP 3.6 has derived from words.
func TestDerivedKeys(t *testing.T) {
	for word, want := range map[string]string{
		"testecb1":    "bbf1edd320af8a628e11c8a951ccbe81477b41a16af67f05e8512f9e01f8cf49",
		"testcfb1":    "8d5a2c83a7c70a61d61b34b51fdf42686671a35d874cfd84993663b61ed60dad",
		"testcnt1":    "599f84bac3f3d2f160e1e3f26a961af99c48b24ebcbbbf7cd8f3accd968d286a",
		"testimit1":   "9d05b79e90cad00a2cdad22ef4e86f5cf5dc37681985b3bfaa18c1c3050a91a2",
		"test5Mcfb":   "6158445a41f6c70f6bdb51916af681308ca798dd38358a6085b4f0f943a27d9a",
		"testcnt2":    "1b5ddb77cff9ec955ecc679f5d28ad4a27f432c6b2cbb1456a88140c9b9b5f48",
		"testimit2":   "80d9a0dc21f9304075fe491b9e7190917888216039e7c92bfb551df4dd2b0a01",
		"test4Gimit2": "971a4222fa07b2caf9d2345a92b11f6b53f8afed9a73c438d77d2581000dd429",
	} {
		if got := sum(gostr341194.New, []byte(word)); got != want {
			t.Errorf("%q: got %s, want %s", word, got, want)
		}
	}
}

// TestOpenSSL compares with the GOST engine on messages of random length, filled so that the sum of the blocks carries.
func TestOpenSSL(t *testing.T) {
	opensslgost.Require(t)
	random := rand.New(rand.NewPCG(5831, 94))
	for i := range 40 {
		message := bytes.Repeat([]byte{0xff}, random.IntN(400))
		if i%2 == 0 {
			for j := range message {
				message[j] = byte(random.Uint32())
			}
		}
		out := opensslgost.Run(t, message, "dgst", "-md_gost94", "-r")
		if got := sum(gostr341194.New, message); !strings.HasPrefix(string(out), got) {
			t.Errorf("%x: got %s, openssl %s", message, got, out)
		}
		key := hex.EncodeToString([]byte("ключ"))
		out = opensslgost.Run(t, message, "dgst", "-md_gost94", "-r", "-mac", "HMAC", "-macopt", "hexkey:"+key)
		m := hmac.New(gostr341194.New, []byte("ключ"))
		m.Write(message)
		if got := hex.EncodeToString(m.Sum(nil)); !strings.HasPrefix(string(out), got) {
			t.Errorf("HMAC of %x: got %s, openssl %s", message, got, out)
		}
	}
}

// TestPBKDF2 holds the function as key files of before 2014 use it, HMAC_GOSTR3411 with the CryptoPro parameters.
func TestPBKDF2(t *testing.T) {
	for _, c := range []struct {
		iterations, size int
		want             string
	}{
		{1, 32, "7314e7c04fb2e662c543674253f68bd0b73445d07f241bed872882da21662d58"},
		{2, 32, "990dfa2bd965639ba48b07b792775df79f2db34fef25f274378872fed7ed1bb3"},
		{4096, 32, "1f1829a94bdff5be10d0aeb36af498e7a97467f3b31116a5a7c1afff9deadafe"},
	} {
		got, err := pbkdf2.Key(gostr341194.New, "password", []byte("salt"), c.iterations, c.size)
		if err != nil || hex.EncodeToString(got) != c.want {
			t.Errorf("%d iterations: got %x, %v, want %s", c.iterations, got, err, c.want)
		}
	}
}

// TestInPieces writes a message byte by byte, asks for the code on the way and starts again.
func TestInPieces(t *testing.T) {
	message := bytes.Repeat([]byte("сообщение"), 20)
	h := gostr341194.New()
	for range 2 {
		for n := range message {
			if got, want := hex.EncodeToString(h.Sum(nil)), sum(gostr341194.New, message[:n]); got != want {
				t.Fatalf("after %d bytes: got %s, want %s", n, got, want)
			}
			h.Write(message[n : n+1])
		}
		h.Reset()
	}
	if h.Size() != 32 || h.BlockSize() != 32 {
		t.Errorf("size %d, block %d", h.Size(), h.BlockSize())
	}
}

func TestNoAllocations(t *testing.T) {
	h, message, room := gostr341194.New(), make([]byte, 100), make([]byte, 0, 32)
	if n := testing.AllocsPerRun(50, func() { h.Reset(); h.Write(message); room = h.Sum(room[:0]) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzSplit writes a message in two pieces.
func FuzzSplit(f *testing.F) {
	f.Add([]byte("Suppose the original message has length = 50 bytes"), 20)
	f.Fuzz(func(t *testing.T, message []byte, at int) {
		at = min(max(at, 0), len(message))
		h := gostr341194.New()
		h.Write(message[:at])
		h.Write(message[at:])
		if got, want := hex.EncodeToString(h.Sum(nil)), sum(gostr341194.New, message); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func BenchmarkGOSTR341194(b *testing.B) {
	h, message, room := gostr341194.New(), make([]byte, 16<<10), make([]byte, 0, 32)
	b.SetBytes(int64(len(message)))
	b.ReportAllocs()
	for b.Loop() {
		h.Reset()
		h.Write(message)
		room = h.Sum(room[:0])
	}
}

func sum(start func() hash.Hash, message []byte) string {
	h := start()
	h.Write(message)
	return hex.EncodeToString(h.Sum(nil))
}
