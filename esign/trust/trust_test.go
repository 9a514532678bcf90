package trust_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/trust"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.FixedZone("MSK", 3*3600))
}

// world is a PKI whose Sub is in a list of authorities.
type world struct {
	*trialcatest.PKI
	leaf *cert.Certificate
}

func newWorld(tb testing.TB) world {
	tb.Helper()
	w := world{PKI: trialcatest.New(tb, gost3410.CryptoProA())}
	w.leaf, _ = w.Issue(tb, trialcatest.Head())
	return w
}

// listed is Sub with a history of statuses.
func (w world) listed(statuses ...trialca.ListedStatus) trialca.ListedAuthority {
	sub := w.Sub.Certificate()
	return trialca.ListedAuthority{
		Name: "Учебный УЦ & <Ко>", ShortName: "УУЦ", Number: "1", INN: "9600000030", OGRN: "1099600000037", Statuses: statuses,
		Keys: []trialca.ListedKey{{ID: sub.SubjectKeyID, CRLs: []string{trialcatest.BaseURL + "/list?a=1&b=2"}, Certificates: []*cert.Certificate{sub}}},
	}
}

func read(tb testing.TB, raw []byte) *trust.List {
	tb.Helper()
	l, err := trust.Read(context.Background(), raw, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func TestReadList(t *testing.T) {
	w := newWorld(t)
	raw := trialca.TrustedList(17, day(2026, 9, 2), w.listed(
		trialca.ListedStatus{Name: "Действует", From: day(2020, 1, 1)},
		trialca.ListedStatus{Name: "Приостановлена", From: day(2022, 1, 1)},
		trialca.ListedStatus{Name: "Действует", From: day(2022, 3, 1)},
	))
	l := read(t, raw)
	if l.Number != 17 || !l.Date.Equal(day(2026, 9, 2)) || len(l.Authorities) != 1 || l.Signer != nil || l.Unreadable != 0 {
		t.Fatalf("%+v", l)
	}
	a := l.Authorities[0]
	if a.Name != "Учебный УЦ & <Ко>" || a.ShortName != "УУЦ" || a.Number != "1" || a.INN != "9600000030" || a.OGRN != "1099600000037" {
		t.Errorf("%+v", a)
	}
	want := []trust.Interval{
		{Status: trust.Accredited, Name: "Действует", From: day(2020, 1, 1), Until: day(2022, 1, 1)},
		{Status: trust.Suspended, Name: "Приостановлена", From: day(2022, 1, 1), Until: day(2022, 3, 1)},
		{Status: trust.Accredited, Name: "Действует", From: day(2022, 3, 1)},
	}
	if !slices.EqualFunc(a.History, want, func(a, b trust.Interval) bool {
		return a.Status == b.Status && a.Name == b.Name && a.From.Equal(b.From) && a.Until.Equal(b.Until)
	}) {
		t.Errorf("history %+v", a.History)
	}
	sub := w.Sub.Certificate()
	if len(a.Keys) != 1 || !bytes.Equal(a.Keys[0].ID, sub.SubjectKeyID) || a.Keys[0].Class != "КС1" || !l.Certificates().Contains(sub) {
		t.Errorf("keys %+v", a.Keys)
	}
	if got := l.CRLs(sub); !slices.Equal(got, []string{trialcatest.BaseURL + "/list?a=1&b=2"}) {
		t.Errorf("addresses %v", got)
	}
	if got := l.CRLs(w.Root.Certificate()); got != nil {
		t.Errorf("addresses of another authority %v", got)
	}
}

// TestT2_AccreditationOnTheDayOfIssue: what counts is whether the authority was accredited when it issued the certificate,
// not before and not since.
func TestT2_AccreditationOnTheDayOfIssue(t *testing.T) {
	w := newWorld(t)
	issued := w.leaf.NotBefore
	before, after := issued.AddDate(-1, 0, 0), issued.AddDate(0, 1, 0)
	status := func(name string, from time.Time) trialca.ListedStatus {
		return trialca.ListedStatus{Name: name, From: from}
	}
	tests := map[string]struct {
		statuses []trialca.ListedStatus
		want     trust.Status
		ended    bool
	}{
		"accredited":                   {[]trialca.ListedStatus{status("Действует", before)}, trust.Accredited, false},
		"accredited that second":       {[]trialca.ListedStatus{status("Действует", issued)}, trust.Accredited, false},
		"a second too late":            {[]trialca.ListedStatus{status("Действует", issued.Add(time.Second))}, trust.UnknownStatus, false},
		"suspended":                    {[]trialca.ListedStatus{status("Действует", before.AddDate(-1, 0, 0)), status("Приостановлена", before)}, trust.Suspended, false},
		"suspended and again":          {[]trialca.ListedStatus{status("Приостановлена", before), status("Действует", issued.Add(-time.Hour))}, trust.Accredited, false},
		"ended before":                 {[]trialca.ListedStatus{status("Действует", before.AddDate(-1, 0, 0)), status("Прекращена", before)}, trust.Ended, true},
		"ended since":                  {[]trialca.ListedStatus{status("Действует", before), status("Прекращена", after)}, trust.Accredited, true},
		"annulled since":               {[]trialca.ListedStatus{status("Действует", before), status("Аннулирована", after)}, trust.Accredited, true},
		"suspended since":              {[]trialca.ListedStatus{status("Действует", before), status("Приостановлена", after)}, trust.Accredited, false},
		"a word that nobody has heard": {[]trialca.ListedStatus{status("Процветает", before)}, trust.UnknownStatus, false},
		"no history":                   {nil, trust.UnknownStatus, false},
	}
	for name, tt := range tests {
		l := read(t, trialca.TrustedList(1, after, w.listed(tt.statuses...)))
		a := l.Accreditation(w.leaf, w.Sub.Certificate())
		if !a.Listed || a.OnIssue.Status != tt.want || a.Granted() != (tt.want == trust.Accredited) || (a.End != nil) != tt.ended {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// TestT2_EndWithoutSuccessor: the end of an authority is its own fact beside the accreditation on the day of issue, from its
// day on, unless somebody took over.
func TestT2_EndWithoutSuccessor(t *testing.T) {
	w := newWorld(t)
	end := w.leaf.NotBefore.AddDate(0, 1, 0)
	l := read(t, trialca.TrustedList(1, end, w.listed(
		trialca.ListedStatus{Name: "Действует", From: w.leaf.NotBefore.AddDate(-1, 0, 0)}, trialca.ListedStatus{Name: "Прекращена", From: end},
	)))
	a := l.Accreditation(w.leaf, w.Sub.Certificate())
	if !a.Granted() || a.EndedWithoutSuccessor(end.Add(-time.Second)) || !a.EndedWithoutSuccessor(end) || a.End.Name != "Прекращена" {
		t.Errorf("%+v, end %+v", a, a.End)
	}
	succession := trust.Succession{From: "1099600000037", To: "1099600000015", At: end, Basis: "соглашение о передаче реестра"}
	other := trust.Succession{From: "1099600000026", To: "1099600000015"}
	a = l.Accreditation(w.leaf, w.Sub.Certificate(), other, succession)
	if !a.Granted() || a.EndedWithoutSuccessor(end) || *a.End.Successor != succession {
		t.Errorf("with a successor: %+v, end %+v", a, a.End)
	}
	store := trust.NewStore(trust.Trial)
	if err := store.AddList(l); err != nil {
		t.Fatal(err)
	}
	if a := store.Accreditation(w.leaf, w.Sub.Certificate(), end); !a.EndedWithoutSuccessor(end) {
		t.Errorf("store: %+v", a)
	}
	store.AddSuccession(succession)
	if a := store.Accreditation(w.leaf, w.Sub.Certificate(), end); a.EndedWithoutSuccessor(end) {
		t.Errorf("store with a successor: %+v", a)
	}
}

// TestT2_KeyNotIdentifier: an authority is in the list by its key. Somebody who writes its key identifier into a certificate of
// another key is not.
func TestT2_KeyNotIdentifier(t *testing.T) {
	w := newWorld(t)
	l := read(t, trialca.TrustedList(1, w.Now, w.listed(trialca.ListedStatus{Name: "Действует", From: day(2020, 1, 1)})))
	public, err := algorithm.NewPublicKey(w.Key(t).Public())
	if err != nil {
		t.Fatal(err)
	}
	template, err := w.Root.Template(trialca.Holder{Role: trialca.SubAuthority, CommonName: "x"}, public)
	if err != nil {
		t.Fatal(err)
	}
	sub := w.Sub.Certificate()
	id, _ := sub.Extension(cert.OIDSubjectKeyID)
	template.Subject = sub.Subject
	template.Set(cert.OIDSubjectKeyID, false, id.Value)
	if a := l.Accreditation(w.leaf, trialcatest.Sign(t, w.Root, template)); a.Listed {
		t.Errorf("%+v", a)
	}
	// The same key in a certificate that the list does not have is the authority's.
	template, err = w.Root.Template(trialca.Holder{Role: trialca.SubAuthority, CommonName: "x"}, mustKey(t, sub))
	if err != nil {
		t.Fatal(err)
	}
	if a := l.Accreditation(w.leaf, trialcatest.Sign(t, w.Root, template)); !a.Granted() {
		t.Errorf("%+v", a)
	}
}

func mustKey(tb testing.TB, c *cert.Certificate) *algorithm.PublicKey {
	tb.Helper()
	key, err := c.PublicKey()
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

// TestT2_EveryVersionIsKept: an old check can be made again with the list of its time.
func TestT2_EveryVersionIsKept(t *testing.T) {
	w := newWorld(t)
	store := trust.NewStore(trust.Trial)
	if store.ListAt(w.Now) != nil || store.Accreditation(w.leaf, w.Sub.Certificate(), w.Now).Listed {
		t.Error("an empty store knows something")
	}
	version := func(number int, date time.Time, statuses ...trialca.ListedStatus) *trust.List {
		return read(t, trialca.TrustedList(number, date, w.listed(statuses...)))
	}
	active := trialca.ListedStatus{Name: "Действует", From: day(2020, 1, 1)}
	lists := []*trust.List{
		version(2, w.Now.AddDate(0, 0, 2), active, trialca.ListedStatus{Name: "Аннулирована", From: day(2021, 1, 1)}),
		version(1, w.Now, active), version(3, w.Now.AddDate(0, 0, 2), active), version(1, w.Now, active),
	}
	for _, l := range lists {
		if err := store.AddList(l); err != nil {
			t.Fatal(err)
		}
	}
	var numbers []int
	for _, l := range store.Lists() {
		numbers = append(numbers, l.Number)
	}
	if !slices.Equal(numbers, []int{1, 2, 3}) {
		t.Errorf("versions %v", numbers)
	}
	for at, want := range map[time.Time]int{
		w.Now.Add(-time.Second): 0, w.Now: 1, w.Now.AddDate(0, 0, 1): 1, w.Now.AddDate(0, 0, 2): 3, w.Now.AddDate(9, 0, 0): 3,
	} {
		got := 0
		if l := store.ListAt(at); l != nil {
			got = l.Number
		}
		if a := store.Accreditation(w.leaf, w.Sub.Certificate(), at); got != want || a.Listed != (want > 0) || a.ListNumber != want {
			t.Errorf("at %v: version %d, %+v; want %d", at, got, a, want)
		}
	}
}

// TestT8_RealStoreRefusesTrial: a real installation takes no trial certificate as an anchor or in a list, and the store that
// nobody called a trial is a real one.
func TestT8_RealStoreRefusesTrial(t *testing.T) {
	w := newWorld(t)
	list := read(t, trialca.TrustedList(1, w.Now, w.listed()))
	outside := sharedtest.File(t, "gost/ca", "guc-roots.pem")
	for installation, want := range map[trust.Installation]error{trust.Trial: nil, trust.Real: trust.ErrTrial} {
		store := trust.NewStore(installation)
		if err := store.AddAnchors(w.Root.Certificate()); !errors.Is(err, want) {
			t.Errorf("%d: anchor: %v", installation, err)
		}
		if err := store.AddAnchorFile(append(bytes.Clone(outside), cert.PEM(w.Root.Certificate())...)); !errors.Is(err, want) {
			t.Errorf("%d: file: %v", installation, err)
		}
		if err := store.AddList(list); !errors.Is(err, want) {
			t.Errorf("%d: list: %v", installation, err)
		}
		if n := store.Anchors().Len(); want != nil && n != 0 {
			t.Errorf("%d: %d anchors in spite of it", installation, n)
		}
		if err := store.AddAnchorFile(outside); err != nil {
			t.Errorf("%d: real roots: %v", installation, err)
		}
		if store.Installation() != installation {
			t.Errorf("%d is %d", installation, store.Installation())
		}
	}
	var unsaid trust.Installation
	if unsaid != trust.Real {
		t.Error("who does not say which gets a trial store")
	}
	if err := trust.NewStore(trust.Real).AddAnchorFile([]byte("x")); !errors.Is(err, cert.ErrMalformed) {
		t.Errorf("no certificates: %v", err)
	}
}

// ownSignature checks what trialca.SignTrustedList writes, and nothing else: it takes the signature out and compares bytes. It
// stands here for the XML signatures of package xmldsig.
func ownSignature(_ context.Context, raw []byte) ([]byte, *cert.Certificate, error) {
	part := func(s, from, to string) string {
		_, rest, _ := strings.Cut(s, from)
		inner, _, _ := strings.Cut(rest, to)
		return inner
	}
	document := strings.TrimPrefix(string(raw), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	from, to := strings.Index(document, "<ds:Signature "), strings.Index(document, "</ds:Signature>")
	if from < 0 || to < 0 {
		return nil, nil, errors.New("no signature")
	}
	covered := []byte(document[:from] + document[to+len("</ds:Signature>"):])
	signature := document[from:to]
	der, err := base64.StdEncoding.DecodeString(part(signature, "<ds:X509Certificate>", "<"))
	if err != nil {
		return nil, nil, err
	}
	signer, err := cert.Parse(der)
	if err != nil {
		return nil, nil, err
	}
	key, err := signer.PublicKey()
	if err != nil {
		return nil, nil, err
	}
	scheme := algorithm.Scheme{Key: key.Kind(), Digest: key.Digest()}
	if part(signature, "<ds:DigestValue>", "<") != base64.StdEncoding.EncodeToString(scheme.Digest.Append(nil, covered)) {
		return nil, nil, errors.New("digest")
	}
	value, err := base64.StdEncoding.DecodeString(part(signature, "<ds:SignatureValue>", "<"))
	if err != nil {
		return nil, nil, err
	}
	info := `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">` + part(signature, "<ds:SignedInfo>", "</ds:SignedInfo>") + "</ds:SignedInfo>"
	return covered, signer, key.Verify(scheme, []byte(info), value)
}

func TestSignedList(t *testing.T) {
	for _, curve := range []*gost3410.Curve{gost3410.CryptoProA(), gost3410.TC512A()} {
		w := world{PKI: trialcatest.New(t, curve)}
		w.leaf, _ = w.Issue(t, trialcatest.Head())
		raw, err := w.Root.SignTrustedList(trialca.TrustedList(5, w.Now, w.listed(trialca.ListedStatus{Name: "Действует", From: day(2020, 1, 1)})))
		if err != nil {
			t.Fatal(err)
		}
		l, err := trust.Read(t.Context(), raw, ownSignature)
		if err != nil || !l.Signer.Equal(w.Root.Certificate()) || !l.Accreditation(w.leaf, w.Sub.Certificate()).Granted() {
			t.Errorf("%s: %v", curve, err)
		}
		forged := bytes.Replace(raw, []byte("<Версия>5<"), []byte("<Версия>6<"), 1)
		if _, err := trust.Read(t.Context(), forged, ownSignature); !errors.Is(err, trust.ErrUnsigned) {
			t.Errorf("%s: forged: %v", curve, err)
		}
		if l := read(t, forged); l.Signer != nil || l.Number != 6 {
			t.Errorf("%s: without a check: %+v", curve, l)
		}
	}
}

// TestOnlyCoveredValuesAreRead: values come from the bytes that the signature covers, whatever else is in the file.
func TestOnlyCoveredValuesAreRead(t *testing.T) {
	covered := trialca.TrustedList(1, day(2026, 1, 1))
	check := func(context.Context, []byte) ([]byte, *cert.Certificate, error) { return covered, nil, nil }
	l, err := trust.Read(t.Context(), trialca.TrustedList(2, day(2026, 1, 2)), check)
	if err != nil || l.Number != 1 {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestMalformedList(t *testing.T) {
	w := newWorld(t)
	good := string(trialca.TrustedList(1, w.Now, w.listed(trialca.ListedStatus{Name: "Действует", From: day(2020, 1, 1)})))
	const root, date = "АккредитованныеУдостоверяющиеЦентры", "<Дата>2026-01-01</Дата>"
	wrap := func(content string) string { return "<" + root + ">" + content + "</" + root + ">" }
	for name, raw := range map[string]string{
		"empty":                  "",
		"text":                   "список",
		"another root":           "<x/>",
		"two roots":              good + good,
		"no date":                wrap("<Версия>1</Версия>"),
		"spoilt date":            wrap("<Дата>вчера</Дата>"),
		"negative version":       wrap("<Версия>-1</Версия>" + date),
		"cut":                    good[:len(good)/2],
		"document type":          `<!DOCTYPE x [<!ENTITY a "b">]>` + wrap(date),
		"entity":                 wrap("<Дата>&a;</Дата>"),
		"processing instruction": wrap("<?php x?>" + date),
		"element in a value":     wrap("<Дата><b>2026-01-01</b></Дата>"),
		"deep":                   wrap(date + strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)),
		"long value":             wrap(date + "<УдостоверяющийЦентр><Название>" + strings.Repeat("x", 600<<10) + "</Название></УдостоверяющийЦентр>"),
		"status without date":    wrap(date + "<УдостоверяющийЦентр><СтатусАккредитации><Статус>Действует</Статус></СтатусАккредитации></УдостоверяющийЦентр>"),
		"encoding":               `<?xml version="1.0" encoding="windows-1251"?>` + wrap(date),
		"bad UTF-8":              wrap(date + "<x>\xff</x>"),
		"too many authorities":   wrap(date + strings.Repeat("<УдостоверяющийЦентр/>", 10_001)),
	} {
		if l, err := trust.Read(t.Context(), []byte(raw), nil); !errors.Is(err, trust.ErrMalformed) {
			t.Errorf("%s: %+v, %v", name, l, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := trust.Read(ctx, []byte(good), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestForgivingWhereNothingIsLost: what we do not know is passed over, and one spoilt certificate does not cost the others.
func TestForgivingWhereNothingIsLost(t *testing.T) {
	w := newWorld(t)
	good := string(trialca.TrustedList(1, w.Now, w.listed(trialca.ListedStatus{Name: "Действует", From: day(2020, 1, 1)})))
	for name, tt := range map[string]struct {
		raw        string
		unreadable int
	}{
		"new elements":         {strings.Replace(good, "<ИНН>", "<Новое><Глубже>x</Глубже></Новое><ИНН>", 1), 0},
		"comment":              {strings.Replace(good, "<ИНН>", "<!-- x --><ИНН>", 1), 0},
		"white space":          {"\n" + strings.ReplaceAll(good, "><", ">\n  <") + "\n", 0},
		"spoilt certificate":   {strings.Replace(good, "<ДанныеСертификата>", "<ДанныеСертификата><Данные>AAAA</Данные></ДанныеСертификата><ДанныеСертификата>", 1), 1},
		"no base64":            {strings.Replace(good, "<ДанныеСертификата>", "<ДанныеСертификата><Данные>!</Данные></ДанныеСертификата><ДанныеСертификата>", 1), 1},
		"no certificate":       {strings.Replace(good, "<ДанныеСертификата>", "<ДанныеСертификата></ДанныеСертификата><ДанныеСертификата>", 1), 0},
		"lower-case hex":       {lowerKeyID(good, w), 0},
		"time without a zone":  {strings.Replace(good, "2020-01-01T00:00:00+03:00", "2020-01-01T00:00:00.0000000", 1), 0},
		"wrong ИНН":            {strings.Replace(good, "<ИНН>9600000030", "<ИНН>9600000031", 1), 0},
		"byte order mark gone": {"<?xml version=\"1.0\" encoding=\"utf-8\"?>" + good, 0},
	} {
		l, err := trust.Read(t.Context(), []byte(tt.raw), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a := l.Accreditation(w.leaf, w.Sub.Certificate()); !a.Granted() || l.Unreadable != tt.unreadable || (a.Authority.INN == "") != (name == "wrong ИНН") {
			t.Errorf("%s: %+v, %d unreadable", name, a, l.Unreadable)
		}
	}
}

func lowerKeyID(list string, w world) string {
	upper := fmt.Sprintf("%X", w.Sub.Certificate().SubjectKeyID)
	return strings.Replace(list, upper, strings.ToLower(upper), 1)
}

// realSizedList has as many authorities as the real one, with real certificates.
func realSizedList(tb testing.TB) []byte {
	tb.Helper()
	certificates, err := cert.ParseFile(sharedtest.File(tb, "gost/ca", "sample-gost2012-ca.pem"))
	if err != nil {
		tb.Fatal(err)
	}
	var authorities []trialca.ListedAuthority
	for i := range 600 {
		c := certificates[i%len(certificates)]
		a := trialca.ListedAuthority{Name: c.Subject.Text(cert.OIDOrganization), Statuses: []trialca.ListedStatus{{Name: "Действует", From: day(2015, 1, 1)}}}
		for range 5 {
			a.Keys = append(a.Keys, trialca.ListedKey{ID: c.SubjectKeyID, CRLs: []string{"http://a/1", "http://a/2"}, Certificates: []*cert.Certificate{c}})
		}
		authorities = append(authorities, a)
	}
	return trialca.TrustedList(1, day(2026, 9, 1), authorities...)
}

// TestRealAuthoritiesInAList: real certificates are found by their keys.
func TestRealAuthoritiesInAList(t *testing.T) {
	l := read(t, realSizedList(t))
	certificates, err := cert.ParseFile(sharedtest.File(t, "gost/ca", "sample-gost2012-ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	if l.Certificates().Len() != len(certificates) || l.Unreadable != 0 {
		t.Errorf("%d certificates, %d unreadable", l.Certificates().Len(), l.Unreadable)
	}
	for _, c := range certificates {
		if a := l.Accreditation(c, c); !a.Granted() || a.Authority.Name != c.Subject.Text(cert.OIDOrganization) {
			t.Errorf("%s: %+v", c.Subject, a)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	raw := realSizedList(b)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := trust.Read(b.Context(), raw, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzTrustedList(f *testing.F) {
	w := newWorld(f)
	f.Add(trialca.TrustedList(17, w.Now, w.listed(
		trialca.ListedStatus{Name: "Действует", From: day(2020, 1, 1)}, trialca.ListedStatus{Name: "Прекращена", From: day(2022, 1, 1)},
	)))
	f.Add(trialca.TrustedList(1, w.Now))
	f.Add([]byte("<АккредитованныеУдостоверяющиеЦентры><Дата>2026-01-01Z</Дата><!-- x --></АккредитованныеУдостоверяющиеЦентры>"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, err := trust.Read(context.Background(), raw, nil)
		if err != nil {
			if !errors.Is(err, trust.ErrMalformed) {
				t.Errorf("error of another kind: %v", err)
			}
			return
		}
		for _, a := range l.Authorities {
			for i, s := range a.History {
				last := i == len(a.History)-1
				if s.Until.IsZero() != last || !last && (!s.Until.Equal(a.History[i+1].From) || !s.From.Before(s.Until)) {
					t.Errorf("history has gaps: %+v", a.History)
				}
			}
		}
		_ = l.Accreditation(w.leaf, w.Sub.Certificate())
	})
}
