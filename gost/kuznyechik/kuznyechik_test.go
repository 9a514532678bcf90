package kuznyechik

import (
	"bytes"
	"encoding/hex"
	"testing"
)

const testKey = "8899aabbccddeeff0011223344556677fedcba98765432100123456789abcdef"

// TestTransformations holds RFC 7801, sections 5.1 to 5.3.
func TestTransformations(t *testing.T) {
	chain := []string{
		"ffeeddccbbaa99881122334455667700", "b66cd8887d38e8d77765aeea0c9a7efc",
		"559d8dd7bd06cbfe7e7b262523280d39", "0c3322fed531e4630d80ef5c5a81c50b", "23ae65633f842d29c5df529c13f5acda",
	}
	for i, want := range chain[1:] {
		a := unhex(t, chain[i])
		for j, v := range a {
			a[j] = substitution[v]
		}
		if hex.EncodeToString(a) != want {
			t.Errorf("S(%s) is %x, want %s", chain[i], a, want)
		}
	}
	chain = []string{
		"00000000000000000000000000000100", "94000000000000000000000000000001", "a5940000000000000000000000000000",
		"64a59400000000000000000000000000", "0d64a594000000000000000000000000",
	}
	for i, want := range chain[1:] {
		a := unhex(t, chain[i])
		r := append([]byte{linearForm([BlockSize]byte(a))}, a[:BlockSize-1]...)
		if hex.EncodeToString(r) != want {
			t.Errorf("R(%s) is %x, want %s", chain[i], r, want)
		}
	}
	chain = []string{
		"64a59400000000000000000000000000", "d456584dd0e3e84cc3166e4b7fa2890d",
		"79d26221b87b584cd42fbc4ffea5de9a", "0e93691a0cfc60408b7b68f66b513c13", "e6a8094fee0aa204fd97bcb0b44b8580",
	}
	for i, want := range chain[1:] {
		a := [BlockSize]byte(unhex(t, chain[i]))
		mixed := l(a)
		if hex.EncodeToString(mixed[:]) != want {
			t.Errorf("L(%s) is %x, want %s", chain[i], mixed, want)
		}
		if lInverse(mixed) != a {
			t.Errorf("the inverse of L does not give %s back", chain[i])
		}
	}
}

// TestKeySchedule holds RFC 7801, section 5.4.
func TestKeySchedule(t *testing.T) {
	c, err := NewCipher(unhex(t, testKey))
	if err != nil {
		t.Fatal(err)
	}
	b := c.(*block)
	for i, want := range []string{
		"8899aabbccddeeff0011223344556677", "fedcba98765432100123456789abcdef",
		"db31485315694343228d6aef8cc78c44", "3d4553d8e9cfec6815ebadc40a9ffd04",
		"57646468c44a5e28d3e59246f429f1ac", "bd079435165c6432b532e82834da581b",
		"51e640757e8745de705727265a0098b1", "5a7925017b9fdd3ed72a91a22286f984",
		"bb44e25378c73123a5f32f73cdb6e517", "72e9dd7416bcf45b755dbaa88e4a4043",
	} {
		if got := b.encrypt[i]; got != load(unhex(t, want)) {
			t.Errorf("K_%d is %x, want %s", i+1, got, want)
		}
	}
	for i, want := range map[int]string{
		1: "6ea276726c487ab85d27bd10dd849401", 2: "dc87ece4d890f4b3ba4eb92079cbeb02", 8: "f6593616e6055689adfba18027aa2a08",
	} {
		if got := b.t.constants[i-1]; got != load(unhex(t, want)) {
			t.Errorf("C_%d is %x, want %s", i, got, want)
		}
	}
}

// TestRFC7801 holds RFC 7801, sections 5.5 and 5.6, and ГОСТ 34.13-2018, appendix A.1.1 (simple substitution).
func TestRFC7801(t *testing.T) {
	b, err := NewCipher(unhex(t, testKey))
	if err != nil {
		t.Fatal(err)
	}
	if b.BlockSize() != 16 {
		t.Errorf("block of %d bytes", b.BlockSize())
	}
	for plaintext, want := range map[string]string{
		"1122334455667700ffeeddccbbaa9988": "7f679d90bebc24305a468d42b9d4edcd",
		"00112233445566778899aabbcceeff0a": "b429912c6e0032f9285452d76718d08b",
		"112233445566778899aabbcceeff0a00": "f0ca33549d247ceef3f5a5313bd4b157",
		"2233445566778899aabbcceeff0a0011": "d0b09ccde830b9eb3a02c4c5aa8ada98",
	} {
		plain, got := unhex(t, plaintext), make([]byte, BlockSize)
		b.Encrypt(got, plain)
		if hex.EncodeToString(got) != want {
			t.Errorf("%s encrypted as %x, want %s", plaintext, got, want)
		}
		b.Decrypt(got, got)
		if !bytes.Equal(got, plain) {
			t.Errorf("%s decrypted as %x", plaintext, got)
		}
	}
}

// TestRoundTrip decrypts a chain of a thousand encryptions, each the key of the next, back to its beginning.
func TestRoundTrip(t *testing.T) {
	text := make([]byte, KeySize)
	keys := make([][]byte, 0, 1000)
	for range 1000 {
		keys = append(keys, bytes.Clone(text))
		b, err := NewCipher(text)
		if err != nil {
			t.Fatal(err)
		}
		b.Encrypt(text[:BlockSize], text[:BlockSize])
		b.Encrypt(text[BlockSize:], text[:BlockSize])
	}
	for i := len(keys) - 1; i >= 0; i-- {
		b, err := NewCipher(keys[i])
		if err != nil {
			t.Fatal(err)
		}
		b.Decrypt(text[:BlockSize], text[:BlockSize])
		if !bytes.Equal(text[:BlockSize], keys[i][:BlockSize]) {
			t.Fatalf("encryption %d does not come back", i)
		}
	}
}

func TestKeySize(t *testing.T) {
	for _, n := range []int{0, 16, 31, 33} {
		if _, err := NewCipher(make([]byte, n)); err == nil {
			t.Errorf("key of %d bytes: no error", n)
		}
	}
}

func TestNoAllocations(t *testing.T) {
	b, err := NewCipher(make([]byte, KeySize))
	if err != nil {
		t.Fatal(err)
	}
	text := make([]byte, BlockSize)
	if n := testing.AllocsPerRun(100, func() { b.Encrypt(text, text); b.Decrypt(text, text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkEncrypt(b *testing.B) {
	c, err := NewCipher(make([]byte, KeySize))
	if err != nil {
		b.Fatal(err)
	}
	text := make([]byte, BlockSize)
	b.SetBytes(BlockSize)
	for b.Loop() {
		c.Encrypt(text, text)
	}
}

func BenchmarkTables(b *testing.B) {
	for b.Loop() {
		build()
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
