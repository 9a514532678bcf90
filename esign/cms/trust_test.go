package cms_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// forgery is a message that is signed as its parts say, whatever they are.
type forgery struct {
	h           cmstest.Holder
	content     []byte
	contentType der.OID
	detached    bool
	attributes  [][]byte // nil: there is no field
	unsigned    [][]byte
	sid         []byte
	signature   algorithm.Identifier
	digest      algorithm.Identifier
	extra       [][]byte // more certificates
}

func attribute(oid der.OID, values ...[]byte) []byte {
	return der.Element(asn1.SEQUENCE, der.Element(asn1.OBJECT_IDENTIFIER, []byte(oid)), der.Element(asn1.SET, values...))
}

func oidValue(oid der.OID) []byte { return der.Element(asn1.OBJECT_IDENTIFIER, []byte(oid)) }

func octets(b []byte) []byte { return der.Element(asn1.OCTET_STRING, b) }

// reference is the value of signingCertificateV2, by Streebog, without issuer and number.
func reference(c *cert.Certificate) []byte {
	id := der.Element(asn1.SEQUENCE, oidValue(algorithm.OIDStreebog256))
	hash := octets(algorithm.Streebog256.Append(nil, c.Raw))
	return der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, id, hash)))
}

// referenceV1 is the value of signingCertificate.
func referenceV1(c *cert.Certificate) []byte {
	hash := octets(algorithm.SHA1.Append(nil, c.Raw))
	return der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, hash)))
}

// good is a message with the attributes that T1 asks for.
func good(tb testing.TB) forgery {
	tb.Helper()
	h, _ := holder(tb, gost3410.CryptoProA(), "Иванов")
	f := forgery{h: h, content: []byte(text), contentType: cms.OIDData}
	f.attributes = [][]byte{
		attribute(cms.OIDContentType, oidValue(cms.OIDData)),
		attribute(cms.OIDMessageDigest, octets(algorithm.Streebog256.Append(nil, f.content))),
		attribute(cms.OIDSigningCertificateV2, reference(h.Certificate)),
	}
	f.sid = sidOf(h.Certificate)
	f.digest = algorithm.Streebog256.Identifier()
	f.signature = algorithm.Identifier{OID: algorithm.OIDKeyGOST256}
	return f
}

func sidOf(c *cert.Certificate) []byte {
	return der.Element(asn1.SEQUENCE, c.Issuer.Raw, der.Element(asn1.INTEGER, c.Serial))
}

func identifier(id algorithm.Identifier) []byte {
	return der.Element(asn1.SEQUENCE, oidValue(id.OID), id.Parameters)
}

func (f forgery) encode(tb testing.TB) []byte {
	tb.Helper()
	signer, err := algorithm.NewSigner(f.h.Key)
	if err != nil {
		tb.Fatal(err)
	}
	message, parts := f.content, [][]byte{der.Element(asn1.INTEGER, []byte{1}), f.sid, identifier(f.digest)}
	if f.attributes != nil {
		message = der.Element(asn1.SET, f.attributes...)
		parts = append(parts, der.Element(der.Explicit(0), f.attributes...))
	}
	value, err := signer.Sign(nil, message)
	if err != nil {
		tb.Fatal(err)
	}
	parts = append(parts, identifier(f.signature), octets(value))
	if f.unsigned != nil {
		parts = append(parts, der.Element(der.Explicit(1), f.unsigned...))
	}
	info := [][]byte{oidValue(f.contentType)}
	if !f.detached {
		info = append(info, der.Element(der.Explicit(0), octets(f.content)))
	}
	certificates := append([][]byte{f.h.Certificate.Raw}, f.extra...)
	return der.Element(asn1.SEQUENCE, oidValue(cms.OIDSignedData), der.Element(der.Explicit(0), der.Element(asn1.SEQUENCE,
		der.Element(asn1.INTEGER, []byte{1}), der.Element(asn1.SET, identifier(f.digest)), der.Element(asn1.SEQUENCE, info...),
		der.Element(der.Explicit(0), certificates...), der.Element(asn1.SET, der.Element(asn1.SEQUENCE, parts...)))))
}

// fails sees that just these checks are not OK, and that the whole is refused.
func (f forgery) fails(t *testing.T, want ...cms.CheckID) {
	t.Helper()
	m := parse(t, f.encode(t))
	checks := m.Signers[0].Verify(f.h.Certificate, digest(t, m, nil), nil)
	for _, c := range checks {
		if (c.Result != cms.OK) != slices.Contains(want, c.ID) {
			t.Errorf("%s is %s: %v", c.ID, c.Result, c.Err)
		}
	}
	if err := checks.Err(cms.Full); (err != nil) != (len(want) > 0) {
		t.Errorf("full: %v", err)
	}
}

// replace changes the attribute of a type into others.
func (f *forgery) replace(oid der.OID, others ...[]byte) {
	prefix := oidValue(oid)
	f.attributes = slices.DeleteFunc(f.attributes, func(a []byte) bool { return bytes.Contains(a[:min(len(a), 20)], prefix) })
	f.attributes = append(f.attributes, others...)
}

// TestT1_Good: the message that the tests below break is taken as it stands.
func TestT1_Good(t *testing.T) { good(t).fails(t) }

// TestT1_SignedAttributesNeeded: a signature over the bare content is refused, except where only hash codes and signature
// values are asked for.
func TestT1_SignedAttributesNeeded(t *testing.T) {
	f := good(t)
	f.attributes = nil
	f.fails(t, cms.CheckSignedAttributes, cms.CheckContentType, cms.CheckMessageDigest, cms.CheckSigningCertificate)
	m := parse(t, f.encode(t))
	if err := verify(t, m, 0, nil).Err(cms.Crypto); err != nil {
		t.Errorf("crypto: %v", err)
	}
	f.attributes = [][]byte{}
	f.fails(t, cms.CheckContentType, cms.CheckMessageDigest, cms.CheckSigningCertificate)
	if err := verify(t, parse(t, f.encode(t)), 0, nil).Err(cms.Crypto); err == nil {
		t.Error("empty signed attributes pass though they do not bind the content")
	}
}

// TestT1_OnceWithOneValue: each of the attributes stands once with one value; two equal ones are not one.
func TestT1_OnceWithOneValue(t *testing.T) {
	cases := map[string]func(oid der.OID, v []byte) [][]byte{
		"absent":     func(der.OID, []byte) [][]byte { return nil },
		"twice":      func(oid der.OID, v []byte) [][]byte { return [][]byte{attribute(oid, v), attribute(oid, v)} },
		"two values": func(oid der.OID, v []byte) [][]byte { return [][]byte{attribute(oid, v, v)} },
		"no value":   func(oid der.OID, _ []byte) [][]byte { return [][]byte{attribute(oid)} },
		"other type": func(oid der.OID, _ []byte) [][]byte { return [][]byte{attribute(oid, []byte{5, 0})} },
		"wrapped":    func(oid der.OID, v []byte) [][]byte { return [][]byte{attribute(oid, der.Element(asn1.SEQUENCE, v))} },
	}
	f := good(t)
	for oid, c := range map[der.OID]struct {
		id    cms.CheckID
		value []byte
	}{
		cms.OIDContentType:          {cms.CheckContentType, oidValue(cms.OIDData)},
		cms.OIDMessageDigest:        {cms.CheckMessageDigest, octets(algorithm.Streebog256.Append(nil, f.content))},
		cms.OIDSigningCertificateV2: {cms.CheckSigningCertificate, reference(f.h.Certificate)},
	} {
		for name, attributes := range cases {
			t.Run(string(c.id)+" "+name, func(t *testing.T) {
				f := f
				f.attributes = slices.Clone(f.attributes)
				f.replace(oid, attributes(oid, c.value)...)
				f.fails(t, c.id)
			})
		}
	}
}

// TestT1_SigningTimeOnce: a time that is claimed twice is refused; none is no fault.
func TestT1_SigningTimeOnce(t *testing.T) {
	at := attribute(cms.OIDSigningTime, der.Element(asn1.UTCTime, []byte("260901120000Z")))
	f := good(t)
	f.attributes = append(f.attributes, at)
	f.fails(t)
	f.attributes = append(f.attributes, at)
	f.fails(t, cms.CheckSigningTime)
	f = good(t)
	f.attributes = append(f.attributes, attribute(cms.OIDSigningTime, der.Element(asn1.UTCTime, []byte("260931120000Z"))))
	f.fails(t, cms.CheckSigningTime)
}

// TestT1_ContentTypeEqual: contentType is eContentType.
func TestT1_ContentTypeEqual(t *testing.T) {
	f := good(t)
	f.contentType = cms.OIDTSTInfo
	f.fails(t, cms.CheckContentType)
}

// TestT1_MessageDigest: messageDigest is the hash code of the content, by the function of digestAlgorithm, whole.
func TestT1_MessageDigest(t *testing.T) {
	sum := algorithm.Streebog256.Append(nil, []byte(text))
	for name, v := range map[string][]byte{
		"other content": algorithm.Streebog256.Append(nil, []byte("x")), "short": sum[:31], "long": append(sum[:32:32], 0), "empty": nil,
		"other function": algorithm.SHA256.Append(nil, []byte(text)),
	} {
		t.Run(name, func(t *testing.T) {
			f := good(t)
			f.replace(cms.OIDMessageDigest, attribute(cms.OIDMessageDigest, octets(v)))
			f.fails(t, cms.CheckMessageDigest)
		})
	}
}

// TestT1_SigningCertificateMatches: signingCertificate or V2 is of the signer's certificate; where both stand, both are.
func TestT1_SigningCertificateMatches(t *testing.T) {
	other, _ := holder(t, gost3410.CryptoProA(), "Сидоренко")
	f := good(t)
	c := f.h.Certificate
	v2, v1 := cms.OIDSigningCertificateV2, cms.OIDSigningCertificate
	for name, attributes := range map[string][][]byte{
		"V1 alone": {attribute(v1, referenceV1(c))},
		"both":     {attribute(v2, reference(c)), attribute(v1, referenceV1(c))},
	} {
		f.replace(v2)
		f.replace(v1, attributes...)
		t.Run(name, func(t *testing.T) { f.fails(t) })
	}
	for name, attributes := range map[string][][]byte{
		"V2 of another":      {attribute(v2, reference(other.Certificate))},
		"V1 of another":      {attribute(v2, reference(c)), attribute(v1, referenceV1(other.Certificate))},
		"V2 of another, V1":  {attribute(v2, reference(other.Certificate)), attribute(v1, referenceV1(c))},
		"V1 twice":           {attribute(v2, reference(c)), attribute(v1, referenceV1(c)), attribute(v1, referenceV1(c))},
		"another first":      {attribute(v2, joined(reference(other.Certificate), reference(c)))},
		"no references":      {attribute(v2, der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE)))},
		"V1 in place of V2":  {attribute(v2, referenceV1(c))},
		"issuer of another":  {attribute(v2, withIssuer(reference(c), other.Certificate))},
		"SHA-256 as default": {attribute(v2, defaultReference(algorithm.Streebog256.Append(nil, c.Raw)))},
	} {
		f.replace(v2)
		f.replace(v1, attributes...)
		t.Run(name, func(t *testing.T) { f.fails(t, cms.CheckSigningCertificate) })
	}
	f.replace(v2)
	f.replace(v1, attribute(v2, joined(reference(c), reference(other.Certificate))))
	t.Run("another after it", func(t *testing.T) { f.fails(t) })
	f.replace(v2, attribute(v2, defaultReference(algorithm.SHA256.Append(nil, c.Raw))))
	t.Run("default function", func(t *testing.T) { f.fails(t) })
}

// inside takes the outer elements from a value.
func inside(v []byte, levels int) []byte {
	for range levels {
		v = v[len(v)-len(must(der.Whole(v, asn1.SEQUENCE))):]
	}
	return v
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// joined makes one value of the references of two.
func joined(a, b []byte) []byte {
	return der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, inside(a, 2), inside(b, 2)))
}

func withIssuer(v []byte, c *cert.Certificate) []byte {
	names := der.Element(asn1.SEQUENCE, der.Element(der.Explicit(4), c.Issuer.Raw))
	issuer := der.Element(asn1.SEQUENCE, names, der.Element(asn1.INTEGER, c.Serial))
	return der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, inside(v, 3), issuer)))
}

func defaultReference(hash []byte) []byte {
	return der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, octets(hash))))
}

// TestT1_OneCertificate: the identifier of the signer, signingCertificateV2 and the certificate that is used are one. A second
// certificate for the same key, a usual thing at renewal, does not stand for the first.
func TestT1_OneCertificate(t *testing.T) {
	f := good(t)
	renewed := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "Другой УЦ").
		Issue(t, f.h.Key, cmstest.Template{Name: "Иванов", Serial: 99})
	f.extra = [][]byte{renewed.Certificate.Raw}
	m := parse(t, f.encode(t))
	n := m.Signers[0]
	if got := n.Certificate(); !got.Equal(f.h.Certificate) {
		t.Error("another certificate is found")
	}
	checks := n.Verify(renewed.Certificate, digest(t, m, nil), nil)
	for _, c := range checks {
		wrong := c.ID == cms.CheckSignerIdentifier || c.ID == cms.CheckSigningCertificate
		if wrong != (c.Result == cms.Fail) {
			t.Errorf("%s is %s: %v", c.ID, c.Result, c.Err)
		}
	}
	if checks.Err(cms.Crypto) != nil {
		t.Error("crypto asks who signed")
	}
	f.sid = sidOf(renewed.Certificate)
	t.Run("identifier", func(t *testing.T) { f.fails(t, cms.CheckSignerIdentifier) })
	f.sid = der.Element(der.Context(0), []byte("Иванов"))
	t.Run("key identifier", func(t *testing.T) { f.fails(t) })
	f.sid = der.Element(der.Context(0), nil)
	t.Run("empty key identifier", func(t *testing.T) { f.fails(t, cms.CheckSignerIdentifier) })
	f.h = cmstest.Holder{}.Issue(t, f.h.Key, cmstest.Template{Name: "Иванов", Serial: 5, WithoutKeyID: true})
	f.replace(cms.OIDSigningCertificateV2, attribute(cms.OIDSigningCertificateV2, reference(f.h.Certificate)))
	t.Run("no key identifier", func(t *testing.T) { f.fails(t, cms.CheckSignerIdentifier) })
}

// TestT1_DocumentIsContent: a document beside attached content is that content, or the signature is not one of the document.
func TestT1_DocumentIsContent(t *testing.T) {
	m := parse(t, good(t).encode(t))
	if err := verify(t, m, 0, []byte(text)).Err(cms.Full); err != nil {
		t.Error(err)
	}
	checks := verify(t, m, 0, []byte(text+" "))
	for _, c := range checks {
		if (c.Result == cms.Fail) != (c.ID == cms.CheckContent) {
			t.Errorf("%s is %s: %v", c.ID, c.Result, c.Err)
		}
	}
	if checks.Err(cms.Crypto) == nil || checks.Err(cms.Full) == nil {
		t.Error("another document is accepted")
	}
}

// TestT1_AttributesAsContent: whoever has a signature over signed attributes could pass them off as the content of a message
// without attributes; such content is refused under every profile, attached and detached, and other content is not.
func TestT1_AttributesAsContent(t *testing.T) {
	f := good(t)
	set := der.Element(asn1.SET, f.attributes...)
	for name, c := range map[string]struct {
		content []byte
		refused bool
	}{
		"the attributes":     {set, true},
		"no attributes":      {[]byte{0x31, 0}, true},
		"one more byte":      {append(slices.Clone(set), 0), false},
		"a byte less":        {set[:len(set)-1], false},
		"text":               {[]byte("1. Заявление"), false},
		"another set":        {der.Element(asn1.SET, octets(nil)), false},
		"long attributes":    {der.Element(asn1.SET, attribute(cms.OIDData, octets(make([]byte, 2<<20)))), true},
		"long text":          {bytes.Repeat([]byte("1\x83"), 1<<20), false},
		"attributes of many": {der.Element(asn1.SET, attribute(cms.OIDData, slices.Repeat([][]byte{{5, 0}}, 200)...)), true},
	} {
		t.Run(name, func(t *testing.T) {
			f := f
			f.attributes, f.content = nil, c.content
			for _, detached := range []bool{false, true} {
				f.detached = detached
				m := parse(t, f.encode(t))
				var document []byte
				if detached {
					document = c.content
				}
				checks := verify(t, m, 0, document)
				if got := checks.Get(cms.CheckContentForm) == cms.Fail; got != c.refused {
					t.Errorf("detached %v: refused %v", detached, got)
				}
				if err := checks.Err(cms.Crypto); (err != nil) != c.refused || c.refused && !errors.Is(err, cms.ErrAttributesAsContent) {
					t.Errorf("detached %v: %v", detached, err)
				}
			}
		})
	}
}

// TestT1_TrailingBytes: nothing follows the structure, nor any part of it.
func TestT1_TrailingBytes(t *testing.T) {
	raw := good(t).encode(t)
	for name, bad := range map[string][]byte{
		"a byte": append(slices.Clone(raw), 0), "a newline": append(slices.Clone(raw), '\n'), "twice": append(slices.Clone(raw), raw...),
		"within ContentInfo": der.Element(asn1.SEQUENCE, inside(raw, 1), []byte{5, 0}),
	} {
		if _, err := cms.Parse(bad); !errors.Is(err, cms.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	f := good(t)
	f.unsigned = [][]byte{attribute(cms.OIDData, []byte{5, 0}), {5, 0}}
	if _, err := cms.Parse(f.encode(t)); !errors.Is(err, cms.ErrMalformed) {
		t.Errorf("after the attributes: %v", err)
	}
}

// TestT6_AllChecksRun: a message in which everything is wrong gets the same list of checks as a good one.
func TestT6_AllChecksRun(t *testing.T) {
	f := good(t)
	all := verify(t, parse(t, f.encode(t)), 0, nil)
	f.replace(cms.OIDContentType)
	f.replace(cms.OIDMessageDigest)
	f.digest = algorithm.SHA256.Identifier()
	f.sid = der.Element(der.Context(0), []byte("никто"))
	m := parse(t, f.encode(t))
	for name, checks := range map[string]cms.Checks{
		"wrong":       m.Signers[0].Verify(f.h.Certificate, digest(t, m, nil), nil),
		"nothing":     m.Signers[0].Verify(nil, nil, nil),
		"no document": m.Signers[0].Verify(nil, digest(t, m, nil), nil),
	} {
		if len(checks) != len(all) {
			t.Errorf("%s: %d checks, want %d", name, len(checks), len(all))
		}
		for i := range checks {
			if checks[i].ID != all[i].ID {
				t.Errorf("%s: check %d is %s, want %s", name, i, checks[i].ID, all[i].ID)
			}
		}
		if err := checks.Err(cms.Full); err == nil || !strings.Contains(err.Error(), string(cms.CheckSignature)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestT6_Limits: 512 signers are read, one more is not, nor is deeper nesting than 64.
func TestT6_Limits(t *testing.T) {
	message := func(n int) []byte {
		signers := slices.Repeat([][]byte{signerOf(t)}, n)
		return der.Element(asn1.SEQUENCE, oidValue(cms.OIDSignedData), der.Element(der.Explicit(0), der.Element(asn1.SEQUENCE,
			der.Element(asn1.INTEGER, []byte{1}), der.Element(asn1.SET), der.Element(asn1.SEQUENCE, oidValue(cms.OIDData)),
			der.Element(asn1.SET, signers...))))
	}
	if m, err := cms.Parse(message(cms.MaxSigners)); err != nil || len(m.Signers) != cms.MaxSigners {
		t.Errorf("512 signers: %v", err)
	}
	if _, err := cms.Parse(message(cms.MaxSigners + 1)); !errors.Is(err, cms.ErrLimit) {
		t.Errorf("513 signers: %v", err)
	}
	deep := []byte{5, 0}
	for range 64 {
		deep = der.Element(asn1.SEQUENCE, deep)
	}
	f := good(t)
	f.unsigned = [][]byte{attribute(cms.OIDData, deep)}
	if _, err := cms.Parse(f.encode(t)); !errors.Is(err, der.ErrLimit) {
		t.Errorf("deep nesting: %v", err)
	}
	f.unsigned = slices.Repeat([][]byte{attribute(cms.OIDData, []byte{5, 0})}, cms.MaxAttributes+1)
	if _, err := cms.Parse(f.encode(t)); !errors.Is(err, cms.ErrLimit) {
		t.Errorf("many attributes: %v", err)
	}
}

// signerOf takes the SignerInfo out of a good message.
func signerOf(t *testing.T) []byte {
	t.Helper()
	return parse(t, good(t).encode(t)).Signers[0].Raw
}
