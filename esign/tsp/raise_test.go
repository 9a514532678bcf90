package tsp_test

import (
	"bytes"
	"os"
	"strconv"
	"testing"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/opensslgost"
)

var document = []byte("Заявление о присвоении статуса\n")

func parse(t *testing.T, raw []byte, err error) *cms.SignedData {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	m, err := cms.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// stampSignature raises signer i to CAdES-T.
func stampSignature(t *testing.T, m *cms.SignedData, i int, a *tsp.Authority) *cms.SignedData {
	t.Helper()
	token, err := client(a).StampSignature(t.Context(), m.Signers[i])
	if err != nil {
		t.Fatal(err)
	}
	raw, err := m.AddSignatureTimestamp(i, token.Raw())
	return parse(t, raw, err)
}

// archive gives signer i an archive time-stamp.
func archive(t *testing.T, m *cms.SignedData, i int, a *tsp.Authority) *cms.SignedData {
	t.Helper()
	const d = algorithm.Streebog512
	content, err := m.Digest(bytes.NewReader(document), d)
	if err != nil {
		t.Fatal(err)
	}
	index := m.Signers[i].NewHashIndex(d)
	data, err := m.Signers[i].ArchiveData(index, d, content)
	if err != nil {
		t.Fatal(err)
	}
	token, err := client(a).Stamp(t.Context(), tsp.NewImprint(d, data))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := m.AddArchiveTimestamp(i, token.Raw(), index)
	return parse(t, raw, err)
}

// archiveHolds verifies the archive time-stamp number k of a signer.
func archiveHolds(t *testing.T, m *cms.SignedData, i, k int) error {
	t.Helper()
	token, err := tsp.Parse(m.Signers[i].ArchiveTimestamps()[k])
	if err != nil {
		t.Fatal(err)
	}
	index, err := cms.ReadHashIndex(token.Message)
	if err != nil {
		t.Fatal(err)
	}
	d, err := algorithm.DigestOf(token.Imprint.Algorithm)
	if err != nil {
		t.Fatal(err)
	}
	content, err := m.Digest(bytes.NewReader(document), d)
	if err != nil {
		t.Fatal(err)
	}
	data, err := m.Signers[i].ArchiveData(index, d, content)
	if err != nil {
		t.Fatal(err)
	}
	if err := token.Verify(token.Certificate(), data, nil).Err(cms.Full); err != nil {
		return err
	}
	return m.Signers[i].Covered(index)
}

// TestT9_Raise: a detached CAdES-BES is raised to T, to LT by values in the message, and archived twice; at each step the
// signature, the time-stamp over its octets and what was covered before still hold, and OpenSSL takes the message.
func TestT9_Raise(t *testing.T) {
	opensslgost.Require(t)
	root := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "Учебный УЦ")
	h := root.Issue(t, cmstest.Key(t, gost3410.CryptoProA()), cmstest.Template{Name: "Иванов", Serial: 9})
	raw, err := cms.SignDetached(bytes.NewReader(document), cms.Signature{Key: h.Key, Certificate: h.Certificate})
	m := parse(t, raw, err)
	a := authority(t, gost3410.TC512A())

	holds := func(want cms.Form) {
		t.Helper()
		n := m.Signers[0]
		content, err := m.Digest(bytes.NewReader(document))
		if err != nil {
			t.Fatal(err)
		}
		if err := n.Verify(n.Certificate(), content, nil).Err(cms.Full); err != nil || n.Form() != want {
			t.Errorf("%s, want %s: %v", n.Form(), want, err)
		}
		for _, raw := range n.SignatureTimestamps() {
			token, err := tsp.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			if err := token.Verify(token.Certificate(), n.Signature, nil).Err(cms.Full); err != nil {
				t.Error(err)
			}
		}
		opensslgost.Run(t, nil, "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", cmstest.File(t, "m", m.Raw),
			"-content", cmstest.File(t, "d", document), "-CAfile", cmstest.File(t, "ca", cert.PEM(root.Certificate)),
			"-purpose", "any", "-attime", strconv.FormatInt(cmstest.Now.Unix(), 10), "-out", os.DevNull)
	}
	holds(cms.FormBES)
	m = stampSignature(t, m, 0, a)
	holds(cms.FormT)
	raw, err = m.AddValues(cms.Values{Certificates: append(a.Chain, root.Certificate), OCSP: [][]byte{{0x30, 3, 10, 1, 6}}})
	m = parse(t, raw, err)
	holds(cms.FormLT)
	for k := range 2 {
		m = archive(t, m, 0, a)
		holds(cms.FormLTA)
		if got := len(m.Signers[0].ArchiveTimestamps()); got != k+1 {
			t.Fatalf("%d archive time-stamps", got)
		}
		for i := range k + 1 {
			if err := archiveHolds(t, m, 0, i); err != nil {
				t.Errorf("archive time-stamp %d of %d: %v", i, k+1, err)
			}
		}
	}
}

// TestT9_ArchiveCovers: what an archive time-stamp covers cannot be taken out or changed afterwards.
func TestT9_ArchiveCovers(t *testing.T) {
	root := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "Учебный УЦ")
	h := root.Issue(t, cmstest.Key(t, gost3410.CryptoProA()), cmstest.Template{Name: "Иванов", Serial: 9})
	raw, err := cms.SignDetached(bytes.NewReader(document), cms.Signature{Key: h.Key, Certificate: h.Certificate})
	a := authority(t, gost3410.CryptoProA())
	m := stampSignature(t, parse(t, raw, err), 0, a)
	raw, err = m.AddValues(cms.Values{OCSP: [][]byte{{0x30, 3, 10, 1, 6}}})
	m = archive(t, parse(t, raw, err), 0, a)
	if err := archiveHolds(t, m, 0, 0); err != nil {
		t.Fatal(err)
	}
	changes := map[string][2][]byte{
		"revocation value":  {{0x30, 3, 10, 1, 6}, {0x30, 3, 10, 1, 7}},
		"signature":         {m.Signers[0].Signature, append(m.Signers[0].Signature[:63:63], m.Signers[0].Signature[63]^1)},
		"time-stamp":        {m.Signers[0].SignatureTimestamps()[0][60:90], bytes.Repeat([]byte{1}, 30)},
		"signer's own name": {[]byte("Иванов"), []byte("Петров")},
	}
	for name, c := range changes {
		// The change stands everywhere but in the archive time-stamp, which comes last of what it covers.
		changed := bytes.Replace(m.Raw, c[0], c[1], 1)
		if bytes.Equal(changed, m.Raw) {
			t.Errorf("%s: nothing changed", name)
			continue
		}
		other, err := cms.Parse(changed)
		if err != nil {
			continue
		}
		if archiveHolds(t, other, 0, 0) == nil {
			t.Errorf("%s: still covered", name)
		}
	}
}

// TestT9_RaiseEachSigner: of two signers each gets a time-stamp over its own signature value, though their order changes.
func TestT9_RaiseEachSigner(t *testing.T) {
	root := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "Учебный УЦ")
	a := authority(t, gost3410.CryptoProA())
	var m *cms.SignedData
	for i, name := range []string{"Иванов", "Сидоренко"} {
		h := root.Issue(t, cmstest.Key(t, gost3410.CryptoProA()), cmstest.Template{Name: name, Serial: int64(9 + i)})
		s := cms.Signature{Key: h.Key, Certificate: h.Certificate}
		if m == nil {
			raw, err := cms.Sign(document, s)
			m = parse(t, raw, err)
			continue
		}
		raw, err := m.AddSigner(nil, s)
		m = parse(t, raw, err)
	}
	values := [][]byte{m.Signers[0].Signature, m.Signers[1].Signature}
	for _, v := range values {
		m = stampSignature(t, m, m.Find(v).Index, a)
	}
	for _, v := range values {
		tokens := m.Find(v).SignatureTimestamps()
		if len(tokens) != 1 {
			t.Fatalf("%d time-stamps", len(tokens))
		}
		token, err := tsp.Parse(tokens[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := token.Verify(token.Certificate(), v, nil).Err(cms.Full); err != nil {
			t.Error(err)
		}
	}
	if m.Find([]byte("x")) != nil {
		t.Error("a signer who is not there is found")
	}
}
