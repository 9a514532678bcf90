package validate_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/esign/validate"
)

func parsed(t *testing.T, message []byte) *cms.SignedData {
	t.Helper()
	m, err := cms.Parse(message)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// otherStamp is a second time-stamping authority of the PKI.
func (p *trial) otherStamp(t *testing.T) *tsp.Authority {
	t.Helper()
	a := *p.stamp
	a.Certificate, a.Key = p.Issue(t, trialcatest.TimeStamping())
	return &a
}

func token(t *testing.T, a *tsp.Authority, data []byte) []byte {
	t.Helper()
	out, err := a.Stamp(&tsp.Request{Imprint: tsp.NewImprint(algorithm.Streebog256, data), CertReq: true})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// archived adds an archive time-stamp of version 3.
func archived(t *testing.T, message []byte, a *tsp.Authority) []byte {
	t.Helper()
	m := parsed(t, message)
	content, err := m.Digest(nil, algorithm.Streebog256)
	if err != nil {
		t.Fatal(err)
	}
	index := m.Signers[0].NewHashIndex(algorithm.Streebog256)
	data, err := m.Signers[0].ArchiveData(index, algorithm.Streebog256, content)
	if err != nil {
		t.Fatal(err)
	}
	out, err := m.AddArchiveTimestamp(0, token(t, a, data), index)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestT9_ArchiveTimestampProves: an archive time-stamp proves that the signature was there, and that a token which it covers was: the
// key of that token's authority may be lost afterwards. One that does not verify proves nothing, and does no harm.
func TestT9_ArchiveTimestampProves(t *testing.T) {
	p := newTrial(t)
	start := p.Now
	other := p.otherStamp(t)
	bare := p.sign(t)
	stamped := p.stamped(t, bare, nil)
	p.Now = start.Add(time.Hour)
	both, alone := archived(t, stamped, other), archived(t, bare, other)
	p.Now = start.Add(2 * time.Hour)
	if err := p.Sub.Revoke(p.stamp.Certificate, revocation.KeyCompromise); err != nil {
		t.Fatal(err)
	}
	p.Now = start.Add(3 * time.Hour)
	proven := func(name string, message []byte, want time.Time) {
		t.Helper()
		r := p.trusted(t, p.input(t, message))
		expect(t, r, validate.TotalPassed)
		s := r.Signers[0]
		if want.IsZero() != (s.Times.Proven == nil) || s.Times.Proven != nil && !s.Times.Proven.Equal(want) {
			t.Errorf("%s: %+v %+v", name, s.Times, s.Timestamps)
		}
	}
	proven("a revoked authority", stamped, time.Time{})
	proven("covered before the revocation", both, start)
	proven("an archive time-stamp alone", alone, start.Add(time.Hour))
	proven("covered after the revocation", archived(t, stamped, other), start.Add(3*time.Hour))

	// A chain of them: the authority of the first is lost, too, after the second was made by a third.
	p.Now = start.Add(150 * time.Minute) // after the authority of the token was lost
	third := p.otherStamp(t)
	chain := archived(t, both, third)
	p.Now = start.Add(4 * time.Hour)
	if err := p.Sub.Revoke(other.Certificate, revocation.KeyCompromise); err != nil {
		t.Fatal(err)
	}
	p.Now = start.Add(5 * time.Hour)
	proven("the first of two archive time-stamps lost", chain, start)
	proven("the only archive time-stamp lost", both, time.Time{})

	m := parsed(t, archived(t, stamped, third)) // what the archive time-stamp covers is changed
	if s := p.trusted(t, p.input(t, m.Raw)).Signers[0]; s.Times.Proven == nil {
		t.Errorf("before the change: %+v", s.Timestamps)
	}
	at := bytes.Index(m.Raw, m.Signers[0].SignatureTimestamps()[0]) + 200
	broken := bytes.Clone(m.Raw)
	broken[at] ^= 1
	if s := p.trusted(t, p.input(t, broken)).Signers[0]; s.Times.Proven != nil {
		t.Errorf("%+v", s.Timestamps)
	}
}

// archivedV2 puts an archive time-stamp of version 2 on a message whose one signer has no unsigned attributes.
func archivedV2(t *testing.T, message []byte, document io.Reader, a *tsp.Authority) []byte {
	t.Helper()
	m := parsed(t, message)
	sums, err := m.Signers[0].ArchiveSumsV2(algorithm.Streebog256, document)
	if err != nil {
		t.Fatal(err)
	}
	stamp, err := a.Stamp(&tsp.Request{
		Imprint: tsp.Imprint{Algorithm: algorithm.Streebog256.Identifier(), Hash: sums[0]}, CertReq: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return withUnsigned(m, attribute(cms.OIDArchiveTimestampV2, stamp))
}

func attribute(id der.OID, value []byte) []byte {
	return der.Element(asn1.SEQUENCE, der.Element(asn1.OBJECT_IDENTIFIER, []byte(id)), der.Element(asn1.SET, value))
}

// withUnsigned makes a message of one signer, who has no unsigned attributes, with these.
func withUnsigned(m *cms.SignedData, attributes ...[]byte) []byte {
	oid := der.Element(asn1.OBJECT_IDENTIFIER, []byte(cms.OIDData))
	content := der.Element(asn1.SEQUENCE, oid)
	if m.Attached {
		content = der.Element(asn1.SEQUENCE, oid, der.Element(der.Explicit(0), der.Element(asn1.OCTET_STRING, m.Content)))
	}
	before, signed, after := fields(m.Signers[0])
	if len(attributes) > 0 {
		attributes = [][]byte{der.Element(der.Explicit(1), attributes...)}
	}
	signer := der.Element(asn1.SEQUENCE, append([][]byte{before, signed, after}, attributes...)...)
	return der.Element(asn1.SEQUENCE, der.Element(asn1.OBJECT_IDENTIFIER, []byte(cms.OIDSignedData)), der.Element(der.Explicit(0),
		der.Element(asn1.SEQUENCE, der.Element(asn1.INTEGER, []byte{1}), der.Element(asn1.SET), content,
			der.Element(der.Explicit(0), m.Certificates[0].Raw), der.Element(asn1.SET, signer))))
}

// fields takes SignerInfo apart: what stands before the signed attributes, these, and what stands behind them.
func fields(n *cms.Signer) (before, signed, after []byte) {
	all := cryptobyte.String(n.Raw)
	var seq, element cryptobyte.String
	all.ReadASN1(&seq, asn1.SEQUENCE)
	for range 3 {
		var tag asn1.Tag
		seq.ReadAnyASN1Element(&element, &tag)
		before = append(before, element...)
	}
	seq.ReadASN1Element(&element, der.Explicit(0))
	return before, element, seq
}

// TestT9_ArchiveTimestampOfVersion2: those of older programs count too, where the document can be read twice; where it cannot, nobody
// knows.
func TestT9_ArchiveTimestampOfVersion2(t *testing.T) {
	p := newTrial(t)
	start := p.Now
	s := p.trusted(t, p.input(t, archivedV2(t, p.sign(t), nil, p.stamp))).Signers[0]
	if s.Times.Proven == nil || !s.Times.Proven.Equal(start) || *s.Level != "CAdES-A" {
		t.Errorf("attached: %+v %+v", s.Times, s.Timestamps)
	}
	other := p.otherStamp(t) // a token that is added later spoils what version 2 covers, and gains nothing from it
	m := parsed(t, archivedV2(t, p.sign(t), nil, p.stamp))
	p.Now = start.Add(time.Hour)
	if err := p.Sub.Revoke(other.Certificate, revocation.KeyCompromise); err != nil {
		t.Fatal(err)
	}
	p.Now = start.Add(2 * time.Hour)
	later := token(t, other, m.Signers[0].Signature)
	both, err := m.AddSignatureTimestamp(0, later)
	if err != nil {
		t.Fatal(err)
	}
	p.Now = start.Add(3 * time.Hour)
	if s := p.trusted(t, p.input(t, both)).Signers[0]; len(s.Timestamps) != 2 || s.Timestamps[0].Indication != validate.Indeterminate {
		t.Errorf("later token: %+v", s.Timestamps)
	}
	p.Now = start
	bare, err := cms.SignDetached(strings.NewReader(document), cms.Signature{Key: p.key, Certificate: p.head, Rand: p.Rand})
	if err != nil {
		t.Fatal(err)
	}
	in := p.input(t, archivedV2(t, bare, strings.NewReader(document), p.stamp))
	in.Document = strings.NewReader(document)
	r := p.trusted(t, in)
	expect(t, r, validate.TotalPassed)
	if r.Signers[0].Times.Proven == nil {
		t.Errorf("detached: %+v", r.Signers[0].Timestamps)
	}
	in.Document = io.LimitReader(strings.NewReader(document), 1000) // cannot be read from its beginning again
	r, err = validate.Validate(t.Context(), in, validate.Trusted, validate.Options{AllowTrial: true})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, r, validate.TotalPassed)
	if s := r.Signers[0]; s.Times.Proven != nil || s.Timestamps[0].Imprint != validate.Unknown {
		t.Errorf("read once: %+v", s.Timestamps)
	}
}

// withContentStamp signs with a time-stamp over the content among the signed attributes.
func (p *trial) withContentStamp(t *testing.T, stamp []byte) []byte {
	t.Helper()
	m := parsed(t, p.sign(t))
	n := m.Signers[0]
	var attributes [][]byte
	for _, a := range n.SignedAttributes {
		attributes = append(attributes, a.Raw)
	}
	attributes = append(attributes, attribute(cms.OIDContentTimestamp, stamp))
	signer, err := algorithm.NewSigner(p.key)
	if err != nil {
		t.Fatal(err)
	}
	value, err := signer.Sign(p.Rand, der.Element(asn1.SET, attributes...))
	if err != nil {
		t.Fatal(err)
	}
	before, _, after := fields(n)
	after = bytes.Replace(after, n.Signature, value, 1)
	m.Signers[0].Raw = der.Element(asn1.SEQUENCE, before, der.Element(der.Explicit(0), attributes...), after)
	return repeated(m, 1)
}

// TestT2_SignedAfterRevocation: a signature that is proven to have been made after the revocation of its certificate fails for good; a
// claim of such a time, or a time-stamp that came later, proves nothing of the kind (EN 319 102-1, tables 5 and 6).
func TestT2_SignedAfterRevocation(t *testing.T) {
	p := newTrial(t)
	start := p.Now
	early := p.withContentStamp(t, token(t, p.stamp, []byte(document)))
	expect(t, p.trusted(t, p.input(t, early)), validate.TotalPassed)
	p.Now = start.Add(time.Hour)
	if err := p.Sub.Revoke(p.head, revocation.KeyCompromise); err != nil {
		t.Fatal(err)
	}
	p.Now = start.Add(2 * time.Hour)
	late := p.withContentStamp(t, token(t, p.stamp, []byte(document)))
	foreign := p.withContentStamp(t, token(t, p.stamp, []byte("другое")))
	p.Now = start.Add(3 * time.Hour)
	expect(t, p.trusted(t, p.input(t, early)), validate.Indeterminate, validate.RevokedNoPOE)
	expect(t, p.trusted(t, p.input(t, late)), validate.TotalFailed, validate.Revoked)
	expect(t, p.trusted(t, p.input(t, foreign)), validate.Indeterminate, validate.RevokedNoPOE)
	expect(t, p.trusted(t, p.input(t, p.sign(t))), validate.Indeterminate, validate.RevokedNoPOE)
}

// TestT3_OrderOfTimestamps: a time-stamp over the content that is later than the one over the signature is against nature, and so is a
// certificate that had expired before the content was stamped.
func TestT3_OrderOfTimestamps(t *testing.T) {
	p := newTrial(t)
	start := p.Now
	p.Now = start.Add(time.Hour)
	message := p.withContentStamp(t, token(t, p.stamp, []byte(document)))
	p.Now = start
	message = p.stamped(t, message, nil)
	p.Now = start.Add(2 * time.Hour)
	expect(t, p.trusted(t, p.input(t, message)), validate.Indeterminate, validate.TimestampOrderFailure)

	p.Now = start
	early := p.withContentStamp(t, token(t, p.stamp, []byte(document)))
	p.Now = p.head.NotAfter.Add(time.Hour)
	if r := p.trusted(t, p.input(t, early)); r.Indication != validate.Indeterminate || !slices.Contains(r.SubIndications, validate.OutOfBoundsNoPOE) {
		t.Errorf("made before the end, judged after it: %s %v", r.Indication, r.SubIndications)
	}
	message = p.withContentStamp(t, token(t, p.stamp, []byte(document)))
	expect(t, p.trusted(t, p.input(t, message)), validate.TotalFailed, validate.Expired)
}

// TestT4_DelegateThatWasRevoked: an answer of a status service whose own certificate was revoked says nothing, unless the authority
// has written into it that nobody need ask.
func TestT4_DelegateThatWasRevoked(t *testing.T) {
	for _, nocheck := range []bool{false, true} {
		p := newTrial(t)
		template, key := p.Template(t, trialcatest.StatusService())
		if !nocheck {
			template.Drop(cert.OIDOCSPNoCheck)
		}
		delegate := trialcatest.Sign(t, p.Sub, template)
		service, err := p.Sub.OpenResponder(delegate, key)
		if err != nil {
			t.Fatal(err)
		}
		in := p.input(t, p.sign(t))
		question, err := revocation.NewRequest(p.head, p.Sub.Certificate(), algorithm.SHA1, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := service.Respond(question, 24*time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		in.CRLs, in.OCSP = in.CRLs[:1], [][]byte{answer} // of Sub there is no list
		expect(t, p.trusted(t, in), validate.TotalPassed)
		if err := p.Sub.Revoke(delegate, revocation.KeyCompromise); err != nil {
			t.Fatal(err)
		}
		l := p.Sub.List(24 * time.Hour)
		l.ThisUpdate, l.NextUpdate = p.Now.AddDate(0, 0, -2), p.Now.AddDate(0, 0, -1) // tells of the delegate, too old to tell of the head
		old, err := p.Sub.SignList(l)
		if err != nil {
			t.Fatal(err)
		}
		in.CRLs = append(in.CRLs, old.Raw)
		if nocheck {
			expect(t, p.trusted(t, in), validate.TotalPassed)
		} else {
			expect(t, p.trusted(t, in), validate.Indeterminate, validate.TryLater)
		}
	}
}

// TestT9_ReferencesTimestamp: of CAdES-X Long type 1 the time-stamp over the references proves that the signature was there, too.
func TestT9_ReferencesTimestamp(t *testing.T) {
	p := newTrial(t)
	start := p.Now
	m := parsed(t, p.sign(t))
	attributes := [][]byte{
		attribute(cms.OIDSignatureTimestamp, token(t, p.stamp, m.Signers[0].Signature)),
		attribute(cms.OIDCertificateRefs, der.Element(asn1.SEQUENCE)), attribute(cms.OIDRevocationRefs, der.Element(asn1.SEQUENCE)),
		attribute(cms.OIDCertificateValues, der.Element(asn1.SEQUENCE, p.Sub.Certificate().Raw)),
		attribute(cms.OIDRevocationValues, der.Element(asn1.SEQUENCE)),
	}
	data, err := parsed(t, withUnsigned(m, attributes...)).Signers[0].CAdESCData()
	if err != nil {
		t.Fatal(err)
	}
	other := p.otherStamp(t)
	p.Now = start.Add(time.Hour)
	attributes = append(attributes, attribute(cms.OIDCAdESCTimestamp, token(t, other, data)))
	if err := p.Sub.Revoke(p.stamp.Certificate, revocation.KeyCompromise); err != nil {
		t.Fatal(err)
	}
	p.Now = start.Add(2 * time.Hour)
	in := p.input(t, withUnsigned(m, attributes...))
	in.Untrusted = nil // Sub stands among the values
	r := p.trusted(t, in)
	expect(t, r, validate.TotalPassed)
	s := r.Signers[0]
	if *s.Level != "CAdES-X Long Type 1" || s.Times.Proven == nil || !s.Times.Proven.Equal(start.Add(time.Hour)) || len(s.Timestamps) != 2 {
		t.Errorf("%s %+v %+v", *s.Level, s.Times, s.Timestamps)
	}
}
