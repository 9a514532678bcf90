package xmldsig_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// FuzzApplication: a document that may be an application has nothing hidden in its bytes either, and is judged alike however it is
// read.
func FuzzApplication(f *testing.F) {
	f.Add([]byte(sign(f, sample, gostKey(f, gost3410.CryptoProA()), xmldsig.Form{XAdES: true})))
	for _, doc := range []string{
		sample, "<?xml version='1.0'?><a b='&#8295;'/>", "<a>1<!-- 0 --><![CDATA[x]]></a>", "\xef\xbb\xbf<a/>", "<a>\u202e0001</a>",
	} {
		f.Add([]byte(doc))
	}
	limits := xmltoken.Limits{Size: 1 << 20, Markup: 64 << 10, Names: 512}
	f.Fuzz(func(t *testing.T, doc []byte) {
		checks, err := xmldsig.CheckApplication(bytes.NewReader(doc), limits)
		if err != nil {
			t.Fatal(err) // which is only of a source that breaks
		}
		if slices.ContainsFunc(checks, func(c xmldsig.Check) bool { return c.Result == xmldsig.Fail }) {
			return
		}
		body := string(doc)
		if strings.HasPrefix(body, "<?xml") {
			_, body, _ = strings.Cut(body, "?>")
		}
		for _, hidden := range []string{"<!", "<?", "\u202e", "\u2066", "\ufeff<"} {
			if strings.Contains(body, hidden) {
				t.Errorf("%q has %q", doc, hidden)
			}
		}
		if !utf8.Valid(doc) {
			t.Errorf("%q is not UTF-8", doc)
		}
		again, err := xmldsig.CheckApplication(iotest.OneByteReader(bytes.NewReader(doc)), limits)
		if err != nil || !slices.Equal(again, checks) {
			t.Errorf("byte by byte: %v, %v", again, err)
		}
	})
}
