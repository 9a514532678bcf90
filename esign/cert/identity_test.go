package cert_test

import (
	"encoding/binary"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// attribute is one relative distinguished name to write.
type attribute struct {
	id    der.OID
	value string
	tag   asn1.Tag
}

// makeName writes a name; attributes without a tag are NumericString where they are numbers, else UTF8String.
func makeName(tb testing.TB, attributes ...attribute) cert.Name {
	tb.Helper()
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		for _, a := range attributes {
			b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) {
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
					a.id.Add(b)
					b.AddBytes(stringElement(a))
				})
			})
		}
	})
	s := cryptobyte.String(b.BytesOrPanic())
	n, err := cert.ReadName(&s)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

func stringElement(a attribute) []byte {
	if a.tag == der.TagBMPString {
		var content []byte
		for _, unit := range utf16.Encode([]rune(a.value)) {
			content = binary.BigEndian.AppendUint16(content, unit)
		}
		return der.Element(a.tag, content)
	}
	if a.tag == 0 {
		a.tag = asn1.UTF8String
	}
	return der.Element(a.tag, []byte(a.value))
}

// TestT10_Identity: whom a certificate names is told by its five numbers alone, in every form in which they were ever written;
// whatever is repeated, wrong, contradictory or mixed is ambiguous.
func TestT10_Identity(t *testing.T) {
	const (
		ogrn, inn, innPerson = "1047702026701", "7710474375", "500100732259"
		ogrnip, snils        = "304500116000157", "11223344595"
	)
	cn := attribute{id: cert.OIDCommonName, value: "ООО Ромашка 7707083893"}
	ogrnA, innA, innleA := attribute{id: cert.OIDOGRN, value: ogrn}, attribute{id: cert.OIDINN, value: innPerson}, attribute{id: cert.OIDINNLE, value: inn}
	snilsA, ogrnipA := attribute{id: cert.OIDSNILS, value: snils}, attribute{id: cert.OIDOGRNIP, value: ogrnip}
	with := func(a attribute, value string) attribute { a.value = value; return a }
	doubts := func(d ...cert.Doubt) []cert.Doubt { return d }

	tests := map[string]struct {
		attributes []attribute
		want       cert.Identity
	}{
		"person": {
			[]attribute{cn, snilsA, innA},
			cert.Identity{Kind: cert.Person, SNILS: snils, INNPerson: innPerson},
		},
		"person with a СНИЛС alone": {[]attribute{snilsA}, cert.Identity{Kind: cert.Person, SNILS: snils}},
		"proprietor": {
			[]attribute{cn, ogrnipA, snilsA, innA},
			cert.Identity{Kind: cert.Proprietor, OGRNIP: ogrnip, SNILS: snils, INNPerson: innPerson},
		},
		"head of an organisation since 2021": {
			[]attribute{cn, ogrnA, innleA, snilsA, innA},
			cert.Identity{Kind: cert.Organisation, OGRN: ogrn, INN: inn, SNILS: snils, INNPerson: innPerson},
		},
		"seal of an organisation": {[]attribute{ogrnA, innleA}, cert.Identity{Kind: cert.Organisation, OGRN: ogrn, INN: inn}},
		"organisation before 2021": {
			[]attribute{ogrnA, with(innA, "00"+inn), snilsA},
			cert.Identity{Kind: cert.Organisation, OGRN: ogrn, INN: inn, SNILS: snils},
		},
		"organisation with ten digits in ИНН": {[]attribute{ogrnA, with(innA, inn)}, cert.Identity{Kind: cert.Organisation, OGRN: ogrn, INN: inn}},
		"organisation with both forms":        {[]attribute{ogrnA, with(innA, "00"+inn), innleA}, cert.Identity{Kind: cert.Organisation, OGRN: ogrn, INN: inn}},
		"organisation whose forms differ": {
			[]attribute{ogrnA, with(innA, "007707083893"), innleA},
			cert.Identity{Kind: cert.Organisation, OGRN: ogrn, INN: inn, Doubts: doubts(cert.Doubt{Reason: cert.Conflicting, Attribute: cert.OIDINN})},
		},
		"spaces around a number": {[]attribute{with(snilsA, " "+snils+" ")}, cert.Identity{Kind: cert.Person, SNILS: snils}},
		"repeated attribute, even the same": {
			[]attribute{snilsA, innA, snilsA},
			cert.Identity{Kind: cert.Person, INNPerson: innPerson, Doubts: doubts(cert.Doubt{Reason: cert.Repeated, Attribute: cert.OIDSNILS})},
		},
		"ИНН of two persons": {
			[]attribute{snilsA, innA, with(innA, "773208480056")},
			cert.Identity{Kind: cert.Person, SNILS: snils, Doubts: doubts(cert.Doubt{Reason: cert.Repeated, Attribute: cert.OIDINN})},
		},
		"wrong check digit": {
			[]attribute{snilsA, with(innA, "500100732258")},
			cert.Identity{Kind: cert.Person, SNILS: snils, Doubts: doubts(cert.Doubt{Reason: cert.WrongCheckDigits, Attribute: cert.OIDINN})},
		},
		"wrong check digit behind 00": {
			[]attribute{ogrnA, with(innA, "007710474376")},
			cert.Identity{Kind: cert.Organisation, OGRN: ogrn, Doubts: doubts(
				cert.Doubt{Reason: cert.WrongCheckDigits, Attribute: cert.OIDINN}, cert.Doubt{Reason: cert.Incomplete})},
		},
		"zeros for a number that is not known": {
			[]attribute{ogrnA, innleA, with(snilsA, "00000000000")},
			cert.Identity{Kind: cert.Organisation, OGRN: ogrn, INN: inn, Doubts: doubts(cert.Doubt{Reason: cert.WrongCheckDigits, Attribute: cert.OIDSNILS})},
		},
		"not a number": {
			[]attribute{with(snilsA, "112-233-445 95")},
			cert.Identity{Kind: cert.Person, Doubts: doubts(cert.Doubt{Reason: cert.Unreadable, Attribute: cert.OIDSNILS})},
		},
		"wrong length": {
			[]attribute{snilsA, with(ogrnipA, ogrn)},
			cert.Identity{Kind: cert.Proprietor, SNILS: snils, Doubts: doubts(cert.Doubt{Reason: cert.Unreadable, Attribute: cert.OIDOGRNIP})},
		},
		"organisation and proprietor": {
			[]attribute{ogrnA, innleA, ogrnipA},
			cert.Identity{Kind: cert.Organisation, OGRN: ogrn, INN: inn, OGRNIP: ogrnip, Doubts: doubts(cert.Doubt{Reason: cert.Mixed})},
		},
		"ОГРН with a person's ИНН": {
			[]attribute{ogrnA, innA, snilsA},
			cert.Identity{Kind: cert.Organisation, OGRN: ogrn, INNPerson: innPerson, SNILS: snils, Doubts: doubts(cert.Doubt{Reason: cert.Mixed})},
		},
		"ОГРН alone":         {[]attribute{ogrnA}, cert.Identity{Kind: cert.Organisation, OGRN: ogrn, Doubts: doubts(cert.Doubt{Reason: cert.Incomplete})}},
		"ИНН ЮЛ alone":       {[]attribute{innleA, snilsA}, cert.Identity{Kind: cert.Organisation, INN: inn, SNILS: snils, Doubts: doubts(cert.Doubt{Reason: cert.Incomplete})}},
		"CN and O name none": {[]attribute{cn, {id: cert.OIDOrganization, value: inn}}, cert.Identity{Doubts: doubts(cert.Doubt{Reason: cert.Nobody})}},
		"empty name":         {nil, cert.Identity{Doubts: doubts(cert.Doubt{Reason: cert.Nobody})}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for _, tag := range []asn1.Tag{0, der.TagBMPString, asn1.PrintableString} {
				attributes := slices.Clone(tt.attributes)
				for i := range attributes {
					if attributes[i].id != cert.OIDCommonName {
						attributes[i].tag = tag
					}
				}
				got := cert.IdentityOf(makeName(t, attributes...))
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("tag %d (-want +got):\n%s", tag, diff)
				}
				if got.Ambiguous() != (len(tt.want.Doubts) > 0) {
					t.Errorf("ambiguous: %v", got.Ambiguous())
				}
			}
		})
	}
}

// TestT10_NotText: a value that is of no string type, or not in the characters of its type, is ambiguous.
func TestT10_NotText(t *testing.T) {
	for name, a := range map[string]attribute{
		"letters in NumericString": {id: cert.OIDSNILS, value: "1122334459x", tag: der.TagNumericString},
		"a number":                 {id: cert.OIDSNILS, value: "\x01", tag: asn1.INTEGER},
		"odd BMPString":            {id: cert.OIDSNILS, value: "\x00", tag: asn1.OCTET_STRING},
		"digits of another script": {id: cert.OIDSNILS, value: "١١٢٢٣٣٤٤٥٩٥"},
	} {
		id := cert.IdentityOf(makeName(t, a))
		if diff := cmp.Diff([]cert.Doubt{{Reason: cert.Unreadable, Attribute: cert.OIDSNILS}}, id.Doubts); diff != "" || id.SNILS != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, id, diff)
		}
	}
}
