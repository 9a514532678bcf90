package algorithm

import "fmt"

// Verify checks a signature over a message that stands in memory.
func (k *PublicKey) Verify(s Scheme, message, signature []byte) error {
	if s.Key != k.kind {
		return k.foreign(s) // before hashing, which may be long
	}
	if k.gost == nil {
		return k.VerifyDigest(s, s.Digest.Append(nil, message), signature)
	}
	var room [MaxDigestSize]byte
	return k.verifyGOST(s, s.Digest.Append(room[:0], message), signature)
}

// VerifyDigest checks a signature over a hash code. The error is ErrSignature if the value is wrong, ErrMismatch if the scheme is
// not for such keys. Nothing is taken from the heap where the key is of ГОСТ Р 34.10-2012.
func (k *PublicKey) VerifyDigest(s Scheme, digest, signature []byte) error {
	if k.gost != nil {
		return k.verifyGOST(s, digest, signature)
	}
	if err := k.fits(s, digest); err != nil {
		return err
	}
	ok := false
	switch {
	case k.old != nil:
		ok = k.old.verify(digest, signature)
	default:
		ok = k.verifyStd(s, digest, signature)
	}
	if !ok {
		return ErrSignature
	}
	return nil
}

// verifyGOST is VerifyDigest for keys of ГОСТ Р 34.10-2012 and -2001, apart from the others so that the compiler sees that digest
// and signature are only read, and callers may keep them on their stack.
func (k *PublicKey) verifyGOST(s Scheme, digest, signature []byte) error {
	if err := k.fits(s, digest); err != nil {
		return err
	}
	if !k.gost.Verify(digest, signature) {
		return ErrSignature
	}
	return nil
}

// fits sees that key, scheme and hash code belong together.
func (k *PublicKey) fits(s Scheme, digest []byte) error {
	if s.Key != k.kind {
		return k.foreign(s)
	}
	if len(digest) != s.Digest.Size() || len(digest) == 0 {
		return fmt.Errorf("hash code of %d bytes for %s: %w", len(digest), s.Digest, ErrMismatch)
	}
	return nil
}

func (k *PublicKey) foreign(s Scheme) error {
	return fmt.Errorf("signature %s by a key of %s: %w", s, k.kind, ErrMismatch)
}
