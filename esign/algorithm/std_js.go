package algorithm

import (
	"crypto"
	"fmt"
)

// In a browser there are GOST keys only: RSA and ECDSA would make the program that is sent there twice as large, and the
// trial signer, which runs there, has no use for them. Their certificates are read all the same.

func (k *PublicKey) parseRSA(Identifier) error { return ErrUnsupported }

func (k *PublicKey) parseEC(Identifier) error { return ErrUnsupported }

func (k *PublicKey) verifyStd(Scheme, []byte, []byte) bool { return false }

func encodeStd(key crypto.PublicKey) (id Identifier, bits []byte, err error) {
	return Identifier{}, nil, fmt.Errorf("public key of type %T: %w", key, ErrUnsupported)
}
