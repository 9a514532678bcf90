package cms_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
)

func sequence(parts ...[]byte) []byte { return der.Element(asn1.SEQUENCE, parts...) }

// xlong is a signer with the unsigned attributes of CAdES-X Long type 1, as TS 101 733, section 6.2, has them.
func xlong(tb testing.TB) (f forgery, list, basic, token []byte) {
	tb.Helper()
	f = good(tb)
	c := f.h.Certificate
	list, basic = []byte{0x30, 3, 2, 1, 1}, []byte{0x30, 3, 10, 1, 1}
	stamped := f
	stamped.contentType, stamped.unsigned = cms.OIDTSTInfo, nil
	stamped.attributes = slices.Clone(f.attributes)
	stamped.replace(cms.OIDContentType, attribute(cms.OIDContentType, oidValue(cms.OIDTSTInfo)))
	token = stamped.encode(tb)

	hash := func(data []byte) []byte {
		return sequence(identifier(algorithm.Streebog256.Identifier()), octets(algorithm.Streebog256.Append(nil, data)))
	}
	sha1 := octets(algorithm.SHA1.Append(nil, list))
	issuer := sequence(sequence(der.Element(der.Explicit(4), c.Issuer.Raw)), der.Element(asn1.INTEGER, c.Serial))
	crlID := sequence(c.Issuer.Raw, der.Element(asn1.UTCTime, []byte("260901120000Z")))
	ocspID := sequence(der.Element(der.Explicit(1), c.Issuer.Raw), der.Element(asn1.GeneralizedTime, []byte("20260901120000Z")))
	f.unsigned = [][]byte{
		attribute(cms.OIDSignatureTimestamp, token),
		attribute(cms.OIDCertificateRefs, sequence(sequence(hash(c.Raw), issuer), sequence(octets(algorithm.SHA1.Append(nil, c.Raw))))),
		attribute(cms.OIDRevocationRefs, sequence(
			sequence(der.Element(der.Explicit(0), sequence(sequence(sequence(hash(list), crlID), sequence(sha1))))),
			sequence(der.Element(der.Explicit(1), sequence(sequence(sequence(ocspID, hash(basic)), sequence(ocspID))))))),
		attribute(cms.OIDCertificateValues, sequence(c.Raw)),
		attribute(cms.OIDRevocationValues, sequence(
			der.Element(der.Explicit(0), sequence(list)), der.Element(der.Explicit(1), sequence(basic)))),
		attribute(cms.OIDCAdESCTimestamp, token),
	}
	return f, list, basic, token
}

// TestT9_ReadXLongType1: references and values of the form that most Russian programs write are read, and references are those
// of the values.
func TestT9_ReadXLongType1(t *testing.T) {
	f, list, basic, token := xlong(t)
	m := parse(t, f.encode(t))
	n := m.Signers[0]
	if n.Form() != cms.FormXL1 {
		t.Errorf("form %s", n.Form())
	}
	if err := verify(t, m, 0, nil).Err(cms.Full); err != nil {
		t.Error(err)
	}
	values, err := n.CertificateValues()
	if err != nil || len(values) != 1 || !values[0].Equal(f.h.Certificate) {
		t.Fatalf("certificates %v, %v", values, err)
	}
	references, err := n.CertificateRefs()
	if err != nil || len(references) != 2 || !references[0].HasIssuer || references[1].HasIssuer {
		t.Fatalf("references %v, %v", references, err)
	}
	for i, r := range references {
		if !r.Of(values[0].Raw) || r.Of(list) {
			t.Errorf("reference %d", i)
		}
	}
	revocations, err := n.RevocationValues()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(cms.RevocationValues{CRLs: [][]byte{list}, OCSP: [][]byte{basic}}, revocations, equalBytes); diff != "" {
		t.Error(diff)
	}
	refs, err := n.RevocationRefs()
	if err != nil || len(refs) != 2 || len(refs[0].CRLs) != 2 || len(refs[1].OCSP) != 1 {
		t.Fatalf("references %v, %v", refs, err)
	}
	if !refs[0].CRLs[0].Of(list) || !refs[0].CRLs[1].Of(list) || !refs[1].OCSP[0].Of(basic) {
		t.Error("references are of something else")
	}
	if !bytes.Equal(n.SignatureTimestamps()[0], token) || !bytes.Equal(n.ReferenceTimestamps()[0], token) {
		t.Error("tokens are others")
	}
	data, err := n.CAdESCData()
	want := bytes.Clone(n.Signature)
	for _, a := range f.unsigned[:3] {
		want = append(want, inside(a, 1)...)
	}
	if err != nil || !bytes.Equal(data, want) {
		t.Errorf("data of the CAdES-C time-stamp: %v", err)
	}
}

var equalBytes = cmp.Comparer(bytes.Equal)

// TestXLongMalformed: each attribute that is cut or of another shape is an error, not half an answer.
func TestXLongMalformed(t *testing.T) {
	readers := map[der.OID]func(n *cms.Signer) error{
		cms.OIDCertificateRefs:   func(n *cms.Signer) error { _, err := n.CertificateRefs(); return err },
		cms.OIDRevocationRefs:    func(n *cms.Signer) error { _, err := n.RevocationRefs(); return err },
		cms.OIDCertificateValues: func(n *cms.Signer) error { _, err := n.CertificateValues(); return err },
		cms.OIDRevocationValues:  func(n *cms.Signer) error { _, err := n.RevocationValues(); return err },
	}
	for oid, reader := range readers {
		f := good(t)
		if err := reader(parse(t, f.encode(t)).Signers[0]); !errors.Is(err, cms.ErrAbsent) {
			t.Errorf("%s absent: %v", oid, err)
		}
		for name, attributes := range map[string][][]byte{
			"NULL":       {attribute(oid, []byte{5, 0})},
			"wrong part": {attribute(oid, sequence(octets(nil), []byte{5, 0}))},
			"wrong deep": {attribute(oid, sequence(sequence([]byte{5, 0})))},
			"twice":      {attribute(oid, sequence()), attribute(oid, sequence())},
		} {
			f.unsigned = attributes
			err := reader(parse(t, f.encode(t)).Signers[0])
			if !errors.Is(err, cms.ErrMalformed) && !errors.Is(err, cms.ErrRepeated) {
				t.Errorf("%s %s: %v", oid, name, err)
			}
		}
	}
}

// TestAddTimestampRefuses: what is no token, and a signer who is not there, are refused.
func TestAddTimestampRefuses(t *testing.T) {
	f, _, _, token := xlong(t)
	m := parse(t, f.encode(t))
	if _, err := m.AddSignatureTimestamp(0, token); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string][]byte{"a message": m.Raw, "nothing": nil, "trailing": append(bytes.Clone(token), 0)} {
		if _, err := m.AddSignatureTimestamp(0, bad); err == nil {
			t.Errorf("%s is taken for a token", name)
		}
	}
	for _, i := range []int{-1, 1} {
		if _, err := m.AddSignatureTimestamp(i, token); !errors.Is(err, cms.ErrAbsent) {
			t.Errorf("signer %d: %v", i, err)
		}
	}
}

// TestUnarmor: the same message in PEM, in base64 with and without line ends, and as it is.
func TestUnarmor(t *testing.T) {
	raw := good(t).encode(t)
	for name, data := range armored(raw) {
		got, err := cms.Unarmor(data)
		if err != nil || !bytes.Equal(got, raw) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, data := range map[string]string{
		"empty": " \n", "another PEM": "-----BEGIN X-----\nMAA=\n-----END X-----\n", "cut base64": "MIIB*",
	} {
		if _, err := cms.Unarmor([]byte(data)); !errors.Is(err, cms.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRevocationForms: each form in the field crls stands in its own list, and what nobody knows is kept.
func TestRevocationForms(t *testing.T) {
	value := []byte{0x30, 3, 10, 1, 1}
	forms := [][]byte{
		value,
		der.Element(der.Explicit(1), oidValue(cms.OIDOCSPResponse), value),
		der.Element(der.Explicit(1), oidValue(cms.OIDOCSPBasic), value),
		der.Element(der.Explicit(1), oidValue(cms.OIDData), value),
		der.Element(der.Explicit(1), oidValue(cms.OIDOCSPResponse), value, value),
		der.Element(der.Explicit(2), value),
	}
	raw := sequence(oidValue(cms.OIDSignedData), der.Element(der.Explicit(0), sequence(
		der.Element(asn1.INTEGER, []byte{5}), der.Element(asn1.SET), sequence(oidValue(cms.OIDData)),
		der.Element(der.Explicit(1), forms...), der.Element(asn1.SET))))
	m := parse(t, raw)
	for name, list := range map[string][][]byte{"CRLs": m.CRLs, "OCSP": m.OCSP, "BasicOCSP": m.BasicOCSP} {
		if len(list) != 1 || !bytes.Equal(list[0], value) {
			t.Errorf("%s: %x", name, list)
		}
	}
	if diff := cmp.Diff(forms[3:], m.OtherRevocation, equalBytes); diff != "" {
		t.Error(diff)
	}
}
