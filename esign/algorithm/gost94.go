//go:build !klaster_compact

package algorithm

import (
	"fmt"
	"hash"
	"math/big"
	"slices"
	"sync"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gostr341194"
)

// hasGOSTR341194 says that the hash function of old files is here; newGOSTR341194 returns nil where it is not.
const hasGOSTR341194 = true

func newGOSTR341194() hash.Hash { return gostr341194.New() }

// key94 is a public key of ГОСТ Р 34.10-94, a power y = a^x modulo p of order q (in the form of RFC 4491,
// section 2.3.1). Files of before 2002 have it. Nothing of it is secret or in a hurry, so math/big will do.
type key94 struct {
	*group94
	y *big.Int
}

// group94 is a parameter set of RFC 4357, section 11.2.
type group94 struct{ p, q, a *big.Int }

// groups94 are the parameter sets that are found in files, with primes of 1024 bits.
var groups94 = sync.OnceValue(func() map[der.OID]*group94 {
	return map[der.OID]*group94{
		// id-GostR3410-94-CryptoPro-A-ParamSet, 1.2.643.2.2.32.2.
		"\x2a\x85\x03\x02\x02\x20\x02": newGroup94(
			"b4e25efb018e3c8b87505e2a67553c5edc56c2914b7e4f89d23f03f03377e70a2903489dd60e78418d3d851edb5317c4"+
				"871e40b04228c3b7902963c4b7d85d52b9aa88f2afdbeb28da8869d6df846a1d98924e925561bd69300b9ddd05d247b5"+
				"922d967cbb02671881c57d10e5ef72d3e6dad4223dc82aa1f7d0294651a480df",
			"972432a437178b30bd96195b773789ab2fff15594b176dd175b63256ee5af2cf",
			"8fd36731237654bbe41f5f1f8453e71ca414ffc22c25d915309e5d2e62a2a26c7111f3fc79568dafa028042fe1a52a04"+
				"89805c0de9a1a469c844c7cabbee625c3078888c1d85eea883f1ad5bc4e6776e8e1a0750912df64f79956499f1e18247"+
				"5b0b60e2632adcd8cf94e9c54fd1f3b109d81f00bf2ab8cb862adf7d40b9369a",
		),
		// id-GostR3410-94-CryptoPro-B-ParamSet, 1.2.643.2.2.32.3.
		"\x2a\x85\x03\x02\x02\x20\x03": newGroup94(
			"c6971fc57524b30c9018c5e621de15499736854f56a6f8aee65a7a404632b1bcf0349ffcafcb0a103177971fc1612adc"+
				"db8c8cc938c70225c8fd12aff01b1d064e0ad6fde6ab9159166cb9f2fc171d92f0cc7b6a6b2cd7fa342acbe2c9315a42"+
				"d576b1ecce77a963157f3d0bd96a8eb0b0f3502ad238101b05116334f1e5b7ab",
			"b09d634c10899cd7d4c3a7657403e05810b07c61a688bab2c37f475e308b0607",
			"3d26b467d94a3ffc9d71bf8db8934084137264f3c2e9eb16dca214b8bc7c872485336744934fd2ef5943f9ed0b745b90"+
				"aa3ec8d70cdc91682478b664a2e1f8fb56cef2972fee7edb084af746419b854fad02cc3e3646ff2e1a18dd4beb3c44f7"+
				"f2745588029649674546cc9187c207fb8f2cece8e2293f68395c4704af04bab5",
		),
		// id-GostR3410-94-CryptoPro-XchA-ParamSet, 1.2.643.2.2.33.1.
		"\x2a\x85\x03\x02\x02\x21\x01": newGroup94(
			"ca3b3f2eee9fd46317d49595a9e7518e6c63d8f4eb4d22d10d28af0b8839f079f8289e603b03530784b9bb5a1e76859e"+
				"4850c670c7b71c0df84ca3e0d6c177fe9f78a9d8433230a883cd82a2b2b5c7a3306980278570cdb79bf01074a69c9623"+
				"348824b0c53791d53c6a78cab69e1cfb28368611a397f50f541e16db348dbe5f",
			"cae4d85f80c147704b0ca48e85fb00a9057aa4acc44668e17f1996d7152690d9",
			"be27d652f2f1e339da734211b85b06ae4de236aa8fbeeb3f1adcc52cd43853777e834a6a518138678a8adbd3a55c70a7"+
				"eab1ba7a0719548677aaf4e609ffb47f6b9d7e45b0d06d83d7adc53310abd85783e7317f7ec73268b6a9c08d260b85d8"+
				"485696ca39c17b17f044d1e050489036abd381c5e6bf82ba352a1aff136601af",
		),
	}
})

func newGroup94(p, q, a string) *group94 {
	var g group94
	g.p, _ = new(big.Int).SetString(p, 16)
	g.q, _ = new(big.Int).SetString(q, 16)
	g.a, _ = new(big.Int).SetString(a, 16)
	return &g
}

// parse94 reads the key, an OCTET STRING of y, little-endian and as long as p.
func (k *PublicKey) parse94(id Identifier) error {
	set, err := gostParameters(id)
	if err != nil {
		return err
	}
	group := groups94()[set]
	if group == nil {
		return fmt.Errorf("parameter set %s: %w", set, ErrUnsupported)
	}
	s := cryptobyte.String(k.bits)
	var octets cryptobyte.String
	if !der.Inner(s, &octets, asn1.OCTET_STRING) || len(octets) != len(group.p.Bytes()) {
		return ErrMalformed
	}
	y := littleEndian(octets)
	// A key is of order q: 1 and numbers outside the subgroup would let signatures through that nobody made.
	if y.Cmp(big.NewInt(1)) <= 0 || y.Cmp(group.p) >= 0 || new(big.Int).Exp(y, group.q, group.p).Cmp(big.NewInt(1)) != 0 {
		return ErrMalformed
	}
	k.kind, k.curve, k.old = GOST94, set, &key94{group, y}
	return nil
}

// verify checks s‖r, each of 32 octets and big-endian (RFC 4491, section 2.2.1), over a digest read as a little-endian number.
func (k *key94) verify(digest, signature []byte) bool {
	if len(signature) != 64 {
		return false
	}
	s, r := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	for _, n := range []*big.Int{s, r} {
		if n.Sign() == 0 || n.Cmp(k.q) >= 0 {
			return false
		}
	}
	h := littleEndian(digest)
	if h.Mod(h, k.q).Sign() == 0 {
		h.SetInt64(1)
	}
	v := h.ModInverse(h, k.q)
	z1 := new(big.Int).Mul(s, v)
	z2 := new(big.Int).Mul(new(big.Int).Sub(k.q, r), v)
	u := new(big.Int).Exp(k.a, z1.Mod(z1, k.q), k.p)
	u.Mul(u, new(big.Int).Exp(k.y, z2.Mod(z2, k.q), k.p))
	u.Mod(u, k.p)
	return u.Mod(u, k.q).Cmp(r) == 0
}

func littleEndian(octets []byte) *big.Int {
	reversed := slices.Clone(octets)
	slices.Reverse(reversed)
	return new(big.Int).SetBytes(reversed)
}
