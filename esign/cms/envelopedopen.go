//go:build !klaster_compact

package cms

import (
	"errors"
	"fmt"
	"hash"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost28147"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/gost/gost3413"
	"github.com/klaster-platform/klaster/gost/gostr341194"
	"github.com/klaster-platform/klaster/gost/streebog"
)

// Errors of opening.
var (
	// ErrRecipient says that a message has no wrapped key that the given private key opens.
	ErrRecipient = errors.New("message is not for this key")
	// ErrNoOriginator says that a key agreement needs the certificate of the sender, and it is not at hand.
	ErrNoOriginator = errors.New("certificate of the originator is not at hand")
)

// maxTried is how many wrapped keys are tried, each of which costs an agreement of keys: many milliseconds on the slowest curve.
// Honest messages have one for a certificate.
const maxTried = 32

// Open decrypts the content with the private key of a recipient. Where recipient is given, only keys wrapped for that
// certificate are tried, else all; after some tens of them the error is ErrLimit. Originators are certificates of senders, looked at where a key agreement names one that the
// message itself does not hold.
//
// The error wraps ErrKey where key and certificate are no pair; ErrRecipient where no wrapped key opens, together with the
// reason of the first; and otherwise what [EncryptedData.Open] says of the content. Who has sent the message is not known by
// its opening: anyone can encrypt for a certificate.
func (e *EnvelopedData) Open(
	key *gost3410.PrivateKey, recipient *cert.Certificate, originators ...*cert.Certificate,
) ([]byte, error) {
	if recipient != nil && !holds(key, recipient) {
		return nil, ErrKey
	}
	var reason error
	tried := 0
	for i := range e.Recipients {
		r := &e.Recipients[i]
		if r.Kind == OtherRecipient || recipient != nil && !r.To.Identifies(recipient) {
			continue
		}
		if tried++; tried > maxTried {
			return nil, fmt.Errorf("more than %d wrapped keys: %w", maxTried, ErrLimit)
		}
		contentKey, err := r.unwrap(key, e.Certificates, originators)
		if err == nil {
			return e.EncryptedData.Open(contentKey)
		}
		if reason == nil {
			reason = fmt.Errorf("recipient %d: %w", i, err)
		}
	}
	if reason == nil {
		return nil, ErrRecipient
	}
	return nil, fmt.Errorf("%w: %w", ErrRecipient, reason)
}

func holds(key *gost3410.PrivateKey, c *cert.Certificate) bool {
	public, err := c.PublicKey()
	return err == nil && key.PublicKey().Equal(public.Key())
}

// unwrap returns the key of the content, transported or agreed upon.
func (r *Recipient) unwrap(key *gost3410.PrivateKey, lists ...[]*cert.Certificate) ([]byte, error) {
	w, err := wrappingOf(r.Algorithm)
	if err != nil {
		return nil, err
	}
	if r.Kind == KeyTransport {
		if w.exported {
			return r.importTransported(key, w)
		}
		return r.unwrapTransported(key, w)
	}
	peer, err := r.peer(lists)
	if err != nil {
		return nil, err
	}
	if w.exported {
		return w.importKey(key, peer, r.UKM, r.EncryptedKey)
	}
	return r.unwrapAgreed(key, peer, w)
}

// wrapping is what keyEncryptionAlgorithm says: KExp15 with a cipher, or ГОСТ 28147-89 with the functions that VKO may have.
type wrapping struct {
	exported bool
	cipher   gost3413.Cipher
	vko      []func() hash.Hash
}

// wrappingOf knows the identifiers of key agreement and those of keys, which programs write in either place.
func wrappingOf(id algorithm.Identifier) (wrapping, error) {
	switch id.OID {
	case oidMagmaKExp15:
		return wrapping{exported: true, cipher: gost3413.Magma()}, nil
	case oidKuznyechikKExp15:
		return wrapping{exported: true, cipher: gost3413.Kuznyechik()}, nil
	case algorithm.OIDKeyGOST256, algorithm.OIDKeyGOST512, oidAgreement256:
		return wrapping{vko: []func() hash.Hash{streebog.New256}}, nil
	case oidAgreement512:
		// Bouncy Castle takes the first half of 64 octets here. The code of the wrapped key tells which it was.
		return wrapping{vko: []func() hash.Hash{streebog.New256, streebog.New512}}, nil
	case algorithm.OIDKeyGOST2001, oidKeyGOST2001DH, oidAgreement2001:
		return wrapping{vko: []func() hash.Hash{gostr341194.New}}, nil
	}
	return wrapping{}, fmt.Errorf("key encryption %s: %w", id.OID, ErrCipher)
}

// peer returns the public key of the other side of a key agreement.
func (r *Recipient) peer(lists [][]*cert.Certificate) (*gost3410.PublicKey, error) {
	if r.OriginatorKey != nil {
		return agreementKey(r.OriginatorKey)
	}
	for _, list := range lists {
		for _, c := range list {
			if r.From.Identifies(c) {
				return agreementKey(c.RawSPKI)
			}
		}
	}
	return nil, ErrNoOriginator
}

func agreementKey(spki []byte) (*gost3410.PublicKey, error) {
	public, err := algorithm.ParsePublicKey(spki)
	if err != nil {
		return nil, fmt.Errorf("key of the originator: %w: %w", ErrMalformed, err)
	}
	peer, ok := public.Key().(*gost3410.PublicKey)
	if !ok {
		return nil, fmt.Errorf("key of the originator: %s: %w", public.Kind(), ErrCipher)
	}
	return peer, nil
}

// importTransported reads what Р 1323565.1.025-2019 has in encryptedKey of a key transport: the exported key, an ephemeral
// public key and the user keying material.
func (r *Recipient) importTransported(key *gost3410.PrivateKey, w wrapping) ([]byte, error) {
	var seq, exported, spki, ukm cryptobyte.String
	if !der.Inner(r.EncryptedKey, &seq, asn1.SEQUENCE) || !seq.ReadASN1(&exported, asn1.OCTET_STRING) ||
		!seq.ReadASN1Element(&spki, asn1.SEQUENCE) || !der.Inner(seq, &ukm, asn1.OCTET_STRING) {
		return nil, fmt.Errorf("encryptedKey: %w", ErrMalformed)
	}
	peer, err := agreementKey(spki)
	if err != nil {
		return nil, err
	}
	return w.importKey(key, peer, ukm, exported)
}

// kegSize is the length of the user keying material of KEG: a number for VKO, a seed for the key tree, and from the last eight
// octets the initialising value of KExp15.
const kegSize = 32

// importKey is KImp15 with the keys of KEG.
func (w wrapping) importKey(key *gost3410.PrivateKey, peer *gost3410.PublicKey, ukm, exported []byte) ([]byte, error) {
	if len(ukm) != kegSize {
		return nil, fmt.Errorf("ukm of %d octets: %w", len(ukm), ErrMalformed)
	}
	keys, err := keg(key, peer, ukm)
	if err != nil {
		return nil, err
	}
	iv := ukm[24 : 24+w.cipher.BlockSize()/2]
	return w.cipher.ImportKey(keys[:32], keys[32:], iv, exported)
}

// keg is KEG of Р 1323565.1.020-2018, clause 6.4.5.1 (RFC 9189, section 8.3.1): 64 octets for KExp15, first the key of the code,
// then that of the encryption. The first half of ukm is a number with its most significant octet first, and one where it is
// zero.
func keg(key *gost3410.PrivateKey, peer *gost3410.PublicKey, ukm []byte) ([]byte, error) {
	number := make([]byte, 16)
	zero := byte(0)
	for i := range number {
		number[i] = ukm[15-i]
		zero |= ukm[i]
	}
	if zero == 0 {
		number[0] = 1
	}
	if key.Curve().Size() == 64 {
		return key.VKO(streebog.New512(), peer, number)
	}
	secret, err := key.VKO(streebog.New256(), peer, number)
	if err != nil {
		return nil, err
	}
	return streebog.KDFTree(secret, []byte("kdf tree"), ukm[16:24], 1, 64)
}

// unwrapTransported opens GostR3410-KeyTransport (RFC 4490, section 4.2.1): the wrapping is always that of CryptoPro.
func (r *Recipient) unwrapTransported(key *gost3410.PrivateKey, w wrapping) ([]byte, error) {
	var seq, session, parameters, spki, ukm cryptobyte.String
	var set der.OID
	if !der.Inner(r.EncryptedKey, &seq, asn1.SEQUENCE) || !seq.ReadASN1Element(&session, asn1.SEQUENCE) ||
		!der.Inner(seq, &parameters, der.Explicit(0)) || !der.ReadOID(&parameters, &set) ||
		!parameters.ReadASN1(&spki, der.Explicit(0)) || !der.Inner(parameters, &ukm, asn1.OCTET_STRING) {
		return nil, fmt.Errorf("encryptedKey: %w", ErrMalformed)
	}
	peer, err := agreementKey(der.Element(asn1.SEQUENCE, spki))
	if err != nil {
		return nil, err
	}
	return w.unwrapKey(key, peer, oidWrapCryptoPro, set, ukm, session)
}

// unwrapAgreed opens Gost28147-89-EncryptedKey of a key agreement (RFC 4490, section 4.1.1): keyEncryptionAlgorithm names the
// wrapping and its parameter set.
func (r *Recipient) unwrapAgreed(key *gost3410.PrivateKey, peer *gost3410.PublicKey, w wrapping) ([]byte, error) {
	var seq, parameters, ukm cryptobyte.String
	var method, set der.OID
	bad := fmt.Errorf("parameters of %s: %w", r.Algorithm.OID, ErrMalformed)
	if !der.Inner(r.Algorithm.Parameters, &seq, asn1.SEQUENCE) || !der.ReadOID(&seq, &method) ||
		!der.Inner(seq, &parameters, asn1.SEQUENCE) || !der.ReadOID(&parameters, &set) {
		return nil, bad
	}
	// Some programs say the user keying material here once more.
	if !parameters.Empty() && (!der.Inner(parameters, &ukm, asn1.OCTET_STRING) || string(ukm) != string(r.UKM)) {
		return nil, bad
	}
	return w.unwrapKey(key, peer, method, set, r.UKM, r.EncryptedKey)
}

// unwrapKey opens Gost28147-89-EncryptedKey (RFC 4357, section 6, and RFC 4490, section 4) with the key of VKO.
func (w wrapping) unwrapKey(
	key *gost3410.PrivateKey, peer *gost3410.PublicKey, method, set der.OID, ukm, session []byte,
) (contentKey []byte, err error) {
	p, ok := gost28147.Lookup(set.String())
	if !ok || method != oidWrapPlain && method != oidWrapCryptoPro {
		return nil, fmt.Errorf("wrapping %s with parameters %s: %w", method, set, ErrCipher)
	}
	var seq, encrypted, code cryptobyte.String
	if len(ukm) != gost28147.BlockSize || !der.Inner(session, &seq, asn1.SEQUENCE) ||
		!seq.ReadASN1(&encrypted, asn1.OCTET_STRING) || !der.Inner(seq, &code, asn1.OCTET_STRING) ||
		len(encrypted) != gost28147.KeySize {
		return nil, fmt.Errorf("wrapped key: %w", ErrMalformed)
	}
	for _, h := range w.vko {
		var kek []byte
		if kek, err = key.VKO(h(), peer, ukm); err != nil {
			return nil, err
		}
		if kek = kek[:gost28147.KeySize]; method == oidWrapCryptoPro {
			if kek, err = gost28147.Diversify(kek, ukm, p); err != nil {
				return nil, err
			}
		}
		if contentKey, err = gost28147.UnwrapKey(kek, ukm, encrypted, code, p); err == nil {
			return contentKey, nil
		}
	}
	return nil, err
}
