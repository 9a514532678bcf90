package magma_test

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/klaster-platform/klaster/gost/magma"
)

// TestRFC8891 holds RFC 8891, appendix A.4 and A.5, and ГОСТ 34.13-2018, appendix A.2.1 (simple substitution).
func TestRFC8891(t *testing.T) {
	b, err := magma.NewCipher(unhex(t, "ffeeddccbbaa99887766554433221100f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"))
	if err != nil {
		t.Fatal(err)
	}
	if b.BlockSize() != 8 {
		t.Errorf("block of %d bytes", b.BlockSize())
	}
	for plaintext, want := range map[string]string{
		"fedcba9876543210": "4ee901e5c2d8ca3d",
		"92def06b3c130a59": "2b073f0494f372a0",
		"db54c704f8189d20": "de70e715d3556e48",
		"4a98fb2e67a8024c": "11d8d9e9eacfbc1e",
		"8912409b17b57e41": "7c68260996c67efb",
	} {
		plain, got := unhex(t, plaintext), make([]byte, magma.BlockSize)
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

func TestKeySize(t *testing.T) {
	for _, n := range []int{0, 16, 31, 33} {
		if _, err := magma.NewCipher(make([]byte, n)); err == nil {
			t.Errorf("key of %d bytes: no error", n)
		}
	}
}

func TestNoAllocations(t *testing.T) {
	b, err := magma.NewCipher(make([]byte, magma.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	text := make([]byte, magma.BlockSize)
	if n := testing.AllocsPerRun(100, func() { b.Encrypt(text, text); b.Decrypt(text, text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkEncrypt(b *testing.B) {
	c, err := magma.NewCipher(make([]byte, magma.KeySize))
	if err != nil {
		b.Fatal(err)
	}
	text := make([]byte, magma.BlockSize)
	b.SetBytes(magma.BlockSize)
	for b.Loop() {
		c.Encrypt(text, text)
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
