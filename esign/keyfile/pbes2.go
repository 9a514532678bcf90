package keyfile

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des" //nolint:gosec // old files are read, never written
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost28147"
	"github.com/klaster-platform/klaster/gost/gost3413"
)

// decrypt decrypts by the scheme of an AlgorithmIdentifier. Authenticated says that the scheme has proved the password.
func (r *reader) decrypt(id algorithm.Identifier, sealed []byte, form passwordForm) (
	opened []byte, authenticated bool, err error,
) {
	if id.OID == oidPBES2 {
		return r.pbes2(id.Parameters, sealed, form.utf8)
	}
	opened, err = r.pbe12(id, sealed, form)
	return opened, false, err
}

// pbes2 is PBES2 of RFC 8018, section 6.2, with the ciphers of RFC 9337, section 7.3, and of other programs.
func (r *reader) pbes2(parameters, sealed, password []byte) ([]byte, bool, error) {
	seq, err := der.Whole(parameters, asn1.SEQUENCE)
	if err != nil {
		return nil, false, fmt.Errorf("parameters of PBES2: %w", ErrMalformed)
	}
	kdf, err := algorithmOf(&seq, "key derivation of PBES2")
	if err != nil {
		return nil, false, err
	}
	scheme, err := algorithmOf(&seq, "cipher of PBES2")
	if err != nil || !seq.Empty() {
		return nil, false, fmt.Errorf("parameters of PBES2: %w", ErrMalformed)
	}
	c, err := cipherOf(scheme)
	if err != nil {
		return nil, false, err
	}
	key, err := r.pbkdf2(kdf, password, c.keySize)
	if err != nil {
		return nil, false, err
	}
	defer wipe(key)
	opened, err := c.open(key, sealed)
	if err != nil {
		return nil, false, err
	}
	return opened, c.authenticated, nil
}

// contentCipher is a cipher with its parameters.
type contentCipher struct {
	keySize       int
	authenticated bool
	open          func(key, sealed []byte) ([]byte, error)
}

// cipherOf reads the AlgorithmIdentifier of a cipher.
func cipherOf(id algorithm.Identifier) (contentCipher, error) {
	switch id.OID {
	case oidGOST28147:
		return gost28147Cipher(id.Parameters)
	case oidMagma:
		return streamCipher(gost3413.Magma(), id.Parameters)
	case oidKuznyechik:
		return streamCipher(gost3413.Kuznyechik(), id.Parameters)
	case oidMagmaOMAC:
		return sealedCipher(gost3413.Magma(), id.Parameters)
	case oidKuznyechikOMAC:
		return sealedCipher(gost3413.Kuznyechik(), id.Parameters)
	case oidAES128CBC:
		return cbcCipher(aes.NewCipher, 16, aes.BlockSize, id.Parameters)
	case oidAES192CBC:
		return cbcCipher(aes.NewCipher, 24, aes.BlockSize, id.Parameters)
	case oidAES256CBC:
		return cbcCipher(aes.NewCipher, 32, aes.BlockSize, id.Parameters)
	case oidTripleDESCBC:
		return cbcCipher(des.NewTripleDESCipher, 24, des.BlockSize, id.Parameters)
	}
	return contentCipher{}, fmt.Errorf("cipher %s: %w", id.OID, ErrUnsupported)
}

// gost28147Cipher reads Gost28147-89-Parameters (RFC 4357, section 8.1): CFB with a parameter set.
func gost28147Cipher(parameters []byte) (contentCipher, error) {
	seq, err := der.Whole(parameters, asn1.SEQUENCE)
	var iv cryptobyte.String
	var oid der.OID
	if err != nil || !seq.ReadASN1(&iv, asn1.OCTET_STRING) || len(iv) != gost28147.BlockSize ||
		!der.ReadOID(&seq, &oid) || !seq.Empty() {
		return contentCipher{}, fmt.Errorf("parameters of GOST 28147-89: %w", ErrMalformed)
	}
	set, ok := gost28147.Lookup(oid.String())
	if !ok {
		return contentCipher{}, fmt.Errorf("parameter set %s of GOST 28147-89: %w", oid, ErrUnsupported)
	}
	return contentCipher{keySize: gost28147.KeySize, open: func(key, sealed []byte) ([]byte, error) {
		return applyStream(gost28147.NewCFBDecrypter(key, iv, set))(sealed)
	}}, nil
}

// readUKM reads Gost3412-15-Encryption-Parameters (RFC 9337, section 7.3).
func readUKM(c gost3413.Cipher, parameters []byte) ([]byte, error) {
	seq, err := der.Whole(parameters, asn1.SEQUENCE)
	var ukm cryptobyte.String
	if err != nil || !der.Inner(seq, &ukm, asn1.OCTET_STRING) || len(ukm) != c.UKMSize() {
		return nil, fmt.Errorf("parameters of a cipher of GOST 34.12: %w", ErrMalformed)
	}
	return ukm, nil
}

func streamCipher(c gost3413.Cipher, parameters []byte) (contentCipher, error) {
	ukm, err := readUKM(c, parameters)
	return contentCipher{keySize: gost3413.KeySize, open: func(key, sealed []byte) ([]byte, error) {
		return applyStream(c.ContentStream(key, ukm))(sealed)
	}}, err
}

func sealedCipher(c gost3413.Cipher, parameters []byte) (contentCipher, error) {
	ukm, err := readUKM(c, parameters)
	return contentCipher{keySize: gost3413.KeySize, authenticated: true, open: func(key, sealed []byte) ([]byte, error) {
		opened, err := c.OpenContent(key, ukm, sealed)
		switch {
		case errors.Is(err, gost3413.ErrAuthentication):
			return nil, fmt.Errorf("code of the encrypted text: %w", ErrPassword)
		case err != nil:
			return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
		}
		return opened, nil
	}}, err
}

// applyStream is the decryption of a text by a stream that may have failed to start.
func applyStream(s cipher.Stream, err error) func(text []byte) ([]byte, error) {
	return func(text []byte) ([]byte, error) {
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
		}
		out := make([]byte, len(text))
		s.XORKeyStream(out, text)
		return out, nil
	}
}

// cbcCipher reads an initialising value: an OCTET STRING of a block.
func cbcCipher(newBlock func([]byte) (cipher.Block, error), keySize, blockSize int, parameters []byte) (contentCipher, error) {
	iv, err := der.Whole(parameters, asn1.OCTET_STRING)
	if err != nil || len(iv) != blockSize {
		return contentCipher{}, fmt.Errorf("parameters of CBC: %w", ErrMalformed)
	}
	return contentCipher{keySize: keySize, open: func(key, sealed []byte) ([]byte, error) {
		return openCBC(newBlock, key, iv, sealed)
	}}, nil
}

// openCBC decrypts and takes off the padding of RFC 8018, section 6.1.1, step 4. The time that a wrong padding takes says
// nothing to anyone: who gives the file and the password learns the result as well.
func openCBC(newBlock func([]byte) (cipher.Block, error), key, iv, sealed []byte) ([]byte, error) {
	b, err := newBlock(key)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if len(sealed) == 0 || len(sealed)%b.BlockSize() != 0 {
		return nil, fmt.Errorf("encrypted text of %d bytes in blocks of %d: %w", len(sealed), b.BlockSize(), ErrMalformed)
	}
	opened := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(b, iv).CryptBlocks(opened, sealed)
	padding := int(opened[len(opened)-1])
	if padding == 0 || padding > b.BlockSize() {
		return nil, fmt.Errorf("padding: %w", ErrPassword)
	}
	for _, octet := range opened[len(opened)-padding:] {
		if int(octet) != padding {
			return nil, fmt.Errorf("padding: %w", ErrPassword)
		}
	}
	return opened[:len(opened)-padding], nil
}
