package xmldsig

import (
	"fmt"
	"math/big"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
)

// Beginnings of identifiers: of the W3C's, of RFC 6931's and of those that CryptoPro registered.
const (
	dsig     = "http://www.w3.org/2000/09/xmldsig#"
	dsigMore = "http://www.w3.org/2001/04/xmldsig-more#"
	xmlenc   = "http://www.w3.org/2001/04/xmlenc#"
	cpxmlsec = "urn:ietf:params:xml:ns:cpxmlsec:algorithms:"

	transformEnveloped = dsig + "enveloped-signature"
	transformXPath     = "http://www.w3.org/TR/1999/REC-xpath-19991116"
)

// digestByURI returns a hash function, 0 for none that signatures may use. SHA-1 is not among them.
func digestByURI(uri string) algorithm.Digest {
	if tail, ok := cutGOST(uri); ok {
		switch tail {
		case "gostr34112012-256":
			return algorithm.Streebog256
		case "gostr34112012-512":
			return algorithm.Streebog512
		case "gostr3411":
			return algorithm.GOSTR341194
		}
	}
	switch uri {
	case xmlenc + "sha256":
		return algorithm.SHA256
	case dsigMore + "sha384":
		return algorithm.SHA384
	case xmlenc + "sha512":
		return algorithm.SHA512
	}
	return 0
}

// schemeByURI returns a signature scheme, the zero one for none that we know.
func schemeByURI(uri string) algorithm.Scheme {
	if tail, ok := cutGOST(uri); ok {
		switch tail {
		case "gostr34102012-gostr34112012-256":
			return algorithm.Scheme{Key: algorithm.GOST256, Digest: algorithm.Streebog256}
		case "gostr34102012-gostr34112012-512":
			return algorithm.Scheme{Key: algorithm.GOST512, Digest: algorithm.Streebog512}
		case "gostr34102001-gostr3411":
			return algorithm.Scheme{Key: algorithm.GOST2001, Digest: algorithm.GOSTR341194}
		}
	}
	switch uri {
	case dsigMore + "rsa-sha256":
		return algorithm.Scheme{Key: algorithm.RSA, Digest: algorithm.SHA256}
	case dsigMore + "rsa-sha384":
		return algorithm.Scheme{Key: algorithm.RSA, Digest: algorithm.SHA384}
	case dsigMore + "rsa-sha512":
		return algorithm.Scheme{Key: algorithm.RSA, Digest: algorithm.SHA512}
	case dsigMore + "ecdsa-sha256":
		return algorithm.Scheme{Key: algorithm.ECDSA, Digest: algorithm.SHA256}
	case dsigMore + "ecdsa-sha384":
		return algorithm.Scheme{Key: algorithm.ECDSA, Digest: algorithm.SHA384}
	case dsigMore + "ecdsa-sha512":
		return algorithm.Scheme{Key: algorithm.ECDSA, Digest: algorithm.SHA512}
	}
	return algorithm.Scheme{}
}

// cutGOST cuts what Russian identifiers begin with: programs write the same names under either beginning.
func cutGOST(uri string) (string, bool) {
	if tail, ok := strings.CutPrefix(uri, cpxmlsec); ok {
		return tail, true
	}
	return strings.CutPrefix(uri, dsigMore)
}

// digestURI returns the identifier of a hash function to write, empty for none.
func digestURI(d algorithm.Digest) string {
	for _, uri := range []string{cpxmlsec + "gostr34112012-256", cpxmlsec + "gostr34112012-512", xmlenc + "sha256", dsigMore + "sha384", xmlenc + "sha512"} {
		if digestByURI(uri) == d {
			return uri
		}
	}
	return ""
}

// schemeURI returns the identifier of a scheme to write, empty for none: there is none for ГОСТ Р 34.10-2001, with which nothing
// is signed any more.
func schemeURI(s algorithm.Scheme) string {
	for _, tail := range []string{
		cpxmlsec + "gostr34102012-gostr34112012-256", cpxmlsec + "gostr34102012-gostr34112012-512",
		dsigMore + "rsa-sha256", dsigMore + "ecdsa-sha256", dsigMore + "ecdsa-sha384", dsigMore + "ecdsa-sha512",
	} {
		if schemeByURI(tail) == s {
			return tail
		}
	}
	return ""
}

// toDER turns an ECDSA signature of XML Signature, r and s of equal length one after the other (RFC 6931, section 2.3.6), into the
// SEQUENCE that everybody else has. Other signatures are the same in both.
func toDER(s algorithm.Scheme, value []byte) ([]byte, error) {
	if s.Key != algorithm.ECDSA {
		return value, nil
	}
	if len(value) == 0 || len(value)%2 != 0 || len(value) > 132 {
		return nil, fmt.Errorf("ECDSA signature of %d bytes: %w", len(value), algorithm.ErrMalformed)
	}
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1BigInt(new(big.Int).SetBytes(value[:len(value)/2]))
		b.AddASN1BigInt(new(big.Int).SetBytes(value[len(value)/2:]))
	})
	return b.Bytes()
}

// fromDER is the reverse of toDER; size is the length of the order of the curve in bytes.
func fromDER(s algorithm.Scheme, value []byte, size int) ([]byte, error) {
	if s.Key != algorithm.ECDSA {
		return value, nil
	}
	input := cryptobyte.String(value)
	var seq cryptobyte.String
	r, t := new(big.Int), new(big.Int)
	if !input.ReadASN1(&seq, asn1.SEQUENCE) || !seq.ReadASN1Integer(r) || !seq.ReadASN1Integer(t) || !seq.Empty() || !input.Empty() ||
		r.Sign() < 0 || t.Sign() < 0 || r.BitLen() > 8*size || t.BitLen() > 8*size {
		return nil, fmt.Errorf("ECDSA signature: %w", algorithm.ErrMalformed)
	}
	out := make([]byte, 2*size)
	r.FillBytes(out[:size])
	t.FillBytes(out[size:])
	return out, nil
}
