package keyfile

import (
	"crypto/hmac"
	"errors"
	"fmt"
	"hash"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
)

// RFC 9548, section 3: of a derived key of 96 octets the last 32 are the key of the code.
const (
	gostMACDerived = 96
	gostMACKey     = 32
)

// macData is MacData of RFC 7292.
type macData struct {
	id         algorithm.Identifier
	code, salt []byte
	iterations int64
}

func readMACData(seq cryptobyte.String) (macData, error) {
	malformed := fmt.Errorf("code of a PFX: %w", ErrMalformed)
	m := macData{iterations: 1}
	var info, code, salt cryptobyte.String
	if !seq.ReadASN1(&info, asn1.SEQUENCE) {
		return m, malformed
	}
	id, err := algorithmOf(&info, "code of a PFX")
	if err != nil {
		return m, err
	}
	if !der.Inner(info, &code, asn1.OCTET_STRING) || !seq.ReadASN1(&salt, asn1.OCTET_STRING) {
		return m, malformed
	}
	if !seq.Empty() && (!seq.ReadASN1Integer(&m.iterations) || !seq.Empty()) {
		return m, malformed
	}
	m.id, m.code, m.salt = id, code, salt
	return m, nil
}

// checkMAC verifies the code of a PFX and returns the form of the password by which it has been made.
func (r *reader) checkMAC(seq cryptobyte.String, content []byte) (passwordForm, error) {
	m, err := readMACData(seq)
	if err != nil {
		return passwordForm{}, err
	}
	forms := passwordForms(r.password)
	if m.id.OID == oidPBMAC1 {
		return forms[0], r.checkPBMAC1(m, content)
	}
	digest := algorithm.DigestByOID(m.id.OID)
	if digest == 0 {
		return passwordForm{}, fmt.Errorf("code of a PFX with %s: %w", m.id.OID, ErrUnsupported)
	}
	if digest == algorithm.Streebog256 || digest == algorithm.Streebog512 || digest == algorithm.GOSTR341194 {
		err := r.checkGOSTMAC(digest.New, m, content)
		if !errors.Is(err, ErrPassword) {
			return forms[0], err
		}
		// Programs from before the standard of 2016 used the function of RFC 7292 with these hash functions as well.
	}
	for _, form := range forms {
		key, err := r.kdf12(digest.New, forMAC, form.bmp, m.salt, m.iterations, digest.Size())
		if err != nil {
			return passwordForm{}, err
		}
		err = compareMAC(digest.New, key, content, m.code)
		if !errors.Is(err, ErrPassword) {
			return form, err
		}
	}
	return passwordForm{}, fmt.Errorf("code of a PFX: %w", ErrPassword)
}

// checkGOSTMAC verifies a code of RFC 9548, section 3.
func (r *reader) checkGOSTMAC(h func() hash.Hash, m macData, content []byte) error {
	derived, err := r.derive(h, r.password, m.salt, m.iterations, gostMACDerived)
	if err != nil {
		return err
	}
	defer wipe(derived)
	return compareMAC(h, derived[gostMACDerived-gostMACKey:], content, m.code)
}

// checkPBMAC1 verifies a code of RFC 9579: the function and the length of the key stand in the file, and salt and iterations
// outside of it mean nothing.
func (r *reader) checkPBMAC1(m macData, content []byte) error {
	seq, err := der.Whole(m.id.Parameters, asn1.SEQUENCE)
	if err != nil {
		return fmt.Errorf("parameters of PBMAC1: %w", ErrMalformed)
	}
	kdf, err := algorithmOf(&seq, "key derivation of PBMAC1")
	if err != nil {
		return err
	}
	scheme, err := algorithmOf(&seq, "code of PBMAC1")
	if err != nil || !seq.Empty() {
		return fmt.Errorf("parameters of PBMAC1: %w", ErrMalformed)
	}
	h := hmacHash(scheme.OID)
	if h == nil {
		return fmt.Errorf("code of PBMAC1 by %s: %w", scheme.OID, ErrUnsupported)
	}
	size, err := keyLength(kdf.Parameters)
	if err != nil {
		return err
	}
	key, err := r.pbkdf2(kdf, r.password, size)
	if err != nil {
		return err
	}
	defer wipe(key)
	return compareMAC(h, key, content, m.code)
}

// keyLength reads keyLength of PBKDF2-params, which RFC 9579, section 4, wants there. Shorter keys than 20 octets are refused
// as it says, longer ones than 64 are in no use.
func keyLength(parameters []byte) (int, error) {
	seq, err := der.Whole(parameters, asn1.SEQUENCE)
	var iterations, length int64
	if err != nil || !seq.SkipASN1(asn1.OCTET_STRING) || !seq.ReadASN1Integer(&iterations) || !seq.ReadASN1Integer(&length) ||
		length < 20 || length > 64 {
		return 0, fmt.Errorf("parameters of PBMAC1: %w", ErrMalformed)
	}
	return int(length), nil
}

// compareMAC compares in constant time. A code of another length is no code of this function.
func compareMAC(h func() hash.Hash, key, content, code []byte) error {
	mac := hmac.New(h, key)
	mac.Write(content)
	want := mac.Sum(nil)
	if len(code) != len(want) {
		return fmt.Errorf("code of a PFX of %d bytes, want %d: %w", len(code), len(want), ErrMalformed)
	}
	if !hmac.Equal(code, want) {
		return fmt.Errorf("code of a PFX: %w", ErrPassword)
	}
	return nil
}
