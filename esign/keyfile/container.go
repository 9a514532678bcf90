package keyfile

import (
	"bytes"
	"crypto/subtle"
	encodingasn1 "encoding/asn1"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost28147"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/gost/gostr341194"
	"github.com/klaster-platform/klaster/gost/streebog"
)

// maxContainerFile is the length in bytes of the longest file of a container; header.key, with certificates, has some
// thousands.
const maxContainerFile = 64 << 10

// ParseContainer reads the private keys of a container of CryptoPro CSP: a folder with header.key, primary.key and masks.key,
// with primary2.key and masks2.key for a second key, and with name.key. Fsys is the folder: os.DirFS of a USB drive, a
// *zip.Reader. The password is UTF-8; nil and the empty one are the same here, as a container without a password is under the
// empty one. How the program takes a password that is not of ASCII is not known to us: as UTF-8 here.
//
// The vendor has not published the format. What is here is what several independent programs that read such folders agree
// on, and we have had no folder made by the program itself to try it with. The container itself tells whether a key has been read rightly: header.key has the first 8 octets of its public key.
// A container whose header has none of these is [ErrUnsupported]. The codes of header.key and masks.key are under keys that
// everyone has, so they show damage only, which the public key shows as well: they are not looked at.
func ParseContainer(fsys fs.FS, password []byte) (*Bundle, error) {
	b, err := newReader(password, MaxIterations).container(fsys)
	if err != nil {
		return nil, fmt.Errorf("keyfile: container of CryptoPro: %w", err)
	}
	return b, nil
}

func (r *reader) container(fsys fs.FS) (*Bundle, error) {
	files := make(map[string][]byte)
	for _, name := range []string{"header.key", "primary.key", "masks.key", "primary2.key", "masks2.key", "name.key"} {
		content, err := readContainerFile(fsys, name)
		if err != nil {
			return nil, err
		}
		files[name] = content
	}
	h, err := readHeader(files["header.key"])
	if err != nil {
		return nil, fmt.Errorf("header.key: %w", err)
	}
	bundle := &Bundle{}
	for _, slot := range []struct {
		containerKey
		primary, masks string
	}{{h.primary, "primary.key", "masks.key"}, {h.secondary, "primary2.key", "masks2.key"}} {
		if slot.certificate != nil {
			bundle.Certificates = append(bundle.Certificates, Certificate{Raw: slot.certificate})
		}
		if files[slot.primary] == nil || slot.kind == 0 {
			continue
		}
		key, err := r.containerKey(slot.containerKey, files[slot.primary], files[slot.masks])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", slot.primary, err)
		}
		key.FriendlyName = readName(files["name.key"])
		bundle.Keys = append(bundle.Keys, key)
	}
	if len(bundle.Keys) == 0 {
		return nil, fmt.Errorf("primary.key: %w", ErrNoKey)
	}
	return bundle, nil
}

// readContainerFile reads a file of the folder, whose name may be in capitals, as on old diskettes; nil where there is none.
func readContainerFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = fsys.Open(strings.ToUpper(name))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w", err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxContainerFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(content) > maxContainerFile {
		return nil, fmt.Errorf("%s of more than %d bytes: %w", name, maxContainerFile, ErrLimit)
	}
	return content, nil
}

// containerKey is what header.key says of a key.
type containerKey struct {
	kind        algorithm.KeyKind
	curve       encodingasn1.ObjectIdentifier
	passwordMAC []byte // 4 octets, or nil
	fingerprint []byte // 8 octets
	certificate []byte
}

// header is header.key.
type header struct{ primary, secondary containerKey }

// readHeader reads SEQUENCE { SEQUENCE content, OCTET STRING code }. Bytes after the structure are let pass, as tokens pad the
// file.
func readHeader(data []byte) (header, error) {
	var h header
	var err error
	s := cryptobyte.String(data)
	var outer, content, code cryptobyte.String
	if !s.ReadASN1(&outer, asn1.SEQUENCE) || !outer.ReadASN1(&content, asn1.SEQUENCE) ||
		!outer.ReadASN1(&code, asn1.OCTET_STRING) || len(code) != gost28147.MACSize || !outer.Empty() {
		return h, ErrMalformed
	}
	for primary := true; !content.Empty(); {
		var value cryptobyte.String
		var tag asn1.Tag
		if !content.ReadAnyASN1(&value, &tag) {
			return h, ErrMalformed
		}
		switch tag {
		case asn1.SEQUENCE:
			// The first is of the first key; others belong to extensions that we do not know.
			if primary {
				err = h.primary.parameters(value)
			}
			primary = false
		case der.Explicit(4):
			err = h.secondary.parameters(value)
		case der.Context(2):
			h.primary.passwordMAC = value
		case der.Context(5):
			h.primary.certificate = value
		case der.Context(6):
			h.secondary.certificate = value
		case der.Context(10):
			h.primary.fingerprint = value
		case der.Context(11):
			h.secondary.fingerprint = value
		}
		if err != nil {
			return h, err
		}
	}
	return h, errors.Join(h.primary.check(), h.secondary.check())
}

// parameters reads SEQUENCE { BIT STRING, [0] AlgorithmIdentifier }.
func (k *containerKey) parameters(s cryptobyte.String) error {
	var id, parameters cryptobyte.String
	var oid der.OID
	if !s.SkipASN1(asn1.BIT_STRING) || !s.ReadASN1(&id, der.Explicit(0)) || !der.ReadOID(&id, &oid) ||
		!id.ReadASN1(&parameters, asn1.SEQUENCE) || !parameters.ReadASN1ObjectIdentifier(&k.curve) {
		return ErrMalformed
	}
	kind, ok := keyKind(oid)
	if !ok || !kind.GOST() {
		return fmt.Errorf("key of algorithm %s: %w", oid, ErrUnsupported)
	}
	k.kind = kind
	return nil
}

// check looks at the lengths of what the header says of a key.
func (k *containerKey) check() error {
	if k.kind == 0 {
		return nil
	}
	if k.fingerprint == nil {
		return fmt.Errorf("key without the beginning of its public key: %w", ErrUnsupported)
	}
	if len(k.fingerprint) != 8 || k.passwordMAC != nil && len(k.passwordMAC) != gost28147.MACSize {
		return ErrMalformed
	}
	if k.certificate == nil {
		return nil
	}
	if _, err := der.Whole(k.certificate, asn1.SEQUENCE); err != nil {
		return fmt.Errorf("certificate: %w: %w", ErrMalformed, err)
	}
	k.certificate = bytes.Clone(k.certificate)
	return nil
}

// containerKey decrypts a key. Primary.key is SEQUENCE { OCTET STRING key }, or, where the key may not be exported,
// SEQUENCE { OCTET STRING other, [0] key }; masks.key is SEQUENCE { OCTET STRING mask, OCTET STRING salt, OCTET STRING code }.
// The decrypted number is the key times the mask, modulo the order of the curve.
func (r *reader) containerKey(k containerKey, primary, masks []byte) (Key, error) {
	curve, ok := gost3410.CurveByOID(k.curve)
	if !ok {
		return Key{}, fmt.Errorf("curve %s: %w", k.curve, ErrUnsupported)
	}
	if (curve.Size() == 64) != (k.kind == algorithm.GOST512) {
		return Key{}, fmt.Errorf("key of %s on curve %s: %w", k.kind, curve, ErrMalformed)
	}
	sealed, err := readPrimary(primary, curve.Size())
	if err != nil {
		return Key{}, err
	}
	mask, salt, err := readMasks(masks, curve.Size())
	if err != nil {
		return Key{}, err
	}
	storage, err := r.storageKey(k.kind, salt)
	if err != nil {
		return Key{}, err
	}
	defer wipe(storage)
	set := gost28147.TC26Z
	if k.kind == algorithm.GOST2001 {
		set = gost28147.CryptoProA
	}
	c, err := gost28147.NewCipher(storage, set)
	if err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	masked := make([]byte, len(sealed))
	defer wipe(masked)
	for i := 0; i < len(sealed); i += gost28147.BlockSize {
		c.Decrypt(masked[i:], sealed[i:])
	}
	key, err := unmask(curve, masked, mask)
	if err != nil || !bytes.Equal(key.PublicKey().Bytes()[:len(k.fingerprint)], k.fingerprint) {
		return Key{}, fmt.Errorf("the public key is another one: %w", r.blame(k))
	}
	return Key{PrivateKey: key, Kind: k.kind}, nil
}

// unmask divides by the mask, modulo the order of the curve.
func unmask(curve *gost3410.Curve, masked, mask []byte) (*gost3410.PrivateKey, error) {
	inverse, err := invert(curve, mask)
	if err != nil {
		return nil, err
	}
	defer wipe(inverse)
	factors := append(append(make([]byte, 0, 2*len(masked)), masked...), inverse...)
	defer wipe(factors)
	key, err := curve.NewMaskedPrivateKey(factors)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return key, nil
}

// blame says why a key came out wrong. Containers of 2012 with a password have its code, of 16 zeros under the key that the
// password and the beginning of the public key give: a password that it confirms is not to blame.
func (r *reader) blame(k containerKey) error {
	wrong := r.noPassword(ErrPassword)
	if k.passwordMAC == nil || k.kind == algorithm.GOST2001 {
		return wrong
	}
	key, err := r.storageKey(k.kind, k.fingerprint)
	if err != nil {
		return err
	}
	defer wipe(key)
	mac, err := gost28147.NewMAC(key, nil, gost28147.TC26Z)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	mac.Write(make([]byte, 16))
	if subtle.ConstantTimeCompare(mac.Sum(nil), k.passwordMAC) == 1 {
		return ErrMalformed
	}
	return wrong
}

func readPrimary(data []byte, size int) ([]byte, error) {
	s := cryptobyte.String(data)
	var seq, first, tagged cryptobyte.String
	var hasTagged bool
	if !s.ReadASN1(&seq, asn1.SEQUENCE) || !seq.ReadASN1(&first, asn1.OCTET_STRING) ||
		!seq.ReadOptionalASN1(&tagged, &hasTagged, der.Context(0)) || !seq.Empty() {
		return nil, ErrMalformed
	}
	if hasTagged {
		first = tagged
	}
	if len(first) != size {
		return nil, fmt.Errorf("key of %d bytes, want %d: %w", len(first), size, ErrMalformed)
	}
	return first, nil
}

// readMasks reads masks.key.
func readMasks(data []byte, size int) (mask, salt []byte, err error) {
	s := cryptobyte.String(data)
	var seq, m, random, code cryptobyte.String
	if !s.ReadASN1(&seq, asn1.SEQUENCE) || !seq.ReadASN1(&m, asn1.OCTET_STRING) || len(m) != size ||
		!seq.ReadASN1(&random, asn1.OCTET_STRING) || len(random) != 12 ||
		!seq.ReadASN1(&code, asn1.OCTET_STRING) || len(code) != gost28147.MACSize || !seq.Empty() {
		return nil, nil, fmt.Errorf("masks.key: %w", ErrMalformed)
	}
	return m, random, nil
}

// What the derivation of a container's key begins with and pads with: the constants of HMAC in an order of their own.
const (
	storageSeed    = "DENEFH028.760246785.IUEFHWUIO.EF"
	storageInner   = 0x36
	storageOuter   = 0x5c
	storageRounds  = 2000
	storageNoRound = 2
	storagePart    = 32
	maxPassword    = 256
)

// storageKey derives the key of a container from the password and a salt: a hash of both, then as many hashes of it under a state
// that begins with a fixed text, then a hash of both under the last state, hashed once more. An octet of the password takes four.
// Containers of 2001 use ГОСТ Р 34.11-94 with states of 32 octets, those of 2012 Streebog-256 with states of 64.
func (r *reader) storageKey(kind algorithm.KeyKind, salt []byte) ([]byte, error) {
	if len(r.password) > maxPassword {
		return nil, fmt.Errorf("password of %d bytes: %w", len(r.password), ErrLimit)
	}
	newHash, size := streebog.New256, 64
	if kind == algorithm.GOST2001 {
		newHash, size = gostr341194.New, 32
	}
	rounds := storageRounds
	if len(r.password) == 0 {
		rounds = storageNoRound
	}
	if err := r.spend(int64(rounds), 1); err != nil {
		return nil, err
	}
	wide := make([]byte, 4*len(r.password))
	defer wipe(wide)
	for i, octet := range r.password {
		wide[4*i] = octet
	}

	h := newHash()
	start := sum(h, salt, wide)
	state := make([]byte, size)
	copy(state, storageSeed)
	for range rounds {
		copy(state, sum(h, padded(state, storageInner), start, padded(state, storageOuter), start))
		clear(state[storagePart:])
	}
	last := sum(h, padded(state, storageInner)[:storagePart], salt, padded(state, storageOuter)[:storagePart], wide)
	return sum(h, last), nil
}

func sum(h hash.Hash, parts ...[]byte) []byte {
	h.Reset()
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

func padded(state []byte, pad byte) []byte {
	out := make([]byte, len(state))
	for i, octet := range state {
		out[i] = octet ^ pad
	}
	return out
}

// readName reads name.key, SEQUENCE { string }, which Windows writes in CP1251. A name that cannot be read is no name.
func readName(data []byte) string {
	s := cryptobyte.String(data)
	var seq, name cryptobyte.String
	var tag asn1.Tag
	if !s.ReadASN1(&seq, asn1.SEQUENCE) || !seq.ReadAnyASN1(&name, &tag) {
		return ""
	}
	if utf8.Valid(name) {
		return string(name)
	}
	text := make([]rune, len(name))
	for i, octet := range name {
		text[i] = fromCP1251(octet)
	}
	return string(text)
}

// fromCP1251 is the letters of the code page; the tables of x/text are large for a page to load.
func fromCP1251(octet byte) rune {
	switch {
	case octet < utf8.RuneSelf:
		return rune(octet)
	case octet >= 0xc0:
		return 'А' + rune(octet-0xc0)
	case octet == 0xa8:
		return 'Ё'
	case octet == 0xb8:
		return 'ё'
	case octet == 0xb9:
		return '№'
	case octet == 0xab:
		return '«'
	case octet == 0xbb:
		return '»'
	}
	return utf8.RuneError
}
