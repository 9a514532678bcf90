package xmldsig_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// An application has nothing in it that a person does not see or a program passes over.
func TestT5_ApplicationHasNothingHidden(t *testing.T) {
	signed := sign(t, sample, gostKey(t, gost3410.CryptoProA()), xmldsig.Form{XAdES: true})
	for _, c := range []struct {
		name, doc string
		want      []string // checks that fail
	}{
		{"a clean one", sample, nil},
		{"a signed one", signed, nil},
		{"letters of the right-to-left scripts are letters", "<a>שלום مرحبا – «»…</a>", nil},
		{"a comment", "<a>1<!-- 0 -->0</a>", []string{xmldsig.CheckComments}},
		{"a comment outside the root", "<a/><!-- x -->", []string{xmldsig.CheckComments}},
		{"CDATA", "<a><![CDATA[x]]></a>", []string{xmldsig.CheckCDATA}},
		{"an empty CDATA section", "<a><![CDATA[]]></a>", []string{xmldsig.CheckCDATA}},
		{"an instruction", "<?xml-stylesheet href='x.xsl'?><a/>", []string{xmldsig.CheckInstructions}},
		{"an override", "<a>\u202e0001</a>", []string{xmldsig.CheckBidi}},
		{"an override by reference", "<a>&#x202E;0001</a>", []string{xmldsig.CheckBidi}},
		{"an isolate in an attribute", "<a b='&#8295;'/>", []string{xmldsig.CheckBidi}},
		{"a mark in a name", "<a\u061c/>", []string{xmldsig.CheckBidi}},
		{"a mark in a namespace", "<a xmlns='urn:\u200f'/>", []string{xmldsig.CheckBidi}},
		{"a byte order mark", "\xef\xbb\xbf<a/>", []string{xmldsig.CheckEncoding}},
		{"UTF-16", "\xfe\xff\x00<\x00a", []string{xmldsig.CheckEncoding, xmldsig.CheckSyntax}},
		{"windows-1251", "<?xml version='1.0' encoding='windows-1251'?><a/>", []string{xmldsig.CheckEncoding, xmldsig.CheckSyntax}},
		{"bytes that are not UTF-8", "<a>\xcf\xf0</a>", []string{xmldsig.CheckSyntax}},
		{"DTD", "<!DOCTYPE a><a/>", []string{xmldsig.CheckSyntax}},
		{"everything", "<?p?><a><!--x--><![CDATA[\u2066]]></a>", []string{xmldsig.CheckComments, xmldsig.CheckCDATA, xmldsig.CheckInstructions, xmldsig.CheckBidi}},
	} {
		checks, err := xmldsig.CheckApplication(iotest.OneByteReader(strings.NewReader(c.doc)), xmltoken.Limits{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		var got []string
		for _, check := range checks {
			if check.Result == xmldsig.Fail {
				got = append(got, check.ID)
			}
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q fail, want %q", c.name, got, c.want)
		}
	}
	broken := errors.New("broken")
	if _, err := xmldsig.CheckApplication(iotest.ErrReader(broken), xmltoken.Limits{}); !errors.Is(err, broken) {
		t.Errorf("error %v of a broken source", err)
	}
}

// Each character with the property Bidi_Control is found, and no neighbour of them.
func TestT5_BidiControls(t *testing.T) {
	controls := []rune{0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069}
	for r := rune(0xa0); r < 0x3000; r++ {
		checks, err := xmldsig.CheckApplication(strings.NewReader("<a>x"+string(r)+"y</a>"), xmltoken.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		found := slices.ContainsFunc(checks, func(c xmldsig.Check) bool { return c.ID == xmldsig.CheckBidi && c.Result == xmldsig.Fail })
		if found != slices.Contains(controls, r) {
			t.Errorf("%U: found is %v", r, found)
		}
	}
}
