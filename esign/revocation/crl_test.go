package revocation_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// Extensions of lists, as they are written.
const (
	oidNumber  der.OID = "\x55\x1d\x14"
	oidDelta   der.OID = "\x55\x1d\x1b"
	oidPoint   der.OID = "\x55\x1d\x1c"
	oidIssuer  der.OID = "\x55\x1d\x1d"
	oidReason  der.OID = "\x55\x1d\x15"
	oidInvalid der.OID = "\x55\x1d\x18"
	oidNobody  der.OID = "\x2a\x03\x04"
)

func integer(n byte) []byte { return der.Element(asn1.INTEGER, []byte{n}) }

func extension(id der.OID, critical bool, value []byte) cert.Extension {
	return cert.Extension{ID: id, Critical: critical, Value: value}
}

// scope is issuingDistributionPoint of elements.
func scope(elements ...[]byte) cert.Extension {
	return extension(oidPoint, true, der.Element(asn1.SEQUENCE, elements...))
}

func flag(tag uint8) []byte { return der.Element(der.Context(tag), []byte{0xff}) }

func pointName(uri string) []byte {
	return der.Element(der.Explicit(0), der.Element(der.Explicit(0), der.Element(der.Context(6), []byte(uri))))
}

// world is a PKI with a good and a revoked certificate.
type world struct {
	*trialcatest.PKI
	good, bad *cert.Certificate
}

func newWorld(tb testing.TB) world {
	tb.Helper()
	w := world{PKI: trialcatest.New(tb, gost3410.CryptoProA())}
	w.good, _ = w.Issue(tb, trialcatest.Head())
	w.bad, _ = w.Issue(tb, trialcatest.Person())
	if err := w.Sub.Revoke(w.bad, revocation.KeyCompromise); err != nil {
		tb.Fatal(err)
	}
	return w
}

// sign signs a list that was changed.
func (w world) sign(tb testing.TB, by *trialca.Authority, change func(*trialca.List)) *revocation.CRL {
	tb.Helper()
	l := w.Sub.List(time.Hour)
	if change != nil {
		change(&l)
	}
	list, err := by.SignList(l)
	if err != nil {
		tb.Fatal(err)
	}
	return list
}

// renamed is Sub's key under another name.
func (w world) renamed(tb testing.TB) *trialca.Authority {
	tb.Helper()
	template, err := w.Root.Template(trialca.Holder{Role: trialca.SubAuthority, CommonName: "Новое имя"}, publicKey(tb, w.Sub.Certificate()))
	if err != nil {
		tb.Fatal(err)
	}
	renamed, err := w.Sub.Renamed(trialcatest.Sign(tb, w.Root, template))
	if err != nil {
		tb.Fatal(err)
	}
	return renamed
}

func (w world) check(list *revocation.CRL, c *cert.Certificate) revocation.Finding {
	return revocation.CheckCRL(list, nil, c, w.Sub.Certificate(), nil)
}

func TestCRL(t *testing.T) {
	w := newWorld(t)
	list := w.sign(t, w.Sub, nil)
	if f := w.check(list, w.good); f.Status != revocation.Good || f.OtherName || f.SHA256 != list.SHA256() || f.Signer != w.Sub.Certificate() {
		t.Errorf("good: %+v", f)
	}
	f := w.check(list, w.bad)
	if f.Status != revocation.Revoked || f.Reason != revocation.KeyCompromise || !f.RevokedAt.Equal(w.Now) || !f.Effective().Equal(w.Now) {
		t.Errorf("bad: %+v", f)
	}
	if !f.CurrentAt(w.Now) || f.CurrentAt(w.Now.Add(-time.Second)) || !f.CurrentAt(w.Now.Add(time.Hour)) || f.CurrentAt(w.Now.Add(2*time.Hour)) ||
		!f.NewerThan(w.Now.Add(-time.Second)) || f.NewerThan(w.Now) {
		t.Errorf("freshness: %+v", f)
	}
	open := w.sign(t, w.Sub, func(l *trialca.List) { l.NextUpdate = time.Time{} })
	if f := w.check(open, w.good); f.CurrentAt(w.Now) || f.Status != revocation.Good {
		t.Errorf("without nextUpdate: %+v", f)
	}
}

func TestInvalidityDate(t *testing.T) {
	w := newWorld(t)
	since := w.Now.AddDate(0, -1, 0)
	var b cryptobyte.Builder
	b.AddASN1GeneralizedTime(since)
	list := w.sign(t, w.Sub, func(l *trialca.List) {
		l.Entries[0].Extensions = append(l.Entries[0].Extensions, extension(oidInvalid, false, b.BytesOrPanic()))
	})
	if f := w.check(list, w.bad); !f.InvalidSince.Equal(since) || !f.Effective().Equal(since) || !f.RevokedAt.Equal(w.Now) {
		t.Errorf("%+v", f)
	}
}

// TestT4_KeyNotName: a list counts by the key that signed it. One of a namesake with another key does not count, one of the same
// key under another name does.
func TestT4_KeyNotName(t *testing.T) {
	w := newWorld(t)
	key := w.Key(t)
	namesake, err := trialca.NewRoot(w.Options(), trialca.Holder{Organization: "Учебный УЦ", OGRN: "1099600000037", INN: "9600000030"}, key)
	if err != nil {
		t.Fatal(err)
	}
	foreign := w.sign(t, namesake, func(l *trialca.List) { l.Extensions = l.Extensions[1:] }) // without key identifier
	if f := w.check(foreign, w.good); f.Status != revocation.Unknown || !slices.Equal(f.Doubts, []revocation.Doubt{revocation.ForeignKey}) || f.Signer != nil {
		t.Errorf("namesake: %+v", f)
	}
	pretending := w.sign(t, namesake, nil) // with the key identifier of Sub
	if f := w.check(pretending, w.good); f.Status != revocation.Unknown || !slices.Equal(f.Doubts, []revocation.Doubt{revocation.BadSignature}) {
		t.Errorf("namesake with our key identifier: %+v", f)
	}
	if f := w.check(pretending, w.bad); f.Status != revocation.Unknown {
		t.Errorf("namesake revokes: %+v", f)
	}

	f := w.check(w.sign(t, w.renamed(t), nil), w.bad)
	if f.Status != revocation.Revoked || !f.OtherName {
		t.Errorf("renamed: %+v", f)
	}
}

// TestT4_CRLCriticalAndScope: a list with a critical extension that we do not understand, or of another scope, does not cover.
func TestT4_CRLCriticalAndScope(t *testing.T) {
	w := newWorld(t)
	const address = trialcatest.BaseURL + "/crl"
	with := func(e cert.Extension) func(*trialca.List) {
		return func(l *trialca.List) { l.Extensions = append(l.Extensions, e) }
	}
	tests := map[string]struct {
		change func(*trialca.List)
		want   []revocation.Doubt
	}{
		"unknown critical":          {with(extension(oidNobody, true, []byte{5, 0})), []revocation.Doubt{revocation.CriticalExtension}},
		"unknown":                   {with(extension(oidNobody, false, []byte{5, 0})), nil},
		"our distribution point":    {with(scope(pointName(address))), nil},
		"other distribution point":  {with(scope(pointName(address + "2"))), []revocation.Doubt{revocation.OtherScope}},
		"end users":                 {with(scope(flag(1))), nil},
		"authorities":               {with(scope(flag(2))), []revocation.Doubt{revocation.OtherScope}},
		"attribute certificates":    {with(scope(flag(5))), []revocation.Doubt{revocation.OtherScope}},
		"some reasons":              {with(scope(der.Element(der.Context(3), []byte{6, 0x40}))), []revocation.Doubt{revocation.OtherScope}},
		"delta without a base list": {with(extension(oidDelta, true, integer(1))), []revocation.Doubt{revocation.DeltaAlone}},
		"everything at once": {func(l *trialca.List) {
			with(scope(flag(2)))(l)
			with(extension(oidNobody, true, []byte{5, 0}))(l)
		}, []revocation.Doubt{revocation.CriticalExtension, revocation.OtherScope}},
	}
	for name, tt := range tests {
		list := w.sign(t, w.Sub, tt.change)
		for status, c := range map[revocation.Status]*cert.Certificate{revocation.Good: w.good, revocation.Revoked: w.bad} {
			f := w.check(list, c)
			if tt.want != nil {
				status = revocation.Unknown
			}
			if f.Status != status || !slices.Equal(f.Doubts, tt.want) {
				t.Errorf("%s: %+v, want %s %v", name, f, status, tt.want)
			}
		}
	}
}

// TestT4_CriticalEntry: a critical extension of an entry that we do not understand leaves open what happened to that certificate.
func TestT4_CriticalEntry(t *testing.T) {
	w := newWorld(t)
	list := w.sign(t, w.Sub, func(l *trialca.List) {
		l.Entries[0].Extensions = append(l.Entries[0].Extensions, extension(oidNobody, true, []byte{5, 0}))
	})
	if f := w.check(list, w.bad); f.Status != revocation.Unknown || !slices.Equal(f.Doubts, []revocation.Doubt{revocation.CriticalExtension}) {
		t.Errorf("%+v", f)
	}
	if f := w.check(list, w.good); f.Status != revocation.Good {
		t.Errorf("another certificate: %+v", f)
	}
}

// TestT4_CRLSign: an authority whose keyUsage does not allow to sign lists signs none that count.
func TestT4_CRLSign(t *testing.T) {
	w := newWorld(t)
	template, err := w.Root.Template(trialca.Holder{Role: trialca.SubAuthority, CommonName: "x"}, publicKey(t, w.Sub.Certificate()))
	if err != nil {
		t.Fatal(err)
	}
	template.Subject = w.Sub.Certificate().Subject
	template.Set(cert.OIDKeyUsage, true, trialca.KeyUsage(cert.KeyCertSign))
	issuer := trialcatest.Sign(t, w.Root, template)
	f := revocation.CheckCRL(w.sign(t, w.Sub, nil), nil, w.good, issuer, nil)
	if f.Status != revocation.Unknown || !slices.Equal(f.Doubts, []revocation.Doubt{revocation.NotAllowed}) {
		t.Errorf("%+v", f)
	}
}

// directoryName is GeneralNames of one name, the value of certificateIssuer.
func directoryName(n cert.Name) []byte {
	return der.Element(asn1.SEQUENCE, der.Element(der.Explicit(4), n.Raw))
}

// TestT4_Indirect: in an indirect list a serial number counts together with the issuer that is in force for its entry.
func TestT4_Indirect(t *testing.T) {
	w := newWorld(t)
	other, err := trialca.NewName(trialca.NameAttribute{ID: cert.OIDCommonName, Value: "Другой УЦ"})
	if err != nil {
		t.Fatal(err)
	}
	entry := func(c *cert.Certificate, issuer *cert.Name) trialca.ListEntry {
		e := trialca.ListEntry{Serial: c.Serial, At: w.Now}
		if issuer != nil {
			e.Extensions = []cert.Extension{extension(oidIssuer, true, directoryName(*issuer))}
		}
		return e
	}
	third, _ := w.Issue(t, trialcatest.Seal())
	list := w.sign(t, w.Sub, func(l *trialca.List) {
		l.Extensions = append(l.Extensions, scope(flag(4)))
		// good is revoked by the other issuer, bad after it too, for the other one stays in force; third by ours again.
		l.Entries = []trialca.ListEntry{entry(w.good, &other), entry(w.bad, nil), entry(third, &w.Sub.Certificate().Subject)}
	})
	for name, tt := range map[string]struct {
		c    *cert.Certificate
		want revocation.Status
	}{"first": {w.good, revocation.Good}, "second": {w.bad, revocation.Good}, "third": {third, revocation.Revoked}} {
		if f := w.check(list, tt.c); f.Status != tt.want {
			t.Errorf("%s: %+v, want %s", name, f, tt.want)
		}
	}
}

// TestT4_Delta: a delta list brings a complete one up to date, adds and removes, if it goes with it.
func TestT4_Delta(t *testing.T) {
	w := newWorld(t)
	complete := w.sign(t, w.Sub, nil)
	signer := w.Sub
	delta := func(base byte, change func(*trialca.List)) *revocation.CRL {
		return w.sign(t, signer, func(l *trialca.List) {
			l.Extensions = append(l.Extensions, extension(oidDelta, true, integer(base)))
			l.ThisUpdate, l.NextUpdate = w.Now.Add(30*time.Minute), w.Now.Add(90*time.Minute)
			l.Entries = []trialca.ListEntry{
				{Serial: w.good.Serial, At: w.Now},
				{Serial: w.bad.Serial, At: w.Now, Extensions: []cert.Extension{extension(oidReason, false, der.Element(asn1.ENUM, []byte{8}))}},
			}
			if change != nil {
				change(l)
			}
		})
	}
	good := delta(1, nil)
	f := revocation.CheckCRL(complete, good, w.good, w.Sub.Certificate(), nil)
	if f.Status != revocation.Revoked || !f.ThisUpdate.Equal(good.ThisUpdate) || f.DeltaSHA256 != good.SHA256() {
		t.Errorf("added: %+v", f)
	}
	if f := revocation.CheckCRL(complete, good, w.bad, w.Sub.Certificate(), nil); f.Status != revocation.Good {
		t.Errorf("removed: %+v", f)
	}
	signer = w.renamed(t)
	otherName := delta(1, nil)
	signer = w.Root
	otherKey := delta(1, nil)
	signer = w.Sub
	f = revocation.CheckCRL(complete, otherKey, w.good, w.Sub.Certificate(), nil)
	if f.Status != revocation.Unknown || !slices.Contains(f.Doubts, revocation.BadSignature) {
		t.Errorf("of another key: %+v", f)
	}
	for name, bad := range map[string]*revocation.CRL{
		"of another name":       otherName,
		"based on a later list": delta(50, nil),
		"of another scope":      delta(1, func(l *trialca.List) { l.Extensions = append(l.Extensions, scope(flag(1))) }),
		"older than the list":   delta(1, func(l *trialca.List) { l.Extensions[1].Value = integer(1) }),
		"without number":        delta(1, func(l *trialca.List) { l.Extensions = slices.Delete(l.Extensions, 1, 2) }),
		"no delta":              w.sign(t, w.Sub, nil),
	} {
		if f := revocation.CheckCRL(complete, bad, w.bad, w.Sub.Certificate(), nil); f.Status != revocation.Unknown || !slices.Contains(f.Doubts, revocation.DeltaAlone) {
			t.Errorf("%s: %+v", name, f)
		}
	}
	// Among what a source has, the newest delta that fits is used beside the list by itself, and none stands alone.
	newer := delta(1, func(l *trialca.List) { l.ThisUpdate = w.Now.Add(40 * time.Minute) })
	source := revocation.Stored{CRLs: []*revocation.CRL{newer, complete, good}}
	findings, err := revocation.Check(t.Context(), w.Path(t, w.good), 0, nil, source)
	if err != nil || len(findings) != 2 || findings[0].Status != revocation.Good || findings[1].Status != revocation.Revoked ||
		findings[1].DeltaSHA256 != newer.SHA256() {
		t.Errorf("%v, %v", findings, err)
	}
}

func TestMalformedCRL(t *testing.T) {
	w := newWorld(t)
	list := w.sign(t, w.Sub, nil)
	for n := range len(list.Raw) {
		if _, err := revocation.ParseCRL(list.Raw[:n]); !errors.Is(err, revocation.ErrMalformed) {
			t.Fatalf("cut after %d octets: %v", n, err)
		}
	}
	for i := range list.Raw {
		spoilt := bytes.Clone(list.Raw)
		spoilt[i] ^= 0x20
		other, err := revocation.ParseCRL(spoilt)
		if err == nil && w.check(other, w.good).Decisive() {
			t.Errorf("octet %d changed, and the list counts", i)
		}
	}
	for name, change := range map[string]func(*trialca.List){
		"reason out of range": func(l *trialca.List) {
			l.Entries[0].Extensions = []cert.Extension{extension(oidReason, false, der.Element(asn1.ENUM, []byte{11}))}
		},
		"reason of another type": func(l *trialca.List) {
			l.Entries[0].Extensions = []cert.Extension{extension(oidReason, false, integer(1))}
		},
		"number of another type": func(l *trialca.List) { l.Extensions[1].Value = []byte{5, 0} },
		"extension twice":        func(l *trialca.List) { l.Extensions = append(l.Extensions, l.Extensions[0]) },
		"scope":                  func(l *trialca.List) { l.Extensions = append(l.Extensions, scope([]byte{5, 0})) },
		"no serial number":       func(l *trialca.List) { l.Entries[0].Serial = nil },
	} {
		l := w.Sub.List(time.Hour)
		change(&l)
		if _, err := w.Sub.SignList(l); !errors.Is(err, revocation.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := revocation.ParseCRL(append(bytes.Clone(list.Raw), 0)); !errors.Is(err, der.ErrTrailing) {
		t.Errorf("trailing: %v", err)
	}
}

// largeList makes a signed list with n entries like those of real ones.
func largeList(tb testing.TB, w world, n int) *revocation.CRL {
	tb.Helper()
	l := w.Sub.List(time.Hour)
	serial := make([]byte, 16)
	reason := []cert.Extension{extension(oidReason, false, der.Element(asn1.ENUM, []byte{5}))}
	for i := range n {
		serial[0], serial[13], serial[14], serial[15] = 1, byte(i>>16), byte(i>>8), byte(i)
		l.Entries = append(l.Entries, trialca.ListEntry{Serial: bytes.Clone(serial), At: w.Now, Extensions: reason})
	}
	list, err := w.Sub.SignList(l)
	if err != nil {
		tb.Fatal(err)
	}
	return list
}

func TestLookupTakesNoMemory(t *testing.T) {
	w := newWorld(t)
	list := largeList(t, w, 1000)
	if list.Len != 1001 {
		t.Errorf("%d entries", list.Len)
	}
	if n := testing.AllocsPerRun(10, func() {
		if _, listed := list.Lookup(list.Issuer, w.good.Serial); listed {
			t.Fail()
		}
		if _, listed := list.Lookup(list.Issuer, w.bad.Serial); !listed {
			t.Fail()
		}
	}); n > 2 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkLargeList reads a list of 300,000 entries, 16 MB, and looks for one that is not in it and for the last one.
func BenchmarkLargeList(b *testing.B) {
	w := newWorld(b)
	list := largeList(b, w, 300_000)
	last := []byte{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x04, 0x93, 0xdf}
	if _, listed := list.Lookup(list.Issuer, last); !listed {
		b.Fatal("the last entry is not found")
	}
	b.Run("parse", func(b *testing.B) {
		b.SetBytes(int64(len(list.Raw)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := revocation.ParseCRL(list.Raw); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		b.SetBytes(int64(len(list.Raw)))
		for b.Loop() {
			fresh, err := revocation.ParseCRL(list.Raw)
			if err != nil || fresh.CheckSignature(publicKey(b, w.Sub.Certificate()), nil) != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("absent", func(b *testing.B) {
		b.SetBytes(int64(len(list.Raw)))
		for b.Loop() {
			list.Lookup(list.Issuer, w.good.Serial)
		}
	})
	b.Run("last", func(b *testing.B) {
		b.SetBytes(int64(len(list.Raw)))
		for b.Loop() {
			list.Lookup(list.Issuer, last)
		}
	})
}
