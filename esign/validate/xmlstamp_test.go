package validate_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/esign/xmldsig"
)

// xades signs a document by XAdES-BES.
func (p *trial) xades(t *testing.T, doc string) string {
	t.Helper()
	var out bytes.Buffer
	form := xmldsig.Form{Certificate: p.head, XAdES: true, SigningTime: p.Now}
	if err := xmldsig.Sign(&out, strings.NewReader(doc), int64(len(doc)), p.key, p.Rand, form); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// withProperties puts time-stamps into the unsigned properties; each is what stands within SignatureTimeStamp.
func withProperties(signed string, stamps ...string) string {
	inner := ""
	for _, s := range stamps {
		inner += "<xades:SignatureTimeStamp>" + s + "</xades:SignatureTimeStamp>"
	}
	return strings.Replace(signed, "</xades:QualifyingProperties>", "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>"+inner+
		"</xades:UnsignedSignatureProperties></xades:UnsignedProperties></xades:QualifyingProperties>", 1)
}

// TestT3_XAdESTimestamp: a time-stamp over the canonical element SignatureValue proves the time of an XML signature; one over other
// bytes, or one that does not say plainly what it is over, proves nothing, and does no harm.
func TestT3_XAdESTimestamp(t *testing.T) {
	const (
		dsig      = "http://www.w3.org/2000/09/xmldsig#"
		exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
	)
	p := newTrial(t)
	start := p.Now
	signed := p.xades(t, `<a xmlns="urn:a" xmlns:q="urn:q" xml:lang="ru"><b>1</b></a>`)
	_, rest, _ := strings.Cut(signed, "<ds:SignatureValue>")
	value, _, _ := strings.Cut(rest, "</ds:SignatureValue>")
	inclusive := `<ds:SignatureValue xmlns="urn:a" xmlns:ds="` + dsig + `" xmlns:q="urn:q" xml:lang="ru">` + value + `</ds:SignatureValue>`
	alone := `<ds:SignatureValue xmlns:ds="` + dsig + `">` + value + `</ds:SignatureValue>`
	encapsulated := func(data string) string {
		return "<xades:EncapsulatedTimeStamp>" + base64.StdEncoding.EncodeToString(token(t, p.stamp, []byte(data))) + "</xades:EncapsulatedTimeStamp>"
	}
	method := func(uri string) string { return `<ds:CanonicalizationMethod Algorithm="` + uri + `"/>` }
	byDefault := withProperties(signed, encapsulated(inclusive))
	documents := map[string]struct {
		doc     string
		proven  bool
		imprint validate.Result
	}{
		"by default":       {byDefault, true, validate.OK},
		"exclusive":        {withProperties(signed, method(exclusive)+encapsulated(alone)), true, validate.OK},
		"in lines":         {strings.Replace(byDefault, "<xades:EncapsulatedTimeStamp>", "<xades:EncapsulatedTimeStamp>\n ", 1), true, validate.OK},
		"the other method": {withProperties(signed, encapsulated(alone)), false, validate.Fail},
		"the octets":       {withProperties(signed, encapsulated(value)), false, validate.Fail},
		"unknown method":   {withProperties(signed, method("urn:x")+encapsulated(alone)), false, validate.Unknown},
		"something else": {
			withProperties(signed, `<xades:Include URI="#x"/>`+encapsulated(inclusive)), false, validate.Unknown,
		},
		"no token": {withProperties(signed, "<xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp>"), false, validate.Unknown},
	}
	p.Now = start.Add(time.Hour)
	if err := p.Sub.Revoke(p.head, revocation.KeyCompromise); err != nil {
		t.Fatal(err)
	}
	p.Now = start.Add(2 * time.Hour)
	expect(t, p.trusted(t, p.input(t, []byte(signed))), validate.Indeterminate, validate.RevokedNoPOE)
	for name, c := range documents {
		t.Run(name, func(t *testing.T) {
			r := p.trusted(t, p.input(t, []byte(c.doc)))
			s := r.Signers[0]
			if (s.Times.Proven != nil) != c.proven || len(s.Timestamps) != 1 || s.Timestamps[0].Imprint != c.imprint || *s.Level != "XAdES-T" {
				t.Fatalf("%s %+v %+v", *s.Level, s.Times, s.Timestamps)
			}
			if !c.proven {
				expect(t, r, validate.Indeterminate, validate.RevokedNoPOE)
				return
			}
			expect(t, r, validate.TotalPassed)
			if !s.Times.Proven.Equal(start) {
				t.Errorf("%v", s.Times.Proven)
			}
		})
	}
}
