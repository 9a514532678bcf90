//go:build klaster_compact

package algorithm

import (
	"crypto"
	"fmt"
	"hash"

	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// A program that is sent to a browser is built with the tag klaster_compact, and has GOST keys only, on the curves that package
// gost3410 has then: the others would make it twice as large, and the trial signer, which runs there, has no use for them.
// Their certificates are read all the same; a key that is left out is ErrUnsupported, and so is ГОСТ Р 34.11-94.

const hasGOSTR341194 = false

func newGOSTR341194() hash.Hash { return nil }

func curveByOID(oid der.OID) *gost3410.Curve {
	switch oid {
	case oidCryptoProA, oidCryptoProXchA, oidTC256B:
		return gost3410.CryptoProA()
	case oidTC256A:
		return gost3410.TC256A()
	}
	return nil
}

func (k *PublicKey) parseRSA(Identifier) error { return ErrUnsupported }

func (k *PublicKey) parseEC(Identifier) error { return ErrUnsupported }

func (k *PublicKey) verifyStd(Scheme, []byte, []byte) bool { return false }

func encodeStd(key crypto.PublicKey) (id Identifier, bits []byte, err error) {
	return Identifier{}, nil, fmt.Errorf("public key of type %T: %w", key, ErrUnsupported)
}

// key94 is a key of ГОСТ Р 34.10-94, of which there is none here.
type key94 struct{}

func (k *PublicKey) parse94(Identifier) error { return ErrUnsupported }

func (k *key94) verify([]byte, []byte) bool { return false }
