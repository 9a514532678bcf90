package xmldsig_test

import (
	"crypto"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// forgery is a document whose Signature element is written here, with digest and value made by the key, so that the only thing
// wrong with it is what a test puts there.
type forgery struct {
	key         crypto.Signer
	certificate *cert.Certificate
}

func newForgery(t *testing.T) *forgery {
	t.Helper()
	key := gostKey(t, gost3410.CryptoProA())
	return &forgery{key, certify(t, key, 1)}
}

// edit signs sample by XAdES with the Id of the root and replaces text in the result.
func (f *forgery) edit(t *testing.T, form xmldsig.Form, pairs ...string) string {
	t.Helper()
	form.Certificate = f.certificate
	return replace(t, sign(t, sample, f.key, form), pairs...)
}

// replace replaces the first of each pair by the second, and fails if it is not there.
func replace(t *testing.T, s string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(s, pairs[i]) {
			t.Fatalf("%q is not in %s", pairs[i], s)
		}
		s = strings.Replace(s, pairs[i], pairs[i+1], 1)
	}
	return s
}

// cutOut returns the text from one string to the end of another, and the rest.
func cutOut(t *testing.T, s, from, to string) (part, rest string) {
	t.Helper()
	i := strings.Index(s, from)
	j := i + strings.Index(s[max(i, 0):], to) + len(to)
	if i < 0 || j < i+len(to) {
		t.Fatalf("no %q … %q in %s", from, to, s)
	}
	return s[i:j], s[:i] + s[j:]
}

// Attacks that move what was signed to where it does harm no more, and put something else in its place.
func TestT5_WrappingFails(t *testing.T) {
	f := newForgery(t)
	byID := f.edit(t, xmldsig.Form{ByID: true, Exclusive: true, XAdES: true})
	whole := f.edit(t, xmldsig.Form{})
	declaration := `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	root := strings.TrimPrefix(byID, declaration)
	signature, unsigned := cutOut(t, root, "<ds:Signature ", "</ds:Signature>")
	wholeSignature, wholeRest := cutOut(t, strings.TrimPrefix(whole, declaration), "<ds:Signature ", "</ds:Signature>")
	evil := replace(t, unsigned, ">1000<", ">9000<", ` Id="root"`, ` Id="evil"`)
	evilOpen := strings.TrimSuffix(strings.TrimSpace(evil), "</a:Заявление>")

	for _, c := range []struct{ name, doc, check string }{
		{"the signed root beside another under a new root", "<w>" + evil + root + "</w>", xmldsig.CheckCoverage},
		{"the signed root within another root", evilOpen + root + "</a:Заявление>", xmldsig.CheckCoverage},
		{"the signature in another root, the signed root within it", evilOpen + signature + unsigned + "</a:Заявление>", xmldsig.CheckCoverage},
		{
			"the signed root within an Object of the signature",
			evilOpen + replace(t, signature, "</ds:Signature>", "<ds:Object>"+unsigned+"</ds:Object></ds:Signature>") + "</a:Заявление>", xmldsig.CheckStructure,
		},
		{"a root with the Id of the signed one within it", replace(t, evilOpen, `Id="evil"`, `Id="root"`) + root + "</a:Заявление>", xmldsig.CheckIDs},
		{"the Id of the root in another kind of attribute", replace(t, root, "<Адрес>", `<Адрес id="root">`), xmldsig.CheckCoverage},
		{"the Id of the root under a prefix", replace(t, root, "<Адрес>", `<Адрес b:ID="root">`), xmldsig.CheckCoverage},
		{"two equal Ids elsewhere", replace(t, root, "<Адрес>", `<Адрес Id="q"><x Id="q"/>`), xmldsig.CheckIDs},
		{"xml:id beside Id", replace(t, root, "<Адрес>", `<Адрес xml:id="q"><x Id="q"/>`), xmldsig.CheckIDs},
		{"a signature for the whole in another document", "<w>" + wholeRest + "<evil/>" + wholeSignature + "</w>", xmldsig.CheckDigest},
		{"the Signature as the root, around the document", replace(t, wholeSignature, "</ds:Signature>", "<ds:Object>"+wholeRest+"</ds:Object></ds:Signature>"), xmldsig.CheckCoverage},
		{"an element added", replace(t, root, "<Адрес>", "<Тайна/><Адрес>"), xmldsig.CheckDigest},
		{"an element added after the signature", replace(t, root, "</ds:Signature>", "</ds:Signature><Тайна/>"), xmldsig.CheckDigest},
		{"an attribute added to the root", replace(t, root, ` Id="root"`, ` Id="root" x="1"`), xmldsig.CheckDigest},
		{"an element moved", replace(t, root, "<Адрес>Москва, ул. Новая &amp; Старая</Адрес>", "", "<a:Сумма", "<Адрес>Москва, ул. Новая &amp; Старая</Адрес><a:Сумма"), xmldsig.CheckDigest},
		{"a prefix changed", replace(t, root, "<Адрес>", "<d:Адрес xmlns:d='urn:default'>", "</Адрес>", "</d:Адрес>"), xmldsig.CheckDigest},
		{"a namespace changed", replace(t, root, `xmlns="urn:default"`, `xmlns="urn:other"`), xmldsig.CheckDigest},
		{"a namespace changed under the transform of SMEV", f.edit(t, xmldsig.Form{SMEV: true}, `xmlns="urn:default"`, `xmlns="urn:other"`), xmldsig.CheckDigest},
		{"an attribute moved to another namespace", replace(t, root, `xmlns:b="urn:b"`, `xmlns:b="urn:c"`), xmldsig.CheckDigest},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.check == xmldsig.CheckStructure || c.check == xmldsig.CheckIDs {
				if _, err := xmldsig.Verify(strings.NewReader(c.doc), int64(len(c.doc)), xmldsig.Options{}); err != nil {
					t.Fatalf("%v\n%s", err, c.doc)
				}
			}
			tokens := 0
			facts := verify(t, c.doc, xmldsig.Options{Tokens: func(*xmltoken.Token) error { tokens++; return nil }})
			if facts.OK() || result(facts, c.check) != xmldsig.Fail {
				t.Errorf("%s is %s; %q", c.check, result(facts, c.check), failed(facts))
			}
			if c.check == xmldsig.CheckCoverage && tokens > 0 {
				t.Errorf("%d tokens were handed out for what is not covered", tokens)
			}
		})
	}
}

// signedInfo signs any SignedInfo that a test writes, with the right digest of the document without Signature elements, or of
// whatever else the test gives.
func (f *forgery) signedInfo(t *testing.T, doc, info string) string {
	t.Helper()
	return f.signature(t, doc, "", info, "")
}

// signature is signedInfo with attributes of the Signature element and what stands after KeyInfo.
func (f *forgery) signature(t *testing.T, doc, attrs, info, rest string) string {
	t.Helper()
	info = `<SignedInfo xmlns="` + xmldsig.SpaceDSig + `">` + info + `</SignedInfo>`
	digest := f.digest([]byte(info))
	value, err := f.key.Sign(nil, digest, nil)
	if err != nil {
		t.Fatal(err)
	}
	signature := fmt.Sprintf(`<Signature xmlns="%s"%s>%s<SignatureValue>%s</SignatureValue><KeyInfo><X509Data><X509Certificate>%s</X509Certificate></X509Data></KeyInfo>%s</Signature>`,
		xmldsig.SpaceDSig, attrs, info, encoded(value), encoded(f.certificate.Raw), rest)
	return replace(t, doc, "<SIG/>", signature)
}

func (f *forgery) digest(b []byte) []byte {
	key, err := f.certificate.PublicKey()
	if err != nil {
		panic(err)
	}
	return key.Digest().Append(nil, b)
}

const (
	gostDigest    = "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34112012-256"
	gostSignature = "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-256"
	inclusive     = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	exclusive     = "http://www.w3.org/2001/10/xml-exc-c14n#"
	enveloped     = xmldsig.SpaceDSig + "enveloped-signature"
	xpathURI      = "http://www.w3.org/TR/1999/REC-xpath-19991116"
)

func transform(uri, inner string) string {
	return `<Transform Algorithm="` + uri + `">` + inner + `</Transform>`
}

func xpathOf(text string) string {
	return transform(xpathURI, `<XPath xmlns:p="`+xmldsig.SpaceDSig+`" xmlns:q="urn:q">`+text+`</XPath>`)
}

func reference(attrs, transforms, method string, digest []byte) string {
	return `<Reference ` + attrs + `><Transforms>` + transforms + `</Transforms><DigestMethod Algorithm="` + method +
		`"></DigestMethod><DigestValue>` + encoded(digest) + `</DigestValue></Reference>`
}

func methods(c14n, signature string) string {
	return `<CanonicalizationMethod Algorithm="` + c14n + `"></CanonicalizationMethod><SignatureMethod Algorithm="` + signature + `"></SignatureMethod>`
}

// What SignedInfo may say, and what it may not. Each is signed by the right key with the right digests; the first is all right.
func TestT5_OnlyOneFormOfReferenceIsFollowed(t *testing.T) {
	f := newForgery(t)
	const doc = `<r Id="root"><v Id="child">1</v><SIG/></r>`
	const plain = `<r Id="root"><v Id="child">1</v></r>`
	root := f.digest([]byte(plain))
	child := f.digest([]byte(`<v Id="child">1</v>`))
	env, inc := transform(enveloped, ""), transform(inclusive, "")
	good := reference(`URI=""`, env+inc, gostDigest, root)
	m := methods(inclusive, gostSignature)
	for _, c := range []struct{ name, info, check string }{
		{"the form that is taken", m + good, ""},
		{"without a canonicalization", m + reference(`URI=""`, env, gostDigest, root), ""},
		{"by the Id of the root", m + reference(`URI="#root"`, env, gostDigest, root), ""},
		{"by XPath", m + reference(`URI=""`, xpathOf(" not(ancestor-or-self::p:Signature)\n"), gostDigest, root), ""},
		{"by XPath and enveloped", m + reference(`URI=""`, env+xpathOf("not(ancestor-or-self::p:Signature)")+inc, gostDigest, root), ""},
		{"with prefixes", m + reference(`URI=""`, env+transform(exclusive, `<InclusiveNamespaces xmlns="`+exclusive+`" PrefixList="a b"></InclusiveNamespaces>`), gostDigest, root), ""},

		{"two References to the root", m + good + good, xmldsig.CheckReferences},
		{"a Reference to a child besides", m + good + reference(`URI="#child"`, inc, gostDigest, child), xmldsig.CheckReferences},
		{"no Reference to the root but one to a child", m + reference(`URI="#child"`, env, gostDigest, child), xmldsig.CheckCoverage},
		{"only one of the type of SignedProperties, to the root", m + reference(`Type="http://uri.etsi.org/01903#SignedProperties" URI=""`, env, gostDigest, root), xmldsig.CheckReferences},
		{"one of that type besides, to a child", m + good + reference(`Type="http://uri.etsi.org/01903#SignedProperties" URI="#child"`, inc, gostDigest, child), xmldsig.CheckXAdES},
		{"a Reference without URI", m + reference(``, env, gostDigest, root), xmldsig.CheckCoverage},
		{"an external URI", m + reference(`URI="http://example.org/doc.xml"`, env, gostDigest, root), xmldsig.CheckCoverage},
		{"a file", m + reference(`URI="file:///etc/passwd"`, env, gostDigest, root), xmldsig.CheckCoverage},
		{"XPointer of the root", m + reference(`URI="#xpointer(/)"`, env, gostDigest, root), xmldsig.CheckCoverage},
		{"XPointer of an Id", m + reference(`URI="#xpointer(id('root'))"`, env, gostDigest, root), xmldsig.CheckCoverage},
		{"an Id that is not there", m + reference(`URI="#none"`, env, gostDigest, root), xmldsig.CheckCoverage},
		{"an empty Id", m + reference(`URI="#"`, env, gostDigest, root), xmldsig.CheckCoverage},

		{"XSLT", m + reference(`URI=""`, env+transform("http://www.w3.org/TR/1999/REC-xslt-19991116", ""), gostDigest, root), xmldsig.CheckTransforms},
		{"base64", m + reference(`URI=""`, env+transform(xmldsig.SpaceDSig+"base64", ""), gostDigest, root), xmldsig.CheckTransforms},
		{"XPath filter 2", m + reference(`URI=""`, env+transform("http://www.w3.org/2002/06/xmldsig-filter2", ""), gostDigest, root), xmldsig.CheckTransforms},
		{"another XPath", m + reference(`URI=""`, env+xpathOf("not(ancestor-or-self::v)"), gostDigest, f.digest([]byte(`<r Id="root"></r>`))), xmldsig.CheckTransforms},
		{"more in XPath", m + reference(`URI=""`, xpathOf("not(ancestor-or-self::p:Signature) and true()"), gostDigest, root), xmldsig.CheckTransforms},
		{"another prefix in XPath", m + reference(`URI=""`, xpathOf("not(ancestor-or-self::q:Signature)"), gostDigest, root), xmldsig.CheckTransforms},
		{"an unbound prefix in XPath", m + reference(`URI=""`, xpathOf("not(ancestor-or-self::z:Signature)"), gostDigest, root), xmldsig.CheckTransforms},
		{"no prefix in XPath", m + reference(`URI=""`, xpathOf("not(ancestor-or-self::Signature)"), gostDigest, root), xmldsig.CheckTransforms},
		{"no XPath in XPath", m + reference(`URI=""`, transform(xpathURI, ""), gostDigest, root), xmldsig.CheckTransforms},
		{"enveloped twice", m + reference(`URI=""`, env+env, gostDigest, root), xmldsig.CheckTransforms},
		{"canonicalized twice", m + reference(`URI=""`, env+inc+inc, gostDigest, root), xmldsig.CheckTransforms},
		{"enveloped after canonicalization", m + reference(`URI=""`, inc+env, gostDigest, root), xmldsig.CheckTransforms},
		{"nothing takes the signature out", m + reference(`URI=""`, inc, gostDigest, root), xmldsig.CheckTransforms},
		{"Canonical XML 1.1", m + reference(`URI=""`, env+transform("http://www.w3.org/2006/12/xml-c14n11", ""), gostDigest, root), xmldsig.CheckTransforms},

		{"a digest that is not taken", m + reference(`URI=""`, env, "http://www.w3.org/2000/09/xmldsig#sha1", root), xmldsig.CheckDigest},
		{"an empty digest", m + reference(`URI=""`, env, gostDigest, nil), xmldsig.CheckDigest},
		{"a digest cut short", m + reference(`URI=""`, env, gostDigest, root[:16]), xmldsig.CheckDigest},
		{"HMAC", methods(exclusive, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256") + good, xmldsig.CheckMethod},
		{"HMAC with Streebog", methods(exclusive, "urn:ietf:params:xml:ns:cpxmlsec:algorithms:hmac-gostr34112012-256") + good, xmldsig.CheckMethod},
		{"RSA with SHA-1", methods(exclusive, xmldsig.SpaceDSig+"rsa-sha1") + good, xmldsig.CheckMethod},
		{"a key of another kind", methods(exclusive, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256") + good, xmldsig.CheckCertificate},
		{"another canonicalization of SignedInfo", methods("http://www.w3.org/2006/12/xml-c14n11", gostSignature) + good, xmldsig.CheckCanonicalization},
		{"SMEV as canonicalization of SignedInfo", methods("urn://smev-gov-ru/xmldsig/transform", gostSignature) + good, xmldsig.CheckCanonicalization},
		{"HMACOutputLength", replace(t, m, "></SignatureMethod>", "><HMACOutputLength>0</HMACOutputLength></SignatureMethod>") + good, xmldsig.CheckStructure},
		{"a Manifest's element in SignedInfo", m + good + "<Manifest></Manifest>", xmldsig.CheckStructure},
		{"no Reference", m, xmldsig.CheckReferences},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts := verify(t, f.signedInfo(t, doc, c.info), xmldsig.Options{})
			if c.check == "" {
				if !facts.OK() {
					t.Errorf("not OK: %q", failed(facts))
				}
				return
			}
			if facts.OK() || result(facts, c.check) != xmldsig.Fail {
				t.Errorf("%s is %s; %q", c.check, result(facts, c.check), failed(facts))
			}
		})
	}
}

// Things beside SignedInfo, where nothing is signed.
func TestT5_NothingHidesInTheSignature(t *testing.T) {
	f := newForgery(t)
	signed := f.edit(t, xmldsig.Form{XAdES: true, SigningTime: signingTime})
	other := certify(t, gostKey(t, gost3410.CryptoProA()), 2)
	twin := certify(t, f.key, 3)
	keyInfo, _ := cutOut(t, signed, "<ds:KeyInfo>", "</ds:KeyInfo>")
	properties, _ := cutOut(t, signed, "<ds:Object>", "</ds:Object>")
	propertiesReference, _ := cutOut(t, signed, `<ds:Reference Type=`, "</ds:Reference>")
	own := "<ds:X509Certificate>" + encoded(f.certificate.Raw) + "</ds:X509Certificate>"
	plain := f.edit(t, xmldsig.Form{})
	for _, c := range []struct{ name, doc, check string }{
		{"an Object with content of its own", replace(t, signed, "<ds:Object>", "<ds:Object><evil/></ds:Object><ds:Object>"), xmldsig.CheckStructure},
		{"content beside the properties", replace(t, signed, "</xades:QualifyingProperties>", "</xades:QualifyingProperties><evil/>"), xmldsig.CheckStructure},
		{"an element of the document in KeyInfo", replace(t, signed, "</ds:KeyInfo>", "<Адрес>x</Адрес></ds:KeyInfo>"), xmldsig.CheckStructure},
		{"text in the Signature", replace(t, signed, "<ds:KeyInfo>", "evil<ds:KeyInfo>"), xmldsig.CheckStructure},
		{"a comment in DigestValue", replace(t, signed, "</ds:DigestValue>", "<!-- x --></ds:DigestValue>"), xmldsig.CheckStructure},
		{"a comment in SignatureValue", replace(t, signed, "</ds:SignatureValue>", "<!-- x --></ds:SignatureValue>"), xmldsig.CheckStructure},
		{"CDATA in SignatureValue", replace(t, signed, "</ds:SignatureValue>", "<![CDATA[]]></ds:SignatureValue>"), xmldsig.CheckStructure},
		{"an instruction in the Signature", replace(t, signed, "<ds:KeyInfo>", "<?x?><ds:KeyInfo>"), xmldsig.CheckStructure},
		{"a second SignedInfo", replace(t, signed, "<ds:SignatureValue>", "<ds:SignedInfo></ds:SignedInfo><ds:SignatureValue>"), xmldsig.CheckStructure},
		{"a Signature within the Signature", replace(t, signed, "</ds:KeyInfo>", "</ds:KeyInfo><ds:Signature></ds:Signature>"), xmldsig.CheckStructure},
		{"a key without a certificate", replace(t, signed, keyInfo, "<ds:KeyInfo><ds:KeyValue><x/></ds:KeyValue></ds:KeyInfo>"), xmldsig.CheckCertificate},
		{"no KeyInfo", replace(t, signed, keyInfo, ""), xmldsig.CheckCertificate},
		{"another certificate", replace(t, signed, own, "<ds:X509Certificate>"+encoded(other.Raw)+"</ds:X509Certificate>"), xmldsig.CheckSignature},
		{"another certificate of the same key", replace(t, signed, own, "<ds:X509Certificate>"+encoded(twin.Raw)+"</ds:X509Certificate>"), xmldsig.CheckSigningCertificate},
		{"two certificates of the same key", replace(t, signed, own, own+"<ds:X509Certificate>"+encoded(twin.Raw)+"</ds:X509Certificate>"), xmldsig.CheckCertificate},
		{"two certificates of the same key without XAdES", replace(t, plain, own, own+"<ds:X509Certificate>"+encoded(twin.Raw)+"</ds:X509Certificate>"), xmldsig.CheckCertificate},
		{"a certificate that is none", replace(t, signed, own, own+"<ds:X509Certificate>AAAA</ds:X509Certificate>"), xmldsig.CheckCertificate},
		{"properties taken out", replace(t, signed, properties, ""), xmldsig.CheckXAdES},
		{"properties put in", replace(t, plain, "</ds:Signature>", properties+"</ds:Signature>"), xmldsig.CheckSignedProperties},
		{"properties of another signature", replace(t, signed, `Target="#sig-`, `Target="#sig_`), xmldsig.CheckXAdES},
		{"properties altered", replace(t, signed, "2026-11-21", "2026-11-20"), xmldsig.CheckSignedProperties},
		{"properties no more referred to", replace(t, signed, propertiesReference, ""), xmldsig.CheckSignature},
		{"a value that is not base64", replace(t, signed, "<ds:SignatureValue>", "<ds:SignatureValue>!"), xmldsig.CheckSignature},
		{"no value", replaceBetween(t, signed, "<ds:SignatureValue>", "</ds:SignatureValue>", ""), xmldsig.CheckSignature},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts := verify(t, c.doc, xmldsig.Options{})
			if facts.OK() || result(facts, c.check) != xmldsig.Fail {
				t.Errorf("%s is %s; %q", c.check, result(facts, c.check), failed(facts))
			}
		})
	}
	// One certificate twice, and those of an issuer beside it, are no matter.
	if facts := verify(t, replace(t, signed, own, own+own+"<ds:X509Certificate>"+encoded(other.Raw)+"</ds:X509Certificate>"), xmldsig.Options{}); !facts.OK() {
		t.Errorf("several certificates: %q", failed(facts))
	}
}

func replaceBetween(t *testing.T, s, from, to, with string) string {
	t.Helper()
	part, _ := cutOut(t, s, from, to)
	return replace(t, s, part, from+with+to)
}

// Documents that are not read at all.
func TestT5_DocumentIsRefused(t *testing.T) {
	f := newForgery(t)
	signed := f.edit(t, xmldsig.Form{})
	const declaration = `<?xml version="1.0" encoding="UTF-8"?>`
	for _, c := range []struct {
		name, doc string
		want      error
	}{
		{"DTD", replace(t, signed, declaration, declaration+"<!DOCTYPE a>"), xmltoken.ErrDTD},
		{"DTD with an entity", replace(t, signed, declaration, declaration+`<!DOCTYPE a [<!ENTITY e "9">]>`, ">1000<", ">&e;000<"), xmltoken.ErrDTD},
		{"an entity", replace(t, signed, ">1000<", ">&nbsp;1000<"), xmltoken.ErrEntity},
		{"another encoding", replace(t, signed, "UTF-8", "windows-1251"), xmltoken.ErrEncoding},
		{"UTF-16", "\xff\xfe<\x00a\x00/\x00>\x00", xmltoken.ErrEncoding},
		{"a second root", signed + "<evil/>", xmltoken.ErrMalformed},
		{"no signature", sample, xmldsig.ErrNoSignature},
		{"a signature in another namespace", strings.ReplaceAll(signed, xmldsig.SpaceDSig, "urn:x"), xmldsig.ErrNoSignature},
		{"too many signatures", "<a>" + strings.Repeat(`<Signature xmlns="`+xmldsig.SpaceDSig+`"/>`, 17) + "</a>", xmltoken.ErrLimit},
		{"nested too deeply", strings.Repeat("<a>", 65) + strings.Repeat("</a>", 65), xmltoken.ErrLimit},
		{"nothing", "", xmltoken.ErrMalformed},
	} {
		facts, err := xmldsig.Verify(strings.NewReader(c.doc), int64(len(c.doc)), xmldsig.Options{})
		if !errors.Is(err, c.want) || facts == nil || facts.OK() {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
		if !errors.Is(c.want, xmldsig.ErrNoSignature) && result(facts, xmldsig.CheckSyntax) != xmldsig.Fail {
			t.Errorf("%s: the facts say %q", c.name, failed(facts))
		}
	}
}

// Two who sign by XPath, which takes out all signatures, are both right; when one is not, the facts say which.
func TestT5_EverySignatureMustHold(t *testing.T) {
	one, two := newForgery(t), newForgery(t)
	const plain = `<r><v>1</v></r>`
	info := func(digest []byte) string {
		return methods(inclusive, gostSignature) + reference(`URI=""`, xpathOf("not(ancestor-or-self::p:Signature)"), gostDigest, digest)
	}
	both := func(second []byte) string {
		doc := one.signedInfo(t, `<r><v>1</v><SIG/></r>`, info(one.digest([]byte(plain))))
		doc = replace(t, doc, "</r>", "<SIG/></r>")
		return two.signedInfo(t, doc, info(second))
	}
	facts := verify(t, both(two.digest([]byte(plain))), xmldsig.Options{})
	if !facts.OK() || len(facts.Signatures) != 2 || !facts.Signatures[1].Signer.Equal(two.certificate) {
		t.Errorf("%d signatures: %q", len(facts.Signatures), failed(facts))
	}
	facts = verify(t, both(two.digest([]byte("other"))), xmldsig.Options{})
	if facts.OK() || !facts.Signatures[0].OK() || facts.Signatures[1].OK() {
		t.Errorf("the second is over something else: %q", failed(facts))
	}
	// A signature that only takes itself out covers those before it: adding one breaks it.
	enveloping := two.signedInfo(t, `<r><v>1</v><SIG/></r>`, methods(exclusive, gostSignature)+
		reference(`URI=""`, transform(enveloped, ""), gostDigest, two.digest([]byte(plain))))
	facts = verify(t, one.signedInfo(t, replace(t, enveloping, "</r>", "<SIG/></r>"), info(one.digest([]byte(plain)))), xmldsig.Options{})
	if facts.Signatures[0].OK() || !facts.Signatures[1].OK() {
		t.Errorf("signatures: %q", failed(facts))
	}
}

// All checks are made and reported even after one failed (T6).
func TestT6_AllChecksAreReported(t *testing.T) {
	f := newForgery(t)
	signed := f.edit(t, xmldsig.Form{XAdES: true}, ">1000<", ">2000<", "<Адрес>", `<Адрес Id="root">`)
	facts := verify(t, signed, xmldsig.Options{})
	var ids []string
	for _, c := range slices.Concat(facts.Checks, facts.Signatures[0].Checks) {
		ids = append(ids, c.ID+" "+string(c.Result))
		if (c.Detail == "") != (c.Result == xmldsig.OK) {
			t.Errorf("%+v", c)
		}
	}
	want := []string{
		"xml.syntax ok", "xml.ids fail", "xmldsig.structure ok", "xmldsig.canonicalization ok", "xmldsig.method ok", "xmldsig.references ok",
		"xmldsig.coverage ok", "xmldsig.transforms ok", "xmldsig.digest fail", "xmldsig.certificate ok", "xmldsig.signature ok",
		"xades.structure ok", "xades.signed_properties ok", "xades.signing_certificate ok",
	}
	if !slices.Equal(ids, want) {
		t.Errorf("%q", ids)
	}
}
