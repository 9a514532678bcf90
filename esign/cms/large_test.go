package cms_test

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"os"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

func armored(raw []byte) map[string][]byte {
	line := base64.StdEncoding.EncodeToString(raw)
	return map[string][]byte{
		"as it is": raw,
		"base64":   []byte(line),
		"lines":    []byte(line[:64] + "\r\n" + line[64:] + "\r\n"),
		"PEM":      append([]byte("text\n"), pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: raw})...),
	}
}

// largeSize is 8 MB in the gate, 100 MB where KLASTER_TORTURE is set.
func largeSize() int64 {
	if os.Getenv("KLASTER_TORTURE") != "" {
		return 100 << 20
	}
	return 8 << 20
}

// zeros gives a document of n bytes that is nowhere in memory.
func zeros(n int64) io.Reader { return io.LimitReader(zeroReader{}, n) }

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestLargeDetached: a long document is signed and verified in pieces; what is allocated does not grow with it.
func TestLargeDetached(t *testing.T) {
	h, _ := holder(t, gost3410.CryptoProA(), "Иванов")
	size := largeSize()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	raw, err := cms.SignDetached(zeros(size), signature(h))
	if err != nil {
		t.Fatal(err)
	}
	m := parse(t, raw)
	content, err := m.Digest(zeros(size))
	if err != nil {
		t.Fatal(err)
	}
	n := m.Signers[0]
	if err := n.Verify(n.Certificate(), content, nil).Err(cms.Full); err != nil {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 4<<20 {
		t.Errorf("%d bytes allocated for a document of %d", got, size)
	}
	if content.Size != size {
		t.Errorf("size %d", content.Size)
	}
}

// TestLargeAttached: a long attached content is not copied where the message is DER, and once where it is BER.
func TestLargeAttached(t *testing.T) {
	h, _ := holder(t, gost3410.CryptoProA(), "Иванов")
	size := largeSize()
	raw, err := cms.Sign(make([]byte, size), signature(h))
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	m := parse(t, raw)
	if err := verify(t, m, 0, nil).Err(cms.Full); err != nil {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 4<<20 {
		t.Errorf("%d bytes allocated for content of %d", got, size)
	}
	ber := slices.Concat([]byte{0x30, 0x80}, inside(raw, 1), []byte{0, 0})
	runtime.ReadMemStats(&before)
	if m := parse(t, ber); !m.BER || !bytes.Equal(m.Raw, raw) {
		t.Error("another DER form")
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > uint64(size)+4<<20 {
		t.Errorf("%d bytes allocated for BER of %d", got, size)
	}
	same, err := m.Digest(zeros(size))
	if err != nil || same.Differs {
		t.Errorf("the same document differs: %v", err)
	}
	for _, other := range []io.Reader{zeros(size - 1), zeros(size + 1), bytes.NewReader(nil), bytes.NewReader([]byte{1})} {
		c, err := m.Digest(other)
		if err != nil || !c.Differs {
			t.Errorf("another document is the same: %v", err)
		}
	}
}

type failingReader struct{}

var errBroken = errors.New("broken")

func (failingReader) Read([]byte) (int, error) { return 0, errBroken }

// TestDigestReadError: a document that cannot be read is an error, not a wrong hash code.
func TestDigestReadError(t *testing.T) {
	for _, detached := range []bool{false, true} {
		f := good(t)
		f.detached = detached
		if _, err := parse(t, f.encode(t)).Digest(failingReader{}); !errors.Is(err, errBroken) {
			t.Errorf("detached %v: %v", detached, err)
		}
	}
}

// TestAllocations bounds what a check of CAdES-BES with a small attached content takes from the heap.
func TestAllocations(t *testing.T) {
	raw := good(t).encode(t)
	got := testing.AllocsPerRun(20, func() {
		m, err := cms.Parse(raw)
		if err != nil {
			t.Error(err)
			return
		}
		content, err := m.Digest(nil)
		if err != nil {
			t.Error(err)
			return
		}
		n := m.Signers[0]
		if n.Verify(n.Certificate(), content, nil).Err(cms.Full) != nil {
			t.Error("it does not verify")
		}
	})
	if got > 120 {
		t.Errorf("%.0f allocations", got)
	}
	t.Logf("%.0f allocations for a message of %d bytes", got, len(raw))
}

// BenchmarkVerifyBES is a whole check of CAdES-BES: reading the message and the certificate, hashing, the signature.
func BenchmarkVerifyBES(b *testing.B) {
	for name, c := range map[string]*gost3410.Curve{"CryptoPro-A": gost3410.CryptoProA(), "512-A": gost3410.TC512A()} {
		h, _ := holder(b, c, "Иванов")
		raw, err := cms.Sign([]byte(text), signature(h))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m := parse(b, raw)
				content := digest(b, m, nil)
				n := m.Signers[0]
				if err := n.Verify(n.Certificate(), content, nil).Err(cms.Full); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkParse is reading alone.
func BenchmarkParse(b *testing.B) {
	h, _ := holder(b, gost3410.CryptoProA(), "Иванов")
	raw, err := cms.Sign([]byte(text), signature(h))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		parse(b, raw)
	}
}

// BenchmarkSignBES is making a message.
func BenchmarkSignBES(b *testing.B) {
	h, _ := holder(b, gost3410.CryptoProA(), "Иванов")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := cms.Sign([]byte(text), signature(h)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkManySigners is the whole check of a message with as many signers as may be, each naming one long certificate.
func BenchmarkManySigners(b *testing.B) {
	f := good(b)
	long := cmstest.Extension{ID: "\x2a\x03", Value: make([]byte, 200<<10)}
	f.h = cmstest.Holder{}.Issue(b, f.h.Key, cmstest.Template{Name: "Иванов", Serial: 5, Extensions: []cmstest.Extension{long}})
	f.sid = sidOf(f.h.Certificate)
	f.replace(cms.OIDSigningCertificateV2, attribute(cms.OIDSigningCertificateV2, reference(f.h.Certificate)))
	m := parse(b, f.encode(b))
	raw := der.Element(asn1.SEQUENCE, oidValue(cms.OIDSignedData), der.Element(der.Explicit(0), sequence(
		der.Element(asn1.INTEGER, []byte{1}), der.Element(asn1.SET),
		sequence(oidValue(cms.OIDData), der.Element(der.Explicit(0), octets(f.content))),
		der.Element(der.Explicit(0), f.h.Certificate.Raw),
		der.Element(asn1.SET, slices.Repeat([][]byte{m.Signers[0].Raw}, cms.MaxSigners)...))))
	for b.Loop() {
		m := parse(b, raw)
		content := digest(b, m, nil)
		for _, n := range m.Signers {
			if err := n.Verify(n.Certificate(), content, nil).Err(cms.Full); err != nil {
				b.Fatal(err)
			}
		}
	}
}
