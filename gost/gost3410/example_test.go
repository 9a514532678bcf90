package gost3410_test

import (
	"fmt"
	"log"

	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/gost/streebog"
)

func Example() {
	key, err := gost3410.CryptoProA().GenerateKey(nil)
	if err != nil {
		log.Fatal(err)
	}
	digest := streebog.Sum256([]byte("Заявление"))
	signature, err := key.Sign(nil, digest[:], nil)
	if err != nil {
		log.Fatal(err)
	}

	// The other side has the bytes of a certificate.
	public, err := gost3410.CryptoProA().NewPublicKey(key.PublicKey().Bytes())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(public.Verify(digest[:], signature))
	// Output: true
}
