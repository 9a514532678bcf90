package keyfile

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/klaster-platform/klaster/gost/gost3410"
)

// orders are the orders q of the curves on which containers of CryptoPro have keys (RFC 4357, section 11.4; RFC 7836,
// appendix A). A container keeps the product of key and mask, so it is only here that one divides modulo q.
var orders = map[string]string{
	"CryptoPro-A": "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893",
	"CryptoPro-B": "800000000000000000000000000000015F700CFFF1A624E5E497161BCC8A198F",
	"CryptoPro-C": "9B9F605F5A858107AB1EC85E6B41C8AA582CA3511EDDFB74F02F3A6598980BB9",
	"tc26-256-A":  "400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67",
	"tc26-512-A": "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" +
		"27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275",
	"tc26-512-B": "8000000000000000000000000000000000000000000000000000000000000001" +
		"49A1EC142565A545ACFDB77BD9D40CFA8B996712101BEA0EC6346C54374F25BD",
	"tc26-512-C": "3FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" +
		"C98CDBA46506AB004C33A9FF5147502CC8EDA9E7A769A12694623CEF47F023ED",
}

// invert returns the inverse of a little-endian number modulo the order of a curve. It takes a time that depends on the number,
// which is a mask that stands unencrypted beside the key.
func invert(curve *gost3410.Curve, mask []byte) ([]byte, error) {
	q, ok := new(big.Int).SetString(orders[curve.String()], 16)
	if !ok {
		return nil, fmt.Errorf("mask on curve %s: %w", curve, ErrUnsupported)
	}
	number := slices.Clone(mask)
	slices.Reverse(number)
	inverse := new(big.Int).ModInverse(new(big.Int).SetBytes(number), q)
	if inverse == nil {
		return nil, fmt.Errorf("mask without an inverse: %w", ErrMalformed)
	}
	out := inverse.FillBytes(make([]byte, curve.Size()))
	slices.Reverse(out)
	return out, nil
}
