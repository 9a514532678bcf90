package keyfile

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/gost/gost28147"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// FuzzParse reads any bytes with few iterations: what is read holds keys that can be written and read again.
func FuzzParse(f *testing.F) {
	root := sharedtest.Dir(f, "gost")
	for _, file := range sharedFiles() {
		f.Add(read(f, filepath.Join(root, file.name)), file.password)
	}
	f.Add(decode64(f, rfc9548A2), tc26Password)
	f.Add(decode64(f, rfc9548A3), tc26Password)
	key := testKey(f, gost3410.CryptoProA())
	f.Add(cryptoProShroud(f, key, "1", gost28147.CryptoProA), "1")
	for _, value := range gostForms(f, key) {
		f.Add(privateKeyInfoOf(f, key, value), "")
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		f.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	for _, key := range []crypto.Signer{rsaKey, ecKey} {
		file, err := WritePKCS8(key)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file, "")
		value, err := keyValue(key)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(value, "")
	}
	f.Fuzz(func(t *testing.T, data []byte, password string) {
		b, err := newReader([]byte(password), 3000).file(data)
		if err != nil {
			return
		}
		for _, k := range b.Keys {
			written, err := WritePKCS8(k.PrivateKey)
			if err != nil {
				t.Fatal(err)
			}
			again, err := ParsePKCS8(written)
			if err != nil || !same(again.PrivateKey, k.PrivateKey) {
				t.Fatalf("written and read again: %v", err)
			}
			b.Leaf(k.PrivateKey)
		}
	})
}

// FuzzContainer reads any bytes as the files of a container.
func FuzzContainer(f *testing.F) {
	for _, password := range []string{"", "1"} {
		files := containerOf(f, testKey(f, gost3410.CryptoProA()), algorithm.GOST256, password)
		f.Add(files["header.key"].Data, files["primary.key"].Data, files["masks.key"].Data, files["name.key"].Data, password)
	}
	f.Fuzz(func(t *testing.T, header, primary, masks, name []byte, password string) {
		b, err := newReader([]byte(password), 10_000).container(fstest.MapFS{
			"header.key": {Data: header}, "primary.key": {Data: primary}, "masks.key": {Data: masks}, "name.key": {Data: name},
		})
		if err == nil && len(b.Keys) == 0 {
			t.Error("a container without keys")
		}
	})
}
