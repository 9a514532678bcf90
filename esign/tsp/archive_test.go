package tsp_test

import (
	"bytes"
	"encoding/asn1"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// parts are the elements of a SignedData with one signer, taken apart by another parser than ours.
type parts struct {
	version, algorithms, content, certificates, revocations []byte
	signer                                                  [][]byte // up to the signature value
	unsigned                                                [][]byte
}

func elements(t *testing.T, raw []byte) [][]byte {
	t.Helper()
	var outer asn1.RawValue
	if rest, err := asn1.Unmarshal(raw, &outer); err != nil || len(rest) > 0 {
		t.Fatal(err)
	}
	var out [][]byte
	for rest := outer.Bytes; len(rest) > 0; {
		var v asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v.FullBytes)
	}
	return out
}

func takeApart(t *testing.T, raw []byte) parts {
	t.Helper()
	fields := elements(t, elements(t, elements(t, raw)[1])[0])
	p := parts{version: fields[0], algorithms: fields[1], content: fields[2]}
	for _, f := range fields[3:] {
		switch f[0] {
		case 0xa0:
			p.certificates = f
		case 0xa1:
			p.revocations = f
		}
	}
	p.signer = elements(t, elements(t, fields[len(fields)-1])[0])
	if last := p.signer[len(p.signer)-1]; last[0] == 0xa1 {
		p.unsigned, p.signer = elements(t, last), p.signer[:len(p.signer)-1]
	}
	return p
}

func tlv(t *testing.T, class, tag int, content ...[]byte) []byte {
	t.Helper()
	raw, err := asn1.Marshal(asn1.RawValue{Class: class, Tag: tag, IsCompound: true, Bytes: slices.Concat(content...)})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// message puts the parts together.
func (p parts) message(t *testing.T) *cms.SignedData {
	t.Helper()
	signer := tlv(t, 0, asn1.TagSequence, append(slices.Clone(p.signer), tlv(t, 2, 1, p.unsigned...))...)
	data := tlv(t, 0, asn1.TagSequence, p.version, p.algorithms, p.content, p.certificates, p.revocations, tlv(t, 0, asn1.TagSet, signer))
	oid, err := asn1.Marshal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2})
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, tlv(t, 0, asn1.TagSequence, oid, tlv(t, 2, 0, data)), nil)
}

// covered is what TS 101 733, section 6.4.1, has hashed, with or without the outer octets of the unsigned attributes.
func (p parts) covered(t *testing.T, document []byte, outer bool) []byte {
	t.Helper()
	unsigned := slices.Concat(p.unsigned...)
	if outer {
		unsigned = tlv(t, 2, 1, p.unsigned...)
	}
	return slices.Concat(p.content, document, p.certificates, p.revocations, slices.Concat(p.signer...), unsigned)
}

// archiveV2 adds an archive time-stamp of version 2 at a time.
func (p parts) archiveV2(t *testing.T, a *tsp.Authority, at time.Time, document []byte, outer bool) parts {
	t.Helper()
	a.Now = func() time.Time { return at }
	token, err := client(a).Stamp(t.Context(), tsp.NewImprint(algorithm.Streebog256, p.covered(t, document, outer)))
	if err != nil {
		t.Fatal(err)
	}
	oid, err := asn1.Marshal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 48})
	if err != nil {
		t.Fatal(err)
	}
	p.unsigned = append(slices.Clone(p.unsigned), tlv(t, 0, asn1.TagSequence, oid, tlv(t, 0, asn1.TagSet, token.Raw())))
	return p
}

// archiveV2Holds verifies the archive time-stamp number k.
func archiveV2Holds(t *testing.T, m *cms.SignedData, k int, document []byte) error {
	t.Helper()
	token, err := tsp.Parse(m.Signers[0].ArchiveTimestampsV2()[k])
	if err != nil {
		t.Fatal(err)
	}
	checks, err := token.VerifyArchiveV2(m.Signers[0], token.Certificate(), bytes.NewReader(document), nil)
	if err != nil {
		t.Fatal(err)
	}
	return checks.Err(cms.Full)
}

// TestT9_ArchiveV2: archive time-stamps of version 2, over both readings of the standard, hold one after another, attached and
// detached, though what they cover is told by another parser; each thing that they cover is missed when it changes.
func TestT9_ArchiveV2(t *testing.T) {
	root := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "Учебный УЦ")
	h := root.Issue(t, cmstest.Key(t, gost3410.CryptoProA()), cmstest.Template{Name: "Иванов", Serial: 9})
	s := cms.Signature{Key: h.Key, Certificate: h.Certificate}
	a := authority(t, gost3410.CryptoProA())
	for name, detached := range map[string]bool{"attached": false, "detached": true} {
		t.Run(name, func(t *testing.T) {
			var external []byte
			raw, err := cms.Sign(document, s)
			if detached {
				external = document
				raw, err = cms.SignDetached(bytes.NewReader(document), s)
			}
			m := stampSignature(t, parse(t, raw, err), 0, a)
			raw, err = m.AddValues(cms.Values{OCSP: [][]byte{{0x30, 3, 10, 1, 6}}})
			p := takeApart(t, parse(t, raw, err).Raw)
			for k, outer := range []bool{true, false, true} {
				p = p.archiveV2(t, a, cmstest.Now.Add(time.Duration(k+1)*time.Hour), external, outer)
				m = p.message(t)
				if form := m.Signers[0].Form(); form != cms.FormA {
					t.Errorf("form %s", form)
				}
				for i := range k + 1 {
					if err := archiveV2Holds(t, m, i, external); err != nil {
						t.Errorf("time-stamp %d of %d: %v", i, k+1, err)
					}
				}
			}
			changedPartsAreMissed(t, m, external)
		})
	}
}

// changedPartsAreMissed changes one thing after another that the first archive time-stamp of m covers.
func changedPartsAreMissed(t *testing.T, m *cms.SignedData, external []byte) {
	t.Helper()
	for name, at := range map[string][]byte{
		"revocation value": {0x30, 3, 10, 1, 6}, "signature": m.Signers[0].Signature, "certificate": m.Certificates[0].Signature,
		"time-stamp": m.Signers[0].SignatureTimestamps()[0][60:90],
	} {
		changed := bytes.Clone(m.Raw)
		changed[bytes.Index(changed, at)+len(at)-1] ^= 1
		other, err := cms.Parse(changed)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if archiveV2Holds(t, other, 0, external) == nil {
			t.Errorf("%s changed, and the archive time-stamp holds", name)
		}
	}
	if external == nil {
		return
	}
	if archiveV2Holds(t, m, 0, append(bytes.Clone(external), ' ')) == nil {
		t.Error("the archive time-stamp is of any document")
	}
	if _, err := m.Signers[0].ArchiveSumsV2(algorithm.Streebog256, nil); !errors.Is(err, cms.ErrNoContent) {
		t.Errorf("without the document: %v", err)
	}
	if _, err := m.Signers[0].ArchiveSumsV2(0, nil); !errors.Is(err, algorithm.ErrUnsupported) {
		t.Errorf("without a hash function: %v", err)
	}
}
