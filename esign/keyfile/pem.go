package keyfile

import (
	"encoding/pem"
	"fmt"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

// pem reads the keys and certificates of a PEM file, with other text and other blocks between them. A block is read by its
// label, not by its content. Certificates before and after a key are all of the bundle.
func (r *reader) pem(data []byte) (*Bundle, error) {
	bundle := &Bundle{}
	for rest := data; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if err := r.block(bundle, block); err != nil {
			return nil, fmt.Errorf("PEM block %q: %w", block.Type, err)
		}
	}
	if len(bundle.Keys) == 0 && len(bundle.Certificates) == 0 {
		return nil, fmt.Errorf("PEM without keys and certificates: %w", ErrUnknown)
	}
	// A file where one block is under a code and another is not is not under a code.
	bundle.Authenticated = bundle.Authenticated && len(bundle.Keys) == 1 && len(bundle.Certificates) == 0
	return bundle, nil
}

func (r *reader) block(bundle *Bundle, block *pem.Block) error {
	if block.Headers["DEK-Info"] != "" {
		return fmt.Errorf("encryption of PEM itself: %w", ErrUnsupported)
	}
	var read *Bundle
	var err error
	switch block.Type {
	case "PRIVATE KEY":
		read, err = one(r.privateKeyInfo(block.Bytes))
	case "ENCRYPTED PRIVATE KEY":
		seq, malformed := der.Whole(block.Bytes, asn1.SEQUENCE)
		if malformed != nil {
			return fmt.Errorf("%w: %w", ErrMalformed, malformed)
		}
		read, err = r.encryptedPrivateKeyInfo(seq)
	case "RSA PRIVATE KEY":
		read, err = one(rsaKey(block.Bytes))
	case "EC PRIVATE KEY":
		read, err = one(ecKey(block.Bytes))
	case "CERTIFICATE", "X509 CERTIFICATE":
		if _, malformed := der.Whole(block.Bytes, asn1.SEQUENCE); malformed != nil {
			return fmt.Errorf("%w: %w", ErrMalformed, malformed)
		}
		read = &Bundle{Certificates: []Certificate{{Raw: block.Bytes}}}
	default:
		return nil
	}
	if err != nil {
		return err
	}
	if err := r.item(); err != nil {
		return err
	}
	bundle.Keys = append(bundle.Keys, read.Keys...)
	bundle.Certificates = append(bundle.Certificates, read.Certificates...)
	bundle.Authenticated = read.Authenticated
	return nil
}
