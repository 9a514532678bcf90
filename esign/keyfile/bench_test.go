package keyfile

import (
	"testing"

	"github.com/klaster-platform/klaster/gost/gost3410"
)

// BenchmarkWriteEncryptedPKCS8 is what the default number of iterations costs.
func BenchmarkWriteEncryptedPKCS8(b *testing.B) {
	key := testKey(b, gost3410.CryptoProA())
	for b.Loop() {
		if _, err := WriteEncryptedPKCS8(key, []byte("password"), Encryption{}); err != nil {
			b.Fatal(err)
		}
	}
}
