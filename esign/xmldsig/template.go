package xmldsig

import (
	"encoding/base64"
	"encoding/xml"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
)

// template is a Signature element in the making. It has no white space between elements, as some programs take none.
type template struct {
	form       Form
	id, uri    string
	scheme     algorithm.Scheme
	digest     []byte // of the document
	properties []byte // digest of SignedProperties
}

// text writes the element with a signature value.
func (t *template) text(value []byte) string {
	method := c14n.Method{Exclusive: t.form.Exclusive}.URI()
	var b strings.Builder
	b.WriteString(`<ds:Signature xmlns:ds="` + SpaceDSig + `" Id="` + t.id + `"><ds:SignedInfo>`)
	b.WriteString(`<ds:CanonicalizationMethod Algorithm="` + method + `"></ds:CanonicalizationMethod>`)
	b.WriteString(`<ds:SignatureMethod Algorithm="` + schemeURI(t.scheme) + `"></ds:SignatureMethod>`)
	uris := []string{transformEnveloped, method}
	if t.form.SMEV {
		uris = append(uris, c14n.SMEV)
	}
	t.reference(&b, `URI="`+escape(t.uri)+`"`, uris, t.digest)
	if t.form.XAdES {
		t.reference(&b, `Type="`+typeSignedProperties+`" URI="#`+t.id+`-props"`, []string{method}, t.properties)
	}
	b.WriteString(`</ds:SignedInfo><ds:SignatureValue>` + encode(value) + `</ds:SignatureValue><ds:KeyInfo><ds:X509Data>`)
	for _, c := range append([]*cert.Certificate{t.form.Certificate}, t.form.Chain...) {
		b.WriteString(`<ds:X509Certificate>` + encode(c.Raw) + `</ds:X509Certificate>`)
	}
	b.WriteString(`</ds:X509Data></ds:KeyInfo>`)
	if t.form.XAdES {
		t.qualifying(&b)
	}
	b.WriteString(`</ds:Signature>`)
	return b.String()
}

func (t *template) reference(b *strings.Builder, attrs string, transforms []string, digest []byte) {
	b.WriteString(`<ds:Reference ` + attrs + `><ds:Transforms>`)
	for _, uri := range transforms {
		b.WriteString(`<ds:Transform Algorithm="` + uri + `"></ds:Transform>`)
	}
	b.WriteString(`</ds:Transforms>`)
	t.digestOf(b, digest)
	b.WriteString(`</ds:Reference>`)
}

func (t *template) digestOf(b *strings.Builder, digest []byte) {
	b.WriteString(`<ds:DigestMethod Algorithm="` + digestURI(t.scheme.Digest) + `"></ds:DigestMethod>`)
	b.WriteString(`<ds:DigestValue>` + encode(digest) + `</ds:DigestValue>`)
}

// qualifying writes the properties of XAdES-BES (EN 319 132-1, sections 5.2.1 and 5.2.2).
func (t *template) qualifying(b *strings.Builder) {
	b.WriteString(`<ds:Object><xades:QualifyingProperties xmlns:xades="` + SpaceXAdES + `" Target="#` + t.id + `">`)
	b.WriteString(`<xades:SignedProperties Id="` + t.id + `-props"><xades:SignedSignatureProperties>`)
	if !t.form.SigningTime.IsZero() {
		b.WriteString(`<xades:SigningTime>` + t.form.SigningTime.UTC().Format(time.RFC3339) + `</xades:SigningTime>`)
	}
	b.WriteString(`<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>`)
	t.digestOf(b, t.scheme.Digest.Append(nil, t.form.Certificate.Raw))
	b.WriteString(`</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>`)
	b.WriteString(`</xades:SignedProperties></xades:QualifyingProperties></ds:Object>`)
}

func encode(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

func escape(s string) string {
	var b strings.Builder
	// A strings.Builder returns no error, and neither does EscapeText then.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
