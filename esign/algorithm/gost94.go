package algorithm

import "fmt"

// key94 is a public key of ГОСТ Р 34.10-94.
type key94 struct{}

func (k *PublicKey) parse94(Identifier) error {
	return fmt.Errorf("GOST R 34.10-94: %w", ErrUnsupported)
}

func (*key94) verify(_, _ []byte) bool { return false }
