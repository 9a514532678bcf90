package xmldsig_test

import (
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/xmldsig"
)

// TestT6_ManySignaturesOfALongDocument: signatures hash the document each anew, and 16 by ГОСТ Р 34.11-94 over 17 MB took eight
// seconds. Beyond a limit nobody knows; the first is hashed however long the document is.
func TestT6_ManySignaturesOfALongDocument(t *testing.T) {
	one := `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>` +
		`<ds:SignatureMethod Algorithm="urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102001-gostr3411"/><ds:Reference URI=""><ds:Transforms>` +
		`<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></ds:Transforms>` +
		`<ds:DigestMethod Algorithm="urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr3411"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo>` +
		`<ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>`
	hashed := func(length, signatures int) (out []xmldsig.Result) {
		doc := `<a>` + strings.Repeat("d", length) + strings.Repeat(one, signatures) + `</a>`
		f, err := xmldsig.Verify(strings.NewReader(doc), int64(len(doc)), xmldsig.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range f.Signatures {
			c, _ := s.Check(xmldsig.CheckDigest)
			out = append(out, c.Result)
			if s.OK() {
				t.Error("a signature of nothing is good")
			}
		}
		return out
	}
	for _, r := range hashed(1000, 16) {
		if r != xmldsig.Fail {
			t.Errorf("of a short document: %s", r)
		}
	}
	if r := hashed(17<<20, 2); r[0] != xmldsig.Fail || r[1] != xmldsig.Unknown {
		t.Errorf("of a long document: %v", r)
	}
}
