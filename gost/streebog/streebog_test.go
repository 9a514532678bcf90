package streebog_test

import (
	"bytes"
	"crypto/hmac"
	"encoding"
	"encoding/hex"
	"hash"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/gost/streebog"
	"github.com/klaster-platform/klaster/gost/streebog/internal/rfc6986"
	"github.com/klaster-platform/klaster/internal/opensslgost"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

var (
	_ hash.Cloner                = (*streebog.Digest)(nil)
	_ encoding.BinaryMarshaler   = (*streebog.Digest)(nil)
	_ encoding.BinaryAppender    = (*streebog.Digest)(nil)
	_ encoding.BinaryUnmarshaler = (*streebog.Digest)(nil)
)

// TestPath prints which code the tests ran, for the log of the gate.
func TestPath(t *testing.T) { t.Logf("streebog: %s", streebog.Path()) }

// TestRFC6986 holds the examples of RFC 6986, clause 10, in the notation of the standard: the last byte first.
func TestRFC6986(t *testing.T) {
	const (
		m1 = "32313039383736353433323130393837363534333231303938373635343332313039383736353433323130393837363534" +
			"3332313039383736353433323130"
		m2 = "fbe2e5f0eee3c820fbeafaebef20fffbf0e1e0f0f520e0ed20e8ece0ebe5f0f2f120fff0eeec20f120faf2fee5e2202c" +
			"e8f6f3ede220e8e6eee1e8f0f2d1202ce8f0f2e5e220e5d1"
	)
	for _, c := range []struct{ clause, message, sum512, sum256 string }{
		{
			"10.1", m1,
			"486f64c1917879417fef082b3381a4e211c324f074654c38823a7b76f830ad00" +
				"fa1fbae42b1285c0352f227524bc9ab16254288dd6863dccd5b9f54a1ad0541b",
			"00557be5e584fd52a449b16b0251d05d27f94ab76cbaa6da890b59d8ef1e159d",
		},
		{
			"10.2", m2,
			"28fbc9bada033b1460642bdcddb90c3fb3e56c497ccd0f62b8a2ad4935e85f03" +
				"7613966de4ee00531ae60f3b5a47f8dae06915d5f2f194996fcabf2622e6881e",
			"508f7e553c06501d749a66fc28c6cac0b005746d97537fa85d9e40904efed29d",
		},
	} {
		message := backwards(t, c.message)
		if got := streebog.Sum512(message); !bytes.Equal(got[:], backwards(t, c.sum512)) {
			t.Errorf("%s, 512 bits: got %x", c.clause, got)
		}
		if got := streebog.Sum256(message); !bytes.Equal(got[:], backwards(t, c.sum256)) {
			t.Errorf("%s, 256 bits: got %x", c.clause, got)
		}
	}
}

// TestSharedVectors checks every file that the set of examples lists, those that carry in EPSILON among them.
func TestSharedVectors(t *testing.T) {
	const set = "gost/streebog"
	checked := map[string]bool{}
	for line := range strings.Lines(string(sharedtest.File(t, set, "dgst.result"))) {
		var algorithm, name, want string
		head, want, ok := strings.Cut(strings.TrimSpace(line), ")= ")
		if ok {
			algorithm, name, ok = strings.Cut(head, "(")
		}
		if !ok {
			t.Fatalf("dgst.result: %q", line)
		}
		if name == "M7" {
			continue // A stream of 4 GiB that the set does not hold.
		}
		message := sharedtest.File(t, set, name)
		h := streebog.New512()
		if algorithm == "md_gost12_256" {
			h = streebog.New256()
		}
		h.Write(message)
		if got := hex.EncodeToString(h.Sum(nil)); got != want {
			t.Errorf("%s of %s: got %s, want %s", algorithm, name, got, want)
		}
		checked[algorithm+name] = true
	}
	for _, name := range []string{"M1", "M2", "M3", "M4", "M5", "M6", "carry"} {
		if !checked["md_gost12_256"+name] || !checked["md_gost12_512"+name] {
			t.Errorf("%s was not checked", name)
		}
	}
}

// TestAgainstTheStandard compares with the letter of the standard for every length around the ends of blocks, filled so
// that the sum of the blocks carries.
func TestAgainstTheStandard(t *testing.T) {
	message := bytes.Repeat([]byte{0xff}, 5*streebog.BlockSize)
	for n := range message {
		message[n] -= byte(n % 7 / 3)
		if got, want := streebog.Sum256(message[:n]), rfc6986.Sum(32, message[:n]); !bytes.Equal(got[:], want) {
			t.Fatalf("%d bytes, 256 bits: got %x, want %x", n, got, want)
		}
		if got, want := streebog.Sum512(message[:n]), rfc6986.Sum(64, message[:n]); !bytes.Equal(got[:], want) {
			t.Fatalf("%d bytes, 512 bits: got %x, want %x", n, got, want)
		}
	}
}

// TestAgainstOpenSSL compares with the GOST engine on messages of random length and content.
func TestAgainstOpenSSL(t *testing.T) {
	opensslgost.Require(t)
	random := rand.New(rand.NewPCG(6986, 2012))
	for range 50 {
		message := make([]byte, random.IntN(5000))
		for i := range message {
			message[i] = byte(random.Uint32())
		}
		want256 := string(opensslgost.Run(t, message, "dgst", "-md_gost12_256", "-r"))
		if got := streebog.Sum256(message); !strings.HasPrefix(want256, hex.EncodeToString(got[:])) {
			t.Fatalf("256 bits of %x: got %x, openssl %s", message, got, want256)
		}
		want512 := string(opensslgost.Run(t, message, "dgst", "-md_gost12_512", "-r"))
		if got := streebog.Sum512(message); !strings.HasPrefix(want512, hex.EncodeToString(got[:])) {
			t.Fatalf("512 bits of %x: got %x, openssl %s", message, got, want512)
		}
	}
}

func TestHashInterface(t *testing.T) {
	if h := streebog.New256(); h.Size() != 32 || h.BlockSize() != 64 {
		t.Errorf("New256: size %d, block %d", h.Size(), h.BlockSize())
	}
	if h := streebog.New512(); h.Size() != 64 || h.BlockSize() != 64 {
		t.Errorf("New512: size %d, block %d", h.Size(), h.BlockSize())
	}
	for _, start := range []streebog.Digest{streebog.Start256(), streebog.Start512()} {
		d := start
		d.Write([]byte("часть первая"))
		saved := d // A plain copy goes its own way.
		d.Write([]byte(" и вторая"))
		first, again := d.Sum(nil), d.Sum([]byte("x"))
		if !bytes.Equal(first, again[1:]) || again[0] != 'x' {
			t.Errorf("Sum changed the state or the slice: %x, %x", first, again)
		}
		saved.Write([]byte(" и вторая"))
		if got := saved.Sum(nil); !bytes.Equal(got, first) {
			t.Errorf("copy: got %x, want %x", got, first)
		}
		c, err := saved.Clone()
		if err != nil || !bytes.Equal(c.Sum(nil), first) {
			t.Errorf("clone: got %x, %v, want %x", c.Sum(nil), err, first)
		}
		d.Reset()
		if d != start {
			t.Error("Reset does not give the state of the start")
		}
	}
}

// TestHMAC proves HMAC_GOSTR3411_2012_256 and _512 over crypto/hmac by RFC 7836, appendix B, examples 1 and 2, and by
// the chains of the pseudorandom functions, examples 3 to 6.
func TestHMAC(t *testing.T) {
	key := unhex(t, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
	text := unhex(t, "0126bdb878 00af21434145656378 0100")
	check(t, "1", code(streebog.New256, key, text),
		"a1aa5f7de402d7b3d323f2991c8d4534 013137010a83754fd0af6d7cd4922ed9")
	check(t, "2", code(streebog.New512, key, text),
		"a59bab22ecae19c65fbde6e5f4e9f5d8 549d31f037f9df9b905500e171923a77"+
			"3d5f1530f2ed7e964cb2eedc29e9ad2f 3afe93b2814f79f5000ffc0366c251e6")

	// P_hash of RFC 5246: A(i) = HMAC(K, A(i-1)), T(i) = HMAC(K, A(i), A(0)), A(0) = label, seed.
	a0 := unhex(t, "1122334455 18471d622dc655c4d2d2269691ca4a56 0b50aba663553af241f1ada882c9f29a")
	a := code(streebog.New256, key, a0)
	check(t, "3, T1", code(streebog.New256, key, a, a0),
		"ff09664a44745865944f839ebb48965f 1544ff1cc8e8f16f247ee5f8a9ebe97f")
	a = code(streebog.New256, key, a)
	check(t, "3, T2", code(streebog.New256, key, a, a0),
		"c4e3c7900e46cad3db6a01643063040e c67fc0fd5cd9f9046523523 7bdff2c02")
	a = code(streebog.New512, key, a0)
	check(t, "4, T1", code(streebog.New512, key, a, a0),
		"f35187a3dc9655113a0e84d06fd7526c 5fc1fbdec1a0e4673dd6d79d0b920e65"+
			"ad1bc47bb083b3851cb7cd8e7e6a911a 626cf02b29e9e4a58ed766a449a7296d")
	a = code(streebog.New512, key, a)
	check(t, "4, T2", code(streebog.New512, key, a, a0),
		"e61a7a26c4d1caeecfd80cca65c71f0f 88c1f822c0e8c0ad949d03fee139579f"+
			"72ba0c3d32c5f954f1cccd54081fc744 0278cba1fe7b7a17a986fdff5bd15d1f")

	// prf+ of RFC 7296: T(i) = HMAC(K, T(i-1), S, i).
	key = unhex(t, "c9a9a77320e2cc559ed72dce6f47e219 2ccea95fa648670582c054c0ef36c221")
	s := unhex(t, "0126bdb878001d80603c8544c7270100")
	t1 := code(streebog.New256, key, s, []byte{1})
	check(t, "5, T1", t1, "2de5ee84e13d7be536166739133 70ab054c074b79b69a8a84682a9f04fecd587")
	check(t, "5, T2", code(streebog.New256, key, t1, s, []byte{2}),
		"29f60dda457bf219aa2ef95d7a59be95 4de008f4a50d504dbdb690be68060153")
	t1 = code(streebog.New512, key, s, []byte{1})
	check(t, "6, T1", t1, "5da67143a5f12a6d6e4742596f39243f cc615745915b32591006ff78a20863d5"+
		"f88e4afc17fbbe70b9509573db005e96 26369846cb861999716c165dd06a1585")
	check(t, "6, T2", code(streebog.New512, key, t1, s, []byte{2}),
		"4834495a43746cb53f0aba3bc46ebcf8 773ca64ad343c122ee2a577557038157"+
			"ee9c388d96ef71d58be5c1efa1afa95e be83e39d00e19a5d03dcd60a01bca8e3")
}

// TestHMACAgainstOpenSSL compares keys shorter than, as long as and longer than a block.
func TestHMACAgainstOpenSSL(t *testing.T) {
	opensslgost.Require(t)
	message := []byte("Документ подписан электронной подписью")
	for _, n := range []int{1, 32, 63, 64, 65, 200} {
		key := bytes.Repeat([]byte{byte(n)}, n)
		for algorithm, hash := range map[string]func() hash.Hash{
			"md_gost12_256": streebog.New256, "md_gost12_512": streebog.New512,
		} {
			out := opensslgost.Run(t, message, "dgst", "-"+algorithm, "-r", "-mac", "HMAC", "-macopt", "hexkey:"+hex.EncodeToString(key))
			if got := hex.EncodeToString(code(hash, key, message)); !strings.HasPrefix(string(out), got) {
				t.Errorf("%s, key of %d bytes: got %s, openssl %s", algorithm, n, got, out)
			}
		}
	}
}

func code(hash func() hash.Hash, key []byte, parts ...[]byte) []byte {
	m := hmac.New(hash, key)
	for _, p := range parts {
		m.Write(p)
	}
	return m.Sum(nil)
}

func TestNoAllocations(t *testing.T) {
	message := make([]byte, 300)
	d := streebog.Start256()
	room := make([]byte, 0, streebog.Size512)
	for name, f := range map[string]func(){
		"Write and Sum": func() {
			d.Reset()
			d.Write(message[:100])
			d.Write(message[100:])
			room = d.Sum(room[:0])
		},
		"Sum256": func() { streebog.Sum256(message) },
		"Sum512": func() { streebog.Sum512(message) },
		"KDF":    func() { streebog.KDF(message[:32], message[:4], message[:8]) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}

func check(t *testing.T, what string, got []byte, want string) {
	t.Helper()
	if w := unhex(t, want); !bytes.Equal(got, w) {
		t.Errorf("%s:\n got %x\nwant %x", what, got, w)
	}
}

// unhex reads hexadecimal text with spaces.
func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return b
}

// backwards reads the notation of RFC 6986, where the last byte stands first.
func backwards(t *testing.T, s string) []byte {
	t.Helper()
	b := unhex(t, s)
	slices.Reverse(b)
	return b
}
