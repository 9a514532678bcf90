package cms_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// TestTruncated: no beginning of a message is one.
func TestTruncated(t *testing.T) {
	raw := good(t).encode(t)
	for n := range len(raw) {
		if _, err := cms.Parse(raw[:n]); !errors.Is(err, cms.ErrMalformed) {
			t.Errorf("%d of %d bytes: %v", n, len(raw), err)
		}
	}
}

// TestChangedByte: with any one byte of the message changed, the signer's part and the content no longer pass, unless the byte
// belongs to neither: the version, the list of hash functions, the certificate's own signature, which others check.
func TestChangedByte(t *testing.T) {
	f := good(t)
	raw := f.encode(t)
	m := parse(t, raw)
	n := m.Signers[0]
	from, content := bytes.Index(raw, n.Raw), bytes.Index(raw, f.content)
	for i := range raw {
		inside := i >= from+7 || content <= i && i < content+len(f.content) // version of SignerInfo is not signed
		if !inside {
			continue
		}
		changed := bytes.Clone(raw)
		changed[i] ^= 1
		m, err := cms.Parse(changed)
		if err != nil {
			continue
		}
		for _, n := range m.Signers {
			if n.Verify(f.h.Certificate, digest(t, m, nil), nil).Err(cms.Full) == nil {
				t.Errorf("byte %d of %d is changed, and nothing notices: % x", i, len(raw), raw[i:min(len(raw), i+12)])
			}
		}
	}
}

// TestAlgorithmForms: the bare identifier of the key and that of the signature, without parameters and with NULL, and with those
// of the key, are one algorithm; others are not.
func TestAlgorithmForms(t *testing.T) {
	null := []byte{5, 0}
	keyParameters := sequence(oidValue("\x2a\x85\x03\x02\x02\x23\x01"), oidValue(algorithm.OIDStreebog256))
	for name, c := range map[string]struct {
		signature, digest algorithm.Identifier
		good              bool
	}{
		"key":                  {algorithm.Identifier{OID: algorithm.OIDKeyGOST256}, algorithm.Identifier{OID: algorithm.OIDStreebog256}, true},
		"key, NULL":            {algorithm.Identifier{OID: algorithm.OIDKeyGOST256, Parameters: null}, algorithm.Identifier{OID: algorithm.OIDStreebog256, Parameters: null}, true},
		"key with parameters":  {algorithm.Identifier{OID: algorithm.OIDKeyGOST256, Parameters: keyParameters}, algorithm.Identifier{OID: algorithm.OIDStreebog256}, true},
		"signature":            {algorithm.Identifier{OID: algorithm.OIDSignatureGOST256}, algorithm.Identifier{OID: algorithm.OIDStreebog256}, true},
		"signature, NULL":      {algorithm.Identifier{OID: algorithm.OIDSignatureGOST256, Parameters: null}, algorithm.Identifier{OID: algorithm.OIDStreebog256, Parameters: null}, true},
		"key of 512":           {algorithm.Identifier{OID: algorithm.OIDKeyGOST512}, algorithm.Identifier{OID: algorithm.OIDStreebog256}, false},
		"another function":     {algorithm.Identifier{OID: algorithm.OIDKeyGOST256}, algorithm.SHA256.Identifier(), false},
		"RSA":                  {algorithm.Identifier{OID: algorithm.OIDKeyRSA}, algorithm.Identifier{OID: algorithm.OIDStreebog256}, false},
		"foreign":              {algorithm.Identifier{OID: "\x2a\x03"}, algorithm.Identifier{OID: algorithm.OIDStreebog256}, false},
		"foreign function":     {algorithm.Identifier{OID: algorithm.OIDKeyGOST256}, algorithm.Identifier{OID: "\x2a\x03"}, false},
		"parameters unlike":    {algorithm.Identifier{OID: algorithm.OIDSignatureGOST256, Parameters: octets(nil)}, algorithm.Identifier{OID: algorithm.OIDStreebog256}, false},
		"function, parameters": {algorithm.Identifier{OID: algorithm.OIDKeyGOST256}, algorithm.Identifier{OID: algorithm.OIDStreebog256, Parameters: octets(nil)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			f := good(t)
			f.signature, f.digest = c.signature, c.digest
			m := parse(t, f.encode(t))
			checks := verify(t, m, 0, nil)
			for _, id := range []cms.CheckID{cms.CheckAlgorithms, cms.CheckSignature} {
				if got := checks.Get(id) == cms.OK; got != c.good {
					t.Errorf("%s: %s", id, checks.Get(id))
				}
			}
		})
	}
}

// TestTwoSignersOneBad: one signer's fault is not the other's.
func TestTwoSignersOneBad(t *testing.T) {
	first, _ := holder(t, gost3410.CryptoProA(), "Иванов")
	second, _ := holder(t, gost3410.TC256A(), "Сидоренко")
	raw, err := cms.Sign([]byte(text), signature(first))
	if err != nil {
		t.Fatal(err)
	}
	if raw, err = parse(t, raw).AddSigner(nil, signature(second)); err != nil {
		t.Fatal(err)
	}
	for bad := range 2 {
		changed := bytes.Clone(raw)
		value := parse(t, raw).Signers[bad].Signature
		changed[bytes.Index(changed, value)] ^= 1
		m := parse(t, changed)
		for i := range m.Signers {
			if err := verify(t, m, i, nil).Err(cms.Full); (err != nil) != (i == bad) {
				t.Errorf("signer %d, changed %d: %v", i, bad, err)
			}
		}
	}
}

// TestBrokenCertificateBesideGoodOne: what is no certificate stands apart and hinders nobody.
func TestBrokenCertificateBesideGoodOne(t *testing.T) {
	f := good(t)
	f.extra = [][]byte{sequence(octets(nil)), der.Element(der.Explicit(2), octets(nil)), der.Element(der.Explicit(3), octets(nil))}
	m := parse(t, f.encode(t))
	if len(m.Certificates) != 1 || len(m.OtherCertificates) != 3 {
		t.Errorf("%d certificates, %d others", len(m.Certificates), len(m.OtherCertificates))
	}
	f.fails(t)
}

// TestNamesakes: of certificates with the same issuer and number the one that signingCertificateV2 names is found; of very many
// only the first are looked at.
func TestNamesakes(t *testing.T) {
	f := good(t)
	root := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "Учебный УЦ")
	var others []*cert.Certificate
	for range 40 {
		others = append(others, root.Issue(t, f.h.Key, cmstest.Template{Name: "Иванов", Serial: int64(len("Иванов"))}).Certificate)
	}
	own := f.h.Certificate
	f.h.Certificate = others[0] // which is put into the message
	n := parse(t, f.encode(t)).Signers[0]
	if got := n.Certificate(others[1], own); !got.Equal(own) {
		t.Error("the certificate is not found behind its namesakes")
	}
	if got := n.Certificate(append(slices.Clone(others), own)...); !got.Equal(others[0]) {
		t.Error("all of very many namesakes are looked at")
	}
}

// TestIndefiniteLength: the same message in BER of indefinite length throughout, its content in pieces, has the same DER form.
func TestIndefiniteLength(t *testing.T) {
	raw := good(t).encode(t)
	ber := indefinite(t, raw)
	m := parse(t, ber)
	if !m.BER || !bytes.Equal(m.Raw, raw) {
		t.Error("another DER form")
	}
	if err := verify(t, m, 0, nil).Err(cms.Full); err != nil {
		t.Error(err)
	}
	if _, err := cms.Parse(append(ber, 0, 0)); !errors.Is(err, cms.ErrMalformed) {
		t.Errorf("trailing: %v", err)
	}
}

// indefinite encodes constructed elements with indefinite lengths, and OCTET STRING in two pieces.
func indefinite(t *testing.T, raw []byte) []byte {
	t.Helper()
	var out []byte
	for len(raw) > 0 {
		tag, content, rest := split(t, raw)
		raw = rest
		switch {
		case tag&0x20 != 0:
			out = append(append(append(out, tag, 0x80), indefinite(t, content)...), 0, 0)
		case tag == uint8(asn1.OCTET_STRING):
			half := len(content) / 2
			out = append(append(append(append(out, tag|0x20, 0x80), octets(content[:half])...), octets(content[half:])...), 0, 0)
		default:
			out = append(out, der.Element(asn1.Tag(tag), content)...)
		}
	}
	return out
}

// split takes the first element of DER apart.
func split(t *testing.T, raw []byte) (tag uint8, content, rest []byte) {
	t.Helper()
	n, at := int(raw[1]), 2
	if n >= 0x80 {
		at += n & 0x7f
		n = 0
		for _, b := range raw[2:at] {
			n = n<<8 | int(b)
		}
	}
	return raw[0], raw[at : at+n], raw[at+n:]
}
