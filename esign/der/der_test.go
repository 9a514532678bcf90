package der

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
	"pgregory.net/rapid"
)

func unhex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func TestCheck(t *testing.T) {
	tests := map[string]struct {
		in   string
		want error
	}{
		"integer":                      {"02 01 05", nil},
		"sequence":                     {"30 06 02 01 05 01 01 ff", nil},
		"length of two octets":         {"04 81 80" + strings.Repeat("00", 128), nil},
		"empty":                        {"", ErrSyntax},
		"no length":                    {"30", ErrSyntax},
		"cut":                          {"30 03 02 01", ErrSyntax},
		"cut length":                   {"30 82 01", ErrSyntax},
		"trailing":                     {"02 01 05 00", ErrTrailing},
		"element longer than sequence": {"30 03 02 02 05", ErrSyntax},
		"long form for a short length": {"04 81 01 00", ErrSyntax},
		"leading zero in length":       {"04 82 00 80" + strings.Repeat("00", 128), ErrSyntax},
		"indefinite":                   {"30 80 02 01 05 00 00", ErrSyntax},
		"length of nine octets":        {"04 89 01 00 00 00 00 00 00 00 00 00", ErrSyntax},
		"length near 2^64":             {"04 88 ff ff ff ff ff ff ff ff 00", ErrSyntax},
		"high tag":                     {"1f 81 01 00", ErrSyntax},
		"boolean 1":                    {"01 01 01", ErrSyntax},
		"boolean of two octets":        {"01 02 00 00", ErrSyntax},
		"empty integer":                {"02 00", ErrSyntax},
		"superfluous zero":             {"02 02 00 7f", ErrSyntax},
		"superfluous ff":               {"02 02 ff 80", ErrSyntax},
		"needed zero":                  {"02 02 00 80", nil},
		"null with content":            {"05 01 00", ErrSyntax},
		"empty oid":                    {"06 00", ErrSyntax},
		"oid that does not end":        {"06 02 2a 85", ErrSyntax},
		"oid with superfluous octet":   {"06 03 2a 80 01", ErrSyntax},
		"empty bit string":             {"03 00", ErrSyntax},
		"bit string, 8 unused":         {"03 02 08 00", ErrSyntax},
		"bit string, unused bits set":  {"03 02 04 01", ErrSyntax},
		"bit string":                   {"03 02 04 10", nil},
		"octet string in pieces":       {"24 05 04 01 00 04 00", ErrSyntax},
		"primitive sequence":           {"10 00", ErrSyntax},
		"end of contents":              {"30 02 00 00", ErrSyntax},
		"any context tag":              {"a0 03 80 01 77", nil},
	}
	for name, tt := range tests {
		if err := Check(unhex(t, tt.in)); !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// TestT6_Depth: structures nested deeper than 64 levels are refused by the limit, and cost no more than reading them.
func TestT6_Depth(t *testing.T) {
	nest := func(n int) []byte {
		b := []byte{5, 0}
		for range n - 1 {
			b = Element(asn1.SEQUENCE, b)
		}
		return b
	}
	if err := Check(nest(MaxDepth)); err != nil {
		t.Errorf("depth %d: %v", MaxDepth, err)
	}
	if err := Check(nest(MaxDepth + 1)); !errors.Is(err, ErrLimit) {
		t.Errorf("depth %d: %v, want %v", MaxDepth+1, err, ErrLimit)
	}
	open := bytes.Repeat([]byte{0x30, 0x80}, 1_000_000)
	if _, err := FromBER(open); !errors.Is(err, ErrLimit) {
		t.Errorf("a million open sequences: %v, want %v", err, ErrLimit)
	}
	pieces := bytes.Repeat([]byte{0x24, 0x80}, 1_000_000)
	if _, err := FromBER(pieces); !errors.Is(err, ErrLimit) {
		t.Errorf("a million nested strings: %v, want %v", err, ErrLimit)
	}
}

// TestT6_Elements: the number of elements has a limit.
func TestT6_Elements(t *testing.T) {
	many := Element(asn1.SEQUENCE, bytes.Repeat([]byte{5, 0}, MaxElements))
	if err := Check(many); !errors.Is(err, ErrLimit) {
		t.Errorf("Check: %v, want %v", err, ErrLimit)
	}
	if _, err := FromBER(many); !errors.Is(err, ErrLimit) {
		t.Errorf("FromBER: %v, want %v", err, ErrLimit)
	}
}

func TestFromBER(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"DER stays":                    {"30 03 02 01 05", "30 03 02 01 05"},
		"indefinite":                   {"30 80 02 01 05 00 00", "30 03 02 01 05"},
		"nested indefinite":            {"30 80 a0 80 02 01 05 00 00 05 00 00 00", "30 07 a0 03 02 01 05 05 00"},
		"long lengths":                 {"30 83 00 00 05 02 84 00 00 00 01 05", ""},
		"long length of a primitive":   {"30 06 02 84 00 00 00 01 05", ""},
		"long lengths right":           {"30 83 00 00 07 02 84 00 00 00 01 05", "30 03 02 01 05"},
		"octet string in pieces":       {"24 80 04 01 aa 04 02 bb cc 00 00", "04 03 aa bb cc"},
		"definite pieces":              {"24 05 04 01 aa 04 00", "04 01 aa"},
		"pieces in pieces":             {"24 80 24 80 04 01 aa 00 00 04 01 bb 00 00", "04 02 aa bb"},
		"bit string in pieces":         {"23 80 03 02 00 aa 03 02 00 bb 00 00", "03 03 00 aa bb"},
		"bit string, unused in pieces": {"23 80 03 02 04 a0 03 02 00 bb 00 00", ""},
		"text in pieces of octets":     {"2c 80 04 01 41 0c 01 42 00 00", "0c 02 41 42"},
		"foreign piece":                {"24 80 02 01 05 00 00", ""},
		"boolean":                      {"30 80 01 01 01 00 00", "30 03 01 01 ff"},
		"end of contents missing":      {"30 80 02 01 05", ""},
		"end of contents cut":          {"30 80 02 01 05 00", ""},
		"end of contents elsewhere":    {"30 04 05 00 00 00", ""},
		"primitive indefinite":         {"04 80 00 00", ""},
		"trailing":                     {"30 80 00 00 05 00", ""},
		"spoilt integer":               {"30 80 02 02 00 05 00 00", ""},
		"implicit string in pieces":    {"a0 80 04 01 aa 04 01 bb 00 00", "a0 06 04 01 aa 04 01 bb"},
	}
	for name, tt := range tests {
		got, err := FromBER(unhex(t, tt.in))
		switch {
		case tt.want == "" && err == nil:
			t.Errorf("%s: accepted as %x", name, got)
		case tt.want != "" && (err != nil || !bytes.Equal(got, unhex(t, tt.want))):
			t.Errorf("%s: %x, %v; want %s", name, got, err, tt.want)
		}
	}
}

// ber writes a structure of strings and sequences in a form of BER that random choices pick, and in DER.
func ber(t *rapid.T, depth int) (inBER, inDER []byte) {
	if depth == 0 || rapid.Bool().Draw(t, "leaf") {
		content := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "content")
		return berString(t, content, 3), Element(asn1.OCTET_STRING, content)
	}
	var b, d []byte
	for range rapid.IntRange(0, 3).Draw(t, "children") {
		childBER, childDER := ber(t, depth-1)
		b, d = append(b, childBER...), append(d, childDER...)
	}
	return berElement(t, 0x30, b), Element(asn1.SEQUENCE, d)
}

func berElement(t *rapid.T, tag byte, content []byte) []byte {
	if rapid.Bool().Draw(t, "indefinite") {
		return append(append([]byte{tag, 0x80}, content...), 0, 0)
	}
	n := len(content)
	return append([]byte{tag, 0x84, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, content...)
}

func berString(t *rapid.T, content []byte, depth int) []byte {
	if depth == 0 || rapid.Bool().Draw(t, "whole") {
		return Element(asn1.OCTET_STRING, content)
	}
	cut := rapid.IntRange(0, len(content)).Draw(t, "cut")
	return berElement(t, 0x24, append(berString(t, content[:cut], depth-1), berString(t, content[cut:], depth-1)...))
}

func TestFromBERRestoresDER(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, want := ber(t, 4)
		got, err := FromBER(b)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%x became %x, %v; want %x", b, got, err, want)
		}
	})
}

func TestDERIsNotCopied(t *testing.T) {
	b := unhex(t, "30 03 02 01 05")
	got, err := FromBER(b)
	if err != nil || &got[0] != &b[0] {
		t.Errorf("copied: %v", err)
	}
	if n := testing.AllocsPerRun(100, func() { _, _ = FromBER(b) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestOID(t *testing.T) {
	for dotted, content := range map[string]string{
		"1.2.643.2.2.35.1": "2a 85 03 02 02 23 01",
		"2.5.29.37.0":      "55 1d 25 00",
		"0.9.2342":         "09 92 26",
		"2.999":            "88 37",
		"1.39":             "4f",
		"2.25.142389600523592664542661715291431018934": "69 81 d6 9f 9e d4 d3 c0 f2 a9 af 8f 85 df 85 d5 a7 a2 c3 36",
	} {
		oid, err := ParseOID(dotted)
		if err != nil || !bytes.Equal([]byte(oid), unhex(t, content)) {
			t.Errorf("%s is %x, %v; want %s", dotted, string(oid), err, content)
		}
		if got := oid.String(); got != dotted {
			t.Errorf("%s is written %s", dotted, got)
		}
	}
	for _, dotted := range []string{"", "1", "1.40", "3.1", "1.2.", "1..2", "1.-2", "1.02", "1.a", "1.2 ", "1.+2", "1." + strings.Repeat("9", 400)} {
		if oid, err := ParseOID(dotted); err == nil {
			t.Errorf("%q is taken for %x", dotted, string(oid))
		}
	}
	if got := OID("\x2a\x85").String(); got != "" {
		t.Errorf("half an identifier is %q", got)
	}
}

func TestReadTime(t *testing.T) {
	tests := map[string]time.Time{
		"\x17\x0d260921123456Z":     time.Date(2026, 9, 21, 12, 34, 56, 0, time.UTC),
		"\x17\x0d490101000000Z":     time.Date(2049, 1, 1, 0, 0, 0, 0, time.UTC),
		"\x17\x0d500101000000Z":     time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC),
		"\x18\x0f20500101000000Z":   time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC),
		"\x18\x0f20240229235959Z":   time.Date(2024, 2, 29, 23, 59, 59, 0, time.UTC),
		"\x17\x0d230229000000Z":     {}, // no such day
		"\x17\x0d231301000000Z":     {},
		"\x17\x0d230101240000Z":     {},
		"\x17\x0d230101006000Z":     {},
		"\x17\x0d230101000060Z":     {},
		"\x17\x0b2301010000Z":       {}, // no seconds
		"\x17\x112301010000+0300":   {}, // no UTC
		"\x17\x0d2301010000 0Z":     {},
		"\x18\x1120500101000000.5Z": {}, // no fractions in certificates
		"\x18\x0e20500101000000":    {},
		"\x04\x0d230101000000Z":     {},
	}
	for in, want := range tests {
		s := cryptobyte.String(in)
		var got time.Time
		ok := ReadTime(&s, &got)
		if ok != !want.IsZero() || ok && !got.Equal(want) {
			t.Errorf("%q: %v, %v; want %v", in, got, ok, want)
		}
	}
}

func TestReadGeneralizedTime(t *testing.T) {
	for in, want := range map[string]int{
		"20260921123456Z": 0, "20260921123456.5Z": 500_000_000, "20260921123456.000000001Z": 1, "20260921123456.0000000001Z": 0,
		"20260921123456.Z": -1, "20260921123456.50Z": -1, "20260921123456,5Z": -1, "20260921123456.5": -1, "20260921123456.xZ": -1,
	} {
		s := cryptobyte.String(Element(asn1.GeneralizedTime, []byte(in)))
		var got time.Time
		ok := ReadGeneralizedTime(&s, &got)
		if ok != (want >= 0) || ok && got.Nanosecond() != want {
			t.Errorf("%s: %v, %v; want %d ns", in, got, ok, want)
		}
	}
}

func TestAddTime(t *testing.T) {
	for _, want := range []time.Time{
		time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2049, 12, 31, 23, 59, 59, 0, time.UTC),
		time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 7, 1, 3, 0, 0, 0, time.FixedZone("", 3*3600)),
	} {
		var b cryptobyte.Builder
		AddTime(&b, want)
		s := cryptobyte.String(b.BytesOrPanic())
		var got time.Time
		if !ReadTime(&s, &got) || !got.Equal(want) {
			t.Errorf("%v is read as %v", want, got)
		}
	}
}

func TestText(t *testing.T) {
	tests := []struct {
		tag           asn1.Tag
		content, want string
		bad           bool
	}{
		{asn1.UTF8String, "УЦ", "УЦ", false},
		{asn1.UTF8String, "\xff", "", true},
		{TagNumericString, "123 4", "123 4", false},
		{TagNumericString, "12a", "", true},
		{asn1.PrintableString, "a@b*", "a@b*", false},
		{asn1.IA5String, "\x80", "", true},
		{asn1.T61String, "caf\xe9", "café", false},
		{TagBMPString, "\x04\x23\x04\x26", "УЦ", false},
		{TagBMPString, "\x04\x23\x04", "", true},
		{TagBMPString, "\xd8\x3d\xde\x00", "😀", false},
		{TagBMPString, "\xd8\x3d", "", true},
		{TagBMPString, "\xde\x00\xd8\x3d", "", true},
		{TagUniversalString, "\x00\x00\x04\x23", "У", false},
		{TagUniversalString, "\x00\x11\x00\x00", "", true},
		{asn1.OCTET_STRING, "x", "", true},
	}
	for _, tt := range tests {
		got, err := Text(tt.tag, []byte(tt.content))
		if got != tt.want || (err != nil) != tt.bad || err != nil && !errors.Is(err, ErrSyntax) {
			t.Errorf("tag %d of %q: %q, %v; want %q", tt.tag, tt.content, got, err, tt.want)
		}
	}
}

func TestFlags(t *testing.T) {
	for in, want := range map[string]uint32{"00": 0, "07 80": 1, "01 06": 0b1100000, "07 00 80": 1 << 8, "04 f0": 0b1111} {
		var got uint32
		if !Flags(unhex(t, in), &got) || got != want {
			t.Errorf("%s: %b, want %b", in, got, want)
		}
	}
	var got uint32
	if Flags(nil, &got) || Flags([]byte{8, 0}, &got) {
		t.Error("no BIT STRING is taken for flags")
	}
}

func TestElement(t *testing.T) {
	for _, n := range []int{0, 1, 127, 128, 255, 256, 65535, 65536} {
		content := make([]byte, n)
		e := Element(asn1.OCTET_STRING, content)
		got, err := Whole(e, asn1.OCTET_STRING)
		if err != nil || len(got) != n || Check(e) != nil {
			t.Errorf("%d octets: %d, %v", n, len(got), err)
		}
	}
	if _, err := Whole([]byte{5, 0, 0}, asn1.NULL); !errors.Is(err, ErrTrailing) {
		t.Errorf("trailing: %v", err)
	}
	if _, err := Whole([]byte{5, 0}, asn1.INTEGER); !errors.Is(err, ErrSyntax) {
		t.Errorf("another tag: %v", err)
	}
}

// BenchmarkFromBER turns a message of 16 MB in pieces of 4 kB, as streaming programs write it, into DER.
func BenchmarkFromBER(b *testing.B) {
	piece := Element(asn1.OCTET_STRING, make([]byte, 4096))
	in := append([]byte{0x30, 0x80, 0x24, 0x80}, bytes.Repeat(piece, 4096)...)
	in = append(in, 0, 0, 0, 0)
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := FromBER(in); err != nil {
			b.Fatal(err)
		}
	}
}
