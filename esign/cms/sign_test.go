package cms_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

const text = "Заявление о присвоении статуса\n"

// holder makes an authority and a signer on one curve.
func holder(tb testing.TB, c *gost3410.Curve, name string) (signer, root cmstest.Holder) {
	tb.Helper()
	root = cmstest.SelfSigned(tb, cmstest.Key(tb, c), "Учебный УЦ")
	return root.Issue(tb, cmstest.Key(tb, c), cmstest.Template{Name: name, Serial: int64(len(name))}), root
}

func signature(h cmstest.Holder) cms.Signature {
	return cms.Signature{Key: h.Key, Certificate: h.Certificate, SigningTime: cmstest.Now}
}

func parse(tb testing.TB, raw []byte) *cms.SignedData {
	tb.Helper()
	m, err := cms.Parse(raw)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// verify makes the checks of one signer with the certificate that the message has.
func verify(tb testing.TB, m *cms.SignedData, signer int, document []byte) cms.Checks {
	tb.Helper()
	n := m.Signers[signer]
	return n.Verify(n.Certificate(), digest(tb, m, document), nil)
}

func digest(tb testing.TB, m *cms.SignedData, document []byte) *cms.Content {
	tb.Helper()
	var content *cms.Content
	var err error
	if document == nil {
		content, err = m.Digest(nil)
	} else {
		content, err = m.Digest(bytes.NewReader(document))
	}
	if err != nil {
		tb.Fatal(err)
	}
	return content
}

// TestSignEveryKey signs with a key of each kind, attached and detached, and verifies.
func TestSignEveryKey(t *testing.T) {
	for name, key := range cmstest.Keys(t) {
		t.Run(name, func(t *testing.T) {
			h := cmstest.SelfSigned(t, key, name)
			attached, err := cms.Sign([]byte(text), signature(h))
			if err != nil {
				t.Fatal(err)
			}
			m := parse(t, attached)
			if err := verify(t, m, 0, nil).Err(cms.Full); err != nil {
				t.Error(err)
			}
			detached, err := cms.SignDetached(bytes.NewReader([]byte(text)), signature(h))
			if err != nil {
				t.Fatal(err)
			}
			m = parse(t, detached)
			if err := verify(t, m, 0, []byte(text)).Err(cms.Full); err != nil {
				t.Error(err)
			}
			if err := verify(t, m, 0, []byte(text+" ")).Err(cms.Crypto); err == nil {
				t.Error("another document is accepted")
			}
			if got := m.Signers[0].Form(); got != cms.FormBES {
				t.Errorf("form %s", got)
			}
			if at, err := m.Signers[0].SigningTime(); err != nil || !at.Equal(cmstest.Now) {
				t.Errorf("signing time %v, %v", at, err)
			}
		})
	}
}

// TestSignRefusesForeignKey: a message by a key that is not that of the certificate would verify nowhere.
func TestSignRefusesForeignKey(t *testing.T) {
	h, root := holder(t, gost3410.CryptoProA(), "Иванов")
	h.Key = root.Key
	if _, err := cms.Sign([]byte(text), signature(h)); err == nil {
		t.Error("signed with a key of another certificate")
	}
}

// TestAddSigner: the first signer's octets stay as they were, and both verify, whatever the order.
func TestAddSigner(t *testing.T) {
	first, _ := holder(t, gost3410.CryptoProA(), "Иванов")
	second, _ := holder(t, gost3410.TC512A(), "Петров")
	for _, document := range [][]byte{nil, []byte(text)} {
		var raw []byte
		var err error
		if document == nil {
			raw, err = cms.Sign([]byte(text), signature(first))
		} else {
			raw, err = cms.SignDetached(bytes.NewReader(document), signature(first))
		}
		if err != nil {
			t.Fatal(err)
		}
		m := parse(t, raw)
		before := m.Signers[0].Raw
		if document == nil {
			raw, err = m.AddSigner(nil, signature(second))
		} else {
			raw, err = m.AddSigner(bytes.NewReader(document), signature(second))
		}
		if err != nil {
			t.Fatal(err)
		}
		m = parse(t, raw)
		found := false
		for i := range m.Signers {
			if err := verify(t, m, i, document).Err(cms.Full); err != nil {
				t.Errorf("signer %d: %v", i, err)
			}
			found = found || bytes.Equal(m.Signers[i].Raw, before)
		}
		if len(m.Signers) != 2 || !found || len(m.Certificates) != 2 || len(m.DigestAlgorithms) != 2 {
			t.Errorf("%d signers, %d certificates, %d algorithms, first kept: %v",
				len(m.Signers), len(m.Certificates), len(m.DigestAlgorithms), found)
		}
		if _, err := m.AddSigner(bytes.NewReader([]byte("другой")), signature(second)); document == nil && err == nil {
			t.Error("a signer of another document is added")
		}
	}
}

// TestAddValues: certificates, lists and OCSP answers come back as they were put in, once each, and the signature stays good.
func TestAddValues(t *testing.T) {
	h, root := holder(t, gost3410.CryptoProA(), "Иванов")
	s := signature(h)
	s.WithoutCertificate = true
	raw, err := cms.Sign([]byte(text), s)
	if err != nil {
		t.Fatal(err)
	}
	list, answer := []byte{0x30, 3, 2, 1, 1}, []byte{0x30, 3, 10, 1, 1}
	both := []*cert.Certificate{root.Certificate, h.Certificate}
	slices.SortFunc(both, func(a, b *cert.Certificate) int { return bytes.Compare(b.Raw, a.Raw) })
	values := cms.Values{Certificates: both, CRLs: [][]byte{list, list}, OCSP: [][]byte{answer}}
	m := parse(t, raw)
	for range 2 {
		if raw, err = m.AddValues(values); err != nil {
			t.Fatal(err)
		}
		m = parse(t, raw)
	}
	if diff := cmp.Diff([][]byte{list}, m.CRLs); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]byte{answer}, m.OCSP); diff != "" {
		t.Error(diff)
	}
	if !slices.IsSortedFunc(m.Certificates, func(a, b *cert.Certificate) int { return bytes.Compare(a.Raw, b.Raw) }) {
		t.Error("certificates are not in the order of DER")
	}
	if len(m.Certificates) != 2 || m.Version != 5 {
		t.Errorf("%d certificates, version %d", len(m.Certificates), m.Version)
	}
	if err := verify(t, m, 0, nil).Err(cms.Full); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string][]byte{"no DER": {1, 2, 3}, "trailing": append(list[:5:5], 0), "no SEQUENCE": {4, 0}} {
		if _, err := m.AddValues(cms.Values{CRLs: [][]byte{bad}}); err == nil {
			t.Errorf("%s is taken for a list", name)
		}
	}
}
